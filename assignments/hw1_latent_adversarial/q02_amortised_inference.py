"""Question 2: what the expected log-likelihood leaves out, and what a shared encoder costs and saves.

Source: sheet 000, question 2 (16 points).
Papers: Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, eq. 1 to 3;
Cremer, Li and Duvenaud, "Inference Suboptimality in Variational Autoencoders", ICML 2018, section 3.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="2",
    title=Text(en="Amortised inference", fr="Inférence amortie"),
    text=Text(
        en=r"""
        A latent variable model joins a fixed prior $p(z)$ and a decoder $p_\theta(x \mid z)$. Variational
        inference replaces the posterior $p_\theta(z \mid x)$ by a member $q$ of a family $\mathcal{Q}$,
        namely the one that maximises
        $$\mathcal{L}(q; x) = \mathbb{E}_q[\log p_\theta(x \mid z)] - \mathrm{KL}(q \,\|\, p(z)),$$
        the ELBO. One may look for it anew for each $x$ (*per-datum* inference), or train a network, the
        encoder $q_\phi(z \mid x)$, that names a member of $\mathcal{Q}$ for every $x$ (*amortised*
        inference).

        The latent space is finite, except in 2.1.2: every expectation is a sum that you can check by hand. A
        state with $q = 0$ counts as zero in an expectation under $q$. All logarithms are natural.
        """,
        fr=r"""
        Un modèle à variable latente réunit une loi a priori fixe $p(z)$ et un décodeur
        $p_\theta(x \mid z)$. L'inférence variationnelle remplace le postérieur $p_\theta(z \mid x)$ par un
        membre $q$ d'une famille $\mathcal{Q}$, à savoir celui qui maximise
        $$\mathcal{L}(q; x) = \mathbb{E}_q[\log p_\theta(x \mid z)] - \mathrm{KL}(q \,\|\, p(z)),$$
        l'ELBO. On peut le chercher à nouveau pour chaque $x$ (inférence *par donnée*) ou entraîner un
        réseau, l'encodeur $q_\phi(z \mid x)$, qui désigne un membre de $\mathcal{Q}$ pour tout $x$
        (inférence *amortie*).

        L'espace latent est fini, sauf en 2.1.2 : toute espérance est une somme que l'on peut vérifier à la
        main. Un état où $q = 0$ compte pour zéro dans une espérance sous $q$. Tous les logarithmes sont
        naturels.
        """,
    ),
    erratum=Text(
        en=r"""
        In 2.1 the sheet speaks of the *complete-data* log-likelihood but averages $\log p_\theta(x \mid z)$
        alone. That is harmless here, since $p(z)$ has no parameters. And "non-positive" does not determine
        $B(\theta)$: one may subtract any positive constant. We ask for the $B(\theta)$ that is zero when
        $q$ is the posterior. In 2.2 we assume that the maximisers exist; several encoders may be equally
        good in total and yet differ for a single datum, so the tests have no such ties.
        """,
        fr=r"""
        En 2.1, la feuille parle de log-vraisemblance des données *complètes*, mais ne moyenne que
        $\log p_\theta(x \mid z)$. C'est ici sans conséquence, car $p(z)$ n'a pas de paramètre. Et « non
        positif » ne détermine pas $B(\theta)$ : on peut en retrancher toute constante positive. Nous
        demandons le $B(\theta)$ qui est nul quand $q$ est le postérieur. En 2.2, nous supposons que les
        maximiseurs existent ; plusieurs encodeurs peuvent se valoir au total et différer pour une donnée
        isolée : les tests n'ont pas de telles égalités.
        """,
    ),
)
