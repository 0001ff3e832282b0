"""Question 4.4: saturating or not.

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

question = Question(number="4.4", title=Text(en="Saturating or not", fr="Saturant ou non"))


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


@example(generator_gradients)
def two_undecided_samples() -> tuple[dict[str, Any], Any]:
    return {"logits": np.zeros(2)}, (np.array([-0.5, -0.5]), np.array([-0.5, -0.5]), np.zeros(2))


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
