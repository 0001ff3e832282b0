"""Hidden twin of part 2.3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_3_residual_flow as q
from autograder.question import Rng, alternative, cases, mistake, reference


def _bisect(y: Any, f: Any, low: Any, high: Any, steps: int = 90) -> Any:
    for _ in range(steps):
        middle = (low + high) / 2
        below = middle + f(middle) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


@reference(q.residual_inverse)
def bracket_and_bisect(y: Any, f: Any) -> Any:
    low, high = -np.ones(len(y)), np.ones(len(y))
    for _ in range(40):
        low = np.where(low + f(low) > y, 2 * low, low)
        high = np.where(high + f(high) < y, 2 * high, high)
    return _bisect(y, f, low, high)


@cases(q.residual_inverse)
def half_sine(rng: Rng) -> dict[str, Any]:
    return {"y": rng.uniform(-9.0, 9.0, size=6), "f": q.SineResidual(rng.uniform(0.4, 0.7))}


# Before the steep line: an iteration that runs away gives NaN here, whatever its start and its length.
@cases(q.residual_inverse)
def cubic(rng: Rng) -> dict[str, Any]:
    return {"y": rng.uniform(-50.0, 50.0, size=5), "f": q.CubicResidual(rng.uniform(0.5, 1.5), -0.8)}


@cases(q.residual_inverse)
def steep_line(rng: Rng) -> dict[str, Any]:
    y = rng.uniform(60.0, 80.0, size=4) * np.array([1.0, -1.0, 1.0, 0.01])
    return {"y": y, "f": q.LinearResidual(rng.uniform(2.0, 4.0))}


@cases(q.residual_inverse)
def bounded_image(rng: Rng) -> dict[str, Any]:
    limit = rng.uniform(1.5, 2.5)
    y = limit * np.array([-1.5, -0.3, 0.4, 1.5]) * rng.uniform(0.97, 1.0, size=4)
    return {"y": y, "f": q.ArctanResidual(limit, 0.0)}


@cases(q.residual_inverse)
def distant_image(rng: Rng) -> dict[str, Any]:
    y, center = rng.uniform(-2.0, 2.0, size=3), float(rng.choice([-1.0, 1.0])) * rng.uniform(30.0, 40.0)
    return {"y": y, "f": q.ArctanResidual(rng.uniform(1.5, 2.5), center)}


@cases(q.residual_inverse)
def image_bounded_below(rng: Rng) -> dict[str, Any]:
    y = rng.uniform(1.0, 2.0, size=3) * np.array([0.01, 1.0, 30.0])
    return {"y": y, "f": q.ExponentialResidual(rng.uniform(0.5, 1.5))}


@cases(q.residual_inverse)
def one_value(rng: Rng) -> dict[str, Any]:
    return {"y": rng.uniform(20.0, 30.0, size=1), "f": q.SineResidual(-rng.uniform(0.4, 0.7))}


@cases(q.residual_inverse, edge=True)
def far_values(rng: Rng) -> dict[str, Any]:
    return {"y": rng.uniform(0.9e5, 1e5, size=2) * np.array([1.0, -1.0]), "f": q.SineResidual(0.5)}


@cases(q.residual_inverse, edge=True)
def very_far_from_y(rng: Rng) -> dict[str, Any]:
    center = float(rng.choice([-1.0, 1.0]) * rng.uniform(4e4, 9e4))
    return {"y": rng.uniform(-2.0, 2.0, size=3), "f": q.ArctanResidual(rng.uniform(1.5, 2.5), center)}


@cases(q.residual_inverse, edge=True)
def nearly_flat(rng: Rng) -> dict[str, Any]:
    return {"y": rng.uniform(1.0, 2.0, size=3) * np.array([1e-3, 1.0, -1.0]), "f": q.SineResidual(-0.999999)}


@mistake(
    q.residual_inverse,
    en=r"The iteration $z \leftarrow y - f(z)$ settles only where $|f'|$ is below one. What does the "
    "hypothesis say about large derivatives?",
    fr=r"L'itération $z \leftarrow y - f(z)$ ne se stabilise que là où $|f'|$ est inférieur à un. Que dit "
    "l'hypothèse des grandes dérivées ?",
)
def fixed_point(y: Any, f: Any) -> Any:
    z = y.copy()
    for _ in range(100):
        z = y - f(z)
    return z


@mistake(
    q.residual_inverse,
    en="Your iteration settles, but where? Compute $z + f(z)$ at its end, and look at the sign in each step.",
    fr="Votre itération se stabilise, mais où ? Calculez $z + f(z)$ à la fin, et regardez le signe de chaque "
    "pas.",
)
def fixed_point_of_wrong_sign(y: Any, f: Any) -> Any:
    z = y.copy()
    for _ in range(100):
        z = y + f(z)
    return z


@mistake(
    q.residual_inverse,
    en="Newton's method runs away where $g$ bends: it needs a bracket that keeps the solution inside.",
    fr="La méthode de Newton s'échappe là où $g$ est courbée : il lui faut un intervalle qui garde la "
    "solution.",
)
def newton_without_bracket(y: Any, f: Any) -> Any:
    z = y.copy()
    for _ in range(50):
        slope = 1 + (f(z + 1e-6) - f(z - 1e-6)) / 2e-6
        z = z - (z + f(z) - y) / slope
    return z


@mistake(
    q.residual_inverse,
    en="Your search looks at a fixed interval around $0$. Enlarge it until it contains a change of sign.",
    fr="Votre recherche regarde un intervalle fixe autour de $0$. Agrandissez-le jusqu'à un changement de "
    "signe.",
)
def fixed_bracket(y: Any, f: Any) -> Any:
    return _bisect(y, f, np.full(len(y), -10.0), np.full(len(y), 10.0))


@mistake(q.residual_inverse, **fixed_bracket.text)
def bracket_of_a_hundred(y: Any, f: Any) -> Any:
    return np.clip(bracket_and_bisect(y, f), -100.0, 100.0)


@mistake(q.residual_inverse, **fixed_bracket.text)
def bracket_of_a_thousand(y: Any, f: Any) -> Any:
    return np.clip(bracket_and_bisect(y, f), -1000.0, 1000.0)


@mistake(
    q.residual_inverse,
    en="Your search looks only in the neighbourhood of $y$. How far from $y$ can $z$ be if $f$ is unbounded?",
    fr="Votre recherche ne regarde qu'au voisinage de $y$. À quelle distance de $y$ peut être $z$ si $f$ "
    "n'est pas bornée ?",
)
def bracket_around_y(y: Any, f: Any) -> Any:
    return _bisect(y, f, y - 10.0, y + 10.0)


@mistake(q.residual_inverse, **bracket_around_y.text)
def hundred_around_y(y: Any, f: Any) -> Any:
    return np.clip(bracket_and_bisect(y, f), y - 100.0, y + 100.0)


@mistake(q.residual_inverse, **bracket_around_y.text)
def thousand_around_y(y: Any, f: Any) -> Any:
    return np.clip(bracket_and_bisect(y, f), y - 1000.0, y + 1000.0)


@mistake(q.residual_inverse, **bracket_around_y.text)
def ten_thousand_around_y(y: Any, f: Any) -> Any:
    return np.clip(bracket_and_bisect(y, f), y - 1e4, y + 1e4)


@mistake(
    q.residual_inverse,
    en="This is only the first step of an approximation: compute $g$ of your $z$ and compare with $y$.",
    fr="Ce n'est que le premier pas d'une approximation : calculez $g$ de votre $z$ et comparez avec $y$.",
)
def first_step(y: Any, f: Any) -> Any:
    return y - f(y)


@mistake(
    q.residual_inverse,
    en="You apply $g$ itself: the argument is an image here.",
    fr="Vous appliquez $g$ elle-même : l'argument est ici une image.",
)
def forward_map(y: Any, f: Any) -> Any:
    return y + f(y)


@mistake(
    q.residual_inverse,
    en="Your search stops too early: only a few digits are right. Halve the interval until it is tiny.",
    fr="Votre recherche s'arrête trop tôt : seuls quelques chiffres sont justes. Divisez l'intervalle "
    "jusqu'à ce qu'il soit minuscule.",
)
def too_few_steps(y: Any, f: Any) -> Any:
    return _bisect(y, f, np.full(len(y), -1e5), np.full(len(y), 1e5), 30)


@alternative(q.residual_inverse)
def point_by_point(y: Any, f: Any) -> Any:
    points = []
    for value in y.tolist():
        reach = 1.0
        while not (-reach + float(f(-reach)) <= value <= reach + float(f(reach))):
            reach *= 2
        points.append(float(_bisect(value, f, -reach, reach, 70)))
    return points


@alternative(q.residual_inverse)
def safeguarded_secant(y: Any, f: Any) -> Any:
    import torch

    low, high = np.full(len(y), -(2.0**18)), np.full(len(y), 2.0**18)
    for _ in range(200):
        below, above = low + f(low) - y, high + f(high) - y
        secant = low - below * (high - low) / np.where(above > below, above - below, 1.0)
        for guess in (np.clip(np.nan_to_num(secant), low, high), (low + high) / 2):
            guess = np.clip(guess, low, high)
            under = guess + f(guess) < y
            low, high = np.where(under, guess, low), np.where(under, high, guess)
    return torch.from_numpy((low + high) / 2)
