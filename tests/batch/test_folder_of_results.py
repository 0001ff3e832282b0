"""What a run says about the results that lie in its folder already, and about who is there twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from autograder.batch.people import ADVICE
from autograder.batch.progress import REPLACED, Progress
from autograder.batch.regrade import CHECK
from autograder.batch.run import Settings
from autograder.batch.store import read
from autograder.cli import main
from tests.batch.samples import SAMPLES, SHEET, hand_in

Results = dict[str, Any]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of ann, whose answers are right, and of bob, who has written nothing."""
    folder = tmp_path_factory.mktemp("kept")
    hand_in(folder / "ann.ipynb")
    hand_in(folder / "bob.ipynb", "untouched.ru")
    grade(folder, folder / "results")
    return folder / "results"


@pytest.fixture
def results(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "results"))


def grade(*arguments: object) -> list[str]:
    """Grade into the last of these; what is said at the end."""
    *sources, out = map(str, arguments)
    done = CliRunner().invoke(main, ["grade", SHEET, *sources, "--out", out], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def edit(path: Path, change: Callable[[Results], None]) -> None:
    found = json.loads(path.read_text("utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")


def test_marks_of_persons_are_not_graded_over(results: Path, tmp_path: Path) -> None:
    edit(results / "ann.json", lambda found: found["extra_data"].update(written={"4.2.3": 0.75}))
    before = (results / "ann.json").read_bytes()
    ann, cai = hand_in(tmp_path / "ann.ipynb", "half_right.en"), hand_in(tmp_path / "cai.ipynb")
    done = CliRunner().invoke(main, ["grade", SHEET, str(ann), str(cai), "--out", str(results)])
    assert str(done.exception) == (
        f"{results / 'ann.json'} holds marks that a person gave, expected those of the machine alone;"
        " give the folder of the machine's results, then run `autograder marks` again"
    )
    assert (results / "ann.json").read_bytes() == before
    assert not (results / "cai.json").exists(), "refused before anything is graded"
    hand_in(tmp_path / "ann.ipynb")
    assert grade(ann, cai, results)[0].startswith("2 of 2: 1 graded, 1 unchanged"), "nothing would be lost"
    assert (results / "ann.json").read_bytes() == before


@pytest.mark.parametrize("command", ["grade", "regrade"])
def test_results_of_another_sheet_are_not_graded_over(results: Path, tmp_path: Path, command: str) -> None:
    edit(results / "bob.json", lambda found: found["extra_data"].update(assignment="hw2"))
    before = (results / "bob.json").read_bytes()
    notebook = hand_in(tmp_path / "bob.ipynb")
    done = CliRunner().invoke(main, [command, SHEET, str(notebook), "--out", str(results)])
    assert str(done.exception) == f"{results} holds results of hw2, expected {SHEET}; give another --out"
    assert (results / "bob.json").read_bytes() == before


def test_who_could_not_be_read_is_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "ann.ipynb").touch()
    (tmp_path / "bob.ipynb").touch()
    grade(tmp_path / "ann.ipynb", tmp_path / "results")
    said = grade(tmp_path, tmp_path / "results")[0]
    unchanged = "1 unchanged since an earlier run, 1 of them could not be read"
    assert said.startswith(f"2 of 2: 1 graded, 1 of them could not be read, {unchanged}; results in ")


def test_a_file_that_could_not_be_read_is_known_as_the_older_one(results: Path, tmp_path: Path) -> None:
    broken, corrected = tmp_path / "broken" / "cai.ipynb", hand_in(tmp_path / "cai.ipynb")
    broken.parent.mkdir()
    broken.touch()
    grade(broken, results)
    assert "cai 0 → 14.25" in grade(corrected, results)[1].split(": ")[1]
    command = ["regrade", SHEET, str(broken), "--out", str(results)]
    said = CliRunner().invoke(main, command, catch_exceptions=False).stdout.splitlines()
    assert said[0] == f"cai  14.25 → 0  ({REPLACED}; {CHECK})"
    assert said[1].startswith("    + the file is empty")
    assert said[2] == "marks that change: 1 of 1; only other words: 0", "no line for each part"
    older = f"cai 14.25 → 0 ({REPLACED})"
    assert grade(broken, results)[1] == f"1 result is of other files than before: {older}"


def test_whose_results_have_another_name_is_said_with_what_to_call_the_file(
    results: Path, tmp_path: Path
) -> None:
    person = ["Eve Empty", "7", "eve@example.org"]
    edit(results / "bob.json", lambda found: found["extra_data"].update(student=person[2], people=[person]))
    (results / "bob.json").rename(results / "eve@example.org.json")
    sources = [hand_in(tmp_path / "Eve Empty.ipynb"), hand_in(tmp_path / "Zoe.ipynb")]
    line = f"new in {results}: Eve Empty; eve@example.org has this name there"
    assert grade(*sources, results)[0] == f"{line}: call the file eve@example.org.ipynb"
    assert grade(*sources, results)[0].startswith("2 of 2"), "now it is not new"
    reported = CliRunner().invoke(main, ["report", str(results)], catch_exceptions=False)
    assert "eve@example.org is there twice (as Eve Empty and eve@example.org)" in reported.stdout


def test_results_of_other_files_than_before_are_named(results: Path, tmp_path: Path) -> None:
    sources = [hand_in(tmp_path / "ann.ipynb", "untouched.ru"), hand_in(tmp_path / "bob.ipynb")]
    said = grade(*sources, results)
    assert said[1:] == ["2 results are of other files than before: ann 14.25 → 0, bob 0 → 14.25"]
    assert len(grade(*sources, results)) == 1


def test_a_grader_that_has_changed_is_no_other_file(results: Path, tmp_path: Path) -> None:
    def make_older(found: Results) -> None:
        found["score"] = 3.0
        found["extra_data"].update(key="of an older grader", version="older")

    edit(results / "ann.json", make_older)
    said = grade(hand_in(tmp_path / "ann.ipynb"), results)
    assert said[1] == (
        "1 graded anew because the course has changed; marks that change: 1 (see autograder regrade)"
    )


def test_options_that_have_changed_are_named_with_the_marks_that_change(
    results: Path, tmp_path: Path
) -> None:
    def make_other(found: Results) -> None:
        found["score"] = 3.0
        found["extra_data"].update(key="of other options", options="--per-student")

    edit(results / "ann.json", make_other)
    said = grade(hand_in(tmp_path / "ann.ipynb"), results)
    changed = "marks that change: 1 (see autograder regrade)"
    assert said[1] == f"1 graded anew with other options (none; before: --per-student); {changed}"


def test_options_are_kept_as_they_were_given() -> None:
    assert Settings(SHEET).words == ""
    words = "--exam --official --per-student --gpu --language fr --student ann"
    assert Settings(SHEET, "fr", True, True, "ann", True, True).words == words


def test_of_many_earlier_results_only_the_number_is_said(results: Path, tmp_path: Path) -> None:
    ann = hand_in(tmp_path / "ann.ipynb")
    assert grade(ann, results)[1:] == [
        f"1 earlier result in {results} stays; it is not of these sources: bob.json"
    ]
    for number in range(9):
        shutil.copy(results / "bob.json", results / f"b{number}.json")
    (line,) = grade(ann, results)[1:]
    assert line.startswith(f"10 earlier results in {results} stay; they are not of these sources: b0.json, ")
    shutil.copy(results / "bob.json", results / "b9.json")
    assert grade(ann, results)[1:] == [f"11 earlier results in {results} stay; they are not of these sources"]


def test_a_class_of_gradescopes_has_names_and_who_is_there_twice_is_said(tmp_path: Path) -> None:
    for name in ("submission_7", "submission_8"):
        (tmp_path / "export" / name).mkdir(parents=True)
    entry = "  :submitters:\n  - :name: A B\n    :email: a@example.org\n"
    metadata = f"submission_7:\n{entry}submission_8:\n{entry}"
    (tmp_path / "export" / "submission_metadata.yml").write_text(metadata)
    command = ["grade", SHEET, str(tmp_path / "export"), "--out", str(tmp_path / "results")]
    done = CliRunner().invoke(main, command)
    said = " ".join(done.stderr.split())
    assert "A B (a@example.org): 0 notebooks were handed in" in said
    assert "A B (a@example.org-2): 0 notebooks were handed in" in said
    twice = f"a@example.org is there twice (as a@example.org and a@example.org-2); {ADVICE}"
    assert done.stdout.splitlines()[1:] == [twice]
    reported = CliRunner().invoke(main, ["report", str(tmp_path / "results"), "--csv", "moodle"])
    assert twice in reported.stdout.splitlines()
    assert "the results are not of a Moodle download" in reported.stdout
    found = read(tmp_path / "results" / "a@example.org-2.json") or {}
    assert found["extra_data"]["owner"] == "a@example.org"
    shown = CliRunner().invoke(main, command[:3]).stdout
    assert "A B (a@example.org)  0 / " in shown
    assert "A B (a@example.org-2)  0 / " in shown


def test_rate_and_time_left_count_only_what_is_graded(kept: Path) -> None:
    now = [0.0]
    console = Console(file=StringIO(), force_terminal=True, width=80, get_time=lambda: now[0])
    results = read(kept / "ann.json") or {}
    progress = Progress(console, 100)
    for _ in range(90):
        assert progress.skip(results)
    with progress:
        for _ in range(3):
            now[0] += 10
            progress.advance("ann", results, None)
        (task,) = progress._bar.tasks
        assert (task.completed, task.fields["rate"], task.time_remaining) == (93, "0.1/s", 70)


def test_a_cell_that_cannot_be_parsed_is_called_so(tmp_path: Path) -> None:
    notebook = json.loads((SAMPLES / "untouched.ru.ipynb").read_text("utf-8"))
    cell: Results = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "1 +"}
    notebook["cells"].insert(1, cell)
    (tmp_path / "ann.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    grade(tmp_path, tmp_path / "results")
    found = read(tmp_path / "results" / "ann.json") or {}
    assert found["extra_data"]["look_first"] == ["cell 2 is not valid Python"]


@pytest.mark.parametrize("option", [["--jobs", "2"], ["--dask", "tcp://localhost:1"]])
def test_what_works_side_by_side_needs_a_folder(option: list[str]) -> None:
    notebook = str(SAMPLES / "untouched.ru.ipynb")
    done = CliRunner().invoke(main, ["grade", SHEET, notebook, *option])
    assert done.exit_code == 2
    assert "--jobs and --dask keep results in a folder; add --out FOLDER" in " ".join(done.output.split())


@pytest.mark.parametrize("command", ["grade", "regrade", "written"])
def test_one_id_for_all_and_each_ones_own_exclude_each_other(tmp_path: Path, command: str) -> None:
    options = ["--student", "ann", "--per-student", "--out", str(tmp_path)]
    done = CliRunner().invoke(main, [command, SHEET, str(hand_in(tmp_path / "ann.ipynb")), *options])
    assert done.exit_code == 2
    assert "--student is one id for all, --per-student each one's own" in " ".join(done.output.split())
