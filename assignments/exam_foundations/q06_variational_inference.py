"""Question 6: what the evidence lower bound misses, and what a richer posterior wins back.

Source: sheet 002, question 6 (15 points).
Papers: Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, eq. 1; Kingma et al., "Improved
Variational Inference with Inverse Autoregressive Flow", NeurIPS 2016.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="6",
    title=Text(en="Variational inference", fr="Inférence variationnelle"),
    text=Text(
        en=r"""
        A latent variable model has a prior $p(z)$ and a decoder $p(x \mid z)$. Its posterior $p(z \mid x)$
        is out of reach and is approximated by $q(z \mid x)$. The evidence lower bound is
        $\mathrm{ELBO} = \mathbb{E}_q[\log p(x, z) - \log q(z \mid x)]$. All values are in nats.
        """,
        fr=r"""
        Un modèle à variable latente a une loi a priori $p(z)$ et un décodeur $p(x \mid z)$. Son postérieur
        $p(z \mid x)$ est hors de portée, et on l'approche par $q(z \mid x)$. La borne inférieure
        variationnelle est $\mathrm{ELBO} = \mathbb{E}_q[\log p(x, z) - \log q(z \mid x)]$. Toutes les valeurs
        sont en nats.
        """,
    ),
    erratum=Text(
        en=r"""
        The identity of 6.1 needs a convention where probabilities vanish; it is stated there. In 6.2 the
        mean-field posterior has to depend on $x_i$, which the sheet leaves out. And the sheet asks whether
        the flow *could* be better, not whether it always is: the last two parts ask for the other side, too.
        """,
        fr=r"""
        L'identité de 6.1 demande une convention là où des probabilités s'annulent ; elle y est donnée. En
        6.2, le postérieur en champ moyen doit dépendre de $x_i$, ce que la feuille omet. Et la feuille
        demande si le flot *pourrait* être meilleur, non s'il l'est toujours : les deux dernières parties
        demandent aussi l'envers de la médaille.
        """,
    ),
)
