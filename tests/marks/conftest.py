"""The results of two submissions in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.marks.samples import ANNA, BOB, write_machine


@pytest.fixture
def machines(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    write_machine(folder, "anna", ANNA)
    write_machine(folder, "bob", BOB)
    return folder
