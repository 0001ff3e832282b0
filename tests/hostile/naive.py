"""A grader of one process, as most are: it runs the student's code beside the answers.

The attacks are run against it to show that they work where nothing stops them. `python -m
tests.hostile.naive` takes the names of attacks and prints what each won as a line of JSON. It holds a copy of
the sheet in memory, forks for each attack, limits what the fork may use, and kills what it leaves.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder import intake
from autograder.checking import shield
from autograder.course import load
from autograder.faults import Unsendable
from autograder.handout import make_released
from autograder.intake import Released
from autograder.marking import Grader
from autograder.sheet import Sheet
from autograder.source import write_given
from autograder.values import Function
from tests.hostile import zoo

SECONDS = 10.0
SUBREAPER = 36
ANSWERS = "results.json"
OUTPUT = "output.txt"


def main(names: list[str]) -> None:
    """Print what each of these attacks wins."""
    sheet = load(zoo.SHEET, hidden=True)
    released, grader = make_released(sheet), Grader(sheet)
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    for attack in zoo.find_attacks():
        if attack.name in names:
            with tempfile.TemporaryDirectory() as folder:
                found = run(attack, Path(folder), grader, released)
                print(json.dumps([attack.name, sorted(found)]), flush=True)


def run(attack: zoo.Attack, folder: Path, grader: Grader, released: Released) -> set[str]:
    """Grade one attack in a fork; what it won: "scores", "leaks", "stops" or "leaves"."""
    notebook = zoo.write(attack.source, folder / "submission.ipynb")
    started = os.fork()
    if started == 0:
        with contextlib.suppress(BaseException):
            grade(notebook, folder, grader, released)
        os._exit(0)
    wait(started)
    left = bool(end_orphans())
    return judge(folder, grader.sheet) | ({"leaves"} if left or remove_loot() else set())


def grade(notebook: Path, folder: Path, grader: Grader, released: Released) -> None:
    """What such a grader does: the cells, then the tests, in one process; at the end the results."""
    os.setsid()
    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    resource.setrlimit(resource.RLIMIT_CPU, (5, 6))
    output = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.modules["__main__"].__dict__["submission"] = namespace = {"__name__": "__main__"}
    exec(write_given([cls for unit in grader.sheet.units for cls in unit.given]), namespace)
    for cell in intake.read_file(notebook, released).cells:
        try:
            exec(compile(cell, "<cell>", "exec"), namespace)
        except Exception as error:
            print(type(error).__name__, error)
    functions: dict[str, Any] = namespace
    results = {}
    for part in grader.sheet.parts:
        results[part.name] = grader.grade(part, trust(functions.get(part.name))).score
    sys.stdout.flush()
    Path(ANSWERS).write_text(json.dumps(results), encoding="utf-8")


def trust(function: Function | None) -> Function:
    """The function with its errors told apart; what no sandbox would hand over is taken as it comes."""
    received: list[Any] = []

    def keep(*args: Any, **kwargs: Any) -> Any:
        assert function is not None
        received.append(function(*args, **kwargs))
        return received[-1]

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return shield(keep if function else None)(*args, **kwargs)
        except Unsendable:
            return received[-1]

    return call


def wait(pid: int) -> None:
    """Until the fork ends, or its time is up."""
    end = time.monotonic() + SECONDS
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        time.sleep(0.01)


def judge(folder: Path, sheet: Sheet) -> set[str]:
    """What the attack has won, by what the student would be shown."""
    won = set()
    files = [path for path in (folder / ANSWERS, folder / OUTPUT) if path.is_file()]
    shown = "".join(path.read_text("utf-8", "replace") for path in files)
    if zoo.find_hidden(shown, sheet):
        won.add("leaks")
    try:
        results = json.loads((folder / ANSWERS).read_text("utf-8"))
        if results[zoo.TARGET] > 0:
            won.add("scores")
        if any(results[part.name] < part.points for part in sheet.parts if part.name != zoo.TARGET):
            won.add("stops")
    except (OSError, ValueError, KeyError, TypeError):
        won.add("stops")
    return won


def end_orphans() -> list[int]:
    """Kill what outlived the fork: this process inherited it."""
    found = []
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while pids := [int(pid) for pid in children.read_text().split()]:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        found += pids
    return found


def remove_loot() -> list[str]:
    """Remove what bears the mark outside the folder of the submission."""
    found = zoo.find_loot()
    for name in found:
        if name.isdigit():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(name), signal.SIGKILL)
        else:
            os.unlink(name)
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
