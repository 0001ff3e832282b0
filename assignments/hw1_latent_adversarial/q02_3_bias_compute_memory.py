"""Question 2.3: amortised or per-datum inference: bias, compute, memory.

Source: sheet 000, question 2.3 (6 points).
Papers: Cremer, Li and Duvenaud, "Inference Suboptimality in Variational Autoencoders", ICML 2018, section 3;
Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, section 2 (the recognition model).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw1_latent_adversarial.q02_2_amortization_gap import two_data
from autograder.question import (
    Function,
    Question,
    Rng,
    Text,
    derivation,
    example,
    law,
    part,
    picture,
    written,
)

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(
    number="2.3",
    title=Text(en="Bias, compute, memory", fr="Biais, calcul, mémoire"),
    text=Text(
        en=r"""
        Compare the two approaches of 2.2 in three respects. Each has a number that you can compute; 2.3.4
        asks what the three numbers mean.
        """,
        fr=r"""
        Comparez les deux approches de 2.2 sous trois aspects. À chacun correspond un nombre que vous pouvez
        calculer ; 2.3.4 demande ce que les trois nombres signifient.
        """,
    ),
)


@derivation(
    "2.3.1",
    points=1.5,
    lines={"bias_amortized": 0.4, "bias_instance": 0.4, "extra_bias": 0.2},
    key="bias_amortized",
    en=r"""
    The ELBO serves as an estimate of $\log p_\theta(x)$. How biased is it at best, when each approach has
    found its own optimum? For the arrays of 2.2 return three single numbers:

    - `bias_amortized`: the mean over the data of the ELBO minus $\log p_\theta(x_i)$, with $q_{\phi^*}$
    - `bias_instance`: the same with $q_i^*$ for each datum
    - `extra_bias`: the first minus the second

    You may call your function of 2.2.1. Example: the arrays of the example there give `-0.1835`, `-0.0173`
    and `-0.1662`.
    """,
    fr=r"""
    L'ELBO sert d'estimation de $\log p_\theta(x)$. Quel est son biais dans le meilleur des cas, quand chaque
    approche a trouvé son propre optimum ? Pour les tableaux de 2.2, renvoyez trois nombres :

    - `bias_amortized` : la moyenne sur les données de l'ELBO moins $\log p_\theta(x_i)$, avec $q_{\phi^*}$
    - `bias_instance` : la même chose avec $q_i^*$ pour chaque donnée
    - `extra_bias` : le premier moins le second

    Vous pouvez appeler votre fonction de 2.2.1. Exemple : les tableaux de l'exemple qui s'y trouve donnent
    `-0.1835`, `-0.0173` et `-0.1662`.
    """,
)
def best_case_bias(
    joint: Float[Array, "n K"], family: Float[Array, "P K"], encoders: Int[Array, "E n"]
) -> dict[str, float]:
    """The mean bias of the ELBO for each approach at its optimum, and the difference, in nats."""
    raise NotImplementedError


@example(best_case_bias, digits=4)
def biases_of_two_data() -> tuple[dict[str, Any], Any]:
    return two_data(), {"bias_amortized": -0.1835, "bias_instance": -0.0173, "extra_bias": -0.1662}


@law(
    best_case_bias,
    en="A training set in which every datum occurs three times has the same biases.",
    fr="Un ensemble d'entraînement où chaque donnée figure trois fois a les mêmes biais.",
)
def data_are_repeated(f: Function, rng: Rng) -> tuple[Any, Any]:
    joint, family = rng.uniform(0.05, 0.5, size=(4, 3)), rng.dirichlet(np.ones(3), size=5)
    encoders = rng.integers(0, 5, size=(3, 4))
    once = f(joint, family, encoders)
    thrice = f(np.repeat(joint, 3, axis=0), family, np.repeat(encoders, 3, axis=1))
    return thrice, {name: np.reshape(value, ()) for name, value in once.items()}


@law(
    best_case_bias,
    en="Both quantities estimate from below, and sharing an encoder never helps: no line is positive.",
    fr="Les deux quantités estiment par défaut, et partager un encodeur n'aide jamais : aucune ligne n'est "
    "positive.",
)
def never_positive(f: Function, rng: Rng) -> tuple[Any, Any]:
    joint, family = rng.uniform(0.05, 0.5, size=(3, 4)), rng.dirichlet(np.ones(4), size=6)
    lines = f(joint, family, rng.integers(0, 6, size=(4, 3)))
    names = "bias_amortized", "bias_instance", "extra_bias"
    values = np.array([np.reshape(lines[name], ()) for name in names])
    return values, np.minimum(values, 0.0)


@derivation(
    "2.3.2",
    points=1.5,
    lines={"amortized": 0.35, "per_instance": 0.35, "n_star": 0.3},
    en=r"""
    A model of the cost of inference for `n_new` new data. The encoder is trained once, at the cost
    `c_train`, and then run once for each datum, at the cost `c_encoder` a pass. Without an encoder, $q$ is
    fitted to each datum by `n_grad_steps` gradient steps, at the cost `c_elbo_grad` each. Return

    - `amortized`, `per_instance`: the total cost of each approach
    - `n_star`: the smallest whole number $n \ge 1$ of new data for which amortised inference is strictly
      cheaper, or `None` if there is none; it does not depend on `n_new`

    No cost is negative, `n_new` may be zero, and costs are multiples of $1/4$, so that sums and comparisons
    are exact.

    Example: `(n_new, n_grad_steps, c_encoder, c_elbo_grad, c_train) = (100, 50, 1, 2, 5000)` give `5100`,
    `10000` and `51`.
    """,
    fr=r"""
    Un modèle du coût de l'inférence pour `n_new` nouvelles données. L'encodeur est entraîné une fois, au coût
    `c_train`, puis exécuté une fois par donnée, au coût `c_encoder` par passage. Sans encodeur, $q$ est
    ajusté à chaque donnée par `n_grad_steps` pas de gradient, au coût `c_elbo_grad` chacun. Renvoyez

    - `amortized`, `per_instance` : le coût total de chaque approche
    - `n_star` : le plus petit nombre entier $n \ge 1$ de nouvelles données pour lequel l'inférence amortie
      est strictement moins chère, ou `None` s'il n'y en a pas ; il ne dépend pas de `n_new`

    Aucun coût n'est négatif, `n_new` peut être nul, et les coûts sont des multiples de $1/4$ : sommes et
    comparaisons sont exactes.

    Exemple : `(n_new, n_grad_steps, c_encoder, c_elbo_grad, c_train) = (100, 50, 1, 2, 5000)` donne `5100`,
    `10000` et `51`.
    """,
)
def inference_cost(
    n_new: int, n_grad_steps: int, c_encoder: float, c_elbo_grad: float, c_train: float
) -> dict[str, float | None]:
    """The cost of each approach in the unit of the arguments, and the number of data where they cross."""
    raise NotImplementedError


@example(inference_cost)
def hundred_new_data() -> tuple[dict[str, Any], Any]:
    costs = {"n_new": 100, "n_grad_steps": 50, "c_encoder": 1.0, "c_elbo_grad": 2.0, "c_train": 5000.0}
    return costs, {"amortized": 5100.0, "per_instance": 10000.0, "n_star": 51}


@law(
    inference_cost,
    en="With `n_star` new data amortised inference is strictly cheaper, with one less it is not.",
    fr="Avec `n_star` nouvelles données, l'inférence amortie est strictement moins chère ; avec une de "
    "moins, elle ne l'est pas.",
)
def cheaper_from_n_star(f: Function, rng: Rng) -> tuple[Any, Any]:
    settings = int(rng.integers(3, 9)), 1.0, 2.0, 40.0
    n_star = int(f(10, *settings)["n_star"])
    costs = [f(n, *settings) for n in (n_star - 1, n_star)]
    return [bool(cost["amortized"] < cost["per_instance"]) for cost in costs], [False, True]


@law(
    inference_cost,
    en="Another unit of cost multiplies both costs and leaves `n_star`.",
    fr="Une autre unité de coût multiplie les deux coûts et ne change pas `n_star`.",
)
def unit_is_free(f: Function, rng: Rng) -> tuple[Any, Any]:
    before, after = f(30, 6, 1.5, 2.0, 100.0), f(30, 6, 6.0, 8.0, 400.0)
    factors = {"amortized": 4, "per_instance": 4, "n_star": 1}
    return after, {name: factor * np.reshape(before[name], ()) for name, factor in factors.items()}


@picture(
    inference_cost,
    en=r"""
    Your costs against the number of new data: amortised (solid) and per datum (dashed); the vertical line is
    your `n_star`. On the right the training costs twice as much. What happens to the crossing?
    """,
    fr=r"""
    Vos coûts en fonction du nombre de nouvelles données : amorti (trait plein) et par donnée (tirets) ; la
    droite verticale est votre `n_star`. À droite, l'entraînement coûte deux fois plus. Que devient le
    croisement ?
    """,
)
def crossing_costs(f: Function | None, figure: Any) -> None:
    panels = figure.subplots(1, 2, sharey=True)
    for axes, c_train in zip(panels, (2000.0, 4000.0), strict=True):
        axes.set(
            xlabel="$n$", xlim=(0, 200), ylim=(0, 12000), title=rf"$c_{{\mathrm{{train}}}} = {c_train:g}$"
        )
        if f is None:
            continue
        sizes = np.arange(0, 201, 20)
        costs = [f(int(n), 25, 1.0, 2.0, c_train) for n in sizes]
        axes.plot(sizes, [float(cost["amortized"]) for cost in costs], "-", color="black")
        axes.plot(sizes, [float(cost["per_instance"]) for cost in costs], "--", color="black")
        if costs[0]["n_star"] is not None:
            axes.axvline(float(costs[0]["n_star"]), color="tab:blue", linewidth=1)


@part(
    "2.3.3",
    points=1.5,
    en=r"""
    How many numbers have to be stored for inference on `n` data? Amortised inference stores the encoder, a
    chain of dense layers with biases; `layer_sizes` lists the sizes of all its layers, from the size of $x$
    to the number of parameters of a member of $\mathcal{Q}$ (for a normal distribution, its means and
    deviations). Per-datum inference stores the parameters of a member of $\mathcal{Q}$ for each datum.
    Return a dictionary of whole numbers:

    - `amortized`, `per_instance`: how many numbers each approach stores
    - `n_star`: the smallest `n` for which per-datum inference stores strictly more

    Example: `n = 60000` and `layer_sizes = [784, 500, 40]` give `412540`, `2400000` and `10314`.
    """,
    fr=r"""
    Combien de nombres faut-il stocker pour l'inférence sur `n` données ? L'inférence amortie stocke
    l'encodeur, une suite de couches denses avec biais ; `layer_sizes` donne les tailles de toutes ses
    couches, de la taille de $x$ au nombre de paramètres d'un membre de $\mathcal{Q}$ (pour une loi normale,
    ses moyennes et écarts-types). L'inférence par donnée stocke les paramètres d'un membre de $\mathcal{Q}$
    pour chaque donnée. Renvoyez un dictionnaire d'entiers :

    - `amortized`, `per_instance` : combien de nombres stocke chaque approche
    - `n_star` : le plus petit `n` pour lequel l'inférence par donnée en stocke strictement plus

    Exemple : `n = 60000` et `layer_sizes = [784, 500, 40]` donnent `412540`, `2400000` et `10314`.
    """,
)
def variational_storage(n: int, layer_sizes: list[int]) -> dict[str, int]:
    """How many numbers each approach stores, and from how many data on per-datum inference stores more."""
    raise NotImplementedError


@example(variational_storage)
def one_hidden_layer() -> tuple[dict[str, Any], Any]:
    counts = {"amortized": 412540, "per_instance": 2400000, "n_star": 10314}
    return {"n": 60000, "layer_sizes": [784, 500, 40]}, counts


@law(
    variational_storage,
    en="A chain of layers stores as much as its two pieces when it is cut at a hidden layer.",
    fr="Une suite de couches stocke autant que ses deux morceaux quand on la coupe à une couche cachée.",
)
def chain_is_cut(f: Function, rng: Rng) -> tuple[Any, Any]:
    sizes = [int(size) for size in rng.integers(2, 9, size=4)]
    pieces = [f(3, sizes[:3])["amortized"], f(3, sizes[2:])["amortized"]]
    return f(3, sizes)["amortized"], np.reshape(np.sum(pieces), ())


@law(
    variational_storage,
    en="With `n_star` data per-datum inference stores more than the encoder, with one less it does not.",
    fr="Avec `n_star` données, l'inférence par donnée stocke plus que l'encodeur ; avec une de moins, non.",
)
def more_from_n_star(f: Function, rng: Rng) -> tuple[Any, Any]:
    sizes = [int(size) for size in rng.integers(2, 9, size=3)]
    n_star = int(f(1, sizes)["n_star"])
    stored = [f(n, sizes) for n in (n_star - 1, n_star)]
    return [bool(count["per_instance"] > count["amortized"]) for count in stored], [False, True]


comparison_of_approaches = written(
    "2.3.4",
    points=1.5,
    words=(60, 220),
    letters="abc",
    en=r"""
    Compare amortised and per-datum inference, in one to three sentences for each letter:

    - (a) **Bias.** When each approach is at its optimum, whose ELBO is the less biased estimate of
      $\log p_\theta(x)$, and why? Is either of them unbiased?
    - (b) **Compute.** What does a new datum cost, and what has to be paid beforehand?
    - (c) **Memory.** How does the number of stored parameters grow with $n$, and which approach stores less?
    """,
    fr=r"""
    Comparez l'inférence amortie et l'inférence par donnée, en une à trois phrases par lettre :

    - (a) **Biais.** Quand chaque approche est à son optimum, laquelle a l'ELBO le moins biaisé comme
      estimation de $\log p_\theta(x)$, et pourquoi ? L'une des deux est-elle sans biais ?
    - (b) **Calcul.** Que coûte une nouvelle donnée, et que faut-il payer d'avance ?
    - (c) **Mémoire.** Comment le nombre de paramètres stockés croît-il avec $n$, et quelle approche en stocke
      le moins ?
    """,
)
