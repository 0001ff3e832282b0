"""The last lines of a check: an assertion as two values that agree, and as a condition that is true."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from autograder.adopt.claims import EXACT, Claim, asserts_inside, find_claims, name_of
from autograder.adopt.statements import Statement
from autograder.values import Tolerance

WRAPPERS = {"list", "tuple", "float", "array", "asarray", "tolist", "item", "detach", "numpy"}


@dataclass(frozen=True)
class Form:
    """A claim in code. `sides` are its two sides, where it does not stand in a loop."""

    pair: tuple[str, ...]
    truth: tuple[str, ...]
    tolerance: Tolerance
    code: str
    message: str
    sides: tuple[ast.expr, ast.expr] | None = None

    @property
    def swapped(self) -> Form:
        """The same with what is expected on the left."""
        return self if self.sides is None else with_sides(self, self.sides[1], self.sides[0])


def find_forms(statement: Statement) -> list[Form]:
    """The forms of what a statement asserts; none if it asserts nothing."""
    node = statement.node
    if statement.auto and isinstance(node, ast.Expr):
        return [_read(Claim(node.value, node.value, node.value))]
    if claims := find_claims(node):
        return [_read(claim) for claim in claims]
    return [_read_loop(node)] if asserts_inside(node) and not statement.defines else []


def with_sides(form: Form, left: ast.expr, right: ast.expr) -> Form:
    return replace(form, pair=(f"return {ast.unparse(left)}, {ast.unparse(right)}",), sides=(left, right))


def _read(claim: Claim) -> Form:
    truth = ast.unparse(claim.truth)
    form = Form((), (f"return bool({truth}), True",), claim.tolerance, truth, claim.message)
    if claim.left is None or claim.right is None:
        return form
    right = claim.right
    if claim.tolerance != EXACT and isinstance(right, ast.Constant) and type(right.value) is int:
        right = ast.Constant(float(right.value))  # whole numbers would be compared exactly
    return with_sides(form, claim.left, right)


def _read_loop(node: ast.stmt) -> Form:
    """A loop (or `if`, or `with`) that collects the sides of each assertion inside."""
    claims = [
        claim for inner in ast.walk(node) if isinstance(inner, ast.stmt) for claim in find_claims(inner)
    ]
    alike = len({claim.tolerance for claim in claims}) == 1 and all(claim.left for claim in claims)
    pair, truth = (_collect(node, as_pairs=as_pairs) for as_pairs in (True, False))
    first = claims[0]
    tolerance = first.tolerance if alike else EXACT
    return Form(pair if alike else (), truth, tolerance, ast.unparse(first.truth), first.message)


def _collect(node: ast.stmt, *, as_pairs: bool) -> tuple[str, ...]:
    source = ast.unparse(node)
    taken = re.search(r"\b(got|expected)\b", source)
    collector = _Collector(as_pairs, *(("lefts", "rights") if taken else ("got", "expected")))
    body = ast.unparse(collector.visit(ast.parse(source)))
    return (
        f"{collector.got}, {collector.expected} = [], []",
        body,
        f"return {collector.got}, {collector.expected}",
    )


class _Collector(ast.NodeTransformer):
    """Puts `got.append(...)` and `expected.append(...)` in the place of assertions."""

    def __init__(self, as_pairs: bool, got: str, expected: str) -> None:
        self.as_pairs, self.got, self.expected = as_pairs, got, expected

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        return self._append(find_claims(node))

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | list[ast.stmt]:
        claims = find_claims(node)
        return self._append(claims) if claims else node

    def _append(self, claims: list[Claim]) -> list[ast.stmt]:
        lines = []
        for claim in claims:
            left, right = f"bool({ast.unparse(claim.truth)})", "True"
            if self.as_pairs and claim.left is not None and claim.right is not None:
                left, right = ast.unparse(claim.left), ast.unparse(claim.right)
            lines += [f"{self.got}.append({left})", f"{self.expected}.append({right})"]
        return ast.parse("\n".join(lines)).body


def substitute(node: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
    """The expression with names replaced."""
    copy = ast.parse(ast.unparse(node), mode="eval").body
    replaced = _Substitution(values).visit(copy)
    assert isinstance(replaced, ast.expr)
    return replaced


class _Substitution(ast.NodeTransformer):
    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.values.get(node.id, node) if isinstance(node.ctx, ast.Load) else node


def wrap(line: str, function: str, kind: str) -> str:
    """The line with the values of a function as tensors: `torch.as_tensor(f(x))`."""
    tree = _Tensors(function, kind).visit(ast.parse(line))
    last = tree.body[0]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple):
        return f"return {', '.join(map(ast.unparse, last.value.elts))}"
    return ast.unparse(tree)


class _Tensors(ast.NodeTransformer):
    def __init__(self, function: str, kind: str) -> None:
        self.function, self.kind = function, kind

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id != self.function:
            return node
        return ast.parse(TENSORS[self.kind].format(call=ast.unparse(node)), mode="eval").body


TENSORS = {"Tensor": "torch.as_tensor({call})", "tuple": "tuple(map(torch.as_tensor, {call}))"}


def unwrap(node: ast.expr) -> ast.expr:
    """What stands inside conversions that change no value: `f(x)` of `list(f(x).tolist())`."""
    while isinstance(node, ast.Call) and name_of(node.func) in WRAPPERS:
        if len(node.args) == 1 and not node.keywords:
            node = node.args[0]
        elif isinstance(node.func, ast.Attribute) and not node.args:
            node = node.func.value
        else:
            break
    return node


def bind(call: ast.Call, function: ast.FunctionDef) -> dict[str, ast.expr] | None:
    """The arguments of a call by the names of the parameters; None where they cannot be told."""
    names = [argument.arg for argument in function.args.args]
    words = [word.arg for word in call.keywords]
    if (
        any(isinstance(value, ast.Starred) for value in call.args)
        or None in words
        or len(call.args) > len(names)
    ):
        return None
    given = dict(zip(names, call.args, strict=False))
    return given | {str(word.arg): word.value for word in call.keywords}
