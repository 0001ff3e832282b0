"""Hidden twin of question 6.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q06_2_mean_field_or_flow as q
from autograder.question import (
    Rng,
    Text,
    alternative,
    baseline,
    cases,
    device_reference,
    follows,
    mistake,
    reference,
    rubric,
)


def _draw_covariance(rng: Rng, D: int) -> Any:
    factor = rng.normal(size=(D, D))
    return factor @ factor.T + 0.2 * np.eye(D)


def _correlated(rho: float) -> Any:
    return np.array([[1.0, rho], [rho, 1.0]])


def _divergence(mean: Any, variance: Any, mu: Any, Sigma: Any) -> Any:
    """KL of the factorised Gaussian from N(mu, Sigma)."""
    precision, centred = np.linalg.inv(Sigma), np.asarray(mean) - mu
    spread = np.sum(np.diag(precision) * variance) + centred @ precision @ centred - len(mu)
    return 0.5 * (spread + np.linalg.slogdet(Sigma)[1] - np.sum(np.log(variance)))


@reference(q.best_mean_field)
def mean_field(mu: Any, Sigma: Any) -> dict[str, Any]:
    precisions = np.diag(np.linalg.inv(Sigma))
    gap = 0.5 * (np.sum(np.log(precisions)) + np.linalg.slogdet(Sigma)[1])
    return {"mean": mu.copy(), "variance": 1 / precisions, "gap": gap}


@follows(q.best_mean_field, "gap")
def divergence_of_own_variance(lines: Any, mu: Any, Sigma: Any) -> Any:
    return _divergence(mu, np.reshape(lines["variance"], len(mu)), mu, Sigma)


@cases(q.best_mean_field, count=3)
def correlated_posterior(rng: Rng) -> dict[str, Any]:
    D = int(rng.integers(3, 6))
    return {"mu": rng.normal(size=D), "Sigma": _draw_covariance(rng, D)}


@cases(q.best_mean_field)
def strongly_correlated(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=2), "Sigma": _correlated(float(rng.choice([-0.999, 0.999])))}


@cases(q.best_mean_field)
def single_variable(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=1), "Sigma": rng.uniform(2.0, 4.0, size=(1, 1))}


@cases(q.best_mean_field)
def different_scales(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=2), "Sigma": np.array([[1e-4, 5e-3], [5e-3, 1.0]])}


@mistake(
    q.best_mean_field,
    en="These variances minimise the divergence in the other direction. Which of the two is in the gap?",
    fr="Ces variances minimisent la divergence dans l'autre sens. Laquelle des deux est dans l'écart ?",
)
def marginal_variances(mu: Any, Sigma: Any) -> dict[str, Any]:
    variance = np.diag(Sigma).copy()
    return {"mean": mu, "variance": variance, "gap": _divergence(mu, variance, mu, Sigma)}


@mistake(
    q.best_mean_field,
    en="Check a diagonal covariance: mean field is exact then. Are your values variances or their inverses?",
    fr=r"""
    Essayez une covariance diagonale : le champ moyen est alors exact. Vos valeurs sont-elles des variances
    ou leurs inverses ?
    """,
)
def precisions_returned(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "variance": 1 / lines["variance"]}


@mistake(
    q.best_mean_field,
    en="Measure the latent variables in another unit: yours grow like standard deviations.",
    fr="Mesurez les variables latentes dans une autre unité : les vôtres croissent comme des écarts-types.",
)
def standard_deviations(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "variance": np.sqrt(lines["variance"])}


@mistake(
    q.best_mean_field,
    en="The gap is a divergence: can it be negative?",
    fr="L'écart est une divergence : peut-il être négatif ?",
)
def gap_below_zero(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.best_mean_field,
    en="Your gap has lost a factor that stands in front of every term of a Gaussian log-density.",
    fr="Votre écart a perdu un facteur qui précède chaque terme d'une log-densité gaussienne.",
)
def factor_forgotten(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "gap": 2 * lines["gap"]}


@mistake(
    q.best_mean_field,
    en="A factorised density cannot be exact when the latent variables are correlated.",
    fr="Une densité factorisée ne peut être exacte quand les variables latentes sont corrélées.",
)
def gap_denied(mu: Any, Sigma: Any) -> dict[str, Any]:
    return {**mean_field(mu, Sigma), "gap": 0.0}


@alternative(q.best_mean_field)
def conditional_variances(mu: Any, Sigma: Any) -> dict[str, Any]:
    variance = []
    for j in range(len(mu)):
        rest = [k for k in range(len(mu)) if k != j]
        explained = Sigma[j, rest] @ np.linalg.solve(Sigma[np.ix_(rest, rest)], Sigma[rest, j]) if rest else 0
        variance.append(Sigma[j, j] - explained)
    return {"mean": mu, "variance": variance, "gap": _divergence(mu, np.array(variance), mu, Sigma)}


@alternative(q.best_mean_field)
def mean_field_with_torch(mu: Any, Sigma: Any) -> dict[str, Any]:
    import torch
    from torch.distributions import MultivariateNormal, kl_divergence

    mean, cov = torch.tensor(mu), torch.tensor(Sigma)
    variance = 1 / torch.cholesky_inverse(torch.linalg.cholesky(cov)).diagonal()
    gap = kl_divergence(MultivariateNormal(mean, torch.diag(variance)), MultivariateNormal(mean, cov))
    return {"mean": mean, "variance": variance, "gap": gap}


@reference(q.exact_autoregressive_step)
def cholesky_step(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    factor = np.linalg.cholesky(Sigma)
    log_base = -0.5 * np.sum(eps**2, axis=1) - 0.5 * len(mu) * np.log(2 * np.pi)
    return {"z": mu + eps @ factor.T, "log_q": log_base - np.sum(np.log(np.diag(factor)))}


def _draw_noise(rng: Rng, n: int, D: int) -> dict[str, Any]:
    return {"eps": rng.normal(size=(n, D)), "mu": rng.normal(size=D), "Sigma": _draw_covariance(rng, D)}


@cases(q.exact_autoregressive_step, count=2)
def noise_and_posterior(rng: Rng) -> dict[str, Any]:
    return _draw_noise(rng, int(rng.integers(4, 7)), int(rng.integers(3, 5)))


@cases(q.exact_autoregressive_step)
def single_noise(rng: Rng) -> dict[str, Any]:
    return _draw_noise(rng, 1, 2)


@cases(q.exact_autoregressive_step)
def single_latent(rng: Rng) -> dict[str, Any]:
    return {"eps": rng.normal(size=(2, 1)), "mu": rng.normal(size=1), "Sigma": np.array([[4.0]])}


@cases(q.exact_autoregressive_step)
def thin_posterior(rng: Rng) -> dict[str, Any]:
    return {"eps": rng.normal(size=(3, 2)), "mu": rng.normal(size=2), "Sigma": _correlated(0.999)}


@mistake(
    q.exact_autoregressive_step,
    en="The order is reversed: which noise variables may the first latent variable use?",
    fr="L'ordre est inversé : quelles variables de bruit la première variable latente peut-elle utiliser ?",
)
def factor_transposed(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    return {**cholesky_step(eps, mu, Sigma), "z": mu + eps @ np.linalg.cholesky(Sigma)}


@mistake(
    q.exact_autoregressive_step,
    en="The distribution is right, but each of your latent variables depends on all the noise.",
    fr="La loi est juste, mais chacune de vos variables latentes dépend de tout le bruit.",
)
def symmetric_root(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    values, vectors = np.linalg.eigh(Sigma)
    z = mu + eps @ (vectors * np.sqrt(values)) @ vectors.T
    return {**cholesky_step(eps, mu, Sigma), "z": z}


@mistake(
    q.exact_autoregressive_step,
    en="Each variance is right, but are your latent variables correlated at all?",
    fr="Chaque variance est juste, mais vos variables latentes sont-elles seulement corrélées ?",
)
def scaling_only(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    scale = np.sqrt(np.diag(Sigma))
    log_base = cholesky_step(eps, 0 * mu, np.eye(len(mu)))["log_q"]
    return {"z": mu + eps * scale, "log_q": log_base - np.sum(np.log(scale))}


@mistake(
    q.exact_autoregressive_step,
    en="Compute the covariance of your images: is it the one that is asked, or its square?",
    fr="Calculez la covariance de vos images : est-ce celle demandée, ou son carré ?",
)
def covariance_as_factor(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    return {**cholesky_step(eps, mu, Sigma), "z": mu + eps @ Sigma}


@mistake(
    q.exact_autoregressive_step,
    en="Does stretching the noise make the density at a point larger or smaller?",
    fr="Étirer le bruit rend-il la densité en un point plus grande ou plus petite ?",
)
def volume_multiplied(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] + np.linalg.slogdet(Sigma)[1]}


@mistake(
    q.exact_autoregressive_step,
    en="This is the density of the noise; a change of variables takes the change of volume into account.",
    fr="C'est la densité du bruit ; un changement de variables tient compte du changement de volume.",
)
def volume_forgotten(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] + 0.5 * np.linalg.slogdet(Sigma)[1]}


@mistake(
    q.exact_autoregressive_step,
    en="You take the log-determinant of the covariance; which matrix maps the noise to $z$?",
    fr="Vous prenez le log-déterminant de la covariance ; quelle matrice envoie le bruit sur $z$ ?",
)
def determinant_of_covariance(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] - 0.5 * np.linalg.slogdet(Sigma)[1]}


@mistake(
    q.exact_autoregressive_step,
    en="The density of your noise does not integrate to one: a constant that depends on $D$ is missing.",
    fr="La densité de votre bruit n'a pas pour intégrale un : il manque une constante qui dépend de $D$.",
)
def constant_forgotten(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] + 0.5 * len(mu) * np.log(2 * np.pi)}


@alternative(q.exact_autoregressive_step)
def one_conditional_after_the_other(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    z, log_q = np.zeros_like(eps), np.zeros(len(eps))
    for j in range(len(mu)):
        slope = np.linalg.solve(Sigma[:j, :j], Sigma[:j, j])
        scale = np.sqrt(Sigma[j, j] - Sigma[:j, j] @ slope)
        z[:, j] = mu[j] + (z[:, :j] - mu[:j]) @ slope + scale * eps[:, j]
        log_q -= 0.5 * eps[:, j] ** 2 + np.log(scale * np.sqrt(2 * np.pi))
    return {"z": z, "log_q": log_q}


@alternative(q.exact_autoregressive_step)
def step_with_torch(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    import torch

    target = torch.distributions.MultivariateNormal(torch.tensor(mu), torch.tensor(Sigma))
    z = target.loc + torch.tensor(eps) @ target.scale_tril.T
    log_q = target.log_prob(z)  # type: ignore[no-untyped-call]
    return {"z": z, "log_q": log_q}


@reference(q.gated_autoregressive_step)
def gated_step(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    log_gate = np.minimum(s, 0.0) - np.log1p(np.exp(-np.abs(s)))
    # The log of a gate less its argument is the log of what the gate leaves.
    return {"z": np.exp(log_gate) * eps + np.exp(log_gate - s) * m, "log_det": np.sum(log_gate, axis=1)}


@device_reference(q.gated_autoregressive_step)
def gated_step_on_a_device(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    import torch

    m, s = eps @ torch.tril(W_m, -1).T + b_m, eps @ torch.tril(W_s, -1).T + b_s
    z = torch.sigmoid(s) * eps + torch.sigmoid(-s) * m
    return {"z": z, "log_det": torch.nn.functional.logsigmoid(s).sum(1)}


@alternative(q.gated_autoregressive_step)
def gated_step_with_logaddexp(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    return _gate(eps, m, s)


def _gate(eps: Any, m: Any, s: Any) -> dict[str, Any]:
    log_gate = -np.logaddexp(0.0, -s)
    z = np.exp(log_gate) * eps + np.exp(-np.logaddexp(0.0, s)) * m
    return {"z": z, "log_det": np.sum(log_gate, axis=1)}


def _draw_networks(rng: Rng, n: int, D: int) -> dict[str, Any]:
    matrices, biases = rng.normal(size=(2, D, D)), rng.normal(size=(2, D))
    return {
        "eps": rng.normal(size=(n, D)),
        "W_m": matrices[0],
        "b_m": biases[0],
        "W_s": matrices[1],
        "b_s": biases[1],
    }


@cases(q.gated_autoregressive_step, count=2)
def batch_of_noise(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, int(rng.integers(3, 6)), int(rng.integers(3, 5)))


@cases(q.gated_autoregressive_step)
def one_row_of_noise(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, 1, 2)


@cases(q.gated_autoregressive_step)
def one_coordinate(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, 2, 1)


@cases(q.gated_autoregressive_step)
def many_coordinates(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, 2, 8)


@cases(q.gated_autoregressive_step, edge=True)
def extreme_gates(rng: Rng) -> dict[str, Any]:
    return {**_draw_networks(rng, 2, 3), "b_s": np.array([-790.0, 790.0, 0.0])}


@mistake(
    q.gated_autoregressive_step,
    en="Does your $m_i$ or $s_i$ react when only $\\epsilon_i$ moves? It should not.",
    fr="Votre $m_i$ ou votre $s_i$ réagit-il quand seul $\\epsilon_i$ bouge ? Il ne devrait pas.",
)
def diagonal_kept(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ np.tril(W_m).T + b_m, eps @ np.tril(W_s).T + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="Move the last noise variable: which $z_i$ react? Some entries of the matrices must not be used.",
    fr="Bougez la dernière variable de bruit : quels $z_i$ réagissent ? Certains éléments des matrices ne "
    "doivent pas servir.",
)
def no_mask(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ W_m.T + b_m, eps @ W_s.T + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="The sums run over $j < i$: which triangle of $W_{ij}$ is that?",
    fr="Les sommes portent sur $j < i$ : quel triangle de $W_{ij}$ est-ce ?",
)
def upper_triangle(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ np.triu(W_m, 1).T + b_m, eps @ np.triu(W_s, 1).T + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="Which of the two indices of $W_{ij}$ belongs to the output? Your matrices are transposed first.",
    fr="Lequel des deux indices de $W_{ij}$ appartient à la sortie ? Vos matrices sont d'abord transposées.",
)
def transposed_then_masked(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> Any:
    return gated_step(eps, W_m.T, b_m, W_s.T, b_s)


@mistake(
    q.gated_autoregressive_step,
    en="The rows are masked, but multiplied from the wrong side: try a matrix with a single entry.",
    fr=r"""
    Les lignes sont masquées, mais multipliées du mauvais côté : essayez une matrice à un seul élément non
    nul.
    """,
)
def masked_then_transposed(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ np.tril(W_m, -1) + b_m, eps @ np.tril(W_s, -1) + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="This is another parametrisation of the flow; use the gated one of the statement.",
    fr="C'est une autre paramétrisation du flot ; prenez celle à portes de l'énoncé.",
)
def exponential_scale(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    return {"z": np.exp(s) * eps + m, "log_det": np.sum(s, axis=1)}


@mistake(
    q.gated_autoregressive_step,
    en="When the gate is wide open ($s_i$ large), $z$ should be the noise itself. Is it?",
    fr="Quand la porte est grande ouverte ($s_i$ grand), $z$ devrait être le bruit lui-même. L'est-il ?",
)
def gates_exchanged(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    return _gate(eps, m, -s)


@mistake(
    q.gated_autoregressive_step,
    en="The step shrinks volumes, so what sign must `log_det` have? Yours belongs to the inverse.",
    fr="Le pas réduit les volumes : quel signe doit donc avoir `log_det` ? Le vôtre appartient à l'inverse.",
)
def determinant_of_inverse(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    lines = gated_step(eps, W_m, b_m, W_s, b_s)
    return {**lines, "log_det": -lines["log_det"]}


@mistake(
    q.gated_autoregressive_step,
    en="You add the gates themselves: the determinant is a product, and its logarithm is asked.",
    fr=r"""
    Vous additionnez les portes elles-mêmes : le déterminant est un produit, et l'on demande son logarithme.
    """,
)
def sum_of_gates(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    lines = gated_step(eps, W_m, b_m, W_s, b_s)
    s = eps @ np.tril(W_s, -1).T + b_s
    return {**lines, "log_det": np.sum(1 / (1 + np.exp(-s)), axis=1)}


@mistake(
    q.gated_autoregressive_step,
    en="For a gate that is almost closed the logistic function is zero in floating point, but its logarithm "
    "is finite.",
    fr="Pour une porte presque fermée, la fonction logistique est nulle en virgule flottante, mais son "
    "logarithme est fini.",
)
def logarithm_of_zero(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    lines = gated_step(eps, W_m, b_m, W_s, b_s)
    s = eps @ np.tril(W_s, -1).T + b_s
    return {**lines, "log_det": np.sum(np.log(1 / (1 + np.exp(-s))), axis=1)}


@alternative(q.gated_autoregressive_step)
def gated_step_with_torch(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    import torch

    noise = torch.tensor(eps)
    m = noise @ torch.tril(torch.tensor(W_m), -1).T + torch.tensor(b_m)
    s = noise @ torch.tril(torch.tensor(W_s), -1).T + torch.tensor(b_s)
    z = torch.sigmoid(s) * noise + torch.sigmoid(-s) * m
    return {"z": z, "log_det": torch.nn.functional.logsigmoid(s).sum(1)}


@alternative(q.gated_autoregressive_step)
def gated_step_by_loops(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    z, log_det = np.zeros(eps.shape), np.zeros(len(eps))
    for row, noise in enumerate(eps):
        for i in range(len(noise)):
            m = b_m[i] + sum(W_m[i, j] * noise[j] for j in range(i))
            s = b_s[i] + sum(W_s[i, j] * noise[j] for j in range(i))
            gate = 1 / (1 + np.exp(-s))
            z[row, i] = gate * noise[i] + (1 - gate) * m
            log_det[row] += s - np.log1p(np.exp(s)) if s < 0 else -np.log1p(np.exp(-s))
    return {"z": z, "log_det": log_det}


gated_step_as_a_beginner = baseline(q.gated_autoregressive_step)(gated_step_by_loops.function)


@reference(q.shared_posterior)
def geometric_mean(mu: Any, variances: Any) -> dict[str, Any]:
    precisions = 1 / variances
    shared = precisions.mean(axis=0)
    mean = (precisions * mu).mean(axis=0) / shared
    return {"mean": mean, "variance": 1 / shared, "gap": _mean_gap(mean, 1 / shared, mu, variances)}


def _mean_gap(mean: Any, variance: Any, mu: Any, variances: Any) -> Any:
    ratio = variance / variances
    return np.mean(np.sum(0.5 * (ratio - 1 - np.log(ratio) + (mean - mu) ** 2 / variances), axis=1))


@follows(q.shared_posterior, "gap")
def gap_of_own_posterior(lines: Any, mu: Any, variances: Any) -> Any:
    mean, variance = (np.reshape(lines[name], mu.shape[1]) for name in ("mean", "variance"))
    return _mean_gap(mean, variance, mu, variances)


@cases(q.shared_posterior, count=4)
def different_posteriors(rng: Rng) -> dict[str, Any]:
    shape = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    return {"mu": rng.normal(size=shape), "variances": rng.uniform(0.2, 3.0, size=shape)}


@cases(q.shared_posterior)
def single_example(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=(1, 3)), "variances": rng.uniform(0.2, 3.0, size=(1, 3))}


@cases(q.shared_posterior)
def equal_variances_far_apart(rng: Rng) -> dict[str, Any]:
    return {"mu": np.array([[-20.0], [20.0]]) + rng.normal(), "variances": np.full((2, 1), 2.0)}


@mistake(
    q.shared_posterior,
    en=r"""
    Mean and variance of the mixture minimise the divergence in the other direction; here $q$ stands first.
    """,
    fr=r"""
    Moyenne et variance du mélange minimisent la divergence dans l'autre sens ; ici $q$ vient en premier.
    """,
)
def moments_of_mixture(mu: Any, variances: Any) -> dict[str, Any]:
    mean, variance = mu.mean(axis=0), variances.mean(axis=0) + mu.var(axis=0)
    return {"mean": mean, "variance": variance, "gap": _mean_gap(mean, variance, mu, variances)}


@mistake(
    q.shared_posterior,
    en="Should a posterior that is very wide pull at the common mean as hard as a narrow one?",
    fr="Un postérieur très large doit-il tirer sur la moyenne commune aussi fort qu'un étroit ?",
)
def plain_mean(mu: Any, variances: Any) -> dict[str, Any]:
    lines, mean = geometric_mean(mu, variances), mu.mean(axis=0)
    return {**lines, "mean": mean, "gap": _mean_gap(mean, lines["variance"], mu, variances)}


@mistake(
    q.shared_posterior,
    en="You average the variances. In which quantity is the divergence from the examples linear?",
    fr="Vous moyennez les variances. En quelle quantité la divergence aux exemples est-elle linéaire ?",
)
def mean_of_variances(mu: Any, variances: Any) -> dict[str, Any]:
    lines, variance = geometric_mean(mu, variances), variances.mean(axis=0)
    return {**lines, "variance": variance, "gap": _mean_gap(lines["mean"], variance, mu, variances)}


@mistake(
    q.shared_posterior,
    en="Your $q$ gets narrower with every example, as if all the data came from one $z$: give them twice.",
    fr=r"""
    Votre $q$ se resserre à chaque exemple, comme si toutes les données venaient d'un seul $z$ : donnez-les
    deux fois.
    """,
)
def product_of_posteriors(mu: Any, variances: Any) -> dict[str, Any]:
    lines = geometric_mean(mu, variances)
    variance = lines["variance"] / len(mu)
    return {**lines, "variance": variance, "gap": _mean_gap(lines["mean"], variance, mu, variances)}


@mistake(
    q.shared_posterior,
    en="Your gap grows when every example is given twice: a mean over the examples is asked.",
    fr=r"""
    Votre écart croît quand chaque exemple est donné deux fois : on demande une moyenne sur les exemples.
    """,
)
def gap_summed(mu: Any, variances: Any) -> dict[str, Any]:
    lines = geometric_mean(mu, variances)
    return {**lines, "gap": len(mu) * lines["gap"]}


@mistake(
    q.shared_posterior,
    en="No gap: can one Gaussian be the posterior of examples whose posteriors differ?",
    fr=r"""
    Aucun écart : une seule gaussienne peut-elle être le postérieur d'exemples dont les postérieurs
    diffèrent ?
    """,
)
def no_gap_at_all(mu: Any, variances: Any) -> dict[str, Any]:
    return {**geometric_mean(mu, variances), "gap": 0.0}


@alternative(q.shared_posterior)
def normaliser_of_geometric_mean(mu: Any, variances: Any) -> dict[str, Any]:
    a, b = np.mean(1 / variances, axis=0), np.mean(mu / variances, axis=0)
    c = np.mean(mu**2 / variances + np.log(variances), axis=0)
    return {"mean": b / a, "variance": 1 / a, "gap": 0.5 * np.sum(c - b**2 / a + np.log(a))}


@alternative(q.shared_posterior)
def shared_posterior_by_newton(mu: Any, variances: Any) -> dict[str, Any]:
    """A numerical minimum, as a student may find it who does not solve the equations."""
    import torch

    means, targets = torch.tensor(mu), torch.tensor(variances)
    mean, log_variance = means.mean(0).requires_grad_(), targets.mean(0).log().requires_grad_()
    for _ in range(30):
        ratio = log_variance.exp() / targets
        gap = (0.5 * (ratio - 1 - ratio.log() + (mean - means) ** 2 / targets)).sum(1).mean()
        slopes = torch.autograd.grad(gap, (mean, log_variance))
        with torch.no_grad():
            mean -= slopes[0] / (1 / targets).mean(0)
            log_variance -= slopes[1] / (0.5 * ratio.mean(0))
    return {"mean": mean, "variance": log_variance.exp(), "gap": gap}


could_a_flow_be_better_rubric = rubric(
    q.could_a_flow_be_better,
    (
        0.5,
        Text(
            en=r"""
            Even the optimal mean field misses the dependences between latent variables (and is a Gaussian),
            so that a gap remains.
            """,
            fr=r"""
            Même optimal, le champ moyen manque les dépendances entre variables latentes (et reste gaussien) :
            il subsiste un écart.
            """,
        ),
    ),
    (
        1.0,
        Text(
            en=r"""
            The flow makes each latent variable depend on the earlier ones, with a tractable density: a richer
            family, hence possibly a tighter bound.
            """,
            fr=r"""
            Le flot fait dépendre chaque variable latente des précédentes, avec une densité calculable : une
            famille plus riche, d'où une borne éventuellement plus serrée.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            It is not sure to be better: its encoder is shared by all examples (amortisation gap, imperfect
            optimisation), and factorised posteriors leave nothing to win.
            """,
            fr=r"""
            Il n'est pas sûr d'être meilleur : son encodeur est partagé par tous les exemples (écart
            d'amortissement, optimisation imparfaite), et des postérieurs factorisés ne laissent rien à
            gagner.
            """,
        ),
    ),
)
