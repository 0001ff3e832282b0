"""Hidden twin of part 6.2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations.q06_2_mean_field_or_flow import gated_autoregressive_step as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference


@reference(q.gated_autoregressive_step)
def gated_step(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    log_gate = np.minimum(s, 0.0) - np.log1p(np.exp(-np.abs(s)))
    return {"z": m + np.exp(log_gate) * (eps - m), "log_det": np.einsum("ij->i", log_gate)}


@device_reference(q.gated_autoregressive_step)
def gated_step_on_a_device(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    import torch

    m, s = eps @ torch.tril(W_m, -1).T + b_m, eps @ torch.tril(W_s, -1).T + b_s
    z = torch.sigmoid(s) * eps + torch.sigmoid(-s) * m
    return {"z": z, "log_det": torch.nn.functional.logsigmoid(s).sum(1)}


@alternative(q.gated_autoregressive_step)
def gated_step_with_logaddexp(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    return _gate(eps, m, s)


def _gate(eps: Any, m: Any, s: Any) -> dict[str, Any]:
    log_gate = -np.logaddexp(0.0, -s)
    z = np.exp(log_gate) * eps + np.exp(-np.logaddexp(0.0, s)) * m
    return {"z": z, "log_det": np.sum(log_gate, axis=1)}


def _draw_networks(rng: Rng, n: int, D: int) -> dict[str, Any]:
    matrices, biases = rng.normal(size=(2, D, D)), rng.normal(size=(2, D))
    return {
        "eps": rng.normal(size=(n, D)),
        "W_m": matrices[0],
        "b_m": biases[0],
        "W_s": matrices[1],
        "b_s": biases[1],
    }


@cases(q.gated_autoregressive_step, count=2)
def batch_of_noise(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, int(rng.integers(3, 6)), int(rng.integers(3, 5)))


@cases(q.gated_autoregressive_step)
def one_row_of_noise(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, 1, 2)


@cases(q.gated_autoregressive_step)
def one_coordinate(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, 2, 1)


@cases(q.gated_autoregressive_step)
def many_coordinates(rng: Rng) -> dict[str, Any]:
    return _draw_networks(rng, 2, 8)


@cases(q.gated_autoregressive_step, edge=True)
def extreme_gates(rng: Rng) -> dict[str, Any]:
    return {**_draw_networks(rng, 2, 3), "b_s": np.array([-790.0, 790.0, 0.0])}


@mistake(
    q.gated_autoregressive_step,
    en="Does your $m_i$ or $s_i$ react when only $\\epsilon_i$ moves? It should not.",
    fr="Votre $m_i$ ou votre $s_i$ réagit-il quand seul $\\epsilon_i$ bouge ? Il ne devrait pas.",
)
def diagonal_kept(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ np.tril(W_m).T + b_m, eps @ np.tril(W_s).T + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="Move the last noise variable: which $z_i$ react? Some entries of the matrices must not be used.",
    fr="Bougez la dernière variable de bruit : quels $z_i$ réagissent ? Certains éléments des matrices ne "
    "doivent pas servir.",
)
def no_mask(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ W_m.T + b_m, eps @ W_s.T + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="The sums run over $j < i$: which triangle of $W_{ij}$ is that?",
    fr="Les sommes portent sur $j < i$ : quel triangle de $W_{ij}$ est-ce ?",
)
def upper_triangle(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ np.triu(W_m, 1).T + b_m, eps @ np.triu(W_s, 1).T + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="Which of the two indices of $W_{ij}$ belongs to the output? Your matrices are transposed first.",
    fr="Lequel des deux indices de $W_{ij}$ appartient à la sortie ? Vos matrices sont d'abord transposées.",
)
def transposed_then_masked(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> Any:
    return gated_step(eps, W_m.T, b_m, W_s.T, b_s)


@mistake(
    q.gated_autoregressive_step,
    en="The rows are masked, but multiplied from the wrong side: try a matrix with a single entry.",
    fr=r"""
    Les lignes sont masquées, mais multipliées du mauvais côté : essayez une matrice à un seul élément non
    nul.
    """,
)
def masked_then_transposed(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    return _gate(eps, eps @ np.tril(W_m, -1) + b_m, eps @ np.tril(W_s, -1) + b_s)


@mistake(
    q.gated_autoregressive_step,
    en="This is another parametrisation of the flow; use the gated one of the statement.",
    fr="C'est une autre paramétrisation du flot ; prenez celle à portes de l'énoncé.",
)
def exponential_scale(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    return {"z": np.exp(s) * eps + m, "log_det": np.sum(s, axis=1)}


@mistake(
    q.gated_autoregressive_step,
    en="When the gate is wide open ($s_i$ large), $z$ should be the noise itself. Is it?",
    fr="Quand la porte est grande ouverte ($s_i$ grand), $z$ devrait être le bruit lui-même. L'est-il ?",
)
def gates_exchanged(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    m, s = eps @ np.tril(W_m, -1).T + b_m, eps @ np.tril(W_s, -1).T + b_s
    return _gate(eps, m, -s)


@mistake(
    q.gated_autoregressive_step,
    en="The step shrinks volumes, so what sign must `log_det` have? Yours belongs to the inverse.",
    fr="Le pas réduit les volumes : quel signe doit donc avoir `log_det` ? Le vôtre appartient à l'inverse.",
)
def determinant_of_inverse(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    lines = gated_step(eps, W_m, b_m, W_s, b_s)
    return {**lines, "log_det": -lines["log_det"]}


@mistake(
    q.gated_autoregressive_step,
    en="You add the gates themselves: the determinant is a product, and its logarithm is asked.",
    fr=r"""
    Vous additionnez les portes elles-mêmes : le déterminant est un produit, et l'on demande son logarithme.
    """,
)
def sum_of_gates(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    lines = gated_step(eps, W_m, b_m, W_s, b_s)
    s = eps @ np.tril(W_s, -1).T + b_s
    return {**lines, "log_det": np.sum(1 / (1 + np.exp(-s)), axis=1)}


@mistake(
    q.gated_autoregressive_step,
    en="For a gate that is almost closed the logistic function is zero in floating point, but its logarithm "
    "is finite.",
    fr="Pour une porte presque fermée, la fonction logistique est nulle en virgule flottante, mais son "
    "logarithme est fini.",
)
def logarithm_of_zero(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    lines = gated_step(eps, W_m, b_m, W_s, b_s)
    s = eps @ np.tril(W_s, -1).T + b_s
    return {**lines, "log_det": np.sum(np.log(1 / (1 + np.exp(-s))), axis=1)}


@alternative(q.gated_autoregressive_step)
def gated_step_with_torch(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    import torch

    noise = torch.tensor(eps)
    m = noise @ torch.tril(torch.tensor(W_m), -1).T + torch.tensor(b_m)
    s = noise @ torch.tril(torch.tensor(W_s), -1).T + torch.tensor(b_s)
    z = torch.sigmoid(s) * noise + torch.sigmoid(-s) * m
    return {"z": z, "log_det": torch.nn.functional.logsigmoid(s).sum(1)}


@alternative(q.gated_autoregressive_step)
def gated_step_by_loops(eps: Any, W_m: Any, b_m: Any, W_s: Any, b_s: Any) -> dict[str, Any]:
    z, log_det = np.zeros(eps.shape), np.zeros(len(eps))
    for row, noise in enumerate(eps):
        for i in range(len(noise)):
            m = b_m[i] + sum(W_m[i, j] * noise[j] for j in range(i))
            s = b_s[i] + sum(W_s[i, j] * noise[j] for j in range(i))
            gate = 1 / (1 + np.exp(-s))
            z[row, i] = gate * noise[i] + (1 - gate) * m
            log_det[row] += s - np.log1p(np.exp(s)) if s < 0 else -np.log1p(np.exp(-s))
    return {"z": z, "log_det": log_det}


gated_step_as_a_beginner = baseline(q.gated_autoregressive_step)(gated_step_by_loops.function)
