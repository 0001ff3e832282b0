"""Question 3: the evidence lower bound and the importance-weighted bound.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, derivation, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3",
    title=Text(en="Variational bounds", fr="Bornes variationnelles"),
    text=Text(
        en=r"""
        A latent variable model combines a prior $p(z)$ and a decoder $p(x \mid z)$ into $p(x, z)$. Learning
        would need the marginal $p(x)$; an approximate posterior $q(z \mid x)$ gives lower bounds of
        $\log p(x)$ instead.

        From 3.2 on the latent space is finite, so that every expectation is a sum that you can check by
        hand. Row `b` of `log_joint` holds $\log p(x, z)$ of example `b`, one column for each state $z$;
        `log_q` holds $\log q(z \mid x)$ in the same way. A probability of zero is `-inf`, and a state with
        $q = 0$ counts as zero in an expectation under $q$, whatever is averaged. The importance weight of a
        state is $w = p(x, z) / q(z \mid x)$. All values are in nats.
        """,
        fr=r"""
        Un modèle à variable latente réunit une loi a priori $p(z)$ et un décodeur $p(x \mid z)$ en
        $p(x, z)$. L'apprentissage demanderait la marginale $p(x)$ ; un postérieur approché $q(z \mid x)$
        donne à la place des bornes inférieures de $\log p(x)$.

        À partir de 3.2, l'espace latent est fini : toute espérance est une somme que l'on peut vérifier à la
        main. La ligne `b` de `log_joint` contient $\log p(x, z)$ pour l'exemple `b`, une colonne par état
        $z$ ; `log_q` contient de même $\log q(z \mid x)$. Une probabilité nulle s'écrit `-inf`, et un état
        où $q = 0$ compte pour zéro dans une espérance sous $q$, quelle que soit la quantité moyennée. Le
        poids d'importance d'un état est $w = p(x, z) / q(z \mid x)$. Toutes les valeurs sont en nats.
        """,
    ),
    erratum=Text(
        en=r"""
        The options of 3.1 had no letters; they have them now. In 3.2b the sheet multiplies and divides by
        $q$ everywhere, which is possible only where $q > 0$; the part asks for both sides of that step. In
        3.3, statement (a) now speaks of $\log p(x)$, and (b) says what is held fixed and which divergence is
        meant. In 3.4 Jensen's inequality was quoted for convex functions, but the logarithm is concave, so
        the inequality turns round; and "tighter" means "at least as tight", since equality is possible.
        """,
        fr=r"""
        Les options de 3.1 n'avaient pas de lettres ; elles en ont maintenant. En 3.2b, la feuille multiplie
        et divise partout par $q$, ce qui n'est possible que là où $q > 0$ ; la partie demande les deux
        membres de cette étape. En 3.3, l'énoncé (a) parle désormais de $\log p(x)$, et (b) précise ce qui
        est fixé et de quelle divergence il s'agit. En 3.4, l'inégalité de Jensen était citée pour les
        fonctions convexes, or le logarithme est concave : l'inégalité se retourne ; et « plus serrée » veut
        dire « au moins aussi serrée », car l'égalité est possible.
        """,
    ),
)


@choice(
    "3.1.1",
    points=1.5,
    en=r"""
    Why is $p(x) = \int p(x, z) \, dz$ hard to compute for most models? One option is right. Give its letter
    under `answer`, and under each letter the name of the reason that settles that option, for or against.
    Two reasons are not needed.
    """,
    fr=r"""
    Pourquoi $p(x) = \int p(x, z) \, dz$ est-elle difficile à calculer pour la plupart des modèles ? Une
    seule option est juste. Donnez sa lettre sous `answer` et, sous chaque lettre, le nom de la raison qui
    tranche cette option, pour ou contre. Deux raisons ne servent pas.
    """,
    options={
        "a": Text(
            en=r"The conditional $p(x \mid z)$ is not known, so there is nothing that one could integrate.",
            fr=r"La loi conditionnelle $p(x \mid z)$ n'est pas connue ; il n'y a donc rien à intégrer.",
        ),
        "b": Text(
            en=r"$p(x \mid z)$ is complicated and $z$ has many dimensions: no closed form, and no "
            r"affordable sum.",
            fr=r"$p(x \mid z)$ est compliquée et $z$ a beaucoup de dimensions : ni forme close, ni somme "
            r"abordable.",
        ),
        "c": Text(
            en=r"The distribution of $z$ is not known, and nothing may be assumed about it.",
            fr=r"La loi de $z$ n'est pas connue, et l'on ne peut rien supposer à son sujet.",
        ),
        "d": Text(
            en=r"$z$ does not follow a standard distribution such as a Gaussian or a Bernoulli.",
            fr=r"$z$ ne suit pas une loi usuelle, comme une gaussienne ou une loi de Bernoulli.",
        ),
    },
    reasons={
        "decoder_is_part_of_model": Text(
            en="the decoder is part of the model, we write it down ourselves",
            fr="le décodeur fait partie du modèle, c'est nous qui l'écrivons",
        ),
        "nonlinear_decoder_and_dimension": Text(
            en="a nonlinear decoder leaves no closed form, and the cost of a grid is exponential in the "
            "dimension",
            fr="un décodeur non linéaire exclut toute forme close, et le coût d'une grille croît "
            "exponentiellement avec la dimension",
        ),
        "prior_is_chosen": Text(
            en="the prior is part of the model, we choose it",
            fr="la loi a priori fait partie du modèle, on la choisit",
        ),
        "gaussian_is_still_intractable": Text(
            en="the variable usually is Gaussian, and the integral is hard all the same",
            fr="la variable est le plus souvent gaussienne, et l'intégrale reste difficile",
        ),
        "no_labels": Text(en="the data have no labels", fr="les données n'ont pas d'étiquettes"),
        "bayes_fails": Text(
            en="the rule of Bayes does not hold for continuous variables",
            fr="la règle de Bayes ne vaut pas pour des variables continues",
        ),
    },
)
def marginal_likelihood_obstacle() -> dict[str, str]:
    """The letter of the right option, and for every option the name of the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "3.1.2",
    points=1.5,
    rtol=1e-5,  # torch.distributions rounds a scale that is a plain number to single precision
    atol=1e-5,
    en=r"""
    Why not simply average $w = p(x \mid z)$ over draws $z$ from the prior? Take $z \sim \mathcal{N}(0, I_D)$
    and $p(x \mid z) = \mathcal{N}(x; z, \sigma^2 I_D)$. For each row $x$ of the batch return
    $$\log \frac{\mathbb{E}[w^2]}{\mathbb{E}[w]^2}$$
    in closed form; its exponential minus one is the relative variance of a single draw. `sigma` is a standard
    deviation, positive. $D$ may be several hundred, so do not leave the logarithms.

    Example: `x = [[0.0], [2.0]]`, `sigma = 1.0` gives `[0.1438, 0.8105]`.
    """,
    fr=r"""
    Pourquoi ne pas simplement moyenner $w = p(x \mid z)$ sur des tirages $z$ de l'a priori ? Prenez
    $z \sim \mathcal{N}(0, I_D)$ et $p(x \mid z) = \mathcal{N}(x; z, \sigma^2 I_D)$. Pour chaque ligne $x$ du
    lot, renvoyez
    $$\log \frac{\mathbb{E}[w^2]}{\mathbb{E}[w]^2}$$
    sous forme close ; son exponentielle moins un est la variance relative d'un seul tirage. `sigma` est un
    écart-type, positif. $D$ peut atteindre plusieurs centaines : ne quittez donc pas les logarithmes.

    Exemple : `x = [[0.0], [2.0]]`, `sigma = 1.0` donne `[0.1438, 0.8105]`.
    """,
)
def log_moment_ratio(x: Float[Array, "batch D"], sigma: float) -> Float[Array, " batch"]:
    """Log of the second moment of the weight over its squared mean, for each example, in nats."""
    raise NotImplementedError


