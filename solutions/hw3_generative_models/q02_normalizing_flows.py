"""Hidden twin of question 2."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q02_normalizing_flows as q
from autograder.question import (
    Function,
    Rng,
    Text,
    alternative,
    cases,
    follows,
    hidden_law,
    mistake,
    reference,
    rubric,
)


def _normal(rng: Rng, size: int) -> q.Normal:
    root = rng.normal(scale=0.4, size=(size, size)) + np.eye(size)
    return q.Normal(rng.normal(scale=0.7, size=size), root @ root.T + 0.1 * np.eye(size))


def _mixture(rng: Rng) -> q.Mixture:
    means = np.array([-2.0, 1.0]) + rng.normal(scale=0.3, size=2)
    return q.Mixture(rng.dirichlet([5.0, 5.0]), means, rng.uniform(0.5, 0.9, size=2))


def _sinh_arcsinh(rng: Rng) -> q.SinhArcsinhFlow:
    return q.SinhArcsinhFlow(rng.uniform(0.6, 0.8), rng.uniform(0.3, 0.6))


def _curved(rng: Rng) -> q.CurvedFlow:
    return q.CurvedFlow(rng.uniform(1.4, 1.8), rng.uniform(0.3, 0.5))


def _reflection(rng: Rng, size: int) -> q.AffineFlow:
    """An affine flow whose determinant is negative and not near -1."""
    matrix = np.eye(size) + np.tril(rng.normal(size=(size, size)), -1)
    matrix[0, 0] = -rng.uniform(1.5, 2.5)
    return q.AffineFlow(matrix, rng.normal(size=size) + 1.0)


@reference(q.pushforward_log_density)
def pushforward(x: Any, flow: Any, base: Any) -> Any:
    u = flow.inverse(x)
    return base.log_density(u) - flow.log_det(u)


@cases(q.pushforward_log_density, count=2)
def heavy_tails(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(scale=2.0, size=(7, 1)), "flow": _sinh_arcsinh(rng), "base": _normal(rng, 1)}


@cases(q.pushforward_log_density)
def two_coordinates(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(4, 2)), "flow": _sinh_arcsinh(rng), "base": q.Quartic(1.5)}


@cases(q.pushforward_log_density)
def negative_scale(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(5, 1)), "flow": _reflection(rng, 1), "base": _mixture(rng)}


@cases(q.pushforward_log_density)
def three_dimensions(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(4, 3)), "flow": _reflection(rng, 3), "base": _normal(rng, 3)}


@cases(q.pushforward_log_density)
def curved(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(6, 2)), "flow": _curved(rng), "base": _normal(rng, 2)}


@cases(q.pushforward_log_density)
def one_row(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(1, 2)), "flow": _curved(rng), "base": _normal(rng, 2)}


@cases(q.pushforward_log_density, edge=True)
def far_tail(rng: Rng) -> dict[str, Any]:
    x = np.array([[1.0], [-1.0]]) * rng.uniform(40.0, 60.0, size=(2, 1))
    return {"x": x, "flow": q.AffineFlow(np.array([[0.5]]), np.array([1.0])), "base": _normal(rng, 1)}


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
    en="Far out you take the logarithm of a number that has become zero. Is the density itself needed on the way?",
    fr="Loin du centre, vous prenez le logarithme d'un nombre devenu nul. Faut-il passer par la densité elle-même ?",
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
    flow = _sinh_arcsinh(rng)
    return {"flow": flow, "data": _mixture(rng), "base": _normal(rng, 1), "u": u, "weights": weights}


@cases(q.kl_change_of_variables)
def bent_plane(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(6, 2)), rng.uniform(0.1, 1.0, size=6)
    return {"flow": _curved(rng), "data": _normal(rng, 2), "base": _normal(rng, 2), "u": u, "weights": weights}


@cases(q.kl_change_of_variables)
def unnormalised(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(5, 2)), rng.normal(size=5)
    return {"flow": _reflection(rng, 2), "data": q.Quartic(2.0), "base": q.Quartic(1.5), "u": u, "weights": weights}


@cases(q.kl_change_of_variables)
def single_node(rng: Rng) -> dict[str, Any]:
    u, weights = rng.normal(size=(1, 1)), rng.uniform(0.1, 0.9, size=1)
    flow = _sinh_arcsinh(rng)
    return {"flow": flow, "data": _normal(rng, 1), "base": _mixture(rng), "u": u, "weights": weights}


@cases(q.kl_change_of_variables, edge=True)
def far_nodes(rng: Rng) -> dict[str, Any]:
    u = np.array([[0.3], [1.0], [-1.0]]) * np.array([[1.0], [60.0], [80.0]])
    flow, weights = q.AffineFlow(np.array([[1.5]]), rng.normal(size=1)), rng.uniform(0.1, 1.0, size=3)
    return {"flow": flow, "data": _normal(rng, 1), "base": _normal(rng, 1), "u": u, "weights": weights}


def _change(line: str, values: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The proof with other values in one line, and the lines after it that rest on it."""
    lines = {**proof(**given), line: values}
    for relation in (own_integrand_substituted, own_pullback_compared, own_integrand_summed):
        if relation.line != line:
            lines[relation.line] = relation.function(lines, **given)
    return lines


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the density of the model lacks the factor that 2.1.1 is about.",
    fr="Dans `integrand_x`, il manque à la densité du modèle le facteur dont il s'agit en 2.1.1.",
)
def ratio_without_jacobian(**given: Any) -> dict[str, Any]:
    log_p_x = given["data"].log_density(given["flow"].forward(given["u"]))
    return _change("integrand_x", np.exp(log_p_x) * (log_p_x - given["base"].log_density(given["u"])), given)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x`, is it the Jacobian of $F$ or that of its inverse? Test the density of the model for $F(u) = 2u$.",
    fr="Dans `integrand_x`, est-ce la jacobienne de $F$ ou celle de son inverse ? Essayez la densité du modèle pour "
    "$F(u) = 2u$.",
)
def ratio_with_other_jacobian(**given: Any) -> dict[str, Any]:
    log_p_x = given["data"].log_density(given["flow"].forward(given["u"]))
    log_model = given["base"].log_density(given["u"]) + given["flow"].log_det(given["u"])
    return _change("integrand_x", np.exp(log_p_x) * (log_p_x - log_model), given)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the roles are exchanged: which distribution weighs the logarithm?",
    fr="Dans `integrand_x`, les rôles sont échangés : laquelle des lois pondère le logarithme ?",
)
def ratio_reversed(**given: Any) -> dict[str, Any]:
    x = given["flow"].forward(given["u"])
    log_p_x, log_model = given["data"].log_density(x), pushforward(x, given["flow"], given["base"])
    return _change("integrand_x", np.exp(log_model) * (log_model - log_p_x), given)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_x` the base density is evaluated in the data space. Where does it live?",
    fr="Dans `integrand_x`, la densité de base est évaluée dans l'espace des données. Où vit-elle ?",
)
def ratio_with_base_at_data(**given: Any) -> dict[str, Any]:
    x = given["flow"].forward(given["u"])
    log_p_x, log_model = given["data"].log_density(x), push_base_at_data.function(x, given["flow"], given["base"])
    return _change("integrand_x", np.exp(log_p_x) * (log_p_x - log_model), given)


