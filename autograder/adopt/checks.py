"""The checks of an answer: each assertion of a test, with the statements that it needs."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.adopt.claims import EXACT, find_claims, name_of
from autograder.adopt.forms import Form, bind, find_forms, substitute, unwrap, with_sides, wrap
from autograder.adopt.program import Program
from autograder.adopt.randomness import SEEDS, is_random, seed
from autograder.adopt.statements import Statement, find_names, write_function

VALUE = "answer"  # what the function of a variable is called inside a check
ERROR = "it expects an error, but a check compares values; let the function return something, or drop it"
NOTHING = "it looks at nothing that students write between markers"
CLASS = "`{name}` is a class, but a part is a function; ask for a function that uses it, such as fit_predict"
HELPER = "it asserts inside `{name}`; write the two sides that should agree"
UNKNOWN = "it is no assertion that is known; write the two sides that should agree"


@dataclass(frozen=True)
class Check:
    """One claim about one answer.

    `inputs` are the arguments of a call whose whole value is compared, and `before` are the lines that they
    need. `parameter` is what the answer is called inside the check, and `claim` says in Markdown what agrees.
    """

    answer: str
    cell: int
    line: int
    name: str
    hidden: bool
    setup: tuple[str, ...]
    form: Form
    message: str
    parameter: str
    claim: str
    inputs: Mapping[str, str] | None = None
    before: tuple[str, ...] = ()

    @property
    def body(self) -> list[str]:
        """The lines of the function that checks."""
        return seed([*self.setup, *(self.form.pair or self.form.truth)])

    def with_tensors(self, kind: str) -> Check:
        """The same for an answer that gives tensors in the notebook; to a check they come as arrays."""
        lines = [(self, "setup"), (self.form, "pair"), (self.form, "truth")]
        setup, pair, truth = (
            tuple(wrap(line, self.parameter, kind) for line in getattr(*at)) for at in lines
        )
        return replace(self, setup=setup, form=replace(self.form, pair=pair, truth=truth))

    @property
    def draw(self) -> list[str]:
        """The lines of the function that draws the inputs of a case."""
        pairs = ", ".join(f'"{name}": {value}' for name, value in (self.inputs or {}).items())
        return seed([*self.before, f"return {{{pairs}}}"])

    @property
    def needs(self) -> frozenset[str]:
        """The names that the function that checks takes from its file."""
        return find_names(write_function("check", f"{self.parameter}, rng", self.body))[1]

    @property
    def draw_needs(self) -> frozenset[str]:
        """The names that the function that draws takes from its file."""
        return find_names(write_function("draw", "rng", self.draw))[1]

    @property
    def loose(self) -> Check:
        """The same as a condition that is true."""
        return replace(self, form=replace(self.form, pair=(), sides=None), inputs=None)


@dataclass(frozen=True)
class Refusal:
    """A test that is not taken over, and the answer that it looks at, if that is known."""

    cell: int
    line: int
    code: str
    reason: str
    answer: str = ""


def find_checks(program: Program, cell: int) -> list[Check | Refusal]:
    """What the tests of a cell check, and what of them cannot be taken over."""
    found: list[Check | Refusal] = []
    for statement in (s for s in program.tests if s.cell == cell and not s.defines):
        if reason := _find_reason(program, statement):
            found.append(refuse(program, statement, reason))
        else:
            found += [_make_check(program, statement, form) for form in find_forms(statement)]
    return _give_names(found)


def refuse(program: Program, statement: Statement, reason: str) -> Refusal:
    called = [name for name in program.answers if name in statement.uses]
    code = ast.unparse(statement.node).split("\n")[0]
    return Refusal(statement.cell, statement.line, code, reason, called[-1] if called else "")


def _find_reason(program: Program, statement: Statement) -> str:
    """Why a test cannot be taken over, as far as its own code tells."""
    node = statement.node
    names = [name_of(inner.func) for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    if any(isinstance(inner, ast.Raise | ast.Try) for inner in ast.walk(node)):
        return ERROR
    if {"raises", "assertRaises", "assert_raises", "warns"} & set(names):
        return ERROR
    if statement.auto or find_claims(node) or not isinstance(node, ast.Expr):
        return ""
    if called := program.asserting & set(names):
        return HELPER.format(name=min(called))
    return UNKNOWN if names and names[0].startswith("assert") else ""


def _give_names(found: Sequence[Check | Refusal]) -> list[Check | Refusal]:
    """Each check with a name of its own, that of its place in the notebook."""
    names: list[str] = []
    named: list[Check | Refusal] = []
    for one in found:
        name = f"cell_{one.cell}_line_{one.line}"
        again = names.count(name)
        names.append(name)
        named.append(
            replace(one, name=f"{name}_{again + 1}" if again else name) if isinstance(one, Check) else one
        )
    return named


def _make_check(program: Program, statement: Statement, form: Form) -> Check | Refusal:
    setup = program.gather(statement, statement.uses)
    names = statement.uses.union(*(s.uses for s in setup))
    called = [name for name in program.answers if name in names]
    if not called:
        return refuse(program, statement, _name_class(program, names) or NOTHING)
    answer = called[-1]
    node = program.answers[answer].node
    if isinstance(node, ast.ClassDef):
        return refuse(program, statement, CLASS.format(name=answer))
    lines = [s.text for s in _with_seeds(program, statement, setup)]
    parameter = answer if isinstance(node, ast.FunctionDef) else VALUE
    if statement.auto:
        parameter = "f" if "f" not in names else VALUE
        form = _with_reference(form, answer, parameter, node, setup)
    elif parameter is VALUE:
        lines = [f"{answer} = {VALUE}()", *lines]
    form = form if statement.auto else _orient(form, answer, setup)
    check = Check(
        answer, statement.cell, statement.line, "", statement.hidden or statement.auto, tuple(lines), form,
        form.message or statement.comment, parameter, _write_claim(form, answer, setup),
    )  # fmt: skip
    return _with_inputs(program, statement, check, setup)


def _name_class(program: Program, names: frozenset[str]) -> str:
    """The reason for a test of a class that stands among what students write."""
    for statement in program.statements:
        if isinstance(statement.node, ast.ClassDef) and statement.hidden and statement.binds & names:
            return CLASS.format(name=min(statement.binds))
    return ""


def _with_seeds(program: Program, at: Statement, setup: list[Statement]) -> list[Statement]:
    """The statements with those of the same cell that seed the generators which they draw from."""
    if not is_random("\n".join([*(s.text for s in setup), at.text])):
        return setup
    seeds = [s for s in program.tests if s.cell == at.cell and s.line < at.line and SEEDS.search(s.text)]
    return [s for s in program.statements if s in setup or (s in seeds and (at.hidden or not s.hidden))]


def _with_reference(form: Form, answer: str, parameter: str, node: ast.stmt, setup: list[Statement]) -> Form:
    """The value of an expression with the answer of a student, and with that of the solution."""
    assert form.sides is not None
    own: ast.expr = ast.Name(parameter, ast.Load())
    if not isinstance(node, ast.FunctionDef):
        own = ast.Call(own, [], [])
    whole = _expand(form.sides[0], answer, setup)
    return with_sides(form, substitute(whole, {answer: own}), whole)


def _expand(side: ast.expr, answer: str, setup: list[Statement]) -> ast.expr:
    """The side with `y` written out where the test said `y = f(x)` before."""
    bound = [name for s in setup for name in s.binds]
    changed = frozenset[str]().union(*(s.changes for s in setup))
    values: dict[str, ast.expr] = {}
    for statement in setup:
        if isinstance(statement.node, ast.Assign) and answer in statement.uses:
            values |= _read_values(statement.node)
    plain = {name: value for name, value in values.items() if bound.count(name) == 1 and name not in changed}
    return substitute(side, plain)


def _read_values(node: ast.Assign) -> dict[str, ast.expr]:
    """What each name stands for: `f(x)[0]` for `a` in `a, b = f(x)`."""
    target = node.targets[0]
    if isinstance(target, ast.Name):
        return {target.id: node.value}
    if not isinstance(target, ast.Tuple):
        return {}
    names = [(place, item.id) for place, item in enumerate(target.elts) if isinstance(item, ast.Name)]
    return {name: ast.Subscript(node.value, ast.Constant(place), ast.Load()) for place, name in names}


def _write_claim(form: Form, answer: str, setup: list[Statement]) -> str:
    """The claim in Markdown: "`f(2)` = `4`"."""
    if form.sides is None:
        return f"`{form.code}`"
    left = ast.unparse(_expand(form.sides[0], answer, setup))
    if isinstance(form.sides[1], ast.Constant) and isinstance(form.sides[1].value, bool):
        return f"`{left}`" if form.sides[1].value else f"`not {left}`"
    return f"`{left}` {'=' if form.tolerance == EXACT else '≈'} `{ast.unparse(form.sides[1])}`"


def _mentions(side: ast.expr, answer: str, setup: list[Statement]) -> bool:
    return answer in find_names(ast.unparse(_expand(side, answer, setup)))[1]


def _orient(form: Form, answer: str, setup: list[Statement]) -> Form:
    """The form with the student's side on the left."""
    if form.sides is None or _mentions(form.sides[0], answer, setup):
        return form
    return form.swapped if _mentions(form.sides[1], answer, setup) else form


def _with_inputs(program: Program, at: Statement, check: Check, setup: list[Statement]) -> Check:
    """The check with the inputs of a case, if the claim compares the whole value of one call."""
    form, node = check.form, program.answers[check.answer].node
    if form.sides is None or (not at.auto and _mentions(form.sides[1], check.answer, setup)):
        return check
    whole = unwrap(_expand(form.sides[1 if at.auto else 0], check.answer, setup))
    if not isinstance(node, ast.FunctionDef):
        is_value = isinstance(whole, ast.Name) and whole.id == check.answer
        return replace(check, inputs={}) if is_value else check
    if not isinstance(whole, ast.Call) or ast.unparse(whole.func) != check.answer:
        return check
    inputs = bind(whole, node)
    if inputs is None:
        return check
    written = {name: ast.unparse(value) for name, value in inputs.items()}
    names = frozenset[str]().union(*(find_names(value)[1] for value in written.values()))
    before = program.gather(at, names)
    if check.answer in names.union(*(s.uses for s in before)):
        return check
    lines = [s.text for s in _with_seeds(program, at, before)]
    return replace(check, inputs=written, before=tuple(lines))
