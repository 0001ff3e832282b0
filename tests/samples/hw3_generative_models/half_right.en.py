"""A student who is half right; PLANTED says which known mistake each wrong function makes."""

from __future__ import annotations

import numpy as np
import itertools
from math import log
import torch


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


def pushforward_log_density(x, flow, base):
    z = flow.inverse(x)
    return base.log_density(z) - flow.log_det(z)


def kl_change_of_variables(flow, data, base, u, weights):
    # change of variables: x = F(u)
    x = flow.forward(u)
    px = data.log_density(x)
    pm = pushforward_log_density(x, flow, base)
    ratio = px - pm
    line1 = np.exp(px) * ratio
    line2 = line1.copy()
    pull = px + flow.log_det(u)
    line3 = np.exp(pull) * (pull - base.log_density(u))
    return {
        "x": x,
        "integrand_x": line1,
        "substituted": line2,
        "log_pullback": pull,
        "integrand_u": line3,
        "kl": weights @ line3,
    }


def affine_flow_kl(m, s, a, b):
    def kl(m1, s1, m2, s2):
        return np.log(s2) - np.log(s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2)

    sigma = np.abs(a)
    return kl(m, s, b, sigma), kl((m - b) / a, s / sigma, 0, 1)


def lossy_map_witness():
    p = np.array([9, 1]) / 10
    q = p[::-1]
    return p, q, [1, 0]


def usable_divergences(have_samples, can_evaluate):
    if not have_samples and not can_evaluate:
        return set()
    if have_samples and can_evaluate:
        return {"forward", "reverse"}
    return {"reverse"} if have_samples else {"forward"}


def forward_kl_objective(x, flow, base):
    total = 0.0
    for i in range(len(x)):
        total -= pushforward_log_density(x[i], flow, base)
    return total / len(x)


def reverse_kl_objective(u, flow, base, data):
    x = flow.forward(u)
    return (base.log_density(u) - flow.log_det(u) - data.log_density(x)).mean(keepdims=True)


def reverse_kl_gradient(u, a, b, score):
    raise NotImplementedError


def marginal_likelihood_obstacle():
    return {
        "answer": "d",
        "a": "decoder_is_part_of_model",
        "b": "nonlinear_decoder_and_dimension",
        "c": "prior_is_chosen",
        "d": "gaussian_is_still_intractable",
    }


def log_moment_ratio(x, sigma):
    mean = torch.distributions.Normal(0.0, np.sqrt(1 + sigma**2))
    square = torch.distributions.Normal(0.0, np.sqrt(1 + sigma**2 / 2))
    x = torch.from_numpy(x)
    return (square.log_prob(x) - 2 * mean.log_prob(x)).sum(dim=1)


def elbo_decomposition(log_px, log_joint, log_posterior, log_q):
    q = np.exp(log_q)
    kl = np.einsum("bk,bk->b", q, log_q - log_posterior)
    neg_elbo = np.einsum("bk,bk->b", q, log_q - log_joint)
    constant = log_px.copy()  # log p(x) does not depend on z
    return {
        "kl_definition": kl,
        "kl_bayes": neg_elbo + constant,
        "neg_elbo": neg_elbo,
        "constant": constant,
        "log_px": kl - neg_elbo,
    }


def elbo_forms(log_likelihood, log_prior, log_q):
    raise NotImplementedError


def elbo_by_jensen(log_joint, log_q):
    top = log_joint.max(axis=1, keepdims=True)
    log_px = top[:, 0] + np.log(np.exp(log_joint - top).sum(axis=1))
    q = np.exp(log_q)
    elbo = np.array([sum(p * (a - log(p)) for a, p in zip(row, weights) if p) for row, weights in zip(log_joint, q)])
    return {"log_px": log_px, "log_mean_weight": log_px, "elbo": elbo, "gap": log_px - elbo}


def tight_log_q(log_joint):
    return torch.log_softmax(torch.from_numpy(log_joint), dim=-1)


def elbo_consequences():
    return {
        "answer": "abd",
        "a": "gap_is_not_negative",
        "b": "marginal_stays_fixed",
        "c": "stochastic_gradients",
        "d": "gap_changes_with_q",
    }


def both_rise_witness():
    return {
        "log_joint_1": np.log([0.1, 0.1, 0.1, 0.1]),
        "log_q_1": np.log([0.25, 0.25, 0.25, 0.25]),
        "log_joint_2": np.log([0.9, 0.03, 0.02, 0.01]),
        "log_q_2": np.log([0.7, 0.1, 0.1, 0.1]),
    }


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


def sig(t):
    return 1.0 / (1.0 + np.exp(-t))


