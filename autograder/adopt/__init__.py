"""An nbgrader source notebook becomes a sheet of question twins, as far as it can, and a list of the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.adopt.cells import read_cells
from autograder.adopt.files import write_files
from autograder.adopt.names import Names
from autograder.adopt.plan import make_plan
from autograder.adopt.program import Program
from autograder.adopt.remarks import list_lost, list_to_do, summarise
from autograder.adopt.survey import make_survey
from autograder.case import reference_of
from autograder.checking import check_law, quiet, shield
from autograder.course import CourseError
from autograder.marking import Grader
from autograder.messages import LANGUAGES
from autograder.sheet import Sheet
from autograder.values import Law
from autograder.verdict import Kind


@dataclass(frozen=True)
class Adoption:
    """What was written, what of the notebook is not taken over, and what is left for a person to do."""

    name: str
    paths: tuple[Path, ...]
    summary: str
    lost: tuple[str, ...]
    to_do: tuple[str, ...]

    @property
    def report(self) -> str:
        """All that is said about it, for the terminal."""
        lines = [self.summary]
        for title, remarks in (("not taken over", self.lost), ("to do", self.to_do)):
            lines += [f"{title}:", *[f"- {remark}" for remark in remarks]] if remarks else []
        return "\n".join(lines)


def adopt(root: Path, source: Path, name: str = "", language: str = "en") -> Adoption:
    """Write the files of a new sheet below `root`. Runs the code of the notebook, which must be trusted.

    Raises CourseError, and writes nothing, where the notebook or the name will not do.
    """
    name = name or re.sub(r"\W+", "_", source.stem.lower()).strip("_")
    _refuse(root, name, language)
    with quiet():  # code may hold escapes that Python warns of
        cells = read_cells(source)
        program = Program(cells)
        survey = make_survey(cells, program)
        names = Names(name, program, make_plan(cells, program, survey))
        lost = tuple(list_lost(cells, survey, program))
        if not names.plan.items:
            raise CourseError("\n".join([f"nothing of {source.name} can be taken over", *lost]))
        files = write_files(names, source.name, language)
        to_do = tuple(list_to_do(cells, names, survey))
    paths = []
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        paths.append(root / path)
    return Adoption(name, tuple(paths), summarise(cells, names.plan), lost, to_do)


def _refuse(root: Path, name: str, language: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise CourseError(f"the sheet is called {name!r}; expected lower-case words with underscores")
    if language not in LANGUAGES:
        raise CourseError(f"the language is {language!r}, expected one of: {', '.join(LANGUAGES)}")
    for kind in ("assignments", "solutions"):
        if (root / kind / name).exists():
            raise CourseError(f"{kind}/{name} exists already; choose another name")


def find_faults(sheet: Sheet) -> list[str]:
    """Parts of a new sheet whose solution does not get full marks, or whose stub is not "not attempted"."""
    grader, faults = Grader(sheet), []
    for part in sheet.parts:
        unit = sheet.unit_of[part]
        solution = shield(reference_of(unit, part))
        laws = [law for law in unit.of(Law, part) if not check_law(law, solution).ok]
        if laws or grader.grade(part, solution).share < 1:
            faults.append(
                f"{part.number} {part.name}: the solution does not pass its tests; mend one of them"
            )
        if grader.grade(part, shield(part.stub)).first_fault.kind is not Kind.NOT_ATTEMPTED:
            advice = "let it raise NotImplementedError"
            faults.append(f"{part.number} {part.name}: the empty function counts as an answer; {advice}")
    return faults
