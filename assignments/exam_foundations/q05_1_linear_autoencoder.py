"""Question 5.1: in a linear autoencoder the contractive penalty is weight decay.

Source: sheet 002, question 5 (10 points).
Paper: Rifai et al., "Contractive Auto-Encoders: Explicit Invariance During Feature Extraction", ICML 2011.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="5.1",
    title=Text(en="A linear autoencoder", fr="Un autoencodeur linéaire"),
    text=Text(
        en=r"""
        The code is $h(x) = W x$ and the reconstruction is $\tilde{x} = W^\top h(x)$, with the same $W$. Show
        that for the loss $\|x - \tilde{x}\|^2 + \lambda \|J(x)\|_F^2$ the contractive penalty is weight
        decay.
        """,
        fr=r"""
        Le code est $h(x) = W x$ et la reconstruction est $\tilde{x} = W^\top h(x)$, avec le même $W$. Montrez
        que, pour la perte $\|x - \tilde{x}\|^2 + \lambda \|J(x)\|_F^2$, la pénalité contractive est une
        pénalisation des poids.
        """,
    ),
)


@derivation(
    "5.1.1",
    points=3,
    lines={"jacobian": 1.0, "penalty": 1.0, "weight_decay": 0.5, "reconstruction": 0.5, "loss": 0.5},
    key="penalty",
    en=r"""
    Return the steps of the proof as numbers:

    - `jacobian`, shape `(batch, H, D)`: $J(x)$ at each input
    - `penalty`, shape `(batch,)`: $\|J(x)\|_F^2$ at each input, without $\lambda$
    - `weight_decay`, a number: the sum of the squares of the weights, without $\lambda$
    - `reconstruction`, shape `(batch,)`: the squared error $\|x - \tilde{x}\|^2$ of each input
    - `loss`, a number: the mean over the batch of the loss with the contractive penalty

    Example: `x = [[1, 0], [0, 2]]`, `W = [[1, 0.5]]`, `lam = 0.1` have `penalty = [1.25, 1.25]`,
    `reconstruction = [0.25, 3.25]` and `loss = 1.875`.
    """,
    fr=r"""
    Renvoyez les étapes de la démonstration sous forme de nombres :

    - `jacobian`, forme `(batch, H, D)` : $J(x)$ en chaque entrée
    - `penalty`, forme `(batch,)` : $\|J(x)\|_F^2$ en chaque entrée, sans $\lambda$
    - `weight_decay`, un nombre : la somme des carrés des poids, sans $\lambda$
    - `reconstruction`, forme `(batch,)` : l'erreur quadratique $\|x - \tilde{x}\|^2$ de chaque entrée
    - `loss`, un nombre : la moyenne sur le lot de la perte avec la pénalité contractive

    Exemple : `x = [[1, 0], [0, 2]]`, `W = [[1, 0.5]]`, `lam = 0.1` ont `penalty = [1.25, 1.25]`,
    `reconstruction = [0.25, 3.25]` et `loss = 1.875`.
    """,
)
def linear_autoencoder_lines(
    x: Float[Array, "batch D"], W: Float[Array, "H D"], lam: float
) -> dict[str, float | Array]:
    """The Jacobian of the code, both penalties, the reconstruction error and the loss."""
    raise NotImplementedError


@example(linear_autoencoder_lines)
def lines_of_two_inputs() -> tuple[dict[str, Any], Any]:
    penalty, reconstruction = np.array([1.25, 1.25]), np.array([0.25, 3.25])
    return _two_inputs(), {"penalty": penalty, "reconstruction": reconstruction, "loss": 1.875}


def _two_inputs() -> dict[str, Any]:
    return {"x": np.array([[1.0, 0.0], [0.0, 2.0]]), "W": np.array([[1.0, 0.5]]), "lam": 0.1}


@law(
    linear_autoencoder_lines,
    en=r"The Jacobian predicts how the code moves when the input moves by $\delta$.",
    fr=r"La jacobienne prédit comment le code bouge quand l'entrée bouge de $\delta$.",
)
def code_moves(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, step, W = rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=(2, 3))
    jacobian = np.reshape(f(x, W, 0.3)["jacobian"], (4, 2, 3))
    return np.einsum("bij,bj->bi", jacobian, step), (x + step) @ W.T - x @ W.T


@law(
    linear_autoencoder_lines,
    en="When the rows of a square $W$ are orthonormal, nothing is lost in the reconstruction.",
    fr="Quand les lignes d'une matrice carrée $W$ sont orthonormées, la reconstruction ne perd rien.",
)
def orthonormal_rows(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=(5, 3)), np.linalg.qr(rng.normal(size=(3, 3)))[0], 0.0)
    return [lines["reconstruction"], lines["loss"]], [np.zeros(5), 0.0]


@picture(
    linear_autoencoder_lines,
    en=r"""
    Sixty random pairs of an encoder and a batch: your `penalty` of each input against the sum of the squares
    of the weights. What does it mean when all the points lie on the diagonal?
    """,
    fr=r"""
    Soixante couples aléatoires d'un encodeur et d'un lot : votre `penalty` de chaque entrée en fonction de la
    somme des carrés des poids. Que signifie-t-il que tous les points soient sur la diagonale ?
    """,
)
def penalty_against_decay(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.plot([0, 10], [0, 10], color="0.6", linestyle="--")
    axes.set(xlabel=r"$\sum_{ij} W_{ij}^2$", ylabel=r"$\|J(x)\|_F^2$", xlim=(0, 10))
    if f is None:
        return
    rng = np.random.default_rng(5)
    for _ in range(60):
        x, W = rng.normal(size=(3, 3)), rng.uniform(0.1, 1.1) * rng.normal(size=(2, 3))
        penalty = np.ravel(f(x, W, 0.1)["penalty"])
        axes.plot(np.full(penalty.shape, np.sum(W**2)), penalty, "o", color="black", fillstyle="none")


@derivation(
    "5.1.2",
    points=2,
    lines=["penalty_gradient", "loss_gradient"],
    key="loss_gradient",
    en=r"""
    The two penalties also act in the same way on the weights. Return, each of shape `(H, D)` like `W`:

    - `penalty_gradient`: the gradient with respect to `W` of the part of the loss that holds $\lambda$
    - `loss_gradient`: the gradient with respect to `W` of the whole `loss` of 5.1.1

    Work out the formulas; autograd is allowed, too. Example: the arguments of the example of 5.1.1 give
    `[[0.2, 0.1]]` and `[[1.45, -0.4]]`.
    """,
    fr=r"""
    Les deux pénalités agissent aussi de la même manière sur les poids. Renvoyez, tous deux de forme `(H, D)`
    comme `W` :

    - `penalty_gradient` : le gradient par rapport à `W` de la partie de la perte qui contient $\lambda$
    - `loss_gradient` : le gradient par rapport à `W` de toute la perte `loss` de 5.1.1

    Trouvez les formules ; autograd est permis aussi. Exemple : les arguments de l'exemple de 5.1.1 donnent
    `[[0.2, 0.1]]` et `[[1.45, -0.4]]`.
    """,
)
def linear_autoencoder_gradients(
    x: Float[Array, "batch D"], W: Float[Array, "H D"], lam: float
) -> dict[str, Float[Array, "H D"]]:
    """The gradients with respect to W of the penalty (with lam) and of the whole loss."""
    raise NotImplementedError


@example(linear_autoencoder_gradients)
def gradients_of_two_inputs() -> tuple[dict[str, Any], Any]:
    penalty, loss = np.array([[0.2, 0.1]]), np.array([[1.45, -0.4]])
    return _two_inputs(), {"penalty_gradient": penalty, "loss_gradient": loss}


@law(
    linear_autoencoder_gradients,
    en=r"Rotating the code changes no loss: for both gradients $G$, the matrix $G W^\top$ is symmetric.",
    fr=r"Tourner le code ne change aucune perte : pour les deux gradients $G$, $G W^\top$ est symétrique.",
)
def rotated_code(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W = rng.normal(size=(4, 3)), rng.normal(size=(2, 3))
    lines = f(x, W, 0.4)
    products = [np.reshape(lines[name], (2, 3)) @ W.T for name in ("penalty_gradient", "loss_gradient")]
    return products, [product.T for product in products]


@law(
    linear_autoencoder_gradients,
    en="Where the reconstruction is perfect, only the penalty pulls at the weights.",
    fr="Là où la reconstruction est parfaite, seule la pénalité tire sur les poids.",
)
def perfect_reconstruction(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    lines = f(rng.normal(size=(4, 3)), W, 0.4)
    return lines["loss_gradient"], np.reshape(lines["penalty_gradient"], (3, 3))
