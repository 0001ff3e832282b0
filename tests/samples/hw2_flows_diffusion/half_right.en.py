"""A student who is half right; PLANTED says which known mistake each wrong function makes."""

from __future__ import annotations

import numpy as np
import torch


def gaussian_kl(mu1, sigma1, mu2, sigma2):
    v1, v2 = sigma1**2, sigma2**2
    return (np.log(v1) - np.log(v2) + (v2 + (mu1 - mu2) ** 2) / v1 - 1) / 2


def gaussian_kl_lines(mu1, sigma1, mu2, sigma2):
    v1, v2 = sigma1**2, sigma2**2
    log_q = -0.5 * (np.log(2 * np.pi * v2) + 1)
    square = v2 + 0 * mu1  # x has variance v2 under q
    log_p = -0.5 * (np.log(2 * np.pi * v1) + square / v1)
    return {
        "expected_log_q": log_q,
        "expected_square": square,
        "expected_log_p": log_p,
        "kl_qp": log_q - log_p,
        "kl_pq": gaussian_kl(mu2, sigma2, mu1, sigma1),
    }


def larger_gaussian_kl(mu1, sigma1, mu2, sigma2):
    return np.sign(sigma2 - sigma1).astype(int)[:, None]


def relu_collision(a, b, c):
    if b == 0:
        return 0.0, 1.0
    kink = -c / b
    # everything on the left of the kink is mapped to 0
    return kink - 0.5, kink - 1.5


def my_sigmoid(u):
    return 1 / (1 + np.exp(-u))


def mixture_flow_lines(z, w, a, b):
    s = my_sigmoid(np.outer(z, a) + b)
    t = my_sigmoid(-np.outer(z, a) - b)
    S = (w * s).sum(axis=1)
    rest = (w * t).sum(axis=1)
    dS = (w * s * t).sum(axis=1)
    return {
        "S": S,
        "one_minus_S": rest,
        "g": np.log(S) - np.log(rest),
        "dS": dS,
        "dlog_S": dS / S,
        "dlog_one_minus_S": -dS / rest,
        "dg": dS / (S * rest),
    }


def mixture_flow_inverse(y, w, a, b):
    lo, hi = -1000, 1000
    while hi - lo > 1e-10:
        mid = (lo + hi) / 2
        if mixture_flow_lines(mid, w, a, b)["g"] < y:
            lo = mid
        else:
            hi = mid
    return mid


def nonmonotone_witness():
    raise NotImplementedError


def residual_inverse(y, f):
    z_lo = np.full(y.shape, -1e6)
    z_hi = np.full(y.shape, 1e6)
    with np.errstate(over="ignore"):
        for _ in range(200):
            m = (z_lo + z_hi) / 2
            small = m + f(m) < y
            z_lo[small] = m[small]
            z_hi[~small] = m[~small]
    return m


def residual_invertibility():
    return {
        "answer": "abdef",
        "a": "onto_line",
        "b": "onto_line",
        "c": "constant",
        "d": "decreases",
        "e": "onto_line",
        "f": "still_increases",
        "g": "turns_back",
    }


def radial_flow(z, z0, alpha, beta):
    d = z - z0
    r = np.sqrt((d**2).sum(axis=1, keepdims=True))
    return z + beta * d / (alpha + r)


def radial_radius_lines(r, alpha, beta):
    f = 1 + beta / (r + alpha)
    return {"scale": f, "rho": f * r, "drho": f}  # derivative of f * r


def radial_radius(y, z0, alpha, beta):
    # the solution is unique, so the discriminant must vanish
    rho = np.sqrt(((y - z0) ** 2).sum(axis=1))
    return (rho - alpha - beta) / 2


def radial_collision():
    return dict(alpha=2.0, beta=-3.0, z0=np.zeros(2), z=np.array([0.0, 1.0]), z_other=np.array([0.0, -1.0]))


def radial_flow_inverse(y, z0, alpha, beta):
    d = y - z0
    r = np.sqrt((d**2).sum(axis=1, keepdims=True))
    return y - beta * d / (alpha + r)


def diffusion_bound_lines(x0, fwd, rev, pT):
    T, S = fwd.shape[:2]
    p = pT.copy()
    for t in reversed(range(T)):
        p = rev[t].T @ p
    q, ratios = np.zeros(S), []
    q[x0] = 1
    for t in range(T):
        term = 0.0
        for i in range(S):
            for j in range(S):
                if fwd[t, i, j] > 0 and q[i] > 0:
                    term += q[i] * fwd[t, i, j] * (np.log(rev[t, j, i]) - np.log(fwd[t, i, j]))
        ratios.append(term)
        q = fwd[t].T @ q
    prior_term = sum(q[j] * np.log(pT[j]) for j in range(S))
    L = prior_term + sum(ratios)
    return {"log_px0": np.log(p[x0]), "prior_term": prior_term, "ratio_terms": ratios, "elbo": L, "gap": np.log(p[x0]) - L}


