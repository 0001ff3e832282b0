"""Hidden twin of question 4.6."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_6_discriminator_as_estimator as q
from autograder.question import (
    Rng,
    alternative,
    baseline,
    cases,
    follows,
    mistake,
    reference,
)
from solutions.hw3_generative_models.q04_adversarial_networks import naive_sigmoid, times_log


@reference(q.jensen_shannon_from_logits)
def divergence_from_logits(logits_1: Any, logits_0: Any) -> Any:
    return np.log(2.0) - 0.5 * (_mean_softplus(-logits_1) + _mean_softplus(logits_0))


def _mean_softplus(values: Any) -> Any:
    return np.mean(np.maximum(values, 0.0) + np.log1p(np.exp(-np.abs(values))))


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
def expectations_added_as_logarithms(logits_1: Any, logits_0: Any) -> Any:
    value = -np.mean(np.logaddexp(0.0, -logits_1)) - np.mean(np.logaddexp(0.0, logits_0))
    return np.log(2.0) + 0.5 * value


@baseline(q.jensen_shannon_from_logits)
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
