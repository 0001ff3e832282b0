"""Question 2.2: one encoder for all data against the best member for each datum.

Source: sheet 000, question 2.2 (5 points).
Paper: Cremer, Li and Duvenaud, "Inference Suboptimality in Variational Autoencoders", ICML 2018, section 3.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(
    number="2.2",
    title=Text(en="The amortisation gap", fr="L'écart d'amortissement"),
    text=Text(
        en=r"""
        The parameters $\theta$ are fixed. For the training data $x_1, \dots, x_n$ let $\phi^*$ maximise
        $\sum_i \mathcal{L}(q_\phi(z \mid x_i); x_i)$, and let $q_i^*$ be the member of $\mathcal{Q}$ that
        maximises $\mathcal{L}(q; x_i)$ for datum $i$ alone. Which is larger,
        $\mathrm{KL}(q_{\phi^*}(z \mid x_i) \,\|\, p_\theta(z \mid x_i))$ or
        $\mathrm{KL}(q_i^* \,\|\, p_\theta(z \mid x_i))$? For the average datum, or for each one?

        Three arrays describe such a situation, here and in 2.3.1:

        - `joint`, shape `(n, K)`: row `i` holds $p_\theta(x_i, z)$ for each state $z$, all positive
        - `family`, shape `(P, K)`: each row is a member of $\mathcal{Q}$, a probability vector
        - `encoders`, shape `(E, n)`: each row is an encoder that the network can represent; its entry `i` is
          the index of the row of `family` (from 0) that it returns for $x_i$
        """,
        fr=r"""
        Les paramètres $\theta$ sont fixés. Pour les données d'entraînement $x_1, \dots, x_n$, soit $\phi^*$
        le maximiseur de $\sum_i \mathcal{L}(q_\phi(z \mid x_i); x_i)$, et soit $q_i^*$ le membre de
        $\mathcal{Q}$ qui maximise $\mathcal{L}(q; x_i)$ pour la seule donnée $i$. Laquelle est la plus
        grande, $\mathrm{KL}(q_{\phi^*}(z \mid x_i) \,\|\, p_\theta(z \mid x_i))$ ou
        $\mathrm{KL}(q_i^* \,\|\, p_\theta(z \mid x_i))$ ? Pour la donnée moyenne, ou pour chacune ?

        Trois tableaux décrivent une telle situation, ici et en 2.3.1 :

        - `joint`, forme `(n, K)` : la ligne `i` contient $p_\theta(x_i, z)$ pour chaque état $z$, partout
          strictement positive
        - `family`, forme `(P, K)` : chaque ligne est un membre de $\mathcal{Q}$, un vecteur de probabilités
        - `encoders`, forme `(E, n)` : chaque ligne est un encodeur que le réseau peut représenter ; son
          élément `i` est l'indice de la ligne de `family` (à partir de 0) qu'il renvoie pour $x_i$
        """,
    ),
)


@derivation(
    "2.2.1",
    points=3.5,
    lines={"elbo": 0.2, "log_px": 0.1, "kl_amortized": 0.3, "kl_instance": 0.2, "gap": 0.2},
    key="kl_amortized",
    en=r"""
    Compute both divergences exactly. Return

    - `elbo`, shape `(n, P)`: the ELBO of each datum (row) with each member of the family (column)
    - `log_px`, shape `(n,)`: $\log p_\theta(x_i)$
    - `kl_amortized`, shape `(n,)`: $\mathrm{KL}(q_{\phi^*}(z \mid x_i) \,\|\, p_\theta(z \mid x_i))$
    - `kl_instance`, shape `(n,)`: $\mathrm{KL}(q_i^* \,\|\, p_\theta(z \mid x_i))$
    - `gap`, shape `(n,)`: how much the larger of the two exceeds the smaller. Which one is the larger is the
      same for every datum of every model: find it, and prove it.

    Members of the family may have zeros.

    Example: `joint = [[0.4, 0.1], [0.1, 0.3]]`, `family = [[0.7, 0.3], [0.5, 0.5], [0.3, 0.7]]` and
    `encoders = [[0, 0], [1, 1]]` give `[[-0.7213, -0.9163, -1.2758], [-1.3621, -1.0601, -0.9227]]`,
    `[-0.6931, -0.9163]`, `[0.2231, 0.1438]`, `[0.0282, 0.0064]` and `[0.1950, 0.1374]`.
    """,
    fr=r"""
    Calculez exactement les deux divergences. Renvoyez

    - `elbo`, forme `(n, P)` : l'ELBO de chaque donnée (ligne) avec chaque membre de la famille (colonne)
    - `log_px`, forme `(n,)` : $\log p_\theta(x_i)$
    - `kl_amortized`, forme `(n,)` : $\mathrm{KL}(q_{\phi^*}(z \mid x_i) \,\|\, p_\theta(z \mid x_i))$
    - `kl_instance`, forme `(n,)` : $\mathrm{KL}(q_i^* \,\|\, p_\theta(z \mid x_i))$
    - `gap`, forme `(n,)` : de combien la plus grande des deux dépasse la plus petite. La plus grande est la
      même pour toute donnée de tout modèle : trouvez laquelle, et démontrez-le.

    Les membres de la famille peuvent avoir des zéros.

    Exemple : `joint = [[0.4, 0.1], [0.1, 0.3]]`, `family = [[0.7, 0.3], [0.5, 0.5], [0.3, 0.7]]` et
    `encoders = [[0, 0], [1, 1]]` donnent `[[-0.7213, -0.9163, -1.2758], [-1.3621, -1.0601, -0.9227]]`,
    `[-0.6931, -0.9163]`, `[0.2231, 0.1438]`, `[0.0282, 0.0064]` et `[0.1950, 0.1374]`.
    """,
)
def amortization_gap(
    joint: Float[Array, "n K"], family: Float[Array, "P K"], encoders: Int[Array, "E n"]
) -> dict[str, Array]:
    """Both divergences from the posterior for each datum, what they come from, and their gap, in nats."""
    raise NotImplementedError


def two_data() -> dict[str, Any]:
    """The arguments of the example, which is also that of 2.3.1."""
    joint, family = np.array([[0.4, 0.1], [0.1, 0.3]]), np.array([[0.7, 0.3], [0.5, 0.5], [0.3, 0.7]])
    return {"joint": joint, "family": family, "encoders": np.array([[0, 0], [1, 1]])}


@example(amortization_gap, digits=4)
def lines_of_two_data() -> tuple[dict[str, Any], Any]:
    return two_data(), {
        "elbo": np.array([[-0.7213, -0.9163, -1.2758], [-1.3621, -1.0601, -0.9227]]),
        "log_px": np.array([-0.6931, -0.9163]),
        "kl_amortized": np.array([0.2231, 0.1438]),
        "kl_instance": np.array([0.0282, 0.0064]),
        "gap": np.array([0.1950, 0.1374]),
    }


@law(
    amortization_gap,
    en="Multiplying the joint by $c$ adds $\\log c$ to `elbo` and `log_px`, and changes nothing else.",
    fr="Multiplier la loi jointe par $c$ ajoute $\\log c$ à `elbo` et à `log_px`, et ne change rien d'autre.",
)
def joint_is_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    joint, family = rng.uniform(0.05, 0.5, size=(4, 3)), rng.dirichlet(np.ones(3), size=5)
    encoders = rng.integers(0, 5, size=(3, 4))
    before, after = f(joint, family, encoders), f(0.1 * joint, family, encoders)
    shifts = {"elbo": np.log(0.1), "log_px": np.log(0.1), "kl_amortized": 0.0, "kl_instance": 0.0, "gap": 0.0}
    shapes = {"elbo": (4, 5)}
    moved = {name: np.reshape(before[name], shapes.get(name, 4)) + shift for name, shift in shifts.items()}
    return {name: after[name] for name in shifts}, moved


@law(
    amortization_gap,
    en=r"When $\mathcal{Q}$ holds the posteriors and the network can represent every choice, nothing is "
    r"lost: both divergences and the gap are zero.",
    fr=r"Quand $\mathcal{Q}$ contient les postérieurs et que le réseau peut représenter tous les choix, rien "
    r"n'est perdu : les deux divergences et l'écart sont nuls.",
)
def nothing_is_lost(f: Function, rng: Rng) -> tuple[Any, Any]:
    joint = rng.uniform(0.05, 0.5, size=(3, 4))
    encoders = np.array(list(product(range(3), repeat=3)))
    lines = f(joint, joint / joint.sum(axis=1, keepdims=True), encoders)
    return [lines[name] for name in ("kl_amortized", "kl_instance", "gap")], [np.zeros(3)] * 3


@speed(
    amortization_gap,
    sizes=(45, 90, 180),
    unit=Text(en="the common number of data and members", fr="le nombre commun de données et de membres"),
    growth=2,
    within=8,
    milliseconds=0.14,
    en="A Python loop over all pairs of a datum and a member is what usually costs more: the ELBOs are a "
    "product of matrices.",
    fr="Une boucle Python sur toutes les paires d'une donnée et d'un membre est ce qui coûte d'ordinaire "
    "davantage : les ELBO sont un produit de matrices.",
)
def as_many_members_as_data(rng: Rng, data: int) -> dict[str, Any]:
    joint, family = rng.uniform(0.02, 0.5, size=(data, 4)), rng.dirichlet(np.ones(4), size=data)
    return {"joint": joint, "family": family, "encoders": rng.integers(0, data, size=(100, data))}


@picture(
    amortization_gap,
    en=r"""
    Your two divergences for five data that share an encoder: $q_i^*$ (white, with `gap` hatched on top) and
    $q_{\phi^*}$ (grey). If your lines fit together, both bars of a pair are equally high. For which data does
    sharing cost nothing?
    """,
    fr=r"""
    Vos deux divergences pour cinq données qui partagent un encodeur : $q_i^*$ (blanc, surmonté de `gap` en
    hachures) et $q_{\phi^*}$ (gris). Si vos lignes concordent, les deux barres d'une paire ont la même
    hauteur. Pour quelles données le partage ne coûte-t-il rien ?
    """,
)
def pairs_of_bars(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    data = np.arange(1, 6)
    axes.set(xticks=data, xlabel="$i$", ylabel=r"$\mathrm{KL}$", xlim=(0.4, 6.4))
    axes.axhline(0.0, color="black", linewidth=0.8)
    if f is None:
        axes.set(yticks=[])
        return
    first = np.array([0.95, 0.75, 0.6, 0.45, 0.3])
    members = np.array([0.85, 0.55, 0.2])
    encoders = np.array([[0, 0, 0, 1, 1], [0, 1, 1, 1, 1]])
    lines = f(np.stack([first, 1 - first], 1) / 5, np.stack([members, 1 - members], 1), encoders)
    amortized, instance, gap = (np.ravel(lines[key]) for key in ("kl_amortized", "kl_instance", "gap"))
    edge = {"width": 0.36, "edgecolor": "black"}
    axes.bar(data - 0.19, instance, color="white", label="$q_i^*$", **edge)
    axes.bar(data - 0.19, gap, bottom=instance, color="white", hatch="////", **edge)
    axes.bar(data + 0.19, amortized, color="0.7", label=r"$q_{\phi^*}$", **edge)
    axes.legend(loc="upper right")


@part(
    "2.2.2",
    points=1.5,
    en=r"""
    Show by an example that the comparison is made datum by datum, and that the inequality can be strict.
    Return a tuple `(joint, family, encoders)`, arguments of 2.2.1, with at least two data, such that

    - for at least one datum the gap exceeds $0.01$;
    - for at least one other datum the gap is zero.

    No axis may be longer than 50, and rows of `family` sum to one within $10^{-6}$. Any such example is
    right; if several encoders are best, one with these properties is enough.

    The form, with an example that is not a solution: `joint = [[0.4, 0.1], [0.1, 0.4]]`,
    `family = [[0.8, 0.2], [0.2, 0.8]]`, `encoders = [[0, 1]]`.
    """,
    fr=r"""
    Montrez par un exemple que la comparaison se fait donnée par donnée, et que l'inégalité peut être stricte.
    Renvoyez un tuple `(joint, family, encoders)`, des arguments de 2.2.1, avec au moins deux données, tel que

    - pour au moins une donnée, l'écart dépasse $0.01$ ;
    - pour au moins une autre donnée, l'écart est nul.

    Aucun axe ne dépasse 50, et les lignes de `family` ont pour somme un à $10^{-6}$ près. Tout exemple de ce
    genre est juste ; si plusieurs encodeurs sont les meilleurs, il suffit que l'un d'eux convienne.

    La forme, avec un exemple qui n'est pas une solution : `joint = [[0.4, 0.1], [0.1, 0.4]]`,
    `family = [[0.8, 0.2], [0.2, 0.8]]`, `encoders = [[0, 1]]`.
    """,
)
def strict_gap_witness() -> tuple[Float[Array, "n K"], Float[Array, "P K"], Int[Array, "E n"]]:
    """A situation (joint, family, encoders) with a strict gap for one datum and none for another."""
    raise NotImplementedError


@law(
    strict_gap_witness,
    en="There are two data or more, every member sums to one, and encoders name rows of the family.",
    fr="Il y a au moins deux données, chaque membre a pour somme un, et les encodeurs désignent des lignes "
    "de la famille.",
)
def describes_a_situation(f: Function, rng: Rng) -> tuple[Any, Any]:
    joint, family, encoders = (np.asarray(array) for array in f())
    sums = bool(np.all(np.abs(family.sum(axis=1) - 1) <= 1e-6))
    named = bool(np.isin(encoders, np.arange(len(family))).all())
    return [len(joint) >= 2, sums, named], [True, True, True]
