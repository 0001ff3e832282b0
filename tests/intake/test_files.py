"""Files and folders that are handed in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.intake import LIMIT, Unreadable, find_notebook, read, read_file
from tests.intake.notebooks import RELEASED, WHOLE_BYTES


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(path, RELEASED)
    return str(caught.value)


def test_a_plain_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(WHOLE_BYTES)
    assert read_file(path, RELEASED) == read(WHOLE_BYTES, RELEASED)


def test_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(WHOLE_BYTES)
    (tmp_path / "b.ipynb").symlink_to(tmp_path / "a.ipynb")
    expected = "b.ipynb is a link; expected a notebook (.ipynb); hand in the file itself"
    assert refused(tmp_path / "b.ipynb") == expected


def test_a_folder_and_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "a\u202e.ipynb").mkdir()
    os.mkfifo(tmp_path / "p.ipynb")
    assert (
        refused(tmp_path / "a\u202e.ipynb")
        == "a.ipynb is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"
    )
    assert (
        refused(tmp_path / "p.ipynb")
        == "p.ipynb is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"
    )


def test_a_device() -> None:
    assert (
        refused(Path("/dev/zero"))
        == "zero is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"
    )


def test_no_file(tmp_path: Path) -> None:
    assert (
        refused(tmp_path / "a.ipynb")
        == "a.ipynb cannot be opened (no such file or directory); expected a notebook (.ipynb);"
        " check its name and permissions"
    )
    assert refused(tmp_path / "a\0b").startswith("ab cannot be opened (")


def test_a_large_file(tmp_path: Path) -> None:
    with (tmp_path / "a.ipynb").open("wb") as file:
        file.truncate(LIMIT + 10)
    assert refused(tmp_path / "a.ipynb").startswith("the file is larger than 40 MB; ")


def test_notebook_is_found_in_a_folder(tmp_path: Path) -> None:
    for folder in ("inner", ".ipynb_checkpoints", "__MACOSX"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.ipynb").touch()
    (tmp_path / "._a.ipynb").touch()
    (tmp_path / "data.csv").touch()
    assert find_notebook(tmp_path) == tmp_path / "inner" / "a.ipynb"


def test_no_link_leads_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.ipynb").touch()
    (tmp_path / "handed_in").mkdir()
    (tmp_path / "handed_in" / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(Unreadable, match="0 notebooks were handed in"):
        find_notebook(tmp_path / "handed_in")
