"""Hidden twin of question 3.2."""
