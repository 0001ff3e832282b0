"""Question 5.4: reflections.

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

question = Question(number="5.4", title=Text(en="Reflections", fr="Réflexions"))


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


@example(infonce_bound)
def two_pairs() -> tuple[dict[str, Any], Any]:
    return {"scores": np.array([[2.0, 0.0], [1.0, 3.0]])}, 0.566219


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
