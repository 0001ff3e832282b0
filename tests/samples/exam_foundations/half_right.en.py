"""A student who is half right; PLANTED says which known mistake each wrong function makes."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logsumexp
import itertools


def network_map_sides():
    return [256 + (2 * 2 - 5) * layer for layer in range(1, 7)]


def feature_map_sizes(height, width, layers):
    out = [[height, width]]
    for k, s, p, d in layers:
        h, w = out[-1]
        out.append([(h + p - d * (k - 1) - 1) // s + 1, (w + p - d * (k - 1) - 1) // s + 1])
    return np.array(out)


def receptive_field_size(layers):
    r, j, first = 1, 1, 0
    for k, s, p, d in layers:
        r = r + (k - 1) * j
        first = first - p * j
        j = j * s
    return r, j, first


def visible_pixels(layers, n, i):
    todo = [i]
    for k, s, p, d in layers[::-1]:
        todo = [o * s - p + t * d for o in todo for t in range(k)]
        todo = list(set(todo))
    mask = np.zeros(n, dtype=bool)
    for z in todo:
        if z >= 0 and z < n:
            mask[z] = True
    return mask


def my_conv(x, w, d, lo, hi):
    x = np.pad(x, ((lo, hi), (lo, hi)))
    k = w.shape[0]
    H, W = x.shape[0] - d * (k - 1), x.shape[1] - d * (k - 1)
    y = np.zeros((H, W))
    for r in range(H):
        for c in range(W):
            for a in range(k):
                for b in range(k):
                    y[r, c] += w[a, b] * x[r + a * d, c + b * d]
    return y


def full_convolution(x, w, dilation):
    p = dilation * (w.shape[0] - 1)
    return (2 * p, 2 * p), my_conv(x, w, dilation, p, p)


def valid_convolution(x, w, dilation):
    return (0, 0), my_conv(x, w, dilation, 0, 0)


def same_convolution(x, w, dilation):
    total = dilation * (w.shape[0] - 1)
    after = total // 2
    before = total - after
    return (before, after), my_conv(x, w, dilation, before, after)


def linear_rnn_states(W, U, b, h0, x):
    h = h0
    out = [h]
    for t in range(x.shape[1]):
        h = h @ W + x[:, t] @ U.T + b
        out.append(h)
    return np.array(out).transpose(1, 0, 2)


def closed_form_terms(W, U, b, h0, x):
    T = len(x)
    WT = np.linalg.matrix_power(W, T)
    rows = np.zeros((T, len(W)))
    for k in range(T):
        rows[k] = np.linalg.matrix_power(W, T - 1 - k) @ U @ x[k]
    bias = T * b
    return {"from_h0": WT @ h0, "from_inputs": rows, "from_bias": bias, "h": WT @ h0 + rows.sum(0) + bias}


def state_jacobian(W, t):
    lam, V = np.linalg.eig(W)
    D = np.array([np.diag(l) for l in lam**t])
    return (V @ D @ np.linalg.inv(V)).real


def time_varying_jacobian(W):
    J = np.eye(W.shape[1])
    for t in range(len(W)):
        J = J @ W[t]
    return J


def steady_state(W, U, b, x):
    return np.linalg.inv(np.eye(len(W)) - W) @ (U @ x[0] + b)


def power_regime(W):
    r = max(abs(np.linalg.eigvals(W)))
    if r < 0.98:
        return "vanishes"
    if r > 1.02:
        return "explodes"
    lam = np.linalg.eigvals(W)
    edge = [z for z in lam if abs(abs(z) - 1) < 0.01]
    if all(abs(z - 1) < 0.01 for z in edge):
        return "converges"
    return "oscillates"


def transient_growth_witness():
    raise NotImplementedError


def adagrad(theta0, grads, lr, eps):
    theta, out, v = theta0.copy(), [theta0.copy()], 0
    for g in grads:
        v = v + g * g
        theta = theta - lr * g / (np.sqrt(v) + eps)
        out.append(theta)
    return np.array(out)


def rmsprop(theta0, grads, lr, rho, eps):
    theta, out, v = theta0.copy(), [theta0.copy()], np.zeros(len(theta0))
    for g in grads:
        v += rho * (g**2 - v)  # rho is the weight of the new value
        theta = theta - lr * g / (v**0.5 + eps)
        out.append(theta)
    return np.array(out)


def rate_recovery_witness():
    return np.r_[1.0, np.full(70, 1e-4)]


def adam(theta0, grads, lr, beta1, beta2, eps):
    m = v = 0
    theta = theta0.copy()
    out = []
    for t, g in enumerate(grads):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta = theta - lr * m / (1 - beta1 ** int(t)) / (np.sqrt(v) + epsilon)
        out.append(theta)
    return np.array(out)


def adam_as_rmsprop_rates(lr, beta2, T):
    return np.array([lr for t in range(T)])


def alternating_gradient_change(lr, beta1, t):
    raise NotImplementedError


def gradient_descent_weights(H, w_star, w0, lr, tau):
    w = w0.copy()
    for _ in range(tau):
        w -= lr * H.dot(w - w_star)
    return w


def effective_degrees_of_freedom(eigenvalues, lr, taus):
    fractions = 1 - (1 - lr * eigenvalues[None, :]) ** taus[:, None]
    return fractions.sum(axis=1, keepdims=True)


def expected_dropout_loss(X, y, w, p, inverted):
    # use the mean of each mask
    scale = np.ones_like(p) if inverted else 1 - p
    prediction = (X * scale * w).sum(axis=1)
    return ((prediction - y) ** 2).mean()


def best_drop_probabilities(X, y, w):
    best, best_loss = None, np.inf
    for k in range(2 ** len(w)):
        p = np.array([float(b) for b in np.binary_repr(k, len(w))])
        loss = np.mean((y - X @ ((1 - p) * w)) ** 2)
        if loss < best_loss:
            best, best_loss = p, loss
    return best


def drop_probability_gradient(p, losses):
    # E = sum over masks, derivative: loss when kept minus loss when dropped
    out = []
    for i in range(len(p)):
        a = np.moveaxis(losses, i, 0)
        diff = a[1] - a[0]
        for q in np.delete(p, i):
            diff = q * diff[0] + (1 - q) * diff[1]
        out.append(diff)
    return np.array(out)


def score_function_estimates(p, masks, losses, baseline):
    score = masks / p - (1 - masks) / (1 - p)
    return score * (losses - baseline).reshape(-1, 1)


def linear_autoencoder_lines(x, W, lam):
    J = np.array([W] * len(x))
    pen = np.array([np.linalg.norm(j, "fro") for j in J])
    rec = np.array([np.sum((v - W.T @ W @ v) ** 2) for v in x])
    return {
        "jacobian": J,
        "penalty": pen,
        "weight_decay": (W**2).sum(),
        "reconstruction": rec,
        "loss": rec.mean() + lam * pen.mean(),
    }


def linear_autoencoder_gradients(x, W, lam):
    h = x @ W.T
    r = x - h @ W
    g = -2 * h.T @ r / x.shape[0]
    return {"penalty_gradient": 2 * lam * W, "loss_gradient": g + 2 * lam * W}


def contractive_penalty(x, W, c):
    slope = 1.0 * (x @ W.T + c > 0)
    return slope @ (W**2).sum(axis=1)


def effective_decay(x, W, c, lam):
    h = np.clip(x @ W.T + c, 0, None)
    return lam * h.mean(0)


def free_weights_witness():
    raise NotImplementedError


def log_marginal_lines(log_px, log_joint, log_posterior, log_q):
    q = np.exp(log_q)
    elbo = (q * (log_joint - log_q)).sum(1)
    # second expectation of the claim
    second = (q * (log_posterior - log_q)).sum(1)
    return {
        "bayes": log_joint - log_posterior,
        "expectation": (q * (log_joint - log_posterior)).sum(1),
        "constant": (q * log_px[:, None]).sum(1),
        "elbo": elbo,
        "kl": second,
        "log_px": elbo - second,
    }


def elbo_and_divergence(log_joint, log_q):
    log_px = logsumexp(log_joint, axis=1)
    post = log_joint - log_px[:, None]
    q = np.exp(log_q)
    return {
        "log_px": log_px,
        "log_posterior": post,
        "elbo": (q * (log_joint - log_q)).sum(1),
        "kl": (q * (log_q - post)).sum(1),
    }


def best_mean_field(mu, Sigma):
    # match the marginals
    v = np.diag(Sigma)
    P = np.linalg.inv(Sigma)
    gap = 0.5 * (np.trace(P @ np.diag(v)) - len(mu) + np.log(np.linalg.det(Sigma)) - np.log(v).sum())
    return {"mean": mu, "variance": v, "gap": gap}


def exact_autoregressive_step(eps, mu, Sigma):
    L = np.linalg.cholesky(Sigma)
    z = (L @ eps.T).T + mu
    log_q = -0.5 * (eps**2).sum(1) - 0.5 * len(mu) * np.log(2 * np.pi) - np.log(np.diag(L)).sum()
    return {"z": z, "log_q": log_q[:, None]}


def gated_autoregressive_step(eps, W_m, b_m, W_s, b_s):
    m = eps @ np.tril(W_m).T + b_m
    s = eps @ np.tril(W_s).T + b_s
    return {"z": expit(s) * eps + expit(-s) * m, "log_det": -np.logaddexp(0, -s).sum(1)}


def shared_posterior(mu, variances):
    return best_shared_gaussian(mu, variances)


def best_linear_critic(real, generated, c):
    # sign pattern of the difference of the means, each coordinate as large as possible
    d = real.mean(0) - generated.mean(0)
    w = np.where(d > 0, c, -c)
    w = np.where(d == 0, 0, w)
    return w, w @ d


def fooling_sample():
    return np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]])


def critic_loss_gradient(w, b, real, generated, u, lam):
    n = np.sqrt((w**2).sum())
    grad_penalty = 2 * lam * (n - 1) * w
    return generated.mean(0) - real.mean(0) + grad_penalty, 0.0


def optimal_linear_critic(mean_real, mean_generated, lam):
    d = mean_real - mean_generated
    n = np.linalg.norm(d)
    w = (1 + n / lam / 2) * d / n
    # the linear part at the optimum
    return w, -(w @ d)


def packed_total_variation(p_data, p_g, m):
    total = np.zeros(1)
    P, Q = np.ones(1), np.ones(1)
    for _ in range(m):
        P, Q = np.kron(P, p_data), np.kron(Q, p_g)
    return np.abs(P - Q).sum() / 2


def packing_witness():
    raise NotImplementedError


def logistic_unit(t):
    return 1 / (1 + np.exp(-t))


def block_conditionals(W, x, y, z):
    # P(unit on) from the total input of the unit
    on_x = logistic_unit(np.einsum("ijk,bj,bk->bi", W, y, z))
    on_y = logistic_unit(np.einsum("ijk,bi,bk->bj", W, x, z))
    on_z = logistic_unit(np.einsum("ijk,bi,bj->bk", W, x, y))
    return on_x, on_y, on_z


def block_gibbs(W, y, z, u_x, u_y, u_z):
    out_x, out_y, out_z = [], [], []
    for t in range(u_x.shape[0]):
        x = np.where(u_x[t] < logistic_unit(-np.einsum("ijk,bj,bk->bi", W, y, z)), 1.0, 0.0)
        # the hidden layer given x
        new_y = np.where(u_y[t] < logistic_unit(-np.einsum("ijk,bi,bk->bj", W, x, z)), 1.0, 0.0)
        new_z = np.where(u_z[t] < logistic_unit(-np.einsum("ijk,bi,bj->bk", W, x, y)), 1.0, 0.0)
        y, z = new_y, new_z
        out_x.append(x), out_y.append(y), out_z.append(z)
    return np.stack(out_x), np.stack(out_y), np.stack(out_z)


def log_unnormalised_marginal(W, x):
    A = np.einsum("bi,ijk->bjk", x, W)
    if A.shape[1] > A.shape[2]:
        A = A.transpose(0, 2, 1)
    out = []
    for a in A:
        s = 0.0
        for h in itertools.product((0, 1), repeat=len(a)):
            s = s + np.prod(1 + np.exp(-(np.array(h) @ a)))
        out.append(np.log(s))
    return np.array(out)


def count_terms(M, K):
    return 2 ** (M + K), 2 ** min(M, K), M + K


def contrastive_divergence(W, x, z, u_y, u_z, v_x, v_y, v_z):
    gate = lambda u, a: 1.0 * (u < logistic_unit(-a))
    y = gate(u_y, np.einsum("ijk,bi,bk->bj", W, x, z))
    z = gate(u_z, np.einsum("ijk,bi,bj->bk", W, x, y))
    pos = np.mean(x[:, :, None, None] * y[:, None, :, None] * z[:, None, None, :], axis=0)
    x = gate(v_x, np.einsum("ijk,bj,bk->bi", W, y, z))
    y = gate(v_y, np.einsum("ijk,bi,bk->bj", W, x, z))
    z = gate(v_z, np.einsum("ijk,bi,bj->bk", W, x, y))
    neg = np.mean(x[:, :, None, None] * y[:, None, :, None] * z[:, None, None, :], axis=0)
    # positive minus negative, as always in contrastive divergence
    return {"positive": pos, "negative": neg, "gradient": pos - neg}


def dependent_groups():
    W = np.full((1, 1, 1), 12.0)
    x = np.ones((1, 1))
    return W, x


PLANTED = {
    "network_map_sides": "one_position_lost",
    'feature_map_sizes': 'padding_on_one_border',
    'receptive_field_size': 'field_without_dilation',
    'visible_pixels': 'through_the_padding',
    'full_convolution': 'total_for_a_border',
    'same_convolution': 'extra_zero_before',
    'linear_rnn_states': 'rows_times_matrix',
    'closed_form_terms': 'bias_times_steps',
    'state_jacobian': 'power_in_a_basis_of_eigenvectors',
    'time_varying_jacobian': 'oldest_factor_leftmost',
    'steady_state': 'shape',
    'power_regime': 'eigenvectors_not_counted',
    'transient_growth_witness': 'stub',
    'rmsprop': 'weights_exchanged',
    'adam': 'raises',
    'adam_as_rmsprop_rates': 'constant_rate',
    'alternating_gradient_change': 'stub',
    'effective_degrees_of_freedom': 'shape',
    'expected_dropout_loss': 'loss_of_the_average',
    'drop_probability_gradient': 'kept_minus_dropped',
    'score_function_estimates': 'score_with_roles_exchanged',
    'linear_autoencoder_lines': 'norm_not_squared',
    'linear_autoencoder_gradients': 'decoder_only',
    'effective_decay': 'mean_activation',
    'free_weights_witness': 'stub',
    'log_marginal_lines': 'minus_sign_left_out',
    'elbo_and_divergence': 'zero_times_infinity',
    'best_mean_field': 'marginal_variances',
    'exact_autoregressive_step': 'shape',
    'gated_autoregressive_step': 'diagonal_kept',
    'shared_posterior': 'raises',
    'best_linear_critic': 'bounded_coordinates',
    'critic_loss_gradient': 'norm_differentiated_to_w',
    'optimal_linear_critic': 'loss_without_penalty',
    'packing_witness': 'stub',
    'block_conditionals': 'sign_lost',
    'block_gibbs': 'hidden_groups_together',
    'log_unnormalised_marginal': 'overflow',
    'contrastive_divergence': 'downhill',
    'dependent_groups': 'shape',
}

written = {
    "3.1.4": r"""Both adapt the learning rate of each parameter with squared gradients. Adagrad uses the sum of all of them, and
