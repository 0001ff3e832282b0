"""Hidden twin of question 2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q02_2_training_divergence as q
from assignments.hw3_generative_models import q02_normalizing_flows as shared
from autograder.question import (
    Rng,
    Text,
    alternative,
    cases,
    mistake,
    reference,
    rubric,
)
from solutions.hw3_generative_models.q02_1_change_of_variables import (
    by_finite_differences,
    push_base_at_data,
    push_jacobian_sign,
    push_pulls_back,
    pushforward,
)
from solutions.hw3_generative_models.q02_normalizing_flows import (
    make_curved,
    mixture,
    normal,
    reflection,
    sinh_arcsinh,
)


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


@reference(q.forward_kl_objective)
def forward_objective(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(pushforward(x, flow, base))


@cases(q.forward_kl_objective, count=2)
def samples_of_line(rng: Rng) -> dict[str, Any]:
    return {"x": 1.0 + 2.0 * rng.normal(size=(11, 1)), "flow": sinh_arcsinh(rng), "base": normal(rng, 1)}


@cases(q.forward_kl_objective)
def samples_of_plane(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(9, 2)), "flow": make_curved(rng), "base": normal(rng, 2)}


@cases(q.forward_kl_objective)
def mirrored_samples(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(6, 1)), "flow": reflection(rng, 1), "base": mixture(rng)}


@cases(q.forward_kl_objective)
def one_sample(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(1, 3)), "flow": reflection(rng, 3), "base": normal(rng, 3)}


@mistake(
    q.forward_kl_objective,
    en="Improve the fit: does your objective go down?",
    fr="Améliorez l'ajustement : votre objectif diminue-t-il ?",
)
def log_likelihood(x: Any, flow: Any, base: Any) -> Any:
    return -forward_objective(x, flow, base)


@mistake(
    q.forward_kl_objective,
    en="The Jacobian counts in the wrong direction: spread a flow ten times wider than the data needs, "
    "and watch your objective.",
    fr="La jacobienne compte dans le mauvais sens : étalez un flot dix fois plus que les données ne le "
    "demandent, et observez votre objectif.",
)
def forward_jacobian_sign(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_jacobian_sign.function(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="With this objective a flow gains by being ever wider, until all data come from one latent point. "
    "What opposes it?",
    fr="Avec cet objectif, un flot gagne à s'étaler sans fin, jusqu'à ce que toutes les données viennent "
    "d'un seul point latent. Qu'est-ce qui s'y oppose ?",
)
def forward_without_jacobian(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(base.log_density(flow.inverse(x)))


@mistake(
    q.forward_kl_objective,
    en="Put every sample twice in the batch: an estimate of an expectation should stay the same.",
    fr="Mettez chaque échantillon deux fois dans le lot : l'estimation d'une espérance ne devrait pas "
    "changer.",
)
def forward_sum(x: Any, flow: Any, base: Any) -> Any:
    return -np.sum(pushforward(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="The samples live in the data space; which map takes them to the base?",
    fr="Les échantillons vivent dans l'espace des données ; quelle application les ramène à la loi de base ?",
)
def forward_by_wrong_map(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_pulls_back.function(x, flow, base))


@mistake(
    q.forward_kl_objective,
    en="The base density is evaluated at the samples themselves. Where does the base live?",
    fr="La densité de base est évaluée aux échantillons eux-mêmes. Où vit la loi de base ?",
)
def forward_base_at_data(x: Any, flow: Any, base: Any) -> Any:
    return -np.mean(push_base_at_data.function(x, flow, base))


@alternative(q.forward_kl_objective)
def in_latent_space(x: Any, flow: Any, base: Any) -> Any:
    u = flow.inverse(x)
    return float(np.mean(flow.log_det(u) - base.log_density(u)))


@alternative(q.forward_kl_objective)
def one_by_one(x: Any, flow: Any, base: Any) -> Any:
    return -sum(by_finite_differences.function(x[i : i + 1], flow, base)[0] for i in range(len(x))) / len(x)


@reference(q.reverse_kl_objective)
def reverse_objective(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) - flow.log_det(u) - data.log_density(flow.forward(u)))


@cases(q.reverse_kl_objective, count=2)
def base_samples(rng: Rng) -> dict[str, Any]:
    return {
        "u": rng.normal(size=(8, 1)),
        "flow": sinh_arcsinh(rng),
        "base": normal(rng, 1),
        "data": mixture(rng),
    }


@cases(q.reverse_kl_objective)
def unnormalised_target(rng: Rng) -> dict[str, Any]:
    return {
        "u": rng.normal(size=(7, 2)),
        "flow": make_curved(rng),
        "base": normal(rng, 2),
        "data": shared.Quartic(2.0),
    }


@cases(q.reverse_kl_objective)
def mirrored_flow(rng: Rng) -> dict[str, Any]:
    u, flow = rng.normal(size=(5, 1)), reflection(rng, 1)
    return {"u": u, "flow": flow, "base": mixture(rng), "data": normal(rng, 1)}


@cases(q.reverse_kl_objective)
def one_base_sample(rng: Rng) -> dict[str, Any]:
    u, flow = rng.normal(size=(1, 2)), make_curved(rng)
    return {"u": u, "flow": flow, "base": normal(rng, 2), "data": normal(rng, 2)}


@mistake(
    q.reverse_kl_objective,
    en="With which sign does the Jacobian enter the log-density of the model at $F(u)$? Compare with 2.1.1.",
    fr="Avec quel signe la jacobienne entre-t-elle dans le log de la densité du modèle en $F(u)$ ? "
    "Comparez avec 2.1.1.",
)
def reverse_jacobian_sign(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) + flow.log_det(u) - data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="The density of the data is evaluated at a latent point. Which point of the data space does the "
    "sample become?",
    fr="La densité des données est évaluée en un point latent. Quel point de l'espace des données "
    "l'échantillon devient-il ?",
)
def data_at_latent_point(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) - flow.log_det(u) - data.log_density(u))


@mistake(
    q.reverse_kl_objective,
    en="Only one of the two densities of the divergence is left. This objective is smallest when all "
    "samples land on the highest point of $p_X$.",
    fr="Il ne reste qu'une des deux densités de la divergence. Cet objectif est minimal quand tous les "
    "échantillons tombent sur le point le plus haut de $p_X$.",
)
def without_entropy(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return -np.mean(data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="The gradient would be right, but a term is missing: a flow that matches the data should be at zero.",
    fr="Le gradient serait juste, mais il manque un terme : un flot qui reproduit les données devrait "
    "être à zéro.",
)
def without_base_term(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(-flow.log_det(u) - data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="The Jacobian is missing: the density of the model at $F(u)$ is not that of the base at $u$.",
    fr="Il manque la jacobienne : la densité du modèle en $F(u)$ n'est pas celle de la base en $u$.",
)
def reverse_without_jacobian(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return np.mean(base.log_density(u) - data.log_density(flow.forward(u)))


@mistake(
    q.reverse_kl_objective,
    en="This is the objective of 2.2.2, but the samples that come here are from the base.",
    fr="C'est l'objectif de 2.2.2, alors que les échantillons viennent ici de la loi de base.",
)
def forward_on_base_samples(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return forward_objective(u, flow, base)


@mistake(
    q.reverse_kl_objective,
    en="The sign is turned round: a divergence should be small when the two distributions are alike.",
    fr="Le signe est inversé : une divergence devrait être petite quand les deux lois se ressemblent.",
)
def negative_divergence(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return -reverse_objective(u, flow, base, data)


@mistake(
    q.reverse_kl_objective,
    en="Put every sample twice in the batch: what should happen to an estimate of an expectation?",
    fr="Mettez chaque échantillon deux fois dans le lot : que devrait devenir l'estimation d'une espérance ?",
)
def reverse_sum(u: Any, flow: Any, base: Any, data: Any) -> Any:
    return len(u) * reverse_objective(u, flow, base, data)


@alternative(q.reverse_kl_objective)
def through_pushforward(u: Any, flow: Any, base: Any, data: Any) -> Any:
    x = flow.forward(u)
    return float(np.mean(pushforward(x, flow, base) - data.log_density(x)))


@alternative(q.reverse_kl_objective)
def base_against_pullback(u: Any, flow: Any, base: Any, data: Any) -> Any:
    import torch

    log_pullback = data.log_density(flow.forward(u)) + flow.log_det(u)
    return (torch.as_tensor(base.log_density(u)) - torch.as_tensor(log_pullback)).mean()


@reference(q.reverse_kl_gradient)
def reverse_gradient(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope = score(a * u + b)
    return -1 / a - np.mean(slope * u), -np.mean(slope)


@cases(q.reverse_kl_gradient, count=2)
def normal_target(rng: Rng) -> dict[str, Any]:
    score = q.LinearScore(rng.normal(), rng.uniform(0.5, 4.0))
    return {"u": rng.normal(size=8), "a": rng.uniform(1.3, 2.0), "b": rng.normal(), "score": score}


@cases(q.reverse_kl_gradient, count=2)
def quartic_target(rng: Rng) -> dict[str, Any]:
    score = q.CubicScore(rng.uniform(1.0, 2.0))
    return {"u": rng.normal(size=6), "a": -rng.uniform(0.5, 0.9), "b": rng.normal(), "score": score}


@cases(q.reverse_kl_gradient)
def gradient_of_one_sample(rng: Rng) -> dict[str, Any]:
    score = q.LinearScore(rng.normal(), rng.uniform(0.5, 4.0))
    return {"u": rng.normal(size=1), "a": rng.uniform(1.3, 2.0), "b": rng.normal(), "score": score}


@mistake(
    q.reverse_kl_gradient,
    en="The term that keeps the flow from collapsing is missing in the derivative with respect to $a$.",
    fr="Dans la dérivée par rapport à $a$, il manque le terme qui empêche le flot de s'effondrer.",
)
def without_jacobian_gradient(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -np.mean(score(a * u + b) * u), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="With which sign does the log-determinant enter the objective?",
    fr="Avec quel signe le log du déterminant entre-t-il dans l'objectif ?",
)
def gradient_jacobian_sign(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return 1 / a - np.mean(score(a * u + b) * u), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="Your value is wrong for $a < 0$ only. Differentiate the log-determinant on that side, or look at "
    "a finite difference.",
    fr="Votre valeur n'est fausse que pour $a < 0$. Dérivez le log du déterminant de ce côté, ou regardez "
    "une différence finie.",
)
def modulus_of_scale(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -1 / abs(a) - np.mean(score(a * u + b) * u), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="Apply the chain rule: by how much does $F(u)$ move when $a$ moves?",
    fr="Appliquez la règle de la chaîne : de combien $F(u)$ bouge-t-il quand $a$ bouge ?",
)
def without_chain_rule(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -1 / a - np.mean(score(a * u + b)), -np.mean(score(a * u + b))


@mistake(
    q.reverse_kl_gradient,
    en="The score of $P_X$ is taken at a latent point; at which point is the density of the data needed?",
    fr="Le score de $P_X$ est pris en un point latent ; en quel point faut-il la densité des données ?",
)
def score_at_latent_point(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    return -1 / a - np.mean(score(u) * u), -np.mean(score(u))


@mistake(
    q.reverse_kl_gradient,
    en="This is the direction of descent; the derivatives of the objective were asked.",
    fr="C'est la direction de descente ; on demandait les dérivées de l'objectif.",
)
def descent_direction(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope_a, slope_b = reverse_gradient(u, a, b, score)
    return -slope_a, -slope_b


@mistake(
    q.reverse_kl_gradient,
    en="The two derivatives come in the wrong order.",
    fr="Les deux dérivées sont dans le mauvais ordre.",
)
def wrong_order(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope_a, slope_b = reverse_gradient(u, a, b, score)
    return slope_b, slope_a


@mistake(
    q.reverse_kl_gradient,
    en="The derivatives grow with the number of samples; is the objective a sum or a mean?",
    fr="Les dérivées croissent avec le nombre d'échantillons ; l'objectif est-il une somme ou une moyenne ?",
)
def gradient_of_sum(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    slope_a, slope_b = reverse_gradient(u, a, b, score)
    return len(u) * slope_a, len(u) * slope_b


@alternative(q.reverse_kl_gradient)
def sample_by_sample(u: Any, a: float, b: float, score: Any) -> tuple[Any, Any]:
    along_a = [-1 / a - score(np.array([a * point + b]))[0] * point for point in u]
    along_b = [-score(np.array([a * point + b]))[0] for point in u]
    return sum(along_a) / len(u), sum(along_b) / len(u)


@alternative(q.reverse_kl_gradient)
def by_backpropagation(u: Any, a: float, b: float, score: Any) -> Any:
    import torch

    scale = torch.tensor(a, dtype=torch.float64, requires_grad=True)
    shift = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    x = scale * torch.from_numpy(u) + shift
    slope = torch.from_numpy(score(x.detach().numpy()))
    loss = -torch.log(scale.abs()) - (slope * x).mean()
    return torch.autograd.grad(loss, (scale, shift))


objective_rubric = rubric(
    q.objective_of_choice,
    (
        0.5,
        Text(
            en=r"""
            (a) The reverse divergence: its expectation is over the flow's own samples $F(u)$, so that no
            sample of $P_X$ is needed, only $\log p_X$ at these points, up to a constant, and its gradient.
            """,
            fr=r"""
            (a) La divergence inverse : son espérance porte sur les échantillons $F(u)$ du flot lui-même ;
            aucun échantillon de $P_X$ n'est donc nécessaire, seulement $\log p_X$ en ces points, à une
            constante près, et son gradient.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            (b) The forward divergence: its expectation is over $P_X$ and is estimated with the data.
            $\log p_X$ occurs only in a term that does not depend on $F$; what is left is maximum likelihood
            and needs $F^{-1}$ and its Jacobian.
            """,
            fr=r"""
            (b) La divergence directe : son espérance porte sur $P_X$ et s'estime avec les données.
            $\log p_X$ n'apparaît que dans un terme qui ne dépend pas de $F$ ; il reste le maximum de
            vraisemblance, qui demande $F^{-1}$ et sa jacobienne.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            (c) The forward solution is one broad normal over both modes (it has the mean and variance of
            the data), since it pays heavily where $p_X > 0$ and the model is nearly $0$. The reverse
            solution sits on one mode, since it pays heavily where it puts mass and $p_X$ is nearly $0$.
            Half of these points without a reason.
            """,
            fr=r"""
            (c) La solution directe est une seule normale large qui couvre les deux modes (elle a la moyenne
            et la variance des données), car elle paie cher là où $p_X > 0$ et où le modèle est presque $0$.
            La solution inverse se place sur un seul mode, car elle paie cher là où elle met de la masse et
            où $p_X$ est presque $0$. La moitié de ces points sans raison.
            """,
        ),
    ),
)
