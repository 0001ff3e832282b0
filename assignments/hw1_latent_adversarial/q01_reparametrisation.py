"""Question 1: a random draw as fixed noise sent through a map that holds the parameters.

Source: sheet 000, question 1 (16 points).
Papers: Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, section 2.4; Rezende, Mohamed and
Wierstra, "Stochastic Backpropagation and Approximate Inference in Deep Generative Models", ICML 2014.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.question import Question, Text

if TYPE_CHECKING:
    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="1",
    title=Text(en="Reparametrisation", fr="Reparamétrisation"),
    text=Text(
        en=r"""
        To differentiate through a random draw, write it as noise sent through a map: $Z = g(Z_0)$, where the
        noise $Z_0$ has a density $q_0$ on $\mathbb{R}^K$ without parameters and all parameters are in $g$.
        For an invertible $g$ the density $q$ of $Z$ follows the rule

        $$q(g(z_0)) = q_0(z_0) \, \left| \det \frac{\partial g}{\partial z_0}(z_0) \right|^{-1}. \qquad (1)$$

        A batch holds one point in each row; it has the shape `(batch, K)`. `sigma` is an array of standard
        deviations, all positive, and `S` a non-singular matrix. The `base` that some functions receive is
        the law of the noise: `base.log_density(z0)` takes a numpy array of shape `(batch, K)` and gives
        $\log q_0$ at each of its rows, of shape `(batch,)`, in nats. Hidden cases use a `NormalBase`, a
        `LaplaceBase` and a `GumbelBase`.
        """,
        fr=r"""
        Pour dériver à travers un tirage aléatoire, on l'écrit comme un bruit envoyé par une application :
        $Z = g(Z_0)$, où le bruit $Z_0$ a sur $\mathbb{R}^K$ une densité $q_0$ sans paramètres et où tous les
        paramètres sont dans $g$. Pour un $g$ inversible, la densité $q$ de $Z$ suit la règle

        $$q(g(z_0)) = q_0(z_0) \, \left| \det \frac{\partial g}{\partial z_0}(z_0) \right|^{-1}. \qquad (1)$$

        Un lot contient un point par ligne ; il est de forme `(batch, K)`. `sigma` est un tableau
        d'écarts-types, tous positifs, et `S` une matrice inversible. L'objet `base` que certaines fonctions
        reçoivent est la loi du bruit : `base.log_density(z0)` prend un tableau numpy de forme `(batch, K)`
        et donne $\log q_0$ en chacune de ses lignes, de forme `(batch,)`, en nats. Les cas cachés emploient
        une `NormalBase`, une `LaplaceBase` et une `GumbelBase`.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet writes one letter for the two densities of rule (1); here they are $q_0$ and $q$. It also
        asks only for a map that is bijective and differentiable, which is not quite enough: the determinant
        must not vanish. The bijection $z_0 \mapsto z_0^3$ shows it at $0$, where rule (1) would divide by
        zero.
        """,
        fr=r"""
        La feuille emploie une seule lettre pour les deux densités de la règle (1) ; ce sont ici $q_0$ et $q$.
        De plus, elle demande seulement une application bijective et dérivable, ce qui ne suffit pas tout à
        fait : le déterminant ne doit pas s'annuler. La bijection $z_0 \mapsto z_0^3$ le montre en $0$, où la
        règle (1) diviserait par zéro.
        """,
    ),
)


@dataclass(frozen=True)
class NormalBase:
    """Noise with independent normal coordinates; `scale` is their standard deviation."""

    location: float
    scale: float

    def log_density(self, z0: Array) -> Array:
        """Log-density of each row of z0, of shape (batch,)."""
        centred = (z0 - self.location) / self.scale
        return np.sum(-0.5 * centred**2 - np.log(self.scale * np.sqrt(2 * np.pi)), axis=1)


@dataclass(frozen=True)
class LaplaceBase:
    """Noise with independent Laplace coordinates: symmetric, with a peak at `location`."""

    location: float
    scale: float

    def log_density(self, z0: Array) -> Array:
        """Log-density of each row of z0, of shape (batch,)."""
        return np.sum(-np.abs(z0 - self.location) / self.scale - np.log(2 * self.scale), axis=1)


@dataclass(frozen=True)
class GumbelBase:
    """Noise with independent Gumbel coordinates: not symmetric, with its long tail on the right."""

    location: float
    scale: float

    def log_density(self, z0: Array) -> Array:
        """Log-density of each row of z0, of shape (batch,)."""
        centred = (z0 - self.location) / self.scale
        return np.sum(-centred - np.exp(-centred) - np.log(self.scale), axis=1)
