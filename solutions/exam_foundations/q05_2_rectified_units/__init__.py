"""Hidden twin of question 5.2."""
