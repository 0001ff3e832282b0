"""JupyterLab opens every notebook that students get and runs it; the page looks as it should."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.course import load, names
from autograder.messages import translate
from autograder.sheet import Sheet
from autograder.values import Picture
from tests.browser.lab import Lab
from tests.browser.server import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEMPLATES = Path(__file__).parent.parent.parent / "student_template"
SHEETS = {name: load(name, hidden=False) for name in names()}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
RELEASED = [(name, language) for name, sheet in SHEETS.items() for language in sheet.languages]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("student")
    for name, language in RELEASED:
        shutil.copy(TEMPLATES / name / f"{name}.{language}.ipynb", folder)
    return folder


@pytest.fixture(scope="module")
def server(browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(folder, tmp_path_factory.mktemp("server")) as address:
        yield address


def count_pictures(sheet: Sheet) -> int:
    """What an untouched notebook draws: all but what an example looks like that is not there yet."""
    pictures = [picture for unit in sheet.units for picture in unit.all(Picture)]
    return sum(bool(picture.part.signature.parameters) for picture in pictures)


@pytest.mark.parametrize(("name", "language"), RELEASED)
def test_notebook_opens_and_runs(
    name: str, language: str, page: Page, server: str, folder: Path, shots: Path
) -> None:
    sheet = SHEETS[name]
    lab = Lab(page, server, folder / f"{name}.{language}.ipynb")
    lab.run_all()
    raw, pictures = lab.find_raw_formulas(), lab.find_pictures()
    lab.shoot(shots / f"{name}.{language}")
    assert raw == lab.find_broken_formulas() == lab.find_errors() == []
    assert page.locator("mjx-container").count() > len(sheet.parts)
    blank = page.locator(".jp-OutputArea-output li", has_text=translate("not attempted", language))
    assert blank.count() == len(sheet.parts)
    assert len(pictures) == count_pictures(sheet)
    assert all(picture["shown"] > 300 and picture["drawn"] >= picture["shown"] for picture in pictures)
    rows = lab.find("summary", "end").locator("tbody tr")
    assert rows.count() == len(sheet.parts) + len(sheet.written)


BAD = (
    ("markdown", r"An unknown command $\unheardof{x}$, a formula $\frac{1}$ cut short."),
    ("markdown", "A formula $x that does not end."),
    ("code", "1 / 0"),
    ("code", "import sys; print('a warning', file=sys.stderr)"),
    ("code", "from IPython.display import Markdown; Markdown('| a |\\n|---|\\n| b |')"),
)


def write_bad_notebook(path: Path) -> None:
    goes_on = {"tags": ["raises-exception"]}
    empty: dict[str, dict[str, Any]] = {"markdown": {}, "code": {"outputs": [], "execution_count": None}}
    cells = [
        {"cell_type": kind, "id": f"cell-{n}", "metadata": goes_on, "source": source, **empty[kind]}
        for n, (kind, source) in enumerate(BAD)
    ]
    notebook = {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_faults_of_a_page_are_seen(page: Page, server: str, folder: Path) -> None:
    write_bad_notebook(folder / "bad.ipynb")
    lab = Lab(page, server, folder / "bad.ipynb")
    lab.run_all()
    page.set_default_timeout(2_000)  # the formula that does not end is never typeset
    assert lab.find_raw_formulas() == ["A formula $x that does not end.\n"]
    assert lab.find_broken_formulas() == [r"\unheardof", r"\frac{1}"]
    raised, warned = lab.find_errors()
    assert "ZeroDivisionError" in raised
    assert warned.strip() == "a warning"
