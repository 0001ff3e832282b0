"""Question 5: a one-page review of SimCLR, and the three quantities on which its arguments rest.

Source: sheet 003, question 5 (20 points).
Papers: Chen, Kornblith, Norouzi and Hinton, "A Simple Framework for Contrastive Learning of Visual
Representations", ICML 2020, eq. 1; van den Oord, Li and Vinyals, "Representation Learning with Contrastive
Predictive Coding", 2018, eq. 4 and section 2.3.
"""

from __future__ import annotations

from autograder.question import Question, Text

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
