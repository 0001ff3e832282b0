"""The questions of a small sheet: a computation, a proof in lines, a choice, claims and a witness."""

from __future__ import annotations

from typing import Any

from autograder.question import (
    alternative,
    cases,
    choice,
    claims,
    derivation,
    follows,
    hidden_law,
    law,
    mistake,
    part,
    reference,
)
from autograder.values import Function, Part, Text


@part("1.1", points=4, en="Double it.")
def double(x: Any) -> Any:
    """Twice the number."""
    raise NotImplementedError


@law(double, en="It is additive.")
def additive(f: Function, rng: Any) -> Any:
    return f(3.0), f(1.0) + f(2.0)


@reference(double)
def times_two(x: Any) -> Any:
    return 2.0 * x


@cases(double, count=3)
def plain(rng: Any) -> dict[str, Any]:
    return {"x": rng.normal(1.0, 0.1)}


@cases(double, edge=True)
def large(rng: Any) -> dict[str, Any]:
    return {"x": 1e300}


@mistake(double, en="That is the square.")
def square(x: Any) -> Any:
    return x**2


@alternative(double)
def twice_added(x: Any) -> Any:
    return x + x


@derivation("1.2", points=4, lines={"a": 1, "b": 2, "c": 1}, key="b", en="Lines.")
def proof(x: Any) -> Any:
    """The lines."""
    raise NotImplementedError


@reference(proof)
def lines(x: Any) -> Any:
    return {"a": x, "b": 2 * x, "c": 3 * x}


@cases(proof, count=2)
def probes(rng: Any) -> dict[str, Any]:
    return {"x": rng.normal(1.0, 0.1)}


@follows(proof, "c")
def sum_of_lines(given: Any, x: Any) -> Any:
    return given["a"] + given["b"]


@mistake(proof, en="Wrong b.")
def wrong_b(x: Any) -> Any:
    return {**lines(x), "b": 5 * x}


@mistake(proof, en="Wrong a, and b with it.")
def wrong_a(x: Any) -> Any:
    return {**lines(x), "a": 7 * x, "b": 8 * x}


@choice(
    "1.3",
    points=1,
    en="Which?",
    options={"a": Text(en="A"), "b": Text(en="B")},
    reasons={"r": Text(en="R"), "s": Text(en="S")},
)
def which() -> Any:
    """The letter."""
    return {"answer": ..., "a": ..., "b": ...}


@reference(which)
def which_key() -> Any:
    return {"answer": "b", "a": "r", "b": "s"}


@cases(which)
def only(rng: Any) -> dict[str, Any]:
    return {}


@claims("1.4", points=1, en="True or false?", statements={k: Text(en=k) for k in "pqrs"})
def facts() -> Any:
    """Your judgement."""
    return dict.fromkeys("pqrs", ...)


@reference(facts)
def truth() -> Any:
    return {"p": True, "q": False, "r": True, "s": False}


@cases(facts)
def single(rng: Any) -> dict[str, Any]:
    return {}


@part("1.5", points=2, en="A positive pair that sums to one.")
def witness() -> Any:
    """Two numbers."""
    raise NotImplementedError


@reference(witness)
def halves() -> Any:
    return 0.5, 0.5


@hidden_law(witness, en="They must be positive.")
def positive(f: Function, rng: Any) -> Any:
    return bool(min(f()) > 0), True


@hidden_law(witness, en="They must sum to one.")
def total(f: Function, rng: Any) -> Any:
    return sum(f()), 1.0


VALUES = [value for value in vars().values() if hasattr(value, "part") or isinstance(value, Part)]
