"""How the course is put together: order, twins, and parts that two assignments share."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import assignments
import solutions
from autograder.course import CourseError, load, names
from autograder.marking import Grader
from autograder.sharing import EXAMPLE, rename
from autograder.sheet import Sheet
from autograder.soundness import check_sheet
from autograder.values import Law, Mistake, Reference, Text
from autograder.variants import MARK
from autograder.worker.wire import encode


@pytest.fixture
def borrowing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An assignment of one file that shares two parts of homework 3."""
    name = "borrowing"
    write(tmp_path / "solutions" / name / "__init__.py", 'secret = "s"')
    write(
        tmp_path / "assignments" / name / "__init__.py",
        """
        from autograder.values import Assignment, Text
        assignment = Assignment(Text(en="B"), "none", Text(en="B."))
        """,
    )
    write_question(tmp_path, '{"1.1.2": ("7.2", 1), "1.1.1": ("7.1", 5), "1.2.1": ("7.3", 2)}')
    monkeypatch.setattr(assignments, "__path__", [str(tmp_path / "assignments"), *assignments.__path__])
    monkeypatch.setattr(solutions, "__path__", [str(tmp_path / "solutions"), *solutions.__path__])
    homes = ["exam_foundations", "hw1_latent_adversarial", "hw3_generative_models"]
    for module in ("course", "soundness"):
        monkeypatch.setattr(f"autograder.{module}.names", lambda: [name, *homes])
    for module in [module for module in sys.modules if f".{name}" in module]:
        monkeypatch.delitem(sys.modules, module)
    return name


def write(path: Path, source: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(source))


def write_question(root: Path, parts: str, home: str = "hw3_generative_models") -> None:
    write(
        root / "assignments" / "borrowing" / "q07_masks.py",
        f"""
        from autograder.question import shared
        from autograder.values import Question, Text
        question = Question("7", Text(en="Masks"))
        parts = shared("{home}", {parts})
        """,
    )


def test_a_shared_part_exists_once_and_has_its_own_number_and_points(borrowing: str) -> None:
    sheet = load(borrowing, hidden=True)
    home = load("hw3_generative_models", hidden=True)
    assert [(part.number, part.name, part.points) for part in sheet.parts] == [
        ("7.1", "causal_mask", 5),
        ("7.2", "field_mask_a_then_a", 1),
        ("7.3", "field_mask_a_then_b", 2),
    ]
    assert [part.stub for part in sheet.parts] == [part.stub for part in home.parts[:3]]
    (unit,) = sheet.units
    for part in sheet.parts:
        for kind in (Reference, Law, Mistake):
            assert unit.of(kind, part), (part.name, kind)
    assert [module.__name__.rpartition(".")[2] for module in sheet.modules] == [
        "q07_masks",
        "q01_1_mask_a_then_a",
        "q01_2_mask_a_then_b",
    ]


def test_texts_of_a_shared_part_name_the_numbers_of_the_sheet_they_stand_in(borrowing: str) -> None:
    part = load(borrowing, hidden=False).parts[2]
    assert "7.2" in part.text["en"]
    assert "1.1.2" not in part.text["en"]


def test_a_shared_part_keeps_its_numbers_of_each_student(borrowing: str, tmp_path: Path) -> None:
    write_question(tmp_path, '{"1.1.2": ("7.1", 5)}', "exam_foundations")
    sheets = [load(borrowing, hidden=True, student=f"student{i}") for i in range(4)]
    assert all(sheet.varies for sheet in sheets)
    assert len({sheet.parts[0].text["en"] for sheet in sheets}) > 1
    assert not any(MARK.search(sheet.parts[0].text["en"]) for sheet in sheets)
    assert [row.problems for sheet in sheets[:2] for row in check_sheet(sheet)] == [(), ()]


WRITE = '; write (number, points), as in shared("hw3_x", {"1.1.1": ("4.1", 2.0)})'
SHEETS = "borrowing, exam_foundations, hw1_latent_adversarial, hw3_generative_models"


