"""Question 4: what a discriminator knows, two costs for the generator, and the divergence behind them.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, derivation, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4",
    title=Text(en="Adversarial networks", fr="Réseaux antagonistes"),
    text=Text(
        en=r"""
        A generator $G$ turns noise $z$ into samples; a discriminator gives each $x$ a probability $D(x)$ of
        being real. Real samples follow $p_1$ (density $f_1$), generated ones $p_0$ (density $f_0$). The
        discriminator maximises

        $$V[D] = \mathbb{E}_{x \sim p_1}[\log D(x)] + \mathbb{E}_{x \sim p_0}[\log(1 - D(x))].$$

        The *logit* $l$ of a discriminator is the number with $D = \sigma(l) = 1 / (1 + e^{-l})$. The first
        three parts are short choices with a small function each; the long ones are 4.4 to 4.6.
        """,
        fr=r"""
        Un générateur $G$ transforme du bruit $z$ en échantillons ; un discriminateur donne à chaque $x$ une
        probabilité $D(x)$ d'être réel. Les échantillons réels suivent $p_1$ (densité $f_1$), les échantillons
        engendrés $p_0$ (densité $f_0$). Le discriminateur maximise

        $$V[D] = \mathbb{E}_{x \sim p_1}[\log D(x)] + \mathbb{E}_{x \sim p_0}[\log(1 - D(x))].$$

        Le *logit* $l$ d'un discriminateur est le nombre tel que $D = \sigma(l) = 1 / (1 + e^{-l})$. Les
        trois premières parties sont des choix rapides, chacun suivi d'une petite fonction ; les plus
        longues vont de 4.4 à 4.6.
        """,
    ),
    erratum=Text(
        en=r"""
        Changes from the source sheet:

        - 4.1 to 4.3: the options had no letters, although the key referred to letters; they are added.
        - 4.1, third statement: a loss that becomes constant is certain at the ideal equilibrium only (in
          practice losses may oscillate for ever). The statement now says so.
        - 4.3 is about regularisation, not about adversarial networks. It is kept where it was.
        - 4.6: one letter stood for the generator and for the functional; the functional is now $V$. Which
          of $p_0$ and $p_1$ is real is now said. The solution stopped at the stationary point; 4.6b.2 asks
          for the second derivative too, since without it a maximum is not proved.
        - 4.6b: the raised 2 that is printed after $f_0(x)$ is the mark of a footnote, not a square.
        """,
        fr=r"""
        Changements par rapport à la feuille d'origine :

        - 4.1 à 4.3 : les options n'avaient pas de lettres, alors que le corrigé en citait ; elles sont
          ajoutées.
        - 4.1, troisième énoncé : une perte qui devient constante n'est assurée qu'à l'équilibre idéal (en
          pratique, les pertes peuvent osciller sans fin). L'énoncé le précise désormais.
        - 4.3 porte sur la régularisation et non sur les réseaux antagonistes. La partie reste à sa place.
        - 4.6 : une même lettre désignait le générateur et la fonctionnelle ; celle-ci s'appelle désormais
          $V$. Il est maintenant dit laquelle de $p_0$ et $p_1$ est réelle. Le corrigé s'arrêtait au point
          stationnaire ; 4.6b.2 demande aussi la dérivée seconde, sans laquelle le maximum n'est pas
          démontré.
        - 4.6b : le petit 2 imprimé après $f_0(x)$ est un appel de note, pas un carré.
        """,
    ),
)


@choice(
    "4.1.1",
    points=1,
    en=r"""
    A GAN was trained on photographs of apples, and its samples are convincing. Which one of the four
    statements is **false**? Give its letter, and for each option the reason that settles it (a reason may
    also serve twice or not at all).
    """,
    fr=r"""
    Un GAN a été entraîné sur des photographies de pommes, et ses échantillons sont convaincants. Lequel des
    quatre énoncés est **faux** ? Donnez sa lettre, et pour chaque option la raison qui tranche (une raison
    peut aussi servir deux fois ou pas du tout).
    """,
    options={
        "a": Text(
            en="The generator learns the distribution of the photographs.",
            fr="Le générateur apprend la loi des photographies.",
        ),
        "b": Text(
            en="The discriminator can be used to tell apples from everything that is not an apple.",
            fr="Le discriminateur peut servir à distinguer les pommes de tout ce qui n'en est pas une.",
        ),
        "c": Text(
            en="At the ideal equilibrium of the training, the loss of the discriminator is a constant.",
            fr="À l'équilibre idéal de l'entraînement, la perte du discriminateur est une constante.",
        ),
        "d": Text(
            en="The generator can produce apples that occur in no training photograph.",
            fr="Le générateur peut produire des pommes absentes de toutes les photographies d'entraînement.",
        ),
    },
    reasons={
        "cannot_tell_apart": Text(
            en="a discriminator that cannot tell the two kinds of samples apart answers the same everywhere",
            fr="un discriminateur qui ne distingue plus les deux sortes d'échantillons répond partout pareil",
        ),
        "copies_training_set": Text(
            en="the generator replays the images that it was trained on",
            fr="le générateur restitue les images sur lesquelles il a été entraîné",
        ),
        "goal_of_training": Text(
            en="to match the data is what the generator is trained for",
            fr="imiter les données est le but même de l'entraînement du générateur",
        ),
        "new_noise_new_image": Text(
            en="new noise gives new images: it generalises beyond the training set",
            fr=r"""
            un bruit nouveau donne des images nouvelles : il généralise au-delà des données d'entraînement
            """,
        ),
        "no_labels": Text(
            en="a network that was given no class labels is not a classifier of anything",
            fr="un réseau qui n'a reçu aucune étiquette de classe ne classe rien du tout",
        ),
        "real_against_generated": Text(
            en="it has only ever compared real apples with generated apples",
            fr="il n'a jamais comparé que de vraies pommes avec des pommes engendrées",
        ),
    },
)
def false_statement() -> dict[str, str]:
    """The letter of the false statement, and for every option the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "4.1.2",
    points=1,
    en=r"""
    Even the *best* discriminator, the one that maximises $V$ for a given pair of distributions, can be sure
    that something absurd is real. Give an example in one dimension, with
    $p_1 = \mathcal{N}(\mu_r, \sigma_r^2)$ and $p_0 = \mathcal{N}(\mu_g, \sigma_g^2)$: return the five
    numbers `(mu_r, sigma_r, mu_g, sigma_g, x)` such that

    - the generator is good: the total variation distance of $p_1$ and $p_0$ is below $0.2$;
    - $x$ is no apple: it lies more than ten standard deviations from both means;
    - nevertheless the best discriminator has $D^*(x) > 0.99$.

    Stay within $|\mu| \le 20$, $0.1 \le \sigma \le 3$ and $|x| \le 1000$. Any such example is accepted. For
    instance, `(0, 1, 0, 1, 2)` has the right form but meets only the first condition.
    """,
    fr=r"""
    Même le *meilleur* discriminateur, celui qui maximise $V$ pour un couple de lois donné, peut être
    certain qu'une absurdité est réelle. Donnez-en un exemple en dimension un, avec
    $p_1 = \mathcal{N}(\mu_r, \sigma_r^2)$ et $p_0 = \mathcal{N}(\mu_g, \sigma_g^2)$ : renvoyez les cinq
    nombres `(mu_r, sigma_r, mu_g, sigma_g, x)` tels que

    - le générateur est bon : la distance en variation totale de $p_1$ et $p_0$ est inférieure à $0.2$ ;
    - $x$ n'est pas une pomme : il est à plus de dix écarts types de chacune des deux moyennes ;
    - et pourtant le meilleur discriminateur vérifie $D^*(x) > 0.99$.

    Restez dans $|\mu| \le 20$, $0.1 \le \sigma \le 3$ et $|x| \le 1000$. Tout exemple de ce genre est
    accepté. Par exemple, `(0, 1, 0, 1, 2)` a la bonne forme mais ne remplit que la première condition.
    """,
)
def confident_discriminator_witness() -> tuple[float, float, float, float, float]:
    """Mean and standard deviation of the real samples, those of the generated ones, and the point."""
    raise NotImplementedError


