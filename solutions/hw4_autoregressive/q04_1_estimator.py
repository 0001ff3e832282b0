"""Hidden twin of question 4.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_1_estimator as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference


@reference(q.gaussian_score)
def by_scaled_residual(z: Any, mu: Any, log_sigma: Any) -> Any:
    scaled = (z - mu) * np.exp(-log_sigma)
    return np.concatenate([scaled * np.exp(-log_sigma), scaled**2 - 1], axis=1)


def _draw_samples(rng: Rng, samples: int, d: int) -> dict[str, Any]:
    log_sigma = rng.uniform(0.2, 0.9, size=d) * rng.choice([-1.0, 1.0], size=d)
    return {"z": rng.normal(size=(samples, d)), "mu": rng.normal(size=d), "log_sigma": log_sigma}


@cases(q.gaussian_score, count=2)
def several_samples(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 5, 3)


@cases(q.gaussian_score)
def one_sample(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 1, 2)


@cases(q.gaussian_score)
def one_coordinate(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 3, 1)


@cases(q.gaussian_score)
def narrow_density(rng: Rng) -> dict[str, Any]:
    drawn = _draw_samples(rng, 3, 2)
    log_sigma = drawn["log_sigma"] - 7.0
    z = drawn["mu"] + np.exp(log_sigma) * drawn["z"]
    return {"z": z, "mu": drawn["mu"], "log_sigma": log_sigma}


@cases(q.gaussian_score, edge=True)
def no_samples(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 0, 3)


@mistake(
    q.gaussian_score,
    en=r"Check the power of the standard deviation in the derivatives with respect to $\mu$: which unit have "
    "they?",
    ru=r"Проверьте степень стандартного отклонения в производных по $\mu$: какова их размерность?",
)
def divided_by_sigma(z: Any, mu: Any, log_sigma: Any) -> Any:
    scaled = (z - mu) * np.exp(-log_sigma)
    return np.concatenate([scaled, scaled**2 - 1], axis=1)


@mistake(
    q.gaussian_score,
    en=r"The score must have mean zero: check the part that belongs to $\log \sigma$. Does the normaliser of "
    r"the "
    "density depend on it?",
    ru=r"Среднее score-функции должно быть равно нулю: проверьте часть, относящуюся к $\log \sigma$. Зависит "
    r"ли "
    "от неё нормировочный множитель плотности?",
)
def normaliser_forgotten(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma) + np.repeat([0.0, 1.0], len(mu))


@mistake(
    q.gaussian_score,
    en=r"These are the derivatives with respect to $\sigma$. The parameter is its logarithm.",
    ru=r"Это производные по $\sigma$. Параметром является её логарифм.",
)
def with_respect_to_sigma(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma) * np.exp(np.concatenate([0 * mu, -log_sigma]))


@mistake(
    q.gaussian_score,
    en="You read the logarithm of a standard deviation as the logarithm of a variance.",
    ru="Вы приняли логарифм стандартного отклонения за логарифм дисперсии.",
)
def logarithm_of_variance(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma / 2) * np.repeat([1.0, 0.5], len(mu))


@mistake(
    q.gaussian_score,
    en=r"Wrong sign: if a sample lies above $\mu$, does its log-density rise or fall when $\mu$ grows?",
    ru=r"Неверный знак: если точка лежит выше $\mu$, растёт или убывает её логарифм плотности с ростом "
    r"$\mu$?",
)
def sign_reversed(z: Any, mu: Any, log_sigma: Any) -> Any:
    return -by_scaled_residual(z, mu, log_sigma)


@mistake(
    q.gaussian_score,
    en="Differentiate with respect to the parameters and hold the sample fixed, not the other way round.",
    ru="Дифференцируйте по параметрам при фиксированной точке выборки, а не наоборот.",
)
def with_respect_to_sample(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma) * np.repeat([-1.0, 1.0], len(mu))


@mistake(
    q.gaussian_score,
    en=r"The order of the columns: the derivatives with respect to all means come first.",
    ru=r"Порядок столбцов: сначала идут производные по всем средним.",
)
def blocks_interleaved(z: Any, mu: Any, log_sigma: Any) -> Any:
    first, second = np.split(by_scaled_residual(z, mu, log_sigma), 2, axis=1)
    # In one dimension there is nothing to interleave; the halves exchanged are the same confusion.
    pair = [second, first] if len(mu) == 1 else [first, second]
    return np.stack(pair, axis=2).reshape(len(z), 2 * len(mu))


@alternative(q.gaussian_score)
def score_by_torch(z: Any, mu: Any, log_sigma: Any) -> Any:
    import torch

    samples, d = len(z), len(mu)
    phi = torch.tensor(np.tile(np.concatenate([mu, log_sigma]), (samples, 1)), requires_grad=True)
    law: Any = torch.distributions.Normal(phi[:, :d], phi[:, d:].exp())
    return torch.autograd.grad(law.log_prob(torch.tensor(z)).sum(), phi)[0]


@alternative(q.gaussian_score)
def score_in_loops(z: Any, mu: Any, log_sigma: Any) -> Any:
    sigma = np.exp(log_sigma)
    rows = [[*((x - mu) / sigma**2), *(((x - mu) ** 2 - sigma**2) / sigma**2)] for x in z]
    return np.array(rows).reshape(len(z), 2 * len(mu))


@reference(q.elbo_gradient_estimate)
def mean_of_products(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return (log_joint - log_q - baseline) @ score / len(score)


@baseline(q.elbo_gradient_estimate)
def term_by_term(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    estimate = np.zeros(score.shape[1])
    for s in range(len(score)):
        for i in range(score.shape[1]):
            estimate[i] += (log_joint[s] - log_q[s] - baseline) * score[s, i]
    return estimate / len(score)


def _draw_values(rng: Rng, samples: int, parameters: int, baseline: float) -> dict[str, Any]:
    return {
        "log_joint": rng.normal(-6.0, 1.0, size=samples),
        "log_q": rng.normal(-2.0, 1.0, size=samples),
        "score": rng.normal(size=(samples, parameters)),
        "baseline": baseline,
    }


@cases(q.elbo_gradient_estimate, count=2)
def without_baseline(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 6, 3, 0.0)


@cases(q.elbo_gradient_estimate, count=2)
def with_baseline(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 5, 2, rng.uniform(-5.0, -1.0))


@cases(q.elbo_gradient_estimate)
def single_sample(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 1, 4, rng.uniform(-5.0, -1.0))


@cases(q.elbo_gradient_estimate)
def single_parameter(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 4, 1, rng.uniform(-5.0, -1.0))


@mistake(
    q.elbo_gradient_estimate,
    en="The bracket of the ELBO has two terms; one of them is missing in your estimate.",
    ru="В скобках ELBO два слагаемых; в вашей оценке не хватает одного из них.",
)
def log_q_missing(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, 0 * log_q, score, baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="Check the sign of the second term in the bracket of the ELBO.",
    ru="Проверьте знак второго слагаемого в скобках ELBO.",
)
def log_q_added(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, -log_q, score, baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="In the bracket stands the logarithm of a ratio, not the ratio of the densities.",
    ru="В скобках стоит логарифм отношения, а не отношение плотностей.",
)
def ratio_without_logarithm(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(np.exp(log_joint - log_q), 0 * log_q, score, baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="The mean of a product is not the product of the means.",
    ru="Среднее произведения не равно произведению средних.",
)
def product_of_means(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return np.mean(log_joint - log_q - baseline) * score.mean(axis=0)


@mistake(
    q.elbo_gradient_estimate,
    en="The derivative of the bracket itself is still there. Which expectation has it? The statement says "
    "what "
    "to do with such terms.",
    ru="Осталась производная самой скобки. Каково её ожидание? В условии сказано, как поступать с такими "
    "слагаемыми.",
)
def inside_term_kept(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, baseline) - score.mean(axis=0)


@mistake(
    q.elbo_gradient_estimate,
    en="The mean over the samples is asked: take each sample twice. Does your estimate change?",
    ru="Требуется среднее по точкам: возьмите каждую точку дважды. Изменилась ли оценка?",
)
def summed_over_samples(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, baseline) * len(score)


@mistake(
    q.elbo_gradient_estimate,
    en="One row for each sample is returned; their mean is asked.",
    ru="Возвращается по строке на каждую точку, а нужно их среднее.",
)
def not_averaged(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return (log_joint - log_q - baseline)[:, None] * score


@mistake(
    q.elbo_gradient_estimate,
    en="Which sign must the baseline have so that it makes the factor of the score small?",
    ru="Какой знак должен быть у сдвига, чтобы множитель при score-функции стал малым?",
)
def baseline_added(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, -baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="The baseline is not used: what would one subtract it from?",
    ru="Сдвиг не используется: из чего его следовало бы вычесть?",
)
def baseline_ignored(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, 0.0)


@mistake(
    q.elbo_gradient_estimate,
    en="This is the gradient for descent. The ELBO is to be raised.",
    ru="Это градиент для спуска. ELBO нужно увеличивать.",
)
def for_descent(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return -mean_of_products(log_joint, log_q, score, baseline)


@alternative(q.elbo_gradient_estimate)
def gradient_of_surrogate(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    """A linear function of parameters at zero whose gradient is the estimate."""
    import torch

    phi = torch.zeros(score.shape[1], dtype=torch.float64, requires_grad=True)
    surrogate = torch.tensor(log_joint - log_q - baseline) * (torch.tensor(score) @ phi)
    return torch.autograd.grad(surrogate.mean(), phi)[0]


@alternative(q.elbo_gradient_estimate)
def estimate_in_loops(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return [
        sum((lj - lq - baseline) * s for lj, lq, s in zip(log_joint, log_q, column, strict=True)) / len(score)
        for column in score.T
    ]


@reference(q.score_gradient_lines)
def two_integrals(logits: Any, log_joint: Any) -> dict[str, Any]:
    log_q = logits - np.logaddexp.reduce(logits)
    q_, bracket = np.exp(log_q), log_joint - log_q
    scores = np.eye(len(logits)) - q_
    lines = {"elbo": q_ @ bracket, "score_term": (q_ * bracket) @ scores, "inside_term": -q_ @ scores}
    return {**lines, "total": lines["score_term"] + lines["inside_term"]}


@follows(q.score_gradient_lines, "total")
def sum_of_own_terms(lines: Any, **_: Any) -> Any:
    return np.add(lines["score_term"], lines["inside_term"])


@cases(q.score_gradient_lines, count=2)
def five_states(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(size=5), "log_joint": rng.normal(-3.0, 1.0, size=5)}


@cases(q.score_gradient_lines)
def two_states(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(size=2), "log_joint": rng.normal(-3.0, 1.0, size=2)}


@cases(q.score_gradient_lines)
def one_state(rng: Rng) -> dict[str, Any]:
    return {"logits": rng.normal(size=1), "log_joint": rng.normal(-3.0, 1.0, size=1)}


@cases(q.score_gradient_lines)
def at_the_posterior(rng: Rng) -> dict[str, Any]:
    logits = rng.normal(size=4)
    return {"logits": logits, "log_joint": logits + rng.normal(-3.0, 1.0)}


@cases(q.score_gradient_lines, edge=True)
def large_logits(rng: Rng) -> dict[str, Any]:
    return {"logits": 1000.0 + rng.normal(size=3), "log_joint": rng.normal(-3.0, 1.0, size=3)}


def _change(logits: Any, log_joint: Any, **changed: Any) -> dict[str, Any]:
    lines = {**two_integrals(logits, log_joint), **changed}
    return lines if "total" in changed else {**lines, "total": sum_of_own_terms.function(lines)}


def _softmax(logits: Any) -> Any:
    return np.exp(logits - np.logaddexp.reduce(logits))


@mistake(
    q.score_gradient_lines,
    en="`total` is the expectation of the gradient of the bracket, as if $q$ did not depend on the logits.",
    ru="`total` — это ожидание градиента скобки, как если бы $q$ не зависело от логитов.",
)
def gradient_interchanged(logits: Any, log_joint: Any) -> dict[str, Any]:
    lines = two_integrals(logits, log_joint)
    return {**lines, "total": lines["inside_term"]}


@mistake(
    q.score_gradient_lines,
    en="In `inside_term` only the logarithm is differentiated; the factor in front of it stays as it is.",
    ru="В `inside_term` дифференцируется только логарифм; множитель перед ним остаётся как есть.",
)
def same_term_twice(logits: Any, log_joint: Any) -> dict[str, Any]:
    return _change(logits, log_joint, inside_term=two_integrals(logits, log_joint)["score_term"])


@mistake(
    q.score_gradient_lines,
    en="`inside_term` is a single score, not an average over the states: weigh each state by its "
    "probability.",
    ru="`inside_term` — не усреднённая по состояниям величина: взвесьте каждое состояние его вероятностью.",
)
def inside_term_not_averaged(logits: Any, log_joint: Any) -> dict[str, Any]:
    scores = np.eye(len(logits)) - _softmax(logits)
    return _change(logits, log_joint, inside_term=-scores.sum(axis=0))


@mistake(
    q.score_gradient_lines,
    en="In `score_term` the score multiplies the whole bracket, not only the joint log-probability.",
    ru="В `score_term` score-функция умножается на всю скобку, а не только на логарифм совместной "
    "вероятности.",
)
def score_of_joint_only(logits: Any, log_joint: Any) -> dict[str, Any]:
    q_ = _softmax(logits)
    return _change(logits, log_joint, score_term=(q_ * log_joint) @ (np.eye(len(logits)) - q_))


@mistake(
    q.score_gradient_lines,
    en="`elbo` is only the expected joint log-probability: the bracket contains $q$, too.",
    ru="`elbo` — лишь ожидание логарифма совместной вероятности: в скобках стоит ещё и $q$.",
)
def entropy_missing(logits: Any, log_joint: Any) -> dict[str, Any]:
    q_ = _softmax(logits)
    scores = np.eye(len(logits)) - q_
    return _change(logits, log_joint, elbo=q_ @ log_joint, score_term=(q_ * log_joint) @ scores)


@mistake(
    q.score_gradient_lines,
    en="`score_term`: raising one logit lowers the probabilities of the other states. Does your score know "
    "that?",
    ru="`score_term`: рост одного логита уменьшает вероятности остальных состояний. Учитывает ли это ваша "
    "score-функция?",
)
def score_without_normaliser(logits: Any, log_joint: Any) -> dict[str, Any]:
    log_q = np.log(_softmax(logits))
    return _change(logits, log_joint, score_term=np.exp(log_q) * (log_joint - log_q))


@mistake(
    q.score_gradient_lines,
    en="`score_term` has the wrong sign: take a small step along it. Does the ELBO rise?",
    ru="У `score_term` неверный знак: сделайте малый шаг в этом направлении. Растёт ли ELBO?",
)
def sign_of_descent(logits: Any, log_joint: Any) -> dict[str, Any]:
    return _change(logits, log_joint, score_term=-two_integrals(logits, log_joint)["score_term"])


@mistake(
    q.score_gradient_lines,
    en="In `score_term` the states are summed without their probabilities; the integral has become no "
    "expectation.",
    ru="В `score_term` состояния суммируются без своих вероятностей; интеграл не превратился в ожидание.",
)
def probabilities_forgotten(logits: Any, log_joint: Any) -> dict[str, Any]:
    q_ = _softmax(logits)
    return _change(logits, log_joint, score_term=(log_joint - np.log(q_)) @ (np.eye(len(logits)) - q_))


@alternative(q.score_gradient_lines)
def closed_form(logits: Any, log_joint: Any) -> dict[str, Any]:
    shifted = logits - logits.max()
    log_q = shifted - np.log(np.exp(shifted).sum())
    q_, bracket = np.exp(log_q), log_joint - log_q
    gradient = q_ * (bracket - q_ @ bracket)
    return {
        "elbo": q_ @ bracket,
        "score_term": gradient,
        "inside_term": np.zeros(len(logits)),
        "total": gradient,
    }


@alternative(q.score_gradient_lines)
def lines_by_torch(logits: Any, log_joint: Any) -> dict[str, Any]:
    import torch

    phi = torch.tensor(logits, requires_grad=True)
    log_q = torch.log_softmax(phi, 0)
    q_, bracket = log_q.exp(), torch.tensor(log_joint) - log_q
    values = (
        (q_ * bracket.detach()).sum(),
        (q_.detach() * bracket).sum(),
        elbo := (q_ * bracket).sum(),
    )
    terms = [torch.autograd.grad(value, phi, retain_graph=True)[0] for value in values]
    return {"elbo": elbo, **dict(zip(("score_term", "inside_term", "total"), terms, strict=True))}
