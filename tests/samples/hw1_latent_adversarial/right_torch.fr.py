"""Another student: everything right, with torch, loops and own helpers; prose in French."""

from __future__ import annotations

import math
import torch
import torch.nn.functional as F


def en_double(tableau):
    return torch.as_tensor(tableau, dtype=torch.float64)


def reparametrisation_lines(z0, mu, sigma):
    z0, mu, sigma = en_double(z0), en_double(mu), en_double(sigma)
    lignes = {"z": torch.stack([mu + sigma * point for point in z0])}
    lignes["jacobian"] = torch.diag(sigma)
    lignes["log_abs_det"] = torch.linalg.slogdet(lignes["jacobian"])[1]
    bruit = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    lignes["log_q0"] = bruit.log_prob(z0).sum(-1)
    # règle (1) : on divise par le volume
    lignes["log_q"] = lignes["log_q0"] - lignes["log_abs_det"]
    cible = torch.distributions.Independent(torch.distributions.Normal(mu, sigma), 1)
    lignes["log_target"] = cible.log_prob(lignes["z"])
    return lignes


def diagonal_pushforward_log_density(z, mu, sigma, base):
    resultat = []
    for ligne in z:
        # le bruit dont vient ce point, coordonnée par coordonnée
        bruit = en_double([[(x - m) / s for x, m, s in zip(ligne, mu, sigma)]])
        volume = sum(math.log(s) for s in sigma)
        resultat.append(float(base.log_density(bruit.numpy())[0]) - volume)
    return torch.tensor(resultat, dtype=torch.float64)


def affine_reparametrisation_lines(z0, mu, S):
    z0, mu, S = en_double(z0), en_double(mu), en_double(S)
    z = torch.stack([mu + S @ point for point in z0])
    jacobienne = torch.autograd.functional.jacobian(lambda point: mu + S @ point, z0[0])
    log_det = torch.linalg.svdvals(jacobienne).log().sum()
    normale = torch.distributions.MultivariateNormal(torch.zeros_like(mu), torch.eye(len(mu), dtype=torch.float64))
    return {
        "z": z,
        "jacobian": jacobienne,
        "log_abs_det": log_det,
        "cov": jacobienne @ jacobienne.T,
        "log_q": normale.log_prob(z0) - log_det,
    }


def affine_pushforward_log_density(z, mu, S, base):
    inverse = torch.linalg.inv(en_double(S))
    bruits = torch.stack([inverse @ (en_double(point) - en_double(mu)) for point in z])
    # le volume de l'application inverse s'ajoute
    return en_double(base.log_density(bruits.numpy())) + torch.linalg.slogdet(inverse).logabsdet


def same_density_witness(S):
    # changer le signe d'une colonne, c'est changer le signe d'une coordonnée du bruit
    autre = en_double(S).clone()
    autre[:, -1] = -autre[:, -1]
    Q = torch.eye(len(S), dtype=torch.float64)
    Q[-1, -1] = -1
    return {"other": autre, "factor": Q}


def en_double(valeur):
    return torch.as_tensor(valeur, dtype=torch.float64)


def kl_fini(a, b):
    # les états de probabilité nulle sont sautés
    total = torch.zeros((), dtype=torch.float64)
    for k in range(a.shape[0]):
        if a[k] > 0:
            total = total + a[k] * (torch.log(a[k]) - torch.log(b[k]))
    return total


def expected_log_likelihood_lines(likelihood, prior, q):
    vraisemblance, prior, q = en_double(likelihood), en_double(prior), en_double(q)
    jointe = torch.log(vraisemblance) + torch.log(prior)
    evidence = torch.logsumexp(jointe, dim=1)
    posterieur = torch.exp(jointe - evidence[:, None])
    return dict(
        expected_log_likelihood=torch.log(vraisemblance) @ q,
        log_px=evidence,
        posterior=posterieur,
        B=torch.stack([-kl_fini(q, ligne) for ligne in posterieur]),
        constant=kl_fini(q, prior),
    )


