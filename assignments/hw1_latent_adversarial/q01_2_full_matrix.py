"""Question 1.2: noise that is sent through a matrix.

Source: sheet 000, question 1.2 (8 points).
Paper: Rezende, Mohamed and Wierstra, "Stochastic Backpropagation and Approximate Inference in Deep Generative
Models", ICML 2014, section 4 (Gaussian noise with a full covariance).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from assignments.hw1_latent_adversarial.q01_reparametrisation import GumbelBase, LaplaceBase, NormalBase
from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(number="1.2", title=Text(en="A full matrix", fr="Une matrice pleine"))


@derivation(
    "1.2.1",
    points=3,
    lines={"z": 0.15, "jacobian": 0.1, "log_abs_det": 0.25, "cov": 0.25, "log_q": 0.25},
    key="log_q",
    en=r"""
    Let $q_0 = \mathcal{N}(0, I_K)$ and $g(z_0) = \mu + S z_0$. Find the density of $g(Z_0)$ with rule (1).
    Return these lines:

    - `z`, of shape `(batch, K)`: the images $g(z_0)$ of the rows of `z0`
    - `jacobian`, of shape `(K, K)`: $\frac{\partial g}{\partial z_0}$, with one row for each coordinate of
      $g$
    - `log_abs_det`, one number: $\log \left| \det \frac{\partial g}{\partial z_0} \right|$
    - `cov`, of shape `(K, K)`: the covariance matrix of $g(Z_0)$
    - `log_q`, of shape `(batch,)`: $\log q$ at the images

    The determinant of `S` may be negative, and it may be too large for a float64.

    Example: `z0 = [[1, 2]]`, `mu = [0, 0]`, `S = [[1, 2], [0, -3]]` give `z = [[5, -6]]` and
    `log_q = [-5.436489]`.
    """,
    fr=r"""
    Soient $q_0 = \mathcal{N}(0, I_K)$ et $g(z_0) = \mu + S z_0$. Trouvez la densité de $g(Z_0)$ avec la
    règle (1). Renvoyez ces lignes :

    - `z`, de forme `(batch, K)` : les images $g(z_0)$ des lignes de `z0`
    - `jacobian`, de forme `(K, K)` : $\frac{\partial g}{\partial z_0}$, avec une ligne par coordonnée de
      $g$
    - `log_abs_det`, un nombre : $\log \left| \det \frac{\partial g}{\partial z_0} \right|$
    - `cov`, de forme `(K, K)` : la matrice de covariance de $g(Z_0)$
    - `log_q`, de forme `(batch,)` : $\log q$ aux images

    Le déterminant de `S` peut être négatif, et il peut être trop grand pour un float64.

    Exemple : `z0 = [[1, 2]]`, `mu = [0, 0]`, `S = [[1, 2], [0, -3]]` donnent `z = [[5, -6]]` et
    `log_q = [-5.436489]`.
    """,
)
def affine_reparametrisation_lines(
    z0: Float[Array, "batch K"], mu: Float[Array, " K"], S: Float[Array, "K K"]
) -> dict[str, Float[Array, " ..."]]:
    """The five lines of the derivation; logarithms in nats."""
    raise NotImplementedError


@example(affine_reparametrisation_lines)
def one_point() -> tuple[dict[str, Any], Any]:
    z0, S = np.array([[1.0, 2.0]]), np.array([[1.0, 2.0], [0.0, -3.0]])
    lines = {"z": np.array([[5.0, -6.0]]), "log_q": np.array([-5.436489])}
    return {"z0": z0, "mu": np.zeros(2), "S": S}, lines


@law(
    affine_reparametrisation_lines,
    en=r"If the covariance of the points `z0` is $I_K$, that of their images is `cov`.",
    fr=r"Si la covariance des points `z0` est $I_K$, celle de leurs images est `cov`.",
)
def covariance_of_images(f: Function, rng: Rng) -> tuple[Any, Any]:
    z0, mu = np.sqrt(3) * np.concatenate([np.eye(3), -np.eye(3)]), rng.normal(size=3)
    lines = f(z0, mu, rng.normal(size=(3, 3)) + np.eye(3))
    return np.cov(np.asarray(lines["z"]), rowvar=False, bias=True), lines["cov"]


@law(
    affine_reparametrisation_lines,
    en="For $K = 1$ and a negative `S`, the area under the density at the images is $1$.",
    fr="Pour $K = 1$ et `S` négative, l'aire sous la densité aux images vaut $1$.",
)
def area_over_images(f: Function, rng: Rng) -> tuple[Any, Any]:
    z0 = np.linspace(-8.0, 8.0, 401)[:, None]
    lines = f(z0, rng.normal(size=1), -rng.uniform(1.5, 2.5, size=(1, 1)))
    z, heights = np.reshape(np.asarray(lines["z"]), 401), np.reshape(np.asarray(lines["log_q"]), 401)
    return np.sum(np.exp(heights)) * abs(z[1] - z[0]), 1.0


@part(
    "1.2.2",
    points=4,
    en=r"""
    Let $Z_0$ have any density $q_0$: return $\log q(z)$ of $Z = \mu + S Z_0$ at each row of `z`. Here,
    too, the determinant may be negative or too large for a float64.

    Example: `z = [[1, 0], [0, 2]]`, `mu = [0, 0]`, `S = [[1, 2], [0, -3]]` give `[-3.466492, -3.976610]`
    for `GumbelBase(0.0, 1.0)`.
    """,
    fr=r"""
    Soit $Z_0$ de densité $q_0$ quelconque : renvoyez $\log q(z)$ pour $Z = \mu + S Z_0$ en chaque ligne de
    `z`. Ici aussi, le déterminant peut être négatif ou trop grand pour un float64.

    Exemple : `z = [[1, 0], [0, 2]]`, `mu = [0, 0]`, `S = [[1, 2], [0, -3]]` donnent
    `[-3.466492, -3.976610]` pour `GumbelBase(0.0, 1.0)`.
    """,
)
def affine_pushforward_log_density(
    z: Float[Array, "batch K"],
    mu: Float[Array, " K"],
    S: Float[Array, "K K"],
    base: NormalBase | LaplaceBase | GumbelBase,
) -> Float[Array, " batch"]:
    """Log-density of mu + S Z0 at each row of z, in nats."""
    raise NotImplementedError


@example(affine_pushforward_log_density)
def gumbel_noise() -> tuple[dict[str, Any], Any]:
    z, S = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0, 2.0], [0.0, -3.0]])
    arguments = {"z": z, "mu": np.zeros(2), "S": S, "base": GumbelBase(0.0, 1.0)}
    return arguments, np.array([-3.466492, -3.976610])


@law(
    affine_pushforward_log_density,
    en="Between two points, $\\log q$ changes as much as $\\log q_0$ does between the points they come from.",
    fr="D'un point à l'autre, $\\log q$ change autant que $\\log q_0$ entre les points d'où ils viennent.",
)
def differences(f: Function, rng: Rng) -> tuple[Any, Any]:
    z0, mu, S = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(3, 3)) + 2 * np.eye(3)
    base = GumbelBase(0.2, 1.3)
    found = f(mu + np.einsum("ij,nj->ni", S, z0), mu, S, base)
    log_q0 = base.log_density(z0)
    return found, np.ravel(np.asarray(found))[0] + log_q0 - log_q0[0]


@law(
    affine_pushforward_log_density,
    en="For $K = 1$ and a negative `S`, the density integrates to $1$.",
    fr="Pour $K = 1$ et `S` négative, la densité a pour intégrale $1$.",
)
def mass_on_the_line(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, S = rng.normal(size=1), -rng.uniform(1.5, 2.5, size=(1, 1))
    z, step = np.linspace(-60.0, 20.0, 801, retstep=True)
    return step * np.sum(np.exp(np.asarray(f(z[:, None], mu, S, GumbelBase(0.5, 1.0))))), 1.0


@picture(
    affine_pushforward_log_density,
    en=r"""
    Draws of $Z = \mu + S Z_0$ (dots), for noise with normal (left) and with Gumbel coordinates (right), and
    the level lines of your density. The number is its integral over the plane.
    """,
    fr=r"""
    Des tirages de $Z = \mu + S Z_0$ (points), pour un bruit à coordonnées normales (à gauche) et de Gumbel
    (à droite), et les lignes de niveau de votre densité. Le nombre est son intégrale sur le plan.
    """,
)
def levels_and_draws(f: Function | None, figure: Any) -> None:
    rng, mu, S = np.random.default_rng(1), np.array([0.5, 0.0]), np.array([[1.0, 0.9], [-0.6, 0.7]])
    grid, step = np.linspace(-9.0, 15.0, 65, retstep=True)
    plane = np.stack(np.meshgrid(grid, grid), axis=2).reshape(-1, 2)
    panels = (
        (NormalBase(0.0, 1.0), rng.normal(size=(200, 2))),
        (GumbelBase(0.0, 1.0), rng.gumbel(size=(200, 2))),
    )
    for axes, (base, z0) in zip(figure.subplots(1, 2), panels, strict=True):
        axes.plot(*(mu + z0 @ S.T).T, ".", color="0.55", markersize=3)
        axes.set(xlabel="$z_1$", ylabel="$z_2$", xlim=(-4, 7), ylim=(-4, 4))
        if f is not None:
            density = np.exp(np.asarray(f(plane, mu, S, base)))
            axes.contour(grid, grid, density.reshape(65, 65), levels=[0.004, 0.02, 0.05], colors="black")
            mass = float(np.sum(density)) * step**2
            axes.set_title(rf"$\int q(z) \, dz = {mass:.3f}$", fontsize="medium")


@derivation(
    "1.2.3",
    points=1,
    lines={"other": 0.7, "factor": 0.3},
    key="other",
    en=r"""
    For normal noise, $q_0 = \mathcal{N}(0, I_K)$, the density of $\mu + S Z_0$ does not determine $S$. Show
    it: for any non-singular `S` return

    - `other`, of shape `(K, K)`: another matrix $S'$, such that $\mu + S' Z_0$ has the same density
    - `factor`, of shape `(K, K)`: the matrix $Q$ with $S' = S Q$

    Every $S'$ with this property is right if one of its entries at least differs from that of $S$ by more
    than $10^{-3} \max_{ij} |S_{ij}|$. It must exist for every `S`: for a single number, a triangular, a
    symmetric and an orthogonal matrix, too. Before you go on: what do all possible $Q$ have in common?

    Example: for `S = [[2]]` there is only `other = [[-2]]`, with `factor = [[-1]]`.
    """,
    fr=r"""
    Pour un bruit normal, $q_0 = \mathcal{N}(0, I_K)$, la densité de $\mu + S Z_0$ ne détermine pas $S$.
    Montrez-le : pour toute matrice inversible `S`, renvoyez

    - `other`, de forme `(K, K)` : une autre matrice $S'$, telle que $\mu + S' Z_0$ ait la même densité
    - `factor`, de forme `(K, K)` : la matrice $Q$ telle que $S' = S Q$

    Toute $S'$ qui a cette propriété est juste si l'un au moins de ses coefficients diffère de celui de $S$
    de plus de $10^{-3} \max_{ij} |S_{ij}|$. Il en faut une pour toute `S` : aussi pour un seul nombre, une
    matrice triangulaire, symétrique ou orthogonale. Avant de continuer : qu'ont en commun toutes les $Q$
    possibles ?

    Exemple : pour `S = [[2]]`, il n'y a que `other = [[-2]]`, avec `factor = [[-1]]`.
    """,
)
def same_density_witness(S: Float[Array, "K K"]) -> dict[str, Float[Array, "K K"]]:
    """Another matrix with which normal noise has the same density, and what S is multiplied by to get it."""
    raise NotImplementedError


@example(same_density_witness)
def single_number() -> tuple[dict[str, Any], Any]:
    return {"S": np.array([[2.0]])}, {"other": np.array([[-2.0]]), "factor": np.array([[-1.0]])}


@law(
    same_density_witness,
    en="The two normal densities agree at any point.",
    fr="Les deux densités normales coïncident en tout point.",
)
def equal_densities(f: Function, rng: Rng) -> tuple[Any, Any]:
    S, z = rng.normal(scale=0.3, size=(3, 3)) + np.diag([1.0, 2.0, 3.0]), rng.normal(size=(3, 5))
    other = np.reshape(np.asarray(f(S)["other"]), (3, 3))
    return tuple(
        0.5 * np.sum(np.linalg.solve(matrix, z) ** 2, axis=0) + np.linalg.slogdet(matrix)[1]
        for matrix in (other, S)
    )


@law(
    same_density_witness,
    en="`S` times `factor` is `other`.",
    fr="`S` fois `factor` est `other`.",
)
def product(f: Function, rng: Rng) -> tuple[Any, Any]:
    S = rng.normal(size=(3, 3)) + np.eye(3)
    lines = f(S)
    return S @ np.asarray(lines["factor"]), lines["other"]


@picture(
    same_density_witness,
    en=r"""
    A circle and its two axes, sent through $S$ (left) and through your $S'$ (right); dashed: the ellipse of
    $S$. The density sees the ellipse only. Does it stay, and do the axes move?
    """,
    fr=r"""
    Un cercle et ses deux axes, envoyés par $S$ (à gauche) et par votre $S'$ (à droite) ; tirets : l'ellipse
    de $S$. La densité ne voit que l'ellipse. Reste-t-elle, et les axes bougent-ils ?
    """,
)
def ellipse_and_axes(f: Function | None, figure: Any) -> None:
    S, angle = np.array([[1.8, 1.2], [-0.4, 0.9]]), np.linspace(0.0, 2 * np.pi, 121)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    matrices = [S] if f is None else [S, np.asarray(f(S)["other"])]
    for place, axes in enumerate(figure.subplots(1, 2)):
        axes.plot(*(S @ circle), "k--")
        axes.set(xlabel="$z_1$", ylabel="$z_2$", xlim=(-2.9, 2.9), ylim=(-2.3, 2.3), aspect="equal")
        for matrix in matrices[place : place + 1]:
            axes.plot(*(matrix @ circle), color="tab:blue", linewidth=4, alpha=0.5)
            for column, marker in zip(matrix.T, "os", strict=True):
                axes.plot(*np.stack([np.zeros(2), column]).T, "k-", marker=marker, markevery=[1])
