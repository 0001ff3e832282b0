"""The reference of question 7 agrees with quadrature and with scipy on a fine histogram."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad  # type: ignore[import-untyped]
from scipy.spatial.distance import jensenshannon  # type: ignore[import-untyped]
from scipy.special import rel_entr  # type: ignore[import-untyped]
from scipy.stats import uniform  # type: ignore[import-untyped]

from solutions.hw1_latent_adversarial import q07_disjoint_supports as s7

SHIFTS = [-3.0, -0.6, -0.05, 0.0, 0.25, 0.99, 1.4]


@pytest.mark.parametrize("theta", SHIFTS)
def test_divergence_by_quadrature(theta: float) -> None:
    def integrand(x: float) -> float:
        f0, f1 = uniform.pdf(x), uniform.pdf(x, theta)
        return float(0.5 * rel_entr(f0, (f0 + f1) / 2) + 0.5 * rel_entr(f1, (f0 + f1) / 2))

    edges = sorted({0.0, 1.0, theta, theta + 1.0})
    exact = sum(quad(integrand, a, b)[0] for a, b in zip(edges, edges[1:], strict=False))
    assert s7.share_that_does_not_overlap(np.array([theta]))[0] == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("cells", [0, 13, 40, 100, 150])
def test_divergence_of_histograms(cells: int) -> None:
    zero, one = np.zeros(250), np.zeros(250)
    zero[:100], one[cells : cells + 100] = 0.01, 0.01
    value = s7.share_that_does_not_overlap(np.array([cells / 100]))[0]
    assert value == pytest.approx(jensenshannon(zero, one) ** 2, abs=1e-12)


def test_supports_that_part() -> None:
    assert s7.share_that_does_not_overlap(np.array([1.0, -50.0])) == pytest.approx([np.log(2)] * 2)
