"""Names of files and of who handed them in: endings, look-alikes, and one name for numbers."""

from __future__ import annotations

from pathlib import Path

from autograder.batch.hand_ins import HandIn, find_hand_ins, find_left_out
from autograder.batch.run import find_one
from tests.batch.samples import SHEET, hand_in
from tests.batch.test_hand_ins import found_in, lay_out_gradescope


def test_names_that_only_look_like_canvass_are_those_of_several_students(tmp_path: Path) -> None:
    for name in ("hw4_2026_01_ann", "hw4_2026_02_bob"):
        hand_in(tmp_path / f"{name}.ipynb")
    assert list(found_in(tmp_path, unpacked=tmp_path)) == ["hw4_2026_01_ann", "hw4_2026_02_bob"]


def test_a_notebook_is_one_however_its_name_ends(tmp_path: Path) -> None:
    for name in ("ann.IPYNB", "bob.ipynb.txt", "cai.ipynb.json"):
        hand_in(tmp_path / "class" / name)
    assert list(found_in(tmp_path / "class", unpacked=tmp_path)) == ["ann", "bob", "cai"]
    assert find_left_out([tmp_path / "class"], SHEET, tmp_path) == []
    assert list(found_in(tmp_path / "class" / "bob.ipynb.txt", unpacked=tmp_path)) == ["bob"]
    alone = hand_in(tmp_path / "one" / "Upper.IPYNB")
    (alone.parent / "notes.txt").touch()
    assert find_one(HandIn("ann", (alone.parent,))) == alone


def test_nbgraders_timestamp_is_no_file_of_a_student(tmp_path: Path) -> None:
    script = tmp_path / "hw.py"
    script.touch()
    (tmp_path / "timestamp.txt").touch()
    assert find_one(HandIn("ann", (tmp_path,))) == script


def test_two_hand_ins_of_a_student_have_the_same_numbers(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        hand_in(tmp_path / folder / "ann.ipynb")
    found = find_hand_ins([tmp_path / "a", tmp_path / "b"], SHEET, tmp_path / "unpacked")
    assert [(one.student, one.known_as) for one in found] == [("ann", "ann"), ("ann-2", "ann")]
    lay_out_gradescope(tmp_path / "export")
    both, one = find_hand_ins([tmp_path / "export"], SHEET, tmp_path / "unpacked")
    assert (both.student, both.known_as) == ("a@example.org+c@example.org", "a@example.org"), (
        "as on Gradescope"
    )
    assert (one.student, one.known_as) == ("34", "34")
