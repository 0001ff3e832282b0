"""Hidden twin of question 2.3."""

from __future__ import annotations

from itertools import count, pairwise
from math import ceil
from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_3_bias_compute_memory as q
from autograder.question import Rng, Text, alternative, cases, follows, mistake, reference, rubric
from solutions.hw1_latent_adversarial.q02_2_amortization_gap import (
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


def saved_per_datum(n_grad_steps: int, c_encoder: float, c_elbo_grad: float, **_: Any) -> float:
    return n_grad_steps * c_elbo_grad - c_encoder


@reference(q.inference_cost)
def costs(
    n_new: int, n_grad_steps: int, c_encoder: float, c_elbo_grad: float, c_train: float
) -> dict[str, Any]:
    per_datum = n_grad_steps * c_elbo_grad
    saved = per_datum - c_encoder
    return {
        "amortized": c_train + n_new * c_encoder,
        "per_instance": n_new * per_datum,
        "n_star": int(c_train // saved) + 1 if saved > 0 else None,
    }


@cases(q.inference_cost, count=2)
def ordinary_costs(rng: Rng) -> dict[str, Any]:
    return {
        "n_new": int(rng.integers(20, 200)),
        "n_grad_steps": int(rng.integers(5, 60)),
        "c_encoder": float(rng.integers(2, 12)) / 4,
        "c_elbo_grad": float(rng.integers(4, 16)) / 4,
        "c_train": float(rng.integers(800, 4000)) / 4 + 0.25,
    }


@cases(q.inference_cost, count=2)
def equal_at_a_whole_number(rng: Rng) -> dict[str, Any]:
    saved, even = int(rng.integers(3, 30)), int(rng.integers(2, 20))
    return {
        "n_new": even,
        "n_grad_steps": saved + 1,
        "c_encoder": 1.0,
        "c_elbo_grad": 1.0,
        "c_train": float(saved * even),
    }


@cases(q.inference_cost)
def never_cheaper(rng: Rng) -> dict[str, Any]:
    return {
        "n_new": int(rng.integers(5, 20)),
        "n_grad_steps": 1,
        "c_encoder": 3.0,
        "c_elbo_grad": float(rng.integers(5, 11)) / 4,
        "c_train": float(rng.integers(5, 30)),
    }


@cases(q.inference_cost, edge=True)
def equal_slopes(rng: Rng) -> dict[str, Any]:
    steps = int(rng.integers(2, 9))
    return {"n_new": 4, "n_grad_steps": steps, "c_encoder": 0.5 * steps, "c_elbo_grad": 0.5, "c_train": 7.0}


@cases(q.inference_cost, edge=True)
def no_training_no_data(rng: Rng) -> dict[str, Any]:
    steps = int(rng.integers(2, 12))
    return {"n_new": 0, "n_grad_steps": steps, "c_encoder": 1.0, "c_elbo_grad": 1.0, "c_train": 0.0}


@mistake(
    q.inference_cost,
    en="At `n_star` your two costs may be equal. Is equality strictly cheaper? Try costs that meet at a "
    "whole number.",
    fr="En `n_star`, vos deux coûts peuvent être égaux. L'égalité est-elle strictement moins chère ? Essayez "
    "des coûts qui se rejoignent en un entier.",
)
def cheaper_or_equal(**setting: Any) -> dict[str, Any]:
    lines, saved = costs(**setting), saved_per_datum(**setting)
    return {**lines, "n_star": max(1, ceil(setting["c_train"] / saved)) if saved > 0 else None}


@mistake(
    q.inference_cost,
    en="Your encoder comes for free. What has to be paid before the first new datum?",
    fr="Votre encodeur est gratuit. Que faut-il payer avant la première nouvelle donnée ?",
)
def training_forgotten(**setting: Any) -> Any:
    return costs(**{**setting, "c_train": 0.0})


@mistake(
    q.inference_cost,
    en="Your encoder is trained anew for each datum. What does *amortised* mean?",
    fr="Votre encodeur est entraîné à nouveau pour chaque donnée. Que veut dire *amorti* ?",
)
def training_repeated(n_new: int, c_encoder: float, c_train: float, **others: Any) -> dict[str, Any]:
    lines = costs(n_new=n_new, c_encoder=c_encoder, c_train=c_train, **others)
    return {**lines, "amortized": n_new * (c_train + c_encoder)}


@mistake(
    q.inference_cost,
    en="The two approaches are exchanged: which of them runs an optimisation for every new datum?",
    fr="Les deux approches sont échangées : laquelle lance une optimisation pour chaque nouvelle donnée ?",
)
def costs_exchanged(**setting: Any) -> dict[str, Any]:
    lines = costs(**setting)
    return {**lines, "amortized": lines["per_instance"], "per_instance": lines["amortized"]}


@mistake(
    q.inference_cost,
    en="`per_instance` does not change with the number of gradient steps. What is done for one datum?",
    fr="`per_instance` ne change pas avec le nombre de pas de gradient. Que fait-on pour une donnée ?",
)
def single_step(**setting: Any) -> Any:
    return costs(**{**setting, "n_grad_steps": 1})


@mistake(
    q.inference_cost,
    en="Here your `n_star` is a number although the lines never cross: compare what one more datum costs in "
    "each approach.",
    fr="Ici, votre `n_star` est un nombre alors que les droites ne se croisent jamais : comparez ce que "
    "coûte une donnée de plus dans chaque approche.",
)
def always_a_crossing(**setting: Any) -> dict[str, Any]:
    saved = abs(saved_per_datum(**setting))
    return {**costs(**setting), "n_star": int(setting["c_train"] // saved) + 1 if saved > 0 else None}


@alternative(q.inference_cost)
def search_for_crossing(
    n_new: int, n_grad_steps: int, c_encoder: float, c_elbo_grad: float, c_train: float
) -> dict[str, Any]:
    def amortized(n: int) -> float:
        return c_train + n * c_encoder

    def per_instance(n: int) -> float:
        return n * n_grad_steps * c_elbo_grad

    found = None
    if n_grad_steps * c_elbo_grad > c_encoder:
        found = next(n for n in count(1) if amortized(n) < per_instance(n))
    return {"amortized": amortized(n_new), "per_instance": per_instance(n_new), "n_star": found}


@alternative(q.inference_cost)
def crossing_in_floats(
    n_new: int, n_grad_steps: int, c_encoder: float, c_elbo_grad: float, c_train: float
) -> dict[str, Any]:
    saved = n_grad_steps * c_elbo_grad - c_encoder
    n_star = None if saved <= 0 else np.floor(c_train / saved) + 1
    per_instance = np.float64(n_new) * n_grad_steps * c_elbo_grad
    return {"amortized": n_new * c_encoder + c_train, "per_instance": per_instance, "n_star": n_star}


def _stored(n: int, layer_sizes: list[int], encoder: int) -> dict[str, int]:
    return {
        "amortized": encoder,
        "per_instance": n * layer_sizes[-1],
        "n_star": encoder // layer_sizes[-1] + 1,
    }


@reference(q.variational_storage)
def stored_numbers(n: int, layer_sizes: list[int]) -> dict[str, int]:
    return _stored(n, layer_sizes, sum((size + 1) * out for size, out in pairwise(layer_sizes)))


@cases(q.variational_storage, count=3)
def deep_encoder(rng: Rng) -> dict[str, Any]:
    inner = [int(size) for size in rng.integers(5, 60, size=rng.integers(1, 4))]
    sizes = [int(rng.integers(100, 800)), *inner, int(rng.integers(2, 9)) * 7]
    return {"n": int(rng.integers(1000, 60000)), "layer_sizes": sizes}


@cases(q.variational_storage)
def linear_encoder(rng: Rng) -> dict[str, Any]:
    sizes = [int(size) for size in rng.integers(3, 30, size=2)]
    return {"n": int(rng.integers(5, 20)), "layer_sizes": sizes}


@cases(q.variational_storage)
def one_output(rng: Rng) -> dict[str, Any]:
    return {
        "n": int(rng.integers(1, 9)),
        "layer_sizes": [*(int(size) for size in rng.integers(2, 9, size=2)), 1],
    }


@cases(q.variational_storage, edge=True)
def no_data(rng: Rng) -> dict[str, Any]:
    return {"n": 0, "layer_sizes": [int(size) for size in rng.integers(2, 9, size=3)]}


@mistake(
    q.variational_storage,
    en="Count the numbers of one small dense layer by hand: what else does it hold besides its matrix?",
    fr="Comptez à la main les nombres d'une petite couche dense : que contient-elle outre sa matrice ?",
)
def biases_forgotten(n: int, layer_sizes: list[int]) -> dict[str, int]:
    return _stored(n, layer_sizes, sum(size * out for size, out in pairwise(layer_sizes)))


@mistake(
    q.variational_storage,
    en="At `n_star` both approaches may store equally much: try an encoder without hidden layer.",
    fr="En `n_star`, les deux approches peuvent stocker autant l'une que l'autre : essayez un encodeur sans "
    "couche cachée.",
)
def equal_counts_as_more(n: int, layer_sizes: list[int]) -> dict[str, int]:
    stored = stored_numbers(n, layer_sizes)
    return {**stored, "n_star": -(-stored["amortized"] // layer_sizes[-1])}


@mistake(
    q.variational_storage,
    en="Your encoder grows with the number of data. How many networks are stored?",
    fr="Votre encodeur croît avec le nombre de données. Combien de réseaux stocke-t-on ?",
)
def encoder_for_each_datum(n: int, layer_sizes: list[int]) -> dict[str, int]:
    stored = stored_numbers(n, layer_sizes)
    return {**stored, "amortized": n * stored["amortized"]}


@mistake(
    q.variational_storage,
    en="`per_instance` does not change with `n`. For how many data is a member of $\\mathcal{Q}$ stored?",
    fr="`per_instance` ne change pas avec `n`. Pour combien de données stocke-t-on un membre de "
    "$\\mathcal{Q}$ ?",
)
def one_member_for_all(n: int, layer_sizes: list[int]) -> dict[str, int]:
    return {**stored_numbers(n, layer_sizes), "per_instance": layer_sizes[-1]}


@alternative(q.variational_storage)
def matrices_then_biases(n: int, layer_sizes: list[int]) -> dict[str, Any]:
    sizes = np.array(layer_sizes)
    encoder = np.sum(sizes[:-1] * sizes[1:]) + np.sum(sizes[1:])
    n_star = np.floor(encoder / sizes[-1]) + 1
    return {"amortized": encoder, "per_instance": np.int64(n) * sizes[-1], "n_star": int(n_star)}


@alternative(q.variational_storage)
def modules_of_torch(n: int, layer_sizes: list[int]) -> dict[str, Any]:
    import torch

    layers = [torch.nn.Linear(size, out, device="meta") for size, out in pairwise(layer_sizes)]
    encoder = sum(array.numel() for layer in layers for array in layer.parameters())
    each = layer_sizes[-1]
    return {
        "amortized": encoder,
        "per_instance": sum(each for _ in range(n)),
        "n_star": next(k for k in count(encoder // each) if k * each > encoder),
    }


CRITERIA = (
    (
        "(a) Per-datum inference is less biased, because the encoder can only be a further constraint "
        "on the choice within the same family.",
        "(a) L'inférence par donnée est moins biaisée, car l'encodeur ne peut qu'ajouter une "
        "contrainte au choix dans la même famille.",
    ),
    (
        "(a) Both remain biased downwards, unless the family contains the posterior (and the network "
        "reaches it).",
        "(a) Toutes deux restent biaisées vers le bas, à moins que la famille ne contienne le "
        "postérieur (et que le réseau ne l'atteigne).",
    ),
    (
        "(b) A new datum costs one pass of the encoder in one approach, an optimisation of many steps "
        "in the other, at test time, too.",
        "(b) Une nouvelle donnée coûte un passage de l'encodeur dans une approche, une optimisation "
        "en de nombreux pas dans l'autre, y compris au test.",
    ),
    (
        "(b) The encoder has to be trained first, which pays only from some number of data on; or "
        "speaks of batches and parallel computing.",
        "(b) Il faut d'abord entraîner l'encodeur, ce qui n'est rentable qu'à partir d'un certain "
        "nombre de données ; ou évoque les lots et le calcul parallèle.",
    ),
    (
        "(c) The encoder has the same size for any $n$; per-datum parameters grow in proportion to $n$.",
        "(c) L'encodeur a la même taille pour tout $n$ ; les paramètres par donnée croissent en "
        "proportion de $n$.",
    ),
    (
        "(c) Says that for few data the order is reversed: per-datum inference then stores less.",
        "(c) Dit que pour peu de données l'ordre s'inverse : l'inférence par donnée stocke alors moins.",
    ),
)
comparison_of_approaches_rubric = rubric(
    q.comparison_of_approaches, *[(0.25, Text(en=english, fr=french)) for english, french in CRITERIA]
)
