"""Question 1: sizes, receptive fields and paddings of convolutions.

Source: sheet 002, question 1 (10 points).
Paper: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285, 2016,
sections 2 and 5.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Function, Question, Text

question = Question(
    number="1",
    title=Text(en="Convolution arithmetic", fr="L'arithmétique des convolutions"),
    text=Text(
        en=r"""
        Four integers `(k, s, p, d)` describe a layer of a convolutional network: a kernel of $k \times k$
        taps, the stride $s$, $p$ rows and columns of zeros on **each** border, and the dilation $d$
        (neighbouring taps are $d$ pixels apart; $d = 1$ is the ordinary convolution). A stack is a list of
        layers; the first one reads the image. As in the libraries, kernels are **not flipped**, and a window
        that would stick out of the padded map is left out. Every kernel fits into its padded map. The number
        of channels plays no role.

        The network of the exam has six layers, `[(5, 1, 2, 1)] * 6`, on an image of $256 \times 256$ pixels.
        Answer for this network on paper, then write functions that answer for any stack.
        """,
        fr=r"""
        Quatre entiers `(k, s, p, d)` décrivent une couche d'un réseau convolutif : un noyau de $k \times k$
        poids, le pas $s$, $p$ lignes et colonnes de zéros sur **chaque** bord, et la dilatation $d$ (deux
        poids voisins sont à $d$ pixels l'un de l'autre ; $d = 1$ est la convolution ordinaire). Un
        empilement est une liste de couches ; la première lit l'image. Comme dans les bibliothèques, les
        noyaux ne sont **pas retournés**, et une fenêtre qui dépasserait de la carte bordée de zéros est
        omise. Chaque noyau tient dans sa carte bordée. Le nombre de canaux ne joue aucun rôle.

        Le réseau de l'examen a six couches, `[(5, 1, 2, 1)] * 6`, sur une image de $256 \times 256$ pixels.
        Répondez sur papier pour ce réseau, puis écrivez des fonctions qui répondent pour tout empilement.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet asks for a padding without saying whether it is counted on one border or in total, for a
        layer or for the network: here it is counted on each border, of one layer. Its "effective receptive
        field" is what is now called the receptive field: all the pixels that can have an influence. Today's
        effective receptive field is the smaller region in which this influence is large.
        """,
        fr=r"""
        La feuille demande un remplissage sans dire s'il se compte sur un bord ou au total, pour une couche
        ou pour le réseau : ici, il se compte sur chaque bord, pour une couche. Son « effective receptive
        field » est ce qu'on appelle maintenant le champ récepteur : tous les pixels qui peuvent avoir une
        influence. Le champ récepteur effectif d'aujourd'hui est la région, plus petite, où cette influence
        est grande.
        """,
    ),
)


def draw_padding(figure: Any, f: Function | None) -> None:
    """An image of ones with the zeros around it and the two extreme windows; beside it the map."""
    image, kernel = np.ones((4, 6)), np.ones((3, 3))
    left, right = figure.subplots(1, 2)
    (before, after), output = ((0, 0), image) if f is None else f(image, kernel, 1)
    before, after = (int(np.clip(zeros, 0, 6)) for zeros in (before, after))
    padded = np.pad(image, (before, after))
    _draw_numbers(left, padded)
    left.set_title(f"$({before}, {after})$")
    if f is None:
        right.axis("off")
        return
    height, width = padded.shape
    _draw_window(left, 0.0, 0.0, "-")
    _draw_window(left, width - 3.0, height - 3.0, "--")
    _draw_numbers(right, np.atleast_2d(output))
    right.set_title(f"${len(output)} \\times {len(output[0])}$")


def _draw_numbers(axes: Any, values: Any) -> None:
    axes.pcolormesh(values, cmap="Blues", vmin=0.0, vmax=2.0 * max(1.0, np.max(values)), edgecolors="0.6")
    for (row, column), value in np.ndenumerate(values):
        axes.text(column + 0.5, row + 0.5, f"{value:.2g}", ha="center", va="center", fontsize=8)
    axes.invert_yaxis()
    axes.set(xticks=[], yticks=[], aspect="equal")


def _draw_window(axes: Any, column: float, row: float, style: str) -> None:
    across, down = np.array([0, 3, 3, 0, 0]), np.array([0, 0, 3, 3, 0])
    axes.plot(column + across, row + down, style, color="black", linewidth=2.5)
