"""Question 8: sampling, marginal and training of a Boltzmann machine with a trilinear energy.

Source: sheet 002, question 8 (15 points).
Papers: Hinton, "Training products of experts by minimizing contrastive divergence", Neural Computation 2002;
Salakhutdinov and Hinton, "Deep Boltzmann machines", AISTATS 2009, section 3 (two phases, both by sampling).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Question, Text

if TYPE_CHECKING:
    from autograder.question import Array

question = Question(
    number="8",
    title=Text(en="A trilinear Boltzmann machine", fr="Une machine de Boltzmann trilinéaire"),
    text=Text(
        en=r"""
        Observed units $x \in \{0, 1\}^N$ and two groups of hidden units, $y \in \{0, 1\}^M$ and
        $z \in \{0, 1\}^K$, have the joint probability

        $$P(x, y, z) = \frac{1}{Z} e^{-E(x, y, z)}, \qquad E(x, y, z) = \sum_{ijk} W_{ijk}\,x_i\,y_j\,z_k.$$

        Units are 0 or 1 (as float64). Mind the sign: a positive weight makes its three units *unlikely* to be
        on together. There are no biases. Arrays of units have one state a row; `W` has the shape
        `(N, M, K)`.
        """,
        fr=r"""
        Des unités observées $x \in \{0, 1\}^N$ et deux groupes d'unités cachées, $y \in \{0, 1\}^M$ et
        $z \in \{0, 1\}^K$, ont pour probabilité conjointe

        $$P(x, y, z) = \frac{1}{Z} e^{-E(x, y, z)}, \qquad E(x, y, z) = \sum_{ijk} W_{ijk}\,x_i\,y_j\,z_k.$$

        Les unités valent 0 ou 1 (en float64). Attention au signe : un poids positif rend *improbable* que ses
        trois unités soient allumées ensemble. Il n'y a pas de biais. Les tableaux d'unités ont un état par
        ligne ; `W` est de forme `(N, M, K)`.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet calls $\log P(x) + \log Z$ a marginal probability; it is the logarithm of one that is not
        normalised. Its question (c), whether an efficient training exists, can be answered with yes or no:
        8.3.3 asks for the reasons instead.
        """,
        fr=r"""
        La feuille appelle $\log P(x) + \log Z$ une probabilité marginale ; c'est le logarithme d'une
        probabilité non normalisée. À sa question (c), s'il existe un apprentissage efficace, on peut répondre
        oui ou non : 8.3.3 demande plutôt les raisons.
        """,
    ),
)


def enumerate_states(W: Array) -> tuple[Any, Any, Any, Any]:
    """All states x, y, z of a small machine, one a row, and their exact probabilities."""
    states = np.array(list(product((0.0, 1.0), repeat=sum(W.shape))))
    x, y, z = np.split(states, np.cumsum(W.shape)[:2], axis=1)
    weights = np.exp(-np.einsum("ijk,bi,bj,bk->b", W, x, y, z))
    return x, y, z, weights / np.sum(weights)
