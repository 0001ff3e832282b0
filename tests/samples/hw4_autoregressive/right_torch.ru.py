"""Another student: everything right, with torch, loops and own helpers; prose in Russian."""

from __future__ import annotations

import torch
import torch.nn.functional as F
import math


def made_masks(degrees, order):
    # нейрон степени d видит места до d включительно, питает места после d
    d, o = torch.as_tensor(degrees), torch.as_tensor(order)
    return torch.ge(d.unsqueeze(1), o).long(), torch.gt(o.unsqueeze(1), d).long()


def mask_product_triangle(degrees, m):
    M = torch.zeros(m, m, dtype=torch.float64)
    for d in degrees:
        # вклад нейрона: строки после d, столбцы до d, то есть всегда j < i
        M[int(d):, : int(d)] += 1
    return M


def made_forward(x, W, V, b, c, M_W, M_V):
    x, W, V, b, c, M_W, M_V = (torch.as_tensor(t, dtype=torch.float64) for t in (x, W, V, b, c, M_W, M_V))
    h = torch.tanh(torch.addmm(b, x, (W * M_W).T))
    return torch.addmm(c, h, (V * M_V).T)


def paths_through(M_V, M_W, i, j):
    both = torch.as_tensor(M_V[i]) * torch.as_tensor(M_W[:, j])
    return both.nonzero().squeeze(1)


def count_paths(masks):
    # считаем пути слоями: сколько путей приходит в каждый нейрон от каждого входа
    paths = torch.as_tensor(masks[0]).to(torch.float64)
    for mask in masks[1:]:
        paths = torch.matmul(torch.as_tensor(mask).to(torch.float64), paths)
    return paths


def output_shapes(width, height, channels, components):
    # на компоненту: вес, среднее и масштаб
    per_value = [256, components + components + components]
    return tuple([width, height, channels, n] for n in per_value)


def discretised_mixture_log_prob(x, logits, mu, log_s):
    v, logits, mu, log_s = (torch.as_tensor(t, dtype=torch.float64) for t in (x, logits, mu, log_s))
    log_pi = F.log_softmax(logits, dim=-1)
    answer, s = [], log_s.exp()
    for k in range(logits.shape[1]):  # по компонентам, их немного
        right = F.logsigmoid((v + 0.5 - mu[:, k]) / s[:, k])  # логарифм массы слева от правого края
        left = F.logsigmoid(-(v - 0.5 - mu[:, k]) / s[:, k])
        term = right + left + torch.log(-torch.expm1(-1 / s[:, k]))
        term = torch.where(v == 0, right, torch.where(v == 255, left, term))
        answer.append(log_pi[:, k] + term)
    return torch.logsumexp(torch.stack(answer), dim=0)


def smallest_mixture_size(levels, parameters):
    # наименьшее K, при котором parameters * K >= levels + 1
    return (levels + parameters) // parameters


def multivariate_gaussian_kl(mu1, Sigma1, mu2, Sigma2):
    # по парам, через разложение Холецкого
    out = {"trace": [], "mahalanobis": [], "logdet": [], "kl": []}
    for m1, S1, m2, S2 in zip(mu1, Sigma1, mu2, Sigma2):
        m1, S1, m2, S2 = (torch.tensor(x, dtype=torch.float64) for x in (m1, S1, m2, S2))
        L = torch.linalg.cholesky(S2)
        tr = torch.trace(torch.cholesky_solve(S1, L))
        d = (m2 - m1)[:, None]
        mah = (d.T @ torch.cholesky_solve(d, L))[0, 0]
        ld = torch.logdet(S2 * 1.0) if len(m1) < 20 else 2 * torch.log(torch.diagonal(L)).sum()
        ld = ld - 2 * torch.log(torch.diagonal(torch.linalg.cholesky(S1))).sum()
        for key, value in zip(out, (tr, mah, ld, (tr + mah + ld - len(m1)) / 2)):
            out[key].append(value)
    return {key: torch.stack(value) for key, value in out.items()}


def as_doubles(*arrays):
    return [torch.tensor(a, dtype=torch.float64) for a in arrays]


def gaussian_score(z, mu, log_sigma):
    z, mu, log_sigma = as_doubles(z, mu, log_sigma)
    out = torch.zeros(len(z), 2 * len(mu), dtype=torch.float64)
    for i in range(len(z)):
        m, s = mu.clone().requires_grad_(), log_sigma.clone().requires_grad_()
        logp = torch.distributions.Normal(m, s.exp()).log_prob(z[i]).sum()
        out[i] = torch.cat(torch.autograd.grad(logp, (m, s)))
    return out


def elbo_gradient_estimate(log_joint, log_q, score, baseline):
    lj, lq, s = as_doubles(log_joint, log_q, score)
    return torch.mean((lj - lq - baseline)[:, None] * s, dim=0)


