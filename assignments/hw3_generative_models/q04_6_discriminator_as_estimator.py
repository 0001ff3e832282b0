"""Question 4.6: the discriminator as an estimator.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.6", title=Text(en="The discriminator as an estimator", fr="Le discriminateur comme estimateur")
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


@speed(
    jensen_shannon_from_logits,
    sizes=(12000, 25000, 50000),
    unit=Text(en="the number of samples of each law", fr="le nombre d'échantillons de chaque loi"),
    growth=1,
    within=8,
    en="A Python loop over samples is what usually costs more.",
    fr="Une boucle Python sur les échantillons est ce qui coûte d'ordinaire davantage.",
)
def many_samples(rng: Rng, samples: int) -> dict[str, Any]:
    return {"logits_1": rng.normal(1.0, 2.0, size=samples), "logits_0": rng.normal(-1.0, 2.0, size=samples)}


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
    The lines from the best discriminator to the divergence, evaluated at nodes $x_i$: the arrays `f0` and
    `f1` hold $f_0(x_i)$ and $f_1(x_i)$, `weights` the quadrature weights $w_i$, and every integral is a
    sum $\sum_i w_i (\dots)$.
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
    Les lignes qui mènent du meilleur discriminateur à la divergence, évaluées en des nœuds $x_i$ : les
    tableaux `f0` et `f1` contiennent $f_0(x_i)$ et $f_1(x_i)$, `weights` les poids de quadrature $w_i$, et
    toute intégrale est une somme $\sum_i w_i (\dots)$. Renvoyez un dictionnaire avec

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
