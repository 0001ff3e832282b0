"""Hidden twin of part 4.5.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_5_equal_losses as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q04_adversarial_networks import times_log


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


@cases(q.gan_losses, edge=True)
def certain_and_wrong(rng: Rng) -> dict[str, Any]:
    share = rng.uniform(0.2, 0.8)
    return {
        "p_data": np.array([share, 1 - share, 0.0]),
        "p_g": np.array([0.0, 0.0, 1.0]),
        "discriminator": np.array([0.0, 0.5, 0.5]),
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


@mistake(
    q.gan_losses,
    en="A small number keeps your logarithms finite; what does the statement say of such a loss?",
    fr="Un petit nombre garde vos logarithmes finis ; que dit l'énoncé d'une telle perte ?",
)
def clipped_discriminator(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    return exact_losses(p_data, p_g, np.clip(discriminator, 1e-12, 1 - 1e-12))


@mistake(
    q.gan_losses,
    en="You leave out each outcome whose logarithm is infinite; which outcomes does the statement leave out?",
    fr="Vous omettez toute issue dont le logarithme est infini ; lesquelles l'énoncé omet-il ?",
)
def infinite_terms_left_out(p_data: Any, p_g: Any, discriminator: Any) -> Any:
    def mean(law: Any, values: Any) -> Any:
        return np.sum(law * np.log(np.where(values > 0, values, 1.0)))

    real, fake = mean(p_data, discriminator), mean(p_g, 1 - discriminator)
    return -(real + fake), -mean(p_g, discriminator)


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
