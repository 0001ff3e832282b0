"""Hidden twin of question 1.3."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_3_mask_b_then_a as q
from autograder.question import (
    Function,
    Rng,
    alternative,
    baseline,
    cases,
    device_reference,
    hidden_law,
    mistake,
    reference,
)
from solutions.hw3_generative_models.q01_1_mask_a_then_a import a_then_a, masks_by_order
from solutions.hw3_generative_models.q01_2_mask_a_then_b import field_by_dilation
from solutions.hw3_generative_models.q01_masked_convolutions import grid, trace_field


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


@reference(q.field_mask_b_then_a)
def b_then_a() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 31 32")


@cases(q.field_mask_b_then_a)
def grid_b_then_a(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_b_then_a,
    en="A pixel is missing next to 33. Which layer may stay in place, and where does the other one lead?",
    fr="Il manque un pixel à côté de 33. Quelle couche peut rester sur place, et où mène l'autre ?",
)
def ba_without_left_neighbour() -> Any:
    return b_then_a() & ~grid("32")


@mistake(
    q.field_mask_b_then_a,
    en="Your output reads its own pixel. Can both steps stay in place?",
    fr="Votre sortie lit son propre pixel. Les deux pas peuvent-ils rester sur place ?",
)
def ba_with_centre() -> Any:
    return b_then_a() | grid("33")


@mistake(
    q.field_mask_b_then_a,
    en="Pixels are missing: this field does not change when B becomes A. What more may mask B do?",
    fr="Il manque des pixels : ce champ ne change pas si B devient A. Que peut faire de plus le masque B ?",
)
def ba_as_a_then_a() -> Any:
    return a_then_a()


@mistake(
    q.field_mask_b_then_a,
    en="You marked all that comes before 33. For each mark, write down the two steps that lead there.",
    fr="Vous avez marqué tout ce qui précède 33. Pour chaque marque, écrivez les deux pas qui y mènent.",
)
def ba_whole_past() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 25 31 32")


@mistake(
    q.field_mask_b_then_a,
    en="This is the field of one layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def ba_one_layer() -> Any:
    return grid("22 23 24 32")


@mistake(
    q.field_mask_b_then_a,
    en="Rows and columns seem exchanged: pixel 12 stands in the first row, at index `[0, 1]`.",
    fr="Lignes et colonnes semblent échangées : le pixel 12 est dans la première ligne, à l'indice `[0, 1]`.",
)
def ba_transposed() -> Any:
    return b_then_a().T


@alternative(q.field_mask_b_then_a)
def ba_by_gradient() -> Any:
    return trace_field("BA", 5, 5, 2, 2, 3)


@alternative(q.field_mask_b_then_a)
def ba_as_float() -> Any:
    return field_by_dilation("BA", 5, 5, 2, 2, 3).astype(float)


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


@reference(q.layer_order_witness)
def counted_kernel_and_ones() -> Any:
    return np.arange(9.0).reshape(3, 3), np.ones((3, 3)), np.arange(25.0).reshape(5, 5)


def _order_matters(w_1: Any, w_2: Any, x: Any) -> bool:
    """Whether the two networks differ at pixel 33, in exact arithmetic: right at any scale."""
    # Two steps of mask A are common to both networks, and nothing read at 33 touches the padding: what is
    # left is the paths in which one of the two steps stays at the centre.
    terms: list[Fraction] = []
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 0)):
        pixel = Fraction(float(x[i + 1, j + 1]))
        terms.append(pixel * Fraction(float(w_1[i, j])) * Fraction(float(w_2[1, 1])))
        terms.append(-pixel * Fraction(float(w_2[i, j])) * Fraction(float(w_1[1, 1])))
    # Kernels that are proportional up to rounding leave a remainder of a few parts in 1e16.
    size = sum((abs(term) for term in terms), start=Fraction(0))
    return abs(sum(terms, start=Fraction(0))) > size / 10**9


@hidden_law(
    q.layer_order_witness,
    en="Both networks give the same value at 33. Which weights are in one network but not in the other?",
    fr="Les deux réseaux donnent la même valeur en 33. Quels poids sont dans l'un et pas dans l'autre ?",
)
def outputs_differ(f: Function, rng: Rng) -> tuple[Any, Any]:
    w_1, w_2, x = (np.asarray(array, dtype=float) for array in f())
    for array, shape in ((w_1, (3, 3)), (w_2, (3, 3)), (x, (5, 5))):
        if array.shape != shape or not np.isfinite(array).all():
            return array, np.zeros(shape)
    return _order_matters(w_1, w_2, x), True


@mistake(
    q.layer_order_witness,
    en="With two equal kernels, does it matter which of them is under mask A?",
    fr="Avec deux noyaux égaux, importe-t-il lequel des deux est sous le masque A ?",
)
def all_ones() -> Any:
    return np.ones((3, 3)), np.ones((3, 3)), np.ones((5, 5))


@mistake(
    q.layer_order_witness,
    en="What do both networks give for an image of zeros?",
    fr="Que donnent les deux réseaux pour une image nulle ?",
)
def image_of_zeros() -> Any:
    return np.eye(3), np.ones((3, 3)), np.zeros((5, 5))


@mistake(
    q.layer_order_witness,
    en="Multiply your kernels by their masks and print them: what is left?",
    fr="Multipliez vos noyaux par leurs masques et affichez-les : que reste-t-il ?",
)
def masked_away() -> Any:
    kernel = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    return 2.0 * kernel, kernel, np.ones((5, 5))


@mistake(
    q.layer_order_witness,
    en="Your kernels are the same under both masks. In what do the masks differ?",
    fr="Vos noyaux sont les mêmes sous les deux masques. En quoi les masques diffèrent-ils ?",
)
def centres_of_zero() -> Any:
    w_1 = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    w_2 = np.array([[1.0, 2.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    return w_1, w_2, np.ones((5, 5))


@alternative(q.layer_order_witness)
def one_centre_of_zero() -> Any:
    w_1 = np.ones((3, 3))
    w_1[1, 1] = 0.0
    return w_1, np.ones((3, 3)), np.ones((5, 5))


@alternative(q.layer_order_witness)
def random_and_tiny() -> Any:
    rng = np.random.default_rng(0)
    return 1e-200 * rng.normal(size=(3, 3)), 1e-150 * rng.normal(size=(3, 3)), rng.normal(size=(5, 5))


@alternative(q.layer_order_witness)
def integers_of_torch() -> Any:
    import torch

    w_1, w_2 = torch.zeros(3, 3, dtype=torch.int64), torch.zeros(3, 3, dtype=torch.int64)
    w_1[1, 1], w_2[1, 0] = 3, 1
    return w_1, w_2, torch.arange(25).reshape(5, 5)
