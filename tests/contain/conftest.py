"""A sandbox whose workers are tried from inside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import Sandbox
from tests.contain.inside import LIMITS


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    (folder / "answers.py").write_text("42")
    return folder


@pytest.fixture(scope="module")
def sandbox(secret: Path) -> Iterator[Sandbox]:
    os.environ["AUTOGRADER_TEST_TOKEN"] = "secret"
    try:
        with Sandbox(LIMITS, [secret]) as started:
            yield started
    finally:
        del os.environ["AUTOGRADER_TEST_TOKEN"]
