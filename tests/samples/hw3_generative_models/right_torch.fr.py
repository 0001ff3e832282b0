"""Another student: everything right, with torch, loops and own helpers; prose in French."""

from __future__ import annotations

import torch
import torch.nn.functional as F
import math
from torch.distributions import Normal as TorchNormal
from torch.distributions import kl_divergence


DTYPE = torch.float64


def causal_mask(kind, k):
    mask = torch.zeros(k, k, dtype=DTYPE)
    for i in range(k):
        for j in range(k):
            if i < k // 2:
                mask[i, j] = 1
            elif i == k // 2 and (j < k // 2 or (kind == "B" and j == k // 2)):
                mask[i, j] = 1
    return mask


def as_tensor(values):
    return torch.as_tensor(values, dtype=DTYPE)


def masked_conv2d(x, weight, bias, kind):
    k = weight.shape[-1]
    return F.conv2d(as_tensor(x), as_tensor(weight) * causal_mask(kind, k), as_tensor(bias), padding=(k - 1) // 2)


def receptive_field(kinds, height, width, row, column, k):
    return trace_gradient(kinds, height, width, row, column, k)


def trace_gradient(kinds, height, width, row, column, k):
    x = torch.ones(1, 1, height, width, dtype=DTYPE, requires_grad=True)
    h = x
    for kind in kinds:
        h = masked_conv2d_keep_graph(h, kind, k)
    h[0, 0, row, column].backward()
    return x.grad[0, 0].abs() > 0


def masked_conv2d_keep_graph(h, kind, k):
    return F.conv2d(h, causal_mask(kind, k).view(1, 1, k, k), padding=k // 2)


def field_of_33(kinds):
    return trace_gradient(kinds, 5, 5, 2, 2, 3)


def field_mask_a_then_a():
    return field_of_33("AA")


def field_mask_a_then_b():
    return field_of_33("AB")


def field_mask_b_then_a():
    return field_of_33("BA")


def field_mask_b_then_b():
    return field_of_33("BB")


def layer_order_witness():
    torch.manual_seed(7)
    while True:
        w1, w2, x = (torch.randn(n, n, dtype=DTYPE) for n in (3, 3, 5))
        b = torch.zeros(1, dtype=DTYPE)
        outputs = []
        for first, second in ("AB", "BA"):
            hidden = masked_conv2d(x[None, None], w1[None, None], b, first)
            outputs.append(masked_conv2d(hidden, w2[None, None], b, second)[0, 0, 2, 2])
        if abs(outputs[0] - outputs[1]) > 0.1:
            return w1, w2, x


def blind_spot(layers, height, width, row, column):
    seen = receptive_field("A" + "B" * (layers - 1), height, width, row, column, 3)
    missed = torch.zeros(height, width, dtype=torch.bool)
    for i in range(height):
        for j in range(width):
            before = i < row or (i == row and j < column)
            missed[i, j] = before and not bool(seen[i, j])
    return missed


def T(array):
    return torch.as_tensor(array, dtype=torch.float64)


def pushforward_log_density(x, flow, base):
    rows = []
    for i in range(len(x)):
        u = flow.inverse(x[i : i + 1])
        log_det_inverse = -T(flow.log_det(u))
        rows.append(T(base.log_density(u)) + log_det_inverse)
    return torch.cat(rows)


def kl_change_of_variables(flow, data, base, u, weights):
    x = flow.forward(u)
    log_px = T(data.log_density(x))
    log_model = pushforward_log_density(x, flow, base)
    jacobian = T(flow.log_det(u)).exp()
    lines = {"x": T(x)}
    lines["integrand_x"] = log_px.exp() * (log_px - log_model)
    lines["substituted"] = lines["integrand_x"] * jacobian
    lines["log_pullback"] = log_px + T(flow.log_det(u))
    lines["integrand_u"] = lines["log_pullback"].exp() * (lines["log_pullback"] - T(base.log_density(u)))
    total = torch.zeros((), dtype=torch.float64)
    for w, g in zip(T(weights), lines["integrand_u"]):
        total = total + w * g
    lines["kl"] = total
    return lines


def affine_flow_kl(m, s, a, b):
    m, s, a, b = T(m), T(s), T(a), T(b)
    data, model = TorchNormal(m, s), TorchNormal(b, torch.abs(a))
    pulled_back, base = TorchNormal((m - b) / a, s / torch.abs(a)), TorchNormal(T(0.0), T(1.0))
    return kl_divergence(data, model), kl_divergence(pulled_back, base)


def lossy_map_witness():
    q = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], dtype=torch.float64)
    p = torch.flip(q, dims=(0,))
    return p / p.sum(), q / q.sum(), torch.zeros(8, dtype=torch.int64)


