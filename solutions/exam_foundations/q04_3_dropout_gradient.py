"""Hidden twin of question 4.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q04_3_dropout_gradient as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric
from solutions.exam_foundations.q04_regularisation import all_masks, mask_probabilities


@reference(q.drop_probability_gradient)
def dropped_minus_kept(p: Any, losses: Any) -> Any:
    return _differences(losses, np.stack([p, 1 - p], axis=1))


def _differences(losses: Any, chances: Any) -> Any:
    """For each unit: dropped minus kept, the states of the others weighted by the rows of `chances`."""
    gradient = np.zeros(len(chances))
    for i in range(len(chances)):
        value = losses
        for j in reversed(range(len(chances))):
            value = np.moveaxis(value, j, -1) @ (np.array([1.0, -1.0]) if i == j else chances[j])
        gradient[i] = value
    return gradient


def _draw_table(rng: Rng, units: int) -> dict[str, Any]:
    return {"p": rng.uniform(0.1, 0.4, size=units), "losses": rng.normal(2.0, 1.0, size=(2,) * units)}


@cases(q.drop_probability_gradient, count=2)
def three_units(rng: Rng) -> dict[str, Any]:
    return _draw_table(rng, 3)


@cases(q.drop_probability_gradient)
def five_units(rng: Rng) -> dict[str, Any]:
    return _draw_table(rng, 5)


@cases(q.drop_probability_gradient)
def two_units_nearly_certain(rng: Rng) -> dict[str, Any]:
    return {**_draw_table(rng, 2), "p": np.array([1e-4, 1 - 1e-4])}


@cases(q.drop_probability_gradient)
def single_unit(rng: Rng) -> dict[str, Any]:
    return _draw_table(rng, 1)


@mistake(
    q.drop_probability_gradient,
    en="Wrong sign: if dropping a unit hurts, must the loss rise or fall with its $p_i$?",
    fr="Mauvais signe : si abandonner une unité nuit, le coût doit-il monter ou descendre avec son $p_i$ ?",
)
def kept_minus_dropped(p: Any, losses: Any) -> Any:
    return -dropped_minus_kept(p, losses)


@mistake(
    q.drop_probability_gradient,
    en="Read the coding of the table again: which index stands for a kept unit?",
    fr="Relisez le codage du tableau : quel indice désigne une unité gardée ?",
)
def table_reversed(p: Any, losses: Any) -> Any:
    return dropped_minus_kept(p, np.flip(losses))


@mistake(
    q.drop_probability_gradient,
    en="The states of the other units have the wrong weights: with which probability is unit $j$ kept?",
    fr="Les états des autres unités ont de mauvais poids : avec quelle probabilité l'unité $j$ est-elle "
    "gardée ?",
)
def others_exchanged(p: Any, losses: Any) -> Any:
    return dropped_minus_kept(1 - p, losses)


@mistake(
    q.drop_probability_gradient,
    en="You average over the states of the other units as if all were equally likely.",
    fr="Vous moyennez sur les états des autres unités comme s'ils étaient tous également probables.",
)
def others_uniform(p: Any, losses: Any) -> Any:
    return dropped_minus_kept(np.full(len(p), 0.5), losses)


@mistake(
    q.drop_probability_gradient,
    en="You add up the states of the other units without their probabilities.",
    fr="Vous additionnez les états des autres unités sans leurs probabilités.",
)
def others_summed(p: Any, losses: Any) -> Any:
    return _differences(losses, np.ones((len(p), 2)))


@mistake(
    q.drop_probability_gradient,
    en="You take the other units as all kept; what about the masks in which some of them are dropped?",
    fr="Vous prenez toutes les autres unités pour gardées ; et les masques où certaines sont abandonnées ?",
)
def others_kept(p: Any, losses: Any) -> Any:
    return dropped_minus_kept(np.zeros(len(p)), losses)


@alternative(q.drop_probability_gradient)
def expectation_of_the_score(p: Any, losses: Any) -> Any:
    masks = all_masks(len(p))
    scores = (1 - masks) / p - masks / (1 - p)
    return (mask_probabilities(p) * losses.ravel()) @ scores


@alternative(q.drop_probability_gradient)
def gradient_by_torch(p: Any, losses: Any) -> Any:
    import torch

    drop = torch.tensor(p, requires_grad=True)
    value = torch.tensor(losses)
    for chance in drop:
        value = chance * value[0] + (1 - chance) * value[1]
    return torch.autograd.grad(value, drop)[0]


@alternative(q.drop_probability_gradient)
def differences_of_expectations(p: Any, losses: Any) -> Any:
    def expect(drop: Any) -> Any:
        return mask_probabilities(drop) @ losses.ravel()

    units = np.arange(len(p))
    return [expect(np.where(units == i, 1.0, p)) - expect(np.where(units == i, 0.0, p)) for i in units]


@reference(q.score_function_estimates)
def loss_times_score(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return (losses - baseline)[:, None] * ((1 - masks) / p - masks / (1 - p))


def _draw_samples(rng: Rng, samples: int, units: int) -> dict[str, Any]:
    masks = rng.integers(0, 2, size=(samples, units)) * 1.0
    return {
        "p": rng.uniform(0.1, 0.4, size=units),
        "masks": masks,
        "losses": rng.normal(5.0, 1.0, size=samples),
    }


@cases(q.score_function_estimates, count=2)
def without_baseline(rng: Rng) -> dict[str, Any]:
    return {**_draw_samples(rng, 5, 3), "baseline": 0.0}


@cases(q.score_function_estimates)
def with_baseline(rng: Rng) -> dict[str, Any]:
    return {**_draw_samples(rng, 6, 2), "baseline": rng.uniform(1.0, 4.0)}


@cases(q.score_function_estimates)
def every_mask(rng: Rng) -> dict[str, Any]:
    masks = all_masks(3)
    return {**_draw_samples(rng, 8, 3), "masks": masks, "baseline": rng.uniform(-4.0, -1.0)}


@cases(q.score_function_estimates)
def single_sample(rng: Rng) -> dict[str, Any]:
    return {**_draw_samples(rng, 1, 1), "baseline": 0.5}


@cases(q.score_function_estimates)
def rare_event(rng: Rng) -> dict[str, Any]:
    masks = np.array([[0.0, 1.0], [1.0, 1.0]])
    return {**_draw_samples(rng, 2, 2), "p": np.array([1e-4, 0.3]), "masks": masks, "baseline": 0.0}


@mistake(
    q.score_function_estimates,
    en="Wrong sign: which outcome becomes more likely when $p_i$ grows?",
    fr="Mauvais signe : quelle issue devient plus probable quand $p_i$ grandit ?",
)
def score_of_keep_probability(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return -loss_times_score(p, masks, losses, baseline)


@mistake(
    q.score_function_estimates,
    en="In your score $p_i$ is the probability of $m_i = 1$. Is it?",
    fr="Dans votre score, $p_i$ est la probabilité de $m_i = 1$. L'est-elle ?",
)
def score_with_roles_exchanged(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return loss_times_score(p, 1 - masks, losses, baseline)


@mistake(
    q.score_function_estimates,
    en="The logarithm of the probability of a mask stands there, not yet its derivative.",
    fr="C'est le logarithme de la probabilité d'un masque, pas encore sa dérivée.",
)
def logarithm_for_score(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return (losses - baseline)[:, None] * ((1 - masks) * np.log(p) + masks * np.log(1 - p))


@mistake(
    q.score_function_estimates,
    en="Which sign must the baseline have so that it makes the factor of the score small?",
    fr="Quel signe la référence doit-elle avoir pour rendre petit le facteur du score ?",
)
def baseline_added(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return loss_times_score(p, masks, losses, -baseline)


@mistake(
    q.score_function_estimates,
    en="The baseline is not used: what would one subtract it from?",
    fr="La référence n'est pas employée : de quoi la soustrairait-on ?",
)
def baseline_ignored(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return loss_times_score(p, masks, losses, 0.0)


@mistake(
    q.score_function_estimates,
    en="The estimates of the single masks are asked, one row each, not their mean.",
    fr="On demande les estimations de chaque masque, une ligne chacune, et non leur moyenne.",
)
def averaged_over_masks(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return np.mean(loss_times_score(p, masks, losses, baseline), axis=0)


@mistake(
    q.score_function_estimates,
    en="The masks are already drawn with their probabilities: how often would you count them?",
    fr="Les masques sont déjà tirés selon leurs probabilités : combien de fois les compteriez-vous ?",
)
def weighted_by_probability(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    chances = np.prod(np.where(masks == 1, 1 - p, p), axis=1, keepdims=True)
    return chances * loss_times_score(p, masks, losses, baseline)


@mistake(
    q.score_function_estimates,
    en="You take only the dropped units into account: a kept unit, too, says something about its $p_i$.",
    fr="Vous ne comptez que les unités abandonnées : une unité gardée renseigne aussi sur son $p_i$.",
)
def score_of_dropped_units_alone(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return (losses - baseline)[:, None] * (1 - masks) / p


@alternative(q.score_function_estimates)
def in_one_fraction(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    return (losses - baseline)[:, None] * (1 - p - masks) / (p * (1 - p))


@alternative(q.score_function_estimates)
def row_by_row_in_torch(p: Any, masks: Any, losses: Any, baseline: float) -> Any:
    import torch

    drop, rows = torch.tensor(p, requires_grad=True), []
    for mask, loss in zip(torch.tensor(masks), losses, strict=True):
        log_probability = torch.where(mask == 1, torch.log1p(-drop), torch.log(drop)).sum()
        rows.append((loss - baseline) * torch.autograd.grad(log_probability, drop)[0])
    return torch.stack(rows)


no_gradient_rubric = rubric(
    q.no_gradient_through_a_sample,
    (
        0.5,
        Text(
            en=r"""
            Names the problem: the masks are discrete samples whose *distribution* depends on $p_i$; a sample
            is piecewise constant in $p_i$, so that nothing can be back-propagated through it. A way out:
            score function, a continuous relaxation, or the straight-through estimate.
            """,
            fr=r"""
            Nomme le problème : les masques sont des tirages discrets dont la *loi* dépend de $p_i$ ; un
            tirage est constant par morceaux en $p_i$, et rien ne peut donc être rétropropagé à travers lui.
            Une issue : fonction score, relaxation continue, ou estimateur « straight-through ».
            """,
        ),
    ),
)
