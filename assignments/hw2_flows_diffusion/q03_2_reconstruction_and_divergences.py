"""Question 3.2: the bound as a reconstruction term and Kullback-Leibler divergences.

Source: sheet 001, question 3 (b) (5 points).
Paper: Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", NeurIPS 2020, eq. 5 to 7, appendix A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q03_diffusion_models import (
    cut_last_state,
    draw_chain,
    noisy_chain,
    two_steps,
)
from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.2",
    title=Text(en="Reconstruction and divergences (letter b)", fr="Reconstruction et divergences (lettre b)"),
)


@derivation(
    "3.2.1",
    points=4,
    lines={
        "marginals": 0.3,
        "posterior": 0.8,
        "leftover": 0.6,
        "leftover_sum": 0.4,
        "recon": 0.4,
        "kl_t": 0.8,
        "kl_T": 0.3,
        "elbo": 0.4,
    },
    key="kl_t",
    en=r"""
    Show on paper that the bound of 3.1 equals

    $$L = \mathbb{E}_q\!\left[\log p(x_0 \mid x_1) - \sum_{t=2}^T
    \mathrm{KL}\big(q(x_{t-1} \mid x_t, x_0) \,\|\, p(x_{t-1} \mid x_t)\big)
    - \mathrm{KL}\big(q(x_T \mid x_0) \,\|\, p(x_T)\big)\right].$$

    The rule of Bayes turns the forward kernels of $t \ge 2$ round; what it leaves over telescopes. Return
    what you meet on the way:

    - `marginals`, shape `(T, S)`: $q(x_t \mid x_0)$ for $t = 1, \dots, T$
    - `posterior`, shape `(T-1, S, S)`: `posterior[t-2][i, j]` is $q(x_{t-1} = j \mid x_t = i, x_0)$
    - `leftover`, shape `(T-1,)`: $\mathbb{E}_q[\log q(x_{t-1} \mid x_0) - \log q(x_t \mid x_0)]$ for
      $t = 2, \dots, T$
    - `leftover_sum`: the sum of these, in which only two of the marginals survive
    - `recon`: the reconstruction term
    - `kl_t`, shape `(T-1,)`: the divergences of $t = 2, \dots, T$, averaged over what they still depend on
    - `kl_T`: the last divergence
    - `elbo`: $L$

    With $T = 1$, `posterior` has the shape `(0, S, S)`, `leftover` and `kl_t` have the shape `(0,)`.

    Example (the tables of question 3): `[[0.9, 0.1], [0.83, 0.17]]`,
    `[[[0.975904, 0.024096], [0.529412, 0.470588]]]`, `[0.130803]`, `0.130803`, `-0.412637`, `[0.224507]`,
    `0.237261`, `-0.874404`.
    """,
    fr=r"""
    Montrez sur papier que la borne de 3.1 est égale à

    $$L = \mathbb{E}_q\!\left[\log p(x_0 \mid x_1) - \sum_{t=2}^T
    \mathrm{KL}\big(q(x_{t-1} \mid x_t, x_0) \,\|\, p(x_{t-1} \mid x_t)\big)
    - \mathrm{KL}\big(q(x_T \mid x_0) \,\|\, p(x_T)\big)\right].$$

    La règle de Bayes retourne les noyaux directs de $t \ge 2$ ; ce qu'elle laisse se télescope. Renvoyez ce
    que vous rencontrez en chemin :

    - `marginals`, de forme `(T, S)` : $q(x_t \mid x_0)$ pour $t = 1, \dots, T$
    - `posterior`, de forme `(T-1, S, S)` : `posterior[t-2][i, j]` est $q(x_{t-1} = j \mid x_t = i, x_0)$
    - `leftover`, de forme `(T-1,)` : $\mathbb{E}_q[\log q(x_{t-1} \mid x_0) - \log q(x_t \mid x_0)]$ pour
      $t = 2, \dots, T$
    - `leftover_sum` : leur somme, à laquelle seules deux des marginales survivent
    - `recon` : le terme de reconstruction
    - `kl_t`, de forme `(T-1,)` : les divergences de $t = 2, \dots, T$, moyennées sur ce dont elles dépendent
      encore
    - `kl_T` : la dernière divergence
    - `elbo` : $L$

    Pour $T = 1$, `posterior` est de forme `(0, S, S)`, `leftover` et `kl_t` sont de forme `(0,)`.

    Exemple (les tableaux de la question 3) : `[[0.9, 0.1], [0.83, 0.17]]`,
    `[[[0.975904, 0.024096], [0.529412, 0.470588]]]`, `[0.130803]`, `0.130803`, `-0.412637`, `[0.224507]`,
    `0.237261`, `-0.874404`.
    """,
)
def diffusion_kl_lines(
    x0: int, fwd: Float[Array, "T S S"], rev: Float[Array, "T S S"], pT: Float[Array, " S"]
) -> dict[str, Float[Array, " ..."]]:
    """The pieces of the bound for one observed state: two tables of probabilities, then values in nats."""
    raise NotImplementedError


@example(diffusion_kl_lines)
def divergences_of_two_steps() -> tuple[dict[str, Any], Any]:
    return two_steps(), {
        "marginals": np.array([[0.9, 0.1], [0.83, 0.17]]),
        "posterior": np.array([[[0.975904, 0.024096], [0.529412, 0.470588]]]),
        "leftover": np.array([0.130803]),
        "leftover_sum": 0.130803,
        "recon": -0.412637,
        "kl_t": np.array([0.224507]),
        "kl_T": 0.237261,
        "elbo": -0.874404,
    }


@law(
    diffusion_kl_lines,
    en=r"In expectation the rule of Bayes changes nothing: $\log q(x_{t-1} \mid x_t, x_0)$ less the leftover "
    r"is $\log q(x_t \mid x_{t-1})$.",
    fr=r"En espérance, la règle de Bayes ne change rien : $\log q(x_{t-1} \mid x_t, x_0)$ moins ce qu'elle "
    r"laisse est $\log q(x_t \mid x_{t-1})$.",
)
def bayes_in_expectation(f: Function, rng: Rng) -> tuple[Any, Any]:
    fwd, rev, pT = draw_chain(rng, 3, 3)
    lines = f(2, fwd, rev, pT)
    marginals, posterior = np.asarray(lines["marginals"]), np.asarray(lines["posterior"])
    turned = np.einsum("ti,tij->t", marginals[1:], posterior * np.log(posterior))
    kernels = np.einsum("ti,tij->t", marginals[:-1], fwd[1:] * np.log(fwd[1:]))
    return turned - np.reshape(lines["leftover"], 2), kernels


@law(
    diffusion_kl_lines,
    en="Cut a state other than $x_0$ into two halves that behave alike: `recon`, every divergence and `elbo` "
    "stay as they are.",
    fr="Coupez un état autre que $x_0$ en deux moitiés qui se comportent de même : `recon`, chaque "
    "divergence et `elbo` restent les mêmes.",
)
def divergences_of_halves(f: Function, rng: Rng) -> tuple[Any, Any]:
    tables = draw_chain(rng, 3, 3)
    before, after = f(0, *tables), f(0, *cut_last_state(*tables))
    shapes = {"recon": (), "kl_t": (2,), "kl_T": (), "elbo": ()}
    return (
        {name: after[name] for name in shapes},
        {name: np.reshape(before[name], shape) for name, shape in shapes.items()},
    )


@picture(
    diffusion_kl_lines,
    en=r"""
    Left: your `marginals`, the forward diffusion of a chain that starts in state 2 (dark: likely). Right: the
    pieces of $-L$, from `-recon` at $t = 1$ over your `kl_t` to `kl_T` at $t = T + 1$.
    """,
    fr=r"""
    À gauche : vos `marginals`, la diffusion directe d'une chaîne partie de l'état 2 (foncé : probable). À
    droite : les morceaux de $-L$, de `-recon` en $t = 1$ à `kl_T` en $t = T + 1$, en passant par vos `kl_t`.
    """,
)
def diffusion_and_terms(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    steps, states, start = 10, 5, 2
    walk = 0.5 * np.eye(states) + 0.3 * np.eye(states, k=1) + 0.2 * np.eye(states, k=-1)
    walk[[0, -1], [0, -1]] += [0.2, 0.3]
    image, terms = np.eye(states)[[start]], np.zeros(0)
    if f is not None:
        fwd, rev = np.tile(walk, (steps, 1, 1)), 0.9 * walk + 0.1 * noisy_chain(1.0, states, steps)
        lines = f(start, fwd, rev, np.full(states, 1 / states))
        image = np.vstack([image, lines["marginals"]])
        terms = np.concatenate(
            [np.ravel(-np.asarray(lines["recon"])), *map(np.ravel, (lines["kl_t"], lines["kl_T"]))]
        )
    left.imshow(image.T, cmap="Greys", vmin=0, vmax=1, aspect="auto", origin="lower")
    left.set(xlabel="$t$", ylabel="$x_t$", xlim=(-0.5, steps + 0.5), yticks=range(states))
    right.bar(range(1, len(terms) + 1), terms, color="tab:blue", edgecolor="black")
    right.axhline(0, color="black", linewidth=0.8)
    right.set(xlabel="$t$", xlim=(0.4, steps + 1.6))


@part(
    "3.2.2",
    points=1,
    en=r"""
    Now the Gaussian forward process $q(x_t \mid x_{t-1}) = \mathcal{N}(\sqrt{1 - \beta_t}\, x_{t-1},
    \beta_t I)$. Return the tuple `(mean, var)` of $q(x_{t-1} \mid x_t, x_0)$: the mean, of the shape of
    `x_t` (any shape; `x0` has the same), and the variance that all coordinates have, a single number.
    `betas[0]` is $\beta_1$, every $\beta$ is between $0$ and $1$, and $2 \le t \le T$.

    Example: `x_t = -1.2`, `x0 = 0.7`, `t = 3`, `betas = [.1, .2, .3, .4]` give `(-0.207514, 0.169355)`.
    """,
    fr=r"""
    Voici le processus direct gaussien $q(x_t \mid x_{t-1}) = \mathcal{N}(\sqrt{1 - \beta_t}\, x_{t-1},
    \beta_t I)$. Renvoyez le tuple `(mean, var)` de $q(x_{t-1} \mid x_t, x_0)$ : la moyenne, de même forme
    que `x_t` (forme quelconque ; `x0` a la même), et la variance commune à toutes les coordonnées, un seul
    nombre. `betas[0]` est $\beta_1$, chaque $\beta$ est entre $0$ et $1$, et $2 \le t \le T$.

    Exemple : `x_t = -1.2`, `x0 = 0.7`, `t = 3`, `betas = [.1, .2, .3, .4]` donnent `(-0.207514, 0.169355)`.
    """,
)
def gaussian_posterior(
    x_t: Float[Array, " ..."], x0: Float[Array, " ..."], t: int, betas: Float[Array, " T"]
) -> tuple[Float[Array, " ..."], float]:
    """Mean and variance (not standard deviation) of x_{t-1} given x_t and x_0."""
    raise NotImplementedError


@example(gaussian_posterior)
def single_pixel() -> tuple[dict[str, Any], Any]:
    betas = np.array([0.1, 0.2, 0.3, 0.4])
    return {"x_t": np.array(-1.2), "x0": np.array(0.7), "t": 3, "betas": betas}, (-0.207514, 0.169355)


@law(
    gaussian_posterior,
    en=r"Put $x_t$ at its mean given $x_0$: the posterior mean is then the mean of $x_{t-1}$ given $x_0$.",
    fr=r"Mettez $x_t$ à sa moyenne sachant $x_0$ : la moyenne a posteriori est alors celle de $x_{t-1}$ "
    r"sachant $x_0$.",
)
def mean_of_means(f: Function, rng: Rng) -> tuple[Any, Any]:
    betas, x0 = rng.uniform(0.05, 0.4, size=5), rng.normal(size=(2, 3))
    scale = np.sqrt(np.cumprod(1 - betas))
    return f(scale[3] * x0, x0, 4, betas)[0], scale[2] * x0


@law(
    gaussian_posterior,
    en=r"The variance of $x_{t-1}$ given $x_0$ is your variance plus that of your mean, when $x_t$ varies.",
    fr=r"La variance de $x_{t-1}$ sachant $x_0$ est la vôtre plus celle de votre moyenne, quand $x_t$ varie.",
)
def total_variance(f: Function, rng: Rng) -> tuple[Any, Any]:
    betas = rng.uniform(0.05, 0.4, size=4)
    variance = 1 - np.cumprod(1 - betas)
    slope, var = f(np.ones(1), np.zeros(1), 3, betas)
    return var + np.sum(slope) ** 2 * variance[2], variance[1]


@picture(
    gaussian_posterior,
    en=r"""
    A linear schedule of 50 steps. Left: what your mean takes from $x_t$ (solid) and from $x_0$ (dashed).
    Right: your variance (solid) and $\beta_t$ (dotted).
    """,
    fr=r"""
    Un échéancier linéaire de 50 pas. À gauche : ce que votre moyenne prend de $x_t$ (trait plein) et de $x_0$
    (tirets). À droite : votre variance (trait plein) et $\beta_t$ (pointillés).
    """,
)
def weights_along_the_schedule(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    betas, times, one, zero = np.linspace(1e-3, 0.15, 50), np.arange(2, 51), np.ones(1), np.zeros(1)
    right.plot(times, betas[1:], ":", color="black", label=r"$\beta_t$")
    if f is not None:
        from_x_t, from_x0 = ([f(*ends, int(t), betas) for t in times] for ends in ((one, zero), (zero, one)))
        left.plot(times, [float(np.sum(mean)) for mean, _ in from_x_t], color="tab:blue", label="$x_t$")
        left.plot(
            times, [float(np.sum(mean)) for mean, _ in from_x0], "--", color="tab:orange", label="$x_0$"
        )
        right.plot(times, [float(np.sum(var)) for _, var in from_x0], color="tab:blue")
        left.legend(loc="center right")
    left.set(xlabel="$t$", xlim=(0, 51))
    right.set(xlabel="$t$", xlim=(0, 51), yscale="log")
    right.legend(loc="lower right")
