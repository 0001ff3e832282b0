"""A tidy student: everything right, with numpy."""

from __future__ import annotations

import numpy as np


def normal_kl(m_from, s_from, m_to, s_to):
    """KL of N(m_from, s_from^2) with respect to N(m_to, s_to^2)."""
    ratio = s_from / s_to
    return 0.5 * (ratio**2 - 1 - 2 * np.log(ratio) + ((m_from - m_to) / s_to) ** 2)


def gaussian_kl(mu1, sigma1, mu2, sigma2):
    # the expectation is under q, which has index 2
    return normal_kl(mu2, sigma2, mu1, sigma1)


def gaussian_kl_lines(mu1, sigma1, mu2, sigma2):
    log_norm = lambda s: -np.log(np.sqrt(2 * np.pi) * s)
    square = sigma2**2 + (mu2 - mu1) ** 2
    e_log_q = log_norm(sigma2) - 1 / 2
    e_log_p = log_norm(sigma1) - square / (2 * sigma1**2)
    return {
        "expected_log_q": e_log_q,
        "expected_square": square,
        "expected_log_p": e_log_p,
        "kl_qp": e_log_q - e_log_p,
        "kl_pq": normal_kl(mu1, sigma1, mu2, sigma2),
    }


def larger_gaussian_kl(mu1, sigma1, mu2, sigma2):
    # only the deviations decide: the wider first law has the larger divergence
    return (sigma2 > sigma1).astype(int) - (sigma2 < sigma1).astype(int)


def relu_collision(a, b, c):
    if a == 0 or b == 0:
        return 0.0, 1.0  # g is constant
    # left of the kink for b > 0, right of it for b < 0: the pre-activation is -1 or -2
    return (-1 - c) / b, (-2 - c) / b


def log_sigmoid(u):
    return -np.logaddexp(0, -u)


def log_mixture(z, w, a, b):
    """log S and log(1 - S), without a subtraction of nearly equal numbers."""
    u = np.multiply.outer(z, a) + b
    log_s = np.logaddexp.reduce(np.log(w) + log_sigmoid(u), axis=-1)
    log_1ms = np.logaddexp.reduce(np.log(w) + log_sigmoid(-u), axis=-1)
    return log_s, log_1ms


def mixture_flow_lines(z, w, a, b):
    log_s, log_1ms = log_mixture(z, w, a, b)
    S, rest = np.exp(log_s), np.exp(log_1ms)
    u = z[:, None] * a + b
    # sigma' = sigma(u) sigma(-u)
    dS = np.exp(log_sigmoid(u) + log_sigmoid(-u)) @ (w * a)
    return {
        "S": S,
        "one_minus_S": rest,
        "g": log_s - log_1ms,
        "dS": dS,
        "dlog_S": dS / S,
        "dlog_one_minus_S": -dS / rest,
        "dg": dS / S + dS / rest,
    }


def mixture_flow_inverse(y, w, a, b):
    roots = (y[:, None] - b) / a
    lo, hi = roots.min(1), roots.max(1)
    for _ in range(100):
        mid = 0.5 * (lo + hi)
        log_s, log_1ms = log_mixture(mid, w, a, b)
        too_low = log_s - log_1ms < y
        lo, hi = np.where(too_low, mid, lo), np.where(too_low, hi, mid)
    return 0.5 * (lo + hi)


def nonmonotone_witness():
    return np.array([0.1, 0.9]), np.array([1.0, -2.0]), np.array([0.0, 0.5]), -1.0, 1.0


def residual_inverse(y, f):
    g = lambda z: z + f(z)
    lo, hi = -np.ones_like(y), np.ones_like(y)
    while np.any(g(lo) > y):
        lo = np.where(g(lo) > y, 2 * lo, lo)
    while np.any(g(hi) < y):
        hi = np.where(g(hi) < y, 2 * hi, hi)
    for _ in range(100):
        mid = (lo + hi) / 2
        left = g(mid) < y
        lo, hi = np.where(left, mid, lo), np.where(left, hi, mid)
    return (lo + hi) / 2


