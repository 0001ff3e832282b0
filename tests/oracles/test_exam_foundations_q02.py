"""The references of question 2 against autograd, the Jordan form and long runs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from scipy.linalg import block_diag, expm  # type: ignore[import-untyped]

from autograder.values import Function
from solutions.exam_foundations import q02_2_jacobian as s2
from solutions.exam_foundations.q02_1_closed_form.closed_form_terms import terms_by_powers
from solutions.exam_foundations.q02_1_closed_form.linear_rnn_states import states_step_by_step
from solutions.exam_foundations.q02_3_long_run.power_regime import regime_by_eigenvalues
from solutions.exam_foundations.q02_3_long_run.steady_state import fixed_point
from solutions.exam_foundations.q02_3_long_run.transient_growth_witness import (
    large_corner,
    nearly_parallel_eigenvectors,
    rises_and_vanishes,
    shift,
    slow_rise,
)


def _network(seed: int, N: int = 4, M: int = 3) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, N)) / 2, rng.normal(size=(N, M)), rng.normal(size=N)


def _rnn(W: Any, U: Any, b: Any) -> torch.nn.RNN:
    """The same network in torch; its non-linearity is the identity on states that stay positive."""
    rnn = torch.nn.RNN(U.shape[1], len(W), nonlinearity="relu", batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for name, value in (
            ("weight_hh_l0", W),
            ("weight_ih_l0", U),
            ("bias_ih_l0", b),
            ("bias_hh_l0", 0 * b),
        ):
            getattr(rnn, name).copy_(torch.tensor(value))
    return rnn


def test_states_are_those_of_torch() -> None:
    W, U, b = (np.abs(array) for array in _network(0))
    h0, x = np.ones((2, 4)), np.random.default_rng(1).uniform(size=(2, 6, 3))
    with torch.no_grad():
        states, _ = _rnn(W, U, b)(torch.tensor(x), torch.tensor(h0)[None])
    np.testing.assert_allclose(states_step_by_step(W, U, b, h0, x)[:, 1:], states.numpy(), rtol=1e-12)


def test_terms_are_exact_in_fractions() -> None:
    # W has the eigenvalue one twice and a single eigenvector for it.
    W, b, h0 = np.array([[1, 2], [0, 1]]), np.array([3, -1]), np.array([5, 7])
    x = np.array([[1], [0], [4]])
    state = [Fraction(5), Fraction(7)]
    for row in x[:, 0]:
        state = [state[0] + 2 * state[1] + 3, state[1] + int(row) - 1]
    terms = terms_by_powers(W, np.array([[0], [1]]), b, h0, x)
    assert [float(component) for component in state] == list(terms["h"])
    np.testing.assert_array_equal(terms["from_inputs"], [[4, 1], [0, 0], [0, 4]])


def test_terms_are_derivatives_of_the_last_state() -> None:
    W, U, b = _network(2)
    rng = np.random.default_rng(3)
    h0, x = rng.normal(size=4), rng.normal(size=(5, 3))
    weights = [torch.tensor(array) for array in (W, U, b)]

    def last(start: Any, inputs: Any, bias: Any) -> Any:
        for row in inputs:
            start = weights[0] @ start + weights[1] @ row + bias
        return start

    J = torch.func.jacrev(last, argnums=(0, 1, 2))(torch.tensor(h0), torch.tensor(x), weights[2])
    terms = terms_by_powers(W, U, b, h0, x)
    np.testing.assert_allclose(terms["from_h0"], J[0].numpy() @ h0, atol=1e-12)
    np.testing.assert_allclose(terms["from_inputs"], np.einsum("ikm,km->ki", J[1], x), atol=1e-12)
    np.testing.assert_allclose(terms["from_bias"], J[2].numpy() @ b, atol=1e-12)


def test_jacobian_is_an_exponential_and_a_jordan_block() -> None:
    A = np.random.default_rng(4).normal(size=(3, 3)) / 3
    np.testing.assert_allclose(s2.jacobian_power(expm(A)[None], 7)[0], expm(7 * A), rtol=1e-10)
    block = np.array([[0.9, 1.0], [0.0, 0.9]])
    expected = [[0.9**60, 60 * 0.9**59], [0, 0.9**60]]
    np.testing.assert_allclose(s2.jacobian_power(block[None], 60)[0], expected, rtol=1e-12)


def test_changing_weights_are_a_product_from_the_left() -> None:
    W = np.random.default_rng(5).normal(size=(5, 3, 3))
    np.testing.assert_allclose(s2.newest_factor_leftmost(W), np.linalg.multi_dot(list(W[::-1])), rtol=1e-10)


def test_steady_state_is_a_series_of_powers() -> None:
    W, U, b = _network(6)
    W *= 0.8 / np.abs(np.linalg.eigvals(W)).max()
    x = np.random.default_rng(7).normal(size=(2, 3))
    series = np.sum([np.linalg.matrix_power(W, k) for k in range(300)], axis=0)
    np.testing.assert_allclose(fixed_point(W, U, b, x), (x @ U.T + b) @ series.T, rtol=1e-10)


TURN = np.array([[0.6, -0.8], [0.8, 0.6]])
SHEAR = np.array([[1.0, 1.0], [0.0, 1.0]])
BLOCKS = [
    ("vanishes", 0.95 * TURN),
    ("vanishes", 0.9 * SHEAR),
    ("vanishes", np.zeros((2, 2))),
    ("converges", np.eye(2)),
    ("converges", np.diag([1.0, -0.9])),
    ("oscillates", TURN),
    ("oscillates", np.diag([-1.0, 1.0])),
    ("oscillates", np.eye(3)[[1, 2, 0]]),
    ("grows", SHEAR),
    ("grows", -SHEAR),
    ("grows", np.block([[TURN, np.eye(2)], [np.zeros((2, 2)), TURN]])),
    ("explodes", np.diag([1.05, 1e-6])),
    ("explodes", -1.1 * SHEAR),
    ("explodes", 1.05 * TURN),
]


@pytest.mark.parametrize(("word", "block"), BLOCKS)
def test_regime_of_a_jordan_form_in_any_basis(word: str, block: Any) -> None:
    rng = np.random.default_rng(8)
    W = block_diag(block, 0.5)
    assert regime_by_eigenvalues(W) == word
    for _ in range(20):
        basis = rng.normal(size=W.shape) + 2 * np.eye(len(W))
        assert regime_by_eigenvalues(basis @ W @ np.linalg.inv(basis)) == word


@pytest.mark.parametrize("witness", [large_corner, shift, slow_rise, nearly_parallel_eigenvectors])
def test_witnesses_rise_and_vanish(witness: Any) -> None:
    W = np.asarray(witness.function())
    norms = [np.linalg.norm(np.linalg.matrix_power(W, t), 2) for t in range(1, 101)]
    assert max(norms) >= 100
    assert np.abs(np.linalg.eigvals(W)).max() < 0.99
    assert rises_and_vanishes.check(witness.function, np.random.default_rng(0)) == (True, True)


@pytest.mark.parametrize(
    "matrix",
    [1.01 * np.eye(2), np.full((2, 2), np.nan), 1e7 * np.eye(2, k=1), 99 * np.eye(2, k=1), np.zeros((0, 0))],
)
def test_other_matrices_are_no_witness(matrix: Any) -> None:
    answer: Function = lambda: matrix  # noqa: E731
    assert rises_and_vanishes.check(answer, np.random.default_rng(0)) == (False, True)


def test_examples_of_the_text() -> None:
    one = np.ones((1, 1))
    states = states_step_by_step(2 * one, one, one[0], one, np.array([[[0.0], [1.0]]]))
    np.testing.assert_array_equal(states, [[[1], [3], [8]]])
    terms = terms_by_powers(0.5 * one, 2 * one, one[0], 4 * one[0], np.array([[1.0], [0.0], [3.0]]))
    expected = {"from_h0": [0.5], "from_inputs": [[0.5], [0], [6]], "from_bias": [1.75], "h": [8.75]}
    assert {name: line.tolist() for name, line in terms.items()} == expected
    W = np.array([[[1.0, 2.0], [0.0, 3.0]]])
    np.testing.assert_array_equal(s2.jacobian_power(W, 3), [[[1, 26], [0, 27]]])
    pair = np.array([[[1.0, 1.0], [0.0, 1.0]], [[1.0, 0.0], [2.0, 1.0]]])
    np.testing.assert_array_equal(s2.newest_factor_leftmost(pair), [[1, 1], [2, 3]])
    assert fixed_point(0.5 * one, one, one[0], 3 * one) == 8
    assert regime_by_eigenvalues(-2 * np.eye(2)) == "explodes"
