"""The commands, as a teaching assistant types them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import main, proof
from autograder.course import CourseError, load, names
from autograder.scaffold import write_question
from autograder.soundness import Row

ROOT = Path(__file__).parent.parent
SHEET = "hw3_generative_models"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the course's files, to change."""
    for folder in ("assignments", "autograder", "solutions", "student_template"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run_in(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line of the course in that folder, not of the one that is installed."""
    start = "import sys; sys.path.insert(0, '.'); from autograder.cli import run; run()"
    command = [sys.executable, "-c", start, *arguments]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)


def test_help_fits_the_terminal() -> None:
    assert max(map(len, run("--help").splitlines())) <= 80


def test_list_names_each_assignment_with_its_points() -> None:
    sheet = load(SHEET, hidden=False)
    machine = sum(part.points for part in sheet.parts)
    counts = f"{len(sheet.parts)} parts, {len(sheet.written)} written, {sheet.points:g} points"
    lines = run("list").splitlines()
    assert f"{SHEET} (en, fr): {counts} (machine {machine:g})" in lines
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("sheet", names())
def test_list_of_a_sheet_has_a_line_a_part_that_fits_the_terminal(sheet: str) -> None:
    lines = run("list", sheet).splitlines()
    items = [item for unit in load(sheet, hidden=False).units for item in unit.items]
    facts = [line.split()[:3] for line in lines]
    assert facts == [[item.number, item.name, f"{item.points:g}"] for item in items]
    assert max(map(len, lines)) <= 80


def test_list_says_which_parts_are_timed() -> None:
    (line,) = [line for line in run("list", SHEET).splitlines() if " masked_conv2d " in line]
    assert line.split()[3] == "timed"


def test_an_unknown_assignment_is_answered_with_those_that_exist(course: Path) -> None:
    done = run_in(course, "check", "hw9")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: there is no assignment 'hw9'; there are: ")


@pytest.mark.parametrize("command", [["grade", SHEET, "README.md"], ["pack", SHEET], ["build", SHEET]])
def test_an_unknown_language_is_answered_with_those_that_exist(command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, "--language", "de"])
    assert result.exit_code == 1
    assert result.output == f"Error: {SHEET} has no texts in 'de', expected one of: en, fr\n"


def test_new_question_is_in_the_check_the_notebook_the_grader_and_the_zip(course: Path) -> None:
    """With `autograder new` alone: no other file is touched."""
    assert run_in(course, "new", SHEET, "softplus").returncode == 0
    checked = run_in(course, "check", SHEET)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "6.1" in checked.stdout
    assert run_in(course, "build", SHEET).returncode == 0
    notebook = course / "student_template" / SHEET / f"{SHEET}.en.ipynb"
    assert "check(softplus)" in notebook.read_text("utf-8")
    graded = run_in(course, "grade", SHEET, str(notebook), "--out", "results")
    assert graded.returncode == 0, graded.stderr
    results = json.loads((course / "results" / f"{SHEET}.en.json").read_text("utf-8"))
    assert "6.1 softplus" in {test["name"] for test in results["tests"]}
    packed = run_in(course, "pack", SHEET, "--out", "results")
    assert packed.returncode == 0
    listing = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", f"results/{SHEET}.zip"],
        cwd=course,
        capture_output=True,
        text=True,
    )
    assert "q06_softplus.py" in listing.stdout


def test_new_sheet_is_begun_with_a_secret_of_its_own(course: Path) -> None:
    assert run_in(course, "new", "hw9", "softplus").returncode == 0
    checked = run_in(course, "check", "hw9")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert run_in(course, "build", "hw9").returncode == 0
    assert sorted(path.name for path in (course / "student_template" / "hw9").iterdir()) == [
        "hw9.en.ipynb",
        "hw9.fr.ipynb",
    ]
    assert run_in(course, "list", "hw9").stdout == "1.1  softplus     1         The softplus\n"
    secret = (course / "solutions" / "hw9" / "__init__.py").read_text("utf-8")
    assert re.search(r'^secret = "[0-9a-f]{32}"$', secret, re.MULTILINE)
    shutil.copy(course / "solutions" / "hw9" / "__init__.py", course / "solutions" / SHEET / "__init__.py")
    checked = run_in(course, "check", "hw9")
    assert checked.returncode == 1
    assert f"sheet hw9: the secret is that of {SHEET}; write another one" in checked.stdout
    assert checked.stderr == "Error: the texts or files above the parts of hw9 are not sound\n"


def test_new_writes_in_the_languages_of_the_sheet(course: Path) -> None:
    for sheet, languages in ((SHEET, {"en", "fr"}), ("hw4_autoregressive", {"en", "ru"})):
        assert run_in(course, "new", sheet, "softplus").returncode == 0
        for file in course.glob(f"*/{sheet}/q0?_softplus.py"):
            source = file.read_text("utf-8")
            assert set(re.findall(r"^\s+(en|fr|ru)=", source, re.MULTILINE)) == languages
            assert "autograder.values" not in source
    assert "@speed" in source + (course / "assignments" / SHEET / "q06_softplus.py").read_text("utf-8")


def test_a_hidden_twin_that_is_left_behind_is_named(course: Path) -> None:
    (course / "assignments" / SHEET / "q05_2_strengths.py").unlink()
    done = run_in(course, "check", SHEET)
    assert done.returncode == 1
    words = f"solutions/{SHEET}/q05_2_strengths.py has no public file; delete it"
    assert f"sheet {SHEET}: {words}\n" in done.stdout


def test_build_check_fails_when_a_notebook_is_stale(course: Path) -> None:
    notebook = course / "student_template" / SHEET / f"{SHEET}.fr.ipynb"
    notebook.write_text("{}")
    done = run_in(course, "build", "--check", SHEET)
    assert done.returncode == 1
    assert f"{SHEET}.fr.ipynb is stale; run `autograder build`" in done.stderr


def test_notebooks_of_a_sheet_that_is_gone_are_named(course: Path) -> None:
    old = course / "student_template" / "hw0_old"
    old.mkdir()
    (old / "hw0_old.en.ipynb").touch()
    gone = f"{old} is of no sheet (any more); delete it"
    assert gone in run_in(course, "build", SHEET).stdout
    done = run_in(course, "build", SHEET, "--check")
    assert (done.returncode, done.stderr) == (1, f"Error: {gone}\n")


def test_build_writes_one_language_of_the_sheets_that_have_it(tmp_path: Path) -> None:
    said = run("build", "--language", "ru", "--out", str(tmp_path)).splitlines()
    assert f"{SHEET}: has no texts in 'ru', left out" in said
    assert [path.name for path in tmp_path.rglob("*.ipynb")] == ["hw4_autoregressive.ru.ipynb"]


def test_a_notebook_of_one_student_does_not_replace_those_of_all() -> None:
    result = CliRunner().invoke(main, ["build", SHEET, "--student", "ann"])
    assert result.exit_code == 2
    assert "a student's notebook takes --out" in result.output


@pytest.mark.parametrize("command", [["build", SHEET, "--out", "x"], ["grade", SHEET, "README.md"]])
def test_an_id_that_was_left_empty_is_refused(command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, "--student", ""])
    assert "the id is empty; leave the option out, or give one" in result.output


def test_build_says_which_text_is_missing(course: Path) -> None:
    head = course / "assignments" / SHEET / "__init__.py"
    head.write_text(head.read_text("utf-8").replace("fr=r", "de=r"), "utf-8")
    for command in (
        ["build", SHEET],
        ["build", SHEET, "--target", "nbgrader", "--language", "fr", "--out", "c"],
    ):
        done = run_in(course, *command)
        assert done.returncode == 1
        assert done.stderr == f"Error: {SHEET} has no text in 'fr'; run `autograder check {SHEET}`\n"
    assert run_in(course, "build", SHEET, "--language", "en").returncode == 0


def test_check_says_what_is_not_sound_and_how_many_parts(course: Path) -> None:
    twin = course / "solutions" / SHEET / "q03_4_importance_weights" / "importance_weighted_chain.py"
    twin.write_text(twin.read_text("utf-8").replace("np.logaddexp.reduce(", "np.add.reduce(", 1))
    done = run_in(course, "check", SHEET, "3.4a.2", "subset_average")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        SHEET,
        "part",
        "3.4a.2",
        *["3.4a.2"] * done.stdout.count("3.4a.2 importance_weighted_chain: "),
        "3.4b.1",
    ]
    assert done.stdout.count("NOT SOUND\n") == 1
    assert done.stderr == "Error: 1 of 2 parts is not sound\n"


def test_check_of_a_part_that_is_not_there_is_a_sentence() -> None:
    result = CliRunner().invoke(main, ["check", SHEET, "9.9"])
    words = f"{SHEET} has no part or question 9.9; `autograder list {SHEET}` shows what it has"
    assert result.output == f"Error: {words}\n"


def test_rows_are_printed_as_they_come_and_fit_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = load("hw1_latent_adversarial", hidden=False)
    counts = {"Law": 2, "Cases": 3, "HiddenLaw": 1, "Mistake": 10, "Alternative": 2}

    def prove() -> Iterator[Row]:
        for part in sheet.parts:
            yield Row(part.number, part.name, counts, ())
            assert capsys.readouterr().out.splitlines()[-1].split()[0] == part.number
        yield Row("sheet", sheet.name, counts, ("No.",))
        assert max(map(len, capsys.readouterr().out.splitlines())) <= 80

    rows = proof.print_rows(sheet, prove())
    assert proof.summarise([sheet], rows[:-1]) == ""
    assert (
        proof.summarise([sheet], rows) == f"the texts or files above the parts of {sheet.name} are not sound"
    )


def test_a_sheet_that_does_not_load_keeps_no_other_from_being_listed_and_built(course: Path) -> None:
    broken = course / "assignments" / "hw2_flows_diffusion" / "q01_gaussian_kl.py"
    broken.write_text("def f(:\n")
    for command in (["list"], ["build", "--language", "ru"]):
        done = run_in(course, *command)
        assert done.returncode == 1
        assert "hw4_autoregressive" in done.stdout
        first, last = done.stderr.splitlines()
        assert first.startswith("hw2_flows_diffusion: ")
        assert last == "Error: 1 of 5 sheets left out: hw2_flows_diffusion; mend what is said"


def test_a_sheet_with_gaps_alone_can_be_packed_with_the_points_that_gradescope_needs(course: Path) -> None:
    assert run_in(course, "new", "hw9", "softplus").returncode == 0
    (twin,) = (course / "solutions" / "hw9").glob("q*.py")
    whole = twin.read_text("utf-8")
    twin.write_text(whole[: whole.rindex("@mistake")])
    done = run_in(course, "pack", "hw9")
    assert done.stdout == "proving the graders of hw9\n"
    assert done.stderr == "Error: 1.1 is not sound; run `autograder check hw9`, or take `--incomplete`\n"
    assert run_in(course, "pack", "hw9", "--incomplete").stdout.endswith("\npoints for Gradescope: 1\n")
    twin.write_text(whole[: whole.rindex("@reference")])
    assert run_in(course, "pack", "hw9").stderr == "Error: 1.1 is not sound; run `autograder check hw9`\n"


@pytest.mark.parametrize("options", [[], ["--language", "fr"]])
def test_adopt_says_which_language_it_assumed(course: Path, options: list[str]) -> None:
    source = next((ROOT / "tests" / "samples_adopt").glob("*.ipynb"))
    done = run_in(course, "adopt", str(source), "--name", "hw9", *options)
    assert done.returncode == 0, done.stderr
    assert ("taken as en; if it is not, delete these files" in done.stdout) == (not options)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("def two_weights", "def two weights", "/two_point_gap.py, line "),
        ("q.two_point_gap", "q.two_point", "has no attribute 'two_point'"),
    ],
)
def test_a_slip_in_a_question_file_is_a_sentence(course: Path, before: str, after: str, words: str) -> None:
    twin = course / "solutions" / SHEET / "q03_4_importance_weights" / "two_point_gap.py"
    source = twin.read_text("utf-8")
    assert before in source
    twin.write_text(source.replace(before, after, 1))
    done = run_in(course, "check", SHEET)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("assignment", "name", "words"),
    [
        ("Homework 9", "x", "the sheet is called 'Homework 9'; expected lower-case words"),
        (SHEET, "Coupling Layer", "expected lower-case words with underscores"),
        (SHEET, "variational_bounds", "q03_variational_bounds.py exists already; choose another name"),
        (SHEET, "masked_conv2d", "is called masked_conv2d; choose another name"),
        (SHEET, "question", "question is a word of the files and of the notebook; choose another name"),
        (SHEET, "lambda", "the question is called 'lambda'; expected"),
    ],
)
def test_new_refuses_what_would_not_work(assignment: str, name: str, words: str) -> None:
    with pytest.raises(CourseError, match=words):
        write_question(ROOT, assignment, name)
