"""Question 1: masked convolutions, receptive fields and the blind spot.

Source: sheet 003, question 1 (20 points).
Papers: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016, eq. 1 and
section 3.4 (masks A and B); van den Oord et al., "Conditional Image Generation with PixelCNN Decoders",
NIPS 2016, section 2.2 (blind spot).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

    from autograder.question import Array

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


def _later(height: int, width: int, row: int, column: int) -> Any:
    """True at the pixels that come after (row, column) in raster order."""
    return np.arange(height * width).reshape(height, width) > row * width + column


def _without_later(found: Any, height: int, width: int, row: int, column: int) -> Any:
    """What was found, with nothing marked after (row, column); zeros of the right shape if it has another."""
    if np.shape(found) != (height, width):
        return np.zeros((height, width), dtype=bool)
    return np.where(_later(height, width, row, column), False, found)


def _draw_cells(axes: Any, marked: Any, row: int, column: int, title: str = "") -> None:
    """Marked cells shaded, and a thick frame around the cell (row, column)."""
    marked = np.asarray(marked, dtype=bool)
    axes.pcolormesh(marked, cmap="Blues", vmin=0.0, vmax=2.4, edgecolors="0.6", linewidth=0.5)
    axes.plot(column + np.array([0, 1, 1, 0, 0]), row + np.array([0, 0, 1, 1, 0]), "k-", linewidth=2.5)
    axes.invert_yaxis()
    axes.set(xticks=[], yticks=[], aspect="equal", title=title)


def _draw_against_depth(figure: Any, marked_at: Function | None) -> None:
    """What `marked_at(depth)` marks on a 13 x 13 map, and the line below which nothing is read yet."""
    for axes, depth in zip(figure.subplots(1, 3), (2, 5, 10), strict=True):
        marked = np.zeros((13, 13)) if marked_at is None else marked_at(depth)
        _draw_cells(axes, marked, 8, 6, f"$L = {depth}$")
        axes.plot([0, 6, 6, 13], [9, 9, 8, 8], "k--", linewidth=1.5)


def _draw_sheet_grid(figure: Any, f: Function | None) -> None:
    """The 5 x 5 map of the sheet with its labels, pixel 33 framed, and the pixels that `f()` marks."""
    axes = figure.add_subplot()
    marked = np.zeros((5, 5), dtype=bool) if f is None else np.asarray(f(), dtype=bool)
    _draw_cells(axes, marked, 2, 2)
    for i, j in np.ndindex(5, 5):
        weight = "bold" if marked[i, j] else "normal"
        axes.text(j + 0.5, i + 0.5, f"{i + 1}{j + 1}", ha="center", va="center", fontweight=weight)


@part(
    "1.1.1",
    points=2,
    en=r"""
    Write both masks for any odd kernel size $k$. The centre of the kernel takes the place of $i = j = 2$:
    the rows above it are kept whole; in its own row, mask A keeps what is left of the centre, mask B keeps
    the centre as well.

    `kind` is `"A"` or `"B"`. Example: `causal_mask("B", 3)` is `[[1, 1, 1], [1, 1, 0], [0, 0, 0]]`.
    """,
    fr=r"""
    Écrivez les deux masques pour toute taille impaire $k$ du noyau. Le centre du noyau prend la place de
    $i = j = 2$ : les lignes au-dessus de lui sont gardées entières ; sur sa propre ligne, le masque A garde
    ce qui est à gauche du centre, le masque B garde aussi le centre.

    `kind` vaut `"A"` ou `"B"`. Exemple : `causal_mask("B", 3)` est `[[1, 1, 1], [1, 1, 0], [0, 0, 0]]`.
    """,
)
def causal_mask(kind: str, k: int) -> Float[Array, "k k"]:
    """The mask of this kind, 1 where a weight is kept and 0 where it is removed."""
    raise NotImplementedError


@law(
    causal_mask,
    en="Mask A and mask A turned by half a turn cover every position once, except the centre.",
    fr="Le masque A et le masque A tourné d'un demi-tour couvrent une fois chaque position, sauf le centre.",
)
def past_and_future_share_the_kernel(f: Function, rng: Rng) -> tuple[Any, Any]:
    mask = np.asarray(f("A", 7), dtype=float)
    everywhere_else = np.ones((7, 7))
    everywhere_else[3, 3] = 0.0
    return mask + mask[::-1, ::-1], everywhere_else


@law(
    causal_mask,
    en="Mask B minus mask A is 1 at the centre and 0 elsewhere.",
    fr="Le masque B moins le masque A vaut 1 au centre et 0 ailleurs.",
)
def masks_differ_at_the_centre(f: Function, rng: Rng) -> tuple[Any, Any]:
    centre = np.zeros((5, 5))
    centre[2, 2] = 1.0
    return np.asarray(f("B", 5), dtype=float) - np.asarray(f("A", 5), dtype=float), centre


@part(
    "1.1.2",
    points=3,
    en=r"""
    Two layers with $3 \times 3$ kernels on a $5 \times 5$ map, **both with mask A**. Return the receptive
    field of the output pixel 33 as a $5 \times 5$ array of booleans: `field[i, j]` is `True` if the input
    pixel in row `i` and column `j` (from 0) belongs to it. You may type the grid or compute it.

    Example of the format: a *single* layer with mask A reads the pixels 22, 23, 24 and 32, so that `True`
    would stand at `[1, 1]`, `[1, 2]`, `[1, 3]` and `[2, 1]`, and `False` elsewhere.
    """,
    fr=r"""
    Deux couches à noyaux $3 \times 3$ sur une carte $5 \times 5$, **toutes deux avec le masque A**.
    Renvoyez le champ récepteur du pixel de sortie 33 sous la forme d'un tableau $5 \times 5$ de booléens :
    `field[i, j]` vaut `True` si le pixel d'entrée de la ligne `i` et de la colonne `j` (à partir de 0) en
    fait partie. Vous pouvez écrire la grille à la main ou la calculer.

    Exemple du format : une *seule* couche avec le masque A lit les pixels 22, 23, 24 et 32 ; `True` serait
    donc en `[1, 1]`, `[1, 2]`, `[1, 3]` et `[2, 1]`, et `False` ailleurs.
    """,
)
def field_mask_a_then_a() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask A, then mask A."""
    raise NotImplementedError


