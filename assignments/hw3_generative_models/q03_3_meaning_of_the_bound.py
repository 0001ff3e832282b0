"""Question 3.3: what the bound means.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="3.3", title=Text(en="What the bound means", fr="Ce que signifie la borne"))


@choice(
    "3.3.1",
    points=1.5,
    several=True,
    en=r"""
    What follows from 3.2? Give all right statements under `answer`, as their letters in alphabetical order
    (for instance `"bc"`), and under each letter the name of the reason that settles the statement, for or
    against. Two reasons are not needed.
    """,
    fr=r"""
    Que peut-on tirer de 3.2 ? Donnez tous les énoncés justes sous `answer`, par leurs lettres dans l'ordre
    alphabétique (par exemple `"bc"`) et, sous chaque lettre, le nom de la raison qui tranche l'énoncé, pour
    ou contre. Deux raisons ne servent pas.
    """,
    options={
        "a": Text(
            en=r"The ELBO is a lower bound of $\log p(x)$.",
            fr=r"L'ELBO est une borne inférieure de $\log p(x)$.",
        ),
        "b": Text(
            en=r"For a fixed model $p$, maximising the ELBO over $q$ amounts to minimising "
            r"$\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$.",
            fr=r"Pour un modèle $p$ fixé, maximiser l'ELBO sur $q$ revient à minimiser "
            r"$\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$.",
        ),
        "c": Text(
            en="The ELBO matters in theory only; latent variable models cannot be trained with it.",
            fr="L'ELBO n'a qu'un intérêt théorique ; on ne peut pas entraîner avec lui de modèles à "
            "variable latente.",
        ),
        "d": Text(
            en="How tight the bound is depends on the choice of $q$.",
            fr="Selon le choix de $q$, la borne est plus ou moins serrée.",
        ),
    },
    reasons={
        "gap_is_not_negative": Text(
            en="what is missing is a divergence, and no divergence is negative",
            fr="ce qui manque est une divergence, et aucune divergence n'est négative",
        ),
        "marginal_stays_fixed": Text(
            en="the sum of both does not change, so one rises as much as the other falls",
            fr="la somme des deux ne change pas : l'un monte autant que l'autre descend",
        ),
        "stochastic_gradients": Text(
            en="it is an expectation under $q$ whose gradient can be estimated from samples",
            fr="c'est une espérance sous $q$ dont le gradient s'estime par échantillonnage",
        ),
        "gap_changes_with_q": Text(
            en="what is missing is zero for one $q$ and grows as $q$ departs from it",
            fr="ce qui manque est nul pour un certain $q$ et croît quand $q$ s'en éloigne",
        ),
        "bound_is_upper": Text(en="the bound is an upper bound", fr="la borne est une borne supérieure"),
        "needs_exact_posterior": Text(
            en="it cannot be evaluated without the exact posterior",
            fr="on ne peut pas l'évaluer sans le postérieur exact",
        ),
    },
)
def elbo_consequences() -> dict[str, str]:
    """The letters of all right statements, and for every statement the name of the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "3.3.2",
    points=1.5,
    en=r"""
    Statement (b) of 3.3.1 fixes the model. Show that this matters: give two models for the same $x$, each
    with its own $q$, such that both the ELBO and $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$ rise by at
    least $0.1$ nats from the first to the second.

    Return a dictionary of four arrays of the same length $K$, at most 100 and of your choice: `log_joint_1`,
    `log_q_1`, `log_joint_2`, `log_q_2`. As $x$ is discrete, $\sum_z p(x, z)$ is a probability, and each $q$
    sums to one. Any pair of models that does it is right.
    """,
    fr=r"""
    L'énoncé (b) de 3.3.1 fixe le modèle. Montrez que cela compte : donnez deux modèles pour le même $x$,
    chacun avec son $q$, tels que l'ELBO et $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$ augmentent tous
    deux d'au moins $0.1$ nat du premier au second.

    Renvoyez un dictionnaire de quatre tableaux de même longueur $K$, au plus 100 et à votre choix :
    `log_joint_1`, `log_q_1`, `log_joint_2`, `log_q_2`. Comme $x$ est discret, $\sum_z p(x, z)$ est une
    probabilité, et chaque $q$ somme à un. Toute paire de modèles qui le fait est juste.
    """,
)
def both_rise_witness() -> dict[str, Float[Array, " K"]]:
    """Two models for one example, each with its own q, as log-probabilities of the states, in nats."""
    raise NotImplementedError


@law(both_rise_witness, en="Each $q$ sums to one.", fr="Chaque $q$ somme à un.")
def both_sum_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    answer = f()
    return np.stack([np.exp(answer[name]).sum() for name in ("log_q_1", "log_q_2")]), np.ones(2)


@law(
    both_rise_witness,
    en="$p(x)$ is at most one in both models.",
    fr="$p(x)$ vaut au plus un dans les deux modèles.",
)
def marginals_are_probabilities(f: Function, rng: Rng) -> tuple[Any, Any]:
    answer = f()
    marginals = np.stack([np.exp(answer[name]).sum() for name in ("log_joint_1", "log_joint_2")])
    return marginals, np.minimum(marginals, 1.0)


@picture(
    both_rise_witness,
    en=r"""
    Your two models, in nats: $\log p(x)$ (square), the ELBO (triangle), and between them the divergence from
    the posterior (bar, with its value). The triangle must be higher on the right, and the bar longer.
    """,
    fr=r"""
    Vos deux modèles, en nats : $\log p(x)$ (carré), l'ELBO (triangle) et, entre les deux, la divergence au
    postérieur (barre, avec sa valeur). À droite, le triangle doit être plus haut et la barre plus longue.
    """,
)
def two_models(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set(xlim=(0.6, 3.0), xticks=[1, 2], xticklabels=["$1$", "$2$"])
    axes.grid(axis="y", color="0.9")
    if f is None:
        return
    answer = f()
    for place in (1, 2):
        log_joint, log_q = (np.ravel(answer[f"{name}_{place}"]) for name in ("log_joint", "log_q"))
        drawn = np.exp(log_q) > 0
        elbo = float(np.sum(np.exp(log_q[drawn]) * (log_joint[drawn] - log_q[drawn])))
        log_px = float(np.logaddexp.reduce(log_joint))
        axes.plot([place, place], [elbo, log_px], color="tab:blue", linewidth=4, zorder=1)
        labels = (r"$\log p(x)$", r"$\mathrm{ELBO}$") if place == 1 else (None, None)
        axes.plot(place, log_px, "s", color="black", label=labels[0])
        axes.plot(place, elbo, "v", color="black", label=labels[1])
        note = rf"$\mathrm{{KL}} = {log_px - elbo:.3f}$"
        axes.annotate(note, (place, (elbo + log_px) / 2), (12, 0), textcoords="offset points", va="center")
    axes.margins(y=0.15)
    axes.legend(loc="upper right")
