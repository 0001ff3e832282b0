"""Question 3.4: the importance-weighted bound.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="3.4", title=Text(en="The importance-weighted bound", fr="La borne à poids d'importance")
)
