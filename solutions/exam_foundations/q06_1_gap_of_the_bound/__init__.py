"""Hidden twin of question 6.1."""
