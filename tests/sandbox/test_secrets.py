"""A sandbox refuses to start where what is secret could be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import Sandbox, SandboxError, folders


def test_a_secret_among_the_libraries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Path(np.__file__).parent
    with pytest.raises(SandboxError) as caught:
        Sandbox(secrets=[tmp_path, library])
    assert str(caught.value) == (
        f"the folder {library} must stay secret but lies in {library.resolve().parent}, which student code "
        "may read: move the course out of the interpreter's folders, or uninstall it from them"
    )
    link = tmp_path / "link"
    link.symlink_to(library)
    with pytest.raises(SandboxError):
        Sandbox(secrets=[link])
    with Sandbox(secrets=[tmp_path]):
        pass


def test_no_folder_of_the_course_is_readable() -> None:
    course = Path(__file__).parents[2]
    readable = folders.readable_folders()
    assert readable
    assert folders.exposed([course / "solutions", course / "assignments"], readable) is None
    assert str(course) not in folders.library_folders()
