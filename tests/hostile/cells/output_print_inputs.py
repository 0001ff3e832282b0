"""Prints the hidden inputs, hoping that the output is shown.

Same-process grader: leaks, it shows what the student's code prints.
"""


def gaussian_score(z, mu, log_sigma):
    print(z, mu, log_sigma, flush=True)
