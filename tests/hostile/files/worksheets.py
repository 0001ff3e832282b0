"""A notebook in the form of ten years ago, with worksheets, inputs and headings, and a version far ahead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    cells = notebook.pop("cells")
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "prompt_number": -1}
    cells.insert(3, {"cell_type": "heading", "level": 10**9, "source": ["x"], "metadata": None})
    sheets = [{"cells": cells[:9]}, None, {"cells": 7}, {"cells": cells[9:], "worksheets": [{"cells": []}]}]
    return save(notebook | {"worksheets": sheets, "nbformat": 2**70, "orig_nbformat": 2}, folder)
