"""Writes the student's notebooks, one a language."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.course import Sheet
from autograder.handout import file_name, make_cells


def build(sheet: Sheet, out: Path) -> list[Path]:
    """Write the notebook of each language to `out/<assignment>/`; the paths that were written."""
    folder = out / sheet.name
    folder.mkdir(parents=True, exist_ok=True)
    for language in sheet.languages:
        (folder / file_name(sheet, language)).write_text(write_notebook(sheet, language), encoding="utf-8")
    return [folder / file_name(sheet, language) for language in sheet.languages]


def find_stale(sheet: Sheet, out: Path) -> list[Path]:
    """The notebooks under `out` that are not what `build` would write now."""
    paths = {out / sheet.name / file_name(sheet, language): language for language in sheet.languages}
    fresh = {path: write_notebook(sheet, language) for path, language in paths.items()}
    return [path for path, text in fresh.items() if not path.exists() or path.read_text("utf-8") != text]


def write_notebook(sheet: Sheet, language: str) -> str:
    """The notebook as JSON text; the same sheet gives the same bytes."""
    notebook = {
        "cells": list(make_cells(sheet, language)),
        "metadata": {
            "autograder": {"assignment": sheet.name, "language": language, "generated": True},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
