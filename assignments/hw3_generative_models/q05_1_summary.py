"""Question 5.1: summary.

Source: sheet 003, question 5 (20 points).
Papers: Chen, Kornblith, Norouzi and Hinton, "A Simple Framework for Contrastive Learning of Visual
Representations", ICML 2020, eq. 1; van den Oord, Li and Vinyals, "Representation Learning with Contrastive
Predictive Coding", 2018, eq. 4 and section 2.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import (
    Function,
    Question,
    Rng,
    Text,
    claims,
    example,
    law,
    part,
    picture,
    speed,
    written,
)

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="5.1", title=Text(en="Summary", fr="Résumé"))

DESCENT_STEPS, DESCENT_RATE = 40, 1.0


@claims(
    "5.1.1",
    points=0.75,
    en=r"""
    **Summary.** Mark each statement `True` if it is what the paper does or reports, and `False` otherwise.
    A wrong mark takes away what a right one gives (never below zero).
    """,
    fr=r"""
    **Résumé.** Marquez chaque affirmation `True` si l'article fait ou rapporte ce qu'elle dit, et `False`
    sinon. Une marque fausse retire ce qu'une marque juste rapporte (jamais sous zéro).
    """,
    statements={
        "a1": Text(
            en="The network is trained to reconstruct pixels that were masked.",
            fr="Le réseau est entraîné à reconstruire des pixels masqués.",
        ),
        "a2": Text(
            en="A positive pair is two augmented views of one image; no label is needed to form it.",
            fr="Une paire positive est formée de deux vues augmentées d'une même image, sans aucune "
            "étiquette.",
        ),
        "b1": Text(
            en="No single augmentation suffices; what stands out is random cropping together with colour "
            "distortion.",
            fr="Aucune augmentation ne suffit à elle seule ; le recadrage aléatoire joint à la distorsion "
            "des couleurs se détache.",
        ),
        "b2": Text(
            en="A memory bank of stored negatives is an essential component of the method.",
            fr="Une banque mémoire de négatifs stockés est une composante essentielle de la méthode.",
        ),
        "b3": Text(
            en="Larger batches and longer training bring more to contrastive than to supervised learning.",
            fr="De plus grands lots et un entraînement plus long apportent davantage à l'apprentissage "
            "contrastif qu'à l'apprentissage supervisé.",
        ),
        "c1": Text(
            en="The 76.5 % of top-1 accuracy in linear evaluation on ImageNet are reached by a ResNet-50 "
            "of standard width.",
            fr="Les 76,5 % d'exactitude top-1 en évaluation linéaire sur ImageNet sont atteints par un "
            "ResNet-50 de largeur standard.",
        ),
        "c2": Text(
            en="After fine-tuning with 1 % of the ImageNet labels, the best model reaches 85.8 % of top-5 "
            "accuracy.",
            fr="Après un ajustement fin avec 1 % des étiquettes d'ImageNet, le meilleur modèle atteint "
            "85,8 % d'exactitude top-5.",
        ),
        "c3": Text(
            en="In a batch of $N$ images, each anchor has $N - 1$ negatives.",
            fr="Dans un lot de $N$ images, chaque ancre a $N - 1$ négatifs.",
        ),
    },
)
def summary_claims() -> dict[str, bool]:
    """For each statement, whether it is true."""
    return {"a1": ..., "a2": ..., "b1": ..., "b2": ..., "b3": ..., "c1": ..., "c2": ..., "c3": ...}  # type: ignore[dict-item]


@part(
    "5.1.2",
    points=0.75,
    en=r"""
    The loss of SimCLR, NT-Xent. Row $i$ of `z1` and row $i$ of `z2` are the two views of image $i$, neither
    of them zero and not yet normalised. Each of the $2N$ views is an *anchor* once. Among all views but
    itself, an anchor has to pick out the other view of its own image: a softmax over their cosine
    similarities with the anchor, divided by the temperature $\tau$ (`tau`), gives each candidate its
    probability. The loss of an anchor is minus the log-probability of the right candidate; return the mean
    over all anchors.

    A temperature of $10^{-3}$ is allowed. Example: `nt_xent([[1, 0], [0, 1]], [[1, 1], [-1, 1]], 0.5)`
    gives `0.535969` (arguments as arrays).
    """,
    fr=r"""
    La perte de SimCLR, NT-Xent. La ligne $i$ de `z1` et la ligne $i$ de `z2` sont les deux vues de l'image
    $i$, non nulles et pas encore normalisées. Chacune des $2N$ vues est une fois l'*ancre*. Parmi toutes
    les vues sauf elle-même, l'ancre doit désigner l'autre vue de sa propre image : un softmax sur leurs
    similarités cosinus avec l'ancre, divisées par la température $\tau$ (`tau`), donne à chaque candidate
    sa probabilité. La perte d'une ancre est l'opposé de la log-probabilité de la bonne candidate ; renvoyez
    la moyenne sur toutes les ancres.

    Une température de $10^{-3}$ est permise. Exemple : `nt_xent([[1, 0], [0, 1]], [[1, 1], [-1, 1]], 0.5)`
    donne `0.535969` (les arguments sont des tableaux).
    """,
)
def nt_xent(z1: Float[Array, "N d"], z2: Float[Array, "N d"], tau: float) -> float:
    """The NT-Xent loss of a batch, in nats (Chen et al. 2020, eq. 1, averaged over all anchors)."""
    raise NotImplementedError


@example(nt_xent)
def two_images() -> tuple[dict[str, Any], Any]:
    z1, z2 = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 1.0], [-1.0, 1.0]])
    return {"z1": z1, "z2": z2, "tau": 0.5}, 0.535969


@law(
    nt_xent,
    en="The length of a vector does not matter: each view may be multiplied by its own positive number.",
    fr="La longueur d'un vecteur ne compte pas : chaque vue peut être multipliée par son propre nombre "
    "positif.",
)
def lengths(f: Function, rng: Rng) -> tuple[Any, Any]:
    z1, z2 = rng.normal(size=(2, 5, 3))
    return f(z1 * rng.uniform(0.1, 10.0, size=(5, 1)), z2 * rng.uniform(0.1, 10.0, size=(5, 1)), 0.5), f(
        z1, z2, 0.5
    )


@law(
    nt_xent,
    en="Which view is called the first does not matter: they may be exchanged for any one of the images.",
    fr="Peu importe quelle vue est dite première : on peut les échanger pour n'importe laquelle des images.",
)
def names_of_views(f: Function, rng: Rng) -> tuple[Any, Any]:
    z1, z2 = rng.normal(size=(2, 5, 3))
    swap = np.array([[True], [False], [False], [True], [False]])
    return f(np.where(swap, z2, z1), np.where(swap, z1, z2), 0.3), f(z1, z2, 0.3)


@speed(
    nt_xent,
    sizes=(25, 50, 100),
    unit=Text(en="the number of images", fr="le nombre d'images"),
    growth=2,
    within=8,
    milliseconds=0.33,
    en="A Python loop over pairs of views is what usually costs more: all similarities are one product of "
    "matrices.",
    fr="Une boucle Python sur les paires de vues est ce qui coûte d'ordinaire davantage : toutes les "
    "similarités sont un seul produit de matrices.",
)
def batch_of_images(rng: Rng, images: int) -> dict[str, Any]:
    z1, z2 = rng.normal(size=(2, images, 128))
    return {"z1": z1, "z2": z2, "tau": 0.5}


def _place(angles: Array) -> Array:
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def _descend(f: Function, angles: Array) -> tuple[Array, list[float]]:
    """The angles of the views after a few steps down the loss, by finite differences, and the losses."""

    def loss(at: Array) -> float:
        first, second = np.split(_place(at), 2)
        return float(f(first, second, 0.5))

    losses = [loss(angles)]
    for _ in range(DESCENT_STEPS):
        slopes = [(loss(angles + move) - losses[-1]) / 1e-5 for move in 1e-5 * np.eye(len(angles))]
        angles = angles - DESCENT_RATE * np.array(slopes)
        losses.append(loss(angles))
    return angles, losses


def _draw_views(axes: Any, angles: Array, step: int) -> None:
    """Circles are first views, squares second ones: those a little inside, so that equal views show."""
    _draw_circle(axes, step)
    first, second = np.split(_place(angles), 2)
    for image, (one, other) in enumerate(zip(first, 0.8 * second, strict=True), start=1):
        axes.plot(*zip(one, other, strict=True), color="0.6", linewidth=1, zorder=1)
        for (x, y), marker in ((one, "o"), (other, "s")):
            axes.plot(x, y, marker, markersize=10, markerfacecolor="white", markeredgecolor="black")
            axes.text(x, y, str(image), ha="center", va="center_baseline", fontsize=7)


def _draw_circle(axes: Any, step: int) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 100)
    axes.plot(np.cos(turn), np.sin(turn), color="0.8", zorder=0)
    axes.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), aspect="equal", xticks=[], yticks=[], title=f"$t = {step}$")


@picture(
    nt_xent,
    en="Left: the two views (circle and square) of five images on the unit circle; the squares are drawn a "
    "little inside. Middle: the same views after $40$ steps down your loss. Right: your loss at each step "
    "$t$. Descending the right loss brings the views of one image together and spreads the images out.",
    fr="À gauche : les deux vues (cercle et carré) de cinq images sur le cercle unité ; les carrés sont "
    "dessinés un peu à l'intérieur. Au milieu : les mêmes vues après $40$ pas de descente de votre perte. "
    "À droite : votre perte à chaque pas $t$. Descendre la bonne perte rapproche les vues d'une image et "
    "écarte les images les unes des autres.",
)
def views_on_circle(f: Function | None, figure: Any) -> None:
    before, after, curve = figure.subplots(1, 3)
    angles = np.array([0.4, 2.9, 1.3, 5.5, 4.2, 1.9, 0.8, 3.6, 2.4, 4.9])
    _draw_views(before, angles, 0)
    curve.set(xlim=(0, DESCENT_STEPS), xlabel="$t$", ylabel="$L$")
    if f is None:
        _draw_circle(after, DESCENT_STEPS)
        return
    moved, losses = _descend(f, angles)
    _draw_views(after, moved, DESCENT_STEPS)
    curve.plot(losses, color="black")


written_summary = written(
    "5.1.3",
    points=3.5,
    words=(70, 170),
    letters="abc",
    en=r"""
    **Summary**, in about 120 words. Only facts here, no judgement yet. Begin each paragraph with its
    letter.

    - (a) What problem does the paper deal with?
    - (b) What is its main contribution?
    - (c) How does the method work, step by step, and which results are reported? Give at least two of them,
      with the numbers and what they refer to.
    """,
    fr=r"""
    **Résumé**, en 120 mots environ. Rien que des faits, pas encore de jugement. Commencez chaque paragraphe
    par sa lettre.

    - (a) De quel problème l'article traite-t-il ?
    - (b) Quelle est sa contribution principale ?
    - (c) Comment la méthode fonctionne-t-elle, étape par étape, et quels résultats sont rapportés ?
      Donnez-en au moins deux, avec les nombres et ce à quoi ils se rapportent.
    """,
)
