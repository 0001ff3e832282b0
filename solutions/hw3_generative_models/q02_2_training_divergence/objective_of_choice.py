"""Hidden twin of answer 2.2.5."""

from __future__ import annotations

from assignments.hw3_generative_models.q02_2_training_divergence import objective_of_choice as q
from autograder.question import Text, rubric

objective_rubric = rubric(
    q.objective_of_choice,
    (
        0.5,
        Text(
            en=r"""
            (a) The reverse divergence: its expectation is over the flow's own samples $F(u)$, so that no
            sample of $P_X$ is needed, only $\log p_X$ at these points, up to a constant, and its gradient.
            """,
            fr=r"""
            (a) La divergence inverse : son espérance porte sur les échantillons $F(u)$ du flot lui-même ;
            aucun échantillon de $P_X$ n'est donc nécessaire, seulement $\log p_X$ en ces points, à une
            constante près, et son gradient.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            (b) The forward divergence: its expectation is over $P_X$ and is estimated with the data.
            $\log p_X$ occurs only in a term that does not depend on $F$; what is left is maximum likelihood
            and needs $F^{-1}$ and its Jacobian.
            """,
            fr=r"""
            (b) La divergence directe : son espérance porte sur $P_X$ et s'estime avec les données.
            $\log p_X$ n'apparaît que dans un terme qui ne dépend pas de $F$ ; il reste le maximum de
            vraisemblance, qui demande $F^{-1}$ et sa jacobienne.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            (c) The forward solution is one broad normal over both modes (it has the mean and variance of
            the data), since it pays heavily where $p_X > 0$ and the model is nearly $0$. The reverse
            solution sits on one mode, since it pays heavily where it puts mass and $p_X$ is nearly $0$.
            Half of these points without a reason.
            """,
            fr=r"""
            (c) La solution directe est une seule normale large qui couvre les deux modes (elle a la moyenne
            et la variance des données), car elle paie cher là où $p_X > 0$ et où le modèle est presque $0$.
            La solution inverse se place sur un seul mode, car elle paie cher là où elle met de la masse et
            où $p_X$ est presque $0$. La moitié de ces points sans raison.
            """,
        ),
    ),
)
