"""One submission, from the file that is handed in to what was seen of its run."""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sheet import Sheet
from autograder.targets.gradescope import pack
from tests.container import harness, layers, oci, runtime
from tests.container.image import BUILD, ROOT
from tests.test_gradescope import lay_out

TOKEN = "token-that-only-the-harness-may-know"
FILE = "homework (1).ipynb"
RUNS = BUILD / "runs"
TIMEOUT_SECONDS = 600  # Gradescope's default
SPARE_SECONDS = 60.0

_METADATA = {
    "id": 1,
    "created_at": "2026-01-31T12:00:00.000000-08:00",
    "assignment_id": 1,
    "assignment": {"id": 1, "course_id": 1, "title": "Homework", "total_points": "100.0"},
    "submission_method": "upload",
    "users": [{"id": 1, "name": "A Student", "email": ""}],  # the samples hold the numbers of nobody
    "previous_submissions": [],
}


class HarnessDied(Exception):
    """The program that runs `run_autograder` ended without a word, or was killed when nothing ended."""


@dataclass(frozen=True)
class Seen:
    """What is known of one run: what was posted, what was in the container then, what it cost."""

    name: str
    post: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    container: dict[str, Any]
    changes: list[str]
    done: runtime.Done

    @property
    def results(self) -> Any:
        return self.post["results"]


def lay_out_sheet(sheet: Sheet) -> Path:
    """The layer of the image that holds the zip of a sheet as Gradescope unpacks it, and the harness."""
    layer = BUILD / "sheets" / sheet.name
    shutil.rmtree(layer, ignore_errors=True)
    folder = layer / "autograder"
    folder.mkdir(parents=True)
    archive = pack(sheet, ROOT, BUILD / "zips", "en")
    lay_out(archive, folder)
    shutil.copy(harness.__file__, folder / "harness.py")
    return layer


def hand_in(
    name: str,
    content: bytes,
    image: Sequence[Path],
    seconds: int = TIMEOUT_SECONDS,
) -> Seen:
    """Run a new container of this image for one submission. Raises HarnessDied."""
    environment = {
        "AUTHENTICATION_TOKEN": TOKEN,
        "SUBMISSION_URL": "https://example.org/submission.json",
        "SUBMIT_RESULTS_URL": "https://example.org/results",
        "TIMEOUT_SECONDS": str(seconds),
    }
    command = ["python3", "/autograder/harness.py"]
    container = oci.Container(command, environment, "/autograder", limited=True)
    files = {FILE: base64.b64encode(content).decode()}
    given = json.dumps({"metadata": _METADATA, "files": files}).encode()
    RUNS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=RUNS) as folder:
        upper = Path(folder, "upper")
        with layers.overlay(image, upper) as root:
            done = runtime.run(container, root, given, seconds + SPARE_SECONDS)
        changes = layers.find_changes(upper, image)
    if done.status:
        raise HarnessDied(f"the harness ended with {done.status}: {done.errors[-2000:]}")
    found = json.loads(done.output)
    return Seen(name, **found, changes=changes, done=done)
