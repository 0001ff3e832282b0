"""Question 2.1: one divergence in two spaces.

Source: sheet 003, question 2 (10 points).
Paper: Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and Inference", JMLR 2021: eq. 2
(the density of a flow) and sections 2.3.1 to 2.3.3 (the forward and the reverse divergence, in both spaces).
"""

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
from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="2.1", title=Text(en="One divergence in two spaces", fr="Une divergence dans deux espaces")
)


@part(
    "2.1.1",
    points=1,
    rtol=1e-5,  # a Jacobian by finite differences is a right answer
    atol=1e-6,
    en=r"""
    Return $\log p_{F(U)}(x)$ for each row of `x`. The density may be too small for a float64 even where its
    logarithm is harmless.

    Example: `AffineFlow(np.array([[2.0]]), np.array([1.0]))` is $F(u) = 2u + 1$. With the base
    `Normal(np.zeros(1), np.eye(1))`, `x = [[1], [3]]` gives `[-1.612086, -2.112086]`.
    """,
    fr=r"""
    Renvoyez $\log p_{F(U)}(x)$ pour chaque ligne de `x`. La densité peut être trop petite pour un float64
    même là où son logarithme est inoffensif.

    Exemple : `AffineFlow(np.array([[2.0]]), np.array([1.0]))` est $F(u) = 2u + 1$. Avec la loi de base
    `Normal(np.zeros(1), np.eye(1))`, `x = [[1], [3]]` donne `[-1.612086, -2.112086]`.
    """,
)
def pushforward_log_density(
    x: Float[Array, "n d"], flow: AffineFlow | SinhArcsinhFlow | CurvedFlow, base: Normal | Mixture | Quartic
) -> Float[Array, " n"]:
    """Log-density of F(U) at each row of x, in nats."""
    raise NotImplementedError


@law(
    pushforward_log_density,
    en="The density of $F(U)$ integrates to $1$ over the data space.",
    fr="La densité de $F(U)$ a pour intégrale $1$ sur l'espace des données.",
)
def total_mass(f: Function, rng: Rng) -> tuple[Any, Any]:
    flow = SinhArcsinhFlow(rng.uniform(0.6, 0.8), rng.uniform(0.2, 0.6))
    x, step = np.linspace(-15.0, 15.0, 3001, retstep=True)
    log_density = np.asarray(f(x[:, None], flow, Normal(np.zeros(1), np.eye(1))))
    return step * np.sum(np.exp(log_density)), 1.0


