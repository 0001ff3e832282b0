"""Hidden twin of question 5.3."""

from solutions.hw3_generative_models.q05_3_weaknesses.false_negatives import same_class

__all__ = ["same_class"]
