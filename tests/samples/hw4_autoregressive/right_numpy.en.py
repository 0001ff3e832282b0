"""A tidy student: everything right, with numpy."""

from __future__ import annotations

import numpy as np


def made_masks(degrees, order):
    """A hidden unit of degree d sees the positions <= d and feeds the positions > d."""
    degrees, order = np.asarray(degrees), np.asarray(order)
    sees = degrees[:, None] >= order[None, :]
    return sees.astype(int), (~sees).T.astype(int)


def mask_product_triangle(degrees, m):
    # unit k joins input j to output i exactly when j <= d_k < i; no degree does it unless j < i
    degrees = np.asarray(degrees)
    position = np.arange(1, m + 1)
    i, j = position[:, None, None], position[None, :, None]
    return ((j <= degrees) & (degrees < i)).sum(axis=-1)


def made_forward(x, W, V, b, c, M_W, M_V):
    hidden = np.tanh(b + x @ (W * M_W).T)
    return c + hidden @ (V * M_V).T


def paths_through(M_V, M_W, i, j):
    return [k for k in range(M_W.shape[0]) if M_V[i, k] and M_W[k, j]]


def count_paths(masks):
    paths = np.eye(masks[0].shape[1], dtype=np.int64)
    for mask in masks:
        paths = mask.astype(np.int64) @ paths
    return paths


def output_shapes(width, height, channels, components):
    image = (width, height, channels)
    return image + (256,), image + (3 * components,)  # a weight, a mean and a scale per component


def log_logistic(u):
    return np.where(u > 0, -np.log1p(np.exp(-np.abs(u))), u - np.log1p(np.exp(-np.abs(u))))


def log_total(a):
    top = a.max(axis=1, keepdims=True)
    return (top + np.log(np.exp(a - top).sum(axis=1, keepdims=True)))[:, 0]


def discretised_mixture_log_prob(x, logits, mu, log_s):
    """sigma(a) - sigma(b) = sigma(a) sigma(-b) (1 - exp(b - a)), in logarithms."""
    v = x[:, None].astype(float)
    a = (v + 0.5 - mu) / np.exp(log_s)
    b = (v - 0.5 - mu) / np.exp(log_s)
    mass = log_logistic(a) + log_logistic(-b) + np.log(-np.expm1(-np.exp(-log_s)))
    mass = np.where(v == 0, log_logistic(a), mass)
    mass = np.where(v == 255, log_logistic(-b), mass)
    return log_total(logits + mass) - log_total(logits)


def smallest_mixture_size(levels, parameters):
    return levels // parameters + 1


def multivariate_gaussian_kl(mu1, Sigma1, mu2, Sigma2):
    """0.5 (tr(S2^-1 S1) + d^T S2^-1 d - D + log det S2 - log det S1)"""
    d = mu1.shape[1]
    diff = (mu2 - mu1)[:, :, None]
    trace = np.trace(np.linalg.solve(Sigma2, Sigma1), axis1=1, axis2=2)
    mahalanobis = (diff * np.linalg.solve(Sigma2, diff)).sum(axis=(1, 2))
    logdet = np.linalg.slogdet(Sigma2)[1] - np.linalg.slogdet(Sigma1)[1]
    kl = 0.5 * (trace + mahalanobis - d + logdet)
    return {"trace": trace, "mahalanobis": mahalanobis, "logdet": logdet, "kl": kl}


def gaussian_score(z, mu, log_sigma):
    sigma = np.exp(log_sigma)
    eps = (z - mu) / sigma
    return np.hstack([eps / sigma, eps**2 - 1])


def elbo_gradient_estimate(log_joint, log_q, score, baseline):
    f = log_joint - log_q - baseline
    return (f[:, None] * score).mean(axis=0)


def stable_log_softmax(logits):
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


