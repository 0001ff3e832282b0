"""Question 2.2: from which number of components on the mixture has the larger output.

Source: sheet 004, autoregressive models, question 2 (b) (1 point).
Paper: Salimans et al., "PixelCNN++", ICLR 2017, section 2.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture

question = Question(
    number="2.2",
    title=Text(en="When is the output of the mixture larger?", ru="Когда выход смеси больше?"),
)


@part(
    "2.2.1",
    points=1,
    en=r"""
    Return the smallest number $K$ of components for which the output tensor of a mixture has **strictly more
    elements** than that of a table: the table has `levels` numbers per colour value, the mixture `parameters`
    numbers per component. Why does the size of the image not matter? Then call your function with the numbers
    of the two models of 2.1.1. It must be exact for integers of any size.

    Example: `smallest_mixture_size(10, 4)` is `3`.
    """,
    ru=r"""
    Верните наименьшее число компонент $K$, при котором в выходном тензоре смеси **строго больше
    элементов**, чем у таблицы: у таблицы `levels` чисел на значение цвета, у смеси `parameters`
    чисел на компоненту. Почему размер изображения не важен? Затем вызовите функцию с числами
    двух моделей из 2.1.1. Ответ должен быть точным для сколь угодно больших целых чисел.

    Пример: `smallest_mixture_size(10, 4)` равно `3`.
    """,
)
def smallest_mixture_size(levels: int, parameters: int) -> int:
    """The smallest number of components for which the mixture has more outputs than the table."""
    raise NotImplementedError


@example(smallest_mixture_size)
def ten_levels() -> tuple[dict[str, Any], Any]:
    return {"levels": 10, "parameters": 4}, 3


@law(
    smallest_mixture_size,
    en="As many more levels as a component has parameters take exactly one more component.",
    ru="Если уровней больше на столько, сколько параметров у компоненты, нужна ровно ещё одна компонента.",
)
def one_component_more(f: Function, rng: Rng) -> tuple[Any, Any]:
    levels, parameters = (int(n) for n in rng.integers(5, 60, size=2))
    return f(levels + parameters, parameters), f(levels, parameters) + 1


@law(
    smallest_mixture_size,
    en="Counting both tensors over a whole image, not per colour value, changes nothing.",
    ru="Подсчёт обоих тензоров по всему изображению, а не на значение цвета, ничего не меняет.",
)
def size_of_image_cancels(f: Function, rng: Rng) -> tuple[Any, Any]:
    levels, parameters, values = (int(n) for n in rng.integers(5, 60, size=3))
    return f(values * levels, values * parameters), f(levels, parameters)


@picture(
    smallest_mixture_size,
    en=r"""
    Outputs per colour value against $K$: a mixture with 3 numbers per component (dots), tables with 16 and
    with 18 levels (lines). Circles: the $K$ that you return. Is each the first dot strictly above its line?
    """,
    ru=r"""
    Число выходов на значение цвета в зависимости от $K$: смесь с 3 числами на компоненту (точки), таблицы с
    16 и 18 уровнями (линии). Кружки — ваши $K$. Каждый ли кружок — первая точка строго выше своей линии?
    """,
)
def outputs_against_components(f: Function | None, figure: Any) -> None:
    K = np.arange(1, 11)
    for axes, levels in zip(figure.subplots(1, 2), (16, 18), strict=True):
        axes.axhline(levels, color="black", linestyle="--", linewidth=1)
        axes.plot(K, 3 * K, "ko", markersize=3)
        if f is not None:
            found = int(f(levels, 3))
            axes.plot([found], [3 * found], "o", markersize=11, fillstyle="none", color="black")
        axes.set(xlabel="$K$", xticks=K, xlim=(0.5, 10.5), ylim=(0, 32), yticks=[0, 10, levels, 30])
