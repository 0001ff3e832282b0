"""Hidden twin of part 4.6b.2."""

from __future__ import annotations

from typing import Any

from assignments.hw3_generative_models.q04_6_discriminator_as_estimator import pointwise_variations as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.pointwise_variations)
def variations(discriminator: Any, f0: Any, f1: Any) -> Any:
    first = f1 / discriminator - f0 / (1 - discriminator)
    second = -f1 / discriminator**2 - f0 / (1 - discriminator) ** 2
    return first, second, f1 / (f0 + f1)


@cases(q.pointwise_variations, count=2)
def ordinary_discriminator(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.uniform(0.2, 2.0, size=(2, 5))
    return {"discriminator": rng.uniform(0.05, 0.95, size=5), "f0": f0, "f1": f1}


@cases(q.pointwise_variations)
def at_the_optimum(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.uniform(0.2, 2.0, size=(2, 4))
    return {"discriminator": f1 / (f0 + f1), "f0": f0, "f1": f1}


@cases(q.pointwise_variations)
def single_point(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.uniform(0.2, 2.0, size=(2, 1))
    return {"discriminator": rng.uniform(0.1, 0.4, size=1), "f0": f0, "f1": f1}


@mistake(
    q.pointwise_variations,
    en="Differentiate the second term again: what does the inner function of its logarithm contribute?",
    fr="Dérivez encore une fois le second terme : qu'apporte la fonction intérieure de son logarithme ?",
)
def inner_derivative_forgotten(discriminator: Any, f0: Any, f1: Any) -> Any:
    _, second, point = variations(discriminator, f0, f1)
    return f1 / discriminator + f0 / (1 - discriminator), second, point


@mistake(
    q.pointwise_variations,
    en="With the sign of your second derivative the stationary point would be a minimum.",
    fr="Avec le signe de votre dérivée seconde, le point stationnaire serait un minimum.",
)
def minimum_for_maximum(discriminator: Any, f0: Any, f1: Any) -> Any:
    first, second, point = variations(discriminator, f0, f1)
    return first, -second, point


@mistake(
    q.pointwise_variations,
    en="The two densities have changed places: which one multiplies $\\log D$?",
    fr="Les deux densités ont changé de place : laquelle multiplie $\\log D$ ?",
)
def densities_exchanged(discriminator: Any, f0: Any, f1: Any) -> Any:
    return variations(discriminator, f1, f0)


@mistake(
    q.pointwise_variations,
    en="One of the two terms of your second derivative has the wrong sign: is the objective concave in $D$?",
    fr="Un des deux termes de votre dérivée seconde a le mauvais signe : l'objectif est-il concave en $D$ ?",
)
def second_sign_of_f0(discriminator: Any, f0: Any, f1: Any) -> Any:
    first, _, point = variations(discriminator, f0, f1)
    return first, -f1 / discriminator**2 + f0 / (1 - discriminator) ** 2, point


@mistake(
    q.pointwise_variations,
    en="Your derivatives are right; put the point that you return into the first one.",
    fr="Vos dérivées sont justes ; mettez le point que vous renvoyez dans la première.",
)
def odds_for_point(discriminator: Any, f0: Any, f1: Any) -> Any:
    first, second, _ = variations(discriminator, f0, f1)
    return first, second, f1 / f0


@alternative(q.pointwise_variations)
def autograd_twice(discriminator: Any, f0: Any, f1: Any) -> Any:
    import torch

    d = torch.tensor(discriminator, dtype=torch.float64, requires_grad=True)
    fake, real = torch.tensor(f0, dtype=torch.float64), torch.tensor(f1, dtype=torch.float64)
    objective = (real * torch.log(d) + fake * torch.log(1 - d)).sum()
    (first,) = torch.autograd.grad(objective, d, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), d)
    return first, second, real / (fake + real)


@alternative(q.pointwise_variations)
def common_denominator(discriminator: Any, f0: Any, f1: Any) -> Any:
    rest = 1 - discriminator
    first = (f1 * rest - f0 * discriminator) / (discriminator * rest)
    second = -(f1 * rest**2 + f0 * discriminator**2) / (discriminator * rest) ** 2
    return first, second, 1 / (1 + f0 / f1)
