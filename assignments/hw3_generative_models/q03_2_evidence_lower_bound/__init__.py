"""Question 3.2: the evidence lower bound, derived twice.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Question, Text

question = Question(
    number="3.2",
    title=Text(
        en="The evidence lower bound, derived twice", fr="La borne inférieure, obtenue de deux façons"
    ),
)


def list_lines(**lines: float) -> dict[str, Any]:
    """The lines of a batch of one example."""
    return {line: np.array([value]) for line, value in lines.items()}
