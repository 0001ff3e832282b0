"""Question 5: a one-page review of SimCLR, and the three quantities on which its arguments rest.

Source: sheet 003, question 5 (20 points).
Papers: Chen, Kornblith, Norouzi and Hinton, "A Simple Framework for Contrastive Learning of Visual
Representations", ICML 2020, eq. 1; van den Oord, Li and Vinyals, "Representation Learning with Contrastive
Predictive Coding", 2018, eq. 4 and section 2.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, claims, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="5",
    title=Text(
        en="Self-supervised learning: a review of SimCLR",
        fr="Apprentissage auto-supervisé : une revue de SimCLR",
    ),
    text=Text(
        en=r"""
        Read *A Simple Framework for Contrastive Learning of Visual Representations* (Chen, Kornblith,
        Norouzi and Hinton, 2020, arXiv 2002.05709). Each of the four sections below has statements to judge
        and a piece of the review to write; three of them also have a small function, with which an argument
        of the review can be checked in numbers.

        The four written answers together are your **review of one page**. Facts are marked by what the
        paper says, opinions only by the reasons that you give for them: say what *you* think, beyond the
        paper.

        In this question a batch has $N$ images, and each image $i$ gives two random *views*. The encoder
        $f$ and then the projection head $g$ turn a view into a vector $z$.
        """,
        fr=r"""
        Lisez *A Simple Framework for Contrastive Learning of Visual Representations* (Chen, Kornblith,
        Norouzi et Hinton, 2020, arXiv 2002.05709). Chacune des quatre sections ci-dessous comporte des
        affirmations à juger et une partie de la revue à rédiger ; trois d'entre elles demandent aussi une
        petite fonction, qui permet de vérifier par des nombres un argument de la revue.

        Les quatre réponses rédigées forment ensemble votre **revue d'une page**. Les faits sont notés
        d'après ce que dit l'article, les opinions seulement d'après les raisons que vous en donnez : dites
        ce que *vous* pensez, au-delà de l'article.

        Dans cette question, un lot compte $N$ images, et chaque image $i$ donne deux *vues* aléatoires.
        L'encodeur $f$ puis la tête de projection $g$ transforment une vue en un vecteur $z$.
        """,
    ),
)


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


DESCENT_STEPS, DESCENT_RATE = 40, 1.0


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


@claims(
    "5.2.1",
    points=1.5,
    en=r"""
    **Strengths.** Mark each statement `True` if it is what the paper does or reports, and `False`
    otherwise. A wrong mark takes away what a right one gives (never below zero).
    """,
    fr=r"""
    **Forces.** Marquez chaque affirmation `True` si l'article fait ou rapporte ce qu'elle dit, et `False`
    sinon. Une marque fausse retire ce qu'une marque juste rapporte (jamais sous zéro).
    """,
    statements={
        "a1": Text(
            en="The central new result is a theorem on the convergence of contrastive training.",
            fr="Le résultat nouveau central est un théorème sur la convergence de l'entraînement contrastif.",
        ),
        "a2": Text(
            en="The gradient of the loss gives each negative a softmax weight, so that hard negatives "
            "count most.",
            fr="Le gradient de la perte donne à chaque négatif un poids softmax, si bien que les négatifs "
            "difficiles comptent le plus.",
        ),
        "b1": Text(
            en="A linear classifier on frozen features of the widest network (4 times) matches the accuracy "
            "of a supervised ResNet-50.",
            fr="Un classifieur linéaire sur les caractéristiques gelées du réseau le plus large (4 fois) "
            "égale l'exactitude d'un ResNet-50 supervisé.",
        ),
        "b2": Text(
            en="Linear evaluation beats every supervised ImageNet model of the time.",
            fr="L'évaluation linéaire bat tous les modèles ImageNet supervisés de l'époque.",
        ),
        "c1": Text(
            en="Prediction tasks of earlier work, global to local view and adjacent views, arise here "
            "simply from random crops.",
            fr="Des tâches de prédiction de travaux antérieurs, de la vue globale à la vue locale et entre "
            "vues adjacentes, résultent ici simplement des recadrages aléatoires.",
        ),
        "c2": Text(
            en="The encoder needs an architecture that is designed for the contrastive task.",
            fr="L'encodeur exige une architecture conçue pour la tâche contrastive.",
        ),
        "d1": Text(
            en="The reported models were trained on a single GPU.",
            fr="Les modèles rapportés ont été entraînés sur un seul GPU.",
        ),
        "d2": Text(en="The authors published their code.", fr="Les auteurs ont publié leur code."),
        "e1": Text(
            en="The experiments contain no comparison of a nonlinear head, a linear head and no head.",
            fr="Les expériences ne comparent pas une tête non linéaire, une tête linéaire et l'absence de "
            "tête.",
        ),
        "e2": Text(
            en="Transfer to other data sets is tested both with a linear classifier and with fine-tuning.",
            fr="Le transfert vers d'autres jeux de données est testé à la fois avec un classifieur "
            "linéaire et avec un ajustement fin.",
        ),
    },
)
def strengths_claims() -> dict[str, bool]:
    """For each statement, whether it is true."""
    return {
        "a1": ..., "a2": ..., "b1": ..., "b2": ..., "c1": ...,  # type: ignore[dict-item]
        "c2": ..., "d1": ..., "d2": ..., "e1": ..., "e2": ...,  # type: ignore[dict-item]
    }  # fmt: skip


written_strengths = written(
    "5.2.2",
    points=3.5,
    words=(90, 200),
    letters="abcdef",
    en=r"""
    **Strengths**, in about 150 words: one or two sentences for each letter, each with a reason taken from
    the paper, and a balanced conclusion at the end. A well-founded *no* is as good as a *yes*. Begin each
    paragraph with its letter.

    - (a) Does the paper bring a new theoretical insight?
    - (b) Is there a substantial empirical advance, or was an open problem settled?
    - (c) Is the problem formulated well, or in a new way?
    - (d) What can a practitioner take away (code, algorithm, checkpoints)?
    - (e) Are the experiments well designed and carried out?
    - (f) Is the work useful to other researchers?
    """,
    fr=r"""
    **Forces**, en 150 mots environ : une ou deux phrases par lettre, chacune avec une raison tirée de
    l'article, et à la fin une conclusion équilibrée. Un *non* bien fondé vaut un *oui*. Commencez chaque
    paragraphe par sa lettre.

    - (a) L'article apporte-t-il une idée théorique nouvelle ?
    - (b) Y a-t-il une avancée empirique substantielle, ou un problème ouvert est-il réglé ?
    - (c) Le problème est-il bien formulé, ou formulé d'une façon nouvelle ?
    - (d) Qu'est-ce qu'un praticien peut en retirer (code, algorithme, modèles entraînés) ?
    - (e) Les expériences sont-elles bien conçues et bien menées ?
    - (f) Ce travail est-il utile aux autres chercheurs ?
    """,
)


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
    `class_probabilities` (they sum to one, and some may be zero); both views of an image show its class.
    The negatives of an anchor are all views of the other images.

    Return two numbers, in this order: the expected number of false negatives of an anchor, and the
    probability that it has at least one. Both are averages over the random class of the anchor, too. $N$
    may be $1$. Example: ten classes of probability $0.1$ and $N = 5$ give `(0.8, 0.3439)`.
    """,
    fr=r"""
    Un négatif peut très bien montrer la classe de l'ancre : c'est un *faux négatif*, que la perte repousse
    malgré tout. La classe de chacune des $N$ images (`n`) est tirée indépendamment, avec les probabilités
    `class_probabilities` (de somme un, certaines pouvant être nulles) ; les deux vues d'une image montrent
    sa classe. Les négatifs d'une ancre sont toutes les vues des autres images.

    Renvoyez deux nombres, dans cet ordre : le nombre moyen (l'espérance) de faux négatifs d'une ancre, et
    la probabilité qu'elle en ait au moins un. La moyenne porte aussi, dans les deux cas, sur la classe
    aléatoire de l'ancre. $N$ peut valoir $1$. Exemple : dix classes de probabilité $0.1$ et $N = 5$ donnent
    `(0.8, 0.3439)`.
    """,
)
def false_negatives(class_probabilities: Float[Array, " classes"], n: int) -> tuple[float, float]:
    """The expected number of false negatives of an anchor (a count), and the probability of at least one."""
    raise NotImplementedError


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