@law(
    field_mask_a_then_a,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_a_then_a(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), _without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_a_then_a,
    en="Your field for mask A, then mask A: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque A, puis A : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_a_then_a(f: Function | None, figure: Any) -> None:
    _draw_sheet_grid(figure, f)


@part(
    "1.2.1",
    points=2.5,
    en=r"""
    The same two layers, the first (next to the input) with **mask A**, the second with **mask B**: the
    recipe of the PixelCNN. Return the receptive field of the output pixel 33 in the format of 1.1.2.
    """,
    fr=r"""
    Les deux mêmes couches, la première (du côté de l'entrée) avec le **masque A**, la seconde avec le
    **masque B** : la recette du PixelCNN. Renvoyez le champ récepteur du pixel de sortie 33, au format de
    1.1.2.
    """,
)
def field_mask_a_then_b() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask A, then mask B."""
    raise NotImplementedError


@law(
    field_mask_a_then_b,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_a_then_b(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), _without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_a_then_b,
    en="Your field for mask A, then mask B: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque A, puis B : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_a_then_b(f: Function | None, figure: Any) -> None:
    _draw_sheet_grid(figure, f)


@part(
    "1.2.2",
    points=2.5,
    en=r"""
    Now any stack. `kinds` names the masks, one letter per layer, from the input to the output: `"ABB"` is
    mask A, then mask B twice. Return the receptive field of the output pixel (`row`, `column`) on a map of
    `height` rows and `width` columns (both counted from 0), for kernels $k \times k$ with $k$ odd. Beyond
    the border there is only the zero padding, **in the hidden maps as well**: nothing is read through a
    position outside the map.

    Example: `receptive_field("AB", 2, 3, 1, 0, 3)` is `[[True, True, False], [False, False, False]]`.
    """,
    fr=r"""
    Prenons maintenant un empilement quelconque. `kinds` nomme les masques, une lettre par couche, de
    l'entrée vers la sortie : `"ABB"` désigne le masque A, puis deux fois le masque B. Renvoyez le champ
    récepteur du pixel de sortie (`row`, `column`) sur une carte de `height` lignes et `width` colonnes
    (comptées à partir de 0), pour des noyaux $k \times k$ avec $k$ impair. Au-delà du bord il n'y a que le
    remplissage par des zéros, **y compris dans les cartes cachées** : rien n'est lu en passant par une
    position hors de la carte.

    Exemple : `receptive_field("AB", 2, 3, 1, 0, 3)` est `[[True, True, False], [False, False, False]]`.
    """,
)
def receptive_field(
    kinds: str, height: int, width: int, row: int, column: int, k: int
) -> Bool[Array, "height width"]:
    """True at the input pixels that output pixel (row, column) depends on, through all the layers."""
    raise NotImplementedError


@law(
    receptive_field,
    en="No pixel after the output pixel in raster order is marked, also near a border.",
    fr="Aucun pixel après le pixel de sortie dans l'ordre de balayage n'est marqué, même près d'un bord.",
)
def nothing_later_is_read(f: Function, rng: Rng) -> tuple[Any, Any]:
    row, column = int(rng.integers(6)), int(rng.integers(7))
    places = [(row, column), (3, 0), (2, 6)]
    fields = [f("BAB", 6, 7, i, j, 3) for i, j in places]
    allowed = [_without_later(field, 6, 7, i, j) for field, (i, j) in zip(fields, places, strict=True)]
    return tuple(fields), tuple(allowed)


@law(
    receptive_field,
    en="Far from the borders, $n$ layers reach $n (k - 1) / 2$ rows above the output pixel, and no farther.",
    fr="Loin des bords, $n$ couches atteignent $n (k - 1) / 2$ lignes au-dessus du pixel, et pas plus.",
)
def each_layer_reaches_farther(f: Function, rng: Rng) -> tuple[Any, Any]:
    row = int(rng.integers(7, 10))
    fields = [np.asarray(f(kinds, 11, 13, row, 6, 5), dtype=bool) for kinds in ("A", "AB", "BAA")]
    top_rows = [int(np.argmax(field.any(axis=1))) for field in fields]
    return np.array(top_rows), np.array([row - 2, row - 4, row - 6])


@picture(
    receptive_field,
    en="Your field (shaded) of the framed pixel: A, then $L - 1$ masks B. Past: above the dashed line.",
    fr="Votre champ (ombré) du pixel encadré : A, puis $L - 1$ masques B. Passé : au-dessus des tirets.",
)
def field_against_depth(f: Function | None, figure: Any) -> None:
    _draw_against_depth(figure, f and (lambda depth: f("A" + "B" * (depth - 1), 13, 13, 8, 6, 3)))


@part(
    "1.3.1",
    points=2,
    en=r"""
    The two layers of 1.2.1 in the other order: the first (next to the input) with **mask B**, the second
    with **mask A**. Return the receptive field of the output pixel 33 in the format of 1.1.2.
    """,
    fr=r"""
    Les deux couches de 1.2.1 dans l'autre ordre : la première (du côté de l'entrée) avec le **masque B**,
    la seconde avec le **masque A**. Renvoyez le champ récepteur du pixel de sortie 33, au format de 1.1.2.
    """,
)
def field_mask_b_then_a() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask B, then mask A."""
    raise NotImplementedError


