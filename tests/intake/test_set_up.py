"""The set-up cell, changed, in pieces or merged."""

from __future__ import annotations

import pytest

from autograder.intake import Submission
from tests.intake.notebooks import (
    BOUND,
    ELBO,
    MERGED,
    SETUP,
    SETUP_AT,
    STUB_AT,
    assert_whole,
    bare,
    cell,
    code,
    put,
    remarks,
    take,
)


def change_set_up(source: str, *, known: bool) -> Submission:
    one = cell("code", "setup", "checker", source) if known else code(source)
    return take(put((SETUP_AT, one)))


@pytest.mark.parametrize("known", [True, False])
def test_white_space_is_no_change(known: bool) -> None:
    assert_whole(change_set_up("\n\n" + SETUP.replace("\n", "  \n") + "\n\n", known=known))


@pytest.mark.parametrize("known", [True, False])
def test_what_was_added_to_it_runs(known: bool) -> None:
    submission = change_set_up(SETUP + "\nimport math\n\ndef twice(x):\n    return 2 * x", known=known)
    assert submission.cells == ("import math\n\ndef twice(x):\n    return 2 * x", ELBO, BOUND)
    assert remarks(submission) == [
        "the set-up cell is not the one of this version; only what was added to it was run; cells: 2"
    ]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0q$N0l?3Rw", "7x$newer\ncontents"),
        ("    exec(_name)", "    pass"),
        ("#@title S", "#@title  S"),
        ("\n\n_p", "\n# hm\n_p"),
    ],
)
def test_a_changed_copy_without_additions_is_dropped(known: bool, old: str, new: str) -> None:
    assert_whole(change_set_up(SETUP.replace(old, new), known=known))


def test_a_stub_merged_below_it_runs() -> None:
    made = bare(put((SETUP_AT, code(SETUP + "\n\n" + ELBO))))
    del made["cells"][STUB_AT]
    remark = "the set-up cell is not the one of this version; only what was added to it was run; cells: 2"
    assert_whole(take(made), remark)


def test_it_is_cut_out_of_the_middle_of_a_cell() -> None:
    made = bare(put((STUB_AT, code(ELBO + "\n" + SETUP))))
    submission = take(made)
    assert submission.cells == (ELBO + "\n#@title Set-up: run this cell first", BOUND)
    assert remarks(submission) == [f"{MERGED}; cells: 4"]


def test_a_copied_cell_with_other_code_runs_whole() -> None:
    submission = change_set_up("import math\nx = (\n    1\n)", known=True)
    assert submission.cells[0] == "import math\nx = (\n    1\n)"
    assert remarks(submission) == []


def test_a_changed_check_runs() -> None:
    submission = take(put((STUB_AT + 1, cell("code", "check", "elbo", "check(elbo)\nprint(elbo)"))))
    assert submission.cells == (ELBO, "check(elbo)\nprint(elbo)", BOUND)
    assert remarks(submission) == []


def test_a_cell_that_begins_like_a_title_is_not_the_set_up() -> None:
    submission = take(put((STUB_AT, code("# Homework 3\n" + ELBO))))
    assert submission.cells == ("# Homework 3\n" + ELBO, BOUND)
    assert remarks(submission) == []
