"""Hidden twin of question 5.1."""