def residual_invertibility():
    return {
        "answer": "abdef",
        "a": "onto_line",
        "b": "onto_interval",
        "c": "constant",
        "d": "decreases",
        "e": "onto_interval",
        "f": "still_increases",
        "g": "turns_back",
    }


def radial_distances(z, z0):
    """Euclidean distance of each row from the centre."""
    return np.linalg.norm(z - z0, axis=1)


def radial_flow(z, z0, alpha, beta):
    factor = beta / (alpha + radial_distances(z, z0))
    return z + factor[:, None] * (z - z0)


def radial_radius_lines(r, alpha, beta):
    # y - z0 = (1 + beta / (alpha + r)) (z - z0), and the factor is not negative when beta >= -alpha.
    scale = 1 + beta / (alpha + r)
    # rho = r + beta r / (alpha + r): the quotient rule leaves alpha beta / (alpha + r)^2.
    return {"scale": scale, "rho": r * scale, "drho": 1 + alpha * beta / (alpha + r) ** 2}


def radial_radius(y, z0, alpha, beta):
    rho = radial_distances(y, z0)
    half_b = (alpha + beta - rho) / 2
    c = alpha * rho
    # r^2 + 2 half_b r - c = 0 has one root that is not negative; take the form that does not cancel.
    q = np.abs(half_b) + np.sqrt(half_b**2 + c)
    q = np.where(q == 0, 1.0, q)
    return np.where(half_b > 0, c / q, np.sqrt(half_b**2 + c) - half_b)


def radial_collision():
    # With alpha = 1 and beta = -3 the whole sphere of radius 2 lands on the centre.
    z0 = np.array([1.0, -1.0, 0.5])
    return {"alpha": 1.0, "beta": -3.0, "z0": z0, "z": z0 + [0, 2, 0], "z_other": z0 - [0, 0, 2]}


def radial_flow_inverse(y, z0, alpha, beta):
    r = radial_radius(y, z0, alpha, beta)
    rho = radial_distances(y, z0)
    direction = (y - z0) / np.where(rho > 0, rho, 1.0)[:, None]
    return z0 + r[:, None] * direction


def weighted(p, log_term):
    """Expectation in which impossible outcomes count as zero."""
    return np.where(p > 0, p * np.where(p > 0, log_term, 0.0), 0.0)


def forward_marginals(x0, fwd):
    rows = [np.eye(fwd.shape[1])[x0]]
    for kernel in fwd:
        rows.append(rows[-1] @ kernel)
    return np.array(rows)


def diffusion_bound_lines(x0, fwd, rev, pT):
    p = pT
    for kernel in reversed(rev):
        p = p @ kernel
    log_px0 = np.log(p[x0])

    m = forward_marginals(x0, fwd)
    pairs = m[:-1, :, None] * fwd  # q(x_{t-1}, x_t | x_0)
    ratio = np.log(rev.transpose(0, 2, 1)) - np.log(fwd)
    ratio_terms = weighted(pairs, ratio).sum(axis=(1, 2))
    prior_term = weighted(m[-1], np.log(pT)).sum()
    elbo = prior_term + ratio_terms.sum()
    return {
        "log_px0": log_px0,
        "prior_term": prior_term,
        "ratio_terms": ratio_terms,
        "elbo": elbo,
        "gap": log_px0 - elbo,
    }


def tight_forward_process(rev, pT):
    fwd = np.empty_like(rev)
    p = pT
    for t in range(len(rev) - 1, -1, -1):
        joint = p[:, None] * rev[t]  # p(x_t, x_{t-1})
        p = joint.sum(axis=0)
        fwd[t] = joint.T / p[:, None]
    return fwd


