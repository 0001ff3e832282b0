"""What containment adds to a worker: `make bench`. Pairs of workers, one contained and one not, in turn.

Both are forked from the same zygote, which has torch loaded, and do nothing but say that they are there.
"""

from __future__ import annotations

import gc
import os
import socket
import tempfile
import time
from statistics import median

from autograder.sandbox.channel import Budget, Channel
from autograder.sandbox.folders import readable_folders
from autograder.worker import contain, libraries, processes, serve
from autograder.worker.__main__ import Zygote

PAIRS = 100
WARM = 5


class Bare(Zygote):
    """Forks workers that give up nothing."""

    def become_worker(self, folder: str, channel: int, parent: int) -> None:
        try:
            serve.serve(channel)
        finally:
            os._exit(1)


def main() -> None:
    readable, folder = readable_folders(), tempfile.mkdtemp()
    os.chmod(folder, 0o711)
    layers = contain.probe(readable, folder, (os.__file__,))
    libraries.load("torch", folder)
    processes.adopt_orphans()
    gc.collect()
    gc.freeze()
    plan = contain.Plan(tuple(readable), 2**31, 60, layers)
    control, other = socket.socketpair()
    zygotes = [kind(control, folder, plan) for kind in (Zygote, Bare)]
    contained, bare = zip(*(pair(zygotes, number) for number in range(PAIRS + WARM)), strict=True)
    added = median(contained[WARM:]) - median(bare[WARM:])
    for name, seconds in (("contained", contained), ("bare", bare)):
        print(f"a {name} worker, from the order to its end: {1e3 * median(seconds[WARM:]):6.2f} ms")
    print(f"containment ({', '.join(sorted(layers))}) adds {1e3 * added:.2f} ms a worker")
    control.close()
    other.close()
    os.rmdir(folder)


def pair(zygotes: list[Zygote], number: int) -> tuple[float, float]:
    """Seconds of a worker of each kind; which comes first alternates."""
    seconds = {index: life(zygotes[index]) for index in ((0, 1) if number % 2 else (1, 0))}
    return seconds[0], seconds[1]


def life(zygote: Zygote) -> float:
    """Seconds of wall-clock time from the order to start a worker until it is gone."""
    started = time.perf_counter()
    mine, theirs = socket.socketpair()
    channel, budget = Channel(mine), Budget(60, 60)
    channel.name = zygote.start(os.dup(theirs.fileno()))["pid"]
    theirs.close()
    channel.meet(budget)
    channel.ask(None, budget)
    zygote.end(channel.name)
    channel.close()
    return time.perf_counter() - started


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
