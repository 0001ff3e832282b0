"""Part 6.2.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q06_2_mean_field_or_flow import grid_of_densities
from autograder.question import Function, Rng, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "6.2.2",
    points=1.25,
    lines=["z", "log_q"],
    en=r"""
    For the same posterior $\mathcal{N}(\mu, \Sigma)$ one affine step $z = \mu + A \epsilon$ of a flow is
    enough: $z_i$ depends on $\epsilon_1, \dots, \epsilon_i$ only, and grows with $\epsilon_i$. For noise
    `eps` of shape `(n, D)` return

    - `z`, shape `(n, D)`: the image of each row
    - `log_q`, shape `(n,)`: the log-density of each `z` under the flow, by the change of variables

    There is only one such step. Example: `eps = [[1, 0], [0, 1]]`, `mu = [0, 0]` and
    `Sigma = [[1, 0.8], [0.8, 1]]` give `log_q = [-1.827051, -1.827051]`, and the first `z` is `[1, 0.8]`.
    """,
    fr=r"""
    Pour le même postérieur $\mathcal{N}(\mu, \Sigma)$, un seul pas affine $z = \mu + A \epsilon$ d'un flot
    suffit : $z_i$ ne dépend que de $\epsilon_1, \dots, \epsilon_i$, et croît avec $\epsilon_i$. Pour un bruit
    `eps` de forme `(n, D)`, renvoyez

    - `z`, forme `(n, D)` : l'image de chaque ligne
    - `log_q`, forme `(n,)` : la log-densité de chaque `z` sous le flot, par le changement de variables

    Il n'y a qu'un seul pas de ce genre. Exemple : `eps = [[1, 0], [0, 1]]`, `mu = [0, 0]` et
    `Sigma = [[1, 0.8], [0.8, 1]]` donnent `log_q = [-1.827051, -1.827051]`, et le premier `z` est `[1, 0.8]`.
    """,
)
def exact_autoregressive_step(
    eps: Float[Array, "n D"], mu: Float[Array, " D"], Sigma: Float[Array, "D D"]
) -> dict[str, Array]:
    """The images of the noise under the step that gives N(mu, Sigma), and their log-densities in nats."""
    raise NotImplementedError


@example(exact_autoregressive_step)
def densities_of_two_images() -> tuple[dict[str, Any], Any]:
    return _send(np.eye(2)), {"log_q": np.full(2, -1.827051)}


@example(exact_autoregressive_step)
def first_image() -> tuple[dict[str, Any], Any]:
    return _send(np.array([[1.0, 0.0]])), {"z": np.array([[1.0, 0.8]])}


def _send(eps: Array) -> dict[str, Any]:
    return {"eps": eps, "mu": np.zeros(2), "Sigma": np.array([[1.0, 0.8], [0.8, 1.0]])}


@law(
    exact_autoregressive_step,
    en="Changing the last noise variable moves the last latent variable only.",
    fr="Changer la dernière variable de bruit ne déplace que la dernière variable latente.",
)
def last_noise(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, factor = rng.normal(size=(5, 3)), rng.normal(size=(3, 3))
    mu, Sigma = rng.normal(size=3), factor @ factor.T + 0.2 * np.eye(3)
    before, after = (np.reshape(f(noise, mu, Sigma)["z"], (5, 3)) for noise in (eps, eps + [0.0, 0.0, 1.0]))
    return after[:, :2], before[:, :2]


@law(
    exact_autoregressive_step,
    en=r"At your `z` the log-density of $\mathcal{N}(\mu, \Sigma)$ is your `log_q`: no gap is left.",
    fr=r"En votre `z`, la log-densité de $\mathcal{N}(\mu, \Sigma)$ est votre `log_q`, sans écart.",
)
def no_gap_left(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, factor, mu = rng.normal(size=(5, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    Sigma = factor @ factor.T + 0.2 * np.eye(3)
    lines = f(eps, mu, Sigma)
    centred = np.reshape(lines["z"], (5, 3)) - mu
    distance = np.einsum("ni,ij,nj->n", centred, np.linalg.inv(Sigma), centred)
    return lines["log_q"], -0.5 * (distance + np.linalg.slogdet(2 * np.pi * Sigma)[1])


@picture(
    exact_autoregressive_step,
    en=r"""
    Two circles of noise (left) and their images under your step, over levels of the posterior (grey, right).
    The square is $\epsilon = (1, 0)$, the triangle $\epsilon = (0, 1)$.
    """,
    fr=r"""
    Deux cercles de bruit (à gauche) et leurs images par votre pas, sur des niveaux du postérieur (gris, à
    droite). Le carré est $\epsilon = (1, 0)$, le triangle $\epsilon = (0, 1)$.
    """,
)
def circles_and_images(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    mu, Sigma, side = np.zeros(2), np.array([[1.0, 0.8], [0.8, 1.0]]), np.linspace(-2.8, 2.8, 81)
    right.contour(side, side, grid_of_densities(mu, Sigma, side), levels=np.exp([-2.0, -0.5]), colors="0.6")
    turn = np.linspace(0, 2 * np.pi, 41)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    left.set(xlabel=r"$\epsilon_1$", ylabel=r"$\epsilon_2$")
    right.set(xlabel="$z_1$", ylabel="$z_2$")
    for axes in (left, right):
        axes.set(xlim=(-2.8, 2.8), ylim=(-2.8, 2.8), aspect="equal")
    for axes in (left, right) if f is not None else (left,):
        for radius in (1.0, 2.0):
            points = radius * circle
            if axes is right and f is not None:
                points = np.reshape(f(points, mu, Sigma)["z"], (41, 2))
            axes.plot(points[:, 0], points[:, 1], "k.", markersize=4)
            if radius == 1.0:
                axes.plot(*points[0], "s", color="black")
                axes.plot(*points[10], "^", color="black")
