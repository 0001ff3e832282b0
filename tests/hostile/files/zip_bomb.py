"""A zip that is named like a notebook, holds 100 MB in 100 KB, and would unpack over the files beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.hostile.files import neighbour

EXPECT = "refused"
CAUSE = ("a zip archive", "архив zip")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "archive.ipynb"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("hostile.ipynb", json.dumps(notebook))
        archive.writestr("bomb.ipynb", bytes(100_000_000))
        archive.writestr(f"../{neighbour(folder).name}", "{}")
        archive.writestr("/tmp/zoo-loot.ipynb", "{}")
    return path
