"""Question 2.1: what maximising the expected log-likelihood really maximises.

Source: sheet 000, question 2.1 (5 points).
Paper: Neal and Hinton, "A View of the EM Algorithm that Justifies Incremental, Sparse, and Other Variants",
1998, section 2 (a fixed q in the M step).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="2.1",
    title=Text(en="The expected log-likelihood", fr="L'espérance de la log-vraisemblance"),
    text=Text(
        en=r"""
        Hold $q(z \mid x)$ fixed and choose $\theta$ by maximising
        $\mathbb{E}_q[\log p_\theta(x \mid z)]$. Begin with the rule of Bayes under the expectation, and show
        that the same $\theta$ maximises $\log p_\theta(x) + B(\theta)$ with $B(\theta) \le 0$: the marginal
        likelihood, with a bias. What does $B(\theta)$ measure?
        """,
        fr=r"""
        Fixez $q(z \mid x)$ et choisissez $\theta$ en maximisant $\mathbb{E}_q[\log p_\theta(x \mid z)]$.
        Partez de la règle de Bayes sous l'espérance, et montrez que le même $\theta$ maximise
        $\log p_\theta(x) + B(\theta)$ avec $B(\theta) \le 0$ : la vraisemblance marginale, avec un biais.
        Que mesure $B(\theta)$ ?
        """,
    ),
)


@derivation(
    "2.1.1",
    points=3,
    lines={"expected_log_likelihood": 0.1, "log_px": 0.15, "posterior": 0.15, "B": 0.45, "constant": 0.15},
    key="B",
    en=r"""
    One datum $x$, $K$ latent states, $T$ candidates $\theta_1, \dots, \theta_T$. Row `t` of `likelihood`
    holds $p_{\theta_t}(x \mid z)$, one column for each state; `prior` is $p(z)$ and `q` is $q(z \mid x)$.
    Return the lines of the argument:

    - `expected_log_likelihood`, shape `(T,)`: what is maximised
    - `log_px`, shape `(T,)`: $\log p_{\theta_t}(x)$
    - `posterior`, shape `(T, K)`: $p_{\theta_t}(z \mid x)$
    - `B`, shape `(T,)`: $B(\theta_t)$, zero when `q` is the posterior
    - `constant`, a single number: what remains, the same for every candidate, so that
      `expected_log_likelihood = log_px + B + constant`

    `likelihood` and `prior` are positive and `prior` and `q` sum to one; `q` may have zeros, and likelihoods
    may be as small as $10^{-200}$.

    Example: `likelihood = [[0.9, 0.1], [0.4, 0.4]]`, `prior = [0.4, 0.6]` and `q = [0.5, 0.5]` give
    `[-1.2040, -0.9163]`, `[-0.8675, -0.9163]`, `[[0.8571, 0.1429], [0.4, 0.6]]`, `[-0.3569, -0.0204]` and
    `0.0204`. The first line prefers the second candidate, $\log p_\theta(x)$ the first one.
    """,
    fr=r"""
    Une donnée $x$, $K$ états latents, $T$ candidats $\theta_1, \dots, \theta_T$. La ligne `t` de
    `likelihood` contient $p_{\theta_t}(x \mid z)$, une colonne par état ; `prior` est $p(z)$ et `q` est
    $q(z \mid x)$. Renvoyez les lignes du raisonnement :

    - `expected_log_likelihood`, forme `(T,)` : ce que l'on maximise
    - `log_px`, forme `(T,)` : $\log p_{\theta_t}(x)$
    - `posterior`, forme `(T, K)` : $p_{\theta_t}(z \mid x)$
    - `B`, forme `(T,)` : $B(\theta_t)$, nul quand `q` est le postérieur
    - `constant`, un seul nombre : ce qui reste, le même pour tous les candidats, de sorte que
      `expected_log_likelihood = log_px + B + constant`

    `likelihood` et `prior` sont strictement positifs, `prior` et `q` ont pour somme un ; `q` peut avoir des
    zéros, et les vraisemblances peuvent descendre à $10^{-200}$.

    Exemple : `likelihood = [[0.9, 0.1], [0.4, 0.4]]`, `prior = [0.4, 0.6]` et `q = [0.5, 0.5]` donnent
    `[-1.2040, -0.9163]`, `[-0.8675, -0.9163]`, `[[0.8571, 0.1429], [0.4, 0.6]]`, `[-0.3569, -0.0204]` et
    `0.0204`. La première ligne préfère le second candidat, $\log p_\theta(x)$ le premier.
    """,
)
def expected_log_likelihood_lines(
    likelihood: Float[Array, "T K"], prior: Float[Array, " K"], q: Float[Array, " K"]
) -> dict[str, Array]:
    """The lines of the argument for one datum: `posterior` holds probabilities, the rest is in nats."""
    raise NotImplementedError


@example(expected_log_likelihood_lines, digits=4)
def two_candidates() -> tuple[dict[str, Any], Any]:
    likelihood, prior, q = np.array([[0.9, 0.1], [0.4, 0.4]]), np.array([0.4, 0.6]), np.array([0.5, 0.5])
    return {"likelihood": likelihood, "prior": prior, "q": q}, {
        "expected_log_likelihood": np.array([-1.2040, -0.9163]),
        "log_px": np.array([-0.8675, -0.9163]),
        "posterior": np.array([[0.8571, 0.1429], [0.4, 0.6]]),
        "B": np.array([-0.3569, -0.0204]),
        "constant": 0.0204,
    }


@law(
    expected_log_likelihood_lines,
    en="For every candidate, `log_px`, `B` and the same constant add up to `expected_log_likelihood`.",
    fr="Pour chaque candidat, `log_px`, `B` et la même constante ont pour somme `expected_log_likelihood`.",
)
def lines_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    prior, q = rng.dirichlet(np.ones(3), size=2)
    lines = f(rng.uniform(0.1, 1.0, size=(5, 3)), prior, q)
    total = np.add(lines["log_px"], lines["B"]) + np.reshape(lines["constant"], ())
    return lines["expected_log_likelihood"], np.reshape(total, 5)


@law(
    expected_log_likelihood_lines,
    en="`B` is never positive, and it is zero for the candidate whose posterior is $q$.",
    fr="`B` n'est jamais positif, et il est nul pour le candidat dont le postérieur est $q$.",
)
def bias_vanishes_at_posterior(f: Function, rng: Rng) -> tuple[Any, Any]:
    likelihood, prior = rng.uniform(0.1, 1.0, size=(4, 3)), rng.dirichlet(np.ones(3))
    q = likelihood[2] * prior / np.sum(likelihood[2] * prior)
    bias = f(likelihood, prior, q)["B"]
    return bias, np.minimum(np.reshape(bias, 4), 0.0) * [1, 1, 0, 1]


@derivation(
    "2.1.2",
    points=2,
    lines={
        "expected_log_likelihood": 0.15,
        "log_px": 0.15,
        "post_mean": 0.1,
        "post_var": 0.1,
        "B": 0.35,
        "w_star": 0.15,
    },
    key="B",
    en=r"""
    The same for a continuous latent variable, where the bias can be drawn. Let $z \sim \mathcal{N}(0, 1)$ and
    $x \mid z \sim \mathcal{N}(w z, s^2)$; the parameter is $\theta = w$. The fixed
    $q = \mathcal{N}(\mu_q, v_q)$ does not depend on $w$. Here `noise_var` is the variance $s^2$, `mu_q` is
    $\mu_q$, `var_q` is the variance $v_q$, and `w` holds $T$ candidates. Return

    - `expected_log_likelihood`, `log_px` and `B` as in 2.1.1, each of shape `(T,)`
    - `post_mean`, `post_var`: mean and variance of the posterior of $z$, each of shape `(T,)`
    - `w_star`: the $w$ that maximises $\mathbb{E}_q[\log p_w(x \mid z)]$ over all real numbers, a single
      number, in closed form (it need not be among the candidates)

    Variances may be as small as $10^{-6}$; densities are then larger than one, but $B(w)$ stays
    non-positive.

    Example: `x = 1.3`, `w = [0.5, 2]`, `noise_var = 0.25`, `mu_q = 0.8`, `var_q = 0.3` give
    `[-1.9958, -2.8058]`, `[-2.2624, -1.8412]`, `[1.3, 0.6118]`, `[0.5, 0.0588]`, `[-0.3054, -1.5366]` and
    `w_star = 1.1064`.
    """,
    fr=r"""
    La même chose pour une variable latente continue, où le biais se dessine. Soit
    $z \sim \mathcal{N}(0, 1)$ et $x \mid z \sim \mathcal{N}(w z, s^2)$ ; le paramètre est $\theta = w$. La
    loi fixe $q = \mathcal{N}(\mu_q, v_q)$ ne dépend pas de $w$. Ici `noise_var` est la variance $s^2$,
    `mu_q` est $\mu_q$, `var_q` est la variance $v_q$, et `w` contient $T$ candidats. Renvoyez

    - `expected_log_likelihood`, `log_px` et `B` comme en 2.1.1, chacun de forme `(T,)`
    - `post_mean`, `post_var` : moyenne et variance du postérieur de $z$, chacune de forme `(T,)`
    - `w_star` : le $w$ qui maximise $\mathbb{E}_q[\log p_w(x \mid z)]$ sur tous les réels, un seul nombre,
      sous forme close (il n'est pas forcément parmi les candidats)

    Les variances peuvent descendre à $10^{-6}$ ; les densités dépassent alors un, mais $B(w)$ ne devient pas
    positif.

    Exemple : `x = 1.3`, `w = [0.5, 2]`, `noise_var = 0.25`, `mu_q = 0.8`, `var_q = 0.3` donnent
    `[-1.9958, -2.8058]`, `[-2.2624, -1.8412]`, `[1.3, 0.6118]`, `[0.5, 0.0588]`, `[-0.3054, -1.5366]` et
    `w_star = 1.1064`.
    """,
)
def gaussian_expected_log_likelihood_lines(
    x: float, w: Float[Array, " T"], noise_var: float, mu_q: float, var_q: float
) -> dict[str, Array]:
    """The lines for each candidate w, log-densities in nats, and the maximiser of the first line."""
    raise NotImplementedError


@example(gaussian_expected_log_likelihood_lines, digits=4)
def two_slopes() -> tuple[dict[str, Any], Any]:
    return {"x": 1.3, "w": np.array([0.5, 2.0]), "noise_var": 0.25, "mu_q": 0.8, "var_q": 0.3}, {
        "expected_log_likelihood": np.array([-1.9958, -2.8058]),
        "log_px": np.array([-2.2624, -1.8412]),
        "post_mean": np.array([1.3, 0.6118]),
        "post_var": np.array([0.5, 0.0588]),
        "B": np.array([-0.3054, -1.5366]),
        "w_star": 1.1064,
    }


@law(
    gaussian_expected_log_likelihood_lines,
    en="`expected_log_likelihood` differs from `log_px` + `B` by the same number for every candidate, and "
    "`B` is never positive.",
    fr="`expected_log_likelihood` diffère de `log_px` + `B` du même nombre pour tous les candidats, et `B` "
    "n'est jamais positif.",
)
def same_maximiser(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(0.7, rng.normal(size=6), 0.4, 0.9, 0.02)
    rest = np.subtract(lines["expected_log_likelihood"], np.add(lines["log_px"], lines["B"]))
    bias = np.reshape(lines["B"], 6)
    return np.stack([rest, bias]), np.stack([np.full(6, rest[0]), np.minimum(bias, 0.0)])


@law(
    gaussian_expected_log_likelihood_lines,
    en="No candidate has a larger `expected_log_likelihood` than `w_star`.",
    fr="Aucun candidat n'a un `expected_log_likelihood` plus grand que `w_star`.",
)
def nothing_beats_w_star(f: Function, rng: Rng) -> tuple[Any, Any]:
    best = float(np.reshape(f(1.1, np.ones(1), 0.5, -0.8, 0.6)["w_star"], ()))
    around = best + np.array([0.0, -0.5, -0.01, 0.01, 0.5])
    values = np.reshape(f(1.1, around, 0.5, -0.8, 0.6)["expected_log_likelihood"], 5)
    return values, np.minimum(values, values[0])


@picture(
    gaussian_expected_log_likelihood_lines,
    en=r"""
    Your three curves against $w$ for $x = 1.3$, $s^2 = 0.25$ and $q = \mathcal{N}(0.8, 0.3)$, each with a
    circle at its top; the vertical line is your `w_star`. Which two of the three curves must peak at the same
    place, and how far from the third?
    """,
    fr=r"""
    Vos trois courbes en fonction de $w$ pour $x = 1.3$, $s^2 = 0.25$ et $q = \mathcal{N}(0.8, 0.3)$, chacune
    avec un cercle à son sommet ; la droite verticale est votre `w_star`. Lesquelles des trois courbes doivent
    culminer au même endroit, et à quelle distance de la troisième ?
    """,
)
def biased_maximum(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set(xlabel="$w$", xlim=(0.2, 2.4), ylim=(-4.5, -1.0))
    axes.grid(color="0.92")
    if f is None:
        return
    w = np.linspace(0.2, 2.4, 111)
    lines = f(1.3, w, 0.25, 0.8, 0.3)
    px, biased = np.ravel(lines["log_px"]), np.add(np.ravel(lines["log_px"]), np.ravel(lines["B"]))
    curves = (
        (np.ravel(lines["expected_log_likelihood"]), "-", r"$\mathrm{E}_q[\log p_w(x|z)]$"),
        (biased, ":", r"$\log p_w(x) + B(w)$"),
        (px, "--", r"$\log p_w(x)$"),
    )
    for curve, style, label in curves:
        axes.plot(w, curve, style, color="black", label=label)
        axes.plot(w[np.argmax(curve)], np.max(curve), "o", color="black", fillstyle="none")
    axes.axvline(float(np.reshape(lines["w_star"], ())), color="tab:blue", linewidth=1)
    axes.legend(loc="lower center")