@law(
    field_mask_b_then_a,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_b_then_a(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), _without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_b_then_a,
    en="Your field for mask B, then mask A: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque B, puis A : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_b_then_a(f: Function | None, figure: Any) -> None:
    _draw_sheet_grid(figure, f)


@part(
    "1.3.2",
    points=2,
    en=r"""
    Write the layer itself for several channels: multiply the kernel of every pair of channels by the mask
    of this `kind`, slide it over the zero-padded maps **without flipping it**, sum over the input channels,
    add the bias. `x` is a batch of images and `weight[o, c]` the kernel from input channel `c` to filter
    `o`. The kernel size $k$ is odd, and the maps keep their size. You may use `torch.nn.functional.conv2d`.

    Example: with one image, one channel and one filter, image and kernel both
    `[[1, 2, 3], [4, 5, 6], [7, 8, 9]]`, bias 0 and mask A, the output is
    `[[0, 4, 8], [8, 30, 28], [23, 60, 49]]`.
    """,
    fr=r"""
    Écrivez la couche elle-même, pour plusieurs canaux : multipliez le noyau de chaque paire de canaux par
    le masque de type `kind`, faites-le glisser **sans le retourner** sur les cartes complétées par des
    zéros, sommez sur les canaux d'entrée, ajoutez le biais. `x` est un lot d'images et `weight[o, c]` le
    noyau qui va du canal d'entrée `c` au filtre `o`. La taille $k$ du noyau est impaire et les cartes
    gardent leur taille. Vous pouvez utiliser `torch.nn.functional.conv2d`.

    Exemple : avec une image, un canal et un filtre, image et noyau valant
    `[[1, 2, 3], [4, 5, 6], [7, 8, 9]]`, un biais nul et le masque A, la sortie est
    `[[0, 4, 8], [8, 30, 28], [23, 60, 49]]`.
    """,
)
def masked_conv2d(
    x: Float[Array, "batch channels height width"],
    weight: Float[Array, "filters channels k k"],
    bias: Float[Array, " filters"],
    kind: str,
) -> Float[Array, "batch filters height width"]:
    """Output maps of one layer with a masked kernel, in the unit of weight times x."""
    raise NotImplementedError


@law(
    masked_conv2d,
    en="A change of one pixel moves no output before it in raster order; with mask A, nor the output at it.",
    fr="Changer un pixel ne change aucune sortie avant lui dans l'ordre de balayage ; avec le masque A, "
    "ni la sortie en ce pixel.",
)
def changes_stay_in_the_future(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, weight, bias = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 3, 3)), rng.normal(size=4)
    row, column = int(rng.integers(1, 4)), int(rng.integers(1, 5))
    changed = x.copy()
    changed[:, :, row, column] += 1.0
    kept = ~_later(5, 6, row, column)
    strictly = kept.copy()
    strictly[row, column] = False
    sides = []
    for image in (x, changed):
        with_a, with_b = (np.asarray(f(image, weight, bias, kind)) for kind in "AB")
        sides.append((with_a[:, :, kept], with_b[:, :, strictly]))
    return sides[0], sides[1]


