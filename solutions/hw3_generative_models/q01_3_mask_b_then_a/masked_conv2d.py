"""Hidden twin of part 1.3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_3_mask_b_then_a as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference
from solutions.hw3_generative_models.q01_1_mask_a_then_a import masks_by_order


def _slide(x: Any, kernel: Any, bias: Any) -> Any:
    """Cross-correlation with zero padding that keeps the size of the maps."""
    k, (batch, _, height, width) = kernel.shape[2], x.shape
    padded = np.pad(x, [(0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)])
    rows, columns = np.nonzero(kernel.any(axis=(0, 1)))
    shifted = [padded[:, :, i : i + height, j : j + width] for i, j in zip(rows, columns, strict=True)]
    windows = np.stack([*shifted, np.zeros_like(x)], axis=1).reshape(batch, -1, height * width)
    taps = np.moveaxis(kernel[:, :, rows, columns], 2, 1)
    weights = np.concatenate([taps.reshape(len(kernel), -1), np.zeros(kernel.shape[:2])], axis=1)
    return (weights @ windows).reshape(batch, -1, height, width) + bias[:, None, None]


@reference(q.masked_conv2d)
def convolution_by_windows(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return _slide(x, weight * masks_by_order(kind, weight.shape[2]), bias)


@baseline(q.masked_conv2d)
def convolution_by_pixels(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    k, (batch, _, height, width) = weight.shape[2], x.shape
    kernel = weight * masks_by_order(kind, k)
    padded = np.pad(x, [(0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)])
    output = np.zeros((batch, len(weight), height, width))
    for n in range(batch):
        for i in range(height):
            for j in range(width):
                window = padded[n, :, i : i + k, j : j + k]
                output[n, :, i, j] = (window * kernel).sum(axis=(1, 2, 3)) + bias
    return output


@device_reference(q.masked_conv2d)
def convolution_on_a_device(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    import torch

    k = weight.shape[2]
    kept = k * k // 2 + (kind == "B")
    mask = (torch.arange(k * k, device=weight.device) < kept).reshape(k, k)
    return torch.nn.functional.conv2d(x, weight * mask, bias, padding=k // 2)


def _layer(rng: Rng, shape: tuple[int, ...], filters: int, k: int, kind: str) -> dict[str, Any]:
    weight = rng.normal(size=(filters, shape[1], k, k))
    return {"x": rng.normal(size=shape), "weight": weight, "bias": rng.normal(size=filters), "kind": kind}


@cases(q.masked_conv2d)
def channels_under_mask_a(rng: Rng) -> dict[str, Any]:
    return _layer(rng, (2, 3, 5, 6), 4, 3, "A")


@cases(q.masked_conv2d)
def channels_under_mask_b(rng: Rng) -> dict[str, Any]:
    return _layer(rng, (3, 2, 6, 4), 3, 3, "B")


@cases(q.masked_conv2d)
def kernel_of_five(rng: Rng) -> dict[str, Any]:
    return _layer(rng, (1, 2, 7, 8), 2, 5, "A")


@cases(q.masked_conv2d)
def weights_of_one_pixel(rng: Rng) -> dict[str, Any]:
    return _layer(rng, (2, 2, 3, 3), 2, 1, "A")


@cases(q.masked_conv2d)
def image_of_one_pixel(rng: Rng) -> dict[str, Any]:
    return _layer(rng, (1, 2, 1, 1), 3, 3, "B")


@mistake(
    q.masked_conv2d,
    en="Change a pixel below or to the right: your output moves. Is the mask applied to the kernel?",
    fr="Changez un pixel en dessous ou à droite : votre sortie bouge. Le masque est-il appliqué au noyau ?",
)
def mask_forgotten(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return _slide(x, weight, bias)


@mistake(
    q.masked_conv2d,
    en="Your layer flips the masked kernel and reads the future. Change the last pixel: what happens?",
    fr="Votre couche retourne le noyau masqué et lit l'avenir. Changez le dernier pixel : qu'arrive-t-il ?",
)
def flipped_after_masking(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return _slide(x, (weight * masks_by_order(kind, weight.shape[2]))[:, :, ::-1, ::-1], bias)


@mistake(
    q.masked_conv2d,
    en="The order is kept, but your kernel is flipped before it is masked. Try a kernel with one entry.",
    fr="L'ordre est respecté, mais le noyau est retourné avant le masque. Essayez un noyau à une entrée.",
)
def flipped_before_masking(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return convolution_by_windows(x, weight[:, :, ::-1, ::-1], bias, kind)


@mistake(
    q.masked_conv2d,
    en="Change one pixel and look at the output at the same place: for which kind may it react?",
    fr="Changez un pixel et regardez la sortie au même endroit : pour quel type peut-elle réagir ?",
)
def layer_kinds_exchanged(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return convolution_by_windows(x, weight, bias, "A" if kind == "B" else "B")


@mistake(
    q.masked_conv2d,
    en="Your output is smaller than the input: what does the statement say about the border?",
    fr="Votre sortie est plus petite que l'entrée : que dit l'énoncé au sujet du bord ?",
)
def no_padding(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    half, (height, width) = weight.shape[2] // 2, x.shape[2:]
    return convolution_by_windows(x, weight, bias, kind)[:, :, half : height - half, half : width - half]


@mistake(
    q.masked_conv2d,
    en="With a kernel of zeros, what does your layer return?",
    fr="Avec un noyau nul, que renvoie votre couche ?",
)
def bias_forgotten(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return convolution_by_windows(x, weight, 0.0 * bias, kind)


@mistake(
    q.masked_conv2d,
    en="Your layer reads the columns on the left, below the centre too. Print the mask that you apply.",
    fr="Votre couche lit les colonnes de gauche, même sous le centre. Affichez le masque que vous appliquez.",
)
def layer_mask_transposed(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return _slide(x, weight * masks_by_order(kind, weight.shape[2]).T, bias)


@mistake(
    q.masked_conv2d,
    en="Some values near the border are off: which pixels stand in the padding?",
    fr="Des valeurs sont fausses près du bord : quels pixels occupent le remplissage ?",
)
def border_repeated(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    half, (height, width) = weight.shape[2] // 2, x.shape[2:]
    padded = np.pad(x, [(0, 0), (0, 0), (half, half), (half, half)], mode="edge")
    output = convolution_by_windows(padded, weight, bias, kind)
    return output[:, :, half : half + height, half : half + width]


@alternative(q.masked_conv2d)
def convolution_of_torch(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    import torch

    kernel = torch.tensor(weight) * torch.tensor(masks_by_order(kind, weight.shape[2]))
    padding = weight.shape[2] // 2
    return torch.nn.functional.conv2d(torch.tensor(x), kernel, torch.tensor(bias), padding=padding)


@alternative(q.masked_conv2d)
def convolution_by_shifts(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    height, width = x.shape[2:]
    k = weight.shape[2]
    padded = np.pad(x, [(0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)])
    output = np.zeros((len(x), len(weight), height, width)) + bias[None, :, None, None]
    for i, j in np.argwhere(masks_by_order(kind, k)):
        shifted = padded[:, :, i : i + height, j : j + width]
        output += np.einsum("bchw,oc->bohw", shifted, weight[:, :, i, j])
    return output


@alternative(q.masked_conv2d)
def convolution_in_single_precision(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    single = [np.asarray(value, dtype=np.float32) for value in (x, weight, bias)]
    return convolution_by_windows(*single, kind).astype(np.float32)