@law(
    confident_discriminator_witness,
    en="The five numbers are in the ranges that are allowed.",
    fr="Les cinq nombres sont dans les intervalles permis.",
)
def allowed_ranges(f: Function, rng: Rng) -> tuple[Any, Any]:
    values = np.array([float(value) for value in f()])
    return values, np.clip(values, [-20.0, 0.1, -20.0, 0.1, -1000.0], [20.0, 3.0, 20.0, 3.0, 1000.0])


@picture(
    confident_discriminator_witness,
    en="""
    Your real density (solid), your generated density (dashed) and, on the right axis, your best discriminator
    (thick grey). The cross is at your point, the dotted line at the height that it has to exceed.
    """,
    fr="""
    Votre densité réelle (trait plein), votre densité engendrée (tirets) et, sur l'axe de droite, votre
    meilleur discriminateur (gris épais). La croix marque votre point, la ligne pointillée la hauteur à
    dépasser.
    """,
)
def densities_and_discriminator(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    right = axes.twinx()
    right.axhline(0.99, linestyle=":", color="black")
    axes.set(xlabel="$x$", ylabel=r"$f_1,\ f_0$")
    right.set(ylabel="$D^*$", ylim=(-0.05, 1.12))
    if f is None:
        return
    mu_r, sigma_r, mu_g, sigma_g, x = (float(value) for value in f())
    grid = np.append(np.linspace(min(-6 + mu_r, x), max(6 + mu_r, x), 801), x)
    log_r = -0.5 * ((grid - mu_r) / sigma_r) ** 2 - np.log(sigma_r)
    log_g = -0.5 * ((grid - mu_g) / sigma_g) ** 2 - np.log(sigma_g)
    best = np.exp(log_r - np.logaddexp(log_r, log_g))
    right.plot(grid[:-1], best[:-1], color="0.7", linewidth=4)
    right.plot(x, best[-1], "x", color="black", markersize=11, markeredgewidth=2.5)
    for log_density, style in ((log_r, "-"), (log_g, "--")):
        axes.plot(grid[:-1], np.exp(log_density[:-1]) / np.sqrt(2 * np.pi), style, color="black")
    axes.set_ylim(0.0)


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


@choice(
    "4.3.1",
    points=1,
    en=r"""
    A network classifies all of its training set correctly, but only 42 % of the test set. Which of these is
    commonly used to narrow such a gap? Give its letter, and for each option the reason that settles it.
    """,
    fr=r"""
    Un réseau classe correctement tout son jeu d'entraînement, mais seulement 42 % du jeu de test. Lequel de
    ces moyens sert couramment à réduire un tel écart ? Donnez sa lettre, et pour chaque option la raison
    qui tranche.
    """,
    options={
        "a": Text(en="A generative adversarial network", fr="Un réseau antagoniste génératif"),
        "b": Text(en="Dropout", fr="Le dropout (abandon aléatoire d'unités)"),
        "c": Text(en="Sigmoid activations", fr="Des activations sigmoïdes"),
        "d": Text(en="The optimiser RMSprop", fr="L'optimiseur RMSprop"),
    },
    reasons={
        "adds_capacity": Text(
            en="it adds the capacity that the network lacks",
            fr="il ajoute la capacité qui manque au réseau",
        ),
        "corrects_labels": Text(
            en="it corrects wrong labels of the test set",
            fr="il corrige des étiquettes fausses du jeu de test",
        ),
        "noise_against_overfitting": Text(
            en="noise in training makes the units rely less on each other, so the network overfits less",
            fr="du bruit à l'entraînement rend les unités moins dépendantes : le réseau surapprend moins",
        ),
        "only_a_nonlinearity": Text(
            en="it is a choice of nonlinearity; it does not restrain overfitting",
            fr="c'est un choix de non-linéarité ; il ne freine pas le surapprentissage",
        ),
        "only_fits_faster": Text(
            en="it helps to fit the training set, which is not the problem",
            fr="il aide à ajuster le jeu d'entraînement, ce qui n'est pas le problème",
        ),
        "only_models_data": Text(
            en="it learns to produce data; by itself it does not regularise a classifier",
            fr="il apprend à produire des données ; en soi, il ne régularise pas un classifieur",
        ),
    },
)
def generalisation_gap() -> dict[str, str]:
    """The letter of the answer, and for every option the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "4.3.2",
    points=1,
    en=r"""
    Write *inverted* dropout: the scaling is done during training, so that evaluation needs none. `p` is the
    probability that a unit is dropped, $0 \le p < 1$. To make the result reproducible, the uniform numbers
    `u` are given: a unit is kept exactly when $u \ge p$. In training the expectation over `u` of each
    output is the input; in evaluation (`training=False`) the output is the input. A dropped unit gives
    exactly $0$, whatever `x` holds there, even `inf`. `x` and `u` may have any common shape; do not change
    them.

    Example: `x = [1, 2]`, `u = [0.1, 0.6]`, `p = 0.5` gives `[0, 4]` in training.
    """,
    fr=r"""
    Écrivez le dropout *inversé* : la mise à l'échelle se fait à l'entraînement, si bien que l'évaluation
    n'en demande aucune. `p` est la probabilité qu'une unité soit abandonnée, $0 \le p < 1$. Pour que le
    résultat soit reproductible, les nombres uniformes `u` sont donnés : une unité est gardée exactement
    quand $u \ge p$. À l'entraînement, l'espérance de chaque sortie par rapport à `u` est l'entrée ; en
    évaluation (`training=False`), la sortie est l'entrée. Une unité abandonnée donne exactement $0$, quoi
    que contienne `x`, même `inf`. `x` et `u` ont une même forme quelconque ; ne les modifiez pas.

    Exemple : `x = [1, 2]`, `u = [0.1, 0.6]`, `p = 0.5` donne `[0, 4]` à l'entraînement.
    """,
)
def dropout(
    x: Float[Array, "*shape"], u: Float[Array, "*shape"], p: float, training: bool
) -> Float[Array, "*shape"]:
    """The units after inverted dropout with probability `p` of dropping, in the shape and unit of `x`."""
    raise NotImplementedError


@law(
    dropout,
    en="In training, the mean output over evenly spaced `u` is the input.",
    fr="À l'entraînement, la sortie moyenne sur des `u` régulièrement espacés est l'entrée.",
)
def kept_expectation(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, u = rng.normal(size=3), (np.arange(10) + 0.5) / 10
    spread, noise = np.tile(x, (10, 1)), np.tile(u[:, None], (1, 3))
    return np.asarray(f(spread, noise, 0.3, True)).mean(axis=0), x


@law(
    dropout,
    en="In evaluation the output does not depend on `u`.",
    fr="En évaluation, la sortie ne dépend pas de `u`.",
)
def silent_evaluation(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, u, other = rng.normal(size=(4, 2)), rng.uniform(size=(4, 2)), rng.uniform(size=(4, 2))
    return f(x, u, 0.6, False), f(x, other, 0.6, False)


@picture(
    dropout,
    en="""
    Two hundred units that are all $1$, through your dropout with probability $p$: the mean output in training
    (circles) and in evaluation (line), and the largest output in training (triangles).
    """,
    fr="""
    Deux cents unités toutes égales à $1$, à travers votre dropout de probabilité $p$ : la sortie moyenne à
    l'entraînement (cercles) et en évaluation (ligne), et la plus grande sortie à l'entraînement (triangles).
    """,
)
def outputs_against_probability(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    probabilities = np.linspace(0.0, 0.9, 19)
    axes.set(xlabel="$p$", ylabel="$x$", xlim=(-0.03, 0.93), ylim=(0, 11))
    if f is None:
        return
    x, u = np.ones(200), (np.arange(200) + 0.5) / 200
    trained = [np.asarray(f(x, u, p, True)) for p in probabilities]
    evaluated = [np.mean(np.asarray(f(x, u, p, False))) for p in probabilities]
    axes.plot(probabilities, evaluated, "-", color="black")
    axes.plot(
        probabilities, [output.mean() for output in trained], "o", color="black", markerfacecolor="white"
    )
    axes.plot(probabilities, [output.max() for output in trained], "^", color="0.5")


@part(
    "4.4.1",
    points=2,
    # The gradients that vanish are the point of the part: they must be right even where they are 1e-300.
    atol=1e-300,
    en=r"""
    How strongly does each cost pull on one generated sample? Let $l$ be its logit, $g_{\mathrm{s}}$ the
    derivative of its saturating cost with respect to $l$, and $g_{\mathrm{ns}}$ that of its non-saturating
    cost. Return, for each sample on its own (no mean over the batch), the tuple of the three arrays

    $$g_{\mathrm{s}}, \qquad g_{\mathrm{ns}}, \qquad \log(|g_{\mathrm{ns}}| / |g_{\mathrm{s}}|).$$

    All of them, also the tiny ones, must have six right digits for $|l| \le 700$. The batch may be empty.

    Example: the logits `[0, 0]` give `([-0.5, -0.5], [-0.5, -0.5], [0, 0])`.
    """,
    fr=r"""
    Avec quelle force chaque coût agit-il sur un échantillon engendré ? Soit $l$ son logit, $g_{\mathrm{s}}$
    la dérivée de son coût saturant par rapport à $l$, et $g_{\mathrm{ns}}$ celle de son coût non saturant.
    Renvoyez, pour chaque échantillon pris seul (pas de moyenne sur le lot), le tuple des trois tableaux

    $$g_{\mathrm{s}}, \qquad g_{\mathrm{ns}}, \qquad \log(|g_{\mathrm{ns}}| / |g_{\mathrm{s}}|).$$

    Tous, même les valeurs minuscules, doivent avoir six chiffres justes pour $|l| \le 700$. Le lot peut
    être vide.

    Exemple : les logits `[0, 0]` donnent `([-0.5, -0.5], [-0.5, -0.5], [0, 0])`.
    """,
)
def generator_gradients(
    logits: Float[Array, " batch"],
) -> tuple[Float[Array, " batch"], Float[Array, " batch"], Float[Array, " batch"]]:
    """Derivatives by the logit of the saturating and the non-saturating cost, and the log of their ratio."""
    raise NotImplementedError


@law(
    generator_gradients,
    en="The two derivatives of a sample add up to minus one.",
    fr="Les deux dérivées d'un échantillon ont pour somme moins un.",
)
def sum_of_gradients(f: Function, rng: Rng) -> tuple[Any, Any]:
    saturating, non_saturating, _ = f(rng.normal(0.0, 3.0, size=6))
    return saturating + non_saturating, -np.ones(6)


@law(
    generator_gradients,
    en="The third array is the log of the ratio of the magnitudes of the other two.",
    fr="Le troisième tableau est le log du rapport des valeurs absolues des deux autres.",
)
def ratio_of_gradients(f: Function, rng: Rng) -> tuple[Any, Any]:
    saturating, non_saturating, log_ratio = (np.asarray(value) for value in f(rng.normal(0.0, 3.0, size=6)))
    return np.exp(log_ratio) * np.abs(saturating), np.abs(non_saturating)


@picture(
    generator_gradients,
    en=r"""
    Magnitudes of your two derivatives against the logit $l$, on a logarithmic scale: saturating (dashed) and
    non-saturating (solid). The grey zone is early training: the discriminator rejects what is generated.
    """,
    fr=r"""
    Valeurs absolues de vos deux dérivées en fonction du logit $l$, en échelle logarithmique : saturant
    (tirets) et non saturant (trait plein). La zone grise est le début de l'entraînement : ce qui est
    engendré est rejeté.
    """,
)
def gradients_against_logit(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    logits = np.linspace(-12.0, 12.0, 97)
    axes.axvspan(-12.0, -4.0, color="0.9", zorder=0)
    if f is not None:
        saturating, non_saturating, _ = f(logits)
        axes.plot(logits, np.abs(np.asarray(saturating)), "--", color="black")
        axes.plot(logits, np.abs(np.asarray(non_saturating)), "-", color="black")
    axes.set_yscale("log")
    axes.set(xlabel="$l$", ylabel=r"$|g_{\mathrm{s}}|,\ |g_{\mathrm{ns}}|$", xlim=(-12, 12), ylim=(1e-6, 10))


choice_of_cost = written(
    "4.4.2",
    points=1,
    words=(15, 80),
    en=r"""
    With which of the two costs would you train the generator, and why? One or two sentences. Say in which
    phase of the training the difference matters, and what your gradients of 4.4.1 are there.
    """,
    fr=r"""
    Avec lequel des deux coûts entraîneriez-vous le générateur, et pourquoi ? Une ou deux phrases. Dites
    dans quelle phase de l'entraînement la différence compte, et ce que valent alors vos gradients de 4.4.1.
    """,
)


@part(
    "4.5.1",
    points=0.75,
    en=r"""
    On a finite sample space the losses can be computed exactly. The arrays `p_data` and `p_g` are the
    probabilities of $n$ outcomes under the data and under the generator, `discriminator` holds the
    probability $D$ of each outcome (it may be $0$ or $1$). Return the tuple of two numbers

    - `d_loss`: the loss $-V[D]$ of the discriminator, with both expectations in full (no factor $1/2$);
    - `g_loss`: the non-saturating cost of the generator, as an expectation.

    An outcome of probability zero contributes nothing to an expectation, whatever its logarithm; $\log 0$
    at an outcome of positive probability makes the loss $+\infty$.

    Example: `p_data = [0.5, 0.5]`, `p_g = [0.25, 0.75]`, `discriminator = [0.8, 0.4]` give
    `(1.355196, 0.743004)`.
    """,
    fr=r"""
    Sur un espace d'échantillons fini, les pertes se calculent exactement. Les tableaux `p_data` et `p_g`
    sont les probabilités de $n$ issues selon les données et selon le générateur, `discriminator` contient
    la probabilité $D$ de chaque issue (elle peut valoir $0$ ou $1$). Renvoyez le tuple de deux nombres

    - `d_loss` : la perte $-V[D]$ du discriminateur, avec les deux espérances entières (sans facteur $1/2$) ;
    - `g_loss` : le coût non saturant du générateur, sous forme d'espérance.

    Une issue de probabilité nulle ne contribue pas à une espérance, quel que soit son logarithme ; $\log 0$
    en une issue de probabilité positive rend la perte égale à $+\infty$.

    Exemple : `p_data = [0.5, 0.5]`, `p_g = [0.25, 0.75]`, `discriminator = [0.8, 0.4]` donnent
    `(1.355196, 0.743004)`.
    """,
)
def gan_losses(
    p_data: Float[Array, " n"], p_g: Float[Array, " n"], discriminator: Float[Array, " n"]
) -> tuple[float, float]:
    """The exact losses of the discriminator and of the generator, in nats: (d_loss, g_loss)."""
    raise NotImplementedError


@law(
    gan_losses,
    en="An outcome may be split in two halves with the same $D$.",
    fr="On peut couper une issue en deux moitiés de même $D$.",
)
def split_outcome(f: Function, rng: Rng) -> tuple[Any, Any]:
    p_data, p_g, discriminator = *rng.dirichlet(np.ones(3), size=2), rng.uniform(0.1, 0.9, size=3)
    index, share = np.array([0, 1, 2, 2]), np.array([1.0, 1.0, 0.5, 0.5])
    return f(p_data[index] * share, p_g[index] * share, discriminator[index]), f(p_data, p_g, discriminator)


@law(
    gan_losses,
    en="The discriminator loses the same when data and generator change places and $D$ becomes $1 - D$.",
    fr=r"""
    Le discriminateur perd autant quand données et générateur échangent leurs rôles et que $D$ devient
    $1 - D$.
    """,
)
def exchanged_roles(f: Function, rng: Rng) -> tuple[Any, Any]:
    p_data, p_g, discriminator = *rng.dirichlet(np.ones(4), size=2), rng.uniform(0.1, 0.9, size=4)
    return f(p_data, p_g, discriminator)[0], f(p_g, p_data, 1 - discriminator)[0]


@part(
    "4.5.2",
    points=1.25,
    en=r"""
    After epoch 1 and after epoch 100 both losses are the same. Show by an example that the samples may
    differ all the same: return a dictionary with five arrays over a common set of $n$ outcomes,
    $2 \le n \le 100$: the data `p_data`, the generators `g_epoch1` and `g_epoch100` (probabilities), and
    the discriminators `D_epoch1` and `D_epoch100` (a number in $[0, 1]$ for each outcome), such that

    - `d_loss` and `g_loss` of 4.5.1 are finite, and each differs by at most $0.01$ between the two epochs;
    - the first generator is bad: its total variation distance $\frac{1}{2} \sum_i |p_i - g_i|$ from
      `p_data` is at least $0.3$;
    - the last one is good: this distance is at most $0.05$;
    - the last discriminator is the best one for the last generator, up to $0.02$ at each outcome.

    Probabilities sum to one within $10^{-6}$. Any such example is accepted. There is nothing to be computed
    by a trained network: choose numbers. `{"p_data": [1.0, 0.0], ...}` shows the form.
    """,
    fr=r"""
    Après l'époque 1 et après l'époque 100, les deux pertes sont les mêmes. Montrez par un exemple que les
    échantillons peuvent pourtant différer : renvoyez un dictionnaire de cinq tableaux sur un même ensemble
    de $n$ issues, $2 \le n \le 100$ : les données `p_data`, les générateurs `g_epoch1` et `g_epoch100` (des
    probabilités), et les discriminateurs `D_epoch1` et `D_epoch100` (un nombre de $[0, 1]$ par issue), tels
    que

    - `d_loss` et `g_loss` de 4.5.1 sont finies, et chacune diffère d'au plus $0.01$ entre les deux époques ;
    - le premier générateur est mauvais : sa distance en variation totale $\frac{1}{2} \sum_i |p_i - g_i|$ à
      `p_data` vaut au moins $0.3$ ;
    - le dernier est bon : cette distance vaut au plus $0.05$ ;
    - le dernier discriminateur est le meilleur pour le dernier générateur, à $0.02$ près en chaque issue.

    Les probabilités ont pour somme un à $10^{-6}$ près. Tout exemple de ce genre est accepté. Aucun réseau
    n'est à entraîner : choisissez des nombres. `{"p_data": [1.0, 0.0], ...}` montre la forme.
    """,
)
def equal_losses_witness() -> dict[str, Float[Array, " n"]]:
    """Probabilities of the data and of two generators, and their discriminators, over the same n outcomes."""
    raise NotImplementedError


@law(
    equal_losses_witness,
    en="The data and both generators have probabilities that sum to one.",
    fr="Les données et les deux générateurs ont des probabilités de somme un.",
)
def sums_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    arrays = f()
    sums = np.array([np.sum(np.asarray(arrays[key])) for key in ("p_data", "g_epoch1", "g_epoch100")])
    return np.abs(sums - 1) <= 1e-6, np.ones(3, dtype=bool)


@picture(
    equal_losses_witness,
    en=r"""
    Your example, epoch 1 on the left and epoch 100 on the right: data (white bars), generator (hatched bars),
    discriminator (diamonds) at each outcome $i$; above, the total variation distance of the generator.
    """,
    fr=r"""
    Votre exemple, l'époque 1 à gauche et l'époque 100 à droite : données (barres blanches), générateur
    (barres hachurées), discriminateur (losanges) en chaque issue $i$ ; au-dessus, la distance en variation
    totale.
    """,
)
def two_epochs(f: Function | None, figure: Any) -> None:
    panels = figure.subplots(1, 2, sharey=True)
    arrays = {} if f is None else {key: np.asarray(value) for key, value in f().items()}
    for axes, epoch in zip(panels, ("1", "100"), strict=True):
        axes.set(xlabel="$i$", xticks=[], ylim=(0, 1.05))
        if not arrays:
            continue
        data, generator, verdict = (arrays[key] for key in ("p_data", f"g_epoch{epoch}", f"D_epoch{epoch}"))
        index = np.arange(len(data))
        axes.bar(index - 0.2, data, 0.4, color="white", edgecolor="black")
        axes.bar(index + 0.2, generator, 0.4, color="0.85", edgecolor="black", hatch="///")
        axes.plot(index, verdict, "D", color="black")
        distance = np.abs(data - generator).sum() / 2
        axes.set_title(rf"$\frac{{1}}{{2}}\,\sum_i\,|p_i - g_i| = {distance:.3f}$", fontsize=10)
    panels[0].set_ylabel("$p,\\ g,\\ D$")


why_losses_mislead = written(
    "4.5.3",
    points=1,
    words=(15, 80),
    en=r"""
    Why can the samples of epoch 100 be much better than those of epoch 1 although both losses are equal?
    One or two sentences, in words; you may refer to your example.
    """,
    fr=r"""
    Pourquoi les échantillons de l'époque 100 peuvent-ils être bien meilleurs que ceux de l'époque 1 alors
    que les deux pertes sont égales ? Une ou deux phrases, en mots ; vous pouvez renvoyer à votre exemple.
    """,
)


@part(
    "4.6a.1",
    points=2,
    en=r"""
    With the mixture $\mu = \frac{1}{2}(p_0 + p_1)$, the Jensen-Shannon divergence is

    $$\mathrm{JSD}(p_0, p_1)
    = \frac{1}{2} \mathrm{KL}(p_0 \,\|\, \mu) + \frac{1}{2} \mathrm{KL}(p_1 \,\|\, \mu).$$

    Express it through the largest value $V[D^*]$ of the discriminator's objective (4.6a.2 leads you through
    the lines). Then use the formula as an estimator: the expectations become means over samples, and a
    trained discriminator stands for $D^*$. `logits_1` are its logits on samples of $p_1$, `logits_0` those
    on samples of $p_0$; the two numbers of samples may differ. Logits may be as large as $\pm 10^4$. With a
    poor discriminator the estimate may be negative: return it as it is.

    Example: `logits_1 = [2, 0, 1]` and `logits_0 = [-1, -2]` give `0.394210`.
    """,
    fr=r"""
    Avec le mélange $\mu = \frac{1}{2}(p_0 + p_1)$, la divergence de Jensen-Shannon est

    $$\mathrm{JSD}(p_0, p_1)
    = \frac{1}{2} \mathrm{KL}(p_0 \,\|\, \mu) + \frac{1}{2} \mathrm{KL}(p_1 \,\|\, \mu).$$

    Exprimez-la par la plus grande valeur $V[D^*]$ de l'objectif du discriminateur (4.6a.2 vous guide ligne
    par ligne). Faites ensuite de la formule un estimateur : les espérances deviennent des moyennes sur des
    échantillons, et un discriminateur entraîné tient lieu de $D^*$. `logits_1` sont ses logits sur des
    échantillons de $p_1$, `logits_0` ceux sur des échantillons de $p_0$ ; les deux nombres d'échantillons
    peuvent différer. Les logits peuvent atteindre $\pm 10^4$. Avec un mauvais discriminateur, l'estimation
    peut être négative : renvoyez-la telle quelle.

    Exemple : `logits_1 = [2, 0, 1]` et `logits_0 = [-1, -2]` donnent `0.394210`.
    """,
)
def jensen_shannon_from_logits(logits_1: Float[Array, " n1"], logits_0: Float[Array, " n0"]) -> float:
    """Estimate of the Jensen-Shannon divergence from logits on samples of each distribution, in nats."""
    raise NotImplementedError


@law(
    jensen_shannon_from_logits,
    en="Nothing changes when the two distributions change names and all logits change sign.",
    fr="Rien ne change quand les deux lois échangent leurs noms et que tous les logits changent de signe.",
)
def exchanged_names(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits_1, logits_0 = rng.normal(1.0, 2.0, size=5), rng.normal(-1.0, 2.0, size=3)
    return f(logits_1, logits_0), f(-logits_0, -logits_1)


@law(
    jensen_shannon_from_logits,
    en="Every sample of one distribution may be counted three times.",
    fr="On peut compter trois fois chaque échantillon d'une des lois.",
)
def repeated_samples(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits_1, logits_0 = rng.normal(1.0, 2.0, size=4), rng.normal(-1.0, 2.0, size=3)
    return f(np.tile(logits_1, 3), logits_0), f(logits_1, logits_0)


@picture(
    jensen_shannon_from_logits,
    en=r"""
    Jensen-Shannon divergence of $\mathcal{N}(0, 1)$ and $\mathcal{N}(m, 1)$ against $m$: exact (line), your
    estimate from 1000 samples of each with the best discriminator (circles), and with a discriminator that
    is three times too sure of itself (crosses).
    """,
    fr=r"""
    Divergence de Jensen-Shannon de $\mathcal{N}(0, 1)$ et $\mathcal{N}(m, 1)$ en fonction de $m$ : exacte
    (ligne), votre estimation sur 1000 échantillons de chacune avec le meilleur discriminateur (cercles), et
    avec un discriminateur trois fois trop sûr de lui (croix).
    """,
)
def estimate_against_distance(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    means = np.linspace(0.0, 4.0, 9)
    exact = [0.0, 0.030311, 0.111421, 0.221171, 0.336831, 0.441694, 0.526777, 0.589752, 0.63272]
    axes.plot(means, exact, "-", color="black")
    if f is not None:
        noise = np.random.default_rng(0).normal(size=(2, 1000))
        logits = [(m * (m + noise[0]) - m**2 / 2, m * noise[1] - m**2 / 2) for m in means]
        for factor, marker in ((1.0, "o"), (3.0, "x")):
            estimates = [f(factor * one, factor * zero) for one, zero in logits]
            axes.plot(means, estimates, marker, color="black", markerfacecolor="none", markersize=8)
    axes.set(xlabel="$m$", ylabel="nats")


@derivation(
    "4.6a.2",
    points=3,
    lines=["D_star", "value", "kl0", "kl1", "jsd", "jsd_from_value"],
    key="jsd_from_value",
    en=r"""
    The lines behind 4.6a.1, evaluated at nodes $x_i$: the arrays `f0` and `f1` hold $f_0(x_i)$ and
    $f_1(x_i)$, `weights` the quadrature weights $w_i$, and every integral is a sum $\sum_i w_i (\dots)$.
    Return a dictionary with

    - `D_star`: at each node, the number $D$ that maximises $f_1 \log D + f_0 \log(1 - D)$;
    - `value`: $V[D^*]$;
    - `kl0` and `kl1`: $\mathrm{KL}(p_0 \,\|\, \mu)$ and $\mathrm{KL}(p_1 \,\|\, \mu)$, from the densities;
    - `jsd`: the divergence from its definition, by means of `kl0` and `kl1`;
    - `jsd_from_value`: the divergence from `value` alone, by the relation that you derived for densities.

    Evaluate each line by its own formula: in the checks `f0` and `f1` need not integrate to one, and then
    the last two lines differ. Where a density is zero, its term is zero; where both are zero,
    $D^* = \frac{1}{2}$.

    Example: `f0 = [0.5, 0.5]`, `f1 = [0.25, 0.75]`, `weights = [1, 1]` have `value` $-1.318650$ and `jsd`
    $0.033822$.
    """,
    fr=r"""
    Les lignes derrière 4.6a.1, évaluées en des nœuds $x_i$ : les tableaux `f0` et `f1` contiennent
    $f_0(x_i)$ et $f_1(x_i)$, `weights` les poids de quadrature $w_i$, et toute intégrale est une somme
    $\sum_i w_i (\dots)$. Renvoyez un dictionnaire avec

    - `D_star` : en chaque nœud, le nombre $D$ qui maximise $f_1 \log D + f_0 \log(1 - D)$ ;
    - `value` : $V[D^*]$ ;
    - `kl0` et `kl1` : $\mathrm{KL}(p_0 \,\|\, \mu)$ et $\mathrm{KL}(p_1 \,\|\, \mu)$, à partir des densités ;
    - `jsd` : la divergence par sa définition, au moyen de `kl0` et `kl1` ;
    - `jsd_from_value` : la divergence à partir de `value` seule, par la relation que vous avez établie pour
      des densités.

    Évaluez chaque ligne par sa propre formule : dans les tests, `f0` et `f1` n'ont pas forcément une
    intégrale égale à un, et les deux dernières lignes diffèrent alors. Là où une densité est nulle, son
    terme est nul ; là où les deux le sont, $D^* = \frac{1}{2}$.

    Exemple : `f0 = [0.5, 0.5]`, `f1 = [0.25, 0.75]`, `weights = [1, 1]` ont `value` $-1.318650$ et `jsd`
    $0.033822$.
    """,
)
def jensen_shannon_lines(
    f0: Float[Array, " n"], f1: Float[Array, " n"], weights: Float[Array, " n"]
) -> dict[str, Any]:
    """The best discriminator at each node, and the five numbers of the derivation, in nats."""
    raise NotImplementedError


@law(
    jensen_shannon_lines,
    en="For distributions that sum to one, the last two lines agree.",
    fr="Pour des lois de somme un, les deux dernières lignes sont égales.",
)
def two_ways_to_divergence(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(*rng.dirichlet(np.ones(5), size=2), np.ones(5))
    return lines["jsd"], lines["jsd_from_value"]


@law(
    jensen_shannon_lines,
    en="When the two distributions change places, the divergences `kl0` and `kl1` do too, and `value` stays.",
    fr=r"""
    Quand les deux lois échangent leurs places, les divergences `kl0` et `kl1` aussi, et `value` demeure.
    """,
)
def exchanged_densities(f: Function, rng: Rng) -> tuple[Any, Any]:
    f0, f1 = rng.dirichlet(np.ones(5), size=2)
    there, back = f(f0, f1, np.ones(5)), f(f1, f0, np.ones(5))
    keys = ("kl0", "kl1", "value")
    return tuple(there[key] for key in keys), tuple(back[key] for key in ("kl1", "kl0", "value"))


@part(
    "4.6b.1",
    points=2.5,
    en=r"""
    Suppose that $f_0$ is known and that $f_0$ and $f_1$ have the same support. Solve the formula of the
    best discriminator for the unknown density: return $\log f_1(x_i)$ from `log_f0`, which holds
    $\log f_0(x_i)$, and `logit`, which holds the logit of $D^*(x_i)$. The result must be exact even for
    logits of $\pm 800$, where $D$ itself is rounded to $0$ or $1$.

    Example: where $f_0 = 0.5$ and $D^* = 0.5$, the result is $\log 0.5$.
    """,
    fr=r"""
    Supposons que $f_0$ est connue et que $f_0$ et $f_1$ ont le même support. Résolvez la formule du
    meilleur discriminateur pour la densité inconnue : renvoyez $\log f_1(x_i)$ à partir de `log_f0`, qui
    contient $\log f_0(x_i)$, et de `logit`, qui contient le logit de $D^*(x_i)$. Le résultat doit être
    exact même pour des logits de $\pm 800$, où $D$ lui-même est arrondi à $0$ ou $1$.

    Exemple : là où $f_0 = 0.5$ et $D^* = 0.5$, le résultat est $\log 0.5$.
    """,
)
def log_density_from_discriminator(
    log_f0: Float[Array, " n"], logit: Float[Array, " n"]
) -> Float[Array, " n"]:
    """Log of the real density at each point, in nats."""
    raise NotImplementedError


@law(
    log_density_from_discriminator,
    en=r"""
    The recovered density integrates to one (here from the best discriminator of two normal distributions).
    """,
    fr=r"""
    La densité retrouvée a une intégrale égale à un (ici par le meilleur discriminateur de deux lois
    normales).
    """,
)
def integrates_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, m = np.linspace(-14.0, 14.0, 1401), rng.uniform(0.5, 2.0)
    log_f1 = f(-0.5 * x**2 - 0.5 * np.log(2 * np.pi), m * x - 0.5 * m**2)
    return np.sum(np.exp(np.asarray(log_f1))) * 0.02, 1.0


@law(
    log_density_from_discriminator,
    en="Applied to its own result with the opposite logit, the function returns to where it began.",
    fr="Appliquée à son propre résultat avec le logit opposé, la fonction revient à son point de départ.",
)
def there_and_back(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_f0, logit = rng.normal(-2.0, 1.0, size=(2, 5))
    return f(f(log_f0, logit), -logit), log_f0


@picture(
    log_density_from_discriminator,
    en=r"""
    The known $f_0$ (dotted), the true $f_1$ (solid), and the $f_1$ that you recover from the logits of the
    best discriminator (circles).
    """,
    fr=r"""
    La densité connue $f_0$ (pointillés), la vraie $f_1$ (trait plein), et la $f_1$ que vous retrouvez à
    partir des logits du meilleur discriminateur (cercles).
    """,
)
def recovered_density(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    x = np.linspace(-4.0, 5.0, 61)
    log_f0 = -0.5 * x**2 - 0.5 * np.log(2 * np.pi)
    logit = 0.5 * x**2 - 0.5 * ((x - 1.5) / 0.7) ** 2 - np.log(0.7)
    axes.plot(x, np.exp(log_f0), ":", color="black")
    axes.plot(x, np.exp(-0.5 * ((x - 1.5) / 0.7) ** 2) / (0.7 * np.sqrt(2 * np.pi)), "-", color="black")
    if f is not None:
        axes.plot(x, np.exp(np.asarray(f(log_f0, logit))), "o", color="black", markerfacecolor="none")
    axes.set(xlabel="$x$", ylabel=r"$f_0,\ f_1$", xlim=(-4, 5), ylim=(-0.02, 0.7))


@part(
    "4.6b.2",
    points=2.5,
    en=r"""
    That $D^*$ is a *maximum* is seen at each point $x$ on its own, from
    $g(D) = f_1 \log D + f_0 \log(1 - D)$. Return the tuple of three arrays: $g'(D)$ and $g''(D)$ at the
    values $0 < D < 1$ in `discriminator`, and the $D$ at which $g'$ vanishes. `f0` and `f1` are positive
    and need not be normalised.

    Example: $D = 0.6$, $f_0 = 0.5$, $f_1 = 0.25$ give $-0.833333$, $-3.819444$ and $0.333333$.
    """,
    fr=r"""
    Que $D^*$ est un *maximum* se voit en chaque point $x$ séparément, sur
    $g(D) = f_1 \log D + f_0 \log(1 - D)$. Renvoyez le tuple de trois tableaux : $g'(D)$ et $g''(D)$ aux
    valeurs $0 < D < 1$ de `discriminator`, et le $D$ où $g'$ s'annule. `f0` et `f1` sont positives et pas
    forcément normalisées.

    Exemple : $D = 0.6$, $f_0 = 0.5$, $f_1 = 0.25$ donnent $-0.833333$, $-3.819444$ et $0.333333$.
    """,
)
def pointwise_variations(
    discriminator: Float[Array, " n"], f0: Float[Array, " n"], f1: Float[Array, " n"]
) -> tuple[Float[Array, " n"], Float[Array, " n"], Float[Array, " n"]]:
    """First and second derivative of the objective and its stationary point, at each of n points."""
    raise NotImplementedError


@law(
    pointwise_variations,
    en="At the stationary point that you return, your first derivative vanishes.",
    fr="Au point stationnaire que vous renvoyez, votre dérivée première s'annule.",
)
def stationary(f: Function, rng: Rng) -> tuple[Any, Any]:
    f0, f1 = rng.uniform(0.5, 2.0, size=(2, 5))
    point = f(np.full(5, 0.5), f0, f1)[2]
    return f(point, f0, f1)[0], np.zeros(5)


@law(
    pointwise_variations,
    en="The second derivative is the slope of the first (by finite differences).",
    fr="La dérivée seconde est la pente de la première (par différences finies).",
)
def slope(f: Function, rng: Rng) -> tuple[Any, Any]:
    point, (f0, f1) = rng.uniform(0.3, 0.7, size=5), rng.uniform(0.5, 2.0, size=(2, 5))
    step = 1e-5
    return (f(point + step, f0, f1)[0] - f(point - step, f0, f1)[0]) / (2 * step), f(point, f0, f1)[1]


@picture(
    pointwise_variations,
    en=r"""
    The objective $g$ for $f_0 = 1$, $f_1 = 2$ (solid), the parabola with your two derivatives at $D = 0.4$
    (dashed), and your stationary point (diamond).
    """,
    fr=r"""
    L'objectif $g$ pour $f_0 = 1$, $f_1 = 2$ (trait plein), la parabole de vos deux dérivées en $D = 0.4$
    (tirets), et votre point stationnaire (losange).
    """,
)
def objective_and_parabola(f: Function | None, figure: Any) -> None:
    def g(x: Any) -> Any:
        return 2 * np.log(x) + np.log(1 - x)

    axes = figure.add_subplot()
    grid = np.linspace(0.02, 0.98, 97)
    axes.plot(grid, g(grid), "-", color="black")
    axes.set(xlabel="$D$", ylabel="$g(D)$", xlim=(0, 1), ylim=(-7, 0.5))
    if f is None:
        return
    values = [np.asarray(value)[0] for value in f(np.array([0.4]), np.array([1.0]), np.array([2.0]))]
    parabola = g(0.4) + values[0] * (grid - 0.4) + 0.5 * values[1] * (grid - 0.4) ** 2
    axes.plot(grid, parabola, "--", color="black")
    axes.plot(0.4, g(0.4), "o", color="black", markerfacecolor="white")
    axes.plot(values[2], g(np.clip(values[2], 0.02, 0.98)), "D", color="black", markersize=8)
