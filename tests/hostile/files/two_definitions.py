"""Two functions of one name: the right one where a person looks, another in a cell that is folded away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile import zoo
from tests.hostile.files import code, save, text

EXPECT = "graded"
ANSWERED = False


def write(notebook: dict[str, Any], folder: Path) -> Path:
    hidden = {
        "jupyter": {"source_hidden": True},
        "collapsed": True,
        "autograder": {"role": "prose", "name": "end"},
    }
    other = f"def {zoo.TARGET}(z, mu, log_sigma):\n    return 'gaussian_score'"
    notebook["cells"].append(code(other, metadata=hidden, id="prose-end"))
    notebook["cells"].append(text(f"```python\n{other}\n```"))
    return save(notebook, folder)
