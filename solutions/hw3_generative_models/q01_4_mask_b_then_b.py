"""Hidden twin of question 1.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_4_mask_b_then_b as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q01_1_mask_a_then_a import a_then_a
from solutions.hw3_generative_models.q01_2_mask_a_then_b import a_then_b, field_by_dilation
from solutions.hw3_generative_models.q01_masked_convolutions import grid, trace_field


@reference(q.field_mask_b_then_b)
def b_then_b() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 31 32 33")


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
    return grid("11 12 13 14 15 21 22 23 24 25 31 32 33")


@mistake(
    q.field_mask_b_then_b,
    en="A pixel to the right of 33 is marked: does any of the two steps go right within a row?",
    fr="Un pixel à droite de 33 est marqué : un des deux pas va-t-il vers la droite sur une ligne ?",
)
def bb_with_right_neighbour() -> Any:
    return b_then_b() | grid("34")


@mistake(
    q.field_mask_b_then_b,
    en="This is the field of a single layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def bb_one_layer() -> Any:
    return grid("22 23 24 32 33")


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
    return trace_field("BB", 5, 5, 2, 2, 3)


@alternative(q.field_mask_b_then_b)
def bb_as_union() -> Any:
    return (a_then_b() | grid("33")).tolist()


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
    seen = np.asarray(trace_field("A" + "B" * (layers - 1), height, width, row, column, 3))
    return (np.arange(height * width).reshape(height, width) < row * width + column) & ~seen


@alternative(q.blind_spot)
def missed_by_mask_b_alone(layers: int, height: int, width: int, row: int, column: int) -> Any:
    seen = field_by_dilation("B" * layers, height, width, row, column, 3)
    cells = np.ndindex(height, width)
    missed = [(i, j) < (row, column) and not seen[i, j] for i, j in cells]
    return np.reshape(missed, (height, width))
