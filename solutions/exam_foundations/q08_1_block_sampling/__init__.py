"""Hidden twin of question 8.1."""
