"""The zygote as the trusted side sees it: how it is started, and the line on which it is told what to do."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from autograder import worker
from autograder.faults import Failure
from autograder.sandbox.bubblewrap import wrap
from autograder.sandbox.folders import library_folders

ANSWER_SECONDS = 120.0
PIECE_BYTES = 2**20
WORKER = os.path.dirname(os.path.abspath(worker.__file__))

# The zygote loads the worker's folder as a package of its own. None of its module paths names the folder
# above, beside which the course lies.
_BOOT = """
import sys
from importlib import util
folder, descriptor, *libraries = sys.argv[1:]
sys.argv[:] = [""]
sys.path += libraries
spec = util.spec_from_file_location("worker", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["worker"] = package = util.module_from_spec(spec)
spec.loader.exec_module(package)
from worker.__main__ import main
main(int(descriptor))
"""

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "CUDA_VISIBLE_DEVICES": "",
    # A library that starts threads in the zygote makes the forked workers hang.
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class SandboxError(Failure):
    """The sandbox itself cannot work: no submission is to blame."""


class Line:
    """A started zygote: one line of JSON to it, one line back."""

    def __init__(self, readable: Sequence[str], folder: str, devices: Sequence[str] = ()) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._control, theirs = socket.socketpair()
        self._control.settimeout(ANSWER_SECONDS)
        python = os.path.realpath(sys.executable)
        # Without the site module no .pth file is read: an editable install's would add the course.
        flags = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
        start = [python, *flags, "-c", _BOOT, WORKER, str(theirs.fileno()), *library_folders()]
        with theirs:
            self._process = subprocess.Popen(
                wrap(start, [*readable, python, WORKER], folder, devices),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env=_ENVIRONMENT,
                cwd="/",
                # An interrupt at the terminal is for the grader, which then closes the line.
                start_new_session=True,
            )

    def tell(self, line: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        """Send one line. That nobody hears it shows when the answer is missing."""
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [json.dumps(line).encode() + b"\n"], descriptors)

    def hear(self) -> dict[str, Any]:
        """The answer to the line sent last."""
        data = b""
        while not data.endswith(b"\n"):
            piece = b""
            with contextlib.suppress(OSError):
                piece = self._control.recv(PIECE_BYTES)
            if not piece:
                why = self._last_words()
                raise SandboxError(f"the process that starts workers has ended ({why}); grade again")
            data += piece
        answer: dict[str, Any] = json.loads(data)
        return answer

    def close(self, at_once: bool) -> None:
        """End the zygote, which ends its workers first unless it has none."""
        if at_once:
            self._process.kill()
        self._control.close()
        try:
            self._process.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").splitlines()
        return next((line for line in reversed(lines) if line.strip()), "it left no message")
