"""Hidden twin of part 2.3.3."""

from __future__ import annotations

from itertools import count, pairwise
from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_3_bias_compute_memory as q
from autograder.question import Rng, alternative, cases, mistake, reference


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


@mistake(
    q.variational_storage,
    en="Count the biases of one small dense layer by hand: does it have one for each input or each output?",
    fr="Comptez à la main les biais d'une petite couche dense : y en a-t-il un par entrée ou par sortie ?",
)
def bias_for_each_input(n: int, layer_sizes: list[int]) -> dict[str, int]:
    return _stored(n, layer_sizes, sum(size * (out + 1) for size, out in pairwise(layer_sizes)))


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
