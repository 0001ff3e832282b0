"""Hidden twin of question 4.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_1_network_of_apples as q
from autograder.question import (
    Rng,
    alternative,
    cases,
    hidden_law,
    mistake,
    reference,
)


@reference(q.false_statement)
def not_a_fruit_classifier() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "goal_of_training",
        "b": "real_against_generated",
        "c": "cannot_tell_apart",
        "d": "new_noise_new_image",
    }


@cases(q.false_statement)
def false_statement_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.false_statement,
    en="Which loss is left to a discriminator when the generated apples follow the law of the real ones?",
    fr="Quelle perte reste-t-il au discriminateur quand les pommes engendrées suivent la loi des vraies ?",
)
def loss_never_settles() -> dict[str, str]:
    return {**not_a_fruit_classifier(), "answer": "c"}


@mistake(
    q.false_statement,
    en="Would you call a generator good that can only hand back its training images?",
    fr="Appelleriez-vous bon un générateur qui ne sait que rendre ses images d'entraînement ?",
)
def nothing_new() -> dict[str, str]:
    return {**not_a_fruit_classifier(), "answer": "d"}


@mistake(
    q.false_statement,
    en="Read again what the game between the two networks wants the generator to become.",
    fr="Relisez ce que le jeu entre les deux réseaux veut faire du générateur.",
)
def learns_no_distribution() -> dict[str, str]:
    return {**not_a_fruit_classifier(), "answer": "a"}


@mistake(
    q.false_statement,
    en="The letter is right, the reason is not: list what this discriminator was shown during training.",
    fr="La lettre est bonne, pas la raison : énumérez ce que ce discriminateur a vu à l'entraînement.",
)
def lack_of_labels() -> dict[str, str]:
    return {**not_a_fruit_classifier(), "b": "no_labels"}


@reference(q.confident_discriminator_witness)
def narrower_generator() -> Any:
    return 0.0, 1.0, 0.0, 0.9, 30.0


def _five_numbers(f: Any) -> Any:
    return np.array([float(value) for value in f()])


@hidden_law(
    q.confident_discriminator_witness,
    en="One of the five numbers is outside the range that the statement allows.",
    fr="Un des cinq nombres est en dehors de l'intervalle que permet l'énoncé.",
)
def inside_ranges(f: Any, rng: Rng) -> tuple[Any, Any]:
    mu_r, sigma_r, mu_g, sigma_g, x = _five_numbers(f)
    means, sigmas = np.abs([mu_r, mu_g]), np.array([sigma_r, sigma_g])
    return bool((means <= 20).all() and ((sigmas >= 0.1) & (sigmas <= 3)).all() and abs(x) <= 1000), True


@hidden_law(
    q.confident_discriminator_witness,
    en="The generator is not good enough: compute the total variation distance of your two distributions.",
    fr="Le générateur n'est pas assez bon : calculez la distance en variation totale de vos deux lois.",
)
def good_generator(f: Any, rng: Rng) -> tuple[Any, Any]:
    mu_r, sigma_r, mu_g, sigma_g, _ = _five_numbers(f)
    grid, step = np.linspace(-60.0, 60.0, 12001, retstep=True)
    real, generated = (
        np.exp(-0.5 * ((grid - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
        for mu, sigma in ((mu_r, sigma_r), (mu_g, sigma_g))
    )
    return bool(0.5 * np.sum(np.abs(real - generated)) * step < 0.2), True


@hidden_law(
    q.confident_discriminator_witness,
    en="The point is not far enough: count the standard deviations between it and each of the means.",
    fr="Le point n'est pas assez loin : comptez les écarts types qui le séparent de chaque moyenne.",
)
def far_from_both(f: Any, rng: Rng) -> tuple[Any, Any]:
    mu_r, sigma_r, mu_g, sigma_g, x = _five_numbers(f)
    return bool(abs(x - mu_r) > 10 * sigma_r and abs(x - mu_g) > 10 * sigma_g), True


@hidden_law(
    q.confident_discriminator_witness,
    en="The best discriminator is not certain that your point is real. Which density falls faster out there?",
    fr=r"""
    Le meilleur discriminateur n'est pas sûr que votre point est réel. Quelle densité décroît là-bas le plus
    vite ?
    """,
)
def taken_for_real(f: Any, rng: Rng) -> tuple[Any, Any]:
    mu_r, sigma_r, mu_g, sigma_g, x = _five_numbers(f)
    log_r = -0.5 * ((x - mu_r) / sigma_r) ** 2 - np.log(sigma_r)
    log_g = -0.5 * ((x - mu_g) / sigma_g) ** 2 - np.log(sigma_g)
    return bool(log_r - log_g > np.log(99.0)), True


@mistake(
    q.confident_discriminator_witness,
    en="Your point is still among the apples: measure its distance in standard deviations.",
    fr="Votre point est encore parmi les pommes : mesurez sa distance en écarts types.",
)
def point_near_data() -> Any:
    return 0.0, 1.0, 0.0, 0.9, 2.0


@mistake(
    q.confident_discriminator_witness,
    en="Far out your discriminator is certain of the opposite. Compare the tails of the two densities.",
    fr="Au loin, votre discriminateur est certain du contraire. Comparez les queues des deux densités.",
)
def wider_generator() -> Any:
    return 0.0, 0.9, 0.0, 1.0, 30.0


@mistake(
    q.confident_discriminator_witness,
    en="This generator is too easily told from the data; the surprise is that a good one does not help.",
    fr=r"""
    Ce générateur se distingue trop bien des données ; la surprise est qu'un bon générateur n'y change rien.
    """,
)
def bad_generator() -> Any:
    return 0.0, 1.0, -15.0, 1.0, 30.0


@mistake(
    q.confident_discriminator_witness,
    en="With two equal distributions, can any point speak for one of them?",
    fr="Avec deux lois égales, un point peut-il parler en faveur de l'une d'elles ?",
)
def equal_distributions() -> Any:
    return 0.0, 1.0, 0.0, 1.0, 30.0


@alternative(q.confident_discriminator_witness)
def shifted_means() -> Any:
    return 0.1, 1.0, 0.0, 1.0, 100.0


@alternative(q.confident_discriminator_witness)
def other_side() -> Any:
    return [0.0, 1.0, 0.1, 0.95, -40.0]


@alternative(q.confident_discriminator_witness)
def at_the_border() -> Any:
    return np.array([20.0, 3.0, 20.0, 2.9, -1000.0])
