"""Hidden twin of question 2.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_4_radial_flow as q
from autograder.question import (
    Rng,
    alternative,
    baseline,
    cases,
    device_reference,
    follows,
    hidden_law,
    mistake,
    reference,
)


def flow_data(rng: Rng, batch: int, d: int) -> tuple[Any, Any, float]:
    """Points whose distances from the centre vary, a centre away from the origin, and an alpha."""
    z0 = rng.uniform(0.5, 1.5, size=d) * rng.choice([-1.0, 1.0], size=d)
    direction = rng.normal(size=(batch, d))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return z0 + rng.uniform(0.3, 4.0, size=(batch, 1)) * direction, z0, float(rng.uniform(0.5, 2.0))


def distance(z: Any, z0: Any) -> Any:
    return _length(z - z0)


def _length(offset: Any) -> Any:
    return np.sqrt(np.einsum("ij,ij->i", offset, offset))


@reference(q.radial_flow)
def move(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = z - z0
    return z + (beta / (alpha + _length(offset)))[:, None] * offset


@baseline(q.radial_flow)
def move_row_by_row(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return [row + beta / (alpha + np.sqrt(sum((row - z0) ** 2))) * (row - z0) for row in z]


@device_reference(q.radial_flow)
def move_on_device(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = z - z0
    return z + beta / (alpha + offset.norm(dim=1, keepdim=True)) * offset


@cases(q.radial_flow, count=3)
def spread_points(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, int(rng.integers(2, 6)), int(rng.integers(2, 5)))
    return {"z": z, "z0": z0, "alpha": alpha, "beta": float(rng.uniform(0.5, 2.0))}


@cases(q.radial_flow)
def folding_flow(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, 4, 2)
    return {"z": z, "z0": z0, "alpha": alpha, "beta": -alpha - float(rng.uniform(0.2, 1.0))}


@cases(q.radial_flow)
def one_point_on_a_line(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, 1, 1)
    return {"z": z, "z0": z0, "alpha": alpha, "beta": -alpha}


@cases(q.radial_flow)
def point_at_centre(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, 2, 3)
    return {"z": np.stack([z0, z[0]]), "z0": z0, "alpha": alpha, "beta": 1.5}


@mistake(
    q.radial_flow,
    en="In another unit of length your formula gives another flow: is it the norm that you add to $\\alpha$?",
    fr=r"""
    Dans une autre unité de longueur, votre formule donne un autre flot : est-ce la norme que vous ajoutez à
    $\alpha$ ?
    """,
)
def squared_norm(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + distance(z, z0) ** 2))[:, None] * (z - z0)


@mistake(
    q.radial_flow,
    en="Your radius is measured from the origin: shift the points and the centre together, and it changes.",
    fr="Votre rayon est mesuré depuis l'origine : décalez ensemble les points et le centre, et il change.",
)
def radius_from_origin(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + np.linalg.norm(z, axis=1)))[:, None] * (z - z0)


@mistake(
    q.radial_flow,
    en="A point moves differently when others stand beside it: over which axis is your norm taken?",
    fr=r"""
    Un point se déplace autrement quand d'autres sont à côté de lui : sur quel axe prenez-vous la norme ?
    """,
)
def one_radius_for_all(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + beta / (alpha + np.linalg.norm(z - z0)) * (z - z0)


@mistake(
    q.radial_flow,
    en="With $\\beta = 0$ every point should stay where it is; yours all go to the centre.",
    fr="Avec $\\beta = 0$ chaque point devrait rester où il est ; les vôtres vont tous au centre.",
)
def moved_from_centre(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move(z, z0, alpha, beta) - z + z0


@mistake(
    q.radial_flow,
    en="Your points flee the origin. Which point should stay where it is?",
    fr="Vos points fuient l'origine. Quel point devrait rester où il est ?",
)
def stretched_about_origin(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + distance(z, z0)))[:, None] * z


@alternative(q.radial_flow)
def move_by_norm(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + np.linalg.norm(z - z0, axis=1)))[:, None] * (z - z0)


@alternative(q.radial_flow)
def move_with_torch(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    import torch

    points, centre = torch.tensor(z), torch.tensor(z0)
    return points + beta / (alpha + torch.linalg.norm(points - centre, dim=1, keepdim=True)) * (
        points - centre
    )


@reference(q.radial_radius_lines)
def radius_lines(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    scale = (alpha + beta + r) / (alpha + r)
    slope = (r * r + 2 * alpha * r + alpha * (alpha + beta)) / (alpha + r) ** 2
    return {"scale": scale, "rho": r * scale, "drho": slope}


@follows(q.radial_radius_lines, "rho")
def radius_from_own_scale(lines: Any, r: Any, **_: Any) -> Any:
    return r * np.asarray(lines["scale"])


@cases(q.radial_radius_lines, count=2)
def outward(rng: Rng) -> dict[str, Any]:
    r, alpha = rng.uniform(0.1, 5.0, size=int(rng.integers(2, 6))), float(rng.uniform(0.5, 2.0))
    return {"r": r, "alpha": alpha, "beta": float(rng.uniform(0.5, 2.0))}


@cases(q.radial_radius_lines)
def inward(rng: Rng) -> dict[str, Any]:
    alpha = float(rng.uniform(0.5, 2.0))
    return {"r": rng.uniform(0.1, 5.0, size=4), "alpha": alpha, "beta": -0.6 * alpha}


@cases(q.radial_radius_lines)
def at_the_limit(rng: Rng) -> dict[str, Any]:
    alpha = float(rng.uniform(0.5, 2.0))
    return {"r": np.array([0.0, rng.uniform(0.5, 2.0), 50.0]), "alpha": alpha, "beta": -alpha}


@cases(q.radial_radius_lines)
def one_radius(rng: Rng) -> dict[str, Any]:
    return {"r": rng.uniform(0.5, 3.0, size=1), "alpha": 1.0, "beta": float(rng.uniform(0.5, 1.5))}


@mistake(
    q.radial_radius_lines,
    en="Your slope is right only if the factor does not depend on $r$: compare it with a finite difference.",
    fr="Votre pente n'est juste que si le facteur ne dépend pas de $r$ : comparez-la à une différence finie.",
)
def factor_held_fixed(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    lines = radius_lines(r, alpha, beta)
    return {**lines, "drho": lines["scale"]}


@mistake(
    q.radial_radius_lines,
    en=r"""
    A sign in the derivative of the quotient: for $\beta > 0$, should the radius grow faster than $r$ or not?
    """,
    fr=r"""
    Un signe dans la dérivée du quotient : pour $\beta > 0$, le rayon doit-il croître plus vite que $r$ ou
    non ?
    """,
)
def slope_sign(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "drho": 1 - alpha * beta / (alpha + r) ** 2}


@mistake(
    q.radial_radius_lines,
    en="Differentiating a quotient does something to its denominator; a finite difference shows it.",
    fr="Dériver un quotient change quelque chose à son dénominateur ; une différence finie le montre.",
)
def denominator_not_squared(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "drho": 1 + alpha * beta / (alpha + r)}


@mistake(
    q.radial_radius_lines,
    en=r"""
    Your new radius is the old one, as if the flow only turned the points. What is the norm of $y - z_0$?
    """,
    fr=r"""
    Votre nouveau rayon est l'ancien, comme si le flot ne faisait que tourner les points. Quelle est la norme
    de $y - z_0$ ?
    """,
)
def radius_kept(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "rho": r.copy()}


@mistake(
    q.radial_radius_lines,
    en="Your factor is the same at every radius: what became of the denominator?",
    fr="Votre facteur est le même à tout rayon : qu'est devenu le dénominateur ?",
)
def constant_factor(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    scale = np.full(len(r), 1 + beta)
    return {"scale": scale, "rho": r * scale, "drho": scale}


@mistake(
    q.radial_radius_lines,
    en="This is the factor of the displacement alone; the point itself is also still there.",
    fr="C'est le facteur du déplacement seul ; le point lui-même est encore là, lui aussi.",
)
def displacement_only(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    scale = beta / (alpha + r)
    return {"scale": scale, "rho": r * scale, "drho": alpha * beta / (alpha + r) ** 2}


@alternative(q.radial_radius_lines)
def as_sums(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    rho = r + beta * r / (alpha + r)
    return {"scale": 1 + beta / (alpha + r), "rho": rho, "drho": 1 + alpha * beta / (alpha + r) ** 2}


@alternative(q.radial_radius_lines)
def slope_by_autograd(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    import torch

    radius = torch.tensor(r, requires_grad=True)
    scale = 1 + beta / (alpha + radius)
    (slope,) = torch.autograd.grad((radius * scale).sum(), radius)
    return {"scale": scale, "rho": radius * scale, "drho": slope}


def coefficients(y: Any, z0: Any, alpha: float, beta: float) -> tuple[Any, Any]:
    """The radius solves r^2 + b r - c = 0 with these b and c."""
    return _equation(distance(y, z0), alpha, beta)


def _equation(rho: Any, alpha: float, beta: float) -> tuple[Any, Any]:
    return alpha + beta - rho, alpha * rho


def _root(rho: Any, alpha: float, beta: float) -> Any:
    """The radius before the flow that this one comes from, without a cancellation."""
    b, c = _equation(rho, alpha, beta)
    size = np.abs(b) + np.sqrt(b * b + 4 * c)
    stable = np.divide(2 * c, size, out=np.zeros_like(c), where=size > 0)
    return np.where(b > 0, stable, size / 2)


@reference(q.radial_radius)
def positive_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return _root(distance(y, z0), alpha, beta)


@baseline(q.radial_radius)
def search_point_by_point(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    radii = []
    for image in y:
        rho = np.linalg.norm(image - z0)
        low, high = 0.0, rho + alpha
        for _ in range(60):
            middle = (low + high) / 2
            if middle + beta * middle / (alpha + middle) < rho:
                low = middle
            else:
                high = middle
        radii.append(high)
    return np.array(radii)


@device_reference(q.radial_radius)
def root_on_device(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    rho = (y - z0).norm(dim=1)
    b = alpha + beta - rho
    size = b.abs() + (b * b + 4 * alpha * rho).sqrt()
    return (2 * alpha * rho / size).where(b > 0, size / 2)


def draw_images(rng: Rng, batch: int, d: int, ratio: float) -> dict[str, Any]:
    """Images under the flow whose beta is this many times alpha."""
    z, z0, alpha = flow_data(rng, batch, d)
    return {"y": move(z, z0, alpha, ratio * alpha), "z0": z0, "alpha": alpha, "beta": ratio * alpha}


@cases(q.radial_radius, count=2)
def pushed_outward(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, int(rng.integers(2, 6)), int(rng.integers(2, 5)), float(rng.uniform(0.5, 2.0)))


@cases(q.radial_radius)
def pulled_inward(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 4, 3, float(rng.uniform(-0.9, -0.4)))


@cases(q.radial_radius)
def limiting_flow(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 3, 2, -1.0)


@cases(q.radial_radius)
def single_image(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 1, 1, float(rng.uniform(0.5, 2.0)))


@cases(q.radial_radius, edge=True)
def strong_push(rng: Rng) -> dict[str, Any]:
    z0 = rng.normal(size=2)
    return {"y": z0 + rng.uniform(0.3, 0.9, size=(3, 2)), "z0": z0, "alpha": 1.0, "beta": 1e8}


@cases(q.radial_radius, edge=True)
def image_at_centre(rng: Rng) -> dict[str, Any]:
    z0 = rng.normal(size=3)
    return {"y": np.stack([z0, z0 + 1.0]), "z0": z0, "alpha": 1.0, "beta": 0.5}


def vertex(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, _ = coefficients(y, z0, alpha, beta)
    return -b / 2


def bisect(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    rho = distance(y, z0)
    low, high = np.zeros_like(rho), rho + alpha
    for _ in range(100):
        middle = (low + high) / 2
        short = middle * (alpha + beta + middle) / (alpha + middle) < rho
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return high


@mistake(
    q.radial_radius,
    en=r"""
    You ask the quadratic equation for a double root. It may have two roots: how many of them can be a radius?
    """,
    fr=r"""
    Vous exigez de l'équation du second degré une racine double. Elle peut en avoir deux : combien peuvent
    être un rayon ?
    """,
)
def double_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return vertex(y, z0, alpha, beta)


@mistake(
    q.radial_radius,
    en="You took the other root; can it be a radius?",
    fr="Vous avez pris l'autre racine ; peut-elle être un rayon ?",
)
def negative_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return (-b - np.sqrt(b * b + 4 * c)) / 2


@mistake(
    q.radial_radius,
    en="A sign in the coefficient of $r$: multiply the equation out again, and put your root into it.",
    fr="Un signe dans le coefficient de $r$ : développez de nouveau l'équation, et mettez-y votre racine.",
)
def sign_of_linear_term(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    _, c = coefficients(y, z0, alpha, beta)
    b = alpha + beta + distance(y, z0)
    return (-b + np.sqrt(b * b + 4 * c)) / 2


@mistake(
    q.radial_radius,
    en="A sign under the root: what is the product of the two roots of your equation?",
    fr="Un signe sous la racine : quel est le produit des deux racines de votre équation ?",
)
def sign_in_discriminant(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return (-b + np.sqrt(np.maximum(b * b - 4 * c, 0))) / 2


@mistake(
    q.radial_radius,
    en="This is the radius after the flow; the one before it is asked.",
    fr="C'est le rayon après le flot ; on demande celui d'avant.",
)
def radius_after_flow(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return distance(y, z0)


@mistake(
    q.radial_radius,
    en="Your distances are from the origin: move the points and the centre together, and the radius changes.",
    fr="Vos distances partent de l'origine : déplacez ensemble les points et le centre, et le rayon change.",
)
def norm_of_y(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return positive_root(y + z0, z0, alpha, beta)


@mistake(
    q.radial_radius,
    en=r"""
    Right, but two nearly equal numbers are subtracted when $\beta$ is large: how else can the root be
    written?
    """,
    fr=r"""
    Juste, mais deux nombres presque égaux se soustraient quand $\beta$ est grand : comment écrire la racine
    autrement ?
    """,
)
def cancelling_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return (-b + np.sqrt(b * b + 4 * c)) / 2


@alternative(q.radial_radius)
def radius_by_bisection(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return bisect(y, z0, alpha, beta)


@alternative(q.radial_radius)
def radius_with_torch(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    import torch

    rho = torch.linalg.norm(torch.tensor(y) - torch.tensor(z0), dim=1)
    b = alpha + beta - rho
    root = torch.sqrt(b**2 + 4 * alpha * rho)
    return torch.where(b > 0, 2 * alpha * rho / (b + root), (root - b) / 2)


def collide(alpha: float, beta: float, z0: Any, z: Any, z_other: Any) -> dict[str, Any]:
    arrays = {"z0": z0, "z": z, "z_other": z_other}
    return {"alpha": alpha, "beta": beta, **{name: np.array(value, float) for name, value in arrays.items()}}


@reference(q.radial_collision)
def opposite_points() -> dict[str, Any]:
    return collide(1.0, -2.5, [0.3, -0.2], [1.8, -0.2], [-1.2, -0.2])


def read_collision(f: Any) -> tuple[float, float, Any] | None:
    """Alpha, beta and the centre with both points, or None if they are not what is asked for."""
    answer = f()
    arrays = [np.asarray(answer[name], dtype=float) for name in ("z0", "z", "z_other")]
    if {array.shape for array in arrays} != {(arrays[0].size,)} or not 1 <= arrays[0].size <= 100:
        return None
    alpha, beta, points = float(answer["alpha"]), float(answer["beta"]), np.stack(arrays)
    finite = np.isfinite([alpha, beta]).all() and np.isfinite(points).all()
    return (alpha, beta, points) if finite and alpha > 0 and beta < -alpha else None


@hidden_law(
    q.radial_collision,
    en=r"""
    This is no collision: $\alpha > 0$, $\beta < -\alpha$, two points of the same finite form that differ, and
    images that agree. Put both points through your flow.
    """,
    fr=r"""
    Ce n'est pas une collision : $\alpha > 0$, $\beta < -\alpha$, deux points finis de même forme qui
    diffèrent, et des images qui coïncident. Envoyez les deux points dans votre flot.
    """,
)
def images_agree(f: Any, rng: Rng) -> tuple[Any, Any]:
    if (found := read_collision(f)) is None:
        return False, True
    alpha, beta, points = found
    images = move(points[1:], points[0], alpha, beta)
    apart, miss = np.linalg.norm(points[1] - points[2]), np.linalg.norm(images[0] - images[1])
    # Points whose distance is lost in their own rounding would agree for no good reason.
    far = apart >= 0.999e-3 * abs(alpha + beta) and apart > 1e-6 * np.max(np.abs(points))
    return bool(far and miss <= 1.001e-8 * apart), True


@mistake(
    q.radial_collision,
    en="Opposite points at this distance keep different images: at which radius does the factor of $z - z_0$ "
    "change its sign?",
    fr=r"""
    Des points opposés à cette distance gardent des images distinctes : à quel rayon le facteur de $z - z_0$
    change-t-il de signe ?
    """,
)
def unit_distance() -> dict[str, Any]:
    return collide(1.0, -2.5, [0.0, 0.0], [1.0, 0.0], [-1.0, 0.0])


@mistake(
    q.radial_collision,
    en="At the radius $|\\beta|$ the images are still apart; what does $\\alpha$ do in the denominator?",
    fr="Au rayon $|\\beta|$ les images sont encore distinctes ; que fait $\\alpha$ au dénominateur ?",
)
def radius_without_alpha() -> dict[str, Any]:
    return collide(1.0, -2.0, [0.0, 0.0], [2.0, 0.0], [0.0, 0.0])


@mistake(
    q.radial_collision,
    en="Your two points are the same.",
    fr="Vos deux points sont le même.",
)
def same_point() -> dict[str, Any]:
    return collide(1.0, -3.0, [0.0, 0.0], [2.0, 0.0], [2.0, 0.0])


@mistake(
    q.radial_collision,
    en="At $\\beta = -\\alpha$ the flow is still injective; the limit belongs to the good side.",
    fr="En $\\beta = -\\alpha$ le flot est encore injectif ; la limite appartient au bon côté.",
)
def at_the_limit_only() -> dict[str, Any]:
    return collide(1.0, -1.0, [0.0, 0.0], [1e-9, 0.0], [-1e-9, 0.0])


@alternative(q.radial_collision)
def centre_and_sphere() -> dict[str, Any]:
    return collide(2.0, -7.0, [0.5, 1.0, -1.0], [0.5, 6.0, -1.0], [0.5, 1.0, -1.0])


@alternative(q.radial_collision)
def barely_broken() -> dict[str, Any]:
    return collide(1.0, -1.01, [5.0], [5.01], [4.99])


@alternative(q.radial_collision)
def two_radii_on_a_ray() -> dict[str, Any]:
    # With s = alpha + beta, radii of the same image on one ray solve r (s + r) / (1 + r) = -0.1.
    s = -1.5
    roots = np.roots([1.0, s + 0.1, 0.1])
    return collide(1.0, s - 1.0, [0.0], [float(roots[0])], [float(roots[1])])


@reference(q.radial_flow_inverse)
def move_back(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = y - z0
    rho = _length(offset)
    shrink = np.divide(_root(rho, alpha, beta), rho, out=np.zeros_like(rho), where=rho > 0)
    return z0 + shrink[:, None] * offset


@baseline(q.radial_flow_inverse)
def back_point_by_point(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    points = []
    for image in y:
        (r,) = search_point_by_point.function(image[None], z0, alpha, beta)
        rho = np.sqrt(sum((value - centre) ** 2 for value, centre in zip(image, z0, strict=True)))
        shrink = r / rho if rho > 0 else 0.0
        points.append([centre + shrink * (value - centre) for value, centre in zip(image, z0, strict=True)])
    return np.array(points)


@device_reference(q.radial_flow_inverse)
def back_on_device(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = y - z0
    rho = offset.norm(dim=1, keepdim=True)
    b = alpha + beta - rho
    size = b.abs() + (b * b + 4 * alpha * rho).sqrt()
    return z0 + (2 * alpha / size).where(b > 0, size / (2 * rho)) * offset


@cases(q.radial_flow_inverse, count=2)
def outward_images(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, int(rng.integers(2, 6)), int(rng.integers(2, 5)), float(rng.uniform(0.5, 2.0)))


@cases(q.radial_flow_inverse)
def inward_images(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 4, 3, float(rng.uniform(-0.95, -0.5)))


@cases(q.radial_flow_inverse)
def images_at_the_limit(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 3, 2, -1.0)


@cases(q.radial_flow_inverse)
def one_image_on_a_line(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 1, 1, float(rng.uniform(0.5, 2.0)))


@cases(q.radial_flow_inverse, edge=True)
def centre_among_images(rng: Rng) -> dict[str, Any]:
    arguments = draw_images(rng, 2, 3, 0.8)
    return {**arguments, "y": np.stack([arguments["z0"], arguments["y"][0]])}


@mistake(
    q.radial_flow_inverse,
    en="NaN when a row of `y` is the centre: which point is sent there, although it has no direction?",
    fr=r"""
    NaN quand une ligne de `y` est le centre : quel point y est envoyé, bien qu'il n'ait pas de direction ?
    """,
)
def no_direction_at_centre(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + (positive_root(y, z0, alpha, beta) / distance(y, z0))[:, None] * (y - z0)


@mistake(
    q.radial_flow_inverse,
    en=r"""
    Changing the sign of $\beta$ does not undo the flow: make the round trip with one point. Which radius does
    each of the two use?
    """,
    fr=r"""
    Changer le signe de $\beta$ ne défait pas le flot : faites l'aller-retour avec un point. Quel rayon chacun
    des deux emploie-t-il ?
    """,
)
def opposite_beta(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move(y, z0, alpha, -beta)


@mistake(
    q.radial_flow_inverse,
    en="Your points are measured from the centre; where is the centre itself?",
    fr="Vos points sont comptés depuis le centre ; où est le centre lui-même ?",
)
def centre_forgotten(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move_back(y, z0, alpha, beta) - z0


@mistake(
    q.radial_flow_inverse,
    en="The direction is right, the radius is that of a double root: see 2.4.3.",
    fr="La direction est juste, le rayon est celui d'une racine double : voyez 2.4.3.",
)
def double_root_radius(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + (vertex(y, z0, alpha, beta) / distance(y, z0))[:, None] * (y - z0)


@mistake(
    q.radial_flow_inverse,
    en="You multiply the radius by a vector that is not of length one.",
    fr="Vous multipliez le rayon par un vecteur qui n'est pas de longueur un.",
)
def direction_not_normalised(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + positive_root(y, z0, alpha, beta)[:, None] * (y - z0)


@mistake(
    q.radial_flow_inverse,
    en="All your points are at distance one from the centre: the direction is there, the radius is missing.",
    fr="Tous vos points sont à distance un du centre : la direction est là, le rayon manque.",
)
def direction_only(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + (y - z0) / distance(y, z0)[:, None]


@mistake(
    q.radial_flow_inverse,
    en="Your points lie on the other side of the centre: can the factor of $z - z_0$ be negative here?",
    fr="Vos points sont de l'autre côté du centre : le facteur de $z - z_0$ peut-il être négatif ici ?",
)
def other_side(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return 2 * z0 - move_back(y, z0, alpha, beta)


@mistake(
    q.radial_flow_inverse,
    en="The direction is that of `y` seen from the origin; from where should it be seen?",
    fr="La direction est celle de `y` vu de l'origine ; d'où faut-il le voir ?",
)
def direction_from_origin(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    unit = y / np.linalg.norm(y, axis=1, keepdims=True)
    return z0 + positive_root(y, z0, alpha, beta)[:, None] * unit


@alternative(q.radial_flow_inverse)
def by_the_known_radius(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    r = positive_root(y, z0, alpha, beta)
    with np.errstate(all="ignore"):
        direction = (y - z0) / (r + beta * r / (alpha + r))[:, None]
    return z0 + np.where(r[:, None] > 0, r[:, None] * direction, 0.0)


@alternative(q.radial_flow_inverse)
def by_bisection_in_torch(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    import torch

    r = torch.tensor(bisect(y, z0, alpha, beta))
    offset = torch.tensor(y - z0)
    return torch.tensor(z0) + r[:, None] * torch.nn.functional.normalize(offset, dim=1)
