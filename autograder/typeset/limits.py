"""Runs a function on a student's text in a process of its own, with limits of time and memory."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from types import ModuleType
from typing import Any, TypeAlias

SECONDS = 20  # of processor time
WALL_SECONDS = 120.0
MEMORY = 2**30  # bytes

Reply: TypeAlias = tuple[dict[str, Any], bytes]


class Died(Exception):
    """The process ended before its reply: it took too long, or too much memory, or it crashed."""


def run(function: Callable[..., Reply], *args: object, seconds: int = SECONDS, memory: int = MEMORY) -> Reply:
    """What the function returns, within seconds of processor time and bytes of memory. Raises Died."""
    context = _make_context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, seconds, memory, function, args), daemon=True)
    with receiver:
        with _without_main():
            process.start()
        sender.close()
        try:
            if not receiver.poll(WALL_SECONDS):
                raise Died
            return json.loads(receiver.recv_bytes()), receiver.recv_bytes()
        except (EOFError, OSError) as error:
            raise Died from error
        finally:
            process.kill()
            process.join()
            process.close()


@cache
def _make_context() -> ForkServerContext:
    """Processes are forked from one that has loaded what they need, and nothing of the course."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["autograder.typeset.press"])
    return context


@contextmanager
def _without_main() -> Iterator[None]:
    """Each process would load the program that runs here; none needs it."""
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _work(
    sender: Connection, seconds: int, memory: int, function: Callable[..., Reply], args: tuple[object, ...]
) -> None:
    os.environ["RAYON_NUM_THREADS"] = "1"  # Typst's threads would each reserve memory
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # where it is said at length how it died
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    described, pdf = function(*args)
    sender.send_bytes(json.dumps(described).encode())
    sender.send_bytes(pdf)
