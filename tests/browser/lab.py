"""What a person does with a notebook in JupyterLab, and what the page shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.server import address_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE = 300_000  # ms: a bound for what hangs, not a measure

# Text outside of code and of typeset formulas in which a formula seems to stand as it was written.
RAW = r"""() => [...document.querySelectorAll('.jp-RenderedMarkdown')].map(shown => {
    const copy = shown.cloneNode(true);
    copy.querySelectorAll('mjx-container, code, pre').forEach(node => node.remove());
    return copy.textContent;
}).filter(text => /\$|\\[a-zA-Z(\[]/.test(text))"""
TYPESET = f"() => ({RAW})().length === 0"
BROKEN = "mjx-assistive-mml :is(merror, mtext[mathcolor=red])"  # MathJax writes unknown commands in red
ERRORS = ".jp-OutputArea-output:is([data-mime-type*=error], [data-mime-type*=stderr])"
SCROLL = """down => {
    const sheet = document.querySelector('.jp-WindowedPanel-outer');
    sheet.scrollTop = down;
    const last = [...document.querySelectorAll('.jp-Notebook .jp-Cell')].at(-1);
    return sheet.scrollTop + last.getBoundingClientRect().bottom - sheet.getBoundingClientRect().top;
}"""


class Lab:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Page, server: str, notebook: Path) -> None:
        from playwright.sync_api import expect

        self.page, self.expect = page, expect
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        self.marks = [cell["metadata"].get("autograder") for cell in cells]
        page.goto(address_of(server, f"doc/tree/{notebook.name}"))
        self.cells = page.locator(".jp-Notebook .jp-Cell")
        expect(self.cells).to_have_count(len(self.marks), timeout=PATIENCE)
        # What is run before the kernel is connected is dropped, and only this line tells.
        expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=PATIENCE)

    def find(self, role: str, name: str) -> Locator:
        """The cell of this role and name."""
        return self.cells.nth(self.marks.index({"role": role, "name": name}))

    def run_all(self) -> None:
        """Run > Run All Cells, until none is busy."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.expect(self.cells.last.locator("table")).to_be_visible(timeout=PATIENCE)
        self.wait()

    def wait(self) -> None:
        """Until no cell is running or waits for its turn."""
        busy = self.page.locator(".jp-InputPrompt", has_text="[*]")
        self.expect(busy).to_have_count(0, timeout=PATIENCE)

    def find_raw_formulas(self) -> list[str]:
        """The texts in which a formula is left as it was written, once all that can be typeset is."""
        from playwright.sync_api import TimeoutError as TooLate

        with suppress(TooLate):
            self.page.wait_for_function(TYPESET, polling=500)
        raw: list[str] = self.page.evaluate(RAW)
        return raw

    def find_broken_formulas(self) -> list[str]:
        """What the typesetter put in place of formulas that it does not understand."""
        broken: list[str] = self.page.locator(BROKEN).all_text_contents()
        return broken

    def find_errors(self) -> list[str]:
        """What the cells raised or warned of."""
        errors: list[str] = self.page.locator(ERRORS).all_inner_texts()
        return errors

    def find_pictures(self) -> Sequence[dict[str, Any]]:
        """The width on the page and the width in pixels of each picture below a cell."""
        pictures: list[dict[str, Any]] = self.page.locator(".jp-OutputArea img").evaluate_all(
            "all => all.map(image => ({shown: image.clientWidth, drawn: image.naturalWidth}))"
        )
        return pictures

    def shoot(self, prefix: Path) -> None:
        """Pictures of the whole notebook, one a window: `<prefix>_00.png` and so on."""
        height = self.page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').clientHeight")
        down, number = 0, 0
        while down < self.page.evaluate(SCROLL, down):
            self.page.screenshot(path=f"{prefix}_{number:02d}.png")
            down, number = down + height, number + 1
