"""Question 4.1: a network of apples.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, law, part, picture

question = Question(number="4.1", title=Text(en="A network of apples", fr="Un réseau de pommes"))


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
