"""Hidden twin of part 2.3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_3_bias_compute_memory as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q02_2_amortization_gap.amortization_gap import (
    both_divergences,
    gap_by_loops,
    many_encoders,
    one_datum,
    one_member,
    ordinary_encoders,
)


@reference(q.best_case_bias)
def mean_biases(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = both_divergences(joint, family, encoders)
    amortized, instance = -np.mean(lines["kl_amortized"]), -np.mean(lines["kl_instance"])
    return {"bias_amortized": amortized, "bias_instance": instance, "extra_bias": amortized - instance}


@follows(q.best_case_bias, "extra_bias")
def difference_of_own_biases(lines: Any, **_: Any) -> Any:
    return np.reshape(np.subtract(lines["bias_amortized"], lines["bias_instance"]), ())


@cases(q.best_case_bias, count=2)
def ordinary_data(rng: Rng) -> dict[str, Any]:
    return dict(ordinary_encoders.draw(rng))


@cases(q.best_case_bias)
def larger_situation(rng: Rng) -> dict[str, Any]:
    return dict(many_encoders.draw(rng))


@cases(q.best_case_bias)
def single_datum(rng: Rng) -> dict[str, Any]:
    return dict(one_datum.draw(rng))


@cases(q.best_case_bias)
def equal_biases(rng: Rng) -> dict[str, Any]:
    return dict(one_member.draw(rng))


@mistake(
    q.best_case_bias,
    en="`extra_bias` is turned round: which of the two lines is subtracted from the other?",
    fr="`extra_bias` est renversé : laquelle des deux lignes retranche-t-on de l'autre ?",
)
def extra_turned_round(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = mean_biases(joint, family, encoders)
    return {**lines, "extra_bias": -lines["extra_bias"]}


@mistake(
    q.best_case_bias,
    en="`bias_instance`: optimising for each datum does not enlarge $\\mathcal{Q}$. Does it contain the "
    "posterior?",
    fr="`bias_instance` : optimiser pour chaque donnée n'agrandit pas $\\mathcal{Q}$. Contient-elle le "
    "postérieur ?",
)
def instance_unbiased(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = mean_biases(joint, family, encoders)
    return {**lines, "bias_instance": 0.0, "extra_bias": lines["bias_amortized"]}


@mistake(
    q.best_case_bias,
    en="The ELBO estimates from below. Which sign has estimate minus truth?",
    fr="L'ELBO estime par défaut. Quel est le signe de l'estimation moins la vérité ?",
)
def truth_minus_estimate(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    return {name: -value for name, value in mean_biases(joint, family, encoders).items()}


@mistake(
    q.best_case_bias,
    en="Your biases grow with the number of data. Is a sum or a mean asked for?",
    fr="Vos biais croissent avec le nombre de données. Demande-t-on une somme ou une moyenne ?",
)
def summed_bias(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    return {name: len(joint) * value for name, value in mean_biases(joint, family, encoders).items()}


@mistake(
    q.best_case_bias,
    en="The two approaches are exchanged: which of them can choose more freely, and so has the smaller bias?",
    fr="Les deux approches sont échangées : laquelle choisit plus librement, et a donc le plus petit biais ?",
)
def approaches_exchanged(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = mean_biases(joint, family, encoders)
    amortized, instance = lines["bias_instance"], lines["bias_amortized"]
    return {"bias_amortized": amortized, "bias_instance": instance, "extra_bias": amortized - instance}


@mistake(
    q.best_case_bias,
    en="Even the best member of $\\mathcal{Q}$ is not the posterior in general: compare your ELBO with "
    "$\\log p_\\theta(x)$ on the example.",
    fr="Même le meilleur membre de $\\mathcal{Q}$ n'est pas le postérieur en général : comparez votre ELBO à "
    "$\\log p_\\theta(x)$ sur l'exemple.",
)
def both_unbiased(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    return {"bias_amortized": 0.0, "bias_instance": 0.0, "extra_bias": 0.0}


@alternative(q.best_case_bias)
def from_loops(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines, n = gap_by_loops.function(joint, family, encoders), len(joint)
    names = ("kl_amortized", "kl_instance", "gap")
    amortized, instance, gap = (-sum(lines[name]) / n for name in names)
    return {"bias_amortized": float(amortized), "bias_instance": float(instance), "extra_bias": float(gap)}


@alternative(q.best_case_bias)
def elbo_minus_evidence(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    import torch

    log_joint, members = torch.tensor(joint).log(), torch.tensor(family)
    elbo = log_joint @ members.T - torch.xlogy(members, members).sum(1)
    evidence = torch.logsumexp(log_joint, 1).mean()
    amortized = elbo.gather(1, torch.tensor(encoders).T).mean(0).max() - evidence
    instance = elbo.amax(1).mean() - evidence
    return {"bias_amortized": amortized, "bias_instance": instance, "extra_bias": amortized - instance}
