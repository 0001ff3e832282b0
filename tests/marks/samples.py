"""A small sheet of marks, filled as a person fills it, and what the machine gave."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from autograder.feedback import write_results
from autograder.marks import Row, read_sheet, write_sheet
from autograder.report import PartReport, Report, WrittenReport
from autograder.verdict import Kind

POINTS = {"1.2": 2.0, "3": 0.75}
ANNA, BOB = "ab" * 32, "12" * 32  # digests
HEAD = "file,submission,question,points,criteria,remarks,score,comment\n"
BEGINS = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t",
    "\r",
    "'",
    "'=",
]  # a formula, for some


def make_rows() -> list[Row]:
    return [
        Row(f"{who}.pdf", digest, number, points, "[1] =a\n[1] b", "not attempted")
        for who, digest in (("anna", ANNA), ("bob", BOB))
        for number, points in POINTS.items()
    ]


def fill(scores: list[str], delimiter: str = ",", comments: tuple[str, ...] = ("",) * 4) -> bytes:
    """The sheet as a person fills and saves it."""
    text = write_sheet(make_rows(), "en").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
    writer.writeheader()
    for row, score, comment in zip(rows, scores, comments, strict=True):
        writer.writerow({**row, "score": score, "comment": comment})
    return out.getvalue().encode()


GOOD = fill(["2", "0", "1.5", "0.75"])


def scores(data: bytes) -> list[float]:
    return [mark.score for mark in read_sheet(data, POINTS)]


def write_machine(folder: Path, name: str, digest: str, refused: bool = False) -> Path:
    """What `autograder grade --out` writes, for a submission with one part of three points."""
    part = PartReport("1.1", "f", 3.0, 1.5, Kind.VALUES, 1, 2)
    written = tuple(WrittenReport(number, points, "text", ()) for number, points in POINTS.items())
    report = Report("x", name, (part,), () if refused else written, digest=digest)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(write_results(report)), encoding="utf-8")
    return path
