"""Question 4.2: the cost of the generator.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="4.2", title=Text(en="The cost of the generator", fr="Le coût du générateur"))


@choice(
    "4.2.1",
    points=1,
    en=r"""
    The generator *minimises* its cost over a batch of noise $z_1, \dots, z_m$. Which cost is the
    **non-saturating** one? Give its letter, and for each option the reason that settles it.
    """,
    fr=r"""
    Le générateur *minimise* son coût sur un lot de bruit $z_1, \dots, z_m$. Quel coût est dit **non
    saturant** ? Donnez sa lettre, et pour chaque option la raison qui tranche.
    """,
    options={
        "a": Text(
            en=r"$\frac{1}{m} \sum_i \log(1 - D(G(z_i)))$", fr=r"$\frac{1}{m} \sum_i \log(1 - D(G(z_i)))$"
        ),
        "b": Text(en=r"$-\frac{1}{m} \sum_i \log D(G(z_i))$", fr=r"$-\frac{1}{m} \sum_i \log D(G(z_i))$"),
        "c": Text(
            en=r"$\frac{1}{m} \sum_i \log(1 - G(D(z_i)))$", fr=r"$\frac{1}{m} \sum_i \log(1 - G(D(z_i)))$"
        ),
        "d": Text(en=r"$-\frac{1}{m} \sum_i \log G(D(z_i))$", fr=r"$-\frac{1}{m} \sum_i \log G(D(z_i))$"),
    },
    reasons={
        "does_not_depend_on_generator": Text(
            en="it does not depend on the generator",
            fr="il ne dépend pas du générateur",
        ),
        "least_squares": Text(
            en="it is a squared distance to the label 1",
            fr="c'est une distance au carré à l'étiquette 1",
        ),
        "minimax_game": Text(
            en="it is the generator's term of the minimax game",
            fr="c'est le terme du générateur dans le jeu minimax",
        ),
        "needs_real_samples": Text(
            en="it cannot be computed without real samples",
            fr="il ne se calcule pas sans échantillons réels",
        ),
        "rewards_being_taken_for_real": Text(
            en="it maximises the log-probability that generated samples are taken for real",
            fr="il maximise la log-probabilité que les échantillons engendrés passent pour réels",
        ),
        "wrong_composition": Text(
            en="a probability is not what the generator takes as its input",
            fr="une probabilité n'est pas ce que le générateur prend en entrée",
        ),
    },
)
def non_saturating_cost() -> dict[str, str]:
    """The letter of the non-saturating cost, and for every option the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "4.2.2",
    points=1,
    en=r"""
    Compute the mean cost of the generator from the discriminator's **logits** of a batch of generated
    samples (any real numbers, $D = \sigma(l)$). `kind` is `"saturating"` (the cost of the minimax game) or
    `"non_saturating"` (your choice in 4.2.1). Both are to be minimised by the generator. The result must be
    finite and accurate for $|l|$ up to $10^4$.

    Example: the logits `[-2, 0, 1]` give `1.044446` for `"non_saturating"`.
    """,
    fr=r"""
    Calculez le coût moyen du générateur à partir des **logits** que le discriminateur donne à un lot
    d'échantillons engendrés (des réels quelconques, $D = \sigma(l)$). `kind` vaut `"saturating"` (le coût
    du jeu minimax) ou `"non_saturating"` (votre choix en 4.2.1). Le générateur minimise l'un comme l'autre.
    Le résultat doit être fini et précis pour $|l|$ jusqu'à $10^4$.

    Exemple : les logits `[-2, 0, 1]` donnent `1.044446` pour `"non_saturating"`.
    """,
)
def generator_loss(logits: Float[Array, " batch"], kind: str) -> float:
    """Mean cost of the generator over the batch, in nats; `kind` is "saturating" or "non_saturating"."""
    raise NotImplementedError


@example(generator_loss)
def three_logits() -> tuple[dict[str, Any], Any]:
    return {"logits": np.array([-2.0, 0.0, 1.0]), "kind": "non_saturating"}, 1.044446


@law(
    generator_loss,
    en="The two costs of the same batch add up to minus the mean logit.",
    fr="Les deux coûts d'un même lot ont pour somme l'opposé du logit moyen.",
)
def sum_of_costs(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits = rng.normal(0.0, 2.0, size=7)
    return f(logits, "saturating") + f(logits, "non_saturating"), -np.mean(logits)


@law(
    generator_loss,
    en="A batch in which every sample occurs twice has the same cost.",
    fr="Un lot où chaque échantillon figure deux fois a le même coût.",
)
def repeated_batch(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits = rng.normal(0.0, 2.0, size=4)
    kinds = ("saturating", "non_saturating")
    return tuple(f(np.tile(logits, 2), kind) for kind in kinds), tuple(f(logits, kind) for kind in kinds)


@picture(
    generator_loss,
    en=r"""
    Your two costs of a single generated sample against its logit $l$: non-saturating (solid) and saturating
    (dashed). On the left the discriminator rejects the sample. Where is each curve flat?
    """,
    fr=r"""
    Vos deux coûts d'un seul échantillon engendré en fonction de son logit $l$ : non saturant (trait plein) et
    saturant (tirets). À gauche, le discriminateur rejette l'échantillon. Où chaque courbe est-elle plate ?
    """,
)
def costs_against_logit(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    logits = np.linspace(-6.0, 6.0, 49)
    if f is not None:
        for kind, style in (("non_saturating", "-"), ("saturating", "--")):
            axes.plot(logits, [f(np.array([logit]), kind) for logit in logits], style, color="black")
    axes.axhline(0.0, color="0.7", linewidth=0.8, zorder=0)
    axes.axvline(0.0, color="0.7", linewidth=0.8, zorder=0)
    axes.set(xlabel="$l$", ylabel="nats", xlim=(-6, 6), ylim=(-6.5, 6.5))
