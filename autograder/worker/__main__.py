"""The zygote: a process that never held a secret, imports the slow libraries once, and forks the workers.

It never runs a student's code. The trusted side sends it one line of JSON at a time and gets one line back.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any

import numpy

from . import contain, heap, libraries, namespaces, processes, scratch, serve, watch

LINE_BYTES = 2**20
WATCH_SECONDS = 0.2


class Zygote:
    """The living workers and the folder that holds their work folders."""

    def __init__(self, control: socket.socket, folder: str, plan: contain.Plan) -> None:
        self.control = control
        self.folder = folder
        self.plan = plan
        self.workers: dict[int, str] = {}

    def run(self) -> None:
        """Obey until the trusted side closes the line, which it also does by ending."""
        try:
            while order := self.wait():
                tell(self.control, self.obey(*order))
        finally:
            for pid in list(self.workers):
                self.end(pid)
            # The trusted side may have been killed and not be there to do it.
            with contextlib.suppress(OSError):
                scratch.discard(self.folder)

    def wait(self) -> tuple[dict[str, Any], Sequence[int]] | None:
        """The next order. Until it comes, a worker that takes more than it may is killed."""
        while not select.select([self.control], [], [], WATCH_SECONDS if self.workers else None)[0]:
            for pid, folder in self.workers.items():
                if watch.is_excessive(pid, folder):
                    os.kill(pid, signal.SIGKILL)
        return hear(self.control)

    def obey(self, line: dict[str, Any], channels: Sequence[int]) -> dict[str, int]:
        if "start" in line:
            return self.start(channels[0])
        if "load" in line:
            libraries.load(line["load"], self.folder)
            return {"threads": processes.settled_threads()}
        return self.end(line["end"])

    def start(self, channel: int) -> dict[str, int]:
        folder = scratch.make(self.folder)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self.become_worker(folder, channel, parent)
        os.close(channel)
        self.workers[pid] = folder
        return {"pid": pid}

    def become_worker(self, folder: str, channel: int, parent: int) -> None:
        try:
            # The number may be taken by another file once it is closed: this object must not close that.
            self.control.detach()
            contain.enter(self.plan, folder, channel, parent)
            libraries.seed()
            serve.serve(contain.CHANNEL, self.plan.device)
        finally:
            os._exit(1)

    def end(self, pid: int) -> dict[str, int]:
        """Kill a worker with all that it started, then remove its folder."""
        folder = self.workers.pop(pid)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if "seccomp" not in self.plan.layers:
            self.end_orphans()
        # What cannot be removed now goes with the whole folder at the end.
        with contextlib.suppress(OSError):
            scratch.discard(folder)
        return {"status": status}

    def end_orphans(self) -> None:
        """What a worker left behind became a child of this process, level by level, as its parents ended."""
        while orphans := [pid for pid in processes.children(os.getpid()) if pid not in self.workers]:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def main(descriptor: int) -> None:
    """Serve the trusted side at the other end of this socket."""
    control = socket.socket(fileno=descriptor)
    order = hear(control)
    if order is None:
        return
    line, _ = order
    needed = (os.__file__, numpy.__file__)
    layers = contain.probe(line["readable"], line["folder"], needed)
    if "uid" not in layers and namespaces.separate(line["network"], line["readable"]):
        layers |= {"namespaces"}
    libraries.load("torch", line["folder"])
    heap.keep()
    processes.hide()
    processes.adopt_orphans()
    tell(control, {"layers": sorted(layers), "threads": processes.settled_threads()})
    limits = line["memory_bytes"], line["cpu_seconds"]
    plan = contain.Plan(tuple(line["readable"]), *limits, layers, line["device"])
    gc.collect()
    gc.freeze()
    try:
        Zygote(control, line["folder"], plan).run()
    finally:
        # Nothing is left to do, and to take the libraries down takes longer than most submissions.
        if sys.exc_info()[0] is None:
            os._exit(0)


def hear(control: socket.socket) -> tuple[dict[str, Any], Sequence[int]] | None:
    """The next line and the descriptors that came with it; None at the end."""
    data, descriptors = b"", []
    while not data.endswith(b"\n"):
        piece, numbers, _, _ = socket.recv_fds(control, LINE_BYTES, 1)
        if not piece:
            return None
        data += piece
        descriptors += numbers
    return json.loads(data), descriptors


def tell(control: socket.socket, line: dict[str, Any]) -> None:
    control.sendall(json.dumps(line).encode() + b"\n")
