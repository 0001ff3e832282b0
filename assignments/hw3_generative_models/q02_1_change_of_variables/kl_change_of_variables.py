"""Part 2.1.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from assignments.hw3_generative_models.q02_normalizing_flows import (
    AffineFlow,
    CurvedFlow,
    Mixture,
    Normal,
    Quartic,
    SinhArcsinhFlow,
)
from autograder.question import Function, Rng, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker


@derivation(
    "2.1.2",
    points=2,
    lines={
        "x": 0.5,
        "integrand_x": 1.5,
        "substituted": 2.0,
        "log_pullback": 1.5,
        "integrand_u": 1.5,
        "kl": 1.0,
    },
    key="substituted",
    en=r"""
    Prove that $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}] = D_{\mathrm{KL}}[P_{F^{-1}(X)} \,\|\, P_U]$. Each line
    of the proof is evaluated at the same latent points, the rows $u_i$ of `u`. Return a dictionary with
    these lines:

    - `x`, of shape `(n, d)`: the data points $x_i$ which the $u_i$ are mapped to
    - `integrand_x`, of shape `(n,)`: $p_X(x) \log \frac{p_X(x)}{p_{F(U)}(x)}$ at $x_i$, which the left-hand
      side integrates over $x$
    - `substituted`, of shape `(n,)`: what has to be integrated over $u$ after the substitution $x = F(u)$,
      at $u_i$
    - `log_pullback`, of shape `(n,)`: $\log p_{F^{-1}(X)}(u_i)$
    - `integrand_u`, of shape `(n,)`: $p_{F^{-1}(X)}(u) \log \frac{p_{F^{-1}(X)}(u)}{p_U(u)}$ at $u_i$
    - `kl`, one number: the right-hand side, with $\int g(u) \, du$ replaced by $\sum_i w_i \, g(u_i)$, $w$
      being `weights`

    Evaluate each line as it stands: the densities may be unnormalised, and the weights may be any numbers.
    Where $p_X$ is too small for a float64, an integrand is $0$; where the density that it is divided by is,
    it stays finite.

    Example: for $F(u) = 2u$ and standard normals $P_X$ and $P_U$, `u = [[0], [1]]` with the weights
    `[1, 1]` gives `integrand_x = [0.276526, -0.043563]` and `kl = 0.465926`.
    """,
    fr=r"""
    Démontrez que $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}] = D_{\mathrm{KL}}[P_{F^{-1}(X)} \,\|\, P_U]$. Chaque
    ligne de la preuve est évaluée aux mêmes points latents, les lignes $u_i$ de `u`. Renvoyez un
    dictionnaire avec ces lignes :

    - `x`, de forme `(n, d)` : les points $x_i$ des données sur lesquels les $u_i$ sont envoyés
    - `integrand_x`, de forme `(n,)` : $p_X(x) \log \frac{p_X(x)}{p_{F(U)}(x)}$ en $x_i$, que le membre de
      gauche intègre sur $x$
    - `substituted`, de forme `(n,)` : ce qu'il faut intégrer sur $u$ après la substitution $x = F(u)$, en
      $u_i$
    - `log_pullback`, de forme `(n,)` : $\log p_{F^{-1}(X)}(u_i)$
    - `integrand_u`, de forme `(n,)` : $p_{F^{-1}(X)}(u) \log \frac{p_{F^{-1}(X)}(u)}{p_U(u)}$ en $u_i$
    - `kl`, un nombre : le membre de droite, où $\int g(u) \, du$ est remplacée par $\sum_i w_i \, g(u_i)$,
      $w$ étant `weights`

    Évaluez chaque ligne telle quelle : les densités peuvent ne pas être normalisées, et les poids sont des
    nombres quelconques. Là où $p_X$ est trop petite pour un float64, un intégrande vaut $0$ ; là où
    l'est la densité par laquelle elle est divisée, il reste fini.

    Exemple : pour $F(u) = 2u$ et des normales centrées réduites $P_X$ et $P_U$, `u = [[0], [1]]` avec les
    poids `[1, 1]` donne `integrand_x = [0.276526, -0.043563]` et `kl = 0.465926`.
    """,
)
def kl_change_of_variables(
    flow: AffineFlow | SinhArcsinhFlow | CurvedFlow,
    data: Normal | Mixture | Quartic,
    base: Normal | Mixture | Quartic,
    u: Float[Array, "n d"],
    weights: Float[Array, " n"],
) -> dict[str, Float[Array, " ..."]]:
    """The six lines of the proof at the latent points u; logarithms and divergence in nats."""
    raise NotImplementedError


@example(kl_change_of_variables)
def two_latent_points() -> tuple[dict[str, Any], Any]:
    flow, normal = AffineFlow(np.array([[2.0]]), np.zeros(1)), Normal(np.zeros(1), np.eye(1))
    points = {"u": np.array([[0.0], [1.0]]), "weights": np.ones(2)}
    lines = {"integrand_x": np.array([0.276526, -0.043563]), "kl": 0.465926}
    return {"flow": flow, "data": normal, "base": normal, **points}, lines


@law(
    kl_change_of_variables,
    en="The integrand after the substitution is that of the right-hand side, at every point.",
    fr="L'intégrande après la substitution est celui du membre de droite, en tout point.",
)
def pointwise(f: Function, rng: Rng) -> tuple[Any, Any]:
    flow, u = CurvedFlow(1.5, 0.4), rng.normal(size=(6, 2))
    lines = f(flow, Normal(np.ones(2), 3 * np.eye(2)), Normal(np.zeros(2), np.eye(2)), u, np.ones(6))
    return lines["substituted"], lines["integrand_u"]


@law(
    kl_change_of_variables,
    en="The area under `integrand_x` over the data axis is `kl`.",
    fr="L'aire sous `integrand_x` au-dessus de l'axe des données est `kl`.",
)
def equal_areas(f: Function, rng: Rng) -> tuple[Any, Any]:
    flow = AffineFlow(np.array([[-1.7]]), rng.normal(size=1))
    data = Mixture(np.array([0.3, 0.7]), np.array([-2.0, 1.0]), np.array([0.5, 0.8]))
    u, step = np.linspace(-9.0, 9.0, 181, retstep=True)
    lines = f(flow, data, Normal(np.zeros(1), np.eye(1)), u[:, None], np.full(181, step))
    x, heights = np.ravel(np.asarray(lines["x"])), np.asarray(lines["integrand_x"])
    return np.sum(heights) * abs(x[1] - x[0]), lines["kl"]


@picture(
    kl_change_of_variables,
    en=r"""
    The data space (left) and the latent space (right). Solid: the density of the data, $p_X$ and (yours)
    $p_{F^{-1}(X)}$. Dashed: the base $p_U$. Hatched: your integrands `integrand_x` and `integrand_u`; the
    number is the area.
    """,
    fr=r"""
    L'espace des données (à gauche) et l'espace latent (à droite). Trait plein : la densité des données,
    $p_X$ et (la vôtre) $p_{F^{-1}(X)}$. Tirets : la loi de base $p_U$. Hachures : vos intégrandes
    `integrand_x` et `integrand_u` ; le nombre est l'aire.
    """,
)
def integrands(f: Function | None, figure: Any) -> None:
    flow, base = SinhArcsinhFlow(1.3, 0.5), Normal(np.zeros(1), np.eye(1))
    data = Mixture(np.array([0.4, 0.6]), np.array([-1.5, 2.5]), np.array([0.7, 1.0]))
    u, step = np.linspace(-4.5, 4.5, 361, retstep=True)
    x = flow.forward(u[:, None])[:, 0]
    left, right = figure.subplots(1, 2)
    left.plot(x, np.exp(data.log_density(x[:, None])), "k-", label="$p_X$")
    right.plot(u, np.exp(base.log_density(u[:, None])), "k--", label="$p_U$")
    if f is not None:
        found = f(flow, data, base, u[:, None], np.full(361, step))
        lines = {name: np.asarray(values) for name, values in found.items()}
        right.plot(u, np.exp(lines["log_pullback"]), "k-", label="$p_{F^{-1}(X)}$")
        area = float(np.sum(lines["integrand_x"] * np.gradient(x)))
        shown = ((left, x, "integrand_x", area), (right, u, "integrand_u", float(lines["kl"])))
        for axes, points, line, size in shown:
            axes.fill_between(points, lines[line], hatch="///", facecolor="none", edgecolor="tab:blue")
            axes.set_title(rf"$\int = {size:.3f}$", fontsize="medium")
    for axes, limits, name in ((left, (-5, 6), "$x$"), (right, (-3, 3), "$u$")):
        axes.axhline(0.0, color="grey", linewidth=0.8)
        axes.set(xlim=limits, xlabel=name)
        axes.legend(loc="upper left")
