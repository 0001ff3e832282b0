"""Another student: everything right, with torch, loops and own helpers; prose in French."""

from __future__ import annotations

import torch
import torch.nn.functional as F
import itertools
from torch.distributions import MultivariateNormal, Normal, kl_divergence


def network_map_sides():
    return [256 + couche * (2 * 2 - 5 + 1) for couche in range(1, 7)]


def feature_map_sizes(height, width, layers):
    # on fait passer une image vide et on note les tailles
    carte = torch.zeros(1, 1, height, width, dtype=torch.float64)
    tailles = [[height, width]]
    for k, s, p, d in layers:
        noyau = torch.zeros(1, 1, k, k, dtype=torch.float64)
        carte = F.conv2d(carte, noyau, stride=s, padding=p, dilation=d)
        tailles.append(list(carte.shape[-2:]))
    return torch.tensor(tailles)


def receptive_field_size(layers):
    # premier et dernier pixel lus par les sorties 0 et 1, en remontant
    debut, fin, debut_suivant = 0, 0, 1
    for k, s, p, d in reversed(layers):
        debut = debut * s - p
        fin = fin * s - p + d * (k - 1)
        debut_suivant = debut_suivant * s - p
    return fin - debut + 1, debut_suivant - debut, debut


def visible_pixels(layers, n, i):
    # les colonnes de la base canonique passent toutes dans le réseau de poids un
    y = torch.eye(n, dtype=torch.float64)[:, None]
    for k, s, p, d in layers:
        y = F.conv1d(y, torch.ones(1, 1, k, dtype=torch.float64), stride=s, padding=p, dilation=d)
    return y[:, 0, i] > 0


def glisser_noyau(x, w, dilation, avant, apres):
    x, w = torch.as_tensor(x, dtype=torch.float64), torch.as_tensor(w, dtype=torch.float64)
    bordee = F.pad(x[None, None], (avant, apres, avant, apres))
    return (avant, apres), F.conv2d(bordee, w[None, None], dilation=dilation)[0, 0]


def full_convolution(x, w, dilation):
    zeros = dilation * (w.shape[0] - 1)
    return glisser_noyau(x, w, dilation, zeros, zeros)


def valid_convolution(x, w, dilation):
    return glisser_noyau(x, w, dilation, 0, 0)


def same_convolution(x, w, dilation):
    total = dilation * (w.shape[0] - 1)
    avant = total // 2
    return glisser_noyau(x, w, dilation, avant, total - avant)


def tenseurs(*tableaux):
    return [torch.as_tensor(t, dtype=torch.float64) for t in tableaux]


def linear_rnn_states(W, U, b, h0, x):
    W, U, b, h0, x = tenseurs(W, U, b, h0, x)
    # tout le lot avance d'un pas à la fois
    etats = [h0]
    for t in range(x.shape[1]):
        etats.append(F.linear(etats[-1], W) + F.linear(x[:, t], U, b))
    return torch.stack(etats, dim=1)


def closed_form_terms(W, U, b, h0, x):
    W, U, b, h0, x = tenseurs(W, U, b, h0, x)
    T = x.shape[0]
    # P vaut W^(T-k) quand on traite x_k, en commençant par la fin
    P = torch.eye(W.shape[0], dtype=torch.float64)
    entrees = torch.zeros(T, W.shape[0], dtype=torch.float64)
    biais = torch.zeros_like(b)
    for k in range(T - 1, -1, -1):
        entrees[k] = P @ (U @ x[k])
        biais = biais + P @ b
        P = W @ P
    return {"from_h0": P @ h0, "from_inputs": entrees, "from_bias": biais, "h": P @ h0 + entrees.sum(0) + biais}


def state_jacobian(W, t):
    (W,) = tenseurs(W)
    return torch.linalg.matrix_power(W, t)


