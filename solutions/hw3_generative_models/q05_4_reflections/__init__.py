"""Hidden twin of question 5.4."""

from solutions.hw3_generative_models.q05_4_reflections.infonce_bound import information

__all__ = ["information"]
