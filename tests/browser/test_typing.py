"""A student types an answer into a stub, runs its check, reads what is wrong and types a better one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from autograder.course import load
from autograder.values import Law
from tests.browser.lab import Lab
from tests.browser.server import serve
from tests.browser.test_notebooks import TEMPLATES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SHEET, NAME = "hw4_autoregressive", "elbo_gradient_estimate"
WRONG = """f = log_joint - log_q
return np.mean(f[:, None] * score, axis=0)"""  # forgets the baseline, which is 0 in the example
RIGHT = """f = log_joint - log_q - baseline
return np.mean(f[:, None] * score, axis=0)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("student")
    shutil.copy(TEMPLATES / SHEET / f"{SHEET}.en.ipynb", folder)
    return folder


@pytest.fixture(scope="module")
def server(browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(folder, tmp_path_factory.mktemp("server")) as address:
        yield address


def find_laws() -> list[str]:
    """What the laws of this part say, up to a formula: the example, one that holds, one that fails."""
    values = [value for module in load(SHEET, hidden=False).modules for value in vars(module).values()]
    laws = [value for value in values if isinstance(value, Law) and value.part.name == NAME]
    return [law.text["en"].partition("$")[0].strip() for law in laws]


def answer(lab: Lab, lines: int, text: str) -> Locator:
    """Replace the last lines of the stub by the keyboard, run it and its check; what the check shows."""
    keyboard = lab.page.keyboard
    lab.find("stub", NAME).locator(".cm-content").click()
    keyboard.press("Control+End")
    for _ in range(lines - 1):
        keyboard.press("Shift+ArrowUp")
    keyboard.press("Shift+Home")
    keyboard.type(text)
    keyboard.press("Shift+Enter")
    keyboard.press("Shift+Enter")
    return lab.find("check", NAME).locator(".jp-OutputArea")


def test_a_wrong_answer_is_told_why_and_a_right_one_passes(
    page: Page, server: str, folder: Path, shots: Path
) -> None:
    example, holds, fails = find_laws()
    lab = Lab(page, server, folder / f"{SHEET}.en.ipynb")
    lab.find("setup", "checker").click()
    page.keyboard.press("Shift+Enter")
    shown = answer(lab, 1, WRONG)
    lab.expect(shown).to_contain_text(f"failed · {fails}")
    lab.expect(shown).to_contain_text(f"passed · {example}")
    lab.expect(shown).to_contain_text(f"passed · {holds}")
    lab.expect(shown.locator("img")).to_have_count(1)
    shown.screenshot(path=shots / "wrong.png")
    lab.expect(shown.locator("li li")).to_contain_text("yours is")
    shown = answer(lab, 2, RIGHT)
    lab.expect(shown.get_by_text("passed · ")).to_have_count(3)
    assert "failed" not in shown.inner_text()
    lab.expect(shown.locator("img")).to_have_count(1)
    assert all(picture["drawn"] > 0 for picture in lab.find_pictures())
    shown.screenshot(path=shots / "right.png")
