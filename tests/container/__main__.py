"""Hand in the bundled samples of sheets, and the zoo, in a container like Gradescope's."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

from autograder.course import load
from tests.container import cgroup, controls, host, image, table
from tests.container.cases import Case, Zoo, find_samples, find_sheets, write_zoo
from tests.container.findings import find_faults
from tests.container.layers import sweep
from tests.container.submission import RUNS, HarnessDied, hand_in, lay_out_sheet
from tests.container.table import Row


def main(sheets: Sequence[str], zoo: Zoo | None, only: str, jobs: int) -> int:
    """Print what was seen of every submission whose name fits; the number of violations."""
    group = cgroup.find(f"autograder-{os.getpid()}")
    print(table.describe_machine(group), flush=True)
    rows: list[Row] = []
    missed: list[str] = []
    for number, name in enumerate(sorted({*sheets, *(zoo.sheets if zoo else ())})):
        sheet = load(name, hidden=True)
        layer = lay_out_sheet(sheet)
        layers = image.build(layer)
        if number == 0:
            missed = controls.find_blind_spots(layers[-1], group is not None)
        ours = [*find_samples(sheet)] if name in sheets else []
        cases = [case for case in [*ours, *(zoo.of(sheet) if zoo else ())] if fnmatch(case.name, only)]
        print(f"\n{name}\n{table.HEAD}", flush=True)
        rows += grade(cases, [layer, *layers], jobs)
    print()
    for line in [*table.describe_all(rows), *missed]:
        print(table.wrap(line))
    count = len(missed) + sum(len(row.faults) for row in rows)
    print(f"violations: {count}")
    return count


def grade(cases: Iterable[Case], layers: Sequence[Path], jobs: int) -> Iterator[Row]:
    """Hand in each file, in a container of its own, so many at a time."""
    with ThreadPoolExecutor(jobs) as pool:
        for row in pool.map(lambda case: judge(case, layers), cases):
            print(table.describe_row(row), flush=True)
            yield row


def judge(case: Case, layers: Sequence[Path]) -> Row:
    """Hand in one file and look at what became of it."""
    try:
        seen = hand_in(case.name, case.content, layers)
    except HarnessDied as death:
        return Row(case.name, None, [str(death)])
    return Row(case.name, seen, find_faults(seen, case.expected))


def hold(folder: Path) -> None:
    """Keep a second run out of this folder for as long as this process lives."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise host.HostError(f"another run uses {folder}: wait for its end") from None


def run() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser("python -m tests.container", description=__doc__)
    parser.add_argument("sheets", nargs="*", metavar="SHEET", help="sheets whose samples are run (all)")
    parser.add_argument("--no-zoo", action="store_true", help="leave the attacks out")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="submissions of such a name")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="containers at a time (cores)")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # what is mounted must come down
    with tempfile.TemporaryDirectory() as folder:
        try:
            host.require()
            hold(image.BUILD)
            sweep(RUNS)
            zoo = None if chosen.no_zoo else write_zoo(Path(folder))
            return 1 if main(chosen.sheets or find_sheets(), zoo, chosen.only, chosen.jobs) else 0
        except host.HostError as error:
            print(f"python -m tests.container: {error}", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(run())
