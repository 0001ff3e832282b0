"""Question 4: the dynamics of adversarial training, without and with a gradient penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
definition 2.1 (the Dirac-GAN) and section 4 (the penalty on real data).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="4",
    title=Text(en="The dynamics of adversarial training", fr="La dynamique de l'entraînement antagoniste"),
    text=Text(
        en=r"""
        The smallest game that shows how adversarial training moves. On the line, real data sit at $0$ and
        generated data at $\theta$: $p_D = \delta_0$ and $p_\theta = \delta_\theta$. The critic is
        $C_\psi(x) = \psi_0 x + \psi_1$, and with the logistic function $\sigma$
        $$\mathcal{L}(\psi, \theta) = \mathbb{E}_{p_D}[\log \sigma(C_\psi(x))]
        + \mathbb{E}_{p_\theta}[\log \sigma(-C_\psi(x))].$$
        The critic climbs, the generator descends. In the limit of small steps,
        $$\dot\psi = \nabla_\psi \mathcal{L}(\psi, \theta), \qquad
        \dot\theta = -\nabla_\theta \mathcal{L}(\psi, \theta).$$

        The state is $s = (\psi_0, \psi_1, \theta)$, always in this order, and the system is $\dot s = v(s)$
        with the velocity $v$. A point where $v$ vanishes is stationary. From 4.4 on, the critic climbs
        $\mathcal{L} - \frac{\gamma}{2} \mathcal{R}_1$ instead, with the penalty
        $\mathcal{R}_1(\psi) = \mathbb{E}_{p_D}[C_\psi'(x)^2]$ and $\gamma > 0$; the generator does as before.

        A criterion: if at a stationary point all eigenvalues of the Jacobian of $v$ have strictly negative
        real parts, the point is locally asymptotically stable: whatever starts near it stays near it and
        tends to it. The criterion is sufficient, not necessary.
        """,
        fr=r"""
        Le plus petit jeu qui montre comment évolue un entraînement antagoniste. Sur la droite, les vraies
        données sont en $0$ et les données générées en $\theta$ : $p_D = \delta_0$ et
        $p_\theta = \delta_\theta$. Le critique est $C_\psi(x) = \psi_0 x + \psi_1$, et avec la fonction
        logistique $\sigma$
        $$\mathcal{L}(\psi, \theta) = \mathbb{E}_{p_D}[\log \sigma(C_\psi(x))]
        + \mathbb{E}_{p_\theta}[\log \sigma(-C_\psi(x))].$$
        Le critique monte, le générateur descend. À la limite des petits pas,
        $$\dot\psi = \nabla_\psi \mathcal{L}(\psi, \theta), \qquad
        \dot\theta = -\nabla_\theta \mathcal{L}(\psi, \theta).$$

        L'état est $s = (\psi_0, \psi_1, \theta)$, toujours dans cet ordre, et le système est $\dot s = v(s)$
        avec la vitesse $v$. Un point où $v$ s'annule est stationnaire. À partir de 4.4, le critique monte
        plutôt sur $\mathcal{L} - \frac{\gamma}{2} \mathcal{R}_1$, avec la pénalité
        $\mathcal{R}_1(\psi) = \mathbb{E}_{p_D}[C_\psi'(x)^2]$ et $\gamma > 0$ ; le générateur ne change pas.

        Un critère : si en un point stationnaire toutes les valeurs propres de la jacobienne de $v$ ont une
        partie réelle strictement négative, le point est localement asymptotiquement stable : ce qui part près
        de lui reste près de lui et tend vers lui. Le critère est suffisant, pas nécessaire.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet says that real and generated data have the same support; $\delta_0$ and $\delta_\theta$
        have not, unless $\theta = 0$: they only live in the same space. Its criterion should say *strictly*
        negative, and where the criterion fails, convergence is not just slow: without a penalty there is none
        at all. Its discrete system lacks the update of $\theta$; 4.6.3 defines the two usual ones.
        """,
        fr=r"""
        La feuille dit que les vraies données et les données générées ont le même support ; ce n'est pas le
        cas de $\delta_0$ et $\delta_\theta$, sauf si $\theta = 0$ : elles ne vivent que dans le même espace.
        Son critère devrait dire *strictement* négative, et là où il échoue, la convergence n'est pas
        seulement lente : sans pénalité il n'y en a aucune. Il manque à son système discret la mise à jour de
        $\theta$ ; 4.6.3 définit les deux usuelles.
        """,
    ),
)