def time_varying_jacobian(W):
    (W,) = tenseurs(W)
    colonnes = []
    for e in torch.eye(W.shape[1], dtype=torch.float64):
        # une colonne : l'effet d'une variation de la composante j de h_0
        for M in W:
            e = M @ e
        colonnes.append(e)
    return torch.stack(colonnes, dim=1)


def steady_state(W, U, b, x):
    W, U, b, x = tenseurs(W, U, b, x)
    h = torch.zeros(x.shape[0], W.shape[0], dtype=torch.float64)
    for _ in range(350):
        h = h @ W.T + x @ U.T + b
    return h


def power_regime(W):
    # on regarde la matrice elle-même, très tard
    (W,) = tenseurs(W)
    tot, tard = torch.linalg.matrix_power(W, 600), torch.linalg.matrix_power(W, 1200)
    if not torch.isfinite(tard).all() or tard.abs().max() > 1e8:
        return "explodes"
    if tard.abs().max() < 1e-8:
        return "vanishes"
    if tard.norm() > 1.7 * tot.norm():
        return "grows"
    if (W @ tard - tard).abs().max() < 1e-7:
        return "converges"
    return "oscillates"


def transient_growth_witness():
    # nilpotente : la cinquième puissance est nulle
    return 20.0 * torch.diag(torch.ones(4, dtype=torch.float64), diagonal=1)


def en_double(valeur):
    return torch.as_tensor(valeur, dtype=torch.float64)


def avec_torch(classe, theta0, grads, **reglages):
    theta = en_double(theta0).clone().requires_grad_(True)
    opt = classe([theta], **reglages)
    trajet = [theta.detach().clone()]
    for g in en_double(grads):
        theta.grad = g.clone()
        opt.step()
        trajet.append(theta.detach().clone())
    return torch.stack(trajet)


def adagrad(theta0, grads, lr, eps):
    return avec_torch(torch.optim.Adagrad, theta0, grads, lr=lr, eps=eps)


def rmsprop(theta0, grads, lr, rho, eps):
    theta, v = en_double(theta0), torch.zeros(len(theta0), dtype=torch.float64)
    trajet = [theta]
    for g in en_double(grads):
        v = rho * v + (1 - rho) * g * g
        theta = theta - lr * g / (torch.sqrt(v) + eps)
        trajet.append(theta)
    return torch.stack(trajet)


def rate_recovery_witness():
    return 0.7 ** torch.arange(90, dtype=torch.float64)


