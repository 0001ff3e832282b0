"""Whose mark changes when a class is graded again, by what and why; said before anything is overwritten."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from autograder.batch.hand_ins import HandIn
from autograder.batch.progress import ARROW, REPLACED, ROUNDING, find_options
from autograder.batch.store import DIGEST, Store, is_replaced, read
from autograder.feedback import GROWTH, ON_DEVICE, RATIO, STEEPNESS, clean
from autograder.intake.text import enumerate_names, shown
from autograder.messages import LANGUAGES, translate

PROPOSED = "regraded"  # the folder, in that of the results, where new results wait
CHECK = "see that the right one is among the sources"
# How a line begins in which a measured number stands, in each language.
MEASURED = tuple(
    line.partition("{")[0]
    for language in LANGUAGES
    for line in (
        translate(RATIO, language),
        translate(GROWTH, language),
        translate(STEEPNESS, language),
        translate(ON_DEVICE, language),
    )
)

Results: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class PartChange:
    """A part whose mark or words change, and lines of what was and is said. Where there is no part, None."""

    name: str
    before: float | None
    after: float | None
    was: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def mark(self) -> bool:
        """Whether the mark changes, and not the words alone."""
        return self.before is None or self.after is None or abs(self.before - self.after) > ROUNDING


@dataclass(frozen=True)
class Change:
    """What grading again changes for one student. `before` is None where there were no results."""

    student: str
    before: float | None
    after: float
    parts: tuple[PartChange, ...] = ()
    handed_in_anew: bool = False
    is_replaced: bool = False  # the file is one in whose place another was graded since
    remarks: tuple[str, str] = ("", "")  # about the notebook as a whole, before and after
    feedback: bool = False  # whether anything that the student reads changes
    options: str = ""  # those of both gradings, where they differ

    @property
    def mark(self) -> bool:
        """Whether a mark changes, or is new."""
        mark = any(part.mark for part in self.parts)
        return mark or self.before is None or abs(self.before - self.after) > ROUNDING


class Regrading:
    """The results of a class, and beside them new results that wait to take their place.

    Raises SourceError where the old results are of another sheet, or hold marks that a person gave.
    """

    def __init__(self, store: Store, hand_ins: Sequence[HandIn]) -> None:
        self._old, self._hand_ins = store, [store.recognise(hand_in) for hand_in in hand_ins]
        self.new = copy(store)
        self.new.folder = store.folder / PROPOSED
        store.refuse_other_sheets()
        store.refuse_marks_of_persons(hand_ins)

    def find_waiting(self) -> list[HandIn]:
        """What has to be graded: neither what is as it was, nor what has been graded again already."""
        return [one for one in self._hand_ins if not self._old.load(one) and not self.new.load(one)]

    def find_changes(self) -> list[Change]:
        """What the new results change, by student."""
        found = (
            compare(one.label, read(self._old.path(one.student)), after) for one, after in self._regraded()
        )
        return [change for change in found if change.mark or change.feedback]

    def apply(self) -> int:
        """Put the new results in the place of the old ones; how many. Raises OSError; another try goes on."""
        count = 0
        for hand_in, results in self._regraded():
            self._old.save(hand_in, results)
            count += 1
        self.discard()
        return count

    def discard(self) -> None:
        """Forget the new results."""
        shutil.rmtree(self.new.folder, ignore_errors=True)

    def _regraded(self) -> Iterator[tuple[HandIn, Results]]:
        for hand_in in self._hand_ins:
            results = None if self._old.load(hand_in) else self.new.load(hand_in)
            if results is not None:
                yield hand_in, results


def compare(student: str, before: Results | None, after: Results) -> Change:
    """What is different in the new results of a student."""
    if before is None:
        return Change(student, None, float(after["score"]))
    old, new = _tests(before), _tests(after)
    refused = [bool(results["extra_data"].get("refused")) for results in (before, after)]
    # Where one of the two could not be read, the remark says it all.
    numbers = {**old, **new} if refused[0] == refused[1] else ()
    parts = (_compare_part(number, old, new) for number in numbers)
    submissions = [results["extra_data"].get(DIGEST) for results in (before, after)]
    remarks = [_join(clean(str(results.get("output", ""))).splitlines()) for results in (before, after)]
    return Change(
        student=student,
        before=float(before["score"]),
        after=float(after["score"]),
        parts=tuple(part for part in parts if part is not None),
        handed_in_anew=submissions[0] != submissions[1],
        is_replaced=is_replaced(before, after),
        remarks=("", "") if remarks[0] == remarks[1] else (remarks[0], remarks[1]),
        feedback=_feedback(before) != _feedback(after),
        options=find_options(before, after),
    )


def _join(lines: Sequence[str]) -> str:
    """Remarks on one line."""
    return "; ".join(" ".join(line.split()) for line in lines if line.strip())


def _tests(results: Results) -> dict[str, Results]:
    """The marked parts by number; each with the name of the mistake, if it is a known one."""
    mistakes = results["extra_data"].get("mistakes") or {}
    found = {}
    for test in results["tests"]:
        if "max_score" in test:
            mistake = mistakes.get(str(test["name"]).partition(" ")[2], "")
            found[str(test["number"])] = {**test, "mistake": mistake}
    return found


def _compare_part(number: str, old: Mapping[str, Results], new: Mapping[str, Results]) -> PartChange | None:
    before, after = old.get(number), new.get(number)
    test = after or before
    assert test is not None
    scores = [None if test is None else float(test["score"]) for test in (before, after)]
    was, now = _why(before), _why(after)
    if was == now and before and after:
        was, now = (f"{was} (of {one['max_score']:g} points)" for one in (before, after))
    change = PartChange(shown(str(test["name"])), scores[0], scores[1], (was,), (now,))
    return change if change.mark or not (before and after) else _compare_words(change, before, after)


def _compare_words(change: PartChange, before: Results, after: Results) -> PartChange | None:
    """The lines that differ where the mark does not; None where none do."""
    old, new = _words(before), _words(after)
    was = tuple(line for line in old if line not in new)
    now = tuple(line for line in new if line not in old)
    return replace(change, was=was, now=now) if was or now else None


def _why(test: Results | None) -> str:
    """What is said about a part in fixed words, and the name of the known mistake."""
    if test is None:
        return "no such part"
    words = clean(str(test.get("output", ""))).partition("\n")[0]
    return f"{words} [{shown(test['mistake'])}]" if test["mistake"] else words


def _words(test: Results) -> list[str]:
    """What is said about a part, without what is measured: that differs each time."""
    lines = clean(str(test.get("output", ""))).splitlines()
    return [line for line in lines if not line.startswith(MEASURED)]


def _feedback(results: Results) -> list[Any]:
    return [results.get("output"), *((test["number"], _words(test)) for test in results["tests"])]


def describe(change: Change) -> Iterator[str]:
    """The change in lines: whose mark, then each part, what was said and what is said now."""
    before = "new" if change.before is None else f"{change.before:g}"
    anew = "  (handed in anew)" if change.handed_in_anew else ""
    anew = f"  ({REPLACED}; {CHECK})" if change.is_replaced else anew
    yield f"{shown(change.student)}  {before} {ARROW} {change.after:g}{anew}"
    if change.remarks != ("", ""):
        yield from (f"    {sign} {words}" for sign, words in zip("-+", change.remarks, strict=True) if words)
    for part in change.parts:
        scores = ["none" if score is None else f"{score:g}" for score in (part.before, part.after)]
        yield f"    {part.name}  {f'{scores[0]} {ARROW} {scores[1]}' if part.mark else scores[1]}"
        yield from (f"        - {words}" for words in part.was)
        yield from (f"        + {words}" for words in part.now)


def describe_all(changes: Sequence[Change]) -> Iterator[str]:
    """All changes in lines: marks first; what changes in the same words alone for several stands once."""
    for change in (change for change in changes if change.mark):
        yield from describe(change)
    alike: dict[object, list[Change]] = {}
    for change in (change for change in changes if not change.mark):
        parts = tuple((part.name, part.after, part.was, part.now) for part in change.parts)
        alike.setdefault((change.remarks, change.handed_in_anew, parts), []).append(change)
    for same in alike.values():
        head, *rest = describe(same[0])
        names = enumerate_names([shown(change.student) for change in same])
        yield head if len(same) == 1 else f"only other words for {len(same)} students: {names}"
        yield from rest


def summarise(changes: Sequence[Change], total: int) -> Iterator[str]:
    """Which parts the changes come from, and how many of a class are concerned."""
    ups, downs, words = Counter[str](), Counter[str](), Counter[str]()
    for part in (part for change in changes for part in change.parts):
        up = (part.after or 0) > (part.before or 0)
        (words if not part.mark else ups if up else downs)[part.name] += 1
    for name in sorted(
        {*ups, *downs, *words}, key=lambda name: (-ups[name] - downs[name], -words[name], name)
    ):
        moved = [f"{ups[name]} up, {downs[name]} down"] if ups[name] or downs[name] else []
        yield f"{name}: {', '.join(moved + [f'other words for {words[name]}'] * (words[name] > 0))}"
    for options, count in Counter(change.options for change in changes if change.options).items():
        yield f"graded {options}: {count}"
    marks = sum(change.mark for change in changes)
    yield f"marks that change: {marks} of {total}; only other words: {len(changes) - marks}"
