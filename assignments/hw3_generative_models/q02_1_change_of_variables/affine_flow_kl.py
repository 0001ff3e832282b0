"""Part 2.1.3."""

from __future__ import annotations

from typing import Any

from autograder.question import Function, Rng, example, law, part


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


@example(affine_flow_kl)
def narrow_data() -> tuple[dict[str, Any], Any]:
    return {"m": 1.0, "s": 0.5, "a": 2.0, "b": 0.0}, (1.042544, 1.042544)


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
