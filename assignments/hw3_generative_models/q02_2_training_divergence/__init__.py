"""Question 2.2: which divergence trains a flow.

Source: sheet 003, question 2 (10 points).
Paper: Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and Inference", JMLR 2021: eq. 2
(the density of a flow) and sections 2.3.1 to 2.3.3 (the forward and the reverse divergence, in both spaces).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="2.2",
    title=Text(en="Which divergence trains a flow", fr="Quelle divergence pour entraîner un flot"),
)
