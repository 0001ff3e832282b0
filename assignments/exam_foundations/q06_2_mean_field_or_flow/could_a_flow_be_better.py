"""Answer 6.2.5."""

from __future__ import annotations

from autograder.question import written

could_a_flow_be_better = written(
    "6.2.5",
    points=2,
    words=(40, 120),
    en=r"""
    Could inference by an inverse autoregressive flow beat a mean field that is optimised for each example?
    Explain what limits mean field even at its optimum and what the flow adds, and say whether it is sure to
    be better.
    """,
    fr=r"""
    L'inférence par un flot autorégressif inverse pourrait-elle l'emporter sur un champ moyen optimisé pour
    chaque exemple ? Expliquez ce qui limite le champ moyen même à son optimum et ce que le flot apporte, et
    dites s'il est sûr d'être meilleur.
    """,
)
