"""Hidden twin of part 2.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q02_2_training_divergence import forward_kl_objective as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q02_1_change_of_variables.pushforward_log_density import (
    by_finite_differences,
    push_base_at_data,
    push_jacobian_at_data,
    push_jacobian_sign,
    push_pulls_back,
    pushforward,
)
from solutions.hw3_generative_models.q02_normalizing_flows import (
    make_curved,
    mixture,
    normal,
    reflection,
    sinh_arcsinh,
)


@reference(q.forward_kl_objective)
def forward_objective(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(pushforward(x, flow, base))


@cases(q.forward_kl_objective, count=2)
def samples_of_line(rng: Rng) -> dict[str, Any]:
    return {"x": 1.0 + 2.0 * rng.normal(size=(11, 1)), "flow": sinh_arcsinh(rng), "base": normal(rng, 1)}


@cases(q.forward_kl_objective)
def samples_of_plane(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(9, 2)), "flow": make_curved(rng), "base": normal(rng, 2)}


@cases(q.forward_kl_objective)
def mirrored_samples(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(6, 1)), "flow": reflection(rng, 1), "base": mixture(rng)}


@cases(q.forward_kl_objective)
def one_sample(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(1, 3)), "flow": reflection(rng, 3), "base": normal(rng, 3)}


@mistake(
    q.forward_kl_objective,
    en="Improve the fit: does your objective go down?",
    fr="Améliorez l'ajustement : votre objectif diminue-t-il ?",
)
def log_likelihood(x: Any, flow: Any, base: Any) -> Any:
    return -forward_objective(x, flow, base)


@mistake(
    q.forward_kl_objective,
    en="The Jacobian counts in the wrong direction: spread a flow ten times wider than the data needs, "
    "and watch your objective.",
    fr="La jacobienne compte dans le mauvais sens : étalez un flot dix fois plus que les données ne le "
    "demandent, et observez votre objectif.",
)
def forward_jacobian_sign(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_jacobian_sign.function(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="At which point is the Jacobian of $F$ taken?",
    fr="En quel point la jacobienne de $F$ est-elle prise ?",
)
def forward_jacobian_at_data(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_jacobian_at_data.function(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="With this objective a flow gains by being ever wider, until all data come from one latent point. "
    "What opposes it?",
    fr="Avec cet objectif, un flot gagne à s'étaler sans fin, jusqu'à ce que toutes les données viennent "
    "d'un seul point latent. Qu'est-ce qui s'y oppose ?",
)
def forward_without_jacobian(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(base.log_density(flow.inverse(x)))


@mistake(
    q.forward_kl_objective,
    en="Put every sample twice in the batch: an estimate of an expectation should stay the same.",
    fr="Mettez chaque échantillon deux fois dans le lot : l'estimation d'une espérance ne devrait pas "
    "changer.",
)
def forward_sum(x: Any, flow: Any, base: Any) -> Any:
    return -np.sum(pushforward(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="The samples live in the data space; which map takes them to the base?",
    fr="Les échantillons vivent dans l'espace des données ; quelle application les ramène à la loi de base ?",
)
def forward_by_wrong_map(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_pulls_back.function(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="The base density is evaluated at the samples themselves. Where does the base live?",
    fr="La densité de base est évaluée aux échantillons eux-mêmes. Où vit la loi de base ?",
)
def forward_base_at_data(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_base_at_data.function(x, flow, base))


@alternative(q.forward_kl_objective)
def in_latent_space(x: Any, flow: Any, base: Any) -> Any:
    u = flow.inverse(x)
    return float(np.mean(flow.log_det(u) - base.log_density(u)))


@alternative(q.forward_kl_objective)
def one_by_one(x: Any, flow: Any, base: Any) -> Any:
    return -sum(by_finite_differences.function(x[i : i + 1], flow, base)[0] for i in range(len(x))) / len(x)