def diffusion_kl_lines(x0, fwd, rev, pT):
    m = forward_marginals(x0, fwd)[1:]
    joint = m[:-1, :, None] * fwd[1:]
    posterior = (joint / joint.sum(axis=1, keepdims=True)).transpose(0, 2, 1)
    neg_entropy = weighted(m, np.log(m)).sum(axis=1)
    leftover = neg_entropy[:-1] - neg_entropy[1:]
    recon = weighted(m[0], np.log(rev[0][:, x0])).sum()
    inner = weighted(posterior, np.log(posterior) - np.log(rev[1:])).sum(axis=2)
    kl_t = (m[1:] * inner).sum(axis=1)
    kl_T = weighted(m[-1], np.log(m[-1]) - np.log(pT)).sum()
    return {
        "marginals": m,
        "posterior": posterior,
        "leftover": leftover,
        "leftover_sum": neg_entropy[0] - neg_entropy[-1],
        "recon": recon,
        "kl_t": kl_t,
        "kl_T": kl_T,
        "elbo": recon - kl_t.sum() - kl_T,
    }


def gaussian_posterior(x_t, x0, t, betas):
    alpha_bar = np.cumprod(1 - betas)
    beta, now, before = betas[t - 1], alpha_bar[t - 1], alpha_bar[t - 2]
    mean = (np.sqrt(before) * beta * x0 + np.sqrt(1 - beta) * (1 - before) * x_t) / (1 - now)
    return mean, beta * (1 - before) / (1 - now)


def joint_bound(log_joint, log_q):
    q = np.exp(log_q)
    log_evidence = np.logaddexp.reduce(log_joint.ravel())
    elbo = weighted(q, log_joint - log_q).sum()
    return {
        "log_evidence": log_evidence,
        "log_mean_weight": np.logaddexp.reduce(log_joint[q > 0]),
        "elbo": elbo,
        "gap": log_evidence - elbo,
    }


def posterior_factorisation():
    return {
        "z": {"x0", "c"},
        "x1": {"x0", "z", "c"},
        "x2": {"x1", "z", "c"},
        "x3": {"x2", "z", "c"},
    }


def log_posterior_table(x0, encoder, fwd):
    T, Z, S, _ = fwd.shape
    log_fwd = np.log(fwd)
    table = np.log(encoder)[:, None] + log_fwd[0, :, x0]
    for t in range(1, T):
        # one more axis for x_{t+1}; the step depends on z and on the last two axes only
        step = log_fwd[t].reshape((Z,) + (1,) * (t - 1) + (S, S))
        table = table[..., None] + step
    return table


def latent_diffusion_bound_lines(x0, prior, likelihood, pT, rev, encoder, fwd):
    per_z = np.array(
        [diffusion_bound_lines(x0, fwd[:, z], rev[:, z], pT[z])["elbo"] for z in range(len(prior))]
    )
    recon = (encoder * np.log(likelihood)).sum()
    kl = (encoder * np.log(encoder / prior)).sum()
    diffusion = (encoder * per_z).sum()
    return {
        "vae_recon": recon,
        "vae_kl": kl,
        "vae_bound": recon - kl,
        "diffusion_per_z": per_z,
        "diffusion_bound": diffusion,
        "elbo": recon - kl + diffusion,
    }


def critic_sigmoid(u):
    """Stable for arguments of any size."""
    return np.exp(-np.logaddexp(0.0, -u))


def gan_velocity(state):
    psi0, psi1, theta = np.asarray(state, float).T
    on_fake = critic_sigmoid(psi0 * theta + psi1)
    return np.column_stack([-theta * on_fake, critic_sigmoid(-psi1) - on_fake, psi0 * on_fake])


def gan_jacobian(state):
    return regularised_gan_jacobian_lines(state, 0.0)


def regularised_gan_jacobian_lines(state, gamma):
    # v = 0 forces theta = 0 and psi_0 = 0 (the logistic function is positive), and then psi_1 = 0.
    origin = np.zeros(3)
    return {
        "stationary_point": origin,
        "at_stationary_point": velocity_jacobians(origin[None], gamma)[0],
        "at_state": velocity_jacobians(np.asarray(state, float), gamma),
    }


