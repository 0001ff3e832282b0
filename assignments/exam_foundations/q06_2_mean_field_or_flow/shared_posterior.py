"""Part 6.2.4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, derivation, example, law

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "6.2.4",
    points=1,
    lines={"mean": 0.4, "variance": 0.4, "gap": 0.2},
    key="variance",
    # A numerical minimum is accepted; its argument is known to the root of the precision of the value.
    atol=1e-7,
    en=r"""
    The other side: mean field optimises each example, whereas a flow gets its parameters from an encoder.
    Suppose that the posteriors of $n$ examples are $\mathcal{N}(\mu_i, \mathrm{diag}(v_i))$, with $\mu_i$ in
    row `i` of `mu` and the variances $v_i$ in row `i` of `variances`, both of shape `(n, D)`. Mean field then
    has no gap. An encoder that cannot tell the examples apart has to return the same
    $q = \prod_j \mathcal{N}(m_j, s_j^2)$ for all. Return `mean`, of shape `(D,)`, and `variance` $s^2$, of
    shape `(D,)`, of the $q$ for which the mean gap over the examples is smallest, and this mean as `gap`, a
    number.

    Example: `mu = [[-1], [1]]`, `variances = [[1], [1]]` give `gap = 0.5`.
    """,
    fr=r"""
    L'envers de la médaille : le champ moyen optimise chaque exemple, alors qu'un flot tient ses paramètres
    d'un encodeur. Supposons que les postérieurs de $n$ exemples soient
    $\mathcal{N}(\mu_i, \mathrm{diag}(v_i))$, avec $\mu_i$ à la ligne `i` de `mu` et les variances $v_i$ à la
    ligne `i` de `variances`, tous deux de forme `(n, D)`. Le champ moyen n'a alors aucun écart. Un encodeur
    incapable de distinguer les exemples doit renvoyer le même $q = \prod_j \mathcal{N}(m_j, s_j^2)$ pour
    tous. Renvoyez `mean`, de forme `(D,)`, et `variance` $s^2$, de forme `(D,)`, du $q$ pour lequel l'écart
    moyen sur les exemples est le plus petit, et cette moyenne dans `gap`, un nombre.

    Exemple : `mu = [[-1], [1]]`, `variances = [[1], [1]]` donnent `gap = 0.5`.
    """,
)
def shared_posterior(mu: Float[Array, "n D"], variances: Float[Array, "n D"]) -> dict[str, float | Array]:
    """Mean and variances of the best q that is common to all examples, and its mean gap in nats."""
    raise NotImplementedError


@example(shared_posterior)
def gap_of_two_examples() -> tuple[dict[str, Any], Any]:
    return {"mu": np.array([[-1.0], [1.0]]), "variances": np.ones((2, 1))}, {"gap": 0.5}


@law(
    shared_posterior,
    en="When all posteriors are the same, an encoder loses nothing by sharing.",
    fr="Quand tous les postérieurs sont les mêmes, un encodeur ne perd rien à partager.",
)
def equal_posteriors(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, variances = rng.normal(size=3), rng.uniform(0.3, 3.0, size=3)
    lines = f(np.tile(mu, (4, 1)), np.tile(variances, (4, 1)))
    return [lines[name] for name in ("mean", "variance", "gap")], [mu, variances, 0.0]


@law(
    shared_posterior,
    en="Giving every example twice changes nothing.",
    fr="Donner chaque exemple deux fois ne change rien.",
)
def examples_twice(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, variances = rng.normal(size=(3, 2)), rng.uniform(0.3, 3.0, size=(3, 2))
    once, twice = f(mu, variances), f(np.tile(mu, (2, 1)), np.tile(variances, (2, 1)))
    expected = [np.reshape(once[name], 2) for name in ("mean", "variance")]
    return [twice[name] for name in ("mean", "variance", "gap")], [*expected, once["gap"]]
