"""Grading again: what changes is said first, with its reason, and written only when asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.hand_ins import HandIn, SourceError
from autograder.batch.regrade import Change, Regrading, compare, describe, summarise
from autograder.batch.run import Settings, grade_all
from autograder.batch.store import Store, read
from autograder.feedback import describe as write_part
from autograder.overview.results import read_results
from autograder.report import PartReport
from autograder.speed import Pace
from autograder.values import Speed, Text
from autograder.verdict import Kind
from tests.class_results import BLANK, PARTS, RIGHT, SHEET, WRONG, Mark, write

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples" / SHEET.name
SETTINGS = Settings(SHEET.name)
FIRST = f"{PARTS[0].number} {PARTS[0].name}"

Results = dict[str, Any]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of three hand-ins."""
    folder = tmp_path_factory.mktemp("graded")
    store = Store(folder, SHEET, ROOT, SETTINGS)
    for hand_in, results in grade_all(
        SETTINGS, hand_ins_of("right_numpy.en", "half_right.en", "untouched.ru")
    ):
        store.save(hand_in, results)
    return folder


def hand_ins_of(*names: str) -> list[HandIn]:
    return [HandIn(name.partition(".")[0], (SAMPLES / f"{name}.ipynb",)) for name in names]


ALL = hand_ins_of("right_numpy.en", "half_right.en", "untouched.ru")


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """Those results, as an older grader may have left them: it failed the first part of the right one."""
    shutil.copytree(graded, tmp_path / "results")
    for path in (tmp_path / "results").iterdir():
        edit(path, lambda results: results["extra_data"].update(key="of an older grader"))
    edit(tmp_path / "results" / "right_numpy.json", fail_first_part)
    return tmp_path / "results"


def edit(path: Path, change: Callable[[Results], None]) -> None:
    results = json.loads(path.read_text("utf-8"))
    change(results)
    path.write_text(json.dumps(results), encoding="utf-8")


def fail_first_part(results: Results) -> None:
    results["score"] -= results["tests"][0]["score"]
    results["tests"][0].update(score=0.0, output="the values are wrong\nhint: ...", tags=["values"])
    results["extra_data"]["mistakes"][PARTS[0].name] = "output_sees_itself"


def regrade(folder: Path, hand_ins: list[HandIn] = ALL) -> Regrading:
    regrading = Regrading(Store(folder, SHEET, ROOT, SETTINGS), hand_ins)
    for hand_in, results in grade_all(SETTINGS, regrading.find_waiting()):
        regrading.new.save(hand_in, results)
    return regrading


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}


def test_whose_mark_changes_and_why_is_said_before_anything_is_written(folder: Path) -> None:
    before = contents(folder)
    regrading = regrade(folder)
    (change,) = regrading.find_changes()
    points = PARTS[0].points
    assert list(describe(change)) == [
        f"right_numpy  {14.25 - points:g} → 14.25",
        f"    {FIRST}  0 → {points:g}",
        "        - the values are wrong [output_sees_itself]",
        "        + correct",
    ]
    assert list(summarise([change], 3)) == [
        f"{FIRST}: 1 up, 0 down",
        "marks that change: 1 of 3; only other words: 0",
    ]
    assert contents(folder) == before


def test_applying_writes_what_was_said_and_only_that(folder: Path, graded: Path) -> None:
    regrading = regrade(folder)
    assert regrading.find_waiting() == [], "what waits is not graded again"
    assert regrading.apply() == 3
    assert regrading.find_changes() == []
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in graded.iterdir())
    right = read(folder / "right_numpy.json")
    assert right is not None
    assert right["score"] == 14.25
    assert "seconds" in right["extra_data"]
    assert regrade(folder).apply() == 0, "now nothing is left to do"


def test_what_has_not_changed_is_not_graded_again(graded: Path) -> None:
    assert Regrading(Store(graded, SHEET, ROOT, SETTINGS), ALL).find_waiting() == []


def test_new_results_that_wait_are_no_results_yet(folder: Path) -> None:
    regrade(folder)
    assert len(read_results(folder).submissions) == 3


