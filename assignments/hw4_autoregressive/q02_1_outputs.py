"""Question 2.1: what the two models put out, and the probability of a colour value.

Source: sheet 004, autoregressive models, question 2 (a) (1 point).
Paper: Salimans et al., "PixelCNN++", ICLR 2017, section 2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(
    number="2.1",
    title=Text(en="Outputs of the two models", ru="Выходы двух моделей"),
)


@part(
    "2.1.1",
    points=0.4,
    en=r"""
    Return the shapes of the output tensors of the two models, as a pair `(shape_1, shape_2)` of tuples. Each
    shape has four entries: width, height, channels, and the number of parameters of one colour value.

    Format of the answer: `((28, 28, 1, ...), (28, 28, 1, ...))` for images with `width = 28`, `height = 28`
    and `channels = 1`.
    """,
    ru=r"""
    Верните формы выходных тензоров двух моделей — пару `(shape_1, shape_2)` кортежей. В каждой форме четыре
    числа: ширина, высота, число каналов и число параметров одного значения цвета.

    Вид ответа: `((28, 28, 1, ...), (28, 28, 1, ...))` для изображений с `width = 28`, `height = 28` и
    `channels = 1`.
    """,
)
def output_shapes(
    width: int, height: int, channels: int, components: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Shapes (width, height, channels, parameters) of the outputs of model 1 and of model 2."""
    raise NotImplementedError


@law(
    output_shapes,
    en="Images twice as high need twice as many numbers, in both models.",
    ru="Для изображений вдвое большей высоты нужно вдвое больше чисел — в обеих моделях.",
)
def twice_as_high(f: Function, rng: Rng) -> tuple[Any, Any]:
    width, height, channels, components = (int(n) for n in rng.integers(2, 9, size=4))
    single = [np.prod(shape) for shape in f(width, height, channels, components)]
    double = [np.prod(shape) for shape in f(width, 2 * height, channels, components)]
    return np.array(double), 2 * np.array(single)


@law(
    output_shapes,
    en="The output of model 1 does not depend on the number of components.",
    ru="Выход модели 1 не зависит от числа компонент смеси.",
)
def table_without_components(f: Function, rng: Rng) -> tuple[Any, Any]:
    width, height, channels = (int(n) for n in rng.integers(2, 9, size=3))
    few, many = (np.reshape(f(width, height, channels, K)[0], 4) for K in (3, 11))
    return few, many


@part(
    "2.1.2",
    points=0.6,
    en=r"""
    Return $\log P(x)$ for each colour value of a batch. The weights $\pi$ are the softmax of `logits` over
    the components, and `log_s` holds $\log s_k$. So that the 256 probabilities sum to $1$, the tails belong
    to the outermost values: the interval of $x = 0$ reaches down to $-\infty$, that of $x = 255$ up to
    $+\infty$.

    Far from all means $F$ rounds to $0$ or $1$, but $\log P(x)$ is an ordinary number like $-750$: find a
    form that keeps it. Scales with $|\log s_k|$ up to $7$ occur, and logits near $1000$.

    Example: `x = [0, 100, 255]`, and for each of the three `logits = [0, 0]`, `mu = [90, 200]`,
    `log_s = [2, 1]`: the result is `[-12.805661, -4.506123, -20.638805]`.
    """,
    ru=r"""
    Верните $\log P(x)$ для каждого значения цвета в пакете. Веса $\pi$ — это softmax от `logits` по
    компонентам, а в `log_s` лежат $\log s_k$. Чтобы 256 вероятностей давали в сумме $1$, крайним значениям
    отходят хвосты: отрезок значения $x = 0$ продолжается до $-\infty$, отрезок значения $x = 255$ — до
    $+\infty$.

    Вдали от всех средних $F$ округляется до $0$ или $1$, хотя $\log P(x)$ — обычное число вроде $-750$:
    найдите выражение, которое его сохраняет. Встречаются масштабы с $|\log s_k|$ до $7$ и логиты около
    $1000$.

    Пример: `x = [0, 100, 255]`, и для каждого из трёх `logits = [0, 0]`, `mu = [90, 200]`,
    `log_s = [2, 1]`: получится `[-12.805661, -4.506123, -20.638805]`.
    """,
)
def discretised_mixture_log_prob(
    x: Int[Array, " batch"],
    logits: Float[Array, "batch K"],
    mu: Float[Array, "batch K"],
    log_s: Float[Array, "batch K"],
) -> Float[Array, " batch"]:
    """Log-probability of each colour value under its mixture of K logistics, in nats."""
    raise NotImplementedError


