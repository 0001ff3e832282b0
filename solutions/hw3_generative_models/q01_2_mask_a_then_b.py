"""Hidden twin of question 1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_2_mask_a_then_b as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw3_generative_models.q01_1_mask_a_then_a import a_then_a, aa_one_layer, masks_by_order
from solutions.hw3_generative_models.q01_masked_convolutions import grid, trace_field


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


@reference(q.field_mask_a_then_b)
def a_then_b() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 31 32")


@cases(q.field_mask_a_then_b)
def grid_a_then_b(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_a_then_b,
    en="You marked all that comes before 33. For each mark, write down the two steps that lead there.",
    fr="Vous avez marqué tout ce qui précède 33. Pour chaque marque, écrivez les deux pas qui y mènent.",
)
def ab_whole_past() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 25 31 32")


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
    return a_then_b() | grid("33")


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
    return grid("12 13 14 21 22 23 24 31 32")


@mistake(
    q.field_mask_a_then_b,
    en="This is the field of one layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def ab_one_layer() -> Any:
    return grid("22 23 24 32")


@alternative(q.field_mask_a_then_b)
def ab_by_gradient() -> Any:
    return trace_field("AB", 5, 5, 2, 2, 3)


@alternative(q.field_mask_a_then_b)
def ab_as_union() -> Any:
    return a_then_a().astype(int) | aa_one_layer.function()


@reference(q.receptive_field)
def field_by_dilation(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    return _dilate([masks_by_order(kind, k) for kind in kinds], height, width, row, column)


@baseline(q.receptive_field)
def field_by_pixels(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    reached = np.zeros((height, width), dtype=bool)
    reached[row, column] = True
    for kind in reversed(kinds):
        steps = (np.argwhere(masks_by_order(kind, k)) - k // 2).tolist()
        read = np.zeros((height, width), dtype=bool)
        for i in range(height):
            for j in range(width):
                for di, dj in steps:
                    inside = 0 <= i - di < height and 0 <= j - dj < width
                    if inside and reached[i - di, j - dj]:
                        read[i, j] = True
        reached = read
    return reached


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


@cases(q.receptive_field)
def kernel_of_one_that_stays(rng: Rng) -> dict[str, Any]:
    return _stack("BB", 3, 4, int(rng.integers(3)), int(rng.integers(4)), 1)


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
    return trace_field(kinds, height, width, row, column, k)


@alternative(q.receptive_field)
def field_by_convolution(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    from scipy.signal import convolve2d  # type: ignore[import-untyped]

    reached = np.zeros((height, width))
    reached[row, column] = 1.0
    for kind in reversed(kinds):
        reached = convolve2d(reached, masks_by_order(kind, k), mode="same") > 0
    return reached


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
