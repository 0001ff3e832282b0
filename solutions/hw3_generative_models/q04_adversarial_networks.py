"""Hidden twin of question 4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_adversarial_networks as q
from autograder.question import (
    Rng,
    Text,
    alternative,
    cases,
    follows,
    hidden_law,
    mistake,
    reference,
    rubric,
)


def sigmoid(logits: Any) -> Any:
    """Right to the last digits for logits of any size and sign."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(logits)))


def naive_sigmoid(logits: Any) -> Any:
    return 1 / (1 + np.exp(-logits))


def times_log(factor: Any, value: Any) -> Any:
    """`factor * log(value)`, and zero where the factor is zero."""
    absent = factor == 0
    with np.errstate(divide="ignore"):
        return np.where(absent, 0.0, factor * np.log(np.where(absent, 1.0, value)))


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


@reference(q.non_saturating_cost)
def log_of_discriminator() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "minimax_game",
        "b": "rewards_being_taken_for_real",
        "c": "wrong_composition",
        "d": "wrong_composition",
    }


@cases(q.non_saturating_cost)
def non_saturating_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.non_saturating_cost,
    en="Draw this cost against the logit: is it steep or flat where the discriminator is sure of a fake?",
    fr=r"""
    Tracez ce coût en fonction du logit : est-il raide ou plat là où le discriminateur est sûr d'un faux ?
    """,
)
def minimax_cost() -> dict[str, str]:
    return {**log_of_discriminator(), "answer": "a"}


@mistake(
    q.non_saturating_cost,
    en="Write down what each network takes in and gives out, then read this formula from the inside.",
    fr="Écrivez ce que chaque réseau reçoit et rend, puis lisez cette formule de l'intérieur.",
)
def composition_with_complement() -> dict[str, str]:
    return {**log_of_discriminator(), "answer": "c"}


@mistake(
    q.non_saturating_cost,
    en="Does the composition in this formula exist? Write down what each network takes in and gives out.",
    fr="La composition de cette formule existe-t-elle ? Écrivez ce que chaque réseau reçoit et rend.",
)
def composition_reversed() -> dict[str, str]:
    return {**log_of_discriminator(), "answer": "d"}


@mistake(
    q.non_saturating_cost,
    en="The letter is right, the reason is not: put into words what becomes larger when this cost falls.",
    fr="La lettre est bonne, pas la raison : dites en mots ce qui grandit quand ce coût diminue.",
)
def squared_distance() -> dict[str, str]:
    return {**log_of_discriminator(), "b": "least_squares"}


@reference(q.generator_loss)
def cost_from_logits(logits: Any, kind: str) -> Any:
    if kind == "saturating":
        return -np.mean(np.logaddexp(0.0, logits))
    return np.mean(np.logaddexp(0.0, -logits))


@cases(q.generator_loss, count=2)
def saturating_batch(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(0.0, 2.0, size=6), "kind": "saturating"}


@cases(q.generator_loss, count=2)
def non_saturating_batch(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(0.0, 2.0, size=5), "kind": "non_saturating"}


@cases(q.generator_loss)
def one_sample(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.uniform(-4.0, -2.0, size=1), "kind": "non_saturating"}


@cases(q.generator_loss, edge=True)
def extreme_saturating(rng: Rng) -> dict[str, Any]:
    return {"logits": np.array([-1e4, 800.0, -40.0, 40.0, 0.0]) + rng.normal(size=5), "kind": "saturating"}


@cases(q.generator_loss, edge=True)
def extreme_non_saturating(rng: Rng) -> dict[str, Any]:
    return {
        "logits": np.array([-800.0, 1e4, -40.0, 40.0, 0.0]) + rng.normal(size=5),
        "kind": "non_saturating",
    }


@mistake(
    q.generator_loss,
    en="You give each cost under the name of the other. Which one belongs to the minimax game?",
    fr="Vous donnez chaque coût sous le nom de l'autre. Lequel appartient au jeu minimax ?",
)
def kinds_exchanged(logits: Any, kind: str) -> Any:
    return cost_from_logits(logits, "saturating" if kind == "non_saturating" else "non_saturating")


@mistake(
    q.generator_loss,
    en="Which sign can the mean of the logarithm of a probability have? Look at the minimax cost again.",
    fr="Quel signe peut avoir la moyenne du logarithme d'une probabilité ? Revoyez le coût du minimax.",
)
def saturating_sign(logits: Any, kind: str) -> Any:
    return np.abs(cost_from_logits(logits, kind))


@mistake(
    q.generator_loss,
    en="For large logits the result is infinite or NaN: what is rounded to 0 before its logarithm is taken?",
    fr=r"""
    Pour de grands logits, le résultat est infini ou NaN : qu'est-ce qui est arrondi à 0 avant le logarithme ?
    """,
)
def log_of_naive_sigmoid(logits: Any, kind: str) -> Any:
    d = naive_sigmoid(logits)
    return np.mean(np.log(1 - d)) if kind == "saturating" else -np.mean(np.log(d))


@mistake(
    q.generator_loss,
    en="Finite, but large costs are cut off: a small constant inside the logarithm is not a stable formula.",
    fr=r"""
    Fini, mais les grands coûts sont tronqués : une petite constante dans le log n'est pas une formule stable.
    """,
)
def epsilon_in_log(logits: Any, kind: str) -> Any:
    d = sigmoid(logits)
    return np.mean(np.log(1 - d + 1e-8)) if kind == "saturating" else -np.mean(np.log(d + 1e-8))


@mistake(
    q.generator_loss,
    en="Repeat the batch twice: the cost should not change.",
    fr="Répétez le lot deux fois : le coût ne devrait pas changer.",
)
def sum_over_batch(logits: Any, kind: str) -> Any:
    return cost_from_logits(logits, kind) * len(logits)


@mistake(
    q.generator_loss,
    en="The argument holds logits; you take its values for probabilities.",
    fr="L'argument contient des logits ; vous prenez ses valeurs pour des probabilités.",
)
def logits_as_probabilities(logits: Any, kind: str) -> Any:
    return np.mean(np.log(1 - logits)) if kind == "saturating" else -np.mean(np.log(logits))


@alternative(q.generator_loss)
def cross_entropy(logits: Any, kind: str) -> Any:
    import torch

    values = torch.as_tensor(logits, dtype=torch.float64)
    label = torch.full_like(values, float(kind == "non_saturating"))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(values, label)
    return loss if kind == "non_saturating" else -loss


