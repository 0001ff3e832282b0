"""Magics that run a shell, load the files beside the notebook, write files, and run JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, neighbour, save, secret

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    loot = folder / "zoo-loot.txt"
    sources = [
        f"!cp {secret(folder)} {loot}",
        f"found = !cat {secret(folder)}\nraise ValueError(found)",
        f"%%bash\ntouch {loot}",
        f"%%writefile {loot}\nx",
        f"%load {secret(folder)}",
        f"%run {neighbour(folder)}",
        f"%%javascript\nfetch('file://{secret(folder)}')",
        f"%%html\n<img src='file://{secret(folder)}'>",
        f"get_ipython().system('touch {loot}')",
        f"import os\nraise ValueError(os.system('touch {loot}'))",
        f"raise ValueError(open({str(secret(folder))!r}).read())",
        f"%sx touch {loot}\n%system touch {loot}\n%pip install zoo-loot\n%cd {folder.parent}\n%store -r",
    ]
    notebook["cells"][2:2] = [code(source) for source in sources]
    return save(notebook, folder)
