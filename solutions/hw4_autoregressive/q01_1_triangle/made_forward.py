"""Hidden twin of part 1.1.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q01_1_triangle as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference
from solutions.hw4_autoregressive.q01_1_triangle.made_masks import draw_degrees, masks_by_comparison


@reference(q.made_forward)
def masked_network(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return np.tanh(x @ (W * M_W).T + b) @ (V * M_V).T + c


@baseline(q.made_forward)
def unit_by_unit(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    outputs = np.zeros(x.shape)
    for n, row in enumerate(x):
        hidden = [np.tanh(b[k] + np.sum(W[k] * M_W[k] * row)) for k in range(len(b))]
        for i in range(len(c)):
            outputs[n, i] = c[i] + np.sum(V[i] * M_V[i] * hidden)
    return outputs


@device_reference(q.made_forward)
def masked_network_on_a_device(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    import torch

    hidden = torch.tanh(torch.nn.functional.linear(x, W * M_W, b))
    return torch.nn.functional.linear(hidden, V * M_V, c)


def _draw_network(rng: Rng, batch: int, m: int, degrees: Any) -> dict[str, Any]:
    h = len(degrees)
    M_W, M_V = masks_by_comparison(degrees, rng.permutation(m) + 1)
    weights = {"W": rng.normal(size=(h, m)), "V": rng.normal(size=(m, h))}
    biases = {"b": rng.normal(size=h), "c": rng.normal(size=m)}
    return {"x": rng.normal(size=(batch, m)), **weights, **biases, "M_W": M_W, "M_V": M_V}


@cases(q.made_forward, count=2)
def small_network(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 4, 5, draw_degrees(rng, 5, 3))


@cases(q.made_forward)
def single_example(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 1, 6, draw_degrees(rng, 6, 4))


@cases(q.made_forward)
def as_many_units_as_inputs(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 3, 3, draw_degrees(rng, 3, 1))


@cases(q.made_forward)
def single_hidden_unit(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 2, 3, np.array([1]))


@mistake(
    q.made_forward,
    en="Nothing is masked: change the last variable in the order. Which outputs may react?",
    ru="Маски не использованы: измените последнюю в порядке переменную. Какие выходы могут отозваться?",
)
def masks_forgotten(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, b, c, 1, 1)


@mistake(
    q.made_forward,
    en="Only the first layer is masked: change a late variable and watch an early output.",
    ru="Маска есть только в первом слое: измените позднюю переменную и следите за ранним выходом.",
)
def output_layer_unmasked(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, b, c, M_W, 1)


@mistake(
    q.made_forward,
    en="Only the second layer is masked: every hidden unit still sees all variables.",
    ru="Маска есть только во втором слое: каждый скрытый нейрон по-прежнему видит все переменные.",
)
def hidden_layer_unmasked(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, b, c, 1, M_V)


@mistake(
    q.made_forward,
    en="The bias of the hidden layer is lost: set $x = 0$. What still reaches the outputs?",
    ru="Потеряно смещение скрытого слоя: положите $x = 0$. Что всё ещё доходит до выходов?",
)
def hidden_bias_lost(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, 0.0, c, M_W, M_V)


@mistake(
    q.made_forward,
    en="Your network is linear: what should happen in the hidden layer for very large inputs?",
    ru="Ваша сеть линейна: что должно происходить в скрытом слое при очень больших входах?",
)
def hidden_layer_linear(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return (x @ (W * M_W).T + b) @ (V * M_V).T + c


@mistake(
    q.made_forward,
    en="Your outputs are squeezed by a nonlinearity: the formula has one in the hidden layer only.",
    ru="Ваши выходы сжаты нелинейностью: в формуле она есть только в скрытом слое.",
)
def outputs_squeezed(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return np.tanh(masked_network(x, W, V, b, c, M_W, M_V))


@alternative(q.made_forward)
def layers_of_torch(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    import torch

    x, W, V, b, c = (torch.as_tensor(value) for value in (x, W, V, b, c))
    hidden = torch.tanh(torch.nn.functional.linear(x, W * torch.as_tensor(M_W), b))
    return torch.nn.functional.linear(hidden, V * torch.as_tensor(M_V), c)


@alternative(q.made_forward)
def three_factors(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    hidden = np.tanh(np.einsum("bj,kj,kj->bk", x, W, M_W) + b)
    return np.einsum("bk,ik,ik->bi", hidden, V, M_V) + c
