"""Other formats of notebooks, and what stands around the cells."""

from __future__ import annotations

import json

import pytest

from autograder.intake import read
from tests.intake.notebooks import (
    ANSWER_AT,
    RELEASED,
    RIGHT,
    STUB_AT,
    WHOLE,
    Json,
    assert_whole,
    notebook,
    put,
    remarks,
    take,
)


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 6, 99, "five", None])
def test_minor_versions(minor: object) -> None:
    assert_whole(take(put(nbformat_minor=minor)))


@pytest.mark.parametrize("major", [2, 5, 77])
def test_other_major_versions(major: int) -> None:
    remark = f"the notebook has format {major}, expected 4; it was read all the same"
    assert_whole(take(put(nbformat=major)), remark)


@pytest.mark.parametrize("major", [None, "4", 4.5, True, []])
def test_no_version(major: object) -> None:
    assert_whole(
        take(put(nbformat=major)), "the file does not say its notebook format; it was read as format 4"
    )


def test_format_3() -> None:
    made = notebook()
    for one in made["cells"]:
        one.pop("id")
        if one["cell_type"] == "code":
            one |= {"input": one.pop("source"), "language": "python", "prompt_number": 1}
    made["cells"].insert(ANSWER_AT + 1, {"cell_type": "heading", "level": 2, "source": ["More"]})
    sheets = [{"cells": made["cells"][:5]}, {"cells": made["cells"][5:]}, {"metadata": {}}]
    submission = take({"worksheets": sheets, "metadata": made["metadata"], "nbformat": 3})
    assert submission.cells == WHOLE["cells"]
    assert submission.answers == {"5.1": "By Jensen.\n\n## More", "5.2": ""}
    assert remarks(submission) == [
        "the notebook has format 3, expected 4; it was read all the same",
        "text below answer 5.1 was added to it; cells: 10",
    ]


def test_a_bare_list_of_cells() -> None:
    submission = take(notebook()["cells"])
    assert_whole(submission, "the file is a bare list of cells, expected a notebook; the list was read")
    assert submission.assignment is None


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}},
        {"kernelspec": {"name": "my-env", "language": "R"}},
        {"language_info": {"name": "R"}, "kernelspec": "none"},
    ],
)
def test_wrong_language(metadata: Json) -> None:
    remark = "the notebook is set to R, expected Python; it was read as Python"
    assert_whole(take(put(metadata=metadata)), remark)


def test_wrong_kernel_without_a_language() -> None:
    remark = "the notebook is set to julia-1.9, expected Python; it was read as Python"
    assert_whole(take(put(metadata={"kernelspec": {"name": "julia-1.9"}})), remark)


@pytest.mark.parametrize("metadata", [None, [], "x", {}, {"kernelspec": {"name": "irina-env"}}])
def test_odd_metadata(metadata: object) -> None:
    submission = take(put(metadata=metadata))
    assert_whole(submission)
    assert submission.assignment is None


def test_another_assignment_is_remarked() -> None:
    submission = take(put(metadata={"autograder": {"assignment": "hw\u202e4\n"}}))
    assert submission.assignment == "hw4"
    assert remarks(submission) == [f"the notebook says that it is hw4, expected hw3; {RIGHT}"]


def test_large_outputs_are_dropped() -> None:
    made = notebook()
    made["cells"][STUB_AT]["outputs"] = [{"data": {"image/png": "A" * 30_000_000}}]
    assert_whole(take(made))


def test_huge_numbers_and_constants() -> None:
    data = json.dumps(notebook())
    odd = '{"a": ' + "9" * 6000 + ', "b": NaN, "c": [Infinity, -Infinity, 1e999, -' + "1" * 50 + "], "
    assert_whole(read((odd + data[1:]).encode(), RELEASED))


def test_duplicate_keys() -> None:
    data = '{"cells": [], ' + json.dumps(notebook())[1:]
    remark = "an entry occurs twice in one place of the file; the last one was read"
    assert_whole(read(data.encode(), RELEASED), remark)


@pytest.mark.parametrize("tail", ["garbage", "{}", '\n  "nbformat": 4\n}\n'])
def test_text_after_the_end(tail: str) -> None:
    data = json.dumps(notebook()) + tail
    assert_whole(read(data.encode(), RELEASED), "there is text after the end of the notebook; it was ignored")


def test_zero_bytes_after_the_end() -> None:
    assert_whole(read(json.dumps(notebook()).encode() + b"\0" * 512, RELEASED))