def usable_divergences(have_samples, can_evaluate):
    needs = {"forward": have_samples, "reverse": can_evaluate}
    return {name for name in needs if needs[name]}


def forward_kl_objective(x, flow, base):
    return -torch.mean(pushforward_log_density(x, flow, base))


def reverse_kl_objective(u, flow, base, data):
    x = flow.forward(u)
    return (pushforward_log_density(x, flow, base) - T(data.log_density(x))).sum() / len(u)


def reverse_kl_gradient(u, a, b, score):
    grad_a, grad_b = 0.0, 0.0
    slopes = score(a * u + b)
    for point, slope in zip(u.tolist(), slopes.tolist()):
        grad_a += -math.copysign(1.0, a) / abs(a) - slope * point
        grad_b += -slope
    return grad_a / len(u), grad_b / len(u)


def t(array):
    return torch.as_tensor(array, dtype=torch.float64)


def esperance(log_q, valeurs):
    # somme sur les seuls états que q peut tirer
    possible = torch.isfinite(log_q)
    zero = torch.zeros((), dtype=torch.float64)
    return torch.sum(torch.where(possible, log_q.exp() * torch.where(possible, valeurs, zero), zero), dim=-1)


def marginal_likelihood_obstacle():
    raisons = ["decoder_is_part_of_model", "nonlinear_decoder_and_dimension"]
    raisons += ["prior_is_chosen", "gaussian_is_still_intractable"]
    return {"answer": "b", **dict(zip("abcd", raisons))}


def log_moment_ratio(x, sigma):
    x, s2 = t(x), float(sigma) ** 2
    total = torch.zeros(x.shape[0], dtype=torch.float64)
    for d in range(x.shape[1]):
        total += math.log(1 + s2) - 0.5 * math.log(s2 * (2 + s2))
        total += x[:, d] ** 2 / (1 + s2) - x[:, d] ** 2 / (2 + s2)
    return total


def elbo_decomposition(log_px, log_joint, log_posterior, log_q):
    log_px, log_joint, log_posterior, log_q = t(log_px), t(log_joint), t(log_posterior), t(log_q)
    kl = esperance(log_q, log_q - log_posterior)
    moins_elbo = esperance(log_q, log_q - log_joint)
    constante = esperance(log_q, log_px[:, None].expand_as(log_q))
    return {
        "kl_definition": kl,
        "kl_bayes": esperance(log_q, log_q - (log_joint - log_px[:, None])),
        "neg_elbo": moins_elbo,
        "constant": constante,
        "log_px": kl - moins_elbo,
    }


def elbo_forms(log_likelihood, log_prior, log_q):
    log_likelihood, log_prior, log_q = t(log_likelihood), t(log_prior), t(log_q)
    recon = esperance(log_q, log_likelihood)
    kl = esperance(log_q, log_q - log_prior)
    entropie = esperance(log_q, -log_q)
    return dict(
        recon=recon,
        kl_prior=kl,
        recon_minus_kl=recon - kl,
        entropy=entropie,
        energy_plus_entropy=esperance(log_q, log_likelihood + log_prior) + entropie,
        joint_form=esperance(log_q, log_likelihood + log_prior - log_q),
    )


def elbo_by_jensen(log_joint, log_q):
    log_joint, log_q = t(log_joint), t(log_q)
    marginale = torch.logsumexp(log_joint, dim=1)
    tires = log_joint.masked_fill(torch.isinf(log_q), -math.inf)
    elbo = esperance(log_q, log_joint - log_q)
    return {
        "log_px": marginale,
        "log_mean_weight": torch.logsumexp(tires, dim=1),
        "elbo": elbo,
        "gap": marginale - elbo,
    }


def tight_log_q(log_joint):
    return torch.nn.functional.log_softmax(t(log_joint), dim=1)


def elbo_consequences():
    reponse = {"answer": "abd"}
    reponse["a"] = "gap_is_not_negative"
    reponse["b"] = "marginal_stays_fixed"
    reponse["c"] = "stochastic_gradients"
    reponse["d"] = "gap_changes_with_q"
    return reponse


