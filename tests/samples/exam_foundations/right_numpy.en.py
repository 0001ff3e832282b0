"""A tidy student: everything right, with numpy."""

from __future__ import annotations

import numpy as np
import itertools


def map_length(n, layer):
    k, s, p, d = layer
    span = d * (k - 1) + 1
    return (n + 2 * p - span) // s + 1


def network_map_sides():
    return 256 + np.arange(1, 7) * (2 * 2 - 5 + 1)


def feature_map_sizes(height, width, layers):
    sizes = np.empty((len(layers) + 1, 2), dtype=int)
    sizes[0] = height, width
    for l, layer in enumerate(layers):
        sizes[l + 1] = [map_length(int(n), layer) for n in sizes[l]]
    return sizes


def receptive_field_size(layers):
    strides = np.array([1] + [s for _, s, _, _ in layers])
    jumps = np.cumprod(strides)  # distance in the image of neighbours, before each layer
    size = 1 + sum(int(j) * d * (k - 1) for j, (k, _, _, d) in zip(jumps, layers))
    start = -sum(int(j) * p for j, (_, _, p, _) in zip(jumps, layers))
    return size, int(jumps[-1]), start


def visible_pixels(layers, n, i):
    lengths = [n]
    for layer in layers:
        lengths.append(map_length(lengths[-1], layer))
    seen = np.arange(lengths[-1]) == i
    for (k, s, p, d), length in zip(layers[::-1], lengths[-2::-1]):
        before = np.zeros(length + 2 * p, dtype=bool)
        for o in np.flatnonzero(seen):
            before[o * s : o * s + d * (k - 1) + 1 : d] = True
        seen = before[p : p + length]
    return seen


def slide(x, w, dilation, before, after):
    """Cross-correlation of the image with zeros around it."""
    padded = np.pad(x, (before, after))
    reach = dilation * (len(w) - 1)
    rows, columns = padded.shape[0] - reach, padded.shape[1] - reach
    out = np.zeros((rows, columns))
    for a in range(len(w)):
        for b in range(len(w)):
            out += w[a, b] * padded[a * dilation : a * dilation + rows, b * dilation : b * dilation + columns]
    return (before, after), out


def full_convolution(x, w, dilation):
    reach = dilation * (len(w) - 1)
    return slide(x, w, dilation, reach, reach)


def valid_convolution(x, w, dilation):
    return slide(x, w, dilation, 0, 0)


