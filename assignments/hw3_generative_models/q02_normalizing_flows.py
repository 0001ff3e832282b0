"""Question 2: divergences between a normalizing flow and the data, in both spaces and in both directions.

Source: sheet 003, question 2 (10 points).
Paper: Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and Inference", JMLR 2021: eq. 2
(the density of a flow) and sections 2.3.1 to 2.3.3 (the forward and the reverse divergence, in both spaces).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.question import Question, Text

if TYPE_CHECKING:
    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="2",
    title=Text(en="Normalizing flows", fr="Flots normalisants"),
    text=Text(
        en=r"""
        A flow is an invertible, differentiable map $F$ from the latent space to the data space. Pushing the
        base $U \sim P_U$ forward gives the model $P_{F(U)}$ of the data $X \sim P_X$; pulling the data back
        gives $P_{F^{-1}(X)}$ in the latent space. $J_F(u)$ is the matrix of partial derivatives of $F$ at
        $u$.

        A batch is an array of shape `(n, d)` with one point in each row. The objects that your functions
        receive take and give numpy arrays:

        - `flow.forward(u)` is $F(u)$, `flow.inverse(x)` is $F^{-1}(x)$, both of shape `(n, d)`;
          `flow.log_det(u)` is $\log |\det J_F(u)|$, of shape `(n,)`;
        - `base.log_density(u)` is $\log p_U(u)$ and `data.log_density(x)` is $\log p_X(x)$, of shape
          `(n,)`, in nats.

        The flows are `AffineFlow`, `SinhArcsinhFlow` and `CurvedFlow`, the densities `Normal`, `Mixture`
        and `Quartic`, which leaves out its normalising constant. Hidden cases use all of them: the base is
        not always a standard normal.
        """,
        fr=r"""
        Un flot est une application inversible et dérivable $F$ de l'espace latent vers l'espace des
        données. Pousser la loi de base $U \sim P_U$ en avant donne le modèle $P_{F(U)}$ des données
        $X \sim P_X$ ; ramener les données en arrière donne $P_{F^{-1}(X)}$ dans l'espace latent. $J_F(u)$
        est la matrice des dérivées partielles de $F$ en $u$.

        Un lot est un tableau de forme `(n, d)`, avec un point par ligne. Les objets que vos fonctions
        reçoivent prennent et rendent des tableaux numpy :

        - `flow.forward(u)` est $F(u)$, `flow.inverse(x)` est $F^{-1}(x)$, tous deux de forme `(n, d)` ;
          `flow.log_det(u)` est $\log |\det J_F(u)|$, de forme `(n,)` ;
        - `base.log_density(u)` est $\log p_U(u)$ et `data.log_density(x)` est $\log p_X(x)$, de forme
          `(n,)`, en nats.

        Les flots sont `AffineFlow`, `SinhArcsinhFlow` et `CurvedFlow`, les densités `Normal`, `Mixture` et
        `Quartic`, qui omet sa constante de normalisation. Les cas cachés les emploient tous : la loi de
        base n'est pas toujours une normale centrée réduite.
        """,
    ),
    erratum=Text(
        en=r"""
        Where a Jacobian stands under a logarithm, the absolute value of its *determinant* is meant; the
        source drops the determinant in places. And only for *invertible* maps is it sure that a divergence
        survives a change of variables; 2.1.4 asks what may happen otherwise.
        """,
        fr=r"""
        Quand une jacobienne figure sous un logarithme, il s'agit de la valeur absolue de son
        *déterminant* ; la feuille omet par endroits le déterminant. Et ce n'est que pour une application
        *inversible* qu'une divergence est sûre de résister à un changement de variables ; 2.1.4 demande ce
        qui peut arriver sinon.
        """,
    ),
)


@dataclass(frozen=True)
class AffineFlow:
    """F(u) = A u + b: `matrix` is A, of shape (d, d) and invertible, `shift` is b, of shape (d,)."""

    matrix: Array
    shift: Array

    def forward(self, u: Array) -> Array:
        """F(u), of shape (n, d)."""
        return u @ self.matrix.T + self.shift

    def inverse(self, x: Array) -> Array:
        """The latent points that F maps to x, of shape (n, d)."""
        return np.linalg.solve(self.matrix, (x - self.shift).T).T

    def log_det(self, u: Array) -> Array:
        """Log of the absolute Jacobian determinant of F at each row of u, of shape (n,)."""
        return np.full(len(u), np.linalg.slogdet(self.matrix)[1])


@dataclass(frozen=True)
class SinhArcsinhFlow:
    """F(u) = sinh(tail * arcsinh(u) + skew) in each coordinate, for a positive `tail`."""

    tail: float
    skew: float

    def forward(self, u: Array) -> Array:
        """F(u), of shape (n, d)."""
        return np.sinh(self.tail * np.arcsinh(u) + self.skew)

    def inverse(self, x: Array) -> Array:
        """The latent points that F maps to x, of shape (n, d)."""
        return np.sinh((np.arcsinh(x) - self.skew) / self.tail)

    def log_det(self, u: Array) -> Array:
        """Log of the absolute Jacobian determinant of F at each row of u, of shape (n,)."""
        slope = self.tail * np.cosh(self.tail * np.arcsinh(u) + self.skew) / np.hypot(1.0, u)
        return np.sum(np.log(slope), axis=1)


@dataclass(frozen=True)
class CurvedFlow:
    """F(u) = (scale * u1, exp(twist * u1) * u2 + u1**2) in two dimensions, for a positive `scale`."""

    scale: float
    twist: float

    def forward(self, u: Array) -> Array:
        """F(u), of shape (n, 2)."""
        return np.stack([self.scale * u[:, 0], np.exp(self.twist * u[:, 0]) * u[:, 1] + u[:, 0] ** 2], axis=1)

    def inverse(self, x: Array) -> Array:
        """The latent points that F maps to x, of shape (n, 2)."""
        first = x[:, 0] / self.scale
        return np.stack([first, (x[:, 1] - first**2) * np.exp(-self.twist * first)], axis=1)

    def log_det(self, u: Array) -> Array:
        """Log of the absolute Jacobian determinant of F at each row of u, of shape (n,)."""
        return np.log(self.scale) + self.twist * u[:, 0]


@dataclass(frozen=True)
class Normal:
    """A normal density: `mean` has shape (d,), `covariance` has shape (d, d)."""

    mean: Array
    covariance: Array

    def log_density(self, x: Array) -> Array:
        """Log-density of each row of x, of shape (n,)."""
        centred = x - self.mean
        distance = np.sum(centred * np.linalg.solve(self.covariance, centred.T).T, axis=1)
        return -0.5 * (distance + np.linalg.slogdet(2 * np.pi * self.covariance)[1])


@dataclass(frozen=True)
class Mixture:
    """A mixture of normals in one dimension; its fields have shape (K,), `scales` are standard deviations."""

    weights: Array
    means: Array
    scales: Array

    def log_density(self, x: Array) -> Array:
        """Log-density of each row of x, which has shape (n, 1); the result has shape (n,)."""
        peaks = np.log(self.weights / self.scales) - 0.5 * np.log(2 * np.pi)
        return np.logaddexp.reduce(peaks - 0.5 * ((x - self.means) / self.scales) ** 2, axis=1)


@dataclass(frozen=True)
class Quartic:
    """The density exp(-sum((x / scale)**4)), up to its normalising constant, which is left out."""

    scale: float

    def log_density(self, x: Array) -> Array:
        """Log of the unnormalised density of each row of x, of shape (n,)."""
        return -np.sum((x / self.scale) ** 4, axis=1)


def double_and_move() -> dict[str, Any]:
    """The flow F(u) = 2u + 1 and the standard normal base of the examples, in one dimension."""
    return {
        "flow": AffineFlow(np.array([[2.0]]), np.array([1.0])),
        "base": Normal(np.zeros(1), np.eye(1)),
    }
