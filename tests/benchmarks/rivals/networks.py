"""Masked networks, Boltzmann machines, optimisers and powers of matrices, by torch, nflows and zuko."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from tests.benchmarks.rivals import Work


def masks_nflows(degrees: Tensor, order: Tensor) -> Work:
    """It deals degrees to the hidden units in turn and takes the variables as they come."""
    find = import_module("nflows.transforms.made").MaskedLinear._get_mask_and_degrees
    m, h = len(order), len(degrees)

    def work() -> Any:
        M_W, dealt = find(order, h, m, random_mask=False, is_output=False)
        return M_W, find(dealt, m, m, random_mask=False, is_output=True)[0]

    return work


def masks_torch(degrees: Tensor, order: Tensor) -> Work:
    return lambda: ((degrees[:, None] >= order).long(), (order[:, None] > degrees).long())


def made_nflows(x: Tensor, W: Tensor, V: Tensor, b: Tensor, c: Tensor, M_W: Tensor, M_V: Tensor) -> Work:
    made = import_module("nflows.transforms.made").MADE
    options: dict[str, Any] = {"num_blocks": 0, "use_residual_blocks": False, "activation": torch.tanh}
    network = made(x.shape[1], len(W), **options).double()
    _fill(network.initial_layer, W, b, M_W)
    _fill(network.final_layer, V, c, M_V)
    return lambda: network(x)


def made_zuko(x: Tensor, W: Tensor, V: Tensor, b: Tensor, c: Tensor, M_W: Tensor, M_V: Tensor) -> Work:
    masked_mlp = import_module("zuko.nn").MaskedMLP
    past = torch.ones(len(V), x.shape[1], dtype=torch.bool).tril(-1)
    network = masked_mlp(past, [len(W)], activation=torch.nn.Tanh).double()
    _fill(network[0], W, b, M_W)
    _fill(network[2], V, c, M_V)
    return lambda: network(x)


def _fill(layer: Any, weight: Tensor, bias: Tensor, mask: Tensor) -> None:
    for own, given in ((layer.weight, weight), (layer.bias, bias), (layer.mask, mask)):
        own.copy_(given)


def gibbs_einsum(W: Tensor, y: Tensor, z: Tensor, u_x: Tensor, u_y: Tensor, u_z: Tensor) -> Work:
    return partial(
        _sample,
        (y, z),
        (u_x, u_y, u_z),
        lambda y, z: torch.einsum("ijk,bj,bk->bi", W, y, z),
        lambda x, z: torch.einsum("ijk,bi,bk->bj", W, x, z),
        lambda x, y: torch.einsum("ijk,bi,bj->bk", W, x, y),
    )


def gibbs_bilinear(W: Tensor, y: Tensor, z: Tensor, u_x: Tensor, u_y: Tensor, u_z: Tensor) -> Work:
    W_y, W_z = W.transpose(0, 1).contiguous(), W.permute(2, 0, 1).contiguous()
    fields = (partial(_field, weights) for weights in (W, W_y, W_z))
    return partial(_sample, (y, z), (u_x, u_y, u_z), *fields)


def _field(weights: Tensor, first: Tensor, second: Tensor) -> Tensor:
    return functional.bilinear(first, second, weights)


def _sample(start: Any, noise: Any, field_x: Any, field_y: Any, field_z: Any) -> Any:
    y, z = start
    states = []
    for u_x, u_y, u_z in zip(*noise, strict=True):
        x = (u_x < torch.sigmoid(-field_x(y, z))).double()
        y = (u_y < torch.sigmoid(-field_y(x, z))).double()
        z = (u_z < torch.sigmoid(-field_z(x, y))).double()
        states.append((x, y, z))
    return tuple(torch.stack(group) for group in zip(*states, strict=True))


def marginal_torch(W: Tensor, x: Tensor) -> Work:
    """The smaller group of hidden units enumerated, as in the reference."""
    states = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=W.dtype)] * W.shape[1])

    def work() -> Any:
        fields = -torch.einsum("sj,bjk->bsk", states, torch.einsum("ijk,bi->bjk", W, x))
        return torch.logsumexp(functional.softplus(fields).sum(2), 1)

    return work


def adam_torch(theta0: Tensor, grads: Tensor, lr: float, beta1: float, beta2: float, eps: float) -> Work:
    def work() -> Any:
        theta = theta0.clone()
        optimiser, path = torch.optim.Adam([theta], lr=lr, betas=(beta1, beta2), eps=eps), [theta0]
        for gradient in grads:
            theta.grad = gradient
            optimiser.step()
            path.append(theta.clone())
        return torch.stack(path)

    return work


def power_torch(W: Tensor, t: int) -> Work:
    return lambda: torch.linalg.matrix_power(W, t)
