"""Hidden twin of question 4.1."""
