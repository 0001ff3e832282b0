"""The loop of a worker: one message in, one message out, until the trusted side closes the channel."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from . import wire
from .cells import Notebook, builtin_name, text_of


def serve(channel: int) -> None:
    """Answer the trusted side. Plain reads and writes: a worker's system calls on sockets are refused."""
    notebook: Notebook | None = None

    def read(buffer: memoryview) -> None:
        while len(buffer):
            count = os.readv(channel, [buffer])
            if count == 0:
                raise EOFError
            buffer = buffer[count:]

    _write(channel, wire.encode(("contained",)))
    while True:
        match wire.receive(read, notebook.classes if notebook else None):
            case ("begin", str(given), list(parts)):
                try:
                    notebook = Notebook(given, parts)
                except Exception as error:
                    _write(channel, wire.encode(("failed", f"{type(error).__name__}: {text_of(error)}")))
                else:
                    _write(channel, wire.encode(("ready", sorted(notebook.classes))))
            case ("cell", int(number), str(source)) if notebook:
                _write(channel, wire.encode(notebook.run(number, source)))
            case ("call", str(name), dict(arguments)) if notebook:
                _write(channel, _encoded(notebook.call(name, arguments)))


def _encoded(reply: tuple[Any, ...]) -> Sequence[bytes | memoryview]:
    try:
        return wire.encode(reply)
    except wire.Unsendable as refused:
        return wire.encode(("fault", "Unsendable", refused.kind, ""))
    except BaseException as error:
        return wire.encode(("fault", "Raised", builtin_name(error), text_of(error)))


def _write(channel: int, buffers: Sequence[bytes | memoryview]) -> None:
    rest = memoryview(b"".join(buffers))
    while len(rest):
        rest = rest[os.write(channel, rest) :]
