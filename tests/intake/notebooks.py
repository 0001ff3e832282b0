"""A finished submission, changes to it, and what is read of it."""

from __future__ import annotations

import json
from typing import Any

from autograder.intake import Released, Submission, normalise, read

SETUP = '''#@title Set-up: run this cell first
import json, zlib

_packed = """
c-rk;O>fgc5WVYHP
0q$N0l?3Rw
"""
for _name in _packed.split():
    exec(_name)
check, summary = print, print'''
GIVEN = "class Gaussian:\n    mean = 0.0"
ELBO = "def elbo(log_w):\n    return log_w.mean()"
BOUND = "def bound(log_w):\n    return log_w.max()"
ELBO_STUB = 'def elbo(log_w):\n    """The bound."""\n    raise NotImplementedError'
ELBO_STUB_FR = ELBO_STUB.replace("The bound", "La borne")
BOUND_STUB = 'def bound(log_w):\n    """The maximum."""\n    return {\n        "bound": ...,\n    }'
BLANK = "**Answer 5.1**\n\n*Your answer.*"
LETTERS = "**Answer 5.2**\n\n(a)\n\n(b)"
RIGHT = "check that it is the right file"
WRITE = "write them in the notebook that was handed out"
MERGED = "a cell that was handed out was merged with code; only the code was run"
PROSE = "### 5.1 (4 points)\n\nWhy is the bound tighter?"
PROSE_2 = "### 5.2 (4 points)\n\nTwo things."
BLANK_FR = "**Réponse 5.1**\n\n*Votre réponse.*"
RELEASED = Released(
    assignment="hw3",
    cells=frozenset(
        map(
            normalise,
            [
                "# Homework 3",
                SETUP,
                GIVEN,
                "check(elbo)",
                "check(bound)",
                PROSE,
                PROSE_2,
                BLANK_FR,
                "summary()",
            ],
        )
    ),
    prose=frozenset({"# Homework 3", PROSE, PROSE_2}),
    stubs={"elbo": frozenset({ELBO_STUB, ELBO_STUB_FR}), "bound": frozenset({BOUND_STUB})},
    written={"5.1": BLANK, "5.2": LETTERS},
)
Json = dict[str, Any]


def cell(kind: str, role: str, name: str, source: str) -> Json:
    made: Json = {
        "cell_type": kind,
        "id": f"{role}-{name}".replace(".", "-"),
        "metadata": {"autograder": {"role": role, "name": name}},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made


def text(source: str) -> Json:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str) -> Json:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": 1}


def notebook() -> Json:
    """A finished submission: both functions and answer 5.1 are there."""
    return {
        "cells": [
            cell("markdown", "prose", "hw3", "# Homework 3"),
            cell("code", "setup", "checker", SETUP),
            cell("code", "given", "q", GIVEN),
            cell("code", "stub", "elbo", ELBO),
            cell("code", "check", "elbo", "check(elbo)"),
            cell("code", "stub", "bound", BOUND),
            cell("code", "check", "bound", "check(bound)"),
            cell("markdown", "prose", "5.1", PROSE),
            cell("markdown", "answer", "5.1", "**Answer 5.1**\n\nBy Jensen."),
            cell("markdown", "prose", "5.2", PROSE_2),
            cell("markdown", "answer", "5.2", LETTERS),
            cell("code", "summary", "end", "summary()"),
        ],
        "metadata": {"autograder": {"assignment": "hw3"}, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


SETUP_AT, STUB_AT, ANSWER_AT = 1, 3, 8  # places in `notebook`


def put(*changes: tuple[int, Json], **more: Any) -> Json:
    """`notebook` with some cells replaced."""
    made = notebook() | more
    for place, new in changes:
        made["cells"][place] = new
    return made


def bare(made: Json) -> Json:
    """The notebook without cell metadata and ids, as VS Code and Colab leave it."""
    made["cells"] = [{k: v for k, v in c.items() if k != "id"} | {"metadata": {}} for c in made["cells"]]
    return made


def take(made: object) -> Submission:
    return read(json.dumps(made).encode(), RELEASED)


def remarks(submission: Submission) -> list[str]:
    return [str(repair) for repair in submission.repairs]


WHOLE = {"cells": (ELBO, BOUND), "answers": {"5.1": "By Jensen.", "5.2": ""}}


def assert_whole(submission: Submission, *expected: str) -> None:
    assert submission.cells == WHOLE["cells"]
    assert submission.answers == WHOLE["answers"]
    assert remarks(submission) == list(expected)


WHOLE_BYTES = json.dumps(notebook()).encode()
