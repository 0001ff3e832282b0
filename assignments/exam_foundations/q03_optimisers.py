"""Question 3: Adagrad, RMSprop and Adam, in pairs.

Source: sheet 002, question 3 (10 points).
Papers: Duchi, Hazan and Singer, "Adaptive Subgradient Methods", JMLR 2011, fig. 1 (diagonal version);
Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1 and section 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Text

if TYPE_CHECKING:
    from autograder.question import Array

question = Question(
    number="3",
    title=Text(en="Optimisers", fr="Optimiseurs"),
    text=Text(
        en=r"""
        What do Adagrad, RMSprop and Adam have in common, and where do they part? So that the result does not
        depend on a loss, the gradients are *given*: row $t$ of `grads`, of shape `(T, P)`, is the gradient
        $g_t$ of the $P$ parameters in step $t = 1, \dots, T$, wherever the parameters are. Each optimiser
        starts at `theta0`, of shape `(P,)`, makes $T$ steps that should lower the loss, and returns all
        parameters $\theta_0, \theta_1, \dots, \theta_T$ in an array of shape `(T + 1, P)`. $T$ may be $0$.

        Conventions: everything that is accumulated starts at $0$; $\varepsilon$ is added *after* the square
        root, $\sqrt{\cdot} + \varepsilon$; no weight decay, no options beyond the arguments. $\varepsilon$
        is $0$ only where the first gradient has no zero.
        """,
        fr=r"""
        Qu'ont en commun Adagrad, RMSprop et Adam, et où se séparent-ils ? Pour que le résultat ne dépende
        pas d'un coût, les gradients sont *donnés* : la ligne $t$ de `grads`, de forme `(T, P)`, est le
        gradient $g_t$ des $P$ paramètres au pas $t = 1, \dots, T$, où que soient les paramètres. Chaque
        optimiseur part de `theta0`, de forme `(P,)`, fait $T$ pas qui devraient diminuer le coût, et renvoie
        tous les paramètres $\theta_0, \theta_1, \dots, \theta_T$ dans un tableau de forme `(T + 1, P)`. $T$
        peut valoir $0$.

        Conventions : tout ce qui est accumulé part de $0$ ; $\varepsilon$ est ajouté *après* la racine
        carrée, $\sqrt{\cdot} + \varepsilon$ ; ni décroissance des poids, ni options autres que les arguments.
        $\varepsilon$ ne vaut $0$ que si le premier gradient n'a pas de composante nulle.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet fixes no conventions: where $\varepsilon$ stands, what the accumulators start from, and
        whether RMSprop has a momentum. Those above are the ones of most libraries.
        """,
        fr=r"""
        La feuille ne fixe aucune convention : la place de $\varepsilon$, la valeur initiale de ce qui est
        accumulé, la présence d'un moment dans RMSprop. Celles ci-dessus sont celles de la plupart des
        bibliothèques.
        """,
    ),
)

STEPS = 200


def draw_effective_rate(run: Function | None, figure: Any) -> None:
    """Gradients that are large at first, and the change of the parameter divided by them in each step."""
    left, right = figure.subplots(1, 2, sharex=True)
    t = np.arange(1, STEPS + 1)
    grads = np.where(t <= STEPS // 4, 1.0, 0.01)
    left.semilogy(t, grads, color="black")
    left.set(xlabel="$t$", ylabel="$g_t$", ylim=(3e-3, 3))
    right.set(xlabel="$t$", yscale="log", ylim=(3e-3, 30), ylabel=r"$(\theta_{t-1} - \theta_t)\,/\,g_t$")
    right.axvline(STEPS // 4, linestyle=":", color="0.5")
    if run is not None:
        right.plot(t, measure_rates(run, grads), color="tab:blue", linewidth=2)


def measure_rates(run: Function, grads: Array) -> Array:
    """By what the gradient of a single parameter is multiplied in each step."""
    trajectory = np.reshape(run(np.zeros(1), grads[:, None]), -1)
    rates: Array = -np.diff(trajectory) / grads
    return rates