RMSprop a moving average. So Adagrad becomes slower and slower, which is bad for neural networks, and RMSprop
does not have this problem, since it forgets old gradients.""",
    "3.2.4": r"""Adam is RMSprop with momentum.""",
    "4.1.3": r"""With more iterations the weights can move further away from their initial values. So the network can represent more
complicated functions, and it overfits more. This is why early stopping is a regulariser, like weight decay.""",
    "4.3.3": r"""""",
    "5.2.4": r"""Only the active units are penalised, since the derivative of the others is zero, so it depends
on the input. Weight decay is the same for all inputs and does not look at the data at all.""",
    "6.2.5": r"""Yes, because the flow is more flexible: the latent variables may depend on each other, while mean
field has independent ones and therefore can never reach a correlated posterior exactly.""",
    "7.1.3": r"""It is a bad idea because a linear function is too simple for images. Since the two distributions are never linearly
separable, the critic can not learn anything useful, and training will not work in practice. One would rather use a
deep network. On the other hand it is cheap to compute and easy to implement.""",
    "7.3.3": r"""PacGAN shows several samples to the discriminator. This makes the training more stable since the batch is larger,
and with more samples the gradient has less variance. So the generator does not collapse any more.""",
    "8.3.3": r"""Yes. Contrastive divergence works for every Boltzmann machine: put the data into x, compute the hidden units in
closed form, then do one step of Gibbs sampling, and the gradient is the difference of the two statistics of
$x_i y_j z_k$. Since all the conditionals are sigmoids this costs the same as in a restricted Boltzmann machine,
so it is efficient, and there is nothing that is harder here.""",
}
