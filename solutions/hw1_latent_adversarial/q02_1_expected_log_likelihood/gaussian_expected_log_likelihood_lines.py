"""Hidden twin of part 2.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_1_expected_log_likelihood as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


def gaussian_kl(mean: Any, var: Any, other_mean: Any, other_var: Any) -> Any:
    """KL between normal distributions, given their means and variances."""
    return 0.5 * (np.log(other_var / var) + (var + (mean - other_mean) ** 2) / other_var - 1)


def log_normal(x: Any, var: Any) -> Any:
    """Log-density of a centred normal distribution of this variance."""
    return -0.5 * (np.log(2 * np.pi * var) + x**2 / var)


@reference(q.gaussian_expected_log_likelihood_lines)
def linear_model(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    total = w**2 + noise_var
    post_mean, post_var = w * x / total, noise_var / total
    return {
        "expected_log_likelihood": log_normal(x - w * mu_q, noise_var) - 0.5 * w**2 * var_q / noise_var,
        "log_px": log_normal(x, total),
        "post_mean": post_mean,
        "post_var": post_var,
        "B": -gaussian_kl(mu_q, var_q, post_mean, post_var),
        "w_star": x * mu_q / (mu_q**2 + var_q),
    }


@follows(q.gaussian_expected_log_likelihood_lines, "B")
def bias_of_own_moments(lines: Any, x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> Any:
    mean, var = (np.asarray(lines[name], dtype=float) for name in ("post_mean", "post_var"))
    return -gaussian_kl(mu_q, var_q, mean, var)


def _signed(rng: Rng, low: float, high: float, *size: int) -> Any:
    return rng.choice([-1.0, 1.0], size=size or None) * rng.uniform(low, high, size=size or None)


@cases(q.gaussian_expected_log_likelihood_lines, count=2)
def ordinary_candidates(rng: Rng) -> dict[str, Any]:
    return {
        "x": float(_signed(rng, 1.0, 3.0)),
        "w": _signed(rng, 0.3, 3.0, 5),
        "noise_var": rng.uniform(0.2, 0.7),
        "mu_q": float(_signed(rng, 0.5, 1.5)),
        "var_q": rng.uniform(0.2, 0.8),
    }


@cases(q.gaussian_expected_log_likelihood_lines)
def wide(rng: Rng) -> dict[str, Any]:
    return {**ordinary_candidates.draw(rng), "noise_var": rng.uniform(30, 60), "var_q": rng.uniform(5, 12)}


@cases(q.gaussian_expected_log_likelihood_lines)
def narrow_posterior(rng: Rng) -> dict[str, Any]:
    x, w, noise_var = 1.0 + rng.uniform(), np.array([1.0, 1.5, -2.0]) + 0.2 * rng.uniform(), 1e-6
    mu_q = w[1] * x / (w[1] ** 2 + noise_var)
    return {"x": x, "w": w, "noise_var": noise_var, "mu_q": mu_q, "var_q": 1e-6 * rng.uniform(0.3, 0.9)}


@cases(q.gaussian_expected_log_likelihood_lines)
def datum_at_zero(rng: Rng) -> dict[str, Any]:
    return {**ordinary_candidates.draw(rng), "x": 0.0}


@cases(q.gaussian_expected_log_likelihood_lines)
def one_candidate(rng: Rng) -> dict[str, Any]:
    return {**ordinary_candidates.draw(rng), "w": _signed(rng, 0.5, 2.0, 1)}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="In `expected_log_likelihood`, let the variance of $q$ grow: should the expectation not fall?",
    fr="Dans `expected_log_likelihood`, faites croître la variance de $q$ : l'espérance ne devrait-elle pas "
    "baisser ?",
)
def spread_of_q_forgotten(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    lines = linear_model(x, w, noise_var, mu_q, var_q)
    return {**lines, "expected_log_likelihood": log_normal(x - w * mu_q, noise_var), "w_star": x / mu_q}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="For a continuous latent variable your $B$ can be positive, since a density may exceed one: try very "
    "small variances. What does $B$ have to be when $q$ is the posterior?",
    fr="Pour une variable latente continue, votre $B$ peut être positif, car une densité peut dépasser un : "
    "essayez de très petites variances. Que doit valoir $B$ quand $q$ est le postérieur ?",
)
def expected_log_posterior(var_q: float, **others: Any) -> dict[str, Any]:
    lines = linear_model(var_q=var_q, **others)
    return {**lines, "B": lines["B"] - 0.5 * np.log(2 * np.pi * np.e * var_q)}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="Check the variance of $x$ in `log_px` by drawing some: what does multiplying $z$ by $w$ do to its "
    "variance?",
    fr="Vérifiez la variance de $x$ dans `log_px` par quelques tirages : que fait à la variance de $z$ une "
    "multiplication par $w$ ?",
)
def marginal_adds_slope(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    lines = linear_model(x, w, noise_var, mu_q, var_q)
    return {**lines, "log_px": log_normal(x, np.abs(w) + noise_var)}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="`noise_var` is a variance; you treat it as a standard deviation.",
    fr="`noise_var` est une variance ; vous la traitez comme un écart-type.",
)
def variance_as_deviation(noise_var: float, **others: Any) -> Any:
    return linear_model(noise_var=noise_var**2, **others)


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="Your `post_mean` ignores the prior. Let the noise grow: where should the posterior go?",
    fr="Votre `post_mean` ignore la loi a priori. Faites croître le bruit : où le postérieur devrait-il "
    "aller ?",
)
def posterior_ignores_prior(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    mean, var = x / w, noise_var / w**2
    lines = linear_model(x, w, noise_var, mu_q, var_q)
    return {**lines, "post_mean": mean, "post_var": var, "B": -gaussian_kl(mu_q, var_q, mean, var)}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="The bias pulls downwards. Can your $B$ be positive?",
    fr="Le biais tire vers le bas. Votre $B$ peut-il être positif ?",
)
def gaussian_bias_positive(**model: Any) -> dict[str, Any]:
    lines = linear_model(**model)
    return {**lines, "B": -lines["B"]}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="The divergence in $B$ is turned round: under which distribution did you take the expectation?",
    fr="La divergence de $B$ est renversée : sous quelle loi avez-vous pris l'espérance ?",
)
def gaussian_reversed(mu_q: float, var_q: float, **others: Any) -> dict[str, Any]:
    lines = linear_model(mu_q=mu_q, var_q=var_q, **others)
    return {**lines, "B": -gaussian_kl(lines["post_mean"], lines["post_var"], mu_q, var_q)}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="Your `w_star` does not feel how wide $q$ is. Which term of `expected_log_likelihood` holds $w$ back?",
    fr="Votre `w_star` ne ressent pas la largeur de $q$. Quel terme de `expected_log_likelihood` retient "
    "$w$ ?",
)
def maximiser_for_certain_z(x: float, mu_q: float, **others: Any) -> dict[str, Any]:
    return {**linear_model(x=x, mu_q=mu_q, **others), "w_star": x / mu_q}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="Your `w_star` maximises the marginal likelihood; that the other maximiser differs is the point.",
    fr="Votre `w_star` maximise la vraisemblance marginale ; que l'autre maximiseur en diffère, c'est tout "
    "l'enjeu.",
)
def maximiser_of_marginal(x: float, noise_var: float, **others: Any) -> dict[str, Any]:
    lines = linear_model(x=x, noise_var=noise_var, **others)
    return {**lines, "w_star": np.sqrt(max(x**2 - noise_var, 0.0))}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="In `expected_log_likelihood` the variance of $z$ enters as it is, but $x$ depends on $w z$.",
    fr="Dans `expected_log_likelihood`, la variance de $z$ entre telle quelle, mais $x$ dépend de $w z$.",
)
def spread_not_scaled(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    lines = linear_model(x, w, noise_var, mu_q, var_q)
    expected = log_normal(x - w * mu_q, noise_var) - 0.5 * var_q / noise_var
    return {**lines, "expected_log_likelihood": expected}


@mistake(
    q.gaussian_expected_log_likelihood_lines,
    en="`var_q` is a variance; you treat it as a standard deviation.",
    fr="`var_q` est une variance ; vous la traitez comme un écart-type.",
)
def variance_of_q_as_deviation(var_q: float, **others: Any) -> Any:
    return linear_model(var_q=var_q**2, **others)


@alternative(q.gaussian_expected_log_likelihood_lines)
def precision_form(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    precision = 1 + w**2 / noise_var
    second = mu_q**2 + var_q
    expected = -0.5 * np.log(2 * np.pi * noise_var) - ((x - w * mu_q) ** 2 + w**2 * var_q) / (2 * noise_var)
    log_px = -0.5 * np.log(2 * np.pi * (w**2 + noise_var)) - 0.5 * x**2 / (w**2 + noise_var)
    return {
        "expected_log_likelihood": expected,
        "log_px": log_px,
        "post_mean": w * x / noise_var / precision,
        "post_var": 1 / precision,
        "B": expected - log_px - 0.5 * (second - 1 - np.log(var_q)),
        "w_star": x / (mu_q + var_q / mu_q),
    }


@alternative(q.gaussian_expected_log_likelihood_lines)
def distributions_of_torch(x: float, w: Any, noise_var: float, mu_q: float, var_q: float) -> dict[str, Any]:
    import torch
    from torch.distributions import Normal, kl_divergence

    x_, w_, noise, mean, var = (torch.tensor(v, dtype=torch.float64) for v in (x, w, noise_var, mu_q, var_q))
    total = w_**2 + noise
    posterior = Normal(w_ * x_ / total, (noise / total).sqrt())
    log_two_pi = torch.tensor(2 * torch.pi, dtype=torch.float64).log()
    return {
        "expected_log_likelihood": -0.5
        * (log_two_pi + noise.log() + ((x_ - w_ * mean) ** 2 + w_**2 * var) / noise),
        "log_px": -0.5 * (log_two_pi + total.log() + x_**2 / total),
        "post_mean": posterior.mean,
        "post_var": posterior.variance,
        "B": -kl_divergence(Normal(mean, var.sqrt()), posterior),
        "w_star": x_ * mean / (mean**2 + var),
    }
