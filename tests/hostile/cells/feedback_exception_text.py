"""Raises an error whose text, notes and cause hold the hidden inputs, also in a thread, which prints it.

Same-process grader: leaks, the interpreter prints the error of a thread.
"""

import threading


def fail(z, mu, log_sigma):
    cause = LookupError(f"z = {z.tolist()}")
    error = ValueError(f"mu = {mu.tolist()}, log_sigma = {log_sigma.tolist()}")
    if hasattr(error, "add_note"):
        error.add_note(f"shape {z.shape}: {z.tolist()}")
    raise error from cause


def gaussian_score(z, mu, log_sigma):
    thread = threading.Thread(target=fail, args=(z, mu, log_sigma), name=repr(mu))
    thread.start()
    thread.join()
    fail(z, mu, log_sigma)
