"""A student who is half right; PLANTED says which known mistake each wrong function makes."""

from __future__ import annotations

import numpy as np


def made_masks(degrees, order):
    h, m = len(degrees), len(order)
    M_W, M_V = np.zeros((h, m)), np.zeros((m, h))
    for k in range(h):
        for j in range(m):
            M_W[k, j] = 1 if j + 1 <= degrees[k] else 0  # the order is natural anyway
            M_V[j, k] = 1 - M_W[k, j]
    return M_W, M_V


def mask_product_triangle(degrees, m):
    # strictly upper, as the sheet says
    M = np.zeros((m, m), dtype=int)
    for i in range(m):
        for j in range(i + 1, m):
            M[i, j] = sum(i + 1 <= d < j + 1 for d in degrees)
    return M


def made_forward(x, W, V, b, c, M_W, M_V):
    a = np.einsum("kj,bj->bk", W * M_W, x) + b
    return np.einsum("ik,bk->bi", V * M_V, np.tanh(a)) + c


def paths_through(M_V, M_W, i, j):
    out_edges = M_V[i].index(1)  # works with lists only
    return [k for k in range(out_edges, len(M_W)) if M_W[k][j]]


def count_paths(masks):
    result = masks[-1]
    for mask in masks[-2::-1]:
        result = result @ mask
    return result


def output_shapes(width, height, channels, components):
    p1 = (width, height, channels, 256)
    p2 = (width, height, channels, components + components)  # mu and s
    return p1, p2


def discretised_mixture_log_prob(x, logits, mu, log_s):
    pi = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    cdf = lambda v: 1 / (1 + np.exp(-(v - mu) * np.exp(-log_s)))
    up, low = cdf(x[:, None] + 0.5), cdf(x[:, None] - 0.5)
    up[x == 255] = 1
    low[x == 0] = 0
    return np.log((pi * (up - low)).sum(1))


def smallest_mixture_size(levels, parameters):
    K = 1
    while K < 10**5 and parameters * K < levels:
        K += 1
    return K


def multivariate_gaussian_kl(mu1, Sigma1, mu2, Sigma2):
    inv2 = np.linalg.inv(Sigma2)
    inv1 = np.linalg.inv(Sigma1)
    dm = mu1 - mu2
    tr = np.einsum("bij,bji->b", inv2, Sigma1)
    mah = np.einsum("bi,bij,bj->b", dm, inv1, dm)
    ld = np.linalg.slogdet(Sigma2)[1] - np.linalg.slogdet(Sigma1)[1]
    return {"trace": tr, "mahalanobis": mah, "logdet": ld, "kl": (tr + mah + ld - mu1.shape[1]) / 2}


def gaussian_score(z, mu, log_sigma):
    s = np.exp(log_sigma)
    d_mu = (z - mu) / s**2
    d_sigma = (z - mu) ** 2 / s**3 - 1 / s
    return np.concatenate([d_mu, d_sigma], axis=1)


def elbo_gradient_estimate(log_joint, log_q, score, baseline):
    return np.mean((log_joint - log_q - baseline)[:, None] * score, axis=0)


def score_gradient_lines(logits, log_joint):
    w = np.exp(logits - logits.max())
    q = w / w.sum()
    f = log_joint - np.log(q)
    S = np.eye(len(q)) - q[None, :]
    first = np.zeros(len(q))
    for z in range(len(q)):
        first -= q[z] * f[z] * S[z]
    return {"elbo": q @ f, "score_term": first, "inside_term": -q @ S, "total": first - q @ S}


def estimator_variances(mu, sigma, c, D):
    raise ValueError("I could not find the sixth moment")


def optimal_baseline(values, score, weights):
    b = np.average(values, weights=weights)
    m0 = np.average(values * score, weights=weights)
    x = (values - b) * score
    return {
        "baseline": b,
        "var_without": np.average((values * score - m0) ** 2, weights=weights),
        "var_with": np.average((x - np.average(x, weights=weights)) ** 2, weights=weights),
    }


def alpha_divergence(p, q, alpha):
    if alpha == 1:
        return np.where(p > 0, p * np.log(p / q), 0).sum(axis=1)
    if alpha == -1:
        return np.where(q > 0, q * np.log(q / p), 0).sum(axis=1)
    return 4 / (1 - alpha**2) * (1 - (p ** ((1 + alpha) / 2) * q ** ((1 - alpha) / 2)).sum(axis=1))


def alpha_expansion_lines(p, q, eps):
    r = np.log(q / p)
    i = (p * np.exp(eps * r)).sum()
    lin = 1 + eps * (p * r).sum()
    return {
        "prefactor": 1 / eps / (1 - eps),
        "integral": i,
        "linearised": lin,
        "remainder": (i - lin) / eps**2,
        "limit": -(p * r).sum(),
        "slope": -0.5 * (p * r**2).sum(),
    }


def gaussian_alpha_divergence(mu1, sigma1, mu2, sigma2, alpha):
    raise NotImplementedError


PLANTED = {
    'made_masks': 'order_ignored',
    'mask_product_triangle': 'other_triangle',
    'paths_through': 'raises',
    'count_paths': 'product_in_the_given_type',
    'output_shapes': 'weights_left_out',
    'discretised_mixture_log_prob': 'log_of_the_difference',
    'smallest_mixture_size': 'rounded_up',
    'multivariate_gaussian_kl': 'difference_in_units_of_first',
    'gaussian_score': 'with_respect_to_sigma',
    'score_gradient_lines': 'sign_of_descent',
    'estimator_variances': 'raises',
    'optimal_baseline': 'mean_of_values',
    'alpha_divergence': 'formula_as_printed',
    'alpha_expansion_lines': 'prefactor_not_expanded',
    'gaussian_alpha_divergence': 'stub',
}

written = {
    "4.2.3": r"""(a) It is a large number, because the log-likelihood is a sum over all of the pixels of an image, and it is
negative.

(b) The score is sometimes positive and sometimes negative, so that the terms have different signs and the sum is noisy.

(c) The reparametrisation trick is a better estimator because it uses the noise.""",
}
