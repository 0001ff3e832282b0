"""Part 6.2.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q06_2_mean_field_or_flow import grid_of_densities
from autograder.question import Function, Rng, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "6.2.1",
    points=1.5,
    lines={"mean": 0.2, "variance": 0.5, "gap": 0.3},
    key="variance",
    en=r"""
    The posterior of one example is $p(z \mid x) = \mathcal{N}(\mu, \Sigma)$, with `mu` of shape `(D,)` and a
    positive definite `Sigma` of shape `(D, D)`. Find the best mean field
    $q = \prod_j \mathcal{N}(m_j, s_j^2)$, the one that minimises the divergence in the gap of the ELBO.
    Return

    - `mean`, shape `(D,)`: $m$
    - `variance`, shape `(D,)`: the variances $s_j^2$
    - `gap`, a number: the gap that the best mean field leaves

    Example: `mu = [0, 0]`, `Sigma = [[1, 0.8], [0.8, 1]]` leave `gap = 0.510826`.
    """,
    fr=r"""
    Le postérieur d'un exemple est $p(z \mid x) = \mathcal{N}(\mu, \Sigma)$, avec `mu` de forme `(D,)` et
    `Sigma` définie positive, de forme `(D, D)`. Trouvez le meilleur champ moyen
    $q = \prod_j \mathcal{N}(m_j, s_j^2)$, celui qui minimise la divergence dans l'écart de l'ELBO. Renvoyez

    - `mean`, forme `(D,)` : $m$
    - `variance`, forme `(D,)` : les variances $s_j^2$
    - `gap`, un nombre : l'écart que laisse le meilleur champ moyen

    Exemple : `mu = [0, 0]`, `Sigma = [[1, 0.8], [0.8, 1]]` laissent `gap = 0.510826`.
    """,
)
def best_mean_field(mu: Float[Array, " D"], Sigma: Float[Array, "D D"]) -> dict[str, float | Array]:
    """Mean and variances of the best factorised Gaussian, and the gap that it leaves, in nats."""
    raise NotImplementedError


@example(best_mean_field)
def gap_of_two_variables() -> tuple[dict[str, Any], Any]:
    return {"mu": np.zeros(2), "Sigma": np.array([[1.0, 0.8], [0.8, 1.0]])}, {"gap": 0.510826}


@law(
    best_mean_field,
    en=r"Measuring $z_j$ in another unit changes $m_j$ and $s_j^2$ accordingly, and not the gap.",
    fr=r"Mesurer $z_j$ dans une autre unité change $m_j$ et $s_j^2$ en conséquence, et non l'écart.",
)
def other_units(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, factor, units = rng.normal(size=3), rng.normal(size=(3, 3)), np.array([0.5, 2.0, 3.0])
    Sigma = factor @ factor.T + 0.2 * np.eye(3)
    before, after = f(mu, Sigma), f(mu * units, Sigma * np.outer(units, units))
    mean, variance = (np.reshape(before[name], 3) for name in ("mean", "variance"))
    expected = [mean * units, variance * units**2, before["gap"]]
    return [after["mean"], after["variance"], after["gap"]], expected


@law(
    best_mean_field,
    en="Two independent groups of latent variables: their gaps add up.",
    fr="Deux groupes indépendants de variables latentes : leurs écarts s'ajoutent.",
)
def independent_groups(f: Function, rng: Rng) -> tuple[Any, Any]:
    first, second = np.array([[1.0, 0.6], [0.6, 2.0]]), np.array([[3.0, -1.0], [-1.0, 0.5]])
    Sigma = np.zeros((4, 4))
    Sigma[:2, :2], Sigma[2:, 2:] = first, second
    both = f(np.zeros(4), Sigma)["gap"]
    return both, f(np.zeros(2), first)["gap"] + f(np.zeros(2), second)["gap"]


@picture(
    best_mean_field,
    en=r"""
    Left: levels of a correlated posterior (grey) and the ellipse of one standard deviation of your mean
    field. Right: your gap for two variables of correlation $\rho$.
    """,
    fr=r"""
    À gauche : niveaux d'un postérieur corrélé (gris) et l'ellipse d'un écart-type de votre champ moyen. À
    droite : votre écart pour deux variables de corrélation $\rho$.
    """,
)
def ellipse_and_gap(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    mu, Sigma, side = np.array([0.2, 0.0]), np.array([[1.0, 0.8], [0.8, 1.0]]), np.linspace(-2.8, 2.8, 81)
    left.contour(side, side, grid_of_densities(mu, Sigma, side), levels=np.exp([-2.0, -0.5]), colors="0.6")
    left.set(xlabel="$z_1$", ylabel="$z_2$", aspect="equal")
    right.set(xlabel=r"$\rho$", ylabel=r"$\mathrm{KL}$", xlim=(-1, 1), ylim=(-0.5, 2.2))
    right.axhline(0.0, color="0.6", linewidth=0.8)
    if f is None:
        return
    fitted, turn = f(mu, Sigma), np.linspace(0, 2 * np.pi, 100)
    (first, second), (m1, m2) = np.sqrt(np.ravel(fitted["variance"])), np.ravel(fitted["mean"])
    left.plot(m1 + first * np.cos(turn), m2 + second * np.sin(turn), color="black")
    correlations = np.linspace(-0.98, 0.98, 29)
    gaps = [float(f(np.zeros(2), np.array([[1.0, rho], [rho, 1.0]]))["gap"]) for rho in correlations]
    right.plot(correlations, gaps, "k.-")