def adam(theta0, grads, lr, beta1, beta2, eps):
    theta = en_double(theta0)
    m, v = torch.zeros_like(theta), torch.zeros_like(theta)
    trajet = [theta]
    for t, g in enumerate(en_double(grads), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta = theta - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
        trajet.append(theta)
    return torch.stack(trajet)


def adam_as_rmsprop_rates(lr, beta2, T):
    poids, taux = 0.0, []
    for t in range(T):
        poids = beta2 * poids + (1 - beta2)
        taux.append(lr * poids**0.5)
    return torch.tensor(taux, dtype=torch.float64)


def alternating_gradient_change(lr, beta1, t):
    dernier = int(max(t))
    grads = torch.tensor([[(-1.0) ** k] for k in range(1, dernier + 1)], dtype=torch.float64)
    trajet = adam(torch.zeros(1), grads, lr, beta1, 0.99, 0.0)[:, 0]
    return torch.stack([trajet[int(k)] - trajet[int(k) - 1] for k in t])


def tenseur_double(valeur):
    return torch.as_tensor(valeur, dtype=torch.float64)


def gradient_descent_weights(H, w_star, w0, lr, tau):
    H, w_star, w = tenseur_double(H), tenseur_double(w_star), tenseur_double(w0)
    for _ in range(tau):
        w = w - lr * (H @ (w - w_star))
    return w


def effective_degrees_of_freedom(eigenvalues, lr, taus):
    reste = torch.log1p(-lr * tenseur_double(eigenvalues))
    return torch.stack([-torch.expm1(float(tau) * reste).sum() for tau in taus])


def expected_dropout_loss(X, y, w, p, inverted):
    X, y, w, p = map(tenseur_double, (X, y, w, p))
    total = tenseur_double(0.0)
    for masque in itertools.product([0.0, 1.0], repeat=len(p)):
        m = tenseur_double(masque)
        chance = torch.prod(m * (1 - p) + (1 - m) * p)
        garde = m / (1 - p) if inverted else m
        total = total + chance * torch.mean((y - X @ (garde * w)) ** 2)
    return total


def best_drop_probabilities(X, y, w):
    X, y, w = map(tenseur_double, (X, y, w))
    meilleur, record = None, float("inf")
    for coin in itertools.product([0.0, 1.0], repeat=len(w)):
        p = tenseur_double(coin)
        cout = float(((y - X @ ((1 - p) * w)) ** 2).mean())
        if cout < record:
            meilleur, record = p, cout
    return meilleur


def drop_probability_gradient(p, losses):
    p = tenseur_double(p).clone().requires_grad_(True)
    valeur = tenseur_double(losses)
    for i in range(len(p)):
        valeur = p[i] * valeur[0] + (1 - p[i]) * valeur[1]
    valeur.backward()
    return p.grad


def score_function_estimates(p, masks, losses, baseline):
    lignes = []
    for masque, cout in zip(tenseur_double(masks), tenseur_double(losses)):
        q = tenseur_double(p).clone().requires_grad_(True)
        log_prob = (masque * torch.log(1 - q) + (1 - masque) * torch.log(q)).sum()
        log_prob.backward()
        lignes.append((cout - baseline) * q.grad)
    return torch.stack(lignes)


def tenseur_double(a):
    return torch.as_tensor(a, dtype=torch.float64)


def perte_autoencodeur(x, W, lam):
    total = torch.zeros((), dtype=torch.float64)
    for ligne in x:
        reconstruite = W.T @ (W @ ligne)
        total = total + torch.sum((ligne - reconstruite) ** 2)
    return total / len(x) + lam * torch.sum(W**2)


def linear_autoencoder_lines(x, W, lam):
    x, W = tenseur_double(x), tenseur_double(W)
    jacobiennes, erreurs = [], []
    for ligne in x:
        jacobiennes.append(torch.autograd.functional.jacobian(lambda v: W @ v, ligne))
        erreurs.append(torch.sum((ligne - W.T @ (W @ ligne)) ** 2))
    J = torch.stack(jacobiennes)
    return dict(
        jacobian=J,
        penalty=torch.stack([torch.linalg.matrix_norm(j) ** 2 for j in J]),
        weight_decay=torch.trace(W @ W.T),
        reconstruction=torch.stack(erreurs),
        loss=perte_autoencodeur(x, W, lam),
    )


def linear_autoencoder_gradients(x, W, lam):
    x = tenseur_double(x)
    poids = tenseur_double(W).clone().requires_grad_(True)
    perte_autoencodeur(x, poids, lam).backward()
    return dict(penalty_gradient=2 * lam * poids.detach(), loss_gradient=poids.grad)


def contractive_penalty(x, W, c):
    x, W, c = tenseur_double(x), tenseur_double(W), tenseur_double(c)
    normes = torch.sum(W**2, dim=1)
    return torch.where(torch.addmm(c, x, W.T) > 0, normes, 0.0).sum(dim=1)


def effective_decay(x, W, c, lam):
    actives = (tenseur_double(x) @ tenseur_double(W).T + tenseur_double(c)) > 0
    return lam * actives.double().mean(dim=0)


def free_weights_witness():
    x = torch.eye(3, dtype=torch.float64)
    W = torch.ones(4, 3, dtype=torch.float64)
    return x, W, torch.full((4,), -1.0, dtype=torch.float64)


def reel_double(a):
    return torch.as_tensor(a, dtype=torch.float64)


def log_marginal_lines(log_px, log_joint, log_posterior, log_q):
    lp, lj, po, lq = map(reel_double, (log_px, log_joint, log_posterior, log_q))
    n, K = lj.shape
    lignes = {nom: torch.zeros(n, dtype=torch.float64) for nom in ("expectation", "constant", "elbo", "kl")}
    for b in range(n):
        for k in range(K):
            q = lq[b, k].exp()
            lignes["expectation"][b] += q * (lj[b, k] - po[b, k])
            lignes["constant"][b] += q * lp[b]
            lignes["elbo"][b] += q * (lj[b, k] - lq[b, k])
            lignes["kl"][b] -= q * (po[b, k] - lq[b, k])
    lignes["bayes"] = lj - po
    lignes["log_px"] = lignes["elbo"] + lignes["kl"]
    return lignes


def elbo_and_divergence(log_joint, log_q):
    jointe, log_q = reel_double(log_joint), reel_double(log_q)
    log_px = torch.logsumexp(jointe, dim=1)
    posterieur = jointe - log_px.unsqueeze(1)
    elbo, kl = [], []
    for b in range(jointe.shape[0]):
        presents = log_q[b] > -float("inf")  # les autres états ne comptent pas
        q = log_q[b][presents].exp()
        elbo.append((q * (jointe[b][presents] - log_q[b][presents])).sum())
        kl.append((q * (log_q[b][presents] - posterieur[b][presents])).sum())
    return dict(log_px=log_px, log_posterior=posterieur, elbo=torch.stack(elbo), kl=torch.stack(kl))


def best_mean_field(mu, Sigma):
    mu, Sigma = reel_double(mu), reel_double(Sigma)
    variances = []
    for j in range(len(mu)):
        # variance conditionnelle : elle se lit dans une colonne de l'inverse
        e_j = torch.zeros(len(mu), dtype=torch.float64)
        e_j[j] = 1.0
        variances.append(1 / torch.linalg.solve(Sigma, e_j)[j])
    s2 = torch.stack(variances)
    ecart = kl_divergence(MultivariateNormal(mu, torch.diag(s2)), MultivariateNormal(mu, Sigma))
    return dict(mean=mu, variance=s2, gap=ecart)


def exact_autoregressive_step(eps, mu, Sigma):
    loi = MultivariateNormal(reel_double(mu), reel_double(Sigma))
    z = torch.stack([loi.loc + loi.scale_tril @ e for e in reel_double(eps)])
    return dict(z=z, log_q=loi.log_prob(z))


def gated_autoregressive_step(eps, W_m, b_m, W_s, b_s):
    eps, W_m, b_m, W_s, b_s = map(reel_double, (eps, W_m, b_m, W_s, b_s))
    colonnes, log_det = [], torch.zeros(eps.shape[0], dtype=torch.float64)
    for i in range(eps.shape[1]):
        avant = eps[:, :i]
        m = b_m[i] + avant @ W_m[i, :i]
        s = b_s[i] + avant @ W_s[i, :i]
        colonnes.append(torch.sigmoid(s) * eps[:, i] + torch.sigmoid(-s) * m)
        log_det = log_det + torch.nn.functional.logsigmoid(s)
    return dict(z=torch.stack(colonnes, dim=1), log_det=log_det)


def shared_posterior(mu, variances):
    mu, v = reel_double(mu), reel_double(variances)
    s2 = len(v) / (1 / v).sum(0)
    m = s2 * (mu / v).sum(0) / len(v)
    gap = torch.zeros((), dtype=torch.float64)
    for i in range(len(mu)):
        gap = gap + kl_divergence(Normal(m, s2.sqrt()), Normal(mu[i], v[i].sqrt())).sum() / len(mu)
    return dict(mean=m, variance=s2, gap=gap)


def _en_double(a):
    return torch.as_tensor(a, dtype=torch.float64)


def best_linear_critic(real, generated, c):
    ecart = _en_double(real).mean(0) - _en_double(generated).mean(0)
    norme = ecart.norm()
    if norme.item() == 0.0:
        return torch.zeros_like(ecart), torch.tensor(0.0, dtype=torch.float64)
    w = c / norme * ecart
    return w, torch.dot(w, ecart)


def fooling_sample():
    # deux points symétriques par rapport à la moyenne (2, 1)
    moyenne = torch.tensor([2.0, 1.0], dtype=torch.float64)
    d = torch.tensor([0.0, 8.0], dtype=torch.float64)
    return torch.stack([moyenne + d, moyenne - d])


def critic_loss_gradient(w, b, real, generated, u, lam):
    w = _en_double(w).requires_grad_(True)
    b = _en_double(b).requires_grad_(True)
    x, xt, t = _en_double(real), _en_double(generated), _en_double(u).unsqueeze(1)
    xhat = (t * x + (1 - t) * xt).requires_grad_(True)
    D = lambda v: v @ w + b
    g = torch.autograd.grad(D(xhat).sum(), xhat, create_graph=True)[0]
    L = D(xt).mean() - D(x).mean() + lam * ((g.norm(dim=1) - 1) ** 2).mean()
    dw, db = torch.autograd.grad(L, [w, b])
    return dw, db


def optimal_linear_critic(mean_real, mean_generated, lam):
    delta = _en_double(mean_real) - _en_double(mean_generated)
    n = torch.linalg.vector_norm(delta)
    return delta / n * (1 + n / (2 * lam)), -n - n**2 / (4 * lam)


def packed_total_variation(p_data, p_g, m):
    P = Q = torch.ones(1, dtype=torch.float64)
    for _ in range(m):
        P = torch.outer(P, _en_double(p_data)).reshape(-1)
        Q = torch.outer(Q, _en_double(p_g)).reshape(-1)
    return 1 - torch.minimum(P, Q).sum()


def packing_witness():
    tiers = 1 / 3
    return {
        "p_data": torch.full((4,), 0.25, dtype=torch.float64),
        "collapsed": torch.tensor([tiers, tiers, 0.0, tiers], dtype=torch.float64),
        "spread": torch.tensor([0.5, 0.25, 0.125, 0.125], dtype=torch.float64),
    }


def _tenseur(a):
    return torch.as_tensor(a, dtype=torch.float64)


def block_conditionals(W, x, y, z):
    W, x, y, z = map(_tenseur, (W, x, y, z))
    px = torch.sigmoid(-torch.einsum("ijk,bj,bk->bi", W, y, z))
    py = torch.sigmoid(-torch.einsum("ijk,bi,bk->bj", W, x, z))
    pz = torch.sigmoid(-torch.einsum("ijk,bi,bj->bk", W, x, y))
    return px, py, pz


def block_gibbs(W, y, z, u_x, u_y, u_z):
    W, y, z, u_x, u_y, u_z = map(_tenseur, (W, y, z, u_x, u_y, u_z))
    X, Y, Z = torch.zeros_like(u_x), torch.zeros_like(u_y), torch.zeros_like(u_z)
    for t in range(len(u_x)):
        # un bloc à la fois : la machine qui reste quand l'un des deux autres est fixé
        yz = torch.tensordot(y, W, dims=([1], [1]))
        x = (u_x[t] < torch.sigmoid(-torch.einsum("bik,bk->bi", yz, z))).double()
        xyz = torch.tensordot(x, W, dims=([1], [0]))
        y = (u_y[t] < torch.sigmoid(-torch.einsum("bjk,bk->bj", xyz, z))).double()
        z = (u_z[t] < torch.sigmoid(-torch.einsum("bjk,bj->bk", xyz, y))).double()
        X[t], Y[t], Z[t] = x, y, z
    return X, Y, Z


def log_unnormalised_marginal(W, x):
    W, x = _tenseur(W), _tenseur(x)
    if W.shape[2] < W.shape[1]:
        W = W.permute(0, 2, 1)
    A = torch.einsum("bi,ijk->bjk", x, W)
    M = A.shape[1]
    etats = torch.tensor([[(n >> j) & 1 for j in range(M)] for n in range(2**M)], dtype=torch.float64)
    champ = -torch.einsum("sj,bjk->bsk", etats, A)
    return torch.logsumexp(torch.nn.functional.softplus(champ).sum(-1), dim=1)


def count_terms(M, K):
    complet = 1
    for _ in range(M + K):
        complet *= 2
    return complet, 2 ** (M if M < K else K), M + K


def contrastive_divergence(W, x, z, u_y, u_z, v_x, v_y, v_z):
    W, x, z = map(_tenseur, (W, x, z))
    tirer = lambda bruit, a: (_tenseur(bruit) < torch.sigmoid(-a)).double()
    stat = lambda a, b, c: torch.einsum("bi,bj,bk->bijk", a, b, c).mean(0)
    y = tirer(u_y, torch.einsum("ijk,bi,bk->bj", W, x, z))
    z = tirer(u_z, torch.einsum("ijk,bi,bj->bk", W, x, y))
    pos = stat(x, y, z)
    x = tirer(v_x, torch.einsum("ijk,bj,bk->bi", W, y, z))
    y = tirer(v_y, torch.einsum("ijk,bi,bk->bj", W, x, z))
    z = tirer(v_z, torch.einsum("ijk,bi,bj->bk", W, x, y))
    neg = stat(x, y, z)
    return {"positive": pos, "negative": neg, "gradient": neg - pos}


def dependent_groups():
    W = torch.zeros((2, 2, 2), dtype=torch.float64)
    W[0, 0, 0] = -3.0
    return W, torch.tensor([1.0, 0.0], dtype=torch.float64)


written = {
    "3.1.4": r"""Les deux méthodes adaptent le pas de chaque paramètre : le gradient est divisé par la racine d'un accumulateur de
ses carrés. Adagrad additionne tout le passé, $v_t = v_{t-1} + g_t^2$ ; RMSprop fait une moyenne exponentielle,
$v_t = \rho v_{t-1} + (1-\rho) g_t^2$, donc avec une mémoire d'environ $1/(1-\rho)$ pas. Le taux effectif d'Adagrad
ne peut que décroître : 3.1.3 n'a pas de solution, et un long entraînement peut s'arrêter trop tôt. Celui de RMSprop
peut remonter. Je prendrais Adagrad pour un problème convexe à gradients creux, RMSprop pour un réseau profond.""",
    "3.2.4": r"""Adam reprend de RMSprop la division par la racine d'une moyenne exponentielle des gradients carrés. Il y ajoute une
moyenne des gradients eux-mêmes, $m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t$, c'est-à-dire un moment. Enfin il corrige
les deux moyennes, qui partent de zéro et sont donc biaisées vers zéro au début, par $1-\beta^t$. Ainsi le premier
pas d'Adam a la longueur lr, alors que celui de RMSprop est dix fois trop long pour $\rho = 0.99$ ; et des gradients
bruités se compensent dans $m_t$.""",
    "4.1.3": r"""Après $\tau$ pas, les poids restent dans une boule autour de l'initialisation, de rayon au plus
$lr \sum_t \|g_t\|$ ; cette boule, donc l'ensemble des fonctions accessibles, grandit avec le nombre d'itérations.
Or l'initialisation est faite de petits poids, pour lesquels un réseau à tanh est presque linéaire : les fonctions
compliquées, à grands poids, ne sont atteintes que tard. Pour un coût quadratique, arrêter après $\tau$ pas revient
à peu près à une décroissance des poids de force $1/(lr\,\tau)$, de plus en plus faible.""",
    "4.2.3": r"""Non. Le bruit du dropout ne peut que nuire au coût d'entraînement : l'espérance est affine en chaque $p_i$ et son
minimum est donc dans un coin du cube. Les unités utiles finissent avec $p_i = 0$, et il n'y a plus de
régularisation ; d'autres, avec $p_i = 1$, sont supprimées pour toujours, ce qui laisse un réseau déterministe plus
petit qui peut surapprendre. Il faudrait apprendre les $p_i$ sur des données de validation, ou ajouter une pénalité.""",
    "4.3.3": r"""Le masque est un tirage discret dont la loi dépend de $p_i$ : il est constant par morceaux en $p_i$, son gradient est
nul presque partout, et l'on ne peut pas rétropropager à travers le tirage. On peut employer la fonction score
(REINFORCE) avec une référence, ou une relaxation continue du masque.""",
    "5.2.4": r"""Pour une unité rectifiée, la dérivée vaut $1$ si l'unité est active et $0$ sinon. La pénalité contractive ne
compte donc, pour chaque entrée, que les lignes de $W$ des unités actives, alors que la pénalisation des poids
les compte toutes, quelles que soient les données. En moyenne, le coefficient d'une unité est $\lambda$ multiplié
par la fréquence de son activité. Les unités mortes gardent leurs poids sans rien payer, et le réseau peut aussi
réduire la pénalité en éteignant des unités, ce qui rend le code parcimonieux.""",
    "6.2.5": r"""Oui, il le pourrait. Le champ moyen, même optimisé pour chaque exemple, reste un produit de gaussiennes : il ne
peut représenter aucune dépendance entre les variables latentes, et il subsiste donc un écart dès que le
postérieur est corrélé. Le flot construit chaque $z_i$ à partir des bruits précédents ; sa jacobienne est
triangulaire, sa densité reste facile à calculer, et la famille est plus riche, donc la borne peut être plus
serrée. Mais ce n'est pas garanti : l'encodeur est partagé par tous les exemples et cause un écart
d'amortissement que le champ moyen n'a pas.""",
    "7.1.3": r"""Non, sauf pour un exemple jouet. Le critique linéaire ne voit que la différence des moyennes : deux lois de même
moyenne lui paraissent identiques, et un générateur réduit à un seul point placé à la moyenne le trompe
complètement. De plus, chaque échantillon engendré reçoit le même gradient $w$, où qu'il se trouve ; le générateur
apprend donc à se translater, rien de plus. Il y a pourtant un avantage : le problème du critique est convexe et se
résout à la main, il coûte peu, ne sature pas, et sa constante de Lipschitz vaut exactement $\|w\|$.""",
    "7.3.3": r"""PacGAN donne au discriminateur $m$ échantillons à la fois, tous réels ou tous engendrés, et lui demande un seul
verdict. Il compare donc les lois produits $P^m$ et $Q^m$ au lieu de $P$ et $Q$. Un mode manquant ne se voit pas
dans un échantillon isolé, mais dans un paquet le manque de diversité saute aux yeux : des répétitions, des modes
qui n'apparaissent jamais. À distance égale pour un échantillon, le générateur effondré est plus loin des données
que le générateur étalé dès que $m = 2$ ; il est donc davantage pénalisé.""",
    "8.3.3": r"""On a $\nabla_{W_{ijk}} \log P(x) = \mathbb{E}_{P}[x_i y_j z_k] - \mathbb{E}_{P(y, z \mid x)}[x_i y_j z_k]$. Pour une
machine restreinte, la seconde espérance est immédiate ; ici non, car $y$ et $z$ sont dépendants sachant $x$. Il faut
donc deux phases de tirages : l'une avec $x$ fixé aux données (balayages $y$, $z$, ou un champ moyen), l'autre libre
à partir de là. Chaque bloc se tire en parallèle, donc oui, c'est faisable ; mais ce n'est pas aussi efficace : la
phase positive est elle-même approchée, ce qui ajoute du biais, du bruit et du temps de calcul.""",
}