def both_rise_witness():
    jointe_1 = t([[0.01, 0.02, 0.01]]).log()
    jointe_2 = t([[0.05, 0.1, 0.7]]).log()
    return {
        "log_joint_1": jointe_1[0],
        "log_q_1": tight_log_q(jointe_1)[0],
        "log_joint_2": jointe_2[0],
        "log_q_2": torch.full((3,), -math.log(3), dtype=torch.float64),
    }


def importance_weighted_bound(log_w):
    log_w = t(log_w)
    return torch.logsumexp(log_w, dim=1) - math.log(log_w.shape[1])


def importance_weighted_chain(log_joint, log_q, k):
    lignes = elbo_by_jensen(log_joint[None], log_q[None])
    etats = [(float(a - b), math.exp(b)) for a, b in zip(log_joint, log_q) if b > -math.inf]
    # tous les échantillons de k états, construits un tirage après l'autre
    echantillons = [([], 1.0)]
    for _ in range(k):
        echantillons = [(tires + [w], p * q) for tires, p in echantillons for w, q in etats]
    log_w = t([tires for tires, _ in echantillons])
    p = t([p for _, p in echantillons])
    borne = importance_weighted_bound(log_w)
    return {
        "L_k": (p * borne).sum(),
        "log_mean_of_average": torch.logsumexp(p.log() + borne, dim=0),
        "log_mean_of_one": lignes["log_mean_weight"][0],
        "log_px": lignes["log_px"][0],
    }


def subset_average(log_w, m):
    log_w = t(log_w)
    sous_ensembles = torch.combinations(torch.arange(log_w.shape[1]), r=m)
    total = torch.zeros(log_w.shape[0], dtype=torch.float64)
    for colonnes in sous_ensembles:
        total = total + importance_weighted_bound(log_w[:, colonnes])
    return total / len(sous_ensembles)


def two_point_gap(a, b, pi):
    paire = t([[math.log(a), math.log(b)]])
    ecart = subset_average(paire, 2) - subset_average(paire, 1)
    return float(2 * pi * (1 - pi) * ecart)


def T(a):
    return torch.as_tensor(a, dtype=torch.float64)


def false_statement():
    raisons = dict(a="goal_of_training", b="real_against_generated", c="cannot_tell_apart", d="new_noise_new_image")
    return dict(answer="b", **raisons)


def confident_discriminator_witness():
    generated = torch.distributions.Normal(T(0.0), T(1.0))
    real = torch.distributions.Normal(T(0.0), T(1.1))
    x = T(12.0)
    while real.log_prob(x) - generated.log_prob(x) < 10:
        x = x + 1
    return 0.0, 1.1, 0.0, 1.0, float(x)


def non_saturating_cost():
    ans = {"answer": "b"}
    ans["a"] = "minimax_game"
    ans["b"] = "rewards_being_taken_for_real"
    for lettre in "cd":
        ans[lettre] = "wrong_composition"
    return ans


def cout(l, kind):
    if kind == "saturating":
        return F.logsigmoid(-l)
    elif kind == "non_saturating":
        return -F.logsigmoid(l)


def generator_loss(logits, kind):
    return cout(T(logits), kind).mean()


def generalisation_gap():
    return {
        "answer": "b",
        "d": "only_fits_faster",
        "c": "only_a_nonlinearity",
        "b": "noise_against_overfitting",
        "a": "only_models_data",
    }


def dropout(x, u, p, training):
    x, u = T(x), T(u)
    if not training:
        return x
    return torch.where(u < p, torch.zeros_like(x), x / (1 - p))


def generator_gradients(logits):
    grads = []
    for kind in ("saturating", "non_saturating"):
        l = T(logits).clone().requires_grad_(True)
        cout(l, kind).sum().backward()
        grads.append(l.grad)
    return grads[0], grads[1], grads[1].abs().log() - grads[0].abs().log()


def moyenne_sous(p, valeurs):
    total = 0.0
    for pi, v in zip(p, valeurs):
        if pi > 0:
            total += float(pi) * v
    return total


def ln(t):
    return math.log(t) if t > 0 else -math.inf


def gan_losses(p_data, p_g, discriminator):
    log_d = [ln(d) for d in discriminator]
    log_un_moins_d = [ln(1 - d) for d in discriminator]
    return -moyenne_sous(p_data, log_d) - moyenne_sous(p_g, log_un_moins_d), -moyenne_sous(p_g, log_d)


