"""Copies are found however they are disguised, and what a whole class has in common is no likeness."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.hand_ins import HandIn
from autograder.course import load
from autograder.similarity import (
    NOTE,
    Findings,
    Pair,
    Piece,
    compare,
    describe,
    find_pairs,
    fingerprint,
    weigh,
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


EQUAL = 1 - 1e-9  # likeness: only what is the same is joined
LINES = [f"def f_{n}(a, b):\n    return a[{n}] * b ** {n} - {n} / (a + {n} * b[{n}:])\n" for n in range(12)]


def of(*numbers: int) -> dict[str, Any]:
    return fingerprint(Piece(f"{n}", LINES[n]) for n in numbers)


def test_likeness_falls_with_each_classmate_who_has_the_same() -> None:
    """The law of rarity: what everybody has says nothing about two."""
    likeness = []
    for others in range(4):
        found = {"ann": of(0, 1), "bob": of(0, 2), "x": of(5), "y": of(6), "z": of(7), "w": of(8)}
        found |= {who: of(0, n) for who, n in zip("xyz"[:others], (5, 6, 7)[:others], strict=True)}
        pairs, _ = compare(found, 99)
        likeness.append(next(pair.likeness for pair in pairs if (pair.one, pair.other) == ("ann", "bob")))
    assert likeness == sorted(likeness, reverse=True)
    assert len(set(likeness)) == 4


@given(st.lists(st.sets(st.integers(0, 11), min_size=1, max_size=4), min_size=2, max_size=7), st.randoms())
def test_laws_of_likeness(notebooks: list[set[int]], random: Any) -> None:
    found = {f"s{n}": of(*sorted(numbers)) for n, numbers in enumerate(notebooks)}
    pairs, typical = compare(found, 99, near=EQUAL)
    kinds = Counter(map(frozenset, notebooks))
    assert len(pairs) == len(kinds) * (len(kinds) - 1) // 2 + sum(count > 1 for count in kinds.values())
    assert all(-1e-9 <= pair.likeness <= 1 + 1e-9 for pair in pairs)
    assert [pair.likeness for pair in pairs] == sorted((pair.likeness for pair in pairs), reverse=True)
    if len(kinds) == len(found):
        assert typical == pytest.approx(float(np.median([pair.likeness for pair in pairs])))
    for pair in pairs:
        one, other = notebooks[int(pair.one[1:])], notebooks[int(pair.other[1:])]
        if one == other:
            assert pair.likeness == pytest.approx(1.0)
        assert bool(set(pair.places)) == any(pair.places) or pair.likeness == 0
    shuffled = dict(random.sample(list(found.items()), len(found)))
    for again in compare(shuffled, 99, near=EQUAL)[0]:
        (same,) = (pair for pair in pairs if who_of(pair, notebooks) == who_of(again, notebooks))
        assert again.likeness == pytest.approx(same.likeness)
        assert len(again.more) == len(same.more)


def who_of(pair: Pair, notebooks: list[set[int]]) -> set[frozenset[int]]:
    """What the two wrote."""
    return {frozenset(notebooks[int(who[1:])]) for who in (pair.one, pair.other)}


def test_equal_notebooks_are_one_group() -> None:
    found = {"ann": of(0, 1), "bob": of(2), "cai": of(1, 0), "dov": of(0, 1), "eva": of(1, 2)}
    pairs, _ = compare(found, 99)
    assert (pairs[0].one, pairs[0].other, pairs[0].more) == ("ann", "cai", ("dov",))
    assert {(pair.one, pair.other) for pair in pairs[1:]} == {("ann", "bob"), ("ann", "eva"), ("bob", "eva")}


def test_near_copies_are_one_group() -> None:
    """Of one answer, with a line more each, so that no two are equal; two others have little in common."""
    body = "".join(LINES[n] for n in range(9))
    found = {
        who: fingerprint([Piece("1", body + f"def {who}(a):\n    return a[{n}:] ** {n}\n")])
        for n, who in enumerate(("ann", "bob", "cai", "dov"))
    }
    found |= {"eva": of(0, 10), "fay": of(11, 10)}
    pairs, _ = compare(found, 99)
    first, *others = pairs
    assert {first.one, first.other, *first.more} == {"ann", "bob", "cai", "dov"}
    assert 0.95 < first.likeness < 1
    assert len(others) == 3, "the group and each of two, and these two"
    assert not any(pair.more for pair in others)


def test_weights_fall_from_two_on_and_stay_above_zero() -> None:
    weights = weigh(np.arange(1, 31), 30)
    assert weights[0] == weights[1] == pytest.approx(np.log(30))
    assert (np.diff(weights[1:]) < 0).all()
    assert weights[-1] > 0


def test_a_class_of_one_has_no_pairs() -> None:
    assert compare({"ann": of(1)}, 10) == ([], 0.0)
    assert compare({}, 10) == ([], 0.0)


@pytest.mark.parametrize(
    "text",
    ["", "x", "(" * 5000, '"""' * 3001, "\\" * 5000, "\0\ud800\x1b" * 50, "f'{" * 999, "-" * 5000 + "1"],
)
def test_no_text_is_too_odd(text: str) -> None:
    for is_code in (True, False):
        (hashes,) = fingerprint([Piece("1", text, is_code)]).values() or [np.empty(0)]
        assert len(hashes) == len(set(hashes.tolist())) <= max(0, len(text))


def test_what_is_said_word_for_word() -> None:
    pairs = (
        Pair("ann\x1b[1m", "bob", 0.914, ("1.2", "1.1, " * 20)),
        Pair("cy", "dan", 1.0, ("1.2",), tuple(f"{name}@students.example.org" for name in ("eve", "fay"))),
    )
    told = list(describe(Findings(pairs, 30, 0.07, ("cy",), ("dan", "eve"))))
    assert told[:7] == [
        "likeness  who (and where they have most in common)",
        "     91%  ann[1m and bob (1.2; 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, )",
        "    100%  cy and dan and eve@students.example.org and fay@students.example.org",
        "          (1.2)",
        "30 notebooks compared; half of the pairs are below 7%",
        "nothing was written in: cy",
        "not read: dan, eve",
    ]
    assert told[7:] == ["", *NOTE.splitlines()]
    assert NOTE.startswith("This is no proof.")
    assert max(map(len, NOTE.splitlines())) <= 80