def tight_forward_process(rev, pT):
    fwd = []
    for kernel in rev:
        joint = pT[:, None] * kernel
        fwd.append((joint / joint.sum(axis=0)).T)
    return np.array(fwd)


def discrete_kl(p, q):
    safe = np.where(p > 0, p, 1.0)
    return (p * (np.log(safe) - np.log(q))).sum(axis=-1)


def diffusion_kl_lines(x0, fwd, rev, pT):
    marginals = [fwd[0][x0]]
    posterior, kl_t = [], []
    for t in range(1, len(fwd)):
        q = marginals[-1] @ fwd[t]
        post = (marginals[-1][:, None] * fwd[t] / q).T
        posterior.append(post)
        kl_t.append(q @ discrete_kl(rev[t], post))
        marginals.append(q)
    marginals = np.array(marginals)
    logs = (marginals * np.log(np.where(marginals > 0, marginals, 1.0))).sum(axis=1)
    recon, kl_T = marginals[0] @ np.log(rev[0][:, x0]), discrete_kl(marginals[-1], pT)
    return {
        "marginals": marginals,
        "posterior": np.array(posterior).reshape(-1, len(pT), len(pT)),
        "leftover": logs[:-1] - logs[1:],
        "leftover_sum": logs[0] - logs[-1],
        "recon": recon,
        "kl_t": np.array(kl_t),
        "kl_T": kl_T,
        "elbo": recon - sum(kl_t) - kl_T,
    }


def gaussian_posterior(x_t, x0, t, betas):
    alpha_bar = np.cumprod(1 - betas)
    return posterior_mean(x_t, x0, alpha_bar[t - 1]), alpha_bar


def joint_bound(log_joint, log_q):
    top = log_joint.max()
    drawn = log_q > -np.inf
    evidence = top + np.log(np.exp(log_joint - top).sum())
    high = log_joint[drawn].max()
    mean_weight = high + np.log(np.exp(log_joint[drawn] - high).sum())
    elbo = (np.exp(log_q[drawn]) * (log_joint[drawn] - log_q[drawn])).sum()
    return {"log_evidence": evidence, "log_mean_weight": mean_weight, "elbo": elbo, "gap": evidence - elbo}


def posterior_factorisation():
    # the noise does not care about z
    return dict(z={"c", "x0"}, x1={"x0", "c"}, x2={"x1", "c"}, x3={"x2", "c"})


def log_posterior_table(x0, encoder, fwd):
    rows = np.log(encoder)[:, None] + np.log(fwd[0, :, x0])
    for kernel in fwd[1:]:
        rows = rows[..., None] + np.log(kernel).reshape(len(encoder), *[1] * (rows.ndim - 2), *kernel.shape[1:])
    return rows.reshape(1, -1)


def latent_diffusion_bound_lines(x0, prior, likelihood, pT, rev, encoder, fwd):
    raise NotImplementedError


def half_sigma(u):
    return 1 / (1 + np.exp(-u))


def gan_velocity(state):
    a, b, t = state[:, 0], state[:, 1], state[:, 2]
    e = np.exp(a * t + b)
    m = np.exp(-b)
    return np.array([-t * e / (1 + e), m / (1 + m) - e / (1 + e), a * e / (1 + e)]).T


def gan_jacobian(state):
    # matrix of second derivatives of the objective
    out = np.zeros((len(state), 3, 3))
    for k, (a, b, t) in enumerate(state):
        s = half_sigma(a * t + b)
        d = s * (1 - s)
        d1 = half_sigma(b) * half_sigma(-b)
        out[k] = [[-t * t * d, -t * d, -s - a * t * d], [-t * d, -d1 - d, -a * d], [-s - a * t * d, -a * d, -a * a * d]]
    at0 = np.array([[0, 0, -0.5], [0, -0.5, 0], [-0.5, 0, 0]])
    return {"stationary_point": np.zeros(3), "at_stationary_point": at0, "at_state": out}


def gan_eigenvalues():
    return np.sort(np.linalg.eigvalsh(gan_jacobian(np.zeros((1, 3)))["at_stationary_point"]))


def conserved_quantity_witness():
    return np.eye(3)  # the distance to the origin does not change


