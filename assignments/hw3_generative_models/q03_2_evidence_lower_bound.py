"""Question 3.2: the evidence lower bound, derived twice.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.2",
    title=Text(
        en="The evidence lower bound, derived twice", fr="La borne inférieure, obtenue de deux façons"
    ),
)


@derivation(
    "3.2a.1",
    points=2.5,
    lines=["kl_definition", "kl_bayes", "neg_elbo", "constant", "log_px"],
    key="kl_bayes",
    en=r"""
    Expand $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$ until $\log p(x)$ stands alone, and return the value
    of each line for each example, shape `(batch,)`:

    - `kl_definition`: the divergence by its definition, from `log_q` and `log_posterior`
    - `kl_bayes`: the same sum after the rule of Bayes, from `log_q`, `log_px` and `log_joint`
    - `neg_elbo`: the terms of `kl_bayes` without $\log p(x)$
    - `constant`: the terms of `kl_bayes` with $\log p(x)$
    - `log_px`: what the identity gives for $\log p(x)$, from `kl_definition` and `neg_elbo`

    Evaluate each line literally, from the arrays that it names. They need not fit together, and $q$ need not
    sum to one: then the lines differ, and the check can tell which one is wrong.

    Example: `log_px = [-1]`, `log_joint = [[-2, -3]]`, `log_posterior = [[-0.5, -1.5]]` and `log_q` of
    $(0.4, 0.6)$ give `0.4270`, `0.9270`, `1.9270`, `-1.0000`, `-1.5000`.
    """,
    fr=r"""
    Développez $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$ jusqu'à isoler $\log p(x)$, et renvoyez la
    valeur de chaque ligne pour chaque exemple, de forme `(batch,)` :

    - `kl_definition` : la divergence par sa définition, à partir de `log_q` et `log_posterior`
    - `kl_bayes` : la même somme après la règle de Bayes, à partir de `log_q`, `log_px` et `log_joint`
    - `neg_elbo` : les termes de `kl_bayes` sans $\log p(x)$
    - `constant` : les termes de `kl_bayes` avec $\log p(x)$
    - `log_px` : ce que l'identité donne pour $\log p(x)$, à partir de `kl_definition` et `neg_elbo`

    Évaluez chaque ligne littéralement, avec les tableaux qu'elle nomme. Ceux-ci ne sont pas forcément
    cohérents, et $q$ ne somme pas forcément à un : les lignes diffèrent alors, et la vérification peut dire
    laquelle est fausse.

    Exemple : `log_px = [-1]`, `log_joint = [[-2, -3]]`, `log_posterior = [[-0.5, -1.5]]` et `log_q` de
    $(0.4, 0.6)$ donnent `0.4270`, `0.9270`, `1.9270`, `-1.0000`, `-1.5000`.
    """,
)
def elbo_decomposition(
    log_px: Float[Array, " batch"],
    log_joint: Float[Array, "batch K"],
    log_posterior: Float[Array, "batch K"],
    log_q: Float[Array, "batch K"],
) -> dict[str, Float[Array, " batch"]]:
    """The five lines of the decomposition, one value for each example, in nats."""
    raise NotImplementedError


@law(
    elbo_decomposition,
    en=r"On a consistent model the last line is $\log p(x)$, whatever $q$ is.",
    fr=r"Sur un modèle cohérent, la dernière ligne est $\log p(x)$, quel que soit $q$.",
)
def identity(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4))
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    return f(log_px, log_joint, log_joint - log_px[:, None], log_q)["log_px"], log_px


@law(
    elbo_decomposition,
    en="The two terms add up to the line before them, even on arrays that do not fit together.",
    fr="Les deux termes ont pour somme la ligne qui les précède, même sur des tableaux incohérents.",
)
def terms_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=4), *rng.normal(size=(3, 4, 3)))
    return np.add(lines["neg_elbo"], lines["constant"]), lines["kl_bayes"]


@derivation(
    "3.2a.2",
    points=1.5,
    lines=["recon", "kl_prior", "recon_minus_kl", "entropy", "energy_plus_entropy", "joint_form"],
    en=r"""
    The ELBO is written in several ways. Here `log_likelihood` holds $\log p(x \mid z)$ and `log_prior` holds
    $\log p(z)$, one column for each state. Return, each of shape `(batch,)`:

    - `recon`: the expected log-likelihood, the reconstruction term
    - `kl_prior`: the divergence between $q(z \mid x)$ and the prior that appears in the ELBO
    - `recon_minus_kl`: the ELBO from these two
    - `entropy`: the entropy of $q(z \mid x)$
    - `energy_plus_entropy`: the ELBO from $\log p(x, z)$ and the entropy
    - `joint_form`: the ELBO as one expectation of a log-ratio

    Remember the states with $q = 0$. Example: likelihoods $(0.2, 0.6)$, prior $(0.5, 0.5)$ and
    $q = (0.25, 0.75)$ have an ELBO of `-0.9163` with `recon = -0.7855` and `entropy = 0.5623`.
    """,
    fr=r"""
    L'ELBO s'écrit de plusieurs façons. Ici `log_likelihood` contient $\log p(x \mid z)$ et `log_prior`
    contient $\log p(z)$, une colonne par état. Renvoyez, chacune de forme `(batch,)` :

    - `recon` : l'espérance de la log-vraisemblance, le terme de reconstruction
    - `kl_prior` : la divergence entre $q(z \mid x)$ et l'a priori qui apparaît dans l'ELBO
    - `recon_minus_kl` : l'ELBO à partir de ces deux valeurs
    - `entropy` : l'entropie de $q(z \mid x)$
    - `energy_plus_entropy` : l'ELBO à partir de $\log p(x, z)$ et de l'entropie
    - `joint_form` : l'ELBO comme une seule espérance d'un log-rapport

    Pensez aux états où $q = 0$. Exemple : les vraisemblances $(0.2, 0.6)$, l'a priori $(0.5, 0.5)$ et
    $q = (0.25, 0.75)$ ont un ELBO de `-0.9163` avec `recon = -0.7855` et `entropy = 0.5623`.
    """,
)
def elbo_forms(
    log_likelihood: Float[Array, "batch K"],
    log_prior: Float[Array, "batch K"],
    log_q: Float[Array, "batch K"],
) -> dict[str, Float[Array, " batch"]]:
    """Three forms of the ELBO and the terms they are made of, one value for each example, in nats."""
    raise NotImplementedError


@law(elbo_forms, en="The three forms agree.", fr="Les trois formes coïncident.")
def forms_agree(f: Function, rng: Rng) -> tuple[Any, Any]:
    prior, q = rng.dirichlet(np.ones(5), size=(2, 3))
    lines = f(rng.normal(-2.0, 1.0, size=(3, 5)), np.log(prior), np.log(q))
    forms = [lines[name] for name in ("recon_minus_kl", "energy_plus_entropy")]
    return np.stack(forms), np.stack([lines["joint_form"]] * 2)


@law(
    elbo_forms,
    en="A uniform $q$ on $K$ states has the entropy $\\log K$, and no divergence from a uniform prior.",
    fr="Une loi $q$ uniforme sur $K$ états a pour entropie $\\log K$ et ne diverge pas d'un a priori "
    "uniforme.",
)
def uniform_case(f: Function, rng: Rng) -> tuple[Any, Any]:
    uniform = np.full((2, 4), -np.log(4.0))
    lines = f(rng.normal(size=(2, 4)), uniform, uniform)
    return np.stack([lines["entropy"], lines["kl_prior"]]), np.stack([np.full(2, np.log(4.0)), np.zeros(2)])


@derivation(
    "3.2b.1",
    points=2.5,
    lines={"log_px": 1.0, "log_mean_weight": 2.0, "elbo": 2.0, "gap": 1.0},
    key="elbo",
    en=r"""
    The same bound by Jensen's inequality. Return the value of each step, each of shape `(batch,)`:

    - `log_px`: $\log p(x)$, from `log_joint` alone
    - `log_mean_weight`: the logarithm of the expectation of $w$ under $q$
    - `elbo`: what Jensen's inequality makes of it
    - `gap`: by how much `elbo` is below `log_px`

    Here $q$ sums to one, but it may miss states that the joint does not. Log-joints may be near $-5000$.

    Examples: joint $(0.1, 0.3, 0.1)$ and $q = (0.25, 0.5, 0.25)$ give `-0.6931`, `-0.6931`, `-0.7136`,
    `0.0204`; joint $(0.2, 0.3, 0.1)$ and $q = (0.5, 0.5, 0)$ give `-0.5108`, `-0.6931`, `-0.7136`, `0.2027`.
    """,
    fr=r"""
    La même borne par l'inégalité de Jensen. Renvoyez la valeur de chaque étape, chacune de forme `(batch,)` :

    - `log_px` : $\log p(x)$, à partir de `log_joint` seul
    - `log_mean_weight` : le logarithme de l'espérance de $w$ sous $q$
    - `elbo` : ce que l'inégalité de Jensen en fait
    - `gap` : de combien `elbo` est au-dessous de `log_px`

    Ici $q$ somme à un, mais peut manquer des états que la loi jointe ne manque pas. Les log-jointes peuvent
    avoisiner $-5000$.

    Exemples : la jointe $(0.1, 0.3, 0.1)$ et $q = (0.25, 0.5, 0.25)$ donnent `-0.6931`, `-0.6931`,
    `-0.7136`, `0.0204` ; la jointe $(0.2, 0.3, 0.1)$ et $q = (0.5, 0.5, 0)$ donnent `-0.5108`, `-0.6931`,
    `-0.7136`, `0.2027`.
    """,
)
def elbo_by_jensen(
    log_joint: Float[Array, "batch K"], log_q: Float[Array, "batch K"]
) -> dict[str, Float[Array, " batch"]]:
    """The steps from the log-marginal down to the ELBO, and the gap, for each example, in nats."""
    raise NotImplementedError


@law(
    elbo_by_jensen,
    en=r"From $\log p(x)$ to the ELBO no step goes up, and the gap is not negative.",
    fr=r"De $\log p(x)$ à l'ELBO, aucune étape ne monte, et l'écart n'est pas négatif.",
)
def steps_go_down(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4)))
    steps = np.stack([lines["log_px"], lines["log_mean_weight"], lines["elbo"]])
    sinking = np.minimum.accumulate(steps)
    return np.concatenate([steps, [lines["gap"]]]), np.concatenate([sinking, [np.abs(lines["gap"])]])


@law(
    elbo_by_jensen,
    en=r"Multiplying $p(x, z)$ by $e^c$ adds $c$ to the first three lines and leaves the gap, even for "
    r"$c = -2000$.",
    fr=r"Multiplier $p(x, z)$ par $e^c$ ajoute $c$ aux trois premières lignes et ne change pas l'écart, même "
    r"pour $c = -2000$.",
)
def joint_is_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4))
    before, after = f(log_joint, log_q), f(log_joint - 2000.0, log_q)
    shifts = {"log_px": 2000.0, "log_mean_weight": 2000.0, "elbo": 2000.0, "gap": 0.0}
    moved = {line: np.reshape(np.subtract(before[line], shift), 4) for line, shift in shifts.items()}
    return {line: after[line] for line in shifts}, moved


@picture(
    elbo_by_jensen,
    en=r"""
    The weights of four states on the concave curve $\log w$ (discs; the larger, the likelier under $q$).
    Above the mean weight (dotted): your `log_mean_weight` (square) and your `elbo` (triangle); the gap is
    what lies between.
    """,
    fr=r"""
    Les poids de quatre états sur la courbe concave $\log w$ (disques ; plus ils sont grands, plus l'état est
    probable sous $q$). Au-dessus du poids moyen (pointillés) : votre `log_mean_weight` (carré) et votre
    `elbo` (triangle) ; l'écart est ce qui les sépare.
    """,
)
def log_of_mean_and_mean_of_log(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    q, joint = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.08, 0.54, 0.18, 0.45])
    grid = np.linspace(0.1, 5.0, 200)
    axes.plot(grid, np.log(grid), color="0.6", zorder=1)
    axes.scatter(
        joint / q, np.log(joint / q), s=600 * q, facecolor="white", edgecolor="black", label=r"$\log w$"
    )
    axes.axvline(joint.sum(), linestyle=":", color="black", label=r"$\mathbb{E}_q[w]$")
    if f is not None:
        lines = f(np.log(joint)[None], np.log(q)[None])
        top, bottom = (float(np.ravel(lines[name])[0]) for name in ("log_mean_weight", "elbo"))
        axes.plot([joint.sum()] * 2, [bottom, top], color="tab:blue", linewidth=3)
        axes.plot(joint.sum(), top, "s", color="tab:blue", label=rf"$\log\, \mathbb{{E}}_q[w] = {top:.3f}$")
        axes.plot(joint.sum(), bottom, "v", color="tab:blue", label=rf"$\mathrm{{ELBO}} = {bottom:.3f}$")
    axes.set(xlabel="$w$", xlim=(0, 5), ylim=(-2.3, 1.9))
    axes.legend(loc="lower right", markerscale=0.7)


@part(
    "3.2b.2",
    points=1.5,
    en=r"""
    Find the $q$ for which the evidence lower bound (ELBO) is tight: given `log_joint`, return
    $\log q(z \mid x)$ of the same shape, such that ELBO and $\log p(x)$ are equal. Each row of $q$ sums to
    one. Log-joints may be near $-5000$, and `-inf` for states that are impossible, but at least one state of
    each row is possible.

    Example: with a single state the answer is `[[0.0]]`, whatever `log_joint` is.
    """,
    fr=r"""
    Trouvez le $q$ pour lequel la borne inférieure de l'évidence (ELBO) est atteinte : étant donné
    `log_joint`, renvoyez $\log q(z \mid x)$, de même forme, tel que l'ELBO et $\log p(x)$ soient égaux.
    Chaque ligne de $q$ somme à un. Les log-jointes peuvent avoisiner $-5000$, et valoir `-inf` pour des états
    impossibles, mais chaque ligne a au moins un état possible.

    Exemple : avec un seul état, la réponse est `[[0.0]]`, quel que soit `log_joint`.
    """,
)
def tight_log_q(log_joint: Float[Array, "batch K"]) -> Float[Array, "batch K"]:
    """Log-probabilities of the q that leaves no gap, one row for each example, in nats."""
    raise NotImplementedError


@law(tight_log_q, en="Each row of $q$ sums to one.", fr="Chaque ligne de $q$ somme à un.")
def rows_sum_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    return np.exp(f(rng.normal(size=(4, 3)))).sum(axis=1), np.ones(4)


@law(
    tight_log_q,
    en=r"The expectation of $\log w$ under your $q$ is $\log p(x)$.",
    fr=r"L'espérance de $\log w$ sous votre $q$ est $\log p(x)$.",
)
def no_gap(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint = rng.normal(size=(4, 3))
    log_q = np.asarray(f(log_joint))
    return np.sum(np.exp(log_q) * (log_joint - log_q), axis=1), np.logaddexp.reduce(log_joint, axis=1)
