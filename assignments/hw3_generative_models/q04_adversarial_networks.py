"""Question 4: what a discriminator knows, two costs for the generator, and the divergence behind them.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="4",
    title=Text(en="Adversarial networks", fr="Réseaux antagonistes"),
    text=Text(
        en=r"""
        A generator $G$ turns noise $z$ into samples; a discriminator gives each $x$ a probability $D(x)$ of
        being real. Real samples follow $p_1$ (density $f_1$), generated ones $p_0$ (density $f_0$). The
        discriminator maximises

        $$V[D] = \mathbb{E}_{x \sim p_1}[\log D(x)] + \mathbb{E}_{x \sim p_0}[\log(1 - D(x))].$$

        The *logit* $l$ of a discriminator is the number with $D = \sigma(l) = 1 / (1 + e^{-l})$. The first
        three parts are short choices with a small function each; the long ones are 4.4 to 4.6.
        """,
        fr=r"""
        Un générateur $G$ transforme du bruit $z$ en échantillons ; un discriminateur donne à chaque $x$ une
        probabilité $D(x)$ d'être réel. Les échantillons réels suivent $p_1$ (densité $f_1$), les échantillons
        engendrés $p_0$ (densité $f_0$). Le discriminateur maximise

        $$V[D] = \mathbb{E}_{x \sim p_1}[\log D(x)] + \mathbb{E}_{x \sim p_0}[\log(1 - D(x))].$$

        Le *logit* $l$ d'un discriminateur est le nombre tel que $D = \sigma(l) = 1 / (1 + e^{-l})$. Les
        trois premières parties sont des choix rapides, chacun suivi d'une petite fonction ; les plus
        longues vont de 4.4 à 4.6.
        """,
    ),
    erratum=Text(
        en=r"""
        Changes from the sheet:

        - 4.3 is about regularisation, not about adversarial networks. It is kept where it was.
        - 4.6: one letter stood for the generator and for the functional; the functional is now $V$. Which
          of $p_0$ and $p_1$ is real is now said. The solution stopped at the stationary point; 4.6b.2 asks
          for the second derivative too, since without it a maximum is not proved.
        - 4.6b: the raised 2 that is printed after $f_0(x)$ is the mark of a footnote, not a square.
        """,
        fr=r"""
        Changements par rapport à la feuille d'origine :

        - 4.3 porte sur la régularisation et non sur les réseaux antagonistes. La partie reste à sa place.
        - 4.6 : une même lettre désignait le générateur et la fonctionnelle ; celle-ci s'appelle désormais
          $V$. Il est maintenant dit laquelle de $p_0$ et $p_1$ est réelle. Le corrigé s'arrêtait au point
          stationnaire ; 4.6b.2 demande aussi la dérivée seconde, sans laquelle le maximum n'est pas
          démontré.
        - 4.6b : le petit 2 imprimé après $f_0(x)$ est un appel de note, pas un carré.
        """,
    ),
)
