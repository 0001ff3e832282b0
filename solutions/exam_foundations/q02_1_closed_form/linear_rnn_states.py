"""Hidden twin of part 2.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_1_closed_form as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


@reference(q.linear_rnn_states)
def states_step_by_step(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    drive, states = x @ U.T + b, [np.asarray(h0, dtype=float)]
    for step in range(x.shape[1]):
        states.append(states[-1] @ W.T + drive[:, step])
    return np.stack(states, axis=1)


def draw_network(rng: Rng, N: int, M: int) -> dict[str, Any]:
    W = rng.normal(size=(N, N)) / np.sqrt(N)
    return {"W": W, "U": rng.normal(size=(N, M)), "b": rng.normal(size=N)}


@cases(q.linear_rnn_states, count=2)
def batch_of_sequences(rng: Rng) -> dict[str, Any]:
    return {**draw_network(rng, 4, 2), "h0": rng.normal(size=(3, 4)), "x": rng.normal(size=(3, 6, 2))}


@cases(q.linear_rnn_states)
def as_many_inputs_as_states(rng: Rng) -> dict[str, Any]:
    return {**draw_network(rng, 3, 3), "h0": rng.normal(size=(2, 3)), "x": rng.normal(size=(2, 3, 3))}


@cases(q.linear_rnn_states)
def one_of_each(rng: Rng) -> dict[str, Any]:
    return {**draw_network(rng, 1, 1), "h0": rng.normal(size=(1, 1)), "x": rng.normal(size=(1, 5, 1))}


@cases(q.linear_rnn_states, edge=True)
def empty_sequences(rng: Rng) -> dict[str, Any]:
    return {**draw_network(rng, 3, 2), "h0": rng.normal(size=(2, 3)), "x": np.zeros((2, 0, 2))}


@mistake(
    q.linear_rnn_states,
    en="The states of a batch are rows: by which matrix must a row be multiplied to give $W h$?",
    fr="Les états d'un lot sont des lignes : par quelle matrice multiplier une ligne pour obtenir $W h$ ?",
)
def rows_times_matrix(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return states_step_by_step(W.T, U, b, h0, x)


@mistake(
    q.linear_rnn_states,
    en="The bias is missing: with zero inputs and a zero start, does your state move?",
    fr="Le biais manque : avec des entrées nulles et un départ nul, votre état bouge-t-il ?",
)
def states_without_bias(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return states_step_by_step(W, U, 0 * b, h0, x)


@mistake(
    q.linear_rnn_states,
    en="The first state is not among yours: how many states does a sequence of $T$ inputs have?",
    fr="Le premier état n'est pas parmi les vôtres : combien d'états a une suite de $T$ entrées ?",
)
def first_state_dropped(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return states_step_by_step(W, U, b, h0, x)[:, 1:]


@mistake(
    q.linear_rnn_states,
    en="Each input comes one step late: which input does $h_1$ need, and where does the array hold it?",
    fr=r"""
    Chaque entrée vient un pas trop tard : quelle entrée faut-il à $h_1$, et où est-elle dans le tableau ?
    """,
)
def inputs_too_late(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    late = np.concatenate([np.zeros_like(x[:, :1]), x[:, :-1]], axis=1)
    return states_step_by_step(W, U, b, h0, late)


@mistake(
    q.linear_rnn_states,
    en="There is a non-linearity in your recurrence; this network has none.",
    fr="Il y a une non-linéarité dans votre récurrence ; ce réseau n'en a pas.",
)
def squashed_states(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    states = [h0]
    for step in range(x.shape[1]):
        states.append(np.tanh(states[-1] @ W.T + x[:, step] @ U.T + b))
    return np.stack(states, axis=1)


@mistake(
    q.linear_rnn_states,
    en="The axes are in another order: which one comes first, the example or the step?",
    fr="Les axes sont dans un autre ordre : lequel vient d'abord, l'exemple ou le pas ?",
)
def steps_first(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return np.swapaxes(states_step_by_step(W, U, b, h0, x), 0, 1)


@alternative(q.linear_rnn_states)
def example_by_example(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    batch = []
    for start, sequence in zip(h0, x, strict=True):
        states = [start]
        for row in sequence:
            states.append(W @ states[-1] + U @ row + b)
        batch.append(states)
    return np.array(batch)


states_of_one_example_at_a_time = baseline(q.linear_rnn_states)(example_by_example.function)


@alternative(q.linear_rnn_states)
def states_in_torch(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    import torch

    W, U, b, h0, x = (torch.tensor(array, dtype=torch.float64) for array in (W, U, b, h0, x))
    drive, states = torch.einsum("btm,nm->btn", x, U) + b, [h0]
    for step in range(x.shape[1]):
        states.append(torch.einsum("ij,bj->bi", W, states[-1]) + drive[:, step])
    return torch.stack(states, dim=1)
