"""Hidden twin of part 4.1.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_1_estimator as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


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


@cases(q.score_gradient_lines, edge=True)
def one_large_logit(rng: Rng) -> dict[str, Any]:
    logits = rng.normal(size=5) + rng.permutation([1000.0, 0.0, 0.0, 0.0, 0.0])
    return {"logits": logits, "log_joint": rng.normal(-3.0, 1.0, size=5)}


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
    en="`inside_term`: one logit changes the probabilities of all states. What is the sum of your line?",
    ru="`inside_term`: один логит меняет вероятности всех состояний. Чему равна сумма вашей строки?",
)
def inside_without_normaliser(logits: Any, log_joint: Any) -> dict[str, Any]:
    return _change(logits, log_joint, inside_term=-_softmax(logits))


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


@mistake(
    q.score_gradient_lines,
    en="Right for small logits, but NaN near $1000$: what is the exponential of such a number? A common "
    "shift of the logits changes no probability.",
    ru="Верно для малых логитов, но NaN около $1000$: чему равна экспонента такого числа? Общий сдвиг "
    "логитов не меняет вероятностей.",
)
def exponentials_of_raw_logits(logits: Any, log_joint: Any) -> dict[str, Any]:
    q_ = np.exp(logits) / np.exp(logits).sum()
    bracket, scores = log_joint - np.log(q_), np.eye(len(logits)) - q_
    return _change(logits, log_joint, elbo=q_ @ bracket, score_term=(q_ * bracket) @ scores)


@mistake(
    q.score_gradient_lines,
    en="NaN where one logit is far above the others: a probability may round to $0$, its logarithm may not. "
    "What is $\\log q$, written with the logits?",
    ru="NaN там, где один логит много больше остальных: вероятность может округлиться до $0$, но её логарифм "
    "конечен. Как выразить $\\log q$ через логиты?",
)
def logarithm_of_rounded_softmax(logits: Any, log_joint: Any) -> dict[str, Any]:
    q_ = _softmax(logits)
    bracket, scores = log_joint - np.log(q_), np.eye(len(logits)) - q_
    return _change(logits, log_joint, elbo=q_ @ bracket, score_term=(q_ * bracket) @ scores)


@mistake(
    q.score_gradient_lines,
    en="`elbo` is a plain mean or sum of the brackets. Under which distribution is the expectation taken?",
    ru="`elbo` — простое среднее или сумма скобок. По какому распределению берётся ожидание?",
)
def every_state_alike(logits: Any, log_joint: Any) -> dict[str, Any]:
    return _change(logits, log_joint, elbo=np.mean(log_joint - np.log(_softmax(logits))))


@mistake(q.score_gradient_lines, **every_state_alike.text)
def brackets_summed(logits: Any, log_joint: Any) -> dict[str, Any]:
    return _change(logits, log_joint, elbo=np.sum(log_joint - np.log(_softmax(logits))))


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