@law(
    log_moment_ratio,
    en="Independent groups of dimensions add up: splitting the columns in two splits the value into a sum.",
    fr="Des groupes de dimensions indépendants s'ajoutent : couper les colonnes en deux coupe la valeur "
    "en une somme.",
)
def groups_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    x = rng.normal(size=(3, 5))
    return f(x, 0.7), np.reshape(np.add(f(x[:, :2], 0.7), f(x[:, 2:], 0.7)), 3)


@law(
    log_moment_ratio,
    en=r"When the noise drowns the signal all draws weigh the same: the value vanishes for a huge $\sigma$.",
    fr=r"Quand le bruit noie le signal, tous les tirages pèsent autant : la valeur s'annule pour un "
    r"$\sigma$ énorme.",
)
def vanishes_for_large_noise(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(rng.normal(size=(3, 4)), 1e5), np.zeros(3)


@picture(
    log_moment_ratio,
    en=r"""
    Powers of ten against the dimension $D$, for $x = 0$ and $\sigma = 0.3$: the relative variance of one
    draw from the prior (circles, from your function), and the number of points of a grid with ten per axis
    (dashed).
    """,
    fr=r"""
    Puissances de dix en fonction de la dimension $D$, pour $x = 0$ et $\sigma = 0.3$ : la variance relative
    d'un tirage de l'a priori (cercles, par votre fonction) et le nombre de points d'une grille à dix par axe
    (tirets).
    """,
)
def curse_of_dimension(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    sizes = np.arange(1, 31)
    axes.plot(sizes, sizes, linestyle="--", color="black", label=r"$10^D$")
    if f is not None:
        ratios = [float(np.ravel(f(np.zeros((1, size)), 0.3))[0]) for size in sizes]
        label = r"$\mathbb{E}[w^2] / \mathbb{E}[w]^2 - 1$"
        with np.errstate(all="ignore"):
            powers = np.log10(np.expm1(ratios))
        axes.plot(sizes, powers, "o", markersize=4, color="tab:blue", label=label)
    axes.set(xlabel="$D$", ylabel=r"$\log_{10}$", xlim=(0, 31), ylim=(-1, 31))
    axes.legend()


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
    Find the $q$ for which the bound of 3.2b is tight: given `log_joint`, return $\log q(z \mid x)$ of the
    same shape, such that ELBO and $\log p(x)$ are equal. Each row of $q$ sums to one. Log-joints may be near
    $-5000$, and `-inf` for states that are impossible, but at least one state of each row is possible.

    Example: with a single state the answer is `[[0.0]]`, whatever `log_joint` is.
    """,
    fr=r"""
    Trouvez le $q$ pour lequel la borne de 3.2b est atteinte : étant donné `log_joint`, renvoyez
    $\log q(z \mid x)$, de même forme, tel que l'ELBO et $\log p(x)$ soient égaux. Chaque ligne de $q$ somme
    à un. Les log-jointes peuvent avoisiner $-5000$, et valoir `-inf` pour des états impossibles, mais chaque
    ligne a au moins un état possible.

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


@part(
    "3.4a.1",
    points=3,
    en=r"""
    Estimate the importance-weighted bound. Each row of `log_w` holds the logarithms of $K$ importance
    weights of one example; return
    $$\log \frac{1}{K} \sum_{k=1}^K w_k$$
    for each row. Log-weights may be as large as $\pm 10^4$; some may be `-inf`, which is a weight of zero,
    but never a whole row. Example: weights $(1, 3)$ give $\log 2$, that is `[0.6931]`.
    """,
    fr=r"""
    Estimez la borne pondérée par l'importance. Chaque ligne de `log_w` contient les logarithmes de $K$ poids
    d'importance d'un exemple ; renvoyez
    $$\log \frac{1}{K} \sum_{k=1}^K w_k$$
    pour chaque ligne. Les log-poids peuvent atteindre $\pm 10^4$ ; certains peuvent valoir `-inf`,
    c'est-à-dire un poids nul, mais jamais toute une ligne. Exemple : les poids $(1, 3)$ donnent $\log 2$,
    soit `[0.6931]`.
    """,
)
def importance_weighted_bound(log_w: Float[Array, "batch K"]) -> Float[Array, " batch"]:
    """Log of the mean importance weight of each example, in nats (Burda et al. 2016, eq. 8)."""
    raise NotImplementedError


@law(
    importance_weighted_bound,
    en="Multiplying every weight by $e^c$ adds $c$, for a large $c$ as well.",
    fr="Multiplier tous les poids par $e^c$ ajoute $c$, même pour un grand $c$.",
)
def weights_are_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(size=(5, 4))
    return f(log_w + 900.0), np.reshape(np.add(f(log_w), 900.0), 5)


@law(
    importance_weighted_bound,
    en="Counting every weight twice changes nothing.",
    fr="Compter chaque poids deux fois ne change rien.",
)
def weights_are_doubled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(size=(5, 3))
    return f(np.concatenate([log_w, log_w], axis=1)), f(log_w)


@picture(
    importance_weighted_bound,
    en=r"""
    Your bound, averaged over 300 examples, against $K$ on a logarithmic axis, for a $q$ close to the
    posterior (circles) and one far from it (triangles). It starts at the ELBO and rises towards $\log p(x)$
    (dashed).
    """,
    fr=r"""
    Votre borne, moyennée sur 300 exemples, en fonction de $K$ sur un axe logarithmique, pour un $q$ proche
    du postérieur (cercles) et un autre qui en est loin (triangles). Elle part de l'ELBO et monte vers
    $\log p(x)$ (tirets).
    """,
)
def bound_against_samples(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    noise = np.random.default_rng(0).normal(size=(300, 32))
    noise = (noise - noise.mean(axis=0)) / noise.std(axis=0)
    sizes = [1, 2, 4, 8, 16, 32]
    axes.axhline(0.0, linestyle="--", color="black", label=r"$\log p(x)$")
    if f is not None:
        for spread, marker in ((0.5, "o"), (1.5, "^")):
            log_w = spread * noise - spread**2 / 2  # weights of mean one: log p(x) = 0
            means = [float(np.mean(f(log_w[:, :size]))) for size in sizes]
            label = rf"$\mathrm{{ELBO}} = {means[0]:.3f}$"
            axes.plot(sizes, means, marker=marker, color="tab:blue", label=label)
    axes.set_xscale("log", base=2)
    axes.set(
        xlabel="$K$", ylim=(-1.3, 0.2), xlim=(0.9, 36), xticks=sizes, xticklabels=[f"${k}$" for k in sizes]
    )
    axes.legend(loc="lower right")


@derivation(
    "3.4a.2",
    points=4,
    lines={"L_k": 2.0, "log_mean_of_average": 1.0, "log_mean_of_one": 1.0, "log_px": 1.0},
    key="L_k",
    en=r"""
    Show link by link that $\mathcal{L}_k$ never exceeds $\log p(x)$. For one example with a finite latent
    space draw $z_1, \dots, z_k$ independently from $q$, so that a state may occur more than once, and return
    four single numbers:

    - `L_k`: $\mathcal{L}_k = \mathbb{E} \left[ \log \frac{1}{k} \sum_{j=1}^k w_j \right]$, exactly, over all
      samples of $k$ states
    - `log_mean_of_average`: what Jensen's inequality makes of it
    - `log_mean_of_one`: the logarithm of the expectation of a single weight under $q$
    - `log_px`: $\log p(x)$, from `log_joint` alone

    `log_joint` and `log_q` have the shape `(K,)`, and $K^k$ is at most 300. $q$ sums to one and may miss
    states; log-joints may be near $-5000$, or `-inf` where $q > 0$, and then $\mathcal{L}_k$ is `-inf`.

    Example: joint $(0.1, 0.3)$, $q = (0.5, 0.5)$ and $k = 2$ give `-0.9882`, and `-0.9163` for the other
    three.
    """,
    fr=r"""
    Montrez maillon par maillon que $\mathcal{L}_k$ ne dépasse jamais $\log p(x)$. Pour un exemple à espace
    latent fini, tirez $z_1, \dots, z_k$ indépendamment selon $q$, de sorte qu'un état peut revenir plusieurs
    fois, et renvoyez quatre nombres :

    - `L_k` : $\mathcal{L}_k = \mathbb{E} \left[ \log \frac{1}{k} \sum_{j=1}^k w_j \right]$, exactement, sur
      tous les échantillons de $k$ états
    - `log_mean_of_average` : ce que l'inégalité de Jensen en fait
    - `log_mean_of_one` : le logarithme de l'espérance d'un seul poids sous $q$
    - `log_px` : $\log p(x)$, à partir de `log_joint` seul

    `log_joint` et `log_q` ont la forme `(K,)`, et $K^k$ vaut au plus 300. $q$ somme à un et peut manquer des
    états ; les log-jointes peuvent avoisiner $-5000$, ou valoir `-inf` là où $q > 0$, et alors
    $\mathcal{L}_k$ vaut `-inf`.

    Exemple : la jointe $(0.1, 0.3)$, $q = (0.5, 0.5)$ et $k = 2$ donnent `-0.9882`, puis `-0.9163` pour les
    trois autres.
    """,
)
def importance_weighted_chain(
    log_joint: Float[Array, " K"], log_q: Float[Array, " K"], k: int
) -> dict[str, float]:
    """The exact bound with k samples and the links up to the log-marginal, single numbers in nats."""
    raise NotImplementedError


@law(
    importance_weighted_chain,
    en="No link of the chain goes down, not even when $q$ misses a state.",
    fr="Aucun maillon de la chaîne ne descend, même quand $q$ manque un état.",
)
def links_go_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_q = np.append(np.log(rng.dirichlet(np.ones(3))), -np.inf)
    lines = f(rng.normal(size=4), log_q, 2)
    links = np.stack([lines[name] for name in ("L_k", "log_mean_of_average", "log_mean_of_one", "log_px")])
    return links, np.maximum.accumulate(links)


@law(
    importance_weighted_chain,
    en=r"Multiplying $p(x, z)$ by $e^c$ adds $c$ to every line.",
    fr=r"Multiplier $p(x, z)$ par $e^c$ ajoute $c$ à chaque ligne.",
)
def chain_is_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=3), np.log(rng.dirichlet(np.ones(3)))
    before, after = f(log_joint, log_q, 3), f(log_joint - 5.0, log_q, 3)
    names = ("L_k", "log_mean_of_average", "log_mean_of_one", "log_px")
    moved = {name: np.reshape(before[name], ()) - 5.0 for name in names}
    return {name: after[name] for name in names}, moved


@part(
    "3.4b.1",
    points=4,
    en=r"""
    The inequality $\mathcal{L}_2 \ge \mathcal{L}_1$ holds row by row, before any expectation. Return for
    each row of `log_w` the average, over all subsets of $m$ of its $K$ weights, of the logarithm of the mean
    weight of the subset:
    $$\binom{K}{m}^{-1} \sum_{I \subseteq \{1, \dots, K\}, \, |I| = m} \log \frac{1}{m} \sum_{i \in I} w_i$$
    Here $1 \le m \le K \le 6$, and log-weights may be as large as $\pm 10^4$.

    Example: weights $(1, 3)$ give `[0.5493]` for $m = 1$ and `[0.6931]` for $m = 2$. Compare your values for
    $m$ and $m + 1$ on any row: what you find, averaged over samples, is the theorem.
    """,
    fr=r"""
    L'inégalité $\mathcal{L}_2 \ge \mathcal{L}_1$ vaut ligne par ligne, avant toute espérance. Renvoyez pour
    chaque ligne de `log_w` la moyenne, sur tous les sous-ensembles de $m$ de ses $K$ poids, du logarithme du
    poids moyen du sous-ensemble :
    $$\binom{K}{m}^{-1} \sum_{I \subseteq \{1, \dots, K\}, \, |I| = m} \log \frac{1}{m} \sum_{i \in I} w_i$$
    Ici $1 \le m \le K \le 6$, et les log-poids peuvent atteindre $\pm 10^4$.

    Exemple : les poids $(1, 3)$ donnent `[0.5493]` pour $m = 1$ et `[0.6931]` pour $m = 2$. Comparez vos
    valeurs pour $m$ et $m + 1$ sur une ligne quelconque : ce que vous trouvez, moyenné sur les échantillons,
    est le théorème.
    """,
)
def subset_average(log_w: Float[Array, "batch K"], m: int) -> Float[Array, " batch"]:
    """Mean over all subsets of size m of the log of the subset's mean weight, for each row, in nats."""
    raise NotImplementedError


@law(
    subset_average,
    en="The order of the weights in a row does not matter.",
    fr="L'ordre des poids dans une ligne n'a pas d'importance.",
)
def order_is_free(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(size=(4, 5))
    return f(log_w[:, rng.permutation(5)], 3), np.reshape(f(log_w, 3), 4)


@law(
    subset_average,
    en="The value never falls when $m$ grows by one, in no row.",
    fr="La valeur ne baisse jamais quand $m$ augmente de un, dans aucune ligne.",
)
def larger_subsets_are_higher(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(0.0, 3.0, size=(6, 4))
    values = np.stack([f(log_w, m) for m in (1, 2, 3, 4)])
    return values, np.maximum.accumulate(values)


@picture(
    subset_average,
    en=r"""
    Left: what your function gains from $m = 1$ to $m = 2$ on rows of two weights, as contour lines in nats;
    it is zero on the dashed line. Right: your values for three rows of five weights as $m$ grows. What do
    both say about the order of the bounds, and about when two of them are equal?
    """,
    fr=r"""
    À gauche : ce que votre fonction gagne de $m = 1$ à $m = 2$ sur des lignes de deux poids, en lignes de
    niveau (nats) ; le gain est nul sur les tirets. À droite : vos valeurs pour trois lignes de cinq poids
    quand $m$ croît. Que disent les deux de l'ordre des bornes, et des cas où deux d'entre elles sont
    égales ?
    """,
)
def pointwise_gain(f: Function | None, figure: Any) -> None:
    gains, growth = figure.subplots(1, 2)
    gains.set(xlabel=r"$\log w_1$", ylabel=r"$\log w_2$", xlim=(-4, 4), ylim=(-4, 4))
    growth.set(xlabel="$m$", xticks=[1, 2, 3, 4, 5], xlim=(0.8, 5.2), ylim=(-2.5, 2.5))
    if f is None:
        return
    grid = np.linspace(-4.0, 4.0, 25)
    rows = np.stack([axis.ravel() for axis in np.meshgrid(grid, grid)], axis=1)
    gain = np.subtract(f(rows, 2), f(rows, 1)).reshape(25, 25)
    levels = [level for level in (-1, -0.1, 0.1, 0.5, 1, 2, 3) if gain.min() < level < gain.max()]
    if levels:
        gains.clabel(gains.contour(grid, grid, gain, levels, colors="black", linewidths=1), fmt="%g")
    gains.plot(grid, np.where(np.abs(np.diag(gain)) < 1e-9, grid, np.nan), "--", color="tab:blue")
    spreads = np.array([[0.0], [0.6], [1.2]]) * np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]])
    values = np.stack([f(spreads, m) for m in (1, 2, 3, 4, 5)])
    for column, marker in enumerate("os^"):
        growth.plot([1, 2, 3, 4, 5], values[:, column], marker=marker, color="tab:blue")


@part(
    "3.4b.2",
    points=3,
    en=r"""
    How much tighter is it? Let a single importance weight be $a$ with probability $\pi$ and $b$ otherwise.
    Return $\mathcal{L}_2 - \mathcal{L}_1$ in closed form, a single number. $a$ and $b$ are positive, and
    $0 \le \pi \le 1$; they may be as large as $10^{300}$ or as small as $10^{-300}$.

    Example: $a = 1$, $b = 3$ and $\pi = 0.5$ give `0.0719`.
    """,
    fr=r"""
    De combien est-elle plus serrée ? Soit un poids d'importance qui vaut $a$ avec probabilité $\pi$ et $b$
    sinon. Renvoyez $\mathcal{L}_2 - \mathcal{L}_1$ sous forme close, un seul nombre. $a$ et $b$ sont
    positifs, et $0 \le \pi \le 1$ ; ils peuvent être aussi grands que $10^{300}$ ou aussi petits que
    $10^{-300}$.

    Exemple : $a = 1$, $b = 3$ et $\pi = 0.5$ donnent `0.0719`.
    """,
)
def two_point_gap(a: float, b: float, pi: float) -> float:
    """By how much two samples tighten the bound of one, in nats."""
    raise NotImplementedError


@law(
    two_point_gap,
    en=r"Exchanging $a$ and $b$ together with $\pi$ and $1 - \pi$ changes nothing.",
    fr=r"Échanger $a$ et $b$ en même temps que $\pi$ et $1 - \pi$ ne change rien.",
)
def names_are_exchanged(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(0.4, 2.5, 0.3), np.reshape(f(2.5, 0.4, 0.7), ())


@law(
    two_point_gap,
    en="Multiplying both weights by the same factor changes nothing.",
    fr="Multiplier les deux poids par un même facteur ne change rien.",
)
def unit_is_free(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(60.0, 7.0, 0.2), f(6.0, 0.7, 0.2)