@law(
    masked_conv2d,
    en="With a kernel of zeros every output is the bias, and the map keeps its size.",
    fr="Avec un noyau nul, chaque sortie est le biais, et la carte garde sa taille.",
)
def zero_kernel_leaves_the_bias(f: Function, rng: Rng) -> tuple[Any, Any]:
    bias = rng.normal(size=4)
    output = f(rng.normal(size=(2, 3, 4, 5)), np.zeros((4, 3, 3, 3)), bias, "B")
    return output, np.broadcast_to(bias[:, None, None], (2, 4, 4, 5))


@picture(
    masked_conv2d,
    en="The outputs (shaded) that change with the framed pixel; mask A on the left, mask B on the right.",
    fr="Les sorties (ombrées) qui changent avec le pixel encadré ; masque A à gauche, masque B à droite.",
)
def outputs_that_change(f: Function | None, figure: Any) -> None:
    x, weight = np.zeros((1, 1, 5, 7)), np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    x[0, 0, 2, 3] = 1.0
    for axes, kind in zip(figure.subplots(1, 2), "AB", strict=True):
        change = np.zeros((5, 7)) if f is None else np.asarray(f(x, weight, np.zeros(1), kind))[0, 0]
        _draw_cells(axes, change != 0, 2, 3, f"$M^{kind}$")


@part(
    "1.3.3",
    points=1,
    en=r"""
    Whatever the fields of 1.2.1 and 1.3.1 are, the two *networks* are not the same function. Show it: give
    kernels $w_1$ and $w_2$ and an image $x$ for which

    - the linear network "$w_1$ under mask A, then $w_2$ under mask B" and
    - the linear network "$w_1$ under mask B, then $w_2$ under mask A"

    (one channel, no bias) give different values at the output pixel 33. Return the tuple `(w_1, w_2, x)` of
    arrays of shapes `(3, 3)`, `(3, 3)` and `(5, 5)`, with finite numbers of any size; a difference that is
    only a rounding error does not count. You can test your example with `masked_conv2d`.
    """,
    fr=r"""
    Quels que soient les champs de 1.2.1 et 1.3.1, les deux *réseaux* ne sont pas la même fonction.
    Montrez-le : donnez des noyaux $w_1$ et $w_2$ et une image $x$ pour lesquels

    - le réseau linéaire « $w_1$ sous le masque A, puis $w_2$ sous le masque B » et
    - le réseau linéaire « $w_1$ sous le masque B, puis $w_2$ sous le masque A »

    (un canal, sans biais) donnent des valeurs différentes au pixel de sortie 33. Renvoyez le tuple
    `(w_1, w_2, x)` de tableaux de formes `(3, 3)`, `(3, 3)` et `(5, 5)`, de nombres finis de n'importe quel
    ordre de grandeur ; une différence qui n'est qu'une erreur d'arrondi ne compte pas. Vous pouvez tester
    votre exemple avec `masked_conv2d`.
    """,
)
def layer_order_witness() -> tuple[Float[Array, "3 3"], Float[Array, "3 3"], Float[Array, "5 5"]]:
    """First kernel, second kernel and image for which the order of the masks changes the output at 33."""
    raise NotImplementedError


