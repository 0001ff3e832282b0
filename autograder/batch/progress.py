"""How far a run is: counts, rate and time left, and a line for each submission to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

from rich import progress
from rich.console import Console
from rich.text import Text

from autograder.batch.store import DIGEST, is_replaced
from autograder.feedback import clean
from autograder.intake.text import enumerate_names, shown

ROUNDING = 0.005  # scores have two digits
ARROW = "\N{RIGHTWARDS ARROW}"
REPLACED = "this file was graded before, and another took its place"


def find_options(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The options of both gradings, "" where they are the same, or those before are not known."""
    old, new = before["extra_data"].get("options"), after["extra_data"].get("options")
    return "" if old in (None, new) else f"with other options ({new or 'none'}; before: {old or 'none'})"


def _find_cause(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Why the same notebook was graded anew; "" where it is another one, or nothing says why."""
    old, new = before["extra_data"], after["extra_data"]
    if old.get(DIGEST) != new[DIGEST]:
        return ""
    changed = "because the course has changed" if old.get("version") != new["version"] else ""
    return find_options(before, after) or changed


class Progress:
    """A bar on a terminal; where there is none, only the lines. A context manager."""

    def __init__(self, console: Console, total: int) -> None:
        self.total, self.graded, self.unchanged, self.refused = total, 0, 0, 0
        self.unread = 0  # of those that are unchanged
        self._replaced: list[str] = []  # whose results are of other files now
        self._anew = Counter[str]()  # by cause
        self._changed = Counter[str]()  # of those the marks that have
        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[rate]}"),
            progress.TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total, rate="")

    def skip(self, results: dict[str, Any] | None) -> bool:
        """Count a submission that has such results already; whether it has."""
        if results is None:
            return False
        self.unchanged += 1
        self.unread += bool(results["extra_data"].get("refused"))
        return True

    def advance(self, student: str, results: dict[str, Any], before: dict[str, Any] | None) -> None:
        """Count one that has just been graded; `before` are the results that it had."""
        self.graded += 1
        if before and (cause := _find_cause(before, results)):
            self._anew[cause] += 1
            self._changed[cause] += abs(float(before["score"]) - float(results["score"])) > ROUNDING
        if before and before["extra_data"].get(DIGEST) != results["extra_data"][DIGEST]:
            older = f" ({REPLACED})" if is_replaced(before, results) else ""
            change = f"{before['score']:g} {ARROW} {results['score']:g}"
            self._replaced.append(f"{shown(student)} {change}{older}")
        about = results["extra_data"]
        lines = [results["output"]] if about["refused"] else about["look_first"]
        self.refused += about["refused"]
        if why := " ".join(clean("; ".join(lines)).split()):
            self._bar.console.print(Text(f"{shown(student)}: {why}"))
        speed = self._bar.tasks[0].speed
        self._bar.update(self._task, advance=1, rate=f"{speed:.1f}/s" if speed else "")

    def finish(self, students: Sequence[str]) -> None:
        """Say that only these are still waited for, as somebody wants to stop."""
        notebooks = "1 notebook" if len(students) == 1 else f"{len(students)} notebooks"
        who = enumerate_names([shown(student) for student in students])
        again = "Ctrl-C again stops at once, a rerun continues"
        waiting = f"stopping: waiting for {notebooks} in hand ({who}); {again}"
        self._bar.console.print(Text(waiting), soft_wrap=True)

    def summary(self) -> str:
        """What has been done, in one line."""
        words = [f"{self.graded} graded"]
        words += [f"{self.refused} of them could not be read"] if self.refused else []
        words += [f"{self.unchanged} unchanged since an earlier run"] if self.unchanged else []
        words += [f"{self.unread} of them could not be read"] if self.unread else []
        return f"{self.graded + self.unchanged} of {self.total}: {', '.join(words)}"

    def explain(self) -> Iterator[str]:
        """What has become of those who had results already."""
        if self._replaced:
            count = len(self._replaced)
            are = "1 result is" if count == 1 else f"{count} results are"
            yield f"{are} of other files than before: {enumerate_names(self._replaced)}"
        for cause, count in self._anew.items():
            changed = f"marks that change: {self._changed[cause]} (see autograder regrade)"
            yield f"{count} graded anew {cause}; {changed}"

    def __enter__(self) -> Progress:
        # What was there before takes no time now: neither the rate nor the time left may count it.
        self._bar.reset(self._task, completed=self.unchanged)
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
