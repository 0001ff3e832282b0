"""Other right answers to part 6.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_2_donsker_varadhan as q
from autograder.question import alternative


@alternative(q.donsker_varadhan_lines)
def point_by_point(T: Any, p: Any, q: Any) -> dict[str, Any]:
    top = max(T)
    log_Z = top + np.log(sum(b * np.exp(t - top) for t, b in zip(T, q, strict=True)))
    triples = list(zip(T, p, q, strict=True))
    second = sum(a * t for t, a, _ in triples) - log_Z
    rq = [b * np.exp(t - log_Z) for t, _, b in triples]
    kl_p_rq = sum(a * (np.log(a / b) - t + log_Z) for t, a, b in triples if a > 0)
    kl_pq = sum(a * np.log(a / b) for _, a, b in triples if a > 0)
    tight = [np.log(a / b) + log_Z if a > 0 else -np.inf for _, a, b in triples]
    first = {"log_Z": log_Z, "R2": second, "rq": rq, "kl_p_rq": kl_p_rq}
    return {**first, "kl_pq": kl_pq, "gap": kl_pq - second, "T_tight": tight}


@alternative(q.donsker_varadhan_lines)
def torch_lines(T: Any, p: Any, q: Any) -> dict[str, Any]:
    import torch

    critic, a, b = (torch.tensor(value, dtype=torch.float64) for value in (T, p, q))
    log_Z = torch.logsumexp(critic + b.log(), dim=0)
    second, log_rq = a @ critic - log_Z, critic + b.log() - log_Z
    kl_p_rq, kl_pq = ((torch.xlogy(a, a) - a * log_c).sum() for log_c in (log_rq, b.log()))
    first = {"log_Z": log_Z, "R2": second, "rq": log_rq.exp(), "kl_p_rq": kl_p_rq}
    return {**first, "kl_pq": kl_pq, "gap": kl_pq - second, "T_tight": (a / b).log() + log_Z}
