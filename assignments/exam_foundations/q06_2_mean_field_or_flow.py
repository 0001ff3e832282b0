"""Question 6.2: mean field for each example against an inverse autoregressive flow.

Source: sheet 002, question 6 (15 points).
Papers: Kingma et al., "Improved Variational Inference with Inverse Autoregressive Flow", NeurIPS 2016,
algorithm 1; Cremer, Li and Duvenaud, "Inference Suboptimality in Variational Autoencoders", ICML 2018.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, picture, speed, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="6.2",
    title=Text(en="Mean field or a flow?", fr="Champ moyen ou flot ?"),
    text=Text(
        en=r"""
        Mean field takes $q(z \mid x_i) = \prod_j \mathcal{N}(z_j \mid m_{ij}, s_{ij}^2)$ and optimises
        $m_{ij}$ and $s_{ij}^2$ for each example separately, without an encoder. An inverse autoregressive
        flow (IAF) sends noise $\epsilon \sim \mathcal{N}(0, I)$ to $z$, and $z_i$ may depend on
        $\epsilon_1, \dots, \epsilon_i$; an encoder provides its parameters. Could the flow be better? By 6.1,
        the better $q$ is the one whose divergence from the posterior is smaller.
        """,
        fr=r"""
        Le champ moyen prend $q(z \mid x_i) = \prod_j \mathcal{N}(z_j \mid m_{ij}, s_{ij}^2)$ et optimise
        $m_{ij}$ et $s_{ij}^2$ pour chaque exemple séparément, sans encodeur. Un flot autorégressif inverse
        (IAF) envoie un bruit $\epsilon \sim \mathcal{N}(0, I)$ vers $z$, et $z_i$ peut dépendre de
        $\epsilon_1, \dots, \epsilon_i$ ; un encodeur fournit ses paramètres. Le flot pourrait-il être
        meilleur ? D'après 6.1, le meilleur $q$ est celui qui diverge le moins du postérieur.
        """,
    ),
)


def _grid_of_densities(mu: Array, Sigma: Array, side: Array) -> Any:
    points = np.stack(np.meshgrid(side, side), axis=-1) - mu
    return np.exp(-0.5 * np.einsum("abi,ij,abj->ab", points, np.linalg.inv(Sigma), points))


@derivation(
    "6.2.1",
    points=1.5,
    lines={"mean": 0.2, "variance": 0.5, "gap": 0.3},
    key="variance",
    en=r"""
    The posterior of one example is $p(z \mid x) = \mathcal{N}(\mu, \Sigma)$, with `mu` of shape `(D,)` and a
    positive definite `Sigma` of shape `(D, D)`. Find the best mean field
    $q = \prod_j \mathcal{N}(m_j, s_j^2)$, the one that minimises the divergence in the gap of the ELBO.
    Return

    - `mean`, shape `(D,)`: $m$
    - `variance`, shape `(D,)`: the variances $s_j^2$
    - `gap`, a number: the gap that the best mean field leaves

    Example: `mu = [0, 0]`, `Sigma = [[1, 0.8], [0.8, 1]]` leave `gap = 0.510826`.
    """,
    fr=r"""
    Le postérieur d'un exemple est $p(z \mid x) = \mathcal{N}(\mu, \Sigma)$, avec `mu` de forme `(D,)` et
    `Sigma` définie positive, de forme `(D, D)`. Trouvez le meilleur champ moyen
    $q = \prod_j \mathcal{N}(m_j, s_j^2)$, celui qui minimise la divergence dans l'écart de l'ELBO. Renvoyez

    - `mean`, forme `(D,)` : $m$
    - `variance`, forme `(D,)` : les variances $s_j^2$
    - `gap`, un nombre : l'écart que laisse le meilleur champ moyen

    Exemple : `mu = [0, 0]`, `Sigma = [[1, 0.8], [0.8, 1]]` laissent `gap = 0.510826`.
    """,
)
def best_mean_field(mu: Float[Array, " D"], Sigma: Float[Array, "D D"]) -> dict[str, float | Array]:
    """Mean and variances of the best factorised Gaussian, and the gap that it leaves, in nats."""
    raise NotImplementedError


@law(
    best_mean_field,
    en=r"Measuring $z_j$ in another unit changes $m_j$ and $s_j^2$ accordingly, and not the gap.",
    fr=r"Mesurer $z_j$ dans une autre unité change $m_j$ et $s_j^2$ en conséquence, et non l'écart.",
)
def other_units(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, factor, units = rng.normal(size=3), rng.normal(size=(3, 3)), np.array([0.5, 2.0, 3.0])
    Sigma = factor @ factor.T + 0.2 * np.eye(3)
    before, after = f(mu, Sigma), f(mu * units, Sigma * np.outer(units, units))
    mean, variance = (np.reshape(before[name], 3) for name in ("mean", "variance"))
    expected = [mean * units, variance * units**2, before["gap"]]
    return [after["mean"], after["variance"], after["gap"]], expected


@law(
    best_mean_field,
    en="Two independent groups of latent variables: their gaps add up.",
    fr="Deux groupes indépendants de variables latentes : leurs écarts s'ajoutent.",
)
def independent_groups(f: Function, rng: Rng) -> tuple[Any, Any]:
    first, second = np.array([[1.0, 0.6], [0.6, 2.0]]), np.array([[3.0, -1.0], [-1.0, 0.5]])
    Sigma = np.zeros((4, 4))
    Sigma[:2, :2], Sigma[2:, 2:] = first, second
    both = f(np.zeros(4), Sigma)["gap"]
    return both, f(np.zeros(2), first)["gap"] + f(np.zeros(2), second)["gap"]


@picture(
    best_mean_field,
    en=r"""
    Left: levels of a correlated posterior (grey) and the ellipse of one standard deviation of your mean
    field. Right: your gap for two variables of correlation $\rho$.
    """,
    fr=r"""
    À gauche : niveaux d'un postérieur corrélé (gris) et l'ellipse d'un écart-type de votre champ moyen. À
    droite : votre écart pour deux variables de corrélation $\rho$.
    """,
)
def ellipse_and_gap(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    mu, Sigma, side = np.array([0.2, 0.0]), np.array([[1.0, 0.8], [0.8, 1.0]]), np.linspace(-2.8, 2.8, 81)
    left.contour(side, side, _grid_of_densities(mu, Sigma, side), levels=np.exp([-2.0, -0.5]), colors="0.6")
    left.set(xlabel="$z_1$", ylabel="$z_2$", aspect="equal")
    right.set(xlabel=r"$\rho$", ylabel=r"$\mathrm{KL}$", xlim=(-1, 1), ylim=(-0.5, 2.2))
    right.axhline(0.0, color="0.6", linewidth=0.8)
    if f is None:
        return
    fitted, turn = f(mu, Sigma), np.linspace(0, 2 * np.pi, 100)
    (first, second), (m1, m2) = np.sqrt(np.ravel(fitted["variance"])), np.ravel(fitted["mean"])
    left.plot(m1 + first * np.cos(turn), m2 + second * np.sin(turn), color="black")
    correlations = np.linspace(-0.98, 0.98, 29)
    gaps = [float(f(np.zeros(2), np.array([[1.0, rho], [rho, 1.0]]))["gap"]) for rho in correlations]
    right.plot(correlations, gaps, "k.-")


@derivation(
    "6.2.2",
    points=1.25,
    lines=["z", "log_q"],
    en=r"""
    For the same posterior $\mathcal{N}(\mu, \Sigma)$ one affine step $z = \mu + A \epsilon$ of a flow is
    enough: $z_i$ depends on $\epsilon_1, \dots, \epsilon_i$ only, and grows with $\epsilon_i$. For noise
    `eps` of shape `(n, D)` return

    - `z`, shape `(n, D)`: the image of each row
    - `log_q`, shape `(n,)`: the log-density of each `z` under the flow, by the change of variables

    There is only one such step. Example: `eps = [[1, 0], [0, 1]]`, `mu = [0, 0]` and
    `Sigma = [[1, 0.8], [0.8, 1]]` give `log_q = [-1.827051, -1.827051]`, and the first `z` is `[1, 0.8]`.
    """,
    fr=r"""
    Pour le même postérieur $\mathcal{N}(\mu, \Sigma)$, un seul pas affine $z = \mu + A \epsilon$ d'un flot
    suffit : $z_i$ ne dépend que de $\epsilon_1, \dots, \epsilon_i$, et croît avec $\epsilon_i$. Pour un bruit
    `eps` de forme `(n, D)`, renvoyez

    - `z`, forme `(n, D)` : l'image de chaque ligne
    - `log_q`, forme `(n,)` : la log-densité de chaque `z` sous le flot, par le changement de variables

    Il n'y a qu'un seul pas de ce genre. Exemple : `eps = [[1, 0], [0, 1]]`, `mu = [0, 0]` et
    `Sigma = [[1, 0.8], [0.8, 1]]` donnent `log_q = [-1.827051, -1.827051]`, et le premier `z` est `[1, 0.8]`.
    """,
)
def exact_autoregressive_step(
    eps: Float[Array, "n D"], mu: Float[Array, " D"], Sigma: Float[Array, "D D"]
) -> dict[str, Array]:
    """The images of the noise under the step that gives N(mu, Sigma), and their log-densities in nats."""
    raise NotImplementedError


@law(
    exact_autoregressive_step,
    en="Changing the last noise variable moves the last latent variable only.",
    fr="Changer la dernière variable de bruit ne déplace que la dernière variable latente.",
)
def last_noise(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, factor = rng.normal(size=(5, 3)), rng.normal(size=(3, 3))
    mu, Sigma = rng.normal(size=3), factor @ factor.T + 0.2 * np.eye(3)
    before, after = (np.reshape(f(noise, mu, Sigma)["z"], (5, 3)) for noise in (eps, eps + [0.0, 0.0, 1.0]))
    return after[:, :2], before[:, :2]


@law(
    exact_autoregressive_step,
    en=r"At your `z` the log-density of $\mathcal{N}(\mu, \Sigma)$ is your `log_q`: no gap is left.",
    fr=r"En votre `z`, la log-densité de $\mathcal{N}(\mu, \Sigma)$ est votre `log_q`, sans écart.",
)
def no_gap_left(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, factor, mu = rng.normal(size=(5, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    Sigma = factor @ factor.T + 0.2 * np.eye(3)
    lines = f(eps, mu, Sigma)
    centred = np.reshape(lines["z"], (5, 3)) - mu
    distance = np.einsum("ni,ij,nj->n", centred, np.linalg.inv(Sigma), centred)
    return lines["log_q"], -0.5 * (distance + np.linalg.slogdet(2 * np.pi * Sigma)[1])


@picture(
    exact_autoregressive_step,
    en=r"""
    Two circles of noise (left) and their images under your step, over levels of the posterior (grey, right).
    The square is $\epsilon = (1, 0)$, the triangle $\epsilon = (0, 1)$.
    """,
    fr=r"""
    Deux cercles de bruit (à gauche) et leurs images par votre pas, sur des niveaux du postérieur (gris, à
    droite). Le carré est $\epsilon = (1, 0)$, le triangle $\epsilon = (0, 1)$.
    """,
)
def circles_and_images(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    mu, Sigma, side = np.zeros(2), np.array([[1.0, 0.8], [0.8, 1.0]]), np.linspace(-2.8, 2.8, 81)
    right.contour(side, side, _grid_of_densities(mu, Sigma, side), levels=np.exp([-2.0, -0.5]), colors="0.6")
    turn = np.linspace(0, 2 * np.pi, 41)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    left.set(xlabel=r"$\epsilon_1$", ylabel=r"$\epsilon_2$")
    right.set(xlabel="$z_1$", ylabel="$z_2$")
    for axes in (left, right):
        axes.set(xlim=(-2.8, 2.8), ylim=(-2.8, 2.8), aspect="equal")
    for axes in (left, right) if f is not None else (left,):
        for radius in (1.0, 2.0):
            points = radius * circle
            if axes is right and f is not None:
                points = np.reshape(f(points, mu, Sigma)["z"], (41, 2))
            axes.plot(points[:, 0], points[:, 1], "k.", markersize=4)
            if radius == 1.0:
                axes.plot(*points[0], "s", color="black")
                axes.plot(*points[10], "^", color="black")


@derivation(
    "6.2.3",
    points=1.25,
    lines=["z", "log_det"],
    en=r"""
    Other posteriors need steps that are not affine. The gated step of the flow is
    $z_i = \sigma(s_i)\, \epsilon_i + (1 - \sigma(s_i))\, m_i$ with the logistic function $\sigma$ and

    $$m_i = b^m_i + \sum_{j < i} W^m_{ij} \epsilon_j, \qquad s_i = b^s_i + \sum_{j < i} W^s_{ij} \epsilon_j.$$

    The matrices `W_m` and `W_s` are passed in full, with entries that these sums do not use. Return `z`, of
    shape `(n, D)`, and `log_det`, of shape `(n,)`: the log of the absolute determinant of
    $\partial z / \partial \epsilon$. The gate $s_i$ may be as large as $\pm 800$.

    Example: `eps = [[1, 2]]`, `W_m = [[9, 9], [0.5, 9]]`, `b_m = [0, 1]`, `W_s = [[9, 9], [-1, 9]]` and
    `b_s = [0, 0.5]` give `z = [[0.5, 1.688770]]` and `log_det = [-1.667224]`.
    """,
    fr=r"""
    D'autres postérieurs demandent des pas qui ne sont pas affines. Le pas à portes du flot est
    $z_i = \sigma(s_i)\, \epsilon_i + (1 - \sigma(s_i))\, m_i$, avec la fonction logistique $\sigma$ et

    $$m_i = b^m_i + \sum_{j < i} W^m_{ij} \epsilon_j, \qquad s_i = b^s_i + \sum_{j < i} W^s_{ij} \epsilon_j.$$

    Les matrices `W_m` et `W_s` sont passées en entier, avec des éléments dont ces sommes ne se servent pas.
    Renvoyez `z`, de forme `(n, D)`, et `log_det`, de forme `(n,)` : le log de la valeur absolue du
    déterminant de $\partial z / \partial \epsilon$. La porte $s_i$ peut aller jusqu'à $\pm 800$.

    Exemple : `eps = [[1, 2]]`, `W_m = [[9, 9], [0.5, 9]]`, `b_m = [0, 1]`, `W_s = [[9, 9], [-1, 9]]` et
    `b_s = [0, 0.5]` donnent `z = [[0.5, 1.688770]]` et `log_det = [-1.667224]`.
    """,
)
def gated_autoregressive_step(
    eps: Float[Array, "n D"],
    W_m: Float[Array, "D D"],
    b_m: Float[Array, " D"],
    W_s: Float[Array, "D D"],
    b_s: Float[Array, " D"],
) -> dict[str, Array]:
    """The images of the noise under one gated step, and its log absolute Jacobian determinant there."""
    raise NotImplementedError


@law(
    gated_autoregressive_step,
    en="`log_det` is the logarithm of the volume that the differences of your `z` span.",
    fr="`log_det` est le logarithme du volume qu'engendrent les différences de votre `z`.",
)
def volume_of_differences(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, steps = rng.normal(size=3), 1e-3 * np.eye(3)
    weights = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=(3, 3)), rng.normal(size=3)
    images = np.reshape(f(np.concatenate([eps + steps, eps - steps]), *weights)["z"], (2, 3, 3))
    jacobian = ((images[0] - images[1]) / 2e-3).T
    return f(eps[None], *weights)["log_det"], np.log(np.abs(np.linalg.det(jacobian)))[None]


@law(
    gated_autoregressive_step,
    en="Where both networks give zero, half of the noise is left.",
    fr="Là où les deux réseaux donnent zéro, il reste la moitié du bruit.",
)
def networks_at_rest(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, nothing = rng.normal(size=(4, 3)), np.zeros((3, 3))
    return f(eps, nothing, np.zeros(3), nothing, np.zeros(3))["z"], eps / 2


@speed(
    gated_autoregressive_step,
    sizes=(250, 500, 1000),
    unit=Text(en="the number of rows of noise", fr="le nombre de lignes de bruit"),
    growth=1,
    within=5,
    gpu=100000,
    en="A Python loop over rows of noise, or over pairs of variables, is what usually costs more.",
    fr="Une boucle Python sur les lignes de bruit, ou sur les paires de variables, est ce qui coûte "
    "d'ordinaire davantage.",
)
def sixteen_variables(rng: Rng, n: int) -> dict[str, Any]:
    matrices, biases = rng.normal(0.0, 0.3, size=(2, 16, 16)), rng.normal(size=(2, 16))
    weights = {"W_m": matrices[0], "b_m": biases[0], "W_s": matrices[1], "b_s": biases[1]}
    return {"eps": rng.normal(size=(n, 16)), **weights}


@derivation(
    "6.2.4",
    points=1,
    lines={"mean": 0.4, "variance": 0.4, "gap": 0.2},
    key="variance",
    # A numerical minimum is accepted; its argument is known to the root of the precision of the value.
    atol=1e-7,
    en=r"""
    The other side: mean field optimises each example, whereas a flow gets its parameters from an encoder.
    Suppose that the posteriors of $n$ examples are $\mathcal{N}(\mu_i, \mathrm{diag}(v_i))$, with $\mu_i$ in
    row `i` of `mu` and the variances $v_i$ in row `i` of `variances`, both of shape `(n, D)`. Mean field then
    has no gap. An encoder that cannot tell the examples apart has to return the same
    $q = \prod_j \mathcal{N}(m_j, s_j^2)$ for all. Return `mean`, of shape `(D,)`, and `variance` $s^2$, of
    shape `(D,)`, of the $q$ for which the mean gap over the examples is smallest, and this mean as `gap`, a
    number.

    Example: `mu = [[-1], [1]]`, `variances = [[1], [1]]` give `gap = 0.5`.
    """,
    fr=r"""
    L'envers de la médaille : le champ moyen optimise chaque exemple, alors qu'un flot tient ses paramètres
    d'un encodeur. Supposons que les postérieurs de $n$ exemples soient
    $\mathcal{N}(\mu_i, \mathrm{diag}(v_i))$, avec $\mu_i$ à la ligne `i` de `mu` et les variances $v_i$ à la
    ligne `i` de `variances`, tous deux de forme `(n, D)`. Le champ moyen n'a alors aucun écart. Un encodeur
    incapable de distinguer les exemples doit renvoyer le même $q = \prod_j \mathcal{N}(m_j, s_j^2)$ pour
    tous. Renvoyez `mean`, de forme `(D,)`, et `variance` $s^2$, de forme `(D,)`, du $q$ pour lequel l'écart
    moyen sur les exemples est le plus petit, et cette moyenne dans `gap`, un nombre.

    Exemple : `mu = [[-1], [1]]`, `variances = [[1], [1]]` donnent `gap = 0.5`.
    """,
)
def shared_posterior(mu: Float[Array, "n D"], variances: Float[Array, "n D"]) -> dict[str, float | Array]:
    """Mean and variances of the best q that is common to all examples, and its mean gap in nats."""
    raise NotImplementedError


@law(
    shared_posterior,
    en="When all posteriors are the same, an encoder loses nothing by sharing.",
    fr="Quand tous les postérieurs sont les mêmes, un encodeur ne perd rien à partager.",
)
def equal_posteriors(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, variances = rng.normal(size=3), rng.uniform(0.3, 3.0, size=3)
    lines = f(np.tile(mu, (4, 1)), np.tile(variances, (4, 1)))
    return [lines[name] for name in ("mean", "variance", "gap")], [mu, variances, 0.0]


@law(
    shared_posterior,
    en="Giving every example twice changes nothing.",
    fr="Donner chaque exemple deux fois ne change rien.",
)
def examples_twice(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, variances = rng.normal(size=(3, 2)), rng.uniform(0.3, 3.0, size=(3, 2))
    once, twice = f(mu, variances), f(np.tile(mu, (2, 1)), np.tile(variances, (2, 1)))
    expected = [np.reshape(once[name], 2) for name in ("mean", "variance")]
    return [twice[name] for name in ("mean", "variance", "gap")], [*expected, once["gap"]]


could_a_flow_be_better = written(
    "6.2.5",
    points=2,
    words=(40, 120),
    en=r"""
    Could inference by an inverse autoregressive flow beat a mean field that is optimised for each example?
    Explain what limits mean field even at its optimum and what the flow adds, and say whether it is sure to
    be better.
    """,
    fr=r"""
    L'inférence par un flot autorégressif inverse pourrait-elle l'emporter sur un champ moyen optimisé pour
    chaque exemple ? Expliquez ce qui limite le champ moyen même à son optimum et ce que le flot apporte, et
    dites s'il est sûr d'être meilleur.
    """,
)
