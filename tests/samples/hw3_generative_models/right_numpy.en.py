"""A tidy student: everything right, with numpy."""

from __future__ import annotations

import numpy as np
import itertools


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


def pushforward_log_density(x, flow, base):
    latent = flow.inverse(x)
    return base.log_density(latent) - flow.log_det(latent)


def pullback_log_density(u, flow, data):
    return data.log_density(flow.forward(u)) + flow.log_det(u)


def kl_change_of_variables(flow, data, base, u, weights):
    x = flow.forward(u)
    volume = np.exp(flow.log_det(u))
    log_p = data.log_density(x)
    left = np.exp(log_p) * (log_p - pushforward_log_density(x, flow, base))
    log_pull = pullback_log_density(u, flow, data)
    right = np.exp(log_pull) * (log_pull - base.log_density(u))
    return {
        "x": x,
        "integrand_x": left,
        "substituted": left * volume,
        "log_pullback": log_pull,
        "integrand_u": right,
        "kl": float(np.sum(weights * right)),
    }


def normal_kl(mean_1, std_1, mean_2, std_2):
    return np.log(std_2 / std_1) + (std_1**2 + (mean_1 - mean_2) ** 2) / (2 * std_2**2) - 1 / 2


def affine_flow_kl(m, s, a, b):
    kl_x = normal_kl(m, s, b, abs(a))
    kl_u = normal_kl((m - b) / a, s / abs(a), 0.0, 1.0)
    return kl_x, kl_u


def lossy_map_witness():
    p = np.array([0.6, 0.3, 0.1])
    q = np.array([0.1, 0.3, 0.6])
    labels = np.array([0, 1, 0])
    return p, q, labels


def usable_divergences(have_samples, can_evaluate):
    usable = set()
    if have_samples:
        usable.add("forward")
    if can_evaluate:
        usable.add("reverse")
    return usable


def forward_kl_objective(x, flow, base):
    return -pushforward_log_density(x, flow, base).mean()


def reverse_kl_objective(u, flow, base, data):
    x = flow.forward(u)
    log_model = base.log_density(u) - flow.log_det(u)
    return float(np.mean(log_model - data.log_density(x)))


def reverse_kl_gradient(u, a, b, score):
    s = score(a * u + b)
    return float(-1 / a - np.mean(u * s)), float(-np.mean(s))


