"""Hidden twin of part 4.5.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_5_equal_losses as q
from autograder.question import Rng, alternative, hidden_law, mistake, reference
from solutions.hw3_generative_models.q04_5_equal_losses.gan_losses import exact_losses


@reference(q.equal_losses_witness)
def undecided_twice() -> dict[str, Any]:
    half = np.array([0.5, 0.5])
    return _example(half, [1.0, 0.0], half, half, half)


def _example(data: Any, first: Any, first_d: Any, last: Any, last_d: Any) -> dict[str, Any]:
    keys = ("p_data", "g_epoch1", "D_epoch1", "g_epoch100", "D_epoch100")
    return {
        key: np.array(value) for key, value in zip(keys, (data, first, first_d, last, last_d), strict=True)
    }


def _five_arrays(f: Any) -> tuple[Any, ...]:
    """The arrays of the example; NaN, which breaks every law, where they are no laws and discriminators."""
    answer = f()
    keys = ("p_data", "g_epoch1", "D_epoch1", "g_epoch100", "D_epoch100")
    arrays = tuple(np.asarray(answer[key], dtype=float) for key in keys)
    sizes = {array.size for array in arrays}
    if len(sizes) == 1 and 2 <= max(sizes) <= 100 and _are_laws(*arrays):
        return arrays
    return (np.full(2, np.nan),) * 5


def _are_laws(data: Any, first: Any, first_d: Any, last: Any, last_d: Any) -> bool:
    laws, verdicts = np.stack([data, first, last]), np.stack([first_d, last_d])
    sums = np.abs(laws.sum(axis=1) - 1) <= 1.001e-6
    return bool((laws >= 0).all() and sums.all() and (verdicts >= 0).all() and (verdicts <= 1).all())


@hidden_law(
    q.equal_losses_witness,
    en="The arrays are not what they should be: same size, laws that sum to one, discriminators in $[0, 1]$.",
    fr="Les tableaux ne sont pas conformes : même taille, lois de somme un, discriminateurs dans $[0, 1]$.",
)
def well_formed(f: Any, rng: Rng) -> tuple[Any, Any]:
    return not np.isnan(_five_arrays(f)[0]).any(), True


@hidden_law(
    q.equal_losses_witness,
    en="The generator of epoch 1 is too good: compute its total variation distance from the data.",
    fr="Le générateur de l'époque 1 est trop bon : calculez sa distance en variation totale aux données.",
)
def bad_at_first(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, first, *_ = _five_arrays(f)
    return bool(0.5 * np.sum(np.abs(data - first)) >= 0.3 - 1e-9), True


@hidden_law(
    q.equal_losses_witness,
    en="The generator of epoch 100 is not good enough: compute its total variation distance from the data.",
    fr=r"""
    Le générateur de l'époque 100 n'est pas assez bon : calculez sa distance en variation totale aux données.
    """,
)
def good_at_last(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, _, _, last, _ = _five_arrays(f)
    return bool(0.5 * np.sum(np.abs(data - last)) <= 0.05 + 1e-9), True


@hidden_law(
    q.equal_losses_witness,
    en="The discriminator of epoch 100 is not the best one for its generator.",
    fr="Le discriminateur de l'époque 100 n'est pas le meilleur pour son générateur.",
)
def best_at_last(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, _, _, last, last_d = _five_arrays(f)
    occurs = ~(data + last <= 0)
    best = data[occurs] / (data + last)[occurs]
    return bool((np.abs(last_d[occurs] - best) <= 0.02 + 1e-9).all()), True


@hidden_law(
    q.equal_losses_witness,
    en=r"""
    The loss of the discriminator is not finite, or not the same in the two epochs: compute it with 4.5.1.
    """,
    fr=r"""
    La perte du discriminateur n'est pas finie, ou diffère entre les deux époques : calculez-la avec 4.5.1.
    """,
)
def equal_discriminator_losses(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, first, first_d, last, last_d = _five_arrays(f)
    return _close(exact_losses(data, first, first_d)[0], exact_losses(data, last, last_d)[0]), True


@hidden_law(
    q.equal_losses_witness,
    en="The loss of the generator is not finite, or not the same in the two epochs: compute it with 4.5.1.",
    fr="La perte du générateur n'est pas finie, ou diffère entre les deux époques : calculez-la avec 4.5.1.",
)
def equal_generator_losses(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, first, first_d, last, last_d = _five_arrays(f)
    return _close(exact_losses(data, first, first_d)[1], exact_losses(data, last, last_d)[1]), True


def _close(first: Any, last: Any) -> bool:
    return bool(np.isfinite(first) and np.isfinite(last) and abs(first - last) <= 0.01 + 1e-9)


@mistake(
    q.equal_losses_witness,
    en=r"""
    Both discriminators are the best ones here, and then the losses tell the generators apart. Which may be
    poor?
    """,
    fr=r"""
    Les deux discriminateurs sont ici les meilleurs : les pertes distinguent alors les générateurs. Lequel
    peut être médiocre ?
    """,
)
def best_from_the_start() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.9, 0.1], [0.5 / 1.4, 0.5 / 0.6], [0.5, 0.5], [0.5, 0.5])


@mistake(
    q.equal_losses_witness,
    en="Nothing has been learnt between your two epochs: the first generator is as good as the last.",
    fr="Rien n'a été appris entre vos deux époques : le premier générateur est aussi bon que le dernier.",
)
def good_from_the_start() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5])


@mistake(
    q.equal_losses_witness,
    en="After a hundred epochs the discriminator should know its generator: could it lower its loss?",
    fr=r"""
    Après cent époques, le discriminateur devrait connaître son générateur : pourrait-il baisser sa perte ?
    """,
)
def never_trained() -> dict[str, Any]:
    return _example([0.5, 0.5], [1.0, 0.0], [0.3, 0.3], [0.5, 0.5], [0.3, 0.3])


@mistake(
    q.equal_losses_witness,
    en="One loss agrees, the other does not: compute both for both epochs.",
    fr="Une perte coïncide, l'autre non : calculez les deux pour les deux époques.",
)
def one_loss_only() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.9, 0.1], [0.605, 0.7], [0.5, 0.5], [0.5, 0.5])


@alternative(q.equal_losses_witness)
def three_outcomes() -> dict[str, Any]:
    data, third = [0.2, 0.3, 0.5], [0.5, 0.5, 0.5]
    return _example(data, [0.7, 0.2, 0.1], third, data, third)


@alternative(q.equal_losses_witness)
def nearly_perfect_generator() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.1, 0.9], [0.5, 0.5], [0.49, 0.51], [0.5 / 0.99, 0.5 / 1.01])


@alternative(q.equal_losses_witness)
def outcome_that_never_occurs() -> dict[str, Any]:
    return _example([0.5, 0.5, 0], [0.2, 0.8, 0], [0.5, 0.5, 1], [0.5, 0.5, 0], [0.5, 0.5, 0])
