"""Question 2.4: the radial flow, when it is invertible, and its inverse.

Source: sheet 001, question 2 (21 points).
Paper: Rezende and Mohamed, "Variational Inference with Normalizing Flows", ICML 2015, eq. 14 and the
appendix on the conditions of invertibility.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="2.4",
    title=Text(en="The radial flow", fr="Le flot radial"),
    text=Text(
        en=r"""
        A radial flow moves every point of $\mathbb{R}^d$ away from a centre $z_0$, or towards it:
        $$g(z) = z + \frac{\beta}{\alpha + r}\,(z - z_0), \qquad r = \|z - z_0\|, \qquad \alpha > 0.$$
        The norm is the Euclidean one. Write $z = z_0 + r u$ with a unit vector $u$, and $y = g(z)$. You show
        that $\beta \ge -\alpha$ is enough to find $r$ from $y$, and then $u$ from $r$ and $y$.
        """,
        fr=r"""
        Un flot radial éloigne chaque point de $\mathbb{R}^d$ d'un centre $z_0$, ou l'en rapproche :
        $$g(z) = z + \frac{\beta}{\alpha + r}\,(z - z_0), \qquad r = \|z - z_0\|, \qquad \alpha > 0.$$
        La norme est la norme euclidienne. Posez $z = z_0 + r u$ avec un vecteur unitaire $u$, et $y = g(z)$.
        Vous montrez que $\beta \ge -\alpha$ suffit pour trouver $r$ à partir de $y$, puis $u$ à partir de
        $r$ et $y$.
        """,
    ),
    erratum=Text(
        en=r"""
        The source allows $\alpha = 0$, where $g$ is not defined at $z_0$; here $\alpha > 0$. It asks for a
        unique $u$; at $r = 0$ every unit vector will do, so the claim needs $r > 0$. And the condition
        $\beta \ge -\alpha$ is not only sufficient but necessary, as 2.4.4 shows.
        """,
        fr=r"""
        La source admet $\alpha = 0$, où $g$ n'est pas définie en $z_0$ ; ici $\alpha > 0$. Elle demande un
        $u$ unique ; en $r = 0$ tout vecteur unitaire convient, l'énoncé exige donc $r > 0$. Et la condition
        $\beta \ge -\alpha$ n'est pas seulement suffisante mais nécessaire, comme le montre 2.4.4.
        """,
    ),
)


def _move(z: Array, z0: Array, alpha: float, beta: float) -> Any:
    """The flow as it is defined, so that the laws can send points through it."""
    offset = z - z0
    return z + beta / (alpha + np.linalg.norm(offset, axis=1, keepdims=True)) * offset


def _draw_polar_grid(axes: Any, move: Function, centre: Array, color: str = "black") -> None:
    """Circles (solid) and rays (dotted) about the centre, after `move`."""
    angles, radii = np.linspace(0, 2 * np.pi, 73), np.linspace(0.0, 2.4, 13)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for radius in radii[3::3]:
        axes.plot(*np.asarray(move(centre + radius * circle)).T, color=color, linewidth=1)
    for direction in circle[:-1:6]:
        axes.plot(*np.asarray(move(centre + np.outer(radii[1:], direction))).T, ":", color=color, linewidth=1)
    axes.plot(*centre, "+", color="black", markersize=9)


@part(
    "2.4.1",
    points=0.5,
    en=r"""
    Apply the flow to each row of `z`, of shape `(batch, d)`. The centre `z0` has shape `(d,)`, `alpha` is
    positive, `beta` may have either sign.

    Example: `z = [[1, 0], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1` and `beta = 0.5` give
    `[[1.25, 0], [0, 0]]`.
    """,
    fr=r"""
    Appliquez le flot à chaque ligne de `z`, de forme `(batch, d)`. Le centre `z0` est de forme `(d,)`,
    `alpha` est positif, `beta` est de signe quelconque.

    Exemple : `z = [[1, 0], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1` et `beta = 0.5` donnent
    `[[1.25, 0], [0, 0]]`.
    """,
)
def radial_flow(
    z: Float[Array, "batch d"], z0: Float[Array, " d"], alpha: float, beta: float
) -> Float[Array, "batch d"]:
    """The image of each point under the radial flow."""
    raise NotImplementedError


@law(
    radial_flow,
    en="Each point moves on its own, and shifting the points and the centre shifts the images.",
    fr="Chaque point se déplace seul, et décaler les points et le centre décale les images.",
)
def one_by_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, z0, shift = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=3)
    return f(z + shift, z0 + shift, 1.3, 0.7), np.concatenate(
        [f(row[None], z0, 1.3, 0.7) for row in z]
    ) + shift


@law(
    radial_flow,
    en=r"""
    In another unit of length ($z$, $z_0$, $\alpha$ and $\beta$ times $3$) the images are $3$ times as far.
    """,
    fr=r"""
    Dans une autre unité de longueur ($z$, $z_0$, $\alpha$ et $\beta$ fois $3$), les images sont $3$ fois plus
    loin.
    """,
)
def unit_of_length(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, z0 = rng.normal(size=(4, 2)), rng.normal(size=2)
    return f(3 * z, 3 * z0, 3.0, -2.4), 3 * np.asarray(f(z, z0, 1.0, -0.8))


@law(radial_flow, en=r"With $\beta = 0$ no point moves.", fr=r"Avec $\beta = 0$ aucun point ne bouge.")
def nothing_moves(f: Function, rng: Rng) -> tuple[Any, Any]:
    z = rng.normal(size=(3, 2))
    return f(z, rng.normal(size=2), 1.0, 0.0), z


@speed(
    radial_flow,
    sizes=(500, 2000, 8000),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=8,
    gpu=200_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def points_in_eight_dimensions(rng: Rng, batch: int) -> dict[str, Any]:
    return {"z": rng.normal(size=(batch, 8)), "z0": rng.normal(size=8), "alpha": 1.3, "beta": 0.8}


@picture(
    radial_flow,
    en=r"""
    A polar grid about $z_0$ (cross) on the left; your images of it for $\beta = 2\alpha$ in the middle and
    for $\beta = -\alpha$ on the right. Circles are solid, rays dotted.
    """,
    fr=r"""
    À gauche, une grille polaire autour de $z_0$ (croix) ; ses images par votre fonction pour
    $\beta = 2\alpha$ au milieu et pour $\beta = -\alpha$ à droite. Les cercles sont pleins, les rayons
    pointillés.
    """,
)
def grid_before_and_after(f: Function | None, figure: Any) -> None:
    centre = np.array([1.0, 0.5])
    for axes, beta in zip(figure.subplots(1, 3), (0.0, 2.0, -1.0), strict=True):
        axes.set(xlim=(-3, 5), ylim=(-3.5, 4.5), aspect="equal", title=rf"$\beta = {beta:g}\,\alpha$")
        if beta == 0.0:
            _draw_polar_grid(axes, lambda z: z, centre)
        elif f is not None:
            _draw_polar_grid(axes, lambda z, b=beta: f(z, centre, 1.0, b), centre)
        else:
            axes.plot(*centre, "+", color="black", markersize=9)


@derivation(
    "2.4.2",
    points=1.5,
    lines={"scale": 0.25, "rho": 0.25, "drho": 0.5},
    key="drho",
    en=r"""
    Show that $y$ determines $r$ when $\beta \ge -\alpha$. For the radii `r`, of shape `(batch,)`, return the
    values of three lines, each of shape `(batch,)`:

    - `scale`: the number by which $z - z_0$ is multiplied to give $y - z_0$
    - `rho`: the new radius $\|y - z_0\|$
    - `drho`: the derivative of `rho` with respect to $r$

    Why does the sign of the last line settle the question? Only $r \ge 0$ and $\beta \ge -\alpha$ occur.

    Example: `r = [0, 1]`, `alpha = 2`, `beta = -1` give `scale = [0.5, 0.6667]`, `rho = [0, 0.6667]` and
    `drho = [0.5, 0.7778]`.
    """,
    fr=r"""
    Montrez que $y$ détermine $r$ quand $\beta \ge -\alpha$. Pour les rayons `r`, de forme `(batch,)`,
    renvoyez la valeur de trois lignes, chacune de forme `(batch,)` :

    - `scale` : le nombre par lequel $z - z_0$ est multiplié pour donner $y - z_0$
    - `rho` : le nouveau rayon $\|y - z_0\|$
    - `drho` : la dérivée de `rho` par rapport à $r$

    Pourquoi le signe de la dernière ligne règle-t-il la question ? Seuls $r \ge 0$ et $\beta \ge -\alpha$ se
    présentent.

    Exemple : `r = [0, 1]`, `alpha = 2`, `beta = -1` donnent `scale = [0.5, 0.6667]`, `rho = [0, 0.6667]` et
    `drho = [0.5, 0.7778]`.
    """,
)
def radial_radius_lines(
    r: Float[Array, " batch"], alpha: float, beta: float
) -> dict[str, Float[Array, " batch"]]:
    """The factor of the displacement, the new radius and its derivative, for each old radius."""
    raise NotImplementedError


@law(
    radial_radius_lines,
    en="`drho` is the slope of your `rho`, by finite differences.",
    fr="`drho` est la pente de votre `rho`, par différences finies.",
)
def slope(f: Function, rng: Rng) -> tuple[Any, Any]:
    r, step = rng.uniform(0.2, 4.0, size=5), 1e-5
    above, below = (np.reshape(f(r + h, 1.3, -0.9)["rho"], 5) for h in (step, -step))
    return f(r, 1.3, -0.9)["drho"], (above - below) / (2 * step)


@law(
    radial_radius_lines,
    en=r"For $r > 0$ the slope is positive, even at $\beta = -\alpha$.",
    fr=r"Pour $r > 0$ la pente est positive, même en $\beta = -\alpha$.",
)
def rho_increases(f: Function, rng: Rng) -> tuple[Any, Any]:
    r = rng.uniform(0.1, 4.0, size=6)
    return np.sign(f(r, 1.5, -1.5)["drho"]), np.ones(6)


@picture(
    radial_radius_lines,
    en=r"Your new radius $\rho$ against $r$ for four values of $\beta$; dashed, the flow that moves nothing.",
    fr=r"""
    Votre nouveau rayon $\rho$ en fonction de $r$ pour quatre valeurs de $\beta$ ; en tirets, le flot qui ne
    déplace rien.
    """,
)
def new_radius(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    r = np.linspace(0, 4, 81)
    axes.plot(r, r, "--", color="0.6", label=r"$\beta = 0$")
    for beta, marker in ((2.0, "^"), (1.0, "s"), (-0.5, "o"), (-1.0, "v")) if f is not None else ():
        rho = np.ravel(f(r, 1.0, beta)["rho"])  # type: ignore[misc]
        label = rf"$\beta = {beta:g}\,\alpha$"
        axes.plot(r, rho, color="black", linewidth=1, marker=marker, markevery=10, markersize=4, label=label)
    axes.set(xlabel=r"$r\,/\,\alpha$", ylabel=r"$\rho\,/\,\alpha$", xlim=(0, 4), ylim=(0, 6))
    axes.legend(loc="upper left")


@part(
    "2.4.3",
    points=1,
    # Radii far below one are what the extreme case is about; the usual floor would hide them.
    atol=1e-15,
    en=r"""
    Now find the radius: for each row of `y`, of shape `(batch, d)`, return the $r \ge 0$ of the point that
    the flow sends there. Here $\beta \ge -\alpha$.

    The relative precision of $r$ counts, also for $\beta = 10^8$ and a `y` near the centre.

    Example: `y = [[3, 4]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` give `[4.589454]`.
    """,
    fr=r"""
    Trouvez maintenant le rayon : pour chaque ligne de `y`, de forme `(batch, d)`, renvoyez le $r \ge 0$ du
    point que le flot y envoie. Ici $\beta \ge -\alpha$.

    C'est la précision relative de $r$ qui compte, aussi pour $\beta = 10^8$ et un `y` proche du centre.

    Exemple : `y = [[3, 4]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` donnent `[4.589454]`.
    """,
)
def radial_radius(
    y: Float[Array, "batch d"], z0: Float[Array, " d"], alpha: float, beta: float
) -> Float[Array, " batch"]:
    """The distance from the centre, before the flow, of each point that is given after it."""
    raise NotImplementedError


@law(
    radial_radius,
    en="Sent through the flow, a point gives back the radius that it had.",
    fr="Envoyé par le flot, un point redonne le rayon qu'il avait.",
)
def radius_comes_back(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, z0 = rng.normal(size=(5, 3)), rng.normal(size=3)
    images = [(_move(z, z0, 1.2, beta), beta) for beta in (0.8, -1.2)]
    return np.stack([f(y, z0, 1.2, beta) for y, beta in images]), np.stack(
        [np.linalg.norm(z - z0, axis=1)] * 2
    )


@speed(
    radial_radius,
    sizes=(125, 500, 2000),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=10,
    gpu=30_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def many_images(rng: Rng, batch: int) -> dict[str, Any]:
    return {"y": rng.normal(size=(batch, 64)), "z0": rng.normal(size=64), "alpha": 1.3, "beta": 0.8}


@part(
    "2.4.4",
    points=0.5,
    en=r"""
    Show that the condition is needed: choose an $\alpha > 0$, a $\beta < -\alpha$, a centre and two different
    points with the same image. Return a dictionary with the numbers `alpha` and `beta` and the arrays `z0`,
    `z` and `z_other`, all three of shape `(d,)` with a $d \le 100$ of your choice.

    The images must agree to $10^{-8}$ times the distance between the two points, and this distance must be at
    least $10^{-3}\,|\alpha + \beta|$. Any such pair is right.
    """,
    fr=r"""
    Montrez que la condition est nécessaire : choisissez un $\alpha > 0$, un $\beta < -\alpha$, un centre et
    deux points distincts de même image. Renvoyez un dictionnaire avec les nombres `alpha` et `beta` et les
    tableaux `z0`, `z` et `z_other`, tous trois de forme `(d,)` avec un $d \le 100$ de votre choix.

    Les images doivent coïncider à $10^{-8}$ fois la distance des deux points près, et cette distance doit
    être d'au moins $10^{-3}\,|\alpha + \beta|$. Toute paire de ce genre est juste.
    """,
)
def radial_collision() -> dict[str, float | Array]:
    """A radial flow that is not injective, and two points with the same image."""
    raise NotImplementedError


@law(
    radial_collision,
    en=r"$\beta$ breaks the condition, and the two points differ.",
    fr=r"$\beta$ viole la condition, et les deux points diffèrent.",
)
def condition_is_broken(f: Function, rng: Rng) -> tuple[Any, Any]:
    answer = f()
    distance = np.linalg.norm(np.subtract(answer["z"], answer["z_other"]))
    alpha, beta = float(answer["alpha"]), float(answer["beta"])
    return [alpha > 0, beta < -alpha, distance >= 1e-3 * abs(alpha + beta)], [True] * 3


@part(
    "2.4.5",
    points=2.5,
    en=r"""
    Invert the flow: for $\beta \ge -\alpha$, return for each row of `y` the point that the flow sends there,
    of shape `(batch, d)`. Knowing $r$, find the direction $u$ from $y$ first. A row of `y` may be the centre
    itself.

    Example: `y = [[3, 4], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` give
    `[[2.753673, 3.671563], [0, 0]]`.
    """,
    fr=r"""
    Inversez le flot : pour $\beta \ge -\alpha$, renvoyez pour chaque ligne de `y` le point que le flot y
    envoie, de forme `(batch, d)`. Connaissant $r$, trouvez d'abord la direction $u$ à partir de $y$. Une
    ligne de `y` peut être le centre lui-même.

    Exemple : `y = [[3, 4], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` donnent
    `[[2.753673, 3.671563], [0, 0]]`.
    """,
)
def radial_flow_inverse(
    y: Float[Array, "batch d"], z0: Float[Array, " d"], alpha: float, beta: float
) -> Float[Array, "batch d"]:
    """The point that the radial flow sends to each row of y."""
    raise NotImplementedError


@law(
    radial_flow_inverse,
    en="The flow sends your points back to where they came from.",
    fr="Le flot renvoie vos points là d'où ils viennent.",
)
def round_trip(f: Function, rng: Rng) -> tuple[Any, Any]:
    y, z0 = 2 * rng.normal(size=(5, 3)), rng.normal(size=3)
    return [_move(np.asarray(f(y, z0, 1.2, beta)), z0, 1.2, beta) for beta in (0.8, -1.2)], [y, y]


@law(
    radial_flow_inverse,
    en="The centre stays where it is.",
    fr="Le centre reste où il est.",
)
def centre_stays(f: Function, rng: Rng) -> tuple[Any, Any]:
    z0 = rng.normal(size=2)
    return f(z0[None], z0, 1.0, 0.5), z0[None]


@speed(
    radial_flow_inverse,
    sizes=(30, 125, 500),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=10,
    gpu=15_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def images_to_move_back(rng: Rng, batch: int) -> dict[str, Any]:
    return {"y": rng.normal(size=(batch, 128)), "z0": rng.normal(size=128), "alpha": 1.3, "beta": 0.8}


@picture(
    radial_flow_inverse,
    en=r"""
    A polar grid after the flow on the left; on the right your inverse of it, over the grid as it was (grey).
    """,
    fr=r"""
    À gauche, une grille polaire après le flot ; à droite, son image par votre inverse, sur la grille
    d'origine (grise).
    """,
)
def grid_and_back(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    centre = np.array([1.0, 0.5])
    _draw_polar_grid(left, lambda z: _move(z, centre, 1.0, 2.0), centre)
    _draw_polar_grid(right, lambda z: z, centre, color="0.7")
    if f is not None:
        _draw_polar_grid(right, lambda z: f(_move(z, centre, 1.0, 2.0), centre, 1.0, 2.0), centre)
    for axes, title in ((left, "$y$"), (right, "$z$")):
        axes.set(xlim=(-3.5, 5.5), ylim=(-4, 5), aspect="equal", title=title)
