"""Hidden twin of part 2.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_2_mixture_of_logistics as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.mixture import (
    draw_mixture,
    log_logistic,
    log_parts,
)
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.proof import change, complete_lines, proof


@baseline(q.mixture_flow_lines)
def lines_point_by_point(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    rows = []
    for point in z:
        S = rest = dS = 0.0
        for weight, slope, offset in zip(w, a, b, strict=True):
            u = slope * point + offset
            up, down = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
            S, rest, dS = S + weight * up, rest + weight * down, dS + weight * slope * up * down
        rows.append((S, rest, dS))
    return complete_lines(*np.array(rows).T)


@device_reference(q.mixture_flow_lines)
def lines_on_device(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    import torch

    u = torch.outer(a, z) + b[:, None]
    up, down = torch.sigmoid(u), torch.sigmoid(-u)
    S, rest, dS = w @ up, w @ down, (w * a) @ (up * down)
    return {
        "S": S,
        "one_minus_S": rest,
        "g": torch.log(S / rest),
        "dS": dS,
        "dlog_S": dS / S,
        "dlog_one_minus_S": -dS / rest,
        "dg": dS / S + dS / rest,
    }


@cases(q.mixture_flow_lines, count=2)
def three_components(rng: Rng) -> dict[str, Any]:
    return {"z": rng.normal(scale=1.5, size=6), **draw_mixture(rng, 3)}


@cases(q.mixture_flow_lines)
def one_point(rng: Rng) -> dict[str, Any]:
    return {"z": rng.normal(size=1), **draw_mixture(rng, 4)}


@cases(q.mixture_flow_lines)
def affine_flow(rng: Rng) -> dict[str, Any]:
    return {
        "z": rng.normal(size=3),
        "w": np.ones(1),
        "a": rng.uniform(1.5, 2.5, size=1),
        "b": rng.normal(size=1),
    }


@cases(q.mixture_flow_lines, edge=True)
def tails(rng: Rng) -> dict[str, Any]:
    return {"z": np.array([-100.0, 0.5, 100.0]), **draw_mixture(rng, 3), "a": rng.uniform(0.5, 1.2, size=3)}


@mistake(
    q.mixture_flow_lines,
    en="`dlog_S` and `dlog_one_minus_S` have exchanged their denominators: divide by what is under the "
    "logarithm. In `dg` the two errors cancel, so look at these lines.",
    fr="`dlog_S` et `dlog_one_minus_S` ont échangé leurs dénominateurs : divisez par ce qui est sous le "
    "logarithme. Dans `dg`, les deux erreurs se compensent ; regardez donc ces lignes.",
)
def denominators_exchanged(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return {**lines, "dlog_S": -lines["dlog_one_minus_S"], "dlog_one_minus_S": -lines["dlog_S"]}


@mistake(
    q.mixture_flow_lines,
    en="`S` decreases where the components increase: check the sign in your logistic function.",
    fr="`S` décroît là où les composantes croissent : vérifiez le signe dans votre fonction logistique.",
)
def logistic_reversed(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    return change(z, w, a, b, S=proof(z, w, a, b)["one_minus_S"])


@mistake(
    q.mixture_flow_lines,
    en="`S` is the logistic of a mean: it is the logistic values that are mixed, not their arguments.",
    fr="`S` est la logistique d'une moyenne : on mélange les valeurs des logistiques, non leurs arguments.",
)
def mixed_inside(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    mean = np.asarray(z)[:, None] * a + b
    return change(z, w, a, b, S=np.exp(log_logistic(mean @ w)))


@mistake(
    q.mixture_flow_lines,
    en="`S` is a plain mean of the components: what are the weights for?",
    fr="`S` est une simple moyenne des composantes : à quoi servent les poids ?",
)
def weights_unused(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    return change(z, w, a, b, **proof(z, np.full(len(w), 1 / len(w)), a, b))


@mistake(
    q.mixture_flow_lines,
    en="In the right tail `one_minus_S` has lost its digits: it is small, but not zero. Find an expression "
    "without a subtraction.",
    fr="Dans la queue de droite, `one_minus_S` a perdu ses chiffres : il est petit, mais pas nul. Cherchez "
    "une expression sans soustraction.",
)
def complement_by_subtraction(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    rest = 1 - lines["S"]
    slopes = {"dlog_S": lines["dS"] / lines["S"], "dlog_one_minus_S": -lines["dS"] / rest}
    dg = slopes["dlog_S"] - slopes["dlog_one_minus_S"]
    return {**lines, "one_minus_S": rest, "g": np.log(lines["S"] / rest), **slopes, "dg": dg}


@mistake(
    q.mixture_flow_lines,
    en="`g` stops at the mixture: the inverse of the logistic function is applied to it, too.",
    fr="`g` s'arrête au mélange : on lui applique encore la réciproque de la fonction logistique.",
)
def logit_forgotten(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return {**lines, "g": lines["S"]}


@mistake(
    q.mixture_flow_lines,
    en="`g` is a logarithm of the wrong quotient: which values of $S$ should give a negative $g$?",
    fr="`g` est le logarithme du mauvais quotient : quelles valeurs de $S$ devraient donner $g$ négatif ?",
)
def logit_inverted(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return {**lines, "g": -lines["g"]}


@mistake(
    q.mixture_flow_lines,
    en="`dS` lacks the inner derivatives: how fast does $a_i z + b_i$ change with $z$?",
    fr="Il manque à `dS` les dérivées intérieures : à quelle vitesse $a_i z + b_i$ varie-t-il avec $z$ ?",
)
def inner_derivative_missing(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    return change(z, w, a, b, dS=_slope(z, w, a, b, np.ones(len(a))))


def _slope(z: Any, w: Any, a: Any, b: Any, inner: Any) -> Any:
    u = np.asarray(z)[:, None] * a + b
    return np.sum(w * inner * np.exp(log_logistic(u) + log_logistic(-u)), axis=1)


@mistake(
    q.mixture_flow_lines,
    en="`dS` uses the logistic function in place of its derivative, which vanishes on both sides.",
    fr="`dS` emploie la fonction logistique à la place de sa dérivée, qui s'annule des deux côtés.",
)
def logistic_for_derivative(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    u = np.asarray(z)[:, None] * a + b
    return change(z, w, a, b, dS=np.exp(log_logistic(u)) @ (w * a))


@mistake(
    q.mixture_flow_lines,
    en="`dS` is the derivative of a single logistic function of $S$. Is a mixture of logistic functions one?",
    fr="`dS` est la dérivée d'une seule fonction logistique de valeur $S$. Un mélange en est-il une ?",
)
def derivative_of_one_logistic(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return change(z, w, a, b, dS=lines["S"] * lines["one_minus_S"] * (w @ a))


@mistake(
    q.mixture_flow_lines,
    en="`dlog_one_minus_S` is positive: does $1 - S$ grow or shrink with $z$?",
    fr="`dlog_one_minus_S` est positif : $1 - S$ croît-il ou décroît-il avec $z$ ?",
)
def sign_of_complement(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return {**lines, "dlog_one_minus_S": -lines["dlog_one_minus_S"]}


@mistake(
    q.mixture_flow_lines,
    en="`dg` adds what should be subtracted: write $g$ as two logarithms first.",
    fr="`dg` ajoute ce qu'il faut soustraire : écrivez d'abord $g$ avec deux logarithmes.",
)
def logarithms_added(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return {**lines, "dg": lines["dlog_S"] + lines["dlog_one_minus_S"]}


@mistake(
    q.mixture_flow_lines,
    en="`dg` multiplies by the derivative of the logistic function. Which is that of its inverse?",
    fr="`dg` multiplie par la dérivée de la fonction logistique. Quelle est celle de sa réciproque ?",
)
def logistic_for_its_inverse(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return {**lines, "dg": lines["dS"] * lines["S"] * lines["one_minus_S"]}


@alternative(q.mixture_flow_lines)
def lines_by_sums(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    u = z[:, None] * a + b
    up, down = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
    S, rest, dS = up @ w, down @ w, (up * down) @ (w * a)
    return {
        "S": S,
        "one_minus_S": rest,
        "g": np.log(S / rest),
        "dS": dS,
        "dlog_S": dS / S,
        "dlog_one_minus_S": -dS / rest,
        "dg": dS / S + dS / rest,
    }


@alternative(q.mixture_flow_lines)
def lines_by_logarithms(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    log_S, log_rest, log_slope = log_parts(z, w, a, b)
    return {
        "S": np.exp(log_S),
        "one_minus_S": np.exp(log_rest),
        "g": log_S - log_rest,
        "dS": np.exp(log_slope),
        "dlog_S": np.exp(log_slope - log_S),
        "dlog_one_minus_S": -np.exp(log_slope - log_rest),
        "dg": np.exp(log_slope - log_S - log_rest),
    }


@alternative(q.mixture_flow_lines)
def lines_by_autograd(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    import torch

    points = torch.tensor(z, requires_grad=True)
    weights, slopes, offsets = (torch.as_tensor(value) for value in (w, a, b))
    u = points[:, None] * slopes + offsets
    log_S = torch.logsumexp(weights.log() + torch.nn.functional.logsigmoid(u), dim=1)
    log_rest = torch.logsumexp(weights.log() + torch.nn.functional.logsigmoid(-u), dim=1)
    first, second = (
        torch.autograd.grad(line.sum(), points, retain_graph=True)[0] for line in (log_S, log_rest)
    )
    return {
        "S": log_S.exp(),
        "one_minus_S": log_rest.exp(),
        "g": log_S - log_rest,
        "dS": first * log_S.exp(),
        "dlog_S": first,
        "dlog_one_minus_S": second,
        "dg": first - second,
    }
