"""Written answers are found where students put them."""

from __future__ import annotations

import dataclasses
import json

import pytest

from autograder.intake import read
from tests.intake.notebooks import (
    ANSWER_AT,
    BLANK,
    BLANK_FR,
    BOUND,
    ELBO,
    LETTERS,
    PROSE,
    PROSE_2,
    RELEASED,
    STUB_AT,
    WRITE,
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


@pytest.mark.parametrize(
    "line",
    [
        "**Answer 5.1**",
        "**Réponse 5.1**",
        "**Ответ 5.1**",
        "**Your Answer\u00a05.1.**",
        "## **Answer 5.1:**",
        "  ** Answer  5.1 ** ",
    ],
)
def test_answer_lines(line: str) -> None:
    assert_whole(take(bare(put((ANSWER_AT, text(line + "\n\nBy Jensen."))))))


def test_text_on_the_answer_line() -> None:
    assert_whole(take(bare(put((ANSWER_AT, text("**Answer 5.1** By Jensen."))))))


@pytest.mark.parametrize(
    "source",
    ["", "  \n", "Answer 5.1\n\nBy Jensen", "**5.1**\n\nBy Jensen", "**Answer 9.9**\n\nBy Jensen"],
)
def test_a_cell_that_is_lost_is_remarked(source: str) -> None:
    submission = take(bare(put((ANSWER_AT, text(source)))))
    assert submission.answers == {"5.1": "", "5.2": ""}
    assert remarks(submission) == [f"the notebook has no cell for the written answers 5.1; {WRITE}"]


@pytest.mark.parametrize(
    "source",
    [
        BLANK,
        BLANK.replace("\n\n", "\n"),
        BLANK + "\n\n",
        "**Réponse 5.1**\n*Your   answer.*",
        BLANK_FR,
        "**Answer 5.1**",
    ],
)
@pytest.mark.parametrize("stripped", [True, False])
def test_unanswered(source: str, stripped: bool) -> None:
    made = put((ANSWER_AT, cell("markdown", "answer", "5.1", source)))
    submission = take(bare(made) if stripped else made)
    assert submission.answers == {"5.1": "", "5.2": ""}
    assert remarks(submission) == []


def test_words_that_were_handed_out_are_left_out() -> None:
    assert_whole(take(put((ANSWER_AT, text(BLANK + "\n\nBy Jensen.")))))


def test_a_place_holder_of_any_form_is_left_out() -> None:
    released = dataclasses.replace(RELEASED, written={"5.1": "**Answer 5.1**\n\n..."})
    for answer, expected in [
        ("...", ""),
        ("...\n\nBy Jensen.", "By Jensen."),
        ("... maybe", "... maybe"),
    ]:
        made = put((ANSWER_AT, text("**Answer 5.1**\n\n" + answer)))
        assert read(json.dumps(made).encode(), released).answers == {"5.1": expected}


def test_the_visible_line_decides_when_the_metadata_says_otherwise() -> None:
    made = put((ANSWER_AT, cell("markdown", "answer", "5.2", "**Answer 5.1**\n\nBy Jensen.")))
    assert_whole(take(made), "cells have the same id answer-5-2; each was read; cells: 9, 11")


def test_letters_stay() -> None:
    submission = take(put((ANSWER_AT + 2, text(LETTERS + "\nbecause"))))
    assert submission.answers["5.2"] == "(a)\n\n(b)\nbecause"


def test_more_cells_below_belong_to_it() -> None:
    made = bare(put((ANSWER_AT, text(BLANK))))
    made["cells"][ANSWER_AT + 1 : ANSWER_AT + 1] = [text("By Jensen."), code("x = 1"), text("Yes.")]
    submission = take(made)
    assert submission.answers == {"5.1": "By Jensen.\n\nYes.", "5.2": ""}
    assert remarks(submission) == ["text below answer 5.1 was added to it; cells: 10, 12"]


def test_text_below_a_stub_belongs_to_no_answer() -> None:
    made = bare(notebook())
    made["cells"][ANSWER_AT + 1 :] = [made["cells"][ANSWER_AT + 2], code("bound = 1"), text("Hm.")]
    assert take(made).answers == {"5.1": "By Jensen.", "5.2": ""}


def test_merged_answers() -> None:
    made = bare(notebook())
    merged = f"{PROSE}\n\n**Answer 5.1**\n\nBy Jensen.\n\n**Answer 5.2**\n\nSee **answer 5.1** there."
    made["cells"][7:11] = [text(merged)]
    submission = take(made)
    assert submission.answers == {"5.1": "By Jensen.", "5.2": "See **answer 5.1** there."}
    assert remarks(submission) == []


def test_an_answer_merged_into_its_own_question_is_read_without_remark() -> None:
    made = notebook()
    made["cells"][7:9] = [cell("markdown", "prose", "5.1", f"{PROSE}\n\n**Answer 5.1**\n\nBy Jensen.")]
    assert_whole(take(made))


@pytest.mark.parametrize("next_question", [PROSE_2, PROSE_2.replace(" points)", "\u00a0points)  ")])
@pytest.mark.parametrize("known", [True, False])
def test_the_next_question_is_cut_out_of_an_answer(next_question: str, known: bool) -> None:
    merged = f"**Answer 5.1**\n\nBy Jensen.\n\n{next_question}"
    made = notebook()
    made["cells"][8:10] = [cell("markdown", "answer", "5.1", merged)]
    said = "the text of a question was merged with answer 5.1; it was cut out; cells: 9"
    assert_whole(take(made if known else bare(made)), said)


def test_a_question_between_merged_answers_is_cut_out() -> None:
    made = bare(notebook())
    merged = f"**Answer 5.1**\n\nBy Jensen.\n\n{PROSE_2}\n\n**Answer 5.2**\n\n(a) Yes."
    made["cells"][8:11] = [text(merged)]
    submission = take(made)
    assert submission.answers == {"5.1": "By Jensen.", "5.2": "(a) Yes."}
    said = "the text of a question was merged with answer 5.1; it was cut out; cells: 9"
    assert remarks(submission) == [said]


def test_a_question_is_not_added_to_the_answer_before_it() -> None:
    made = bare(notebook())
    made["cells"][9:11] = [text(f"Indeed.\n\n{PROSE_2}"), text(f"{PROSE_2}\n\n{LETTERS}")]
    submission = take(made)
    assert submission.answers == {"5.1": "By Jensen.\n\nIndeed.", "5.2": ""}
    assert remarks(submission) == ["text below answer 5.1 was added to it; cells: 10"]


@pytest.mark.parametrize("quoted", ["Two things.", f"As in {PROSE_2}", f"{PROSE_2} Or three."])
def test_a_piece_of_a_question_stays_in_an_answer(quoted: str) -> None:
    submission = take(put((ANSWER_AT, text(f"**Answer 5.1**\n\n{quoted}"))))
    assert submission.answers["5.1"] == quoted
    assert remarks(submission) == []


def test_questions_merged_with_each_other_are_no_change() -> None:
    made = notebook()
    made["cells"][0] = cell("markdown", "prose", "hw3", f"# Homework 3\n\n{PROSE}")
    assert_whole(take(made))


def test_text_above_the_answer_line_of_a_question_is_remarked() -> None:
    merged = f"{PROSE}\n\nHm.\n\n**Answer 5.1**\n\nBy Jensen."
    made = notebook()
    made["cells"][7:9] = [cell("markdown", "prose", "5.1", merged)]
    assert_whole(take(made), "text above the line of answer 5.1 was not read; write below it; cells: 8")


def test_a_duplicated_cell_counts_once() -> None:
    made = notebook()
    made["cells"].insert(0, made["cells"][ANSWER_AT] | {"id": "other"})
    assert_whole(take(made))


def test_two_different_answers_are_joined() -> None:
    made = bare(notebook())
    made["cells"].append(text("**Answer 5.1**\n\nNo: by Fatou."))
    submission = take(made)
    assert submission.answers["5.1"] == "By Jensen.\n\nNo: by Fatou."
    assert remarks(submission) == ["answer 5.1 is in more than one cell; they were joined; cells: 9, 13"]


@pytest.mark.parametrize("kind", ["code", "raw"])
def test_a_retyped_answer(kind: str) -> None:
    one = {"cell_type": kind, "source": "**Answer 5.1**\n\nBy Jensen."}
    remark = "answer 5.1 is not in a text cell; it was read all the same; cells: 9"
    assert_whole(take(put((ANSWER_AT, one))), remark)


def test_a_changed_question_is_not_an_answer() -> None:
    made = put((ANSWER_AT + 1, cell("markdown", "prose", "5.2", PROSE_2 + "\n\nMy answer: 3")))
    said = (
        "the text of a question is not that of the sheet as it is now (changed here, or since it was "
        "handed out); only cells for answers are read"
    )
    assert_whole(take(made), f"{said}; cells: 10")


def test_pasted_images_are_remarked() -> None:
    one = text("**Answer 5.1**\n\n![](attachment:a.png)") | {"attachments": {"a.png": {"image/png": "AA"}}}
    submission = take(put((ANSWER_AT, one)))
    assert submission.answers["5.1"] == "![](attachment:a.png)"
    assert remarks(submission) == ["answer 5.1 holds pasted images, which are only in the notebook; cells: 9"]


def test_a_very_long_answer_is_cut() -> None:
    submission = take(put((ANSWER_AT, text("**Answer 5.1**\n\n" + "x" * 6_000_000))))
    assert submission.answers["5.1"] == "x" * 5242880
    assert remarks(submission) == ["answer 5.1 is longer than 5242880 characters; the rest was cut off"]


def test_code_in_an_answer_counts_and_the_answer_stays() -> None:
    answer = f"Like this:\n```python\n{ELBO}\n```"
    submission = take(put((STUB_AT, code("")), (ANSWER_AT, text(f"**Answer 5.1**\n{answer}"))))
    assert [one.strip() for one in submission.cells] == [BOUND, ELBO]
    assert submission.answers["5.1"] == answer
