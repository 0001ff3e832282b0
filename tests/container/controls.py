"""What a grader can do wrong, done on purpose: the checks must see all of it, or they are worth nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.container import harness
from tests.container.findings import Expected, find_faults
from tests.container.image import BUILD
from tests.container.submission import TIMEOUT_SECONDS, hand_in


@dataclass(frozen=True)
class Control:
    """A false `run_autograder`, and words of each fault that must be found."""

    name: str
    script: str
    words: tuple[str, ...]
    seconds: int = TIMEOUT_SECONDS


CARELESS = Control(
    "careless",
    """\
touch /tmp/left /dev/shm/left source/left
rm /etc/issue
sleep 1000 >/dev/null 2>&1 &
until grep -q sleep /proc/$!/comm; do :; done
tr '\\0' '\\n' </proc/1/environ
echo '{"score": 9, "output": "", "tests": []}' >results/results.json
""",
    (
        "left behind: /tmp/left",
        "left behind: /dev/shm/left",
        "left behind: /autograder/source/left",
        "left behind: /etc/issue (removed)",
        "left behind: sleep (user 0)",
        "the mode of source is 0o755",
        "the mode of submission_metadata.json is 0o644",
        "holds a secret",
        "layers that did not hold: landlock, process, rlimits, seccomp, uid",
        "the whole got 9 points",
    ),
)
LATE = Control("late", "sleep 1000 & wait", ("'timed_out': True", "left behind: sleep"), seconds=1)
BROKEN = Control("broken", "echo '{' >results/results.json", ("invalid_json",))
UNREAL = Control(
    "unreal", """echo '{"score": NaN, "tests": []}' >results/results.json""", ("Out of range float values",)
)
GREEDY = Control("greedy", "python3 -c 'print(len(b\"x\" * 10**9))'", ("killed for want of memory",))


def find_blind_spots(base: Path, limited: bool) -> list[str]:
    """The faults that were planted and not found."""
    missed = []
    for control in (CARELESS, LATE, BROKEN, UNREAL, *([GREEDY] if limited else [])):
        image = [_lay_out(control), base]
        seen = hand_in(control.name, b"", image, control.seconds)
        faults = find_faults(seen, Expected((0.0, 0.0)))
        missed += [
            f"not found of {control.name!r}: {word}"
            for word in control.words
            if not any(word in fault for fault in faults)
        ]
    return missed


def _lay_out(control: Control) -> Path:
    layer = BUILD / "controls" / control.name
    shutil.rmtree(layer, ignore_errors=True)
    folder = layer / "autograder"
    (folder / "source").mkdir(parents=True)
    shutil.copy(harness.__file__, folder / "harness.py")
    runner = folder / "run_autograder"
    runner.write_text(f"#!/bin/sh\n{control.script}\n")
    runner.chmod(0o755)
    return layer