@alternative(q.generator_loss)
def log_sigmoid_loop(logits: Any, kind: str) -> Any:
    def log_sigmoid(value: float) -> Any:
        return min(value, 0.0) - np.log1p(np.exp(-abs(value)))

    if kind == "saturating":
        return sum(log_sigmoid(-value) for value in logits) / len(logits)
    return -sum(log_sigmoid(value) for value in logits) / len(logits)


@reference(q.generalisation_gap)
def regularise() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "only_models_data",
        "b": "noise_against_overfitting",
        "c": "only_a_nonlinearity",
        "d": "only_fits_faster",
    }


@cases(q.generalisation_gap)
def gap_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.generalisation_gap,
    en="Look at the accuracy on the training set: is the optimisation what fails?",
    fr="Regardez le taux de réussite à l'entraînement : est-ce l'optimisation qui échoue ?",
)
def better_optimiser() -> dict[str, str]:
    return {**regularise(), "answer": "d"}


@mistake(
    q.generalisation_gap,
    en="Give the phenomenon its name first. Does learning to generate images act against it?",
    fr="Nommez d'abord le phénomène. Apprendre à engendrer des images agit-il contre lui ?",
)
def generative_model() -> dict[str, str]:
    return {**regularise(), "answer": "a"}


@mistake(
    q.generalisation_gap,
    en="Give the phenomenon its name first. Does another nonlinearity act against it?",
    fr="Nommez d'abord le phénomène. Une autre non-linéarité agit-elle contre lui ?",
)
def other_activation() -> dict[str, str]:
    return {**regularise(), "answer": "c"}


@mistake(
    q.generalisation_gap,
    en="The letter is right, the reason is not: does it make the training set easier or harder to fit?",
    fr=r"""
    La lettre est bonne, pas la raison : le jeu d'entraînement devient-il plus facile ou plus dur à ajuster ?
    """,
)
def fits_faster() -> dict[str, str]:
    return {**regularise(), "b": "only_fits_faster"}


@reference(q.dropout)
def inverted_dropout(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x / (1 - p), 0.0) if training else np.array(x)


@cases(q.dropout, count=2)
def ordinary_units(rng: Rng) -> dict[str, Any]:
    shape = (3, 4)
    p = rng.uniform(0.25, 0.45)
    return {"x": rng.normal(size=shape), "u": _spread(rng, shape), "p": p, "training": True}


@cases(q.dropout)
def nearly_all_dropped(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 8)), "u": _spread(rng, (2, 8)), "p": 0.91, "training": True}


@cases(q.dropout)
def nothing_dropped(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(1, 5)), "u": _spread(rng, (1, 5)), "p": 0.0, "training": True}


@cases(q.dropout)
def evaluated(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 3, 2)), "u": _spread(rng, (2, 3, 2)), "p": 0.8, "training": False}


@cases(q.dropout, edge=True)
def at_the_threshold(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=3), "u": np.array([0.25, 0.24, 0.26]), "p": 0.25, "training": True}


@cases(q.dropout, edge=True)
def infinite_unit(rng: Rng) -> dict[str, Any]:
    return {"x": np.array([np.inf, rng.normal()]), "u": np.array([0.1, 0.9]), "p": 0.5, "training": True}


def _spread(rng: Rng, shape: tuple[int, ...]) -> Any:
    """Evenly spaced uniforms in random order, so that units on both sides of `p` occur."""
    size = int(np.prod(shape))
    return rng.permutation((np.arange(size) + rng.uniform(0.4, 0.6)) / size).reshape(shape)


@mistake(
    q.dropout,
    en="Compare the mean output over many draws of `u` with the input.",
    fr="Comparez la sortie moyenne sur beaucoup de tirages de `u` avec l'entrée.",
)
def no_rescaling(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x, 0.0) if training else x


@mistake(
    q.dropout,
    en="This is the classic variant, which scales in evaluation. In the inverted one, where is it done?",
    fr="C'est la variante classique, qui met à l'échelle en évaluation. Où le fait la variante inversée ?",
)
def scaled_in_evaluation(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x, 0.0) if training else x * (1 - p)


@mistake(
    q.dropout,
    en="Try a very small `p`: most units should survive. Of what is it the probability?",
    fr="Essayez un `p` très petit : la plupart des unités doivent survivre. De quoi est-il la probabilité ?",
)
def probability_of_keeping(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u < p, x / max(p, 1e-300), 0.0) if training else x


@mistake(
    q.dropout,
    en=r"""
    The right units survive, but with the wrong factor: test the expectation for a `p` other than one half.
    """,
    fr=r"""
    Les bonnes unités survivent, mais avec un mauvais facteur : testez l'espérance pour un `p` autre qu'un
    demi.
    """,
)
def divided_by_drop_probability(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x / np.float64(p), 0.0) if training else x


@mistake(
    q.dropout,
    en="Your evaluation still drops units; call it twice with different `u`.",
    fr="Votre évaluation abandonne encore des unités ; appelez-la deux fois avec des `u` différents.",
)
def active_in_evaluation(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x / (1 - p), 0.0)


@mistake(
    q.dropout,
    en="What does a product with a mask of zeros give where the unit is infinite?",
    fr="Que donne un produit par un masque de zéros là où l'unité est infinie ?",
)
def product_with_mask(x: Any, u: Any, p: float, training: bool) -> Any:
    return x * (u >= p) / (1 - p) if training else x


@mistake(
    q.dropout,
    en="Read again what happens to a unit whose `u` is exactly `p`.",
    fr="Relisez ce qu'il advient d'une unité dont le `u` vaut exactement `p`.",
)
def strict_threshold(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u > p, x / (1 - p), 0.0) if training else x


