"""A worker that sends any bytes at all, in pieces of any size, and then hangs up or stays silent."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress

from autograder.sandbox.channel import Budget, Channel

SILENT_SECONDS = 0.05  # of real time that the trusted side waits for more where nothing more comes
PATIENT_SECONDS = 300.0


class Slow(socket.socket):
    """A link on which no more than a few bytes are there at once, and every other time none."""

    size = 1
    ready = False

    def recv_into(self, buffer: memoryview, *_: object) -> int:  # type: ignore[override]
        self.ready = not self.ready
        if not self.ready:
            raise BlockingIOError
        return super().recv_into(buffer[: self.size])


class Worker:
    """The far end of a channel. A context manager; at its end the bytes are sent or nobody reads them."""

    def __init__(self, data: bytes, piece: int, hangs_up: bool) -> None:
        mine, self._theirs = socket.socketpair()
        link = Slow(fileno=mine.detach())
        link.size = piece
        self.channel = Channel(link, os.getpid())
        self._data, self._hangs_up = data, hangs_up
        self._thread = threading.Thread(target=self._send)

    def _send(self) -> None:
        with suppress(OSError):
            self._theirs.sendall(self._data)
            if self._hangs_up:
                self._theirs.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Channel:
        self._thread.start()
        return self.channel

    def __exit__(self, *_: object) -> None:
        self.channel.close()
        self._thread.join()
        self._theirs.close()


def budget(answers: bool) -> Budget:
    """Time enough for an answer that is on its way, or little for one that never comes."""
    return Budget(PATIENT_SECONDS, PATIENT_SECONDS if answers else SILENT_SECONDS)
