"""Question 1.2: the product of the masks counts paths.

Source: sheet 004, autoregressive models, question 1 (b) (2 points).
Paper: Germain et al., "MADE: Masked Autoencoder for Distribution Estimation", ICML 2015, section 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Int

    from autograder.question import Array

question = Question(
    number="1.2",
    title=Text(en="Its entries count paths", ru="Его элементы считают пути"),
    text=Text(
        en=r"""
        The network is a graph: an edge runs from input $x_j$ to hidden unit $k$ where $M_W$ has a 1 in row
        $k$, column $j$, and from hidden unit $k$ to output $\hat{x}_i$ where $M_V$ has a 1 in row $i$, column
        $k$. To prove that $M_{ij}$ is the number of paths from $x_j$ to $\hat{x}_i$, exhibit the paths
        (1.2.1); then count them in a network of any depth (1.2.2). In code all indices start at 0.
        """,
        ru=r"""
        Сеть — это граф: ребро ведёт от входа $x_j$ к скрытому нейрону $k$, если в $M_W$ в строке
        $k$ и столбце $j$ стоит 1, и от скрытого нейрона $k$ к выходу $\hat{x}_i$, если в $M_V$ в строке $i$
        и столбце $k$ стоит 1. Чтобы доказать, что $M_{ij}$ — число путей из $x_j$ в $\hat{x}_i$, предъявите
        эти пути (1.2.1), а затем сосчитайте их в сети любой глубины (1.2.2). В коде все индексы начинаются
        с 0.
        """,
    ),
)


@part(
    "1.2.1",
    points=0.75,
    en=r"""
    Return the hidden units through which a path runs from input `j` to output `i`, as a list of indices in
    increasing order; it is empty if there is no path. The masks are arbitrary here.

    Example: `M_V = [[1, 1, 0], [1, 1, 1]]`, `M_W = [[1, 1], [0, 1], [1, 0]]`, `i = 1`, `j = 0` gives
    `[0, 2]`.
    """,
    ru=r"""
    Верните скрытые нейроны, через которые проходит путь от входа `j` к выходу `i`, — список индексов по
    возрастанию; если пути нет, он пуст. Маски здесь произвольные.

    Пример: `M_V = [[1, 1, 0], [1, 1, 1]]`, `M_W = [[1, 1], [0, 1], [1, 0]]`, `i = 1`, `j = 0` даёт
    `[0, 2]`.
    """,
)
def paths_through(M_V: Int[Array, "m h"], M_W: Int[Array, "h m"], i: int, j: int) -> list[int]:
    """Indices of the hidden units on a path from input j to output i, in increasing order."""
    raise NotImplementedError


def _list_masks() -> tuple[Any, Any]:
    """M_W and M_V of both examples."""
    return np.array([[1, 1], [0, 1], [1, 0]]), np.array([[1, 1, 0], [1, 1, 1]])


@example(paths_through)
def two_paths() -> tuple[dict[str, Any], Any]:
    M_W, M_V = _list_masks()
    return {"M_V": M_V, "M_W": M_W, "i": 1, "j": 0}, [0, 2]


@law(
    paths_through,
    en="The claim itself: the length of the list is the entry `[i, j]` of $M_V M_W$.",
    ru="Само утверждение: длина списка равна элементу `[i, j]` матрицы $M_V M_W$.",
)
def entry_is_number_of_paths(f: Function, rng: Rng) -> tuple[Any, Any]:
    M_V, M_W = rng.integers(0, 2, size=(4, 7)), rng.integers(0, 2, size=(7, 4))
    lengths = [[len(f(M_V, M_W, i, j)) for j in range(4)] for i in range(4)]
    return np.array(lengths), M_V @ M_W


@picture(
    paths_through,
    en=r"""
    A small MADE: inputs on the left, hidden units in the middle (with their degrees), outputs on the right.
    Grey bands: your paths from $x_1$ to $\hat{x}_4$. Does an edge of the graph (thin) run along each half?
    """,
    ru=r"""
    Небольшая сеть MADE: слева входы, посередине скрытые нейроны (с их степенями), справа выходы. Серые
    полосы — ваши пути из $x_1$ в $\hat{x}_4$. Идёт ли вдоль каждой половины полосы ребро графа (тонкое)?
    """,
)
def graph_of_the_network(f: Function | None, figure: Any) -> None:
    degrees, order = np.array([1, 1, 2, 3, 3, 4]), np.arange(1, 6)
    M_W, M_V = (degrees[:, None] >= order).astype(int), (order[:, None] > degrees).astype(int)
    heights = [np.linspace(1.0, 0.0, n) for n in (5, 6, 5)]
    axes = figure.add_subplot()
    for layer, mask in enumerate((M_W, M_V)):
        for row, column in np.argwhere(mask):
            axes.plot(
                [layer, layer + 1], [heights[layer][column], heights[layer + 1][row]], "k-", linewidth=0.7
            )
    for k in [] if f is None else f(M_V, M_W, 3, 0):
        axes.plot([0, 1, 2], [heights[0][0], heights[1][int(k)], heights[2][3]], "0.75", lw=6, zorder=1)
    labels = [[f"$x_{n}$" for n in order], list(degrees), [rf"$\hat{{x}}_{n}$" for n in order]]
    for layer, names in enumerate(labels):
        for height, name in zip(heights[layer], names, strict=True):
            circle = {"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": "black"}
            axes.text(layer, height, name, ha="center", va="center", fontsize=8, bbox=circle)
    axes.set(xlim=(-0.2, 2.2), ylim=(-0.12, 1.12))
    axes.set_axis_off()


@part(
    "1.2.2",
    points=1.25,
    en=r"""
    MADE takes any depth. `masks` is the list of the masks from the layer next to the input to the layer of
    the outputs; each has the shape (units that receive, units that send). Return the matrix of the numbers of
    paths, of shape (outputs, inputs). It must be **exact for every type of number in which masks are
    stored**: `bool`, `uint8`, `int64` or `float64`, and for hundreds of hidden units.

    Example: `masks = [[[1, 1], [0, 1], [1, 0]], [[1, 1, 0], [1, 1, 1]]]` (two arrays) gives
    `[[1, 2], [2, 2]]`.
    """,
    ru=r"""
    Глубина MADE может быть любой. `masks` — список масок от слоя, ближайшего к входу, до слоя
    выходов; форма каждой — (число принимающих нейронов, число передающих). Верните матрицу чисел
    путей формы (выходы, входы). Она должна быть **точной для любого типа чисел, в котором хранятся
    маски**: `bool`, `uint8`, `int64` или `float64`, и при сотнях скрытых нейронов.

    Пример: `masks = [[[1, 1], [0, 1], [1, 0]], [[1, 1, 0], [1, 1, 1]]]` (два массива) даёт
    `[[1, 2], [2, 2]]`.
    """,
)
def count_paths(masks: list[Int[Array, "receive send"]]) -> Int[Array, "outputs inputs"]:
    """The number of paths from each input (column) to each output (row) of a network of any depth."""
    raise NotImplementedError


@example(count_paths)
def two_layers_of_edges() -> tuple[dict[str, Any], Any]:
    return {"masks": list(_list_masks())}, np.array([[1, 2], [2, 2]])


@law(
    count_paths,
    en="In a network without cuts, each pair has as many paths as the product of the hidden layers' sizes.",
    ru="В сети без обрывов у каждой пары столько путей, каково произведение размеров скрытых слоёв.",
)
def nothing_is_cut(f: Function, rng: Rng) -> tuple[Any, Any]:
    sizes = rng.integers(2, 6, size=5)
    masks = [np.ones((rows, columns), dtype=int) for columns, rows in zip(sizes, sizes[1:], strict=False)]
    return f(masks), np.full((sizes[-1], sizes[0]), np.prod(sizes[1:-1]))


@law(
    count_paths,
    en="Turning every edge around keeps the paths: inputs and outputs change their roles.",
    ru="Если развернуть все рёбра, пути сохранятся: входы и выходы меняются ролями.",
)
def edges_turned_around(f: Function, rng: Rng) -> tuple[Any, Any]:
    masks = [rng.integers(0, 2, size=shape) for shape in ((4, 3), (5, 4), (2, 5))]
    return f([mask.T for mask in reversed(masks)]), np.reshape(f(masks), (2, 3)).T


@speed(
    count_paths,
    sizes=(5, 8, 12),
    unit=Text(en="the width of the layers", ru="ширина слоёв"),
    growth=3,
    within=None,
    en="Following every path of a network with five layers of edges grows with the power six.",
    ru="Обход всех путей в сети с пятью слоями рёбер требует времени, растущего как шестая степень.",
)
def five_layers_of_edges(rng: Rng, width: int) -> dict[str, Any]:
    return {"masks": [(rng.uniform(size=(width, width)) < 0.6).astype(int) for _ in range(5)]}
