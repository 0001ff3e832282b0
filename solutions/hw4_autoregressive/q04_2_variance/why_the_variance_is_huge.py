"""Hidden twin of answer 4.2.3."""

from __future__ import annotations

from assignments.hw4_autoregressive import q04_2_variance as q
from autograder.question import Text, rubric

variance_rubric = rubric(
    q.why_the_variance_is_huge,
    (
        0.25,
        Text(
            en=r"""
            (a) A sum over all pixels: hundreds or thousands in size, nearly always of the same sign
            (negative), and nearly the same for all samples.
            """,
            ru=r"""
            (a) Это сумма по всем пикселям: сотни и тысячи по модулю, почти всегда одного знака
            (отрицательного) и почти одинаковая для всех точек.
            """,
        ),
    ),
    (
        0.25,
        Text(
            en=r"""
            (b) The score has both signs and mean zero (size $1 / \sigma$): large terms of both signs must
            cancel to a small gradient, and with few samples they do not.
            """,
            ru=r"""
            (b) Score-функция принимает значения обоих знаков, её среднее равно нулю (порядок $1 / \sigma$):
            большие слагаемые разных знаков должны сократиться до малого градиента, а при малой выборке этого
            не происходит.
            """,
        ),
    ),
    (
        0.25,
        Text(
            en=r"""
            (c) Reparametrisation uses the derivative of $\log p(x, z)$ in $z$, which tells a direction and
            does not see constants; the score function uses values only. Or: a constant adds its square to the
            variance, and a baseline removes it without changing the mean.
            """,
            ru=r"""
            (c) Репараметризация использует производную $\log p(x, z)$ по $z$, которая указывает направление и
            не замечает постоянных; оценка через score-функцию использует лишь значения. Или: постоянная
            добавляет к дисперсии свой квадрат, а её вычитание убирает его, не меняя среднего.
            """,
        ),
    ),
)
