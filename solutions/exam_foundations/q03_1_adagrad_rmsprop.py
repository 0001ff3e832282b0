"""Hidden twin of question 3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_1_adagrad_rmsprop as q
from autograder.question import Rng, Text, alternative, cases, hidden_law, mistake, reference, rubric
from solutions.exam_foundations.q03_optimisers import count_steps, draw_run, follow, moving_average, run_torch


@reference(q.adagrad)
def sum_of_squares(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(np.cumsum(grads**2, axis=0)) + eps))


@cases(q.adagrad)
def without_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(7), 3), "eps": 0.0}


@cases(q.adagrad)
def large_then_small(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.repeat([50.0, 0.05], [4, 10]), 2), "eps": 1e-8}


@cases(q.adagrad)
def sparse_gradients(rng: Rng) -> dict[str, Any]:
    run = draw_run(rng, np.ones(8), 4)
    run["grads"][rng.uniform(size=(8, 4)) < 0.5] = 0.0
    run["grads"][0, 0] = 0.0
    return {**run, "eps": 1e-6}


@cases(q.adagrad)
def large_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(6), 3), "eps": 0.5}


@cases(q.adagrad)
def one_step_of_one_parameter(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(1), 1), "eps": 0.1}


@cases(q.adagrad, edge=True)
def no_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(0), 3), "eps": 1e-8}


@mistake(
    q.adagrad,
    en="What does Adagrad accumulate: everything, or with a memory that fades?",
    fr="Qu'accumule Adagrad : tout, ou avec une mémoire qui s'efface ?",
)
def average_with_memory(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, 0.9)) + eps))


@mistake(
    q.adagrad,
    en="Feed equal gradients for a long time: the steps of Adagrad get shorter and shorter, yours do not.",
    fr=r"""
    Donnez longtemps des gradients égaux : les pas d'Adagrad deviennent de plus en plus courts, pas les
    vôtres.
    """,
)
def mean_of_squares(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    mean = np.cumsum(grads**2, axis=0) / count_steps(grads)
    return follow(theta0, lr * grads / (np.sqrt(mean) + eps))


@mistake(
    q.adagrad,
    en=r"Where does the convention put $\varepsilon$? Try a large one.",
    fr=r"Où la convention place-t-elle $\varepsilon$ ? Essayez-en un grand.",
)
def epsilon_inside_root(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / np.sqrt(np.cumsum(grads**2, axis=0) + eps))


@mistake(
    q.adagrad,
    en="Check the units: what is accumulated has the unit of the gradient squared. And compare large "
    "gradients with small ones.",
    fr="Vérifiez les unités : ce qui est accumulé a l'unité du gradient au carré. Et comparez de grands "
    "gradients à des petits.",
)
def without_root(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.cumsum(grads**2, axis=0) + eps))


@mistake(
    q.adagrad,
    en="Your first step is divided by an empty sum: does the present gradient count in its own step?",
    fr="Votre premier pas est divisé par une somme vide : le gradient présent compte-t-il dans son pas ?",
)
def sum_before_gradient(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    before = np.cumsum(grads**2, axis=0) - grads**2
    return follow(theta0, lr * grads / (np.sqrt(before) + eps))


@mistake(
    q.adagrad,
    en="A parameter with small gradients is slowed down by the others: how many accumulators are there?",
    fr="Un paramètre à petits gradients est freiné par les autres : combien d'accumulateurs y a-t-il ?",
)
def one_accumulator(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    total = np.cumsum(np.sum(grads**2, axis=1, keepdims=True), axis=0)
    return follow(theta0, lr * grads / (np.sqrt(total) + eps))


@mistake(
    q.adagrad,
    en="The parameters move uphill: the gradients are those of a loss that should fall.",
    fr="Les paramètres montent : les gradients sont ceux d'un coût qui devrait diminuer.",
)
def uphill(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return 2 * theta0 - sum_of_squares(theta0, grads, lr, eps)


@alternative(q.adagrad)
def adagrad_of_torch(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    import torch

    return run_torch(torch.optim.Adagrad, theta0, grads, lr=lr, eps=eps)


@alternative(q.adagrad)
def adagrad_step_by_step(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    theta, squares, trajectory = theta0.copy(), np.zeros_like(theta0), [theta0]
    for gradient in grads:
        squares = squares + gradient**2
        theta = theta - lr * gradient / (np.sqrt(squares) + eps)
        trajectory.append(theta)
    return np.array(trajectory)


@reference(q.rmsprop)
def average_of_squares(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, rho)) + eps))


@cases(q.rmsprop, count=2)
def rmsprop_without_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(7), 3), "rho": rng.uniform(0.6, 0.95), "eps": 0.0}


@cases(q.rmsprop)
def rmsprop_large_then_small(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.repeat([50.0, 0.05], [4, 20]), 2), "rho": 0.8, "eps": 1e-8}


@cases(q.rmsprop)
def without_memory(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(5), 2), "rho": 0.0, "eps": 0.01}


@cases(q.rmsprop)
def rmsprop_large_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(6), 3), "rho": 0.9, "eps": 0.5}


@cases(q.rmsprop)
def rmsprop_one_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(1), 1), "rho": 0.99, "eps": 0.1}


@cases(q.rmsprop, edge=True)
def rmsprop_no_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(0), 3), "rho": 0.9, "eps": 1e-8}


@mistake(
    q.rmsprop,
    en="That is Adagrad. RMSprop forgets: feed large gradients and then small ones.",
    fr="C'est Adagrad. RMSprop oublie : donnez de grands gradients, puis des petits.",
)
def nothing_forgotten(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return sum_of_squares(theta0, grads, lr, eps)


@mistake(
    q.rmsprop,
    en=r"Which of the two weights belongs to the past? Think of $\rho = 0$: how far back does it remember?",
    fr=r"""
    Lequel des deux poids revient au passé ? Pensez à $\rho = 0$ : jusqu'où remonte alors la mémoire ?
    """,
)
def weights_exchanged(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return average_of_squares(theta0, grads, lr, 1 - rho, eps)


@mistake(
    q.rmsprop,
    en="You correct the average for its start at zero. Which of the two methods of 3.2 does that?",
    fr="Vous corrigez la moyenne de son départ à zéro. Laquelle des deux méthodes de 3.2 le fait ?",
)
def corrected_average(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    average = moving_average(grads**2, rho) / (1 - rho ** count_steps(grads))
    return follow(theta0, lr * grads / (np.sqrt(average) + eps))


@mistake(
    q.rmsprop,
    en="Your first step is too short: what is the average before any gradient has been seen?",
    fr="Votre premier pas est trop court : que vaut la moyenne avant qu'aucun gradient n'ait été vu ?",
)
def started_at_first_square(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    first = grads[:1] ** 2 * rho ** count_steps(grads)
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, rho) + first) + eps))


@mistake(
    q.rmsprop,
    en="The weights of your average do not sum to one: what does it tend to when all gradients are 1?",
    fr="Les poids de votre moyenne n'ont pas pour somme un : vers quoi tend-elle si tous les gradients "
    "valent 1 ?",
)
def decaying_sum(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, rho) / (1 - rho)) + eps))


@mistake(
    q.rmsprop,
    en=r"Where does the convention put $\varepsilon$? Try a large one.",
    fr=r"Où la convention place-t-elle $\varepsilon$ ? Essayez-en un grand.",
)
def rmsprop_epsilon_inside(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / np.sqrt(moving_average(grads**2, rho) + eps))


@mistake(
    q.rmsprop,
    en="You divide by the root of a variance: the version that is asked for is not centred.",
    fr="Vous divisez par la racine d'une variance : la version demandée n'est pas centrée.",
)
def centred_version(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    variance = moving_average(grads**2, rho) - moving_average(grads, rho) ** 2
    return follow(theta0, lr * grads / (np.sqrt(np.maximum(variance, 0.0)) + eps))


@mistake(
    q.rmsprop,
    en="A root is missing: how must the length of a step depend on the size of the gradients?",
    fr="Il manque une racine : comment la longueur d'un pas doit-elle dépendre de la taille des gradients ?",
)
def rmsprop_without_root(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (moving_average(grads**2, rho) + eps))


@alternative(q.rmsprop)
def rmsprop_of_torch(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    import torch

    return run_torch(torch.optim.RMSprop, theta0, grads, lr=lr, alpha=rho, eps=eps)


@alternative(q.rmsprop)
def geometric_weights(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    age = np.subtract.outer(np.arange(len(grads)), np.arange(len(grads)))
    weights = (1 - rho) * np.where(age >= 0, float(rho) ** np.maximum(age, 0), 0.0)
    return follow(theta0, lr * grads / (np.sqrt(weights @ grads**2) + eps))


@reference(q.rate_recovery_witness)
def one_large_gradient() -> Any:
    return np.concatenate([[1.0], np.full(79, 1e-3)])


def _growth(f: Any) -> float:
    """By what the effective rate has grown in the last step; NaN if the gradients are not as asked."""
    grads = np.asarray(f(), dtype=float).ravel()
    if not 2 <= grads.size <= 100 or not np.isfinite(grads).all() or (grads == 0).any():
        return float("nan")
    squares = moving_average((grads / np.abs(grads).max())[:, None] ** 2, 0.9)[:, 0]
    with np.errstate(all="ignore"):
        return float(np.sqrt(squares[0] / squares[-1]))


@hidden_law(
    q.rate_recovery_witness,
    en="The gradients are not as asked (2 to 100, finite, none zero), or the rate of RMSprop has not grown.",
    fr=r"""
    Les gradients ne sont pas conformes (de 2 à 100, finis, aucun nul), ou le taux de RMSprop n'a pas grandi.
    """,
)
def rate_has_grown(f: Any, rng: Rng) -> tuple[Any, Any]:
    return bool(_growth(f) > 1.01), True


@hidden_law(
    q.rate_recovery_witness,
    en="The effective rate has grown, but not tenfold: compute the first and the last one with 3.1.2.",
    fr="Le taux effectif a grandi, mais pas dix fois : calculez le premier et le dernier avec 3.1.2.",
)
def rate_has_grown_tenfold(f: Any, rng: Rng) -> tuple[Any, Any]:
    return bool(_growth(f) >= 10 * (1 - 1e-9)), True


@mistake(
    q.rate_recovery_witness,
    en="With equal gradients the average grows towards their square: does the rate rise or fall?",
    fr="Avec des gradients égaux, la moyenne croît vers leur carré : le taux monte-t-il ou descend-il ?",
)
def equal_gradients() -> Any:
    return np.ones(100)


@mistake(
    q.rate_recovery_witness,
    en="Larger gradients raise the average: what does that do to the rate?",
    fr="Des gradients plus grands élèvent la moyenne : qu'en résulte-t-il pour le taux ?",
)
def growing_gradients() -> Any:
    return np.arange(1.0, 101.0)


@mistake(
    q.rate_recovery_witness,
    en="There are zeros among your gradients; tiny ones are allowed.",
    fr="Il y a des zéros parmi vos gradients ; de tout petits sont permis.",
)
def zeros_in_the_tail() -> Any:
    return np.concatenate([[1.0], np.zeros(99)])


@mistake(
    q.rate_recovery_witness,
    en="The first gradient is not forgotten yet: how many steps does the memory last?",
    fr="Le premier gradient n'est pas encore oublié : combien de pas la mémoire dure-t-elle ?",
)
def forgotten_too_soon() -> Any:
    return np.concatenate([[1.0], np.full(9, 1e-3)])


@mistake(
    q.rate_recovery_witness,
    en="By which factor must the average of the squares shrink, and how small are your last gradients?",
    fr=r"""
    De quel facteur la moyenne des carrés doit-elle diminuer, et quelle est la taille de vos derniers
    gradients ?
    """,
)
def tail_too_large() -> Any:
    return np.concatenate([[1.0], np.full(99, 0.1)])


@alternative(q.rate_recovery_witness)
def fading_gradients() -> Any:
    return 1e200 * 0.8 ** np.arange(100)


@alternative(q.rate_recovery_witness)
def alternating_tail() -> Any:
    return np.concatenate([[-2.0, 2.0], 1e-9 * (-1.0) ** np.arange(60)])


adagrad_and_rmsprop_rubric = rubric(
    q.adagrad_and_rmsprop,
    (
        0.5,
        Text(
            en="Shared: each parameter has its own rate, divided by the root of its accumulated squared "
            "gradients.",
            fr="En commun : chaque paramètre a son propre taux, divisé par la racine de ses gradients carrés "
            "accumulés.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            The difference, with equations: a sum, $v_t = v_{t-1} + g_t^2$, against an exponential average,
            $v_t = \rho v_{t-1} + (1 - \rho) g_t^2$.
            """,
            fr=r"""
            La différence, avec les équations : une somme, $v_t = v_{t-1} + g_t^2$, contre une moyenne
            exponentielle, $v_t = \rho v_{t-1} + (1 - \rho) g_t^2$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            The rate of Adagrad never rises (no solution of 3.1.3) and may become tiny too early; RMSprop
            forgets within about $1 / (1 - \rho)$ steps, and its rate can rise again.
            """,
            fr=r"""
            Le taux d'Adagrad ne remonte jamais (3.1.3 n'a pas de solution) et peut devenir infime trop tôt ;
            RMSprop oublie en $1 / (1 - \rho)$ pas environ, et son taux peut remonter.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en="Adagrad for convex problems or sparse gradients, RMSprop for non-convex or changing ones "
            "(deep networks).",
            fr="Adagrad pour des problèmes convexes ou des gradients creux, RMSprop pour des problèmes non "
            "convexes ou changeants (réseaux profonds).",
        ),
    ),
)
