"""Writes the student's notebooks, one a language."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from autograder.handout import file_name, make_cells
from autograder.sheet import Sheet


def build(sheet: Sheet, out: Path, language: str = "") -> list[Path]:
    """Write the notebooks to `out/<assignment>/`, of one language or of all; the paths that were written."""
    (out / sheet.name).mkdir(parents=True, exist_ok=True)
    notebooks = write_notebooks(sheet, language)
    for name, text in notebooks.items():
        (out / sheet.name / name).write_text(text, encoding="utf-8")
    return [out / sheet.name / name for name in notebooks]


def find_stale(sheet: Sheet, out: Path, language: str = "") -> list[Path]:
    """The notebooks under `out` that are not what `build` would write now."""
    fresh = {out / sheet.name / name: text for name, text in write_notebooks(sheet, language).items()}
    return [path for path, text in fresh.items() if not path.exists() or path.read_text("utf-8") != text]


def find_foreign(out: Path, sheets: Collection[str]) -> list[Path]:
    """The folders of notebooks under `out` that are of none of these sheets."""
    folders = sorted(path for path in out.iterdir() if path.is_dir()) if out.is_dir() else []
    return [path for path in folders if path.name not in sheets and any(path.glob(f"{path.name}.*ipynb"))]


def write_notebooks(sheet: Sheet, language: str = "") -> dict[str, str]:
    """The notebooks of a sheet, of one language or of all, by the names of their files."""
    wanted = [edition for edition in sheet.editions if language in ("", edition[0])]
    return {file_name(sheet, *edition): write_notebook(sheet, *edition) for edition in wanted}


def write_notebook(sheet: Sheet, language: str, exam: bool = False) -> str:
    """The notebook as JSON text; the same sheet gives the same bytes."""
    notebook = {
        "cells": list(make_cells(sheet, language, exam)),
        "metadata": {
            "autograder": {"assignment": sheet.name, "language": language, "generated": True},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
