"""Answer 2.2.5."""

from __future__ import annotations

from autograder.question import written

objective_of_choice = written(
    "2.2.5",
    points=1.5,
    words=(60, 250),
    letters="abc",
    en=r"""
    Justify your choice in 60 to 250 words; begin each paragraph with its letter.

    - (a) You can evaluate $p_X$, but have no samples of it. Which of the two divergences do you minimise?
      Say over which distribution its expectation is taken, and what has to be known of $p_X$ for an
      estimate of its gradient.
    - (b) You have samples of $P_X$, but cannot evaluate it. Answer the same questions.
    - (c) $P_X$ has two modes far apart, and $F$ is affine with a standard normal base. How do the two
      solutions differ, and why?
    """,
    fr=r"""
    Justifiez votre choix en 60 à 250 mots ; commencez chaque paragraphe par sa lettre.

    - (a) Vous pouvez évaluer $p_X$, mais n'en avez aucun échantillon. Laquelle des deux divergences
      minimisez-vous ? Dites sous quelle loi son espérance est prise, et ce qu'il faut savoir de $p_X$ pour
      estimer son gradient.
    - (b) Vous avez des échantillons de $P_X$, mais ne pouvez pas l'évaluer. Répondez aux mêmes questions.
    - (c) $P_X$ a deux modes éloignés, et $F$ est affine avec une normale centrée réduite comme loi de base.
      En quoi les deux solutions diffèrent-elles, et pourquoi ?
    """,
)
