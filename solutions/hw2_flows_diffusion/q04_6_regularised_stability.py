"""Hidden twin of question 4.6."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_6_regularised_stability as q
from assignments.hw2_flows_diffusion.q04_3_eigenvalues import sort_by_imaginary_part
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import draw_states, jacobian, velocity


@reference(q.regularised_gan_eigenvalues)
def penalised_eigenvalues(gamma: Any) -> Any:
    turn = np.sqrt(np.maximum((1 - gamma) * (1 + gamma), 0)) / 2
    fast = (gamma + np.sqrt(np.maximum((gamma - 1) * (gamma + 1), 0))) / 2
    # The product of the two is 1/4: dividing keeps the digits that a subtraction would lose.
    slow = np.divide(0.25, fast, out=np.zeros_like(fast), where=gamma > 1)
    pair = np.where(gamma > 1, (-fast, -slow), (-gamma / 2 - 1j * turn, -gamma / 2 + 1j * turn))
    return sort_by_imaginary_part(np.stack([np.full(len(gamma), -0.5), *pair], axis=1))


@cases(q.regularised_gan_eigenvalues)
def weak_penalties(rng: Rng) -> dict[str, Any]:
    return {"gamma": rng.uniform(0.1, 0.9, size=3)}


@cases(q.regularised_gan_eigenvalues)
def strong_penalties(rng: Rng) -> dict[str, Any]:
    return {"gamma": rng.uniform(1.2, 8.0, size=3)}


@cases(q.regularised_gan_eigenvalues, count=2)
def weak_and_strong(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.concatenate([rng.uniform(1.5, 4.0, size=2), rng.uniform(0.2, 0.8, size=2)])}


@cases(q.regularised_gan_eigenvalues)
def one_penalty(rng: Rng) -> dict[str, Any]:
    return {"gamma": rng.uniform(1.5, 4.0, size=1)}


@cases(q.regularised_gan_eigenvalues)
def no_penalty(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.array([0.0, rng.uniform(0.2, 0.8)])}


@cases(q.regularised_gan_eigenvalues, edge=True)
def coinciding(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.array([1.0, rng.uniform(1.5, 4.0)])}


@cases(q.regularised_gan_eigenvalues, edge=True)
def overwhelming(rng: Rng) -> dict[str, Any]:
    return {"gamma": 10 ** rng.uniform(7.5, 8.0, size=2)}


def rows_of(psi_1: Any, first: Any, second: Any) -> Any:
    return sort_by_imaginary_part(np.stack(np.broadcast_arrays(psi_1, first, second), axis=1))


@mistake(
    q.regularised_gan_eigenvalues,
    en="NaN for large $\\gamma$: there the number under your root is negative, and the eigenvalues are real.",
    fr=r"""
    NaN pour $\gamma$ grand : le nombre sous votre racine y est négatif, et les valeurs propres sont réelles.
    """,
)
def root_of_a_negative(gamma: Any) -> Any:
    root = np.sqrt(1 - gamma**2) * np.where(gamma < 1, 1j, 1)
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Always complex: what happens when the discriminant changes its sign?",
    fr="Toujours complexes : que se passe-t-il quand le discriminant change de signe ?",
)
def always_complex(gamma: Any) -> Any:
    turn = 1j * np.sqrt(np.abs(1 - gamma**2))
    return rows_of(-0.5, (-gamma - turn) / 2, (-gamma + turn) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Always real: what happens when the discriminant is negative?",
    fr="Toujours réelles : que se passe-t-il quand le discriminant est négatif ?",
)
def always_real(gamma: Any) -> Any:
    root = np.sqrt(np.maximum(gamma**2 - 1, 0))
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Two of your real parts have the wrong sign: compare the sum of the eigenvalues with the trace.",
    fr="Deux de vos parties réelles ont le mauvais signe : comparez la somme des valeurs propres à la trace.",
)
def growing_modes(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return rows_of(-0.5, (gamma - root) / 2, (gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="The discriminant is not that of your matrix: what is the product of its two off-diagonal entries?",
    fr=r"""
    Le discriminant n'est pas celui de votre matrice : quel est le produit de ses deux termes hors diagonale ?
    """,
)
def other_discriminant(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 4 + 0j)
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Your eigenvalues are those of half the penalty: compare with your matrix of 4.5.1.",
    fr=r"""
    Vos valeurs propres sont celles d'une pénalité deux fois plus faible : comparez à votre matrice de 4.5.1.
    """,
)
def half_of_gamma(gamma: Any) -> Any:
    return penalised_eigenvalues(gamma / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="A matrix with three rows has three eigenvalues; one variable is not coupled to the others.",
    fr="Une matrice à trois lignes a trois valeurs propres ; une variable n'est pas couplée aux autres.",
)
def only_two(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return sort_by_imaginary_part(np.stack([(-gamma - root) / 2, (-gamma + root) / 2], axis=1))


@mistake(
    q.regularised_gan_eigenvalues,
    en="One variable is not coupled to the others: read its eigenvalue off the matrix again.",
    fr="Une variable n'est pas couplée aux autres : relisez sa valeur propre dans la matrice.",
)
def offset_halved(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return rows_of(-0.25, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="The right numbers, but not in the order that is asked for: sort each row.",
    fr="Les bons nombres, mais pas dans l'ordre demandé : triez chaque ligne.",
)
def rows_not_sorted(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return np.stack([np.full(len(gamma), -0.5 + 0j), (-gamma + root) / 2, (-gamma - root) / 2], axis=1)


@mistake(
    q.regularised_gan_eigenvalues,
    en=r"""
    Right, but for very large $\gamma$ the slowest mode is lost in a subtraction: what is the product of the
    two roots?
    """,
    fr=r"""
    Juste, mais pour $\gamma$ très grand le mode le plus lent se perd dans une soustraction : quel est le
    produit des deux racines ?
    """,
)
def cancelling_difference(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@alternative(q.regularised_gan_eigenvalues)
def penalised_by_numpy(gamma: Any) -> Any:
    matrices = np.stack([jacobian(np.zeros(3), value) for value in gamma])
    return sort_by_imaginary_part(np.linalg.eigvals(matrices))


@alternative(q.regularised_gan_eigenvalues)
def one_gamma_at_a_time(gamma: Any) -> Any:
    rows = []
    for value in gamma:
        fast = (value + np.sqrt(value**2 - 1 + 0j)) / 2
        rows.append(sorted([-0.5 + 0j, -fast, -0.25 / fast], key=lambda z: (z.imag, z.real)))
    return rows


@reference(q.stability_claims)
def stability() -> dict[str, bool]:
    return {label: label in {"c", "d", "e", "g"} for label in "abcdefgh"}


@cases(q.stability_claims)
def stability_key(rng: Rng) -> dict[str, Any]:
    return {}


def flip(label: str) -> dict[str, bool]:
    return {**stability(), label: not stability()[label]}


@mistake(
    q.stability_claims,
    en="Look at your eigenvalues of 4.3.1: are all real parts strictly negative?",
    fr=r"""
    Regardez vos valeurs propres de 4.3.1 : toutes les parties réelles sont-elles strictement négatives ?
    """,
)
def criterion_met_without_penalty() -> dict[str, bool]:
    return flip("a")


@mistake(
    q.stability_claims,
    en="A sufficient criterion that is not met proves nothing; what would a real part of zero have to tell?",
    fr="Un critère suffisant qui n'est pas rempli ne prouve rien ; que dirait une partie réelle nulle ?",
)
def unmet_criterion_means_unstable() -> dict[str, bool]:
    return flip("b")


@mistake(
    q.stability_claims,
    en="Think of your conserved quantity of 4.3.2: where can a trajectory go, and where can it not?",
    fr="Pensez à votre quantité conservée de 4.3.2 : où une trajectoire peut-elle aller, et où non ?",
)
def circles_not_seen() -> dict[str, bool]:
    return flip("c")


@mistake(
    q.stability_claims,
    en="Compare the root with $\\gamma$ itself: can any real part reach zero for $\\gamma > 0$?",
    fr=r"""
    Comparez la racine à $\gamma$ lui-même : une partie réelle peut-elle atteindre zéro pour $\gamma > 0$ ?
    """,
)
def penalty_not_enough() -> dict[str, bool]:
    return flip("d")


@mistake(
    q.stability_claims,
    en="What does an imaginary part do to a trajectory? Look at the picture in 4.4.1 for a small $\\gamma$.",
    fr="Que fait une partie imaginaire à une trajectoire ? Voyez l'image de 4.4.1 pour un petit $\\gamma$.",
)
def no_rotation() -> dict[str, bool]:
    return flip("e")


@mistake(
    q.stability_claims,
    en="Follow the largest real part in the picture of 4.6.1 all the way to the right.",
    fr="Suivez la plus grande partie réelle sur l'image de 4.6.1 jusqu'au bord droit.",
)
def more_is_always_better() -> dict[str, bool]:
    return flip("f")


@mistake(
    q.stability_claims,
    en="Where in the picture of 4.6.1 is the largest real part at its lowest?",
    fr="Où, sur l'image de 4.6.1, la plus grande partie réelle est-elle au plus bas ?",
)
def best_penalty_missed() -> dict[str, bool]:
    return flip("g")


@mistake(
    q.stability_claims,
    en="One eigenvalue comes close to zero for very large $\\gamma$; from which side, and does it cross?",
    fr="Une valeur propre s'approche de zéro pour $\\gamma$ très grand ; de quel côté, et traverse-t-elle ?",
)
def large_penalty_unstable() -> dict[str, bool]:
    return flip("h")


@alternative(q.stability_claims)
def stability_in_integers() -> dict[str, int]:
    return {label: int(value) for label, value in stability().items()}


Blocks = tuple[tuple[int, ...], ...]
ALTERNATING: Blocks = ((0, 1), (2,))


def walk(start: Any, gamma: float, eta: float, steps: int, blocks: Blocks) -> Any:
    """The states when the components of each block move together, one block after the other."""
    states = [np.array(start, float)]
    for _ in range(steps):
        state = states[-1].copy()
        for block in map(list, blocks):
            state[block] += eta * velocity(state, gamma)[block]
        states.append(state)
    return np.stack(states)


def blocks_of(scheme: str) -> Blocks:
    return ALTERNATING if scheme == "alternating" else ((0, 1, 2),)


@reference(q.gan_trajectory)
def trajectory(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, blocks_of(scheme))


def draw_walk(rng: Rng, steps: int, scheme: str) -> dict[str, Any]:
    gamma, eta = rng.uniform([0.3, 0.1], [2.0, 0.4])
    start = draw_states(rng, 1)[0]
    return {"start": start, "gamma": float(gamma), "eta": float(eta), "steps": steps, "scheme": scheme}


@cases(q.gan_trajectory, count=2)
def all_at_once(rng: Rng) -> dict[str, Any]:
    return draw_walk(rng, int(rng.integers(4, 15)), "simultaneous")


@cases(q.gan_trajectory, count=2)
def one_after_the_other(rng: Rng) -> dict[str, Any]:
    return draw_walk(rng, int(rng.integers(4, 15)), "alternating")


@cases(q.gan_trajectory)
def walk_without_penalty(rng: Rng) -> dict[str, Any]:
    return {**draw_walk(rng, 12, "simultaneous"), "gamma": 0.0}


@cases(q.gan_trajectory)
def no_step(rng: Rng) -> dict[str, Any]:
    return draw_walk(rng, 0, "alternating")


@mistake(
    q.gan_trajectory,
    en="In the simultaneous scheme the generator already sees the new critic: do you update in place?",
    fr=r"""
    Dans le schéma simultané, le générateur voit déjà le nouveau critique : mettez-vous à jour sur place ?
    """,
)
def updated_in_place(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, ALTERNATING)


@mistake(
    q.gan_trajectory,
    en="Both schemes give the same states; what does the generator know when it takes its step?",
    fr="Les deux schémas donnent les mêmes états ; que sait le générateur quand il fait son pas ?",
)
def never_alternating(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, ((0, 1, 2),))


@mistake(
    q.gan_trajectory,
    en="In the alternating scheme your generator moves first; who should?",
    fr="Dans le schéma alterné, votre générateur joue le premier ; qui devrait le faire ?",
)
def generator_first(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, blocks_of(scheme)[::-1])


@mistake(
    q.gan_trajectory,
    en="The start is missing: how many states are there after no step at all?",
    fr="Le départ manque : combien y a-t-il d'états après aucun pas ?",
)
def start_missing(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return trajectory(start, gamma, eta, steps, scheme)[1:]


@mistake(
    q.gan_trajectory,
    en="Your states do not depend on $\\gamma$: which velocity do you follow?",
    fr="Vos états ne dépendent pas de $\\gamma$ : quelle vitesse suivez-vous ?",
)
def penalty_ignored(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return trajectory(start, 0.0, eta, steps, scheme)


@mistake(
    q.gan_trajectory,
    en="You walk against the velocity: the signs of the two players are in it already.",
    fr="Vous marchez contre la vitesse : les signes des deux joueurs y sont déjà.",
)
def backwards(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return trajectory(start, gamma, -eta, steps, scheme)


@alternative(q.gan_trajectory)
def list_of_states(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    states = [list(start)]
    for _ in range(steps):
        old = states[-1]
        push = velocity(old, gamma)
        new = [value + eta * change for value, change in zip(old, push, strict=True)]
        if scheme == "alternating":
            new[2] = old[2] + eta * velocity([*new[:2], old[2]], gamma)[2]
        states.append(new)
    return states


@alternative(q.gan_trajectory)
def states_in_torch(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    import torch

    states = torch.empty(steps + 1, 3, dtype=torch.float64)
    states[0] = torch.tensor(start)
    for k in range(steps):
        slope, offset, theta = states[k]
        fake = torch.sigmoid(slope * theta + offset)
        states[k + 1, 0] = slope + eta * (-theta * fake - gamma * slope)
        states[k + 1, 1] = offset + eta * (torch.sigmoid(-offset) - fake)
        if scheme == "alternating":
            slope, offset = states[k + 1, 0], states[k + 1, 1]
        states[k + 1, 2] = theta + eta * slope * torch.sigmoid(slope * theta + offset)
    return states
