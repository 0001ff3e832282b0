"""Old nbgrader notebooks, taken over into a course of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import assignments
import solutions
from tests.adopt.samples import LANGUAGES, Adopted, take_over

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="package")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Adopted]]:
    """All samples, taken over into a course that has no other sheet."""
    root = tmp_path_factory.mktemp("course")
    (root / "autograder").symlink_to(ROOT / "autograder")
    with pytest.MonkeyPatch.context() as patch:
        for package in (assignments, solutions):
            folder = root / package.__name__
            folder.mkdir()
            (folder / "__init__.py").write_bytes(Path(str(package.__file__)).read_bytes())
            patch.setattr(package, "__path__", [str(folder)])
        yield {name: take_over(root, name) for name in LANGUAGES}
