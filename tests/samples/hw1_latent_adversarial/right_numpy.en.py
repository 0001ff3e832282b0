"""A tidy student: everything right, with numpy."""

from __future__ import annotations

import numpy as np
import itertools


def noise_log_density(z0):
    """Log-density of N(0, I) at each row."""
    size = z0.shape[1]
    return -0.5 * (z0**2).sum(axis=1) - 0.5 * size * np.log(2 * np.pi)


def reparametrisation_lines(z0, mu, sigma):
    z = mu + sigma * z0
    jacobian = np.diag(sigma)
    # the matrix is diagonal: its determinant is the product of the scales
    log_abs_det = np.log(sigma).sum()
    log_q0 = noise_log_density(z0)
    log_q = log_q0 - log_abs_det
    # the usual formula, with the variances, only from z
    squares = (z - mu) ** 2 / sigma**2
    log_target = -0.5 * (squares + np.log(2 * np.pi * sigma**2)).sum(axis=1)
    return {
        "z": z,
        "jacobian": jacobian,
        "log_abs_det": log_abs_det,
        "log_q0": log_q0,
        "log_q": log_q,
        "log_target": log_target,
    }


def diagonal_pushforward_log_density(z, mu, sigma, base):
    z0 = (z - mu) / sigma  # the noise that was sent to z
    return base.log_density(z0) - np.log(sigma).sum()


def affine_reparametrisation_lines(z0, mu, S):
    sign, log_abs_det = np.linalg.slogdet(S)
    return {
        "z": mu + z0 @ S.T,
        "jacobian": S,
        "log_abs_det": log_abs_det,
        "cov": S @ S.T,
        "log_q": noise_log_density(z0) - log_abs_det,
    }


def affine_pushforward_log_density(z, mu, S, base):
    z0 = np.linalg.solve(S, (z - mu).T).T
    return base.log_density(z0) - np.linalg.slogdet(S)[1]


def same_density_witness(S):
    # an orthogonal Q does not change the law of normal noise: mirror the noise in one hyperplane
    direction = np.ones(len(S)) / np.sqrt(len(S))
    Q = np.eye(len(S)) - 2 * np.outer(direction, direction)
    return {"other": S @ Q, "factor": Q}


def safe_xlogy(x, y):
    """x log y, with 0 log 0 = 0."""
    return np.where(x > 0, x * np.log(np.where(x > 0, y, 1.0)), 0.0)


def discrete_kl(a, b):
    return (safe_xlogy(a, a) - safe_xlogy(a, b)).sum(axis=-1)


def expected_log_likelihood_lines(likelihood, prior, q):
    evidence = (likelihood * prior).sum(axis=1)
    posterior = likelihood * prior / evidence[:, None]
    return {
        "expected_log_likelihood": (q * np.log(likelihood)).sum(axis=1),
        "log_px": np.log(evidence),
        "posterior": posterior,
        "B": -discrete_kl(q, posterior),
        "constant": discrete_kl(q, prior),
    }


def gaussian_expected_log_likelihood_lines(x, w, noise_var, mu_q, var_q):
    # E_q (x - w z)^2 = (x - w mu)^2 + w^2 var
    squared = (x - w * mu_q) ** 2 + w**2 * var_q
    marginal_var = w**2 + noise_var
    mean, var = w * x / marginal_var, noise_var / marginal_var
    return {
        "expected_log_likelihood": -0.5 * np.log(2 * np.pi * noise_var) - 0.5 * squared / noise_var,
        "log_px": -0.5 * np.log(2 * np.pi * marginal_var) - 0.5 * x**2 / marginal_var,
        "post_mean": mean,
        "post_var": var,
        "B": -0.5 * (np.log(var / var_q) + (var_q + (mu_q - mean) ** 2) / var - 1),
        "w_star": x * mu_q / (mu_q**2 + var_q),
    }


def amortization_gap(joint, family, encoders):
    n = len(joint)
    elbo = np.log(joint) @ family.T - safe_xlogy(family, family).sum(axis=1)
    log_px = np.log(joint.sum(axis=1))
    totals = [elbo[np.arange(n), e].sum() for e in encoders]
    best = encoders[np.argmax(totals)]
    kl_amortized = log_px - elbo[np.arange(n), best]
    kl_instance = log_px - elbo.max(axis=1)
    return {
        "elbo": elbo,
        "log_px": log_px,
        "kl_amortized": kl_amortized,
        "kl_instance": kl_instance,
        "gap": kl_amortized - kl_instance,
    }


def strict_gap_witness():
    # an encoder that ignores x: perfect for the first datum, bad for the second
    joint = np.array([[0.3, 0.1], [0.05, 0.15]])
    family = np.array([[0.75, 0.25], [0.25, 0.75]])
    return joint, family, np.array([[0, 0]])


def best_case_bias(joint, family, encoders):
    lines = amortization_gap(joint, family, encoders)
    amortized, instance = -lines["kl_amortized"].mean(), -lines["kl_instance"].mean()
    return {"bias_amortized": amortized, "bias_instance": instance, "extra_bias": amortized - instance}