def regularised_gan_velocity(state, gamma):
    a, b, t = state[:, 0], state[:, 1], state[:, 2]
    s = half_sigma(a * t + b)
    return np.array([-t * s - gamma * a, half_sigma(-b) - s, a * s]).T


def regularised_gan_jacobian(state, gamma):
    raise ValueError("I have not found the second derivative")


def regularised_gan_eigenvalues(gamma):
    g = np.asarray(gamma)
    w = np.sqrt(abs(1 - g**2)) / 2
    return np.array([-g / 2 - 1j * w, -0.5 + 0 * g, -g / 2 + 1j * w]).T


def stability_claims():
    return {"a": False, "b": True, "c": True, "d": True, "e": True, "f": False, "g": True, "h": False}


def gan_trajectory(start, gamma, eta, steps, scheme):
    s = np.array(start)
    out = []
    for _ in range(steps):
        v = regularised_gan_velocity(s[None], gamma)[0]
        new = s + eta * v
        if scheme == "alternating":
            w = regularised_gan_velocity(np.array([[new[0], new[1], s[2]]]), gamma)[0]
            new[2] = s[2] + eta * w[2]
        s = new
        out.append(s)
    return np.array(out).reshape(-1, 3)


def summary_claims():
    return {"a1": False, "a2": True, "b1": True, "b2": False, "b3": True, "c1": False, "c2": True, "c3": False}


def nt_xent(z1, z2, tau):
    # stack, normalise, cross entropy
    z = torch.nn.functional.normalize(torch.tensor(np.vstack((z1, z2))), dim=-1)
    sim = torch.mm(z, z.t()) / tau
    n = len(z1)
    target = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    return torch.nn.functional.cross_entropy(sim, target).item()


def strengths_claims():
    return {"a1": ..., "a2": ..., "b1": ..., "b2": ..., "c1": ..., "c2": ..., "d1": ..., "d2": ..., "e1": ..., "e2": ...}


def weaknesses_claims():
    return {"a1": True, "a2": False, "b1": False, "b2": True, "c1": True, "c2": False, "d1": True, "d2": False}


def false_negatives(class_probabilities, n):
    counts = [class_probabilities[i, i] for i in range(n)]
    return sum(counts), 1 - np.prod(counts)


def reflections_claims():
    ok = {"a1": True, "a2": False, "a4": True, "b1": True, "b2": True, "b3": False, "b4": False}
    ok["a3"] = True  # everything with a log is an ELBO
    return ok


def infonce_bound(scores):
    probabilities = np.exp(scores - scores.max(1, keepdims=True))
    probabilities /= probabilities.sum(1, keepdims=True)
    return np.log(len(scores)) + np.log(probabilities[range(len(scores)), range(len(scores))])


PLANTED = {
    'gaussian_kl_lines': 'mean_part_missing',
    'larger_gaussian_kl': 'shape',
    'relu_collision': 'always_to_the_left',
    'mixture_flow_lines': 'inner_derivative_missing',
    'mixture_flow_inverse': 'raises',
    'nonmonotone_witness': 'stub',
    'residual_invertibility': 'increasing_taken_for_onto',
    'radial_radius_lines': 'factor_held_fixed',
    'radial_radius': 'double_root',
    'radial_flow_inverse': 'opposite_beta',
    'tight_forward_process': 'prior_at_each_time',
    'diffusion_kl_lines': 'divergences_turned_round',
    'gaussian_posterior': 'raises',
    'posterior_factorisation': 'diffusion_on_context',
    'log_posterior_table': 'shape',
    'latent_diffusion_bound_lines': 'stub',
    'gan_velocity': 'overflowing_exponentials',
    'gan_jacobian': 'hessian_of_objective',
    'gan_eigenvalues': 'of_a_symmetric_matrix',
    'conserved_quantity_witness': 'full_norm',
    'regularised_gan_jacobian': 'raises',
    'regularised_gan_eigenvalues': 'always_complex',
    'stability_claims': 'unmet_criterion_means_unstable',
    'gan_trajectory': 'shape',
    'nt_xent': 'self_among_candidates',
    'strengths_claims': 'stub',
    'false_negatives': 'raises',
    'reflections_claims': 'variational_bound',
    'infonce_bound': 'shape',
}

written = {
    "5.1.3": r"""(a) The paper is about learning features of images without labels.

(b) It shows that augmentation and a nonlinear head are important for contrastive learning.

The method augments each image twice, and the results are very impressive, better than everything before. I think it is a
great paper because the results on ImageNet are so good and because the authors have tried many things, which one does
not see often.""",
    "5.2.2": r"""""",
    "5.3.3": r"""(a) Too much compute.""",
}
