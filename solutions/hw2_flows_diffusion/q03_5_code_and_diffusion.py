"""Hidden twin of question 3.5."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_5_code_and_diffusion as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw2_flows_diffusion.q03_1_diffusion_bound.diffusion_bound_lines import bound
from solutions.hw2_flows_diffusion.q03_2_reconstruction_and_divergences.diffusion_kl_lines import divergences
from solutions.hw2_flows_diffusion.q03_diffusion_models import bound_by_paths, kl


def finish(lines: dict[str, Any], encoder: Any) -> dict[str, Any]:
    """The lines of the terms with those that follow from them."""
    vae_bound = lines["vae_recon"] - lines["vae_kl"]
    return total({**lines, "vae_bound": vae_bound, "diffusion_bound": encoder @ lines["diffusion_per_z"]})


def total(lines: dict[str, Any]) -> dict[str, Any]:
    return {**lines, "elbo": lines["vae_bound"] + lines["diffusion_bound"]}


@reference(q.latent_diffusion_bound_lines)
def split(x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any) -> dict[str, Any]:
    codes = range(len(prior))
    per_z = np.array([bound(x0, fwd[:, z], rev[:, z], pT[z])["elbo"] for z in codes])
    lines = {
        "vae_recon": encoder @ np.log(likelihood),
        "vae_kl": kl(encoder, prior),
        "diffusion_per_z": per_z,
    }
    return finish(lines, encoder)


@follows(q.latent_diffusion_bound_lines, "vae_bound")
def difference_of_own_terms(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["vae_recon"], lines["vae_kl"])


@follows(q.latent_diffusion_bound_lines, "diffusion_bound")
def mean_of_own_bounds(lines: Any, encoder: Any, **_: Any) -> Any:
    return encoder @ np.asarray(lines["diffusion_per_z"], dtype=float)


@follows(q.latent_diffusion_bound_lines, "elbo")
def sum_of_own_parts(lines: Any, **_: Any) -> Any:
    return np.add(lines["vae_bound"], lines["diffusion_bound"])


@cases(q.latent_diffusion_bound_lines, count=2)
def two_codes(rng: Rng) -> dict[str, Any]:
    return q.draw_pair(rng, 2, 3, 2)


@cases(q.latent_diffusion_bound_lines)
def four_codes(rng: Rng) -> dict[str, Any]:
    return q.draw_pair(rng, 4, 2, 4)


@cases(q.latent_diffusion_bound_lines)
def one_code(rng: Rng) -> dict[str, Any]:
    return q.draw_pair(rng, 1, 3, 3)


@cases(q.latent_diffusion_bound_lines)
def one_step(rng: Rng) -> dict[str, Any]:
    return q.draw_pair(rng, 3, 2, 1)


@mistake(
    q.latent_diffusion_bound_lines,
    en="`diffusion_bound` is averaged under the prior: who draws $z$ in an expectation under $q$?",
    fr="`diffusion_bound` est moyenné sous l'a priori : qui tire $z$ dans une espérance sous $q$ ?",
)
def diffusion_under_prior(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return total({**lines, "diffusion_bound": prior @ lines["diffusion_per_z"]})


@mistake(
    q.latent_diffusion_bound_lines,
    en="`diffusion_bound` adds up the bounds of all codes. How likely is each of them?",
    fr="`diffusion_bound` additionne les bornes de tous les codes. Quelle est la probabilité de chacun ?",
)
def codes_added(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return total({**lines, "diffusion_bound": np.sum(lines["diffusion_per_z"])})


@mistake(
    q.latent_diffusion_bound_lines,
    en="`diffusion_bound` gives each code the same weight. How likely is each of them?",
    fr="`diffusion_bound` donne à chaque code le même poids. Quelle est la probabilité de chacun ?",
)
def codes_averaged_alike(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return total({**lines, "diffusion_bound": np.mean(lines["diffusion_per_z"])})


@mistake(
    q.latent_diffusion_bound_lines,
    en="`vae_kl` runs in the wrong direction: under which of its two distributions is the bound an "
    "expectation?",
    fr="`vae_kl` va dans le mauvais sens : sous laquelle de ses deux lois la borne est-elle une espérance ?",
)
def divergence_turned_round(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return finish({**lines, "vae_kl": kl(prior, encoder)}, encoder)


@mistake(
    q.latent_diffusion_bound_lines,
    en="In `vae_bound` an encoder gains by leaving the prior. Look at the sign of the divergence.",
    fr="Dans `vae_bound`, un encodeur gagne à s'éloigner de l'a priori. Regardez le signe de la divergence.",
)
def divergence_added(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return total({**lines, "vae_bound": lines["vae_recon"] + lines["vae_kl"]})


@mistake(
    q.latent_diffusion_bound_lines,
    en="`vae_bound` is the reconstruction alone: what became of $p(z)$ and of the encoder's own density?",
    fr="`vae_bound` n'est que la reconstruction : que sont devenues $p(z)$ et la densité de l'encodeur ?",
)
def divergence_forgotten(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return total({**lines, "vae_bound": lines["vae_recon"]})


@mistake(
    q.latent_diffusion_bound_lines,
    en="`vae_recon` is the logarithm of a mean. On which side of the expectation does the bound have it?",
    fr="`vae_recon` est le logarithme d'une moyenne. De quel côté de l'espérance la borne le place-t-elle ?",
)
def recon_log_outside(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return finish({**lines, "vae_recon": np.log(encoder @ likelihood)}, encoder)


@mistake(
    q.latent_diffusion_bound_lines,
    en="`vae_recon` is averaged under the prior. Where do the codes of a reconstruction come from?",
    fr="`vae_recon` est moyenné sous l'a priori. D'où viennent les codes d'une reconstruction ?",
)
def recon_under_prior(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    lines = split(x0, prior, likelihood, pT, rev, encoder, fwd)
    return finish({**lines, "vae_recon": prior @ np.log(likelihood)}, encoder)


@alternative(q.latent_diffusion_bound_lines)
def split_by_divergences(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    per_z = [divergences(x0, fwd[:, z], rev[:, z], pT[z])["elbo"] for z in range(len(prior))]
    vae_recon = sum(e * np.log(c) for e, c in zip(encoder, likelihood, strict=True))
    vae_kl = sum(e * np.log(e / p) for e, p in zip(encoder, prior, strict=True))
    diffusion = sum(e * one for e, one in zip(encoder, per_z, strict=True))
    lines = {"vae_recon": vae_recon, "vae_kl": vae_kl, "vae_bound": vae_recon - vae_kl}
    return total({**lines, "diffusion_per_z": per_z, "diffusion_bound": diffusion})


@alternative(q.latent_diffusion_bound_lines)
def split_by_paths(
    x0: int, prior: Any, likelihood: Any, pT: Any, rev: Any, encoder: Any, fwd: Any
) -> dict[str, Any]:
    import torch

    weights, codes = torch.from_numpy(encoder), range(len(prior))
    per_z = torch.tensor(
        [bound_by_paths(x0, fwd[:, z], rev[:, z], pT[z]) for z in codes], dtype=torch.float64
    )
    vae_recon = (weights * torch.from_numpy(likelihood).log()).sum()
    vae_kl = (weights * (weights / torch.from_numpy(prior)).log()).sum()
    lines = {"vae_recon": vae_recon, "vae_kl": vae_kl, "vae_bound": vae_recon - vae_kl}
    return total({**lines, "diffusion_per_z": per_z, "diffusion_bound": weights @ per_z})
