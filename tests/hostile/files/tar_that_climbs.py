"""A tar whose members are named `../` and `/tmp`, and link to the notebook of another student."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

from tests.hostile.files import neighbour

EXPECT = "refused"
CAUSE = ("neither a notebook nor Python", "не ноутбук и не Python")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path, data = folder / "bundle.ipynb", json.dumps(notebook).encode()
    with tarfile.open(path, "w") as archive:
        for name in (f"../{neighbour(folder).name}", "/tmp/zoo-loot.ipynb"):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("hostile.ipynb")
        link.type, link.linkname = tarfile.SYMTYPE, str(neighbour(folder))
        archive.addfile(link)
    return path
