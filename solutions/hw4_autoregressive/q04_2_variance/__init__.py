"""Hidden twin of question 4.2."""
