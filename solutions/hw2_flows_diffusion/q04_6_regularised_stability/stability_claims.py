"""Hidden twin of part 4.6.2."""

from __future__ import annotations

from typing import Any

from assignments.hw2_flows_diffusion import q04_6_regularised_stability as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.stability_claims)
def stability() -> dict[str, bool]:
    return {label: label in {"c", "d", "e", "g"} for label in "abcdefgh"}


@cases(q.stability_claims)
def stability_key(rng: Rng) -> dict[str, Any]:
    return {}


def flip(label: str) -> dict[str, bool]:
    return {**stability(), label: not stability()[label]}


@mistake(
    q.stability_claims,
    en="Look at your eigenvalues of 4.3.1: are all real parts strictly negative?",
    fr=r"""
    Regardez vos valeurs propres de 4.3.1 : toutes les parties réelles sont-elles strictement négatives ?
    """,
)
def criterion_met_without_penalty() -> dict[str, bool]:
    return flip("a")


@mistake(
    q.stability_claims,
    en="A sufficient criterion that is not met proves nothing; what would a real part of zero have to tell?",
    fr="Un critère suffisant qui n'est pas rempli ne prouve rien ; que dirait une partie réelle nulle ?",
)
def unmet_criterion_means_unstable() -> dict[str, bool]:
    return flip("b")


@mistake(
    q.stability_claims,
    en="Think of your conserved quantity of 4.3.2: where can a trajectory go, and where can it not?",
    fr="Pensez à votre quantité conservée de 4.3.2 : où une trajectoire peut-elle aller, et où non ?",
)
def circles_not_seen() -> dict[str, bool]:
    return flip("c")


@mistake(
    q.stability_claims,
    en="Compare the root with $\\gamma$ itself: can any real part reach zero for $\\gamma > 0$?",
    fr=r"""
    Comparez la racine à $\gamma$ lui-même : une partie réelle peut-elle atteindre zéro pour $\gamma > 0$ ?
    """,
)
def penalty_not_enough() -> dict[str, bool]:
    return flip("d")


@mistake(
    q.stability_claims,
    en="What does an imaginary part do to a trajectory? Look at the picture in 4.4.1 for a small $\\gamma$.",
    fr="Que fait une partie imaginaire à une trajectoire ? Voyez l'image de 4.4.1 pour un petit $\\gamma$.",
)
def no_rotation() -> dict[str, bool]:
    return flip("e")


@mistake(
    q.stability_claims,
    en="Follow the largest real part in the picture of 4.6.1 all the way to the right.",
    fr="Suivez la plus grande partie réelle sur l'image de 4.6.1 jusqu'au bord droit.",
)
def more_is_always_better() -> dict[str, bool]:
    return flip("f")


@mistake(
    q.stability_claims,
    en="Where in the picture of 4.6.1 is the largest real part at its lowest?",
    fr="Où, sur l'image de 4.6.1, la plus grande partie réelle est-elle au plus bas ?",
)
def best_penalty_missed() -> dict[str, bool]:
    return flip("g")


@mistake(
    q.stability_claims,
    en="One eigenvalue comes close to zero for very large $\\gamma$; from which side, and does it cross?",
    fr="Une valeur propre s'approche de zéro pour $\\gamma$ très grand ; de quel côté, et traverse-t-elle ?",
)
def large_penalty_unstable() -> dict[str, bool]:
    return flip("h")


@alternative(q.stability_claims)
def stability_in_integers() -> dict[str, int]:
    return {label: int(value) for label, value in stability().items()}
