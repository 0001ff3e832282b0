"""Starts threads with the smallest of stacks until the machine has no room for another, and waits in all.

Same-process grader: not run, the machine has so many threads and no more.
"""

import threading

over = threading.Event()


def gaussian_score(z, mu, log_sigma):
    threading.stack_size(32 * 2**10)
    try:
        for _ in range(500):
            threading.Thread(target=over.wait, daemon=True).start()
    except RuntimeError:
        pass
    over.wait()
