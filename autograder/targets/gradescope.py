"""Gradescope: the zip that an instructor uploads, and what runs in its container."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from autograder.feedback import save, write_results
from autograder.grading import Course
from autograder.messages import translate
from autograder.report import Report
from autograder.sandbox import SandboxError
from autograder.sheet import Sheet
from autograder.source import find_files

PINNED = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes, whenever and wherever they are packed
RESERVE = 60.0  # seconds that are kept back from the time limit to write the results

SETUP = """\
#!/usr/bin/env bash
# Builds the image. A failed installation must fail the build, not the grading.
set -euo pipefail
export PIP_NO_CACHE_DIR=1
apt-get install -y python3-venv
python3 -m venv /opt/autograder
pip=/opt/autograder/bin/pip
$pip install --upgrade pip
# The CPU build of torch is a tenth of the default one; where its index can't be reached, the default will do.
$pip install "torch>=2.2" --index-url https://download.pytorch.org/whl/cpu || $pip install "torch>=2.2"
$pip install "numpy>=1.26" "scipy>=1.11" "matplotlib>=3.8" "ipython>=8.18" "threadpoolctl>=3.5"
"""

RUN = """\
#!/usr/bin/env bash
# Grades one submission. Only root may read the course, the results and who the student is.
umask 077
root="$(cd "$(dirname "${{BASH_SOURCE[0]}}")" && pwd)"
python="${{AUTOGRADER_PYTHON:-/opt/autograder/bin/python}}"
chmod 700 "$root/source" "$root/results"
[ ! -e "$root/submission_metadata.json" ] || chmod 600 "$root/submission_metadata.json"
start='import sys; sys.path.insert(0, sys.argv[1] + "/source")
from autograder.targets.gradescope import main; main(*sys.argv[1:])'
exec env -i PATH=/usr/bin:/bin LANG=C.UTF-8 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \\
    TIMEOUT_SECONDS="${{TIMEOUT_SECONDS:-600}}" \\
    "$python" -I -B -c "$start" "$root" {assignment} {language} {words}
"""


def pack(sheet: Sheet, root: Path, out: Path, language: str, words: Sequence[str] = ("official",)) -> Path:
    """Write the zip for a sheet that was loaded with its hidden files; the path that was written.

    `words` say how it grades: "exam", "official", and "per_student" where the numbers in the statements were
    drawn for each student's e-mail address.
    """
    path = out / f"{sheet.name}.zip"
    out.mkdir(parents=True, exist_ok=True)
    run = RUN.format(assignment=sheet.name, language=language, words=" ".join(words))
    with ZipFile(path, "w", ZIP_STORED) as archive:
        _add(archive, "setup.sh", SETUP.encode(), 0o755)
        _add(archive, "run_autograder", run.encode(), 0o755)
        for file in find_files(sheet.modules, root):
            _add(archive, file.relative_to(root).as_posix(), file.read_bytes(), 0o644)
    return path


def main(root: str, *words: str) -> None:
    """Grade what lies in `root/submission` and write `root/results/results.json`."""
    try:
        _grade(root, *words)
    except OSError as error:
        raise SystemExit(f"the results cannot be written ({error.strerror or error}); make room") from error


def _grade(root: str, assignment: str, language: str, *words: str) -> None:
    results = Path(root, "results", "results.json")
    save(results, _refuse(translate("The grading did not finish. Tell the course staff.", language)))
    try:
        seconds = float(os.environ.get("TIMEOUT_SECONDS", "600")) - RESERVE
        with Course(assignment, [Path(root)], exam="exam" in words, official="official" in words) as course:
            student = find_student(Path(root)) if "per_student" in words else ""
            report = course.grade(Path(root, "submission"), seconds, student)
    except SandboxError as error:
        save(results, _refuse(translate("The grading was refused. Tell the course staff.", language)))
        print(error)  # the course staff alone see what is printed
    else:
        save(results, write_results(report, language))
        print(_describe_run(report))


def find_student(root: Path) -> str:
    """The e-mail address of who handed in; "" if unknown."""
    try:
        metadata = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))
        return str(metadata["users"][0]["email"])
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return ""


def _describe_run(report: Report) -> str:
    """For the course staff, who alone see what is printed."""
    return f"containment: {', '.join(sorted(report.layers))}; {report.seconds:.1f} s"


def _add(archive: ZipFile, name: str, content: bytes, mode: int) -> None:
    info = ZipInfo(name, PINNED)
    info.external_attr = mode << 16
    archive.writestr(info, content)


def _refuse(why: str) -> dict[str, Any]:
    return {"score": 0.0, "output": why, "output_format": "text"}
