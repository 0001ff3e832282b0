"""Another student: everything right, with torch, loops and own helpers; prose in French."""

from __future__ import annotations

import torch
from torch.distributions import Normal, kl_divergence
import torch.nn.functional as F
import math


def deux_normales(mu1, sigma1, mu2, sigma2):
    valeurs = [torch.as_tensor(v, dtype=torch.float64) for v in (mu1, sigma1, mu2, sigma2)]
    return Normal(*valeurs[:2]), Normal(*valeurs[2:])


def gaussian_kl(mu1, sigma1, mu2, sigma2):
    p, q = deux_normales(mu1, sigma1, mu2, sigma2)
    return torch.log(p.stddev / q.stddev) + (q.variance + (q.mean - p.mean) ** 2) / (2 * p.variance) - 0.5


def gaussian_kl_lines(mu1, sigma1, mu2, sigma2):
    p, q = deux_normales(mu1, sigma1, mu2, sigma2)
    lignes = {"expected_log_q": -q.entropy()}
    # E_q[x^2] - 2 mu1 E_q[x] + mu1^2
    lignes["expected_square"] = q.variance + q.mean**2 - 2 * p.mean * q.mean + p.mean**2
    constante = torch.log(torch.tensor(2 * torch.pi, dtype=torch.float64)) / 2
    lignes["expected_log_p"] = -constante - p.stddev.log() - lignes["expected_square"] / (2 * p.variance)
    lignes["kl_qp"] = gaussian_kl(mu1, sigma1, mu2, sigma2)
    lignes["kl_pq"] = kl_divergence(p, q)
    return lignes


def larger_gaussian_kl(mu1, sigma1, mu2, sigma2):
    signes = []
    for s1, s2 in zip(sigma1, sigma2):
        signes.append(0 if s1 == s2 else 1 if s2 > s1 else -1)
    return torch.tensor(signes)


def relu_collision(a, b, c):
    # au-delà du point anguleux, du côté plat
    if b == 0:
        return torch.tensor(5.0), torch.tensor(-5.0)
    angle = -c / b
    cote = -1.0 if b > 0 else 1.0
    return angle + cote, angle + 2 * cote


def vers_torch(*tableaux):
    return [torch.as_tensor(t, dtype=torch.float64) for t in tableaux]


def deux_logs(z, w, a, b):
    u = a * z.unsqueeze(-1) + b
    return (
        torch.logsumexp(w.log() + F.logsigmoid(u), -1),
        torch.logsumexp(w.log() + F.logsigmoid(-u), -1),
    )


def mixture_flow_lines(z, w, a, b):
    z, w, a, b = vers_torch(z, w, a, b)
    z = z.clone().requires_grad_(True)
    log_s, log_r = deux_logs(z, w, a, b)
    d_log_s = torch.autograd.grad(log_s.sum(), z, retain_graph=True)[0]
    d_log_r = torch.autograd.grad(log_r.sum(), z)[0]
    return {
        "S": log_s.exp(),
        "one_minus_S": log_r.exp(),
        "g": log_s - log_r,
        "dS": log_s.exp() * d_log_s,
        "dlog_S": d_log_s,
        "dlog_one_minus_S": d_log_r,
        "dg": d_log_s - d_log_r,
    }


def mixture_flow_inverse(y, w, a, b):
    y, w, a, b = vers_torch(y, w, a, b)
    bornes = (y.unsqueeze(1) - b) / a
    bas, haut = bornes.amin(1), bornes.amax(1)
    for _ in range(60):
        milieu = (bas + haut) / 2
        log_s, log_r = deux_logs(milieu, w, a, b)
        sous = log_s - log_r < y
        bas = torch.where(sous, milieu, bas)
        haut = torch.where(sous, haut, milieu)
    return milieu


def nonmonotone_witness():
    w = torch.ones(4, dtype=torch.float64) / 4
    a = torch.tensor([0.5, 0.5, 0.5, -20.0], dtype=torch.float64)
    return w, a, torch.zeros(4), -0.2, 0.2


