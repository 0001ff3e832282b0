"""The zip, laid out and run as Gradescope does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import files, requires
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from autograder.course import load, names
from autograder.targets.gradescope import SETUP, pack

ROOT = Path(__file__).parent.parent
SHEET = "hw3_generative_models"
SAMPLES = ROOT / "tests" / "samples" / SHEET


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(load(SHEET, hidden=True), ROOT, tmp_path_factory.mktemp("zip"), "en")


@pytest.fixture
def container(archive: Path, tmp_path: Path) -> Path:
    return lay_out(archive, tmp_path)


def lay_out(archive: Path, folder: Path) -> Path:
    """The folders of Gradescope's container, without its name: source, submission, results."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir()
    with ZipFile(archive) as file:
        file.extractall(folder / "source")
    runner = folder / "run_autograder"
    runner.write_bytes((folder / "source" / "run_autograder").read_bytes())
    runner.chmod(0o755)
    (folder / "submission_metadata.json").write_text('{"users": [{"email": ""}]}')
    return folder


def run(container: Path, **environment: str) -> dict[str, Any]:
    """Run as the harness does: no arguments, from the folder of the container."""
    env = {"PATH": os.environ["PATH"], "AUTOGRADER_PYTHON": sys.executable, **environment}
    done = subprocess.run(
        ["./run_autograder"], cwd=container, env=env, capture_output=True, timeout=300, text=True
    )
    assert done.returncode == 0, done.stderr
    text = (container / "results" / "results.json").read_text("utf-8")
    return dict(json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in results.json")))


def check_schema(results: dict[str, Any]) -> None:
    """The rules that Gradescope's harness enforces, and those that it trips over."""
    known = {"score", "execution_time", "output", "output_format", "test_output_format", "test_name_format"}
    known |= {"visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"}
    assert results.keys() <= known
    assert isinstance(results["score"], int | float)
    assert isinstance(results["output"], str)
    for test in results["tests"]:
        fields = {
            "score",
            "max_score",
            "status",
            "name",
            "number",
            "output",
            "tags",
            "visibility",
            "extra_data",
        }
        assert test.keys() <= fields
        assert isinstance(test["output"], str)
        assert len(test["output"]) < 100_000
        assert test.get("status", "passed") in {"passed", "failed"}
        assert 0 <= test.get("score", 0) <= test.get("max_score", 0)


def test_zip_is_reproducible_and_has_its_scripts_at_the_root(archive: Path, tmp_path: Path) -> None:
    again = pack(load(SHEET, hidden=True), ROOT, tmp_path, "en")
    assert again.read_bytes() == archive.read_bytes()
    with ZipFile(archive) as file:
        names = file.namelist()
        assert {"setup.sh", "run_autograder"} <= set(names)
        for script in ("setup.sh", "run_autograder"):
            assert b"\r" not in file.read(script)
            subprocess.run(["bash", "-n"], input=file.read(script), check=True)
        assert file.read("setup.sh").splitlines()[2] == b"set -euo pipefail"
    assert not any(name.startswith("tests") for name in names)
    others = [n for n in names if n.startswith(("assignments/", "solutions/")) and n.count("/") == 2]
    assert {name.split("/")[1] for name in others} == {SHEET}


@pytest.mark.parametrize("name", names())
def test_right_notebook_gets_full_marks_in_the_container(name: str, tmp_path: Path) -> None:
    sheet = load(name, hidden=True)
    container = lay_out(pack(sheet, ROOT, tmp_path / "zip", "en"), tmp_path)
    notebook = (SAMPLES.parent / name / "right_numpy.en.ipynb").read_bytes()
    (container / "submission" / "homework (1).ipynb").write_bytes(notebook)
    results = run(container)
    check_schema(results)
    assert results["score"] == pytest.approx(sum(part.points for part in sheet.parts))
    numbers = [test["number"] for test in results["tests"]]
    assert sorted(numbers) == sorted(item.number for unit in sheet.units for item in unit.items)
    assert results["extra_data"]["containment"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {},
            "0 notebooks were handed in, expected exactly one file that ends in .ipynb (found: -);",
        ),
        ({"a.ipynb": b"{}", "b.ipynb": b"{}"}, "2 notebooks were handed in, expected exactly one"),
        ({"answers.pdf": b"%PDF-1.4"}, "(found: answers.pdf); hand in the notebook alone"),
        ({"a.ipynb": b"%PDF-1.4"}, "PDF"),
        ({"a.ipynb": b""}, "empty"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_no_points(
    container: Path, files: dict[str, bytes], words: str
) -> None:
    for name, content in files.items():
        (container / "submission" / name).write_bytes(content)
    results = run(container)
    assert results["score"] == 0
    assert words in results["output"]


def test_no_time_left_is_said_and_not_a_crash(container: Path) -> None:
    (container / "submission" / "a.ipynb").write_bytes((SAMPLES / "right_numpy.en.ipynb").read_bytes())
    results = run(container, TIMEOUT_SECONDS="60")
    check_schema(results)
    assert results["score"] == 0
    assert {test["output"] for test in results["tests"] if "max_score" in test} == {"not run"}


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {absent}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
import autograder.targets.gradescope
from autograder.grading import Course

with Course({sheet!r}) as course:
    print(course.grade(Path({notebook!r})).score)
"""


def find_absent() -> set[str]:
    """The modules of what the package depends on and `setup.sh` does not install."""
    needed = {
        re.split(r"[^\w.-]", line)[0].lower() for line in requires("autograder") or () if "extra" not in line
    }
    absent = needed - set(re.findall(r'"([\w-]+)>=', SETUP))
    sources = [file for name in absent for file in files(name) or () if file.suffix == ".py"]
    return {file.parts[0].removesuffix(".py") for file in sources} - {".."}


def test_the_zip_grades_with_what_setup_installs() -> None:
    absent = find_absent()
    assert {"click", "rich", "yaml"} <= absent
    notebook = str(SAMPLES / "right_numpy.en.ipynb")
    program = WITHOUT.format(absent=absent, sheet=SHEET, notebook=notebook)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    points = sum(part.points for part in load(SHEET, hidden=False).parts)
    assert float(done.stdout) >= 0.9 * points  # a tenth is for speed, which other programs may disturb
