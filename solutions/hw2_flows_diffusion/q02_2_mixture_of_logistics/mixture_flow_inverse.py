"""Hidden twin of part 2.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_2_mixture_of_logistics as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.mixture import draw_mixture, flow, log_parts
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.proof import proof


def _bisect(y: Any, low: Any, high: Any, w: Any, a: Any, b: Any, steps: int) -> Any:
    for _ in range(steps):
        middle = (low + high) / 2
        below = flow(middle, w, a, b) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


@reference(q.mixture_flow_inverse)
def search(y: Any, w: Any, a: Any, b: Any) -> Any:
    crossings = (y[:, None] - b) / a
    return _bisect(y, crossings.min(axis=1), crossings.max(axis=1), w, a, b, 80)


@cases(q.mixture_flow_inverse, count=2)
def ordinary_heights(rng: Rng) -> dict[str, Any]:
    return {"y": rng.normal(scale=3.0, size=3), **draw_mixture(rng, 3)}


@cases(q.mixture_flow_inverse)
def one_height(rng: Rng) -> dict[str, Any]:
    return {"y": rng.normal(size=1), **draw_mixture(rng, 2)}


@cases(q.mixture_flow_inverse)
def distant_mixture(rng: Rng) -> dict[str, Any]:
    mixture = draw_mixture(rng, 3)
    return {"y": rng.normal(size=2), **mixture, "b": mixture["b"] - rng.uniform(30.0, 40.0) * mixture["a"]}


@cases(q.mixture_flow_inverse, edge=True)
def extreme_heights(rng: Rng) -> dict[str, Any]:
    return {"y": np.array([-300.0, 300.0]) * rng.uniform(0.9, 1.0, size=2), **draw_mixture(rng, 3)}


@cases(q.mixture_flow_inverse, edge=True)
def very_distant_mixture(rng: Rng) -> dict[str, Any]:
    mixture, side = draw_mixture(rng, 3), float(rng.choice([-1.0, 1.0]))
    shift = side * rng.uniform(3000.0, 4000.0)
    return {"y": rng.normal(size=2), **mixture, "b": mixture["b"] - shift * mixture["a"]}


@cases(q.mixture_flow_inverse, edge=True)
def flat_between_components(rng: Rng) -> dict[str, Any]:
    y = rng.uniform(0.5, 2.0, size=2) * np.array([-1.0, 1.0])
    gap = rng.uniform(70.0, 80.0)
    return {"y": y, "w": np.array([0.5, 0.5]), "a": np.array([8.0, 8.0]), "b": np.array([-gap, gap])}


@mistake(
    q.mixture_flow_inverse,
    en="You invert each component and mix the results. Put your answer into $g$: is it the given height?",
    fr="Vous inversez chaque composante et mélangez les résultats. Calculez $g$ de votre réponse : est-ce la "
    "hauteur donnée ?",
)
def components_inverted(y: Any, w: Any, a: Any, b: Any) -> Any:
    return ((y[:, None] - b) / a) @ w


@mistake(
    q.mixture_flow_inverse,
    en="You apply $g$ itself: the argument is a height here, not a point.",
    fr="Vous appliquez $g$ elle-même : l'argument est ici une hauteur, non un point.",
)
def forward_map(y: Any, w: Any, a: Any, b: Any) -> Any:
    return flow(y, w, a, b)


@mistake(
    q.mixture_flow_inverse,
    en="Your search stops at the end of its interval: the bracket has to depend on $y$, $a$ and $b$.",
    fr="Votre recherche s'arrête au bord de son intervalle : il doit dépendre de $y$, $a$ et $b$.",
)
def fixed_bracket(y: Any, w: Any, a: Any, b: Any) -> Any:
    return np.clip(search(y, w, a, b), -10.0, 10.0)


@mistake(q.mixture_flow_inverse, **fixed_bracket.text)
def bracket_of_a_hundred(y: Any, w: Any, a: Any, b: Any) -> Any:
    return np.clip(search(y, w, a, b), -100.0, 100.0)


@mistake(q.mixture_flow_inverse, **fixed_bracket.text)
def bracket_of_a_thousand(y: Any, w: Any, a: Any, b: Any) -> Any:
    return np.clip(search(y, w, a, b), -1000.0, 1000.0)


@mistake(
    q.mixture_flow_inverse,
    en="Your search stops too early: only a few digits are right. Halve the bracket until it is tiny.",
    fr="Votre recherche s'arrête trop tôt : seuls quelques chiffres sont justes. Divisez l'intervalle "
    "jusqu'à ce qu'il soit minuscule.",
)
def too_few_steps(y: Any, w: Any, a: Any, b: Any) -> Any:
    start = np.full(len(y), 1000.0)
    return _bisect(y, -start, start, w, a, b, 20)


@mistake(q.mixture_flow_inverse, **too_few_steps.text)
def ten_steps(y: Any, w: Any, a: Any, b: Any) -> Any:
    crossings = (y[:, None] - b) / a
    return _bisect(y, crossings.min(axis=1), crossings.max(axis=1), w, a, b, 10)


@mistake(
    q.mixture_flow_inverse,
    en="Newton's method runs away where $g$ is nearly flat: keep a bracket around the solution.",
    fr="La méthode de Newton s'échappe là où $g$ est presque plate : gardez un intervalle autour de la "
    "solution.",
)
def newton_without_bracket(y: Any, w: Any, a: Any, b: Any) -> Any:
    z = np.zeros(len(y))
    for _ in range(50):
        lines = proof(z, w, a, b)
        z = z - (lines["g"] - y) / lines["dg"]
    return z


@mistake(
    q.mixture_flow_inverse,
    en="Far out $S$ rounds to one, and its logit is lost: the search needs a $g$ that keeps its digits.",
    fr="Au loin, $S$ s'arrondit à un et son logit se perd : il faut une $g$ qui garde ses chiffres.",
)
def search_with_rounded_flow(y: Any, w: Any, a: Any, b: Any) -> Any:
    crossings = (y[:, None] - b) / a
    low, high = crossings.min(axis=1), crossings.max(axis=1)
    for _ in range(80):
        middle = (low + high) / 2
        mixture = np.exp(log_parts(middle, w, a, b)[0])
        below = np.log(mixture / (1 - mixture)) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


@mistake(q.mixture_flow_inverse, **search_with_rounded_flow.text)
def newton_with_rounded_flow(y: Any, w: Any, a: Any, b: Any) -> Any:
    z = np.zeros(len(y))
    for _ in range(50):
        parts = 1 / (1 + np.exp(-(z[:, None] * a + b)))
        mixture, slope = parts @ w, (parts * (1 - parts)) @ (w * a)
        z = z - (np.log(mixture / (1 - mixture)) - y) * mixture * (1 - mixture) / slope
    return z


@alternative(q.mixture_flow_inverse)
def growing_bracket(y: Any, w: Any, a: Any, b: Any) -> Any:
    points = []
    for height in y:
        reach = 1.0
        while not flow(-reach, w, a, b) <= height <= flow(reach, w, a, b):
            reach *= 2
        points.append(float(_bisect(height, np.array(-reach), np.array(reach), w, a, b, 60)))
    return points


@alternative(q.mixture_flow_inverse)
def safeguarded_newton(y: Any, w: Any, a: Any, b: Any) -> Any:
    import torch

    crossings = (y[:, None] - b) / a
    low, high = crossings.min(axis=1), crossings.max(axis=1)
    z = (low + high) / 2
    for _ in range(100):
        lines = proof(z, w, a, b)
        low, high = np.where(lines["g"] < y, z, low), np.where(lines["g"] < y, high, z)
        step = z - (lines["g"] - y) / lines["dg"]
        z = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return torch.from_numpy(z)
