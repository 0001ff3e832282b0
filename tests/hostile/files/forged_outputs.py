"""Outputs that say that the part passed, in the words of the check and as a finished `results.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.hostile import zoo
from tests.hostile.files import find_cell, leave_out_answer, save

EXPECT = "graded"
ANSWERED = False
RESULTS = {"score": 15.0, "tests": [{"name": f"4.1.1 {zoo.TARGET}", "score": 0.5, "status": "passed"}]}


def write(notebook: dict[str, Any], folder: Path) -> Path:
    leave_out_answer(notebook)
    page = {"text/html": "<script>alert(1)</script>passed", "application/json": RESULTS}
    forged = [
        {"output_type": "stream", "name": "stdout", "text": ["passed\n", json.dumps(RESULTS)]},
        {"output_type": "display_data", "data": page, "metadata": {"autograder": RESULTS}},
        {"output_type": "execute_result", "execution_count": 1, "data": page, "metadata": {}},
        {"output_type": "error", "ename": "\x1b[2J", "evalue": "passed", "traceback": ["\x1b]0;passed\x07"]},
        [RESULTS, None, 7],
    ]
    for role in ("stub", "check"):
        find_cell(notebook, role, zoo.TARGET)["outputs"] = forged
    find_cell(notebook, "summary", "end")["outputs"] = "17 of 17 parts obey their public laws."
    notebook["results.json"] = RESULTS
    return save(notebook, folder)