def false_statement():
    return {
        "answer": "c",
        "a": "goal_of_training",
        "b": "real_against_generated",
        "c": "cannot_tell_apart",
        "d": "new_noise_new_image",
    }


def confident_discriminator_witness():
    return (0, 1, 0, 1, 30)


def non_saturating_cost():
    return {
        "answer": "b",
        "a": "minimax_game",
        "b": "rewards_being_taken_for_real",
        "c": "wrong_composition",
        "d": "wrong_composition",
    }


def generator_loss(logits, kind):
    D = sig(logits)
    if kind == "saturating":
        cost = np.log(1 - D)
    else:
        cost = -np.log(D)
    return cost.sum() / cost.size


def generalisation_gap():
    return {
        "answer": "b",
        "a": "only_models_data",
        "b": "noise_against_overfitting",
        "c": "only_a_nonlinearity",
        "d": "only_fits_faster",
    }


def dropout(x, u, p, training):
    mask = (u >= p).astype(float)
    if training:
        y = x.copy()
        y[mask == 0] = 0
        return y
    return x


def generator_gradients(logits):
    s = np.exp(-np.logaddexp(0, -logits))
    ns = np.exp(-np.logaddexp(0, logits))
    return -s, -ns, np.log(s) - np.log(ns)


def gan_losses(p_data, p_g, discriminator):
    def e(p, v):
        keep = p != 0
        return (p[keep] * np.log(v[keep])).sum()

    d = -(e(p_data, discriminator) + e(p_g, 1 - discriminator)) * 0.5
    return d, -e(p_g, discriminator)


def equal_losses_witness():
    raise NotImplementedError


def jensen_shannon_from_logits(logits_1, logits_0):
    a = np.minimum(logits_1, 0) - np.log1p(np.exp(-np.abs(logits_1)))
    b = np.minimum(-logits_0, 0) - np.log1p(np.exp(-np.abs(logits_0)))
    return 0.5 * (a.mean() + b.mean())


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
    'field_mask_a_then_a': 'aa_one_or_two_steps',
    'receptive_field': 'detours_outside',
    'field_mask_b_then_a': 'raises',
    'field_mask_b_then_b': 'shape',
    'blind_spot': 'stub',
    'kl_change_of_variables': 'same_volume_element',
    'affine_flow_kl': 'half_missing',
    'lossy_map_witness': 'permutation',
    'usable_divergences': 'exchanged',
    'forward_kl_objective': 'raises',
    'reverse_kl_objective': 'shape',
    'reverse_kl_gradient': 'stub',
    'marginal_likelihood_obstacle': 'not_gaussian',
    'log_moment_ratio': 'square_taken_as_density',
    'elbo_decomposition': 'assumes_normalised',
    'elbo_forms': 'stub',
    'elbo_by_jensen': 'mean_weight_is_marginal',
    'importance_weighted_bound': 'shape',
    'importance_weighted_chain': 'raises',
    'subset_average': 'sum_within_subset',
    'false_statement': 'loss_never_settles',
    'confident_discriminator_witness': 'equal_distributions',
    'generator_loss': 'log_of_naive_sigmoid',
    'dropout': 'no_rescaling',
    'generator_gradients': 'ratio_inverted',
    'gan_losses': 'averaged_loss',
    'equal_losses_witness': 'stub',
    'jensen_shannon_from_logits': 'constant_missing',
    'jensen_shannon_lines': 'relation_not_halved',
    'log_density_from_discriminator': 'shape',
    'pointwise_variations': 'raises',
    'nt_xent': 'self_among_candidates',
    'strengths_claims': 'stub',
    'false_negatives': 'raises',
    'reflections_claims': 'variational_bound',
    'infonce_bound': 'shape',
}

written = {
    "2.2.5": r"""(a) Reverse KL, because we can evaluate $p_X$ and sample from the flow, so the expectation over the flow can be
estimated without any data at all.

(b) Forward KL, because we have samples.

(c) They are different, one of them covers both modes.""",
    "4.4.2": r"""I would take the non-saturating cost, because everybody uses it and it works better in practice.""",
    "4.5.3": r"""The losses are measured against an opponent that changes as well, so they cannot be compared.""",
    "5.1.3": r"""(a) The paper is about learning features of images without labels.

(b) It shows that augmentation and a nonlinear head are important for contrastive learning.

The method augments each image twice, and the results are very impressive, better than everything before. I think it is a
great paper because the results on ImageNet are so good and because the authors have tried many things, which one does
not see often.""",
    "5.2.2": r"""""",
    "5.3.3": r"""(a) Too much compute.""",
}
