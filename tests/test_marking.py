"""How a part is marked: what counts how much, which hint is given, and what a proof in lines earns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder import faults
from autograder.checking import check_form, check_law, shield
from autograder.marking import Grader, Result
from autograder.question import cases, choice, law, reference
from autograder.values import Cases, Function, Part, Text
from autograder.verdict import Kind
from tests.conftest import make_sheet
from tests.small_sheet import VALUES, double, facts, proof, times_two, truth, which, witness

GRADER = Grader(make_sheet(VALUES))


def mark(of: Part, function: Function) -> Result:
    return GRADER.grade(of, shield(function))


def hint_of(of: Part, function: Function) -> str | None:
    hint = mark(of, function).hint
    return None if hint is None else hint.text["en"]


@pytest.mark.parametrize(
    ("function", "share"),
    [
        (times_two.function, 1.0),
        (lambda x: 2.0 * x if x < 1e9 else np.inf, 0.75),  # fails at the extreme only
        (lambda x: x, 0.0),
        (lambda x: 0.0 * x + 2e300 if x > 1e9 else x, 0.0),  # right at the extreme only
    ],
)
def test_extremes_count_a_quarter_and_nothing_alone(function: Function, share: float) -> None:
    assert mark(double, function).share == share


def test_a_law_that_needs_what_is_not_here_is_not_tried() -> None:
    def check(f: Function, rng: Any) -> Any:
        import nowhere  # type: ignore[import-not-found]

        return f(1.0), nowhere

    verdict = check_law(law(double, en="Needs more.")(check), lambda x: 2 * x)
    assert (verdict.kind, str(verdict.message)) == (
        Kind.NOT_RUN,
        "not tried: it needs nowhere, which is not here",
    )


def test_where_all_cases_are_extremes_they_count_as_any_other() -> None:
    extremes = [replace(value, edge=True) if isinstance(value, Cases) else value for value in VALUES]
    grader = Grader(make_sheet(extremes))
    assert grader.grade(double, shield(times_two.function)).share == 1.0
    assert grader.grade(double, shield(lambda x: x)).share == 0.0
    assert 0 < grader.grade(double, shield(lambda x: 2.0 * x if x < 1e9 else np.inf)).share <= 0.5


def test_a_wrong_idea_leaves_at_most_half() -> None:
    third = GRADER.cases(double, 0)[2].arguments["x"]
    assert mark(double, lambda x: 0.0 if x == third else 2 * x).share == pytest.approx(0.5 * 2 / 3)


def test_the_mistake_is_named_and_only_where_it_is_made() -> None:
    assert hint_of(double, lambda x: x * x) == "That is the square."
    assert hint_of(double, lambda x: 3 * x) is None
    assert hint_of(double, times_two.function) is None


def test_a_variant_is_repeatable_and_differs_from_its_neighbours() -> None:
    draw = [Grader(make_sheet(VALUES)).cases(double, variant)[0].arguments["x"] for variant in (0, 0, 1)]
    assert draw[0] == draw[1] != draw[2]


@pytest.mark.parametrize(
    ("answer", "share", "where"),
    [
        (lambda x: {"a": x, "b": 2 * x, "c": 3 * x}, 1.0, ""),
        (lambda x: {"a": 9 * x, "b": 2 * x, "c": 11 * x}, 0.75, "a"),  # c follows from the wrong a
        (lambda x: {"a": 9 * x, "b": 2 * x, "c": 0.0}, 0.5, "a"),
        (lambda x: {"a": x, "b": 5 * x, "c": 6 * x}, 0.5, "b"),  # the key line is wrong
        (lambda x: {"a": x, "b": 2 * x}, 0.75, "c"),
        (lambda x: {"a": x, "b": None, "c": 3 * x}, 0.5, "b"),
        (lambda x: dict.fromkeys("abc", np.nan), 0.0, "a"),
        (lambda x: [x, 2 * x, 3 * x], 0.0, ""),
    ],
)
def test_lines_earn_their_weights(answer: Function, share: float, where: str) -> None:
    result = mark(proof, answer)
    assert (result.share, result.first_fault.where) == (share, where)


def test_the_first_wrong_line_names_the_mistake_although_other_lines_differ() -> None:
    assert hint_of(proof, lambda x: {"a": x, "b": 5 * x, "c": 0.0}) == "Wrong b."


def test_a_mistake_that_begins_in_another_line_is_not_named() -> None:
    assert hint_of(proof, lambda x: {"a": 7 * x, "b": 8 * x, "c": 3 * x}) == "Wrong a, and b with it."
    assert hint_of(proof, lambda x: {"a": x, "b": 8 * x, "c": 3 * x}) is None


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ({"answer": "b", "a": "r", "b": "s"}, 1.0),
        ({"answer": "b", "a": "s", "b": "r"}, 0.4),
        ({"answer": "a", "a": "r", "b": "s"}, 0.5),
        ({"answer": "b", "a": ..., "b": ...}, 0.4),
    ],
)
def test_reasons_weigh_more_than_the_letter(answer: dict[str, Any], share: float) -> None:
    assert mark(which, lambda: answer).share == pytest.approx(share)


@pytest.mark.parametrize(("wrong", "share"), [("", 1.0), ("p", 0.5), ("pq", 0.0), ("pqr", 0.0)])
def test_guessing_everything_true_earns_nothing(wrong: str, share: float) -> None:
    answer = {name: value ^ (name in wrong) for name, value in truth().items()}
    assert mark(facts, lambda: answer).share == share
    assert mark(facts, lambda: dict.fromkeys("pqrs", True)).share == 0.0


@pytest.mark.parametrize(
    ("value", "share", "hint"),
    [
        ((0.25, 0.75), 1.0, None),
        ([0.9, 0.1], 1.0, None),
        ((1.5, -0.5), 0.25, "They must be positive."),
        ((0.5, 0.6), 0.25, "They must sum to one."),
        ((np.nan, 0.5), 0.0, "They must be positive."),
        ("half", 0.0, None),
        ((np.zeros(3), 1.0), 0.0, None),
    ],
)
def test_every_right_witness_is_accepted_and_the_broken_law_is_the_hint(
    value: Any, share: float, hint: str | None
) -> None:
    result = mark(witness, lambda: value)
    assert result.share == share
    assert hint_of(witness, lambda: value) == hint


def test_a_witness_is_asked_for_once() -> None:
    answers = iter([(1.5, -0.5), (0.5, 0.6), (0.5, 0.6)])  # each breaks one law only
    assert mark(witness, lambda: next(answers)).share < 1


def raising(error: BaseException) -> Callable[..., Any]:
    def function(*_: Any, **__: Any) -> Any:
        raise error

    return function


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.NotAttempted(), Kind.NOT_ATTEMPTED),
        (faults.Missing(), Kind.NOT_ATTEMPTED),
        (faults.Waiting("double"), Kind.WAITING),
        (faults.Raised("ValueError", "secret"), Kind.RAISES),
        (faults.Overran(5.0), Kind.OVERRAN),
        (faults.Died(), Kind.DIED),
        (faults.Unsendable("function"), Kind.TYPE),
    ],
)
def test_a_function_that_gives_no_value_earns_nothing(fault: faults.Fault, kind: Kind) -> None:
    for of in (double, proof, which, facts, witness):
        result = GRADER.grade(of, raising(fault))
        assert (result.first_fault.kind, result.share) == (kind, 0.0)


def test_a_hopeless_function_is_called_once() -> None:
    calls = []

    def hang(**_: Any) -> Any:
        calls.append(1)
        raise faults.Overran(5.0)

    GRADER.grade(double, hang)
    assert len(calls) == 1


def test_shield_tells_stubs_from_errors_and_from_parts_that_wait() -> None:
    def helper() -> Any:
        raise NotImplementedError

    for function, fault in [
        (double.stub, faults.NotAttempted),
        (lambda x: helper(), faults.Waiting),
        (lambda x: 1 / 0, faults.Raised),
        (lambda x: ..., faults.NotAttempted),
    ]:
        with pytest.raises(fault):
            shield(function, ["helper"])(1.0)
    with pytest.raises(faults.Missing):
        shield(None)(1.0)


def test_a_law_that_cannot_compute_with_the_value_blames_its_form() -> None:
    verdict = check_law(VALUES[1], shield(lambda x: {"a": 1}))
    assert verdict.kind is Kind.TYPE
    said = "what is returned has not the form that the question asks for; see the description in the function"
    assert str(verdict.message) == said


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"answer": "b", "a": "r", "b": "s"}, "passed"),
        ({"answer": "e", "a": "r", "b": "s"}, "`answer` is 'e', which is none of: a, b"),
        ({"answer": "b", "a": None, "b": ...}, "not filled in: `a`, `b`"),
        ({"answer": "(B)", "a": "r", "b": "s"}, "passed"),
        ({"answer": ["b"], "a": "r", "b": "s"}, "passed"),
        ({"answer": "ab", "a": "r", "b": "s"}, "`answer` is 'ab', which is none of: a, b"),
        ({"answer": ["a", "b"], "a": "r", "b": "s"}, "`answer` is ['a', 'b'], which is none of: a, b"),
        ("b", "a value of type str is returned, expected a dictionary"),
    ],
)
def test_the_form_of_a_choice_is_public_and_its_key_is_not(answer: Any, words: str) -> None:
    assert str(check_form(which, shield(lambda: answer)).message) == words


LETTERS = Text(en="L")


@choice("2", points=1, several=True, options=dict.fromkeys("abc", LETTERS), reasons={"r": LETTERS}, en="All.")
def all_that_apply() -> Any:
    """The letters."""
    return dict.fromkeys(["answer", *"abc"], ...)


@reference(all_that_apply)
def both() -> Any:
    return {"answer": "ab", "a": "r", "b": "r", "c": "r"}


@cases(all_that_apply)
def once(rng: Any) -> dict[str, Any]:
    return {}


SEVERAL = Grader(make_sheet([all_that_apply, both, once]))


@pytest.mark.parametrize("letters", ["ab", "ba", "b, a", "A B", "a;b", ["b", "a"], ("a", "b"), {"a", "b"}])
def test_several_letters_may_be_spelt_in_many_ways(letters: Any) -> None:
    answer = shield(lambda: {**both(), "answer": letters})
    assert check_form(all_that_apply, answer).ok
    assert SEVERAL.grade(all_that_apply, answer).share == 1


@pytest.mark.parametrize(
    "letters", ["", "a", "abc", "a and b", "a-b", ["a", "c"], [], ["a", 2], None, {"a": "b"}]
)
def test_other_letters_are_no_spelling_of_these(letters: Any) -> None:
    answer = shield(lambda: {**both(), "answer": letters})
    assert SEVERAL.grade(all_that_apply, answer).share < 1


@pytest.mark.parametrize("letters", ["xy", ["a", 2], 1.5])
def test_what_is_no_letter_is_told(letters: Any) -> None:
    found = check_form(all_that_apply, shield(lambda: {**both(), "answer": letters}))
    assert str(found.message) == f"`answer` is {letters!r}, expected letters like `ab`"


def test_what_prints_instead_of_returning_is_told_so() -> None:
    verdict = check_law(VALUES[1], shield(lambda x: None))
    assert verdict.kind is Kind.TYPE
    assert str(verdict.message) == "nothing is returned (None); end the function with `return ...`"


def test_an_error_names_the_line_of_its_cell() -> None:
    cell = "def f(x):\n    y = x\n    return [][5]"
    names: dict[str, Any] = {}
    exec(compile(cell, "<cell>", "exec"), names)
    verdict = check_law(VALUES[1], shield(names["f"]))
    assert str(verdict.message) == "raised IndexError in line 3 of its cell: list index out of range"
