"""Hidden twin of question 3."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement, product
from math import comb, cosh, factorial, log, pi, prod
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q03_variational_bounds as q
from autograder.question import Function, Rng, alternative, cases, follows, hidden_law, mistake, reference


def log_normal(x: Any, variance: float) -> Any:
    """Log-density of a centred normal variable."""
    return -0.5 * (np.log(2 * np.pi * variance) + x**2 / variance)


def log_probabilities(rng: Rng, *shape: int) -> Any:
    return np.log(rng.dirichlet(np.ones(shape[-1]), size=shape[:-1] or None))


def expect(log_q: Any, values: Any) -> Any:
    """Expectation under q along the last axis; states without probability count as zero."""
    drawn = np.exp(log_q) > 0
    return np.sum(np.where(drawn, np.exp(log_q) * np.where(drawn, values, 0.0), 0.0), axis=-1)


@reference(q.marginal_likelihood_obstacle)
def obstacle() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "decoder_is_part_of_model",
        "b": "nonlinear_decoder_and_dimension",
        "c": "prior_is_chosen",
        "d": "gaussian_is_still_intractable",
    }


@cases(q.marginal_likelihood_obstacle)
def obstacle_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.marginal_likelihood_obstacle,
    en="In most VAEs the latent variable is a standard Gaussian. Is the integral easy then?",
    fr="Dans la plupart des VAE, la variable latente est une gaussienne centrée réduite. L'intégrale "
    "est-elle facile pour autant ?",
)
def not_gaussian() -> dict[str, str]:
    return {**obstacle(), "answer": "d"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="Who writes down the decoder when a VAE is built?",
    fr="Qui écrit le décodeur quand on construit un VAE ?",
)
def unknown_decoder() -> dict[str, str]:
    return {**obstacle(), "answer": "a"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="Where does the prior of a VAE come from: from the data, or from you?",
    fr="D'où vient la loi a priori d'un VAE : des données, ou de vous ?",
)
def unknown_prior() -> dict[str, str]:
    return {**obstacle(), "answer": "c"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="The letter is right, but two of your reasons are exchanged: which distribution is each option about?",
    fr="La lettre est juste, mais deux de vos raisons sont échangées : de quelle loi parle chaque option ?",
)
def exchanged_reasons() -> dict[str, str]:
    return {**obstacle(), "a": obstacle()["c"], "c": obstacle()["a"]}


@mistake(
    q.marginal_likelihood_obstacle,
    en="The letter is right, but labels have no place in the integral: what would refute the last option?",
    fr="La lettre est juste, mais l'intégrale ne contient aucune étiquette : qu'est-ce qui réfuterait la "
    "dernière option ?",
)
def labels_for_gaussian() -> dict[str, str]:
    return {**obstacle(), "d": "no_labels"}


@reference(q.log_moment_ratio)
def moment_ratio(x: Any, sigma: float) -> Any:
    s = sigma**2
    return np.sum(
        np.log1p(s) - 0.5 * (np.log(s) + np.log(2 + s)) + x**2 / ((1 + s) * (2 + s)),
        axis=1,
    )


@cases(q.log_moment_ratio, count=3)
def ordinary_points(rng: Rng) -> dict[str, Any]:
    return {
        "x": rng.normal(size=(rng.integers(2, 5), rng.integers(2, 5))),
        "sigma": float(rng.uniform(0.3, 0.8)),
    }


@cases(q.log_moment_ratio)
def one_dimension(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(2.0, 1.0, size=(1, 1)), "sigma": float(rng.uniform(1.5, 2.5))}


@cases(q.log_moment_ratio)
def origin(rng: Rng) -> dict[str, Any]:
    return {"x": np.zeros((1, 2)), "sigma": float(rng.uniform(0.05, 0.1))}


@cases(q.log_moment_ratio, edge=True)
def many_dimensions(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 600)), "sigma": float(rng.uniform(0.05, 0.1))}


@mistake(
    q.log_moment_ratio,
    en="This is the relative variance. What is asked differs from it by a constant inside the logarithm.",
    fr="C'est la variance relative. Ce qui est demandé en diffère d'une constante à l'intérieur du "
    "logarithme.",
)
def relative_variance(x: Any, sigma: float) -> Any:
    return np.log(np.expm1(moment_ratio(x, sigma)))


@mistake(
    q.log_moment_ratio,
    en="Repeat the same column twice: your value should double, not stay.",
    fr="Répétez deux fois la même colonne : votre valeur devrait doubler, et non rester la même.",
)
def mean_over_dimensions(x: Any, sigma: float) -> Any:
    return moment_ratio(x, sigma) / x.shape[1]


@mistake(
    q.log_moment_ratio,
    en="If every weight were multiplied by ten, would your ratio change? Look at the power below the line.",
    fr="Si tous les poids étaient multipliés par dix, votre rapport changerait-il ? Regardez la puissance "
    "au dénominateur.",
)
def mean_not_squared(x: Any, sigma: float) -> Any:
    return moment_ratio(x, sigma) + np.sum(log_normal(x, 1 + sigma**2), axis=1)


@mistake(
    q.log_moment_ratio,
    en="Check the mean weight by itself: how much does $x$ vary once $z$ is integrated out?",
    fr="Vérifiez le poids moyen à part : combien $x$ varie-t-il une fois $z$ intégré ?",
)
def prior_variance_forgotten(x: Any, sigma: float) -> Any:
    mean = np.sum(log_normal(x, 1 + sigma**2) - log_normal(x, sigma**2), axis=1)
    return moment_ratio(x, sigma) + 2 * mean


@mistake(
    q.log_moment_ratio,
    en="The square of a density is no density. Check the second moment of one dimension on a fine grid.",
    fr="Le carré d'une densité n'est pas une densité. Vérifiez le second moment d'une dimension sur une "
    "grille fine.",
)
def square_taken_as_density(x: Any, sigma: float) -> Any:
    return np.sum(log_normal(x, 1 + sigma**2 / 2) - 2 * log_normal(x, 1 + sigma**2), axis=1)


@mistake(
    q.log_moment_ratio,
    en="Is `sigma` a variance here? Your value is right at one value of `sigma` only.",
    fr="`sigma` est-il ici une variance ? Votre valeur n'est juste que pour une seule valeur de `sigma`.",
)
def sigma_as_variance(x: Any, sigma: float) -> Any:
    return moment_ratio(x, sigma**0.5)


@mistake(
    q.log_moment_ratio,
    en="Infinite or NaN for many dimensions: a product of hundreds of densities leaves the range of floats.",
    fr="Infini ou NaN en grande dimension : un produit de centaines de densités sort du domaine des "
    "flottants.",
)
def product_of_densities(x: Any, sigma: float) -> Any:
    mean = np.prod(np.exp(log_normal(x, 1 + sigma**2)), axis=1)
    square = np.prod(np.exp(log_normal(x, 1 + sigma**2 / 2)) / (2 * np.sqrt(np.pi) * sigma), axis=1)
    return np.log(square / mean**2)


@alternative(q.log_moment_ratio)
def ratio_of_normal_densities(x: Any, sigma: float) -> Any:
    second = log_normal(x, 1 + sigma**2 / 2) - np.log(2 * np.sqrt(np.pi) * sigma)
    return np.sum(second - 2 * log_normal(x, 1 + sigma**2), axis=1)


@alternative(q.log_moment_ratio)
def grid_for_each_dimension(x: Any, sigma: float) -> Any:
    z, step = np.linspace(-12.0, 12.0, 1601, retstep=True)

    def moment(value: float, power: int) -> Any:
        terms = log_normal(z, 1.0) + power * log_normal(value - z, sigma**2)
        top = terms.max()
        return top + np.log(step * np.sum(np.exp(terms - top)))

    return np.array([sum(moment(value, 2) - 2 * moment(value, 1) for value in row) for row in x])


@alternative(q.log_moment_ratio)
def moments_with_torch(x: Any, sigma: float) -> Any:
    import torch

    x = torch.tensor(x, dtype=torch.float64)
    normal: Any = torch.distributions.Normal
    wide = normal(0.0, (1 + sigma**2) ** 0.5).log_prob(x)
    narrow = normal(0.0, (1 + sigma**2 / 2) ** 0.5).log_prob(x)
    return (narrow - 2 * wide - log(2 * pi**0.5 * sigma)).sum(1)


@reference(q.elbo_decomposition)
def decomposition(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    q_z = np.exp(log_q)
    kl = np.sum(q_z * (log_q - log_posterior), axis=1)
    neg_elbo = np.sum(q_z * (log_q - log_joint), axis=1)
    constant = np.sum(q_z, axis=1) * log_px
    return {
        "kl_definition": kl,
        "kl_bayes": neg_elbo + constant,
        "neg_elbo": neg_elbo,
        "constant": constant,
        "log_px": kl - neg_elbo,
    }


@follows(q.elbo_decomposition, "log_px")
def marginal_from_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["kl_definition"], lines["neg_elbo"])


@cases(q.elbo_decomposition, count=3)
def inconsistent(rng: Rng) -> dict[str, Any]:
    batch, states = rng.integers(2, 5), rng.integers(2, 6)
    log_joint, log_posterior, log_q = rng.normal(-1.0, 1.0, size=(3, batch, states))
    return {
        "log_px": rng.normal(size=batch),
        "log_joint": log_joint,
        "log_posterior": log_posterior,
        "log_q": log_q,
    }


@cases(q.elbo_decomposition)
def inconsistent_single(rng: Rng) -> dict[str, Any]:
    log_joint, log_posterior, log_q = rng.normal(-1.0, 1.0, size=(3, 1, 4))
    return {
        "log_px": rng.normal(size=1),
        "log_joint": log_joint,
        "log_posterior": log_posterior,
        "log_q": log_q,
    }


@cases(q.elbo_decomposition)
def consistent(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(3, 4))
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    return {
        "log_px": log_px,
        "log_joint": log_joint,
        "log_posterior": log_joint - log_px[:, None],
        "log_q": log_probabilities(rng, 3, 4),
    }


@mistake(
    q.elbo_decomposition,
    en="In the divergence, which of the two distributions weighs the sum?",
    fr="Dans la divergence, laquelle des deux lois pondère la somme ?",
)
def reversed_kl(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    kl = np.sum(np.exp(log_posterior) * (log_posterior - log_q), axis=1)
    return {**lines, "kl_definition": kl, "log_px": kl - lines["neg_elbo"]}


@mistake(
    q.elbo_decomposition,
    en="After the rule of Bayes the marginal stands on the wrong side of the fraction in your line.",
    fr="Après la règle de Bayes, la marginale est du mauvais côté de la fraction dans votre ligne.",
)
def sign_of_marginal(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "kl_bayes": lines["neg_elbo"] - lines["constant"], "constant": -lines["constant"]}


@mistake(
    q.elbo_decomposition,
    en="Express the posterior by the joint and the marginal once more; test your rule on two numbers.",
    fr="Exprimez encore une fois le postérieur par la jointe et la marginale ; testez votre règle sur "
    "deux nombres.",
)
def inverted_bayes(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    bayes = np.sum(np.exp(log_q) * (log_q + log_joint - log_px[:, None]), axis=1)
    return {**lines, "kl_bayes": bayes}


@mistake(
    q.elbo_decomposition,
    en="The size of this line is right, its sign is not: which of the two is a term of the divergence?",
    fr="La valeur absolue de cette ligne est juste, pas son signe : lequel des deux est un terme de la "
    "divergence ?",
)
def elbo_not_negated(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "neg_elbo": -lines["neg_elbo"]}


@mistake(
    q.elbo_decomposition,
    en="Evaluate the line literally: the $q$ that is given need not sum to one.",
    fr="Évaluez la ligne littéralement : le $q$ donné ne somme pas forcément à un.",
)
def assumes_normalised(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "kl_bayes": lines["neg_elbo"] + log_px, "constant": log_px}


@mistake(
    q.elbo_decomposition,
    en="Solve the identity for the marginal again; on a consistent model you can check the result.",
    fr="Résolvez à nouveau l'identité pour la marginale ; sur un modèle cohérent, vous pouvez vérifier le "
    "résultat.",
)
def sum_for_marginal(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "log_px": lines["kl_definition"] + lines["neg_elbo"]}


@alternative(q.elbo_decomposition)
def decomposition_by_einsum(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    q_z, sums = np.exp(log_q), "bk,bk->b"
    return {
        "kl_definition": np.einsum(sums, q_z, log_q - log_posterior),
        "kl_bayes": np.einsum(sums, q_z, log_q + log_px[:, None] - log_joint),
        "neg_elbo": np.einsum(sums, q_z, log_q - log_joint),
        "constant": np.einsum("bk,b->b", q_z, log_px),
        "log_px": np.einsum(sums, q_z, log_joint - log_posterior),
    }


@alternative(q.elbo_decomposition)
def decomposition_with_torch(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    import torch

    px, joint, posterior, log_q = (torch.tensor(a) for a in (log_px, log_joint, log_posterior, log_q))
    weights = log_q.exp()
    kl, neg_elbo = (weights * (log_q - posterior)).sum(1), (weights * (log_q - joint)).sum(1)
    bayes = (weights * (log_q + px[:, None] - joint)).sum(1)
    constant = (weights * px[:, None]).sum(1)
    return {
        "kl_definition": kl,
        "kl_bayes": bayes,
        "neg_elbo": neg_elbo,
        "constant": constant,
        "log_px": kl - neg_elbo,
    }


@reference(q.elbo_forms)
def forms(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    recon, kl_prior = expect(log_q, log_likelihood), expect(log_q, log_q - log_prior)
    entropy = -expect(log_q, log_q)
    return {
        "recon": recon,
        "kl_prior": kl_prior,
        "recon_minus_kl": recon - kl_prior,
        "entropy": entropy,
        "energy_plus_entropy": expect(log_q, log_likelihood + log_prior) + entropy,
        "joint_form": expect(log_q, log_likelihood + log_prior - log_q),
    }


@follows(q.elbo_forms, "recon_minus_kl")
def difference_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["recon"], lines["kl_prior"])


@follows(q.elbo_forms, "energy_plus_entropy")
def sum_with_own_entropy(lines: Any, log_likelihood: Any, log_prior: Any, log_q: Any) -> Any:
    return np.add(expect(log_q, log_likelihood + log_prior), lines["entropy"])


@cases(q.elbo_forms, count=3)
def ordinary_forms(rng: Rng) -> dict[str, Any]:
    shape = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    log_prior, log_q = log_probabilities(rng, *shape), log_probabilities(rng, *shape)
    return {"log_likelihood": rng.normal(-2.0, 1.0, size=shape), "log_prior": log_prior, "log_q": log_q}


@cases(q.elbo_forms)
def prior_as_posterior(rng: Rng) -> dict[str, Any]:
    log_prior = log_probabilities(rng, 1, 3)
    return {"log_likelihood": rng.normal(size=(1, 3)), "log_prior": log_prior, "log_q": log_prior.copy()}


@cases(q.elbo_forms, edge=True)
def states_never_drawn(rng: Rng) -> dict[str, Any]:
    shape = (2, 4)
    log_q = np.append(log_probabilities(rng, 2, 3), [[-np.inf]] * 2, axis=1)
    return {
        "log_likelihood": rng.normal(-2.0, 1.0, size=shape),
        "log_prior": log_probabilities(rng, *shape),
        "log_q": log_q,
    }


@mistake(
    q.elbo_forms,
    en="Which of the two distributions weighs the divergence inside the ELBO? The other forms tell you.",
    fr="Laquelle des deux lois pondère la divergence dans l'ELBO ? Les autres formes vous le disent.",
)
def reversed_prior_kl(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    kl_prior = expect(log_prior, log_prior - log_q)
    return {**lines, "kl_prior": kl_prior, "recon_minus_kl": lines["recon"] - kl_prior}


@mistake(
    q.elbo_forms,
    en="Compare the three forms on one example: should a $q$ far from the prior gain or lose?",
    fr="Comparez les trois formes sur un exemple : un $q$ éloigné de l'a priori doit-il y gagner ou y "
    "perdre ?",
)
def kl_added(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    return {**lines, "recon_minus_kl": lines["recon"] + lines["kl_prior"]}


@mistake(
    q.elbo_forms,
    en="Can the entropy of a discrete distribution be negative? Test it on a fair coin.",
    fr="L'entropie d'une loi discrète peut-elle être négative ? Essayez avec une pièce équilibrée.",
)
def negative_entropy(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    total = lines["energy_plus_entropy"] - 2 * lines["entropy"]
    return {**lines, "entropy": -lines["entropy"], "energy_plus_entropy": total}


@mistake(
    q.elbo_forms,
    en="Under which distribution is the reconstruction term averaged: where do the codes come from?",
    fr="Sous quelle loi moyenne-t-on le terme de reconstruction : d'où viennent les codes ?",
)
def reconstruction_under_prior(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    recon = expect(log_prior, log_likelihood)
    return {**lines, "recon": recon, "recon_minus_kl": recon - lines["kl_prior"]}


@mistake(
    q.elbo_forms,
    en="The energy is a joint: does yours still know the prior?",
    fr="L'énergie est celle d'une loi jointe : la vôtre connaît-elle encore l'a priori ?",
)
def energy_without_prior(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    return {**lines, "energy_plus_entropy": lines["recon"] + lines["entropy"]}


@mistake(
    q.elbo_forms,
    en="NaN where $q$ has a zero: what is the limit of $t \\log t$ as $t$ goes to zero?",
    fr="NaN là où $q$ a un zéro : quelle est la limite de $t \\log t$ quand $t$ tend vers zéro ?",
)
def zero_times_infinity(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    q_z = np.exp(log_q)
    kl_prior, entropy = np.sum(q_z * (log_q - log_prior), axis=1), -np.sum(q_z * log_q, axis=1)
    lines = forms(log_likelihood, log_prior, log_q)
    return {**lines, "kl_prior": kl_prior, "recon_minus_kl": lines["recon"] - kl_prior, "entropy": entropy}


@alternative(q.elbo_forms)
def forms_by_loops(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    rows = []
    for likelihood, prior, log_weights in zip(log_likelihood, log_prior, log_q, strict=True):
        states = [
            (np.exp(w), a, b, w)
            for a, b, w in zip(likelihood, prior, log_weights, strict=True)
            if w > -np.inf
        ]
        recon = sum(p * a for p, a, _, _ in states)
        cross, entropy = sum(p * b for p, _, b, _ in states), -sum(p * w for p, _, _, w in states)
        kl_prior, elbo = -entropy - cross, recon + cross + entropy
        rows.append([recon, kl_prior, elbo, entropy, elbo, elbo])
    names = ("recon", "kl_prior", "recon_minus_kl", "entropy", "energy_plus_entropy", "joint_form")
    return dict(zip(names, np.array(rows).T, strict=True))


@alternative(q.elbo_forms)
def forms_with_torch(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    import torch

    likelihood, prior, weights = (torch.tensor(a) for a in (log_likelihood, log_prior, np.exp(log_q)))
    recon, cross = (weights * likelihood).sum(1), (weights * prior).sum(1)
    entropy = torch.special.entr(weights).sum(1)
    return {
        "recon": recon,
        "kl_prior": -entropy - cross,
        "recon_minus_kl": recon + entropy + cross,
        "entropy": entropy,
        "energy_plus_entropy": recon + cross + entropy,
        "joint_form": recon + cross + entropy,
    }


@reference(q.elbo_by_jensen)
def jensen(log_joint: Any, log_q: Any) -> dict[str, Any]:
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    elbo = expect(log_q, log_joint - log_q)
    drawn = np.where(np.exp(log_q) > 0, log_joint, -np.inf)
    return {
        "log_px": log_px,
        "log_mean_weight": np.logaddexp.reduce(drawn, axis=1),
        "elbo": elbo,
        "gap": log_px - elbo,
    }


@follows(q.elbo_by_jensen, "gap")
def gap_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["log_px"], lines["elbo"])


@cases(q.elbo_by_jensen)
def ordinary_joint(rng: Rng) -> dict[str, Any]:
    shape = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    return {"log_joint": rng.normal(-3.0, 1.0, size=shape), "log_q": log_probabilities(rng, *shape)}


@cases(q.elbo_by_jensen, count=3)
def missing_states(rng: Rng) -> dict[str, Any]:
    log_q = np.append(log_probabilities(rng, 2, 3), [[-np.inf]] * 2, axis=1)
    return {"log_joint": rng.normal(-3.0, 1.0, size=(2, 4)), "log_q": log_q}


@cases(q.elbo_by_jensen)
def tight(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(1, 4))
    return {"log_joint": log_joint, "log_q": log_joint - np.logaddexp.reduce(log_joint, axis=1)}


@cases(q.elbo_by_jensen)
def single_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-3.0, 1.0, size=(1, 1)), "log_q": np.zeros((1, 1))}


@cases(q.elbo_by_jensen, edge=True)
def deep(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-5000.0, 1.0, size=(2, 3)), "log_q": log_probabilities(rng, 2, 3)}


@mistake(
    q.elbo_by_jensen,
    en="A state that $q$ never draws cannot contribute to an expectation under $q$: put a zero into $q$ "
    "and compare.",
    fr="Un état que $q$ ne tire jamais ne peut contribuer à une espérance sous $q$ : mettez un zéro dans "
    "$q$ et comparez.",
)
def mean_weight_is_marginal(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "log_mean_weight": lines["log_px"]}


@mistake(
    q.elbo_by_jensen,
    en="A negative gap would put the bound above $\\log p(x)$. Is the logarithm convex or concave?",
    fr="Un écart négatif placerait la borne au-dessus de $\\log p(x)$. Le logarithme est-il convexe ou "
    "concave ?",
)
def jensen_turned_round(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.elbo_by_jensen,
    en="Your mean of the weights gives every state the same share; from which distribution are the states "
    "drawn?",
    fr="Votre moyenne des poids donne la même part à chaque état ; selon quelle loi les états sont-ils "
    "tirés ?",
)
def uniform_mean(log_joint: Any, log_q: Any) -> dict[str, Any]:
    mean = np.logaddexp.reduce(log_joint - log_q, axis=1) - np.log(log_q.shape[1])
    return {**jensen(log_joint, log_q), "log_mean_weight": mean}


@mistake(
    q.elbo_by_jensen,
    en="What stands inside the logarithm is a ratio; your bound has lost its denominator.",
    fr="Ce qui est dans le logarithme est un rapport ; votre borne a perdu son dénominateur.",
)
def weight_without_q(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    elbo = expect(log_q, log_joint)
    return {**lines, "elbo": elbo, "gap": lines["log_px"] - elbo}


@mistake(
    q.elbo_by_jensen,
    en="Here the expectation is still inside the logarithm: what does Jensen's inequality exchange?",
    fr="Ici l'espérance est encore dans le logarithme : qu'est-ce que l'inégalité de Jensen échange ?",
)
def log_still_outside(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "elbo": lines["log_mean_weight"], "gap": lines["log_px"] - lines["log_mean_weight"]}


@mistake(
    q.elbo_by_jensen,
    en="Minus infinity for very small joints: what can be taken out of the sum before exponentiating?",
    fr="Moins l'infini pour de très petites jointes : que peut-on sortir de la somme avant l'exponentielle ?",
)
def joint_underflows(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    log_px = np.log(np.sum(np.exp(log_joint), axis=1))
    return {**lines, "log_px": log_px, "gap": log_px - lines["elbo"]}


@alternative(q.elbo_by_jensen)
def jensen_by_loops(log_joint: Any, log_q: Any) -> dict[str, Any]:
    rows = []
    for joint, log_weights in zip(log_joint, log_q, strict=True):
        top, drawn = joint.max(), np.exp(log_weights) > 0
        log_px = top + np.log(np.exp(joint - top).sum())
        log_w, q_z = joint[drawn] - log_weights[drawn], np.exp(log_weights[drawn])
        mean = log_w.max() + np.log(q_z @ np.exp(log_w - log_w.max()))
        rows.append([log_px, mean, q_z @ log_w, log_px - q_z @ log_w])
    return dict(zip(("log_px", "log_mean_weight", "elbo", "gap"), np.array(rows).T, strict=True))


@alternative(q.elbo_by_jensen)
def jensen_with_torch(log_joint: Any, log_q: Any) -> dict[str, Any]:
    import torch

    joint, log_q = torch.tensor(log_joint), torch.tensor(log_q)
    log_w = torch.where(log_q > -torch.inf, joint - log_q, -torch.inf)
    log_px = torch.logsumexp(joint, 1)
    elbo = torch.where(log_q > -torch.inf, log_q.exp() * log_w, 0.0).sum(1)
    return {
        "log_px": log_px,
        "log_mean_weight": torch.logsumexp(log_w + log_q, 1),
        "elbo": elbo,
        "gap": log_px - elbo,
    }


@reference(q.tight_log_q)
def posterior(log_joint: Any) -> Any:
    return log_joint - np.logaddexp.reduce(log_joint, axis=1, keepdims=True)


@cases(q.tight_log_q, count=3)
def ordinary_rows(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 2.0, size=(rng.integers(1, 5), rng.integers(2, 6)))}


@cases(q.tight_log_q)
def impossible_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": np.array([[rng.normal(), -np.inf, rng.normal()]])}


@cases(q.tight_log_q)
def only_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(size=(2, 1))}


@cases(q.tight_log_q, edge=True)
def deep_rows(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-5000.0, 2.0, size=(2, 3))}


@mistake(
    q.tight_log_q,
    en="A uniform $q$ leaves a gap. What must the weights have in common for Jensen's inequality to be an "
    "equality?",
    fr="Un $q$ uniforme laisse un écart. Qu'est-ce que les poids doivent avoir en commun pour que "
    "l'inégalité de Jensen soit une égalité ?",
)
def uniform_q(log_joint: Any) -> Any:
    return np.full(log_joint.shape, -np.log(log_joint.shape[1]))


@mistake(
    q.tight_log_q,
    en="All the probability stands on the best state. Compute the gap: the other states are missing from it.",
    fr="Toute la probabilité est sur le meilleur état. Calculez l'écart : les autres états y manquent.",
)
def best_state_only(log_joint: Any) -> Any:
    return np.where(log_joint == log_joint.max(axis=1, keepdims=True), 0.0, -np.inf)


@mistake(
    q.tight_log_q,
    en="Do the probabilities of a row of yours sum to one?",
    fr="Les probabilités d'une de vos lignes somment-elles à un ?",
)
def not_normalised(log_joint: Any) -> Any:
    return log_joint.copy()


@mistake(
    q.tight_log_q,
    en="The rows sum to one, but over the batch: which axis holds the states?",
    fr="Les sommes font un, mais le long du lot : quel axe contient les états ?",
)
def normalised_over_batch(log_joint: Any) -> Any:
    return log_joint - np.logaddexp.reduce(log_joint, axis=0, keepdims=True)


@mistake(
    q.tight_log_q,
    en="Your $q$ is flatter than it should be: compare the ratio of two of its probabilities with that of "
    "their joints.",
    fr="Votre $q$ est plus plat qu'il ne devrait : comparez le rapport de deux de ses probabilités à "
    "celui de leurs jointes.",
)
def tempered(log_joint: Any) -> Any:
    return posterior(log_joint / 2)


@mistake(
    q.tight_log_q,
    en="These are probabilities; what is asked for are their logarithms.",
    fr="Ce sont des probabilités ; on demande leurs logarithmes.",
)
def probabilities(log_joint: Any) -> Any:
    return np.exp(posterior(log_joint))


@mistake(
    q.tight_log_q,
    en="NaN for very small joints: normalise before you exponentiate, or take the largest out first.",
    fr="NaN pour de très petites jointes : normalisez avant l'exponentielle, ou sortez d'abord la plus "
    "grande.",
)
def rows_underflow(log_joint: Any) -> Any:
    return np.log(np.exp(log_joint) / np.exp(log_joint).sum(axis=1, keepdims=True))


@alternative(q.tight_log_q)
def softmax_with_torch(log_joint: Any) -> Any:
    import torch

    return torch.log_softmax(torch.tensor(log_joint), 1)


@alternative(q.tight_log_q)
def shifted_softmax(log_joint: Any) -> Any:
    unnormalised = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
    return np.log(unnormalised / unnormalised.sum(axis=1, keepdims=True))


@reference(q.elbo_consequences)
def consequences() -> dict[str, str]:
    return {
        "answer": "abd",
        "a": "gap_is_not_negative",
        "b": "marginal_stays_fixed",
        "c": "stochastic_gradients",
        "d": "gap_changes_with_q",
    }


@cases(q.elbo_consequences)
def consequences_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.elbo_consequences,
    en="With the model fixed, $\\log p(x)$ does not move; what must happen to the rest when the ELBO rises?",
    fr="Avec un modèle fixé, $\\log p(x)$ ne bouge pas ; que doit devenir le reste quand l'ELBO monte ?",
)
def divergence_not_minimised() -> dict[str, str]:
    return {**consequences(), "answer": "ad"}


@mistake(
    q.elbo_consequences,
    en="One of your statements contradicts the way in which VAEs are trained.",
    fr="L'un de vos énoncés contredit la façon dont on entraîne les VAE.",
)
def all_statements() -> dict[str, str]:
    return {**consequences(), "answer": "abcd"}


@mistake(
    q.elbo_consequences,
    en="A bound, yes; but look at what is missing between it and $\\log p(x)$, and at what that depends on.",
    fr="Une borne, certes ; mais regardez ce qui la sépare de $\\log p(x)$, et de quoi cela dépend.",
)
def bound_only() -> dict[str, str]:
    return {**consequences(), "answer": "a"}


@mistake(
    q.elbo_consequences,
    en="Compute the gap of two different $q$ for the same model: does it change?",
    fr="Calculez l'écart pour deux $q$ différents et le même modèle : change-t-il ?",
)
def tightness_is_constant() -> dict[str, str]:
    return {**consequences(), "answer": "ab"}


@mistake(
    q.elbo_consequences,
    en="The letters are right, but one reason is not: did you need the exact posterior to compute the "
    "ELBO in 3.2?",
    fr="Les lettres sont justes, mais pas une raison : aviez-vous besoin du postérieur exact pour "
    "calculer l'ELBO en 3.2 ?",
)
def posterior_needed() -> dict[str, str]:
    return {**consequences(), "c": "needs_exact_posterior"}


RISE = 0.1


def read_models(f: Function) -> list[tuple[Any, Any]]:
    """The two models of a witness, or none if their form is not as asked."""
    answer = f()
    pairs = [[np.asarray(answer[f"{name}_{i}"], float) for name in ("log_joint", "log_q")] for i in (1, 2)]
    sizes = {array.shape for pair in pairs for array in pair}
    if len(sizes) != 1 or sizes.pop() not in {(size,) for size in range(1, 101)}:
        return []
    return [(log_joint, log_q) for log_joint, log_q in pairs]


def elbo_and_kl(log_joint: Any, log_q: Any) -> tuple[float, float]:
    elbo = expect(log_q, log_joint - log_q)
    return float(elbo), float(np.logaddexp.reduce(log_joint) - elbo)


@reference(q.both_rise_witness)
def better_model_worse_posterior() -> dict[str, Any]:
    half = np.log([0.5, 0.5])
    return {
        "log_joint_1": np.log([0.05, 0.05]),
        "log_q_1": half,
        "log_joint_2": np.log([0.8, 0.1]),
        "log_q_2": half,
    }


@hidden_law(
    q.both_rise_witness,
    en="The four arrays must have the same length, from 1 to 100.",
    fr="Les quatre tableaux doivent avoir la même longueur, de 1 à 100.",
)
def same_length(f: Function, rng: Rng) -> tuple[Any, Any]:
    return bool(read_models(f)), True


@hidden_law(
    q.both_rise_witness,
    en="One of your $q$ does not sum to one.",
    fr="L'une de vos lois $q$ ne somme pas à un.",
)
def q_is_normalised(f: Function, rng: Rng) -> tuple[Any, Any]:
    models = read_models(f)
    return bool(models) and all(abs(np.exp(log_q).sum() - 1) < 1e-6 for _, log_q in models), True


@hidden_law(
    q.both_rise_witness,
    en="In one of your models $x$ has a probability above one.",
    fr="Dans l'un de vos modèles, la probabilité de $x$ dépasse un.",
)
def marginal_is_at_most_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    models = read_models(f)
    return bool(models) and all(np.exp(log_joint).sum() <= 1 + 1e-6 for log_joint, _ in models), True


@hidden_law(
    q.both_rise_witness,
    en="The ELBO does not rise enough from your first model to the second.",
    fr="L'ELBO ne monte pas assez de votre premier modèle au second.",
)
def elbo_rises(f: Function, rng: Rng) -> tuple[Any, Any]:
    elbos = [elbo_and_kl(*model)[0] for model in read_models(f)]
    return len(elbos) == 2 and elbos[1] - elbos[0] >= RISE - 1e-9, True


@hidden_law(
    q.both_rise_witness,
    en="The divergence from the posterior does not rise enough from your first model to the second.",
    fr="La divergence au postérieur ne monte pas assez de votre premier modèle au second.",
)
def divergence_rises(f: Function, rng: Rng) -> tuple[Any, Any]:
    divergences = [elbo_and_kl(*model)[1] for model in read_models(f)]
    return len(divergences) == 2 and divergences[1] - divergences[0] >= RISE - 1e-9, True


@mistake(
    q.both_rise_witness,
    en="Both models are the same here; then one of the two quantities rises by what the other loses.",
    fr="Ici, les deux modèles sont les mêmes ; l'une des deux quantités gagne alors ce que l'autre perd.",
)
def same_model() -> dict[str, Any]:
    joint = np.log([0.2, 0.1])
    return {
        "log_joint_1": joint,
        "log_q_1": np.log([0.5, 0.5]),
        "log_joint_2": joint,
        "log_q_2": np.log([0.6, 0.4]),
    }


@mistake(
    q.both_rise_witness,
    en="The ELBO rises, but your second $q$ fits its model better than the first; let it fit worse.",
    fr="L'ELBO monte, mais votre second $q$ convient mieux à son modèle que le premier ; qu'il convienne "
    "moins bien.",
)
def divergence_falls() -> dict[str, Any]:
    joints = np.log([0.08, 0.02]), np.log([0.3, 0.3])
    return {
        "log_joint_1": joints[0],
        "log_q_1": np.log([0.2, 0.8]),
        "log_joint_2": joints[1],
        "log_q_2": np.log([0.5, 0.5]),
    }


@mistake(
    q.both_rise_witness,
    en="Sum a row of your second joint over the states: what should that number be?",
    fr="Sommez une ligne de votre seconde jointe sur les états : que devrait être ce nombre ?",
)
def joint_above_one() -> dict[str, Any]:
    half = np.log([0.5, 0.5])
    return {"log_joint_1": half, "log_q_1": half, "log_joint_2": np.log([8.0, 1.0]), "log_q_2": half}


@mistake(
    q.both_rise_witness,
    en="Your second $q$ has lost some of its probability: sum it over the states.",
    fr="Votre second $q$ a perdu une partie de sa probabilité : sommez-le sur les états.",
)
def q_loses_probability() -> dict[str, Any]:
    return {**better_model_worse_posterior(), "log_q_2": np.log([0.1, 0.1])}


@alternative(q.both_rise_witness)
def three_states() -> dict[str, Any]:
    return {
        "log_joint_1": np.log([0.01, 0.01, 0.01]),
        "log_q_1": np.log([1 / 3, 1 / 3, 1 / 3]),
        "log_joint_2": np.log([0.6, 0.2, 0.05]),
        "log_q_2": np.log([0.2, 0.3, 0.5]),
    }


@alternative(q.both_rise_witness)
def q_moves_as_well() -> dict[str, Any]:
    return {
        "log_joint_1": np.log([0.02, 0.01]),
        "log_q_1": np.log([2 / 3, 1 / 3]),
        "log_joint_2": np.log([0.7, 0.2]),
        "log_q_2": np.log([0.4, 0.6]),
    }


@alternative(q.both_rise_witness)
def tiny_joints_with_a_zero() -> dict[str, Any]:
    import torch

    return {
        "log_joint_1": torch.tensor([-9000.0, -9000.0, -torch.inf]),
        "log_q_1": torch.tensor([0.5, 0.5, 0.0]).log(),
        "log_joint_2": torch.tensor([-5000.0, -5001.0, -5100.0]),
        "log_q_2": torch.tensor([0.0, 0.0, 1.0]).log(),
    }


@reference(q.importance_weighted_bound)
def log_mean_exp(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1) - np.log(log_w.shape[1])


@cases(q.importance_weighted_bound, count=3)
def ordinary_weights(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(rng.integers(4, 7), rng.integers(2, 4)))}


@cases(q.importance_weighted_bound)
def one_example(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(1, 5))}


@cases(q.importance_weighted_bound)
def one_weight(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(4, 1))}


@cases(q.importance_weighted_bound, edge=True)
def extreme_weights(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(4, 3)) + np.array([[1e4], [-1e4], [800.0], [-800.0]])}


@cases(q.importance_weighted_bound, edge=True)
def weights_of_zero(rng: Rng) -> dict[str, Any]:
    log_w = rng.normal(size=(3, 4))
    log_w[:, 0] = log_w[0, 2] = -np.inf
    return {"log_w": log_w}


@mistake(
    q.importance_weighted_bound,
    en="This is the ELBO: the mean of the logs, not the log of the mean.",
    fr="C'est l'ELBO : la moyenne des logs, pas le log de la moyenne.",
)
def mean_of_logs(log_w: Any) -> Any:
    return np.mean(log_w, axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Your value grows with $K$ even when all weights are equal.",
    fr="Votre valeur croît avec $K$ même quand tous les poids sont égaux.",
)
def sum_instead_of_mean(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Which axis holds the weights of one example? Try a batch with a single row.",
    fr="Quel axe contient les poids d'un même exemple ? Essayez un lot d'une seule ligne.",
)
def other_axis(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=0) - np.log(log_w.shape[0])


@mistake(
    q.importance_weighted_bound,
    en="You average over the batch inside the logarithm: each example keeps a bound of its own.",
    fr="Vous moyennez sur le lot à l'intérieur du logarithme : chaque exemple garde sa propre borne.",
)
def pooled_batch(log_w: Any) -> Any:
    return np.full(len(log_w), np.logaddexp.reduce(log_w, axis=None) - np.log(log_w.size))


@mistake(
    q.importance_weighted_bound,
    en="The weights are averaged, but where is the logarithm? Values of a bound of $\\log p(x)$ may be "
    "negative.",
    fr="Les poids sont moyennés, mais où est le logarithme ? Une borne de $\\log p(x)$ peut être négative.",
)
def mean_without_log(log_w: Any) -> Any:
    return np.mean(np.exp(log_w), axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Infinite or NaN for large log-weights: what can be taken out of the sum before exponentiating?",
    fr="Infini ou NaN pour de grands log-poids : que peut-on sortir de la somme avant l'exponentielle ?",
)
def weights_overflow(log_w: Any) -> Any:
    return np.log(np.mean(np.exp(log_w), axis=1))


@alternative(q.importance_weighted_bound)
def shifted_by_largest(log_w: Any) -> Any:
    top = log_w.max(axis=1, keepdims=True)
    return (top + np.log(np.exp(log_w - top).mean(axis=1, keepdims=True)))[:, 0]


@alternative(q.importance_weighted_bound)
def weights_with_torch(log_w: Any) -> Any:
    import torch

    return torch.logsumexp(torch.tensor(log_w), 1) - log(log_w.shape[1])


@alternative(q.importance_weighted_bound)
def weights_one_by_one(log_w: Any) -> Any:
    bounds = []
    for row in log_w:
        total = -np.inf
        for value in row:
            total = np.logaddexp(total, value)
        bounds.append(total - np.log(len(row)))
    return bounds


def exact_bound(log_w: Any, log_q: Any, k: int) -> float:
    """The bound from the distribution of the sum of k weights, grown one draw at a time."""
    log_w, log_q = log_w[log_q > -np.inf], log_q[log_q > -np.inf]
    log_sum, log_chance = log_w, log_q
    for _ in range(k - 1):
        log_sum = np.logaddexp.outer(log_sum, log_w).ravel()
        log_chance = np.add.outer(log_chance, log_q).ravel()
    return float(np.sum(np.exp(log_chance) * (log_sum - np.log(k))))


@reference(q.importance_weighted_chain)
def chain(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    mean = float(np.logaddexp.reduce(log_joint[log_q > -np.inf]))
    return {
        "L_k": exact_bound(log_joint - log_q, log_q, k),
        "log_mean_of_average": mean,
        "log_mean_of_one": mean,
        "log_px": float(np.logaddexp.reduce(log_joint)),
    }


@follows(q.importance_weighted_chain, "log_mean_of_one")
def one_weight_from_own_average(lines: Any, **_: Any) -> Any:
    return np.asarray(lines["log_mean_of_average"])


@cases(q.importance_weighted_chain)
def three_states_three_draws(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 1.5, size=3), "log_q": log_probabilities(rng, 3), "k": 3}


@cases(q.importance_weighted_chain, count=2)
def states_that_q_misses(rng: Rng) -> dict[str, Any]:
    log_q = np.append(-np.inf, log_probabilities(rng, 3))
    return {"log_joint": rng.normal(-2.0, 1.0, size=4), "log_q": log_q, "k": 2}


@cases(q.importance_weighted_chain)
def one_draw(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 1.0, size=5), "log_q": log_probabilities(rng, 5), "k": 1}


@cases(q.importance_weighted_chain)
def many_draws(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 2.0, size=2), "log_q": log_probabilities(rng, 2), "k": 7}


@cases(q.importance_weighted_chain)
def equal_weights(rng: Rng) -> dict[str, Any]:
    log_q = log_probabilities(rng, 3)
    return {"log_joint": log_q - 1.5, "log_q": log_q, "k": 3}


@cases(q.importance_weighted_chain, edge=True)
def deep_states(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-5000.0, 1.0, size=3), "log_q": log_probabilities(rng, 3), "k": 2}


@cases(q.importance_weighted_chain, edge=True)
def impossible_draw(rng: Rng) -> dict[str, Any]:
    return {"log_joint": np.array([rng.normal(-2.0), -np.inf]), "log_q": log_probabilities(rng, 2), "k": 2}


@mistake(
    q.importance_weighted_chain,
    en="This value does not depend on $q$: is the logarithm taken before the expectation, or after it?",
    fr="Cette valeur ne dépend pas de $q$ : le logarithme est-il pris avant ou après l'espérance ?",
)
def marginal_for_bound(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "L_k": lines["log_px"]}


@mistake(
    q.importance_weighted_chain,
    en="Your bound is the same for every $k$: average the $k$ weights before the logarithm.",
    fr="Votre borne est la même pour tout $k$ : moyennez les $k$ poids avant le logarithme.",
)
def elbo_for_every_k(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    return {**chain(log_joint, log_q, k), "L_k": exact_bound(log_joint - log_q, log_q, 1)}


@mistake(
    q.importance_weighted_chain,
    en="For equal weights your bound lies above $\\log p(x)$, the more so the larger $k$ is.",
    fr="Pour des poids égaux, votre borne dépasse $\\log p(x)$, d'autant plus que $k$ est grand.",
)
def sum_of_weights(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "L_k": lines["L_k"] + log(k)}


@mistake(
    q.importance_weighted_chain,
    en="May the same state be drawn twice among the $k$ samples? Reread how they are drawn.",
    fr="Un même état peut-il être tiré deux fois parmi les $k$ échantillons ? Relisez comment on les tire.",
)
def drawn_without_replacement(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    subsets = [list(subset) for subset in combinations(states, min(k, len(states)))]
    chances = np.array([np.exp(log_q[subset].sum()) for subset in subsets])
    means = np.array([log_mean_exp((log_joint - log_q)[None, subset])[0] for subset in subsets])
    return {**chain(log_joint, log_q, k), "L_k": float(chances @ means / chances.sum())}


@mistake(
    q.importance_weighted_chain,
    en="Scale the joint by a factor: the bound must move with it. Yours does not.",
    fr="Multipliez la jointe par un facteur : la borne doit bouger avec elle. La vôtre ne bouge pas.",
)
def self_normalised(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "L_k": lines["L_k"] - lines["log_px"]}


@mistake(
    q.importance_weighted_chain,
    en="In how many orders can the same states be drawn? Do the probabilities of your samples sum to one?",
    fr="Dans combien d'ordres peut-on tirer les mêmes états ? Les probabilités de vos échantillons "
    "somment-elles à un ?",
)
def orders_not_counted(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    samples = [list(sample) for sample in combinations_with_replacement(states, k)]
    chances = np.array([np.exp(log_q[sample].sum()) for sample in samples])
    means = np.array([log_mean_exp((log_joint - log_q)[None, sample])[0] for sample in samples])
    return {**chain(log_joint, log_q, k), "L_k": float(chances @ means)}


@mistake(
    q.importance_weighted_chain,
    en="A draw from $q$ is weighted by more than the joint: what does its importance weight divide by?",
    fr="Un tirage de $q$ n'est pas pondéré par la seule jointe : par quoi son poids d'importance est-il "
    "divisé ?",
)
def weights_not_divided(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    return {**chain(log_joint, log_q, k), "L_k": exact_bound(log_joint, log_q, k)}


@mistake(
    q.importance_weighted_chain,
    en="You equate an expectation under $q$ with $\\log p(x)$; put a zero into $q$ and compute both.",
    fr="Vous identifiez une espérance sous $q$ à $\\log p(x)$ ; mettez un zéro dans $q$ et calculez les "
    "deux.",
)
def marginal_for_every_link(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "log_mean_of_average": lines["log_px"], "log_mean_of_one": lines["log_px"]}


@mistake(
    q.importance_weighted_chain,
    en="This link grows with $k$: what is the mean of an average of weights that all have the same mean?",
    fr="Ce maillon croît avec $k$ : quelle est l'espérance d'une moyenne de poids qui ont tous la même "
    "espérance ?",
)
def mean_of_sum(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "log_mean_of_average": lines["log_mean_of_average"] + log(k)}


@mistake(
    q.importance_weighted_chain,
    en="In this link you are still on the lower side of Jensen's inequality.",
    fr="Dans ce maillon, vous êtes encore du côté inférieur de l'inégalité de Jensen.",
)
def log_still_inside(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines, elbo = chain(log_joint, log_q, k), exact_bound(log_joint - log_q, log_q, 1)
    return {**lines, "log_mean_of_average": lines["L_k"], "log_mean_of_one": elbo}


@mistake(
    q.importance_weighted_chain,
    en="Your expectation of the weight is taken under the posterior. From which distribution are the "
    "states drawn?",
    fr="Votre espérance du poids est prise sous le postérieur. Selon quelle loi les états sont-ils tirés ?",
)
def expectation_under_posterior(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    mean = float(np.logaddexp.reduce((2 * log_joint - log_q)[log_q > -np.inf])) - lines["log_px"]
    return {**lines, "log_mean_of_average": mean, "log_mean_of_one": mean}


@mistake(
    q.importance_weighted_chain,
    en="Minus infinity or NaN for very small joints: keep every sum of weights in logarithms.",
    fr="Moins l'infini ou NaN pour de très petites jointes : gardez chaque somme de poids en logarithmes.",
)
def chain_underflows(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    drawn = np.exp(log_q) > 0
    weights, q_z = np.exp(log_joint[drawn] - log_q[drawn]), np.exp(log_q[drawn])
    sums, chances = weights, q_z
    for _ in range(k - 1):
        sums, chances = np.add.outer(sums, weights).ravel(), np.multiply.outer(chances, q_z).ravel()
    mean = float(np.log(q_z @ weights))
    bound = float(np.sum(chances * np.log(sums / k)))
    log_px = float(np.log(np.sum(np.exp(log_joint))))
    return {"L_k": bound, "log_mean_of_average": mean, "log_mean_of_one": mean, "log_px": log_px}


@alternative(q.importance_weighted_chain)
def chain_by_enumeration(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    log_w = [a - b for a, b in zip(log_joint, log_q, strict=True) if b > -np.inf]
    q_z = [np.exp(b) for b in log_q if b > -np.inf]
    top = max(log_w)
    bound = mean = 0.0
    for sample in product(range(len(q_z)), repeat=k):
        chance, average = prod(q_z[i] for i in sample), sum(np.exp(log_w[i] - top) for i in sample) / k
        bound += chance * (top + np.log(average))
        mean += chance * average
    one = top + log(sum(p * np.exp(w - top) for p, w in zip(q_z, log_w, strict=True)))
    return {
        "L_k": bound,
        "log_mean_of_average": top + log(mean),
        "log_mean_of_one": one,
        "log_px": float(np.logaddexp.reduce(log_joint)),
    }


@alternative(q.importance_weighted_chain)
def chain_by_counts(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    bound = 0.0
    for sample in combinations_with_replacement(states, k):
        orders = factorial(k) / prod(factorial(sample.count(i)) for i in states)
        chance = orders * np.exp(sum(log_q[i] for i in sample))
        bound += chance * log_mean_exp(np.array([[log_joint[i] - log_q[i] for i in sample]]))[0]
    return {**chain(log_joint, log_q, k), "L_k": bound}


@alternative(q.importance_weighted_chain)
def chain_with_torch(log_joint: Any, log_q: Any, k: int) -> dict[str, Any]:
    import torch

    drawn = torch.tensor(log_q > -np.inf)
    joint, log_q = torch.tensor(log_joint), torch.tensor(log_q)
    draws = torch.cartesian_prod(*[torch.arange(int(drawn.sum()))] * k).reshape(-1, k)
    log_w, log_chance = (joint - log_q)[drawn][draws], log_q[drawn][draws].sum(1)
    average = torch.logsumexp(log_w, 1) - log(k)
    return {
        "L_k": (log_chance.exp() * average).sum(),
        "log_mean_of_average": torch.logsumexp(log_chance + average, 0),
        "log_mean_of_one": torch.logsumexp(joint[drawn], 0),
        "log_px": torch.logsumexp(joint, 0),
    }


def subset_means(log_w: Any, m: int) -> Any:
    """Log of the mean weight of every subset of size m, one column each."""
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    return np.logaddexp.reduce(log_w[:, columns], axis=2) - np.log(m)


@reference(q.subset_average)
def average_of_subsets(log_w: Any, m: int) -> Any:
    return np.mean(subset_means(log_w, m), axis=1)


@cases(q.subset_average)
def pairs_of_four(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(3, 4)), "m": 2}


@cases(q.subset_average)
def triples_of_five(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(2, 5)), "m": 3}


@cases(q.subset_average)
def all_at_once(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(3, 4)), "m": 4}


@cases(q.subset_average)
def one_at_a_time(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(3, 4)), "m": 1}


@cases(q.subset_average)
def equal_in_a_row(rng: Rng) -> dict[str, Any]:
    return {"log_w": np.repeat(rng.normal(size=(2, 1)), 5, axis=1), "m": 3}


@cases(q.subset_average)
def only_weight(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(1, 1)), "m": 1}


@cases(q.subset_average, edge=True)
def extreme_subsets(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 5.0, size=(2, 4)) + np.array([[1e4], [-1e4]]), "m": 3}


@mistake(
    q.subset_average,
    en="You average the subset means first and take one logarithm at the end; each subset has a logarithm "
    "of its own.",
    fr="Vous moyennez d'abord les sous-ensembles, puis prenez un seul logarithme ; chacun a pourtant le "
    "sien.",
)
def log_of_average(log_w: Any, m: int) -> Any:
    return log_mean_exp(subset_means(log_w, m))


@mistake(
    q.subset_average,
    en="Do you take neighbours only? Permute the columns and count your subsets.",
    fr="Ne prenez-vous que des voisins ? Permutez les colonnes et comptez vos sous-ensembles.",
)
def consecutive_only(log_w: Any, m: int) -> Any:
    windows = range(log_w.shape[1] - m + 1)
    return np.mean([log_mean_exp(log_w[:, start : start + m]) for start in windows], axis=0)


@mistake(
    q.subset_average,
    en="A subset does not contain an element twice: what should happen when $m = K$?",
    fr="Un sous-ensemble ne contient pas deux fois un élément : que doit-il se passer quand $m = K$ ?",
)
def with_repetition(log_w: Any, m: int) -> Any:
    draws = product(range(log_w.shape[1]), repeat=m)
    return np.mean([log_mean_exp(log_w[:, list(draw)]) for draw in draws], axis=0)


@mistake(
    q.subset_average,
    en="Try equal weights: the value should be their common logarithm, whatever $m$ is.",
    fr="Essayez des poids égaux : la valeur devrait être leur logarithme commun, quel que soit $m$.",
)
def sum_within_subset(log_w: Any, m: int) -> Any:
    return average_of_subsets(log_w, m) + np.log(m)


@mistake(
    q.subset_average,
    en="You take a single subset. Permute the columns: the value must not change.",
    fr="Vous prenez un seul sous-ensemble. Permutez les colonnes : la valeur ne doit pas changer.",
)
def first_subset(log_w: Any, m: int) -> Any:
    return log_mean_exp(log_w[:, :m])


@mistake(
    q.subset_average,
    en="You add the subsets up: with equal weights the value grows with their number.",
    fr="Vous additionnez les sous-ensembles : avec des poids égaux, la valeur croît avec leur nombre.",
)
def sum_over_subsets(log_w: Any, m: int) -> Any:
    return np.sum(subset_means(log_w, m), axis=1)


@mistake(
    q.subset_average,
    en="Your value is the same for every $m$: is the logarithm taken before or after the mean of a subset?",
    fr="Votre valeur est la même pour tout $m$ : le logarithme est-il pris avant ou après la moyenne d'un "
    "sous-ensemble ?",
)
def logs_averaged(log_w: Any, m: int) -> Any:
    return np.mean(log_w, axis=1)


@mistake(
    q.subset_average,
    en="Infinite for extreme log-weights: what can be taken out of a sum before exponentiating?",
    fr="Infini pour des log-poids extrêmes : que peut-on sortir d'une somme avant l'exponentielle ?",
)
def subsets_overflow(log_w: Any, m: int) -> Any:
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    return np.mean(np.log(np.mean(np.exp(log_w)[:, columns], axis=2)), axis=1)


@alternative(q.subset_average)
def subsets_by_loops(log_w: Any, m: int) -> Any:
    values = []
    for row in log_w:
        top, total = row.max(), 0.0
        for subset in combinations(row, m):
            total += top + np.log(np.mean(np.exp(np.array(subset) - top)))
        values.append(total / comb(len(row), m))
    return np.array(values)


@alternative(q.subset_average)
def subsets_with_torch(log_w: Any, m: int) -> Any:
    import torch

    columns = torch.combinations(torch.arange(log_w.shape[1]), m)
    return (torch.logsumexp(torch.tensor(log_w)[:, columns], 2) - log(m)).mean(1)


@alternative(q.subset_average)
def subsets_by_recursion(log_w: Any, m: int) -> Any:
    def total(rest: Any, size: int, log_sum: Any) -> Any:
        if size == 0:
            return log_sum - np.log(m)
        starts = range(rest.shape[1] - size + 1)
        return sum(total(rest[:, i + 1 :], size - 1, np.logaddexp(log_sum, rest[:, i])) for i in starts)

    return total(log_w, m, np.full(len(log_w), -np.inf)) / comb(log_w.shape[1], m)


def log_mean_of_two(a: float, b: float) -> float:
    return float(np.logaddexp(np.log(a), np.log(b)) - np.log(2))


@reference(q.two_point_gap)
def gap_of_two_points(a: float, b: float, pi: float) -> float:
    return 2 * pi * (1 - pi) * (log_mean_of_two(a, b) - 0.5 * (log(a) + log(b)))


@cases(q.two_point_gap, count=3)
def two_weights(rng: Rng) -> dict[str, Any]:
    a, b = rng.uniform(0.1, 1.0), rng.uniform(2.0, 9.0)
    return {"a": float(a), "b": float(b), "pi": float(rng.uniform(0.1, 0.4))}


@cases(q.two_point_gap)
def same_weight(rng: Rng) -> dict[str, Any]:
    a = float(rng.uniform(1.0, 3.0))
    return {"a": a, "b": a, "pi": float(rng.uniform(0.2, 0.8))}


@cases(q.two_point_gap)
def certain_weight(rng: Rng) -> dict[str, Any]:
    return {
        "a": float(rng.uniform(0.1, 1.0)),
        "b": float(rng.uniform(2.0, 9.0)),
        "pi": float(rng.integers(2)),
    }


@cases(q.two_point_gap, edge=True)
def huge_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e299, "b": 1e200, "pi": 0.4}


@cases(q.two_point_gap, edge=True)
def tiny_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e-300, "b": 1e-200, "pi": 0.4}


@cases(q.two_point_gap, edge=True)
def distant_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e299, "b": 1e-300, "pi": 0.3}


@mistake(
    q.two_point_gap,
    en="In how many orders can two draws give one weight of each kind?",
    fr="Dans combien d'ordres deux tirages peuvent-ils donner un poids de chaque sorte ?",
)
def one_order_only(a: float, b: float, pi: float) -> Any:
    return 0.5 * gap_of_two_points(a, b, pi)


@mistake(
    q.two_point_gap,
    en="How often are the two weights of a pair different at all? Try a weight that is certain.",
    fr="À quelle fréquence les deux poids d'une paire diffèrent-ils ? Essayez un poids certain.",
)
def chance_of_pair_forgotten(a: float, b: float, pi: float) -> float:
    return log_mean_of_two(a, b) - 0.5 * (log(a) + log(b))


@mistake(
    q.two_point_gap,
    en="Set both weights equal: the gap should vanish.",
    fr="Prenez deux poids égaux : l'écart devrait s'annuler.",
)
def sum_of_pair(a: float, b: float, pi: float) -> Any:
    return gap_of_two_points(a, b, pi) + 2 * pi * (1 - pi) * log(2)


@mistake(
    q.two_point_gap,
    en="Which of the two bounds is the larger one? The difference should not be negative.",
    fr="Laquelle des deux bornes est la plus grande ? La différence ne devrait pas être négative.",
)
def first_minus_second(a: float, b: float, pi: float) -> Any:
    return -gap_of_two_points(a, b, pi)


@mistake(
    q.two_point_gap,
    en="This is how far the ELBO is from $\\log p(x)$. How many weights does the other bound average?",
    fr="C'est la distance de l'ELBO à $\\log p(x)$. Combien de poids l'autre borne moyenne-t-elle ?",
)
def gap_to_marginal(a: float, b: float, pi: float) -> float:
    return float(np.log(pi * a + (1 - pi) * b) - pi * np.log(a) - (1 - pi) * np.log(b))


@mistake(
    q.two_point_gap,
    en="Infinite or NaN for extreme weights, although the gap is finite: work with the logarithms of both.",
    fr="Infini ou NaN pour des poids extrêmes, alors que l'écart est fini : travaillez avec leurs "
    "logarithmes.",
)
def product_overflows(a: float, b: float, pi: float) -> float:
    return float(2 * pi * (1 - pi) * (np.log((a + b) / 2) - 0.5 * np.log(np.float64(a) * b)))


@mistake(
    q.two_point_gap,
    en="Infinite when one weight is many times the other: a ratio of weights leaves the range of floats, "
    "too.",
    fr="Infini quand un poids vaut bien des fois l'autre : un rapport de poids sort lui aussi du domaine "
    "des flottants.",
)
def ratio_overflows(a: float, b: float, pi: float) -> float:
    ratio = np.sqrt(np.float64(a) / b)
    return float(2 * pi * (1 - pi) * np.log((ratio + 1 / ratio) / 2))


@alternative(q.two_point_gap)
def gap_by_cosh(a: float, b: float, pi: float) -> float:
    half = 0.5 * abs(log(a) - log(b))
    return 2 * pi * (1 - pi) * (log(cosh(half)) if half < 300 else half - log(2))


@alternative(q.two_point_gap)
def gap_by_four_pairs(a: float, b: float, pi: float) -> float:
    first = pi * log(a) + (1 - pi) * log(b)
    second = pi**2 * log(a) + (1 - pi) ** 2 * log(b) + 2 * pi * (1 - pi) * log_mean_of_two(a, b)
    return second - first


@alternative(q.two_point_gap)
def gap_with_torch(a: float, b: float, pi: float) -> Any:
    import torch

    logs = torch.tensor([a, b], dtype=torch.float64).log()
    return 2 * pi * (1 - pi) * (torch.logsumexp(logs, 0) - log(2) - logs.mean())
