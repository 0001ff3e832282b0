"""Hidden twin of question 4.2."""

from solutions.exam_foundations.q04_2_learned_dropout.best_drop_probabilities import best_corner
from solutions.exam_foundations.q04_2_learned_dropout.expected_dropout_loss import bias_and_variance

__all__ = ["best_corner", "bias_and_variance"]
