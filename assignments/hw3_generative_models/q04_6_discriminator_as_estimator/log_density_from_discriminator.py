"""Part 4.6b.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "4.6b.1",
    points=2.5,
    en=r"""
    Suppose that $f_0$ is known and that $f_0$ and $f_1$ have the same support. Solve the formula of the
    best discriminator for the unknown density: return $\log f_1(x_i)$ from `log_f0`, which holds
    $\log f_0(x_i)$, and `logit`, which holds the logit of $D^*(x_i)$. The result must be exact even for
    logits of $\pm 800$, where $D$ itself is rounded to $0$ or $1$.

    Example: where $f_0 = 0.5$ and $D^* = 0.5$, the result is $\log 0.5$.
    """,
    fr=r"""
    Supposons que $f_0$ est connue et que $f_0$ et $f_1$ ont le même support. Résolvez la formule du
    meilleur discriminateur pour la densité inconnue : renvoyez $\log f_1(x_i)$ à partir de `log_f0`, qui
    contient $\log f_0(x_i)$, et de `logit`, qui contient le logit de $D^*(x_i)$. Le résultat doit être
    exact même pour des logits de $\pm 800$, où $D$ lui-même est arrondi à $0$ ou $1$.

    Exemple : là où $f_0 = 0.5$ et $D^* = 0.5$, le résultat est $\log 0.5$.
    """,
)
def log_density_from_discriminator(
    log_f0: Float[Array, " n"], logit: Float[Array, " n"]
) -> Float[Array, " n"]:
    """Log of the real density at each point, in nats."""
    raise NotImplementedError


@example(log_density_from_discriminator)
def undecided_point() -> tuple[dict[str, Any], Any]:
    return {"log_f0": np.log([0.5]), "logit": np.zeros(1)}, np.log([0.5])


@law(
    log_density_from_discriminator,
    en=r"""
    The recovered density integrates to one (here from the best discriminator of two normal distributions).
    """,
    fr=r"""
    La densité retrouvée a une intégrale égale à un (ici par le meilleur discriminateur de deux lois
    normales).
    """,
)
def integrates_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, m = np.linspace(-14.0, 14.0, 1401), rng.uniform(0.5, 2.0)
    log_f1 = f(-0.5 * x**2 - 0.5 * np.log(2 * np.pi), m * x - 0.5 * m**2)
    return np.sum(np.exp(np.asarray(log_f1))) * 0.02, 1.0


@law(
    log_density_from_discriminator,
    en="Applied to its own result with the opposite logit, the function returns to where it began.",
    fr="Appliquée à son propre résultat avec le logit opposé, la fonction revient à son point de départ.",
)
def there_and_back(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_f0, logit = rng.normal(-2.0, 1.0, size=(2, 5))
    return f(f(log_f0, logit), -logit), log_f0


@picture(
    log_density_from_discriminator,
    en=r"""
    The known $f_0$ (dotted), the true $f_1$ (solid), and the $f_1$ that you recover from the logits of the
    best discriminator (circles).
    """,
    fr=r"""
    La densité connue $f_0$ (pointillés), la vraie $f_1$ (trait plein), et la $f_1$ que vous retrouvez à
    partir des logits du meilleur discriminateur (cercles).
    """,
)
def recovered_density(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    x = np.linspace(-4.0, 5.0, 61)
    log_f0 = -0.5 * x**2 - 0.5 * np.log(2 * np.pi)
    logit = 0.5 * x**2 - 0.5 * ((x - 1.5) / 0.7) ** 2 - np.log(0.7)
    axes.plot(x, np.exp(log_f0), ":", color="black")
    axes.plot(x, np.exp(-0.5 * ((x - 1.5) / 0.7) ** 2) / (0.7 * np.sqrt(2 * np.pi)), "-", color="black")
    if f is not None:
        axes.plot(x, np.exp(np.asarray(f(log_f0, logit))), "o", color="black", markerfacecolor="none")
    axes.set(xlabel="$x$", ylabel=r"$f_0,\ f_1$", xlim=(-4, 5), ylim=(-0.02, 0.7))
