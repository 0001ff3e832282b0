"""Likelihoods, divergences, bounds and estimators, by torch, scipy and two packages for one of them each."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from math import log
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from tests.benchmarks.rivals import Work


def mixture_wavenet(x: Tensor, logits: Tensor, mu: Tensor, log_s: Tensor) -> Work:
    """The loss of PixelCNN++ as the package wavenet_vocoder has it: colours run from -1 to 1 there."""
    loss = import_module("wavenet_vocoder.mixture").discretized_mix_logistic_loss
    outputs = torch.cat([logits, mu / 127.5 - 1, log_s - log(127.5)], dim=1)[:, :, None]
    colours = (x.double() / 127.5 - 1)[:, None, None]
    return lambda: -loss(outputs, colours, reduce=False)[:, 0, 0]


def mixture_torch(x: Tensor, logits: Tensor, mu: Tensor, log_s: Tensor) -> Work:
    """The exact mass of each colour, written with torch: no package that is kept well has it."""
    colours, log_sigmoid = x[:, None], functional.logsigmoid

    def work() -> Any:
        inverse = torch.exp(-log_s)
        below = log_sigmoid((colours + 0.5 - mu) * inverse)
        above = log_sigmoid((mu - colours + 0.5) * inverse)
        masses = below + above + torch.log(-torch.expm1(-inverse))
        masses = torch.where(colours == 255, above, torch.where(colours == 0, below, masses))
        return torch.logsumexp(torch.log_softmax(logits, dim=1) + masses, dim=1)

    return work


def gaussian_distributions(mu1: Tensor, sigma1: Tensor, mu2: Tensor, sigma2: Tensor) -> Work:
    normal = partial(torch.distributions.Normal, validate_args=False)
    return lambda: torch.distributions.kl_divergence(normal(mu2, sigma2), normal(mu1, sigma1))


def divergence_distributions(p: Tensor, q: Tensor, alpha: float) -> Work:
    categorical = partial(torch.distributions.Categorical, validate_args=False)
    return lambda: torch.distributions.kl_divergence(categorical(p), categorical(q))


def divergence_torch(p: Tensor, q: Tensor, alpha: float) -> Work:
    return lambda: functional.kl_div(q.log(), p, reduction="none").sum(1)


def divergence_scipy(p: Tensor, q: Tensor, alpha: float) -> Work:
    rel_entr, p_, q_ = import_module("scipy.special").rel_entr, p.numpy(), q.numpy()
    return lambda: rel_entr(p_, q_).sum(axis=1)


def jensen_shannon_torch(logits_1: Tensor, logits_0: Tensor) -> Work:
    """Twice its binary cross-entropy."""
    cross_entropy = functional.binary_cross_entropy_with_logits
    ones, zeros = torch.ones_like(logits_1), torch.zeros_like(logits_0)
    return lambda: log(2) - 0.5 * (cross_entropy(logits_1, ones) + cross_entropy(logits_0, zeros))


def jensen_shannon_softplus(logits_1: Tensor, logits_0: Tensor) -> Work:
    softplus = functional.softplus
    return lambda: log(2) - 0.5 * (softplus(-logits_1).mean() + softplus(logits_0).mean())


def jensen_shannon_scipy(logits_1: Tensor, logits_0: Tensor) -> Work:
    log_expit, real, fake = import_module("scipy.special").log_expit, logits_1.numpy(), logits_0.numpy()
    return lambda: log(2) + 0.5 * (log_expit(real).mean() + log_expit(-fake).mean())


def bound_torch(log_w: Tensor) -> Work:
    return lambda: torch.logsumexp(log_w, 1) - log(log_w.shape[1])


def bound_scipy(log_w: Tensor) -> Work:
    logsumexp, weights = import_module("scipy.special").logsumexp, log_w.numpy()
    return lambda: logsumexp(weights, axis=1) - log(weights.shape[1])


def shift_torch(T: Tensor, q: Tensor) -> Work:
    return lambda: 1 - torch.logsumexp(T + q.log(), 1)


def shift_scipy(T: Tensor, q: Tensor) -> Work:
    logsumexp, critics, weights = import_module("scipy.special").logsumexp, T.numpy(), q.numpy()
    return lambda: 1 - logsumexp(critics, b=weights, axis=1)


def tilt_torch(T: Tensor, q: Tensor) -> Work:
    return lambda: torch.softmax(T + q.log(), 1)


def tilt_scipy(T: Tensor, q: Tensor) -> Work:
    softmax, critics, log_q = import_module("scipy.special").softmax, T.numpy(), q.log().numpy()
    return lambda: softmax(critics + log_q, axis=1)


def conjugate_torch(x: Tensor, fx: Tensor, slopes: Tensor) -> Work:
    return lambda: (torch.outer(slopes, x) - fx).amax(1)


def contrast_torch(z1: Tensor, z2: Tensor, tau: float) -> Work:
    partners = torch.arange(2 * len(z1)).roll(len(z1))

    def work() -> Any:
        views = functional.normalize(torch.cat([z1, z2]), dim=1)
        logits = (views @ views.T / tau).fill_diagonal_(-torch.inf)
        return functional.cross_entropy(logits, partners)

    return work


def contrast_metric_learning(z1: Tensor, z2: Tensor, tau: float) -> Work:
    losses = import_module("pytorch_metric_learning.losses")
    return partial(losses.SelfSupervisedLoss(losses.NTXentLoss(temperature=tau)), z1, z2)


def estimate_torch(log_joint: Tensor, log_q: Tensor, score: Tensor, baseline: float) -> Work:
    return lambda: (log_joint - log_q - baseline) @ score / len(score)
