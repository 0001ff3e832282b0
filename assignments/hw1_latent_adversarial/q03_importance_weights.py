"""Question 3: the importance-weighted bound; its parts stand in homework 3.

Source: sheet 000, question 3 (12 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from autograder.question import Question, Text, shared

question = Question(
    number="3",
    title=Text(en="More samples, a tighter bound", fr="Plus d'échantillons, une borne plus serrée"),
    text=Text(
        en=r"""
        A latent variable model gives $p(x, z)$; with $z_1, \ldots, z_K$ drawn independently from
        $q(z \mid x)$ and the importance weights $w_k = p(x, z_k) / q(z_k \mid x)$, the importance-weighted
        bound is
        $$\mathcal{L}_K = \mathbb{E} \left[ \log \frac{1}{K} \sum_{k=1}^K w_k \right].$$
        The first two parts show that it is a lower bound of $\log p(x)$ and when it is tight, the others
        that it grows with $K$. $\mathcal{L}_1$ is the evidence lower bound (ELBO).
        """,
        fr=r"""
        Un modèle à variable latente donne $p(x, z)$ ; avec $z_1, \ldots, z_K$ tirés indépendamment de
        $q(z \mid x)$ et les poids d'importance $w_k = p(x, z_k) / q(z_k \mid x)$, la borne à poids
        d'importance est
        $$\mathcal{L}_K = \mathbb{E} \left[ \log \frac{1}{K} \sum_{k=1}^K w_k \right].$$
        Les deux premières parties montrent qu'elle minore $\log p(x)$ et quand elle est exacte, les autres
        qu'elle croît avec $K$. $\mathcal{L}_1$ est la borne inférieure de l'évidence (ELBO).
        """,
    ),
)

chain = shared("hw3_generative_models", {"3.4a.2": ("3.1.1", 4.5)})

tightness = shared("hw3_generative_models", {"3.2b.2": ("3.1.2", 1.5)})

growth = shared(
    "hw3_generative_models",
    {"3.4a.1": ("3.2.1", 1.5), "3.4b.1": ("3.2.2", 2.5), "3.4b.2": ("3.2.3", 2)},
)
