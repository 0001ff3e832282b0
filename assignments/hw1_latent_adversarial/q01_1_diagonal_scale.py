"""Question 1.1: noise that is scaled coordinate by coordinate.

Source: sheet 000, question 1.1 (8 points).
Paper: Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, section 2.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from assignments.hw1_latent_adversarial.q01_reparametrisation import GumbelBase, LaplaceBase, NormalBase
from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="1.1", title=Text(en="One scale for each coordinate", fr="Une échelle par coordonnée")
)


@derivation(
    "1.1.1",
    points=5,
    lines={
        "z": 0.15,
        "jacobian": 0.15,
        "log_abs_det": 0.2,
        "log_q0": 0.1,
        "log_q": 0.25,
        "log_target": 0.15,
    },
    key="log_q",
    en=r"""
    Let $q_0 = \mathcal{N}(0, I_K)$ and $g(z_0) = \mu + \sigma \odot z_0$, where $\odot$ multiplies
    coordinate by coordinate. Prove with rule (1) that $g(Z_0)$ has the law
    $\mathcal{N}(\mu, \mathrm{diag}(\sigma^2))$. Return the lines of the proof at the points in the rows of
    `z0`:

    - `z`, of shape `(batch, K)`: the images $g(z_0)$
    - `jacobian`, of shape `(K, K)`: $\frac{\partial g}{\partial z_0}$, which is the same at every point
    - `log_abs_det`, one number: $\log \left| \det \frac{\partial g}{\partial z_0} \right|$
    - `log_q0`, of shape `(batch,)`: $\log q_0(z_0)$
    - `log_q`, of shape `(batch,)`: $\log q$ at the images, from the two lines above by rule (1)
    - `log_target`, of shape `(batch,)`: the usual formula for the log-density of
      $\mathcal{N}(\mu, \mathrm{diag}(\sigma^2))$, evaluated at `z`

    Two ways lead to the last two lines; that they agree at every point is the proof. $K$ may be $100$ and
    the scales as small as $10^{-4}$ or as large as $10^4$.

    Example: `z0 = [[1, -1]]`, `mu = [0, 1]`, `sigma = [2, 3]` give `z = [[2, -2]]` and
    `log_q = [-4.629637]`.
    """,
    fr=r"""
    Soient $q_0 = \mathcal{N}(0, I_K)$ et $g(z_0) = \mu + \sigma \odot z_0$, où $\odot$ multiplie coordonnée
    par coordonnée. Démontrez avec la règle (1) que $g(Z_0)$ suit la loi
    $\mathcal{N}(\mu, \mathrm{diag}(\sigma^2))$. Renvoyez les lignes de la preuve aux points donnés par les
    lignes de `z0` :

    - `z`, de forme `(batch, K)` : les images $g(z_0)$
    - `jacobian`, de forme `(K, K)` : $\frac{\partial g}{\partial z_0}$, la même en tout point
    - `log_abs_det`, un nombre : $\log \left| \det \frac{\partial g}{\partial z_0} \right|$
    - `log_q0`, de forme `(batch,)` : $\log q_0(z_0)$
    - `log_q`, de forme `(batch,)` : $\log q$ aux images, tiré des deux lignes précédentes par la règle (1)
    - `log_target`, de forme `(batch,)` : la formule usuelle de la log-densité de
      $\mathcal{N}(\mu, \mathrm{diag}(\sigma^2))$, évaluée en `z`

    Deux chemins mènent aux deux dernières lignes ; qu'elles coïncident en tout point est la preuve. $K$ peut
    valoir $100$ et les échelles peuvent descendre à $10^{-4}$ ou monter à $10^4$.

    Exemple : `z0 = [[1, -1]]`, `mu = [0, 1]`, `sigma = [2, 3]` donnent `z = [[2, -2]]` et
    `log_q = [-4.629637]`.
    """,
)
def reparametrisation_lines(
    z0: Float[Array, "batch K"], mu: Float[Array, " K"], sigma: Float[Array, " K"]
) -> dict[str, Float[Array, " ..."]]:
    """The six lines of the proof at the rows of z0; logarithms in nats."""
    raise NotImplementedError


@example(reparametrisation_lines)
def one_point() -> tuple[dict[str, Any], Any]:
    arguments = {"z0": np.array([[1.0, -1.0]]), "mu": np.array([0.0, 1.0]), "sigma": np.array([2.0, 3.0])}
    return arguments, {"z": np.array([[2.0, -2.0]]), "log_q": np.array([-4.629637])}


@law(
    reparametrisation_lines,
    en="Rule (1) and the usual formula give the same log-density at every point.",
    fr="La règle (1) et la formule usuelle donnent la même log-densité en tout point.",
)
def two_ways(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=(5, 3)), rng.normal(size=3), rng.uniform(0.3, 0.8, size=3))
    return lines["log_q"], np.reshape(np.asarray(lines["log_target"]), 5)


@law(
    reparametrisation_lines,
    en="A unit step of $z_0$ along axis $k$ moves `z` by column $k$ of `jacobian`.",
    fr="Un pas unité de $z_0$ le long de l'axe $k$ déplace `z` de la colonne $k$ de `jacobian`.",
)
def unit_steps(f: Function, rng: Rng) -> tuple[Any, Any]:
    start = rng.normal(size=(1, 3))
    lines = f(np.concatenate([start, start + np.eye(3)]), rng.normal(size=3), rng.uniform(0.3, 0.8, size=3))
    z = np.asarray(lines["z"])
    return (z[1:] - z[0]).T, lines["jacobian"]


@picture(
    reparametrisation_lines,
    en=r"""
    Left: draws of $Z_0$ (dots) and your images `z` (crosses); the lines from $\mu$ (square) are the columns
    of your `jacobian`. Right, for $K = 1$: the noise $q_0$ (dotted), your `log_q` as a density (broad line)
    and your `log_target` (dashed) over your `z`.
    """,
    fr=r"""
    À gauche : des tirages de $Z_0$ (points) et vos images `z` (croix) ; les segments issus de $\mu$ (carré)
    sont les colonnes de votre `jacobian`. À droite, pour $K = 1$ : le bruit $q_0$ (pointillé), votre `log_q`
    sous forme de densité (trait large) et votre `log_target` (tirets) au-dessus de vos `z`.
    """,
)
def noise_and_images(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    z0, mu, sigma = np.random.default_rng(0).normal(size=(150, 2)), np.array([4.0, 1.0]), np.array([1.8, 0.5])
    line = np.linspace(-3.5, 3.5, 141)
    left.plot(*z0.T, ".", color="0.6", markersize=4)
    left.plot(*mu, "ks", zorder=3)
    left.set(xlabel="$z_1$", ylabel="$z_2$", xlim=(-4, 10), ylim=(-4, 4))
    right.plot(line, np.exp(-0.5 * line**2) / np.sqrt(2 * np.pi), "k:", label="$q_0$")
    right.set(xlabel="$z$", xlim=(-4, 7), ylim=(0, 0.9))
    if f is not None:
        lines = f(z0, mu, sigma)
        left.plot(*np.asarray(lines["z"]).T, "x", color="tab:blue", markersize=4)
        for column in np.asarray(lines["jacobian"]).T:
            left.plot(*np.stack([mu, mu + column]).T, "k-", linewidth=2)
        lines = f(line[:, None], np.array([3.0]), np.array([0.6]))
        z = np.ravel(np.asarray(lines["z"]))
        right.plot(z, np.exp(lines["log_q"]), color="tab:cyan", linewidth=5, label="$q$")
        right.plot(z, np.exp(lines["log_target"]), "k--", label=r"$\mathcal{N}(\mu, \sigma^2)$")
    right.legend(loc="upper left")


@part(
    "1.1.2",
    points=3,
    en=r"""
    The rule does not depend on the normal law. Let $Z_0$ have any density $q_0$: return $\log q(z)$ of
    $Z = \mu + \sigma \odot Z_0$ at each row of `z`. Here, too, $K$ may be $100$ and the scales very small or
    very large.

    Example: `z = [[0.5], [3]]`, `mu = [1]`, `sigma = [2]` give `[-1.727173, -2.061027]` for
    `GumbelBase(0.0, 1.0)` and `[-1.643336, -2.112086]` for `NormalBase(0.0, 1.0)`.
    """,
    fr=r"""
    La règle ne dépend pas de la loi normale. Soit $Z_0$ de densité $q_0$ quelconque : renvoyez $\log q(z)$
    pour $Z = \mu + \sigma \odot Z_0$ en chaque ligne de `z`. Ici aussi, $K$ peut valoir $100$ et les
    échelles être très petites ou très grandes.

    Exemple : `z = [[0.5], [3]]`, `mu = [1]`, `sigma = [2]` donnent `[-1.727173, -2.061027]` pour
    `GumbelBase(0.0, 1.0)` et `[-1.643336, -2.112086]` pour `NormalBase(0.0, 1.0)`.
    """,
)
def diagonal_pushforward_log_density(
    z: Float[Array, "batch K"],
    mu: Float[Array, " K"],
    sigma: Float[Array, " K"],
    base: NormalBase | LaplaceBase | GumbelBase,
) -> Float[Array, " batch"]:
    """Log-density of mu + sigma * Z0 at each row of z, in nats."""
    raise NotImplementedError


def at_two_points(base: GumbelBase | NormalBase) -> dict[str, Any]:
    """The arguments of the examples, for this law of the noise."""
    return {"z": np.array([[0.5], [3.0]]), "mu": np.ones(1), "sigma": np.array([2.0]), "base": base}


@example(diagonal_pushforward_log_density)
def gumbel_noise() -> tuple[dict[str, Any], Any]:
    return at_two_points(GumbelBase(0.0, 1.0)), np.array([-1.727173, -2.061027])


@example(diagonal_pushforward_log_density)
def normal_noise() -> tuple[dict[str, Any], Any]:
    return at_two_points(NormalBase(0.0, 1.0)), np.array([-1.643336, -2.112086])


@law(
    diagonal_pushforward_log_density,
    en="The density integrates to $1$ over the line.",
    fr="La densité a pour intégrale $1$ sur la droite.",
)
def total_mass(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, sigma = rng.normal(size=1), rng.uniform(1.5, 2.5, size=1)
    z, step = np.linspace(-20.0, 60.0, 801, retstep=True)
    return step * np.sum(np.exp(np.asarray(f(z[:, None], mu, sigma, GumbelBase(0.5, 1.0))))), 1.0


@law(
    diagonal_pushforward_log_density,
    en=r"With $\mu = 0$ and every $\sigma_k = 1$ nothing moves: the density is that of the base.",
    fr=r"Avec $\mu = 0$ et tous les $\sigma_k = 1$, rien ne bouge : la densité est celle de la base.",
)
def nothing_moves(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, base = rng.normal(size=(4, 3)), LaplaceBase(0.3, 0.7)
    return f(z, np.zeros(3), np.ones(3), base), base.log_density(z)
