"""A class at a time: side by side, and going on where a run was stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from autograder.batch.hand_ins import HandIn
from autograder.batch.progress import Progress
from autograder.batch.run import Done, Settings, grade_all
from autograder.batch.store import Store, read
from autograder.cli import main
from autograder.cli.mark import save_each
from autograder.course import load
from autograder.overview.results import read_results
from tests.batch.samples import ROOT, SAMPLES, SHEET, hand_in, lay_out_nbgrader

SETTINGS = Settings(SHEET)
SCORES = {"right_numpy.en": 14.25, "untouched.ru": 0.0}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[HandIn], Store]:
    """Five hand-ins, graded two at a time."""
    folder = tmp_path_factory.mktemp("class")
    hand_ins = [HandIn(who, (hand_in(folder / f"{who}.ipynb", who),)) for who in SCORES]
    hand_ins.append(HandIn("two files", (hand_ins[0].paths[0], hand_ins[1].paths[0])))
    hand_ins.append(HandIn("no file", (folder / "gone.ipynb",)))
    hand_ins.append(HandIn("../../up", (hand_ins[0].paths[0],)))
    store = Store(folder / "results", load(SHEET, hidden=True), ROOT, SETTINGS)
    for one, results in grade_all(SETTINGS, hand_ins, jobs=2):
        store.save(one, results)
    return hand_ins, store


def test_all_are_graded_side_by_side(graded: tuple[list[HandIn], Store]) -> None:
    hand_ins, store = graded
    scores = {one.student: (read(store.path(one.student)) or {})["score"] for one in hand_ins}
    assert scores == {**SCORES, "two files": 0.0, "no file": 0.0, "../../up": 14.25}
    refused = read(store.path("two files"))
    assert refused is not None
    assert refused["output"].startswith("2 notebooks were handed in")
    assert refused["extra_data"]["refused"]
    assert sorted(path.parent for path in store.folder.rglob("*")) == [store.folder] * len(hand_ins)


def test_what_has_not_changed_is_not_graded_again(graded: tuple[list[HandIn], Store], tmp_path: Path) -> None:
    hand_ins, store = graded
    assert all(store.load(one) for one in hand_ins)
    other = Store(store.folder, load(SHEET, hidden=True), ROOT, Settings(SHEET, language="ru"))
    assert not any(other.load(one) for one in hand_ins), "another language"
    changed = HandIn(hand_ins[0].student, (hand_in(tmp_path / "a.ipynb", "half_right.en"),))
    assert store.load(changed) is None, "another notebook"
    shutil.copytree(ROOT / "solutions" / SHEET, tmp_path / "solutions" / SHEET)
    for kept in ("autograder", "assignments"):
        (tmp_path / kept).symlink_to(ROOT / kept)
    twin = next((tmp_path / "solutions" / SHEET).glob("q*.py"))
    (tmp_path / "solutions" / "__init__.py").touch()
    twin.write_text(twin.read_text("utf-8") + "\n")
    edited = Store(store.folder, load(SHEET, hidden=True), tmp_path, SETTINGS)
    assert edited.load(hand_ins[0]) is None, "another grader"


def test_half_a_file_is_graded_again(graded: tuple[list[HandIn], Store], tmp_path: Path) -> None:
    hand_ins, store = graded
    copy = Store(tmp_path, load(SHEET, hidden=True), ROOT, SETTINGS)
    whole = store.path(hand_ins[0].student).read_text("utf-8")
    for text in (whole[: len(whole) // 2], "[]", "", "null"):
        copy.path(hand_ins[0].student).write_text(text, encoding="utf-8")
        assert copy.load(hand_ins[0]) is None
    copy.path(hand_ins[0].student).write_text(whole, encoding="utf-8")
    assert copy.load(hand_ins[0]) is not None


class Broken(Executor):
    """An executor whose process dies at the first submission, `times` times."""

    def __init__(self, times: list[int]) -> None:
        self.times = times

    def submit(self, function: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.times[0] > 0:
            self.times[0] -= 1
            future.set_exception(BrokenProcessPool("a process died"))
        else:
            future.set_result(function(*arguments))
        return future


@pytest.mark.parametrize(("deaths", "score"), [(1, 14.25), (2, 0.0)])
def test_a_grader_that_dies_is_replaced(deaths: int, score: float) -> None:
    times = [deaths]
    one = HandIn("ann", (SAMPLES / "right_numpy.en.ipynb",))
    (done,) = grade_all(SETTINGS, [one], jobs=1, start=lambda jobs: Broken(times))
    assert done[1]["score"] == score
    assert ("ended twice" in done[1]["output"]) == (score == 0)


def kill_own_process(settings: Settings, one: HandIn) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_pool_reports_the_death_of_a_process_as_broken() -> None:
    """What `grade_all` relies on."""
    with ProcessPoolExecutor(1) as pool, pytest.raises(BrokenProcessPool):
        pool.submit(kill_own_process, SETTINGS, HandIn("ann", ())).result()


@pytest.mark.filterwarnings("ignore")  # what the cluster's own processes warn of is not ours
def test_a_cluster_that_loses_a_worker_grades_all() -> None:
    distributed = pytest.importorskip("distributed")
    hand_ins = [HandIn(f"s{n}", (SAMPLES / "right_numpy.en.ipynb",)) for n in range(6)]
    hand_ins.append(HandIn("gone", (SAMPLES / "gone.ipynb",)))
    options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(n_workers=2, **options) as local, distributed.Client(local) as client:
        from autograder.batch.cluster import Cluster

        scores: dict[str, float] = {}
        for one, results in grade_all(SETTINGS, hand_ins, 4, lambda jobs: Cluster(local.scheduler_address)):
            if not scores:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            scores[one.student] = results["score"]
    assert scores == {**{f"s{n}": 14.25 for n in range(6)}, "gone": 0.0}


def test_command_keeps_results_and_says_how_far_it_is(tmp_path: Path) -> None:
    lay_out_nbgrader(tmp_path / "submitted")
    (tmp_path / "submitted" / "eve" / SHEET).mkdir(parents=True)
    command = ["grade", SHEET, str(tmp_path / "submitted"), "--out", str(tmp_path / "results")]
    first, second = (CliRunner().invoke(main, command) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert "eve: 0 notebooks were handed in" in first.stderr.replace("\n", " ")
    assert first.stdout.startswith("3 of 3: 3 graded, 1 of them could not be read; results in ")
    assert second.stdout.startswith(
        "3 of 3: 0 graded, 3 unchanged since an earlier run, 1 of them could not be read; results in "
    )


def test_the_bar_ends_before_the_last_word_of_an_interrupted_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> Generator[Done, None, None]:
        raise KeyboardInterrupt
        yield

    stop_bar = Progress.__exit__

    def say_and_stop(*arguments: Any) -> None:
        print("the bar ends")
        stop_bar(*arguments)

    monkeypatch.setattr(Progress, "__exit__", say_and_stop)
    store = Store(tmp_path, load(SHEET, hidden=False), ROOT, SETTINGS)
    with pytest.raises(SystemExit):
        save_each(store, Progress(Console(stderr=True), 1), stop())
    said = capsys.readouterr().out.splitlines()
    assert said == ["the bar ends", "0 of 1: 0 graded; stopped: the same command goes on from here"]


RAISES: dict[str, Any] = {
    "cell_type": "code",
    "metadata": {},
    "outputs": [],
    "execution_count": None,
    "source": "1 / 0",
}


def test_what_a_person_should_look_at_is_said_while_it_runs(tmp_path: Path) -> None:
    other = next((ROOT / "tests" / "samples" / "hw1_latent_adversarial").glob("untouched.*.ipynb"))
    shutil.copy(other, tmp_path / "ann.ipynb")
    notebook = json.loads((SAMPLES / "untouched.ru.ipynb").read_text("utf-8"))
    notebook["cells"].insert(1, RAISES)
    (tmp_path / "bob.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    results = tmp_path / "results"
    done = CliRunner().invoke(main, ["grade", SHEET, str(tmp_path), "--out", str(results)])
    said = " ".join(done.stderr.split())
    assert f"ann: the notebook says that it is hw1_latent_adversarial, expected {SHEET}; check" in said
    assert "bob: cell 2 raised an error" in said
    looks = [one.look_first for one in read_results(results).submissions]
    assert [len(look) for look in looks] == [1, 1]
    assert looks[1] == ("cell 2 raised an error",)


INTERRUPTED = """
import signal, sys
sys.path.insert(0, sys.argv[1])
from autograder.batch import run
from autograder.cli import main
grade_one, count = run.grade_one, []
def stop_at_second(settings, hand_in):
    count.append(hand_in)
    if len(count) == 2:
        signal.raise_signal(signal.SIGINT)
    return grade_one(settings, hand_in)
run.grade_one = stop_at_second
main(sys.argv[2:])
"""


def test_an_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    lay_out_nbgrader(tmp_path / "submitted")
    command = ["grade", SHEET, str(tmp_path / "submitted"), "--out", str(tmp_path / "results")]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(ROOT), *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130, done.stderr
    assert done.stdout == "1 of 2: 1 graded; stopped: the same command goes on from here\n"
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["ann.json"]
    again = CliRunner().invoke(main, command)
    assert again.stdout.startswith("2 of 2: 1 graded, 1 unchanged since an earlier run")
    assert json.loads((tmp_path / "results" / "bob.json").read_text())["score"] == 14.25
