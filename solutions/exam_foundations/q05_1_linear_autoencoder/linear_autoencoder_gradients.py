"""Hidden twin of part 5.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_1_linear_autoencoder as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.exam_foundations.q05_1_linear_autoencoder.linear_autoencoder_lines import (
    draw_autoencoder,
    reconstruction_errors,
)


@reference(q.linear_autoencoder_gradients)
def gradients(x: Any, W: Any, lam: float) -> dict[str, Any]:
    errors = reconstruction_errors(x, W)
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
    return draw_autoencoder(rng, int(rng.integers(3, 6)), 2, int(rng.integers(3, 5)))


@cases(q.linear_autoencoder_gradients)
def gradient_of_wide_code(rng: Rng) -> dict[str, Any]:
    return draw_autoencoder(rng, 2, 5, 3)


@cases(q.linear_autoencoder_gradients)
def gradient_at_single_input(rng: Rng) -> dict[str, Any]:
    return draw_autoencoder(rng, 1, 1, 2)


@cases(q.linear_autoencoder_gradients)
def gradient_without_penalty(rng: Rng) -> dict[str, Any]:
    return {**draw_autoencoder(rng, 3, 2, 4), "lam": 0.0}


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
    decoder = (x @ W.T).T @ reconstruction_errors(x, W)
    return {"penalty_gradient": 2 * lam * W, "loss_gradient": 2 * lam * W - 2 * decoder / len(x)}


@mistake(
    q.linear_autoencoder_gradients,
    en="In how many places does $W$ occur in the reconstruction? You hold the decoder fixed.",
    fr="À combien d'endroits $W$ figure-t-il dans la reconstruction ? Vous gardez le décodeur fixe.",
)
def encoder_only(x: Any, W: Any, lam: float) -> dict[str, Any]:
    encoder = (reconstruction_errors(x, W) @ W.T).T @ x
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
