"""Question 7.2: the gradient of the WGAN-GP loss for a linear critic.

Source: sheet 002, question 7 (15 points).
Paper: Gulrajani et al., "Improved Training of Wasserstein GANs", NIPS 2017, eq. 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="7.2",
    title=Text(en="The gradient penalty", fr="La pénalité sur le gradient"),
    text=Text(
        en=r"""
        The critic of a WGAN-GP minimises

        $$L = \mathbb{E}_{\tilde{x} \sim P_g}[D(\tilde{x})] - \mathbb{E}_{x \sim P_r}[D(x)]
        + \lambda\,\mathbb{E}_{\hat{x}}\big[(\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1)^2\big],$$

        where $\hat{x} = u x + (1 - u) \tilde{x}$ lies between a real and a generated sample.
        """,
        fr=r"""
        Le critique d'un WGAN-GP minimise

        $$L = \mathbb{E}_{\tilde{x} \sim P_g}[D(\tilde{x})] - \mathbb{E}_{x \sim P_r}[D(x)]
        + \lambda\,\mathbb{E}_{\hat{x}}\big[(\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1)^2\big],$$

        où $\hat{x} = u x + (1 - u) \tilde{x}$ est entre un échantillon réel et un échantillon engendré.
        """,
    ),
)


@part(
    "7.2.1",
    points=3.5,
    en=r"""
    Compute $\nabla_w L$ and $\partial L / \partial b$ for the linear critic. The three expectations are means
    over the batch: rows $i$ of `real` and `generated` and the number $u_i$ give $\hat{x}_i$. `lam` is
    $\lambda \ge 0$; $w$ is never zero, but may be very short or very long. Return the tuple of the
    two, an array of shape `(N,)` and a number.

    Example: `w = [3, 4]`, `b = 0.5`, `real = [[1, 0], [3, 2]]`, `generated = [[0, 1], [0, 1]]`,
    `u = [0.3, 0.7]`, `lam = 10` give `([46, 64], 0)`.
    """,
    fr=r"""
    Calculez $\nabla_w L$ et $\partial L / \partial b$ pour le critique linéaire. Les trois espérances sont
    des moyennes sur le lot : les lignes $i$ de `real` et de `generated` et le nombre $u_i$ donnent
    $\hat{x}_i$. `lam` est $\lambda \ge 0$ ; $w$ n'est jamais nul, mais peut être très court ou très long.
    Renvoyez le couple des deux, un tableau de forme `(N,)` et un nombre.

    Exemple : `w = [3, 4]`, `b = 0.5`, `real = [[1, 0], [3, 2]]`, `generated = [[0, 1], [0, 1]]`,
    `u = [0.3, 0.7]`, `lam = 10` donnent `([46, 64], 0)`.
    """,
)
def critic_loss_gradient(
    w: Float[Array, " N"],
    b: float,
    real: Float[Array, "batch N"],
    generated: Float[Array, "batch N"],
    u: Float[Array, " batch"],
    lam: float,
) -> tuple[Float[Array, " N"], float]:
    """Gradient of the critic's loss with respect to w, and derivative with respect to b."""
    raise NotImplementedError


@example(critic_loss_gradient)
def gradient_of_two_pairs() -> tuple[dict[str, Any], Any]:
    real, generated = np.array([[1.0, 0.0], [3.0, 2.0]]), np.array([[0.0, 1.0], [0.0, 1.0]])
    samples = {"real": real, "generated": generated, "u": np.array([0.3, 0.7])}
    return {"w": np.array([3.0, 4.0]), "b": 0.5, **samples, "lam": 10.0}, (np.array([46.0, 64.0]), 0.0)


@law(
    critic_loss_gradient,
    en="Rotating $w$ and all samples rotates the gradient.",
    fr="Une rotation de $w$ et de tous les échantillons tourne le gradient.",
)
def rotated_space(f: Function, rng: Rng) -> tuple[Any, Any]:
    rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    w, real, generated, u = rng.normal(size=3), *rng.normal(size=(2, 4, 3)), rng.uniform(size=4)
    turned = f(w @ rotation, 0.3, real @ rotation, generated @ rotation, u, 2.0)
    grad_w, grad_b = f(w, 0.3, real, generated, u, 2.0)
    return turned, (np.reshape(grad_w, 3) @ rotation, grad_b)


@law(
    critic_loss_gradient,
    en=r"The gradient is affine in $\lambda$: from 3 to 6 it changes twice as much as from 1.5 to 3.",
    fr=r"Le gradient est affine en $\lambda$ : de 3 à 6, il change deux fois plus que de 1.5 à 3.",
)
def straight_in_lambda(f: Function, rng: Rng) -> tuple[Any, Any]:
    w, real, generated, u = rng.normal(size=2), *rng.normal(size=(2, 3, 2)), rng.uniform(size=3)
    half, one, two = (np.reshape(f(w, 0.0, real, generated, u, lam)[0], 2) for lam in (1.5, 3.0, 6.0))
    return two - one, 2 * (one - half)


