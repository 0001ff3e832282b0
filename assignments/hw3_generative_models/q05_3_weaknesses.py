"""Question 5.3: weaknesses.

Source: sheet 003, question 5 (20 points).
Papers: Chen, Kornblith, Norouzi and Hinton, "A Simple Framework for Contrastive Learning of Visual
Representations", ICML 2020, eq. 1; van den Oord, Li and Vinyals, "Representation Learning with Contrastive
Predictive Coding", 2018, eq. 4 and section 2.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, claims, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="5.3", title=Text(en="Weaknesses", fr="Points faibles"))


@claims(
    "5.3.1",
    points=0.75,
    en=r"""
    **Weaknesses.** Mark each statement `True` if it holds for the paper and its method, and `False`
    otherwise. A wrong mark takes away what a right one gives (never below zero).
    """,
    fr=r"""
    **Faiblesses.** Marquez chaque affirmation `True` si elle vaut pour l'article et sa méthode, et `False`
    sinon. Une marque fausse retire ce qu'une marque juste rapporte (jamais sous zéro).
    """,
    statements={
        "a1": Text(
            en="After 100 epochs, a batch of 4096 images gives clearly better features than a batch of 256.",
            fr="Après 100 époques, un lot de 4096 images donne des caractéristiques nettement meilleures "
            "qu'un lot de 256.",
        ),
        "a2": Text(
            en="The method makes sure that all negatives of an anchor are of another class.",
            fr="La méthode garantit que tous les négatifs d'une ancre sont d'une autre classe.",
        ),
        "b1": Text(
            en="Object detection is one of the tasks on which transfer is measured.",
            fr="La détection d'objets est l'une des tâches sur lesquelles le transfert est mesuré.",
        ),
        "b2": Text(
            en="Transfer is measured on 12 data sets of natural images, all of them for classification.",
            fr="Le transfert est mesuré sur 12 jeux de données d'images naturelles, tous de classification.",
        ),
        "c1": Text(
            en="For downstream tasks the head is discarded: the features are taken from the layer before it.",
            fr="Pour les tâches en aval, la tête est abandonnée : les caractéristiques sont prises à la "
            "couche qui la précède.",
        ),
        "c2": Text(
            en="The paper proves mathematically why the head has to be nonlinear.",
            fr="L'article démontre mathématiquement pourquoi la tête doit être non linéaire.",
        ),
        "d1": Text(
            en="Almost every single component of the method appeared in earlier work.",
            fr="Presque chaque composante de la méthode, prise isolément, figurait dans des travaux "
            "antérieurs.",
        ),
        "d2": Text(
            en="Learning by contrasting positive with negative pairs was invented in this paper.",
            fr="Apprendre en opposant paires positives et paires négatives a été inventé dans cet article.",
        ),
    },
)
def weaknesses_claims() -> dict[str, bool]:
    """For each statement, whether it is true."""
    return {"a1": ..., "a2": ..., "b1": ..., "b2": ..., "c1": ..., "c2": ..., "d1": ..., "d2": ...}  # type: ignore[dict-item]


@part(
    "5.3.2",
    points=0.75,
    en=r"""
    A negative may well show the class of the anchor: a *false negative*, which the loss pushes away all the
    same. The class of each of the $N$ images (`n`) is drawn independently, with the probabilities
    `class_probabilities` (they sum to one; some may be zero, or one may be one); both views of an image
    show its class. The negatives of an anchor are all views of the other images.

    Return two numbers, in this order: the expected number of false negatives of an anchor, and the
    probability that it has at least one. Both are averages over the random class of the anchor, too. $N$
    may be $1$. Example: ten classes of probability $0.1$ and $N = 5$ give `(0.8, 0.3439)`.
    """,
    fr=r"""
    Un négatif peut très bien montrer la classe de l'ancre : c'est un *faux négatif*, que la perte repousse
    malgré tout. La classe de chacune des $N$ images (`n`) est tirée indépendamment, avec les probabilités
    `class_probabilities` (de somme un ; certaines peuvent être nulles, ou l'une valoir un) ; les deux vues
    d'une image montrent sa classe. Les négatifs d'une ancre sont toutes les vues des autres images.

    Renvoyez deux nombres, dans cet ordre : le nombre moyen (l'espérance) de faux négatifs d'une ancre, et
    la probabilité qu'elle en ait au moins un. La moyenne porte aussi, dans les deux cas, sur la classe
    aléatoire de l'ancre. $N$ peut valoir $1$. Exemple : dix classes de probabilité $0.1$ et $N = 5$ donnent
    `(0.8, 0.3439)`.
    """,
)
def false_negatives(class_probabilities: Float[Array, " classes"], n: int) -> tuple[float, float]:
    """The expected number of false negatives of an anchor (a count), and the probability of at least one."""
    raise NotImplementedError


@example(false_negatives)
def ten_classes() -> tuple[dict[str, Any], Any]:
    return {"class_probabilities": np.full(10, 0.1), "n": 5}, (0.8, 0.3439)


@law(
    false_negatives,
    en="A class that never occurs changes nothing.",
    fr="Une classe qui n'apparaît jamais ne change rien.",
)
def absent_class(f: Function, rng: Rng) -> tuple[Any, Any]:
    probabilities = rng.dirichlet(np.ones(4))
    return tuple(f(np.append(probabilities, [0.0, 0.0]), 6)), tuple(f(probabilities, 6))


@law(
    false_negatives,
    en="With one other image ($N = 2$), an anchor has two false negatives or none.",
    fr="Avec une seule autre image ($N = 2$), une ancre a deux faux négatifs ou aucun.",
)
def one_other_image(f: Function, rng: Rng) -> tuple[Any, Any]:
    expected, probability = f(rng.dirichlet(np.ones(5)), 2)
    return expected, 2 * probability


@picture(
    false_negatives,
    en="Your expected number $E$ and your probability $P$ against the number $N$ of images, for $C$ "
    "equally frequent classes. ImageNet has $C = 1000$; the paper trains with $N$ from $256$ to $8192$ "
    "(grey).",
    fr="Votre espérance $E$ et votre probabilité $P$ en fonction du nombre $N$ d'images, pour $C$ classes "
    "équiprobables. ImageNet a $C = 1000$ ; l'article entraîne avec $N$ de $256$ à $8192$ (en gris).",
)
def collisions_against_batch(f: Function | None, figure: Any) -> None:
    count, chance = figure.subplots(1, 2)
    sizes = 2 ** np.arange(1, 14)
    for axes, label in ((count, "$E$"), (chance, "$P$")):
        axes.axvspan(256, 8192, color="0.9")
        axes.set(xscale="log", xlim=(2, 8192), xlabel="$N$", ylabel=label)
    count.set(yscale="log", ylim=(1e-3, 1e4))
    chance.set(ylim=(-0.05, 1.05))
    if f is None:
        return
    for classes, marker, style in ((10, "o", "-"), (100, "s", "--"), (1000, "^", ":")):
        values = [[float(value) for value in f(np.full(classes, 1 / classes), int(size))] for size in sizes]
        for axes, column in ((count, 0), (chance, 1)):
            look = {"marker": marker, "linestyle": style, "markersize": 4, "color": "black"}
            axes.plot(sizes, [pair[column] for pair in values], label=f"$C = {classes}$", **look)
    count.legend(loc="lower right", fontsize=8)


written_weaknesses = written(
    "5.3.3",
    points=3.5,
    words=(90, 190),
    letters="abcde",
    en=r"""
    **Weaknesses**, in about 150 words: for each letter one concrete criticism with its reason. Be fair:
    keep limits of the method apart from limits of its evaluation. Begin each paragraph with its letter.

    - (a) What could be done better? (Your function above may give you a number.)
    - (b) Which comparisons or data sets are missing?
    - (c) Which design choice is odd or poorly explained? Is the text clear?
    - (d) Is it new enough, or a small variation of earlier work?
    - (e) Why should anyone care: how interesting and important is the problem?
    """,
    fr=r"""
    **Faiblesses**, en 150 mots environ : pour chaque lettre, une critique concrète et sa raison. Soyez
    équitable : distinguez les limites de la méthode de celles de son évaluation. Commencez chaque
    paragraphe par sa lettre.

    - (a) Qu'aurait-on pu mieux faire ? (Votre fonction ci-dessus peut vous fournir un nombre.)
    - (b) Quelles comparaisons ou quels jeux de données manquent ?
    - (c) Quel choix de conception est étrange ou mal expliqué ? Le texte est-il clair ?
    - (d) Est-ce assez nouveau, ou une petite variation de travaux antérieurs ?
    - (e) Pourquoi s'en soucier : à quel point le problème est-il intéressant et important ?
    """,
)
