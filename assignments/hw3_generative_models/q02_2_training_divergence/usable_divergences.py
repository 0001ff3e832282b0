"""Part 2.2.1."""

from __future__ import annotations

from typing import Any

from autograder.question import Function, Rng, law, part


@part(
    "2.2.1",
    points=0.75,
    en=r"""
    The flow is fitted by gradient descent on an estimate of $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$
    (`"forward"`) or of $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$ (`"reverse"`). An estimate is a plain average
    over samples, without importance weights or Markov chains, and may lack a constant that does not depend
    on $F$. $F$ can be evaluated, inverted and differentiated; $P_U$ can be sampled and evaluated.

    `have_samples` says whether samples of $P_X$ are at hand, `can_evaluate` whether $\log p_X$ and its
    gradient can be computed at any point. Return the set of the divergences that can be used, in all four
    situations; the empty set is `set()`.
    """,
    fr=r"""
    On ajuste le flot par descente de gradient sur une estimation de $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$
    (`"forward"`) ou de $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$ (`"reverse"`). Une estimation est une simple
    moyenne sur des échantillons, sans poids d'importance ni chaîne de Markov, et peut omettre une constante
    qui ne dépend pas de $F$. On sait évaluer, inverser et dériver $F$, échantillonner et évaluer $P_U$.

    `have_samples` dit si l'on dispose d'échantillons de $P_X$, `can_evaluate` si l'on peut calculer
    $\log p_X$ et son gradient en tout point. Renvoyez l'ensemble des divergences utilisables, dans les
    quatre situations ; l'ensemble vide est `set()`.
    """,
)
def usable_divergences(have_samples: bool, can_evaluate: bool) -> set[str]:
    """The names of the divergences that can be estimated: a subset of {"forward", "reverse"}."""
    raise NotImplementedError


@law(
    usable_divergences,
    en="With both abilities, what either of them alone allows is allowed, and nothing else.",
    fr="Avec les deux capacités, ce que permet l'une ou l'autre seule est permis, et rien d'autre.",
)
def union(f: Function, rng: Rng) -> tuple[Any, Any]:
    return set(f(True, False)) | set(f(False, True)), set(f(True, True))
