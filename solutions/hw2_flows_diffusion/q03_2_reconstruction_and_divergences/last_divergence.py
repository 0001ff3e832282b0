"""What goes wrong with the last divergence of part 3.2.1."""

from __future__ import annotations

from typing import Any

from assignments.hw2_flows_diffusion import q03_2_reconstruction_and_divergences as q
from autograder.question import mistake
from solutions.hw2_flows_diffusion.q03_2_reconstruction_and_divergences.diffusion_kl_lines import (
    divergences,
    total,
)
from solutions.hw2_flows_diffusion.q03_diffusion_models import kl


@mistake(
    q.diffusion_kl_lines,
    en="`kl_T` runs in the wrong direction: under which of its two distributions is $x_T$ drawn in $L$?",
    fr="`kl_T` va dans le mauvais sens : sous laquelle de ses deux lois $x_T$ est-il tiré dans $L$ ?",
)
def last_divergence_turned_round(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return total({**lines, "kl_T": kl(pT, lines["marginals"][-1])})


@mistake(
    q.diffusion_kl_lines,
    en="`kl_T` enters `elbo` with the wrong sign: should a $q$ that ends far from $p(x_T)$ gain by it?",
    fr="`kl_T` entre dans `elbo` avec le mauvais signe : un $q$ qui finit loin de $p(x_T)$ doit-il y "
    "gagner ?",
)
def last_divergence_added(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return {**lines, "elbo": lines["elbo"] + 2 * lines["kl_T"]}


@mistake(
    q.diffusion_kl_lines,
    en="`elbo` lacks one of the divergences: count the terms that you collected.",
    fr="Il manque à `elbo` l'une des divergences : comptez les termes que vous avez réunis.",
)
def last_divergence_forgotten(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return {**lines, "elbo": lines["elbo"] + lines["kl_T"]}
