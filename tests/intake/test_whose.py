"""Where statements vary, a notebook with the numbers of somebody else is not marked in silence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from autograder.course import load
from autograder.grading import grade
from autograder.handout import make_released
from autograder.intake import read
from autograder.intake.whose import COMMON, OTHERS, UNSAID, WHOSE
from autograder.messages import LANGUAGES, message, translate
from tests.batch.samples import ROOT
from tests.intake.notebooks import RELEASED, notebook

IDS = ("annlee", "Ann Lee_7000", "u1000@x.edu", "J.R (2) + [x]")


def said(student: str, expected: str | None, language: str = "en") -> list[str]:
    """What is said of a notebook with the numbers of one student by who expects those of another."""
    made = notebook()
    whose = translate(WHOSE, language).replace("{student}", student)
    note = f"\n\n*Your work is here. {whose} The boxes say more.*" if student else ""
    made["cells"][0]["source"] = f"# Homework 3{note}"
    released = replace(RELEASED, student=expected)
    found = (str(repair) for repair in read(json.dumps(made).encode(), released).repairs)
    return [line for line in found if "numbers" in line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("student", IDS)
def test_numbers_of_another_student_are_named(student: str, language: str) -> None:
    assert said(student, student, language) == []
    assert said(student, "bob", language) == [str(message(OTHERS, found=student, expected="bob"))]
    assert said(student, "", language) == [str(message(COMMON, found=student))]
    assert said("", student, language) == [str(message(UNSAID, expected=student))]
    assert said("", "", language) == []
    assert said(student, None, language) == [], "no statement varies"
    assert said(f"{student}.lee", student, language) != [], "an id that only begins alike"


def test_a_script_of_colabs_says_it_too_and_one_without_text_need_not() -> None:
    ann, bob = (replace(RELEASED, student=student) for student in ("ann", "bob"))
    head = f"# In[1]:\nimport math\n\n# In[2]:\ny = 2\n# {RELEASED.assignment}\n"
    texts = f'"""*{translate(WHOSE, "en").replace("{student}", "ann")}*"""\n'
    for source, released, numbers in ((head + texts, ann, 0), (head + texts, bob, 1), (head, ann, 0)):
        templates = [repair.template for repair in read(source.encode(), released).repairs]
        assert len({OTHERS, COMMON, UNSAID} & set(templates)) == numbers


def test_a_sheet_says_whether_its_statements_vary() -> None:
    assert make_released(load("exam_foundations", hidden=False, student="ann")).student == "ann"
    assert make_released(load("hw4_autoregressive", hidden=False, student="ann")).student is None


def test_who_grades_hears_of_it() -> None:
    sample = ROOT / "tests" / "samples" / "exam_foundations" / "untouched.fr.ipynb"
    results = grade(sample, "exam_foundations", student="ann@example.org")
    assert str(message(UNSAID, expected="ann@example.org")) in results["output"]
