"""Where each name of the notebook is defined in the new sheet, and the lines that import it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cached_property

from autograder.adopt.checks import Check
from autograder.adopt.plan import PartPlan, Plan, QuestionPlan
from autograder.adopt.program import Program
from autograder.adopt.statements import Statement, find_names


class Names:
    """The names of a notebook in the files of a sheet."""

    def __init__(self, sheet: str, program: Program, plan: Plan) -> None:
        self.sheet, self.program, self.plan = sheet, program, plan

    def laws(self, part: PartPlan) -> list[Check]:
        """The checks of a part that students may see."""
        checks = [tested.check for tested in part.trial.tested if not tested.check.hidden]
        return [check for check in checks if not check.needs & self.program.secret]

    def used_in_public(self, question: QuestionPlan) -> frozenset[str]:
        """What the laws and the default values of a question use."""
        defaults = [
            default
            for part in question.parts
            if part.function is not None
            for default in part.function.args.defaults
        ]
        laws = [law.needs for part in question.parts for law in self.laws(part)]
        return frozenset[str]().union(*laws, *(find_names(ast.unparse(default))[1] for default in defaults))

    def used_in_hidden(self, question: QuestionPlan) -> frozenset[str]:
        """What the solutions, cases and hidden laws of a question use."""
        names = {part.answer for part in question.parts}
        for part in question.parts:
            laws = self.laws(part)
            for tested in part.trial.tested:
                if tested.is_case:
                    names |= tested.check.draw_needs
                elif tested.check not in laws:
                    names |= tested.check.needs
        return frozenset(names)

    @cached_property
    def homes(self) -> dict[Statement, str]:
        """The question whose hidden file holds a statement that students must not see."""
        homes = {
            self.program.answers[part.answer]: question.module
            for question in self.plan.questions
            for part in question.parts
        }
        for question in self.plan.questions:
            for statement in self.program.needs(self.used_in_hidden(question)):
                if not self._is_public(statement) and not statement.imports:
                    homes.setdefault(statement, question.module)
        return homes

    def hidden(self, question: QuestionPlan) -> list[Statement]:
        """The statements of the hidden file of a question, in the order of the notebook."""
        return [s for s in self.program.lasting if self.homes.get(s) == question.module]

    @cached_property
    def given(self) -> list[Statement]:
        """What students are given, as far as a file of the sheet needs it."""
        names = [
            self.used_in_public(question) | self.used_in_hidden(question) for question in self.plan.questions
        ]
        found = self.program.needs(frozenset[str]().union(*names))
        found = [statement for statement in found if self._is_public(statement)]
        return found if any(not statement.imports for statement in found) else []

    def write_imports(self, names: Iterable[str], question: QuestionPlan, *, hidden: bool) -> list[str]:
        """The lines that bring names of the notebook into a file of a question."""
        lines = sorted({self._write_import(name, question, hidden) for name in names} - {""})
        modules: dict[str, list[str]] = {}
        for line in lines:
            start, _, name = line.partition(" import ") if line.startswith("from ") else (line, "", "")
            modules.setdefault(start, []).append(name)
        return [f"{start} import {', '.join(own)}" if own[0] else start for start, own in modules.items()]

    def _write_import(self, name: str, question: QuestionPlan, hidden: bool) -> str:
        about = self.program.about(name)
        if not about:
            return "import numpy as np" if name == "np" else ""
        if about[-1].imports:
            return _repeat_import(about[-1].node, name)
        homes = [self.homes[statement] for statement in about if statement in self.homes]
        if homes and hidden:
            home = homes[-1]
            return "" if home == question.module else f"from solutions.{self.sheet}.{home} import {name}"
        public = any(self._is_public(statement) for statement in about)
        return f"from assignments.{self.sheet}.given import {name}" if public else ""

    def _is_public(self, statement: Statement) -> bool:
        return not statement.hidden and not statement.binds & self.program.secret


def _repeat_import(node: ast.stmt, name: str) -> str:
    """The part of an import that binds this name."""
    assert isinstance(node, ast.Import | ast.ImportFrom)
    found = [alias for alias in node.names if (alias.asname or alias.name.split(".")[0]) == name]
    alias = found[-1] if found else ast.alias(name)  # one of `import *`
    one = (
        ast.Import([alias])
        if isinstance(node, ast.Import)
        else ast.ImportFrom(node.module, [alias], node.level)
    )
    return ast.unparse(one)
