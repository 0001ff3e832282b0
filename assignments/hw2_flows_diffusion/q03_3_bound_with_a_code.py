"""Question 3.3: the bound when a second latent variable stands beside the diffusion.

Source: sheet 001, question 3 (c) (2 points).
Paper: Pandey et al., "DiffuseVAE", TMLR 2022, section 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.3",
    title=Text(en="A bound with two kinds of latents (letter c)", fr="Une borne à deux latentes (lettre c)"),
)


@derivation(
    "3.3.1",
    points=2,
    lines={"log_evidence": 0.25, "log_mean_weight": 0.15, "elbo": 0.4, "gap": 0.2},
    key="elbo",
    en=r"""
    Now $(x_0, c)$ is observed, where $c$ is side information, and both $z$ and $x_{1:T}$ are latent. The
    approximate posterior is $q(x_{1:T}, z \mid x_0, c)$, of any form.

    For the pair that was observed, `log_joint` holds $\log p(x_{0:T}, c, z)$ and `log_q` holds
    $\log q(x_{1:T}, z \mid x_0, c)$, in tables of the same shape `(Z, S, ..., S)`: the first axis is $z$, the
    others are $x_1, \dots, x_T$. Derive the bound of $\log p(x_0, c)$ on paper and return each step, a
    number:

    - `log_evidence`: $\log p(x_0, c)$, from `log_joint` alone
    - `log_mean_weight`: the logarithm of the expectation under $q$ of
      $p(x_{0:T}, c, z) / q(x_{1:T}, z \mid x_0, c)$
    - `elbo`: what Jensen's inequality makes of it
    - `gap`: by how much `elbo` is below `log_evidence`

    $q$ sums to one, but it may be zero (`-inf`) where the joint is not; such a configuration counts as zero
    in an expectation under $q$. Log-joints may be near $-900$, for all
    configurations or some.

    Example: a joint of `[[.1, .05], [.02, .2]]` and $q$ of `[[.4, .1], [.2, .3]]` give `-0.994252`,
    `-0.994252`, `-1.205989`, `0.211737`.
    """,
    fr=r"""
    À présent $(x_0, c)$ est observé, où $c$ est une information auxiliaire ; $z$ et $x_{1:T}$ sont tous deux
    latents. Le postérieur approché est $q(x_{1:T}, z \mid x_0, c)$, de forme quelconque.

    Pour le couple observé, `log_joint` contient $\log p(x_{0:T}, c, z)$ et `log_q` contient
    $\log q(x_{1:T}, z \mid x_0, c)$, dans des tableaux de même forme `(Z, S, ..., S)` : le premier axe est
    $z$, les autres sont $x_1, \dots, x_T$. Établissez sur papier la borne de $\log p(x_0, c)$ et renvoyez
    chaque étape, un nombre :

    - `log_evidence` : $\log p(x_0, c)$, à partir de `log_joint` seul
    - `log_mean_weight` : le logarithme de l'espérance sous $q$ de
      $p(x_{0:T}, c, z) / q(x_{1:T}, z \mid x_0, c)$
    - `elbo` : ce que l'inégalité de Jensen en fait
    - `gap` : de combien `elbo` est au-dessous de `log_evidence`

    $q$ somme à un, mais peut être nul (`-inf`) là où la loi jointe ne l'est pas ; une telle configuration
    compte pour zéro dans une espérance sous $q$. Les log-jointes peuvent avoisiner $-900$,
    pour toutes les configurations ou certaines.

    Exemple : une jointe `[[.1, .05], [.02, .2]]` et un $q$ de `[[.4, .1], [.2, .3]]` donnent `-0.994252`,
    `-0.994252`, `-1.205989`, `0.211737`.
    """,
)
def joint_bound(log_joint: Float[Array, "Z ..."], log_q: Float[Array, "Z ..."]) -> dict[str, float]:
    """The steps from the log-evidence of the pair down to the bound, and the gap, in nats."""
    raise NotImplementedError


@example(joint_bound)
def two_codes() -> tuple[dict[str, Any], Any]:
    joint, q = np.array([[0.1, 0.05], [0.02, 0.2]]), np.array([[0.4, 0.1], [0.2, 0.3]])
    lines = {"log_evidence": -0.994252, "log_mean_weight": -0.994252, "elbo": -1.205989, "gap": 0.211737}
    return {"log_joint": np.log(joint), "log_q": np.log(q)}, lines


@law(
    joint_bound,
    en="The order of the latents does not matter: exchange the axes of both tables, and each line stays.",
    fr="L'ordre des latentes n'importe pas : permutez les axes des deux tableaux, et chaque ligne reste.",
)
def order_of_latents(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(2, 3, 3))
    log_q = np.log(rng.dirichlet(np.ones(18)).reshape(2, 3, 3))
    return f(log_joint.T, log_q.T), {name: np.reshape(v, ()) for name, v in f(log_joint, log_q).items()}


@law(
    joint_bound,
    en=r"Multiplying the joint by $e^{-800}$ takes $800$ from the first three lines and leaves the gap, "
    r"which "
    r"is not negative.",
    fr=r"Multiplier la loi jointe par $e^{-800}$ retire $800$ aux trois premières lignes et laisse l'écart, "
    r"qui n'est pas négatif.",
)
def scaled_joint(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=(2, 4)), np.log(rng.dirichlet(np.ones(8)).reshape(2, 4))
    before, after = f(log_joint, log_q), f(log_joint - 800.0, log_q)
    moved: dict[str, Any] = {name: np.subtract(before[name], 800.0) for name in before}
    return after, {**moved, "gap": np.abs(before["gap"])}


@speed(
    joint_bound,
    sizes=(25, 100, 400),
    unit=Text(en="the number of codes $z$", fr="le nombre de codes $z$"),
    growth=1,
    within=10,
    milliseconds=1.4,
    en="A Python loop over the configurations is what usually costs more.",
    fr="Une boucle Python sur les configurations est ce qui coûte d'ordinaire davantage.",
)
def two_steps_of_sixteen_states(rng: Rng, codes: int) -> dict[str, Any]:
    log_joint, log_q = rng.normal(-3.0, 1.0, size=(2, codes, 16, 16))
    log_q[rng.random(size=log_q.shape) < 0.25] = -np.inf
    return {"log_joint": log_joint, "log_q": log_q - np.log(np.sum(np.exp(log_q)))}
