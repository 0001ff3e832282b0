"""Hidden twin of part 2.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_1_closed_form as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.exam_foundations.q02_1_closed_form.linear_rnn_states import draw_network, states_step_by_step

power = np.linalg.matrix_power


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
    return {**draw_network(rng, N, M), "h0": rng.normal(size=N), "x": rng.normal(size=(T, M))}


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
    en="Sum the powers; the geometric formula needs an inverse that may not exist.",
    fr="Sommez les puissances ; la formule géométrique demande un inverse qui peut ne pas exister.",
)
def bias_by_geometric_formula(W: Any, U: Any, b: Any, h0: Any, x: Any) -> Any:
    one = np.eye(len(W))
    return _with_bias(np.linalg.pinv(one - W) @ ((one - power(W, len(x))) @ b), W, U, b, h0, x)


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
