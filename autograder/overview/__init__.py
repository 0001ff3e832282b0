"""What the course staff read about a class: one page, made from the results of `autograder grade --out`."""
