"""Results in a folder: one JSON file a student, each written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.batch.hand_ins import HandIn, SourceError
from autograder.batch.people import Person
from autograder.feedback import save
from autograder.intake import Unreadable, read_bytes
from autograder.intake.folder import walk
from autograder.sheet import Sheet
from autograder.source import version_of

_HASHED = re.compile(r"-[0-9a-f]{8}$")
DIGEST = "submission"  # where the results have what tells one notebook from another
EARLIER = "earlier"  # and where those that it has replaced
NAME = 100  # letters of a student's name in the name of a file


class Store:
    """The results of one run and of earlier ones. `settings` and the course's code make them comparable."""

    def __init__(self, folder: Path, sheet: Sheet, root: Path, settings: object) -> None:
        self.folder, self._assignment = folder, sheet.name
        self._base = hashlib.sha256(f"{settings!r}{version_of(sheet.modules, root)}".encode())

    def key(self, hand_in: HandIn) -> str:
        """What the result depends on: the same key gives the same mark."""
        digest = self._base.copy()
        digest.update(f"{hand_in.student}\0{hand_in.known_as}".encode("utf-8", "surrogateescape"))
        for path in _files(hand_in):
            digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + _content(path))
        return digest.hexdigest()

    def recognise(self, hand_in: HandIn) -> HandIn:
        """The same; a file that came alone is of the people of the result that has its name."""
        about = (read(self.path(hand_in.student)) or {"extra_data": {}})["extra_data"]
        people = hand_in.people or tuple(Person(*map(str, person)) for person in about.get("people", []))
        return replace(hand_in, people=people, owner=hand_in.owner or str(about.get("owner", "")))

    def load(self, hand_in: HandIn) -> dict[str, Any] | None:
        """The result of an earlier run, if nothing that it depends on has changed."""
        results = read(self.path(hand_in.student))
        return results if results and results["extra_data"].get("key") == self.key(hand_in) else None

    def save(self, hand_in: HandIn, results: dict[str, Any]) -> None:
        """Keep a result. Raises OSError, and then what was there is still there."""
        path = self.path(hand_in.student)
        about = {"student": hand_in.student, **_about(hand_in, results, read(path)), "key": self.key(hand_in)}
        self.folder.mkdir(parents=True, exist_ok=True)
        save(path, {**results, "extra_data": {**results["extra_data"], **about}})

    def refuse_marks_of_persons(self, hand_ins: Iterable[HandIn]) -> None:
        """Raises SourceError where a new result would take the place of marks that a person gave."""
        for path in (self.path(hand_in.student) for hand_in in hand_ins):
            if "written" in (read(path) or {"extra_data": {}})["extra_data"]:
                expected = "expected those of the machine alone; give the folder of the machine's results"
                raise SourceError(
                    f"{path} holds marks that a person gave, {expected}, then run `autograder marks` again"
                )

    def refuse_other_sheets(self) -> None:
        """Raises SourceError where the folder holds results of another sheet."""
        for path in self.folder.glob("*.json"):
            found = (read(path) or {"extra_data": {}})["extra_data"].get("assignment", self._assignment)
            if found != self._assignment:
                expected = f"expected {self._assignment}; give another --out"
                raise SourceError(f"{self.folder} holds results of {found}, {expected}")

    def find_namesakes(self, hand_ins: Iterable[HandIn]) -> list[tuple[str, str]]:
        """Who is new here, and has the name of a person whose results lie here under another: both."""
        new = {one.student for one in hand_ins if not one.people and not self.path(one.student).exists()}
        known: dict[str, str] = {}
        for path in self.folder.glob("*.json") if new else ():
            about = (read(path) or {"extra_data": {}})["extra_data"]
            known |= {name: about["student"] for person in about.get("people", []) for name in person if name}
        return [(student, known[student]) for student in sorted(new & known.keys())]

    def find_others(self, students: Iterable[str]) -> list[str]:
        """The names of results in the folder that are of none of these students."""
        own = {self.path(student).name for student in students}
        return sorted(path.name for path in self.folder.glob("*.json") if path.name not in own)

    def path(self, student: str) -> Path:
        """Where the result of a student lies: a file of that name as far as names of files allow."""
        name = re.sub(r"[^\w.@+-]+", "_", student)[:NAME].lstrip(".")
        if name != student or _HASHED.search(name):
            # Two names that look alike here are two files; so is one that looks as if it had this mark.
            name += "-" + hashlib.sha256(student.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return self.folder / f"{name}.json"


def read(path: Path) -> dict[str, Any] | None:
    """The results in a file; None where there are none that were written whole."""
    try:
        results = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(results, dict) and isinstance(results.get("extra_data"), dict) and "tests" in results
    return results if whole else None


def is_replaced(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the file was graded before, and another took its place."""
    return after["extra_data"].get(DIGEST) in before["extra_data"].get(EARLIER, [])


def _about(hand_in: HandIn, results: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """Whose it is, and what was graded earlier: a file that came alone keeps what its source does not say."""
    known = before["extra_data"] if before else {}
    late = known.get("late", False) if hand_in.late is None else hand_in.late
    own = results["extra_data"].get(DIGEST, "")
    digests = dict.fromkeys([*known.get(EARLIER, []), known.get(DIGEST, own)])
    return {
        "owner": hand_in.owner or known.get("owner", ""),
        "people": hand_in.people or known.get("people", []),
        "late": late,
        EARLIER: [digest for digest in digests if digest != own],
    }


def _files(hand_in: HandIn) -> Iterator[Path]:
    for path in hand_in.paths:
        yield from walk(path) if os.path.isdir(path) and not os.path.islink(path) else (path,)


def _content(path: Path) -> bytes:
    """The digest of what is read of a file; nothing where it cannot be read, or is no plain file."""
    try:
        return hashlib.sha256(read_bytes(path)).digest()
    except Unreadable:
        return b""
