"""Question 4.3: eigenvalues and stability without a penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
section 2 (the Dirac-GAN without regularisation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Complex, Float

    from autograder.question import Array

question = Question(
    number="4.3",
    title=Text(en="Stability without a penalty", fr="La stabilité sans pénalité"),
)


@part(
    "4.3.1",
    points=0.5,
    en=r"""
    Return the three eigenvalues of the Jacobian at the stationary point, of shape `(3,)`, sorted by their
    imaginary parts and, where these are equal, by their real parts. What does the criterion say?

    Example of the order: `[-2j, -3, 1, 2j]`. In code: `sorted(values, key=lambda z: (z.imag, z.real))`.
    """,
    fr=r"""
    Renvoyez les trois valeurs propres de la jacobienne au point stationnaire, de forme `(3,)`, triées par
    partie imaginaire et, à partie imaginaire égale, par partie réelle. Que dit le critère ?

    Exemple de l'ordre : `[-2j, -3, 1, 2j]`. En code : `sorted(values, key=lambda z: (z.imag, z.real))`.
    """,
)
def gan_eigenvalues() -> Complex[Array, " 3"]:
    """The eigenvalues of the Jacobian at the stationary point without a penalty, sorted."""
    raise NotImplementedError


@law(
    gan_eigenvalues,
    en="The Jacobian is real: conjugating its three eigenvalues and sorting again gives the same three.",
    fr="La jacobienne est réelle : conjuguer ses trois valeurs propres et trier redonne les trois mêmes.",
)
def conjugate_pairs(f: Function, rng: Rng) -> tuple[Any, Any]:
    values = np.asarray(f(), dtype=complex)
    return values, sort_by_imaginary_part(np.conj(np.reshape(values, 3)))


def sort_by_imaginary_part(values: Array) -> Any:
    """Complex numbers by their imaginary and then by their real parts, along the last axis."""
    return np.take_along_axis(values, np.lexsort((values.real, values.imag)), axis=-1)


@part(
    "4.3.2",
    points=0.5,
    en=r"""
    The criterion leaves the question open, so look for a quantity that does not change along a trajectory.
    Return a symmetric matrix $Q$, of shape `(3, 3)` and not zero, such that the quadratic form $s^\top Q s$
    stays constant while $\dot s = v(s)$ moves the state $s = (\psi_0, \psi_1, \theta)$, from every start. The
    trajectories of the picture in 4.1.1 may give you the idea. Any such $Q$ is right. What does it say about
    convergence?

    Example of the form: `np.diag([0, 1, 0])` stands for $\psi_1^2$, which is not conserved.
    """,
    fr=r"""
    Le critère laisse la question ouverte : cherchez une quantité qui ne change pas le long d'une trajectoire.
    Renvoyez une matrice symétrique $Q$, de forme `(3, 3)` et non nulle, telle que la forme quadratique
    $s^\top Q s$ reste constante pendant que $\dot s = v(s)$ déplace l'état $s = (\psi_0, \psi_1, \theta)$,
    quel que soit le départ. Les trajectoires de l'image de 4.1.1 peuvent vous mettre sur la voie. Toute
    matrice $Q$ de ce genre est juste. Qu'en résulte-t-il pour la convergence ?

    Exemple de la forme : `np.diag([0, 1, 0])` représente $\psi_1^2$, qui n'est pas conservé.
    """,
)
def conserved_quantity_witness() -> Float[Array, "3 3"]:
    """The symmetric matrix of a quadratic form that stays constant along every trajectory."""
    raise NotImplementedError


@law(
    conserved_quantity_witness,
    en="$Q$ is symmetric and not zero.",
    fr="$Q$ est symétrique et non nulle.",
)
def symmetric_form(f: Function, rng: Rng) -> tuple[Any, Any]:
    matrix = np.reshape(f(), (3, 3))
    scale = np.max(np.abs(matrix))
    return f(), np.where(scale > 0, matrix.T, np.nan)


@picture(
    conserved_quantity_witness,
    en=r"""
    The curves on which your $s^\top Q s$ is constant, in the plane $\psi_1 = 0$. Trajectories should follow
    them: compare with the picture in 4.1.1.
    """,
    fr=r"""
    Les courbes où votre $s^\top Q s$ est constante, dans le plan $\psi_1 = 0$. Les trajectoires devraient les
    suivre : comparez avec l'image de 4.1.1.
    """,
)
def level_curves(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal", xlabel=r"$\psi_0$", ylabel=r"$\theta$")
    if f is None:
        return
    matrix, ticks = np.reshape(f(), (3, 3)), np.linspace(-2, 2, 81)
    psi_0, theta = np.meshgrid(ticks, ticks)
    state = np.stack([psi_0, np.zeros_like(psi_0), theta], axis=-1)
    height = np.einsum("...i,ij,...j", state, matrix, state)
    if np.ptp(height) > 0:
        axes.contour(psi_0, theta, height, levels=9, colors="black", linewidths=1)
