"""Hidden twin of question 2.2."""

from __future__ import annotations

from math import floor
from typing import Any

from assignments.hw4_autoregressive import q02_2_larger_output as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.smallest_mixture_size)
def first_above(levels: int, parameters: int) -> int:
    return levels // parameters + 1


@cases(q.smallest_mixture_size)
def the_two_models(rng: Rng) -> dict[str, Any]:
    return {"levels": 256, "parameters": 3}


@cases(q.smallest_mixture_size, count=2)
def just_above_a_multiple(rng: Rng) -> dict[str, Any]:
    return {"levels": 5 * int(rng.integers(10, 90)) + 1, "parameters": 5}


@cases(q.smallest_mixture_size)
def just_below_a_multiple(rng: Rng) -> dict[str, Any]:
    return {"levels": 7 * int(rng.integers(10, 90)) + 6, "parameters": 7}


@cases(q.smallest_mixture_size, count=2)
def equally_many(rng: Rng) -> dict[str, Any]:
    return {"levels": 3 * int(rng.integers(5, 90)), "parameters": 3}


@cases(q.smallest_mixture_size)
def one_is_enough(rng: Rng) -> dict[str, Any]:
    return {"levels": 2, "parameters": int(rng.integers(4, 9))}


@cases(q.smallest_mixture_size, edge=True)
def large_integers(rng: Rng) -> dict[str, Any]:
    # Seven times an odd number beyond 2 ** 53: no float holds the quotient.
    return {"levels": 7 * (2 * int(rng.integers(2**54, 2**55)) + 1), "parameters": 7}


@mistake(
    q.smallest_mixture_size,
    en="Where the two tensors have equally many elements, you call the mixture larger.",
    ru="Там, где в двух тензорах поровну элементов, вы называете выход смеси большим.",
)
def rounded_up(levels: int, parameters: int) -> int:
    return -(-levels // parameters)


@mistake(
    q.smallest_mixture_size,
    en="Count the elements of both tensors at the $K$ that you return: is the mixture larger there?",
    ru="Сосчитайте элементы обоих тензоров при вашем $K$: больше ли там выход смеси?",
)
def rounded_down(levels: int, parameters: int) -> int:
    return levels // parameters


@mistake(
    q.smallest_mixture_size,
    en="You round to the nearest integer: check the two neighbours of what you return.",
    ru="Вы округляете до ближайшего целого: проверьте два соседних с ответом числа.",
)
def rounded_to_nearest(levels: int, parameters: int) -> int:
    return floor(levels / parameters + 0.5)


@mistake(
    q.smallest_mixture_size,
    en="Your quotient is a float, which has sixteen digits only: stay with integers.",
    ru="Ваше частное — число с плавающей точкой, у него лишь шестнадцать знаков: считайте в целых числах.",
)
def quotient_in_floats(levels: int, parameters: int) -> int:
    return floor(levels / parameters) + 1


@mistake(
    q.smallest_mixture_size,
    en="You leave out one number of each component: which of its parameters did you not count?",
    ru="Вы пропустили по одному числу у каждой компоненты: какой её параметр вы не сосчитали?",
)
def one_parameter_left_out(levels: int, parameters: int) -> int:
    return levels // (parameters - 1) + 1


@mistake(
    q.smallest_mixture_size,
    en="This mixture is larger, but is it the smallest one? Try one component fewer.",
    ru="Эта смесь подходит, но наименьшая ли она? Попробуйте на одну компоненту меньше.",
)
def one_too_many(levels: int, parameters: int) -> int:
    return levels // parameters + 2


@alternative(q.smallest_mixture_size)
def rounded_up_from_the_next(levels: int, parameters: int) -> int:
    return -(-(levels + 1) // parameters)


@alternative(q.smallest_mixture_size)
def bisection(levels: int, parameters: int) -> int:
    low, high = 0, levels + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if parameters * middle > levels else (middle, high)
    return high
