"""Hidden twin of answer 2.3.4."""

from __future__ import annotations

from assignments.hw1_latent_adversarial import q02_3_bias_compute_memory as q
from autograder.question import Text, rubric

CRITERIA = (
    (
        "(a) Per-datum inference is less biased, because the encoder can only be a further constraint "
        "on the choice within the same family.",
        "(a) L'inférence par donnée est moins biaisée, car l'encodeur ne peut qu'ajouter une "
        "contrainte au choix dans la même famille.",
    ),
    (
        "(a) Both remain biased downwards, unless the family contains the posterior (and the network "
        "reaches it).",
        "(a) Toutes deux restent biaisées vers le bas, à moins que la famille ne contienne le "
        "postérieur (et que le réseau ne l'atteigne).",
    ),
    (
        "(b) A new datum costs one pass of the encoder in one approach, an optimisation of many steps "
        "in the other, at test time, too.",
        "(b) Une nouvelle donnée coûte un passage de l'encodeur dans une approche, une optimisation "
        "en de nombreux pas dans l'autre, y compris au test.",
    ),
    (
        "(b) The encoder has to be trained first, which pays only from some number of data on; or "
        "speaks of batches and parallel computing.",
        "(b) Il faut d'abord entraîner l'encodeur, ce qui n'est rentable qu'à partir d'un certain "
        "nombre de données ; ou évoque les lots et le calcul parallèle.",
    ),
    (
        "(c) The encoder has the same size for any $n$; per-datum parameters grow in proportion to $n$.",
        "(c) L'encodeur a la même taille pour tout $n$ ; les paramètres par donnée croissent en "
        "proportion de $n$.",
    ),
    (
        "(c) Says that for few data the order is reversed: per-datum inference then stores less.",
        "(c) Dit que pour peu de données l'ordre s'inverse : l'inférence par donnée stocke alors moins.",
    ),
)
comparison_of_approaches_rubric = rubric(
    q.comparison_of_approaches, *[(0.25, Text(en=english, fr=french)) for english, french in CRITERIA]
)
