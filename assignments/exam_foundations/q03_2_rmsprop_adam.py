"""Question 3.2: RMSprop and Adam.

Source: sheet 002, question 3 (10 points).
Paper: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1 and section 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed, written

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(number="3.2", title=Text(en="RMSprop and Adam", fr="RMSprop et Adam"))


@part(
    "3.2.1",
    points=1.25,
    en=r"""
    Write Adam with the learning rate `lr`; $\beta_1$ is the decay of the average of the gradients, $\beta_2$
    that of the average of their squares, both in $[0, 1)$.

    Example: `theta0 = [1]`, `grads = [[2], [1], [-2]]`, `lr = 0.1`, `beta1 = 0.9`, `beta2 = 0.99`, `eps = 0`
    give `[[1], [0.9], [0.806655], [0.795577]]`.
    """,
    fr=r"""
    Écrivez Adam avec le taux d'apprentissage `lr` ; $\beta_1$ est le facteur d'oubli de la moyenne des
    gradients, $\beta_2$ celui de la moyenne de leurs carrés, tous deux dans $[0, 1)$.

    Exemple : `theta0 = [1]`, `grads = [[2], [1], [-2]]`, `lr = 0.1`, `beta1 = 0.9`, `beta2 = 0.99`,
    `eps = 0` donnent `[[1], [0.9], [0.806655], [0.795577]]`.
    """,
)
def adam(
    theta0: Float[Array, " P"],
    grads: Float[Array, "T P"],
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> Float[Array, "T+1 P"]:
    """The parameters before the first and after each step of Adam, in the unit of theta0."""
    raise NotImplementedError


@example(adam)
def three_steps_of_adam() -> tuple[dict[str, Any], Any]:
    theta0, grads = np.ones(1), np.array([[2.0], [1.0], [-2.0]])
    options = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 0.0}
    states = np.array([[1.0], [0.9], [0.806655], [0.795577]])
    return {"theta0": theta0, "grads": grads, **options}, states


@law(
    adam,
    en="Each parameter moves as it would alone.",
    fr="Chaque paramètre bouge comme s'il était seul.",
)
def adam_alone(f: Function, rng: Rng) -> tuple[Any, Any]:
    theta0, grads = rng.normal(size=3), rng.normal(size=(5, 3))
    alone = [np.reshape(f(theta0[[i]], grads[:, [i]], 0.1, 0.7, 0.8, 0.2), (6, 1)) for i in range(3)]
    return f(theta0, grads, 0.1, 0.7, 0.8, 0.2), np.concatenate(alone, axis=1)


@law(
    adam,
    en=r"With $\varepsilon = 0$ the first step of each parameter has the length `lr`.",
    fr=r"Avec $\varepsilon = 0$, le premier pas de chaque paramètre a la longueur `lr`.",
)
def first_step_of_adam(f: Function, rng: Rng) -> tuple[Any, Any]:
    grads = rng.normal(size=(1, 4))
    return f(np.zeros(4), grads, 0.3, 0.6, 0.95, 0.0), np.stack([np.zeros(4), -0.3 * np.sign(grads[0])])


@speed(
    adam,
    sizes=(500, 1000, 2000),
    unit=Text(en="the number of parameters", fr="le nombre de paramètres"),
    growth=1,
    within=8,
    milliseconds=0.76,
    en="A Python loop over the parameters is what usually costs more; one over the steps is needed.",
    fr="Une boucle Python sur les paramètres est ce qui coûte d'ordinaire davantage ; celle sur les pas est "
    "nécessaire.",
)
def thirty_steps(rng: Rng, parameters: int) -> dict[str, Any]:
    grads = rng.uniform(0.3, 2.0, size=(30, parameters)) * rng.choice([-1.0, 1.0], size=(30, parameters))
    options = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8}
    return {"theta0": rng.normal(size=parameters), "grads": grads, **options}


@picture(
    adam,
    en=r"""
    Lengths of the first thirty steps of your Adam, divided by `lr`, with $\beta_1 = 0.9$ (filled discs) and
    with $\beta_1 = 0$ (open discs), for equal gradients (left) and for gradients $\pm 1$ in turn (right).
    """,
    fr=r"""
    Longueurs des trente premiers pas de votre Adam, divisées par `lr`, avec $\beta_1 = 0.9$ (disques pleins)
    et avec $\beta_1 = 0$ (disques vides), pour des gradients égaux (à gauche) et pour des gradients $\pm 1$
    en alternance (à droite).
    """,
)
def lengths_of_steps(f: Function | None, figure: Any) -> None:
    t = np.arange(1, 31)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, grads, title in zip(panels, (np.ones(30), (-1.0) ** t), ("$1$", "$(-1)^t$"), strict=True):
        axes.axhline(1.0, color="0.7", linestyle=":")
        axes.set(xlabel="$t$", xlim=(0, 31), ylim=(-0.05, 1.6), title=f"$g_t =$ {title}")
        if f is None:
            continue
        for beta1, style in ((0.0, {"mfc": "white", "ms": 7}), (0.9, {"ms": 4})):
            path = np.reshape(f(np.zeros(1), grads[:, None], 0.1, beta1, 0.99, 0.0), -1)
            lengths, label = np.abs(np.diff(path)) / 0.1, rf"$\beta_1 = {beta1:g}$"
            axes.plot(t, lengths, "o-", color="tab:blue", linewidth=0.7, label=label, **style)
    panels[0].set_ylabel(r"$|\theta_t - \theta_{t-1}|\ /\ \mathrm{lr}$")
    if f is not None:
        panels[1].legend(loc="center right")


@part(
    "3.2.2",
    points=0.75,
    en=r"""
    Suppose that the rate of RMSprop may be another one in each step. Return the rates $a_1, \dots, a_T$,
    shape `(T,)`, with which RMSprop with $\rho = \beta_2$ and $\varepsilon = 0$ makes the same steps as Adam
    with the rate `lr`, $\beta_1 = 0$ and $\varepsilon = 0$, whatever the gradients are.

    Example: `lr = 0.1`, `beta2 = 0.99`, `T = 3` give `[0.01, 0.014107, 0.017234]`.
    """,
    fr=r"""
    Supposons que le taux de RMSprop puisse changer à chaque pas. Renvoyez les taux $a_1, \dots, a_T$, de
    forme `(T,)`, avec lesquels RMSprop, avec $\rho = \beta_2$ et $\varepsilon = 0$, fait les mêmes pas
    qu'Adam avec le taux `lr`, $\beta_1 = 0$ et $\varepsilon = 0$, quels que soient les gradients.

    Exemple : `lr = 0.1`, `beta2 = 0.99`, `T = 3` donnent `[0.01, 0.014107, 0.017234]`.
    """,
)
def adam_as_rmsprop_rates(lr: float, beta2: float, T: int) -> Float[Array, " T"]:
    """Learning rates of RMSprop, one for each step, that make it Adam without its average of gradients."""
    raise NotImplementedError


@example(adam_as_rmsprop_rates)
def three_rates() -> tuple[dict[str, Any], Any]:
    return {"lr": 0.1, "beta2": 0.99, "T": 3}, np.array([0.01, 0.014107, 0.017234])


@law(
    adam_as_rmsprop_rates,
    en="In the long run the two methods are the same.",
    fr="À la longue, les deux méthodes sont les mêmes.",
)
def same_in_the_long_run(f: Function, rng: Rng) -> tuple[Any, Any]:
    rates = np.asarray(f(0.3, 0.8, 200))
    return np.append(rates[-5:], rates.size), np.append(np.full(5, 0.3), 200.0)


@part(
    "3.2.3",
    points=1,
    en=r"""
    A single parameter has the gradients $g_t = (-1)^t$. Return the change $\theta_t - \theta_{t-1}$, with its
    sign, that Adam makes in the steps `t`, an array of integers from 1 on; $\varepsilon = 0$, and every
    $\beta_2$ gives the same.

    Example: `lr = 0.1`, `beta1 = 0.9`, `t = [1, 2, 3, 100]` give `[0.1, -0.005263, 0.033579, -0.005263]`.
    """,
    fr=r"""
    Un seul paramètre a les gradients $g_t = (-1)^t$. Renvoyez le changement $\theta_t - \theta_{t-1}$, avec
    son signe, que fait Adam aux pas `t`, un tableau d'entiers à partir de 1 ; $\varepsilon = 0$, et tout
    $\beta_2$ donne la même chose.

    Exemple : `lr = 0.1`, `beta1 = 0.9`, `t = [1, 2, 3, 100]` donnent `[0.1, -0.005263, 0.033579, -0.005263]`.
    """,
)
def alternating_gradient_change(lr: float, beta1: float, t: Int[Array, " n"]) -> Float[Array, " n"]:
    """Change of the parameter in each of the steps t, in the unit of the parameter."""
    raise NotImplementedError


@example(alternating_gradient_change)
def early_and_late_changes() -> tuple[dict[str, Any], Any]:
    change = np.array([0.1, -0.005263, 0.033579, -0.005263])
    return {"lr": 0.1, "beta1": 0.9, "t": np.array([1, 2, 3, 100])}, change


@law(
    alternating_gradient_change,
    en="No step is longer than the first one, and the parameter changes its direction in each step.",
    fr="Aucun pas n'est plus long que le premier, et le paramètre change de sens à chaque pas.",
)
def back_and_forth(f: Function, rng: Rng) -> tuple[Any, Any]:
    change = np.asarray(f(0.2, 0.6, np.arange(1, 9)))
    turned = change * (-1.0) ** np.arange(8)
    return change, np.clip(turned, 0.0, 0.2) * (-1.0) ** np.arange(8)


@law(
    alternating_gradient_change,
    en=r"With $\beta_1 = 0$ all steps have the length `lr`.",
    fr=r"Avec $\beta_1 = 0$, tous les pas ont la longueur `lr`.",
)
def steps_without_average(f: Function, rng: Rng) -> tuple[Any, Any]:
    return np.abs(f(0.2, 0.0, np.arange(1, 6))), np.full(5, 0.2)


rmsprop_and_adam = written(
    "3.2.4",
    points=2,
    words=(40, 150),
    en=r"""
    Compare RMSprop and Adam in 40 to 150 words: what they share; what Adam averages besides (with its
    equation); what else Adam does with its averages, and why; what all this changes in the first steps or
    with noisy gradients.
    """,
    fr=r"""
    Comparez RMSprop et Adam en 40 à 150 mots : ce qu'ils partagent ; ce qu'Adam moyenne en plus (avec son
    équation) ; ce qu'Adam fait encore de ses moyennes, et pourquoi ; ce que tout cela change dans les
    premiers pas ou avec des gradients bruités.
    """,
)
