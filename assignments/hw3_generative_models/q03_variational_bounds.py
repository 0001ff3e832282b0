"""Question 3: the evidence lower bound and the importance-weighted bound.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="3",
    title=Text(en="Variational bounds", fr="Bornes variationnelles"),
    text=Text(
        en=r"""
        A latent variable model combines a prior $p(z)$ and a decoder $p(x \mid z)$ into $p(x, z)$. Learning
        would need the marginal $p(x)$; an approximate posterior $q(z \mid x)$ gives lower bounds of
        $\log p(x)$ instead.

        From 3.2 on the latent space is finite, so that every expectation is a sum that you can check by
        hand. Row `b` of `log_joint` holds $\log p(x, z)$ of example `b`, one column for each state $z$;
        `log_q` holds $\log q(z \mid x)$ in the same way. A probability of zero is `-inf`, and a state with
        $q = 0$ counts as zero in an expectation under $q$, whatever is averaged. The importance weight of a
        state is $w = p(x, z) / q(z \mid x)$. All values are in nats.
        """,
        fr=r"""
        Un modèle à variable latente réunit une loi a priori $p(z)$ et un décodeur $p(x \mid z)$ en
        $p(x, z)$. L'apprentissage demanderait la marginale $p(x)$ ; un postérieur approché $q(z \mid x)$
        donne à la place des bornes inférieures de $\log p(x)$.

        À partir de 3.2, l'espace latent est fini : toute espérance est une somme que l'on peut vérifier à la
        main. La ligne `b` de `log_joint` contient $\log p(x, z)$ pour l'exemple `b`, une colonne par état
        $z$ ; `log_q` contient de même $\log q(z \mid x)$. Une probabilité nulle s'écrit `-inf`, et un état
        où $q = 0$ compte pour zéro dans une espérance sous $q$, quelle que soit la quantité moyennée. Le
        poids d'importance d'un état est $w = p(x, z) / q(z \mid x)$. Toutes les valeurs sont en nats.
        """,
    ),
    erratum=Text(
        en=r"""
        The options of 3.1 had no letters; they have them now. In 3.2b the sheet multiplies and divides by
        $q$ everywhere, which is possible only where $q > 0$; the part asks for both sides of that step. In
        3.3, statement (a) now speaks of $\log p(x)$, and (b) says what is held fixed and which divergence is
        meant. In 3.4 Jensen's inequality was quoted for convex functions, but the logarithm is concave, so
        the inequality turns round; and "tighter" means "at least as tight", since equality is possible.
        """,
        fr=r"""
        Les options de 3.1 n'avaient pas de lettres ; elles en ont maintenant. En 3.2b, la feuille multiplie
        et divise partout par $q$, ce qui n'est possible que là où $q > 0$ ; la partie demande les deux
        membres de cette étape. En 3.3, l'énoncé (a) parle désormais de $\log p(x)$, et (b) précise ce qui
        est fixé et de quelle divergence il s'agit. En 3.4, l'inégalité de Jensen était citée pour les
        fonctions convexes, or le logarithme est concave : l'inégalité se retourne ; et « plus serrée » veut
        dire « au moins aussi serrée », car l'égalité est possible.
        """,
    ),
)
