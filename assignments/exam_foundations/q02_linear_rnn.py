"""Question 2: a linear recurrent network, its Jacobian and its long-term behaviour.

Source: sheet 002, question 2 (15 points).
Paper: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
section 2.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Question, Text

question = Question(
    number="2",
    title=Text(en="A linear recurrent network", fr="Un réseau récurrent linéaire"),
    text=Text(
        en=r"""
        A recurrent network without a non-linearity updates its state $h_t \in \mathbb{R}^N$ with the input
        $x_t \in \mathbb{R}^M$ by

        $$h_t = W h_{t-1} + U x_t + b, \qquad t = 1, \dots, T,$$

        from an initial state $h_0$. All is simple enough to be solved, and yet it shows why gradients vanish
        or explode in recurrent networks. In code `W` has shape `(N, N)`, `U` shape `(N, M)` and `b` shape
        `(N,)`; inputs are counted from 1 in the formulas and from 0 in the arrays, so the first input, $x_1$,
        is `x[0]` (in a batch `x[:, 0]`).
        """,
        fr=r"""
        Un réseau récurrent sans non-linéarité met à jour son état $h_t \in \mathbb{R}^N$ avec l'entrée
        $x_t \in \mathbb{R}^M$ par

        $$h_t = W h_{t-1} + U x_t + b, \qquad t = 1, \dots, T,$$

        à partir d'un état initial $h_0$. Tout est assez simple pour être résolu, et montre pourtant pourquoi
        les gradients s'évanouissent ou explosent dans les réseaux récurrents. Dans le code, `W` est de forme
        `(N, N)`, `U` de forme `(N, M)` et `b` de forme `(N,)` ; les entrées sont comptées à partir de 1 dans
        les formules et de 0 dans les tableaux : la première entrée, $x_1$, est `x[0]` (dans un lot,
        `x[:, 0]`).
        """,
    ),
    erratum=Text(
        en=r"""
        The matrix of the sheet's (b) is illegible; meant is $J_{ij} = \partial h_{t,i} / \partial h_{0,j}$.
        Its (c) does not say what should be followed as $t$ grows, nor on what the conditions bear: here it is
        $J$, hence the gradients and the memory of $h_0$, then $h_t$ itself, and the conditions bear on $W$.
        """,
        fr=r"""
        La matrice du (b) de la feuille est illisible ; il s'agit de
        $J_{ij} = \partial h_{t,i} / \partial h_{0,j}$. Le (c) ne dit pas ce qu'il faut suivre quand $t$
        croît, ni sur quoi portent les conditions : ici, on suit $J$, donc les gradients et la mémoire de
        $h_0$, puis $h_t$ lui-même, et les conditions portent sur $W$.
        """,
    ),
)


def run(W: Any, drive: Any, start: Any) -> Any:
    """The last state of h -> W h + c from `start`, where c goes through the rows of `drive`."""
    state = np.asarray(start, dtype=float)
    for constant in drive:
        state = W @ state + constant
    return state


def scale_to_radius(W: Any, radius: float) -> Any:
    """The matrix times the number that gives it this spectral radius."""
    return W * (radius / np.max(np.abs(np.linalg.eigvals(W))))
