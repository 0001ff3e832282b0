"""A release is refused where the course is not ready, says what it holds, and has the same bytes twice."""

from __future__ import annotations

import ast
import hashlib
import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from autograder import release
from autograder.course import load
from autograder.release import ROOT, SECTION, ReleaseError

CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
SECTIONS = {found["version"]: found for found in SECTION.finditer(CHANGELOG)}
VERSIONS = [version for version in SECTIONS if version != "Unreleased"]


def test_the_changelog_begins_with_what_is_not_released() -> None:
    assert [*SECTIONS][0] == "Unreleased"
    assert SECTIONS["Unreleased"]["date"] is None


def test_the_newest_release_in_the_changelog_is_the_version_of_the_package() -> None:
    assert VERSIONS[0] == release.read_version(ROOT)


def test_releases_have_dates_and_stand_in_order() -> None:
    numbers = [tuple(map(int, version.split("."))) for version in VERSIONS]
    dates = [date.fromisoformat(SECTIONS[version]["date"]) for version in VERSIONS]
    assert all(new > old for new, old in pairwise(numbers))
    assert all(new >= old for new, old in pairwise(dates))


def test_every_entry_says_whom_it_concerns() -> None:
    entries = re.findall(r"^- .*", CHANGELOG, re.M)
    assert entries
    assert [entry for entry in entries if not re.match(r"- (student|grader|staff): \S", entry)] == []
    assert len(re.findall(r"^## ", CHANGELOG, re.M)) == len(SECTIONS)


def test_every_paper_that_is_named_is_listed() -> None:
    listed = " ".join((ROOT / "PAPERS.md").read_text("utf-8").split()).casefold()
    titles = {title for folder in ("assignments", "solutions") for title in find_titles(ROOT / folder)}
    assert len(titles) > 30
    assert sorted(title for title in titles if title.casefold().rstrip("?") not in listed) == []


def find_titles(folder: Path) -> list[str]:
    """The titles in quotation marks below `Paper:` in the docstrings of question files."""
    files = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    notes = [(ast.get_docstring(file) or "").partition("Paper") for file in files]
    return [" ".join(title.split()) for note in notes for title in re.findall(r'"([^"]+)"', note[2])]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A repository with nothing but a version and a changelog."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    root = tmp_path / "course"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nname = "course"\nversion = "0.2.0"\n')
    (root / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-01-31\n\n- staff: x\n"
    )
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    for command in (["init"], ["add", "."], [*who, "commit", "-m", "Begin"]):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)
    return root


def test_a_committed_course_with_a_changelog_is_ready(course: Path) -> None:
    assert release.read_version(course) == "0.2.0"
    release.require_clean(course)
    release.require_changes(course, "0.2.0")


def test_what_is_not_committed_is_refused(course: Path) -> None:
    (course / "notes.txt").write_text("new")
    with pytest.raises(ReleaseError) as caught:
        release.require_clean(course)
    assert str(caught.value) == "notes.txt is not committed; commit or remove it, then run this again"
    (course / "CHANGELOG.md").write_text("changed")
    with pytest.raises(
        ReleaseError, match="^CHANGELOG.md and 1 more are not committed; commit or remove them, "
    ):
        release.require_clean(course)


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="^`git status --porcelain` fails: .*not a git repository"):
        release.require_clean(tmp_path)


def test_a_program_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReleaseError, match="^git is not installed; "):
        release.require_clean(tmp_path)


@pytest.mark.parametrize(
    ("changelog", "problem"),
    [
        ("## [Unreleased]\n", "CHANGELOG.md has no dated section for 0.2.0; write `## [0.2.0] - <date>`"),
        ("## [0.2.0]\n\n- staff: x\n", "CHANGELOG.md has no dated section for 0.2.0; "),
        (
            "## [Unreleased]\n\n- staff: y\n\n## [0.2.0] - 2026-01-31\n\n- staff: x\n",
            "CHANGELOG.md lists unreleased changes; raise 0.2.0 in pyproject.toml for them",
        ),
    ],
)
def test_a_version_of_which_the_changelog_says_nothing_is_refused(
    changelog: str, problem: str, tmp_path: Path
) -> None:
    (tmp_path / "CHANGELOG.md").write_text(changelog)
    with pytest.raises(ReleaseError) as caught:
        release.require_changes(tmp_path, "0.2.0")
    assert str(caught.value).startswith(problem)


def test_a_project_without_a_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ReleaseError, match="^pyproject.toml has no version; add "):
        release.read_version(tmp_path)


def test_stale_notebooks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"^hw4_autoregressive.en.ipynb is stale; run `autograder build`"):
        release.require_sound(load("hw4_autoregressive", hidden=False), tmp_path)


def test_a_version_is_not_released_again_with_other_files(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("release-0.2.0", "same", "other")]
    for folder in folders:
        folder.mkdir()
        (folder / "a.zip").write_text("a")
        (folder / "b.zip").write_text("changed" if folder.name == "other" else "b")
        release.write_sums(folder)
    old, same, other = folders
    release.require_new(tmp_path / "release-0.3.0", other)
    release.require_new(old, same)
    with pytest.raises(ReleaseError) as caught:
        release.require_new(old, other)
    assert str(caught.value) == (
        f"{old} was released with other files (b.zip);"
        " raise the version in pyproject.toml, or delete that folder if nobody has it"
    )


def test_a_sheet_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    sheet = load("hw4_autoregressive", hidden=True)
    for folder in ("one", "two"):
        release.write_sheets([sheet], ROOT, tmp_path / folder)
        release.write_sums(tmp_path / folder)
    sums = [(tmp_path / folder / "SHA256SUMS").read_text() for folder in ("one", "two")]
    assert sums[0] == sums[1]
    lines = [line.split("  ") for line in sums[0].splitlines()]
    written = {name: digest for digest, name in lines}
    assert [*written] == [
        "gradescope/en/hw4_autoregressive.zip",
        "gradescope/ru/hw4_autoregressive.zip",
        "notebooks/hw4_autoregressive/hw4_autoregressive.en.ipynb",
        "notebooks/hw4_autoregressive/hw4_autoregressive.ru.ipynb",
    ]
    for name, digest in written.items():
        assert hashlib.sha256((tmp_path / "one" / name).read_bytes()).hexdigest() == digest
