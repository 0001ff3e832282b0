"""Part 2.1.4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.question import Function, Rng, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    Array: TypeAlias = Any  # what numpy's functions return to a type checker


@part(
    "2.1.4",
    points=0.75,
    en=r"""
    A map that sends several values to the same label is not invertible. Give one example in which it makes
    the divergence smaller: distributions `p` and `q` over $n$ atoms ($2 \leq n \leq 1000$), two arrays of
    shape `(n,)` of positive numbers that sum to $1$, and an integer array `labels` of shape `(n,)`, where
    atom $i$ goes to `labels[i]`. With $P'$ and $Q'$ the distributions of the label,

    $$D_{\mathrm{KL}}[P' \,\|\, Q'] \leq D_{\mathrm{KL}}[P \,\|\, Q] - 0.1$$

    in nats. Return `(p, q, labels)`. Every example with this property is right.
    """,
    fr=r"""
    Une application qui envoie plusieurs valeurs sur la même étiquette n'est pas inversible. Donnez un
    exemple où elle diminue la divergence : des lois `p` et `q` sur $n$ atomes ($2 \leq n \leq 1000$), deux
    tableaux de forme `(n,)` de nombres strictement positifs de somme $1$, et un tableau d'entiers `labels`
    de forme `(n,)`, où l'atome $i$ va sur `labels[i]`. Avec $P'$ et $Q'$ les lois de l'étiquette,

    $$D_{\mathrm{KL}}[P' \,\|\, Q'] \leq D_{\mathrm{KL}}[P \,\|\, Q] - 0.1$$

    en nats. Renvoyez `(p, q, labels)`. Tout exemple qui a cette propriété est juste.
    """,
)
def lossy_map_witness() -> tuple[Float[Array, " n"], Float[Array, " n"], Int[Array, " n"]]:
    """Two distributions over n atoms, and the label of each atom: (p, q, labels)."""
    raise NotImplementedError


@law(
    lossy_map_witness,
    en="`p` and `q` each sum to $1$.",
    fr="`p` et `q` ont chacun pour somme $1$.",
)
def sums(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q, _ = f()
    return (np.sum(np.asarray(p)), np.sum(np.asarray(q))), (1.0, 1.0)


@picture(
    lossy_map_witness,
    en=r"""
    Your $P$ (filled) and $Q$ (hatched) over the atoms, and $P'$ and $Q'$ over the labels; above, the
    divergence in nats. How much is lost from left to right?
    """,
    fr=r"""
    Vos lois $P$ (plein) et $Q$ (hachures) sur les atomes, et $P'$ et $Q'$ sur les étiquettes ; au-dessus,
    la divergence en nats. Combien en perd-on de gauche à droite ?
    """,
)
def before_and_after(f: Function | None, figure: Any) -> None:
    panels = figure.subplots(1, 2, sharey=True)
    panels[0].set(xlabel="$i$", ylim=(0, 1.3), xticks=[])
    panels[1].set(xlabel="labels[$i$]", xticks=[])
    if f is None:
        return
    p, q, labels = (np.asarray(array) for array in f())
    names, place = np.unique(labels, return_inverse=True)
    merged = np.bincount(place, p), np.bincount(place, q)
    for axes, ticks, (first, second), prime in (
        (panels[0], np.arange(len(p)), (p, q), ""),
        (panels[1], names, merged, "'"),
    ):
        spots = np.arange(len(ticks))
        axes.bar(spots - 0.2, first, 0.4, color="0.4", label=f"$P{prime}$")
        axes.bar(spots + 0.2, second, 0.4, color="white", edgecolor="black", hatch="///", label=f"$Q{prime}$")
        kl = float(np.sum(first * np.log(first / second)))
        axes.set_title(rf"$D_{{\mathrm{{KL}}}}[P{prime} \,\|\, Q{prime}] = {kl:.3f}$", fontsize="medium")
        if len(ticks) <= 12:
            axes.set_xticks(spots, ticks)
        axes.legend(loc="upper right", ncols=2)
