"""Hidden twin of part 1.3.1."""

from __future__ import annotations

from typing import Any

from assignments.hw3_generative_models import q01_3_mask_b_then_a as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q01_1_mask_a_then_a import a_then_a
from solutions.hw3_generative_models.q01_2_mask_a_then_b import field_by_dilation
from solutions.hw3_generative_models.q01_masked_convolutions import grid, trace_field


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
