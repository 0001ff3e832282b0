"""The trusted end of a worker's channel: it waits for an answer no longer than a budget allows."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.worker import wire
from autograder.worker.contain import LINUX

POLL_MILLISECONDS = 20
ANSWER_BYTES = 2 * wire.MESSAGE_BYTES  # in one exchange
_PROCESS_CLOCK = 2
_CREDENTIALS = struct.Struct("iII")


@dataclass
class Budget:
    """CPU and wall-clock seconds that are left."""

    cpu: float
    wall: float

    @property
    def spent(self) -> bool:
        return self.cpu <= 0 or self.wall <= 0

    def take(self, part: Budget) -> None:
        """Set a part aside."""
        self.cpu, self.wall = self.cpu - part.cpu, self.wall - part.wall

    def give(self, rest: Budget) -> None:
        """Put back what is left of such a part."""
        self.cpu, self.wall = self.cpu + rest.cpu, self.wall + rest.wall


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    `call_seconds` is the CPU time of one part, all its calls together; `cells_seconds` that of all cells when
    they first run. The wall clock may show `wall_factor` times as much, so that a sleeper is stopped, too.

    `memory_bytes` counts address space beyond what the libraries have mapped before a cell runs: torch alone
    maps 0.7 GiB, builds for GPUs several times that, and none of it is the student's. Two GiB hold every
    tensor of a sheet and the stack and arena of each thread.
    """

    call_seconds: float = 5.0
    cell_seconds: float = 10.0
    cells_seconds: float = 30.0
    wall_factor: float = 3.0
    memory_bytes: int = 2 * 2**30

    def budget(self, seconds: float) -> Budget:
        """So many CPU seconds, with the wall-clock seconds that go with them."""
        return Budget(seconds, seconds * self.wall_factor)


class Stopped(Exception):
    """The worker gave no answer and must be killed: it overran, or it ended, or it broke the protocol."""

    def __init__(self, overran: bool) -> None:
        super().__init__(overran)
        self.overran = overran


class Channel:
    """One worker as the trusted side sees it. `name` is its number in the zygote's own namespace."""

    def __init__(self, link: socket.socket, pid: int = 0) -> None:
        self.link = link
        self.pid = self.name = pid
        self.classes: frozenset[str] = frozenset()
        self._ends = Budget(0.0, 0.0)
        self._room = 0  # bytes that may still be answered
        link.setblocking(False)
        if LINUX:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def meet(self, budget: Budget) -> None:
        """Wait for the worker's first word. The kernel says which process wrote it, in our own numbers."""
        self._ends = Budget(budget.cpu, time.monotonic() + budget.wall)
        self._wait(select.POLLIN)
        self.pid = self.name
        if LINUX:
            _, about, _, _ = self.link.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size), socket.MSG_PEEK)
            for _, kind, data in about:
                if kind == socket.SCM_CREDENTIALS:
                    self.pid, _, _ = _CREDENTIALS.unpack(data)
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)

    def ask(self, message: Sequence[Any] | None, budget: Budget) -> Any:
        """The answer to a message, or the next word if there is none. Takes the cost from the budget."""
        request = b"" if message is None else b"".join(wire.encode(message, self.classes))
        return self._exchange(request, 1, budget, lambda answer: answer)[0]

    def ask_all(
        self, frames: Sequence[bytes], budget: Budget, keep: Callable[[Any], Any] = lambda answer: answer
    ) -> list[Any]:
        """What to `keep` of the answers to several messages, sent together. Takes the cost from the budget.

        All answers together may not be larger than what a few may be, each of which is as large as can be.
        """
        head = b"".join(wire.encode(("calls", len(frames))))
        return self._exchange(b"".join([head, *frames]), len(frames), budget, keep)

    def _exchange(
        self, request: bytes, answers: int, budget: Budget, keep: Callable[[Any], Any]
    ) -> list[Any]:
        cpu, wall = self.cpu_seconds(), time.monotonic()
        self._ends, self._room = Budget(cpu + budget.cpu, wall + budget.wall), ANSWER_BYTES
        try:
            self._write(memoryview(request))
            return [keep(wire.receive(self._read)) for _ in range(answers)]
        except MemoryError:  # many small values take more than their bytes
            raise Stopped(overran=False) from None
        except (OSError, EOFError, wire.Malformed):
            # A worker that its own hard limit killed ends like one that crashed.
            raise Stopped(self.cpu_seconds() >= self._ends.cpu) from None
        finally:
            budget.cpu -= self.cpu_seconds() - cpu
            budget.wall -= time.monotonic() - wall

    def cpu_seconds(self) -> float:
        """The worker's CPU time as the kernel counts it, 0 where only the wall clock can be read.

        Linux numbers the clocks of other processes: the complement of the process number above three bits
        that say which clock, here the time that the scheduler gave to all threads.
        """
        if not LINUX or self.pid == 0:
            return 0.0
        try:
            return time.clock_gettime((~self.pid << 3) | _PROCESS_CLOCK)
        except OSError:
            return self._ends.cpu

    def waits(self) -> bool:
        """Whether the worker lives and is silent, as it should be before it is asked."""
        try:
            self.link.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def close(self) -> None:
        """Give up the channel."""
        self.link.close()

    def _write(self, data: memoryview) -> None:
        while len(data):
            try:
                data = data[self.link.send(data) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)

    def _read(self, buffer: memoryview) -> None:
        while len(buffer):
            try:
                count = self.link.recv_into(buffer)
            except BlockingIOError:
                self._wait(select.POLLIN)
                continue
            if count == 0:
                raise EOFError
            buffer, self._room = buffer[count:], self._room - count
            if self._room < 0:
                raise Stopped(overran=False)

    def _wait(self, event: int) -> None:
        """Wait until the link is ready; each wait looks at the clocks, however small the pieces that come."""
        poll = select.poll()
        poll.register(self.link, event)
        ready = False
        while not ready:
            ready = bool(poll.poll(POLL_MILLISECONDS))
            if self.cpu_seconds() > self._ends.cpu or time.monotonic() > self._ends.wall:
                raise Stopped(overran=True)
