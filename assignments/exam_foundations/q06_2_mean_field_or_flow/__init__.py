"""Question 6.2: mean field for each example against an inverse autoregressive flow.

Source: sheet 002, question 6 (15 points).
Papers: Kingma et al., "Improved Variational Inference with Inverse Autoregressive Flow", NeurIPS 2016,
algorithm 1; Cremer, Li and Duvenaud, "Inference Suboptimality in Variational Autoencoders", ICML 2018.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Question, Text

if TYPE_CHECKING:
    from autograder.question import Array

question = Question(
    number="6.2",
    title=Text(en="Mean field or a flow?", fr="Champ moyen ou flot ?"),
    text=Text(
        en=r"""
        Mean field takes $q(z \mid x_i) = \prod_j \mathcal{N}(z_j \mid m_{ij}, s_{ij}^2)$ and optimises
        $m_{ij}$ and $s_{ij}^2$ for each example separately, without an encoder. An inverse autoregressive
        flow (IAF) sends noise $\epsilon \sim \mathcal{N}(0, I)$ to $z$, and $z_i$ may depend on
        $\epsilon_1, \dots, \epsilon_i$; an encoder provides its parameters. Could the flow be better? By 6.1,
        the better $q$ is the one whose divergence from the posterior is smaller.
        """,
        fr=r"""
        Le champ moyen prend $q(z \mid x_i) = \prod_j \mathcal{N}(z_j \mid m_{ij}, s_{ij}^2)$ et optimise
        $m_{ij}$ et $s_{ij}^2$ pour chaque exemple séparément, sans encodeur. Un flot autorégressif inverse
        (IAF) envoie un bruit $\epsilon \sim \mathcal{N}(0, I)$ vers $z$, et $z_i$ peut dépendre de
        $\epsilon_1, \dots, \epsilon_i$ ; un encodeur fournit ses paramètres. Le flot pourrait-il être
        meilleur ? D'après 6.1, le meilleur $q$ est celui qui diverge le moins du postérieur.
        """,
    ),
)


def grid_of_densities(mu: Array, Sigma: Array, side: Array) -> Any:
    points = np.stack(np.meshgrid(side, side), axis=-1) - mu
    return np.exp(-0.5 * np.einsum("abi,ij,abj->ab", points, np.linalg.inv(Sigma), points))
