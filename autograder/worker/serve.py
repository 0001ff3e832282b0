"""The loop of a worker: one message in, one message out, until the trusted side closes the channel."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from . import wire
from .cells import Notebook, Reply, builtin_name, text_of
from .device import Bench

Buffers = Sequence[bytes | memoryview]


class Desk:
    """Answers messages. Those about a device come only to a worker that may use one."""

    def __init__(self, device: str) -> None:
        self.notebook: Notebook | None = None
        self.device = device
        self.bench: Bench | None = None

    def answer(self, message: Any) -> Buffers:
        match message:
            case ("begin", str(given), list(parts)):
                return self.begin(given, parts)
            case ("cell", int(number), str(source)) if self.notebook:
                return wire.encode(self.notebook.run(number, source))
            case ("call", str(name), dict(arguments)) if self.notebook:
                return _encode(self.notebook.call(name, arguments))
        return _encode(_attempt(lambda: self.use_device(message)))

    def begin(self, given: str, parts: list[str]) -> Buffers:
        try:
            self.notebook = Notebook(given, parts)
        except Exception as error:
            return wire.encode(("failed", f"{type(error).__name__}: {text_of(error)}"))
        return wire.encode(("ready", sorted(self.notebook.classes)))

    def use_device(self, message: Any) -> Any:
        if self.bench is None:
            self.bench = Bench(self.device)
        match message:
            case ("place", dict(arguments)):
                return self.bench.place(arguments)
            case ("run", str(name)) if self.notebook:
                return self.bench.run(self.notebook.namespace[name])
            case ("fetch", int(seed)):
                return self.bench.fetch(seed)
        raise wire.Malformed("a message that is not known")


def serve(channel: int, device: str = "") -> None:
    """Answer the trusted side. Plain reads and writes: a worker's system calls on sockets are refused."""

    def read(buffer: memoryview) -> None:
        while len(buffer):
            count = os.readv(channel, [buffer])
            if count == 0:
                raise EOFError
            buffer = buffer[count:]

    def receive() -> Any:
        return wire.receive(read, desk.notebook.classes if desk.notebook else None, tensors=True)

    desk = Desk(device)
    _write(channel, wire.encode(("contained",)))
    while True:
        match receive():
            case ("calls", int(count)):
                # All are read before the first is answered: neither side waits for the other to read.
                messages = [receive() for _ in range(count)]
                # Each answer is copied at once: the next call may change the array that this one returned.
                _write(channel, [b"".join(desk.answer(message)) for message in messages])
            case message:
                _write(channel, desk.answer(message))


def _attempt(step: Callable[[], Any]) -> Reply:
    """The value of a step of our own that works with the student's function, or what it raised."""
    try:
        return "value", step()
    except BaseException as error:
        return "fault", "Raised", builtin_name(error), text_of(error)


def _encode(reply: Reply) -> Buffers:
    try:
        return wire.encode(reply)
    except wire.Unsendable as refused:
        return wire.encode(("fault", "Unsendable", refused.kind, ""))
    except BaseException as error:
        return wire.encode(("fault", "Raised", builtin_name(error), text_of(error)))


def _write(channel: int, buffers: Buffers) -> None:
    rest = memoryview(b"".join(buffers))
    while len(rest):
        rest = rest[os.write(channel, rest) :]
