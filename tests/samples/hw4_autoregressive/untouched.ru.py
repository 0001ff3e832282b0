"""A student who handed in the notebook as it was."""