def gaussian_expected_log_likelihood_lines(x, w, noise_var, mu_q, var_q):
    w = en_double(w)
    attendue, marginale, moyennes, variances, biais = [], [], [], [], []
    loi_q = torch.distributions.Normal(en_double(mu_q), en_double(var_q).sqrt())
    for pente in w:
        erreur = (x - pente * mu_q) ** 2 + pente**2 * var_q
        attendue.append(-0.5 * torch.log(2 * torch.pi * en_double(noise_var)) - erreur / (2 * noise_var))
        totale = pente**2 + noise_var
        marginale.append(-0.5 * torch.log(2 * torch.pi * totale) - x**2 / (2 * totale))
        moyennes.append(pente * x / totale)
        variances.append(noise_var / totale)
        posterieur = torch.distributions.Normal(moyennes[-1], variances[-1].sqrt())
        biais.append(-torch.distributions.kl_divergence(loi_q, posterieur))
    lignes = {"expected_log_likelihood": attendue, "log_px": marginale, "post_mean": moyennes}
    lignes.update({"post_var": variances, "B": biais})
    lignes = {nom: torch.stack(valeurs) for nom, valeurs in lignes.items()}
    lignes["w_star"] = x * mu_q / (mu_q**2 + var_q)
    return lignes


def amortization_gap(joint, family, encoders):
    joint, family = en_double(joint), en_double(family)
    donnees = torch.arange(joint.shape[0])
    entropie = -torch.xlogy(family, family).sum(dim=1)
    elbo = torch.log(joint) @ family.T + entropie
    log_px = torch.log(joint.sum(dim=1))
    meilleur, record = None, -float("inf")
    for encodeur in torch.as_tensor(encoders):
        somme = float(elbo[donnees, encodeur].sum())
        if somme > record:
            meilleur, record = encodeur, somme
    kl_amortie = log_px - elbo[donnees, meilleur]
    kl_propre = log_px - elbo.max(dim=1).values
    return dict(elbo=elbo, log_px=log_px, kl_amortized=kl_amortie, kl_instance=kl_propre, gap=kl_amortie - kl_propre)


def strict_gap_witness():
    jointe = torch.tensor([[0.2, 0.1, 0.1], [0.1, 0.1, 0.2], [0.1, 0.2, 0.1]], dtype=torch.float64)
    famille = torch.tensor([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5], [0.25, 0.5, 0.25]], dtype=torch.float64)
    # le réseau ne distingue pas les deux dernières données
    return jointe, famille, torch.tensor([[0, 1, 1], [1, 1, 1]])


def best_case_bias(joint, family, encoders):
    lignes = amortization_gap(joint, family, encoders)
    amorti = torch.mean(-lignes["kl_amortized"])
    propre = torch.mean(-lignes["kl_instance"])
    return {"bias_amortized": amorti, "bias_instance": propre, "extra_bias": amorti - propre}


def inference_cost(n_new, n_grad_steps, c_encoder, c_elbo_grad, c_train):
    par_donnee = n_grad_steps * c_elbo_grad
    croisement = None
    if par_donnee > c_encoder:
        croisement = 1
        while c_train + croisement * c_encoder >= croisement * par_donnee:
            croisement += 1
    return dict(amortized=c_train + n_new * c_encoder, per_instance=n_new * par_donnee, n_star=croisement)


def variational_storage(n, layer_sizes):
    nombre = 0
    for entree, sortie in zip(layer_sizes[:-1], layer_sizes[1:]):
        nombre += entree * sortie + sortie
    taille = layer_sizes[-1]
    croisement = 0
    while croisement * taille <= nombre:
        croisement += 1
    return {"amortized": nombre, "per_instance": n * taille, "n_star": croisement}


def t(array):
    return torch.as_tensor(array, dtype=torch.float64)


def esperance(log_q, valeurs):
    # somme sur les seuls états que q peut tirer
    possible = torch.isfinite(log_q)
    zero = torch.zeros((), dtype=torch.float64)
    return torch.sum(torch.where(possible, log_q.exp() * torch.where(possible, valeurs, zero), zero), dim=-1)


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
    borne = torch.logsumexp(log_w, dim=1) - math.log(k)
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


def T(a):
    return torch.as_tensor(a, dtype=torch.float64)


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