@mistake(
    q.kl_change_of_variables,
    en="`substituted` is still an integrand over $x$: the volume element changes as well.",
    fr="`substituted` reste un intégrande sur $x$ : l'élément de volume change aussi.",
)
def same_volume_element(**given: Any) -> dict[str, Any]:
    return _change("substituted", proof(**given)["integrand_x"], given)


@mistake(
    q.kl_change_of_variables,
    en="In `substituted` the volume element is upside down. Which variable is integrated over after the substitution?",
    fr="Dans `substituted`, l'élément de volume est renversé. Sur quelle variable intègre-t-on après la substitution ?",
)
def inverse_volume_element(**given: Any) -> dict[str, Any]:
    integrand_x = proof(**given)["integrand_x"]
    return _change("substituted", integrand_x * np.exp(-given["flow"].log_det(given["u"])), given)


@mistake(
    q.kl_change_of_variables,
    en="`log_pullback` is not the logarithm of a density: for a normalised $p_X$ it should integrate to one over $u$.",
    fr="`log_pullback` n'est pas le logarithme d'une densité : pour une $p_X$ normalisée, son intégrale sur $u$ "
    "devrait être un.",
)
def pullback_without_jacobian(**given: Any) -> dict[str, Any]:
    return _change("log_pullback", given["data"].log_density(given["flow"].forward(given["u"])), given)


@mistake(
    q.kl_change_of_variables,
    en="In `log_pullback` the Jacobian has the wrong sign. Where $F$ stretches, do many or few of the data fall on a unit of $u$?",
    fr="Dans `log_pullback`, la jacobienne a le mauvais signe. Là où $F$ étire, une unité de $u$ reçoit-elle beaucoup ou "
    "peu des données ?",
)
def pullback_sign(**given: Any) -> dict[str, Any]:
    log_p_x = given["data"].log_density(given["flow"].forward(given["u"]))
    return _change("log_pullback", log_p_x - given["flow"].log_det(given["u"]), given)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_u` the Jacobian has to appear in two places; one of them is missing.",
    fr="Dans `integrand_u`, la jacobienne doit apparaître à deux endroits ; il en manque un.",
)
def jacobian_once(**given: Any) -> dict[str, Any]:
    log_p_x = given["data"].log_density(given["flow"].forward(given["u"]))
    weight = np.exp(proof(**given)["log_pullback"])
    return _sum_again("integrand_u", weight * (log_p_x - given["base"].log_density(given["u"])), given)


@mistake(
    q.kl_change_of_variables,
    en="In `integrand_u` the expectation is taken under the base. Which distribution comes first in the divergence?",
    fr="Dans `integrand_u`, l'espérance est prise sous la loi de base. Quelle loi vient en premier dans la divergence ?",
)
def base_weighs(**given: Any) -> dict[str, Any]:
    log_p_u = given["base"].log_density(given["u"])
    return _sum_again("integrand_u", np.exp(log_p_u) * (log_p_u - proof(**given)["log_pullback"]), given)


@mistake(
    q.kl_change_of_variables,
    en="`kl` is a plain sum or mean; what are the weights for?",
    fr="`kl` est une simple somme ou moyenne ; à quoi servent les poids ?",
)
def unweighted_mean(**given: Any) -> dict[str, Any]:
    return _change("kl", np.mean(proof(**given)["integrand_u"]), given)


@mistake(
    q.kl_change_of_variables,
    en="`kl` leaves out the weights: it depends on the number of points.",
    fr="`kl` omet les poids : il dépend du nombre de points.",
)
def unweighted_sum(**given: Any) -> dict[str, Any]:
    return _change("kl", np.sum(proof(**given)["integrand_u"]), given)
