"""Hidden twin of part 2.2.1."""

from __future__ import annotations

from typing import Any

from assignments.hw3_generative_models.q02_2_training_divergence import usable_divergences as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.usable_divergences)
def usable(have_samples: bool, can_evaluate: bool) -> set[str]:
    return {name for name, allowed in (("forward", have_samples), ("reverse", can_evaluate)) if allowed}


@cases(q.usable_divergences)
def samples_alone(rng: Rng) -> dict[str, Any]:
    return {"have_samples": True, "can_evaluate": False}


@cases(q.usable_divergences)
def density_alone(rng: Rng) -> dict[str, Any]:
    return {"have_samples": False, "can_evaluate": True}


@cases(q.usable_divergences)
def both_abilities(rng: Rng) -> dict[str, Any]:
    return {"have_samples": True, "can_evaluate": True}


@cases(q.usable_divergences)
def neither_ability(rng: Rng) -> dict[str, Any]:
    return {"have_samples": False, "can_evaluate": False}


@mistake(
    q.usable_divergences,
    en="The two are exchanged: in which of the divergences is the expectation over the data?",
    fr="Les deux sont échangées : dans laquelle des divergences l'espérance porte-t-elle sur les données ?",
)
def exchanged(have_samples: bool, can_evaluate: bool) -> Any:
    return usable(can_evaluate, have_samples)


@mistake(
    q.usable_divergences,
    en="Over which distribution does the average of the forward divergence run, and where would its "
    "samples come from?",
    fr="Sur quelle loi porte la moyenne de la divergence directe, et d'où viendraient ses échantillons ?",
)
def always_forward(have_samples: bool, can_evaluate: bool) -> set[str]:
    return {"forward"}


@mistake(
    q.usable_divergences,
    en="Write both divergences as expectations: which needs draws from $P_X$, and which needs its values?",
    fr="Écrivez les deux divergences comme des espérances : laquelle demande des tirages de $P_X$, et "
    "laquelle ses valeurs ?",
)
def always_both(have_samples: bool, can_evaluate: bool) -> set[str]:
    return {"forward", "reverse"}


@mistake(
    q.usable_divergences,
    en="Up to a constant, neither of the two divergences needs both abilities. Read the two expectations "
    "again.",
    fr="À une constante près, aucune des deux divergences ne demande les deux capacités. Relisez les deux "
    "espérances.",
)
def needs_both(have_samples: bool, can_evaluate: bool) -> set[str]:
    return {"forward", "reverse"} if have_samples and can_evaluate else set()


@alternative(q.usable_divergences)
def from_table(have_samples: bool, can_evaluate: bool) -> set[str]:
    table = {(0, 0): set(), (1, 0): {"forward"}, (0, 1): {"reverse"}, (1, 1): {"forward", "reverse"}}
    return set(table[int(have_samples), int(can_evaluate)])


@alternative(q.usable_divergences)
def frozen(have_samples: bool, can_evaluate: bool) -> frozenset[str]:
    return frozenset(["forward"] * have_samples) | frozenset(["reverse"] * can_evaluate)
