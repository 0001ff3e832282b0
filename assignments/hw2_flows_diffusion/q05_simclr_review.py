"""Question 5: a review of one page; its parts stand in homework 3.

Source: sheet 001, question 5 (20 points). The sheet names no paper; SimCLR is the one of its course.
Paper: Chen, Kornblith, Norouzi and Hinton, "A Simple Framework for Contrastive Learning of Visual
Representations", ICML 2020.
"""

from __future__ import annotations

from assignments.hw3_generative_models import q05_simclr_review as review
from autograder.question import Question, Text, shared

question = Question(
    number="5",
    title=review.question.title,
    text=review.question.text,
    erratum=Text(
        en="The sheet names no paper to review; this one is fixed here, so that facts can be marked.",
        fr="La feuille ne nomme aucun article ; celui-ci est fixé ici, pour que les faits soient notés.",
    ),
)

sections = shared(
    "hw3_generative_models",
    {
        "5.1.1": ("5.1.1", 0.75),
        "5.1.2": ("5.1.2", 0.75),
        "5.1.3": ("5.1.3", 3.5),
        "5.2.1": ("5.2.1", 1.5),
        "5.2.2": ("5.2.2", 3.5),
        "5.3.1": ("5.3.1", 0.75),
        "5.3.2": ("5.3.2", 0.75),
        "5.3.3": ("5.3.3", 3.5),
        "5.4.1": ("5.4.1", 0.75),
        "5.4.2": ("5.4.2", 0.75),
        "5.4.3": ("5.4.3", 3.5),
    },
)