def inference_cost(n_new, n_grad_steps, c_encoder, c_elbo_grad, c_train):
    per_datum = n_grad_steps * c_elbo_grad
    if per_datum > c_encoder:
        n_star = int(c_train // (per_datum - c_encoder)) + 1
    else:
        n_star = None
    return {
        "amortized": c_train + n_new * c_encoder,
        "per_instance": n_new * per_datum,
        "n_star": n_star,
    }


def variational_storage(n, layer_sizes):
    encoder = sum((a + 1) * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    dim = layer_sizes[-1]
    return {"amortized": encoder, "per_instance": n * dim, "n_star": encoder // dim + 1}


def lse(values, axis=-1):
    """log-sum-exp that survives -inf entries"""
    m = np.max(values, axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    with np.errstate(divide="ignore"):
        return np.squeeze(m, axis=axis) + np.log(np.sum(np.exp(values - m), axis=axis))


def tight_log_q(log_joint):
    return log_joint - lse(log_joint)[:, None]


def importance_weighted_bound(log_w):
    return lse(log_w) - np.log(log_w.shape[-1])


def importance_weighted_chain(log_joint, log_q, k):
    states = np.flatnonzero(log_q > -np.inf)
    samples = np.array(list(itertools.product(states, repeat=k)))
    log_w = (log_joint[states] - log_q[states])[np.searchsorted(states, samples)]
    log_prob = log_q[samples].sum(axis=1)
    log_average = lse(log_w) - np.log(k)
    return {
        "L_k": np.dot(np.exp(log_prob), log_average),
        "log_mean_of_average": lse(log_prob + log_average),
        "log_mean_of_one": lse(log_joint[states]),
        "log_px": lse(log_joint),
    }


def subset_average(log_w, m):
    columns = itertools.combinations(range(log_w.shape[1]), m)
    return np.mean([importance_weighted_bound(log_w[:, list(c)]) for c in columns], axis=0)


def two_point_gap(a, b, pi):
    la, lb = np.log(a), np.log(b)
    mixed = np.logaddexp(la, lb) - np.log(2) - (la + lb) / 2
    return 2 * pi * (1 - pi) * mixed


def causal_mask(kind, k):
    c = k // 2
    rows, cols = np.mgrid[-c : c + 1, -c : c + 1]
    mask = (rows < 0) | ((rows == 0) & (cols < 0))
    if kind == "B":
        mask[c, c] = True
    return mask.astype(np.float64)


def receptive_field(kinds, height, width, row, column, k):
    c = k // 2
    seen = np.zeros((height, width), dtype=bool)
    seen[row, column] = True
    for kind in kinds[::-1]:
        # each pixel that is seen reads those under the mask; what falls on the padding is cut off
        padded = np.zeros((height + 2 * c, width + 2 * c), dtype=bool)
        for a, b in np.argwhere(causal_mask(kind, k) == 1):
            padded[a : a + height, b : b + width] |= seen
        seen = padded[c : c + height, c : c + width]
    return seen


def field_mask_a_then_a():
    grid = np.zeros((5, 5), dtype=bool)
    grid[0, :] = True
    grid[1, :3] = True
    grid[2, 0] = True
    return grid


def field_mask_a_then_b():
    grid = field_mask_a_then_a()
    grid[1, 3] = grid[2, 1] = True  # B may also stay: add the field of one layer A
    return grid


def field_mask_b_then_a():
    # the set of sums of two steps does not depend on the order of the steps
    return field_mask_a_then_b()


def field_mask_b_then_b():
    grid = field_mask_b_then_a()
    grid[2, 2] = True
    return grid


def masked_conv2d(x, weight, bias, kind):
    n, _, height, width = x.shape
    filters, _, k, _ = weight.shape
    c = k // 2
    w = weight * causal_mask(kind, k)
    padded = np.zeros((n, x.shape[1], height + 2 * c, width + 2 * c))
    padded[:, :, c : c + height, c : c + width] = x
    out = np.zeros((n, filters, height, width)) + bias[:, None, None]
    for i in range(c + 1):
        for j in range(k):
            shifted = padded[:, :, i : i + height, j : j + width].reshape(n, -1, height * width)
            out += (w[:, :, i, j] @ shifted).reshape(out.shape)
    return out


def layer_order_witness():
    w_1 = np.zeros((3, 3))
    w_2 = np.zeros((3, 3))
    w_1[1, 0] = 1.0  # one step to the left
    w_2[1, 1] = 1.0  # only seen through mask B
    x = np.zeros((5, 5))
    x[2, 1] = 1.0
    return w_1, w_2, x


def blind_spot(layers, height, width, row, column):
    read = receptive_field("A" + (layers - 1) * "B", height, width, row, column, 3)
    before = np.zeros(height * width, dtype=bool)
    before[: row * width + column] = True
    return np.logical_and(before.reshape(height, width), np.logical_not(read))


def jensen_shannon_lines(f0, f1, weights):
    s = f0 + f1
    safe = np.where(s > 0, s, 1)
    d_star = np.where(s > 0, f1 / safe, 0.5)

    def integral_of_log_ratio(f, g):
        m = f > 0
        return (weights[m] * f[m] * np.log(f[m] / g[m])).sum()

    kl0 = integral_of_log_ratio(f0, s / 2)
    kl1 = integral_of_log_ratio(f1, s / 2)
    value = integral_of_log_ratio(f0, s) + integral_of_log_ratio(f1, s)
    return {
        "D_star": d_star,
        "value": value,
        "kl0": kl0,
        "kl1": kl1,
        "jsd": (kl0 + kl1) / 2,
        "jsd_from_value": value / 2 + np.log(2),
    }


def log_density_from_discriminator(log_f0, logit):
    # f1 = f0 D / (1 - D), and log(D / (1 - D)) is the logit
    return log_f0 + logit


def pointwise_variations(discriminator, f0, f1):
    d = discriminator
    return f1 / d - f0 / (1 - d), -(f1 / d**2 + f0 / (1 - d) ** 2), f1 / (f0 + f1)


def optimal_discriminator(log_f0, log_f1):
    # D* = f1 / (f0 + f1); divide the larger density out before exponentiating
    top = np.maximum(log_f0, log_f1)
    a, b = np.exp(log_f0 - top), np.exp(log_f1 - top)
    return b / (a + b)


def conjugate_of_u_log_u(t):
    # d/du (u t - u log u) = t - log u - 1 = 0
    u = np.exp(t - 1.0)
    value = u * t - u * np.log(u)
    return value, u


def discrete_conjugate(x, fx, slopes):
    return (slopes[:, None] * x[None, :] - fx[None, :]).max(axis=1)


def variational_kl_lines(T, p, q):
    R1 = np.sum(p * T) - np.sum(q * np.exp(T - 1.0))
    both = (p > 0) & (q > 0)
    T_star = np.where(p > 0, np.inf, -np.inf)
    T_star[both] = 1.0 + np.log(p[both] / q[both])
    sup = np.where((p > 0) & (q == 0), np.inf, 0.0)
    sup[both] = p[both] * np.log(p[both] / q[both])
    return {"R1": R1, "T_star": T_star, "pointwise_sup": sup, "kl": sup.sum()}


def critic_log_mean_exp(T, q):
    """log E_q[e^T] over the last axis; points with q = 0 are dropped."""
    keep = q > 0
    T = T[..., keep]
    top = T.max(axis=-1, keepdims=True)
    return top[..., 0] + np.log((q[keep] * np.exp(T - top)).sum(axis=-1))


def tilted_density(T, q):
    keep = q > 0
    out = np.zeros(T.shape)
    out[:, keep] = q[keep] * np.exp(T[:, keep] - critic_log_mean_exp(T, q)[:, None])
    return out


def donsker_varadhan_lines(T, p, q):
    log_Z = critic_log_mean_exp(T, q)
    R2 = p @ T - log_Z
    rq = q * np.exp(T - log_Z)
    s = p > 0
    kl_p_rq = np.sum(p[s] * (np.log(p[s]) - np.log(q[s]) - T[s] + log_Z))
    kl_pq = np.sum(p[s] * np.log(p[s] / q[s]))
    T_tight = np.full(len(p), -np.inf)
    T_tight[s] = np.log(p[s] / q[s]) + log_Z
    return {
        "log_Z": log_Z,
        "R2": R2,
        "rq": rq,
        "kl_p_rq": kl_p_rq,
        "kl_pq": kl_pq,
        "gap": kl_pq - R2,
        "T_tight": T_tight,
    }


def compare_bounds(T, p, q):
    log_Z = critic_log_mean_exp(T, q)
    tangent = np.exp(log_Z - 1.0)  # log y <= y / e, with equality at y = e
    R1 = T @ p - tangent
    R2 = T @ p - log_Z
    return {"R1": R1, "R2": R2, "tangent": tangent, "gap": tangent - log_Z}


def best_shift(T, q):
    return 1.0 - critic_log_mean_exp(T, q)


def jensen_shannon_of_shifted_uniforms(theta):
    # where both densities are 1, mu is 1 as well and the logs vanish; elsewhere the ratio to mu is 2
    overlap = np.clip(1.0 - np.abs(theta), 0.0, 1.0)
    return (1.0 - overlap) * np.log(2.0)


written = {
    "2.3.4": r"""(a) Per-datum inference has the smaller bias for every $x_i$: both choose from the same family, but the encoder must
make all choices with one set of weights, which is a further constraint and adds the amortisation gap. Both ELBOs stay
below $\log p_\theta(x)$ unless the family contains the posterior.

(b) With an encoder a new datum costs one forward pass, and a whole batch goes through at once; without it every datum, also
at test time, needs an optimisation of many gradient steps. The price is the training of the encoder beforehand, which only
pays off if there are enough data.

(c) The encoder has a fixed number of weights, whatever $n$ is, while per-datum inference keeps one vector of parameters for
each datum, so its memory grows linearly with $n$. For small data sets the encoder is therefore the larger of the two.""",
}
