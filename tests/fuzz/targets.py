"""What is fuzzed: from where examples come, what must hold for them, and what one may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hypothesis import strategies as st

from autograder import headroom
from autograder.worker import wire
from tests.fuzz import answers, downloads, frames, notebooks, properties, survival
from tests.fuzz.bounds import MEGABYTE, Cost, bounded

FRAME_BYTES = 4 * wire.MESSAGE_BYTES  # the payload, the values made of it, and the tree of a full header
ANSWER_BYTES = headroom.HEADROOM_BYTES + 64 * MEGABYTE  # what a law computes with the largest answer
FILE_BYTES = 32 * MEGABYTE  # and for each byte of the file:
FILE_FACTOR = 64
SEEDED_SHEET = "hw4_autoregressive"  # the smallest


@dataclass(frozen=True)
class Target:
    """One surface: so many examples of it are run in a night, and so many with the tests."""

    name: str
    examples: st.SearchStrategy[bytes]
    holds: Callable[[bytes], str]
    nightly: int
    seeded: int
    seconds: float
    peak: int
    peak_factor: int = 0
    prepare: Callable[[], object] = lambda: None

    def run(self, data: bytes) -> tuple[str, Cost]:
        """What happened with one example and what it took. Fails if the property does not hold."""
        self.prepare()
        with bounded(self.seconds, self.peak + self.peak_factor * len(data)) as cost:
            outcome = self.holds(data)
        return outcome, cost


def _frames(
    name: str, examples: st.SearchStrategy[bytes], holds: Callable[[bytes], str], nightly: int
) -> Target:
    return Target(name, examples, holds, nightly, seeded=60, seconds=5.0, peak=FRAME_BYTES)


def _files(sheet: str) -> Target:
    return Target(
        f"file-{sheet}",
        notebooks.files(sheet),
        partial(properties.hold_for_file, sheet=sheet),
        nightly=1_400,
        seeded=10,
        seconds=10.0,
        peak=FILE_BYTES,
        peak_factor=FILE_FACTOR,
        prepare=partial(survival.right_cells, sheet),
    )


def _answers(sheet: str) -> Target:
    return Target(
        f"answer-{sheet}",
        st.binary(min_size=4, max_size=6),
        partial(properties.hold_for_answer, sheet=sheet),
        nightly=2_000,
        seeded=30 if sheet == SEEDED_SHEET else 0,
        seconds=20.0,
        peak=ANSWER_BYTES,
        prepare=partial(answers.grader_of, sheet),
    )


def _downloads() -> Target:
    return Target(
        "download",
        downloads.downloads(),
        properties.hold_for_download,
        nightly=4_000,
        seeded=30,
        seconds=10.0,
        peak=FILE_BYTES,
        peak_factor=FILE_FACTOR,
    )


in_pieces = st.builds(bytes.__add__, st.binary(min_size=2, max_size=2), frames.made(frames.values))
TARGETS = (
    _frames("frame-trusted", frames.made(frames.values), properties.hold_on_trusted_side, 16_000),
    _frames("frame-worker", frames.made(frames.arguments), properties.hold_on_workers_side, 12_000),
    _frames("channel", in_pieces, properties.hold_on_channel, 6_000),
    _frames("reply", frames.made(frames.replies, whole=4), properties.hold_for_reply, 10_000),
    *map(_files, notebooks.SHEETS),
    _downloads(),
    *map(_answers, notebooks.SHEETS),
)