@claims(
    "5.4.1",
    points=0.75,
    en=r"""
    **Reflections.** Mark each statement `True` or `False`. Some are about the paper, others about the rest
    of this course and about later work. InfoNCE is the loss of part 5.4.2, with $N$ candidates for each
    $x$. A wrong mark takes away what a right one gives (never below zero).
    """,
    fr=r"""
    **Réflexions.** Marquez chaque affirmation `True` ou `False`. Certaines concernent l'article, d'autres
    le reste du cours et des travaux postérieurs. InfoNCE est la perte de la partie 5.4.2, avec $N$
    candidats pour chaque $x$. Une marque fausse retire ce qu'une marque juste rapporte (jamais sous zéro).
    """,
    statements={
        "a1": Text(
            en="The loss of SimCLR is the cross entropy of a classifier whose classes are the other views "
            "in the batch.",
            fr="La perte de SimCLR est l'entropie croisée d'un classifieur dont les classes sont les "
            "autres vues du lot.",
        ),
        "a2": Text(
            en="With a good enough critic, the estimate of mutual information by InfoNCE can exceed $\\log "
            "N$.",
            fr="Avec un critique assez bon, l'estimation de l'information mutuelle par InfoNCE peut "
            "dépasser $\\log N$.",
        ),
        "a3": Text(
            en="Up to its sign, the loss of SimCLR is the evidence lower bound of a latent variable model.",
            fr="Au signe près, la perte de SimCLR est la borne inférieure de l'évidence d'un modèle à "
            "variable latente.",
        ),
        "a4": Text(
            en="Up to a term in $x$ alone, an optimal score for InfoNCE is the logarithm of a density "
            "ratio, as is the logit of an optimal GAN discriminator.",
            fr="À un terme en $x$ seul près, un score optimal pour InfoNCE est le logarithme d'un rapport "
            "de densités, comme l'est le logit d'un discriminateur de GAN optimal.",
        ),
        "b1": Text(
            en="Later work learns from two augmented views without any negatives.",
            fr="Des travaux postérieurs apprennent à partir de deux vues augmentées sans aucun négatif.",
        ),
        "b2": Text(
            en="Later work contrasts images with their captions instead of two views of one image.",
            fr="Des travaux postérieurs opposent des images à leurs légendes au lieu de deux vues d'une "
            "même image.",
        ),
        "b3": Text(
            en="The ablations suggest that augmentation could be dropped without much loss.",
            fr="Les ablations suggèrent que l'on pourrait se passer d'augmentation sans grande perte.",
        ),
        "b4": Text(
            en="Stronger colour distortion helps supervised training as much as contrastive training.",
            fr="Une plus forte distorsion des couleurs aide l'entraînement supervisé autant que "
            "l'entraînement contrastif.",
        ),
    },
)
def reflections_claims() -> dict[str, bool]:
    """For each statement, whether it is true."""
    return {"a1": ..., "a2": ..., "a3": ..., "a4": ..., "b1": ..., "b2": ..., "b3": ..., "b4": ...}  # type: ignore[dict-item]


