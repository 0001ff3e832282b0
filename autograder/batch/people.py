"""Who handed in, as far as it is known: what they are called, and who is there more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from autograder.intake.text import shown

ADVICE = "decide which counts, and leave the rest out of the download"


class Person(NamedTuple):
    """Somebody who handed in, as far as Gradescope's export says who it is."""

    name: str = ""
    sid: str = ""
    email: str = ""

    @property
    def known_by(self) -> str:
        """What tells this person from all others."""
        return self.email or self.sid or self.name


class Named(Protocol):
    """What was handed in, or its results: under a name of its own, of somebody, of people."""

    @property
    def student(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def people(self) -> tuple[Person, ...]: ...


T = TypeVar("T", bound=Named)


def label(one: Named) -> str:
    """What people read: the names, where they are known, before the name of the hand-in."""
    names = ", ".join(person.name for person in one.people if person.name)
    return f"{names} ({one.student})" if names and names != one.student else one.student


def find_doubled(found: Iterable[T]) -> list[tuple[str, list[T]]]:
    """Who is there more than once, alone or in a group, and as what."""
    by_person: dict[str, list[T]] = {}
    found = list(found)
    named = {person.name: person.known_by for one in found for person in one.people if person.name}
    for one in found:
        known = [person.known_by for person in one.people if person.known_by]
        own = one.owner or one.student
        for person in dict.fromkeys(known or [named.get(own, own)]):
            by_person.setdefault(person, []).append(one)
    return [(person, theirs) for person, theirs in by_person.items() if len(theirs) > 1]


def describe_doubled(found: Iterable[Named]) -> Iterator[str]:
    """The same in lines."""
    for person, theirs in find_doubled(found):
        times = "twice" if len(theirs) == 2 else f"{len(theirs)} times"
        names = " and ".join(shown(one.student) for one in theirs)
        yield f"{shown(person)} is there {times} (as {names}); {ADVICE}"
