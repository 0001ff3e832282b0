"""Hidden twin of part 2.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q02_normalizing_flows as shared
from assignments.hw3_generative_models.q02_1_change_of_variables import pushforward_log_density as q
from autograder.question import Rng, alternative, cases, mistake, reference
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
