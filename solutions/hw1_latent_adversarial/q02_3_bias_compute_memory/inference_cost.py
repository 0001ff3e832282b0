"""Hidden twin of part 2.3.2."""

from __future__ import annotations

from itertools import count
from math import ceil
from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_3_bias_compute_memory as q
from autograder.question import Rng, alternative, cases, mistake, reference


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


@cases(q.inference_cost, edge=True)
def pays_late(rng: Rng) -> dict[str, Any]:
    n_new, c_train = int(rng.integers(20, 200)), float(rng.integers(5000, 9000))
    return {"n_new": n_new, "n_grad_steps": 5, "c_encoder": 1.0, "c_elbo_grad": 0.25, "c_train": c_train}


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


@mistake(
    q.inference_cost,
    en="Your search for `n_star` ends too early: how large may it become when little is saved per datum?",
    fr="Votre recherche de `n_star` s'arrête trop tôt : jusqu'où va-t-il si l'on épargne peu par donnée ?",
)
def search_that_ends(**setting: Any) -> dict[str, Any]:
    lines = costs(**setting)
    return {**lines, "n_star": lines["n_star"] if lines["n_star"] and lines["n_star"] <= 10000 else None}


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
