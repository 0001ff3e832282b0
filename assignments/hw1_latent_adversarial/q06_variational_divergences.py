"""Question 6: two ways to write the Kullback-Leibler divergence as a supremum over critics.

Source: sheet 000, question 6 (16 points).
Papers: Nguyen, Wainwright and Jordan, "Estimating Divergence Functionals and the Likelihood Ratio by Convex
Risk Minimization", IEEE Trans. Inf. Theory 2010, lemma 1; Belghazi et al., "Mutual Information Neural
Estimation", ICML 2018, theorem 1 (Donsker and Varadhan).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="6",
    title=Text(en="Divergences learnt by a critic", fr="Des divergences apprises par un critique"),
    text=Text(
        en=r"""
        A discriminator can learn other divergences than that of Jensen and Shannon. Here a *critic* $T$,
        which gives each $x$ any real number $T(x)$, learns

        $$\mathrm{KL}(p \,\|\, q) = \mathbb{E}_p\Big[\log \frac{p(x)}{q(x)}\Big]$$

        from below, in two ways:

        $$R_1[T] = \mathbb{E}_p[T(x)] - \mathbb{E}_q[e^{T(x) - 1}], \qquad
        R_2[T] = \mathbb{E}_p[T(x)] - \log \mathbb{E}_q[e^{T(x)}].$$

        There are $n$ points $x$, so that all integrals are sums: `p`, `q` and `T` are arrays of $n$ numbers,
        and $\mathbb{E}_p[T(x)] = \sum_i p_i T_i$. By convention $0 \log 0 = 0$. You derive the first bound
        (6.1), then the second (6.2), and say which one is better (6.3).
        """,
        fr=r"""
        Un discriminateur peut apprendre d'autres divergences que celle de Jensen et Shannon. Ici, un
        *critique* $T$, qui donne à chaque $x$ un nombre réel quelconque $T(x)$, apprend

        $$\mathrm{KL}(p \,\|\, q) = \mathbb{E}_p\Big[\log \frac{p(x)}{q(x)}\Big]$$

        par-dessous, de deux façons :

        $$R_1[T] = \mathbb{E}_p[T(x)] - \mathbb{E}_q[e^{T(x) - 1}], \qquad
        R_2[T] = \mathbb{E}_p[T(x)] - \log \mathbb{E}_q[e^{T(x)}].$$

        Il y a $n$ points $x$, de sorte que toutes les intégrales sont des sommes : `p`, `q` et `T` sont des
        tableaux de $n$ nombres, et $\mathbb{E}_p[T(x)] = \sum_i p_i T_i$. Par convention, $0 \log 0 = 0$.
        Vous établissez la première borne (6.1), puis la seconde (6.2), et dites laquelle est la meilleure
        (6.3).
        """,
    ),
    erratum=Text(
        en=r"""
        Changes from the sheet:

        - 6.1: the biconjugate is printed $f^*(u)$ in one place; $f^{**}(u)$ is meant. The domain of
          $u \log u$ is $u \ge 0$. The footnote should say that the biconjugate of a convex, lower
          semicontinuous and proper $f$ is $f$; the theorem bears the names of Fenchel and Moreau.
        - 6.1 and 6.2: the supremum need not be attained. Where $p(x) = 0 < q(x)$ the best $T(x)$ is
          $-\infty$, and no finite critic reaches it. So the equality in 6.2 holds if and only if $p$ and $q$
          have the same support and $T = \log(p / q) + c$ on it.
        """,
        fr=r"""
        Changements par rapport à la feuille d'origine :

        - 6.1 : la biconjuguée est imprimée une fois $f^*(u)$ ; il s'agit de $f^{**}(u)$. Le domaine de
          $u \log u$ est $u \ge 0$. La note devrait dire que la biconjuguée d'une fonction $f$ convexe,
          semi-continue inférieurement et propre est $f$ ; le théorème porte les noms de Fenchel et Moreau.
        - 6.1 et 6.2 : le supremum n'est pas forcément atteint. Là où $p(x) = 0 < q(x)$, le meilleur $T(x)$
          est $-\infty$, et aucun critique fini ne l'atteint. L'égalité de 6.2 a donc lieu si et seulement si
          $p$ et $q$ ont le même support et que $T = \log(p / q) + c$ sur celui-ci.
        """,
    ),
)
