"""No module of the engine stands outside the layers that `lint-imports` checks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_module_is_in_a_layer() -> None:
    contract = (ROOT / "pyproject.toml").read_text("utf-8").partition("layers = [")[2].partition("]")[0]
    listed = set(re.findall(r"autograder\.(\w+)", contract))
    found = {path.stem for path in (ROOT / "autograder").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert listed == found - {"__init__", "__pycache__"}