@law(
    layer_order_witness,
    en="The three arrays have the shapes (3, 3), (3, 3) and (5, 5).",
    fr="Les trois tableaux sont de formes (3, 3), (3, 3) et (5, 5).",
)
def witness_has_its_shapes(f: Function, rng: Rng) -> tuple[Any, Any]:
    return tuple(tuple(np.shape(array)) for array in f()), ((3, 3), (3, 3), (5, 5))


@part(
    "1.4.1",
    points=3,
    en=r"""
    The same two layers, **both with mask B**. Return the receptive field of the output pixel 33 in the
    format of 1.1.2. Look at the result: could this network give the distribution of pixel 33 in an
    autoregressive model?
    """,
    fr=r"""
    Les deux mêmes couches, **toutes deux avec le masque B**. Renvoyez le champ récepteur du pixel de sortie
    33, au format de 1.1.2. Regardez le résultat : ce réseau pourrait-il donner la loi du pixel 33 dans un
    modèle autorégressif ?
    """,
)
def field_mask_b_then_b() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask B, then mask B."""
    raise NotImplementedError


@law(
    field_mask_b_then_b,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_b_then_b(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), _without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_b_then_b,
    en="Your field for mask B, then mask B: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque B, puis B : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_b_then_b(f: Function | None, figure: Any) -> None:
    _draw_sheet_grid(figure, f)


@part(
    "1.4.2",
    points=2,
    en=r"""
    A PixelCNN has `layers` layers in all, $3 \times 3$ each: the first with mask A, all others with mask B.
    Its **blind spot** at the output pixel (`row`, `column`) is what it might read but cannot: the pixels
    *strictly before* it in raster order that are not in its receptive field. Return it for a map of
    `height` rows and `width` columns (counted from 0).

    Example: `blind_spot(1, 2, 3, 1, 0)` is `[[False, False, True], [False, False, False]]`.
    """,
    fr=r"""
    Un PixelCNN a `layers` couches en tout, chacune $3 \times 3$ : la première avec le masque A, toutes les
    autres avec le masque B. Son **angle mort** au pixel de sortie (`row`, `column`) est ce qu'il pourrait
    lire sans y parvenir : les pixels *strictement avant* lui dans l'ordre de balayage qui ne sont pas dans
    son champ récepteur. Renvoyez-le pour une carte de `height` lignes et `width` colonnes (comptées à
    partir de 0).

    Exemple : `blind_spot(1, 2, 3, 1, 0)` est `[[False, False, True], [False, False, False]]`.
    """,
)
def blind_spot(layers: int, height: int, width: int, row: int, column: int) -> Bool[Array, "height width"]:
    """True at the pixels before (row, column) in raster order that the network does not read there."""
    raise NotImplementedError


@law(
    blind_spot,
    en="No pixel after the output pixel in raster order is marked.",
    fr="Aucun pixel après le pixel de sortie dans l'ordre de balayage n'est marqué.",
)
def only_the_past_is_missed(f: Function, rng: Rng) -> tuple[Any, Any]:
    row, column = int(rng.integers(2, 5)), int(rng.integers(7))
    found = f(2, 6, 7, row, column)
    return found, _without_later(found, 6, 7, row, column)


@law(
    blind_spot,
    en="A deeper network misses nothing that a shallower one reads.",
    fr="Un réseau plus profond ne manque rien de ce qu'un réseau moins profond lit.",
)
def depth_never_hurts(f: Function, rng: Rng) -> tuple[Any, Any]:
    row, column = int(rng.integers(4, 8)), int(rng.integers(9))
    shallow, deep = (np.asarray(f(layers, 8, 9, row, column), dtype=bool) for layers in (2, 4))
    return deep & shallow, deep


@picture(
    blind_spot,
    en="Your blind spot (shaded) of the framed pixel for $L$ layers. Past: above the dashed line.",
    fr="Votre angle mort (ombré) du pixel encadré pour $L$ couches. Passé : au-dessus des tirets.",
)
def blind_spot_against_depth(f: Function | None, figure: Any) -> None:
    _draw_against_depth(figure, f and (lambda depth: f(depth, 13, 13, 8, 6)))