def same_convolution(x, w, dilation):
    reach = dilation * (len(w) - 1)
    return slide(x, w, dilation, reach // 2, (reach + 1) // 2)


def linear_rnn_states(W, U, b, h0, x):
    batch, T, _ = x.shape
    states = np.empty((batch, T + 1, len(b)))
    states[:, 0] = h0
    drive = x @ U.T + b
    for t in range(T):
        states[:, t + 1] = states[:, t] @ W.T + drive[:, t]
    return states


def closed_form_terms(W, U, b, h0, x):
    # h_T = W^T h_0 + sum_k W^(T-k) U x_k + sum_k W^(T-k) b
    T, N = len(x), len(b)
    powers = np.array([np.linalg.matrix_power(W, T - k) for k in range(T + 1)]).reshape(T + 1, N, N)
    from_h0 = powers[0] @ h0
    from_inputs = np.einsum("kij,kj->ki", powers[1:], x @ U.T)
    from_bias = powers[1:].sum(axis=0) @ b
    return {
        "from_h0": from_h0,
        "from_inputs": from_inputs,
        "from_bias": from_bias,
        "h": from_h0 + from_inputs.sum(axis=0) + from_bias,
    }


def state_jacobian(W, t):
    # each step contributes a factor W
    return np.linalg.matrix_power(W, t)


def time_varying_jacobian(W):
    J = np.eye(W.shape[-1])
    for step in W:
        J = step @ J
    return J


def steady_state(W, U, b, x):
    drive = x @ U.T + b
    return np.linalg.solve(np.eye(len(W)) - W, drive.T).T


def power_regime(W):
    lam = np.linalg.eigvals(W)
    rho = abs(lam).max()
    if rho < 0.97:
        return "vanishes"
    if rho > 1.03:
        return "explodes"
    on_circle = lam[abs(abs(lam) - 1) < 1e-3]
    for z in on_circle:
        algebraic = np.sum(abs(on_circle - z) < 1e-3)
        geometric = len(W) - np.linalg.matrix_rank(W - z * np.eye(len(W)), tol=1e-4)
        if geometric < algebraic:
            return "grows"
    return "converges" if np.allclose(on_circle, 1, atol=1e-3) else "oscillates"


def transient_growth_witness():
    W = np.diag([0.7, 0.6, 0.1])
    W[0, 1] = 500.0
    return W


def optimiser_path(theta0, updates):
    """Stack the parameters before and after each of the updates."""
    path = [np.asarray(theta0, dtype=float)]
    for update in updates:
        path.append(path[-1] - update)
    return np.stack(path)


def running_averages(values, decay):
    average = np.zeros(values.shape[1])
    out = []
    for value in values:
        average = decay * average + (1 - decay) * value
        out.append(average)
    return np.array(out).reshape(values.shape)


def adagrad(theta0, grads, lr, eps):
    v = np.cumsum(grads**2, axis=0)
    return optimiser_path(theta0, lr * grads / (np.sqrt(v) + eps))


def rmsprop(theta0, grads, lr, rho, eps):
    v = running_averages(grads**2, rho)
    return optimiser_path(theta0, lr * grads / (np.sqrt(v) + eps))


def rate_recovery_witness():
    # one large gradient, and then ninety tiny ones
    return np.array([10.0] + [0.001] * 90)


def adam(theta0, grads, lr, beta1, beta2, eps):
    t = np.arange(1, len(grads) + 1)[:, None]
    m_hat = running_averages(grads, beta1) / (1 - beta1**t)
    v_hat = running_averages(grads**2, beta2) / (1 - beta2**t)
    return optimiser_path(theta0, lr * m_hat / (np.sqrt(v_hat) + eps))


def adam_as_rmsprop_rates(lr, beta2, T):
    t = np.arange(1, T + 1)
    return lr * np.sqrt(1 - beta2**t)


def alternating_gradient_change(lr, beta1, t):
    t = np.asarray(t)
    m = (1 - beta1) * (1 - (-beta1) ** t) / (1 + beta1) * (-1.0) ** t
    return -lr * m / (1 - beta1**t)


def gradient_descent_weights(H, w_star, w0, lr, tau):
    step = np.eye(len(H)) - lr * H
    return w_star + np.linalg.matrix_power(step, tau) @ (w0 - w_star)


def effective_degrees_of_freedom(eigenvalues, lr, taus):
    # 1 - (1 - x)^tau without cancellation
    log_left = np.outer(taus, np.log1p(-lr * eigenvalues))
    return -np.expm1(log_left).sum(axis=1)


def expected_dropout_loss(X, y, w, p, inverted):
    if inverted:
        mean, variance = 1.0, p / (1 - p)
    else:
        mean, variance = 1 - p, p * (1 - p)
    bias = y - X @ (mean * w)
    return np.mean(bias**2) + np.mean((X**2) @ (variance * w**2))


def corners_of_cube(d):
    return [np.array([(k >> i) & 1 for i in range(d)], dtype=float) for k in range(2**d)]


def best_drop_probabilities(X, y, w):
    # the expected loss is affine in each p_i, so a corner is best
    return min(corners_of_cube(len(w)), key=lambda p: expected_dropout_loss(X, y, w, p, False))


def drop_probability_gradient(p, losses):
    d = len(p)
    gradient = np.zeros(d)
    for mask in np.ndindex(*losses.shape):
        m = np.array(mask)
        chance = np.where(m == 1, 1 - p, p)
        for i in range(d):
            others = np.prod(np.delete(chance, i))
            gradient[i] += (1 - 2 * m[i]) * others * losses[mask]
    return gradient


def score_function_estimates(p, masks, losses, baseline):
    score = np.where(masks == 1, -1 / (1 - p), 1 / p)
    return (losses - baseline)[:, None] * score


def linear_autoencoder_lines(x, W, lam):
    """The Jacobian of h(x) = W x is W, at every x."""
    batch = len(x)
    jacobian = np.stack([W for _ in range(batch)])
    penalty = (jacobian**2).sum(axis=(1, 2))
    reconstruction = ((x - x @ W.T @ W) ** 2).sum(axis=1)
    return {
        "jacobian": jacobian,
        "penalty": penalty,
        "weight_decay": np.sum(W**2),
        "reconstruction": reconstruction,
        "loss": np.mean(reconstruction + lam * penalty),
    }


def linear_autoencoder_gradients(x, W, lam):
    code = x @ W.T
    error = code @ W - x
    # W occurs in the decoder (first term) and in the encoder (second term)
    reconstruction = 2 * (code.T @ error + (error @ W.T).T @ x) / len(x)
    penalty = 2 * lam * W
    return {"penalty_gradient": penalty, "loss_gradient": reconstruction + penalty}


def autoencoder_mask(x, W, c):
    return x @ W.T + c > 0


def contractive_penalty(x, W, c):
    row_norms = (W * W).sum(axis=1)
    return autoencoder_mask(x, W, c) @ row_norms


def effective_decay(x, W, c, lam):
    return lam * autoencoder_mask(x, W, c).mean(axis=0)


def free_weights_witness():
    x = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0], [5.0, 0.0]])
    W = -3.0 * np.eye(2)
    c = np.array([-0.5, -0.5])
    return x, W, c


