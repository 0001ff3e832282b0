"""Question 1: masks that make an autoencoder autoregressive.

Source: sheet 004, autoregressive models, question 1 (4 points).
Paper: Germain et al., "MADE: Masked Autoencoder for Distribution Estimation", ICML 2015, eq. 8, 9 and 14.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="1",
    title=Text(en="MADE: masks and paths", ru="MADE: маски и пути"),
    text=Text(
        en=r"""
        MADE is an autoencoder with $m$ inputs $x_1, \dots, x_m$, one hidden layer of $h$ units and $m$
        outputs; output $\hat{x}_i$ gives the parameters of the conditional distribution of $x_i$. The weights
        are $W$ (input to hidden, shape `(h, m)`) and $V$ (hidden to output, shape `(m, h)`). In every matrix,
        **rows are the units that receive, columns the units that send**.

        Binary masks of the same shapes, $M_W$ and $M_V$, cut connections. The *natural order* is
        $p(x) = p(x_1) \, p(x_2 \mid x_1) \cdots p(x_m \mid x_1, \dots, x_{m-1})$. The question looks at the
        product $M = M_V M_W$: where it vanishes (1.1), and what its entries count (1.2).
        """,
        ru=r"""
        MADE — это автокодировщик с $m$ входами $x_1, \dots, x_m$, одним скрытым слоем из $h$ нейронов и $m$
        выходами; выход $\hat{x}_i$ задаёт параметры условного распределения $x_i$. Веса: $W$ (от входа к
        скрытому слою, форма `(h, m)`) и $V$ (от скрытого слоя к выходу, форма `(m, h)`). Во всех матрицах
        **строки — это нейроны, принимающие сигнал, столбцы — передающие его**.

        Бинарные маски тех же форм, $M_W$ и $M_V$, обрывают связи. *Прямой порядок* — это
        $p(x) = p(x_1) \, p(x_2 \mid x_1) \cdots p(x_m \mid x_1, \dots, x_{m-1})$. В задаче изучается
        произведение $M = M_V M_W$: где оно обращается в нуль (1.1) и что считают его элементы (1.2).
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet names one of the two triangles for the natural order. Its own definitions settle which one
        is right, so 1.1.2 asks for the triangle and does not name it. The algorithm for the masks was only
        mentioned; it is stated in 1.1.1, with degrees from $1$ to $m - 1$.
        """,
        ru=r"""
        В листке для прямого порядка назван один из двух треугольников. Какой из них верен, решают
        определения самого листка, поэтому в 1.1.2 треугольник не назван: его нужно найти. Алгоритм
        построения масок в листке лишь упомянут; он приведён в 1.1.1, степени — от $1$ до $m - 1$.
        """,
    ),
)
