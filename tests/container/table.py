"""What is printed: a line a submission, readable at 80 columns."""

from __future__ import annotations

import platform
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.container import oci
from tests.container.cgroup import Group
from tests.container.submission import Seen

HEAD = f"{'submission':38} {'points':>8} {'wall s':>7} {'CPU s':>6} {'MB':>5}  faults"


@dataclass(frozen=True)
class Row:
    """One submission, what was seen of it unless the harness died, and what was wrong."""

    name: str
    seen: Seen | None
    faults: Sequence[str]


def describe_machine(group: Group | None) -> str:
    """What the container has of Gradescope's limits on this machine."""
    limits = f"{oci.CPUS} CPU, {oci.MEMORY_BYTES // 2**20} MB"
    if group is None:
        limits = f"NOT limited to {limits} and not measured: /sys/fs/cgroup cannot be written here"
    else:
        limits += f" (control groups, version {group.version})"
    return wrap(f"Linux {platform.release()}; Docker's capabilities and system-call filter; {limits}")


def describe_row(row: Row) -> str:
    """The line of a submission, and its faults below it."""
    numbers = _numbers(row.seen) if row.seen else ("-",) * 4
    columns = "".join(number.rjust(width) for number, width in zip(numbers, (9, 8, 7, 6), strict=True))
    line = f"{row.name:38.38}{columns}  {len(row.faults) or 'none'}"
    return "\n".join([line, *(wrap(fault, 4) for fault in row.faults)])


def _numbers(seen: Seen) -> tuple[str, ...]:
    score = seen.results.get("score") if isinstance(seen.results, dict) else None
    points = "-" if score is None else f"{score:g}"
    cpu, memory = f"{seen.done.cpu_seconds:.1f}", f"{seen.done.peak_bytes / 2**20:.0f}"
    measured = (cpu, memory) if seen.done.peak_bytes else ("-", "-")
    return (points, f"{seen.post['elapsed_time']:.1f}", *measured)


def wrap(text: str, columns: int = 0) -> str:
    """A text in lines of 80 columns, the first this far from the margin."""
    margin = " " * columns
    return textwrap.fill(text, 80, initial_indent=margin, subsequent_indent=margin + "  ")


def describe_all(rows: Sequence[Row]) -> list[str]:
    """The most and the median of what submissions cost, and the layers that held for all of them."""
    seen = [row.seen for row in rows if row.seen]
    if not seen:
        return ["no submission came to its end"]
    walls = [one.post["elapsed_time"] for one in seen]
    cpus = [one.done.cpu_seconds for one in seen]
    peak = max(one.done.peak_bytes for one in seen) / 2**20
    layers = [set((one.results or {}).get("extra_data", {}).get("containment", ())) for one in seen]
    return [
        f"{len(rows)} submissions; wall clock: median {median(walls):.1f} s, most {max(walls):.1f} s; "
        f"CPU: median {median(cpus):.1f} s, most {max(cpus):.1f} s; memory: most {peak:.0f} MB",
        f"layers that held for every submission: {', '.join(sorted(set.intersection(*layers))) or 'none'}",
    ]
