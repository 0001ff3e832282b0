"""What our references cost beside libraries: `python -m tests.benchmarks.libraries [CORE ...]`.

Both compute the inputs that a part is timed with, in double precision, on one thread, in turn; what they
return is compared first. A library gets tensors, its layers are made and filled before, and it keeps no
gradients; our reference does all of its work. `pip install -e ".[libraries]"` brings the packages; what is
missing is said and left out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time
from typing import Any

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from autograder.course import load, names
from autograder.values import Function, Reference, Rng, Speed
from autograder.worker import heap
from tests.benchmarks.pace import start_single_threaded
from tests.benchmarks.rivals import Work, convolutions, densities, flows, networks

GOAL = 1.05
ROUNDS = 60
AT_LEAST = 1e-3  # CPU seconds of a measurement: a short work is repeated
AT_MOST = 8.0  # CPU seconds of all rounds of a core, when one of them takes long

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Rival:
    library: str
    prepare: Callable[..., Work]
    tolerance: float = 1e-9


RIVALS = {
    "masked_conv2d": [Rival("torch", convolutions.conv2d)],
    "receptive_field": [Rival("scipy.ndimage", convolutions.binary_dilation)],
    "same_convolution": [
        Rival("torch", convolutions.same_conv2d),
        Rival("scipy.ndimage", convolutions.correlate),
    ],
    "radial_flow": [Rival("torch", flows.radial_torch)],
    "radial_flow, log_det": [
        Rival("normflows", flows.radial_normflows),
        Rival("pyro", flows.radial_pyro),
    ],
    "radial_flow_inverse": [Rival("zuko (bisection)", flows.radial_inverse_zuko, 1e-6)],
    "mixture_flow, log_slope": [
        Rival("torch", flows.mixture_torch),
        Rival("torch.distributions", flows.mixture_distributions),
        Rival("pyro (neural flow)", flows.mixture_pyro, 1e-6),  # it adds 1e-8 to slopes
        Rival("zuko (monotone)", flows.mixture_zuko),
    ],
    "gated_autoregressive_step": [
        Rival("torch", flows.gated_torch),
        Rival("pyro (stable IAF)", flows.gated_pyro),
        Rival("zuko (autoregressive)", flows.gated_zuko),
    ],
    "made_masks": [Rival("torch", networks.masks_torch), Rival("nflows", networks.masks_nflows)],
    "made_forward": [
        Rival("nflows (MADE)", networks.made_nflows),
        Rival("zuko (MaskedMLP)", networks.made_zuko),
    ],
    "discretised_mixture_log_prob": [
        Rival("torch", densities.mixture_torch),
        Rival("wavenet_vocoder", densities.mixture_wavenet, 1e-3),  # a density in place of tiny masses
    ],
    "gaussian_kl": [Rival("torch.distributions", densities.gaussian_distributions)],
    "alpha_divergence": [
        Rival("torch (kl_div)", densities.divergence_torch),
        Rival("torch.distributions", densities.divergence_distributions),
        Rival("scipy (rel_entr)", densities.divergence_scipy),
    ],
    "jensen_shannon_from_logits": [
        Rival("torch (cross-entropy)", densities.jensen_shannon_torch),
        Rival("torch (softplus)", densities.jensen_shannon_softplus),
        Rival("scipy (log_expit)", densities.jensen_shannon_scipy),
    ],
    "importance_weighted_bound": [
        Rival("torch", densities.bound_torch),
        Rival("scipy", densities.bound_scipy),
    ],
    "best_shift": [Rival("torch", densities.shift_torch), Rival("scipy", densities.shift_scipy)],
    "tilted_density": [Rival("torch", densities.tilt_torch), Rival("scipy", densities.tilt_scipy)],
    "discrete_conjugate": [Rival("torch", densities.conjugate_torch)],
    "nt_xent": [
        Rival("torch", densities.contrast_torch),
        Rival("pytorch-metric-learning", densities.contrast_metric_learning),
    ],
    "block_gibbs": [
        Rival("torch (einsum)", networks.gibbs_einsum),
        Rival("torch (bilinear)", networks.gibbs_bilinear),
    ],
    "log_unnormalised_marginal": [Rival("torch", networks.marginal_torch)],
    "elbo_gradient_estimate": [Rival("torch", densities.estimate_torch)],
    "adam": [Rival("torch.optim", networks.adam_torch)],
    "state_jacobian": [Rival("torch", networks.power_torch)],
}

REASONS = {
    "radial_flow, log_det": "two parts of the sheet, and each finds the distances from the centre",
}


def main(wanted: list[str]) -> None:
    heap.keep()
    torch.set_num_threads(1)
    references, speeds = find_course()
    print(f"{'core':30} {'library':24} {'ours ms':>8} {'ms':>8} {'ratio':>6} {'median':>7}")
    for core in wanted or RIVALS:
        inputs = draw(core, speeds, np.random.default_rng(1))
        with threadpool_limits(1), torch.no_grad(), np.errstate(all="ignore"):
            for line in compare(core, partial(compute, core, references, inputs), inputs):
                print(line, flush=True)


def find_course() -> tuple[dict[str, Function], dict[str, Speed]]:
    """The reference of each part, and what the timed ones say about speed."""
    units = [unit for name in names() for unit in load(name, hidden=True).units]
    references = {known.part.name: known.function for unit in units for known in unit.all(Reference)}
    return references, {speed.part.name: speed for unit in units for speed in unit.all(Speed)}


def draw(core: str, speeds: Mapping[str, Speed], rng: Rng) -> Values:
    """Inputs of the size that is timed; where none is, of a size that takes as long."""
    if core == "alpha_divergence":
        p, q = rng.dirichlet(np.ones(10), size=(2, 8000))
        return {"p": p, "q": q, "alpha": 1.0}  # the only alpha for which a library has it
    part = {"mixture_flow, log_slope": "mixture_flow_lines"}.get(core, core.partition(",")[0])
    inputs: Values = speeds[part].draw(rng, speeds[part].sizes[-1])
    if core == "made_masks":  # as nflows deals them, since it takes no others
        m, h = len(inputs["order"]), len(inputs["degrees"])
        return {"degrees": np.arange(h) % (m - 1) + 1, "order": np.arange(m) + 1}
    return inputs


def compute(core: str, references: Mapping[str, Function], inputs: Values) -> Any:
    """What our references return for these inputs; for some cores, with what a library returns besides."""
    if core == "radial_flow, log_det":
        offset = inputs["z"] - inputs["z0"]
        r = np.sqrt(np.einsum("ij,ij->i", offset, offset))
        lines = references["radial_radius_lines"](r, inputs["alpha"], inputs["beta"])
        log_det = (inputs["z"].shape[1] - 1) * np.log(lines["scale"]) + np.log(lines["drho"])
        return references["radial_flow"](**inputs), log_det
    if core == "mixture_flow, log_slope":
        lines = references["mixture_flow_lines"](**inputs)
        return lines["g"], np.log(lines["dg"])
    value = references[core](**inputs)
    return value[1] if core == "same_convolution" else value


def compare(core: str, ours: Work, inputs: Values) -> Iterator[str]:
    """A line for each library, and one more where the best of them is faster than allowed."""
    tensors = {
        name: torch.from_numpy(value) if isinstance(value, np.ndarray) else value
        for name, value in inputs.items()
    }
    works, wanted = {"ours": ours}, flatten(ours())
    for rival in RIVALS[core]:
        try:
            work = rival.prepare(**tensors)
        except ModuleNotFoundError as missing:
            yield f"{core:30.30} {rival.library}: {missing.name} is not installed, and the row is left out"
            continue
        for value, ours_value in zip(flatten(work()), wanted, strict=True):
            np.testing.assert_allclose(value, ours_value, rtol=rival.tolerance, atol=rival.tolerance)
        works[rival.library] = work
    yield from report(core, measure(works))


def flatten(value: Any) -> list[Any]:
    values = list(value.values()) if isinstance(value, dict) else value
    several = isinstance(values, tuple | list)
    return [np.asarray(item, dtype=float) for item in (values if several else [values])]


def measure(works: Mapping[str, Work]) -> dict[str, list[float]]:
    """CPU seconds of each work, in turn, round after round."""
    times = {name: max(1, int(AT_LEAST / clock(work, 3))) for name, work in works.items()}
    seconds: dict[str, list[float]] = {name: [] for name in works}
    started = process_time()
    while len(seconds["ours"]) < ROUNDS and process_time() - started < AT_MOST:
        for name, work in works.items():
            seconds[name].append(clock(work, times[name]))
    return seconds


def clock(work: Work, times: int) -> float:
    started = process_time()
    for _ in range(times):
        work()
    return (process_time() - started) / times


def report(core: str, seconds: dict[str, list[float]]) -> Iterator[str]:
    ours, ratios = seconds.pop("ours"), []
    for library, theirs in seconds.items():
        ratios.append(min(ours) / min(theirs))
        middle = median(ours) / median(theirs)
        least = f"{1e3 * min(ours):8.3f} {1e3 * min(theirs):8.3f}"
        yield f"{core:30.30} {library:24.24} {least} {ratios[-1]:6.2f} {middle:7.2f}"
    if ratios and max(ratios) > GOAL:
        yield f"{'':30} more than {GOAL} times the best: {REASONS.get(core, 'no reason known')}"


if __name__ == "__main__":
    start_single_threaded("tests.benchmarks.libraries")
    main(sys.argv[1:])