def residual_inverse(y, f):
    points = []
    for valeur in y.tolist():
        gauche, droite = -1.0, 1.0
        while gauche + float(f(gauche)) > valeur:
            gauche *= 2
        while droite + float(f(droite)) < valeur:
            droite *= 2
        for _ in range(80):
            centre = (gauche + droite) / 2
            if centre + float(f(centre)) < valeur:
                gauche = centre
            else:
                droite = centre
        points.append(centre)
    return torch.tensor(points, dtype=torch.float64)


def residual_invertibility():
    raisons = ["onto_line", "onto_interval", "constant", "decreases"]
    raisons += ["onto_interval", "still_increases", "turns_back"]
    tableau = dict(zip("abcdefg", raisons))
    tableau["answer"] = "abdef"
    return tableau


def points_en_double(valeur):
    return torch.as_tensor(valeur, dtype=torch.float64)


def radial_flow(z, z0, alpha, beta):
    z, z0 = points_en_double(z), points_en_double(z0)
    ecart = z - z0
    return z + beta / (alpha + torch.linalg.norm(ecart, dim=1, keepdim=True)) * ecart


def radial_radius_lines(r, alpha, beta):
    rayon = points_en_double(r).clone().requires_grad_(True)
    facteur = (alpha + beta + rayon) / (alpha + rayon)
    rho = rayon * facteur
    (pente,) = torch.autograd.grad(rho.sum(), rayon)
    return {"scale": facteur.detach(), "rho": rho.detach(), "drho": pente}


def radial_radius(y, z0, alpha, beta):
    # dichotomie : rho est croissant en r, et r ne dépasse jamais rho + alpha
    rho = torch.linalg.norm(points_en_double(y) - points_en_double(z0), dim=1)
    bas, haut = torch.zeros_like(rho), rho + alpha
    for _ in range(80):
        milieu = (bas + haut) / 2
        trop_court = milieu * (alpha + beta + milieu) / (alpha + milieu) < rho
        bas = torch.where(trop_court, milieu, bas)
        haut = torch.where(trop_court, haut, milieu)
    return haut


def radial_collision():
    centre = torch.zeros(2, dtype=torch.float64)
    # la sphère de rayon -(alpha + beta) et le centre ont la même image
    return {"alpha": 0.5, "beta": -2.0, "z0": centre, "z": centre, "z_other": torch.tensor([0.0, 1.5])}


def radial_flow_inverse(y, z0, alpha, beta):
    y, z0 = points_en_double(y), points_en_double(z0)
    r = radial_radius(y, z0, alpha, beta)
    # au centre, l'écart est nul et normalize le laisse nul
    return z0 + r[:, None] * F.normalize(y - z0, dim=1)


def t64(table):
    return torch.as_tensor(table, dtype=torch.float64)


def diffusion_bound_lines(x0, fwd, rev, pT):
    fwd, rev, pT = t64(fwd), t64(rev), t64(pT)
    loi = pT.clone()
    for t in range(len(rev), 0, -1):  # de x_T vers x_0
        loi = torch.einsum("i,ij->j", loi, rev[t - 1])
    log_px0 = loi[x0].log()
    q = torch.zeros_like(pT)
    q[x0] = 1.0
    termes = []
    for t in range(1, len(fwd) + 1):
        couple = q[:, None] * fwd[t - 1]
        termes.append(torch.xlogy(couple, rev[t - 1].T).sum() - torch.xlogy(couple, fwd[t - 1]).sum())
        q = couple.sum(dim=0)
    prior_term = torch.xlogy(q, pT).sum()
    termes = torch.stack(termes)
    elbo = prior_term + termes.sum()
    return {"log_px0": log_px0, "prior_term": prior_term, "ratio_terms": termes, "elbo": elbo, "gap": log_px0 - elbo}


def tight_forward_process(rev, pT):
    rev, loi = t64(rev), t64(pT)
    noyaux = []
    for t in range(len(rev), 0, -1):
        jointe = loi.unsqueeze(1) * rev[t - 1]
        loi = jointe.sum(0)
        noyaux.insert(0, (jointe / loi).T)
    return torch.stack(noyaux)


