"""Hidden twin of question 1.2."""
