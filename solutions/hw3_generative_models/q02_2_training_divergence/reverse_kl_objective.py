"""Hidden twin of part 2.2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q02_normalizing_flows as shared
from assignments.hw3_generative_models.q02_2_training_divergence import reverse_kl_objective as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q02_1_change_of_variables.pushforward_log_density import pushforward
from solutions.hw3_generative_models.q02_2_training_divergence.forward_kl_objective import forward_objective
from solutions.hw3_generative_models.q02_normalizing_flows import (
    make_curved,
    mixture,
    normal,
    reflection,
    sinh_arcsinh,
)


@reference(q.reverse_kl_objective)
def reverse_objective(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) - flow.log_det(u) - data.log_density(flow.forward(u)))


@cases(q.reverse_kl_objective, count=2)
def base_samples(rng: Rng) -> dict[str, Any]:
    return {
        "u": rng.normal(size=(8, 1)),
        "flow": sinh_arcsinh(rng),
        "base": normal(rng, 1),
        "data": mixture(rng),
    }


@cases(q.reverse_kl_objective)
def unnormalised_target(rng: Rng) -> dict[str, Any]:
    return {
        "u": rng.normal(size=(7, 2)),
        "flow": make_curved(rng),
        "base": normal(rng, 2),
        "data": shared.Quartic(2.0),
    }


@cases(q.reverse_kl_objective)
def mirrored_flow(rng: Rng) -> dict[str, Any]:
    u, flow = rng.normal(size=(5, 1)), reflection(rng, 1)
    return {"u": u, "flow": flow, "base": mixture(rng), "data": normal(rng, 1)}


@cases(q.reverse_kl_objective)
def one_base_sample(rng: Rng) -> dict[str, Any]:
    u, flow = rng.normal(size=(1, 2)), make_curved(rng)
    return {"u": u, "flow": flow, "base": normal(rng, 2), "data": normal(rng, 2)}


@mistake(
    q.reverse_kl_objective,
    en="With which sign does the Jacobian enter the log-density of the model at $F(u)$? Compare with 2.1.1.",
    fr="Avec quel signe la jacobienne entre-t-elle dans le log de la densité du modèle en $F(u)$ ? "
    "Comparez avec 2.1.1.",
)
def reverse_jacobian_sign(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) + flow.log_det(u) - data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="The density of the data is evaluated at a latent point. Which point of the data space does the "
    "sample become?",
    fr="La densité des données est évaluée en un point latent. Quel point de l'espace des données "
    "l'échantillon devient-il ?",
)
def data_at_latent_point(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) - flow.log_det(u) - data.log_density(u))


@mistake(
    q.reverse_kl_objective,
    en="Only one of the two densities of the divergence is left. This objective is smallest when all "
    "samples land on the highest point of $p_X$.",
    fr="Il ne reste qu'une des deux densités de la divergence. Cet objectif est minimal quand tous les "
    "échantillons tombent sur le point le plus haut de $p_X$.",
)
def without_entropy(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return -np.mean(data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="The gradient would be right, but a term is missing: a flow that matches the data should be at zero.",
    fr="Le gradient serait juste, mais il manque un terme : un flot qui reproduit les données devrait "
    "être à zéro.",
)
def without_base_term(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(-flow.log_det(u) - data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="The Jacobian is missing: the density of the model at $F(u)$ is not that of the base at $u$.",
    fr="Il manque la jacobienne : la densité du modèle en $F(u)$ n'est pas celle de la base en $u$.",
)
def reverse_without_jacobian(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) - data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="This is the objective of 2.2.2, but the samples that come here are from the base.",
    fr="C'est l'objectif de 2.2.2, alors que les échantillons viennent ici de la loi de base.",
)
def forward_on_base_samples(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return forward_objective(u, flow, base)


@mistake(
    q.reverse_kl_objective,
    en="The sign is turned round: a divergence should be small when the two distributions are alike.",
    fr="Le signe est inversé : une divergence devrait être petite quand les deux lois se ressemblent.",
)
def negative_divergence(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return -reverse_objective(u, flow, base, data)


@mistake(
    q.reverse_kl_objective,
    en="Put every sample twice in the batch: what should happen to an estimate of an expectation?",
    fr="Mettez chaque échantillon deux fois dans le lot : que devrait devenir l'estimation d'une espérance ?",
)
def reverse_sum(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return len(u) * reverse_objective(u, flow, base, data)


@alternative(q.reverse_kl_objective)
def through_pushforward(u: Any, flow: Any, base: Any, data: Any) -> Any:
    x = flow.forward(u)
    return float(np.mean(pushforward(x, flow, base) - data.log_density(x)))


@alternative(q.reverse_kl_objective)
def base_against_pullback(u: Any, flow: Any, base: Any, data: Any) -> Any:
    import torch

    log_pullback = data.log_density(flow.forward(u)) + flow.log_det(u)
    return (torch.as_tensor(base.log_density(u)) - torch.as_tensor(log_pullback)).mean()