def optimal_discriminator(log_f0, log_f1):
    # le logit de D* est le log-rapport des deux densités
    zero = torch.as_tensor(log_f0, dtype=torch.float64)
    un = torch.as_tensor(log_f1, dtype=torch.float64)
    return torch.sigmoid(un - zero)


def en_double(v):
    return torch.as_tensor(v, dtype=torch.float64)


def conjugate_of_u_log_u(t):
    u = torch.exp(en_double(t) - 1)
    return u, u.clone()


def discrete_conjugate(x, fx, slopes):
    # une ligne par pente, une colonne par point de la grille
    candidats = torch.outer(en_double(slopes), en_double(x)) - en_double(fx)
    return candidats.max(dim=1).values


def variational_kl_lines(T, p, q):
    T, p, q = en_double(T), en_double(p), en_double(q)
    R1 = torch.dot(p, T) - torch.dot(q, torch.exp(T - 1))
    etoile = torch.log(p) - torch.log(q) + 1
    sup = torch.special.xlogy(p, p) - torch.special.xlogy(p, q)
    return {"R1": R1, "T_star": etoile, "pointwise_sup": sup, "kl": sup.sum()}


def tilted_density(T, q):
    return torch.softmax(en_double(T) + torch.log(en_double(q)), dim=1)


def donsker_varadhan_lines(T, p, q):
    T, p, q = en_double(T), en_double(p), en_double(q)
    log_Z = torch.logsumexp(T + torch.log(q), 0)
    R2 = (p * T).sum() - log_Z
    log_rq = T + torch.log(q) - log_Z
    rq = torch.exp(log_rq)
    kl_p_rq = (torch.xlogy(p, p) - p * log_rq).sum()
    kl_pq = (torch.xlogy(p, p) - torch.xlogy(p, q)).sum()
    # p = r q, donc T = log(p / q) + log Z
    tendu = torch.log(p) - torch.log(q) + log_Z
    return dict(log_Z=log_Z, R2=R2, rq=rq, kl_p_rq=kl_p_rq, kl_pq=kl_pq, gap=kl_pq - R2, T_tight=tendu)


def compare_bounds(T, p, q):
    R1, R2, tangentes = [], [], []
    for critique in en_double(T):
        log_Z = torch.logsumexp(critique + torch.log(en_double(q)), 0)
        moyenne = torch.dot(en_double(p), critique)
        tangentes.append(torch.exp(log_Z - 1))
        R1.append(moyenne - tangentes[-1])
        R2.append(moyenne - log_Z)
    R1, R2 = torch.stack(R1), torch.stack(R2)
    return {"R1": R1, "R2": R2, "tangent": torch.stack(tangentes), "gap": R2 - R1}


def best_shift(T, q):
    return 1 - torch.logsumexp(en_double(T) + torch.log(en_double(q)), 1)


def jensen_shannon_of_shifted_uniforms(theta):
    valeurs = []
    for decalage in theta:
        separe = min(abs(float(decalage)), 1.0)  # longueur du morceau où une seule densité est positive
        kl0 = separe * math.log(2.0)
        kl1 = separe * math.log(2.0)
        valeurs.append(0.5 * kl0 + 0.5 * kl1)
    return torch.tensor(valeurs, dtype=torch.float64)


written = {
    "2.3.4": r"""(a) L'ELBO par donnée est le moins biaisé, pour chaque $x_i$ et pas seulement en moyenne : $q_{\phi^*}$ est un membre de la même
famille, mais choisi sous la contrainte d'un réseau commun. Les deux restent sous $\log p_\theta(x)$, sauf si la famille
contient le postérieur.

(b) Une fois l'encodeur entraîné, une nouvelle donnée ne coûte qu'un passage avant, parallélisable en lots. Par donnée, il
faut relancer une optimisation, y compris au test. En contrepartie, l'entraînement de l'encodeur se paie d'avance et n'est
rentable qu'à partir d'un certain nombre de données.

(c) L'encodeur occupe une place constante, alors que l'inférence par donnée stocke un vecteur de paramètres pour chaque
$x_i$ : sa mémoire croît linéairement avec $n$. Pour $n$ petit, c'est pourtant elle qui stocke le moins.""",
}
