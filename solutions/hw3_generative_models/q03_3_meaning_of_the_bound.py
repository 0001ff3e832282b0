"""Hidden twin of question 3.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q03_3_meaning_of_the_bound as q
from autograder.question import Function, Rng, alternative, cases, hidden_law, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import expect


@reference(q.elbo_consequences)
def consequences() -> dict[str, str]:
    return {
        "answer": "abd",
        "a": "gap_is_not_negative",
        "b": "marginal_stays_fixed",
        "c": "stochastic_gradients",
        "d": "gap_changes_with_q",
    }


@cases(q.elbo_consequences)
def consequences_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.elbo_consequences,
    en="With the model fixed, $\\log p(x)$ does not move; what must happen to the rest when the ELBO rises?",
    fr="Avec un modèle fixé, $\\log p(x)$ ne bouge pas ; que doit devenir le reste quand l'ELBO monte ?",
)
def divergence_not_minimised() -> dict[str, str]:
    return {**consequences(), "answer": "ad"}


@mistake(
    q.elbo_consequences,
    en="One of your statements contradicts the way in which VAEs are trained.",
    fr="L'un de vos énoncés contredit la façon dont on entraîne les VAE.",
)
def all_statements() -> dict[str, str]:
    return {**consequences(), "answer": "abcd"}


@mistake(
    q.elbo_consequences,
    en="A bound, yes; but look at what is missing between it and $\\log p(x)$, and at what that depends on.",
    fr="Une borne, certes ; mais regardez ce qui la sépare de $\\log p(x)$, et de quoi cela dépend.",
)
def bound_only() -> dict[str, str]:
    return {**consequences(), "answer": "a"}


@mistake(
    q.elbo_consequences,
    en="Compute the gap of two different $q$ for the same model: does it change?",
    fr="Calculez l'écart pour deux $q$ différents et le même modèle : change-t-il ?",
)
def tightness_is_constant() -> dict[str, str]:
    return {**consequences(), "answer": "ab"}


@mistake(
    q.elbo_consequences,
    en="The letters are right, but one reason is not: did you need the exact posterior to compute the "
    "ELBO in 3.2?",
    fr="Les lettres sont justes, mais pas une raison : aviez-vous besoin du postérieur exact pour "
    "calculer l'ELBO en 3.2 ?",
)
def posterior_needed() -> dict[str, str]:
    return {**consequences(), "c": "needs_exact_posterior"}


RISE = 0.1


def read_models(f: Function) -> list[tuple[Any, Any]]:
    """The two models of a witness, or none if their form is not as asked."""
    answer = f()
    pairs = [[np.asarray(answer[f"{name}_{i}"], float) for name in ("log_joint", "log_q")] for i in (1, 2)]
    sizes = {array.shape for pair in pairs for array in pair}
    if len(sizes) != 1 or sizes.pop() not in {(size,) for size in range(1, 101)}:
        return []
    return [(log_joint, log_q) for log_joint, log_q in pairs]


def elbo_and_kl(log_joint: Any, log_q: Any) -> tuple[float, float]:
    elbo = expect(log_q, log_joint - log_q)
    return float(elbo), float(np.logaddexp.reduce(log_joint) - elbo)


@reference(q.both_rise_witness)
def better_model_worse_posterior() -> dict[str, Any]:
    half = np.log([0.5, 0.5])
    return {
        "log_joint_1": np.log([0.05, 0.05]),
        "log_q_1": half,
        "log_joint_2": np.log([0.8, 0.1]),
        "log_q_2": half,
    }


@hidden_law(
    q.both_rise_witness,
    en="The four arrays must have the same length, from 1 to 100.",
    fr="Les quatre tableaux doivent avoir la même longueur, de 1 à 100.",
)
def same_length(f: Function, rng: Rng) -> tuple[Any, Any]:
    return bool(read_models(f)), True


@hidden_law(
    q.both_rise_witness,
    en="One of your $q$ does not sum to one.",
    fr="L'une de vos lois $q$ ne somme pas à un.",
)
def q_is_normalised(f: Function, rng: Rng) -> tuple[Any, Any]:
    models = read_models(f)
    return bool(models) and all(abs(np.exp(log_q).sum() - 1) < 1e-6 for _, log_q in models), True


@hidden_law(
    q.both_rise_witness,
    en="In one of your models $x$ has a probability above one.",
    fr="Dans l'un de vos modèles, la probabilité de $x$ dépasse un.",
)
def marginal_is_at_most_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    models = read_models(f)
    return bool(models) and all(np.exp(log_joint).sum() <= 1 + 1e-6 for log_joint, _ in models), True


@hidden_law(
    q.both_rise_witness,
    en="The ELBO does not rise enough from your first model to the second.",
    fr="L'ELBO ne monte pas assez de votre premier modèle au second.",
)
def elbo_rises(f: Function, rng: Rng) -> tuple[Any, Any]:
    elbos = [elbo_and_kl(*model)[0] for model in read_models(f)]
    return len(elbos) == 2 and elbos[1] - elbos[0] >= RISE - 1e-9, True


@hidden_law(
    q.both_rise_witness,
    en="The divergence from the posterior does not rise enough from your first model to the second.",
    fr="La divergence au postérieur ne monte pas assez de votre premier modèle au second.",
)
def divergence_rises(f: Function, rng: Rng) -> tuple[Any, Any]:
    divergences = [elbo_and_kl(*model)[1] for model in read_models(f)]
    return len(divergences) == 2 and divergences[1] - divergences[0] >= RISE - 1e-9, True


@mistake(
    q.both_rise_witness,
    en="Both models are the same here; then one of the two quantities rises by what the other loses.",
    fr="Ici, les deux modèles sont les mêmes ; l'une des deux quantités gagne alors ce que l'autre perd.",
)
def same_model() -> dict[str, Any]:
    joint = np.log([0.2, 0.1])
    return {
        "log_joint_1": joint,
        "log_q_1": np.log([0.5, 0.5]),
        "log_joint_2": joint,
        "log_q_2": np.log([0.6, 0.4]),
    }


@mistake(
    q.both_rise_witness,
    en="The ELBO rises, but your second $q$ fits its model better than the first; let it fit worse.",
    fr="L'ELBO monte, mais votre second $q$ convient mieux à son modèle que le premier ; qu'il convienne "
    "moins bien.",
)
def divergence_falls() -> dict[str, Any]:
    joints = np.log([0.08, 0.02]), np.log([0.3, 0.3])
    return {
        "log_joint_1": joints[0],
        "log_q_1": np.log([0.2, 0.8]),
        "log_joint_2": joints[1],
        "log_q_2": np.log([0.5, 0.5]),
    }


@mistake(
    q.both_rise_witness,
    en="Sum a row of your second joint over the states: what should that number be?",
    fr="Sommez une ligne de votre seconde jointe sur les états : que devrait être ce nombre ?",
)
def joint_above_one() -> dict[str, Any]:
    half = np.log([0.5, 0.5])
    return {"log_joint_1": half, "log_q_1": half, "log_joint_2": np.log([8.0, 1.0]), "log_q_2": half}


@mistake(
    q.both_rise_witness,
    en="Your second $q$ has lost some of its probability: sum it over the states.",
    fr="Votre second $q$ a perdu une partie de sa probabilité : sommez-le sur les états.",
)
def q_loses_probability() -> dict[str, Any]:
    return {**better_model_worse_posterior(), "log_q_2": np.log([0.1, 0.1])}


@alternative(q.both_rise_witness)
def three_states() -> dict[str, Any]:
    return {
        "log_joint_1": np.log([0.01, 0.01, 0.01]),
        "log_q_1": np.log([1 / 3, 1 / 3, 1 / 3]),
        "log_joint_2": np.log([0.6, 0.2, 0.05]),
        "log_q_2": np.log([0.2, 0.3, 0.5]),
    }


@alternative(q.both_rise_witness)
def q_moves_as_well() -> dict[str, Any]:
    return {
        "log_joint_1": np.log([0.02, 0.01]),
        "log_q_1": np.log([2 / 3, 1 / 3]),
        "log_joint_2": np.log([0.7, 0.2]),
        "log_q_2": np.log([0.4, 0.6]),
    }


@alternative(q.both_rise_witness)
def tiny_joints_with_a_zero() -> dict[str, Any]:
    import torch

    return {
        "log_joint_1": torch.tensor([-9000.0, -9000.0, -torch.inf]),
        "log_q_1": torch.tensor([0.5, 0.5, 0.0]).log(),
        "log_joint_2": torch.tensor([-5000.0, -5001.0, -5100.0]),
        "log_q_2": torch.tensor([0.0, 0.0, 1.0]).log(),
    }
