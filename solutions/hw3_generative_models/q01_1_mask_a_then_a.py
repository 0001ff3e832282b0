"""Hidden twin of question 1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_1_mask_a_then_a as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q01_masked_convolutions import grid, make_mask, trace_field


@reference(q.causal_mask)
def masks_by_order(kind: str, k: int) -> Any:
    return make_mask(kind, k)


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
    return grid("11 12 13 14 15 21 22 23 31")


@cases(q.field_mask_a_then_a)
def grid_a_then_a(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.field_mask_a_then_a,
    en="This is the field of a single layer. What does each pixel of the hidden map read in its turn?",
    fr="C'est le champ d'une seule couche. Que lit à son tour chaque pixel de la carte cachée ?",
)
def aa_one_layer() -> Any:
    return grid("22 23 24 32")


@mistake(
    q.field_mask_a_then_a,
    en="You marked all that comes before 33. For each mark, write down the two steps that lead there.",
    fr="Vous avez marqué tout ce qui précède 33. Pour chaque marque, écrivez les deux pas qui y mènent.",
)
def aa_whole_past() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 25 31 32")


@mistake(
    q.field_mask_a_then_a,
    en="Some marked pixels are reached in one step. Is there a layer that may stay where it is?",
    fr="Certains pixels marqués s'atteignent en un seul pas. Une des couches peut-elle rester sur place ?",
)
def aa_one_or_two_steps() -> Any:
    return grid("11 12 13 14 15 21 22 23 24 31 32")


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
    return a_then_a() | grid("33")


@mistake(
    q.field_mask_a_then_a,
    en="Your field lies in the future of 33. Which pixel does the top left entry of a kernel read?",
    fr="Votre champ est dans l'avenir de 33. Quel pixel l'entrée en haut à gauche d'un noyau lit-elle ?",
)
def aa_flipped() -> Any:
    return a_then_a()[::-1, ::-1]


@alternative(q.field_mask_a_then_a)
def aa_by_gradient() -> Any:
    return trace_field("AA", 5, 5, 2, 2, 3)


@alternative(q.field_mask_a_then_a)
def aa_as_list() -> Any:
    return [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0] * 5, [0] * 5]
