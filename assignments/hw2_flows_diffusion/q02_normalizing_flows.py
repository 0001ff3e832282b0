"""Question 2: which maps can be inverted, and how.

Source: sheet 001, question 2 (21 points).
Papers: Rezende and Mohamed, "Variational Inference with Normalizing Flows", ICML 2015, eq. 14 (radial flow);
Huang et al., "Neural Autoregressive Flows", ICML 2018, eq. 8 and 9 (mixtures of logistics); Behrmann et al.,
"Invertible Residual Networks", ICML 2019, theorem 1.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="2",
    title=Text(en="Normalizing flows", fr="Flots normalisants"),
    text=Text(
        en=r"""
        A normalizing flow sends a simple random variable through maps that can be inverted. This question
        looks at four maps: one that cannot be inverted (2.1), two of one real variable (2.2 and 2.3), and one
        in several dimensions (2.4). In 2.1 to 2.3, $g$ takes a real number $z$ to a real number.

        A strictly increasing function is injective, so it has an inverse on its image. The image need not be
        all of $\mathbb{R}$.
        """,
        fr=r"""
        Un flot normalisant fait passer une variable aléatoire simple par des applications inversibles. Cette
        question en examine quatre : une qu'on ne peut pas inverser (2.1), deux d'une variable réelle (2.2 et
        2.3) et une en plusieurs dimensions (2.4). De 2.1 à 2.3, $g$ associe un nombre réel à un nombre réel
        $z$.

        Une fonction strictement croissante est injective ; elle a donc une réciproque sur son image. Cette
        image n'est pas forcément $\mathbb{R}$ tout entier.
        """,
    ),
    erratum=Text(
        en=r"""
        A positive derivative is *sufficient* for a strictly increasing function, not equivalent to it: think
        of $z^3$ at $0$. In 2.3 "invertible" means from $\mathbb{R}$ onto the image of $g$, which may be a
        smaller interval. In 2.4, $\alpha = 0$ is excluded, the direction from $z_0$ to $z$ is a unit vector,
        and it is unique only for $r > 0$.
        """,
        fr=r"""
        Une dérivée strictement positive est *suffisante* pour qu'une fonction soit strictement croissante,
        mais ne lui est pas équivalente : pensez à $z^3$ en $0$. En 2.3, « inversible » veut dire de
        $\mathbb{R}$ sur l'image de $g$, qui peut être un intervalle plus petit. En 2.4, $\alpha = 0$ est
        exclu, la direction de $z_0$ à $z$ est un vecteur unitaire, et elle n'est unique que pour $r > 0$.
        """,
    ),
)
