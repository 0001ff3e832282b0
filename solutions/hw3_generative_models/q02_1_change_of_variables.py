"""Hidden twin of question 2.1."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q02_1_change_of_variables as q
from assignments.hw3_generative_models import q02_normalizing_flows as shared
from autograder.question import (
    Function,
    Rng,
    alternative,
    cases,
    follows,
    hidden_law,
    mistake,
    reference,
)
from solutions.hw3_generative_models.q02_normalizing_flows import (
    make_curved,
    mixture,
    normal,
    reflection,
    sinh_arcsinh,
)


@reference(q.pushforward_log_density)
def pushforward(x: Any, flow: Any, base: Any) -> Any:
    u = flow.inverse(x)
    return base.log_density(u) - flow.log_det(u)


@cases(q.pushforward_log_density, count=2)
def heavy_tails(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(scale=2.0, size=(7, 1)), "flow": sinh_arcsinh(rng), "base": normal(rng, 1)}


@cases(q.pushforward_log_density)
def two_coordinates(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(4, 2)), "flow": sinh_arcsinh(rng), "base": shared.Quartic(1.5)}


@cases(q.pushforward_log_density)
def negative_scale(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(5, 1)), "flow": reflection(rng, 1), "base": mixture(rng)}


@cases(q.pushforward_log_density)
def three_dimensions(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(4, 3)), "flow": reflection(rng, 3), "base": normal(rng, 3)}


@cases(q.pushforward_log_density)
def curved(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(6, 2)), "flow": make_curved(rng), "base": normal(rng, 2)}


@cases(q.pushforward_log_density)
def one_row(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(1, 2)), "flow": make_curved(rng), "base": normal(rng, 2)}


@cases(q.pushforward_log_density, edge=True)
def far_tail(rng: Rng) -> dict[str, Any]:
    x = np.array([[1.0], [-1.0]]) * rng.uniform(40.0, 60.0, size=(2, 1))
    return {"x": x, "flow": shared.AffineFlow(np.array([[0.5]]), np.array([1.0])), "base": normal(rng, 1)}


@mistake(
    q.pushforward_log_density,
    en="Stretch the space: does the density of the images go up or down? Try $F(u) = 2u$.",
    fr="Étirez l'espace : la densité des images monte-t-elle ou descend-elle ? Essayez $F(u) = 2u$.",
)
def push_jacobian_sign(x: Any, flow: Any, base: Any) -> Any:
    u = flow.inverse(x)
    return base.log_density(u) + flow.log_det(u)


@mistake(
    q.pushforward_log_density,
    en="Your density does not integrate to one: the map changes lengths and volumes, too.",
    fr="L'intégrale de votre densité n'est pas un : l'application change aussi les longueurs et les volumes.",
)
def push_without_jacobian(x: Any, flow: Any, base: Any) -> Any:
    return base.log_density(flow.inverse(x))


@mistake(
    q.pushforward_log_density,
    en="The Jacobian of $F$ belongs to the latent space. At which point do you evaluate it?",
    fr="La jacobienne de $F$ appartient à l'espace latent. En quel point l'évaluez-vous ?",
)
def push_jacobian_at_data(x: Any, flow: Any, base: Any) -> Any:
    return base.log_density(flow.inverse(x)) - flow.log_det(x)


@mistake(
    q.pushforward_log_density,
    en="You push a data point forward once more. From which latent point did it come?",
    fr="Vous poussez un point des données encore une fois en avant. De quel point latent vient-il ?",
)
def push_forward_again(x: Any, flow: Any, base: Any) -> Any:
    return base.log_density(flow.forward(x)) - flow.log_det(x)


@mistake(
    q.pushforward_log_density,
    en="This would be the density of $F^{-1}(U)$. Which of the two variables is distributed like the base?",
    fr="Ce serait la densité de $F^{-1}(U)$. Laquelle des deux variables suit la loi de base ?",
)
def push_pulls_back(x: Any, flow: Any, base: Any) -> Any:
    return base.log_density(flow.forward(x)) + flow.log_det(x)


@mistake(
    q.pushforward_log_density,
    en="The base density is evaluated at a data point, but it lives in the latent space.",
    fr="La densité de base est évaluée en un point des données, alors qu'elle vit dans l'espace latent.",
)
def push_base_at_data(x: Any, flow: Any, base: Any) -> Any:
    return base.log_density(x) - flow.log_det(flow.inverse(x))


@mistake(
    q.pushforward_log_density,
    en="Far out you take the logarithm of a number that has become zero. Is the density itself needed on "
    "the way?",
    fr="Loin du centre, vous prenez le logarithme d'un nombre devenu nul. Faut-il passer par la densité "
    "elle-même ?",
)
def push_through_density(x: Any, flow: Any, base: Any) -> Any:
    u = flow.inverse(x)
    return np.log(np.exp(base.log_density(u)) / np.exp(flow.log_det(u)))


@alternative(q.pushforward_log_density)
def by_finite_differences(x: Any, flow: Any, base: Any) -> Any:
    steps = 1e-5 * np.eye(x.shape[1])
    columns = [(flow.inverse(x + step) - flow.inverse(x - step)) / 2e-5 for step in steps]
    return base.log_density(flow.inverse(x)) + np.linalg.slogdet(np.stack(columns, axis=2))[1]


@alternative(q.pushforward_log_density)
def row_by_row(x: Any, flow: Any, base: Any) -> Any:
    densities = []
    for row in x:
        u = flow.inverse(row[None, :])
        densities.append(base.log_density(u)[0] - flow.log_det(u)[0])
    return densities


@alternative(q.pushforward_log_density)
def as_tensor(x: Any, flow: Any, base: Any) -> Any:
    import torch

    u = flow.inverse(x)
    return torch.from_numpy(base.log_density(u)) - torch.from_numpy(flow.log_det(u))


@reference(q.kl_change_of_variables)
def proof(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x, log_det = flow.forward(u), flow.log_det(u)
    log_p_x = data.log_density(x)
    integrand_x = np.exp(log_p_x) * (log_p_x - pushforward(x, flow, base))
    log_pullback = log_p_x + log_det
    integrand_u = np.exp(log_pullback) * (log_pullback - base.log_density(u))
    return {
        "x": x,
        "integrand_x": integrand_x,
        "substituted": integrand_x * np.exp(log_det),
        "log_pullback": log_pullback,
        "integrand_u": integrand_u,
        "kl": weights @ integrand_u,
    }


def _own(lines: Any, line: str, size: int) -> Any:
    """A line of the student's, which is used only if it has one number for each latent point."""
    values = np.asarray(lines[line], dtype=float)
    return values if values.shape == (size,) else np.full(size, np.nan)