@part(
    "5.4.2",
    points=0.75,
    en=r"""
    SimCLR's loss is a relative of InfoNCE, which bounds a mutual information from below. Given $N$ pairs
    $(x_i, y_i)$, a critic scores every combination: `scores[i, j]` is $s(x_i, y_j)$. For each $x_i$, a
    softmax of its scores over the $N$ candidates $y_j$ should find $y_i$; InfoNCE is the mean over $i$ of
    minus the log-probability of $y_i$. Here the right candidate is in the softmax, and there is no
    temperature. Return the estimate $\log N - \mathrm{InfoNCE}$, which in expectation is at most $I(X; Y)$.

    Scores may be as large as $\pm 10^4$, and $N$ may be $1$. Example: `infonce_bound([[2, 0], [1, 3]])`
    gives `0.566219` (the argument as an array).
    """,
    fr=r"""
    La perte de SimCLR est parente d'InfoNCE, qui minore une information mutuelle. Pour $N$ paires
    $(x_i, y_i)$, un critique donne un score à chaque combinaison : `scores[i, j]` est $s(x_i, y_j)$. Pour
    chaque $x_i$, un softmax de ses scores sur les $N$ candidats $y_j$ devrait retrouver $y_i$ ; InfoNCE est
    la moyenne sur $i$ de l'opposé de la log-probabilité de $y_i$. Ici le bon candidat figure dans le
    softmax, et il n'y a pas de température. Renvoyez l'estimation $\log N - \mathrm{InfoNCE}$, qui en
    espérance vaut au plus $I(X; Y)$.

    Les scores peuvent atteindre $\pm 10^4$, et $N$ peut valoir $1$. Exemple :
    `infonce_bound([[2, 0], [1, 3]])` donne `0.566219` (l'argument est un tableau).
    """,
)
def infonce_bound(scores: Float[Array, "N N"]) -> float:
    """The InfoNCE estimate of a mutual information, in nats (van den Oord et al. 2018, section 2.3)."""
    raise NotImplementedError


