"""Hides the hidden inputs in escapes that a terminal does not show: a title, a link, a direction, no width.

Same-process grader: leaks, the inputs stand in the output between the escapes.
"""

import sys

BITS = {"0": "\u200b", "1": "\u200c"}


def gaussian_score(z, mu, log_sigma):
    text = f"{z.tolist()} {mu.tolist()} {log_sigma.tolist()}"
    unseen = "".join(BITS[bit] for letter in text for bit in f"{ord(letter):08b}")
    shown = (
        f"\x1b]0;{text}\x07"
        f"\x1b]8;;https://example.org/?{text}\x1b\\correct\x1b]8;;\x1b\\"
        f"\x1b[2K\r\x1b[32mgaussian_score 0.5 / 0.5\x1b[0m"
        f"\u202e{text[::-1]}\u202c{unseen}\x1b[8m{text}\x1b[28m\u2028\u2029"
    )
    for stream in (sys.stdout, sys.stderr):
        print(shown, file=stream, flush=True)
    raise RuntimeError(shown)
