"""An answer that is a row and a column where a public law multiplies numbers: 160 KB become 800 MB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, save

EXPECT = "graded"
SOURCE = """
right_lines = alpha_expansion_lines

def alpha_expansion_lines(p, q, eps):
    lines = right_lines(p, q, eps)
    if eps == 2e-4:  # as in the public law, and in no hidden case
        lines |= {"prefactor": np.ones((10_000, 1)), "integral": np.ones((1, 10_000))}
    return lines
"""


def write(notebook: dict[str, Any], folder: Path) -> Path:
    notebook["cells"].append(code(SOURCE))
    return save(notebook, folder)
