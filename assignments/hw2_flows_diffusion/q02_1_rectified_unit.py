"""Question 2.1: a rectified linear unit is no flow.

Source: sheet 001, question 2 (21 points).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, law, part, picture

question = Question(
    number="2.1",
    title=Text(en="A rectified linear unit is no flow", fr="Une unité rectifiée n'est pas un flot"),
)


def examine_pair(pair: Any, a: float, b: float, c: float) -> tuple[Any, Any, bool]:
    """The shapes of an untrusted pair, as zeros, and whether it is two points with the same image.

    Where g is not constant, both must lie where it is flat; what rounding adds at the kink counts as zero.
    """
    first, second = (np.asarray(number, dtype=float) for number in pair)
    shapes = np.zeros(first.shape), np.zeros(second.shape)
    if first.shape or second.shape or not np.isfinite([first, second]).all() or first == second:
        return *shapes, False
    flat = [b * z + c <= 1e-6 * (abs(b * z) + abs(c)) for z in (first, second)]
    return *shapes, bool(a == 0 or b == 0 or all(flat))


@part(
    "2.1.1",
    points=5,
    en=r"""
    Prove that $g(z) = a \max(0, b z + c)$ is not injective, **whatever the real numbers** $a$, $b$ and $c$:
    return two different finite numbers `(z, z_prime)` with $g(z) = g(z')$. Each parameter may be positive,
    negative or $0$; if it is not $0$, its absolute value is between $10^{-3}$ and $10^3$. Every such pair is
    right, and rounding errors at the kink are forgiven. Distinguish the cases before you write code.

    Example: for `a = 1.0, b = 1.0, c = 0.0`, one right answer is `(-1.0, -2.0)`, since both images are $0$.
    """,
    fr=r"""
    Démontrez que $g(z) = a \max(0, b z + c)$ n'est pas injective, **quels que soient les réels** $a$, $b$ et
    $c$ : renvoyez deux nombres finis et différents `(z, z_prime)` tels que $g(z) = g(z')$. Chaque paramètre
    peut être positif, négatif ou $0$ ; s'il n'est pas $0$, sa valeur absolue est comprise entre $10^{-3}$ et
    $10^3$. Tout couple de ce genre est juste, et les erreurs d'arrondi au point anguleux sont pardonnées.
    Distinguez les cas avant de programmer.

    Exemple : pour `a = 1.0, b = 1.0, c = 0.0`, une réponse juste est `(-1.0, -2.0)`, puisque les deux images
    sont $0$.
    """,
)
def relu_collision(a: float, b: float, c: float) -> tuple[float, float]:
    """Two different numbers that g(z) = a max(0, b z + c) sends to the same image: (z, z_prime)."""
    raise NotImplementedError


@law(
    relu_collision,
    en="For three units with $b > 0$: the two numbers differ, and their images are the same.",
    fr="Pour trois unités avec $b > 0$ : les deux nombres diffèrent, et leurs images sont les mêmes.",
)
def same_image(f: Function, rng: Rng) -> tuple[Any, Any]:
    units = [(1.0, 1.0, 0.0), (-2.0, 1.5, -3.0), (rng.uniform(0.5, 2.0), 0.5, rng.uniform(1.0, 2.0))]
    return [examine_pair(f(a=a, b=b, c=c), a, b, c) for a, b, c in units], [(0.0, 0.0, True)] * 3


@picture(
    relu_collision,
    en="Four units $g$. Your two points: a disc and a square. Are they apart, and at the same height?",
    fr="Quatre unités $g$. Vos points : un disque et un carré. Sont-ils distincts et à la même hauteur ?",
)
def four_units(f: Function | None, figure: Any) -> None:
    units = [(1, 1, 2), (1, -1, 2), (-1, -2, -3), (1, 0, 1)]
    for axes, (a, b, c) in zip(figure.subplots(1, 4), units, strict=True):
        pair = np.ravel([] if f is None else f(a=float(a), b=float(b), c=float(c))).astype(float)
        far = min(1.2 * np.max(np.abs(pair), where=np.isfinite(pair), initial=4.0), 1e4)
        z = np.linspace(-far, far, 401)
        axes.plot(z, a * np.maximum(0, b * z + c), color="0.4")
        for number, marker, size in zip(pair, "os", (9, 5), strict=False):
            image = a * max(0.0, b * number + c)
            axes.plot(number, image, marker, markersize=size, color="tab:blue", markeredgecolor="black")
        axes.set_title(f"$a = {a},\\ b = {b},\\ c = {c}$", fontsize="medium")
        axes.margins(y=0.15)
        axes.locator_params(nbins=4)
        axes.set(xlabel="$z$")
