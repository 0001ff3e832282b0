"""Full disks: grading ends with valid results or one clear line, and old results stay."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.grade_command import NOTEBOOK, PATIENCE, ROOT, SHEET, read, run

SMALL = 2_048  # bytes: more than an error message, less than the results of a notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks and limits are those of Linux")


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command has failed, and says why in one line that a person understands."""
    said = done.stderr.strip().splitlines()
    assert done.returncode not in (0, -signal.SIGKILL)
    assert len(said) == 1, done.stderr
    assert said[0].startswith("Error: ")
    assert all(word in said[0] for word in words), said[0]


def mount(folder: Path) -> bool:
    """Put a disk of its own there, with room for a few small files; whether this process may."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=8", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A folder with room for a few small files, where one can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder):
        yield None
        return
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


OLD = '{"score": 1.0, "output": "from an earlier run"}'


def test_a_full_disk_is_said_and_old_results_stay(small_disk: Path | None, tmp_path: Path) -> None:
    """Where no disk can be had, no file may grow beyond the size of old results."""
    out = (small_disk or tmp_path) / "results"
    out.mkdir()
    (out / "half_right.en.json").write_text(OLD)
    if small_disk is not None:
        fill(small_disk)
    done = run(NOTEBOOK, "--out", out, limit=SMALL if small_disk is None else None)
    assert_one_line(done, str(out), "File too large" if small_disk is None else "No space left on device")
    assert {path.name: path.read_text() for path in out.iterdir()} == {"half_right.en.json": OLD}


GRADESCOPE = "import sys; from autograder.targets.gradescope import main; main(*sys.argv[1:])"


def lay_out(folder: Path) -> Path:
    """What Gradescope's container holds when it grades, but for the source."""
    for name in ("submission", "results"):
        (folder / name).mkdir()
    (folder / "submission" / "a.ipynb").write_bytes(NOTEBOOK.read_bytes())
    return folder


def run_gradescope(root: Path, limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", GRADESCOPE, str(root), SHEET, "en"],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_gradescope_gets_whole_results_where_the_disk_is_full(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    done = run_gradescope(root, SMALL)
    (results,) = (root / "results").iterdir()
    assert read(results)["score"] == 0
    assert "Tell the course staff." in read(results)["output"]
    said = (done.stdout + done.stderr).strip().splitlines()
    assert len(said) == 1, said
    assert "File too large" in said[0]


def test_gradescope_keeps_what_is_there_where_nothing_can_be_written(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "results" / "results.json").write_text(OLD)
    done = run_gradescope(root, 0)
    said = (done.stdout + done.stderr).strip().splitlines()
    assert len(said) == 1, said
    assert "File too large" in said[0]
    assert {path.name: path.read_text() for path in (root / "results").iterdir()} == {"results.json": OLD}


def test_no_room_for_temporary_files_is_said(tmp_path: Path) -> None:
    assert_one_line(run(NOTEBOOK, "--out", tmp_path, limit=0), "temporary")
    assert list(tmp_path.iterdir()) == []


def test_a_full_temporary_folder_is_said(small_disk: Path | None, tmp_path: Path) -> None:
    """There is room for the first files that are made there, and not for the folder of a worker."""
    if small_disk is None:
        pytest.skip("only root can make a disk of its own")
    for name in "abcd":
        (small_disk / name).touch()
    done = run(NOTEBOOK, "--out", tmp_path / "results", TMPDIR=str(small_disk))
    if done.returncode:
        assert_one_line(done, "No space left on device")
        return
    results = read(tmp_path / "results" / "half_right.en.json")
    assert results["score"] == 0
    assert "No space left on device" in results["output"]
    assert results["output"].endswith("nothing was marked; tell the course staff")
