"""A definition that stands as it was handed out gives way to any other one."""

from __future__ import annotations

import pytest

from autograder.course import load
from autograder.handout import make_released
from autograder.intake.copies import cut_stubs
from tests.intake.notebooks import (
    ANSWER_AT,
    BOUND,
    BOUND_STUB,
    ELBO,
    ELBO_STUB,
    ELBO_STUB_FR,
    STUB_AT,
    Json,
    assert_whole,
    bare,
    cell,
    code,
    notebook,
    put,
    remarks,
    take,
    text,
)

AGAIN = "elbo stands again as it was handed out; that copy was not run; cells:"


def insert(place: int, *cells: Json) -> Json:
    made = notebook()
    made["cells"][place:place] = cells
    return made


@pytest.mark.parametrize("place", [STUB_AT, STUB_AT + 1, STUB_AT + 4])
@pytest.mark.parametrize(
    "copy", [ELBO_STUB, ELBO_STUB_FR, f"\n{ELBO_STUB}  \n\n", ELBO_STUB.replace("The ", "The\u00a0")]
)
def test_an_untouched_copy_does_not_run_wherever_it_stands(place: int, copy: str) -> None:
    assert_whole(take(insert(place, code(copy))), f"{AGAIN} {place + 1}")


def test_untouched_copies_are_listed_together() -> None:
    made = insert(STUB_AT, code(ELBO_STUB), cell("code", "stub", "elbo", ELBO_STUB_FR))
    same_id = "cells have the same id stub-elbo; each was read; cells: 5, 6"
    assert_whole(take(made), same_id, f"{AGAIN} 4, 5")


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n# the next one\n\n"])
def test_untouched_copies_are_cut_out_of_a_merged_cell(between: str) -> None:
    submission = take(insert(STUB_AT + 4, code(between.join([ELBO_STUB, "x = 1", BOUND_STUB]))))
    assert [one.strip() for one in submission.cells] == [
        ELBO,
        BOUND,
        between.join(["", "x = 1", ""]).strip(),
    ]
    assert remarks(submission) == [f"{AGAIN} 8", AGAIN.replace("elbo", "bound") + " 8"]


def test_a_copy_below_in_the_same_cell_does_not_run() -> None:
    assert_whole(take(put((STUB_AT, code(f"{ELBO}\n\n{ELBO_STUB}")))), f"{AGAIN} 4")


def test_nothing_changes_where_all_copies_are_untouched() -> None:
    made = put((STUB_AT, code(ELBO_STUB)), (STUB_AT + 1, code(ELBO_STUB)))
    submission = take(made)
    assert submission.cells == (ELBO_STUB, ELBO_STUB, BOUND)
    said = "elbo is defined more than once; the last one counts, in cell 5; cells: 4, 5"
    assert remarks(submission) == [said]


def test_a_formula_in_a_text_is_no_other_definition() -> None:
    made = put((STUB_AT, code(ELBO_STUB)), (ANSWER_AT, text("**Answer 5.1**\n\nelbo = E[log w]")))
    submission = take(made)
    assert submission.cells == (ELBO_STUB, BOUND)
    assert submission.answers["5.1"] == "elbo = E[log w]"


def test_a_filled_definition_in_a_text_cell_runs_rather_than_an_untouched_one() -> None:
    made = put((STUB_AT, code(ELBO_STUB)), (STUB_AT + 1, text(ELBO)))
    remark = "elbo is in a cell that is not a code cell; it was run all the same; cells: 5"
    assert_whole(take(made), f"{AGAIN} 4", remark)


def test_an_untouched_copy_ends_an_answer_all_the_same() -> None:
    made = bare(notebook())
    made["cells"][ANSWER_AT + 1 : ANSWER_AT + 1] = [code(ELBO_STUB), text("Hm.")]
    assert_whole(take(made), f"{AGAIN} 10")


@pytest.mark.parametrize(
    "touched",
    [
        f"@cache\n{ELBO_STUB}",
        f"{ELBO_STUB}\n\n# so\n    return 1",
        f"{ELBO_STUB}  # later",
        ELBO_STUB.replace("raise", "pass; raise"),
        "\n".join("    " + line for line in ELBO_STUB.split("\n")),
    ],
)
def test_a_definition_that_was_touched_stays(touched: str) -> None:
    assert cut_stubs(touched, [ELBO_STUB]) == touched


@pytest.mark.parametrize(
    "below", ["", "\n", "\n    # a note", "\n\n\nx = 1", "\n# a note\nx = 1", "\ndef f():\n    return 1"]
)
def test_what_stands_around_an_untouched_definition_stays(below: str) -> None:
    assert cut_stubs(f"y = 1\n{ELBO_STUB}{below}", [ELBO_STUB]) == f"y = 1\n{below}"


def test_every_part_of_a_sheet_has_the_stub_that_is_handed_out() -> None:
    released = make_released(load("hw1_latent_adversarial", hidden=False))
    assert released.stubs.keys() == set(released.parts)
    for part, stubs in released.stubs.items():
        assert stubs
        for stub in stubs:
            assert stub.startswith(f"def {part}(")
            assert cut_stubs(f"{stub}\n\n{stub}\n", [stub]).strip() == ""
    assert released.prose < released.cells
