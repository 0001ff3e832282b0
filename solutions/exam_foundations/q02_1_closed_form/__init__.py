"""Hidden twin of question 2.1."""
