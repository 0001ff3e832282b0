"""Homework 2 of a Russian course on generative models: autoregressive and latent variable models."""

from __future__ import annotations

from autograder.question import Assignment, Text

assignment = Assignment(
    title=Text(
        en="Autoregressive and latent variable models",
        ru="Авторегрессионные модели и модели со скрытыми переменными",
    ),
    source="sheet 004, two sections, 15 points",
    text=Text(
        en=r"""
        MADE, mixtures of logistics, divergences between Gaussians, gradients of the evidence lower bound and
        alpha-divergences. Each part asks for a small function. Fill in the stub, run the cell below it, and
        read what the check says: it tests laws that every right answer obeys. Hidden cases are marked after
        you hand in. All logarithms are natural; all arrays are float64 and have the batch first.
        """,
        ru=r"""
        MADE, смеси логистических распределений, дивергенции между гауссовскими распределениями, градиенты
        нижней оценки правдоподобия и альфа-дивергенции. В каждой части нужно написать небольшую функцию.
        Заполните заготовку, выполните ячейку под ней и прочитайте, что говорит проверка: она проверяет
        законы, которым подчиняется любой правильный ответ. Скрытые случаи проверяются после сдачи. Все
        логарифмы натуральные; все массивы имеют тип float64, первая ось — пакет.
        """,
    ),
)