@law(
    infonce_bound,
    en="Adding to the scores a term that depends on $x_i$ alone changes nothing.",
    fr="Ajouter aux scores un terme qui ne dépend que de $x_i$ ne change rien.",
)
def term_of_x_alone(f: Function, rng: Rng) -> tuple[Any, Any]:
    scores = rng.normal(size=(5, 5))
    return f(scores + rng.normal(size=(5, 1))), f(scores)


@law(
    infonce_bound,
    en="A critic that gives every combination the same score learns nothing: the estimate is $0$.",
    fr="Un critique qui donne à chaque combinaison le même score n'apprend rien : l'estimation est $0$.",
)
def blind_critic(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(np.full((6, 6), rng.normal())), 0.0


def _score_gaussians(information: float, normals: Array) -> Array:
    """Scores of the optimal critic for correlated Gaussian pairs of this mutual information."""
    x = normals[0][:, None]
    square = -np.expm1(-2.0 * information)
    y = np.sqrt(square) * normals[0] + np.sqrt(1 - square) * normals[1]
    ratio = 0.5 * y**2 - 0.5 * (y - np.sqrt(square) * x) ** 2 / (1 - square)
    return np.asarray(ratio + information)


@picture(
    infonce_bound,
    en="Your estimate against the true $I(X; Y)$ of Gaussian pairs, with the optimal critic, averaged over "
    "batches of $N$ pairs. Dashed: a perfect estimate. Dotted: $\\log N$, above which it cannot rise.",
    fr="Votre estimation en fonction de la vraie $I(X; Y)$ de paires gaussiennes, avec le critique "
    "optimal, moyennée sur des lots de $N$ paires. Tirets : une estimation parfaite. Pointillés : $\\log "
    "N$, qu'elle ne peut dépasser.",
)
def estimate_against_truth(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    truth = np.linspace(0.0, 5.0, 9)
    axes.axline((0.0, 0.0), slope=1.0, linestyle="--", color="0.5")
    rng = np.random.default_rng(2)
    for size, marker in ((2, "o"), (8, "s"), (32, "^")):
        axes.axhline(np.log(size), linestyle=":", color="0.5")
        batches = rng.normal(size=(256 // size, 2, size))
        if f is not None:
            values = [np.mean([float(f(_score_gaussians(i, batch))) for batch in batches]) for i in truth]
            axes.plot(truth, values, marker=marker, markersize=5, color="black", label=f"$N = {size}$")
    axes.set(xlabel="$I(X; Y)$", ylabel=r"$\log N - \mathrm{InfoNCE}$", xlim=(-0.1, 5.1), ylim=(-0.3, 4.2))
    if f is not None:
        figure.legend(loc="outside right upper")


written_reflections = written(
    "5.4.3",
    points=3.5,
    words=(80, 190),
    letters="abc",
    en=r"""
    **Reflections**, in about 140 words. Begin each paragraph with its letter.

    - (a) How does the paper relate to other topics of this course? Explain at least two links.
    - (b) Where may this line of work go next?
    - (c) Which idea of your own did the paper give you? Say what you would change, on which data, and which
      measurement would tell whether it works.
    """,
    fr=r"""
    **Réflexions**, en 140 mots environ. Commencez chaque paragraphe par sa lettre.

    - (a) Quel est le lien de l'article avec d'autres sujets de ce cours ? Expliquez au moins deux liens.
    - (b) Vers où ces travaux peuvent-ils aller ensuite ?
    - (c) Quelle idée personnelle l'article vous a-t-il donnée ? Dites ce que vous changeriez, sur quelles
      données, et quelle mesure montrerait si cela marche.
    """,
)
