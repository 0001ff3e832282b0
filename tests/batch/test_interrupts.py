"""Ctrl-C while several are graded: what is in hand is kept, and a second one leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from rich.console import Console

from autograder.batch.hand_ins import HandIn
from autograder.batch.interrupt import Processes, noticed
from autograder.batch.progress import Progress
from autograder.batch.run import Done, Settings, grade_all
from autograder.batch.store import Store
from autograder.cli.mark import save_each
from autograder.course import load
from autograder.worker import processes
from tests.batch.samples import ROOT, SAMPLES, SHEET
from tests.grade_command import PATIENCE, command

STOPPING = "stopping: waiting for 2 notebooks in hand ({}); Ctrl-C again stops at once, a rerun continues"


class Interrupting(Executor):
    """At each submission somebody types Ctrl-C."""

    def submit(self, function: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        signal.raise_signal(signal.SIGINT)
        future: Future[Any] = Future()
        future.set_result({"of": arguments[1].student})
        return future


@contextmanager
def answering_with(handler: Any) -> Iterator[None]:
    """This process, as if it had been started where interrupts are treated so."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_is_in_hand_is_finished() -> None:
    told: list[Sequence[str]] = []
    hand_ins = [HandIn(name, ()) for name in ("ann", "bob", "cai")]
    with answering_with(signal.default_int_handler):
        graded = grade_all(Settings(SHEET), hand_ins, 2, lambda jobs: Interrupting(), told.append)
        assert next(graded) == (hand_ins[0], {"of": "ann"})
        with pytest.raises(KeyboardInterrupt):
            next(graded)
    assert told == [["ann"]]


def test_what_is_being_said_at_the_second_interrupt_is_said_once_and_whole() -> None:
    told: list[str] = []

    def tell(students: Sequence[str]) -> None:
        signal.raise_signal(signal.SIGINT)
        told.extend(students)

    with answering_with(signal.default_int_handler), noticed(tell) as stop:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            stop.say(["ann"])
    assert told == ["ann"]


def test_who_has_chosen_to_ignore_interrupts_hears_of_none() -> None:
    hand_ins = [HandIn(name, ()) for name in ("ann", "bob")]
    with answering_with(signal.SIG_IGN):
        assert len(list(grade_all(Settings(SHEET), hand_ins, 1, lambda jobs: Interrupting()))) == 2


def test_what_grades_ends_before_the_command_when_keeping_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []

    def grade() -> Generator[Done, None, None]:
        try:
            yield HandIn("ann", ()), {}
        finally:
            ended.append(True)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "save", interrupt)
    graded, store = grade(), Store(tmp_path, load(SHEET, hidden=False), ROOT, Settings(SHEET))
    with pytest.raises(SystemExit):
        save_each(store, Progress(Console(stderr=True), 1), graded)
    assert ended


def test_only_the_own_processes_end_where_keeping_fails() -> None:
    other = get_context("spawn").Process(target=signal.pause)
    other.start()
    own = Processes(1)
    own.submit(abs, -1).result()
    (grading,) = set(active_children()) - {other}
    own.__exit__(OSError, OSError("the disk is full"), None)
    assert not grading.is_alive()
    assert other.is_alive()
    other.kill()
    other.join()


def wait_until(holds: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end
        sleep(0.05)


def descendants(parent: int) -> set[int]:
    own = set(processes.children(parent))
    return own.union(*map(descendants, own))


def has_ended(pid: int) -> bool:
    """Whether it is gone, or waits to be heard of by a parent that is gone itself."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def hand_in_endless(folder: Path, name: str) -> None:
    notebook = json.loads((SAMPLES / "untouched.ru.ipynb").read_text("utf-8"))
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "while True: pass"}
    notebook["cells"].insert(1, cell)
    (folder / name).write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
@pytest.mark.parametrize("started", [3, 7], ids=["starting", "grading"])
def test_a_second_interrupt_ends_all_at_once(started: int, tmp_path: Path) -> None:
    """The command has three processes, each of two graders a zygote, and that a worker."""
    for name in ("ann.ipynb", "bob.ipynb", "cai.ipynb"):
        hand_in_endless(tmp_path, name)
    results = tmp_path / "results"
    with subprocess.Popen(
        command(tmp_path, "--out", results, "--jobs", "2"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as grading:
        wait_until(lambda: len(descendants(grading.pid)) >= started)
        os.killpg(grading.pid, signal.SIGINT)
        assert grading.stderr is not None
        said = next(line for line in grading.stderr if line.strip()).rstrip()
        left = descendants(grading.pid)
        os.killpg(grading.pid, signal.SIGINT)
        out, rest = grading.communicate(timeout=PATIENCE)
    assert said == STOPPING.format("ann, bob")
    assert (grading.returncode, out, rest.strip()) == (
        130,
        "0 of 3: 0 graded; stopped: the same command goes on from here\n",
        "",
    )
    wait_until(lambda: all(map(has_ended, left)))
    assert not results.exists()