def score_gradient_lines(logits, log_joint):
    log_q = stable_log_softmax(logits)
    q = np.exp(log_q)
    f = log_joint - log_q
    scores = np.eye(len(q)) - q  # row z: gradient of log q(z)
    score_term = (q * f) @ scores
    inside_term = -(q @ scores)
    return {
        "elbo": np.sum(q * f),
        "score_term": score_term,
        "inside_term": inside_term,
        "total": score_term + inside_term,
    }


def estimator_variances(mu, sigma, c, D):
    # f = R + h(e), z_1 = mu + sigma e, h = a0 + a1 e + a2 e^2
    c0, c1, c2 = c
    a0, a1, a2 = c0 + c1 * mu + c2 * mu**2, sigma * (c1 + 2 * c2 * mu), c2 * sigma**2
    R1 = (D - 1) * (a0 + a2)
    R2 = (D - 1) * (a1**2 + 2 * a2**2) + R1**2
    second = R2 + 2 * R1 * (a0 + 3 * a2) + a0**2 + 3 * a1**2 + 15 * a2**2 + 6 * a0 * a2
    gradient = c1 + 2 * c2 * mu
    return {
        "gradient": gradient,
        "var_score": second / sigma**2 - gradient**2,
        "var_reparam": (2 * c2 * sigma) ** 2,
    }


def optimal_baseline(values, score, weights):
    def var(x):
        return np.sum(weights * (x - np.sum(weights * x)) ** 2)

    b = np.sum(weights * values * score**2) / np.sum(weights * score**2)
    return {"baseline": b, "var_without": var(values * score), "var_with": var((values - b) * score)}


def alpha_divergence(p, q, alpha):
    if alpha < 0:  # D_alpha(p || q) = D_-alpha(q || p)
        p, q, alpha = q, p, -alpha
    eps = (1 - alpha) / 2
    common = (p > 0) & (q > 0)
    only_p = np.where(q == 0, p, 0).sum(axis=1)
    log_ratio = np.log(np.where(common, q, 1) / np.where(common, p, 1))
    if eps == 0:
        value = -(p * log_ratio).sum(axis=1)
    else:
        value = (only_p - (np.where(common, p, 0) * np.expm1(eps * log_ratio)).sum(axis=1)) / (eps * (1 - eps))
    if eps <= 0:
        value = np.where(only_p > 0, np.inf, value)
    return value


def alpha_expansion_lines(p, q, eps):
    t = q / p
    mean_log = np.sum(p * np.log(t))
    integral = np.sum(p * t**eps)
    linearised = 1 + eps * mean_log
    return {
        "prefactor": 1 / (eps * (1 - eps)),
        "integral": integral,
        "linearised": linearised,
        "remainder": (integral - linearised) / eps**2,
        "limit": -mean_log,
        "slope": -mean_log - 0.5 * np.sum(p * np.log(t) ** 2),
    }


def gaussian_alpha_divergence(mu1, sigma1, mu2, sigma2, alpha):
    a, b = (1 + alpha) / 2, (1 - alpha) / 2
    v1, v2 = sigma1**2, sigma2**2
    lam = a / v1 + b / v2
    ok = lam > 0
    lam = np.where(ok, lam, 1.0)
    integral = np.exp(-0.5 * a * b * (mu1 - mu2) ** 2 / (v1 * v2 * lam)) / (sigma1**a * sigma2**b * np.sqrt(lam))
    return np.where(ok, (1 - integral) / (a * b), np.inf)


written = {
    "4.2.3": r"""(a) The bracket is a sum over all pixels and therefore of the order of hundreds or thousands. It is
almost always negative, and nearly the same for every sample.

(b) The score is positive about as often as negative, and its mean is zero. The estimate is a sum of huge terms of both
signs, which have to cancel until only the small gradient is left; with few samples they do not.

(c) Reparametrisation differentiates $\log p(x, z)$ with respect to $z$ and so knows in which direction it rises; a
constant in it vanishes. The score function only sees values, so a constant adds its square to the variance, unless a
baseline removes it.""",
}
