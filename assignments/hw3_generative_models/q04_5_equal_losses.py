"""Question 4.5: equal losses, different samples.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.5",
    title=Text(en="Equal losses, different samples", fr="Pertes égales, échantillons différents"),
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


@example(gan_losses)
def two_outcomes() -> tuple[dict[str, Any], Any]:
    p_data, p_g, discriminator = np.array([0.5, 0.5]), np.array([0.25, 0.75]), np.array([0.8, 0.4])
    return {"p_data": p_data, "p_g": p_g, "discriminator": discriminator}, (1.355196, 0.743004)


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