def test_a_new_student_and_one_who_is_gone(folder: Path, tmp_path: Path) -> None:
    new = HandIn("zoe", (SAMPLES / "untouched.ru.ipynb",))
    regrading = regrade(folder, [ALL[1], new])
    assert regrading.find_changes() == [Change("zoe", None, 0.0)]
    assert list(describe(Change("zoe", None, 0.0))) == ["zoe  new → 0"]
    store = Store(folder, SHEET, ROOT, SETTINGS)
    assert store.find_others(["half_right", "zoe"]) == ["right_numpy.json", "untouched.json"]
    regrading.apply()
    assert len(contents(folder)) == 4


def test_marks_of_persons_are_not_lost(folder: Path) -> None:
    edit(folder / "half_right.json", lambda results: results["extra_data"].update(written={"1.2": 3}))
    with pytest.raises(
        SourceError, match=r"half_right\.json holds marks that a person gave, expected those of"
    ):
        regrade(folder)


def test_another_notebook_of_the_same_student_is_called_so(folder: Path) -> None:
    regrading = regrade(folder, [HandIn("right_numpy", ALL[2].paths)])
    (change,) = regrading.find_changes()
    assert next(describe(change)).endswith("→ 0  (handed in anew)")


def test_the_file_from_before_a_correction_is_called_so(folder: Path, tmp_path: Path) -> None:
    corrected = HandIn("right_numpy", ALL[2].paths)
    regrade(folder, [corrected]).apply()
    (change,) = regrade(folder, ALL[:1]).find_changes()
    assert next(describe(change)) == (
        "right_numpy  0 → 14.25  (this file was graded before, and another took its place;"
        " see that the right one is among the sources)"
    )
    regrade(folder, ALL[:1]).apply()
    assert regrade(folder, [corrected]).find_changes()[0].is_replaced
    assert not regrade(folder, [HandIn("right_numpy", ALL[1].paths)]).find_changes()[0].is_replaced


def test_options_of_another_grading_are_named(folder: Path) -> None:
    edit(folder / "half_right.json", lambda found: found["extra_data"].update(key="", options="--exam"))
    edit(folder / "half_right.json", lambda found: found.update(score=1.0))
    changes = regrade(folder, [ALL[1]]).find_changes()
    said = "graded with other options (none; before: --exam): 1"
    assert said in list(summarise(changes, 1))
    assert not [line for line in summarise([replace(changes[0], options="")], 1) if "options" in line]


def results_of(folder: Path, marks: list[Mark], **about: Any) -> Results:
    folder.mkdir()
    write(folder, "Ann", marks, **about)
    (path,) = folder.iterdir()
    return dict(json.loads(path.read_text("utf-8")))


def lines(before: Results, after: Results) -> list[str]:
    return [line.strip() for line in describe(compare("Ann", before, after))][1:]


def test_reasons(tmp_path: Path) -> None:
    blank = results_of(tmp_path / "a", [BLANK])
    right = results_of(tmp_path / "b", [RIGHT])
    points = PARTS[0].points
    assert lines(blank, right) == [
        f"{FIRST}  0 → {points:g}",
        "- not attempted of Ann",
        "+ agrees of Ann",
    ]
    worth_more = json.loads(json.dumps(right))
    worth_more["tests"][0].update(score=points + 1, max_score=points + 1)
    assert lines(right, worth_more) == [
        f"{FIRST}  {points:g} → {points + 1:g}",
        f"- agrees of Ann (of {points:g} points)",
        f"+ agrees of Ann (of {points + 1:g} points)",
    ]
    fewer = json.loads(json.dumps(right))
    del fewer["tests"][0]
    assert lines(right, fewer) == [f"{FIRST}  {points:g} → none", "- agrees of Ann", "+ no such part"]
    refused = {**results_of(tmp_path / "c", [WRONG] * len(PARTS)), "output": "the file is empty"}
    assert lines(refused, right)[0] == "- the file is empty"


