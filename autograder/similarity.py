"""Pairs of notebooks that are more alike than those of a class are: where to look, and no proof of anything.

Code is compared by fingerprints, as MOSS does (Schleimer et al. 2003, https://doi.org/10.1145/872757.872770):
names, comments, layout and the order of functions do not matter. A fingerprint counts the more, the fewer of
the class have it, as right answers to short formulas look alike by necessity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any

import numpy as np
from copydetect import CodeFingerprint  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from autograder.batch.hand_ins import HandIn
from autograder.batch.people import find_doubled
from autograder.batch.run import find_one
from autograder.handout import make_cells, make_released
from autograder.intake import Submission, Unreadable, read_file
from autograder.intake.code import defined
from autograder.intake.text import shown
from autograder.sheet import Sheet

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
    Fingerprints: TypeAlias = Mapping[str, Array]  # of one notebook, by the place where they stand

LENGTH = 25  # characters that make a fingerprint, with a letter for each name
LONGEST = 200_000  # characters of a cell that are looked at
LEAST = 0.005  # likeness: less would be shown as 0 %
NEAR = 0.95  # likeness: above it notebooks are copies of one, and stand together
PLACES = 3  # that are named for a pair
SHOWN = 30  # characters of the name of a place: a cell may define many parts
WIDTH = 80  # columns of a terminal
OTHER = "other code"
NOTE = """\
This is no proof. Likeness is the share of what two wrote that both have, by
its rarity: what many of the class have counts little, what only two have counts
most. What was handed out is left out. Right answers to short formulas look
alike by necessity. Where more than two stand together, each is nearly the same
as another of them, and the likeness is that of the first two. Read the
notebooks before you ask anybody."""


@dataclass(frozen=True)
class Pair:
    """Two students whose notebooks are alike; and, of two that are nearly equal, who else has the same."""

    one: str
    other: str
    likeness: float  # from 0 to 1
    places: tuple[str, ...] = ()  # where they have most in common
    more: tuple[str, ...] = ()
    is_one_person: bool = False  # all of these notebooks are of somebody who handed in more than once


@dataclass(frozen=True)
class Findings:
    """The pairs of a class that are most alike, and who could not be compared."""

    pairs: tuple[Pair, ...]
    compared: int  # notebooks
    typical: float  # likeness: half of all pairs have less
    empty: tuple[str, ...] = ()  # in which nothing was written
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A cell or a written answer, and where it belongs."""

    place: str
    text: str
    is_code: bool = True


def find_pairs(sheet: Sheet, hand_ins: Iterable[HandIn], top: int) -> Findings:
    """The `top` pairs. No code of a student is run, or parsed as Python."""
    released, template = make_released(sheet), _fingerprint_template(sheet)
    numbers = {part.name: part.number for part in sheet.parts}
    found: dict[str, Fingerprints] = {}
    empty, unread = [], []
    hand_ins = list(hand_ins)
    for hand_in in hand_ins:
        try:
            submission = read_file(find_one(hand_in), released)
        except Unreadable:
            unread.append(hand_in.label)
            continue
        own = fingerprint(_find_pieces(submission, numbers), template)
        if own:
            found[hand_in.label] = own
        else:
            empty.append(hand_in.label)
    pairs, typical = compare(found, top)
    ones = [{each.label for each in theirs} for _, theirs in find_doubled(hand_ins)]
    pairs = [
        replace(pair, is_one_person=any({pair.one, pair.other, *pair.more} <= one for one in ones))
        for pair in pairs
    ]
    return Findings(tuple(pairs), len(found), typical, tuple(empty), tuple(unread))


def _find_pieces(submission: Submission, numbers: Mapping[str, str]) -> Iterator[Piece]:
    for cell in submission.cells:
        names = defined(cell, tuple(numbers))
        yield Piece(", ".join(number for name, number in numbers.items() if name in names) or OTHER, cell)
    for number, answer in submission.answers.items():
        yield Piece(number, answer, is_code=False)


def _fingerprint_template(sheet: Sheet) -> frozenset[int]:
    """The fingerprints of all that was handed out, in all languages."""
    cells = [cell for language in sheet.languages for cell in make_cells(sheet, language)]
    pieces = [Piece("", "".join(cell["source"]), cell["cell_type"] == "code") for cell in cells]
    return frozenset[int]().union(*map(_hash, pieces))