def diffusion_kl_lines(x0, fwd, rev, pT):
    fwd, rev, pT = t64(fwd), t64(rev), t64(pT)
    S = len(pT)
    marginales, posterieurs, kls = [fwd[0, x0]], [], []
    for t in range(2, len(fwd) + 1):
        jointe = marginales[-1][:, None] * fwd[t - 1]
        suivante = jointe.sum(0)
        posterieur = (jointe / suivante).T
        divergence = torch.xlogy(posterieur, posterieur) - torch.xlogy(posterieur, rev[t - 1])
        kls.append((suivante * divergence.sum(1)).sum())
        posterieurs.append(posterieur)
        marginales.append(suivante)
    # E[log q(x_t | x_0)] est l'opposé d'une entropie
    logs = [torch.xlogy(m, m).sum() for m in marginales]
    restes = [a - b for a, b in zip(logs[:-1], logs[1:])]
    recon = torch.xlogy(marginales[0], rev[0][:, x0]).sum()
    kl_T = logs[-1] - torch.xlogy(marginales[-1], pT).sum()
    return {
        "marginals": torch.stack(marginales),
        "posterior": torch.stack(posterieurs) if posterieurs else torch.zeros(0, S, S),
        "leftover": torch.tensor(restes, dtype=torch.float64),
        "leftover_sum": float(sum(restes)),
        "recon": recon,
        "kl_t": torch.tensor(kls, dtype=torch.float64),
        "kl_T": kl_T,
        "elbo": recon - sum(kls) - kl_T,
    }


def gaussian_posterior(x_t, x0, t, betas):
    # produit de deux gaussiennes : on ajoute les précisions
    x_t, x0, betas = t64(x_t), t64(x0), t64(betas)
    alpha_barre = torch.prod(1 - betas[: t - 1])
    alpha, beta = 1 - betas[t - 1], betas[t - 1]
    precision = alpha / beta + 1 / (1 - alpha_barre)
    moyenne = (alpha.sqrt() / beta * x_t + alpha_barre.sqrt() / (1 - alpha_barre) * x0) / precision
    return moyenne, 1 / precision


def joint_bound(log_joint, log_q):
    jointe, log_q = t64(log_joint).flatten(), t64(log_q).flatten()
    tirees = log_q > -float("inf")
    evidence = torch.logsumexp(jointe, dim=0)
    jointe, log_q = jointe[tirees], log_q[tirees]
    elbo = torch.sum(log_q.exp() * (jointe - log_q))
    return {
        "log_evidence": evidence,
        "log_mean_weight": torch.logsumexp(jointe, dim=0),
        "elbo": elbo,
        "gap": evidence - elbo,
    }


def posterior_factorisation():
    facteurs = {"z": {"x0"}}
    for t in (1, 2, 3):
        facteurs[f"x{t}"] = {f"x{t - 1}", "z"}
    return facteurs


def log_posterior_table(x0, encoder, fwd):
    noyaux, tableau = t64(fwd).log(), t64(encoder).log()[:, None]
    tableau = tableau + noyaux[0, :, x0]
    for noyau in noyaux[1:]:
        forme = [len(noyau)] + [1] * (tableau.dim() - 2) + list(noyau.shape[1:])
        tableau = tableau.unsqueeze(-1) + noyau.reshape(forme)
    return tableau


def latent_diffusion_bound_lines(x0, prior, likelihood, pT, rev, encoder, fwd):
    q_z = t64(encoder)
    par_code = []
    for z in range(len(q_z)):
        par_code.append(diffusion_kl_lines(x0, fwd[:, z], rev[:, z], pT[z])["elbo"])
    par_code = torch.stack(par_code)
    recon = q_z @ t64(likelihood).log()
    kl = torch.nn.functional.kl_div(t64(prior).log(), q_z, reduction="sum")
    return {
        "vae_recon": recon,
        "vae_kl": kl,
        "vae_bound": recon - kl,
        "diffusion_per_z": par_code,
        "diffusion_bound": q_z @ par_code,
        "elbo": recon - kl + q_z @ par_code,
    }


def objectif_du_jeu(psi0, psi1, theta):
    # le critique vaut psi1 en 0 (vraies données) et psi0 theta + psi1 en theta
    lsig = torch.nn.functional.logsigmoid
    return lsig(psi1) + lsig(-(psi0 * theta + psi1))


