"""Hidden twin of question 7.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q07_1_what_it_sees as q
from autograder.question import Rng, Text, alternative, cases, hidden_law, mistake, reference, rubric

REAL = np.array([[0.0, 0.0], [4.0, 0.0], [2.0, 3.0]])


@reference(q.best_linear_critic)
def along_the_means(real: Any, generated: Any, c: float) -> Any:
    difference = real.mean(axis=0) - generated.mean(axis=0)
    length = np.linalg.norm(difference)
    return (c * difference / length if length > 0 else np.zeros_like(difference)), c * length


@cases(q.best_linear_critic, count=3)
def batches_of_different_size(rng: Rng) -> dict[str, Any]:
    width = int(rng.integers(2, 5))
    shift = rng.choice([-1.0, 1.0], size=width) * rng.uniform(0.5, 2.0, size=width)
    real, generated = rng.normal(size=(5, width)), rng.normal(size=(3, width)) + shift
    return {"real": real, "generated": generated, "c": float(rng.uniform(1.5, 3.0))}


@cases(q.best_linear_critic)
def one_axis(rng: Rng) -> dict[str, Any]:
    return {
        "real": rng.normal(2.0, 0.3, size=(4, 1)),
        "generated": rng.normal(0.0, 0.3, size=(2, 1)),
        "c": 0.1,
    }


@cases(q.best_linear_critic)
def one_sample_each(rng: Rng) -> dict[str, Any]:
    return {"real": rng.normal(size=(1, 3)), "generated": rng.normal(2.0, 1.0, size=(1, 3)), "c": 1.0}


@cases(q.best_linear_critic, edge=True)
def equal_means(rng: Rng) -> dict[str, Any]:
    centre, step = rng.integers(-3, 4, size=(1, 2)) * 1.0, rng.integers(1, 4, size=2) * 1.0
    return {"real": np.concatenate([centre + step, centre - step]), "generated": centre, "c": 1.0}


@cases(q.best_linear_critic, edge=True)
def nearly_equal_means(rng: Rng) -> dict[str, Any]:
    drawn, move = equal_means.draw(rng), rng.permutation([1.0, 2.0]) * 2.0**-14
    return {**drawn, "real": drawn["real"] + move, "c": 2.0}


@mistake(
    q.best_linear_critic,
    en="Which of the two samples should get the high score? Apply your critic to both.",
    fr="Lequel des deux échantillons doit recevoir le score élevé ? Appliquez votre critique aux deux.",
)
def generated_minus_real(real: Any, generated: Any, c: float) -> Any:
    w, gap = along_the_means(real, generated, c)
    return -w, gap


@mistake(
    q.best_linear_critic,
    en="The two batches may have different sizes: repeat each generated row and see what your answer does.",
    fr="Les deux lots peuvent être de tailles différentes : répétez chaque ligne engendrée et comparez.",
)
def sums_of_rows(real: Any, generated: Any, c: float) -> Any:
    difference = real.sum(axis=0) - generated.sum(axis=0)
    length = max(float(np.linalg.norm(difference)), 1e-300)
    return c * difference / length, c * length


@mistake(
    q.best_linear_critic,
    en="Your gap grows with the square of the distance of the two samples: double it and compare.",
    fr="Votre écart croît comme le carré de la distance des deux échantillons : doublez-la et comparez.",
)
def squared_gap(real: Any, generated: Any, c: float) -> Any:
    w, gap = along_the_means(real, generated, c)
    return w, gap**2 / c


@mistake(
    q.best_linear_critic,
    en="Double `c`: what happens to the best critic, and to yours?",
    fr="Doublez `c` : que devient le meilleur critique, et le vôtre ?",
)
def bound_ignored(real: Any, generated: Any, c: float) -> Any:
    return along_the_means(real, generated, 1.0)


@mistake(
    q.best_linear_critic,
    en="Compute the norm of your $w$: is it one that the statement allows, and does it use all of it?",
    fr="Calculez la norme de votre $w$ : l'énoncé la permet-il, et l'utilise-t-elle tout entière ?",
)
def not_scaled(real: Any, generated: Any, c: float) -> Any:
    return real.mean(axis=0) - generated.mean(axis=0), along_the_means(real, generated, c)[1]


@mistake(
    q.best_linear_critic,
    en="Each coordinate of your $w$ is as large as the next. Which norm is bounded, and which is yours?",
    fr="Les coordonnées de votre $w$ ont toutes la même taille. Quelle norme est bornée, quelle est la "
    "vôtre ?",
)
def bounded_coordinates(real: Any, generated: Any, c: float) -> Any:
    difference = real.mean(axis=0) - generated.mean(axis=0)
    return c * np.sign(difference), c * np.sum(np.abs(difference))


@mistake(
    q.best_linear_critic,
    en="NaN: what does the statement ask for when no critic has a positive gap?",
    fr="NaN : que demande l'énoncé quand aucun critique n'a d'écart positif ?",
)
def zero_by_zero(real: Any, generated: Any, c: float) -> Any:
    difference = real.mean(axis=0) - generated.mean(axis=0)
    return c * difference / np.linalg.norm(difference), c * np.linalg.norm(difference)


@mistake(
    q.best_linear_critic,
    en="You return $w = 0$ although the means differ a little: is there a critic with a positive gap?",
    fr="Vous renvoyez $w = 0$, or les moyennes diffèrent un peu : y a-t-il un critique d'écart positif ?",
)
def small_difference_ignored(real: Any, generated: Any, c: float) -> Any:
    w, gap = along_the_means(real, generated, c)
    return (w, gap) if gap > 1e-3 * c else (0 * w, 0.0)


@alternative(q.best_linear_critic)
def singular_vector(real: Any, generated: Any, c: float) -> Any:
    difference = np.mean(real, axis=0) - np.mean(generated, axis=0)
    if not difference.any():
        return np.zeros(len(difference)), 0.0
    left, _, right = np.linalg.svd(difference[None])
    w = c * right[0] * np.sign(left[0, 0])
    return w, float(w @ difference)


@alternative(q.best_linear_critic)
def by_autograd(real: Any, generated: Any, c: float) -> Any:
    import torch

    w = torch.zeros(real.shape[1], dtype=torch.float64, requires_grad=True)
    gap = (torch.tensor(real) @ w).mean() - (torch.tensor(generated) @ w).mean()
    (slope,) = torch.autograd.grad(gap, w)
    best = c * torch.nn.functional.normalize(slope, dim=0, eps=1e-300)
    return best, (best * slope).sum()


@reference(q.fooling_sample)
def collapsed_to_the_mean() -> Any:
    return np.array([[2.0, 1.0], [2.0, 1.0]])


@hidden_law(
    q.fooling_sample,
    en="Your sample is seen by some linear critic, or it is too close to the real one: compute both numbers.",
    fr="Un critique linéaire voit votre échantillon, ou il est trop proche du réel : calculez les deux "
    "nombres.",
)
def unseen_but_different(f: Any, rng: Rng) -> tuple[Any, Any]:
    sample = np.asarray(f(), dtype=float)
    if sample.shape[1:] != (2,) or not 2 <= len(sample) <= 50 or not np.isfinite(sample).all():
        return [False, False], [True, True]
    gap = float(np.linalg.norm(REAL.mean(axis=0) - sample.mean(axis=0)))
    return [gap <= 1.001e-6, energy_distance(REAL, sample) >= 0.5 - 1e-9], [True, True]


def energy_distance(first: Any, second: Any) -> float:
    def mean_distance(left: Any, right: Any) -> float:
        return float(np.mean(np.linalg.norm(left[:, None] - right[None], axis=2)))

    return 2 * mean_distance(first, second) - mean_distance(first, first) - mean_distance(second, second)


@mistake(
    q.fooling_sample,
    en="This is the real sample itself: nobody is fooled.",
    fr="C'est l'échantillon réel lui-même : personne n'est trompé.",
)
def the_data() -> Any:
    return REAL.copy()


@mistake(
    q.fooling_sample,
    en="Collapsed, but in the wrong place: which single number of a distribution does a linear critic see?",
    fr="Effondré, mais au mauvais endroit : quelle quantité d'une loi un critique linéaire voit-il ?",
)
def collapsed_to_the_origin() -> Any:
    return np.zeros((2, 2))


@mistake(
    q.fooling_sample,
    en="All the mass on one real point: a mode is lost, but the score of some critic has changed as well.",
    fr="Toute la masse sur un point réel : un mode est perdu, mais le score d'un critique a changé aussi.",
)
def one_real_point() -> Any:
    return np.array([[2.0, 3.0], [2.0, 3.0]])


@mistake(
    q.fooling_sample,
    en="Order does not change a distribution: these are the real points again.",
    fr="L'ordre ne change pas une loi : ce sont encore les points réels.",
)
def other_order() -> Any:
    return REAL[::-1].copy()


@mistake(
    q.fooling_sample,
    en="A linear critic sees every shift of a cloud.",
    fr="Un critique linéaire voit tout déplacement d'un nuage.",
)
def moved_cloud() -> Any:
    return REAL + 1.0


@alternative(q.fooling_sample)
def two_far_points() -> Any:
    return np.array([[-10.0, 1.0], [14.0, 1.0]])


@alternative(q.fooling_sample)
def spread_out() -> Any:
    import torch

    real = torch.tensor(REAL)
    return real.mean(0) + 5 * (real - real.mean(0))


is_it_advisable_rubric = rubric(
    q.is_it_advisable,
    (
        1,
        Text(
            en=r"""
            Too weak: of both distributions it sees the means only (or: it separates them by one hyperplane
            only); distributions with equal means are the same to it.
            """,
            fr=r"""
            Trop faible : des deux lois, il ne voit que les moyennes (ou : il ne les sépare que par un
            hyperplan) ; deux lois de même moyenne sont pour lui les mêmes.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            The consequence for the generator: each sample receives the same gradient $w$ wherever it lies, or
            a single point at the mean (mode collapse) is already optimal.
            """,
            fr=r"""
            La conséquence pour le générateur : chaque échantillon reçoit le même gradient $w$, où qu'il soit,
            ou bien un seul point à la moyenne (effondrement des modes) est déjà optimal.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            One true benefit: cheap; a convex problem with a known solution; no saturation, gradients do not
            vanish; Lipschitz constant known exactly ($\|w\|$); useful on good features (moment matching).
            """,
            fr=r"""
            Un véritable avantage : peu coûteux ; problème convexe de solution connue ; pas de saturation,
            les gradients ne s'annulent pas ; constante de Lipschitz connue exactement ($\|w\|$) ; utile sur
            de bonnes caractéristiques (appariement de moments).
            """,
        ),
    ),
)