def log_marginal_lines(log_px, log_joint, log_posterior, log_q):
    q = np.exp(log_q)
    bayes = log_joint - log_posterior
    elbo = np.sum(q * (log_joint - log_q), axis=1)
    kl = np.sum(q * (log_q - log_posterior), axis=1)
    return {
        "bayes": bayes,
        "expectation": np.sum(q * bayes, axis=1),
        "constant": np.sum(q * log_px[:, None], axis=1),
        "elbo": elbo,
        "kl": kl,
        "log_px": elbo + kl,
    }


def variational_expectation(log_q, values):
    """Expectation under q; states with q = 0 count as zero."""
    q = np.exp(log_q)
    terms = np.zeros_like(q)
    drawn = q > 0
    terms[drawn] = q[drawn] * values[drawn]
    return terms.sum(axis=1)


def elbo_and_divergence(log_joint, log_q):
    top = log_joint.max(axis=1, keepdims=True)
    log_px = (top + np.log(np.exp(log_joint - top).sum(axis=1, keepdims=True)))[:, 0]
    log_posterior = log_joint - log_px[:, None]
    with np.errstate(invalid="ignore"):
        return {
            "log_px": log_px,
            "log_posterior": log_posterior,
            "elbo": variational_expectation(log_q, log_joint - log_q),
            "kl": variational_expectation(log_q, log_q - log_posterior),
        }


def best_mean_field(mu, Sigma):
    precision = np.linalg.inv(Sigma)
    variance = 1.0 / np.diag(precision)
    gap = 0.5 * (np.linalg.slogdet(Sigma)[1] - np.log(variance).sum())
    return {"mean": mu, "variance": variance, "gap": gap}


def exact_autoregressive_step(eps, mu, Sigma):
    L = np.linalg.cholesky(Sigma)
    log_noise = -0.5 * (eps**2 + np.log(2 * np.pi)).sum(axis=1)
    return {"z": mu + eps @ L.T, "log_q": log_noise - np.log(np.diag(L)).sum()}


def gated_autoregressive_step(eps, W_m, b_m, W_s, b_s):
    m = eps @ np.tril(W_m, -1).T + b_m
    s = eps @ np.tril(W_s, -1).T + b_s
    log_gate = -np.logaddexp(0, -s)
    gate = np.exp(log_gate)
    return {"z": gate * eps + (1 - gate) * m, "log_det": log_gate.sum(axis=1)}


def shared_posterior(mu, variances):
    weights = 1 / variances
    variance = 1 / weights.mean(axis=0)
    mean = variance * (weights * mu).mean(axis=0)
    kl = 0.5 * (variance / variances + (mean - mu) ** 2 / variances - 1 + np.log(variances / variance))
    return {"mean": mean, "variance": variance, "gap": kl.sum(axis=1).mean()}


def best_linear_critic(real, generated, c):
    """b cancels, so the gap is w . (difference of the means); Cauchy-Schwarz gives the maximum."""
    diff = np.mean(real, axis=0) - np.mean(generated, axis=0)
    size = np.sqrt(np.sum(diff**2))
    if size == 0:
        return np.zeros(len(diff)), 0.0
    return c * diff / size, c * size


def fooling_sample():
    """Complete mode collapse: all the mass at the mean of the data."""
    real = np.array([[0, 0], [4, 0], [2, 3]], dtype=float)
    return np.tile(real.mean(axis=0), (10, 1))


def critic_loss_gradient(w, b, real, generated, u, lam):
    """The gradient of D with respect to its input is w everywhere, whatever the interpolates are."""
    norm = np.linalg.norm(w)
    data_term = np.mean(generated, axis=0) - np.mean(real, axis=0)
    penalty_term = 2 * lam * (norm - 1) * (w / norm)
    return data_term + penalty_term, 0.0


