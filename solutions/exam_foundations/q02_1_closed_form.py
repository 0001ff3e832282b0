"""Hidden twin of question 2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_1_closed_form as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference

power = np.linalg.matrix_power


@reference(q.linear_rnn_states)
def states_step_by_step(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    drive, states = x @ U.T + b, [np.asarray(h0, dtype=float)]
    for step in range(x.shape[1]):
        states.append(states[-1] @ W.T + drive[:, step])
    return np.stack(states, axis=1)


def _network(rng: Rng, N: int, M: int) -> dict[str, Any]:
    W = rng.normal(size=(N, N)) / np.sqrt(N)
    return {"W": W, "U": rng.normal(size=(N, M)), "b": rng.normal(size=N)}


@cases(q.linear_rnn_states, count=2)
def batch_of_sequences(rng: Rng) -> dict[str, Any]:
    return {**_network(rng, 4, 2), "h0": rng.normal(size=(3, 4)), "x": rng.normal(size=(3, 6, 2))}


@cases(q.linear_rnn_states)
def as_many_inputs_as_states(rng: Rng) -> dict[str, Any]:
    return {**_network(rng, 3, 3), "h0": rng.normal(size=(2, 3)), "x": rng.normal(size=(2, 3, 3))}


@cases(q.linear_rnn_states)
def one_of_each(rng: Rng) -> dict[str, Any]:
    return {**_network(rng, 1, 1), "h0": rng.normal(size=(1, 1)), "x": rng.normal(size=(1, 5, 1))}


@cases(q.linear_rnn_states, edge=True)
def empty_sequences(rng: Rng) -> dict[str, Any]:
    return {**_network(rng, 3, 2), "h0": rng.normal(size=(2, 3)), "x": np.zeros((2, 0, 2))}


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


def terms_with(W: Any, U: Any, b: Any, h0: Any, x: Any, exponents: Any, last: int) -> dict[str, Any]:
    """The terms with these exponents of W for the inputs and biases, and `last` for the first state."""
    powers = [power(W, exponent) for exponent in exponents]
    from_inputs = np.array([P @ (U @ row) for P, row in zip(powers, x, strict=True)]).reshape(len(x), len(W))
    from_bias = sum((P @ b for P in powers), np.zeros(len(W)))
    return _with_total(power(W, last) @ h0, from_inputs, from_bias)


def _with_total(from_h0: Any, from_inputs: Any, from_bias: Any) -> dict[str, Any]:
    lines = {"from_h0": from_h0, "from_inputs": from_inputs, "from_bias": from_bias}
    return {**lines, "h": add_terms(lines)}


@reference(q.closed_form_terms)
def terms_by_powers(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return terms_with(W, U, b, h0, x, range(len(x) - 1, -1, -1), len(x))


def add_terms(lines: Any) -> Any:
    return np.add(lines["from_h0"], lines["from_bias"]) + np.sum(lines["from_inputs"], axis=0)


@follows(q.closed_form_terms, "h")
def sum_of_own_terms(lines: Any, W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return add_terms(lines)


def _sequence(rng: Rng, N: int, M: int, T: int) -> dict[str, Any]:
    return {**_network(rng, N, M), "h0": rng.normal(size=N), "x": rng.normal(size=(T, M))}


@cases(q.closed_form_terms, count=2)
def ordinary_sequence(rng: Rng) -> dict[str, Any]:
    return _sequence(rng, 3, 2, 5)


@cases(q.closed_form_terms)
def eigenvalue_one(rng: Rng) -> dict[str, Any]:
    W = np.array([[1.0, rng.uniform(0.5, 2.0), 0.0], [0.0, 1.0, 0.0], [0.0, 0.3, -0.8]])
    return {**_sequence(rng, 3, 3, 4), "W": W}


@cases(q.closed_form_terms)
def singular_matrix(rng: Rng) -> dict[str, Any]:
    return {**_sequence(rng, 2, 3, 4), "W": np.array([[0.0, rng.uniform(1.0, 3.0)], [0.0, 0.0]])}


@cases(q.closed_form_terms)
def one_step(rng: Rng) -> dict[str, Any]:
    return _sequence(rng, 3, 2, 1)


@cases(q.closed_form_terms)
def growing_scalar(rng: Rng) -> dict[str, Any]:
    return {**_sequence(rng, 1, 1, 8), "W": np.array([[-rng.uniform(1.2, 1.6)]])}


@cases(q.closed_form_terms, edge=True)
def empty_sequence(rng: Rng) -> dict[str, Any]:
    return _sequence(rng, 3, 2, 0)


@mistake(
    q.closed_form_terms,
    en="One factor too many on the inputs: how often has $W$ acted on the newest one? Try $T = 1$.",
    fr=r"""
    Un facteur de trop sur les entrées : combien de fois $W$ a-t-elle agi sur la dernière ? Essayez $T = 1$.
    """,
)
def one_factor_too_many(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return terms_with(W, U, b, h0, x, range(len(x), 0, -1), len(x))


@mistake(
    q.closed_form_terms,
    en="Which input has been transformed most often, the oldest or the newest?",
    fr="Quelle entrée a été transformée le plus souvent, la plus ancienne ou la plus récente ?",
)
def exponents_reversed(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return terms_with(W, U, b, h0, x, range(len(x)), len(x))


@mistake(
    q.closed_form_terms,
    en="Which input has been transformed most often, and has the newest one been transformed at all?",
    fr="Quelle entrée a été transformée le plus souvent, et la dernière l'a-t-elle seulement été ?",
)
def exponents_reversed_and_shifted(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return terms_with(W, U, b, h0, x, range(1, len(x) + 1), len(x))


def _with_bias(from_bias: Any, W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    right = terms_by_powers(W, U, b, h0, x)
    return _with_total(right["from_h0"], right["from_inputs"], from_bias)


@mistake(
    q.closed_form_terms,
    en="The bias enters once in your answer: at how many steps is it added?",
    fr="Le biais n'entre qu'une fois dans votre réponse : à combien de pas est-il ajouté ?",
)
def bias_added_once(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return _with_bias(b if len(x) else 0 * b, W, U, b, h0, x)


@mistake(
    q.closed_form_terms,
    en="You count the biases of all the steps alike: what happens later to the one of the first step?",
    fr="Vous comptez de même les biais de tous les pas : qu'advient-il ensuite de celui du premier ?",
)
def bias_times_steps(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return _with_bias(len(x) * b, W, U, b, h0, x)


@mistake(
    q.closed_form_terms,
    en="Your bias term is what remains after infinitely many steps, if that exists; these are $T$ steps.",
    fr=r"""
    Votre terme de biais est ce qui reste après une infinité de pas, si cela existe ; ici, il y en a $T$.
    """,
)
def bias_in_the_limit(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return _with_bias(np.linalg.pinv(np.eye(len(W)) - W) @ b, W, U, b, h0, x)


@mistake(
    q.closed_form_terms,
    en="Does $W$ multiply the state from the left or from the right?",
    fr="$W$ multiplie-t-elle l'état par la gauche ou par la droite ?",
)
def terms_transposed(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return terms_by_powers(W.T, U, b, h0, x)


@mistake(
    q.closed_form_terms,
    en="`**` raises each entry of an array to a power; is that the power of a matrix?",
    fr="`**` élève chaque coefficient d'un tableau à une puissance ; est-ce la puissance d'une matrice ?",
)
def power_of_each_entry(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    T = len(x)
    rows = np.array([W ** (T - 1 - k) @ (U @ x[k]) for k in range(T)]).reshape(T, len(W))
    return _with_total(W**T @ h0, rows, sum((W**k @ b for k in range(T)), np.zeros(len(W))))


@mistake(
    q.closed_form_terms,
    en="The part of $h_0$ is off: write out $h_1$ and $h_2$, and count how often $W$ has acted on $h_0$.",
    fr=r"""
    La part de $h_0$ est fausse : écrivez $h_1$ et $h_2$, et comptez combien de fois $W$ a agi sur $h_0$.
    """,
)
def first_state_one_step_late(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    return terms_with(W, U, b, h0, x, range(len(x) - 1, -1, -1), max(len(x) - 1, 0))


@alternative(q.closed_form_terms)
def one_cause_at_a_time(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    def last(start: Any, inputs: Any, bias: Any) -> Any:
        return states_step_by_step(W, U, bias, start[None], inputs[None])[0, -1]

    zero, none = np.zeros(len(W)), np.zeros_like(x)
    rows = [last(zero, np.where(np.arange(len(x))[:, None] == k, x, 0.0), zero) for k in range(len(x))]
    return {
        "from_h0": last(h0, none, zero),
        "from_inputs": np.array(rows).reshape(len(x), len(W)),
        "from_bias": last(zero, none, b),
        "h": last(h0, x, b),
    }


@alternative(q.closed_form_terms)
def terms_carried_along(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    import torch

    W, U, b, h0, x = (torch.tensor(array, dtype=torch.float64) for array in (W, U, b, h0, x))
    from_h0, from_bias, rows = h0, torch.zeros_like(b), torch.zeros(len(x), len(W), dtype=torch.float64)
    for k in range(len(x)):
        from_h0, from_bias, rows = W @ from_h0, W @ from_bias + b, rows @ W.T
        rows[k] = U @ x[k]
    total = from_h0 + rows.sum(dim=0) + from_bias
    return {"from_h0": from_h0, "from_inputs": rows, "from_bias": from_bias, "h": total}