def equal_losses_witness():
    p = T([0.3, 0.3, 0.4])
    g1 = T([0.9, 0.1, 0.0])
    g100 = T([0.31, 0.29, 0.4])
    return {
        "p_data": p,
        "g_epoch1": g1,
        "D_epoch1": torch.full((3,), 0.5, dtype=torch.float64),
        "g_epoch100": g100,
        "D_epoch100": p / (p + g100),
    }


def jensen_shannon_from_logits(logits_1, logits_0):
    # JSD = log 2 + V / 2, chaque espérance est une entropie croisée au signe près
    l1, l0 = T(logits_1), T(logits_0)
    bce1 = F.binary_cross_entropy_with_logits(l1, torch.ones_like(l1))
    bce0 = F.binary_cross_entropy_with_logits(l0, torch.zeros_like(l0))
    return math.log(2) - (bce1 + bce0) / 2


def jensen_shannon_lines(f0, f1, weights):
    f0, f1, w = T(f0), T(f1), T(weights)
    mu = (f0 + f1) / 2
    D = f1 / (f0 + f1)
    D = torch.where(mu > 0, D, T(0.5))
    V = (w * torch.xlogy(f1, D)).sum() + (w * torch.xlogy(f0, 1 - D)).sum()

    def KL(f):
        return (w * (torch.xlogy(f, f) - torch.xlogy(f, mu))).sum()

    lignes = {"D_star": D, "value": V, "kl0": KL(f0), "kl1": KL(f1)}
    lignes["jsd"] = (lignes["kl0"] + lignes["kl1"]) / 2
    lignes["jsd_from_value"] = V / 2 + math.log(2)
    return lignes


def log_density_from_discriminator(log_f0, logit):
    l = T(logit)
    return T(log_f0) + F.logsigmoid(l) - F.logsigmoid(-l)


def pointwise_variations(discriminator, f0, f1):
    d, f0, f1 = T(discriminator).clone().requires_grad_(True), T(f0), T(f1)
    g = f1 * d.log() + f0 * (1 - d).log()
    (un,) = torch.autograd.grad(g.sum(), d, create_graph=True)
    (deux,) = torch.autograd.grad(un.sum(), d)
    return un.detach(), deux, f1 / (f0 + f1)


def as_tensor(a):
    return torch.tensor(a, dtype=torch.float64)


def summary_claims():
    verdicts = dict.fromkeys(["a1", "b2", "c1", "c3"], 0)
    for label in ["a2", "b1", "b3", "c2"]:
        verdicts[label] = 1
    return verdicts


def nt_xent(z1, z2, tau):
    n = len(z1)
    vues = F.normalize(torch.cat([as_tensor(z1), as_tensor(z2)]), dim=1)
    logits = vues @ vues.T / tau
    logits.fill_diagonal_(-math.inf)  # une vue n'est pas candidate pour elle-même
    return F.cross_entropy(logits, torch.arange(2 * n).roll(n))


def strengths_claims():
    answers = "a1 F, a2 T, b1 T, b2 F, c1 T, c2 F, d1 F, d2 T, e1 F, e2 T"
    return {item.split()[0]: item.split()[1] == "T" for item in answers.split(", ")}


def weaknesses_claims():
    true_ones = {"a1", "b2", "c1", "d1"}
    return {letter + digit: letter + digit in true_ones for letter in "abcd" for digit in "12"}


def false_negatives(class_probabilities, n):
    expected, chance = 0.0, 0.0
    for p in class_probabilities.tolist():
        images_of_class = (n - 1) * p
        expected += p * 2 * images_of_class
        chance += p * (1 - math.pow(1 - p, n - 1))
    return expected, chance


def reflections_claims():
    return {"a1": True, "a2": False, "a3": False, "a4": True, "b1": True, "b2": True, "b3": False, "b4": False}


def infonce_bound(scores):
    s = as_tensor(scores)
    log_p = F.log_softmax(s, dim=1)
    return math.log(s.shape[0]) + log_p.diagonal().mean().item()


