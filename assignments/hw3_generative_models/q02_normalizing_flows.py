"""Question 2: divergences between a normalizing flow and the data, in both spaces and in both directions.

Source: sheet 003, question 2 (10 points).
Paper: Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and Inference", JMLR 2021: eq. 2
(the density of a flow) and sections 2.3.1 to 2.3.3 (the forward and the reverse divergence, in both spaces).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="2",
    title=Text(en="Normalizing flows", fr="Flots normalisants"),
    text=Text(
        en=r"""
        A flow is an invertible, differentiable map $F$ from the latent space to the data space. Pushing the
        base $U \sim P_U$ forward gives the model $P_{F(U)}$ of the data $X \sim P_X$; pulling the data back
        gives $P_{F^{-1}(X)}$ in the latent space. $J_F(u)$ is the matrix of partial derivatives of $F$ at
        $u$.

        A batch is an array of shape `(n, d)` with one point in each row. The objects that your functions
        receive take and give numpy arrays:

        - `flow.forward(u)` is $F(u)$, `flow.inverse(x)` is $F^{-1}(x)$, both of shape `(n, d)`;
          `flow.log_det(u)` is $\log |\det J_F(u)|$, of shape `(n,)`;
        - `base.log_density(u)` is $\log p_U(u)$ and `data.log_density(x)` is $\log p_X(x)$, of shape
          `(n,)`, in nats.

        The flows are `AffineFlow`, `SinhArcsinhFlow` and `CurvedFlow`, the densities `Normal`, `Mixture`
        and `Quartic`, which leaves out its normalising constant. Hidden cases use all of them: the base is
        not always a standard normal.
        """,
        fr=r"""
        Un flot est une application inversible et dérivable $F$ de l'espace latent vers l'espace des
        données. Pousser la loi de base $U \sim P_U$ en avant donne le modèle $P_{F(U)}$ des données
        $X \sim P_X$ ; ramener les données en arrière donne $P_{F^{-1}(X)}$ dans l'espace latent. $J_F(u)$
        est la matrice des dérivées partielles de $F$ en $u$.

        Un lot est un tableau de forme `(n, d)`, avec un point par ligne. Les objets que vos fonctions
        reçoivent prennent et rendent des tableaux numpy :

        - `flow.forward(u)` est $F(u)$, `flow.inverse(x)` est $F^{-1}(x)$, tous deux de forme `(n, d)` ;
          `flow.log_det(u)` est $\log |\det J_F(u)|$, de forme `(n,)` ;
        - `base.log_density(u)` est $\log p_U(u)$ et `data.log_density(x)` est $\log p_X(x)$, de forme
          `(n,)`, en nats.

        Les flots sont `AffineFlow`, `SinhArcsinhFlow` et `CurvedFlow`, les densités `Normal`, `Mixture` et
        `Quartic`, qui omet sa constante de normalisation. Les cas cachés les emploient tous : la loi de
        base n'est pas toujours une normale centrée réduite.
        """,
    ),
    erratum=Text(
        en=r"""
        Where a Jacobian stands under a logarithm, the absolute value of its *determinant* is meant; the
        source drops the determinant in places. And only for *invertible* maps is it sure that a divergence
        survives a change of variables; 2.1.4 asks what may happen otherwise.
        """,
        fr=r"""
        Quand une jacobienne figure sous un logarithme, il s'agit de la valeur absolue de son
        *déterminant* ; la source omet par endroits le déterminant. Et ce n'est que pour une application
        *inversible* qu'une divergence est sûre de résister à un changement de variables ; 2.1.4 demande ce
        qui peut arriver sinon.
        """,
    ),
)


@dataclass(frozen=True)
class AffineFlow:
    """F(u) = A u + b: `matrix` is A, of shape (d, d) and invertible, `shift` is b, of shape (d,)."""

    matrix: Array
    shift: Array

    def forward(self, u: Array) -> Array:
        """F(u), of shape (n, d)."""
        return u @ self.matrix.T + self.shift

    def inverse(self, x: Array) -> Array:
        """The latent points that F maps to x, of shape (n, d)."""
        return np.linalg.solve(self.matrix, (x - self.shift).T).T

    def log_det(self, u: Array) -> Array:
        """Log of the absolute Jacobian determinant of F at each row of u, of shape (n,)."""
        return np.full(len(u), np.linalg.slogdet(self.matrix)[1])


@dataclass(frozen=True)
class SinhArcsinhFlow:
    """F(u) = sinh(tail * arcsinh(u) + skew) in each coordinate, for a positive `tail`."""

    tail: float
    skew: float

    def forward(self, u: Array) -> Array:
        """F(u), of shape (n, d)."""
        return np.sinh(self.tail * np.arcsinh(u) + self.skew)

    def inverse(self, x: Array) -> Array:
        """The latent points that F maps to x, of shape (n, d)."""
        return np.sinh((np.arcsinh(x) - self.skew) / self.tail)

    def log_det(self, u: Array) -> Array:
        """Log of the absolute Jacobian determinant of F at each row of u, of shape (n,)."""
        slope = self.tail * np.cosh(self.tail * np.arcsinh(u) + self.skew) / np.hypot(1.0, u)
        return np.sum(np.log(slope), axis=1)


@dataclass(frozen=True)
class CurvedFlow:
    """F(u) = (scale * u1, exp(twist * u1) * u2 + u1**2) in two dimensions, for a positive `scale`."""

    scale: float
    twist: float

    def forward(self, u: Array) -> Array:
        """F(u), of shape (n, 2)."""
        return np.stack([self.scale * u[:, 0], np.exp(self.twist * u[:, 0]) * u[:, 1] + u[:, 0] ** 2], axis=1)

    def inverse(self, x: Array) -> Array:
        """The latent points that F maps to x, of shape (n, 2)."""
        first = x[:, 0] / self.scale
        return np.stack([first, (x[:, 1] - first**2) * np.exp(-self.twist * first)], axis=1)

    def log_det(self, u: Array) -> Array:
        """Log of the absolute Jacobian determinant of F at each row of u, of shape (n,)."""
        return np.log(self.scale) + self.twist * u[:, 0]


@dataclass(frozen=True)
class Normal:
    """A normal density: `mean` has shape (d,), `covariance` has shape (d, d)."""

    mean: Array
    covariance: Array

    def log_density(self, x: Array) -> Array:
        """Log-density of each row of x, of shape (n,)."""
        centred = x - self.mean
        distance = np.sum(centred * np.linalg.solve(self.covariance, centred.T).T, axis=1)
        return -0.5 * (distance + np.linalg.slogdet(2 * np.pi * self.covariance)[1])


@dataclass(frozen=True)
class Mixture:
    """A mixture of normals in one dimension; its fields have shape (K,), `scales` are standard deviations."""

    weights: Array
    means: Array
    scales: Array

    def log_density(self, x: Array) -> Array:
        """Log-density of each row of x, which has shape (n, 1); the result has shape (n,)."""
        peaks = np.log(self.weights / self.scales) - 0.5 * np.log(2 * np.pi)
        return np.logaddexp.reduce(peaks - 0.5 * ((x - self.means) / self.scales) ** 2, axis=1)


@dataclass(frozen=True)
class Quartic:
    """The density exp(-sum((x / scale)**4)), up to its normalising constant, which is left out."""

    scale: float

    def log_density(self, x: Array) -> Array:
        """Log of the unnormalised density of each row of x, of shape (n,)."""
        return -np.sum((x / self.scale) ** 4, axis=1)


@dataclass(frozen=True)
class LinearScore:
    """`score(x)`, the derivative of the log-density, for a normal with this mean and variance."""

    mean: float
    variance: float

    def __call__(self, x: Array) -> Array:
        return -(x - self.mean) / self.variance


@dataclass(frozen=True)
class CubicScore:
    """`score(x)`, the derivative of the log-density, for `Quartic(scale)` in one dimension."""

    scale: float

    def __call__(self, x: Array) -> Array:
        return -4 * x**3 / self.scale**4


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


@part(
    "2.2.1",
    points=0.75,
    en=r"""
    The flow is fitted by gradient descent on an estimate of $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$
    (`"forward"`) or of $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$ (`"reverse"`). An estimate is a plain average
    over samples, without importance weights or Markov chains, and may lack a constant that does not depend
    on $F$. $F$ can be evaluated, inverted and differentiated; $P_U$ can be sampled and evaluated.

    `have_samples` says whether samples of $P_X$ are at hand, `can_evaluate` whether $\log p_X$ and its
    gradient can be computed at any point. Return the set of the divergences that can be used, in all four
    situations; the empty set is `set()`.
    """,
    fr=r"""
    On ajuste le flot par descente de gradient sur une estimation de $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$
    (`"forward"`) ou de $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$ (`"reverse"`). Une estimation est une simple
    moyenne sur des échantillons, sans poids d'importance ni chaîne de Markov, et peut omettre une constante
    qui ne dépend pas de $F$. On sait évaluer, inverser et dériver $F$, échantillonner et évaluer $P_U$.

    `have_samples` dit si l'on dispose d'échantillons de $P_X$, `can_evaluate` si l'on peut calculer
    $\log p_X$ et son gradient en tout point. Renvoyez l'ensemble des divergences utilisables, dans les
    quatre situations ; l'ensemble vide est `set()`.
    """,
)
def usable_divergences(have_samples: bool, can_evaluate: bool) -> set[str]:
    """The names of the divergences that can be estimated: a subset of {"forward", "reverse"}."""
    raise NotImplementedError


@law(
    usable_divergences,
    en="With both abilities, what either of them alone allows is allowed, and nothing else.",
    fr="Avec les deux capacités, ce que permet l'une ou l'autre seule est permis, et rien d'autre.",
)
def union(f: Function, rng: Rng) -> tuple[Any, Any]:
    return set(f(True, False)) | set(f(False, True)), set(f(True, True))


@part(
    "2.2.2",
    points=0.75,
    rtol=1e-5,  # a Jacobian by finite differences is a right answer
    atol=1e-6,
    en=r"""
    The rows of `x` are samples of $P_X$, whose density is unknown. Return the estimate of the part of
    $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$ that depends on $F$, with the sign with which it is minimised.

    Example: for $F(u) = 2u + 1$ and a standard normal base, `x = [[1], [3]]` gives `1.862086`.
    """,
    fr=r"""
    Les lignes de `x` sont des échantillons de $P_X$, dont la densité est inconnue. Renvoyez l'estimation de
    la partie de $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$ qui dépend de $F$, avec le signe pour lequel on la
    minimise.

    Exemple : pour $F(u) = 2u + 1$ et une normale centrée réduite comme loi de base, `x = [[1], [3]]` donne
    `1.862086`.
    """,
)
def forward_kl_objective(
    x: Float[Array, "n d"], flow: AffineFlow | SinhArcsinhFlow | CurvedFlow, base: Normal | Mixture | Quartic
) -> float:
    """The objective of the forward divergence for these data samples, one number, in nats per sample."""
    raise NotImplementedError


@law(
    forward_kl_objective,
    en=r"""
    In a unit of length $c$ times smaller, the numbers in data and flow are $c$ times larger; the objective
    is larger by $d \log c$.
    """,
    fr=r"""
    Dans une unité de longueur $c$ fois plus petite, les nombres des données et du flot sont $c$ fois plus
    grands ; l'objectif augmente de $d \log c$.
    """,
)
def change_of_unit(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, matrix, shift = rng.normal(size=(5, 2)), rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    base = Normal(np.zeros(2), np.eye(2))
    larger = f(10 * x, AffineFlow(10 * matrix, 10 * shift), base)
    return larger, f(x, AffineFlow(matrix, shift), base) + 2 * np.log(10)


@part(
    "2.2.3",
    points=1,
    en=r"""
    The rows of `u` are samples of $P_U$; `data` gives $\log p_X$, possibly up to a constant. Return the
    estimate of $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$. Keep every term, even one that does not depend on
    $F$; only the normalising constant of `data` may be missing.

    Example: for $F(u) = 2u + 1$ and standard normals $P_U$ and $P_X$, `u = [[0], [1]]` gives `1.556853`.
    """,
    fr=r"""
    Les lignes de `u` sont des échantillons de $P_U$ ; `data` donne $\log p_X$, éventuellement à une
    constante près. Renvoyez l'estimation de $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$. Gardez tous les termes,
    même ceux qui ne dépendent pas de $F$ ; seule la constante de normalisation de `data` peut manquer.

    Exemple : pour $F(u) = 2u + 1$ et des normales centrées réduites $P_U$ et $P_X$, `u = [[0], [1]]` donne
    `1.556853`.
    """,
)
def reverse_kl_objective(
    u: Float[Array, "n d"],
    flow: AffineFlow | SinhArcsinhFlow | CurvedFlow,
    base: Normal | Mixture | Quartic,
    data: Normal | Mixture | Quartic,
) -> float:
    """The estimate of the reverse divergence from these base samples, one number, in nats per sample."""
    raise NotImplementedError


@law(
    reverse_kl_objective,
    en="If the flow reproduces the data exactly, the estimate is $0$, whatever the samples.",
    fr="Si le flot reproduit exactement les données, l'estimation vaut $0$, pour tout échantillon.",
)
def zero_for_any_sample(f: Function, rng: Rng) -> tuple[Any, Any]:
    matrix, shift = rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    base, data = Normal(np.zeros(2), np.eye(2)), Normal(shift, matrix @ matrix.T)
    return f(rng.normal(size=(5, 2)), AffineFlow(matrix, shift), base, data), 0.0


@part(
    "2.2.4",
    points=1,
    en=r"""
    In one dimension and for $F(u) = a u + b$, with $a \neq 0$ of either sign, return the derivatives of the
    estimate in 2.2.3 with respect to $a$ and to $b$, for fixed samples `u`, here of shape `(n,)`.
    `score(x)` is the derivative $\frac{d}{dx} \log p_X(x)$ at each element of an array `x`.

    Example: `u = [-1, 0, 2]`, `a = 2`, `b = 0.5` and `LinearScore(mean=1.0, variance=4.0)` give
    `(0.291667, 0.041667)`.
    """,
    fr=r"""
    En dimension un et pour $F(u) = a u + b$, avec $a \neq 0$ de signe quelconque, renvoyez les dérivées de
    l'estimation de 2.2.3 par rapport à $a$ et à $b$, pour des échantillons `u` fixés, ici de forme `(n,)`.
    `score(x)` est la dérivée $\frac{d}{dx} \log p_X(x)$ en chaque élément d'un tableau `x`.

    Exemple : `u = [-1, 0, 2]`, `a = 2`, `b = 0.5` et `LinearScore(mean=1.0, variance=4.0)` donnent
    `(0.291667, 0.041667)`.
    """,
)
def reverse_kl_gradient(
    u: Float[Array, " n"], a: float, b: float, score: LinearScore | CubicScore
) -> tuple[float, float]:
    """The pair of derivatives with respect to a and to b."""
    raise NotImplementedError


@law(
    reverse_kl_gradient,
    en=r"""
    At the flow that reproduces a normal $P_X$, the gradient is zero if the samples have mean $0$ and mean
    square $1$.
    """,
    fr=r"""
    Au flot qui reproduit une loi $P_X$ normale, le gradient est nul si les échantillons ont pour moyenne
    $0$ et pour moyenne des carrés $1$.
    """,
)
def stationary(f: Function, rng: Rng) -> tuple[Any, Any]:
    u = rng.normal(size=6)
    u = (u - u.mean()) / u.std()
    a, b = rng.uniform(0.5, 2.0), rng.normal()
    return (*f(u, a, b, LinearScore(b, a**2)), *f(u, -a, b, LinearScore(b, a**2))), (0.0,) * 4


@picture(
    reverse_kl_gradient,
    en=r"""
    Thick: a density $p_X$ with two modes. Dashed and dotted: $p_{F(U)}$ after $400$ steps of descent along
    your gradient, from $b = -2$ and from $b = 3$. Dash-dotted: the affine flow that minimises
    $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$.
    """,
    fr=r"""
    Trait épais : une densité $p_X$ à deux modes. Tirets et pointillés : $p_{F(U)}$ après $400$ pas de
    descente le long de votre gradient, depuis $b = -2$ et depuis $b = 3$. Trait mixte : le flot affine qui
    minimise $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$.
    """,
)
def two_descents(f: Function | None, figure: Any) -> None:
    data = Mixture(np.array([0.4, 0.6]), np.array([-2.0, 2.0]), np.array([0.6, 0.8]))

    def score(x: Array) -> Array:
        offsets = (np.asarray(x)[:, None] - data.means) / data.scales
        shares = data.weights / data.scales * np.exp(-0.5 * offsets**2)
        return -np.sum(shares * offsets / data.scales, axis=1) / np.sum(shares, axis=1)

    def density(mean: float, deviation: float) -> Array:
        return np.exp(Normal(np.array([mean]), np.array([[deviation**2]])).log_density(x[:, None]))

    x = np.linspace(-6.0, 9.0, 376)
    axes = figure.add_subplot()
    axes.plot(x, np.exp(data.log_density(x[:, None])), "k-", linewidth=3, label="$p_X$")
    centre = float(data.weights @ data.means)
    spread = float(np.sqrt(data.weights @ (data.scales**2 + (data.means - centre) ** 2)))
    axes.plot(
        x, density(centre, spread), "-.", color="tab:green", label=r"$\mathrm{KL}[P_X \,\|\, P_{F(U)}]$"
    )
    u = np.array([NormalDist().inv_cdf((i + 0.5) / 60) for i in range(60)])
    for start, style in ((-2.0, "--"), (3.0, ":")) if f is not None else ():
        a, b = 1.0, start
        for _ in range(400):
            slope_a, slope_b = f(u, a, b, score)  # type: ignore[misc]
            a, b = a - 0.05 * float(slope_a), b - 0.05 * float(slope_b)
        axes.plot(x, density(b, a), style, linewidth=2, label=rf"$b = {start:g} \to {b:.2f}, \; a = {a:.2f}$")
    axes.set(xlabel="$x$", ylim=(0, 0.8), xlim=(-6, 9))
    axes.legend(loc="upper right")


objective_of_choice = written(
    "2.2.5",
    points=1.5,
    words=(60, 250),
    letters="abc",
    en=r"""
    Justify your choice in 60 to 250 words; begin each paragraph with its letter.

    - (a) You can evaluate $p_X$, but have no samples of it. Which of the two divergences do you minimise?
      Say over which distribution its expectation is taken, and what has to be known of $p_X$ for an
      estimate of its gradient.
    - (b) You have samples of $P_X$, but cannot evaluate it. Answer the same questions.
    - (c) $P_X$ has two modes far apart, and $F$ is affine with a standard normal base. How do the two
      solutions differ, and why?
    """,
    fr=r"""
    Justifiez votre choix en 60 à 250 mots ; commencez chaque paragraphe par sa lettre.

    - (a) Vous pouvez évaluer $p_X$, mais n'en avez aucun échantillon. Laquelle des deux divergences
      minimisez-vous ? Dites sous quelle loi son espérance est prise, et ce qu'il faut savoir de $p_X$ pour
      estimer son gradient.
    - (b) Vous avez des échantillons de $P_X$, mais ne pouvez pas l'évaluer. Répondez aux mêmes questions.
    - (c) $P_X$ a deux modes éloignés, et $F$ est affine avec une normale centrée réduite comme loi de base.
      En quoi les deux solutions diffèrent-elles, et pourquoi ?
    """,
)
