"""Hidden twin of part 2.3.2."""

from __future__ import annotations

from typing import Any

from assignments.hw2_flows_diffusion import q02_3_residual_flow as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.residual_invertibility)
def table() -> dict[str, str]:
    return {
        "answer": "abdef",
        "a": "onto_line",
        "b": "onto_interval",
        "c": "constant",
        "d": "decreases",
        "e": "onto_interval",
        "f": "still_increases",
        "g": "turns_back",
    }


@cases(q.residual_invertibility)
def residual_invertibility_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.residual_invertibility,
    en="You keep only the maps that satisfy the condition. It is sufficient: look for a map that breaks it "
    "and never takes a value twice.",
    fr="Vous ne gardez que les applications qui satisfont la condition. Elle est suffisante : cherchez-en "
    "une qui la viole et ne prend jamais deux fois la même valeur.",
)
def condition_necessary() -> dict[str, str]:
    return {**table(), "answer": "abe", "f": "flat_piece"}


@mistake(
    q.residual_invertibility,
    en="You keep only the maps onto the whole line. What does invertible mean here?",
    fr="Vous ne gardez que les applications sur la droite entière. Que veut dire ici inversible ?",
)
def onto_line_only() -> dict[str, str]:
    return {**table(), "answer": "adf"}


@mistake(
    q.residual_invertibility,
    en="One of your letters makes $g$ constant: where would its inverse send that value?",
    fr="Une de vos lettres rend $g$ constante : où sa réciproque enverrait-elle cette valeur ?",
)
def constant_counted() -> dict[str, str]:
    return {**table(), "answer": "abcdef"}


@mistake(
    q.residual_invertibility,
    en="One of your letters makes $g$ oscillate. Look for two points with the same image.",
    fr="Une de vos lettres fait osciller $g$. Cherchez deux points de même image.",
)
def oscillation_counted() -> dict[str, str]:
    return {**table(), "answer": "abdefg"}


@mistake(
    q.residual_invertibility,
    en="A function may also be injective without increasing. Which one did you leave out?",
    fr="Une fonction peut aussi être injective sans être croissante. Laquelle avez-vous omise ?",
)
def increasing_only() -> dict[str, str]:
    return {**table(), "answer": "abef"}


@mistake(
    q.residual_invertibility,
    en="A derivative that vanishes at a single point: does the function take a value twice there? Draw it.",
    fr="Une dérivée qui s'annule en un seul point : la fonction prend-elle deux fois une valeur ? "
    "Dessinez-la.",
)
def vanishing_slope_excluded() -> dict[str, str]:
    return {**table(), "answer": "abde", "f": "flat_piece"}


@mistake(
    q.residual_invertibility,
    en="Strictly increasing does not mean onto the whole line: look at the limits of $g$ on both sides.",
    fr="Strictement croissante ne veut pas dire sur la droite entière : regardez les limites de $g$ des deux "
    "côtés.",
)
def increasing_taken_for_onto() -> dict[str, str]:
    return {**table(), "b": "onto_line", "e": "onto_line"}


@mistake(
    q.residual_invertibility,
    en="The condition is a strict inequality: is it satisfied at every point of each map?",
    fr="La condition est une inégalité stricte : est-elle satisfaite en tout point de chaque application ?",
)
def inequality_taken_as_weak() -> dict[str, str]:
    return {**table(), "f": "onto_line"}


@alternative(q.residual_invertibility)
def letters_joined() -> dict[str, str]:
    return {**table(), "answer": "".join(sorted("fedba"))}