written = {
    "2.2.5": r"""(a) La divergence inverse. L'espérance est prise sous le modèle : on tire $u$ selon la loi de base, on calcule
$F(u)$, et il suffit de connaître $\log p_X$ et son gradient en ces points. La constante de normalisation n'est pas
nécessaire. On n'a donc besoin d'aucun échantillon de $P_X$.

(b) La divergence directe. L'espérance est prise sous $P_X$ et on la remplace par la moyenne sur les données.
Le terme en $\log p_X$ ne dépend pas de $F$ : on retrouve le maximum de vraisemblance, qui demande seulement
d'inverser $F$ et de calculer sa jacobienne.

(c) La divergence directe donne une normale large qui couvre les deux modes (mêmes moyenne et variance que les
données), car elle pénalise fortement un modèle presque nul là où se trouvent des données. La divergence inverse
donne une normale étroite sur un seul mode, car elle pénalise la masse placée là où $p_X$ est presque nulle.""",
    "4.4.2": r"""Le coût non saturant : au début de l'entraînement, le discriminateur rejette les faux avec certitude ($l \ll 0$) ; le gradient du coût saturant y est presque nul, celui du coût non saturant vaut presque $-1$, si bien que le générateur apprend quand même.""",
    "4.5.3": r"""Une perte mesure un réseau contre son adversaire du moment, et cet adversaire change. Un mauvais générateur face à un discriminateur non entraîné obtient les mêmes pertes qu'un excellent générateur face à un excellent discriminateur : ces nombres ne disent rien de la qualité absolue.""",
    "5.1.3": r"""(a) L'article apprend des représentations visuelles sans étiquettes : deux vues aléatoires d'une même image doivent
recevoir des vecteurs proches, celles d'images différentes des vecteurs éloignés.

(b) Une étude systématique montre ce qui compte : la composition des augmentations, une tête de projection non linéaire,
une perte normalisée avec température, de grands lots et un entraînement long.

(c) Chaque image est augmentée deux fois, encodée par un ResNet, projetée par un petit réseau, puis la perte NT-Xent oppose
chaque vue aux autres vues du lot ; la tête est ensuite abandonnée. Avec un classifieur linéaire, le ResNet-50 de largeur 4
atteint 76,5 % top-1 sur ImageNet. Avec 1 % des étiquettes, il atteint 85,8 % top-5 après ajustement fin.""",
    "5.2.2": r"""(a) Il n'y a pas de théorème ; l'idée nouvelle est empirique, et le tableau des gradients explique le rôle de la
température.

(b) Oui : un classifieur linéaire sur des caractéristiques gelées rejoint un ResNet-50 supervisé, et le gain avec peu
d'étiquettes est grand.

(c) Le problème n'est pas nouveau, mais des tâches antérieures deviennent de simples choix d'augmentation, ce qui est élégant.

(d) L'algorithme est court, sans banque mémoire, et le code est public.

(e) Les ablations changent un facteur à la fois ; l'évaluation est linéaire, semi-supervisée et par transfert sur douze jeux
de données.

(f) C'est devenu un point de comparaison courant, car la méthode est simple. En conclusion, un article empirique solide dont
la théorie reste à faire, et dont le coût limite la reproduction.""",
    "5.3.3": r"""(a) La méthode demande de très grands lots. Avec 1000 classes équiprobables et 4096 images, une ancre a environ huit faux
négatifs, repoussés à tort ; on pourrait les pondérer.

(b) Le transfert ne porte que sur la classification : ni détection ni segmentation, ni autre type de données.

(c) La raison pour laquelle la tête aide n'est qu'une conjecture appuyée par un tableau. Le texte est clair, mais beaucoup de
détails sont en annexe.

(d) Presque toutes les composantes étaient connues (discrimination d'instances, InfoNCE). La nouveauté est la combinaison et
l'étude, ce qui me paraît suffisant.

(e) Les étiquettes coûtent cher, en médecine par exemple, donc le problème est important. Le point (a) est une limite de la
méthode, le point (b) une limite de l'évaluation.""",
    "5.4.3": r"""(a) La perte est une entropie croisée sur les autres vues du lot, et InfoNCE minore l'information mutuelle. Comme le
discriminateur d'un GAN, le critique optimal estime un rapport de densités.

(b) Des méthodes sans négatifs et des paires d'images et de textes semblent être la suite naturelle, car elles évitent les
grands lots ou les augmentations choisies à la main.

(c) Je voudrais pondérer les négatifs selon leur similarité, pour moins repousser les faux négatifs. Sur CIFAR-100, avec de
petits lots, je comparerais l'exactitude en évaluation linéaire avec et sans cette pondération, sur cinq graines. Si l'écart
dépasse le bruit des graines et croît avec la taille des lots, l'idée fonctionne.""",
}
