"""The public laws that a student's functions break: found, and told, before anything is marked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

from autograder.calls import Calls, connect
from autograder.checking import check_form, check_laws
from autograder.report import BrokenLaw
from autograder.sandbox import Session
from autograder.sheet import Sheet
from autograder.values import Function, Law, Part
from autograder.verdict import Kind, Verdict

BrokenLaws: TypeAlias = Mapping[Part, BrokenLaw | None]


def find_broken_laws(sheet: Sheet, session: Session, calls: Calls, told: bool = True) -> BrokenLaws:
    """For each part the first public law that the student's function breaks, and how; none if not `told`."""
    if not told:
        return dict.fromkeys(sheet.parts)
    asked = {part.name: calls.of_laws(session, part) for part in sheet.parts}
    given = session.call_parts(asked)

    def find(part: Part) -> BrokenLaw | None:
        session.begin_part()
        answers = given.get(part.name) or session.call_all(asked[part.name])
        function = connect(session, part, asked[part.name], answers)
        return _find_broken_form(part, function) if part.allowed else _find_broken_law(sheet, part, function)

    return {part: find(part) for part in sheet.parts}


def _find_broken_form(part: Part, answer: Function) -> BrokenLaw | None:
    form = check_form(part, answer)
    return None if form.ok else (None, form)


def _find_broken_law(sheet: Sheet, part: Part, answer: Function) -> BrokenLaw | None:
    laws = sheet.unit_of[part].of(Law, part)
    broken = next(((law, verdict) for law, verdict in check_laws(laws, answer) if not verdict.ok), None)
    # Without the arrays, which are as large as the student likes.
    return broken and (broken[0].text, replace(broken[1], got=None, want=None))


def list_known(laws: BrokenLaws, kinds: Collection[Kind]) -> dict[Part, Verdict | None]:
    """What the laws have found already of each part, if it is of one of these kinds."""
    return {part: law[1] if law is not None and law[1].kind in kinds else None for part, law in laws.items()}
