"""The sheet for the marks: written as CSV, and read back in any form in which a spreadsheet saves it.

Nothing in it is a formula, a date or a number to a spreadsheet, but points and scores.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SHEET = "marks.csv"
COLUMNS = ("file", "submission", "question", "points", "criteria", "remarks", "score", "comment")
NEEDED = ("file", "submission", "question", "score")
SHOWN = 40  # characters of a cell that a message repeats
DIGITS = 16  # of a digest, which are enough to tell submissions apart

# A cell that begins so may be code to a spreadsheet; some take a full-width sign for the plain one.
_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "'")
_COMMA = "was a decimal comma taken for the end of a cell?"
_SCORE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


class MarksError(Exception):
    """Marks that can't be used. `problems` are all that is wrong, each with its place."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Row:
    """A question of a submission, to be marked."""

    file: str
    submission: str
    number: str
    points: float
    criteria: str
    remarks: str
    score: str = ""  # given already where there is nothing to read


@dataclass(frozen=True)
class Mark:
    """A score that a person gave. `row` is its place in the sheet, where the head is row 1."""

    row: int
    file: str
    submission: str
    number: str
    score: float
    comment: str = ""


def write_sheet(rows: Sequence[Row], language: str) -> bytes:
    """The sheet as the spreadsheets of a language open it; where there is an answer, without a score."""
    text = io.StringIO(newline="")
    # Where the decimal sign is a comma, a spreadsheet expects semicolons between the cells.
    writer = csv.writer(text, delimiter="," if language == "en" else ";")
    writer.writerow(COLUMNS)
    for row in rows:
        points = f"{row.points:g}".replace(".", "." if language == "en" else ",")
        who = (row.file, name_submission(row.submission), f"Q{row.number}")
        writer.writerow(map(disarm, (*who, points, row.criteria, row.remarks, row.score, "")))
    return text.getvalue().encode("utf-8-sig")  # without its mark Excel takes UTF-8 for something else


def name_submission(digest: str) -> str:
    """A digest as a spreadsheet leaves it alone: of digits only, it would become a number."""
    return f"id-{digest[:DIGITS]}"


def disarm(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def _rearm(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ACTIVE) else cell


def read_sheet(data: bytes, points: Mapping[str, float]) -> list[Mark]:
    """The marks of a filled sheet, where `points` are those of each question. Raises MarksError."""
    marks: list[Mark] = []
    problems: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for row, cells in _read_rows(data):
        try:
            mark = _read_mark(row, cells, points)
        except MarksError as error:
            problems += error.problems
            continue
        first = seen.setdefault((mark.file, mark.number), row)
        if first != row:
            problems.append(f"row {row}: Q{mark.number} of {mark.file} is in row {first} already")
        marks.append(mark)
    if problems or not marks:
        raise MarksError(*(problems or ["the sheet holds no marks; fill in its scores"]))
    return marks


def _read_rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the head that hold anything, with their numbers, as cells by the names of columns."""
    text = _decode(data)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text)))
    except csv.Error as error:
        raise MarksError(f"the sheet is not CSV ({error}); save it as 'CSV UTF-8'") from None
    begin = 1 if lines and lines[0] and lines[0][0].lower().startswith("sep=") else 0
    head = [name.strip().lower() for name in lines[begin]] if len(lines) > begin else []
    _check_head(head)
    for row, cells in enumerate(lines[begin + 1 :], begin + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head):
            raise MarksError(f"row {row}: {len(cells)} cells, expected {len(head)}; {_COMMA}")
        cells += [""] * (len(head) - len(cells))
        yield row, dict(zip(head, map(_rearm, map(str.strip, cells)), strict=False))


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise MarksError("the sheet is not UTF-8; save it as 'CSV UTF-8' in the spreadsheet") from None


def _find_delimiter(text: str) -> str:
    """What stands between the names of the columns."""
    line = next((line for line in text.splitlines() if "question" in line.lower()), "")
    return max(",;\t", key=line.count)


def _check_head(head: Sequence[str]) -> None:
    if missing := [name for name in NEEDED if name not in head]:
        expected = ", ".join(COLUMNS)
        raise MarksError(f"there is no column {missing[0]!r} in row 1, expected the columns {expected}")
    if doubled := [name for name in COLUMNS if head.count(name) > 1]:
        raise MarksError(f"there are two columns {doubled[0]!r} in row 1, expected one")


def _read_mark(row: int, cells: Mapping[str, str], points: Mapping[str, float]) -> Mark:
    number = cells["question"].removeprefix("Q")
    if number not in points:
        known = ", ".join(f"Q{number}" for number in points)
        raise MarksError(f"row {row}: there is no question {_shown(cells['question'])}; there are: {known}")
    if not cells["file"]:
        raise MarksError(f"row {row}: there is no file, expected the name of a PDF")
    where = f"row {row}: Q{number} of {cells['file'][:SHOWN]}"
    score, comment = _read_score(cells["score"], points[number], where), cells.get("comment", "")
    if comment.isdigit():
        raise MarksError(f"{where} has the comment {_shown(comment)}, expected words; {_COMMA}")
    return Mark(row, cells["file"], cells["submission"], number, score, comment)


def _read_score(cell: str, points: float, where: str) -> float:
    expected = f"expected a number from 0 to {points:g}"
    if not cell:
        raise MarksError(f"{where} has no score, {expected}")
    if not _SCORE.fullmatch(cell):
        raise MarksError(f"{where} has the score {_shown(cell)}, {expected}")
    score = float(cell.replace(",", "."))
    if score > points:
        raise MarksError(f"{where} has the score {score:g}, {expected}")
    return score


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= SHOWN else cell[:SHOWN] + "...")