def optimal_linear_critic(mean_real, mean_generated, lam):
    """Along the direction of the means, with t = |w|: minimise -t n + lam (t - 1)^2."""
    diff = mean_real - mean_generated
    n = np.linalg.norm(diff)
    t = 1 + n / (2 * lam)
    return t * diff / n, -t * n + lam * (t - 1) ** 2


def packed_total_variation(p_data, p_g, m):
    """Enumerate all ordered packs."""
    total = 0.0
    for pack in itertools.product(range(len(p_data)), repeat=m):
        pack = list(pack)
        total += abs(np.prod(p_data[pack]) - np.prod(p_g[pack]))
    return total / 2


def packing_witness():
    """Six equal modes: one generator loses two, the other draws one too often."""
    return {
        "p_data": np.full(6, 1 / 6),
        "collapsed": np.array([0, 0, 0.25, 0.25, 0.25, 0.25]),
        "spread": np.array([0.5, 1 / 6, 1 / 12, 1 / 12, 1 / 12, 1 / 12]),
    }


def stable_sigmoid(a):
    """1 / (1 + exp(-a)) without overflow."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def block_conditionals(W, x, y, z):
    """The energy is linear in each unit: P(unit = 1) = sigmoid(-its coefficient)."""
    px = stable_sigmoid(-np.einsum("ijk,bj,bk->bi", W, y, z))
    py = stable_sigmoid(-np.einsum("ijk,bi,bk->bj", W, x, z))
    pz = stable_sigmoid(-np.einsum("ijk,bi,bj->bk", W, x, y))
    return px, py, pz


def block_gibbs(W, y, z, u_x, u_y, u_z):
    xs, ys, zs = [], [], []
    for ux, uy, uz in zip(u_x, u_y, u_z):
        x = (ux < stable_sigmoid(-np.einsum("ijk,bj,bk->bi", W, y, z))).astype(float)
        y = (uy < stable_sigmoid(-np.einsum("ijk,bi,bk->bj", W, x, z))).astype(float)
        z = (uz < stable_sigmoid(-np.einsum("ijk,bi,bj->bk", W, x, y))).astype(float)
        xs.append(x)
        ys.append(y)
        zs.append(z)
    return np.array(xs), np.array(ys), np.array(zs)


def log_unnormalised_marginal(W, x):
    """Enumerate the smaller hidden group; the units of the other one are then independent."""
    A = np.tensordot(x, W, axes=1)
    if A.shape[1] > A.shape[2]:
        A = np.swapaxes(A, 1, 2)
    terms = []
    for state in itertools.product([0, 1], repeat=A.shape[1]):
        field = np.einsum("j,bjk->bk", np.array(state, dtype=float), A)
        terms.append(np.logaddexp(0, -field).sum(axis=1))
    terms = np.array(terms)
    top = terms.max(axis=0)
    return top + np.log(np.exp(terms - top).sum(axis=0))


def count_terms(M, K):
    return 2 ** (M + K), 2 ** min(M, K), M + K


def contrastive_divergence(W, x, z, u_y, u_z, v_x, v_y, v_z):
    batch = len(x)
    y = (u_y < block_conditionals(W, x, np.zeros(u_y.shape), z)[1]).astype(float)
    z = (u_z < block_conditionals(W, x, y, z)[2]).astype(float)
    positive = np.einsum("bi,bj,bk->ijk", x, y, z) / batch
    xn, yn, zn = block_gibbs(W, y, z, v_x[None], v_y[None], v_z[None])
    negative = np.einsum("bi,bj,bk->ijk", xn[0], yn[0], zn[0]) / batch
    return {"positive": positive, "negative": negative, "gradient": negative - positive}


def dependent_groups():
    """One strong repulsion: y and z are never on together."""
    return np.array([[[6.0]]]), np.array([1.0])


written = {
    "3.1.4": r"""Both methods give each parameter its own learning rate: the gradient is divided by the root of an accumulator
$v$ of its squared gradients. Adagrad sums all of them, $v_t = v_{t-1} + g_t^2$; RMSprop takes an exponential
moving average, $v_t = \rho v_{t-1} + (1-\rho) g_t^2$. Hence the effective rate of Adagrad can only fall (3.1.3
is impossible for it), and after a long training it may be too small to get anywhere, while RMSprop forgets
after about $1/(1-\rho)$ steps and can speed up again. I would take Adagrad for convex problems with sparse
features, where rare features keep a large rate, and RMSprop for deep networks, whose loss is not convex.""",
    "3.2.4": r"""Both divide each coordinate by the root of an exponential average of the squared gradients. Adam replaces the
