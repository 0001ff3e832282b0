"""Hidden twin of question 1."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_masked_convolutions as q
from autograder.question import Function, Rng, alternative, cases, hidden_law, mistake, reference


def _grid(labels: str) -> Any:
    """The 5 x 5 grid in which the pixels with these labels, counted from 1, are marked."""
    marked = np.zeros((5, 5), dtype=bool)
    for label in labels.split():
        marked[int(label[0]) - 1, int(label[1]) - 1] = True
    return marked


def _dilate(masks: list[Any], height: int, width: int, row: int, column: int) -> Any:
    """The pixels that reach (row, column) through the taps of each mask, from the last to the first."""
    reached = np.zeros((height, width), dtype=bool)
    reached[row, column] = True
    for mask in reversed(masks):
        half = len(mask) // 2
        read = np.zeros((height + 2 * half, width + 2 * half), dtype=bool)
        for i, j in np.argwhere(mask):
            read[i : i + height, j : j + width] |= reached
        reached = read[half : half + height, half : half + width]
    return reached


def _field_by_gradient(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    """The inputs on which the output of a network with all weights one has a gradient."""
    import torch

    x = torch.zeros((1, 1, height, width), dtype=torch.float64, requires_grad=True)
    y = x
    for kind in kinds:
        kernel = torch.tensor(masks_by_order(kind, k))[None, None]
        y = torch.nn.functional.conv2d(y, kernel, padding=k // 2)
    (gradient,) = torch.autograd.grad(y[0, 0, row, column], x)
    return gradient[0, 0] != 0


def _slide(x: Any, kernel: Any, bias: Any) -> Any:
    """Cross-correlation with zero padding that keeps the size of the maps."""
    k = kernel.shape[2]
    padded = np.pad(x, [(0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(2, 3))
    return np.einsum("bchwij,ocij->bohw", windows, kernel) + bias[:, None, None]


@reference(q.causal_mask)
def masks_by_order(kind: str, k: int) -> Any:
    kept = k * k // 2 + (kind == "B")
    return (np.arange(k * k) < kept).reshape(k, k).astype(float)


@cases(q.causal_mask)
def mask_a_of_five(rng: Rng) -> dict[str, Any]:
    return {"kind": "A", "k": 5}


@cases(q.causal_mask)
def mask_b_of_seven_or_more(rng: Rng) -> dict[str, Any]:
    return {"kind": "B", "k": int(rng.choice([7, 9, 11]))}


@cases(q.causal_mask)
def mask_a_of_the_sheet(rng: Rng) -> dict[str, Any]:
    return {"kind": "A", "k": 3}


@cases(q.causal_mask)
def mask_a_of_one(rng: Rng) -> dict[str, Any]:
    return {"kind": "A", "k": 1}


@cases(q.causal_mask)
def mask_b_of_one(rng: Rng) -> dict[str, Any]:
    return {"kind": "B", "k": 1}


@mistake(
    q.causal_mask,
    en="Which of the two masks may read the current pixel? Compare the centres of your two masks.",
    fr="Lequel des deux masques peut lire le pixel courant ? Comparez les centres de vos deux masques.",
)
def kinds_exchanged(kind: str, k: int) -> Any:
    return masks_by_order("A" if kind == "B" else "B", k)


@mistake(
    q.causal_mask,
    en="The definition counts from 1, Python from 0. Which entry does your code take for the centre?",
    fr="La définition compte à partir de 1, Python de 0. Quelle entrée votre code prend-il pour centre ?",
)
def centre_counted_from_one(kind: str, k: int) -> Any:
    middle = (k + 1) // 2
    i, j = np.indices((k, k))
    return ((i < middle) | ((i == middle) & (j < middle + (kind == "B")))).astype(float)


@mistake(
    q.causal_mask,
    en="Your mask is right for one kernel size only. Print a larger one: where is its centre?",
    fr="Votre masque n'est juste que pour une taille. Affichez-en un plus grand : où est son centre ?",
)
def centre_of_three(kind: str, k: int) -> Any:
    i, j = np.indices((k, k))
    return ((i < 1) | ((i == 1) & (j < 1 + (kind == "B")))).astype(float)


@mistake(
    q.causal_mask,
    en="Raster order goes along the rows. Are rows and columns exchanged in your mask?",
    fr="Le balayage suit les lignes. Lignes et colonnes sont-elles échangées dans votre masque ?",
)
def mask_transposed(kind: str, k: int) -> Any:
    return masks_by_order(kind, k).T


@mistake(
    q.causal_mask,
    en="In the centre row your mask also keeps pixels that have not been read yet.",
    fr="Sur la ligne du centre, votre masque garde aussi des pixels qui n'ont pas encore été lus.",
)
def whole_centre_row(kind: str, k: int) -> Any:
    return np.repeat(np.arange(k) <= k // 2, k).reshape(k, k).astype(float)


@mistake(
    q.causal_mask,
    en="Which half of the kernel looks at pixels that have been read already? Yours keeps the other one.",
    fr="Quelle moitié du noyau regarde des pixels déjà lus ? La vôtre garde l'autre.",
)
def future_kept(kind: str, k: int) -> Any:
    return masks_by_order(kind, k)[::-1, ::-1]


@mistake(
    q.causal_mask,
    en="Every pixel of a row above has been read already. Does your mask keep these rows whole?",
    fr="Tout pixel d'une ligne au-dessus a déjà été lu. Votre masque garde-t-il ces lignes entières ?",
)
def columns_to_the_left(kind: str, k: int) -> Any:
    mask = np.repeat([np.arange(k) < k // 2], k, axis=0).astype(float)
    mask[k // 2, k // 2] = kind == "B"
    return mask


@alternative(q.causal_mask)
def mask_by_slices(kind: str, k: int) -> Any:
    mask, centre = np.zeros((k, k), dtype=int), k // 2
    mask[:centre] = 1
    mask[centre, : centre + (kind == "B")] = 1
    return mask


@alternative(q.causal_mask)
def mask_of_flat_torch(kind: str, k: int) -> Any:
    import torch

    flat = [1.0] * (k * k // 2) + [float(kind == "B")] + [0.0] * (k * k // 2)
    return torch.tensor(flat, dtype=torch.float64).reshape(k, k)


@alternative(q.causal_mask)
def mask_by_definition(kind: str, k: int) -> Any:
    middle = (k + 1) // 2
    last = middle if kind == "B" else middle - 1
    numbers = range(1, k + 1)
    return [[i < middle or (i == middle and j <= last) for j in numbers] for i in numbers]


@reference(q.field_mask_a_then_a)
def a_then_a() -> Any:
    return _grid("11 12 13 14 15 21 22 23 31")


@cases(q.field_mask_a_then_a)
def grid_a_then_a(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_a_then_a,
    en="This is the field of a single layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def aa_one_layer() -> Any:
    return _grid("22 23 24 32")


@mistake(
    q.field_mask_a_then_a,
    en="You marked all that comes before 33. For each mark, write down the two steps that lead there.",
    fr="Vous avez marqué tout ce qui précède 33. Pour chaque marque, écrivez les deux pas qui y mènent.",
)
def aa_whole_past() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 25 31 32")


@mistake(
    q.field_mask_a_then_a,
    en="Some marked pixels are reached in one step. Is there a layer that may stay where it is?",
    fr="Certains pixels marqués s'atteignent en un seul pas. Une des couches peut-elle rester sur place ?",
)
def aa_one_or_two_steps() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 31 32")


@mistake(
    q.field_mask_a_then_a,
    en="Rows and columns seem exchanged: pixel 12 stands in the first row, at index `[0, 1]`.",
    fr="Lignes et colonnes semblent échangées : le pixel 12 est dans la première ligne, à l'indice `[0, 1]`.",
)
def aa_transposed() -> Any:
    return a_then_a().T


@mistake(
    q.field_mask_a_then_a,
    en="Your output reads its own pixel. Does a step of mask A ever stay in place, or return?",
    fr="Votre sortie lit son propre pixel. Un pas du masque A peut-il rester sur place, ou revenir ?",
)
def aa_with_centre() -> Any:
    return a_then_a() | _grid("33")


@mistake(
    q.field_mask_a_then_a,
    en="Your field lies in the future of 33. Which pixel does the top left entry of a kernel read?",
    fr="Votre champ est dans l'avenir de 33. Quel pixel l'entrée en haut à gauche d'un noyau lit-elle ?",
)
def aa_flipped() -> Any:
    return a_then_a()[::-1, ::-1]


@alternative(q.field_mask_a_then_a)
def aa_by_gradient() -> Any:
    return _field_by_gradient("AA", 5, 5, 2, 2, 3)


@alternative(q.field_mask_a_then_a)
def aa_as_list() -> Any:
    return [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0] * 5, [0] * 5]


@reference(q.field_mask_a_then_b)
def a_then_b() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 31 32")


@cases(q.field_mask_a_then_b)
def grid_a_then_b(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_a_then_b,
    en="You marked all that comes before 33. For each mark, write down the two steps that lead there.",
    fr="Vous avez marqué tout ce qui précède 33. Pour chaque marque, écrivez les deux pas qui y mènent.",
)
def ab_whole_past() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 25 31 32")


@mistake(
    q.field_mask_a_then_b,
    en="Pixels are missing: this field does not change when B becomes A. What more may mask B do?",
    fr="Il manque des pixels : ce champ ne change pas si B devient A. Que peut faire de plus le masque B ?",
)
def ab_as_a_then_a() -> Any:
    return a_then_a()


@mistake(
    q.field_mask_a_then_b,
    en="Does the hidden map, at 33, know the input pixel 33? Follow the path from there.",
    fr="La carte cachée, en 33, connaît-elle le pixel d'entrée 33 ? Suivez le chemin à partir de là.",
)
def ab_with_centre() -> Any:
    return a_then_b() | _grid("33")


@mistake(
    q.field_mask_a_then_b,
    en="Rows and columns seem exchanged: pixel 12 stands in the first row, at index `[0, 1]`.",
    fr="Lignes et colonnes semblent échangées : le pixel 12 est dans la première ligne, à l'indice `[0, 1]`.",
)
def ab_transposed() -> Any:
    return a_then_b().T


@mistake(
    q.field_mask_a_then_b,
    en="Pixels of one row are missing: how far sideways can two steps up lead?",
    fr="Il manque des pixels sur une ligne : jusqu'où deux pas vers le haut peuvent-ils aller de côté ?",
)
def ab_without_the_corners() -> Any:
    return _grid("12 13 14 21 22 23 24 31 32")


@mistake(
    q.field_mask_a_then_b,
    en="This is the field of one layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def ab_one_layer() -> Any:
    return _grid("22 23 24 32")


@alternative(q.field_mask_a_then_b)
def ab_by_gradient() -> Any:
    return _field_by_gradient("AB", 5, 5, 2, 2, 3)


@alternative(q.field_mask_a_then_b)
def ab_as_union() -> Any:
    return a_then_a().astype(int) | aa_one_layer.function()


@reference(q.receptive_field)
def field_by_dilation(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return _dilate([masks_by_order(kind, k) for kind in kinds], height, width, row, column)


def _stack(kinds: str, height: int, width: int, row: int, column: int, k: int = 3) -> dict[str, Any]:
    return {"kinds": kinds, "height": height, "width": width, "row": row, "column": column, "k": k}


@cases(q.receptive_field, count=2)
def far_from_borders(rng: Rng) -> dict[str, Any]:
    return _stack("ABB", int(rng.integers(6, 9)), int(rng.integers(9, 12)), 4, int(rng.integers(3, 6)))


@cases(q.receptive_field)
def larger_kernel(rng: Rng) -> dict[str, Any]:
    return _stack("AB", 7, int(rng.integers(10, 12)), int(rng.integers(4, 7)), int(rng.integers(4, 6)), 5)


@cases(q.receptive_field)
def right_border(rng: Rng) -> dict[str, Any]:
    width = int(rng.integers(5, 8))
    return _stack("BAB", int(rng.integers(4, 7)), width, 3, width - 1)


@cases(q.receptive_field)
def first_pixel(rng: Rng) -> dict[str, Any]:
    return _stack("AB", 5, 5, 0, 0)


@cases(q.receptive_field)
def single_column(rng: Rng) -> dict[str, Any]:
    return _stack("A" * int(rng.integers(3, 6)), int(rng.integers(7, 9)), 1, 6, 0)


@cases(q.receptive_field)
def kernel_of_one(rng: Rng) -> dict[str, Any]:
    return _stack("A", 3, 3, int(rng.integers(3)), 1, 1)


@mistake(
    q.receptive_field,
    en="The field is too small when there are several layers: is every letter of `kinds` used?",
    fr="Le champ est trop petit dès qu'il y a plusieurs couches : chaque lettre de `kinds` sert-elle ?",
)
def first_layer_only(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return field_by_dilation(kinds[0], height, width, row, column, k)


@mistake(
    q.receptive_field,
    en="Your field lies in the future. Which pixel does the top left entry of a kernel read?",
    fr="Votre champ est dans l'avenir. Quel pixel l'entrée en haut à gauche d'un noyau lit-elle ?",
)
def field_flipped(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    masks = [masks_by_order(kind, k)[::-1, ::-1] for kind in kinds]
    return _dilate(masks, height, width, row, column)


@mistake(
    q.receptive_field,
    en="Not every earlier pixel nearby is reached. Try one layer, $k = 3$, then two.",
    fr="Tous les pixels antérieurs proches ne sont pas atteints. Essayez une couche, $k = 3$, puis deux.",
)
def past_within_reach(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    i, j = np.indices((height, width))
    reach = len(kinds) * (k // 2)
    near = (abs(i - row) <= reach) & (abs(j - column) <= reach)
    return near & (i * width + j < row * width + column)


@mistake(
    q.receptive_field,
    en="Near a border, pixels of the opposite side are marked. What lies beyond the border?",
    fr="Près d'un bord, des pixels du côté opposé sont marqués. Qu'y a-t-il au-delà du bord ?",
)
def wrapped_around(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    reached = np.zeros((height, width), dtype=bool)
    reached[row, column] = True
    for kind in reversed(kinds):
        steps = np.argwhere(masks_by_order(kind, k)) - k // 2
        rolled = [np.roll(reached, tuple(step), axis=(0, 1)) for step in steps]
        reached = np.any(rolled, axis=0) if rolled else np.zeros_like(reached)
    return reached


@mistake(
    q.receptive_field,
    en="Steps along rows and along columns seem exchanged. Compare a single layer with its mask.",
    fr="Les pas selon les lignes et selon les colonnes semblent échangés. Comparez une couche à son masque.",
)
def field_transposed(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return _dilate([masks_by_order(kind, k).T for kind in kinds], height, width, row, column)


@mistake(
    q.receptive_field,
    en="You unite what each layer reads in its own input. Only the first layer looks at pixels.",
    fr="Vous réunissez ce que chaque couche lit dans son entrée. Seule la première regarde des pixels.",
)
def union_of_layers(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return np.any([field_by_dilation(kind, height, width, row, column, k) for kind in kinds], axis=0)


@mistake(
    q.receptive_field,
    en="You keep the places where the path was on the way. Only the input counts, after the last step.",
    fr="Vous gardez les places où passe le chemin. Seule compte l'entrée, après le dernier pas.",
)
def intermediate_maps_kept(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    fields = [field_by_dilation(kinds[n:], height, width, row, column, k) for n in range(len(kinds) + 1)]
    return np.any(fields, axis=0)


@mistake(
    q.receptive_field,
    en="A path of yours leaves the map and comes back. What is a hidden map worth outside its borders?",
    fr="Un de vos chemins sort de la carte et y revient. Que vaut une carte cachée hors de ses bords ?",
)
def detours_outside(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    margin = len(kinds) * (k // 2)
    larger = height + 2 * margin, width + 2 * margin
    field = field_by_dilation(kinds, *larger, row + margin, column + margin, k)
    return field[margin : margin + height, margin : margin + width]


@mistake(
    q.receptive_field,
    en="Your field does not change with the kernel size. Compare a single layer with its mask for $k = 5$.",
    fr="Votre champ ne change pas avec la taille du noyau. Comparez une couche à son masque pour $k = 5$.",
)
def kernel_size_ignored(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return field_by_dilation(kinds, height, width, row, column, 3)


@alternative(q.receptive_field)
def field_by_gradient(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return _field_by_gradient(kinds, height, width, row, column, k)


@alternative(q.receptive_field)
def field_by_search(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    reached = {(row, column)}
    for kind in reversed(kinds):
        steps = [(i - k // 2, j - k // 2) for i, j in np.argwhere(masks_by_order(kind, k))]
        moved = {(i + di, j + dj) for i, j in reached for di, dj in steps}
        reached = {(i, j) for i, j in moved if 0 <= i < height and 0 <= j < width}
    return [[(i, j) in reached for j in range(width)] for i in range(height)]


@alternative(q.receptive_field)
def field_in_other_order(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return field_by_dilation(kinds[::-1], height, width, row, column, k)


@reference(q.field_mask_b_then_a)
def b_then_a() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 31 32")


@cases(q.field_mask_b_then_a)
def grid_b_then_a(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_b_then_a,
    en="A pixel is missing next to 33. Which layer may stay in place, and where does the other one lead?",
    fr="Il manque un pixel à côté de 33. Quelle couche peut rester sur place, et où mène l'autre ?",
)
def ba_without_left_neighbour() -> Any:
    return b_then_a() & ~_grid("32")


@mistake(
    q.field_mask_b_then_a,
    en="Your output reads its own pixel. Can both steps stay in place?",
    fr="Votre sortie lit son propre pixel. Les deux pas peuvent-ils rester sur place ?",
)
def ba_with_centre() -> Any:
    return b_then_a() | _grid("33")


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
    return _grid("11 12 13 14 15 21 22 23 24 25 31 32")


@mistake(
    q.field_mask_b_then_a,
    en="This is the field of one layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def ba_one_layer() -> Any:
    return _grid("22 23 24 32")


@mistake(
    q.field_mask_b_then_a,
    en="Rows and columns seem exchanged: pixel 12 stands in the first row, at index `[0, 1]`.",
    fr="Lignes et colonnes semblent échangées : le pixel 12 est dans la première ligne, à l'indice `[0, 1]`.",
)
def ba_transposed() -> Any:
    return b_then_a().T


@alternative(q.field_mask_b_then_a)
def ba_by_gradient() -> Any:
    return _field_by_gradient("BA", 5, 5, 2, 2, 3)


@alternative(q.field_mask_b_then_a)
def ba_as_float() -> Any:
    return field_by_dilation("BA", 5, 5, 2, 2, 3).astype(float)


@reference(q.masked_conv2d)
def convolution_by_windows(x: Any, weight: Any, bias: Any, kind: str) -> Any:
    return _slide(x, weight * masks_by_order(kind, weight.shape[2]), bias)


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


@reference(q.field_mask_b_then_b)
def b_then_b() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 31 32 33")


@cases(q.field_mask_b_then_b)
def grid_b_then_b(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_b_then_b,
    en="A pixel is missing: where does the path end when both layers use what mask B adds to mask A?",
    fr="Il manque un pixel : où finit le chemin quand les deux couches usent de ce que B ajoute à A ?",
)
def bb_without_centre() -> Any:
    return a_then_b()


@mistake(
    q.field_mask_b_then_b,
    en="You marked all the past and 33. For each mark, write down the two steps that lead there.",
    fr="Vous avez marqué tout le passé et 33. Pour chaque marque, écrivez les deux pas qui y mènent.",
)
def bb_whole_past() -> Any:
    return _grid("11 12 13 14 15 21 22 23 24 25 31 32 33")


@mistake(
    q.field_mask_b_then_b,
    en="A pixel to the right of 33 is marked: does any of the two steps go right within a row?",
    fr="Un pixel à droite de 33 est marqué : un des deux pas va-t-il vers la droite sur une ligne ?",
)
def bb_with_right_neighbour() -> Any:
    return b_then_b() | _grid("34")


@mistake(
    q.field_mask_b_then_b,
    en="This is the field of a single layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def bb_one_layer() -> Any:
    return _grid("22 23 24 32 33")


@mistake(
    q.field_mask_b_then_b,
    en="You took two steps of mask A. What does mask B allow in addition, in either layer?",
    fr="Vous avez fait deux pas du masque A. Que permet en plus le masque B, dans chaque couche ?",
)
def bb_as_a_then_a() -> Any:
    return a_then_a()


@mistake(
    q.field_mask_b_then_b,
    en="Rows and columns seem exchanged: pixel 12 stands in the first row, at index `[0, 1]`.",
    fr="Lignes et colonnes semblent échangées : le pixel 12 est dans la première ligne, à l'indice `[0, 1]`.",
)
def bb_transposed() -> Any:
    return b_then_b().T


@alternative(q.field_mask_b_then_b)
def bb_by_gradient() -> Any:
    return _field_by_gradient("BB", 5, 5, 2, 2, 3)


@alternative(q.field_mask_b_then_b)
def bb_as_union() -> Any:
    return (a_then_b() | _grid("33")).tolist()


@reference(q.blind_spot)
def past_that_is_not_read(layers: int, height: int, width: int, row: int, column: int) -> Any:
    past = np.arange(height * width).reshape(height, width) < row * width + column
    return past & ~field_by_dilation("A" + "B" * (layers - 1), height, width, row, column, 3)


def _pixel(layers: int, height: int, width: int, row: int, column: int) -> dict[str, Any]:
    return {"layers": layers, "height": height, "width": width, "row": row, "column": column}


@cases(q.blind_spot, count=2)
def shallow(rng: Rng) -> dict[str, Any]:
    return _pixel(2, int(rng.integers(8, 11)), 10, int(rng.integers(5, 8)), int(rng.integers(3, 7)))


@cases(q.blind_spot)
def as_deep_as_the_map(rng: Rng) -> dict[str, Any]:
    return _pixel(12, 9, int(rng.integers(8, 11)), int(rng.integers(4, 7)), int(rng.integers(2, 5)))


@cases(q.blind_spot)
def single_layer(rng: Rng) -> dict[str, Any]:
    return _pixel(1, 4, 5, int(rng.integers(1, 4)), int(rng.integers(5)))


@cases(q.blind_spot)
def no_past(rng: Rng) -> dict[str, Any]:
    return _pixel(3, 4, 4, 0, 0)


@cases(q.blind_spot)
def last_pixel(rng: Rng) -> dict[str, Any]:
    width = int(rng.integers(5, 8))
    return _pixel(4, 5, width, 4, width - 1)


@mistake(
    q.blind_spot,
    en="You find nothing hidden. Draw the field of ten layers: does it fill the past?",
    fr="Vous ne trouvez rien de caché. Tracez le champ de dix couches : remplit-il le passé ?",
)
def nothing_hidden(layers: int, height: int, width: int, row: int, column: int) -> Any:
    return np.zeros((height, width), dtype=bool)


@mistake(
    q.blind_spot,
    en="You mark all that is not read, the future included. What does the definition exclude?",
    fr="Vous marquez tout ce qui n'est pas lu, avenir compris. Qu'exclut la définition ?",
)
def future_included(layers: int, height: int, width: int, row: int, column: int) -> Any:
    return ~field_by_dilation("A" + "B" * (layers - 1), height, width, row, column, 3)


@mistake(
    q.blind_spot,
    en="The output pixel is marked itself. Is it strictly before itself?",
    fr="Le pixel de sortie est marqué lui-même. Est-il strictement avant lui-même ?",
)
def pixel_itself_included(layers: int, height: int, width: int, row: int, column: int) -> Any:
    marked = past_that_is_not_read(layers, height, width, row, column)
    marked[row, column] = True
    return marked


@mistake(
    q.blind_spot,
    en="Your network has another depth: `layers` counts the first layer, too.",
    fr="Votre réseau a une autre profondeur : `layers` compte aussi la première couche.",
)
def one_layer_too_many(layers: int, height: int, width: int, row: int, column: int) -> Any:
    return past_that_is_not_read(layers + 1, height, width, row, column)


@mistake(
    q.blind_spot,
    en="Your network never stays in place. Which mask do the layers after the first one have?",
    fr="Votre réseau ne reste jamais sur place. Quel masque ont les couches après la première ?",
)
def mask_a_everywhere(layers: int, height: int, width: int, row: int, column: int) -> Any:
    past = np.arange(height * width).reshape(height, width) < row * width + column
    return past & ~field_by_dilation("A" * layers, height, width, row, column, 3)


@mistake(
    q.blind_spot,
    en="You return what the network reads. The blind spot is the rest of the past.",
    fr="Vous renvoyez ce que le réseau lit. L'angle mort est le reste du passé.",
)
def field_returned(layers: int, height: int, width: int, row: int, column: int) -> Any:
    return field_by_dilation("A" + "B" * (layers - 1), height, width, row, column, 3)


@alternative(q.blind_spot)
def missed_by_gradient(layers: int, height: int, width: int, row: int, column: int) -> Any:
    seen = np.asarray(_field_by_gradient("A" + "B" * (layers - 1), height, width, row, column, 3))
    return (np.arange(height * width).reshape(height, width) < row * width + column) & ~seen


@alternative(q.blind_spot)
def missed_by_mask_b_alone(layers: int, height: int, width: int, row: int, column: int) -> Any:
    seen = field_by_dilation("B" * layers, height, width, row, column, 3)
    cells = np.ndindex(height, width)
    missed = [(i, j) < (row, column) and not seen[i, j] for i, j in cells]
    return np.reshape(missed, (height, width))
