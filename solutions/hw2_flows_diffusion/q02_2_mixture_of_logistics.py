"""Hidden twin of question 2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_2_mixture_of_logistics as q
from autograder.question import (
    Function,
    Rng,
    alternative,
    baseline,
    cases,
    device_reference,
    follows,
    hidden_law,
    mistake,
    reference,
)


def _log_logistic(u: Any) -> Any:
    return -np.logaddexp(0.0, -u)


def _log_parts(z: Any, w: Any, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """The logarithms of S, of 1 - S and of S', for slopes of any sign but zero."""
    u = np.asarray(z)[..., None] * a + b
    below, above = np.log(w) + _log_logistic(u), _log_logistic(-u)
    sums = [below, np.log(w) + above, below + above + np.log(np.abs(a))]
    log_S, log_rest, log_slope = (np.logaddexp.reduce(values, axis=-1) for values in sums)
    return log_S, log_rest, log_slope


def flow(z: Any, w: Any, a: Any, b: Any) -> Any:
    log_S, log_rest, _ = _log_parts(z, w, a, b)
    return log_S - log_rest


@reference(q.mixture_flow_lines)
def proof(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    u = np.multiply.outer(a, z) + b[:, None]
    tail = np.exp(-np.abs(u))
    large = 1 / (1 + tail)
    small, right = tail * large, u > 0
    S, rest = w @ np.where(right, large, small), w @ np.where(right, small, large)
    return _lines(S, rest, (w * a) @ (large * small))


def _lines(S: Any, rest: Any, dS: Any) -> dict[str, Any]:
    """What follows from the mixture, its complement and its derivative, without a subtraction."""
    up, down = dS / S, dS / rest
    log = np.log(S / rest)
    lines = {"S": S, "one_minus_S": rest, "g": log, "dS": dS}
    return {**lines, "dlog_S": up, "dlog_one_minus_S": -down, "dg": up + down}


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
    return _lines(*np.array(rows).T)


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


@follows(q.mixture_flow_lines, "one_minus_S")
def complement_of_own_mixture(lines: Any, **_: Any) -> Any:
    # Near one the subtraction has no digits left, which is not to be forgiven.
    mixture = np.asarray(lines["S"])
    return np.where(mixture < 1 - 1e-6, 1 - mixture, np.inf)


@follows(q.mixture_flow_lines, "g")
def logit_of_own_mixture(lines: Any, **_: Any) -> Any:
    S, rest = np.asarray(lines["S"]), np.asarray(lines["one_minus_S"])
    return np.where(rest > 0, np.log(S) - np.log(rest), -np.inf)


@follows(q.mixture_flow_lines, "dlog_S")
def own_slope_over_mixture(lines: Any, **_: Any) -> Any:
    return np.divide(lines["dS"], lines["S"])


@follows(q.mixture_flow_lines, "dlog_one_minus_S")
def own_slope_over_complement(lines: Any, **_: Any) -> Any:
    return -np.divide(lines["dS"], lines["one_minus_S"])


@follows(q.mixture_flow_lines, "dg")
def difference_of_own_slopes(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["dlog_S"], lines["dlog_one_minus_S"])


def _mixture(rng: Rng, components: int) -> dict[str, Any]:
    """A mixture whose slopes and weights are well apart from one and from each other."""
    weights = rng.dirichlet(np.full(components, 3.0))
    slopes = rng.permutation(np.geomspace(0.4, 2.5, components)) * rng.uniform(0.8, 1.2, size=components)
    return {"w": weights, "a": slopes, "b": rng.normal(scale=1.5, size=components)}


@cases(q.mixture_flow_lines, count=2)
def three_components(rng: Rng) -> dict[str, Any]:
    return {"z": rng.normal(scale=1.5, size=6), **_mixture(rng, 3)}


@cases(q.mixture_flow_lines)
def one_point(rng: Rng) -> dict[str, Any]:
    return {"z": rng.normal(size=1), **_mixture(rng, 4)}


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
    return {"z": np.array([-100.0, 0.5, 100.0]), **_mixture(rng, 3), "a": rng.uniform(0.5, 1.2, size=3)}


def _change(z: Any, w: Any, a: Any, b: Any, **changed: Any) -> dict[str, Any]:
    """The proof with other values in some lines, and what follows from them."""
    lines = {**proof(z, w, a, b), **changed}
    relations = (
        complement_of_own_mixture,
        logit_of_own_mixture,
        own_slope_over_mixture,
        own_slope_over_complement,
        difference_of_own_slopes,
    )
    start = min(list(lines).index(line) for line in changed)
    for relation in relations:
        if relation.line not in changed and list(lines).index(relation.line) > start:
            lines[relation.line] = relation.function(lines)
    return lines


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
    return _change(z, w, a, b, S=proof(z, w, a, b)["one_minus_S"])


@mistake(
    q.mixture_flow_lines,
    en="`S` is the logistic of a mean: it is the logistic values that are mixed, not their arguments.",
    fr="`S` est la logistique d'une moyenne : on mélange les valeurs des logistiques, non leurs arguments.",
)
def mixed_inside(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    mean = np.asarray(z)[:, None] * a + b
    return _change(z, w, a, b, S=np.exp(_log_logistic(mean @ w)))


@mistake(
    q.mixture_flow_lines,
    en="`S` is a plain mean of the components: what are the weights for?",
    fr="`S` est une simple moyenne des composantes : à quoi servent les poids ?",
)
def weights_unused(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    return _change(z, w, a, b, **proof(z, np.full(len(w), 1 / len(w)), a, b))


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
    return _change(z, w, a, b, dS=_slope(z, w, a, b, np.ones(len(a))))


def _slope(z: Any, w: Any, a: Any, b: Any, inner: Any) -> Any:
    u = np.asarray(z)[:, None] * a + b
    return np.sum(w * inner * np.exp(_log_logistic(u) + _log_logistic(-u)), axis=1)


@mistake(
    q.mixture_flow_lines,
    en="`dS` uses the logistic function in place of its derivative, which vanishes on both sides.",
    fr="`dS` emploie la fonction logistique à la place de sa dérivée, qui s'annule des deux côtés.",
)
def logistic_for_derivative(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    u = np.asarray(z)[:, None] * a + b
    return _change(z, w, a, b, dS=np.exp(_log_logistic(u)) @ (w * a))


@mistake(
    q.mixture_flow_lines,
    en="`dS` is the derivative of a single logistic function of $S$. Is a mixture of logistic functions one?",
    fr="`dS` est la dérivée d'une seule fonction logistique de valeur $S$. Un mélange en est-il une ?",
)
def derivative_of_one_logistic(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    lines = proof(z, w, a, b)
    return _change(z, w, a, b, dS=lines["S"] * lines["one_minus_S"] * (w @ a))


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
    log_S, log_rest, log_slope = _log_parts(z, w, a, b)
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


def _bisect(y: Any, low: Any, high: Any, w: Any, a: Any, b: Any, steps: int) -> Any:
    for _ in range(steps):
        middle = (low + high) / 2
        below = flow(middle, w, a, b) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


@reference(q.mixture_flow_inverse)
def search(y: Any, w: Any, a: Any, b: Any) -> Any:
    crossings = (y[:, None] - b) / a
    return _bisect(y, crossings.min(axis=1), crossings.max(axis=1), w, a, b, 80)


@cases(q.mixture_flow_inverse, count=2)
def ordinary_heights(rng: Rng) -> dict[str, Any]:
    return {"y": rng.normal(scale=3.0, size=3), **_mixture(rng, 3)}


@cases(q.mixture_flow_inverse)
def one_height(rng: Rng) -> dict[str, Any]:
    return {"y": rng.normal(size=1), **_mixture(rng, 2)}


@cases(q.mixture_flow_inverse)
def distant_mixture(rng: Rng) -> dict[str, Any]:
    mixture = _mixture(rng, 3)
    return {"y": rng.normal(size=2), **mixture, "b": mixture["b"] - rng.uniform(30.0, 40.0) * mixture["a"]}


@cases(q.mixture_flow_inverse, edge=True)
def extreme_heights(rng: Rng) -> dict[str, Any]:
    return {"y": np.array([-300.0, 300.0]) * rng.uniform(0.9, 1.0, size=2), **_mixture(rng, 3)}


@cases(q.mixture_flow_inverse, edge=True)
def flat_between_components(rng: Rng) -> dict[str, Any]:
    y = rng.uniform(0.5, 2.0, size=2) * np.array([-1.0, 1.0])
    gap = rng.uniform(70.0, 80.0)
    return {"y": y, "w": np.array([0.5, 0.5]), "a": np.array([8.0, 8.0]), "b": np.array([-gap, gap])}


@mistake(
    q.mixture_flow_inverse,
    en="You invert each component and mix the results. Put your answer into $g$: is it the given height?",
    fr="Vous inversez chaque composante et mélangez les résultats. Calculez $g$ de votre réponse : est-ce la "
    "hauteur donnée ?",
)
def components_inverted(y: Any, w: Any, a: Any, b: Any) -> Any:
    return ((y[:, None] - b) / a) @ w


@mistake(
    q.mixture_flow_inverse,
    en="You apply $g$ itself: the argument is a height here, not a point.",
    fr="Vous appliquez $g$ elle-même : l'argument est ici une hauteur, non un point.",
)
def forward_map(y: Any, w: Any, a: Any, b: Any) -> Any:
    return flow(y, w, a, b)


@mistake(
    q.mixture_flow_inverse,
    en="Your search stops at the end of its interval: the bracket has to depend on $y$, $a$ and $b$.",
    fr="Votre recherche s'arrête au bord de son intervalle : il doit dépendre de $y$, $a$ et $b$.",
)
def fixed_bracket(y: Any, w: Any, a: Any, b: Any) -> Any:
    return np.clip(search(y, w, a, b), -10.0, 10.0)


@mistake(
    q.mixture_flow_inverse,
    en="Your search stops too early: only a few digits are right. Halve the bracket until it is tiny.",
    fr="Votre recherche s'arrête trop tôt : seuls quelques chiffres sont justes. Divisez l'intervalle "
    "jusqu'à ce qu'il soit minuscule.",
)
def too_few_steps(y: Any, w: Any, a: Any, b: Any) -> Any:
    start = np.full(len(y), 1000.0)
    return _bisect(y, -start, start, w, a, b, 20)


@mistake(
    q.mixture_flow_inverse,
    en="Newton's method runs away where $g$ is nearly flat: keep a bracket around the solution.",
    fr="La méthode de Newton s'échappe là où $g$ est presque plate : gardez un intervalle autour de la "
    "solution.",
)
def newton_without_bracket(y: Any, w: Any, a: Any, b: Any) -> Any:
    z = np.zeros(len(y))
    for _ in range(50):
        lines = proof(z, w, a, b)
        z = z - (lines["g"] - y) / lines["dg"]
    return z


@mistake(
    q.mixture_flow_inverse,
    en="Far out $S$ rounds to one, and its logit is lost: the search needs a $g$ that keeps its digits.",
    fr="Au loin, $S$ s'arrondit à un et son logit se perd : il faut une $g$ qui garde ses chiffres.",
)
def search_with_rounded_flow(y: Any, w: Any, a: Any, b: Any) -> Any:
    crossings = (y[:, None] - b) / a
    low, high = crossings.min(axis=1), crossings.max(axis=1)
    for _ in range(80):
        middle = (low + high) / 2
        mixture = np.exp(_log_parts(middle, w, a, b)[0])
        below = np.log(mixture / (1 - mixture)) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


@alternative(q.mixture_flow_inverse)
def growing_bracket(y: Any, w: Any, a: Any, b: Any) -> Any:
    points = []
    for height in y:
        reach = 1.0
        while not flow(-reach, w, a, b) <= height <= flow(reach, w, a, b):
            reach *= 2
        points.append(float(_bisect(height, np.array(-reach), np.array(reach), w, a, b, 60)))
    return points


@alternative(q.mixture_flow_inverse)
def safeguarded_newton(y: Any, w: Any, a: Any, b: Any) -> Any:
    import torch

    crossings = (y[:, None] - b) / a
    low, high = crossings.min(axis=1), crossings.max(axis=1)
    z = (low + high) / 2
    for _ in range(100):
        lines = proof(z, w, a, b)
        low, high = np.where(lines["g"] < y, z, low), np.where(lines["g"] < y, high, z)
        step = z - (lines["g"] - y) / lines["dg"]
        z = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return torch.from_numpy(z)


@reference(q.nonmonotone_witness)
def steep_negative_slope() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, -3.0]), np.zeros(2), -0.5, 0.5


def _read_mixture(f: Function) -> tuple[Any, ...] | None:
    """The numbers of an untrusted witness, if sizes and weights are in order."""
    w, a, b, z1, z2 = (np.asarray(value, dtype=float) for value in f())
    sizes = (
        w.ndim == 1 and 2 <= w.size <= 100 and w.shape == a.shape == b.shape and z1.shape == z2.shape == ()
    )
    if not sizes or not all(np.isfinite(value).all() for value in (w, a, b, z1, z2)):
        return None
    return (w, a, b, z1, z2) if (w > 0).all() and abs(np.sum(w) - 1) <= 1e-6 else None


@hidden_law(
    q.nonmonotone_witness,
    en="The weights should be positive numbers that sum to one, as many as slopes and offsets.",
    fr="Les poids doivent être des nombres strictement positifs de somme un, autant que de pentes et de "
    "décalages.",
)
def a_mixture(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _read_mixture(f) is not None, True


@hidden_law(
    q.nonmonotone_witness,
    en="Exactly one of the slopes should be negative, the others positive.",
    fr="Exactement une des pentes doit être négative, les autres positives.",
)
def one_negative_slope(f: Function, rng: Rng) -> tuple[Any, Any]:
    mixture = _read_mixture(f)
    return mixture is not None and (mixture[1] < 0).sum() == 1 and bool((mixture[1] != 0).all()), True


@hidden_law(
    q.nonmonotone_witness,
    en="From your first point to the second $g$ does not fall. Are they in order, and does the falling "
    "component outweigh the others there?",
    fr="De votre premier point au second, $g$ ne décroît pas. Sont-ils dans l'ordre, et la composante "
    "décroissante l'emporte-t-elle sur les autres ?",
)
def flow_falls(f: Function, rng: Rng) -> tuple[Any, Any]:
    mixture = _read_mixture(f)
    if mixture is None or (mixture[1] == 0).any():
        return False, True
    w, a, b, z1, z2 = mixture
    return bool(z1 < z2 and flow(z1, w, a, b) > flow(z2, w, a, b) + 1e-6), True


@mistake(
    q.nonmonotone_witness,
    en="Your negative slope is too weak: compare the slopes of the components where you look.",
    fr="Votre pente négative est trop faible : comparez les pentes des composantes là où vous regardez.",
)
def still_increasing() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, -0.1]), np.zeros(2), 0.0, 1.0


@mistake(
    q.nonmonotone_witness,
    en="With these weights $S$ is no mean any more: it may leave the interval where the logit is defined.",
    fr="Avec ces poids, $S$ n'est plus une moyenne : elle peut quitter l'intervalle où le logit existe.",
)
def weights_not_normalised() -> tuple[Any, ...]:
    return np.array([1.0, 1.0]), np.array([1.0, -3.0]), np.zeros(2), -0.5, 0.5


@mistake(
    q.nonmonotone_witness,
    en="All your slopes are positive: 2.2.1 proves that nothing can fall then.",
    fr="Toutes vos pentes sont positives : 2.2.1 démontre qu'alors rien ne peut décroître.",
)
def slopes_all_positive() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, 3.0]), np.zeros(2), -0.5, 0.5


@mistake(
    q.nonmonotone_witness,
    en="Your two points are in the wrong order: the first one should be the smaller.",
    fr="Vos deux points sont dans le mauvais ordre : le premier doit être le plus petit.",
)
def points_exchanged() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, -3.0]), np.zeros(2), 0.5, -0.5


@alternative(q.nonmonotone_witness)
def unequal_weights() -> tuple[Any, ...]:
    return [0.1, 0.9], [0.5, -2.0], [1.0, 0.0], 0, 3


@alternative(q.nonmonotone_witness)
def three_slopes() -> tuple[Any, ...]:
    import torch

    return torch.tensor([0.2, 0.2, 0.6]), torch.tensor([1.0, 1.0, -5.0]), torch.zeros(3), -1.0, 1.0
