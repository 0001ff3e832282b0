"""Question 1.1: the masks, their product, and the network that they make.

Source: sheet 004, autoregressive models, question 1 (a) (2 points).
Paper: Germain et al., "MADE: Masked Autoencoder for Distribution Estimation", ICML 2015, eq. 8 to 11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(
    number="1.1",
    title=Text(
        en="The product of the masks is strictly triangular", ru="Произведение масок строго треугольно"
    ),
)


@part(
    "1.1.1",
    points=0.75,
    en=r"""
    Hidden unit $k$ gets a *degree* $d_k \in \{1, \dots, m - 1\}$. MADE takes the variables in any order:
    `order[j]` is the position, counted from $1$, of variable $x_{j+1}$ in the factorisation. A hidden unit of
    degree $d$ is connected to the inputs at the positions up to and including $d$, and to the outputs at the
    positions strictly after $d$.

    Return the two masks `(M_W, M_V)` of 0 and 1, of shapes `(h, m)` and `(m, h)`.

    Example: `degrees = [1, 2, 2]` with the natural order `[1, 2, 3]` gives
    `M_W = [[1, 0, 0], [1, 1, 0], [1, 1, 0]]` and `M_V = [[0, 0, 0], [1, 0, 0], [1, 1, 1]]`.
    """,
    ru=r"""
    Скрытому нейрону $k$ приписана *степень* $d_k \in \{1, \dots, m - 1\}$. MADE допускает любой порядок
    переменных: `order[j]` — номер места, начиная с $1$, которое переменная $x_{j+1}$ занимает в разложении.
    Скрытый нейрон степени $d$ соединён с входами на местах до $d$ включительно и с выходами на местах строго
    после $d$.

    Верните две маски `(M_W, M_V)` из 0 и 1, формы `(h, m)` и `(m, h)`.

    Пример: `degrees = [1, 2, 2]` при прямом порядке `[1, 2, 3]` даёт
    `M_W = [[1, 0, 0], [1, 1, 0], [1, 1, 0]]` и `M_V = [[0, 0, 0], [1, 0, 0], [1, 1, 1]]`.
    """,
)
def made_masks(
    degrees: Int[Array, " h"], order: Int[Array, " m"]
) -> tuple[Int[Array, "h m"], Int[Array, "m h"]]:
    """The masks (M_W, M_V) of MADE, 1 where a connection stays and 0 where it is cut."""
    raise NotImplementedError


@example(made_masks)
def three_units() -> tuple[dict[str, Any], Any]:
    M_W, M_V = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0]]), np.array([[0, 0, 0], [1, 0, 0], [1, 1, 1]])
    return {"degrees": np.array([1, 2, 2]), "order": np.array([1, 2, 3])}, (M_W, M_V)


@law(
    made_masks,
    en="In any order, a hidden unit of degree $d$ keeps connections to $d$ inputs and $m - d$ outputs.",
    ru="При любом порядке скрытый нейрон степени $d$ сохраняет связи с $d$ входами и $m - d$ выходами.",
)
def degrees_count_connections(f: Function, rng: Rng) -> tuple[Any, Any]:
    degrees, order = rng.integers(1, 6, size=4), rng.permutation(6) + 1
    M_W, M_V = f(degrees, order)
    return (np.sum(M_W, axis=1), np.sum(M_V, axis=0)), (degrees, 6 - degrees)


@law(
    made_masks,
    en="Renumbering the variables together with their positions only exchanges columns of $M_W$.",
    ru="Перенумерация переменных вместе с их местами лишь переставляет столбцы $M_W$.",
)
def renumbered_variables(f: Function, rng: Rng) -> tuple[Any, Any]:
    degrees, order, shuffle = rng.integers(1, 5, size=6), rng.permutation(5) + 1, rng.permutation(5)
    return f(degrees, order[shuffle])[0], np.reshape(f(degrees, order)[0], (6, 5))[:, shuffle]


@speed(
    made_masks,
    sizes=(30, 60, 120),
    unit=Text(en="the number of variables", ru="число переменных"),
    growth=2,
    within=8,
    milliseconds=0.049,
    en="A Python loop over the entries of the masks is what usually costs more.",
    ru="Дороже обычно обходится цикл Python по элементам масок.",
)
def twice_as_many_units(rng: Rng, m: int) -> dict[str, Any]:
    return {"degrees": rng.integers(1, m, size=2 * m), "order": rng.permutation(m) + 1}


@picture(
    made_masks,
    en=r"""
    Your masks (dark: connection kept), hidden units sorted by degree. The first two panels: $M_W$ and $M_V$
    for the natural order; the last two: the same for the order $3, 1, 6, 2, 5, 4$.
    """,
    ru=r"""
    Ваши маски (тёмное — связь сохранена), скрытые нейроны упорядочены по степени. Первые две панели: $M_W$ и
    $M_V$ для прямого порядка; последние две — то же для порядка $3, 1, 6, 2, 5, 4$.
    """,
)
def both_masks(f: Function | None, figure: Any) -> None:
    degrees, panels = np.array([1, 1, 2, 3, 3, 4, 5, 5]), figure.subplots(1, 4)
    orders = (np.arange(1, 7), np.array([3, 1, 6, 2, 5, 4]))
    empty = np.zeros((8, 6)), np.zeros((6, 8))
    masks = [mask for order in orders for mask in (empty if f is None else f(degrees, order))]
    for n, (axes, mask) in enumerate(zip(panels, masks, strict=True)):
        position = orders[n // 2]
        axes.pcolormesh(np.asarray(mask), cmap="Blues", vmin=0.0, vmax=1.3, edgecolors="0.7", linewidth=0.5)
        axes.invert_yaxis()
        rows, columns = (degrees, position) if n % 2 == 0 else (position, degrees)
        axes.set_xticks(np.arange(len(columns)) + 0.5, columns)
        axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
        axes.set(aspect="equal", title="$M_W$" if n % 2 == 0 else "$M_V$")


@part(
    "1.1.2",
    points=0.5,
    en=r"""
    Let the order be natural, and let $M = M_V M_W$. One claims: *$M$ is strictly upper triangular*. Another
    one: *it is strictly lower triangular*. Find out which proof works: when does a degree $d_k$ let hidden
    unit $k$ contribute to $M_{ij}$, and for which $i$ and $j$ does no degree do so?

    Return $M$ of shape `(m, m)` by **counting the degrees** that satisfy your condition; the masks are not
    needed. Entry `[i-1, j-1]` is $M_{ij}$.

    Example: for `m = 1` no degree is admissible, and `degrees = []` gives `[[0]]`. A larger example would
    show the triangle.
    """,
    ru=r"""
    Пусть порядок прямой и $M = M_V M_W$. Один утверждает: *матрица $M$ строго верхнетреугольная*. Другой:
    *она строго нижнетреугольная*. Выясните, какое доказательство проходит: при каком условии на степень $d_k$
    скрытый нейрон $k$ вносит вклад в $M_{ij}$ и для каких $i$ и $j$ ни одна степень ему не удовлетворяет?

    Верните $M$ формы `(m, m)`, **подсчитав степени**, удовлетворяющие вашему условию; сами маски не нужны.
    Элемент `[i-1, j-1]` — это $M_{ij}$.

    Пример: при `m = 1` допустимых степеней нет, и `degrees = []` даёт `[[0]]`. Больший пример показал бы
    треугольник.
    """,
)
def mask_product_triangle(degrees: Int[Array, " h"], m: int) -> Int[Array, "m m"]:
    """The product M_V M_W for the natural order, counted from the degrees of the hidden units."""
    raise NotImplementedError


@example(mask_product_triangle)
def no_units() -> tuple[dict[str, Any], Any]:
    return {"degrees": np.array([], dtype=int), "m": 1}, np.array([[0]])


@law(
    mask_product_triangle,
    en="A unit of degree $d$ joins $d$ inputs to $m - d$ outputs: this fixes the sum of all entries.",
    ru="Нейрон степени $d$ связывает $d$ входов с $m - d$ выходами: это задаёт сумму всех элементов.",
)
def sum_of_all_entries(f: Function, rng: Rng) -> tuple[Any, Any]:
    degrees = rng.integers(1, 6, size=7)
    return np.sum(np.reshape(f(degrees, 6), (6, 6))), np.sum(degrees * (6 - degrees))


@law(
    mask_product_triangle,
    en="The hidden units contribute one by one: two groups of units give the sum of their matrices.",
    ru="Скрытые нейроны вносят вклад по отдельности: две группы нейронов дают сумму своих матриц.",
)
def units_contribute_one_by_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    degrees = rng.integers(1, 5, size=9)
    parts = [np.reshape(f(group, 5), (5, 5)) for group in (degrees[:4], degrees[4:])]
    return f(degrees, 5), np.add(*parts)


@picture(
    mask_product_triangle,
    en=r"""
    Your $M$ for $m = 6$ and the degrees $1, 2, 2, 3, 4, 5, 5$; rows are $i$, columns $j$, the diagonal is
    dashed. May output $\hat{x}_1$ see anything? And output $\hat{x}_6$?
    """,
    ru=r"""
    Ваша матрица $M$ при $m = 6$ и степенях $1, 2, 2, 3, 4, 5, 5$; строки — $i$, столбцы — $j$, диагональ
    проведена пунктиром. Может ли выход $\hat{x}_1$ видеть что-нибудь? А выход $\hat{x}_6$?
    """,
)
def product_with_its_diagonal(f: Function | None, figure: Any) -> None:
    axes, labels = figure.add_subplot(), np.arange(6)
    M = np.zeros((6, 6)) if f is None else np.asarray(f(np.array([1, 2, 2, 3, 4, 5, 5]), 6))
    axes.pcolormesh(M, cmap="Blues", vmin=0, vmax=12, edgecolors="0.7", linewidth=0.5)
    axes.plot([0, 6], [0, 6], "--", color="0.6", linewidth=1)
    for i, j in np.ndindex(M.shape if f is not None else (0, 0)):
        axes.text(j + 0.5, i + 0.5, f"{M[i, j]:g}", ha="center", va="center")
    axes.invert_yaxis()
    axes.set_xticks(labels + 0.5, labels + 1)
    axes.set_yticks(labels + 0.5, labels + 1)
    axes.set(xlabel="$j$", ylabel="$i$", aspect="equal")


@part(
    "1.1.3",
    points=0.75,
    en=r"""
    Compute the outputs of the network with its masks, for a batch `x`:

    $$\hat{x} = c + (V \odot M_V) \tanh\bigl(b + (W \odot M_W) \, x\bigr).$$

    The masks are arguments: they may belong to any order. Return an array of shape `(batch, m)`.

    Example: `x = [[1, 2]]`, `W = [[0.5, 9]]`, `V = [[9], [2]]`, `b = [0]`, `c = [1, -1]`, `M_W = [[1, 0]]`,
    `M_V = [[0], [1]]` gives `[[1, -0.075766]]`.
    """,
    ru=r"""
    Вычислите выходы сети с масками для пакета `x`:

    $$\hat{x} = c + (V \odot M_V) \tanh\bigl(b + (W \odot M_W) \, x\bigr).$$

    Маски передаются как аргументы: они могут отвечать любому порядку. Верните массив формы `(batch, m)`.

    Пример: `x = [[1, 2]]`, `W = [[0.5, 9]]`, `V = [[9], [2]]`, `b = [0]`, `c = [1, -1]`, `M_W = [[1, 0]]`,
    `M_V = [[0], [1]]` даёт `[[1, -0.075766]]`.
    """,
)
def made_forward(
    x: Float[Array, "batch m"],
    W: Float[Array, "h m"],
    V: Float[Array, "m h"],
    b: Float[Array, " h"],
    c: Float[Array, " m"],
    M_W: Int[Array, "h m"],
    M_V: Int[Array, "m h"],
) -> Float[Array, "batch m"]:
    """The outputs of a masked autoencoder with one hidden layer of tanh units and linear outputs."""
    raise NotImplementedError


@example(made_forward)
def one_unit() -> tuple[dict[str, Any], Any]:
    weights = {"W": np.array([[0.5, 9.0]]), "V": np.array([[9.0], [2.0]])}
    biases = {"b": np.zeros(1), "c": np.array([1.0, -1.0])}
    masks = {"M_W": np.array([[1, 0]]), "M_V": np.array([[0], [1]])}
    arguments = {"x": np.array([[1.0, 2.0]]), **weights, **biases, **masks}
    return arguments, np.array([[1.0, -0.075766]])


@law(
    made_forward,
    en="If no input feeds a hidden unit, every example of the batch gives the same outputs.",
    ru="Если ни один вход не связан со скрытым слоем, выходы одинаковы для всех объектов пакета.",
)
def deaf_network(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W, V = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(4, 5))
    b, c = rng.normal(size=5), rng.normal(size=4)
    outputs = f(x, W, V, b, c, np.zeros((5, 4), dtype=int), np.ones((4, 5), dtype=int))
    return outputs, np.tile(np.reshape(outputs, (3, 4))[:1], (3, 1))


@law(
    made_forward,
    en="A cut weight may have any value: the outputs do not depend on it, in either layer.",
    ru="Оборванный вес может быть любым: выходы от него не зависят ни в одном из слоёв.",
)
def cut_weights_do_not_matter(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W, V = rng.normal(size=(2, 4)), rng.normal(size=(3, 4)), rng.normal(size=(4, 3))
    b, c = rng.normal(size=3), rng.normal(size=4)
    M_W, M_V = rng.integers(0, 2, size=(3, 4)), rng.integers(0, 2, size=(4, 3))
    return f(x, W, V, b, c, M_W, M_V), f(x, W + 7 * (1 - M_W), V - 5 * (1 - M_V), b, c, M_W, M_V)


@speed(
    made_forward,
    sizes=(200, 400, 800),
    unit=Text(en="the number of examples", ru="число объектов"),
    growth=1,
    within=5,
    milliseconds=0.076,
    gpu=200000,
    en="A Python loop over examples or units is what usually costs more.",
    ru="Дороже обычно обходится цикл Python по объектам или нейронам.",
)
def batch_through_a_network(rng: Rng, batch: int) -> dict[str, Any]:
    m, h = 8, 16
    degrees, order = rng.integers(1, m, size=h), rng.permutation(m) + 1
    weights = {"W": rng.normal(size=(h, m)), "V": rng.normal(size=(m, h))}
    biases = {"b": rng.normal(size=h), "c": rng.normal(size=m)}
    masks = {"M_W": degrees[:, None] >= order, "M_V": order[:, None] > degrees}
    return {
        "x": rng.normal(size=(batch, m)), **weights, **biases,
        **{name: mask.astype(int) for name, mask in masks.items()},
    }  # fmt: skip
