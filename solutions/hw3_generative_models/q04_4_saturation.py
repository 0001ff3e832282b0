"""Hidden twin of question 4.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_4_saturation as q
from autograder.question import (
    Rng,
    Text,
    alternative,
    cases,
    mistake,
    reference,
    rubric,
)
from solutions.hw3_generative_models.q04_adversarial_networks import naive_sigmoid, sigmoid


@reference(q.generator_gradients)
def gradients(logits: Any) -> Any:
    return -sigmoid(logits), -sigmoid(-logits), -logits


@cases(q.generator_gradients, count=2)
def ordinary_logits(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(0.0, 3.0, size=6)}


@cases(q.generator_gradients)
def early_training(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.uniform(-9.0, -4.0, size=4)}


@cases(q.generator_gradients)
def single_logit(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.uniform(1.0, 4.0, size=1)}


@cases(q.generator_gradients, edge=True)
def extreme_logits(rng: Rng) -> dict[str, Any]:
    return {"logits": np.array([-690.0, 690.0, -40.0, 40.0]) + rng.uniform(-9.0, 9.0, size=4)}


@cases(q.generator_gradients)
def undecided(rng: Rng) -> dict[str, Any]:
    return {"logits": np.zeros(2)}


@cases(q.generator_gradients, edge=True)
def empty_batch(rng: Rng) -> dict[str, Any]:
    return {"logits": np.zeros(0)}


@mistake(
    q.generator_gradients,
    en="Print both derivatives for a logit of 40: which difference is rounded away?",
    fr="Affichez les deux dérivées pour un logit de 40 : quelle différence l'arrondi fait-il disparaître ?",
)
def one_minus_sigmoid(logits: Any) -> Any:
    return -sigmoid(logits), -(1 - sigmoid(logits)), -logits


@mistake(
    q.generator_gradients,
    en=r"$1 - D$ loses the digits that $\sigma(-l)$ keeps, and your logarithm is lost with them.",
    fr=r"$1 - D$ perd les chiffres que $\sigma(-l)$ garde, et votre logarithme se perd avec eux.",
)
def logarithm_of_what_is_left(logits: Any) -> Any:
    d = naive_sigmoid(logits)
    return -d, -(1 - d), np.log((1 - d) / d)


@mistake(
    q.generator_gradients,
    en="The two costs have changed places: whose derivative dies when the discriminator is sure of a fake?",
    fr=r"""
    Les deux coûts sont échangés : de qui la dérivée meurt-elle quand le discriminateur est sûr d'un faux ?
    """,
)
def costs_exchanged(logits: Any) -> Any:
    return -sigmoid(-logits), -sigmoid(logits), np.asarray(logits)


@mistake(
    q.generator_gradients,
    en=r"""
    A cost that is minimised has to push the logit of a fake upwards: which sign has its derivative then?
    """,
    fr=r"""
    Un coût qu'on minimise doit pousser le logit d'un faux vers le haut : quel est alors le signe de sa
    dérivée ?
    """,
)
def opposite_signs(logits: Any) -> Any:
    return sigmoid(logits), sigmoid(-logits), -logits


@mistake(
    q.generator_gradients,
    en=r"""
    You differentiated with respect to the probability, not to the logit: a factor of the chain rule is
    missing.
    """,
    fr=r"""
    Vous avez dérivé par rapport à la probabilité, pas au logit : il manque un facteur de la dérivation en
    chaîne.
    """,
)
def derivatives_by_probability(logits: Any) -> Any:
    d = naive_sigmoid(logits)
    return -1 / (1 - d), -1 / d, np.log((1 - d) / d)


@mistake(
    q.generator_gradients,
    en="The derivatives are right, the ratio is upside down: which of the two is in the numerator?",
    fr="Les dérivées sont justes, le rapport est renversé : laquelle des deux est au numérateur ?",
)
def ratio_inverted(logits: Any) -> Any:
    return -sigmoid(logits), -sigmoid(-logits), np.asarray(logits)


@mistake(
    q.generator_gradients,
    en="Your derivatives shrink when the batch grows; they are asked for each sample on its own.",
    fr=r"""
    Vos dérivées diminuent quand le lot grandit ; elles sont demandées pour chaque échantillon pris seul.
    """,
)
def gradient_of_mean(logits: Any) -> Any:
    return -sigmoid(logits) / len(logits), -sigmoid(-logits) / len(logits), -logits


@mistake(
    q.generator_gradients,
    en="Your third array holds the ratio itself; its logarithm is asked.",
    fr="Votre troisième tableau contient le rapport lui-même ; on en demande le logarithme.",
)
def ratio_without_logarithm(logits: Any) -> Any:
    return -sigmoid(logits), -sigmoid(-logits), np.exp(-logits)


@alternative(q.generator_gradients)
def by_autograd(logits: Any) -> Any:
    import torch

    values = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    log_sigmoid = torch.nn.functional.logsigmoid
    (saturating,) = torch.autograd.grad(log_sigmoid(-values).sum(), values)
    (non_saturating,) = torch.autograd.grad(-log_sigmoid(values).sum(), values)
    return saturating, non_saturating, torch.log(non_saturating.abs()) - torch.log(saturating.abs())


@alternative(q.generator_gradients)
def from_softplus(logits: Any) -> Any:
    up, down = np.logaddexp(0.0, logits), np.logaddexp(0.0, -logits)
    return -np.exp(-down), -np.exp(-up), down - up


@alternative(q.generator_gradients)
def from_exponentials(logits: Any) -> Any:
    return -1 / (1 + np.exp(-logits)), -1 / (1 + np.exp(logits)), -logits


choice_of_cost_rubric = rubric(
    q.choice_of_cost,
    (
        0.5,
        Text(
            en=r"""
            Says when it matters: early in training (or whenever the discriminator is far ahead), when
            generated samples are rejected with certainty, $D(G(z)) \approx 0$.
            """,
            fr=r"""
            Dit quand cela compte : au début de l'entraînement (ou dès que le discriminateur a beaucoup
            d'avance), quand les échantillons engendrés sont rejetés avec certitude, $D(G(z)) \approx 0$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Chooses the non-saturating cost because its gradient with respect to the logit stays near $-1$
            there, while that of the saturating cost vanishes. The bare name without the reason earns
            nothing.
            """,
            fr=r"""
            Choisit le coût non saturant parce que son gradient par rapport au logit y reste proche de $-1$,
            alors que celui du coût saturant s'annule. Le seul nom, sans la raison, ne rapporte rien.
            """,
        ),
    ),
)