gradient in the numerator by an exponential average of the gradients, $m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t$,
a momentum. Since both averages start at zero they are too small in the first steps, and Adam divides them by
$1-\beta_1^t$ and $1-\beta_2^t$. So the first step of Adam has the length lr, whereas RMSprop jumps by
$lr/\sqrt{1-\rho}$, and the momentum averages out gradients that oscillate or are noisy.""",
    "4.1.3": r"""After $\tau$ steps the weights are at most the sum of the step lengths away from their initial values, so the set of
functions that can be reached is a small ball at first and grows with every step. Training starts with small weights,
where a network with tanh or sigmoid units is nearly linear; complicated functions need large weights and so many
steps. For a quadratic loss, stopping after $\tau$ steps shrinks the weights along each eigenvector like weight decay
of about $1/(lr\,\tau)$: training longer means a weaker decay and a larger effective capacity.""",
    "4.2.3": r"""No. The expected training loss is affine in each $p_i$, so gradient descent drives every probability to 0 or 1. Noise
only hurts the fit to the training data, so the useful units get $p_i = 0$ and the network overfits as it would
without dropout; units with $p_i = 1$ are pruned and receive no gradient any more. One should choose the $p_i$ on
validation data instead, or add a prior or a penalty that rewards noise, as in variational dropout.""",
    "4.3.3": r"""The mask is a discrete random variable: $m_i = 1[u > p_i]$ is piecewise constant in $p_i$, so its derivative is zero
almost everywhere and backpropagation through the sample gives nothing; $p_i$ enters only through the distribution.
One can use the score function estimator (REINFORCE) or a Concrete relaxation.""",
    "5.2.4": r"""The Jacobian is $\mathrm{diag}(1[Wx + c > 0])\,W$, so at an input only the rows of the units that are active
there are penalised, whereas weight decay always penalises all of them. The penalty depends on the data and on
the biases through the pattern of activity. Averaged over the data, unit $i$ is decayed with $\lambda$ times the
fraction of inputs at which it is active: a unit that is always active feels exactly weight decay, a dead one
nothing. So the network can also lower the penalty by switching units off, which favours sparse codes.""",
    "6.2.5": r"""Yes, it could. Even when its parameters are optimised for each example, mean field is a product of Gaussians: it
cannot represent that latent variables depend on each other given $x$, so a divergence remains unless the
posterior factorises. In the flow each $z_i$ depends on the earlier noise variables, and the density stays cheap
because the Jacobian is triangular; the family is richer and the bound can be tighter. It is not guaranteed,
though: the flow's parameters come from a shared encoder, which adds an amortisation gap that mean field does not
have. If the posteriors are nearly factorised, mean field can win.""",
    "7.1.3": r"""In general no. The linear critic compares the two distributions through their means only: every generator whose
mean is right looks perfect to it, even one that puts all its mass on a single point at the mean. The gradient that
a generated sample receives is the constant vector $w$, the same for all samples wherever they lie, so that the
generator is only shifted as a whole. Mode collapse is therefore not punished. The benefits: it is cheap, the
problem for the critic is convex with a closed form, the gradient never saturates, and its Lipschitz constant is
exactly $\|w\|$. On good features it would amount to moment matching.""",
    "7.3.3": r"""The discriminator receives $m$ samples concatenated, all of them real or all of them generated, and gives one
verdict for the whole pack. It thus compares the product distributions $P^m$ and $Q^m$. A missing mode cannot be
seen in one sample, each of which may be perfectly realistic, but a pack shows the lack of diversity: samples repeat
themselves and certain modes never turn up. At the same distance for one sample, a collapsed generator is farther
from the data in packs than one that is spread out, so it loses more and is pushed towards diversity.""",
    "8.3.3": r"""The gradient is $\partial \log P(x) / \partial W_{ijk} = \mathbb{E}_P[x_i y_j z_k] - \mathbb{E}_{P(y, z \mid x)}[x_i
y_j z_k]$, where the signs come from $P \propto e^{-E}$. In a restricted Boltzmann machine the second expectation has
a closed form. Here $y$ and $z$ depend on each other given $x$, so it has to be estimated by its own Gibbs sampling
(or mean field) with $x$ clamped; a few unclamped sweeps from there give the other one. Yes, this is practical, since
every step is parallel over a block, but it costs more sweeps, and the estimate is noisier and more biased than for a
restricted machine.""",
}