def lse(values, axis=-1):
    """log-sum-exp that survives -inf entries"""
    m = np.max(values, axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    with np.errstate(divide="ignore"):
        return np.squeeze(m, axis=axis) + np.log(np.sum(np.exp(values - m), axis=axis))


def marginal_likelihood_obstacle():
    return {
        "answer": "b",
        "a": "decoder_is_part_of_model",
        "b": "nonlinear_decoder_and_dimension",
        "c": "prior_is_chosen",
        "d": "gaussian_is_still_intractable",
    }


def log_moment_ratio(x, sigma):
    var = sigma**2
    # E[w] = N(x; 0, 1 + var), E[w^2] = N(x; 0, 1 + var / 2) / (2 sqrt(pi) sigma)
    first = -0.5 * np.log(2 * np.pi * (1 + var)) - x**2 / (2 * (1 + var))
    second = -0.5 * np.log(2 * np.pi * (1 + var / 2)) - x**2 / (2 + var) - np.log(2 * sigma * np.sqrt(np.pi))
    return (second - 2 * first).sum(axis=-1)


def elbo_decomposition(log_px, log_joint, log_posterior, log_q):
    q = np.exp(log_q)
    result = {}
    result["kl_definition"] = (q * (log_q - log_posterior)).sum(axis=1)
    result["kl_bayes"] = (q * (log_q + log_px.reshape(-1, 1) - log_joint)).sum(axis=1)
    result["neg_elbo"] = -(q * (log_joint - log_q)).sum(axis=1)
    result["constant"] = (q * log_px.reshape(-1, 1)).sum(axis=1)
    result["log_px"] = result["kl_definition"] - result["neg_elbo"]
    return result


def elbo_forms(log_likelihood, log_prior, log_q):
    q = np.exp(log_q)
    safe_log_q, log_likelihood, log_prior = np.where(q > 0, [log_q, log_likelihood, log_prior], 0.0)
    recon = (q * log_likelihood).sum(axis=1)
    kl_prior = (q * (safe_log_q - log_prior)).sum(axis=1)
    entropy = -(q * safe_log_q).sum(axis=1)
    return {
        "recon": recon,
        "kl_prior": kl_prior,
        "recon_minus_kl": recon - kl_prior,
        "entropy": entropy,
        "energy_plus_entropy": (q * (log_likelihood + log_prior)).sum(axis=1) + entropy,
        "joint_form": (q * (log_likelihood + log_prior - safe_log_q)).sum(axis=1),
    }


def elbo_by_jensen(log_joint, log_q):
    q = np.exp(log_q)
    log_w = np.where(q > 0, log_joint - np.where(q > 0, log_q, 0.0), 0.0)
    log_px = lse(log_joint)
    elbo = (q * log_w).sum(axis=1)
    return {
        "log_px": log_px,
        "log_mean_weight": lse(log_w + log_q),
        "elbo": elbo,
        "gap": log_px - elbo,
    }


def tight_log_q(log_joint):
    return log_joint - lse(log_joint)[:, None]


def elbo_consequences():
    return {
        "answer": "abd",
        "a": "gap_is_not_negative",
        "b": "marginal_stays_fixed",
        "c": "stochastic_gradients",
        "d": "gap_changes_with_q",
    }


def both_rise_witness():
    # first model: bad, but q is its posterior; second model: much better, q is not
    return {
        "log_joint_1": np.log(np.array([0.001, 0.003])),
        "log_q_1": np.log(np.array([0.25, 0.75])),
        "log_joint_2": np.log(np.array([0.6, 0.05])),
        "log_q_2": np.log(np.array([0.25, 0.75])),
    }


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


def softplus(a):
    a = np.asarray(a, dtype=float)
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def false_statement():
    return {
        "answer": "b",
        "a": "goal_of_training",
        "b": "real_against_generated",
        "c": "cannot_tell_apart",
        "d": "new_noise_new_image",
    }


def confident_discriminator_witness():
    # the generated distribution is a little narrower, so its tail dies first
    return 2.0, 1.5, 2.0, 1.4, -60.0


def non_saturating_cost():
    return {
        "answer": "b",
        "a": "minimax_game",
        "b": "rewards_being_taken_for_real",
        "c": "wrong_composition",
        "d": "wrong_composition",
    }


def generator_loss(logits, kind):
    if kind == "non_saturating":
        return softplus(-logits).mean()  # -log sigmoid(l)
    return -softplus(logits).mean()


def generalisation_gap():
    return {
        "answer": "b",
        "a": "only_models_data",
        "b": "noise_against_overfitting",
        "c": "only_a_nonlinearity",
        "d": "only_fits_faster",
    }


def dropout(x, u, p, training):
    if not training:
        return x
    out = np.zeros_like(x)
    keep = u >= p
    out[keep] = x[keep] / (1 - p)
    return out


def generator_gradients(logits):
    # sigmoid without overflow: exponentials of negative numbers only
    e = np.exp(-np.abs(logits))
    small, large = e / (1 + e), 1 / (1 + e)
    sig = np.where(logits >= 0, large, small)
    sig_minus = np.where(logits >= 0, small, large)
    return -sig, -sig_minus, -logits


def gan_losses(p_data, p_g, discriminator):
    def expectation_of_minus_log(prob, value):
        on = prob > 0
        with np.errstate(divide="ignore"):
            return -(prob[on] * np.log(value[on])).sum()

    d_loss = expectation_of_minus_log(p_data, discriminator) + expectation_of_minus_log(p_g, 1 - discriminator)
    g_loss = expectation_of_minus_log(p_g, discriminator)
    return d_loss, g_loss


def equal_losses_witness():
    n = 4
    uniform, half = np.full(n, 1 / n), np.full(n, 0.5)
    collapsed = np.array([0.0, 0.0, 0.0, 1.0])
    return {
        "p_data": uniform,
        "g_epoch1": collapsed,
        "D_epoch1": half,
        "g_epoch100": uniform,
        "D_epoch100": half,
    }


def jensen_shannon_from_logits(logits_1, logits_0):
    v = -softplus(-logits_1).mean() - softplus(logits_0).mean()
    return (v + np.log(4)) / 2


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
    "2.2.5": r"""(a) I use the reverse divergence $KL[P_{F(U)} || P_X]$. Its expectation is over the model, and I can sample the
model: draw $u$ from the base and push it through $F$. Of $p_X$ I only need $\log p_X$ and its gradient at the
points $F(u)$; a missing normaliser adds a constant and does not matter.

(b) I use the forward divergence $KL[P_X || P_{F(U)}]$. The expectation is over the data, and I have samples. The
term with $\log p_X$ does not depend on the flow, so it drops out, and what is left is maximum likelihood:
I need $F^{-1}$ and its Jacobian, and nothing of $p_X$ but samples.

(c) The forward solution is a wide normal that covers both modes, with the mean and variance of the data, because
it is punished wherever the data have mass and the model has none. The reverse solution sits on one mode,
because it is punished for putting mass between the modes where $p_X$ is almost zero.""",
    "4.4.2": r"""I would use the non-saturating cost. Early in training the discriminator rejects the fakes with certainty, so $l \ll 0$: there the gradient of the saturating cost, $-\sigma(l)$, is almost 0, whereas that of the non-saturating cost is almost $-1$.""",
    "4.5.3": r"""Each loss only measures a network against its present opponent. A bad generator can hold its own against an untrained discriminator exactly as well as a very good one does against a strong discriminator, so equal losses say nothing about the absolute quality of the samples.""",
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