@alternative(q.dropout)
def dropped_first(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(np.asarray(u) < p, 0.0, np.asarray(x) / (1 - p)) if training else x * 1.0


@alternative(q.dropout)
def unit_by_unit(x: Any, u: Any, p: float, training: bool) -> Any:
    if not training:
        return x.copy()
    kept = [value / (1 - p) if noise >= p else 0.0 for value, noise in zip(x.ravel(), u.ravel(), strict=True)]
    return np.array(kept).reshape(x.shape)


@alternative(q.dropout)
def masked_fill(x: Any, u: Any, p: float, training: bool) -> Any:
    import torch

    units = torch.from_numpy(np.array(x))
    return (units / (1 - p)).masked_fill(torch.from_numpy(np.array(u)) < p, 0.0) if training else units


@reference(q.generator_gradients)
def gradients(logits: Any) -> Any:
    return -sigmoid(logits), -sigmoid(-logits), -logits


@cases(q.generator_gradients, count=2)
def ordinary_logits(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(0.0, 3.0, size=6)}


@cases(q.generator_gradients)
def early_training(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.uniform(-9.0, -4.0, size=4)}


@cases(q.generator_gradients)
def single_logit(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.uniform(1.0, 4.0, size=1)}


@cases(q.generator_gradients, edge=True)
def extreme_logits(rng: Rng) -> dict[str, Any]:
    return {"logits": np.array([-690.0, 690.0, -40.0, 40.0]) + rng.uniform(-9.0, 9.0, size=4)}


@cases(q.generator_gradients)
def undecided(rng: Rng) -> dict[str, Any]:
    return {"logits": np.zeros(2)}


@cases(q.generator_gradients, edge=True)
def empty_batch(rng: Rng) -> dict[str, Any]:
    return {"logits": np.zeros(0)}


@mistake(
    q.generator_gradients,
    en="Print both derivatives for a logit of 40: which difference is rounded away?",
    fr="Affichez les deux dérivées pour un logit de 40 : quelle différence l'arrondi fait-il disparaître ?",
)
def one_minus_sigmoid(logits: Any) -> Any:
    return -sigmoid(logits), -(1 - sigmoid(logits)), -logits


@mistake(
    q.generator_gradients,
    en="The two costs have changed places: whose derivative dies when the discriminator is sure of a fake?",
    fr=r"""
    Les deux coûts sont échangés : de qui la dérivée meurt-elle quand le discriminateur est sûr d'un faux ?
    """,
)
def costs_exchanged(logits: Any) -> Any:
    return -sigmoid(-logits), -sigmoid(logits), np.asarray(logits)


@mistake(
    q.generator_gradients,
    en=r"""
    A cost that is minimised has to push the logit of a fake upwards: which sign has its derivative then?
    """,
    fr=r"""
    Un coût qu'on minimise doit pousser le logit d'un faux vers le haut : quel est alors le signe de sa
    dérivée ?
    """,
)
def opposite_signs(logits: Any) -> Any:
    return sigmoid(logits), sigmoid(-logits), -logits


@mistake(
    q.generator_gradients,
    en=r"""
    You differentiated with respect to the probability, not to the logit: a factor of the chain rule is
    missing.
    """,
    fr=r"""
    Vous avez dérivé par rapport à la probabilité, pas au logit : il manque un facteur de la dérivation en
    chaîne.
    """,
)
def derivatives_by_probability(logits: Any) -> Any:
    d = naive_sigmoid(logits)
    return -1 / (1 - d), -1 / d, np.log((1 - d) / d)


@mistake(
    q.generator_gradients,
    en="The derivatives are right, the ratio is upside down: which of the two is in the numerator?",
    fr="Les dérivées sont justes, le rapport est renversé : laquelle des deux est au numérateur ?",
)
def ratio_inverted(logits: Any) -> Any:
    return -sigmoid(logits), -sigmoid(-logits), np.asarray(logits)


@mistake(
    q.generator_gradients,
    en="Your derivatives shrink when the batch grows; they are asked for each sample on its own.",
    fr=r"""
    Vos dérivées diminuent quand le lot grandit ; elles sont demandées pour chaque échantillon pris seul.
    """,
)
def gradient_of_mean(logits: Any) -> Any:
    return -sigmoid(logits) / len(logits), -sigmoid(-logits) / len(logits), -logits


@alternative(q.generator_gradients)
def by_autograd(logits: Any) -> Any:
    import torch

    values = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    log_sigmoid = torch.nn.functional.logsigmoid
    (saturating,) = torch.autograd.grad(log_sigmoid(-values).sum(), values)
    (non_saturating,) = torch.autograd.grad(-log_sigmoid(values).sum(), values)
    return saturating, non_saturating, torch.log(non_saturating.abs()) - torch.log(saturating.abs())


@alternative(q.generator_gradients)
def from_softplus(logits: Any) -> Any:
    up, down = np.logaddexp(0.0, logits), np.logaddexp(0.0, -logits)
    return -np.exp(-down), -np.exp(-up), down - up


@alternative(q.generator_gradients)
def from_exponentials(logits: Any) -> Any:
    return -1 / (1 + np.exp(-logits)), -1 / (1 + np.exp(logits)), -logits


choice_of_cost_rubric = rubric(
    q.choice_of_cost,
    (
        0.5,
        Text(
            en=r"""
            Says when it matters: early in training (or whenever the discriminator is far ahead), when
            generated samples are rejected with certainty, $D(G(z)) \approx 0$.
            """,
            fr=r"""
            Dit quand cela compte : au début de l'entraînement (ou dès que le discriminateur a beaucoup
            d'avance), quand les échantillons engendrés sont rejetés avec certitude, $D(G(z)) \approx 0$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Chooses the non-saturating cost because its gradient with respect to the logit stays near $-1$
            there, while that of the saturating cost vanishes. The bare name without the reason earns
            nothing.
            """,
            fr=r"""
            Choisit le coût non saturant parce que son gradient par rapport au logit y reste proche de $-1$,
            alors que celui du coût saturant s'annule. Le seul nom, sans la raison, ne rapporte rien.
            """,
        ),
    ),
)


@reference(q.gan_losses)
def exact_losses(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    real, fake = times_log(p_data, discriminator), times_log(p_g, 1 - discriminator)
    return -np.sum(real + fake), -np.sum(times_log(p_g, discriminator))


@cases(q.gan_losses, count=2)
def ordinary_game(rng: Rng) -> dict[str, Any]:
    p_data, p_g = rng.dirichlet(np.ones(5), size=2)
    return {"p_data": p_data, "p_g": p_g, "discriminator": rng.uniform(0.05, 0.95, size=5)}


@cases(q.gan_losses)
def undecided_discriminator(rng: Rng) -> dict[str, Any]:
    p_data, p_g = rng.dirichlet(np.ones(4), size=2)
    return {"p_data": p_data, "p_g": p_g, "discriminator": np.full(4, 0.5)}


@cases(q.gan_losses)
def single_outcome(rng: Rng) -> dict[str, Any]:
    return {"p_data": np.ones(1), "p_g": np.ones(1), "discriminator": rng.uniform(0.6, 0.9, size=1)}


@cases(q.gan_losses, edge=True)
def certain_and_right(rng: Rng) -> dict[str, Any]:
    return {
        "p_data": np.array([1.0, 0.0]),
        "p_g": np.array([0.0, 1.0]),
        "discriminator": np.array([1.0, 0.0]),
    }


@cases(q.gan_losses, edge=True)
def outcomes_of_probability_zero(rng: Rng) -> dict[str, Any]:
    share, verdict = rng.uniform(0.2, 0.8, size=2)
    return {
        "p_data": np.array([share, 1 - share, 0.0, 0.0]),
        "p_g": np.array([0.0, share, 1 - share, 0.0]),
        "discriminator": np.array([1.0, verdict, 0.5, 0.0]),
    }


@mistake(
    q.gan_losses,
    en="Half of the discriminator's loss: are the two expectations averaged or added?",
    fr="La moitié de la perte du discriminateur : les deux espérances sont-elles moyennées ou ajoutées ?",
)
def averaged_loss(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    d_loss, g_loss = exact_losses(p_data, p_g, discriminator)
    return d_loss / 2, g_loss


@mistake(
    q.gan_losses,
    en="The loss of your generator is that of the minimax game; the other one is asked.",
    fr="La perte de votre générateur est celle du jeu minimax ; c'est l'autre qui est demandée.",
)
def saturating_loss(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    d_loss, _ = exact_losses(p_data, p_g, discriminator)
    return d_loss, np.sum(times_log(p_g, 1 - discriminator))


@mistake(
    q.gan_losses,
    en=r"""
    Real and generated are exchanged: what is $D$ the probability of, and under which law is each log
    averaged?
    """,
    fr=r"""
    Réel et engendré sont échangés : $D$ est la probabilité de quoi, et sous quelle loi moyenne-t-on chaque
    log ?
    """,
)
def real_and_fake_exchanged(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    return exact_losses(p_g, p_data, discriminator)


@mistake(
    q.gan_losses,
    en="The objective that the discriminator maximises is not yet its loss.",
    fr="L'objectif que le discriminateur maximise n'est pas encore sa perte.",
)
def objective_for_loss(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    d_loss, g_loss = exact_losses(p_data, p_g, discriminator)
    return -d_loss, g_loss


@mistake(
    q.gan_losses,
    en="NaN where a probability is zero: what does such an outcome contribute to an expectation?",
    fr="NaN là où une probabilité est nulle : que contribue une telle issue à une espérance ?",
)
def zero_times_infinity(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    real, fake = p_data * np.log(discriminator), p_g * np.log(1 - discriminator)
    return -np.sum(real + fake), -np.sum(p_g * np.log(discriminator))


@mistake(
    q.gan_losses,
    en="You count all outcomes alike; how often does each occur under the data and under the generator?",
    fr=r"""
    Vous comptez toutes les issues de même ; avec quelle fréquence chacune survient-elle selon chaque loi ?
    """,
)
def uniform_average(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    log_real, log_fake = np.log(discriminator), np.log(1 - discriminator)
    return -np.mean(log_real + log_fake), -np.mean(log_real)


@alternative(q.gan_losses)
def outcome_by_outcome(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    def term(weight: float, value: float) -> float:
        if weight == 0:
            return 0.0
        return float(-weight * np.log(value)) if value > 0 else float("inf")

    triples = list(zip(p_data, p_g, discriminator, strict=True))
    return sum(term(a, d) + term(b, 1 - d) for a, b, d in triples), sum(term(b, d) for _, b, d in triples)


@alternative(q.gan_losses)
def torch_xlogy(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    import torch

    data, generated, d = (torch.tensor(value, dtype=torch.float64) for value in (p_data, p_g, discriminator))
    d_loss = -(torch.xlogy(data, d) + torch.xlogy(generated, 1 - d)).sum()
    return d_loss, -torch.xlogy(generated, d).sum()


@reference(q.equal_losses_witness)
def undecided_twice() -> dict[str, Any]:
    half = np.array([0.5, 0.5])
    return _example(half, [1.0, 0.0], half, half, half)


def _example(data: Any, first: Any, first_d: Any, last: Any, last_d: Any) -> dict[str, Any]:
    keys = ("p_data", "g_epoch1", "D_epoch1", "g_epoch100", "D_epoch100")
    return {
        key: np.array(value) for key, value in zip(keys, (data, first, first_d, last, last_d), strict=True)
    }


def _five_arrays(f: Any) -> tuple[Any, ...]:
    """The arrays of the example; NaN, which breaks every law, where they are no laws and discriminators."""
    answer = f()
    keys = ("p_data", "g_epoch1", "D_epoch1", "g_epoch100", "D_epoch100")
    arrays = tuple(np.asarray(answer[key], dtype=float) for key in keys)
    sizes = {array.size for array in arrays}
    if len(sizes) == 1 and 2 <= max(sizes) <= 100 and _are_laws(*arrays):
        return arrays
    return (np.full(2, np.nan),) * 5


def _are_laws(data: Any, first: Any, first_d: Any, last: Any, last_d: Any) -> bool:
    laws, verdicts = np.stack([data, first, last]), np.stack([first_d, last_d])
    sums = np.abs(laws.sum(axis=1) - 1) <= 1.001e-6
    return bool((laws >= 0).all() and sums.all() and (verdicts >= 0).all() and (verdicts <= 1).all())


@hidden_law(
    q.equal_losses_witness,
    en="The arrays are not what they should be: same size, laws that sum to one, discriminators in $[0, 1]$.",
    fr="Les tableaux ne sont pas conformes : même taille, lois de somme un, discriminateurs dans $[0, 1]$.",
)
def well_formed(f: Any, rng: Rng) -> tuple[Any, Any]:
    return not np.isnan(_five_arrays(f)[0]).any(), True


@hidden_law(
    q.equal_losses_witness,
    en="The generator of epoch 1 is too good: compute its total variation distance from the data.",
    fr="Le générateur de l'époque 1 est trop bon : calculez sa distance en variation totale aux données.",
)
def bad_at_first(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, first, *_ = _five_arrays(f)
    return bool(0.5 * np.sum(np.abs(data - first)) >= 0.3 - 1e-9), True


@hidden_law(
    q.equal_losses_witness,
    en="The generator of epoch 100 is not good enough: compute its total variation distance from the data.",
    fr=r"""
    Le générateur de l'époque 100 n'est pas assez bon : calculez sa distance en variation totale aux données.
    """,
)
def good_at_last(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, _, _, last, _ = _five_arrays(f)
    return bool(0.5 * np.sum(np.abs(data - last)) <= 0.05 + 1e-9), True


@hidden_law(
    q.equal_losses_witness,
    en="The discriminator of epoch 100 is not the best one for its generator.",
    fr="Le discriminateur de l'époque 100 n'est pas le meilleur pour son générateur.",
)
def best_at_last(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, _, _, last, last_d = _five_arrays(f)
    occurs = ~(data + last <= 0)
    best = data[occurs] / (data + last)[occurs]
    return bool((np.abs(last_d[occurs] - best) <= 0.02 + 1e-9).all()), True


@hidden_law(
    q.equal_losses_witness,
    en=r"""
    The loss of the discriminator is not finite, or not the same in the two epochs: compute it with 4.5.1.
    """,
    fr=r"""
    La perte du discriminateur n'est pas finie, ou diffère entre les deux époques : calculez-la avec 4.5.1.
    """,
)
def equal_discriminator_losses(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, first, first_d, last, last_d = _five_arrays(f)
    return _close(exact_losses(data, first, first_d)[0], exact_losses(data, last, last_d)[0]), True


@hidden_law(
    q.equal_losses_witness,
    en="The loss of the generator is not finite, or not the same in the two epochs: compute it with 4.5.1.",
    fr="La perte du générateur n'est pas finie, ou diffère entre les deux époques : calculez-la avec 4.5.1.",
)
def equal_generator_losses(f: Any, rng: Rng) -> tuple[Any, Any]:
    data, first, first_d, last, last_d = _five_arrays(f)
    return _close(exact_losses(data, first, first_d)[1], exact_losses(data, last, last_d)[1]), True


def _close(first: Any, last: Any) -> bool:
    return bool(np.isfinite(first) and np.isfinite(last) and abs(first - last) <= 0.01 + 1e-9)


@mistake(
    q.equal_losses_witness,
    en=r"""
    Both discriminators are the best ones here, and then the losses tell the generators apart. Which may be
    poor?
    """,
    fr=r"""
    Les deux discriminateurs sont ici les meilleurs : les pertes distinguent alors les générateurs. Lequel
    peut être médiocre ?
    """,
)
def best_from_the_start() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.9, 0.1], [0.5 / 1.4, 0.5 / 0.6], [0.5, 0.5], [0.5, 0.5])


@mistake(
    q.equal_losses_witness,
    en="Nothing has been learnt between your two epochs: the first generator is as good as the last.",
    fr="Rien n'a été appris entre vos deux époques : le premier générateur est aussi bon que le dernier.",
)
def good_from_the_start() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5])


@mistake(
    q.equal_losses_witness,
    en="After a hundred epochs the discriminator should know its generator: could it lower its loss?",
    fr=r"""
    Après cent époques, le discriminateur devrait connaître son générateur : pourrait-il baisser sa perte ?
    """,
)
def never_trained() -> dict[str, Any]:
    return _example([0.5, 0.5], [1.0, 0.0], [0.3, 0.3], [0.5, 0.5], [0.3, 0.3])


@mistake(
    q.equal_losses_witness,
    en="One loss agrees, the other does not: compute both for both epochs.",
    fr="Une perte coïncide, l'autre non : calculez les deux pour les deux époques.",
)
def one_loss_only() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.9, 0.1], [0.605, 0.7], [0.5, 0.5], [0.5, 0.5])


@alternative(q.equal_losses_witness)
def three_outcomes() -> dict[str, Any]:
    data, third = [0.2, 0.3, 0.5], [0.5, 0.5, 0.5]
    return _example(data, [0.7, 0.2, 0.1], third, data, third)


@alternative(q.equal_losses_witness)
def nearly_perfect_generator() -> dict[str, Any]:
    return _example([0.5, 0.5], [0.1, 0.9], [0.5, 0.5], [0.49, 0.51], [0.5 / 0.99, 0.5 / 1.01])


@alternative(q.equal_losses_witness)
def outcome_that_never_occurs() -> dict[str, Any]:
    return _example([0.5, 0.5, 0], [0.2, 0.8, 0], [0.5, 0.5, 1], [0.5, 0.5, 0], [0.5, 0.5, 0])


why_losses_mislead_rubric = rubric(
    q.why_losses_mislead,
    (
        0.5,
        Text(
            en="Each loss is measured against the present opponent, which changes during the training.",
            fr="Chaque perte se mesure à l'adversaire du moment, qui change au cours de l'entraînement.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Concludes that equal numbers say nothing about the absolute quality: a weak generator against a
            weak discriminator can give the same losses as a good one against a good one.
            """,
            fr=r"""
            Conclut que des nombres égaux ne disent rien de la qualité absolue : un générateur faible face à
            un discriminateur faible peut donner les mêmes pertes qu'un bon face à un bon.
            """,
        ),
    ),
)


@reference(q.jensen_shannon_from_logits)
def divergence_from_logits(logits_1: Any, logits_0: Any) -> Any:
    value = -np.mean(np.logaddexp(0.0, -logits_1)) - np.mean(np.logaddexp(0.0, logits_0))
    return np.log(2.0) + 0.5 * value


@cases(q.jensen_shannon_from_logits, count=2)
def unequal_samples(rng: Rng) -> dict[str, Any]:
    return {"logits_1": rng.normal(1.5, 1.0, size=7), "logits_0": rng.normal(-1.0, 1.0, size=4)}


@cases(q.jensen_shannon_from_logits)
def misled_discriminator(rng: Rng) -> dict[str, Any]:
    return {"logits_1": rng.normal(-2.0, 1.0, size=3), "logits_0": rng.normal(2.5, 1.0, size=5)}


@cases(q.jensen_shannon_from_logits)
def one_sample_each(rng: Rng) -> dict[str, Any]:
    return {"logits_1": rng.normal(size=1), "logits_0": rng.normal(size=1)}


@cases(q.jensen_shannon_from_logits)
def never_decides(rng: Rng) -> dict[str, Any]:
    return {"logits_1": np.zeros(3), "logits_0": np.zeros(2)}


@cases(q.jensen_shannon_from_logits, edge=True)
def separated(rng: Rng) -> dict[str, Any]:
    return {"logits_1": np.array([800.0, 1e4]), "logits_0": np.array([-900.0]) - rng.uniform()}


@cases(q.jensen_shannon_from_logits, edge=True)
def wrongly_separated(rng: Rng) -> dict[str, Any]:
    return {"logits_1": np.array([-800.0]) - rng.uniform(), "logits_0": np.array([700.0, 1e4])}


@mistake(
    q.jensen_shannon_from_logits,
    en=r"""
    Try two samples that are perfectly told apart: is your value the largest that the divergence can take?
    """,
    fr=r"""
    Essayez deux échantillons parfaitement séparés : votre valeur est-elle la plus grande que prenne la
    divergence ?
    """,
)
def value_not_halved(logits_1: Any, logits_0: Any) -> Any:
    return 2 * divergence_from_logits(logits_1, logits_0) - np.log(2.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Try a discriminator that never decides: what should the divergence be? A constant is missing.",
    fr=r"""
    Essayez un discriminateur qui ne tranche jamais : que doit valoir la divergence ? Il manque une constante.
    """,
)
def constant_missing(logits_1: Any, logits_0: Any) -> Any:
    return divergence_from_logits(logits_1, logits_0) - np.log(2.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Try a discriminator that never decides: your divergence is not zero. Was everything divided alike?",
    fr=r"""
    Essayez un discriminateur qui ne tranche jamais : votre divergence n'est pas nulle. A-t-on tout divisé
    de même ?
    """,
)
def constant_not_halved(logits_1: Any, logits_0: Any) -> Any:
    return divergence_from_logits(logits_1, logits_0) + np.log(2.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Your value would be right if the two samples changed names: which one is labelled real?",
    fr=r"""
    Votre valeur serait juste si les deux échantillons échangeaient leurs noms : lequel porte l'étiquette
    réel ?
    """,
)
def labels_exchanged(logits_1: Any, logits_0: Any) -> Any:
    return divergence_from_logits(logits_0, logits_1)


@mistake(
    q.jensen_shannon_from_logits,
    en="Infinite or NaN for large logits: take the logarithm of the sigmoid in one step.",
    fr="Infini ou NaN pour de grands logits : prenez le logarithme de la sigmoïde en une seule étape.",
)
def unstable_logarithm(logits_1: Any, logits_0: Any) -> Any:
    real, fake = np.log(naive_sigmoid(logits_1)), np.log(1 - naive_sigmoid(logits_0))
    return np.log(2.0) + 0.5 * np.mean(real) + 0.5 * np.mean(fake)


@mistake(
    q.jensen_shannon_from_logits,
    en=r"""
    You pooled the samples: double one of the two and the weight of its expectation should stay the same.
    """,
    fr=r"""
    Vous avez réuni les échantillons : doublez l'un des deux, le poids de son espérance ne doit pas changer.
    """,
)
def pooled_mean(logits_1: Any, logits_0: Any) -> Any:
    losses = np.concatenate([np.logaddexp(0.0, -logits_1), np.logaddexp(0.0, logits_0)])
    return np.log(2.0) - np.mean(losses)


@mistake(
    q.jensen_shannon_from_logits,
    en="Below zero your estimate is cut off; the statement says what to return when a discriminator is poor.",
    fr=r"""
    Votre estimation est tronquée sous zéro ; l'énoncé dit que renvoyer quand un discriminateur est mauvais.
    """,
)
def clipped_at_zero(logits_1: Any, logits_0: Any) -> Any:
    return max(divergence_from_logits(logits_1, logits_0), 0.0)


@alternative(q.jensen_shannon_from_logits)
def from_cross_entropies(logits_1: Any, logits_0: Any) -> Any:
    import torch

    real, fake = (torch.tensor(logits, dtype=torch.float64) for logits in (logits_1, logits_0))
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    total = loss(real, torch.ones_like(real)) + loss(fake, torch.zeros_like(fake))
    return torch.log(torch.tensor(2.0, dtype=torch.float64)) - 0.5 * total


@alternative(q.jensen_shannon_from_logits)
def sample_by_sample(logits_1: Any, logits_0: Any) -> Any:
    def log_sigmoid(value: float) -> Any:
        return min(value, 0.0) - np.log1p(np.exp(-abs(value)))

    real = sum(np.log(2.0) + log_sigmoid(value) for value in logits_1) / len(logits_1)
    fake = sum(np.log(2.0) + log_sigmoid(-value) for value in logits_0) / len(logits_0)
    return (real + fake) / 2


@reference(q.jensen_shannon_lines)
def divergence_lines(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    total = f0 + f1
    d_star = np.where(total > 0, f1 / np.where(total > 0, total, 1.0), 0.5)
    value = np.sum(weights * (times_log(f1, d_star) + times_log(f0, 1 - d_star)))
    kl0, kl1 = (_kl(density, total / 2, weights) for density in (f0, f1))
    return {
        "D_star": d_star,
        "value": value,
        "kl0": kl0,
        "kl1": kl1,
        "jsd": 0.5 * (kl0 + kl1),
        "jsd_from_value": 0.5 * value + np.log(2.0),
    }


def _kl(density: Any, other: Any, weights: Any) -> Any:
    return np.sum(weights * (times_log(density, density) - times_log(density, other)))


@follows(q.jensen_shannon_lines, "value")
def value_of_own_discriminator(lines: Any, f0: Any, f1: Any, weights: Any) -> Any:
    d = np.asarray(lines["D_star"])
    return np.sum(weights * (times_log(f1, d) + times_log(f0, 1 - d)))


@follows(q.jensen_shannon_lines, "jsd")
def mean_of_own_divergences(lines: Any, **_: Any) -> Any:
    return 0.5 * (lines["kl0"] + lines["kl1"])


@follows(q.jensen_shannon_lines, "jsd_from_value")
def relation_to_own_value(lines: Any, **_: Any) -> Any:
    return 0.5 * lines["value"] + np.log(2.0)


@cases(q.jensen_shannon_lines)
def two_normals(rng: Rng) -> dict[str, Any]:
    x, step = np.linspace(-9.0, 9.0, 121, retstep=True)
    mean, sigma = rng.uniform(0.5, 2.0), rng.uniform(0.5, 0.9)
    f0 = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    f1 = np.exp(-0.5 * ((x - mean) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    return {"f0": f0, "f1": f1, "weights": np.full(121, step)}


@cases(q.jensen_shannon_lines)
def discrete_laws(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.dirichlet(np.ones(6), size=2)
    return {"f0": f0, "f1": f1, "weights": np.ones(6)}


@cases(q.jensen_shannon_lines, count=2)
def not_normalised(rng: Rng) -> dict[str, Any]:
    f0, f1, weights = rng.uniform(0.2, 2.0, size=(3, 4))
    return {"f0": f0, "f1": f1, "weights": weights}


@cases(q.jensen_shannon_lines)
def equal_laws(rng: Rng) -> dict[str, Any]:
    density = rng.dirichlet(np.ones(5))
    return {"f0": density, "f1": density.copy(), "weights": np.ones(5)}


@cases(q.jensen_shannon_lines, edge=True)
def disjoint_supports(rng: Rng) -> dict[str, Any]:
    return {"f0": np.array([1.0, 0.0]), "f1": np.array([0.0, 1.0]), "weights": np.ones(2)}


@cases(q.jensen_shannon_lines, edge=True)
def zeros_of_both(rng: Rng) -> dict[str, Any]:
    share = rng.uniform(0.2, 0.8)
    f0, f1 = np.array([share, 1 - share, 0.0, 0.0]), np.array([0.0, 0.5, 0.5, 0.0])
    return {"f0": f0, "f1": f1, "weights": np.ones(4)}


@mistake(
    q.jensen_shannon_lines,
    en="Your discriminator is large where generated samples are. Which density stands beside $\\log D$?",
    fr="Votre discriminateur est grand pour les échantillons engendrés. Quelle densité va avec $\\log D$ ?",
)
def probability_of_fake(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "D_star": 1 - lines["D_star"]}


@mistake(
    q.jensen_shannon_lines,
    en="In your value the two expectations are exchanged: under which law is $\\log D$ averaged?",
    fr="Dans votre valeur, les deux espérances sont échangées : sous quelle loi moyenne-t-on $\\log D$ ?",
)
def expectations_exchanged(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    d = lines["D_star"]
    value = np.sum(weights * (times_log(f0, d) + times_log(f1, 1 - d)))
    return {**lines, "value": value, "jsd_from_value": 0.5 * value + np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="Your two divergences compare the laws with each other; read the second argument in the definition.",
    fr="Vos deux divergences comparent les lois entre elles ; lisez le second argument dans la définition.",
)
def without_mixture(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    kl0, kl1 = _kl(f0, f1, weights), _kl(f1, f0, weights)
    return {**divergence_lines(f0, f1, weights), "kl0": kl0, "kl1": kl1, "jsd": 0.5 * (kl0 + kl1)}


@mistake(
    q.jensen_shannon_lines,
    en="What does your mixture integrate to?",
    fr="Combien vaut l'intégrale de votre mélange ?",
)
def mixture_not_halved(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    kl0, kl1 = _kl(f0, f0 + f1, weights), _kl(f1, f0 + f1, weights)
    return {**divergence_lines(f0, f1, weights), "kl0": kl0, "kl1": kl1, "jsd": 0.5 * (kl0 + kl1)}


@mistake(
    q.jensen_shannon_lines,
    en=r"""
    For disjoint laws your divergence exceeds its largest possible value: how are the two parts combined?
    """,
    fr=r"""
    Pour des lois disjointes, votre divergence dépasse son maximum : comment combine-t-on les deux parties ?
    """,
)
def sum_of_divergences(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd": lines["kl0"] + lines["kl1"]}


@mistake(
    q.jensen_shannon_lines,
    en="Solve the relation between the value and the divergence once more, and test it on two disjoint laws.",
    fr=r"""
    Résolvez encore une fois la relation entre valeur et divergence, et testez-la sur deux lois disjointes.
    """,
)
def relation_not_halved(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd_from_value": lines["value"] + np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="Test your relation on two equal laws: what should the divergence be?",
    fr="Testez votre relation sur deux lois égales : que doit valoir la divergence ?",
)
def relation_without_constant(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd_from_value": 0.5 * lines["value"]}


@mistake(
    q.jensen_shannon_lines,
    en="Your divergence is in bits; which logarithm does this sheet use?",
    fr="Votre divergence est en bits ; quel logarithme cette feuille emploie-t-elle ?",
)
def divergence_in_bits(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd": lines["jsd"] / np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="NaN where a density vanishes: what does such a node contribute?",
    fr="NaN là où une densité s'annule : que contribue un tel nœud ?",
)
def zero_times_log(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    d = lines["D_star"]
    value = np.sum(weights * (f1 * np.log(d) + f0 * np.log(1 - d)))
    kl0, kl1 = (np.sum(weights * f * np.log(2 * f / (f0 + f1))) for f in (f0, f1))
    own = {"value": value, "kl0": kl0, "kl1": kl1, "jsd": 0.5 * (kl0 + kl1)}
    return {**lines, **own, "jsd_from_value": 0.5 * value + np.log(2.0)}


@alternative(q.jensen_shannon_lines)
def node_by_node(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    d_star, value, kl0, kl1 = [], 0.0, 0.0, 0.0
    for fake, real, weight in zip(f0, f1, weights, strict=True):
        total = fake + real
        d_star.append(real / total if total > 0 else 0.5)
        if real > 0:
            value += weight * real * np.log(real / total)
            kl1 += weight * real * np.log(2 * real / total)
        if fake > 0:
            value += weight * fake * np.log(fake / total)
            kl0 += weight * fake * np.log(2 * fake / total)
    last = {"jsd": (kl0 + kl1) / 2, "jsd_from_value": value / 2 + np.log(2.0)}
    return {"D_star": d_star, "value": value, "kl0": kl0, "kl1": kl1, **last}


@alternative(q.jensen_shannon_lines)
def torch_lines(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    import torch

    fake, real, w = (torch.tensor(value, dtype=torch.float64) for value in (f0, f1, weights))
    d = torch.nan_to_num(real / (fake + real), nan=0.5)
    value = (w * (torch.xlogy(real, d) + torch.xlogy(fake, 1 - d))).sum()
    kl0, kl1 = ((w * (torch.xlogy(f, f) - torch.xlogy(f, (fake + real) / 2))).sum() for f in (fake, real))
    last = {"jsd": (kl0 + kl1) / 2, "jsd_from_value": value / 2 + np.log(2.0)}
    return {"D_star": d, "value": value, "kl0": kl0, "kl1": kl1, **last}


@reference(q.log_density_from_discriminator)
def add_log_odds(log_f0: Any, logit: Any) -> Any:
    return log_f0 + logit


@cases(q.log_density_from_discriminator, count=3)
def ordinary_points(rng: Rng) -> dict[str, Any]:
    return {"log_f0": rng.normal(-2.0, 1.0, size=6), "logit": rng.normal(0.0, 2.0, size=6)}


@cases(q.log_density_from_discriminator)
def one_point(rng: Rng) -> dict[str, Any]:
    return {"log_f0": rng.normal(-2.0, 1.0, size=1), "logit": rng.uniform(1.0, 3.0, size=1)}


@cases(q.log_density_from_discriminator, edge=True)
def certain_discriminator(rng: Rng) -> dict[str, Any]:
    logit = np.array([800.0, -800.0, 2.0]) + rng.normal(size=3)
    return {"log_f0": np.array([-3.0, -900.0, 0.0]), "logit": logit}


@cases(q.log_density_from_discriminator, edge=True)
def far_in_the_tail(rng: Rng) -> dict[str, Any]:
    return {"log_f0": np.array([-1e5, -5.0]), "logit": np.array([40.0, -60.0]) + rng.normal(size=2)}


@mistake(
    q.log_density_from_discriminator,
    en="For large logits a probability is rounded to 0 or 1 on the way: can you do without it?",
    fr=r"""
    Pour de grands logits, une probabilité est arrondie à 0 ou 1 en chemin : pouvez-vous vous en passer ?
    """,
)
def through_probabilities(log_f0: Any, logit: Any) -> Any:
    d = naive_sigmoid(logit)
    return log_f0 + np.log(d / (1 - d))


@mistake(
    q.log_density_from_discriminator,
    en="Through densities both ways: for values far in the tail, what is left of the density itself?",
    fr="Par les densités elles-mêmes : très loin dans la queue, que reste-t-il de la densité ?",
)
def through_densities(log_f0: Any, logit: Any) -> Any:
    return np.log(np.exp(log_f0) * np.exp(logit))


@mistake(
    q.log_density_from_discriminator,
    en="Where the discriminator is nearly sure of real samples, which of the two densities is the larger?",
    fr=r"""
    Là où le discriminateur est presque sûr d'un échantillon réel, laquelle des deux densités est la plus
    grande ?
    """,
)
def inverse_ratio(log_f0: Any, logit: Any) -> Any:
    return log_f0 - logit


@mistake(
    q.log_density_from_discriminator,
    en="A probability is not a ratio of densities: can your factor ever exceed one?",
    fr="Une probabilité n'est pas un rapport de densités : votre facteur peut-il dépasser un ?",
)
def probability_for_odds(log_f0: Any, logit: Any) -> Any:
    return log_f0 - np.logaddexp(0.0, -logit)


@mistake(
    q.log_density_from_discriminator,
    en="The known density enters twice. The raised 2 on the sheet marks a footnote.",
    fr="La densité connue intervient deux fois. Le petit 2 sur la feuille est un appel de note.",
)
def footnote_as_square(log_f0: Any, logit: Any) -> Any:
    return 2 * log_f0 + logit


@alternative(q.log_density_from_discriminator)
def difference_of_log_sigmoids(log_f0: Any, logit: Any) -> Any:
    return log_f0 - np.logaddexp(0.0, -logit) + np.logaddexp(0.0, logit)


@alternative(q.log_density_from_discriminator)
def torch_sum(log_f0: Any, logit: Any) -> Any:
    import torch

    return torch.tensor(log_f0, dtype=torch.float64) + torch.tensor(logit, dtype=torch.float64)


@alternative(q.log_density_from_discriminator)
def point_by_point(log_f0: Any, logit: Any) -> Any:
    return [a + b for a, b in zip(log_f0, logit, strict=True)]


@reference(q.pointwise_variations)
def variations(discriminator: Any, f0: Any, f1: Any) -> Any:
    first = f1 / discriminator - f0 / (1 - discriminator)
    second = -f1 / discriminator**2 - f0 / (1 - discriminator) ** 2
    return first, second, f1 / (f0 + f1)


@cases(q.pointwise_variations, count=2)
def ordinary_discriminator(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.uniform(0.2, 2.0, size=(2, 5))
    return {"discriminator": rng.uniform(0.05, 0.95, size=5), "f0": f0, "f1": f1}


@cases(q.pointwise_variations)
def at_the_optimum(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.uniform(0.2, 2.0, size=(2, 4))
    return {"discriminator": f1 / (f0 + f1), "f0": f0, "f1": f1}


@cases(q.pointwise_variations)
def single_point(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.uniform(0.2, 2.0, size=(2, 1))
    return {"discriminator": rng.uniform(0.1, 0.4, size=1), "f0": f0, "f1": f1}


@mistake(
    q.pointwise_variations,
    en="Differentiate the second term again: what does the inner function of its logarithm contribute?",
    fr="Dérivez encore une fois le second terme : qu'apporte la fonction intérieure de son logarithme ?",
)
def inner_derivative_forgotten(discriminator: Any, f0: Any, f1: Any) -> Any:
    _, second, point = variations(discriminator, f0, f1)
    return f1 / discriminator + f0 / (1 - discriminator), second, point


@mistake(
    q.pointwise_variations,
    en="With the sign of your second derivative the stationary point would be a minimum.",
    fr="Avec le signe de votre dérivée seconde, le point stationnaire serait un minimum.",
)
def minimum_for_maximum(discriminator: Any, f0: Any, f1: Any) -> Any:
    first, second, point = variations(discriminator, f0, f1)
    return first, -second, point


@mistake(
    q.pointwise_variations,
    en="The two densities have changed places: which one multiplies $\\log D$?",
    fr="Les deux densités ont changé de place : laquelle multiplie $\\log D$ ?",
)
def densities_exchanged(discriminator: Any, f0: Any, f1: Any) -> Any:
    return variations(discriminator, f1, f0)


@mistake(
    q.pointwise_variations,
    en="One of the two terms of your second derivative has the wrong sign: is the objective concave in $D$?",
    fr="Un des deux termes de votre dérivée seconde a le mauvais signe : l'objectif est-il concave en $D$ ?",
)
def second_sign_of_f0(discriminator: Any, f0: Any, f1: Any) -> Any:
    first, _, point = variations(discriminator, f0, f1)
    return first, -f1 / discriminator**2 + f0 / (1 - discriminator) ** 2, point


@mistake(
    q.pointwise_variations,
    en="Your derivatives are right; put the point that you return into the first one.",
    fr="Vos dérivées sont justes ; mettez le point que vous renvoyez dans la première.",
)
def odds_for_point(discriminator: Any, f0: Any, f1: Any) -> Any:
    first, second, _ = variations(discriminator, f0, f1)
    return first, second, f1 / f0


@alternative(q.pointwise_variations)
def autograd_twice(discriminator: Any, f0: Any, f1: Any) -> Any:
    import torch

    d = torch.tensor(discriminator, dtype=torch.float64, requires_grad=True)
    fake, real = torch.tensor(f0, dtype=torch.float64), torch.tensor(f1, dtype=torch.float64)
    objective = (real * torch.log(d) + fake * torch.log(1 - d)).sum()
    (first,) = torch.autograd.grad(objective, d, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), d)
    return first, second, real / (fake + real)


@alternative(q.pointwise_variations)
def common_denominator(discriminator: Any, f0: Any, f1: Any) -> Any:
    rest = 1 - discriminator
    first = (f1 * rest - f0 * discriminator) / (discriminator * rest)
    second = -(f1 * rest**2 + f0 * discriminator**2) / (discriminator * rest) ** 2
    return first, second, 1 / (1 + f0 / f1)
