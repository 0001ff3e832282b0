"""Hidden twin of question 3.1."""
