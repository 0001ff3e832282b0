"""What an assertion of a test claims: two sides that agree, or one expression that is true."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograder.values import Tolerance

EXACT = Tolerance(0.0, 0.0)


@dataclass(frozen=True)
class Claim:
    """`left` and `right` agree within the tolerance; `truth` says the same in one expression.

    Where only `truth` is claimed, the sides are None.
    """

    truth: ast.expr
    left: ast.expr | None = None
    right: ast.expr | None = None
    tolerance: Tolerance = EXACT
    message: str = ""


@dataclass(frozen=True)
class Comparison:
    """A function of two values that says whether they agree: its tolerances by name, in their order."""

    tolerances: Mapping[str, float] = field(default_factory=dict)

    def read(self, call: ast.Call) -> Tolerance | None:
        """The tolerance of a call, None if it is not written as a number."""
        given = dict(zip(self.tolerances, call.args[2:], strict=False))
        given |= {str(word.arg): word.value for word in call.keywords if word.arg in self.tolerances}
        values = dict(self.tolerances)
        for name, node in given.items():
            number = _number(node)
            if number is None:
                return None
            values[name] = number
        return _tolerance(values)


def _tolerance(values: Mapping[str, float]) -> Tolerance:
    for name in ("decimal", "places"):
        if name in values:
            return Tolerance(0.0, (1.5 if name == "decimal" else 0.5) * 10.0 ** -values[name])
    relative, absolute = (
        sum(values.get(name, 0.0) for name in names)
        for names in (("rtol", "rel_tol", "rel"), ("atol", "abs_tol", "abs"))
    )
    return Tolerance(relative, absolute)


_EXACT = Comparison()
COMPARISONS = {
    "allclose": Comparison({"rtol": 1e-5, "atol": 1e-8}),
    "isclose": Comparison({"rtol": 1e-5, "atol": 1e-8}),
    "math.isclose": Comparison({"rel_tol": 1e-9, "abs_tol": 0.0}),
    "approx": Comparison({"rel": 1e-6, "abs": 1e-12}),
    "assert_allclose": Comparison({"rtol": 1e-7, "atol": 0.0}),
    "assert_close": Comparison({"rtol": 1.3e-6, "atol": 1e-5}),
    "assert_array_almost_equal": Comparison({"decimal": 6}),
    "assert_almost_equal": Comparison({"decimal": 7}),
    "assertAlmostEqual": Comparison({"places": 7}),
    **dict.fromkeys(
        ("equal", "array_equal", "assert_equal", "assert_array_equal", "assertEqual", "eq_"), _EXACT
    ),
    **dict.fromkeys(("assertListEqual", "assertTupleEqual", "assertDictEqual"), _EXACT),
}  # fmt: skip
TRUE, FALSE = {"assert_true", "assertTrue", "assert_", "ok_"}, {"assert_false", "assertFalse"}
DISTANCES = {"abs", "fabs", "absolute", "norm"}  # of a difference


def find_claims(node: ast.stmt) -> list[Claim]:
    """The claims of a statement; none if it does not assert anything itself."""
    if isinstance(node, ast.Assert):
        message = _text(node.msg)
        return [_claim(test, message) for test in _conjuncts(node.test)]
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return []
    call, name = node.value, name_of(node.value.func)
    if name in TRUE | FALSE and call.args:
        test = call.args[0] if name in TRUE else ast.UnaryOp(ast.Not(), call.args[0])
        return [_claim(test, _text(call.args[-1]))]
    if name not in COMPARISONS or not name.startswith(("assert", "eq_")) or len(call.args) < 2:
        return []
    tolerance = COMPARISONS[name].read(call)
    if tolerance is None:
        return []
    message = next((_text(word.value) for word in call.keywords if word.arg in {"err_msg", "msg"}), "")
    left, right = call.args[:2]
    return [Claim(_close(left, right, tolerance), left, right, tolerance, message)]


def asserts_inside(node: ast.stmt) -> bool:
    """Whether a statement asserts, or a statement inside it."""
    return any(isinstance(inner, ast.stmt) and find_claims(inner) for inner in ast.walk(node))


def name_of(function: ast.expr) -> str:
    """The last name of a function that is called; `math.isclose` is not that of numpy."""
    if isinstance(function, ast.Attribute):
        full = f"{ast.unparse(function.value)}.{function.attr}"
        return full if full in COMPARISONS else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _conjuncts(test: ast.expr) -> Iterator[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for value in test.values:
            yield from _conjuncts(value)
    else:
        yield test


def _claim(test: ast.expr, message: str) -> Claim:
    found = _sides(test)
    if found is not None:
        left, right, tolerance = found
        return Claim(test, left, right, tolerance, message)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return Claim(test, test.operand, ast.Constant(False), EXACT, message)
    if isinstance(test, ast.Call):
        return Claim(test, test, ast.Constant(True), EXACT, message)
    return Claim(test, message=message)


def _sides(test: ast.expr) -> tuple[ast.expr, ast.expr, Tolerance] | None:
    """The two sides of an expression that compares values and is true where they agree."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _sides_of_comparison(test.left, test.ops[0], test.comparators[0])
    if not isinstance(test, ast.Call):
        return None
    name = name_of(test.func)
    if name == "all":  # `(a == b).all()` and `np.all(a == b)`
        inner = test.args[0] if test.args else getattr(test.func, "value", None)
        return _sides(inner) if isinstance(inner, ast.Compare | ast.Call) else None
    if name not in COMPARISONS or len(test.args) < 2:
        return None
    tolerance = COMPARISONS[name].read(test)
    return None if tolerance is None else (test.args[0], test.args[1], tolerance)


