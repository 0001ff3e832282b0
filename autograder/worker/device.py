"""A GPU in a worker: the files that it takes, and calls whose arguments lie there before the clock runs."""

from __future__ import annotations

import glob
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

FILES = ("/dev/nvidia*", "/dev/nvidia-caps/*")
READABLE = ("/proc/driver/nvidia", "/proc/devices", "/sys/module/nvidia", "/sys/bus/pci/devices")
IOCTL_TYPE = 0x46  # of the requests to NVIDIA's driver
IOCTL_UVM = (0x30000001, 0x30000002, *range(1, 0x50))  # those to its shared memory have no type
SAMPLE = 4096  # values of a result that are compared


def find_device_files() -> list[str]:
    """The device files of the GPUs of this machine."""
    return [path for pattern in FILES for path in glob.glob(pattern)]


class Bench:
    """The arguments and the value of one call, on a device of torch: "cuda", or "cpu" to try it without."""

    def __init__(self, device: str) -> None:
        import torch

        self.torch: Any = torch
        self.device = device
        # Else a convolution rounds to ten bits, and a product of matrices does not.
        torch.backends.cudnn.allow_tf32 = False
        self.arguments: dict[str, Any] = {}
        self.value: Any = None

    def place(self, arguments: Mapping[str, Any]) -> None:
        """Move the arguments to the device: arrays as tensors, in single precision if they are real."""
        self.value = None
        self.arguments = {name: self._move(value) for name, value in arguments.items()}
        self._wait()

    def run(self, function: Callable[..., Any]) -> float:
        """Call the function with what was placed: the seconds that it took, as the device counts them."""
        self._wait()
        started = time.perf_counter()
        events = self._events()
        if events:
            events[0].record()
        self.value = function(**self.arguments)
        if events:
            events[1].record()
        self._wait()
        return events[0].elapsed_time(events[1]) / 1e3 if events else time.perf_counter() - started

    def fetch(self, seed: int) -> list[Any]:
        """A sample of the values of each tensor that was returned, at places that the seed draws."""
        value = tuple(self.value.values()) if isinstance(self.value, dict) else self.value
        values = value if isinstance(value, tuple | list) else [value]
        return [self._sample(np.random.default_rng(seed), value) for value in values]

    def _move(self, value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            return value
        real = value.dtype.kind == "f"
        return self.torch.tensor(value, dtype=self.torch.float32 if real else None, device=self.device)

    def _wait(self) -> None:
        if self.device == "cuda":
            self.torch.cuda.synchronize()

    def _events(self) -> list[Any]:
        if self.device != "cuda":
            return []
        return [self.torch.cuda.Event(enable_timing=True) for _ in range(2)]

    def _sample(self, rng: np.random.Generator, value: Any) -> Any:
        flat = self.torch.as_tensor(value).detach().reshape(-1)
        places = rng.integers(len(flat), size=min(SAMPLE, len(flat)))
        return flat[places.tolist()].double().cpu().numpy()
