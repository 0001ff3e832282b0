"""How the statements of a notebook hang together: what students write, and what a piece of code needs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from autograder.adopt.cells import Cell, Role
from autograder.adopt.claims import asserts_inside
from autograder.adopt.randomness import SEEDS, is_random
from autograder.adopt.statements import Statement, inline, split

WRITTEN = {Role.ANSWER, Role.MANUAL}  # cells that students write
COMPOUND = (ast.For, ast.While, ast.With, ast.If, ast.Try)


class Program:
    """The code cells of a notebook. `unreadable` are the cells that are not Python."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.unreadable: list[Cell] = []
        self.statements: list[Statement] = []
        for cell in cells:
            found = split(cell) if cell.code else []
            if found is None:
                self.unreadable.append(cell)
            for statement in found or []:
                self.statements += self._unfold(statement)

    def _unfold(self, statement: Statement) -> list[Statement]:
        """A call of a test function of this notebook becomes its body."""
        if statement.role is not Role.TESTS or not isinstance(statement.node, ast.Expr):
            return [statement]
        called = getattr(getattr(statement.node.value, "func", None), "id", "")
        known = [s for s in self.statements if called in s.binds and s.role is Role.TESTS]
        if not known or not asserts_inside(known[-1].node):
            return [statement]
        return inline(statement, known[-1]) or [statement]

    @cached_property
    def answers(self) -> dict[str, Statement]:
        """What students write and a test looks at, by name, in the order of the notebook."""
        tested = frozenset[str]().union(*map(self._taken, {s.cell for s in self.tests}))
        found: dict[str, Statement] = {}
        for statement in self.statements:
            if statement.role is Role.ANSWER and statement.hidden:
                names = statement.binds | (statement.changes - self.fixed)
                found |= dict.fromkeys(sorted(names & tested) if not statement.imports else (), statement)
        return found

    @property
    def tests(self) -> list[Statement]:
        return [statement for statement in self.statements if statement.role is Role.TESTS]

    def _taken(self, cell: int) -> frozenset[str]:
        """Names that a test cell takes from the cells before it."""
        bound: set[str] = set()
        taken: set[str] = set()
        for statement in self.tests:
            if statement.cell == cell:
                taken |= statement.uses - bound
                bound |= statement.binds
        return frozenset(taken)

    @cached_property
    def lasting(self) -> list[Statement]:
        """Statements that later cells build on: all but what a test does."""
        return [s for s in self.statements if s.role is not Role.TESTS or s.imports]

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Names of functions, classes and modules, which no statement changes in place."""
        return frozenset(name for s in self.lasting if s.defines for name in s.binds)

    @cached_property
    def asserting(self) -> frozenset[str]:
        """Functions of the notebook that assert or raise themselves."""
        raising = [s for s in self.statements if any(isinstance(n, ast.Raise) for n in ast.walk(s.node))]
        given = [s for s in self.statements if s.defines and s.role not in WRITTEN]
        return frozenset(name for s in given if s in raising or asserts_inside(s.node) for name in s.binds)

    @cached_property
    def seeds(self) -> list[Statement]:
        """What seeds the generators for the cells that follow."""
        return [s for s in self.lasting if isinstance(s.node, ast.Expr) and SEEDS.search(s.text)]

    def about(self, name: str) -> list[Statement]:
        """The lasting statements that make a value what it is; an answer is that of its own cell."""
        last = self.answers[name].cell if name in self.answers else self.statements[-1].cell
        before = [s for s in self.lasting if s.cell <= last]
        binding = [s for s in before if name in s.binds]
        changing = [s for s in before if name in s.changes - self.fixed]
        return [s for s in before if s in binding or (binding and s in changing)]

    @cached_property
    def secret(self) -> frozenset[str]:
        """Names whose values depend on what students write."""
        public = {name for s in self.lasting if not s.hidden for name in s.binds}
        hidden = [s for s in self.lasting if s.hidden and not s.imports]
        names = {name for s in hidden for name in s.binds if name not in public} | self.answers.keys()
        while True:
            more = {name for s in self.lasting if s.uses & names for name in s.binds} - names
            if not more:
                return frozenset(names)
            names |= more

    def is_public(self, name: str) -> bool:
        """Whether it can stand in a file that students may see."""
        return name not in self.secret and bool(self.about(name))

    def needs(self, names: Iterable[str]) -> list[Statement]:
        """The lasting statements that these names need, in the order of the notebook."""
        found: set[Statement] = set()
        waiting, known = set(names), set[str]()
        while waiting:
            name = waiting.pop()
            known.add(name)
            for statement in self.about(name):
                found.add(statement)
                more = statement.uses if statement.defines else statement.uses | statement.binds
                waiting |= more - known
        seeds = self.seeds if any(is_random(statement.text) for statement in found) else []
        return [statement for statement in self.lasting if statement in found or statement in seeds]

    def gather(self, at: Statement, names: Iterable[str]) -> list[Statement]:
        """The statements before a test that give these names their values, to be repeated with the test.

        Left out is what the test can import: answers, definitions, and given values that are bound only once.
        """
        needed, chosen = set(names), list[Statement]()
        for statement in self._before(at):
            needed -= {n for n in needed & self.answers.keys() if statement.cell <= self.answers[n].cell}
            hits = statement.binds & needed
            if hits and self._can_be_imported(statement):
                needed -= hits
            elif hits or ((statement.changes & needed) - self.fixed and self._counts(statement, at)):
                chosen.insert(0, statement)
                needed = (needed - statement.binds if statement.rebinds else needed) | statement.uses
        return chosen

    def _before(self, at: Statement) -> Iterator[Statement]:
        for statement in reversed(self.statements[: self.statements.index(at)]):
            if at.hidden or not statement.hidden or statement.role in WRITTEN:
                yield statement

    def _can_be_imported(self, statement: Statement) -> bool:
        if (
            statement.role in WRITTEN
            or statement.imports
            or (statement.defines and statement in self.lasting)
        ):
            return True
        if is_random(statement.text) and not any(seed.cell <= statement.cell for seed in self.seeds):
            return False
        single = all(len([s for s in self.about(name) if name in s.binds]) == 1 for name in statement.binds)
        return statement.role is not Role.TESTS and single and not statement.binds & self.secret

    def _counts(self, statement: Statement, at: Statement) -> bool:
        if asserts_inside(statement.node) or statement.role in WRITTEN:
            return False
        if isinstance(statement.node, ast.Expr) and statement.uses & self.asserting:
            return False
        return statement.cell == at.cell or not isinstance(statement.node, COMPOUND)
