"""Hidden twin of question 5.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_1_linear_autoencoder as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


def _errors(x: Any, W: Any) -> Any:
    return x - x @ W.T @ W


@reference(q.linear_autoencoder_lines)
def lines_of_the_proof(x: Any, W: Any, lam: float) -> dict[str, Any]:
    decay, reconstruction = np.sum(W**2), np.sum(_errors(x, W) ** 2, axis=1)
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


def _draw(rng: Rng, batch: int, H: int, D: int) -> dict[str, Any]:
    x, W = rng.normal(size=(batch, D)), rng.normal(size=(H, D))
    return {"x": x, "W": W, "lam": float(rng.uniform(0.1, 0.9))}


@cases(q.linear_autoencoder_lines, count=2)
def narrow_code(rng: Rng) -> dict[str, Any]:
    return _draw(rng, int(rng.integers(3, 6)), 2, int(rng.integers(3, 5)))


@cases(q.linear_autoencoder_lines)
def wide_code(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 2, 5, 3)


@cases(q.linear_autoencoder_lines)
def single_input(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 1, 2, 2)


@cases(q.linear_autoencoder_lines)
def no_penalty(rng: Rng) -> dict[str, Any]:
    return {**_draw(rng, 3, 2, 4), "lam": 0.0}


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
    errors = np.mean(_errors(x, W) ** 2, axis=1)
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


@reference(q.linear_autoencoder_gradients)
def gradients(x: Any, W: Any, lam: float) -> dict[str, Any]:
    errors = _errors(x, W)
    encoder, decoder = (errors @ W.T).T @ x, (x @ W.T).T @ errors
    return {
        "penalty_gradient": 2 * lam * W,
        "loss_gradient": 2 * lam * W - 2 * (encoder + decoder) / len(x),
    }


@follows(q.linear_autoencoder_gradients, "loss_gradient")
def gradient_with_own_penalty(lines: Any, x: Any, W: Any, lam: float) -> Any:
    right = gradients(x, W, lam)
    return right["loss_gradient"] - right["penalty_gradient"] + np.asarray(lines["penalty_gradient"])


@cases(q.linear_autoencoder_gradients, count=2)
def gradient_of_narrow_code(rng: Rng) -> dict[str, Any]:
    return _draw(rng, int(rng.integers(3, 6)), 2, int(rng.integers(3, 5)))


@cases(q.linear_autoencoder_gradients)
def gradient_of_wide_code(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 2, 5, 3)


@cases(q.linear_autoencoder_gradients)
def gradient_at_single_input(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 1, 1, 2)


@cases(q.linear_autoencoder_gradients)
def gradient_without_penalty(rng: Rng) -> dict[str, Any]:
    return {**_draw(rng, 3, 2, 4), "lam": 0.0}


@mistake(
    q.linear_autoencoder_gradients,
    en="The penalty is quadratic in $W$; your gradient belongs to half of it. Try $W$ with a single element.",
    fr="La pénalité est quadratique en $W$ ; votre gradient appartient à sa moitié. Essayez un $W$ à un seul "
    "élément.",
)
def half_the_penalty(x: Any, W: Any, lam: float) -> dict[str, Any]:
    loss_gradient = gradients(x, W, lam)["loss_gradient"] - lam * W
    return {"penalty_gradient": lam * W, "loss_gradient": loss_gradient}


@mistake(
    q.linear_autoencoder_gradients,
    en=r"Does the part of the loss that you differentiate hold $\lambda$?",
    fr=r"La partie de la perte que vous dérivez contient-elle $\lambda$ ?",
)
def coefficient_forgotten(x: Any, W: Any, lam: float) -> dict[str, Any]:
    return {"penalty_gradient": 2 * W, "loss_gradient": gradients(x, W, lam)["loss_gradient"]}


@mistake(
    q.linear_autoencoder_gradients,
    en="In how many places does $W$ occur in the reconstruction? You hold the encoder fixed.",
    fr="À combien d'endroits $W$ figure-t-il dans la reconstruction ? Vous gardez l'encodeur fixe.",
)
def decoder_only(x: Any, W: Any, lam: float) -> dict[str, Any]:
    decoder = (x @ W.T).T @ _errors(x, W)
    return {"penalty_gradient": 2 * lam * W, "loss_gradient": 2 * lam * W - 2 * decoder / len(x)}


@mistake(
    q.linear_autoencoder_gradients,
    en="In how many places does $W$ occur in the reconstruction? You hold the decoder fixed.",
    fr="À combien d'endroits $W$ figure-t-il dans la reconstruction ? Vous gardez le décodeur fixe.",
)
def encoder_only(x: Any, W: Any, lam: float) -> dict[str, Any]:
    encoder = (_errors(x, W) @ W.T).T @ x
    return {"penalty_gradient": 2 * lam * W, "loss_gradient": 2 * lam * W - 2 * encoder / len(x)}


@mistake(
    q.linear_autoencoder_gradients,
    en="The reconstruction part points the other way: compare one element with a finite difference.",
    fr="La partie de reconstruction pointe dans l'autre sens : comparez un élément à une différence finie.",
)
def error_with_wrong_sign(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = gradients(x, W, lam)
    return {**lines, "loss_gradient": 2 * lines["penalty_gradient"] - lines["loss_gradient"]}


@mistake(
    q.linear_autoencoder_gradients,
    en="The loss is a mean: does your gradient grow when every input is given twice?",
    fr="La perte est une moyenne : votre gradient croît-il quand chaque entrée est donnée deux fois ?",
)
def gradient_summed_over_batch(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = gradients(x, W, lam)
    error_part = lines["loss_gradient"] - lines["penalty_gradient"]
    return {**lines, "loss_gradient": lines["penalty_gradient"] + len(x) * error_part}


@mistake(
    q.linear_autoencoder_gradients,
    en="The second line is the gradient of the whole loss: yours has lost the penalty.",
    fr="La deuxième ligne est le gradient de toute la perte : la vôtre a perdu la pénalité.",
)
def penalty_not_added(x: Any, W: Any, lam: float) -> dict[str, Any]:
    lines = gradients(x, W, lam)
    return {**lines, "loss_gradient": lines["loss_gradient"] - lines["penalty_gradient"]}


@alternative(q.linear_autoencoder_gradients)
def gradients_by_autograd(x: Any, W: Any, lam: float) -> dict[str, Any]:
    import torch

    inputs, weights = torch.tensor(x), torch.tensor(W, requires_grad=True)
    penalty = lam * (weights**2).sum()
    error = ((inputs - inputs @ weights.T @ weights) ** 2).sum(1).mean()
    (of_penalty,) = torch.autograd.grad(penalty, weights, retain_graph=True)
    (of_loss,) = torch.autograd.grad(error + penalty, weights)
    return {"penalty_gradient": of_penalty, "loss_gradient": of_loss}


@alternative(q.linear_autoencoder_gradients)
def gradients_input_by_input(x: Any, W: Any, lam: float) -> dict[str, Any]:
    total = np.zeros_like(W)
    for v in x:
        error = v - W.T @ (W @ v)
        total -= 2 * (np.outer(W @ v, error) + np.outer(W @ error, v))
    return {"penalty_gradient": 2 * lam * W, "loss_gradient": total / len(x) + 2 * lam * W}
