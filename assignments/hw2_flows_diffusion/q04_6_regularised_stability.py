"""Question 4.6: eigenvalues, stability and discrete steps with a gradient penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
section 4 (the penalty on real data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q04_3_eigenvalues import sort_by_imaginary_part
from autograder.question import Function, Question, Rng, Text, claims, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Complex, Float

    from autograder.question import Array

question = Question(
    number="4.6", title=Text(en="Stability with a penalty", fr="La stabilité avec une pénalité")
)


@part(
    "4.6.1",
    points=1.5,
    # The slowest mode of a very large penalty is far below one; the usual floor would hide it.
    atol=1e-15,
    en=r"""
    Return, for each entry of `gamma`, of shape `(batch,)`, the three eigenvalues of the Jacobian at the
    stationary point, as complex numbers of shape `(batch, 3)`, each row sorted as in 4.3.1: by imaginary
    part, then by real part. Here $\gamma \ge 0$; it may be as large as $10^8$, and the relative precision of
    each eigenvalue counts.

    Example: `gamma = [0.5]` gives `[[-0.25-0.433013j, -0.5, -0.25+0.433013j]]`.
    """,
    fr=r"""
    Renvoyez, pour chaque valeur de `gamma`, de forme `(batch,)`, les trois valeurs propres de la jacobienne
    au point stationnaire, comme nombres complexes de forme `(batch, 3)`, chaque ligne triée comme en 4.3.1 :
    par partie imaginaire, puis par partie réelle. Ici $\gamma \ge 0$ ; il peut atteindre $10^8$, et c'est la
    précision relative de chaque valeur propre qui compte.

    Exemple : `gamma = [0.5]` donne `[[-0.25-0.433013j, -0.5, -0.25+0.433013j]]`.
    """,
)
def regularised_gan_eigenvalues(gamma: Float[Array, " batch"]) -> Complex[Array, "batch 3"]:
    """The eigenvalues of the Jacobian at the stationary point with the penalty, sorted, for each gamma."""
    raise NotImplementedError


@example(regularised_gan_eigenvalues)
def weak_penalty() -> tuple[dict[str, Any], Any]:
    return {"gamma": np.array([0.5])}, np.array([[-0.25 - 0.433013j, -0.5, -0.25 + 0.433013j]])


@law(
    regularised_gan_eigenvalues,
    en="The Jacobian is real: conjugating the eigenvalues of a row and sorting again gives the same three.",
    fr=r"""
    La jacobienne est réelle : conjuguer les valeurs propres d'une ligne et trier redonne les trois mêmes.
    """,
)
def conjugates_in_each_row(f: Function, rng: Rng) -> tuple[Any, Any]:
    gamma = rng.uniform(0.0, 3.0, size=6)
    values = np.asarray(f(gamma), dtype=complex)
    return values, sort_by_imaginary_part(np.conj(np.reshape(values, (6, 3))))


@law(
    regularised_gan_eigenvalues,
    en=r"The trace of the Jacobian falls as fast as $\gamma$ grows.",
    fr=r"La trace de la jacobienne baisse aussi vite que $\gamma$ croît.",
)
def trace(f: Function, rng: Rng) -> tuple[Any, Any]:
    gamma = rng.uniform(0.0, 3.0, size=6)
    return np.sum(f(gamma), axis=1) - np.sum(f(0 * gamma), axis=1), -gamma + 0j


@picture(
    regularised_gan_eigenvalues,
    en=r"""
    Left: your eigenvalues in the complex plane for $\gamma$ from $0$ (white discs) to $2.5$ (black discs).
    Right: their real parts against $\gamma$. The dotted line bounds the half-plane that the criterion asks
    for.
    """,
    fr=r"""
    À gauche : vos valeurs propres dans le plan complexe pour $\gamma$ de $0$ (disques blancs) à $2.5$
    (disques noirs). À droite : leurs parties réelles en fonction de $\gamma$. La ligne pointillée borde le
    demi-plan que demande le critère.
    """,
)
def eigenvalues_against_gamma(f: Function | None, figure: Any) -> None:
    plane, parts = figure.subplots(1, 2)
    plane.axvline(0, linestyle=":", color="black")
    parts.axhline(0, linestyle=":", color="black")
    plane.set(
        xlim=(-2.6, 0.4),
        ylim=(-0.65, 0.65),
        xlabel=r"$\mathrm{Re}\ \lambda$",
        ylabel=r"$\mathrm{Im}\ \lambda$",
    )
    parts.set(xlim=(0, 2.5), ylim=(-2.6, 0.4), xlabel=r"$\gamma$", ylabel=r"$\mathrm{Re}\ \lambda$")
    if f is None:
        return
    gamma = np.linspace(0, 2.5, 51)
    values = np.asarray(f(gamma), dtype=complex)
    for row, share in zip(values, gamma / 2.5, strict=True):
        grey = str(1 - share)
        plane.plot(
            row.real, row.imag, "o", markersize=5, color=grey, markeredgecolor="black", markeredgewidth=0.5
        )
    parts.plot(gamma, values.real, ".", color="black", markersize=4)


@claims(
    "4.6.2",
    points=1,
    en=r"""
    Compare the two systems. Mark each statement `True` or `False`. A wrong mark takes away what a right one
    gives (never below zero).
    """,
    fr=r"""
    Comparez les deux systèmes. Marquez chaque affirmation `True` ou `False`. Une marque fausse retire ce
    qu'une marque juste rapporte (jamais sous zéro).
    """,
    statements={
        "a": Text(
            en=r"With $\gamma = 0$ the criterion proves that the stationary point is locally "
            "asymptotically stable.",
            fr=r"Pour $\gamma = 0$, le critère prouve que le point stationnaire est localement "
            "asymptotiquement stable.",
        ),
        "b": Text(
            en=r"With $\gamma = 0$ the eigenvalues alone prove that the stationary point is unstable.",
            fr=r"Pour $\gamma = 0$, les valeurs propres prouvent à elles seules que le point stationnaire "
            "est instable.",
        ),
        "c": Text(
            en=r"With $\gamma = 0$ a trajectory that starts near the stationary point stays near it, but "
            r"$(\psi_0, \theta)$ does not tend to $(0, 0)$ unless it starts there.",
            fr=r"Pour $\gamma = 0$, une trajectoire qui part près du point stationnaire reste près de lui, "
            r"mais $(\psi_0, \theta)$ ne tend pas vers $(0, 0)$, sauf si elle y part.",
        ),
        "d": Text(
            en=r"For every $\gamma > 0$ the stationary point is locally asymptotically stable.",
            fr=r"Pour tout $\gamma > 0$, le point stationnaire est localement asymptotiquement stable.",
        ),
        "e": Text(
            en=r"For $0 < \gamma < 1$ a small $(\psi_0, \theta)$ turns about the origin while it decays.",
            fr=r"Pour $0 < \gamma < 1$, un petit $(\psi_0, \theta)$ tourne autour de l'origine en "
            "décroissant.",
        ),
        "f": Text(
            en=r"The larger $\gamma$, the faster the slowest mode decays.",
            fr=r"Plus $\gamma$ est grand, plus vite le mode le plus lent décroît.",
        ),
        "g": Text(
            en=r"Of all $\gamma > 0$, the slowest mode decays fastest at $\gamma = 1$.",
            fr=r"De tous les $\gamma > 0$, c'est pour $\gamma = 1$ que le mode le plus lent décroît le plus "
            "vite.",
        ),
        "h": Text(
            en=r"For very large $\gamma$ one eigenvalue has a positive real part.",
            fr=r"Pour $\gamma$ très grand, une valeur propre a une partie réelle positive.",
        ),
    },
)
def stability_claims() -> dict[str, bool]:
    """For each statement, whether it is true."""
    return {
        "a": ..., "b": ..., "c": ..., "d": ...,  # type: ignore[dict-item]
        "e": ..., "f": ..., "g": ..., "h": ...,  # type: ignore[dict-item]
    }  # fmt: skip


@part(
    "4.6.3",
    points=0.5,
    en=r"""
    Training takes steps of size $\eta$. Return the states from the start to the last of `steps` steps, of
    shape `(steps + 1, 3)`, the start included. With $v$ the velocity with the penalty,

    - `scheme = "simultaneous"`: $s^{(k+1)} = s^{(k)} + \eta\, v(s^{(k)})$ for all three components
    - `scheme = "alternating"`: the same for $\psi$; then $\theta$ takes its step with the new $\psi$,
      $\theta^{(k+1)} = \theta^{(k)} + \eta\, v_\theta(\psi^{(k+1)}, \theta^{(k)})$

    `start` has shape `(3,)`. Example: `start = [0.5, 0.2, -0.3]`, `gamma = 0`, `eta = 0.1` and `steps = 1`
    end in `[0.515375, 0.193767, -0.274375]` simultaneously, and alternating in
    `[0.515375, 0.193767, -0.273727]`.
    """,
    fr=r"""
    L'entraînement fait des pas de taille $\eta$. Renvoyez les états du départ au dernier des `steps` pas, de
    forme `(steps + 1, 3)`, départ compris. Avec $v$ la vitesse avec la pénalité,

    - `scheme = "simultaneous"` : $s^{(k+1)} = s^{(k)} + \eta\, v(s^{(k)})$ pour les trois composantes
    - `scheme = "alternating"` : de même pour $\psi$ ; puis $\theta$ fait son pas avec le nouveau $\psi$,
      $\theta^{(k+1)} = \theta^{(k)} + \eta\, v_\theta(\psi^{(k+1)}, \theta^{(k)})$

    `start` est de forme `(3,)`. Exemple : `start = [0.5, 0.2, -0.3]`, `gamma = 0`, `eta = 0.1` et `steps = 1`
    aboutissent à `[0.515375, 0.193767, -0.274375]` simultanément, et en alternance à
    `[0.515375, 0.193767, -0.273727]`.
    """,
)
def gan_trajectory(
    start: Float[Array, " 3"], gamma: float, eta: float, steps: int, scheme: str
) -> Float[Array, "steps_plus_1 3"]:
    """The states of discrete training, the start first; scheme is "simultaneous" or "alternating"."""
    raise NotImplementedError


def one_step(scheme: str) -> dict[str, Any]:
    """The arguments of the examples, for this scheme."""
    return {"start": np.array([0.5, 0.2, -0.3]), "gamma": 0.0, "eta": 0.1, "steps": 1, "scheme": scheme}


@example(gan_trajectory)
def simultaneous_step() -> tuple[dict[str, Any], Any]:
    return one_step("simultaneous"), np.array([[0.5, 0.2, -0.3], [0.515375, 0.193767, -0.274375]])


@example(gan_trajectory)
def alternating_step() -> tuple[dict[str, Any], Any]:
    return one_step("alternating"), np.array([[0.5, 0.2, -0.3], [0.515375, 0.193767, -0.273727]])


@law(
    gan_trajectory,
    en="Five steps are two steps and then three more.",
    fr="Cinq pas, c'est deux pas puis trois autres.",
)
def steps_compose(f: Function, rng: Rng) -> tuple[Any, Any]:
    start = rng.normal(size=3)
    whole, first = [], []
    for scheme in ("simultaneous", "alternating"):
        begun = np.asarray(f(start, 0.4, 0.3, 2, scheme))
        whole.append(f(start, 0.4, 0.3, 5, scheme))
        first.append(np.concatenate([[start], begun[1:], np.asarray(f(begun[-1], 0.4, 0.3, 3, scheme))[1:]]))
    return whole, first


@law(
    gan_trajectory,
    en="In its first step the critic does not notice the scheme.",
    fr="À son premier pas, le critique ne remarque pas le schéma.",
)
def critic_moves_first(f: Function, rng: Rng) -> tuple[Any, Any]:
    start = rng.normal(size=3)
    pair = [np.asarray(f(start, 0.4, 0.3, 1, scheme)) for scheme in ("alternating", "simultaneous")]
    return pair[0][1, :2], pair[1][1, :2]


@picture(
    gan_trajectory,
    en=r"""
    How far $(\psi_0, \theta)$ is from the origin at each of your steps ($\eta = 0.3$): simultaneous (solid)
    and alternating (dashed), for $\gamma = 0$ (left) and $\gamma = 1$ (right).
    """,
    fr=r"""
    La distance de $(\psi_0, \theta)$ à l'origine à chacun de vos pas ($\eta = 0.3$) : simultanés (trait
    plein) et alternés (tirets), pour $\gamma = 0$ (à gauche) et $\gamma = 1$ (à droite).
    """,
)
def radius_at_each_step(f: Function | None, figure: Any) -> None:
    for axes, gamma in zip(figure.subplots(1, 2, sharey=True), (0.0, 1.0), strict=True):
        axes.set(xlim=(0, 120), ylim=(0, 1.8), xlabel="$k$", title=rf"$\gamma = {gamma:g}$")
        axes.axhline(np.hypot(0.5, 0.3), linestyle=":", color="0.6")
        for scheme, style in (("simultaneous", "-"), ("alternating", "--")) if f is not None else ():
            states = np.asarray(f(np.array([0.5, 0.2, -0.3]), gamma, 0.3, 120, scheme))  # type: ignore[misc]
            axes.plot(np.hypot(states[:, 0], states[:, 2]), style, color="black", linewidth=1)
    figure.axes[0].set_ylabel(r"$\sqrt{\psi_0^2 + \theta^2}$")
