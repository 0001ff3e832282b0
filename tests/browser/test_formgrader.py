"""A person marks a written answer in nbgrader's formgrader, in the course that we build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.server import address_of, serve
from tests.nbgrader_course import fill, find_notebook, hand_in, make_course, read_grades, run
from tests.samples.paste import HERE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHEET, LANGUAGE, STUDENT = "hw4_autoregressive", "en", "half"
WRITTEN = "written_4_2_3"


@pytest.fixture(scope="module")
def course(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which one submission is graded by the machine."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    folder = make_course(tmp_path_factory.mktemp("course"), SHEET, LANGUAGE)
    released = find_notebook(folder, "release", SHEET, LANGUAGE)
    hand_in(folder, SHEET, LANGUAGE, {STUDENT: fill(released, HERE / SHEET / "half_right.en.py")})
    run(folder, "autograde", SHEET)
    return folder


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(course, tmp_path_factory.mktemp("server")) as address:
        yield address


def test_a_mark_that_is_typed_into_formgrader_stands_in_the_gradebook(
    page: Page, server: str, course: Path, shots: Path
) -> None:
    before = read_grades(course)[STUDENT]
    assert before[WRITTEN] == (None, None, True)
    page.goto(address_of(server, "lab"))  # formgrader's own pages take the token and leave no cookie
    page.goto(address_of(server, f"formgrader/gradebook/{SHEET}/{SHEET}.{LANGUAGE}"))
    page.get_by_role("link", name="Submission #1").click()
    field = page.locator(f"input.score#{WRITTEN}")
    field.click()
    with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT"):
        page.keyboard.type("0.5")
        page.keyboard.press("Tab")
    page.screenshot(path=shots / "formgrader.png")
    after = read_grades(course)[STUDENT]
    assert after == {**before, WRITTEN: (None, 0.5, False)}
    page.reload()
    assert field.input_value() == "0.5"
