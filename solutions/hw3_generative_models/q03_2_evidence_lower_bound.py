"""Hidden twin of question 3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q03_2_evidence_lower_bound as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import expect, log_probabilities


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
