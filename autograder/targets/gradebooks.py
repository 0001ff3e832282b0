"""Tables of marks: for the gradebooks of Canvas and Moodle, in Gradescope's form, and one of all parts.

The columns are those that each platform itself exports; Canvas and Moodle read them back. Gradescope takes no
marks from a file: its form is for whatever reads Gradescope's exports.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from autograder.batch.people import ADVICE, Person
from autograder.feedback import clean
from autograder.intake.text import enumerate_names
from autograder.marks.sheet import disarm
from autograder.overview.results import Results, Submission

PARTS = "parts.csv"

_NUMBERED = re.compile(r"(?P<name>.+)_(?P<number>\d+)")  # as in the names of the files of Canvas and Moodle
_EMAILS = re.compile(r"[^@]+@[^@+]+(?:\+[^@]+@[^@+]+)*")  # of a group: joined by "+"
_EMAIL = re.compile(r"[^@]+@[^@+]+(?=\+|$)")

_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_MOODLE = (
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"),
    *("Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"),
)
_GRADESCOPE = (
    *("Name", "SID", "Email", "Total Score", "Max Points", "Status"),
    *("Submission ID", "Submission Time", "Lateness (H:M:S)"),
)

# What to say where some rows lack what a platform finds students by.
_INCOMPLETE = {
    "canvas": "Canvas's ID is missing in {} for: {}; Canvas looks for their SIS IDs and logins instead",
    "moodle": "Moodle's Identifier is missing in {} for: {}; Moodle leaves their rows out until it is there",
}
# What to say where no row has what a platform finds students by.
_FOREIGN = {
    "canvas": "no row of {} has Canvas's ID, the results are not of a Canvas download;"
    " Canvas looks for SIS IDs and logins instead",
    "moodle": "no row of {} has Moodle's Identifier, the results are not of a Moodle download",
}

Row = Sequence[str]


class Entry(NamedTuple):
    """Somebody in a gradebook: what the platform or Gradescope said of who handed in."""

    name: str
    number: str = ""  # that the platform gave
    sid: str = ""
    email: str = ""
    login: str = ""


def write_parts(results: Results) -> bytes:
    """A row a student, a column a part, in points; what could not be read has none."""
    head = ["student", "points", "of", *(f"{item.number} {item.name}" for item in results.items)]
    rows = (_row_of_parts(one, results) for one in results.submissions)
    return b"\xef\xbb\xbf" + _write([head, *rows])  # without this mark Excel takes UTF-8 for something else


def _row_of_parts(one: Submission, results: Results) -> Row:
    return [_text(one.student), _number(one.score), _number(results.points), *_scores(one, results)]


def write_book(book: str, results: Results, column: str = "") -> bytes:
    """The marks for one of `BOOKS`, from which the submissions were downloaded; a row for each of a group.

    Canvas finds the assignment by the name of the `column`: "Homework 1 (12345)", or a new one.
    """
    return _write(_BOOKS[book](results, _text(column or results.assignment)))


def _canvas(results: Results, column: str) -> Iterator[Row]:
    yield [*_CANVAS, column]
    yield ["    Points Possible", "", "", "", "", _number(results.points)]
    for one in results.submissions:
        for entry in _find_entries(one):
            who = [_text(entry.name), entry.number, _text(entry.sid), _text(entry.login)]
            yield [*who, "", _number(one.score)]


def _moodle(results: Results, column: str) -> Iterator[Row]:
    yield _MOODLE
    for one in results.submissions:
        for entry in _find_entries(one):
            identifier = f"Participant {entry.number}" if entry.number else ""
            who = [identifier, _text(entry.name), _text(entry.email), ""]
            marks = [_number(one.score), _number(results.points)]
            yield [*who, *marks, "Yes", "-", "-", _tell(one, results)]


def _gradescope(results: Results, column: str) -> Iterator[Row]:
    yield [
        *_GRADESCOPE,
        *(f"{item.number}: {item.name} ({_decimal(item.points)} pts)" for item in results.items),
    ]
    for one in results.submissions:
        for person in one.people or map(_identify, _people(one.owner or one.student)):
            marks = [_number(one.score), _number(results.points), "Graded"]
            yield [*map(_text, person), *marks, "", "", "", *_scores(one, results)]


_BOOKS: dict[str, Callable[[Results, str], Iterator[Row]]] = {
    "gradescope": _gradescope,
    "canvas": _canvas,
    "moodle": _moodle,
}


BOOKS = tuple(_BOOKS)


def find_foreign(books: Iterable[str], results: Results) -> Iterator[str]:
    """Who has no number of their platform in which of these books, or that nobody has one, in lines."""
    entries = [entry for one in results.submissions for entry in _find_entries(one)]
    names = [_text(entry.name) for entry in entries if not entry.number]
    said = _FOREIGN if len(names) == len(entries) else _INCOMPLETE if names else {}
    for book in (book for book in books if book in said):
        yield said[book].format(f"{book}.csv", enumerate_names(names))
    yield from _find_shared_numbers([f"{book}.csv" for book in books if book in _FOREIGN], entries)


def _find_shared_numbers(files: Sequence[str], entries: Sequence[Entry]) -> Iterator[str]:
    """Who has the number of somebody else: a platform takes both rows for the same person."""
    holders: dict[str, list[str]] = {}
    for entry in entries:
        holders.setdefault(entry.number, []).append(_text(entry.name))
    doubled = {number: names for number, names in holders.items() if number and len(names) > 1}
    for number, names in doubled.items() if files else ():
        yield f"{enumerate_names(names)} have the same number, {number}, in {' and '.join(files)}; {ADVICE}"


def _find_entries(one: Submission) -> Iterator[Entry]:
    """Who handed in: as Gradescope says, or else as the name does, without what keeps two hand-ins apart."""
    for name, sid, email in one.people:
        yield Entry(name or email or sid, sid=sid, email=email, login=email)
    for known in () if one.people else _people(one.owner or one.student):
        name, number = _split(known)
        yield Entry(name, number, email=known if "@" in known else "", login="" if number else known)


def _people(student: str) -> list[str]:
    """Those who handed in together: their e-mail addresses, which may themselves hold a "+"."""
    if not _EMAILS.fullmatch(student):
        return [student]
    return [email.removeprefix("+") for email in _EMAIL.findall(student)]


def _identify(person: str) -> Person:
    """What the one word is by which somebody is known."""
    if "@" in person:
        return Person(email=person)
    return Person(sid=person) if person.isdecimal() else Person(name=person)


def _split(person: str) -> tuple[str, str]:
    """The name and the number that the platform gave."""
    found = _NUMBERED.fullmatch(person)
    return (found["name"], found["number"]) if found else (person, "")


def _scores(one: Submission, results: Results) -> Iterator[str]:
    for item in results.items:
        answer = None if one.refused else one.answers.get(item.number)
        yield "" if answer is None else _number(answer.score)


def _tell(one: Submission, results: Results) -> str:
    """The feedback on what is not right, as the HTML that Moodle expects in a comment."""
    lines = [one.remarks] if one.remarks else []
    for item in () if one.refused else results.items:
        answer = one.answers.get(item.number)
        if answer is not None and answer.state != "right":
            head = f"{item.number} {item.name}: {_number(answer.score)} / {_number(item.points)}"
            lines.append(f"{head}\n{answer.feedback}")
    return "".join(f"<p>{escape(clean(line)).replace(chr(10), '<br>')}</p>" for line in lines)


def _text(words: str) -> str:
    """Text that came from outside, on one line, as no spreadsheet takes it for a formula."""
    return disarm(" ".join(clean(words).split()))


def _number(number: float) -> str:
    return f"{round(number, 2):.10g}"


def _decimal(points: float) -> str:
    """Points as Gradescope's headings have them: with one decimal, or with more where they have more."""
    return f"{points:.2f}".removesuffix("0")


def _write(rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8")
