"""A sandbox with little CPU time, and sessions in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from autograder.sandbox import Sandbox, Session
from tests.sandbox.workers import SHORT


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SHORT) as started:
        yield started


@pytest.fixture
def opened(sandbox: Sandbox) -> Iterator[Callable[..., Session]]:
    sessions: list[Session] = []

    def open_session(*cells: str, given: str = "", parts: tuple[str, ...] = ()) -> Session:
        sessions.append(sandbox.open(cells, given, parts))
        return sessions[-1]

    yield open_session
    for session in sessions:
        session.close()
