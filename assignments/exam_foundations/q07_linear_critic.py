"""Question 7: a linear critic, its gradient penalty, and a critic that judges several samples at once.

Source: sheet 002, question 7 (15 points).
Papers: Gulrajani et al., "Improved Training of Wasserstein GANs", NIPS 2017, eq. 3; Lin et al., "PacGAN: The
power of two samples in generative adversarial networks", NeurIPS 2018, sections 3 and 4.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="7",
    title=Text(en="A linear critic", fr="Un critique linéaire"),
    text=Text(
        en=r"""
        In an adversarial network, a critic (a discriminator without sigmoid) gives each sample
        $x \in \mathbb{R}^N$ a score $D(x)$. Real samples follow $P_r$, generated ones $P_g$, and real samples
        should get the higher score. The simplest critic is linear regression,

        $$D(x) = w^\top x + b.$$

        How far does it get (7.1), how is it trained (7.2), and what does a critic see that is shown several
        samples at once (7.3)?
        """,
        fr=r"""
        Dans un réseau antagoniste, un critique (un discriminateur sans sigmoïde) donne à chaque échantillon
        $x \in \mathbb{R}^N$ un score $D(x)$. Les échantillons réels suivent $P_r$, les échantillons engendrés
        $P_g$, et les réels doivent recevoir le score le plus élevé. Le critique le plus simple est la
        régression linéaire,

        $$D(x) = w^\top x + b.$$

        Jusqu'où va-t-il (7.1), comment l'entraîne-t-on (7.2), et que voit un critique à qui l'on montre
        plusieurs échantillons à la fois (7.3) ?
        """,
    ),
    erratum=Text(
        en=r"""
        The bias $b$ is a number; the sheet prints it like a vector. In the French version, one expectation
        is taken under $P_q$ instead of $P_g$. The gradient of 7.2 does not exist at $w = 0$, about which the
        sheet says nothing: here $w$ is never zero.
        """,
        fr=r"""
        Le biais $b$ est un nombre ; la feuille l'imprime comme un vecteur. Dans la version française, une
        espérance est prise sous $P_q$ au lieu de $P_g$. Le gradient de 7.2 n'existe pas en $w = 0$, ce que la
        feuille ne dit pas : ici, $w$ n'est jamais nul.
        """,
    ),
)
