"""Flows with their log-determinants, by torch, normflows, pyro and zuko."""

from __future__ import annotations

from importlib import import_module
from math import expm1, log
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from tests.benchmarks.rivals import Work


def radial_torch(z: Tensor, z0: Tensor, alpha: float, beta: float) -> Work:
    def work() -> Any:
        offset = z - z0
        length = torch.linalg.vector_norm(offset, dim=1, keepdim=True)
        return torch.addcmul(z, beta / (alpha + length), offset)

    return work


def radial_normflows(z: Tensor, z0: Tensor, alpha: float, beta: float) -> Work:
    flow = import_module("normflows").flows.Radial(z0.shape, z0[None]).double()
    flow.alpha.fill_(alpha)
    flow.beta.fill_(log(expm1(alpha + beta)))
    return lambda: flow(z)


def radial_pyro(z: Tensor, z0: Tensor, alpha: float, beta: float) -> Work:
    flow = import_module("pyro.distributions.transforms").Radial(len(z0)).double()
    flow.x0.copy_(z0)
    flow.alpha_prime.fill_(log(expm1(alpha)))
    flow.beta_prime.fill_(log(expm1(alpha + beta)))
    return forget(flow, z)


def radial_inverse_zuko(y: Tensor, z0: Tensor, alpha: float, beta: float) -> Work:
    """The bisection of its monotone transforms, for the radius; it is the nearest that there is."""
    monotone = import_module("zuko.transforms").MonotonicTransform
    radius = monotone(lambda r: r + beta * r / (alpha + r), bound=64.0, eps=1e-6)

    def work() -> Any:
        offset = y - z0
        rho = torch.linalg.vector_norm(offset, dim=1)
        return z0 + (radius.inv(rho) / rho)[:, None] * offset

    return work


def mixture_torch(z: Tensor, w: Tensor, a: Tensor, b: Tensor) -> Work:
    def work() -> Any:
        u = z[:, None] * a + b
        up, down = torch.sigmoid(u), torch.sigmoid(-u)
        S, rest = up @ w, down @ w
        return torch.log(S / rest), torch.log((up * down) @ (w * a) / (S * rest))

    return work


def mixture_pyro(z: Tensor, w: Tensor, a: Tensor, b: Tensor) -> Work:
    """Its neural autoregressive flow with sigmoids is this very function, of one variable."""
    lines = (torch.log(torch.expm1(a)), w.log(), b)
    given = tuple(line[:, None].expand(len(z), len(w), 1) for line in lines)
    naf = import_module("pyro.distributions.transforms").NeuralAutoregressive
    work = forget(naf(lambda _: given, hidden_units=len(w), activation="sigmoid"), z[:, None])
    return lambda: [value.view(-1) for value in work()]


def mixture_zuko(z: Tensor, w: Tensor, a: Tensor, b: Tensor) -> Work:
    """Its monotone transform of a given function, which finds the slope by autograd."""
    monotone = import_module("zuko.transforms").MonotonicTransform
    flow = monotone(lambda x: torch.logit(torch.sigmoid(x[:, None] * a + b) @ w))
    return lambda: flow.call_and_ladj(z)


def mixture_distributions(z: Tensor, w: Tensor, a: Tensor, b: Tensor) -> Work:
    """Distribution function and density of a mixture of torch."""
    t = torch.distributions
    uniform = t.Uniform(torch.zeros_like(w), torch.ones_like(w), validate_args=False)
    transforms: list[Any] = [t.SigmoidTransform().inv, t.AffineTransform(-b / a, 1 / a)]
    logistic = t.TransformedDistribution(uniform, transforms, validate_args=False)
    mixture: Any = t.MixtureSameFamily(t.Categorical(w, validate_args=False), logistic, validate_args=False)

    def work() -> Any:
        S = mixture.cdf(z)
        return torch.logit(S), mixture.log_prob(z) - torch.log(S) - torch.log1p(-S)

    return work


def gated_torch(eps: Tensor, W_m: Tensor, b_m: Tensor, W_s: Tensor, b_s: Tensor) -> Work:
    def work() -> Any:
        m, s = functional.linear(eps, W_m.tril(-1), b_m), functional.linear(eps, W_s.tril(-1), b_s)
        return torch.lerp(m, eps, torch.sigmoid(s)), functional.logsigmoid(s).sum(1)

    return work


def gated_pyro(eps: Tensor, W_m: Tensor, b_m: Tensor, W_s: Tensor, b_s: Tensor) -> Work:
    """Its affine autoregressive transform, which calls the gated one stable, with layers that zuko masks."""
    m, s = _mask(W_m, b_m), _mask(W_s, b_s)
    affine = import_module("pyro.distributions.transforms").AffineAutoregressive
    return forget(affine(lambda x: (m(x), s(x)), sigmoid_bias=0.0, stable=True), eps)


def gated_zuko(eps: Tensor, W_m: Tensor, b_m: Tensor, W_s: Tensor, b_s: Tensor) -> Work:
    """Its autoregressive transform, of an affine one of torch."""
    zuko, m, s = import_module("zuko.transforms"), _mask(W_m, b_m), _mask(W_s, b_s)

    def find_parameters(x: Tensor) -> Any:
        gate = torch.sigmoid(s(x))
        return zuko.DependentTransform(zuko.AffineTransform((1 - gate) * m(x), gate), 1)

    flow = zuko.AutoregressiveTransform(find_parameters, passes=eps.shape[1])
    return lambda: flow.call_and_ladj(eps)


def _mask(W: Tensor, b: Tensor) -> Any:
    layer = import_module("zuko.nn").MaskedLinear(torch.ones_like(W, dtype=torch.bool).tril(-1)).double()
    layer.weight.copy_(W)
    layer.bias.copy_(b)
    return layer


def forget(flow: Any, z: Tensor) -> Work:
    """Pyro remembers the last input; a copy that costs nothing keeps it from answering by heart."""

    def work() -> Any:
        fresh = z.view(z.shape)
        y = flow(fresh)
        return y, flow.log_abs_det_jacobian(fresh, y)

    return work