def _sides_of_comparison(
    left: ast.expr, operator: ast.cmpop, right: ast.expr
) -> tuple[ast.expr, ast.expr, Tolerance] | None:
    match operator:
        case ast.Eq():
            return _rounded(left, right) or _rounded(right, left) or _approximate(left, right)
        case ast.Is() if isinstance(right, ast.Constant):
            return left, right, EXACT
        case ast.Lt() | ast.LtE():
            return _distance(left, right)
        case ast.Gt() | ast.GtE():
            return _distance(right, left)
    return None


def _rounded(left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr, Tolerance] | None:
    """`round(a, 3) == b`: the two agree to half a unit of the last digit."""
    if not isinstance(left, ast.Call) or name_of(left.func) not in {"round", "around"}:
        return None
    plain = isinstance(left.func, ast.Name) or ast.unparse(left.func) in {"np.round", "np.around"}
    arguments = left.args if plain else [getattr(left.func, "value", left), *left.args]
    digits = _number(arguments[1]) if len(arguments) == 2 else 0.0 if len(arguments) == 1 else None
    return None if digits is None else (arguments[0], right, Tolerance(0.0, 0.5 * 10.0**-digits))


def _approximate(left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr, Tolerance]:
    """`a == b`, where `b` may be `pytest.approx(c)`."""
    if isinstance(right, ast.Call) and name_of(right.func) == "approx" and right.args:
        shifted = ast.Call(right.func, [right.args[0], *right.args], right.keywords)
        tolerance = COMPARISONS["approx"].read(shifted)
        if tolerance is not None:
            return left, right.args[0], tolerance
    return left, right, EXACT


def _distance(small: ast.expr, limit: ast.expr) -> tuple[ast.expr, ast.expr, Tolerance] | None:
    """`abs(a - b) < 0.01`, `np.max(np.abs(a - b)) < 0.01`, `np.linalg.norm(a - b) < 0.01`."""
    number = _number(limit)
    if number is None or number <= 0 or not isinstance(small, ast.Call):
        return None
    if name_of(small.func) in {"max", "amax"}:
        small = small.args[0] if small.args else getattr(small.func, "value", small)
    difference = small.args[0] if isinstance(small, ast.Call) and small.args else None
    if not isinstance(difference, ast.BinOp) or not isinstance(difference.op, ast.Sub):
        return None
    if not isinstance(small, ast.Call) or name_of(small.func) not in DISTANCES:
        return None
    return difference.left, difference.right, Tolerance(0.0, number)


def _close(left: ast.expr, right: ast.expr, tolerance: Tolerance) -> ast.expr:
    if tolerance == EXACT:
        return ast.Compare(left, [ast.Eq()], [right])
    call = ast.parse(f"np.allclose(0, 0, rtol={tolerance.rtol!r}, atol={tolerance.atol!r})", mode="eval").body
    assert isinstance(call, ast.Call)
    return ast.Call(call.func, [left, right], call.keywords)


def _number(node: ast.expr) -> float | None:
    """The value of a number that is written out, such as `1e-3` or `10**-6`."""
    if any(not isinstance(inner, _ARITHMETIC) for inner in ast.walk(node)):
        return None
    try:
        return float(eval(compile(ast.Expression(node), "<number>", "eval"), {"__builtins__": {}}))
    except (TypeError, ValueError, ArithmeticError):
        return None


_ARITHMETIC = (ast.Constant, ast.UnaryOp, ast.unaryop, ast.BinOp, ast.operator)


def _text(node: ast.expr | None) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""
