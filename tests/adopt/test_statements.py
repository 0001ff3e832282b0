"""How the statements and headings of an old notebook are read."""

from __future__ import annotations

import ast

import pytest

from autograder.adopt.cells import Cell, Role
from autograder.adopt.claims import find_claims
from autograder.adopt.outline import make_outline
from autograder.adopt.randomness import seed
from autograder.adopt.statements import find_names


@pytest.mark.parametrize(
    ("assertion", "left", "right", "tolerance"),
    [
        ("assert f(2) == 4", "f(2)", "4", (0, 0)),
        ("assert 4 == f(2), 'four'", "4", "f(2)", (0, 0)),
        ("assert f(3)", "f(3)", "True", (0, 0)),
        ("assert not f(3)", "f(3)", "False", (0, 0)),
        ("assert f(1) is None", "f(1)", "None", (0, 0)),
        ("assert abs(f(1) - 2) < 1e-3", "f(1)", "2", (0, 1e-3)),
        ("assert 0.01 >= np.max(np.abs(f(x) - y))", "f(x)", "y", (0, 0.01)),
        ("assert np.allclose(f(x), y, atol=1e-4)", "f(x)", "y", (1e-5, 1e-4)),
        ("assert (f(x) == y).all()", "f(x)", "y", (0, 0)),
        ("assert np.isclose(f(x), y).all()", "f(x)", "y", (1e-5, 1e-8)),
        ("assert math.isclose(f(1), 2, rel_tol=1e-3)", "f(1)", "2", (1e-3, 0)),
        ("assert round(f(1), 2) == 0.33", "f(1)", "0.33", (0, 0.005)),
        ("assert f(1) == pytest.approx(2.0, abs=0.1)", "f(1)", "2.0", (1e-6, 0.1)),
        ("np.testing.assert_allclose(f(x), y)", "f(x)", "y", (1e-7, 0)),
        ("np.testing.assert_almost_equal(f(x), y, 3)", "f(x)", "y", (0, 1.5e-3)),
        ("assert_equal(f(x), y)", "f(x)", "y", (0, 0)),
        ("assert_true(f(x))", "f(x)", "True", (0, 0)),
        ("torch.testing.assert_close(f(x), y, rtol=0.1, atol=0.2)", "f(x)", "y", (0.1, 0.2)),
    ],
)
def test_an_assertion_has_two_sides_and_a_tolerance(
    assertion: str, left: str, right: str, tolerance: tuple[float, float]
) -> None:
    (claim,) = find_claims(ast.parse(assertion).body[0])
    assert claim.left is not None
    assert claim.right is not None
    assert (ast.unparse(claim.left), ast.unparse(claim.right)) == (left, right)
    assert (claim.tolerance.rtol, claim.tolerance.atol) == pytest.approx(tolerance)


@pytest.mark.parametrize(
    "assertion", ["assert f(1) > 2", "assert 0 < f(1) < 1", "assert f(1) != f(2)", "assert f(1) < f(2)"]
)
def test_other_assertions_are_one_condition(assertion: str) -> None:
    (claim,) = find_claims(ast.parse(assertion).body[0])
    assert claim.left is None
    assert f"assert {ast.unparse(claim.truth)}" == assertion


def test_each_conjunct_is_a_claim_of_its_own() -> None:
    claims = find_claims(ast.parse("assert f(1) == 2 and f(2) == 3").body[0])
    assert [ast.unparse(claim.truth) for claim in claims] == ["f(1) == 2", "f(2) == 3"]


@pytest.mark.parametrize("code", ["print(f(1))", "x = f(1)", "np.allclose(f(x), y)", "f(1)"])
def test_what_does_not_assert_claims_nothing(code: str) -> None:
    assert find_claims(ast.parse(code).body[0]) == []


@pytest.mark.parametrize(
    ("lines", "seeded"),
    [
        (["x = np.random.rand()"], ["x = rng.random()"]),
        (["x = np.random.randn(3, 2)"], ["x = rng.normal(size=(3, 2))"]),
        (["x = np.random.randint(0, 9, size=4)"], ["x = rng.integers(0, 9, size=4)"]),
        (["np.random.seed(1)", "x = np.random.rand()"], ["np.random.seed(1)", "x = np.random.rand()"]),
        (["x = torch.randn(3)"], ["torch.manual_seed(0)", "x = torch.randn(3)"]),
        (["x = np.random.default_rng(1).normal()"], ["x = np.random.default_rng(1).normal()"]),
    ],
)
def test_random_inputs_can_be_repeated(lines: list[str], seeded: list[str]) -> None:
    assert seed(lines) == seeded


@pytest.mark.parametrize(
    ("code", "binds", "uses"),
    [
        ("x = y + 1", {"x"}, {"y"}),
        ("x += 1", {"x"}, {"x"}),
        ("for i in xs:\n    total = i\n    print(total)", {"i", "total"}, {"xs", "print"}),
        ("def f(x):\n    return g(x) + [y for y in z][0]", {"f"}, {"g", "z"}),
        ("x = [k for k in ks]", {"x"}, {"ks"}),
        ("x = [a * k for k in ks if k > k0], k", {"x"}, {"a", "ks", "k0", "k"}),
        ("from math import comb as choose, pi", {"choose", "pi"}, set()),
    ],
)
def test_names_of_a_statement(code: str, binds: set[str], uses: set[str]) -> None:
    assert tuple(map(set, find_names(code))) == (binds, uses)


def make_text(number: int, source: str) -> Cell:
    return Cell(number, Role.TEXT, False, source)


def test_headings_become_questions_and_what_stands_before_them_the_introduction() -> None:
    cells = [
        make_text(1, "# Sheet\n\nWelcome."),
        make_text(2, "## Question 1: Sums (3 points)\n\nAdd."),
        Cell(3, Role.ANSWER, True, "def add(): ...", hidden=frozenset({1})),
        make_text(4, "Try it."),
        Cell(5, Role.TESTS, True, "assert add()"),
        make_text(6, "### More\n\nAdd more."),
        Cell(7, Role.ANSWER, True, "def add_more(): ...", hidden=frozenset({1})),
        make_text(8, "Products\n--------\n\nMultiply."),
        Cell(9, Role.ANSWER, True, "def multiply(): ...", hidden=frozenset({1})),
    ]
    outline = make_outline(cells, {3: ("add",), 7: ("add_more",), 9: ("multiply",)}, set())
    assert (outline.title, outline.text) == ("Sheet", "Welcome.")
    assert [(chapter.title, [item.answers[0] for item in chapter.items]) for chapter in outline.chapters] == [
        ("Sums", ["add", "add_more"]),
        ("Products", ["multiply"]),
    ]
    texts = ["\n\n".join(item.text) for chapter in outline.chapters for item in chapter.items]
    assert texts == ["Add.\n\nTry it.", "**More**\n\nAdd more.", "Multiply."]
