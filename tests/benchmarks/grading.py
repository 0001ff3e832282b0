"""What grading costs: `make bench`. A benchmark prints numbers; it never fails because a machine is slow.

CPU time counts the whole process with all its children. Commands that are compared run in turn, and each
figure is a median.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median

SAMPLES = Path(__file__).parent.parent / "samples"
SHEETS = sorted(path.parent.name for path in SAMPLES.glob("*/right_numpy.en.ipynb"))
ROUNDS = 5
BATCH = 10


def main() -> None:
    grade = ["-m", "autograder.cli", "grade"]
    commands = {
        "python -c pass": ["-c", "pass"],
        "import numpy": ["-c", "import numpy"],
        "import torch": ["-c", "import torch"],
        "autograder --help": ["-m", "autograder.cli", "--help"],
    }
    for sheet in SHEETS:
        commands[f"{sheet}, one"] = [*grade, sheet, notebook_of(sheet)]
        commands[f"{sheet}, batch"] = [*grade, sheet, *[notebook_of(sheet)] * (BATCH + 1)]
    medians = measure_in_turn(commands)
    for name, value in medians.items():
        print(f"{name:32} {value:7.3f} s CPU")
    for sheet in SHEETS:
        one, many = medians[f"{sheet}, one"], medians[f"{sheet}, batch"]
        cold, further = one / medians["import torch"], (many - one) / BATCH
        print(f"{sheet}: cold {cold:.2f} times `import torch`, each further notebook {further:.3f} s CPU")
        peak = measure_memory([*grade, sheet, notebook_of(sheet)])
        print(f"{sheet}: peak memory of grader and worker together {peak:.0f} MB")


def notebook_of(sheet: str) -> str:
    return str(SAMPLES / sheet / "right_numpy.en.ipynb")


def measure_in_turn(commands: dict[str, list[str]]) -> dict[str, float]:
    """The median CPU seconds of each command, run one after the other, several times round."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, arguments in commands.items():
            seconds[name].append(measure_cpu(arguments))
    return {name: median(values) for name, values in seconds.items()}


def measure_cpu(arguments: list[str], folder: Path | None = None) -> float:
    """CPU seconds of a Python process, started in this folder, and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_memory(arguments: list[str], kind: str = "Pss") -> float:
    """The largest sum of proportional set sizes of a process and its descendants, in MB; Linux only.

    The kind "Pss_Anon" leaves out what lies in files: whatever else runs on a machine has its share in that.
    """
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL) as process:
        peak = [0.0]
        watch = threading.Thread(target=_watch, args=(process, peak, kind))
        watch.start()
        process.wait()
        watch.join()
    return peak[0]


def _watch(process: subprocess.Popen[bytes], peak: list[float], kind: str) -> None:
    while process.poll() is None:
        sizes = (_proportional_size(pid, kind) for pid in find_descendants(process.pid))
        peak[0] = max(peak[0], sum(sizes))
        time.sleep(0.01)


def find_descendants(pid: int) -> list[int]:
    """This process, those that it started, those that they started: the last of each line at the end."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [pid]
    for child in found:
        found += [other for other, parent in parents.items() if parent == child]
    return found


def _proportional_size(pid: int, kind: str) -> float:
    try:
        lines = Path("/proc", str(pid), "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
