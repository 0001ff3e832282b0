"""What the pages of formgrader and of the feedback show: no script, no mark scheme, no long set-up."""

from __future__ import annotations

import re
from typing import Any

import bleach
from nbconvert.filters import strip_files_prefix

from autograder.targets.nbgrader.cells import name_cell

TEXT = {"a", "blockquote", "br", "code", "del", "em", "hr", "img", "p", "pre", "span", "strong", "sub", "sup"}
HEADS = {f"h{level}" for level in range(1, 7)}
LISTS = {"dd", "div", "dl", "dt", "li", "ol", "table", "tbody", "td", "th", "thead", "tr", "ul"}
SCHEME = re.compile(r"\s*^[^\n]*BEGIN MARK SCHEME.*?END MARK SCHEME[^\n]*$", re.DOTALL | re.MULTILINE)


def sanitise(html: str) -> str:
    """The HTML of a text cell without what a browser would run."""
    plain = strip_files_prefix(html)  # type: ignore[no-untyped-call]
    links = ["data", "http", "https", "mailto"]
    return str(bleach.clean(plain, tags=TEXT | HEADS | LISTS, attributes=_is_allowed, protocols=links))


def _is_allowed(tag: str, attribute: str, value: str) -> bool:
    if tag == "img":
        return attribute in {"alt", "src"} and (attribute == "alt" or not value.startswith("data:text"))
    return attribute in {"align", "class", "id"} or (attribute == "href" and not value.startswith("data:"))


def fold(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Leave of the set-up cell what a reader needs: its title. The rest is the packed checker."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name_cell("setup", "checker"):
            cell.source = cell.source.partition("\n")[0] + "\n..."
    return notebook, resources


def hide_mark_schemes(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Take the mark schemes out of the texts that students get back."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("locked"):
            cell.source = SCHEME.sub("", cell.source)
    return notebook, resources