def vitesse_par_autograd(state, gamma):
    s = torch.as_tensor(state, dtype=torch.float64).clone().requires_grad_(True)
    total = objectif_du_jeu(s[:, 0], s[:, 1], s[:, 2]).sum() - gamma / 2 * (s[:, 0] ** 2).sum()
    (g,) = torch.autograd.grad(total, s)
    g = g.clone()
    g[:, 2] = -g[:, 2]  # le générateur descend
    return g


def jacobiennes(etats):
    # chaque vitesse ne dépend que de son état : le gradient de la somme donne une ligne pour tous les états
    s = torch.as_tensor(etats, dtype=torch.float64).clone().requires_grad_(True)
    sig = torch.sigmoid(s[:, 0] * s[:, 2] + s[:, 1])
    vitesses = [-s[:, 2] * sig, torch.sigmoid(-s[:, 1]) - sig, s[:, 0] * sig]
    lignes = [torch.autograd.grad(v.sum(), s, retain_graph=True)[0] for v in vitesses]
    return torch.stack(lignes, dim=1)


def gan_velocity(state):
    return vitesse_par_autograd(state, 0.0)


def gan_jacobian(state):
    origine = torch.zeros(3, dtype=torch.float64)
    return {
        "stationary_point": origine,
        "at_stationary_point": jacobiennes(origine[None])[0],
        "at_state": jacobiennes(state),
    }


def gan_eigenvalues():
    J = gan_jacobian(torch.zeros(1, 3))["at_stationary_point"]
    valeurs = torch.linalg.eigvals(J).tolist()
    return torch.tensor(sorted(valeurs, key=lambda z: (z.imag, z.real)))


def conserved_quantity_witness():
    # le carré du rayon dans le plan (psi0, theta)
    Q = torch.zeros(3, 3, dtype=torch.float64)
    Q[0, 0] = Q[2, 2] = 0.5
    return Q


def regularised_gan_velocity(state, gamma):
    return vitesse_par_autograd(state, gamma)


def regularised_gan_jacobian(state, gamma):
    lignes = gan_jacobian(state)
    coin = torch.zeros(3, 3, dtype=torch.float64)
    coin[0, 0] = gamma
    return {
        "stationary_point": lignes["stationary_point"],
        "at_stationary_point": lignes["at_stationary_point"] - coin,
        "at_state": lignes["at_state"] - coin,
    }


def regularised_gan_eigenvalues(gamma):
    lignes = []
    for g in torch.as_tensor(gamma, dtype=torch.float64):
        J = torch.tensor([[-g, 0, -0.5], [0, -0.5, 0], [0.5, 0, 0]], dtype=torch.float64)
        lignes.append(sorted(torch.linalg.eigvals(J).tolist(), key=lambda z: (z.imag, z.real)))
    return torch.tensor(lignes, dtype=torch.complex128)


def stability_claims():
    vraies = "cdeg"
    return {lettre: lettre in vraies for lettre in "abcdefgh"}


def gan_trajectory(start, gamma, eta, steps, scheme):
    s = torch.as_tensor(start, dtype=torch.float64).clone()
    etats = [s]
    for _ in range(steps):
        v = regularised_gan_velocity(s[None], gamma)[0]
        psi = s[:2] + eta * v[:2]
        if scheme == "alternating":
            vu = torch.cat([psi, s[2:]])
            v = regularised_gan_velocity(vu[None], gamma)[0]
        s = torch.cat([psi, s[2:] + eta * v[2:]])
        etats.append(s)
    return torch.stack(etats)


def as_tensor(a):
    return torch.tensor(a, dtype=torch.float64)


def summary_claims():
    verdicts = dict.fromkeys(["a1", "b2", "c1", "c3"], 0)
    for label in ["a2", "b1", "b3", "c2"]:
        verdicts[label] = 1
    return verdicts


def nt_xent(z1, z2, tau):
    # les vues 2k et 2k+1 viennent de la meme image
    views = torch.stack([as_tensor(z1), as_tensor(z2)], dim=1).flatten(0, 1)
    views = views / views.norm(dim=1, keepdim=True)
    logits = (views @ views.T / tau).fill_diagonal_(-torch.inf)
    partner = torch.arange(len(views)) ^ 1
    return torch.mean(torch.logsumexp(logits, dim=1) - logits[torch.arange(len(views)), partner])


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
