"""Hidden twin of question 1."""
