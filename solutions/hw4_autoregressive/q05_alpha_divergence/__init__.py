"""Hidden twin of question 5."""
