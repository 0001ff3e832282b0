"""What a terminal of 80 columns shows."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console, RenderableType

from autograder.messages import message
from autograder.report import PartReport, Report, WrittenReport, report_cell
from autograder.sandbox import CellNote
from autograder.terminal import show as show_report
from autograder.terminal import show_overview
from autograder.verdict import Kind


def show(*files: str) -> list[str]:
    part = PartReport("1.1", "f", 82.75, 41.5, Kind.VALUES, 1, 2)
    return print_plainly(show_overview([Report("x", file, (part,) * 2, seconds=12.34) for file in files]))


def print_plainly(shown: RenderableType) -> list[str]:
    """The lines of a terminal with 80 columns."""
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as lines:
        console.print(shown)
    return lines.get().splitlines()


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


def test_written_answers_are_listed_with_what_is_missing_in_them() -> None:
    short = WrittenReport(
        "1.2", 1.5, "No.", (message("{words} words, expected {low} to {high}", words=1, low=2, high=9),)
    )
    answers = (
        short,
        WrittenReport("1.3", 2, "Yes, yes.", ()),
        WrittenReport("1.4", 1, "", (message("not attempted"),)),
    )
    lines = [line.strip() for line in print_plainly(show_report(Report("x", "a.ipynb", (), answers)))]
    assert lines[1:3] == ["to read: 1.2 (1.5; 1 words, expected 2 to 9), 1.3 (2)", "not written: 1.4"]


def test_a_cell_that_does_not_run_is_named_at_its_part() -> None:
    part = PartReport("1.1", "f", 1, 0, Kind.NOT_ATTEMPTED, 1, 1)
    noted = [
        (CellNote(3, "raised", "line 1: ValueError"), "def f(): pass"),
        (CellNote(7, "syntax", "line 1: SyntaxError: expected ':'"), "import os\ndef f(x)\n    return x"),
    ]
    assert report_cell(replace(part, name="g"), noted).cell is None
    assert report_cell(replace(part, kind=Kind.VALUES), noted).cell is None
    report = Report("x", "a.ipynb", (report_cell(part, noted), replace(part, number="1.2", name="h")))
    assert print_plainly(show_overview([report]))[1].split()[2:6] == ["0", "0", "1", "1"]
    shown = print_plainly(show_report(report))
    assert "      cell 7 does not run: line 1: SyntaxError: expected ':'" in [line.rstrip() for line in shown]
