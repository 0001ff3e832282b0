"""Question 4.6: the discriminator as an estimator.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="4.6", title=Text(en="The discriminator as an estimator", fr="Le discriminateur comme estimateur")
)
