"""What was seen of a run against what must be so: each fault is a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.container.submission import FILE, TOKEN, Seen
from tests.test_gradescope import check_schema

LAYERS = {"landlock", "process", "rlimits", "seccomp", "uid"}
OURS = {
    "/autograder/results (emptied)",
    "/autograder/results/results.json",
    "/autograder/results/stdout",
    "/autograder/submission (emptied)",
    f"/autograder/submission/{FILE}",
    "/autograder/submission_metadata.json",
}
PRIVATE = {
    "source": "0o700",
    "results": "0o700",
    "submission_metadata.json": "0o600",
    "results.json": "0o600",
}
DOCKER = {
    "CapEff": "00000000a80425fb",
    "NoNewPrivs": "0",
    "Seccomp": "2",
    "new user namespaces": False,
    "network": ["lo"],
}


@dataclass(frozen=True)
class Expected:
    """The least and the most points of the whole, and of single parts by name; words that nobody may read.

    A worker that fills the memory is killed by the kernel, which is right, and must not happen to a sample.
    """

    score: tuple[float, float]
    parts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    fills_memory: bool = False


def find_faults(seen: Seen, expected: Expected) -> list[str]:
    """Everything that is not as it must be; nothing when all is well."""
    kills = 0 if expected.fills_memory else seen.done.kills
    killed = [f"{kills} processes were killed for want of memory"] if kills else []
    return [
        *killed,
        *_in_container(seen),
        *_in_post(seen, expected.secrets),
        *_in_results(seen.results, expected),
    ]


def _in_container(seen: Seen) -> Iterator[str]:
    for kind in ("processes", "files", "objects"):
        left = [line for line in seen.after[kind] if line not in seen.before[kind]]
        yield from (f"left behind: {line}" for line in left)
    if seen.container != DOCKER:
        yield f"the container is not as Docker makes it: {seen.container}, expected {DOCKER}"
    yield from (f"left behind: {path}" for path in seen.changes if path not in OURS)
    for name, mode in PRIVATE.items():
        if (found := seen.after["modes"].get(name)) != mode:
            yield f"the mode of {name} is {found}, expected {mode}"


def _in_post(seen: Seen, secrets: tuple[str, ...]) -> Iterator[str]:
    post = seen.post
    if post["timed_out"] or post["exit_status"] or post["error_code"]:
        facts = {name: post[name] for name in ("timed_out", "exit_status", "error_code")}
        yield f"run_autograder did not end as it should: {facts}, {post['stdout'][-300:]!r}"
    text = f"{post['results']} {post['raw_results']} {post['stdout']}"
    leaked = [word for word in (TOKEN, *secrets) if word in text]
    yield from (f"what is posted holds a secret: {word[:12]}..." for word in leaked)


def _in_results(results: Any, expected: Expected) -> Iterator[str]:
    try:
        check_schema(results)
    except Exception as reason:
        yield f"results.json is not of the form that is documented: {reason!r}"
        return
    if missing := LAYERS - set(results.get("extra_data", {}).get("containment", ())):
        yield f"layers that did not hold: {', '.join(sorted(missing))}"
    scores = {test["name"].split()[-1]: test["score"] for test in results["tests"] if "score" in test}
    named = {"the whole": expected.score, **expected.parts}
    for name, (least, most) in named.items():
        score = results["score"] if name == "the whole" else scores.get(name)
        if score is None or not least - 1e-6 <= score <= most + 1e-6:
            yield f"{name} got {score} points, expected {least:g} to {most:g}"
