"""What students' tools and hands do to the cells of a notebook."""

from __future__ import annotations

import pytest

from autograder.intake.format import CELLS
from tests.intake.notebooks import (
    BOUND,
    ELBO,
    RIGHT,
    SETUP,
    STUB_AT,
    WHOLE,
    WRITE,
    Json,
    assert_whole,
    cell,
    code,
    notebook,
    put,
    remarks,
    take,
    text,
)


def test_sources_as_text_or_lines() -> None:
    made = notebook()
    for one in made["cells"]:
        one["source"] = "".join(one["source"])
    assert_whole(take(made))


@pytest.mark.parametrize(
    "source", [[None, ELBO, 3, ["x"]], ["def elbo(log_w):\n", {}, "    return log_w.mean()"]]
)
def test_lines_that_are_not_text(source: list[object]) -> None:
    remark = "a cell has a source that is not text; only its text was read; cells: 4"
    assert_whole(take(put((STUB_AT, code("") | {"source": source}))), remark)


@pytest.mark.parametrize("source", [None, 3, {"a": 1}])
def test_a_source_that_is_not_text(source: object) -> None:
    submission = take(put((STUB_AT, code("") | {"source": source})))
    assert submission.cells == (BOUND,)
    assert remarks(submission) == [
        "a cell has a source that is not text; only its text was read; cells: 4",
        "no definition of elbo was found; keep the name that it had",
    ]


def test_cells_with_a_source_alone() -> None:
    made = put((STUB_AT, {"source": ELBO}), (STUB_AT + 2, {"cell_type": 1, "source": BOUND}))
    assert_whole(take(made), "a cell does not say its type; it was read as code; cells: 4, 6")


def test_entries_that_are_not_cells() -> None:
    made = notebook()
    made["cells"] += [None, 3, "x", []]
    remark = "an entry of the list of cells is not a cell; it was left out; cells: 13, 14, 15, 16"
    assert_whole(take(made), remark)


def test_unknown_type() -> None:
    made = notebook()
    made["cells"].insert(0, {"cell_type": "sql\n", "source": "select"})
    assert_whole(take(made), "a cell has the unknown type sql; it was read as text; cells: 1")


def test_type_in_capitals() -> None:
    assert_whole(take(put((STUB_AT, code(ELBO) | {"cell_type": "Code"}))))


def test_duplicate_ids() -> None:
    made = notebook()
    made["cells"][5]["id"] = "stub-elbo"
    assert_whole(take(made), "cells have the same id stub-elbo; each was read; cells: 4, 6")


def test_reordered_cells() -> None:
    made = notebook()
    made["cells"].reverse()
    submission = take(made)
    assert submission.cells == (BOUND, ELBO)
    assert submission.answers == WHOLE["answers"]
    assert remarks(submission) == []


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("source", [ELBO, f"I did this:\n```python\n{ELBO}\n```\nand it works"])
def test_a_stub_that_is_no_code_cell_any_more_counts(kind: str, source: str) -> None:
    made = put((STUB_AT, cell(kind, "stub", "elbo", source)))
    remark = "elbo is in a cell that is not a code cell; it was run all the same; cells: 4"
    submission = take(made)
    assert [one.strip() for one in submission.cells] == [ELBO, BOUND]
    assert remarks(submission) == [remark]


def test_a_parked_copy_does_not_count() -> None:
    made = notebook()
    made["cells"].insert(STUB_AT + 2, {"cell_type": "raw", "source": ELBO.replace("mean", "sum")})
    remark = "elbo is in a code cell, and again in a cell that is not; the latter was not run; cells: 6"
    assert_whole(take(made), remark)


def test_the_last_of_two_definitions_counts() -> None:
    second = "elbo = lambda log_w: 1"
    made = notebook()
    made["cells"].insert(STUB_AT + 2, code(second))
    submission = take(made)
    assert submission.cells == (ELBO, second, BOUND)
    assert remarks(submission) == [
        "elbo is defined more than once; the last one counts, in cell 6; cells: 4, 6"
    ]


@pytest.mark.parametrize("source", ["class Q:\n    def elbo():\n        pass", "elbow = 1", "elbo == 1"])
def test_other_code_is_not_a_definition(source: str) -> None:
    made = notebook()
    made["cells"].append(code(source))
    submission = take(made)
    assert submission.cells == (ELBO, BOUND, source)
    assert remarks(submission) == []


def test_a_part_that_is_defined_nowhere() -> None:
    submission = take(put((STUB_AT, code("x = 1"))))
    assert submission.cells == ("x = 1", BOUND)
    assert remarks(submission) == ["no definition of elbo was found; keep the name that it had"]


def test_no_graded_function_at_all() -> None:
    submission = take(put((STUB_AT, code("x = 1")), (STUB_AT + 2, code("y = 1"))))
    expected = f"no definition of a graded function was found, such as elbo; {RIGHT}"
    assert remarks(submission) == [expected]


@pytest.mark.parametrize("cells", [[], [text("hello")], [cell("code", "setup", "checker", SETUP)]])
def test_no_code_at_all(cells: list[Json]) -> None:
    submission = take({"cells": cells, "nbformat": 4})
    assert submission.cells == ()
    assert remarks(submission) == [
        f"the notebook holds no code; {RIGHT}",
        f"the notebook has no cell for the written answers 5.1, 5.2; {WRITE}",
    ]


def test_too_many_cells() -> None:
    made = notebook()
    made["cells"] += [code("")] * CELLS
    remark = f"the notebook has {CELLS + 12} cells; only the first {CELLS} were read"
    assert_whole(take(made), remark)


def test_too_much_code() -> None:
    made = notebook()
    made["cells"].insert(3, code("#" * (5 * 2**20)))
    remark = "the code is longer than 5242880 characters; a cell was left out; cells: 5, 7"
    submission = take(made)
    assert submission.cells == ("#" * (5 * 2**20),)
    assert remarks(submission)[0] == remark


def test_one_cell_that_is_too_long_costs_no_other() -> None:
    made = notebook()
    made["cells"].insert(3, code("#" * (6 * 2**20)))
    remark = "the code is longer than 5242880 characters; a cell was left out; cells: 4"
    assert_whole(take(made), remark)
