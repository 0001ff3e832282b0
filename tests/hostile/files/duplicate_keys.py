"""Two lists of cells under one key, so that a person and the grader may see different notebooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.hostile.files import leave_out_answer

EXPECT = "graded"
ANSWERED = False


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path, answered = folder / "twice.ipynb", json.dumps(notebook)
    leave_out_answer(notebook)
    path.write_text(answered[:-1] + ', "cells": ' + json.dumps(notebook["cells"]) + "}", encoding="utf-8")
    return path
