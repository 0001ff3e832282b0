"""Question 3: the bound of a diffusion model, and of a diffusion model inside a variational autoencoder.

Source: sheet 001, question 3 (15 points).
Papers: Sohl-Dickstein et al., "Deep Unsupervised Learning using Nonequilibrium Thermodynamics", ICML 2015;
Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", NeurIPS 2020, eq. 3 and 5 to 7, appendix A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Question, Rng, Text

if TYPE_CHECKING:
    from autograder.question import Array

question = Question(
    number="3",
    title=Text(en="Diffusion models with a latent code", fr="Modèles de diffusion avec code latent"),
    text=Text(
        en=r"""
        A diffusion model destroys data step by step with a fixed forward process, and learns a reverse
        process that restores them:

        $$q(x_{1:T} \mid x_0) = \prod_{t=1}^T q(x_t \mid x_{t-1}), \qquad
        p(x_{0:T}) = p(x_T) \prod_{t=1}^T p(x_{t-1} \mid x_t).$$

        The proofs never use that the steps are Gaussian. So (except in 3.2.2) each $x_t$ has $S$ states
        $0, \dots, S-1$, every expectation is a finite sum, and the processes are tables:

        - `x0`: the state $x_0$ that was observed, an integer
        - `fwd`, shape `(T, S, S)`: `fwd[t-1][i, j]` is $q(x_t = j \mid x_{t-1} = i)$
        - `rev`, shape `(T, S, S)`: `rev[t-1][i, j]` is $p(x_{t-1} = j \mid x_t = i)$
        - `pT`, shape `(S,)`: `pT[i]` is $p(x_T = i)$

        Each row sums to one. `rev` and `pT` are positive unless a part says otherwise. `fwd` may hold zeros;
        a transition of probability zero counts as zero in an expectation under $q$. From $t = 2$ on every
        state can be reached. All values are in nats.

        The examples of 3.1 and 3.2 use $T = 2$, `x0 = 0`, `fwd = [[[.9, .1], [.2, .8]]] * 2`,
        `rev = [[[.7, .3], [.4, .6]]] * 2` and `pT = [.5, .5]`.
        """,
        fr=r"""
        Un modèle de diffusion détruit les données pas à pas par un processus direct fixé, et apprend un
        processus inverse qui les restaure :

        $$q(x_{1:T} \mid x_0) = \prod_{t=1}^T q(x_t \mid x_{t-1}), \qquad
        p(x_{0:T}) = p(x_T) \prod_{t=1}^T p(x_{t-1} \mid x_t).$$

        Les preuves n'utilisent jamais que les pas soient gaussiens. Donc (sauf en 3.2.2) chaque $x_t$ a $S$
        états $0, \dots, S-1$, toute espérance est une somme finie, et les processus sont des tableaux :

        - `x0` : l'état $x_0$ observé, un entier
        - `fwd`, de forme `(T, S, S)` : `fwd[t-1][i, j]` est $q(x_t = j \mid x_{t-1} = i)$
        - `rev`, de forme `(T, S, S)` : `rev[t-1][i, j]` est $p(x_{t-1} = j \mid x_t = i)$
        - `pT`, de forme `(S,)` : `pT[i]` est $p(x_T = i)$

        Chaque ligne somme à un. `rev` et `pT` sont strictement positifs, sauf mention contraire. `fwd` peut
        contenir des zéros ; une transition de probabilité nulle compte pour zéro dans une espérance sous
        $q$. À partir de $t = 2$, tous les états sont accessibles. Toutes les valeurs sont en nats.

        Les exemples de 3.1 et 3.2 utilisent $T = 2$, `x0 = 0`, `fwd = [[[.9, .1], [.2, .8]]] * 2`,
        `rev = [[[.7, .3], [.4, .6]]] * 2` et `pT = [.5, .5]`.
        """,
    ),
    erratum=Text(
        en=r"""
        In (a) the second expectation is under $q$, too. In (c) the sheet averages under
        $q(x_{1:T}, z)$; it must be $q(x_{1:T}, z \mid x_0, c)$. In (d) a comma is missing in
        $p(x_{t-1} \mid x_t, c, z)$, and it is left open what the encoder may look at; each reading that fits
        the description is accepted.
        """,
        fr=r"""
        En (a), la seconde espérance est elle aussi sous $q$. En (c), la feuille moyenne sous
        $q(x_{1:T}, z)$ ; ce doit être $q(x_{1:T}, z \mid x_0, c)$. En (d), il manque une virgule dans
        $p(x_{t-1} \mid x_t, c, z)$, et la feuille ne dit pas ce que l'encodeur peut regarder ; toute lecture
        conforme à la description est acceptée.
        """,
    ),
)


def two_steps() -> dict[str, Any]:
    """The tables of the examples of 3.1 and 3.2."""
    fwd, rev = (np.array([kernel] * 2) for kernel in ([[0.9, 0.1], [0.2, 0.8]], [[0.7, 0.3], [0.4, 0.6]]))
    return {"x0": 0, "fwd": fwd, "rev": rev, "pT": np.array([0.5, 0.5])}


def draw_chain(rng: Rng, states: int, steps: int) -> tuple[Array, Array, Array]:
    """Random tables `fwd`, `rev` and `pT`, all positive."""
    fwd, rev = rng.dirichlet(np.ones(states), size=(2, steps, states))
    return fwd, rev, rng.dirichlet(np.ones(states))


def cut_last_state(fwd: Array, rev: Array, pT: Array) -> tuple[Array, Array, Array]:
    """The same chain with its last state cut into two halves that behave alike."""
    states = len(pT)
    origin = np.append(np.arange(states), states - 1)
    share = np.append(np.ones(states - 1), [0.5, 0.5])
    cut: list[Any] = [(table[:, origin][:, :, origin] * share) for table in (fwd, rev)]
    return cut[0], cut[1], pT[origin] * share


def noisy_chain(noise: float, states: int, steps: int) -> Array:
    """A forward process that redraws the state at random with probability `noise` in each step."""
    return np.tile((1 - noise) * np.eye(states) + noise / states, (steps, 1, 1))
