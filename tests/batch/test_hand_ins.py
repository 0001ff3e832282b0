"""Who handed in what: the downloads of every platform, and what is no download."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.batch.hand_ins import SourceError, find_hand_ins, find_left_out
from autograder.batch.people import ADVICE, Person, describe_doubled
from autograder.batch.run import find_one
from autograder.cli import main
from autograder.cli.options import SCRIPTS
from autograder.intake import Unreadable
from tests.batch.samples import SHEET, hand_in, lay_out_nbgrader
from tests.fuzz.downloads import METADATA


def found_in(*sources: Path, unpacked: Path) -> dict[str, list[str]]:
    hand_ins = find_hand_ins(sources, SHEET, unpacked)
    return {one.student: [path.name for path in one.paths] for one in hand_ins}


def lay_out_gradescope(folder: Path) -> None:
    for name in ("submission_7", "submission_8"):
        hand_in(folder / "assignment_1_export" / name / "hw.ipynb")
    (folder / "assignment_1_export" / "submission_metadata.yml").write_text(METADATA)


def lay_out_moodle(folder: Path) -> None:
    hand_in(folder / "Ann Lee_123_assignsubmission_file_" / "hw (2).ipynb")
    (folder / "Bob_45_assignsubmission_file").mkdir()
    for name in ("Ann Lee_123", "Cy_6"):
        (folder / f"{name}_assignsubmission_onlinetext_").mkdir()
        (folder / f"{name}_assignsubmission_onlinetext_" / "onlinetext.html").touch()


def lay_out_canvas(folder: Path) -> None:
    hand_in(folder / "leeann_123_456_hw4-1.ipynb")
    hand_in(folder / "bob_LATE_77_88_my_answers.ipynb")
    hand_in(folder / "bob_LATE_77_89_old.ipynb")
    (folder / "cai_78_90_hw4.pdf").touch()


def lay_out_nbgrader_by_another_name(folder: Path) -> None:
    """What `nbgrader collect` makes where the assignment has another name than the sheet; ann came late."""
    for student, name in (("ann", "hw3"), ("bob", "hw3"), ("bob", "hw4"), ("eve", "hw4")):
        hand_in(folder / student / name / "hw.ipynb")
        (folder / student / name / "timestamp.txt").touch()
    hand_in(folder / "bob" / "hw4" / "copy.ipynb")
    (folder / "fay" / "hw4").mkdir(parents=True)
    (folder / "fay" / "hw4" / "timestamp.txt").touch()


def lay_out_a_folder_each(folder: Path) -> None:
    hand_in(folder / "ann" / "homework" / "hw.ipynb")
    hand_in(folder / "bob" / "homework" / "mine.ipynb")


def lay_out_plain(folder: Path) -> None:
    hand_in(folder / "ann.ipynb")
    hand_in(folder / "group" / "bob.ipynb")
    hand_in(folder / ".ipynb_checkpoints" / "ann-checkpoint.ipynb")
    (folder / "notes.txt").touch()


LAYOUTS: list[tuple[Callable[[Path], None], dict[str, list[str]]]] = [
    (lay_out_gradescope, {"a@example.org+c@example.org": ["submission_7"], "34": ["submission_8"]}),
    (lay_out_nbgrader, {"ann": [SHEET], "bob": [SHEET]}),
    (
        lay_out_moodle,
        {
            "Ann Lee_123": ["Ann Lee_123_assignsubmission_file_"],
            "Bob_45": ["Bob_45_assignsubmission_file"],
            "Cy_6": ["Cy_6_assignsubmission_onlinetext_"],
        },
    ),
    (
        lay_out_canvas,
        {
            "leeann_123": ["leeann_123_456_hw4-1.ipynb"],
            "bob_77": ["bob_LATE_77_88_my_answers.ipynb", "bob_LATE_77_89_old.ipynb"],
            "cai_78": ["cai_78_90_hw4.pdf"],
        },
    ),
    (lay_out_nbgrader_by_another_name, {"bob": ["hw4"], "eve": ["hw4"], "fay": ["hw4"]}),
    (lay_out_a_folder_each, {"ann": ["homework"], "bob": ["homework"]}),
    (lay_out_plain, {"ann": ["ann.ipynb"], "group/bob": ["bob.ipynb"]}),
]


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(("lay_out", "expected"), LAYOUTS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_platforms_download_is_understood(
    lay_out: Callable[[Path], None], expected: dict[str, list[str]], zipped: bool, tmp_path: Path
) -> None:
    source = tmp_path / "download"
    source.mkdir()
    lay_out(source)
    if zipped:
        source = Path(shutil.make_archive(str(source), "zip", source))
    assert found_in(source, unpacked=tmp_path / "unpacked") == expected


@pytest.mark.parametrize("zipped", [False, True])
def test_what_a_plain_folder_holds_besides_notebooks_is_named(zipped: bool, tmp_path: Path) -> None:
    lay_out_plain(source := tmp_path / "download")
    (source / "group" / "carl.py").touch()
    if zipped:
        source = Path(shutil.make_archive(str(source), "zip", source))
    command = ["grade", SHEET, str(source), "--out", str(tmp_path / "results")]
    said = CliRunner().invoke(main, command).stdout.splitlines()
    assert said[0].startswith("2 of 2: 2 graded; results in ")
    assert said[1:] == [f"not graded, no notebook: notes.txt, group/carl.py; {SCRIPTS}"]


def test_a_script_in_a_plain_folder_is_somebodys(tmp_path: Path) -> None:
    lay_out_plain(source := tmp_path / "class")
    for name in ("ann", "carl", "group/dora"):
        (source / f"{name}.py").write_text(f"# {SHEET}\n\n# In[1]:\nx = 1\n", encoding="utf-8")
    colab = f'"""{SHEET}.ipynb\n\nAutomatically generated by Colab.\n"""\n'
    (source / "eve.py").write_text(colab, encoding="utf-8")
    (source / "tools.py").write_text(f"# for {SHEET}\nimport numpy\n", encoding="utf-8")
    (source / "link.py").symlink_to("carl.py")
    expected = {"ann": ["ann.ipynb"], "group/bob": ["bob.ipynb"]}
    expected |= {"carl": ["carl.py"], "eve": ["eve.py"], "group/dora": ["dora.py"]}
    assert found_in(source, unpacked=tmp_path / "unpacked") == expected
    left = find_left_out([source], SHEET, tmp_path / "unpacked")
    assert left == ["ann.py", "link.py", "notes.txt", "tools.py"]


def test_in_a_download_nobody_is_left_out(tmp_path: Path) -> None:
    for lay_out, _ in LAYOUTS[:-1]:
        source = tmp_path / lay_out.__name__
        source.mkdir()
        lay_out(source)
        assert find_left_out([source], SHEET, tmp_path) == []


def test_a_script_that_is_all_of_a_hand_in_is_read(tmp_path: Path) -> None:
    script = tmp_path / "Ann_1_assignsubmission_file_" / "hw.py"
    script.parent.mkdir()
    script.touch()
    (hand_in,) = find_hand_ins([tmp_path], SHEET, tmp_path / "unpacked")
    assert find_one(hand_in) == script
    (script.parent / "hw.pdf").touch()
    with pytest.raises(Unreadable, match=r"0 notebooks were handed in.*found: hw\.pdf, hw\.py"):
        find_one(hand_in)


def test_gradescopes_export_says_who_it_is(tmp_path: Path) -> None:
    lay_out_gradescope(tmp_path)
    two, one = find_hand_ins([tmp_path], SHEET, tmp_path / "unpacked")
    assert two.people == (Person("A B", "12", "a@example.org"), Person("C D", "", "c@example.org"))
    assert one.people == (Person("E", "34"),)


def test_students_of_the_same_name_are_kept_apart(tmp_path: Path) -> None:
    paths = [hand_in(tmp_path / folder / "hw.ipynb") for folder in "ab"]
    assert found_in(*paths, unpacked=tmp_path) == {"hw": ["hw.ipynb"], "hw-2": ["hw.ipynb"]}


def test_a_zip_writes_nothing_outside_its_folder_and_nothing_large(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../../up.ipynb", "/absolute.ipynb", f"{'n' * 300}.ipynb", "a/../../b.ipynb"):
            archive.writestr(name, "{}")
        with archive.open("bomb.ipynb", "w") as member:
            for _ in range(110):
                member.write(bytes(2**20))
    unpacked = tmp_path / "inner" / "unpacked"
    find_hand_ins([tmp_path / "evil.zip"], SHEET, unpacked)
    outside = {path for path in tmp_path.rglob("*.ipynb") if unpacked not in path.parents}
    assert outside == set()
    assert max(path.stat().st_size for path in unpacked.rglob("*.ipynb")) <= 41 * 2**20


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("export.zip", "not a zip", "export.zip cannot be unpacked"),
        (
            "submission_metadata.yml",
            "- a list",
            "expected the file of that name in an export of Gradescope's",
        ),
        ("submission_metadata.yml", "a: [", "expected the file of that name in an export of Gradescope's"),
    ],
)
def test_what_is_no_download_is_said(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    source = tmp_path / name if name.endswith(".zip") else tmp_path
    with pytest.raises(SourceError, match=said):
        find_hand_ins([source], SHEET, tmp_path / "unpacked")


def test_a_file_of_canvass_is_known_by_its_name(tmp_path: Path) -> None:
    paths = [hand_in(tmp_path / name) for name in ("nora_9999_1_hw4.ipynb", "my_hw_4.ipynb")]
    assert found_in(*paths, unpacked=tmp_path) == {
        "nora_9999": ["nora_9999_1_hw4.ipynb"],
        "my_hw_4": ["my_hw_4.ipynb"],
    }


def test_canvas_says_who_was_late(tmp_path: Path) -> None:
    lay_out_canvas(tmp_path)
    late = {one.student: one.late for one in find_hand_ins([tmp_path], SHEET, tmp_path / "unpacked")}
    assert late == {"leeann_123": False, "bob_77": True, "cai_78": False}


def test_a_text_that_was_typed_in_moodle_is_no_notebook(tmp_path: Path) -> None:
    lay_out_moodle(tmp_path)
    ann, _, cy = find_hand_ins([tmp_path], SHEET, tmp_path / "unpacked")
    assert find_one(ann).name == "hw (2).ipynb"
    with pytest.raises(Unreadable, match=r"0 notebooks were handed in.*found: onlinetext\.html"):
        find_one(cy)


@pytest.mark.parametrize(
    ("bob", "forged"), [("bob", "mallory/x"), ("bob", "mallory/hw"), ("bob/hw/b", "mallory/x")]
)
def test_nobody_is_left_out_of_what_only_looks_like_nbgraders_tree(
    bob: str, forged: str, tmp_path: Path
) -> None:
    """A folder of anybody's own may hold a timestamp, too."""
    names = {"ann/hw/a", bob, f"{forged}/hw"}
    for name in names:
        hand_in(tmp_path / f"{name}.ipynb")
    (tmp_path / forged / "timestamp.txt").touch()
    assert set(found_in(tmp_path, unpacked=tmp_path / "unpacked")) == names
    assert find_left_out([tmp_path], SHEET, tmp_path / "unpacked") == []


