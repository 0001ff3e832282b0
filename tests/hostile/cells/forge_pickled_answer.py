"""Returns an object whose copy or pickle runs a command that leaves a file, wherever the answer is loaded.

Same-process grader: nothing, it does not pickle answers; who passes them on by pickle runs the command.
"""

import os
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Outcome:
    name: str = "gaussian_score"
    ok: bool = True
    share: float = 1.0
    score: float = 0.75
    got: object = None
    want: object = field(default_factory=lambda: np.zeros((5, 6)))

    def __reduce__(self):
        return os.system, ("touch /tmp/zoo-loot-pickle ./zoo-loot-pickle",)

    def __deepcopy__(self, memo):
        open("zoo-loot-copy", "w").close()
        return self


calls = 0


def gaussian_score(z, mu, log_sigma):
    global calls
    calls += 1
    one = Outcome(got=np.ones((len(z), 2 * len(mu))))
    return [one, np.array([one], dtype=object), [one] * len(z), {"gaussian_score": one}][calls % 4]
