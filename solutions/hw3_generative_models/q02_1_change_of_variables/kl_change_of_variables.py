"""Hidden twin of part 2.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q02_normalizing_flows as shared
from assignments.hw3_generative_models.q02_1_change_of_variables import kl_change_of_variables as q
from autograder.question import Rng, alternative, cases, mistake
from solutions.hw3_generative_models.q02_1_change_of_variables import pushforward_log_density
from solutions.hw3_generative_models.q02_1_change_of_variables.proof import (
    change,
    compute_rest,
    divide_densities,
    proof,
)
from solutions.hw3_generative_models.q02_1_change_of_variables.pushforward_log_density import pushforward
from solutions.hw3_generative_models.q02_normalizing_flows import (
    make_curved,
    mixture,
    normal,
    reflection,
    sinh_arcsinh,
)


@cases(q.kl_change_of_variables)
def bent_line(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(7, 1)), rng.uniform(0.1, 1.0, size=7)
    flow = sinh_arcsinh(rng)
    return {"flow": flow, "data": mixture(rng), "base": normal(rng, 1), "u": u, "weights": weights}


@cases(q.kl_change_of_variables)
def bent_plane(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(6, 2)), rng.uniform(0.1, 1.0, size=6)
    return {
        "flow": make_curved(rng),
        "data": normal(rng, 2),
        "base": normal(rng, 2),
        "u": u,
        "weights": weights,
    }


@cases(q.kl_change_of_variables)
def unnormalised(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(5, 2)), rng.normal(size=5)
    return {
        "flow": reflection(rng, 2),
        "data": shared.Quartic(2.0),
        "base": shared.Quartic(1.5),
        "u": u,
        "weights": weights,
    }


@cases(q.kl_change_of_variables)
def single_node(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(1, 1)), rng.uniform(0.1, 0.9, size=1)
    flow = sinh_arcsinh(rng)
    return {"flow": flow, "data": normal(rng, 1), "base": mixture(rng), "u": u, "weights": weights}


@cases(q.kl_change_of_variables, edge=True)
def far_nodes(rng: Rng) -> dict[str, Any]:
    u = np.array([[0.3], [1.0], [-1.0]]) * np.array([[1.0], [60.0], [80.0]])
    flow, weights = shared.AffineFlow(np.array([[1.5]]), rng.normal(size=1)), rng.uniform(0.1, 1.0, size=3)
    return {"flow": flow, "data": normal(rng, 1), "base": normal(rng, 1), "u": u, "weights": weights}


@cases(q.kl_change_of_variables, edge=True)
def nodes_that_base_misses(rng: Rng) -> dict[str, Any]:
    flow, weights = shared.AffineFlow(np.array([[1.5]]), rng.normal(size=1)), rng.uniform(0.1, 1.0, size=3)
    data = shared.Normal(rng.normal(size=1), rng.uniform(900.0, 1600.0, size=(1, 1)))
    base = shared.Normal(rng.normal(size=1), rng.uniform(0.5, 1.0, size=(1, 1)))
    u = np.array([[0.3], [45.0], [-50.0]])
    return {"flow": flow, "data": data, "base": base, "u": u, "weights": weights}


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the density of the model lacks the factor that 2.1.1 is about.",
    fr="Dans `integrand_x`, il manque à la densité du modèle le facteur dont il s'agit en 2.1.1.",
)
def ratio_without_jacobian(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    return change(
        "integrand_x", np.exp(log_p_x) * (log_p_x - base.log_density(u)), flow, data, base, u, weights
    )


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x`, is it the Jacobian of $F$ or that of its inverse? Test the density of the model "
    "for $F(u) = 2u$.",
    fr="Dans `integrand_x`, est-ce la jacobienne de $F$ ou celle de son inverse ? Essayez la densité du "
    "modèle pour $F(u) = 2u$.",
)
def ratio_with_other_jacobian(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    log_model = base.log_density(u) + flow.log_det(u)
    return change("integrand_x", np.exp(log_p_x) * (log_p_x - log_model), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the roles are exchanged: which distribution weighs the logarithm?",
    fr="Dans `integrand_x`, les rôles sont échangés : laquelle des lois pondère le logarithme ?",
)
def ratio_reversed(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x = flow.forward(u)
    log_p_x, log_model = data.log_density(x), pushforward(x, flow, base)
    return change("integrand_x", np.exp(log_model) * (log_model - log_p_x), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the base density is evaluated in the data space. Where does it live?",
    fr="Dans `integrand_x`, la densité de base est évaluée dans l'espace des données. Où vit-elle ?",
)
def ratio_with_base_at_data(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x = flow.forward(u)
    log_p_x, log_model = (
        data.log_density(x),
        pushforward_log_density.push_base_at_data.function(x, flow, base),
    )
    return change("integrand_x", np.exp(log_p_x) * (log_p_x - log_model), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="`substituted` is still an integrand over $x$: the volume element changes as well.",
    fr="`substituted` reste un intégrande sur $x$ : l'élément de volume change aussi.",
)
def same_volume_element(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return change(
        "substituted", proof(flow, data, base, u, weights)["integrand_x"], flow, data, base, u, weights
    )


@mistake(
    q.kl_change_of_variables,
    en="In `substituted` the volume element is upside down. Which variable is integrated over after the "
    "substitution?",
    fr="Dans `substituted`, l'élément de volume est renversé. Sur quelle variable intègre-t-on après la "
    "substitution ?",
)
def inverse_volume_element(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    integrand_x = proof(flow, data, base, u, weights)["integrand_x"]
    return change("substituted", integrand_x * np.exp(-flow.log_det(u)), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="`log_pullback` is not the logarithm of a density: for a normalised $p_X$ it should integrate to "
    "one over $u$.",
    fr="`log_pullback` n'est pas le logarithme d'une densité : pour une $p_X$ normalisée, son intégrale "
    "sur $u$ devrait être un.",
)
def pullback_without_jacobian(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return change("log_pullback", data.log_density(flow.forward(u)), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `log_pullback` the Jacobian has the wrong sign. Where $F$ stretches, do many or few of the "
    "data fall on a unit of $u$?",
    fr="Dans `log_pullback`, la jacobienne a le mauvais signe. Là où $F$ étire, une unité de $u$ "
    "reçoit-elle beaucoup ou peu des données ?",
)
def pullback_sign(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    return change("log_pullback", log_p_x - flow.log_det(u), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_u` the Jacobian has to appear in two places; one of them is missing.",
    fr="Dans `integrand_u`, la jacobienne doit apparaître à deux endroits ; il en manque un.",
)
def jacobian_once(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    weight = np.exp(proof(flow, data, base, u, weights)["log_pullback"])
    return change("integrand_u", weight * (log_p_x - base.log_density(u)), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_u` the expectation is taken under the base. Which distribution comes first in the "
    "divergence?",
    fr="Dans `integrand_u`, l'espérance est prise sous la loi de base. Quelle loi vient en premier dans "
    "la divergence ?",
)
def base_weighs(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_u = base.log_density(u)
    return change(
        "integrand_u",
        np.exp(log_p_u) * (log_p_u - proof(flow, data, base, u, weights)["log_pullback"]),
        flow,
        data,
        base,
        u,
        weights,
    )


@mistake(
    q.kl_change_of_variables,
    en="`kl` is a plain mean of the last integrand: what are the weights for?",
    fr="`kl` est une simple moyenne du dernier intégrande : à quoi servent les poids ?",
)
def unweighted_mean(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return change(
        "kl", np.mean(proof(flow, data, base, u, weights)["integrand_u"]), flow, data, base, u, weights
    )


@mistake(
    q.kl_change_of_variables,
    en="`kl` is a plain sum: put twice as many points in the same interval, and it doubles.",
    fr="`kl` est une simple somme : mettez deux fois plus de points dans le même intervalle, et il double.",
)
def unweighted_sum(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return change(
        "kl", np.sum(proof(flow, data, base, u, weights)["integrand_u"]), flow, data, base, u, weights
    )


@mistake(
    q.kl_change_of_variables,
    en="The nodes are latent points. Which map takes them to the data?",
    fr="Les nœuds sont des points latents. Quelle application les envoie vers les données ?",
)
def inverse_map(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x, log_det = flow.inverse(u), flow.log_det(u)
    log_p_x = data.log_density(x)
    integrand_x = np.exp(log_p_x) * (log_p_x - base.log_density(u) + log_det)
    log_pullback = log_p_x + log_det
    lines = {"x": x, "log_pullback": log_pullback, "integrand_x": integrand_x}
    return compute_rest(lines, "x", flow=flow, data=data, base=base, u=u, weights=weights)


@mistake(
    q.kl_change_of_variables,
    en="NaN at far points: a density that became zero is put under a logarithm. Which quantity stays "
    "finite there?",
    fr="NaN aux points lointains : une densité devenue nulle passe sous un logarithme. Quelle quantité y "
    "reste finie ?",
)
def log_of_ratio(**given: Any) -> dict[str, Any]:
    lines = divide_densities(lambda p, other: p * np.log(p / other), **given)
    return {**lines, "log_pullback": np.log(np.exp(lines["log_pullback"]))}


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x`, only one of the two densities became zero, and your ratio is infinite. Which "
    "quantity stays finite there?",
    fr="Dans `integrand_x`, une seule des deux densités est devenue nulle, et votre rapport est infini. "
    "Quelle quantité y reste finie ?",
)
def log_of_ratio_where_data_are(**given: Any) -> dict[str, Any]:
    def term(p: Any, other: Any) -> Any:
        return np.where(p > 0, p * np.log(np.where(p > 0, p / other, 1.0)), 0.0)

    return divide_densities(term, **given)


@alternative(q.kl_change_of_variables)
def differences(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x = flow.forward(u)
    p_x, pulled = np.exp(data.log_density(x)), data.log_density(x) + flow.log_det(u)
    integrand_x = p_x * data.log_density(x) - p_x * pushforward(x, flow, base)
    integrand_u = np.exp(pulled) * pulled - np.exp(pulled) * base.log_density(u)
    return {
        "x": x,
        "integrand_x": integrand_x,
        "substituted": integrand_x / np.exp(-flow.log_det(u)),
        "log_pullback": pulled,
        "integrand_u": integrand_u,
        "kl": float(np.dot(weights, integrand_u)),
    }


@alternative(q.kl_change_of_variables)
def copied_integrand(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    import torch

    lines = proof(flow, data, base, u, weights)
    substituted = torch.from_numpy(lines["substituted"])
    kl = (torch.from_numpy(weights) * substituted).sum()
    return {**lines, "substituted": substituted, "integrand_u": substituted, "kl": kl}
