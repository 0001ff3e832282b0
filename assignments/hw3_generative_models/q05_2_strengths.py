"""Question 5.2: strengths.

Source: sheet 003, question 5 (20 points).
Papers: Chen, Kornblith, Norouzi and Hinton, "A Simple Framework for Contrastive Learning of Visual
Representations", ICML 2020, eq. 1; van den Oord, Li and Vinyals, "Representation Learning with Contrastive
Predictive Coding", 2018, eq. 4 and section 2.3.
"""

from __future__ import annotations

from autograder.question import Question, Text, claims, written

question = Question(number="5.2", title=Text(en="Strengths", fr="Points forts"))


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
