"""Hidden twin of questions 1.3 to 1.5."""
