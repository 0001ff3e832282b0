"""Part 3.2b.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import list_lines
from autograder.question import Function, Rng, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


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

    Here $q$ sums to one, but it may miss states that the joint does not. Log-joints may be near $-5000$, for
    all states or some, or `-inf`.

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
    avoisiner $-5000$, pour tous les états ou certains, ou valoir `-inf`.

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


@example(elbo_by_jensen, digits=4)
def all_states_covered() -> tuple[dict[str, Any], Any]:
    arguments = {"log_joint": np.log([[0.1, 0.3, 0.1]]), "log_q": np.log([[0.25, 0.5, 0.25]])}
    return arguments, list_lines(log_px=-0.6931, log_mean_weight=-0.6931, elbo=-0.7136, gap=0.0204)


@example(elbo_by_jensen, digits=4)
def one_state_missed() -> tuple[dict[str, Any], Any]:
    arguments = {"log_joint": np.log([[0.2, 0.3, 0.1]]), "log_q": np.array([[np.log(0.5)] * 2 + [-np.inf]])}
    return arguments, list_lines(log_px=-0.5108, log_mean_weight=-0.6931, elbo=-0.7136, gap=0.2027)


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
