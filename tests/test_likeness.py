"""How alike two notebooks are: laws of likeness, weights of what is rare, groups of copies."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similarity import Pair, Piece, compare, fingerprint, weigh

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
