"""Every question and sub-question of the five source sheets, and what grades it."""

from __future__ import annotations

import pytest

from autograder.course import load, names

# source sheet, its number there, the assignment, the numbers of the parts here
ROWS = [
    *[("000", number, "hw1_latent_adversarial", number) for number in ("1.1", "1.2", "2.1", "2.2", "2.3")],
    *[("000", number, "hw1_latent_adversarial", number) for number in ("3.1", "3.2", "4.1", "4.2", "4.3")],
    *[("000", number, "hw1_latent_adversarial", number) for number in ("4.4", "5", "6.1", "6.2", "6.3", "7")],
    *[("001", number, "hw2_flows_diffusion", number) for number in ("1", "2.1", "2.2", "2.3", "2.4")],
    ("001", "3.a", "hw2_flows_diffusion", "3.1"),
    ("001", "3.b", "hw2_flows_diffusion", "3.2"),
    ("001", "3.c", "hw2_flows_diffusion", "3.3"),
    ("001", "3.d", "hw2_flows_diffusion", "3.4"),
    ("001", "3.e", "hw2_flows_diffusion", "3.5"),
    *[
        ("001", number, "hw2_flows_diffusion", number)
        for number in ("4.1", "4.2", "4.3", "4.4", "4.5", "4.6")
    ],
    *[("001", number, "hw2_flows_diffusion", number) for number in ("5.1", "5.2", "5.3", "5.4")],
    ("002", "1a", "exam_foundations", "1.1"),
    ("002", "1b", "exam_foundations", "1.2"),
    ("002", "1c", "exam_foundations", "1.3"),
    ("002", "1d", "exam_foundations", "1.4"),
    ("002", "1e", "exam_foundations", "1.5"),
    ("002", "2a", "exam_foundations", "2.1"),
    ("002", "2b", "exam_foundations", "2.2"),
    ("002", "2c", "exam_foundations", "2.3"),
    ("002", "3a", "exam_foundations", "3.1"),
    ("002", "3b", "exam_foundations", "3.2"),
    ("002", "4a", "exam_foundations", "4.1"),
    ("002", "4b i", "exam_foundations", "4.2"),
    ("002", "4b ii", "exam_foundations", "4.3"),
    ("002", "5a", "exam_foundations", "5.1"),
    ("002", "5b", "exam_foundations", "5.2"),
    ("002", "6a", "exam_foundations", "6.1"),
    ("002", "6b", "exam_foundations", "6.2"),
    ("002", "7a", "exam_foundations", "7.1"),
    ("002", "7b", "exam_foundations", "7.2"),
    ("002", "7c", "exam_foundations", "7.3"),
    ("002", "8a", "exam_foundations", "8.1"),
    ("002", "8b", "exam_foundations", "8.2"),
    ("002", "8c", "exam_foundations", "8.3"),
    *[
        ("003", number, "hw3_generative_models", number)
        for number in ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2")
    ],
    *[("003", number, "hw3_generative_models", number) for number in ("3.1", "3.2a", "3.2b", "3.3")],
    *[("003", number, "hw3_generative_models", number) for number in ("3.4a", "3.4b", "4.1", "4.2", "4.3")],
    *[("003", number, "hw3_generative_models", number) for number in ("4.4", "4.5", "4.6a", "4.6b")],
    *[("003", number, "hw3_generative_models", number) for number in ("5.1", "5.2", "5.3", "5.4")],
    ("004", "autoregressive 1a", "hw4_autoregressive", "1.1"),
    ("004", "autoregressive 1b", "hw4_autoregressive", "1.2"),
    ("004", "autoregressive 2a", "hw4_autoregressive", "2.1"),
    ("004", "autoregressive 2b", "hw4_autoregressive", "2.2"),
    ("004", "latent 1", "hw4_autoregressive", "3"),
    ("004", "latent 2a", "hw4_autoregressive", "4.1"),
    ("004", "latent 2b", "hw4_autoregressive", "4.2"),
    ("004", "latent 3", "hw4_autoregressive", "5"),
]
POINTS = {
    "hw1_latent_adversarial": 100,
    "hw2_flows_diffusion": 71,
    "exam_foundations": 100,
    "hw3_generative_models": 100,
    "hw4_autoregressive": 15,
}
SHEETS = {name: load(name, hidden=False) for name in names()}


def numbers_of(assignment: str) -> list[str]:
    return [item.number for unit in SHEETS[assignment].units for item in unit.items]


@pytest.mark.parametrize(("source", "number", "assignment", "prefix"), ROWS)
def test_every_sub_question_is_graded(source: str, number: str, assignment: str, prefix: str) -> None:
    graded = [found for found in numbers_of(assignment) if found.startswith(f"{prefix}.")]
    assert graded, f"nothing grades {number} of sheet {source}"


@pytest.mark.parametrize("assignment", POINTS)
def test_every_part_belongs_to_a_sub_question_of_its_source(assignment: str) -> None:
    prefixes = tuple(f"{prefix}." for _, _, name, prefix in ROWS if name == assignment)
    assert [number for number in numbers_of(assignment) if not number.startswith(prefixes)] == []


@pytest.mark.parametrize("assignment", POINTS)
def test_points_are_those_of_the_source(assignment: str) -> None:
    assert SHEETS[assignment].points == pytest.approx(POINTS[assignment])
