"""What front ends leave in a notebook, bent: widgets with state, forms, hidden cells, scripts to trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import save, secret

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    model = {
        "model_module": "../../secret",
        "state": {"value": f"file://{secret(folder)}", "children": [{}] * 1000},
    }
    notebook["metadata"] |= {
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {"state": {f"{n:032x}": model for n in range(200)}}
        },
        "colab": {
            "provenance": [{"file_id": str(secret(folder))}],
            "include_colab_link": True,
            "private_outputs": 7,
        },
        "kernelspec": {
            "name": "../../bin/sh",
            "language": "python",
            "argv": ["/bin/sh", "-c", "touch zoo-loot"],
        },
        "language_info": ["python"],
        "vscode": {"interpreter": {"hash": "0" * 10_000, "path": "/bin/sh"}},
        "signature": "sha256:" + "0" * 64,
        "trusted": True,
    }
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {"trusted": True, "deletable": False, "init_cell": True, "collapsed": [number]}
        cell["metadata"] |= {
            "vscode": {"languageId": "shellscript"},
            "cellView": ["form"],
            "colab": {"x": {}},
        }
    return save(notebook, folder)