def velocity_jacobians(state, gamma):
    psi0, psi1, theta = state.T
    u = psi0 * theta + psi1
    s, ds = critic_sigmoid(u), critic_sigmoid(u) * critic_sigmoid(-u)
    dreal = critic_sigmoid(psi1) * critic_sigmoid(-psi1)
    # rows: gradients of the three components
    jac = np.zeros((len(state), 3, 3))
    du = np.column_stack([theta, np.ones_like(u), psi0])
    jac[:, 0] = -(theta * ds)[:, None] * du
    jac[:, 0, 2] -= s
    jac[:, 0, 0] -= gamma
    jac[:, 1] = -ds[:, None] * du
    jac[:, 1, 1] -= dreal
    jac[:, 2] = (psi0 * ds)[:, None] * du
    jac[:, 2, 0] += s
    return jac


def gan_eigenvalues():
    # (lambda + 1/2)(lambda^2 + 1/4) = 0
    return np.array([-0.5j, -0.5, 0.5j])


def conserved_quantity_witness():
    # d/dt (psi_0^2 + theta^2) / 2 = -psi_0 theta sigma + theta psi_0 sigma = 0
    return np.diag([1.0, 0.0, 1.0])


def regularised_gan_velocity(state, gamma):
    v = gan_velocity(state)
    v[:, 0] -= gamma * np.asarray(state, float)[:, 0]
    return v


def regularised_gan_jacobian(state, gamma):
    return regularised_gan_jacobian_lines(state, gamma)


def regularised_gan_eigenvalues(gamma):
    gamma = np.asarray(gamma, float)
    # lambda^2 + gamma lambda + 1/4: the root far from zero first, the other from the product 1/4
    far = -(gamma + np.sqrt(gamma**2 - 1 + 0j)) / 2
    near = np.where(gamma > 1, 0.25 / far, np.conj(far))
    rows = np.column_stack([np.full(len(gamma), -0.5 + 0j), far, near])
    return np.array([sorted(row, key=lambda z: (z.imag, z.real)) for row in rows])


def stability_claims():
    return {"a": False, "b": False, "c": True, "d": True, "e": True, "f": False, "g": True, "h": False}


def gan_trajectory(start, gamma, eta, steps, scheme):
    states = [np.array(start, float)]
    for _ in range(steps):
        old = states[-1]
        new = old + eta * regularised_gan_velocity(old[None], gamma)[0]
        if scheme == "alternating":
            seen = np.array([new[0], new[1], old[2]])
            new[2] = old[2] + eta * regularised_gan_velocity(seen[None], gamma)[0, 2]
        states.append(new)
    return np.array(states)


def summary_claims():
    return {"a1": False, "a2": True, "b1": True, "b2": False, "b3": True, "c1": False, "c2": True, "c3": False}


def log_sum_exp_rows(table):
    shift = np.max(table, axis=1, keepdims=True)
    return np.log(np.sum(np.exp(table - shift), axis=1)) + shift[:, 0]


def nt_xent(z1, z2, tau):
    n = z1.shape[0]
    u1 = z1 / np.sqrt((z1**2).sum(axis=1, keepdims=True))
    u2 = z2 / np.sqrt((z2**2).sum(axis=1, keepdims=True))
    within1, within2, across = u1 @ u1.T / tau, u2 @ u2.T / tau, u1 @ u2.T / tau
    off_diagonal = ~np.eye(n, dtype=bool)
    within1 = within1[off_diagonal].reshape(n, n - 1)
    within2 = within2[off_diagonal].reshape(n, n - 1)
    positive = np.diag(across)
    loss1 = log_sum_exp_rows(np.hstack([across, within1])) - positive
    loss2 = log_sum_exp_rows(np.hstack([across.T, within2])) - positive
    return 0.5 * (loss1.mean() + loss2.mean())


