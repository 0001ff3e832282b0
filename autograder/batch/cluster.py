"""Grading on a cluster of dask.distributed: the notebooks travel, the course is installed on each machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from functools import cache
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from distributed import Client, KilledWorker

from autograder.batch.hand_ins import HandIn
from autograder.batch.run import Settings, find_one, grade_one, refuse
from autograder.course import CourseError, load
from autograder.intake import Unreadable, read_bytes
from autograder.source import version_of

ROOT = Path(__file__).parents[2]
AHEAD = 2  # submissions that each thread of the cluster has waiting, so that none is idle

_one_at_a_time = Lock()  # a course serves one thread


class Cluster(Executor):
    """The processes of a cluster. What a machine was at when it was lost is done again by another."""

    def __init__(self, address: str) -> None:
        self._client = Client(address)
        self.size = max(AHEAD, AHEAD * sum(self._client.nthreads().values()))

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        """Grade a hand-in there: only `grade_one` with its two arguments can be submitted."""
        settings, hand_in = arguments
        future: Future[Any] = Future()
        try:
            name, data = pack(hand_in)
        except Unreadable as error:
            future.set_result(refuse(settings, hand_in, error.sentence))
            return future
        version = _own_version(settings.assignment)
        about = replace(hand_in, paths=())  # those of this machine
        sent = self._client.submit(grade_sent, settings, version, about, name, data, pure=False)
        sent.add_done_callback(lambda done: _hand_over(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._client.close()


def pack(hand_in: HandIn) -> tuple[str, bytes]:
    """The notebook of a hand-in. Raises `Unreadable` where there is not exactly one."""
    path = find_one(hand_in)
    return path.name, read_bytes(path)


def grade_sent(settings: Settings, version: str, about: HandIn, name: str, data: bytes) -> dict[str, Any]:
    """`grade_one` on the machine that the notebook has been sent to.

    Raises CourseError where the course there is not that of the sender.
    """
    if _own_version(settings.assignment) != version:
        raise CourseError(f"{gethostname()} has another version of the course: install the same one there")
    with _one_at_a_time, TemporaryDirectory(prefix="autograder-sent-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return grade_one(settings, replace(about, paths=(path,)))


@cache
def _own_version(assignment: str) -> str:
    return version_of(load(assignment, hidden=True).modules, ROOT)


def _hand_over(sent: Any, future: Future[Any]) -> None:
    error = sent.exception()
    if error is None:
        future.set_result(sent.result())
    else:
        lost = isinstance(error, KilledWorker)
        future.set_exception(BrokenExecutor(str(error)) if lost else error)
