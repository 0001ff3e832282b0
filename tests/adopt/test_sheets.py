"""Old nbgrader notebooks become sheets: what is taken over, and how it looks."""

from __future__ import annotations

import nbformat

from autograder.adopt import find_faults
from autograder.targets.student import write_notebook
from tests.adopt.samples import SAMPLES, Adopted, every_sample


@every_sample
def test_what_is_taken_over_and_what_is_not_is_said_word_for_word(
    adopted: dict[str, Adopted], name: str
) -> None:
    assert f"{adopted[name].adoption.report}\n" == (SAMPLES / f"{name}.txt").read_text("utf-8")


@every_sample
def test_the_solution_passes_its_own_tests_and_the_stub_does_not(
    adopted: dict[str, Adopted], name: str
) -> None:
    assert find_faults(adopted[name].sheet) == []


@every_sample
def test_no_line_that_nbgrader_hides_is_public(adopted: dict[str, Adopted], name: str) -> None:
    numbered = [
        (cell, number, line.strip())
        for cell in adopted[name].cells
        for number, line in enumerate(cell.source.split("\n"), 1)
    ]
    shown = {line for cell, number, line in numbered if number not in cell.hidden}
    heads = tuple(f"def {part.name}(" for part in adopted[name].sheet.parts)
    hidden = {line for cell, number, line in numbered if number in cell.hidden and not line.startswith(heads)}
    secret = {line for line in hidden - shown if len(line) > 12}
    assert len(secret) > 3
    public = adopted[name].read("assignments")
    assert sorted(line for line in secret if line in public) == []


@every_sample
def test_the_student_notebook_is_valid(adopted: dict[str, Adopted], name: str) -> None:
    sheet = adopted[name].sheet
    text = write_notebook(sheet, sheet.languages[0])
    nbformat.validate(nbformat.reads(text, 4))  # type: ignore[no-untyped-call]


def test_files_look_as_if_a_person_had_written_them(adopted: dict[str, Adopted]) -> None:
    root = adopted["numbers"].root
    assert (root / "assignments/numbers/q02_part_b.py").read_text("utf-8") == PUBLIC
    assert (root / "solutions/numbers/q02_part_b.py").read_text("utf-8") == HIDDEN


PUBLIC = '''\
"""Question 2: Part B

Source: adopted from numbers.ipynb, cell 8.
"""

# Code from the notebook stands as it is.
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from typing import Any

from autograder.question import Function, Question, Rng, Text, law, part


question = Question(number="2", title=Text(en="Part B"))


@part(
    "2.1",
    points=2,
    en="Use `triangular` in a function for the sum of the first `n` triangular numbers.",
)
def tetrahedral(n: int) -> int:
    """What part 2.1 asks for."""
    raise NotImplementedError


@law(tetrahedral, en="`tetrahedral(n) == expected`")
def cell_9_line_2(tetrahedral: Function, rng: Rng) -> tuple[Any, Any]:
    lefts, rights = [], []
    for n in (1, 2, 5):
        expected = n * (n + 1) * (n + 2) // 6
        lefts.append(tetrahedral(n))
        rights.append(expected)
    return lefts, rights
'''
HIDDEN = '''\
"""Hidden twin of question 2."""

# Code from the notebook stands as it is.
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from solutions.numbers.q01_part_a import triangular
from assignments.numbers import q02_part_b as q
from autograder.question import hidden_law, reference


@reference(q.tetrahedral)
def tetrahedral(n):
    """The sum of the first n triangular numbers."""
    return sum(triangular(n))


cell_9_line_2 = hidden_law(q.tetrahedral, **q.cell_9_line_2.text)(q.cell_9_line_2.check)
'''


def test_a_mark_scheme_becomes_a_rubric(adopted: dict[str, Adopted]) -> None:
    hidden = adopted["softmax_regression"].read("solutions")
    assert '(2, Text(en="2 points: points far on the right side are punished"))' in hidden
    assert '(1, Text(en="1 point: no probabilities"))' in hidden


def test_inputs_that_are_not_seeded_are_drawn_from_the_generator_of_the_check(
    adopted: dict[str, Adopted],
) -> None:
    assert "scores = rng.normal(size=(5, 4))" in adopted["softmax_regression"].read("assignments")
