"""Hidden twin of question 7.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q07_2_gradient_penalty as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.critic_loss_gradient)
def two_terms(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return pull(real, generated) + lam * slope(w, np.linalg.norm(w)), 0.0


def pull(real: Any, generated: Any) -> Any:
    """What the two expectations of the critic contribute to the gradient."""
    return generated.mean(axis=0) - real.mean(axis=0)


def slope(w: Any, length: Any) -> Any:
    """The derivative of the penalty, with some length in the place of the norm of w."""
    return 2 * (length - 1) * w / np.linalg.norm(w)


@cases(q.critic_loss_gradient, count=3)
def long_weights(rng: Rng) -> dict[str, Any]:
    batch, width = int(rng.integers(2, 6)), int(rng.integers(2, 5))
    return draw_batch(rng, batch, width, length=rng.uniform(1.5, 3.0), lam=rng.uniform(2.0, 10.0))


@cases(q.critic_loss_gradient)
def short_weights(rng: Rng) -> dict[str, Any]:
    return draw_batch(rng, 3, 2, length=rng.uniform(0.2, 0.7), lam=10.0)


@cases(q.critic_loss_gradient)
def unit_weights_of_one_sample(rng: Rng) -> dict[str, Any]:
    return draw_batch(rng, 1, 3, length=1.0, lam=5.0)


@cases(q.critic_loss_gradient)
def one_axis_without_penalty(rng: Rng) -> dict[str, Any]:
    return {**draw_batch(rng, 3, 1, length=2.0, lam=0.0), "w": np.array([-2.0])}


@cases(q.critic_loss_gradient, edge=True)
def very_short(rng: Rng) -> dict[str, Any]:
    return draw_batch(rng, 3, 2, length=1e-16, lam=1.0)


@cases(q.critic_loss_gradient, edge=True)
def very_long(rng: Rng) -> dict[str, Any]:
    return draw_batch(rng, 2, 3, length=1e6, lam=0.5)


def draw_batch(rng: Rng, batch: int, width: int, length: float, lam: float) -> dict[str, Any]:
    """Two samples with different means, and weights of this length."""
    direction = rng.choice([-1.0, 1.0], size=width) * rng.uniform(0.3, 1.0, size=width)
    return {
        "w": float(length) * direction / np.linalg.norm(direction),
        "b": float(rng.uniform(0.5, 1.0)),
        "real": rng.normal(1.0, 1.0, size=(batch, width)),
        "generated": rng.normal(-1.0, 1.0, size=(batch, width)),
        "u": rng.uniform(size=batch),
        "lam": float(lam),
    }


@mistake(
    q.critic_loss_gradient,
    en="The derivative of a norm has length 1. What is the length of yours?",
    fr="La dérivée d'une norme est de longueur 1. Quelle est la longueur de la vôtre ?",
)
def norm_differentiated_to_w(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return pull(real, generated) + 2 * lam * (np.linalg.norm(w) - 1) * w, 0.0


@mistake(
    q.critic_loss_gradient,
    en="Real and generated are exchanged: which expectation carries the plus sign in $L$?",
    fr="Réel et engendré sont échangés : quelle espérance porte le signe plus dans $L$ ?",
)
def real_minus_generated(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return -pull(real, generated) + lam * slope(w, np.linalg.norm(w)), 0.0


@mistake(
    q.critic_loss_gradient,
    en="Take $\\lambda$ large: your penalty pulls with half the force of a finite difference of $L$.",
    fr="Prenez $\\lambda$ grand : votre pénalité tire deux fois moins qu'une différence finie de $L$.",
)
def factor_of_the_square_lost(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return pull(real, generated) + 0.5 * lam * slope(w, np.linalg.norm(w)), 0.0


@mistake(
    q.critic_loss_gradient,
    en=r"You take the norm of $\hat{x}$. Whose norm is in the penalty, and where does $\hat{x}$ occur in it?",
    fr=r"Vous prenez la norme de $\hat{x}$. La pénalité est faite de quelle norme, et où y figure "
    r"$\hat{x}$ ?",
)
def norm_of_the_interpolate(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    between = u[:, None] * real + (1 - u)[:, None] * generated
    return pull(real, generated) + lam * slope(w, np.mean(np.linalg.norm(between, axis=1))), 0.0


@mistake(
    q.critic_loss_gradient,
    en="You penalise the score at $\\hat{x}$ itself: what does the nabla in front of $D$ say?",
    fr="Vous pénalisez le score en $\\hat{x}$ lui-même : que dit le nabla devant $D$ ?",
)
def score_penalised(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    between = u[:, None] * real + (1 - u)[:, None] * generated
    scores = between @ w + b
    push = 2 * ((np.abs(scores) - 1) * np.sign(scores)) @ between / len(u)
    return pull(real, generated) + lam * push, 0.0


@mistake(
    q.critic_loss_gradient,
    en="Your penalty no longer pulls when $w$ is tiny: what did you put into the denominator?",
    fr="Votre pénalité ne tire plus quand $w$ est minuscule : qu'avez-vous mis au dénominateur ?",
)
def norm_kept_from_zero(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    length = np.linalg.norm(w)
    return pull(real, generated) + 2 * lam * (length - 1) * w / max(length, 1e-8), 0.0


@mistake(q.critic_loss_gradient, **norm_kept_from_zero.text)
def small_number_added_to_norm(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    length = np.linalg.norm(w)
    return pull(real, generated) + 2 * lam * (length - 1) * w / (length + 1e-12), 0.0


@mistake(
    q.critic_loss_gradient,
    en="Your penalty sleeps when $w$ is short: is it zero there in $L$?",
    fr="Votre pénalité dort quand $w$ est court : est-elle nulle à cet endroit dans $L$ ?",
)
def one_sided(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return pull(real, generated) + lam * slope(w, max(np.linalg.norm(w), 1.0)), 0.0


@mistake(
    q.critic_loss_gradient,
    en="Right only for $w$ of norm 1: which power of the norm is inside the square?",
    fr="Juste seulement pour $w$ de norme 1 : quelle puissance de la norme est dans le carré ?",
)
def norm_squared_inside(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return pull(real, generated) + 4 * lam * (w @ w - 1) * w, 0.0


@mistake(
    q.critic_loss_gradient,
    en="Add a constant to every score: what happens to $L$, and what does that say about $b$?",
    fr="Ajoutez une constante à tous les scores : que devient $L$, et qu'en conclure pour $b$ ?",
)
def bias_moves(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    return two_terms(w, b, real, generated, u, lam)[0], 1.0


@mistake(
    q.critic_loss_gradient,
    en="Differentiate $D$ with respect to $x$: which of the two parameters remain?",
    fr="Dérivez $D$ par rapport à $x$ : lesquels des deux paramètres restent ?",
)
def bias_in_the_norm(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    length = np.sqrt(w @ w + b * b)
    return pull(real, generated) + 2 * lam * (1 - 1 / length) * w, 0.0


@alternative(q.critic_loss_gradient)
def autograd_twice(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    import torch

    weights = torch.tensor(w, requires_grad=True)
    bias = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    x, fake, share = (torch.tensor(array) for array in (real, generated, u))
    between = (share[:, None] * x + (1 - share)[:, None] * fake).requires_grad_()
    (inner,) = torch.autograd.grad((between @ weights + bias).sum(), between, create_graph=True)
    score = (fake @ weights + bias).mean() - (x @ weights + bias).mean()
    loss = score + lam * ((inner.norm(dim=1) - 1) ** 2).mean()
    return torch.autograd.grad(loss, (weights, bias))


@alternative(q.critic_loss_gradient)
def complex_step(w: Any, b: float, real: Any, generated: Any, u: Any, lam: float) -> Any:
    def loss(weights: Any) -> Any:
        return pull(real, generated) @ weights + lam * (np.sqrt(np.sum(weights**2)) - 1) ** 2

    return np.array([loss(w + 1e-30j * axis).imag / 1e-30 for axis in np.eye(len(w))]), 0


@reference(q.optimal_linear_critic)
def beyond_norm_one(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    difference = mean_real - mean_generated
    distance = np.linalg.norm(difference)
    return (1 + distance / (2 * lam)) * difference / distance, -distance - distance**2 / (4 * lam)


@cases(q.optimal_linear_critic, count=3)
def ordinary_means(rng: Rng) -> dict[str, Any]:
    means = rng.normal(size=(2, int(rng.integers(2, 5))))
    return {"mean_real": means[0], "mean_generated": means[1], "lam": float(rng.uniform(0.5, 5.0))}


@cases(q.optimal_linear_critic)
def one_axis_to_the_left(rng: Rng) -> dict[str, Any]:
    means = rng.uniform(-3.0, -1.0, size=1), rng.uniform(1.0, 3.0, size=1)
    return {"mean_real": means[0], "mean_generated": means[1], "lam": 0.1}


@cases(q.optimal_linear_critic, edge=True)
def close_means(rng: Rng) -> dict[str, Any]:
    mean, step = rng.integers(-2, 3, size=3) * 1.0, rng.integers(1, 4, size=3) * 2.0**-30
    return {"mean_real": mean + step, "mean_generated": mean, "lam": 1.0}


@mistake(
    q.optimal_linear_critic,
    en="The penalty is soft: is the derivative of $L$ along this direction zero at norm 1?",
    fr="La pénalité est souple : la dérivée de $L$ dans cette direction est-elle nulle à la norme 1 ?",
)
def unit_vector(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    difference = mean_real - mean_generated
    return difference / np.linalg.norm(difference), -np.linalg.norm(difference)


@mistake(
    q.optimal_linear_critic,
    en="Your critic gives the higher score to the generated samples.",
    fr="Votre critique donne le score le plus élevé aux échantillons engendrés.",
)
def towards_the_generated(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    w, loss = beyond_norm_one(mean_real, mean_generated, lam)
    return -w, loss


@mistake(
    q.optimal_linear_critic,
    en="Your $w$ is too long: differentiate the square in the penalty once more, with its exponent.",
    fr="Votre $w$ est trop long : dérivez encore une fois le carré de la pénalité, avec son exposant.",
)
def overshoot_doubled(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    direction, loss = unit_vector.function(mean_real, mean_generated, lam)
    return (1 - loss / lam) * direction, loss


@mistake(
    q.optimal_linear_critic,
    en="$w$ is right; the value is that of $L$ at a shorter vector. Put your $w$ into $L$.",
    fr="$w$ est juste ; la valeur est celle de $L$ en un vecteur plus court. Mettez votre $w$ dans $L$.",
)
def loss_at_norm_one(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    return beyond_norm_one(mean_real, mean_generated, lam)[0], -np.linalg.norm(mean_real - mean_generated)


@mistake(
    q.optimal_linear_critic,
    en="$w$ is right, but the value lies above $L$ at norm 1: can it be the minimum?",
    fr="$w$ est juste, mais la valeur est au-dessus de $L$ à la norme 1 : peut-elle être le minimum ?",
)
def loss_above_norm_one(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    w, _ = beyond_norm_one(mean_real, mean_generated, lam)
    distance = np.linalg.norm(mean_real - mean_generated)
    return w, -distance + distance**2 / (4 * lam)


@mistake(
    q.optimal_linear_critic,
    en="$w$ is right, but its value lacks the penalty: which terms does $L$ have?",
    fr="$w$ est juste, mais il manque la pénalité à sa valeur : quels termes $L$ a-t-elle ?",
)
def loss_without_penalty(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    w, _ = beyond_norm_one(mean_real, mean_generated, lam)
    return w, (mean_generated - mean_real) @ w


@alternative(q.optimal_linear_critic)
def by_bisection(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    difference = mean_real - mean_generated
    distance = float(np.sqrt(difference @ difference))
    low, high = 1.0, 2.0 + distance / lam
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if 2 * lam * (middle - 1) < distance else (low, middle)
    return low * difference / distance, -low * distance + lam * (low - 1) ** 2


@alternative(q.optimal_linear_critic)
def with_torch(mean_real: Any, mean_generated: Any, lam: float) -> Any:
    import torch

    difference = torch.tensor(mean_real) - torch.tensor(mean_generated)
    distance = difference.norm()
    w = difference / distance + difference / (2 * lam)
    return w, -(w @ difference) + lam * (w.norm() - 1) ** 2
