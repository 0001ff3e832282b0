"""What a terminal of 80 columns shows."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.report import PartReport, Report
from autograder.terminal import show_overview
from autograder.verdict import Kind


def show(*files: str) -> list[str]:
    part = PartReport("1.1", "f", 82.75, 41.5, Kind.VALUES, 1, 2)
    reports = [Report("x", file, (part,) * 2, seconds=12.34) for file in files]
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as shown:
        console.print(show_overview(reports))
    return shown.get().splitlines()


def test_only_the_names_of_notebooks_give_way_where_the_terminal_is_narrow() -> None:
    long = show("submission_of_a_student_with_a_name_that_does_not_end_soon.en (2).ipynb", "a b.ipynb")
    short = show("a.ipynb", "b.ipynb")
    numbers = "83/165.5      0       2      0      0        0  12.34"
    assert [line.split(maxsplit=1)[1].strip() for line in short[1:]] == [numbers] * 2
    assert len(long) == 3
    assert max(map(len, long)) <= 80
    assert [line.rstrip().endswith(numbers) for line in long[1:]] == [True, True]
    assert "…" in long[1]
    assert "a b.ipynb " in long[2]
