"""Question 4: training time and dropout as regularisation.

Source: sheet 002, question 4 (10 points).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="4",
    title=Text(en="Regularisation", fr="Régularisation"),
    text=Text(
        en=r"""
        Question 4.1 is about the time of training, questions 4.2 and 4.3 about dropout whose probabilities
        are learned: unit $i$ has a *mask* $m_i$, which is $0$ (dropped) with probability $p_i$ and $1$ (kept)
        with probability $1 - p_i$, independently of the others. $p_i$ is always the probability that a unit
        is **dropped**.
        """,
        fr=r"""
        La question 4.1 porte sur la durée de l'entraînement, les questions 4.2 et 4.3 sur un dropout (abandon
        aléatoire d'unités) dont les probabilités sont apprises : l'unité $i$ a un *masque* $m_i$, qui vaut
        $0$ (abandonnée) avec la probabilité $p_i$ et $1$ (gardée) avec la probabilité $1 - p_i$,
        indépendamment des autres. $p_i$ est toujours la probabilité qu'une unité soit **abandonnée**.
        """,
    ),
    erratum=Text(
        en=r"""
        What a fixed network can represent does not change in training; its *effective* capacity is meant.
        And a dropout probability belongs to a unit, not to an example; the sheet does not say whether kept
        units are rescaled, so both versions are asked.
        """,
        fr=r"""
        Ce qu'un réseau fixé peut représenter ne change pas à l'entraînement ; il s'agit de sa capacité
        *effective*. Et une probabilité d'abandon appartient à une unité, non à un exemple ; la feuille ne dit
        pas si les unités gardées sont remises à l'échelle, les deux versions sont donc demandées.
        """,
    ),
)
