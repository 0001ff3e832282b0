"""Hidden twin of part 2.2.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q02_2_training_divergence import reverse_kl_gradient as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.reverse_kl_gradient)
def reverse_gradient(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope = score(a * u + b)
    return -1 / a - np.mean(slope * u), -np.mean(slope)


@cases(q.reverse_kl_gradient, count=2)
def normal_target(rng: Rng) -> dict[str, Any]:
    score = q.LinearScore(rng.normal(), rng.uniform(0.5, 4.0))
    return {"u": rng.normal(size=8), "a": rng.uniform(1.3, 2.0), "b": rng.normal(), "score": score}


@cases(q.reverse_kl_gradient, count=2)
def quartic_target(rng: Rng) -> dict[str, Any]:
    score = q.CubicScore(rng.uniform(1.0, 2.0))
    return {"u": rng.normal(size=6), "a": -rng.uniform(0.5, 0.9), "b": rng.normal(), "score": score}


@cases(q.reverse_kl_gradient)
def gradient_of_one_sample(rng: Rng) -> dict[str, Any]:
    score = q.LinearScore(rng.normal(), rng.uniform(0.5, 4.0))
    return {"u": rng.normal(size=1), "a": rng.uniform(1.3, 2.0), "b": rng.normal(), "score": score}


@mistake(
    q.reverse_kl_gradient,
    en="The term that keeps the flow from collapsing is missing in the derivative with respect to $a$.",
    fr="Dans la dérivée par rapport à $a$, il manque le terme qui empêche le flot de s'effondrer.",
)
def without_jacobian_gradient(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -np.mean(score(a * u + b) * u), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="With which sign does the log-determinant enter the objective?",
    fr="Avec quel signe le log du déterminant entre-t-il dans l'objectif ?",
)
def gradient_jacobian_sign(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return 1 / a - np.mean(score(a * u + b) * u), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="Your value is wrong for $a < 0$ only. Differentiate the log-determinant on that side, or look at "
    "a finite difference.",
    fr="Votre valeur n'est fausse que pour $a < 0$. Dérivez le log du déterminant de ce côté, ou regardez "
    "une différence finie.",
)
def modulus_of_scale(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -1 / abs(a) - np.mean(score(a * u + b) * u), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="Apply the chain rule: by how much does $F(u)$ move when $a$ moves?",
    fr="Appliquez la règle de la chaîne : de combien $F(u)$ bouge-t-il quand $a$ bouge ?",
)
def without_chain_rule(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -1 / a - np.mean(score(a * u + b)), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="The score of $P_X$ is taken at a latent point; at which point is the density of the data needed?",
    fr="Le score de $P_X$ est pris en un point latent ; en quel point faut-il la densité des données ?",
)
def score_at_latent_point(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -1 / a - np.mean(score(u) * u), -np.mean(score(u))


@mistake(
    q.reverse_kl_gradient,
    en="This is the direction of descent; the derivatives of the objective were asked.",
    fr="C'est la direction de descente ; on demandait les dérivées de l'objectif.",
)
def descent_direction(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope_a, slope_b = reverse_gradient(u, a, b, score)
    return -slope_a, -slope_b


@mistake(
    q.reverse_kl_gradient,
    en="The two derivatives come in the wrong order.",
    fr="Les deux dérivées sont dans le mauvais ordre.",
)
def wrong_order(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope_a, slope_b = reverse_gradient(u, a, b, score)
    return slope_b, slope_a


@mistake(
    q.reverse_kl_gradient,
    en="The derivatives grow with the number of samples; is the objective a sum or a mean?",
    fr="Les dérivées croissent avec le nombre d'échantillons ; l'objectif est-il une somme ou une moyenne ?",
)
def gradient_of_sum(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope_a, slope_b = reverse_gradient(u, a, b, score)
    return len(u) * slope_a, len(u) * slope_b


@alternative(q.reverse_kl_gradient)
def sample_by_sample(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    along_a = [-1 / a - score(np.array([a * point + b]))[0] * point for point in u]
    along_b = [-score(np.array([a * point + b]))[0] for point in u]
    return sum(along_a) / len(u), sum(along_b) / len(u)


@alternative(q.reverse_kl_gradient)
def by_backpropagation(u: Any, a: float, b: float, score: Any) -> Any:
    import torch

    scale = torch.tensor(a, dtype=torch.float64, requires_grad=True)
    shift = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    x = scale * torch.from_numpy(u) + shift
    slope = torch.from_numpy(score(x.detach().numpy()))
    loss = -torch.log(scale.abs()) - (slope * x).mean()
    return torch.autograd.grad(loss, (scale, shift))