@example(discretised_mixture_log_prob)
def three_colour_values() -> tuple[dict[str, Any], Any]:
    mixture = {"logits": [0.0, 0.0], "mu": [90.0, 200.0], "log_s": [2.0, 1.0]}
    arguments = {name: np.tile(values, (3, 1)) for name, values in mixture.items()}
    return {"x": np.array([0, 100, 255]), **arguments}, np.array([-12.805661, -4.506123, -20.638805])


@law(
    discretised_mixture_log_prob,
    en="The probabilities of the 256 values sum to one, also when means lie near the ends.",
    ru="Вероятности 256 значений дают в сумме единицу, даже если средние лежат у краёв.",
)
def probabilities_sum_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits, log_s = rng.normal(size=3), rng.uniform(0.0, 3.0, size=3)
    mu = np.array([2.0, 128.0, 252.0]) + rng.normal(size=3)
    log_p = f(np.arange(256), *(np.tile(values, (256, 1)) for values in (logits, mu, log_s)))
    return np.sum(np.exp(np.reshape(log_p, 256))), 1.0


@law(
    discretised_mixture_log_prob,
    en="Only differences of logits matter: a constant added to the logits of an example changes nothing.",
    ru="Важны лишь разности логитов: константа, прибавленная к логитам объекта, ничего не меняет.",
)
def shifted_logits(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, logits, log_s = rng.integers(256, size=4), rng.normal(size=(4, 3)), rng.uniform(0.5, 2.0, size=(4, 3))
    mu = x[:, None] + rng.uniform(-9.0, 9.0, size=(4, 3))
    return f(x, logits + rng.normal(size=(4, 1)), mu, log_s), np.reshape(f(x, logits, mu, log_s), 4)


@speed(
    discretised_mixture_log_prob,
    sizes=(500, 1000, 2000),
    unit=Text(en="the number of colour values", ru="количество значений цвета"),
    growth=1,
    within=8,
    milliseconds=0.68,
    gpu=60000,
    en="A Python loop over colour values or components is what usually costs more.",
    ru="Дороже обычно обходится цикл Python по значениям цвета или компонентам.",
)
def ten_components(rng: Rng, batch: int) -> dict[str, Any]:
    x, shape = rng.integers(256, size=batch), (batch, 10)
    mu, log_s = x[:, None] + rng.uniform(-60.0, 60.0, size=shape), rng.uniform(0.5, 3.0, size=shape)
    return {"x": x, "logits": rng.normal(size=shape), "mu": mu, "log_s": log_s}


@picture(
    discretised_mixture_log_prob,
    en=r"""
    Your $P(x)$ for two components at $\mu = 6$ and $\mu = 240$. Left: near $0$; right: near $255$. Are the
    outermost values higher than their neighbours, since the tails belong to them?
    """,
    ru=r"""
    Ваша $P(x)$ для двух компонент с $\mu = 6$ и $\mu = 240$. Слева — вблизи $0$, справа — вблизи $255$. Выше
    ли крайние значения своих соседей — ведь им достались хвосты?
    """,
)
def probabilities_near_the_ends(f: Function | None, figure: Any) -> None:
    x = np.arange(256)
    rows = (np.tile(values, (256, 1)) for values in ([0.0, 0.0], [6.0, 240.0], [1.5, 2.0]))
    p = np.zeros(256) if f is None else np.exp(np.asarray(f(x, *rows)))
    panels = figure.subplots(1, 2, sharey=True)
    for axes, shown in zip(panels, (x[:32], x[-32:]), strict=True):
        axes.bar(shown, p[shown], width=0.9, color="0.7", edgecolor="black", linewidth=0.5)
        axes.set(xlabel="$x$", xlim=(shown[0] - 1, shown[-1] + 1), ylim=(0, 0.12))
    panels[0].set(ylabel="$P(x)$")