def test_other_words_for_the_same_mark(tmp_path: Path) -> None:
    before = results_of(tmp_path / "a", [WRONG])
    before["tests"][0]["output"] = "the values are wrong\nhint: one"
    after = json.loads(json.dumps(before))
    after["tests"][0]["output"] = "the values are wrong\nhint: another"
    change = compare("Ann", before, after)
    assert change.feedback
    assert not change.mark
    assert lines(before, after) == [f"{FIRST}  0", "- hint: one", "+ hint: another"]
    assert list(summarise([change] * 2, 3)) == [
        f"{FIRST}: other words for 2",
        "marks that change: 0 of 3; only other words: 2",
    ]
    moved = json.loads(json.dumps(after))
    moved["tests"][0]["score"] = PARTS[0].points
    assert next(summarise([change, compare("Bob", before, moved)], 3)) == (
        f"{FIRST}: 1 up, 0 down, other words for 1"
    )
    assert not compare("Ann", before, json.loads(json.dumps(before))).feedback


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_a_time_that_was_measured_again_is_no_change(language: str, tmp_path: Path) -> None:
    timed = next(unit.all(Speed)[0] for unit in SHEET.units if unit.all(Speed))
    text = Text(en="text", fr="texte", ru="текст")
    timed = replace(timed, unit=text, text=text)
    number = next(n for n, part in enumerate(PARTS) if part.name == timed.part.name)
    before = results_of(tmp_path / "a", [])
    after = json.loads(json.dumps(before))
    for results, pace in ((before, Pace(timed, 0.0, 6.1, 4.0)), (after, Pace(timed, 0.0, 7.2, 4.1))):
        part = PartReport("1", "f", 1.0, 0.9, Kind.SLOW, 0, 1, pace=pace)
        results["tests"][number]["output"] = "\n".join(write_part(part, language))
    assert before != after
    change = compare("Ann", before, after)
    assert (change.parts, change.feedback) == ((), False)


def test_nothing_that_a_student_wrote_controls_the_terminal(tmp_path: Path) -> None:
    before = results_of(tmp_path / "a", [WRONG])
    after = json.loads(json.dumps(before))
    after["output"] = "\x1b[31mcell 3: \u202eevil"
    shown = "\n".join(describe(compare("\x1b]0;x\x07Ann\u202e\nBob  1 → 2", before, after)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\nBob" not in shown


CHANGE_OF_GRADER = """
import sys
sys.path.insert(0, ".")
from pathlib import Path
from autograder.batch.hand_ins import HandIn
from autograder.batch.regrade import Regrading, describe
from autograder.batch.run import Settings, grade_all
from autograder.batch.store import Store
from autograder.course import load
sheet, settings = load(sys.argv[1], hidden=True), Settings(sys.argv[1])
hand_in = HandIn("ann", (Path(sys.argv[2]),))
regrading = Regrading(Store(Path(sys.argv[3]), sheet, Path.cwd(), settings), [hand_in])
for one, results in grade_all(settings, regrading.find_waiting()):
    regrading.new.save(one, results)
print("\\n".join(line for change in regrading.find_changes() for line in describe(change)))
regrading.apply()
"""


def test_a_grader_that_changes_is_noticed(tmp_path: Path) -> None:
    """In a copy of the course, of which one question is made to take another answer for right."""
    for name in ("assignments", "autograder", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    notebook = SAMPLES / "right_numpy.en.ipynb"
    start = [sys.executable, "-c", CHANGE_OF_GRADER, SHEET.name, str(notebook), str(tmp_path / "results")]

    def run() -> list[str]:
        done = subprocess.run(start, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert run() == ["ann  new → 14.25"]
    twin = tmp_path / "solutions" / SHEET.name / "q01_1_triangle" / "made_masks.py"
    right, wrong = "order[:, None] > degrees", "order[:, None] >= degrees"
    source = twin.read_text("utf-8")
    assert right in source
    twin.write_text(source.replace(right, wrong, 1), encoding="utf-8")
    lowered = run()
    assert lowered[0].startswith("ann  14.25 → ")
    assert lowered[1].startswith(f"    {FIRST}  {PARTS[0].points:g} → ")
    assert lowered[2] == "        - correct"
    assert lowered[3].startswith("        + ")
    assert "the values are wrong" in lowered[3]
    assert run() == [""], "nothing has changed since"
