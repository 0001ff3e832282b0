"""Attachments and pictures that name files beside the notebook, remote pages and pages in themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import find_cell, neighbour, save, secret, text

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    places = [
        f"attachment:../{secret(folder).name}",
        f"file://{secret(folder)}",
        str(neighbour(folder)),
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "https://example.invalid/picture.png",
        "javascript:alert(1)",
    ]
    pictures = "\n\n".join(f"![x]({place}) <img src='{place}'> [x]: {place}" for place in places)
    answer = find_cell(notebook, "answer", "4.2.3")
    answer["source"] = "".join(answer["source"]) + f"\n\n{pictures}\n\n\\input{{{secret(folder)}}}"
    answer["attachments"] = {place: {"image/png": place, "text/html": [place]} for place in places}
    notebook["cells"].append(text(pictures, attachments=[places]))
    return save(notebook, folder)
