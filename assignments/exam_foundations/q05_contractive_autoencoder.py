"""Question 5: the contractive penalty and weight decay.

Source: sheet 002, question 5 (10 points).
Paper: Rifai et al., "Contractive Auto-Encoders: Explicit Invariance During Feature Extraction", ICML 2011,
eq. 1.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="5",
    title=Text(
        en="The contractive penalty and weight decay",
        fr="La pénalité contractive et la pénalisation des poids",
    ),
    text=Text(
        en=r"""
        An autoencoder codes $x \in \mathbb{R}^D$ as $h(x) \in \mathbb{R}^H$ and reconstructs $x$ from it. The
        contractive autoencoder adds to its loss $\lambda \|J(x)\|_F^2$, where the Jacobian $J(x)$ holds
        $\partial h_i / \partial x_j$ in row $i$ and column $j$, and $\|\cdot\|_F^2$ is the sum of the squares
        of all elements. Weight decay adds $\lambda$ times the sum of the squares of the elements of $W$.

        Throughout, `x` is a batch of shape `(batch, D)`, one input in each row, and `W` is the matrix of the
        encoder, of shape `(H, D)`, one hidden unit in each row. A loss is a mean over the batch.
        """,
        fr=r"""
        Un autoencodeur code $x \in \mathbb{R}^D$ en $h(x) \in \mathbb{R}^H$ et en reconstruit $x$.
        L'autoencodeur contractif ajoute à sa perte $\lambda \|J(x)\|_F^2$, où la jacobienne $J(x)$ contient
        $\partial h_i / \partial x_j$ à la ligne $i$ et à la colonne $j$, et où $\|\cdot\|_F^2$ est la somme
        des carrés de tous les éléments. La pénalisation des poids (weight decay) ajoute $\lambda$ fois la
        somme des carrés des éléments de $W$.

        Partout, `x` est un lot de forme `(batch, D)`, une entrée par ligne, et `W` est la matrice de
        l'encodeur, de forme `(H, D)`, une unité cachée par ligne. Une perte est une moyenne sur le lot.
        """,
    ),
    erratum=Text(
        en=r"""
        The equivalence concerns the matrix of the *encoder*. Here encoder and decoder share it; a decoder
        with weights of its own would not be penalised at all. And the squared error plays no role: the
        equivalence holds for any reconstruction loss.
        """,
        fr=r"""
        L'équivalence porte sur la matrice de l'*encodeur*. Ici l'encodeur et le décodeur la partagent ; un
        décodeur qui aurait ses propres poids ne serait pas pénalisé du tout. Et l'erreur quadratique ne joue
        aucun rôle : l'équivalence vaut pour toute perte de reconstruction.
        """,
    ),
)