def fingerprint(pieces: Iterable[Piece], template: Set[int] = frozenset()) -> dict[str, Array]:
    """The fingerprints of these pieces that the template does not have, by place, each once."""
    found: dict[str, set[int]] = {}
    for piece in pieces:
        found.setdefault(piece.place, set()).update(_hash(piece) - template)
    return {place: np.array(sorted(hashes), np.int64) for place, hashes in found.items() if hashes}


def _hash(piece: Piece) -> set[int]:
    text = piece.text[:LONGEST]
    words = text if piece.is_code else " ".join(text.casefold().split())
    made = CodeFingerprint("", LENGTH, 1, filter=piece.is_code, language="python", fp=StringIO(words))
    return set(map(int, made.hashes))


def compare(found: Mapping[str, Fingerprints], top: int, near: float = NEAR) -> tuple[list[Pair], float]:
    """The pairs that are most alike, and the median likeness of all pairs."""
    if len(found) < 2:
        return [], 0.0
    students, notebooks = (
        list(found),
        [np.unique(np.concatenate(list(own.values()))) for own in found.values()],
    )
    hashes, columns, counts = np.unique(np.concatenate(notebooks), return_inverse=True, return_counts=True)
    rows = np.repeat(np.arange(len(students)), [len(one) for one in notebooks])
    has = csr_matrix((np.ones(len(rows)), (rows, columns.ravel())), (len(students), len(hashes)))
    common = (has.multiply(weights := weigh(counts, len(students))) @ has.T).toarray()
    likeness = 2 * common / np.add.outer(common.diagonal(), common.diagonal())
    ones, others = np.triu_indices(len(students), 1)
    order = np.argsort(-likeness[ones, others], kind="stable")
    sorted_pairs = zip(ones[order].tolist(), others[order].tolist(), strict=True)
    pairs = []
    for one, other, *more in islice(_join_near(likeness > near, sorted_pairs), top):
        shared = np.intersect1d(notebooks[one], notebooks[other])
        rarity = dict(zip(shared.tolist(), weights[np.searchsorted(hashes, shared)].tolist(), strict=True))
        places = _find_places(found[students[one]], rarity)
        equals = tuple(students[each] for each in more)
        pairs.append(Pair(students[one], students[other], float(likeness[one, other]), places, equals))
    return pairs, float(np.median(likeness[ones, others]))


def _join_near(near: Array, pairs: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """The pairs, but all who have nearly the same once, together; of two such groups the pair most alike."""
    group = connected_components(csr_matrix(near), directed=False)[1].tolist()
    seen: set[tuple[int, int]] = set()
    for one, other in pairs:
        both = min(group[one], group[other]), max(group[one], group[other])
        if both not in seen:
            seen.add(both)
            same = group[one] == group[other]
            more = [each for each, its in enumerate(group) if same and its == group[one]]
            yield [one, other, *(each for each in more if each not in (one, other))]


def weigh(counts: Array, students: int) -> Array:
    """What a fingerprint counts that so many of the students have: log n for one that at most two have."""
    weights: Array = np.log(students / np.maximum(1, counts - 1))
    return weights


def _find_places(one: Fingerprints, rarity: Mapping[int, float]) -> tuple[str, ...]:
    """Where a notebook holds the rarest of what it shares."""
    weights = {place: sum(rarity.get(each, 0.0) for each in hashes.tolist()) for place, hashes in one.items()}
    found = sorted((place for place in weights if weights[place]), key=lambda place: -weights[place])
    return tuple(found[:PLACES])


def describe(findings: Findings) -> Iterator[str]:
    """What was found, in lines: the pairs, what is usual in the class, and what it does not prove."""
    pairs = [pair for pair in findings.pairs if pair.likeness > LEAST]
    head = "likeness  who (and where they have most in common)"
    yield head if pairs else "no two are alike but in what was handed out"
    for pair in pairs:
        places = "; ".join(shorten(place, SHOWN, placeholder=" ...") for place in pair.places)
        names = " and ".join(map(shown, (pair.one, pair.other, *pair.more)))
        who = f"{names}, the same person" if pair.is_one_person else names
        yield from _wrap(f"{pair.likeness:>8.0%}  {who} ({places})", indent=10)
    typical = max(findings.typical, 0.01)
    yield f"{findings.compared} notebooks compared; half of the pairs are below {typical:.0%}"
    for words, students in (("nothing was written in", findings.empty), ("not read", findings.unread)):
        if students:
            yield from _wrap(f"{words}: {', '.join(map(shown, students))}", indent=2)
    yield ""
    yield from NOTE.splitlines()


def _wrap(line: str, indent: int) -> list[str]:
    return wrap(line, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)