@law(
    pushforward_log_density,
    en="Each row is treated by itself: alone in a batch, it gives what it gives among others.",
    fr="Chaque ligne est traitée à part : seule dans un lot, elle donne ce qu'elle donne parmi d'autres.",
)
def rows_apart(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, flow, base = rng.normal(size=(4, 2)), CurvedFlow(1.5, 0.3), Normal(np.zeros(2), np.eye(2))
    return f(x[2:3], flow, base), f(x, flow, base)[2:3]


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
    Where $p_X$ is too small for a float64, an integrand is $0$.

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
    nombres quelconques. Là où $p_X$ est trop petite pour un float64, un intégrande vaut $0$.

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
    u, step = np.linspace(-9.0, 9.0, 601, retstep=True)
    lines = f(flow, data, Normal(np.zeros(1), np.eye(1)), u[:, None], np.full(601, step))
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


@part(
    "2.1.3",
    points=1.25,
    en=r"""
    In one dimension let $P_X = \mathcal{N}(m, s^2)$, $P_U = \mathcal{N}(0, 1)$ and $F(u) = a u + b$. Here
    $s > 0$ is a standard deviation, and $a \neq 0$ may be negative. Return two closed forms, each worked
    out in its own space: `kl_x` is $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$, `kl_u` is
    $D_{\mathrm{KL}}[P_{F^{-1}(X)} \,\|\, P_U]$.

    Example: `m = 1, s = 0.5, a = 2, b = 0` gives `(1.042544, 1.042544)`.
    """,
    fr=r"""
    En dimension un, soient $P_X = \mathcal{N}(m, s^2)$, $P_U = \mathcal{N}(0, 1)$ et $F(u) = a u + b$. Ici,
    $s > 0$ est un écart-type, et $a \neq 0$ peut être négatif. Renvoyez deux formes closes, chacune établie
    dans son espace : `kl_x` est $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$, `kl_u` est
    $D_{\mathrm{KL}}[P_{F^{-1}(X)} \,\|\, P_U]$.

    Exemple : `m = 1, s = 0.5, a = 2, b = 0` donne `(1.042544, 1.042544)`.
    """,
)
def affine_flow_kl(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    """The pair (kl_x, kl_u): the divergence in the data space and in the latent space, in nats."""
    raise NotImplementedError


@law(
    affine_flow_kl,
    en="The two values agree: this is what 2.1.2 proves.",
    fr="Les deux valeurs coïncident : c'est ce que démontre 2.1.2.",
)
def same_in_both_spaces(f: Function, rng: Rng) -> tuple[Any, Any]:
    pairs = [f(rng.normal(), rng.uniform(0.5, 2.0), sign * rng.uniform(0.5, 2.0), 0.7) for sign in (1, -1)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


@law(
    affine_flow_kl,
    en="A flow that reproduces the data exactly is at divergence $0$.",
    fr="Un flot qui reproduit exactement les données est à une divergence de $0$.",
)
def zero_at_match(f: Function, rng: Rng) -> tuple[Any, Any]:
    scale, shift = rng.uniform(0.5, 2.0), rng.normal()
    return f(shift, scale, -scale, shift), (0.0, 0.0)


@part(
    "2.1.4",
    points=0.75,
    en=r"""
    A map that sends several values to the same label is not invertible. Give one example in which it makes
    the divergence smaller: distributions `p` and `q` over $n$ atoms ($2 \leq n \leq 1000$), two arrays of
    shape `(n,)` of positive numbers that sum to $1$, and an integer array `labels` of shape `(n,)`, where
    atom $i$ goes to `labels[i]`. With $P'$ and $Q'$ the distributions of the label,

    $$D_{\mathrm{KL}}[P' \,\|\, Q'] \leq D_{\mathrm{KL}}[P \,\|\, Q] - 0.1$$

    in nats. Return `(p, q, labels)`. Every example with this property is right.
    """,
    fr=r"""
    Une application qui envoie plusieurs valeurs sur la même étiquette n'est pas inversible. Donnez un
    exemple où elle diminue la divergence : des lois `p` et `q` sur $n$ atomes ($2 \leq n \leq 1000$), deux
    tableaux de forme `(n,)` de nombres strictement positifs de somme $1$, et un tableau d'entiers `labels`
    de forme `(n,)`, où l'atome $i$ va sur `labels[i]`. Avec $P'$ et $Q'$ les lois de l'étiquette,

    $$D_{\mathrm{KL}}[P' \,\|\, Q'] \leq D_{\mathrm{KL}}[P \,\|\, Q] - 0.1$$

    en nats. Renvoyez `(p, q, labels)`. Tout exemple qui a cette propriété est juste.
    """,
)
def lossy_map_witness() -> tuple[Float[Array, " n"], Float[Array, " n"], Int[Array, " n"]]:
    """Two distributions over n atoms, and the label of each atom: (p, q, labels)."""
    raise NotImplementedError


@law(
    lossy_map_witness,
    en="`p` and `q` each sum to $1$.",
    fr="`p` et `q` ont chacun pour somme $1$.",
)
def sums(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q, _ = f()
    return (np.sum(np.asarray(p)), np.sum(np.asarray(q))), (1.0, 1.0)


@picture(
    lossy_map_witness,
    en=r"""
    Your $P$ (filled) and $Q$ (hatched) over the atoms, and $P'$ and $Q'$ over the labels; above, the
    divergence in nats. How much is lost from left to right?
    """,
    fr=r"""
    Vos lois $P$ (plein) et $Q$ (hachures) sur les atomes, et $P'$ et $Q'$ sur les étiquettes ; au-dessus,
    la divergence en nats. Combien en perd-on de gauche à droite ?
    """,
)
def before_and_after(f: Function | None, figure: Any) -> None:
    panels = figure.subplots(1, 2, sharey=True)
    panels[0].set(xlabel="$i$", ylim=(0, 1.3), xticks=[])
    panels[1].set(xlabel="labels[$i$]", xticks=[])
    if f is None:
        return
    p, q, labels = (np.asarray(array) for array in f())
    names, place = np.unique(labels, return_inverse=True)
    merged = np.bincount(place, p), np.bincount(place, q)
    for axes, ticks, (first, second), prime in (
        (panels[0], np.arange(len(p)), (p, q), ""),
        (panels[1], names, merged, "'"),
    ):
        spots = np.arange(len(ticks))
        axes.bar(spots - 0.2, first, 0.4, color="0.4", label=f"$P{prime}$")
        axes.bar(spots + 0.2, second, 0.4, color="white", edgecolor="black", hatch="///", label=f"$Q{prime}$")
        kl = float(np.sum(first * np.log(first / second)))
        axes.set_title(rf"$D_{{\mathrm{{KL}}}}[P{prime} \,\|\, Q{prime}] = {kl:.3f}$", fontsize="medium")
        if len(ticks) <= 12:
            axes.set_xticks(spots, ticks)
        axes.legend(loc="upper right", ncols=2)
