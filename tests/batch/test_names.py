"""Names of files and of who handed them in: endings, look-alikes, and one name for numbers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder.batch.hand_ins import HandIn, find_hand_ins, find_left_out
from autograder.batch.run import Settings, find_one
from autograder.batch.store import Store
from autograder.course import load
from autograder.intake import Unreadable
from autograder.intake.folder import strip_ending
from tests.batch.samples import ROOT, SHEET, hand_in
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
    assert strip_ending(".ipynb") == ".ipynb"
    assert list(found_in(tmp_path / "class" / "bob.ipynb.txt", unpacked=tmp_path)) == ["bob"]
    alone = hand_in(tmp_path / "one" / "Upper.IPYNB")
    (alone.parent / "notes.txt").touch()
    assert find_one(HandIn("ann", (alone.parent,))) == alone


def test_a_zip_is_one_however_its_name_ends(tmp_path: Path) -> None:
    hand_in(tmp_path / "class" / "ann.ipynb")
    zipped = shutil.make_archive(str(tmp_path / "class"), "zip", tmp_path / "class")
    upper = Path(zipped).rename(tmp_path / "CLASS.ZIP")
    assert list(found_in(upper, unpacked=tmp_path / "unpacked")) == ["ann"]


def test_notebooks_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in (".", "old"):
        hand_in(tmp_path / folder / "exam.ipynb")
    with pytest.raises(Unreadable, match=re.escape("found: exam.ipynb, old/exam.ipynb)")):
        find_one(HandIn("ann", (tmp_path,)))


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


def test_a_file_that_comes_alone_is_of_the_people_of_its_result(tmp_path: Path) -> None:
    """A group has the numbers of its first member, and a second hand-in those of its owner."""
    lay_out_gradescope(tmp_path / "export")
    store = Store(tmp_path / "results", load(SHEET, hidden=False), ROOT, Settings(SHEET))
    both, _ = find_hand_ins([tmp_path / "export"], SHEET, tmp_path / "unpacked")
    second = HandIn("ann-2", (hand_in(tmp_path / "ann-2.ipynb"),), owner="ann")
    for one in (both, second):
        store.save(one, {"score": 1.0, "tests": [], "extra_data": {}})
        alone = HandIn(one.student, (hand_in(tmp_path / "late" / f"{one.student}.ipynb"),))
        assert alone.known_as != one.known_as
        assert store.recognise(alone).known_as == one.known_as
        assert store.key(alone) != store.key(store.recognise(alone))
    new = HandIn("zoe", (tmp_path,))
    assert store.recognise(new) == new


def test_a_file_called_like_an_address_of_a_group_is_noticed(tmp_path: Path) -> None:
    lay_out_gradescope(tmp_path / "export")
    store = Store(tmp_path / "results", load(SHEET, hidden=False), ROOT, Settings(SHEET))
    both, _ = find_hand_ins([tmp_path / "export"], SHEET, tmp_path / "unpacked")
    store.save(both, {"score": 1.0, "tests": [], "extra_data": {}})
    late = [HandIn(name, (tmp_path,)) for name in ("C D", "c@example.org", "12", "zoe")]
    group = "a@example.org+c@example.org"
    assert store.find_namesakes(late) == [("12", group), ("C D", group), ("c@example.org", group)]
