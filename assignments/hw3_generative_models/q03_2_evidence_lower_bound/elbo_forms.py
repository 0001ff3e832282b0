"""Part 3.2a.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import list_lines
from autograder.question import Function, Rng, derivation, example, law

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "3.2a.2",
    points=1.5,
    lines=["recon", "kl_prior", "recon_minus_kl", "entropy", "energy_plus_entropy", "joint_form"],
    en=r"""
    The ELBO is written in several ways. Here `log_likelihood` holds $\log p(x \mid z)$ and `log_prior` holds
    $\log p(z)$, one column for each state. Return, each of shape `(batch,)`:

    - `recon`: the expected log-likelihood, the reconstruction term
    - `kl_prior`: the divergence between $q(z \mid x)$ and the prior that appears in the ELBO
    - `recon_minus_kl`: the ELBO from these two
    - `entropy`: the entropy of $q(z \mid x)$
    - `energy_plus_entropy`: the ELBO from $\log p(x, z)$ and the entropy
    - `joint_form`: the ELBO as one expectation of a log-ratio

    Remember the states with $q = 0$: there the likelihood or the prior may be zero, too. Example: likelihoods
    $(0.2, 0.6)$, prior $(0.5, 0.5)$ and $q = (0.25, 0.75)$ have an ELBO of `-0.9163` with
    `recon = -0.7855` and `entropy = 0.5623`.
    """,
    fr=r"""
    L'ELBO s'écrit de plusieurs façons. Ici `log_likelihood` contient $\log p(x \mid z)$ et `log_prior`
    contient $\log p(z)$, une colonne par état. Renvoyez, chacune de forme `(batch,)` :

    - `recon` : l'espérance de la log-vraisemblance, le terme de reconstruction
    - `kl_prior` : la divergence entre $q(z \mid x)$ et l'a priori qui apparaît dans l'ELBO
    - `recon_minus_kl` : l'ELBO à partir de ces deux valeurs
    - `entropy` : l'entropie de $q(z \mid x)$
    - `energy_plus_entropy` : l'ELBO à partir de $\log p(x, z)$ et de l'entropie
    - `joint_form` : l'ELBO comme une seule espérance d'un log-rapport

    Pensez aux états où $q = 0$ : la vraisemblance ou l'a priori peut y être nul, aussi. Exemple : les
    vraisemblances $(0.2, 0.6)$, l'a priori $(0.5, 0.5)$ et $q = (0.25, 0.75)$ ont un ELBO de `-0.9163` avec
    `recon = -0.7855` et `entropy = 0.5623`.
    """,
)
def elbo_forms(
    log_likelihood: Float[Array, "batch K"],
    log_prior: Float[Array, "batch K"],
    log_q: Float[Array, "batch K"],
) -> dict[str, Float[Array, " batch"]]:
    """Three forms of the ELBO and the terms they are made of, one value for each example, in nats."""
    raise NotImplementedError


@example(elbo_forms, digits=4)
def two_states() -> tuple[dict[str, Any], Any]:
    probabilities = {"log_likelihood": [[0.2, 0.6]], "log_prior": [[0.5, 0.5]], "log_q": [[0.25, 0.75]]}
    elbo = dict.fromkeys(("recon_minus_kl", "energy_plus_entropy", "joint_form"), -0.9163)
    arguments = {name: np.log(rows) for name, rows in probabilities.items()}
    return arguments, list_lines(recon=-0.7855, entropy=0.5623, **elbo)


@law(elbo_forms, en="The three forms agree.", fr="Les trois formes coïncident.")
def forms_agree(f: Function, rng: Rng) -> tuple[Any, Any]:
    prior, q = rng.dirichlet(np.ones(5), size=(2, 3))
    lines = f(rng.normal(-2.0, 1.0, size=(3, 5)), np.log(prior), np.log(q))
    forms = [lines[name] for name in ("recon_minus_kl", "energy_plus_entropy")]
    return np.stack(forms), np.stack([lines["joint_form"]] * 2)


@law(
    elbo_forms,
    en="A uniform $q$ on $K$ states has the entropy $\\log K$, and no divergence from a uniform prior.",
    fr="Une loi $q$ uniforme sur $K$ états a pour entropie $\\log K$ et ne diverge pas d'un a priori "
    "uniforme.",
)
def uniform_case(f: Function, rng: Rng) -> tuple[Any, Any]:
    uniform = np.full((2, 4), -np.log(4.0))
    lines = f(rng.normal(size=(2, 4)), uniform, uniform)
    return np.stack([lines["entropy"], lines["kl_prior"]]), np.stack([np.full(2, np.log(4.0)), np.zeros(2)])
