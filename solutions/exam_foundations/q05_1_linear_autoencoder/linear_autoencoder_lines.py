"""Hidden twin of part 5.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_1_linear_autoencoder as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


def reconstruction_errors(x: Any, W: Any) -> Any:
    return x - x @ W.T @ W


@reference(q.linear_autoencoder_lines)
def lines_of_the_proof(x: Any, W: Any, lam: float) -> dict[str, Any]:
    decay, reconstruction = np.sum(W**2), np.sum(reconstruction_errors(x, W) ** 2, axis=1)
    return {
        "jacobian": np.tile(W, (len(x), 1, 1)),
        "penalty": np.full(len(x), decay),
        "weight_decay": decay,
        "reconstruction": reconstruction,
        "loss": reconstruction.mean() + lam * decay,
    }


# One own line at a time: two lines of nothing but zeros would otherwise earn a third one.
@follows(q.linear_autoencoder_lines, "loss")
def loss_with_own_penalty(lines: Any, x: Any, W: Any, lam: float) -> Any:
    return lines_of_the_proof(x, W, lam)["reconstruction"].mean() + lam * np.mean(lines["penalty"])


@follows(q.linear_autoencoder_lines, "loss")
def loss_with_own_reconstruction(lines: Any, x: Any, W: Any, lam: float) -> Any:
    return np.mean(lines["reconstruction"]) + lam * np.sum(W**2)


def draw_autoencoder(rng: Rng, batch: int, H: int, D: int) -> dict[str, Any]:
    x, W = rng.normal(size=(batch, D)), rng.normal(size=(H, D))
    return {"x": x, "W": W, "lam": float(rng.uniform(0.1, 0.9))}


@cases(q.linear_autoencoder_lines, count=2)
def narrow_code(rng: Rng) -> dict[str, Any]:
    return draw_autoencoder(rng, int(rng.integers(3, 6)), 2, int(rng.integers(3, 5)))


@cases(q.linear_autoencoder_lines)
def wide_code(rng: Rng) -> dict[str, Any]:
    return draw_autoencoder(rng, 2, 5, 3)


@cases(q.linear_autoencoder_lines)
def single_input(rng: Rng) -> dict[str, Any]:
    return draw_autoencoder(rng, 1, 2, 2)


@cases(q.linear_autoencoder_lines)
def no_penalty(rng: Rng) -> dict[str, Any]:
    return {**draw_autoencoder(rng, 3, 2, 4), "lam": 0.0}


@cases(q.linear_autoencoder_lines)
def orthonormal_units(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 3)), "W": np.eye(2, 3), "lam": 1.0}


@mistake(
    q.linear_autoencoder_lines,
    en="Which index of the Jacobian belongs to the hidden unit, and which to the input?",
    fr="Quel indice de la jacobienne appartient à l'unité cachée, et lequel à l'entrée ?",
)
def jacobian_transposed(x: Any, W: Any, lam: float) -> dict[str, Any]:
    return {**lines_of_the_proof(x, W, lam), "jacobian": np.tile(W.T, (len(x), 1, 1))}


@mistake(
    q.linear_autoencoder_lines,
    en="You differentiate the reconstruction. What does the penalty want to keep still when $x$ moves?",
    fr="Vous dérivez la reconstruction. Que la pénalité veut-elle garder immobile quand $x$ bouge ?",
)
def jacobian_of_reconstruction(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines, matrix = lines_of_the_proof(x, W, lam), W.T @ W
    penalty = np.full(len(x), np.sum(matrix**2))
    return {**lines, "jacobian": np.tile(matrix, (len(x), 1, 1)), "penalty": penalty}


@mistake(
    q.linear_autoencoder_lines,
    en="One matrix is returned, but one for each input is asked for, even if they are equal.",
    fr="Une seule matrice est renvoyée, alors qu'il en faut une par entrée, même si elles sont égales.",
)
def single_jacobian(x: Any, W: Any, lam: float) -> dict[str, Any]:
    return {**lines_of_the_proof(x, W, lam), "jacobian": W}


@mistake(
    q.linear_autoencoder_lines,
    en="Which power of the norm enters the penalty? Double $W$: by how much should the penalty grow?",
    fr="Quelle puissance de la norme entre dans la pénalité ? Doublez $W$ : de combien la pénalité doit-elle "
    "croître ?",
)
def norm_not_squared(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = lines_of_the_proof(x, W, lam)
    norm = np.linalg.norm(W)
    return {**lines, "penalty": np.full(len(x), norm), "loss": lines["reconstruction"].mean() + lam * norm}


@mistake(
    q.linear_autoencoder_lines,
    en="This is another matrix norm, the largest stretching. Compare with the identity matrix: what is asked "
    "counts all elements.",
    fr="C'est une autre norme de matrice, l'étirement maximal. Essayez avec la matrice identité : celle "
    "demandée compte tous les éléments.",
)
def spectral_norm(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = lines_of_the_proof(x, W, lam)
    largest = np.linalg.norm(W, 2) ** 2
    loss = lines["reconstruction"].mean() + lam * largest
    return {**lines, "penalty": np.full(len(x), largest), "loss": loss}


@mistake(
    q.linear_autoencoder_lines,
    en="The error of an input is a sum over its coordinates; yours shrinks when coordinates are added.",
    fr="L'erreur d'une entrée est une somme sur ses coordonnées ; la vôtre diminue quand on en ajoute.",
)
def mean_over_coordinates(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = lines_of_the_proof(x, W, lam)
    errors = np.mean(reconstruction_errors(x, W) ** 2, axis=1)
    return {**lines, "reconstruction": errors, "loss": errors.mean() + lam * lines["weight_decay"]}


@mistake(
    q.linear_autoencoder_lines,
    en="Give the same input twice: does your loss change? The penalty counts once, whatever the batch size.",
    fr="Donnez deux fois la même entrée : votre perte change-t-elle ? La pénalité compte une fois, quelle "
    "que soit la taille du lot.",
)
def penalty_summed_over_batch(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = lines_of_the_proof(x, W, lam)
    return {**lines, "loss": lines["reconstruction"].mean() + lam * np.sum(lines["penalty"])}


@mistake(
    q.linear_autoencoder_lines,
    en="Your loss grows with the batch: it should be a mean, of both terms.",
    fr="Votre perte croît avec le lot : ce devrait être une moyenne, des deux termes.",
)
def loss_summed_over_batch(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = lines_of_the_proof(x, W, lam)
    return {**lines, "loss": np.sum(lines["reconstruction"] + lam * lines["penalty"])}


@alternative(q.linear_autoencoder_lines)
def lines_by_autograd(x: Any, W: Any, lam: float) -> dict[str, Any]:
    import torch

    inputs, weights = torch.tensor(x), torch.tensor(W)
    differentiate: Any = torch.autograd.functional.jacobian
    jacobian = torch.stack([differentiate(lambda v: weights @ v, v) for v in inputs])
    penalty = (jacobian**2).sum((1, 2))
    reconstruction = ((inputs - inputs @ weights.T @ weights) ** 2).sum(1)
    return {
        "jacobian": jacobian,
        "penalty": penalty,
        "weight_decay": (weights**2).sum(),
        "reconstruction": reconstruction,
        "loss": (reconstruction + lam * penalty).mean(),
    }


@alternative(q.linear_autoencoder_lines)
def lines_by_traces(x: Any, W: Any, lam: float) -> dict[str, Any]:
    steps = np.eye(W.shape[1])
    jacobian = np.array([np.stack([W @ (v + d) - W @ v for d in steps], axis=1) for v in x])
    penalty = np.array([np.trace(J @ J.T) for J in jacobian])
    squares = np.sum(np.linalg.svd(W, compute_uv=False) ** 2)
    reconstruction = np.array([np.dot(v - W.T @ (W @ v), v - W.T @ (W @ v)) for v in x])
    return {
        "jacobian": jacobian,
        "penalty": penalty,
        "weight_decay": squares,
        "reconstruction": reconstruction,
        "loss": np.mean(reconstruction + lam * penalty),
    }
