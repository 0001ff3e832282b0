"""Pastes answers into the released notebook, as a student does: `python -m tests.samples.paste`.

`<assignment>/<who>.<language>.py` becomes `<assignment>/<who>.<language>.ipynb`. A function that is a part
goes to its stub's cell, the texts of `written` to their answer cells, the rest into a cell after the set-up.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEMPLATES = HERE.parent.parent / "student_template"


def paste(answers: Path) -> str:
    """The notebook, as JSON text, that these answers make of the released one of their language."""
    assignment, language = answers.parent.name, answers.stem.rpartition(".")[2]
    released = TEMPLATES / assignment / f"{assignment}.{language}.ipynb"
    notebook = json.loads(released.read_text("utf-8"))
    marks = [cell["metadata"]["autograder"] for cell in notebook["cells"]]
    stubs = {mark["name"] for mark in marks if mark["role"] == "stub"}
    functions, written, rest = split(answers.read_text("utf-8"), stubs)
    for cell in notebook["cells"]:
        _fill(cell, functions, written)
    if rest:
        notebook["cells"].insert(2, _code("\n\n".join(rest)))
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def split(source: str, stubs: set[str]) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The functions that are parts, the written answers by number, and everything else in its order."""
    functions, written, rest = {}, {}, []
    for node in ast.parse(source).body:
        text = ast.get_source_segment(source, node) or ""
        if isinstance(node, ast.FunctionDef) and node.name in stubs:
            functions[node.name] = text
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "written":
            written = ast.literal_eval(node.value)
        elif not _is_for_tests(node):
            rest.append(text)
    return functions, written, rest


def _is_for_tests(node: ast.stmt) -> bool:
    """The docstring of the file, its future import, and the table of planted mistakes."""
    planted = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PLANTED"
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return planted or docstring or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def _fill(cell: dict[str, Any], functions: dict[str, str], written: dict[str, str]) -> None:
    role, name = cell["metadata"]["autograder"]["role"], cell["metadata"]["autograder"]["name"]
    if role == "stub" and name in functions:
        cell["source"] = functions[name].splitlines(keepends=True)
    if role == "answer" and name in written:
        cell["source"] = [cell["source"][0], "\n", *written[name].strip().splitlines(keepends=True)]


def _code(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code", "execution_count": None, "id": "own-code", "metadata": {}, "outputs": [],
        "source": source.splitlines(keepends=True),
    }  # fmt: skip


def find_answers() -> list[Path]:
    """The answer files of all bundled submissions."""
    return sorted(HERE.glob("*/*.py"))


if __name__ == "__main__":
    for answers in find_answers():
        answers.with_suffix(".ipynb").write_text(paste(answers), encoding="utf-8")
        print(f"wrote {answers.with_suffix('.ipynb').relative_to(HERE)}")