def score_gradient_lines(logits, log_joint):
    phi, lj = as_doubles(logits, log_joint)
    phi.requires_grad_()
    lq = torch.log_softmax(phi, 0)
    q = lq.exp()
    elbo = (q * (lj - lq)).sum()
    first = torch.autograd.grad((q * (lj - lq).detach()).sum(), phi, retain_graph=True)[0]
    second = torch.autograd.grad((q.detach() * (lj - lq)).sum(), phi, retain_graph=True)[0]
    return {"elbo": elbo.detach(), "score_term": first, "inside_term": second, "total": first + second}


def estimator_variances(mu, sigma, c, D):
    # моменты eps: E e^2 = 1, E e^4 = 3, E e^6 = 15; произведение многочленов от e
    c = [float(x) for x in c]
    h = [c[0] + c[1] * mu + c[2] * mu**2, (c[1] + 2 * c[2] * mu) * sigma, c[2] * sigma**2]
    moment = [1.0, 0.0, 1.0, 0.0, 3.0, 0.0, 15.0]

    def expect(*polys):
        prod = [1.0]
        for poly in polys:
            new = [0.0] * (len(prod) + len(poly) - 1)
            for i, a in enumerate(prod):
                for j, b in enumerate(poly):
                    new[i + j] += a * b
            prod = new
        return sum(a * m for a, m in zip(prod, moment))

    e = [0.0, 1.0]
    m, v = expect(h), expect(h, h) - expect(h) ** 2
    rest, rest2 = (D - 1) * m, (D - 1) * v + ((D - 1) * m) ** 2
    second = rest2 + 2 * rest * expect(h, e, e) + expect(h, h, e, e)
    grad = expect(h, e) / sigma
    slope = [c[1] + 2 * c[2] * mu, 2 * c[2] * sigma]
    return {
        "gradient": torch.tensor(grad),
        "var_score": second / sigma**2 - grad**2,
        "var_reparam": expect(slope, slope) - expect(slope) ** 2,
    }


def optimal_baseline(values, score, weights):
    f, s, w = as_doubles(values, score, weights)
    b = (w * f * s * s).sum() / (w * s * s).sum()
    res = []
    for shift in (0.0, b):
        x = (f - shift) * s
        res.append((w * (x - (w * x).sum()) ** 2).sum())
    return {"baseline": b, "var_without": res[0], "var_with": res[1]}


def alpha_divergence(p, q, alpha):
    # построчно; при отрицательном alpha меняем местами p и q
    rows = []
    e = (1 - abs(alpha)) / 2
    for a, b in zip(*((p, q) if alpha >= 0 else (q, p))):
        total, infinite = 0.0, False
        for x, y in zip(a.tolist(), b.tolist()):
            if x == 0:
                continue
            if y == 0:
                infinite = infinite or e <= 0
                total += x
            elif e == 0:
                total += x * math.log(x / y)
            else:
                total -= x * math.expm1(e * math.log(y / x))
        if e != 0:
            total /= e * (1 - e)
        rows.append(math.inf if infinite else total)
    return torch.tensor(rows, dtype=torch.float64)


def alpha_expansion_lines(p, q, eps):
    p, q = torch.tensor(p), torch.tensor(q)
    l = torch.log(p / q)
    first, second = (p * l).sum(), (p * l * l).sum()
    integral = torch.exp(torch.log(p) - eps * l).sum()
    return {
        "prefactor": 4 / (1 - (1 - 2 * eps) ** 2),
        "integral": integral,
        "linearised": 1 - eps * first,
        "remainder": (integral - 1 + eps * first) / eps**2,
        "limit": first,
        "slope": first - second / 2,
    }


def gaussian_alpha_divergence(mu1, sigma1, mu2, sigma2, alpha):
    out = []
    for m, s, n, t in zip(mu1, sigma1, mu2, sigma2):
        # sigma^2 «смеси» в знаменателе после выделения полного квадрата
        a, b = (1 + alpha) / 2, (1 - alpha) / 2
        mix = a * t**2 + b * s**2
        if mix <= 0:
            out.append(math.inf)
            continue
        log_i = b * math.log(s) + a * math.log(t) - 0.5 * math.log(mix) - a * b * (m - n) ** 2 / (2 * mix)
        out.append(-math.expm1(log_i) / (a * b))
    return torch.tensor(out, dtype=torch.float64)


written = {
    "4.2.3": r"""(a) Логарифм совместной плотности — это сумма по всем пикселям изображения, поэтому скобка имеет порядок
сотен или тысяч, почти всегда отрицательна и мало меняется от одной точки выборки к другой.

(b) Производная логарифма плотности бывает и положительной, и отрицательной, её среднее равно нулю. Складываются огромные
слагаемые разных знаков, которые должны почти полностью сократиться, а при малом числе точек этого не происходит.

(c) Репараметризация использует производную функции по $z$, то есть знает направление роста, и не замечает постоянных.
Здесь же используются только значения; вычитание подходящей постоянной убирает большую часть дисперсии.""",
}