@picture(
    critic_loss_gradient,
    en=r"""
    A step against your gradient, from each $w$ of the plane, for $\lambda = 0.5$ and $\lambda = 4$: the real
    samples have the mean $(1, 1)$, the generated ones the mean $(0, 0)$. The circle holds the $w$ of norm 1.
    """,
    fr=r"""
    Un pas contre votre gradient, depuis chaque $w$ du plan, pour $\lambda = 0.5$ et $\lambda = 4$ : les
    échantillons réels ont pour moyenne $(1, 1)$, les échantillons engendrés $(0, 0)$. Le cercle contient les
    $w$ de norme 1.
    """,
)
def steps_of_the_critic(f: Function | None, figure: Any) -> None:
    real, generated = np.array([[0.0, 2.0], [2.0, 0.0]]), np.array([[-1.0, 1.0], [1.0, -1.0]])
    ticks = np.linspace(-2.7, 2.7, 10)
    grid = [np.array([first, second]) for first in ticks for second in ticks]
    turn = np.linspace(0, 2 * np.pi, 100)
    for axes, lam in zip(figure.subplots(1, 2), (0.5, 4.0), strict=True):
        axes.plot(np.cos(turn), np.sin(turn), color="0.6")
        axes.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-3, 3), ylim=(-3, 3), title=rf"$\lambda = {lam:g}$")
        axes.set_aspect("equal")
        if f is not None:
            gradients = [f(w, 0.0, real, generated, np.array([0.3, 0.6]), lam)[0] for w in grid]
            steps = -np.reshape(gradients, (-1, 2))
            steps /= np.maximum(np.linalg.norm(steps, axis=1, keepdims=True), 1e-12)
            axes.quiver(*np.array(grid).T, *steps.T, angles="xy", scale=18, width=0.005)


@part(
    "7.2.2",
    points=1.5,
    en=r"""
    Which $w$ minimises $L$? Only the means $\mu_r$ and $\mu_g$ of the two distributions matter; `mean_real`
    and `mean_generated` differ, $\lambda > 0$. Return the tuple of the minimiser $w^*$, of shape `(N,)`, and
    the minimum of $L$.

    Example: `mean_real = [3, 4]`, `mean_generated = [0, 0]`, `lam = 2.5` give `([1.2, 1.6], -7.5)`.
    """,
    fr=r"""
    Quel $w$ minimise $L$ ? Seules comptent les moyennes $\mu_r$ et $\mu_g$ des deux lois ; `mean_real` et
    `mean_generated` sont différents, $\lambda > 0$. Renvoyez le couple formé du minimiseur $w^*$, de forme
    `(N,)`, et du minimum de $L$.

    Exemple : `mean_real = [3, 4]`, `mean_generated = [0, 0]`, `lam = 2.5` donnent `([1.2, 1.6], -7.5)`.
    """,
)
def optimal_linear_critic(
    mean_real: Float[Array, " N"], mean_generated: Float[Array, " N"], lam: float
) -> tuple[Float[Array, " N"], float]:
    """Weights of the linear critic with the least loss, and this loss."""
    raise NotImplementedError


@example(optimal_linear_critic)
def means_five_apart() -> tuple[dict[str, Any], Any]:
    means = {"mean_real": np.array([3.0, 4.0]), "mean_generated": np.zeros(2)}
    return {**means, "lam": 2.5}, (np.array([1.2, 1.6]), -7.5)


@law(
    optimal_linear_critic,
    en="When the two distributions change places, $w^*$ turns round and the minimum stays.",
    fr="Quand les deux lois échangent leurs places, $w^*$ se retourne et le minimum reste.",
)
def exchanged_distributions(f: Function, rng: Rng) -> tuple[Any, Any]:
    real, generated = rng.normal(size=(2, 3))
    w, loss = f(generated, real, 1.5)
    return f(real, generated, 1.5), (-np.reshape(w, 3), loss)


@law(
    optimal_linear_critic,
    en="Moving both means by the same vector changes nothing.",
    fr="Déplacer les deux moyennes du même vecteur ne change rien.",
)
def moved_means(f: Function, rng: Rng) -> tuple[Any, Any]:
    real, generated, shift = rng.normal(size=(3, 4))
    w, loss = f(real, generated, 0.7)
    return f(real + shift, generated + shift, 0.7), (np.reshape(w, 4), loss)