@pytest.mark.parametrize(
    ("home", "parts", "words"),
    [
        (
            "hw3_generative_models",
            '{"1.1.9": ("7.1", 1)}',
            " shares 1.1.9 (its own 7.1) of hw3_generative_models, where there is no such part (any more); "
            "delete it from its `shared(...)`, or bring its files back",
        ),
        (
            "hw1_latent_adversarial",
            '{"3.1.1": ("7.1", 1)}',
            " shares 3.1.1 of hw1_latent_adversarial, which shares it from hw3_generative_models itself; "
            "share it from there",
        ),
        (
            "hw3_generative_models",
            '{"1.2.1": ("7.1", 1)}',
            " shares 7.1, which mentions 1.1.2 of hw3_generative_models, which is not shared; share it, too, "
            "or reword",
        ),
        (
            "borrowing",
            '{"7.1": ("7.2", 1)}',
            ": shares parts of borrowing, its own sheet; name another one, or delete its `shared(...)`",
        ),
        (
            "hw9x",
            '{"1.1.1": ("7.1", 1)}',
            f": there is no sheet hw9x; there are: {SHEETS}; mend or delete its `shared(...)`",
        ),
        ("hw3_generative_models", '{"1.1.1": "7.1"}', f": 1.1.1 has '7.1'{WRITE}"),
        ("hw3_generative_models", '{"1.1.1": "71"}', f": 1.1.1 has '71'{WRITE}"),
        ("hw3_generative_models", '{"1.1.1": (1, "7.1")}', f": 1.1.1 has (1, '7.1'){WRITE}"),
        (
            "hw3_generative_models",
            '["1.1.1"]',
            f": the list is ['1.1.1']; write a dictionary, as in {EXAMPLE}",
        ),
    ],
)
def test_a_list_of_shared_parts_that_will_not_do_is_refused(
    borrowing: str, tmp_path: Path, home: str, parts: str, words: str
) -> None:
    write_question(tmp_path, parts, home)
    with pytest.raises(CourseError, match=f"^{re.escape('assignments/borrowing/q07_masks' + words)}$"):
        load(borrowing, hidden=False)


def test_shared_parts_bring_the_classes_of_their_inputs_once(borrowing: str, tmp_path: Path) -> None:
    """They stand in another file than the parts: in the head of the question."""
    write_question(tmp_path, '{"2.1.1": ("7.1", 2)}')
    again = (tmp_path / "assignments" / borrowing / "q07_masks.py").read_text().replace("7", "8")
    write(tmp_path / "assignments" / borrowing / "q08_again.py", again.replace("2.1.1", "2.1.2"))
    sheet = load(borrowing, hidden=True)
    given = [cls.__name__ for cls in sheet.units[0].given]
    assert "AffineFlow" in given
    assert sheet.units[1].given == ()
    grader = Grader(sheet)
    for part in sheet.parts:
        for case in grader.cases(part, 0):
            encode(case.arguments, given)


def test_a_sheet_without_a_secret_is_told_so(borrowing: str, tmp_path: Path) -> None:
    write(tmp_path / "solutions" / borrowing / "__init__.py", "")
    words = 'borrowing has no secret; write `secret = "..."` in solutions/borrowing/__init__.py'
    with pytest.raises(CourseError, match=words):
        load(borrowing, hidden=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("see 1.1.2.", "see 7.2."),
        ("as in 1.1.2, and 1.1.1", "as in 7.2, and 7.1"),
        ("1.1.21 and 11.1.2 and 1.1.2.3", "1.1.21 and 11.1.2 and 1.1.2.3"),
    ],
)
def test_only_whole_numbers_are_renamed(before: str, after: str) -> None:
    assert rename(Text(en=before), {"1.1.2": "7.2", "1.1.1": "7.1"})["en"] == after


@pytest.mark.parametrize("name", names())
def test_questions_come_in_the_order_of_their_numbers(name: str) -> None:
    sheet: Sheet = load(name, hidden=False)
    numbers = [[int(digits) for digits in unit.question.number.split(".")] for unit in sheet.units]
    assert numbers == sorted(numbers)
    for unit in sheet.units:
        head = unit.question.number.split(".")[0]
        assert {item.number.split(".")[0] for item in unit.items} <= {head}


def test_a_question_may_be_a_folder_with_a_file_for_each_part() -> None:
    sheet = load("hw2_flows_diffusion", hidden=True)
    (unit,) = [unit for unit in sheet.units if unit.name == "q02_4_radial_flow"]
    assert [item.number for item in unit.items] == [f"2.4.{place}" for place in range(1, 6)]
    files = {module.__name__.rpartition(".")[2] for module in unit.modules}
    assert files == {unit.name, *[part.name for part in unit.parts]}
    for part in unit.parts:
        for kind in (Reference, Law, Mistake):
            assert unit.of(kind, part), (part.name, kind)


@pytest.mark.parametrize("name", names())
def test_introductions_count_neither_questions_nor_points(name: str) -> None:
    """They would be wrong as soon as a question is added; the headings of the notebook have the points."""
    for text in load(name, hidden=False).assignment.text.values():
        assert re.search(r"\d+ (points|балл)|questions|вопрос", text) is None


def test_a_missing_twin_is_named(tmp_path: Path, borrowing: str) -> None:
    home = Path(str(assignments.__path__[-1]), "hw3_generative_models", "q01_1_mask_a_then_a.py")
    write(tmp_path / "assignments" / borrowing / "q07_masks.py", home.read_text())
    assert load(borrowing, hidden=False).parts
    words = "q07_masks has no hidden twin; write solutions/borrowing/q07_masks.py"
    with pytest.raises(CourseError, match=words):
        load(borrowing, hidden=True)
