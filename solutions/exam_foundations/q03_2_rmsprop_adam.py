"""Hidden twin of question 3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_2_rmsprop_adam as q
from autograder.question import Rng, Text, alternative, baseline, cases, mistake, reference, rubric
from solutions.exam_foundations.q03_optimisers import count_steps, draw_run, follow, moving_average, run_torch


@reference(q.adam)
def corrected_averages(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * mean / (np.sqrt(square) + eps))


@baseline(q.adam)
def parameter_by_parameter(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    trajectory = np.zeros((len(grads) + 1, len(theta0)))
    for i in range(len(theta0)):
        theta, mean, square = theta0[i], 0.0, 0.0
        trajectory[0, i] = theta
        for t in range(1, len(grads) + 1):
            mean = beta1 * mean + (1 - beta1) * grads[t - 1, i]
            square = beta2 * square + (1 - beta2) * grads[t - 1, i] ** 2
            theta -= lr * mean / (1 - beta1**t) / (np.sqrt(square / (1 - beta2**t)) + eps)
            trajectory[t, i] = theta
    return trajectory


def _averages(grads: Any, beta1: float, beta2: float) -> tuple[Any, Any]:
    """The averages of the gradients and of their squares, both corrected for their start."""
    t = count_steps(grads)
    return moving_average(grads, beta1) / (1 - beta1**t), moving_average(grads**2, beta2) / (1 - beta2**t)


@cases(q.adam, count=2)
def ordinary_run(rng: Rng) -> dict[str, Any]:
    betas = {"beta1": rng.uniform(0.6, 0.85), "beta2": rng.uniform(0.92, 0.99)}
    return {**draw_run(rng, np.ones(7), 3), **betas, "eps": 0.0}


@cases(q.adam)
def usual_betas(rng: Rng) -> dict[str, Any]:
    sizes = np.repeat([50.0, 0.05], [4, 20])
    return {**draw_run(rng, sizes, 2), "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


@cases(q.adam)
def without_average(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(5), 2), "beta1": 0.0, "beta2": 0.9, "eps": 1e-8}


@cases(q.adam)
def without_average_of_squares(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(5), 2), "beta1": 0.5, "beta2": 0.0, "eps": 1e-8}


@cases(q.adam)
def large_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(6), 3), "beta1": 0.8, "beta2": 0.95, "eps": 0.5}


@cases(q.adam)
def one_step_of_one_parameter(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(1), 1), "beta1": 0.9, "beta2": 0.99, "eps": 0.1}


@cases(q.adam, edge=True)
def no_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(0), 3), "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


@mistake(
    q.adam,
    en="Both averages start at zero and are too small at first: compute the very first step.",
    fr="Les deux moyennes partent de zéro et sont d'abord trop petites : calculez le tout premier pas.",
)
def nothing_corrected(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, square = moving_average(grads, beta1), moving_average(grads**2, beta2)
    return follow(theta0, lr * mean / (np.sqrt(square) + eps))


@mistake(
    q.adam,
    en="The average of the squares starts at zero, too.",
    fr="La moyenne des carrés part de zéro, elle aussi.",
)
def only_mean_corrected(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, _ = _averages(grads, beta1, beta2)
    return follow(theta0, lr * mean / (np.sqrt(moving_average(grads**2, beta2)) + eps))


@mistake(
    q.adam,
    en="The average of the gradients starts at zero, too.",
    fr="La moyenne des gradients part de zéro, elle aussi.",
)
def only_square_corrected(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    _, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * moving_average(grads, beta1) / (np.sqrt(square) + eps))


@mistake(
    q.adam,
    en="Your correction comes one step late: which number does the first step have?",
    fr="Votre correction arrive un pas trop tard : quel numéro porte le premier pas ?",
)
def steps_counted_from_zero(
    theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float
) -> Any:
    t = count_steps(grads) - 1
    mean, square = moving_average(grads, beta1), moving_average(grads**2, beta2)
    return follow(theta0, lr * mean / (1 - beta1**t) / (np.sqrt(square / (1 - beta2**t)) + eps))


@mistake(
    q.adam,
    en="Is the average of the squares corrected, or its root?",
    fr="Est-ce la moyenne des carrés qui est corrigée, ou sa racine ?",
)
def corrected_after_root(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, _ = _averages(grads, beta1, beta2)
    root = np.sqrt(moving_average(grads**2, beta2)) / (1 - beta2 ** count_steps(grads))
    return follow(theta0, lr * mean / (root + eps))


@mistake(
    q.adam,
    en="You step along the raw gradient: what does Adam put in its place?",
    fr="Vous avancez selon le gradient brut : que met Adam à sa place ?",
)
def raw_gradient(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    _, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * grads / (np.sqrt(square) + eps))


@mistake(
    q.adam,
    en=r"$\varepsilon$ is added to a root: of the raw average, or of the corrected one? Try a large one.",
    fr=r"""
    $\varepsilon$ s'ajoute à une racine : celle de la moyenne brute, ou de la moyenne corrigée ? Essayez-en
    un grand.
    """,
)
def epsilon_before_correction(
    theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float
) -> Any:
    mean, _ = _averages(grads, beta1, beta2)
    root = np.sqrt(moving_average(grads**2, beta2)) + eps
    return follow(theta0, lr * mean / (root / np.sqrt(1 - beta2 ** count_steps(grads))))


@mistake(
    q.adam,
    en=r"Is $\varepsilon$ under the root in your version? Read the convention again, and try a large one.",
    fr=r"""
    $\varepsilon$ est-il sous la racine dans votre version ? Relisez la convention, et essayez-en un grand.
    """,
)
def epsilon_inside_root(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * mean / np.sqrt(square + eps))


@mistake(
    q.adam,
    en="The two decays are exchanged: which one belongs to the gradients, which one to their squares?",
    fr="Les deux facteurs d'oubli sont échangés : lequel revient aux gradients, lequel à leurs carrés ?",
)
def betas_exchanged(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    return corrected_averages(theta0, grads, lr, beta2, beta1, eps)


@alternative(q.adam)
def adam_of_torch(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    import torch

    return run_torch(torch.optim.Adam, theta0, grads, lr=lr, betas=(beta1, beta2), eps=eps)


@alternative(q.adam)
def weights_that_sum_to_one(
    theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float
) -> Any:
    def average(values: Any, beta: float) -> Any:
        age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
        weights = np.where(age >= 0, float(beta) ** np.maximum(age, 0), 0.0)
        return weights / weights.sum(axis=1, keepdims=True) @ values

    return follow(theta0, lr * average(grads, beta1) / (np.sqrt(average(grads**2, beta2)) + eps))


@reference(q.adam_as_rmsprop_rates)
def rising_rates(lr: float, beta2: float, T: int) -> Any:
    return lr * np.sqrt(1 - beta2 ** np.arange(1, T + 1))


@cases(q.adam_as_rmsprop_rates, count=2)
def some_rates(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": rng.uniform(0.7, 0.99), "T": int(rng.integers(4, 12))}


@cases(q.adam_as_rmsprop_rates)
def long_memory(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": 0.9999, "T": 20}


@cases(q.adam_as_rmsprop_rates)
def no_memory(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": 0.0, "T": 3}


@cases(q.adam_as_rmsprop_rates)
def single_rate(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": rng.uniform(0.7, 0.99), "T": 1}


@mistake(
    q.adam_as_rmsprop_rates,
    en="Is the first step of Adam longer or shorter than that of RMSprop? Compute both.",
    fr="Le premier pas d'Adam est-il plus long ou plus court que celui de RMSprop ? Calculez les deux.",
)
def falling_rates(lr: float, beta2: float, T: int) -> Any:
    return lr / np.sqrt(1 - beta2 ** np.arange(1, T + 1))


@mistake(
    q.adam_as_rmsprop_rates,
    en="With one and the same rate the first steps differ: compute them for a single gradient.",
    fr="Avec un seul et même taux, les premiers pas diffèrent : calculez-les pour un seul gradient.",
)
def constant_rate(lr: float, beta2: float, T: int) -> Any:
    return np.full(T, lr)


@mistake(
    q.adam_as_rmsprop_rates,
    en="Right idea, wrong power: under which function does the corrected average stand in the step?",
    fr="L'idée est juste, pas la puissance : sous quelle fonction la moyenne corrigée figure-t-elle ?",
)
def rates_without_root(lr: float, beta2: float, T: int) -> Any:
    return lr * (1 - beta2 ** np.arange(1, T + 1))


@mistake(
    q.adam_as_rmsprop_rates,
    en="Your first rate is zero: which number does the first step have?",
    fr="Votre premier taux est nul : quel numéro porte le premier pas ?",
)
def rates_from_step_zero(lr: float, beta2: float, T: int) -> Any:
    return lr * np.sqrt(1 - float(beta2) ** np.arange(T))


@alternative(q.adam_as_rmsprop_rates)
def measured_rates(lr: float, beta2: float, T: int) -> Any:
    import torch

    grads, start = np.full((T, 1), 2.0), np.zeros(1)
    adam = run_torch(torch.optim.Adam, start, grads, lr=lr, betas=(0.0, beta2), eps=0.0)
    rmsprop = run_torch(torch.optim.RMSprop, start, grads, lr=1.0, alpha=beta2, eps=0.0)
    return (torch.diff(adam, dim=0) / torch.diff(rmsprop, dim=0))[:, 0]


@alternative(q.adam_as_rmsprop_rates)
def root_of_sum_of_weights(lr: float, beta2: float, T: int) -> Any:
    return [lr * sum((1 - beta2) * beta2**k for k in range(t)) ** 0.5 for t in range(1, T + 1)]


@reference(q.alternating_gradient_change)
def shrunk_changes(lr: float, beta1: float, t: Any) -> Any:
    shrinkage = (1 - beta1) / (1 + beta1) * (1 - (-beta1) ** t) / (1 - beta1**t)
    return -lr * (-1.0) ** t * shrinkage


@cases(q.alternating_gradient_change, count=2)
def first_steps(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": rng.uniform(0.5, 0.95), "t": np.arange(1, 12)}


@cases(q.alternating_gradient_change)
def changes_without_average(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": 0.0, "t": np.arange(1, 5)}


@cases(q.alternating_gradient_change)
def late_steps(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": 0.9, "t": rng.integers(100, 130, size=4)}


@cases(q.alternating_gradient_change)
def second_step(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": rng.uniform(0.5, 0.95), "t": np.array([2])}


@mistake(
    q.alternating_gradient_change,
    en="That is how RMSprop would jump: how large is the average of gradients that change their sign?",
    fr="C'est ainsi que sauterait RMSprop : que vaut la moyenne de gradients qui changent de signe ?",
)
def full_steps(lr: float, beta1: float, t: Any) -> Any:
    return -lr * (-1.0) ** t


@mistake(
    q.alternating_gradient_change,
    en="The parameter moves against the gradient; look at the sign of the first one.",
    fr="Le paramètre va contre le gradient ; regardez le signe du premier.",
)
def along_the_gradient(lr: float, beta1: float, t: Any) -> Any:
    return -shrunk_changes(lr, beta1, t)


@mistake(
    q.alternating_gradient_change,
    en="The average of the gradients is not corrected for its start: how long is the very first step?",
    fr="La moyenne des gradients n'est pas corrigée de son départ : quelle est la longueur du premier pas ?",
)
def uncorrected_changes(lr: float, beta1: float, t: Any) -> Any:
    return shrunk_changes(lr, beta1, t) * (1 - beta1**t)


@mistake(
    q.alternating_gradient_change,
    en="Right in the long run only: what is the average after one and after two gradients?",
    fr="Juste à la longue seulement : que vaut la moyenne après un et après deux gradients ?",
)
def limit_from_the_start(lr: float, beta1: float, t: Any) -> Any:
    return -lr * (-1.0) ** t * (1 - beta1) / (1 + beta1)


@mistake(
    q.alternating_gradient_change,
    en="The gradients do not cancel: the last one weighs more than the one before.",
    fr="Les gradients ne s'annulent pas : le dernier pèse plus que l'avant-dernier.",
)
def no_change(lr: float, beta1: float, t: Any) -> Any:
    return np.zeros(len(t))


@mistake(
    q.alternating_gradient_change,
    en="Where the parameter is after step t is asked of an optimiser; here, by how much this step moves it.",
    fr=r"""
    La position du paramètre après le pas t est ce que rend un optimiseur ; ici, de combien ce pas le déplace.
    """,
)
def position_for_change(lr: float, beta1: float, t: Any) -> Any:
    return np.array([np.sum(shrunk_changes(lr, beta1, np.arange(1, last + 1))) for last in t])


@alternative(q.alternating_gradient_change)
def simulated_changes(lr: float, beta1: float, t: Any) -> Any:
    grads = (-1.0) ** count_steps(np.zeros(max(t)))
    path = corrected_averages(np.zeros(1), grads, lr, beta1, 0.9, 0.0)
    return np.diff(path[:, 0])[t - 1]


@alternative(q.alternating_gradient_change)
def weighted_sums(lr: float, beta1: float, t: Any) -> Any:
    changes = []
    for last in t:
        weights = float(beta1) ** np.arange(last)[::-1]
        changes.append(-lr * np.sum(weights * (-1.0) ** np.arange(1, last + 1)) / np.sum(weights))
    return changes


rmsprop_and_adam_rubric = rubric(
    q.rmsprop_and_adam,
    (
        0.5,
        Text(
            en="Shared: both divide each coordinate by the root of an exponential average of its squared "
            "gradients.",
            fr="En commun : tous deux divisent chaque coordonnée par la racine d'une moyenne exponentielle "
            "de ses gradients carrés.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Adam also averages the gradients, $m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t$, and steps along
            this momentum instead of $g_t$.
            """,
            fr=r"""
            Adam moyenne aussi les gradients, $m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t$, et avance selon ce
            moment au lieu de $g_t$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Adam corrects both averages, by $1 - \beta_1^t$ and $1 - \beta_2^t$, since they start at zero and
            are too small at first.
            """,
            fr=r"""
            Adam corrige les deux moyennes, par $1 - \beta_1^t$ et $1 - \beta_2^t$, car elles partent de zéro
            et sont d'abord trop petites.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            A consequence: the first steps of RMSprop are too long, by up to $1 / \sqrt{1 - \rho}$, those of
            Adam have the length of the rate; or: the momentum damps noise and oscillations.
            """,
            fr=r"""
            Une conséquence : les premiers pas de RMSprop sont trop longs, jusqu'à $1 / \sqrt{1 - \rho}$ fois,
            ceux d'Adam ont la longueur du taux ; ou : le moment amortit le bruit et les oscillations.
            """,
        ),
    ),
)
