"""Hidden twin of part 2.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_1_expected_log_likelihood as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


def times_log(weights: Any, values: Any) -> Any:
    """weights * log(values), zero where the weight is."""
    return np.where(weights > 0, weights * np.log(np.where(weights > 0, values, 1.0)), 0.0)


def divergence(first: Any, second: Any) -> Any:
    """KL between probability vectors along the last axis."""
    return np.sum(times_log(first, first) - times_log(first, second), axis=-1)


@reference(q.expected_log_likelihood_lines)
def lines_of_bayes(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    px = likelihood @ prior
    posterior = likelihood * prior / px[:, None]
    return {
        "expected_log_likelihood": np.log(likelihood) @ q,
        "log_px": np.log(px),
        "posterior": posterior,
        "B": -divergence(q, posterior),
        "constant": divergence(q, prior),
    }


@follows(q.expected_log_likelihood_lines, "posterior")
def joint_over_own_marginal(lines: Any, likelihood: Any, prior: Any, q: Any) -> Any:
    return likelihood * prior / np.exp(np.asarray(lines["log_px"], dtype=float))[:, None]


@follows(q.expected_log_likelihood_lines, "B")
def bias_of_own_posterior(lines: Any, likelihood: Any, prior: Any, q: Any) -> Any:
    return -divergence(q, np.asarray(lines["posterior"], dtype=float))


def _model(rng: Rng, candidates: int, states: int) -> dict[str, Any]:
    return {
        "likelihood": rng.uniform(0.05, 1.0, size=(candidates, states)),
        "prior": rng.dirichlet(np.full(states, 2.0)),
        "q": rng.dirichlet(np.full(states, 2.0)),
    }


@cases(q.expected_log_likelihood_lines, count=2)
def ordinary_model(rng: Rng) -> dict[str, Any]:
    return _model(rng, 6, 4)


@cases(q.expected_log_likelihood_lines)
def q_is_a_posterior(rng: Rng) -> dict[str, Any]:
    model = _model(rng, 3, 5)
    joint = model["likelihood"][1] * model["prior"]
    return {**model, "q": joint / joint.sum()}


@cases(q.expected_log_likelihood_lines)
def certain_state(rng: Rng) -> dict[str, Any]:
    return {**_model(rng, 4, 3), "q": np.eye(3)[rng.integers(3)]}


@cases(q.expected_log_likelihood_lines)
def one_candidate_one_state(rng: Rng) -> dict[str, Any]:
    return {"likelihood": rng.uniform(0.1, 0.9, size=(1, 1)), "prior": np.ones(1), "q": np.ones(1)}


@cases(q.expected_log_likelihood_lines, edge=True)
def tiny_likelihoods(rng: Rng) -> dict[str, Any]:
    model = _model(rng, 3, 3)
    return {**model, "likelihood": model["likelihood"] * 1e-200}


@cases(q.expected_log_likelihood_lines, edge=True)
def nearly_excluded_state(rng: Rng) -> dict[str, Any]:
    model = _model(rng, 3, 3)
    return {**model, "likelihood": model["likelihood"] * np.array([[1.0, 1e-200, 1.0]])}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your $B$ has the right maximiser but is not the one that is asked for: let $q$ be the posterior of "
    "one candidate, and see whether $B$ is zero there. Which term without $\\theta$ is missing?",
    fr="Votre $B$ a le bon maximiseur mais n'est pas celui que l'on demande : prenez pour $q$ le postérieur "
    "d'un candidat, et regardez si $B$ s'y annule. Quel terme sans $\\theta$ manque ?",
)
def entropy_forgotten(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    bias = np.sum(times_log(q, lines["posterior"]), axis=1)
    return {**lines, "B": bias, "constant": -np.sum(times_log(q, prior))}


@mistake(
    q.expected_log_likelihood_lines,
    en="A divergence is turned round: under which distribution did you take the expectation at the start?",
    fr="Une divergence est renversée : sous quelle loi avez-vous pris l'espérance au départ ?",
)
def divergence_reversed(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "B": -np.sum(lines["posterior"] * np.log(lines["posterior"] / q), axis=1)}


@mistake(
    q.expected_log_likelihood_lines,
    en="The bias pulls downwards. Can your $B$ be positive?",
    fr="Le biais tire vers le bas. Votre $B$ peut-il être positif ?",
)
def positive_bias(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "B": -lines["B"]}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your $B$ is the same for all candidates, so it could not bias anything. Which distribution in the "
    "rule of Bayes changes with $\\theta$?",
    fr="Votre $B$ est le même pour tous les candidats : il ne peut rien biaiser. Quelle loi de la règle de "
    "Bayes change avec $\\theta$ ?",
)
def divergence_from_prior(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "B": np.full(len(likelihood), -lines["constant"])}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your `posterior` treats all states alike before the datum is seen. What does the rule of Bayes have "
    "in its numerator?",
    fr="Votre `posterior` traite tous les états de même avant de voir la donnée. Que contient le numérateur "
    "de la règle de Bayes ?",
)
def posterior_without_prior(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    posterior = likelihood / likelihood.sum(axis=1, keepdims=True)
    return {**lines, "posterior": posterior, "B": -divergence(q, posterior)}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your `log_px` changes when $q$ does. Does the marginal of the model know $q$?",
    fr="Votre `log_px` change quand $q$ change. La marginale du modèle connaît-elle $q$ ?",
)
def marginal_under_q(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    return {**lines_of_bayes(likelihood, prior, q), "log_px": np.log(likelihood @ q)}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your `log_px` averages logarithms. Take two states and compare: what is summed in a marginal?",
    fr="Votre `log_px` moyenne des logarithmes. Prenez deux états et comparez : qu'est-ce qui est sommé dans "
    "une marginale ?",
)
def mean_log_under_prior(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    return {**lines_of_bayes(likelihood, prior, q), "log_px": np.log(likelihood) @ prior}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your first line is the logarithm of a mean. In which order do expectation and logarithm stand in "
    "what is maximised?",
    fr="Votre première ligne est le logarithme d'une moyenne. Dans quel ordre l'espérance et le logarithme "
    "sont-ils dans ce que l'on maximise ?",
)
def log_of_mean(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    return {**lines_of_bayes(likelihood, prior, q), "expected_log_likelihood": np.log(likelihood @ q)}


@mistake(
    q.expected_log_likelihood_lines,
    en="`constant` has the wrong sign: do your lines add up to the first one?",
    fr="`constant` a le mauvais signe : vos lignes ont-elles pour somme la première ?",
)
def constant_subtracted(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "constant": -lines["constant"]}


@mistake(
    q.expected_log_likelihood_lines,
    en="NaN where $q$ has a zero: what is the limit of $t \\log t$ as $t$ goes to zero?",
    fr="NaN là où $q$ a un zéro : quelle est la limite de $t \\log t$ quand $t$ tend vers zéro ?",
)
def zero_times_log_zero(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    bias = -np.sum(q * np.log(q / lines["posterior"]), axis=1)
    return {**lines, "B": bias, "constant": np.sum(q * np.log(q / prior))}


@mistake(
    q.expected_log_likelihood_lines,
    en="Do the rows of your `posterior` sum to one? The rule of Bayes also has a denominator.",
    fr="Les lignes de votre `posterior` somment-elles à un ? La règle de Bayes a aussi un dénominateur.",
)
def posterior_not_normalised(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    joint = likelihood * prior
    return {**lines_of_bayes(likelihood, prior, q), "posterior": joint, "B": -divergence(q, joint)}


@mistake(
    q.expected_log_likelihood_lines,
    en="In your `posterior` the columns sum to one: over what does the rule of Bayes sum, states or "
    "candidates?",
    fr="Dans votre `posterior`, ce sont les colonnes qui somment à un : sur quoi somme la règle de Bayes, "
    "les états ou les candidats ?",
)
def normalised_over_candidates(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    joint = likelihood * prior
    posterior = joint / joint.sum(axis=0)
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "posterior": posterior, "B": -divergence(q, posterior)}


@mistake(
    q.expected_log_likelihood_lines,
    en="Your first line averages the logarithm of the joint, as an ELBO does. Which factor alone is asked?",
    fr="Votre première ligne moyenne le logarithme de la jointe, comme une ELBO. Quel facteur seul est "
    "demandé ?",
)
def joint_for_likelihood(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "expected_log_likelihood": np.log(likelihood * prior) @ q}


@mistake(
    q.expected_log_likelihood_lines,
    en="A small number inside the logarithm changes `B` where the posterior is smaller still.",
    fr="Un petit nombre dans le logarithme change `B` là où le postérieur est plus petit encore.",
)
def small_number_in_log(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    lines = lines_of_bayes(likelihood, prior, q)
    return {**lines, "B": -divergence(q, lines["posterior"] + 1e-12)}


@alternative(q.expected_log_likelihood_lines)
def bias_as_a_remainder(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    drawn = q > 0
    constant = float(q[drawn] @ (np.log(q[drawn]) - np.log(prior[drawn])))
    expected = (np.log(likelihood) * q).sum(axis=1)
    log_joint = np.log(likelihood) + np.log(prior)
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    posterior = np.exp(log_joint - log_px[:, None])
    bias = expected - log_px - constant
    values = (expected, log_px, posterior, bias, constant)
    return dict(zip(("expected_log_likelihood", "log_px", "posterior", "B", "constant"), values, strict=True))


@alternative(q.expected_log_likelihood_lines)
def candidates_by_loops(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    names = ("expected_log_likelihood", "log_px", "posterior", "B")
    lines: dict[str, Any] = {name: [] for name in names}
    for row in likelihood:
        px = sum(a * b for a, b in zip(row, prior, strict=True))
        posterior = [a * b / px for a, b in zip(row, prior, strict=True)]
        lines["expected_log_likelihood"].append(sum(w * np.log(a) for a, w in zip(row, q, strict=True)))
        lines["log_px"].append(np.log(px))
        lines["posterior"].append(posterior)
        lines["B"].append(-sum(w * np.log(w / p) for w, p in zip(q, posterior, strict=True) if w > 0))
    lines["constant"] = sum(w * np.log(w / p) for w, p in zip(q, prior, strict=True) if w > 0)
    return lines


@alternative(q.expected_log_likelihood_lines)
def lines_with_torch(likelihood: Any, prior: Any, q: Any) -> dict[str, Any]:
    import torch

    likelihood, prior, q = (torch.tensor(array) for array in (likelihood, prior, q))
    px = likelihood @ prior
    posterior, entropy = likelihood * prior / px[:, None], torch.special.entr(q).sum()
    return {
        "expected_log_likelihood": likelihood.log() @ q,
        "log_px": px.log(),
        "posterior": posterior,
        "B": torch.xlogy(q, posterior).sum(1) + entropy,
        "constant": -entropy - torch.xlogy(q, prior).sum(),
    }
