"""What a night has found, each in its smallest form."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np
import pytest

from autograder.batch.hand_ins import SourceError, find_hand_ins
from autograder.compare import compare
from tests.fuzz.downloads import SHEET
from tests.fuzz.test_fuzz import FILE, RIGHT


def test_a_set_up_cell_of_blank_lines_is_read_in_no_time() -> None:
    made = json.loads(RIGHT.read_bytes())
    made["cells"][1]["source"] = "# mine" + "\n" * 100_000 + "#"
    assert FILE.run(json.dumps(made).encode())[0] == "whole"


def test_a_huge_answer_warns_nobody() -> None:
    assert compare(np.array([1e308, 1.0]), np.array([1e-3, 0.5])).pattern is None


def test_a_zip_with_a_member_without_a_name_is_read_or_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(ZipInfo(""), "{}")
        archive.writestr(ZipInfo("ann.ipynb"), "{}")
    try:
        found = find_hand_ins([tmp_path / "a.zip"], SHEET, tmp_path / "unpacked")
    except SourceError:
        return
    assert [one.student for one in found] == ["ann"]


def test_a_zip_with_a_name_in_no_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("é.ipynb", "{}")
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xff", 1))
    with pytest.raises(SourceError):
        find_hand_ins([path], SHEET, tmp_path / "unpacked")


@pytest.mark.parametrize("content", [b"\xff", b"\xed\xa0\xbd", b"a: 2023-99-99\n"])
def test_a_list_of_submissions_that_is_damaged_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "submission_metadata.yml").write_bytes(content)
    with pytest.raises(SourceError):
        find_hand_ins([tmp_path], SHEET, tmp_path / "unpacked")


def moodle(folder: Path, name: str) -> Path:
    path = folder / f"{name}_assignsubmission_file_" / "hw.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return path.parent


def test_no_student_says_who_handed_in_what(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    hand_ins = tmp_path / "download"
    ann, bob = moodle(hand_ins, "Ann_1"), moodle(hand_ins, "Bob_2")
    forged = "".join(
        f"{name}:\n  :submitters:\n  - :name: {who}\n"
        for name, who in [("../Bob_2_assignsubmission_file_", "Ann"), ("../../secret", "Bob")]
    )
    (ann / "submission_metadata.yml").write_text(forged)
    found = find_hand_ins([hand_ins], SHEET, tmp_path / "unpacked")
    assert {one.student: one.paths for one in found} == {"Ann_1": (ann,), "Bob_2": (bob,)}
