"""Hidden twin of question 4.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_2_generator_cost as q
from autograder.question import (
    Rng,
    alternative,
    cases,
    mistake,
    reference,
)
from solutions.hw3_generative_models.q04_adversarial_networks import log_sigmoid, naive_sigmoid, sigmoid


@reference(q.non_saturating_cost)
def log_of_discriminator() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "minimax_game",
        "b": "rewards_being_taken_for_real",
        "c": "wrong_composition",
        "d": "wrong_composition",
    }


@cases(q.non_saturating_cost)
def non_saturating_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.non_saturating_cost,
    en="Draw this cost against the logit: is it steep or flat where the discriminator is sure of a fake?",
    fr=r"""
    Tracez ce coût en fonction du logit : est-il raide ou plat là où le discriminateur est sûr d'un faux ?
    """,
)
def minimax_cost() -> dict[str, str]:
    return {**log_of_discriminator(), "answer": "a"}


@mistake(
    q.non_saturating_cost,
    en="Write down what each network takes in and gives out, then read this formula from the inside.",
    fr="Écrivez ce que chaque réseau reçoit et rend, puis lisez cette formule de l'intérieur.",
)
def composition_with_complement() -> dict[str, str]:
    return {**log_of_discriminator(), "answer": "c"}


@mistake(
    q.non_saturating_cost,
    en="Does the composition in this formula exist? Write down what each network takes in and gives out.",
    fr="La composition de cette formule existe-t-elle ? Écrivez ce que chaque réseau reçoit et rend.",
)
def composition_reversed() -> dict[str, str]:
    return {**log_of_discriminator(), "answer": "d"}


@mistake(
    q.non_saturating_cost,
    en="The letter is right, the reason is not: put into words what becomes larger when this cost falls.",
    fr="La lettre est bonne, pas la raison : dites en mots ce qui grandit quand ce coût diminue.",
)
def squared_distance() -> dict[str, str]:
    return {**log_of_discriminator(), "b": "least_squares"}


@reference(q.generator_loss)
def cost_from_logits(logits: Any, kind: str) -> Any:
    if kind == "saturating":
        return -np.mean(np.logaddexp(0.0, logits))
    return np.mean(np.logaddexp(0.0, -logits))


@cases(q.generator_loss, count=2)
def saturating_batch(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(0.0, 2.0, size=6), "kind": "saturating"}


@cases(q.generator_loss, count=2)
def non_saturating_batch(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(0.0, 2.0, size=5), "kind": "non_saturating"}


@cases(q.generator_loss)
def one_sample(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.uniform(-4.0, -2.0, size=1), "kind": "non_saturating"}


@cases(q.generator_loss, edge=True)
def extreme_saturating(rng: Rng) -> dict[str, Any]:
    return {"logits": np.array([-1e4, 800.0, -40.0, 40.0, 0.0]) + rng.normal(size=5), "kind": "saturating"}


@cases(q.generator_loss, edge=True)
def extreme_non_saturating(rng: Rng) -> dict[str, Any]:
    return {
        "logits": np.array([-800.0, 1e4, -40.0, 40.0, 0.0]) + rng.normal(size=5),
        "kind": "non_saturating",
    }


@mistake(
    q.generator_loss,
    en="You give each cost under the name of the other. Which one belongs to the minimax game?",
    fr="Vous donnez chaque coût sous le nom de l'autre. Lequel appartient au jeu minimax ?",
)
def kinds_exchanged(logits: Any, kind: str) -> Any:
    return cost_from_logits(logits, "saturating" if kind == "non_saturating" else "non_saturating")


@mistake(
    q.generator_loss,
    en="Which sign can the mean of the logarithm of a probability have? Look at the minimax cost again.",
    fr="Quel signe peut avoir la moyenne du logarithme d'une probabilité ? Revoyez le coût du minimax.",
)
def saturating_sign(logits: Any, kind: str) -> Any:
    return np.abs(cost_from_logits(logits, kind))


@mistake(
    q.generator_loss,
    en="For large logits the result is infinite or NaN: what is rounded to 0 before its logarithm is taken?",
    fr=r"""
    Pour de grands logits, le résultat est infini ou NaN : qu'est-ce qui est arrondi à 0 avant le logarithme ?
    """,
)
def log_of_naive_sigmoid(logits: Any, kind: str) -> Any:
    d = naive_sigmoid(logits)
    return np.mean(np.log(1 - d)) if kind == "saturating" else -np.mean(np.log(d))


@mistake(
    q.generator_loss,
    en="Finite, but large costs are cut off: a small constant inside the logarithm is not a stable formula.",
    fr=r"""
    Fini, mais les grands coûts sont tronqués : une petite constante dans le log n'est pas une formule stable.
    """,
)
def epsilon_in_log(logits: Any, kind: str) -> Any:
    d = sigmoid(logits)
    return np.mean(np.log(1 - d + 1e-8)) if kind == "saturating" else -np.mean(np.log(d + 1e-8))


@mistake(
    q.generator_loss,
    en="Repeat the batch twice: the cost should not change.",
    fr="Répétez le lot deux fois : le coût ne devrait pas changer.",
)
def sum_over_batch(logits: Any, kind: str) -> Any:
    return cost_from_logits(logits, kind) * len(logits)


@mistake(
    q.generator_loss,
    en="The argument holds logits; you take its values for probabilities.",
    fr="L'argument contient des logits ; vous prenez ses valeurs pour des probabilités.",
)
def logits_as_probabilities(logits: Any, kind: str) -> Any:
    return np.mean(np.log(1 - logits)) if kind == "saturating" else -np.mean(np.log(logits))


@alternative(q.generator_loss)
def cross_entropy(logits: Any, kind: str) -> Any:
    import torch

    values = torch.as_tensor(logits, dtype=torch.float64)
    label = torch.full_like(values, float(kind == "non_saturating"))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(values, label)
    return loss if kind == "non_saturating" else -loss


@alternative(q.generator_loss)
def log_sigmoid_loop(logits: Any, kind: str) -> Any:
    if kind == "saturating":
        return sum(log_sigmoid(-value) for value in logits) / len(logits)
    return -sum(log_sigmoid(value) for value in logits) / len(logits)