@follows(q.kl_change_of_variables, "substituted")
def own_integrand_substituted(lines: Any, flow: Any, u: Any, **_: Any) -> Any:
    return _own(lines, "integrand_x", len(u)) * np.exp(flow.log_det(u))


@follows(q.kl_change_of_variables, "integrand_u")
def own_pullback_compared(lines: Any, base: Any, u: Any, **_: Any) -> Any:
    log_pullback = _own(lines, "log_pullback", len(u))
    return np.exp(log_pullback) * (log_pullback - base.log_density(u))


@follows(q.kl_change_of_variables, "kl")
def own_integrand_summed(lines: Any, u: Any, weights: Any, **_: Any) -> Any:
    return weights @ _own(lines, "integrand_u", len(u))


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


def _rest(lines: dict[str, Any], kept: str, **given: Any) -> dict[str, Any]:
    """The lines of a proof, those that rest on others computed again, all but the one that is kept."""
    for relation in (own_integrand_substituted, own_pullback_compared, own_integrand_summed):
        if relation.line != kept:
            lines[relation.line] = relation.function(lines, **given)
    return lines


def _change(line: str, values: Any, flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    """The proof with other values in one line, and what follows from them."""
    lines = {**proof(flow, data, base, u, weights), line: values}
    return _rest(lines, line, flow=flow, data=data, base=base, u=u, weights=weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the density of the model lacks the factor that 2.1.1 is about.",
    fr="Dans `integrand_x`, il manque à la densité du modèle le facteur dont il s'agit en 2.1.1.",
)
def ratio_without_jacobian(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    return _change(
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
    return _change("integrand_x", np.exp(log_p_x) * (log_p_x - log_model), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the roles are exchanged: which distribution weighs the logarithm?",
    fr="Dans `integrand_x`, les rôles sont échangés : laquelle des lois pondère le logarithme ?",
)
def ratio_reversed(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x = flow.forward(u)
    log_p_x, log_model = data.log_density(x), pushforward(x, flow, base)
    return _change("integrand_x", np.exp(log_model) * (log_model - log_p_x), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the base density is evaluated in the data space. Where does it live?",
    fr="Dans `integrand_x`, la densité de base est évaluée dans l'espace des données. Où vit-elle ?",
)
def ratio_with_base_at_data(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x = flow.forward(u)
    log_p_x, log_model = (
        data.log_density(x),
        push_base_at_data.function(x, flow, base),
    )
    return _change("integrand_x", np.exp(log_p_x) * (log_p_x - log_model), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="`substituted` is still an integrand over $x$: the volume element changes as well.",
    fr="`substituted` reste un intégrande sur $x$ : l'élément de volume change aussi.",
)
def same_volume_element(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return _change(
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
    return _change("substituted", integrand_x * np.exp(-flow.log_det(u)), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="`log_pullback` is not the logarithm of a density: for a normalised $p_X$ it should integrate to "
    "one over $u$.",
    fr="`log_pullback` n'est pas le logarithme d'une densité : pour une $p_X$ normalisée, son intégrale "
    "sur $u$ devrait être un.",
)
def pullback_without_jacobian(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return _change("log_pullback", data.log_density(flow.forward(u)), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `log_pullback` the Jacobian has the wrong sign. Where $F$ stretches, do many or few of the "
    "data fall on a unit of $u$?",
    fr="Dans `log_pullback`, la jacobienne a le mauvais signe. Là où $F$ étire, une unité de $u$ "
    "reçoit-elle beaucoup ou peu des données ?",
)
def pullback_sign(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    return _change("log_pullback", log_p_x - flow.log_det(u), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_u` the Jacobian has to appear in two places; one of them is missing.",
    fr="Dans `integrand_u`, la jacobienne doit apparaître à deux endroits ; il en manque un.",
)
def jacobian_once(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_x = data.log_density(flow.forward(u))
    weight = np.exp(proof(flow, data, base, u, weights)["log_pullback"])
    return _change("integrand_u", weight * (log_p_x - base.log_density(u)), flow, data, base, u, weights)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_u` the expectation is taken under the base. Which distribution comes first in the "
    "divergence?",
    fr="Dans `integrand_u`, l'espérance est prise sous la loi de base. Quelle loi vient en premier dans "
    "la divergence ?",
)
def base_weighs(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    log_p_u = base.log_density(u)
    return _change(
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
    return _change(
        "kl", np.mean(proof(flow, data, base, u, weights)["integrand_u"]), flow, data, base, u, weights
    )


@mistake(
    q.kl_change_of_variables,
    en="`kl` is a plain sum: put twice as many points in the same interval, and it doubles.",
    fr="`kl` est une simple somme : mettez deux fois plus de points dans le même intervalle, et il double.",
)
def unweighted_sum(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    return _change(
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
    return _rest(lines, "x", flow=flow, data=data, base=base, u=u, weights=weights)


@mistake(
    q.kl_change_of_variables,
    en="NaN at far points: a density that became zero is put under a logarithm. Which quantity stays "
    "finite there?",
    fr="NaN aux points lointains : une densité devenue nulle passe sous un logarithme. Quelle quantité y "
    "reste finie ?",
)
def log_of_ratio(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x, volume = flow.forward(u), np.exp(flow.log_det(u))
    p_x, p_u = np.exp(data.log_density(x)), np.exp(base.log_density(u))
    pullback = p_x * volume
    integrand_u = pullback * np.log(pullback / p_u)
    return {
        "x": x,
        "integrand_x": p_x * np.log(p_x / (p_u / volume)),
        "substituted": p_x * np.log(p_x / (p_u / volume)) * volume,
        "log_pullback": np.log(pullback),
        "integrand_u": integrand_u,
        "kl": np.sum(weights * integrand_u),
    }


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


@reference(q.affine_flow_kl)
def affine_kl(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl_x = log(abs(a) / s) + (s**2 + (m - b) ** 2) / (2 * a**2) - 0.5
    mean, deviation = (m - b) / a, s / abs(a)
    kl_u = -log(deviation) + (deviation**2 + mean**2) / 2 - 0.5
    return kl_x, kl_u


def _affine(rng: Rng, sign: int) -> dict[str, Any]:
    scale = sign * rng.uniform(1.2, 2.5)
    return {"m": rng.normal() + 2.0, "s": rng.uniform(0.3, 0.9), "a": scale, "b": rng.normal() - 2.0}


@cases(q.affine_flow_kl, count=2)
def same_orientation(rng: Rng) -> dict[str, Any]:
    return _affine(rng, 1)


@cases(q.affine_flow_kl, count=2)
def mirrored(rng: Rng) -> dict[str, Any]:
    return _affine(rng, -1)


@cases(q.affine_flow_kl)
def equal_distributions(rng: Rng) -> dict[str, Any]:
    scale, shift = rng.uniform(0.5, 3.0), rng.normal()
    return {"m": shift, "s": scale, "a": -scale, "b": shift}


@cases(q.affine_flow_kl)
def narrow_data(rng: Rng) -> dict[str, Any]:
    return {"m": 0.0, "s": 1e-6 * rng.uniform(1.0, 2.0), "a": 1.0, "b": 0.0}


@cases(q.affine_flow_kl)
def far_apart(rng: Rng) -> dict[str, Any]:
    return {"m": 30.0 + rng.normal(), "s": 1.2, "a": 0.5, "b": -2.0}


@mistake(
    q.affine_flow_kl,
    en="The logarithm of a negative number: what is the standard deviation of $a U$ when $a < 0$?",
    fr="Le logarithme d'un nombre négatif : quel est l'écart-type de $a U$ quand $a < 0$ ?",
)
def log_of_negative_scale(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = float(np.log(a / s)) + (s**2 + (m - b) ** 2) / (2 * a**2) - 0.5
    return kl, kl


@mistake(
    q.affine_flow_kl,
    en="The roles of the two distributions are exchanged: which of them weighs the integral?",
    fr="Les rôles des deux lois sont échangés : laquelle pondère l'intégrale ?",
)
def affine_roles_exchanged(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = log(s / abs(a)) + (a**2 + (m - b) ** 2) / (2 * s**2) - 0.5
    return kl, kl


@mistake(
    q.affine_flow_kl,
    en="`kl_x` is right, `kl_u` is not: which mean does $F^{-1}(X)$ have?",
    fr="`kl_x` est juste, `kl_u` ne l'est pas : quelle moyenne a $F^{-1}(X)$ ?",
)
def latent_mean_not_scaled(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    deviation = s / abs(a)
    return affine_kl(m, s, a, b)[0], -log(deviation) + (deviation**2 + (m - b) ** 2) / 2 - 0.5


@mistake(
    q.affine_flow_kl,
    en="`kl_x` is right, `kl_u` is not: which standard deviation does $F^{-1}(X)$ have?",
    fr="`kl_x` est juste, `kl_u` ne l'est pas : quel écart-type a $F^{-1}(X)$ ?",
)
def latent_deviation_not_scaled(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    return affine_kl(m, s, a, b)[0], -log(s) + (s**2 + ((m - b) / a) ** 2) / 2 - 0.5


@mistake(
    q.affine_flow_kl,
    en="Make the two distributions equal: is your divergence zero then?",
    fr="Rendez les deux lois égales : votre divergence est-elle alors nulle ?",
)
def half_missing(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl_x, kl_u = affine_kl(m, s, a, b)
    return kl_x + 0.5, kl_u + 0.5


@mistake(
    q.affine_flow_kl,
    en="Variances and standard deviations are mixed up: if $u$ is multiplied by $a$, by what is its "
    "variance multiplied?",
    fr="Variances et écarts-types sont confondus : si l'on multiplie $u$ par $a$, par quoi sa variance "
    "est-elle multipliée ?",
)
def scale_as_variance(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = log(abs(a) / s) / 2 + (s + (m - b) ** 2) / (2 * abs(a)) - 0.5
    return kl, kl


@alternative(q.affine_flow_kl)
def from_torch(m: float, s: float, a: float, b: float) -> tuple[Any, Any]:
    import torch
    from torch.distributions import Normal, kl_divergence

    mean, deviation, scale, shift = (torch.tensor(v, dtype=torch.float64) for v in (m, s, a, b))
    base = Normal(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64))
    kl_x = kl_divergence(Normal(mean, deviation), Normal(shift, scale.abs()))
    return kl_x, kl_divergence(Normal((mean - shift) / scale, deviation / scale.abs()), base)


def _quadrature(mean: float, deviation: float, shift: float, scale: float) -> float:
    """KL between two normals by the trapezoidal rule over 12 standard deviations of the first."""
    z, step = np.linspace(-12.0, 12.0, 801, retstep=True)
    x = mean + deviation * z
    log_p = -0.5 * z**2 - np.log(deviation)
    log_q = -0.5 * ((x - shift) / scale) ** 2 - np.log(scale)
    return float(np.sum(np.exp(-0.5 * z**2) * (log_p - log_q)) * step / np.sqrt(2 * np.pi))


@alternative(q.affine_flow_kl)
def by_quadrature(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    return _quadrature(m, s, b, abs(a)), _quadrature((m - b) / a, s / abs(a), 0.0, 1.0)


@reference(q.lossy_map_witness)
def merged_pair() -> tuple[Any, Any, Any]:
    return np.array([0.9, 0.1]), np.array([0.1, 0.9]), np.array([0, 0])


def _read_witness(f: Function) -> tuple[Any, Any, Any] | None:
    """The arrays of an untrusted witness, if their sizes and labels are in order."""
    p, second, labels = (np.asarray(array, dtype=float) for array in f())
    sizes = 2 <= p.size <= 1000 and p.shape == second.shape == labels.shape == (p.size,)
    if not sizes or not np.isfinite(labels).all() or (labels != np.round(labels)).any():
        return None
    return p, second, labels


def _is_distribution(values: Any) -> bool:
    return bool(np.all(values > 0) and np.all(values <= 1) and abs(np.sum(values) - 1) <= 1e-6)


def _divergence(p: Any, other: Any) -> float:
    return float(np.sum(p * (np.log(p) - np.log(other))))


@hidden_law(
    q.lossy_map_witness,
    en="The three arrays should have the same length, at least 2 and at most 1000, and the labels should "
    "be integers.",
    fr="Les trois tableaux doivent avoir la même longueur, de 2 à 1000, et les étiquettes doivent être "
    "des entiers.",
)
def same_length(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _read_witness(f) is not None, True


@hidden_law(
    q.lossy_map_witness,
    en="`p` and `q` should be distributions: every number above zero, and a sum of one.",
    fr="`p` et `q` doivent être des lois : des nombres tous strictement positifs, de somme un.",
)
def distributions(f: Function, rng: Rng) -> tuple[Any, Any]:
    witness = _read_witness(f)
    return witness is not None and _is_distribution(witness[0]) and _is_distribution(witness[1]), True


@hidden_law(
    q.lossy_map_witness,
    en="No two atoms share a label, so the map can be inverted. How could anything be lost?",
    fr="Aucune étiquette n'est partagée : l'application est inversible. Que pourrait-elle perdre ?",
)
def shared_label(f: Function, rng: Rng) -> tuple[Any, Any]:
    witness = _read_witness(f)
    return witness is not None and np.unique(witness[2]).size < witness[2].size, True


@hidden_law(
    q.lossy_map_witness,
    en="The map loses too little: compute both divergences of your example.",
    fr="L'application perd trop peu : calculez les deux divergences de votre exemple.",
)
def loses_enough(f: Function, rng: Rng) -> tuple[Any, Any]:
    witness = _read_witness(f)
    if witness is None or not (_is_distribution(witness[0]) and _is_distribution(witness[1])):
        return False, True
    p, other, labels = witness
    place = np.unique(labels, return_inverse=True)[1]
    after = _divergence(np.bincount(place, p), np.bincount(place, other))
    return _divergence(p, other) - after >= 0.1 - 1e-9, True


@mistake(
    q.lossy_map_witness,
    en="Each atom has its own label: this map can be inverted.",
    fr="Chaque atome a sa propre étiquette : cette application est inversible.",
)
def permutation() -> tuple[Any, Any, Any]:
    return np.array([0.9, 0.1]), np.array([0.1, 0.9]), np.array([1, 0])


@mistake(
    q.lossy_map_witness,
    en="The two distributions are equal: there is nothing to lose.",
    fr="Les deux lois sont égales : il n'y a rien à perdre.",
)
def nothing_to_lose() -> tuple[Any, Any, Any]:
    return np.array([0.5, 0.5]), np.array([0.5, 0.5]), np.array([0, 0])


@mistake(
    q.lossy_map_witness,
    en="Compare the ratio of the two probabilities among the atoms that you merge. When does merging lose "
    "something?",
    fr="Comparez le rapport des deux probabilités entre les atomes que vous fusionnez. Quand la fusion "
    "perd-elle quelque chose ?",
)
def merged_at_equal_ratio() -> tuple[Any, Any, Any]:
    return np.array([0.2, 0.2, 0.6]), np.array([0.4, 0.4, 0.2]), np.array([0, 0, 1])


@mistake(
    q.lossy_map_witness,
    en="One of the probabilities is zero; the divergence is then at a limit. Keep them all positive.",
    fr="L'une des probabilités est nulle ; la divergence est alors un cas limite. Gardez-les toutes "
    "strictement positives.",
)
def zero_probability() -> tuple[Any, Any, Any]:
    return np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0, 0])


@alternative(q.lossy_map_witness)
def two_of_three() -> tuple[Any, Any, Any]:
    return np.array([0.7, 0.1, 0.2]), np.array([0.1, 0.7, 0.2]), np.array([5, 5, -2])


@alternative(q.lossy_map_witness)
def two_pairs() -> tuple[Any, Any, Any]:
    return [0.4, 0.1, 0.4, 0.1], [0.1, 0.4, 0.1, 0.4], [0, 0, 1, 1]


@alternative(q.lossy_map_witness)
def parity_of_many() -> tuple[Any, Any, Any]:
    p = np.linspace(1.0, 9.0, 400)
    return p / p.sum(), p[::-1] / p.sum(), np.arange(400) % 2
