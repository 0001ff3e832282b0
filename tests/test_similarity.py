"""Copies are found however they are disguised, and what a whole class has in common is no likeness."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.hand_ins import HandIn
from autograder.course import load
from autograder.similarity import (
    NOTE,
    Findings,
    Pair,
    describe,
    find_pairs,
)

SHEET = load("hw4_autoregressive", hidden=False)
SAMPLES = Path(__file__).parent / "samples" / SHEET.name
AUTHORS = ("right_numpy.en", "right_torch.ru", "half_right.en")  # who have written on their own

Notebook = dict[str, Any]


class Renamed(ast.NodeTransformer):
    """The code with other names for what is its own."""

    def __init__(self, tree: ast.AST) -> None:
        stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
        stores = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and is_stored(node)}
        self.names = {name: f"my_{number}" for number, name in enumerate(stored) if name in stores}

    def visit_Name(self, node: ast.Name) -> ast.Name:  # noqa: N802
        return ast.copy_location(ast.Name(self.names.get(node.id, node.id), node.ctx), node)


def is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def rename(cells: list[str]) -> list[str]:
    return [ast.unparse(Renamed(tree := ast.parse(cell)).visit(tree)) for cell in cells]


def strip_comments(cells: list[str]) -> list[str]:
    """Without comments and docstrings, and in another layout."""
    trees = [ast.parse(cell) for cell in cells]
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if ast.get_docstring(node) is not None and len(node.body) > 1:
            del node.body[0]
    return [ast.unparse(tree) for tree in trees]


def reorder(cells: list[str]) -> list[str]:
    return cells[::-1]


def add_comments(cells: list[str]) -> list[str]:
    return [cell.replace("\n    ", "\n    # my own idea\n    ") for cell in cells]


def copy_half(cells: list[str]) -> list[str]:
    return cells[: len(cells) // 2]


def read(who: str) -> Notebook:
    return dict(json.loads((SAMPLES / f"{who}.ipynb").read_text("utf-8")))


def role(cell: Notebook) -> str:
    return str(cell["metadata"].get("autograder", {}).get("role", "own"))


def own_cells(notebook: Notebook) -> list[str]:
    """What a student wrote."""
    cells = [
        cell for cell in notebook["cells"] if cell["cell_type"] == "code" and role(cell) in {"stub", "own"}
    ]
    return ["".join(cell["source"]) for cell in cells]


def write(path: Path, cells: list[str]) -> HandIn:
    """A notebook as it was handed out, with these cells besides."""
    notebook = read("untouched.ru")
    notebook["cells"] += [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": cell,
        }
        for n, cell in enumerate(cells)
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return HandIn(path.stem, (path,))


def hand_ins() -> list[HandIn]:
    return [HandIn(who, (SAMPLES / f"{who}.ipynb",)) for who in AUTHORS]


def test_pairs_that_have_nothing_in_common_are_left_out(tmp_path: Path) -> None:
    cells = own_cells(read("right_numpy.en"))
    different = [write(tmp_path / "ann.ipynb", cells), write(tmp_path / "bob.ipynb", ["x = [3, 4]" * 9])]
    first, second, *_ = describe(find_pairs(SHEET, different, top=10))
    assert first == "no two are alike but in what was handed out"
    assert second.startswith("2 notebooks compared")
    copy = write(tmp_path / "cai.ipynb", cells)
    head, only, total, *_ = describe(find_pairs(SHEET, [*different, copy], top=10))
    assert head.startswith("likeness")
    assert only.startswith("    100%  ann and cai (")
    assert total.startswith("3 notebooks compared")
    twice = replace(copy, student="ann-2", owner="ann")
    _, only, *_ = describe(find_pairs(SHEET, [*different, twice], top=10))
    assert only.startswith("    100%  ann and ann-2, the same person (")


@pytest.mark.parametrize(
    ("disguise", "least"),
    [(reorder, 0.99), (add_comments, 0.99), (rename, 0.7), (strip_comments, 0.7), (copy_half, 0.5)],
)
def test_a_copy_is_found_however_it_is_disguised(
    disguise: Callable[[list[str]], list[str]], least: float, tmp_path: Path
) -> None:
    cells = own_cells(read("right_numpy.en"))
    copies = [write(tmp_path / "ann.ipynb", cells), write(tmp_path / "bob.ipynb", disguise(cells))]
    first, *others = find_pairs(SHEET, [*hand_ins()[1:], *copies], top=10).pairs
    assert (first.one, first.other) == ("ann", "bob")
    assert first.likeness >= least
    assert max(pair.likeness for pair in others) < least / 2


def test_what_was_handed_out_is_no_likeness(tmp_path: Path) -> None:
    blank = [HandIn(f"blank{n}", (SAMPLES / "untouched.ru.ipynb",)) for n in range(2)]
    broken = tmp_path / "broken.ipynb"
    broken.write_bytes(b"PK\x03\x04")
    found = find_pairs(SHEET, [*hand_ins(), *blank, HandIn("zip", (broken,))], top=99)
    assert found.empty == ("blank0", "blank1")
    assert found.unread == ("zip",)
    assert found.compared == len(AUTHORS)
    assert len(found.pairs) == 3


def test_places_are_the_parts_that_were_copied(tmp_path: Path) -> None:
    part = SHEET.parts[4]
    body = "\n".join(f"    value_{n} = batch[{n}] ** {n + 2} - sum(batch[{n}:]) / {n + 5}" for n in range(6))
    function = f"def {part.name}(batch):\n{body}\n    return value_5\n"
    copies = [write(tmp_path / f"{who}.ipynb", [function.replace("value", who)]) for who in ("ann", "bob")]
    first = find_pairs(SHEET, [*hand_ins(), *copies], top=1).pairs[0]
    assert (first.one, first.other) == ("ann", "bob")
    assert first.places == (part.number,)


def write_answers(folder: Path, **answers: str) -> list[HandIn]:
    """Notebooks in which only the first written answer is given."""
    found = []
    for who, words in answers.items():
        notebook = read("untouched.ru")
        answer = next(cell for cell in notebook["cells"] if role(cell) == "answer")
        assert answer["metadata"]["autograder"]["name"] == SHEET.written[0].number
        answer["source"] = [answer["source"][0], "\n", words]
        (folder / f"{who}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        found.append(HandIn(who, (folder / f"{who}.ipynb",)))
    return found


def test_written_answers_are_compared_too(tmp_path: Path) -> None:
    prose = (
        "The gradient of a sample is noisy because it sees one path only; a baseline takes away its mean. "
    )
    alike = write_answers(tmp_path, ann=prose, bob=prose.upper().replace(" ", "  "))
    first = find_pairs(SHEET, [*hand_ins(), *alike], top=1).pairs[0]
    assert (first.one, first.other) == ("ann", "bob")
    assert first.places == (SHEET.written[0].number,)


def test_what_is_quoted_from_the_question_is_no_likeness(tmp_path: Path) -> None:
    question = SHEET.written[0].text["ru"]
    quoted = write_answers(tmp_path, ann=question, bob=question)
    assert find_pairs(SHEET, [*hand_ins(), *quoted], top=1).empty == ("ann", "bob")


def test_what_is_said_word_for_word() -> None:
    pairs = (
        Pair("ann\x1b[1m", "bob", 0.914, ("1.2", "1.1, " * 20)),
        Pair("cy", "dan", 1.0, ("1.2",), tuple(f"{name}@students.example.org" for name in ("eve", "fay"))),
    )
    told = list(describe(Findings(pairs, 30, 0.07, ("cy",), ("dan", "eve"))))
    assert told[:7] == [
        "likeness  who (and where they have most in common)",
        "     91%  ann[1m and bob (1.2; 1.1, 1.1, 1.1, 1.1, 1.1, ...)",
        "    100%  cy and dan and eve@students.example.org and fay@students.example.org",
        "          (1.2)",
        "30 notebooks compared; half of the pairs are below 7%",
        "nothing was written in: cy",
        "not read: dan, eve",
    ]
    assert told[7:] == ["", *NOTE.splitlines()]
    assert NOTE.startswith("This is no proof.")
    assert max(map(len, NOTE.splitlines())) <= 80
