"""Question 2.4: the radial flow, when it is invertible, and its inverse.

Source: sheet 001, question 2 (21 points).
Paper: Rezende and Mohamed, "Variational Inference with Normalizing Flows", ICML 2015, eq. 14 and the
appendix on the conditions of invertibility.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Text

if TYPE_CHECKING:
    from autograder.question import Array

question = Question(
    number="2.4",
    title=Text(en="The radial flow", fr="Le flot radial"),
    text=Text(
        en=r"""
        A radial flow moves every point of $\mathbb{R}^d$ away from a centre $z_0$, or towards it:
        $$g(z) = z + \frac{\beta}{\alpha + r}\,(z - z_0), \qquad r = \|z - z_0\|, \qquad \alpha > 0.$$
        The norm is the Euclidean one. Write $z = z_0 + r u$ with a unit vector $u$, and $y = g(z)$. You show
        that $\beta \ge -\alpha$ is enough to find $r$ from $y$, and then $u$ from $r$ and $y$.
        """,
        fr=r"""
        Un flot radial éloigne chaque point de $\mathbb{R}^d$ d'un centre $z_0$, ou l'en rapproche :
        $$g(z) = z + \frac{\beta}{\alpha + r}\,(z - z_0), \qquad r = \|z - z_0\|, \qquad \alpha > 0.$$
        La norme est la norme euclidienne. Posez $z = z_0 + r u$ avec un vecteur unitaire $u$, et $y = g(z)$.
        Vous montrez que $\beta \ge -\alpha$ suffit pour trouver $r$ à partir de $y$, puis $u$ à partir de
        $r$ et $y$.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet allows $\alpha = 0$, where $g$ is not defined at $z_0$; here $\alpha > 0$. It asks for a
        unique $u$; at $r = 0$ every unit vector will do, so the claim needs $r > 0$. And the condition
        $\beta \ge -\alpha$ is not only sufficient but necessary, as 2.4.4 shows.
        """,
        fr=r"""
        La feuille admet $\alpha = 0$, où $g$ n'est pas définie en $z_0$ ; ici $\alpha > 0$. Elle demande un
        $u$ unique ; en $r = 0$ tout vecteur unitaire convient, l'énoncé exige donc $r > 0$. Et la condition
        $\beta \ge -\alpha$ n'est pas seulement suffisante mais nécessaire, comme le montre 2.4.4.
        """,
    ),
)


def move(z: Array, z0: Array, alpha: float, beta: float) -> Any:
    """The flow as it is defined, so that the laws can send points through it."""
    offset = z - z0
    return z + beta / (alpha + np.linalg.norm(offset, axis=1, keepdims=True)) * offset


def draw_polar_grid(axes: Any, image: Function, centre: Array, color: str = "black") -> None:
    """Circles (solid) and rays (dotted) about the centre, as `image` shows them."""
    angles, radii = np.linspace(0, 2 * np.pi, 73), np.linspace(0.0, 2.4, 13)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for radius in radii[3::3]:
        axes.plot(*np.asarray(image(centre + radius * circle)).T, color=color, linewidth=1)
    for direction in circle[:-1:6]:
        ray = centre + np.outer(radii[1:], direction)
        axes.plot(*np.asarray(image(ray)).T, ":", color=color, linewidth=1)
    axes.plot(*centre, "+", color="black", markersize=9)
