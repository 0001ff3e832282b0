"""Question 4: masked convolutions; its parts stand in homework 3.

Source: sheet 000, question 4 (20 points).
Paper: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016, section 3.4.
"""

from __future__ import annotations

from assignments.hw3_generative_models import q01_masked_convolutions as masks
from autograder.question import Question, shared

question = Question(
    number="4", title=masks.question.title, text=masks.question.text, erratum=masks.question.erratum
)

fields = shared(
    "hw3_generative_models",
    {
        "1.1.1": ("4.1.1", 2),
        "1.1.2": ("4.1.2", 3),
        "1.2.1": ("4.2.1", 2.5),
        "1.2.2": ("4.2.2", 2.5),
        "1.3.1": ("4.3.1", 2),
        "1.3.2": ("4.3.2", 2),
        "1.3.3": ("4.3.3", 1),
        "1.4.1": ("4.4.1", 3),
        "1.4.2": ("4.4.2", 2),
    },
)
