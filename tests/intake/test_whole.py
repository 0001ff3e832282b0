"""A tidy notebook, and what its digest depends on."""

from __future__ import annotations

import pytest

from tests.intake.notebooks import (
    ANSWER_AT,
    ELBO,
    STUB_AT,
    Json,
    assert_whole,
    bare,
    code,
    notebook,
    put,
    take,
    text,
)


def test_a_tidy_notebook_is_read_without_remarks() -> None:
    submission = take(notebook())
    assert_whole(submission)
    assert submission.assignment == "hw3"
    assert len(submission.digest) == 64


def test_a_notebook_without_cell_metadata_and_ids_is_read_the_same() -> None:
    assert_whole(take(bare(notebook())))


def test_ids_alone_are_enough() -> None:
    made = notebook()
    for one in made["cells"]:
        del one["metadata"]
    made["cells"][ANSWER_AT]["source"] = "By Jensen."
    assert_whole(take(made))


def test_digest_does_not_depend_on_outputs_metadata_and_ids() -> None:
    made = bare(notebook())
    made["cells"][STUB_AT]["outputs"] = [{"output_type": "stream", "text": "hello"}]
    made["cells"][STUB_AT]["execution_count"] = 7
    assert take(made).digest == take(notebook()).digest


@pytest.mark.parametrize(
    "change", [(STUB_AT, code(ELBO + "  # now")), (ANSWER_AT, text("**Answer 5.1**\n\nNo idea."))]
)
def test_digest_depends_on_code_and_answers(change: tuple[int, Json]) -> None:
    assert take(put(change)).digest != take(notebook()).digest