def test_two_notebooks_in_one_folder_are_of_two_students(tmp_path: Path) -> None:
    for name in ("first/all/ann", "first/all/bob", "second/all/cai"):
        hand_in(tmp_path / f"{name}.ipynb")
    assert set(found_in(tmp_path, unpacked=tmp_path)) == {"first/all/ann", "first/all/bob", "second/all/cai"}


def test_who_is_there_more_than_once_is_said(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        lay_out_gradescope(tmp_path / folder)
    alone = tmp_path / "late" / "submission_9"
    hand_in(alone / "hw.ipynb")
    entry = "submission_9:\n  :submitters:\n  - :name: A B\n    :email: a@example.org\n"
    (alone.parent / "submission_metadata.yml").write_text(entry)
    found = find_hand_ins([tmp_path / name for name in ("a", "b", "late")], SHEET, tmp_path)
    both = "a@example.org+c@example.org"
    assert list(describe_doubled(found)) == [
        f"a@example.org is there 3 times (as {both} and {both}-2 and a@example.org); {ADVICE}",
        f"c@example.org is there twice (as {both} and {both}-2); {ADVICE}",
        f"34 is there twice (as 34 and 34-2); {ADVICE}",
    ]
    assert [one.label for one in found[:2]] == [f"A B, C D ({both})", "E (34)"]


def test_a_file_that_bears_the_name_of_a_person_is_of_that_person(tmp_path: Path) -> None:
    lay_out_gradescope(tmp_path / "export")
    sources = [tmp_path / "export", hand_in(tmp_path / "C D.ipynb"), hand_in(tmp_path / "D.ipynb")]
    (line,) = describe_doubled(find_hand_ins(sources, SHEET, tmp_path))
    assert line == f"c@example.org is there twice (as a@example.org+c@example.org and C D); {ADVICE}"


def test_who_is_there_more_than_once_without_an_export_is_said(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        lay_out_canvas(tmp_path / folder)
    found = find_hand_ins([tmp_path / "a", tmp_path / "b"], SHEET, tmp_path)
    assert f"bob_77 is there twice (as bob_77 and bob_77-2); {ADVICE}" in describe_doubled(found)
    assert list(describe_doubled(found[:3])) == []
