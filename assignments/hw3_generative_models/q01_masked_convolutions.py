"""Question 1: masked convolutions, receptive fields and the blind spot.

Source: sheet 003, question 1 (20 points).
Papers: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016, eq. 1 and
section 3.4 (masks A and B); van den Oord et al., "Conditional Image Generation with PixelCNN Decoders",
NIPS 2016, section 2.2 (blind spot).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Function, Question, Text

question = Question(
    number="1",
    title=Text(en="Masked convolutions", fr="Convolutions masquées"),
    text=Text(
        en=r"""
        An autoregressive model of images reads the pixels in raster order, row after row and each row from
        left to right: a pixel may depend only on those before it. A convolution keeps this order when its
        kernel is multiplied elementwise by a mask of zeros and ones. For a $3 \times 3$ kernel, with the
        row $i$ and the column $j$ counted from 1:

        - mask A: $M^A_{ij} = 1$ if $i < 2$, or if $i = 2$ and $j < 2$; otherwise $M^A_{ij} = 0$;
        - mask B: $M^B_{ij} = 1$ if $i < 2$, or if $i = 2$ and $j \leq 2$; otherwise $M^B_{ij} = 0$.

        Every layer has an odd kernel size $k$, stride 1 and $(k - 1) / 2$ pixels of zero padding on each
        border, so that a map keeps its size. Kernels are **not flipped**: the entry at the top left of a
        kernel multiplies the pixel above and to the left.

        The **receptive field** of an output pixel is the set of input pixels that can influence it: a pixel
        belongs to it if, for *some* values of the weights that the masks keep, changing this pixel changes
        the output.

        The text names the pixels of a $5 \times 5$ map as the sheet does, by row and column counted from 1:
        11 is at the top left, 15 at the top right, 55 at the bottom right. **In code rows and columns are
        counted from 0**: pixel 33 is `[2, 2]`.
        """,
        fr=r"""
        Un modèle autorégressif d'images lit les pixels dans l'ordre de balayage, ligne après ligne et
        chaque ligne de gauche à droite : un pixel ne peut dépendre que de ceux qui le précèdent. Une
        convolution respecte cet ordre quand son noyau est multiplié, terme à terme, par un masque de zéros
        et de uns. Pour un noyau $3 \times 3$, la ligne $i$ et la colonne $j$ étant comptées à partir de 1 :

        - masque A : $M^A_{ij} = 1$ si $i < 2$, ou si $i = 2$ et $j < 2$ ; sinon $M^A_{ij} = 0$ ;
        - masque B : $M^B_{ij} = 1$ si $i < 2$, ou si $i = 2$ et $j \leq 2$ ; sinon $M^B_{ij} = 0$.

        Chaque couche a un noyau de taille impaire $k$, un pas de 1 et $(k - 1) / 2$ pixels de remplissage
        par des zéros sur chaque bord, de sorte qu'une carte garde sa taille. Les noyaux ne sont **pas
        retournés** : l'entrée en haut à gauche d'un noyau multiplie le pixel situé au-dessus et à gauche.

        Le **champ récepteur** d'un pixel de sortie est l'ensemble des pixels d'entrée qui peuvent
        l'influencer : un pixel en fait partie si, pour *certaines* valeurs des poids que les masques
        gardent, changer ce pixel change la sortie.

        Le texte nomme les pixels d'une carte $5 \times 5$ comme la feuille, par la ligne et la colonne
        comptées à partir de 1 : 11 est en haut à gauche, 15 en haut à droite, 55 en bas à droite. **Dans le
        code, lignes et colonnes sont comptées à partir de 0** : le pixel 33 est `[2, 2]`.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet speaks of a network with two hidden layers; what it describes, and what is asked here, is
        a stack of two convolutions (input, hidden map, output). Its masks carry two more indices, for the
        output and the input channel: here the same mask applies to every pair of channels, and an order
        *among* the channels of one pixel is not part of the question.
        """,
        fr=r"""
        La feuille parle d'un réseau à deux couches cachées ; ce qu'elle décrit, et ce qui est demandé ici,
        est un empilement de deux convolutions (entrée, carte cachée, sortie). Ses masques portent deux
        indices de plus, pour le canal de sortie et celui d'entrée : ici, le même masque vaut pour chaque
        paire de canaux, et un ordre *entre* les canaux d'un même pixel ne fait pas partie de la question.
        """,
    ),
)


def later(height: int, width: int, row: int, column: int) -> Any:
    """True at the pixels that come after (row, column) in raster order."""
    return np.arange(height * width).reshape(height, width) > row * width + column


def without_later(found: Any, height: int, width: int, row: int, column: int) -> Any:
    """What was found, with nothing marked after (row, column); zeros of the right shape if it has another."""
    if np.shape(found) != (height, width):
        return np.zeros((height, width), dtype=bool)
    return np.where(later(height, width, row, column), False, found)


def draw_cells(axes: Any, marked: Any, row: int, column: int, title: str = "") -> None:
    """Marked cells shaded, and a thick frame around the cell (row, column)."""
    marked = np.asarray(marked, dtype=bool)
    axes.pcolormesh(marked, cmap="Blues", vmin=0.0, vmax=2.4, edgecolors="0.6", linewidth=0.5)
    axes.plot(column + np.array([0, 1, 1, 0, 0]), row + np.array([0, 0, 1, 1, 0]), "k-", linewidth=2.5)
    axes.invert_yaxis()
    axes.set(xticks=[], yticks=[], aspect="equal", title=title)


def draw_against_depth(figure: Any, marked_at: Function | None) -> None:
    """What `marked_at(depth)` marks on a 13 x 13 map, and the line below which nothing is read yet."""
    for axes, depth in zip(figure.subplots(1, 3), (2, 5, 10), strict=True):
        marked = np.zeros((13, 13)) if marked_at is None else marked_at(depth)
        draw_cells(axes, marked, 8, 6, f"$L = {depth}$")
        axes.plot([0, 6, 6, 13], [9, 9, 8, 8], "k--", linewidth=1.5)


def draw_sheet_grid(figure: Any, f: Function | None) -> None:
    """The 5 x 5 map of the sheet with its labels, pixel 33 framed, and the pixels that `f()` marks."""
    axes = figure.add_subplot()
    marked = np.zeros((5, 5), dtype=bool) if f is None else np.asarray(f(), dtype=bool)
    draw_cells(axes, marked, 2, 2)
    for i, j in np.ndindex(5, 5):
        weight = "bold" if marked[i, j] else "normal"
        axes.text(j + 0.5, i + 0.5, f"{i + 1}{j + 1}", ha="center", va="center", fontweight=weight)
