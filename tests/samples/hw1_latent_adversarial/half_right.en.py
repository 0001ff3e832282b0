"""A student who is half right; PLANTED says which known mistake each wrong function makes."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm
import math
import itertools
from math import log
import torch


def reparametrisation_lines(z0, mu, sigma):
    d = {}
    d["z"] = z0 * sigma + mu
    d["jacobian"] = np.eye(len(sigma)) * sigma
    # det of the diagonal matrix
    det = 1.0
    for s in sigma:
        det = det * s
    d["log_abs_det"] = np.log(det)
    d["log_q0"] = norm.logpdf(z0).sum(1)
    d["log_q"] = d["log_q0"] - d["log_abs_det"]
    d["log_target"] = norm.logpdf(d["z"], loc=mu, scale=sigma).sum(1)
    return d


def diagonal_pushforward_log_density(z, mu, sigma, base):
    # change of variables
    eps = (z - mu) / sigma
    jac = np.log(sigma).sum()
    return base.log_density(eps) + jac


def affine_reparametrisation_lines(z0, mu, S):
    z = np.array([mu + S @ row for row in z0])
    J = np.array(S)
    ld = np.linalg.slogdet(J)[1]
    return {
        "z": z,
        "jacobian": J,
        "log_abs_det": ld,
        "cov": np.dot(J.T, J),
        "log_q": norm.logpdf(z0).sum(axis=1) - ld,
    }


def affine_pushforward_log_density(z, mu, S, base):
    inv = np.linalg.inv(S)
    z0 = np.array([inv @ (row - mu) for row in z])
    return (base.log_density(z0) - np.linalg.slogdet(S)[1])[:, None]


def same_density_witness(S):
    L = np.linalg.cholesky(np.einsum("ik,jk->ij", S, S))
    return {"other": L, "factor": np.linalg.inv(S) @ L}


def expected_log_likelihood_lines(likelihood, prior, q):
    log_px = np.log(likelihood @ prior)
    posterior = likelihood * prior / np.exp(log_px)[:, None]
    # log p(x|z) = log p(x) + log p(z|x) - log p(z), expectation of each term
    B = np.array([sum(w * math.log(p) for w, p in zip(q, row)) for row in posterior])
    constant = -sum(w * math.log(p) for w, p in zip(q, prior))
    return {"expected_log_likelihood": np.log(likelihood) @ q, "log_px": log_px, "posterior": posterior, "B": B, "constant": constant}


def gaussian_expected_log_likelihood_lines(x, w, noise_var, mu_q, var_q):
    s2 = noise_var
    ell = -0.5 * math.log(2 * math.pi * s2) - ((x - w * mu_q) ** 2 + w * w * var_q) / (2 * s2)
    tot = w * w + s2
    log_px = -0.5 * np.log(2 * math.pi * tot) - x * x / (2 * tot)
    kl_q_prior = 0.5 * (var_q + mu_q**2 - 1 - math.log(var_q))
    return {
        "expected_log_likelihood": ell,
        "log_px": log_px,
        "post_mean": w * x / tot,
        "post_var": s2 / tot,
        "B": ell - log_px - kl_q_prior,
        "w_star": x * mu_q / (mu_q**2 + var_q),
    }


def amortization_gap(joint, family, encoders):
    n = joint.shape[0]
    plogp = np.where(family > 0, family * np.log(np.maximum(family, 1e-300)), 0).sum(1)
    elbo = np.log(joint) @ family.T - plogp
    log_px = np.log(joint.sum(1))
    # best encoder for each x_i
    amortized = np.array([log_px[i] - max(elbo[i, e[i]] for e in encoders) for i in range(n)])
    instance = log_px - elbo.max(1)
    return {"elbo": elbo, "log_px": log_px, "kl_amortized": amortized, "kl_instance": instance, "gap": amortized - instance}


def strict_gap_witness():
    """A situation (joint, family, encoders) with a strict gap for one datum and none for another."""
    raise NotImplementedError


def best_case_bias(joint, family, encoders):
    n = joint.shape[0]
    f = np.maximum(family, 1e-300)
    elbo = np.log(joint) @ family.T - (family * np.log(f)).sum(1)
    log_px = np.log(joint.sum(1))
    amortized = max(np.mean([elbo[i, e[i]] - log_px[i] for i in range(n)]) for e in encoders)
    instance = np.mean(elbo.max(1) - log_px)
    return {"bias_amortized": [amortized], "bias_instance": [instance], "extra_bias": [amortized - instance]}


def inference_cost(n_new, n_grad_steps, c_encoder, c_elbo_grad, c_train):
    saved = n_grad_steps * c_elbo_grad - c_encoder
    n_star = None if saved <= 0 else math.floor(c_train / saved) + 1
    return {"amortized": c_train + n_new * c_encoder, "per_instance": n_new * n_grad_steps * c_elbo_grad, "n_star": n_star}


def variational_storage(n, layer_sizes):
    weights = 0
    for i in range(len(layer_sizes)):
        weights += (layer_sizes[i] + 1) * layer_sizes[i + 1]
    return {"amortized": weights, "per_instance": n * layer_sizes[-1], "n_star": weights // layer_sizes[-1] + 1}


def tight_log_q(log_joint):
    return torch.log_softmax(torch.from_numpy(log_joint), dim=-1)


def importance_weighted_bound(log_w):
    biggest = log_w.max(axis=1, keepdims=True)
    return biggest + np.log(np.exp(log_w - biggest).mean(axis=1, keepdims=True))


def importance_weighted_chain(log_joint, log_q, k):
    samples = list(itertools.product(range(len(log_joint)), repeat=k))
    return {"L_k": np.mean(samples[len(samples)])}


def subset_average(log_w, m):
    values = []
    for columns in itertools.combinations(range(log_w.shape[1]), m):
        chosen = log_w[:, columns]
        values.append(torch.logsumexp(torch.from_numpy(chosen), 1).numpy())
    return sum(values) / len(values)


def two_point_gap(a, b, pi):
    return 2 * pi * (1 - pi) * float(np.logaddexp(log(a), log(b)) - log(2) - 0.5 * log(a) - 0.5 * log(b))


def causal_mask(kind, k):
    m = np.zeros(k * k)
    m[: (k * k - 1) // 2] = 1
    if kind == "B":
        m[(k * k - 1) // 2] = 1
    return m.reshape(k, k)


STEPS = {"A": [(-1, -1), (-1, 0), (-1, 1), (0, -1)]}


STEPS["B"] = STEPS["A"] + [(0, 0)]


def field_mask_a_then_a():
    # what the second layer sees, and then what the first layer sees from there
    grid = [[False] * 5 for _ in range(5)]
    for di, dj in STEPS["A"]:
        grid[2 + di][2 + dj] = True
        for ei, ej in STEPS["A"]:
            grid[2 + di + ei][2 + dj + ej] = True
    return np.array(grid)


def field_mask_a_then_b():
    grid = np.zeros((5, 5))
    for di, dj in STEPS["A"]:
        for ei, ej in STEPS["B"]:
            grid[2 + di + ei, 2 + dj + ej] = 1
    return grid == 1


def receptive_field(kinds, height, width, row, column, k):
    # all the sums of one offset a layer
    offsets = {(0, 0)}
    for kind in kinds:
        taps = np.argwhere(causal_mask(kind, k) == 1) - k // 2
        offsets = {(a + int(i), b + int(j)) for a, b in offsets for i, j in taps}
    field = np.zeros((height, width), dtype=bool)
    for a, b in offsets:
        if 0 <= row + a < height and 0 <= column + b < width:
            field[row + a, column + b] = True
    return field


def field_mask_b_then_a():
    grid = np.zeros((5, 5), dtype=bool)
    for label in [11, 12, 13, 14, 15, 21, 22, 23, 24, 31, 32]:
        grid[label // 10, label % 10] = True  # forgets that Python counts from 0
    return grid


def masked_conv2d(x, weight, bias, kind):
    k = weight.shape[2]
    p = k // 2
    h, w = x.shape[2], x.shape[3]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    kernel = weight * causal_mask(kind, k)[None, None]
    out = np.zeros((x.shape[0], weight.shape[0], h, w))
    for a in range(k):
        for b in range(k):
            out += np.tensordot(xp[:, :, a : a + h, b : b + w], kernel[:, :, a, b], axes=(1, 1)).transpose(0, 3, 1, 2)
    return out + bias.reshape(1, -1, 1, 1)


def layer_order_witness():
    return [[0, 0, 0], [2, 1, 0], [0, 0, 0]], [[0, 0, 0], [1, 5, 0], [0, 0, 0]], np.eye(5) + np.ones((5, 5))


def field_mask_b_then_b():
    # the list of the labels instead of the grid
    return np.array([11, 12, 13, 14, 15, 21, 22, 23, 24, 31, 32, 33])


def blind_spot(layers, height, width, row, column):
    raise NotImplementedError


def sig(t):
    return 1.0 / (1.0 + np.exp(-t))


def jensen_shannon_lines(f0, f1, weights):
    tot = f0 + f1
    D = np.full(len(tot), 0.5)
    D[tot > 0] = f1[tot > 0] / tot[tot > 0]

    def kl(f):
        i = f > 0
        return np.dot(weights[i], f[i] * np.log(2 * f[i] / tot[i]))

    i, j = f1 > 0, f0 > 0
    V = np.dot(weights[i], f1[i] * np.log(D[i])) + np.dot(weights[j], f0[j] * np.log(1 - D[j]))
    return {
        "D_star": D,
        "value": V,
        "kl0": kl(f0),
        "kl1": kl(f1),
        "jsd": (kl(f0) + kl(f1)) / 2,
        "jsd_from_value": V + np.log(2),
    }


def log_density_from_discriminator(log_f0, logit):
    D = sig(logit)
    return log_f0 + np.log(D)[:, None]


def pointwise_variations(discriminator, f0, f1):
    first = np.gradient(f1 * np.log(discriminator))
    return first[:, 0, 0], first, f1 / (f0 + f1)


def optimal_discriminator(log_f0, log_f1):
    f0 = np.exp(log_f0)
    f1 = np.exp(log_f1)
    total = f0 + f1
    return f1 / total


def conjugate_of_u_log_u(t):
    # TODO: set the derivative to zero
    raise NotImplementedError


def discrete_conjugate(x, fx, slopes):
    return np.max(slopes * x - fx)


def variational_kl_lines(T, p, q):
    R1 = (p * T).sum() - (q * np.exp(T - 1)).sum()
    best = np.log(p) - np.log(q)
    sup = p * best - q * np.exp(best - 1)
    return {"R1": R1, "T_star": best, "pointwise_sup": sup, "kl": sup.sum()}


def tilted_density(T, q):
    out = np.zeros(T.shape)
    for b in range(len(T)):
        top = max(t for t, w in zip(T[b], q) if w > 0)
        for i in range(len(q)):
            out[b, i] = q[i] * np.exp(T[b, i] - top) if q[i] > 0 else 0.0
        out[b] /= out[b].sum()
    return out


def donsker_varadhan_lines(T, p, q):
    m = T.max()
    log_Z = m + np.log(np.dot(q, np.exp(T - m)))
    R2 = np.dot(p, T) - log_Z
    rq = np.exp(T - log_Z) * q
    ok = p > 0
    kl1 = np.dot(p[ok], np.log(p[ok]) - np.log(rq[ok]))
    kl2 = np.dot(p[ok], np.log(p[ok]) - np.log(q[ok]))
    return {
        "log_Z": log_Z,
        "R2": R2,
        "rq": rq,
        "kl_p_rq": kl1,
        "kl_pq": kl2,
        "gap": kl2 - R2,
        "T_tight": np.log(p) - np.log(q),
    }


def compare_bounds(T, p, q):
    m = T.max(1)
    log_Z = m + np.log(np.exp(T - m[:, None]) @ q)
    R1 = T @ p - np.exp(log_Z - 1)
    R2 = T @ p - log_Z
    return {"R1": R1, "R2": R2, "tangent": np.exp(log_Z - 1), "gap": R2 - R1}


def best_shift(T, q):
    Z = np.einsum("bn,n->b", np.exp(T), q)
    return (1 - np.log(Z))[:, None]


def jensen_shannon_of_shifted_uniforms(theta):
    # the part outside the overlap has length theta, the ratio to the mixture there is 2
    return abs(theta) * np.log(2)


PLANTED = {
    "tilted_density": "slow",
    'reparametrisation_lines': 'product_before_log',
    'diagonal_pushforward_log_density': 'volume_multiplied',
    'affine_reparametrisation_lines': 'covariance_of_transposed',
    'affine_pushforward_log_density': 'shape',
    'same_density_witness': 'cholesky',
    'expected_log_likelihood_lines': 'entropy_forgotten',
    'amortization_gap': 'encoder_for_each_datum',
    'strict_gap_witness': 'stub',
    'best_case_bias': 'shape',
    'variational_storage': 'raises',
    'importance_weighted_bound': 'shape',
    'importance_weighted_chain': 'raises',
    'subset_average': 'sum_within_subset',
    'field_mask_a_then_a': 'aa_one_or_two_steps',
    'receptive_field': 'detours_outside',
    'field_mask_b_then_a': 'raises',
    'field_mask_b_then_b': 'shape',
    'blind_spot': 'stub',
    'jensen_shannon_lines': 'relation_not_halved',
    'log_density_from_discriminator': 'shape',
    'pointwise_variations': 'raises',
    'optimal_discriminator': 'through_densities',
    'conjugate_of_u_log_u': 'stub',
    'discrete_conjugate': 'raises',
    'variational_kl_lines': 'critic_without_one',
    'donsker_varadhan_lines': 'tight_without_constant',
    'best_shift': 'shape',
    'jensen_shannon_of_shifted_uniforms': 'grows_without_end',
}

written = {
    "2.3.4": r"""(a) The per-datum ELBO is closer to the truth, because each datum gets its own best member of the family.

(b) The encoder is faster, since it only needs one forward pass for a new example instead of an optimisation with many steps
for each of them.

(c) The encoder has the same number of weights for every data set, per-datum inference needs one vector for each example.""",
}