def strengths_claims():
    right = ["a2", "b1", "c1", "d2", "e2"]
    wrong = ["a1", "b2", "c2", "d1", "e1"]
    return {**{k: True for k in right}, **{k: False for k in wrong}}


def weaknesses_claims():
    return dict(a1=True, a2=False, b1=False, b2=True, c1=True, c2=False, d1=True, d2=False)


def false_negatives(class_probabilities, n):
    p = np.asarray(class_probabilities)
    others = n - 1
    expected = np.dot(p, 2 * others * p)
    none = np.dot(p, (1 - p) ** others)
    return expected, 1 - none


def reflections_claims():
    return dict(a1=True, a2=False, a3=False, a4=True, b1=True, b2=True, b3=False, b4=False)


def infonce_bound(scores):
    n = len(scores)
    log_probability = scores - log_sum_exp_rows(scores)[:, None]
    return np.trace(log_probability) / n + np.log(n)


written = {
    "5.1.3": r"""(a) The paper learns visual representations without any labels: a network is trained so that two random
views of the same image get similar vectors, while views of different images are kept apart.

(b) It studies systematically what makes this work. The composition of augmentations (crop with colour distortion), a
learnable nonlinear head before the loss, a normalised loss with temperature, and large batches with long training.

(c) Each image of a batch is augmented twice, encoded by a ResNet, projected by a small MLP, and the NT-Xent loss
contrasts each view with all other views of the batch; afterwards the head is discarded. A linear classifier on the
frozen features of a ResNet-50 (4x) reaches 76.5 % top-1 on ImageNet. Fine-tuned with 1 % of the labels, it reaches
85.8 % top-5.""",
    "5.2.2": r"""(a) There is no theorem. The insight is empirical, though the table of gradients explains well why the cross
entropy with a temperature weighs hard negatives more than a margin loss does.

(b) Yes. A linear classifier on frozen features reaches a supervised ResNet-50, and the gain with few labels is large.

(c) The problem is old, but it is formulated well: earlier tasks, such as predicting adjacent views, become choices of
augmentation.

(d) The algorithm fits on half a page, needs no memory bank, and code and checkpoints are public.

(e) I find the ablations careful: one factor at a time (pairs of augmentations, head, temperature, batch size, epochs), and
evaluation is linear, semi-supervised and by transfer to twelve data sets.

(f) It became a common baseline because it is simple to reproduce in principle. On balance, a strong empirical paper whose
theory is left to others.""",
    "5.3.3": r"""(a) The method needs very large batches. With 1000 balanced classes and 4096 images an anchor has about eight
false negatives, which are pushed away; one could down-weight them or use a queue with smaller batches.

(b) Transfer is only to classification. Detection or segmentation would show whether spatial information survives, and no
other modality is tried.

(c) Why the layer before the head is better is a conjecture supported by one table. The text is clear otherwise, but many
details are in the appendix.

(d) Almost all parts were known: instance discrimination, InfoNCE, the augmentations. The novelty is the combination and
the careful study, which I accept as a contribution.

(e) Labels are expensive in medicine, for instance, so the problem matters. To be fair, (b) is a limit of the evaluation
while (a) is one of the method.""",
    "5.4.3": r"""(a) The loss is a cross entropy over the other views of the batch, and InfoNCE bounds mutual information from below by
log N minus the loss. Like the discriminator of a GAN, the optimal critic estimates a density ratio, which links this
question with question 4.

(b) Methods without negatives and contrastive pairs of images and text seem the natural next steps, since both
avoid the dependence on large batches or on hand-made augmentations.

(c) I would learn which invariances to keep: give each augmentation its own part of the vector z, in which only the other
augmentations must agree. On a data set of flowers, where colour matters, I would compare linear evaluation with the
standard method. If the accuracy on flowers rises while that on ImageNet stays, the idea works.""",
}
