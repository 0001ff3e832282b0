"""A release: everything that is handed over, made from one commit, with checksums. `make release` calls it.

    build/release-<version>/
        notebooks/<sheet>/          for students
        gradescope/<language>/      a zip a sheet, with the answers; `<language>.exam` for the mode of an exam
        autograder-<version>.zip    the whole course as it was committed
        autograder-<version>-*.whl  the same to install, for those who write sheets
        CHANGELOG.md, SHA256SUMS

The same commit gives the same notebooks and zips, byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course import CourseError, load, names
from autograder.sheet import Sheet
from autograder.soundness import check_sheet
from autograder.targets import gradescope, student

ROOT = Path(__file__).parents[1]
SECTION = re.compile(
    r"^## \[(?P<version>[^]]+)\](?: - (?P<date>\S+))?\n(?P<text>.*?)(?=^## |\Z)", re.M | re.S
)


class ReleaseError(Exception):
    """The course is not ready to be released: the message says what to do."""


def release(root: Path, out: Path) -> Path:
    """Check the course and write its release below `out`; the folder that was written."""
    version = read_version(root)
    require_clean(root)
    require_changes(root, version)
    sheets = [load(name, hidden=True) for name in names()]
    for sheet in sheets:
        print(f"proving the graders of {sheet.name}", flush=True)
        require_sound(sheet, root)
    folder = out / f"release-{version}"
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".release-", dir=out) as temporary:
        draft = Path(temporary, folder.name)
        write_sheets(sheets, root, draft)
        write_packages(root, draft, version)
        write_sums(draft)
        require_new(folder, draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    return folder


def read_version(root: Path) -> str:
    """The version of the package: it stands in pyproject.toml and nowhere else."""
    found = re.search(r'^version = "(.+)"$', (root / "pyproject.toml").read_text("utf-8"), re.M)
    if found is None:
        raise ReleaseError('pyproject.toml has no version; add `version = "..."` to [project]')
    return found[1]


def require_clean(root: Path) -> None:
    """Refuse a tree that is not what was committed."""
    if changed := _git(root, "status", "--porcelain").splitlines():
        more = f" and {len(changed) - 1} more are" if len(changed) > 1 else " is"
        them = "them" if len(changed) > 1 else "it"
        raise ReleaseError(
            f"{changed[0][3:]}{more} not committed; commit or remove {them}, then run this again"
        )


def require_changes(root: Path, version: str) -> None:
    """Refuse a version of which the changelog says nothing, or not all."""
    sections = {
        found["version"]: found for found in SECTION.finditer((root / "CHANGELOG.md").read_text("utf-8"))
    }
    if version not in sections or not sections[version]["date"]:
        raise ReleaseError(
            f"CHANGELOG.md has no dated section for {version}; write `## [{version}] - <date>`"
        )
    if "Unreleased" in sections and sections["Unreleased"]["text"].strip():
        raise ReleaseError(
            f"CHANGELOG.md lists unreleased changes; raise {version} in pyproject.toml for them"
        )


def require_sound(sheet: Sheet, root: Path) -> None:
    """Refuse a sheet with a grader that is not sound, or with notebooks that are not of its files."""
    if stale := student.find_stale(sheet, root / "student_template"):
        raise ReleaseError(f"{stale[0].name} is stale; run `autograder build`, and commit")
    for row in check_sheet(sheet):
        if row.problems:
            raise ReleaseError(f"{sheet.name} {row.number} is not sound; run `autograder check {sheet.name}`")


def write_sheets(sheets: Sequence[Sheet], root: Path, folder: Path) -> None:
    """The notebooks and the zips for Gradescope, of each sheet in all its languages and modes."""
    for sheet in sheets:
        student.build(sheet, folder / "notebooks")
        for language, exam in sheet.editions:
            out = folder / "gradescope" / f"{language}{'.exam' if exam else ''}"
            gradescope.pack(sheet, root, out, language, ["exam"] * exam + ["official"])


def write_packages(root: Path, folder: Path, version: str) -> None:
    """The commit as a zip, and the wheel that is built from it."""
    source = folder / f"autograder-{version}.zip"
    shutil.copy(root / "CHANGELOG.md", folder)
    _git(root, "archive", f"--prefix=autograder-{version}/", f"--output={source}", "HEAD")
    with TemporaryDirectory(prefix="autograder-wheel-") as unpacked:
        # Built elsewhere: setuptools would add what an earlier build left in the tree.
        shutil.unpack_archive(source, unpacked)
        wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", f"--wheel-dir={folder}"]
        _run(
            [*wheel, f"{unpacked}/autograder-{version}"],
            root,
            _git(root, "log", "-1", "--format=%ct").strip(),
        )


def write_sums(folder: Path) -> None:
    """SHA256SUMS, as `sha256sum --check` reads it."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(_digests(folder))]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def require_new(folder: Path, draft: Path) -> None:
    """Refuse to put other files in the place of those that were released under the same version."""
    old, new = folder / "SHA256SUMS", draft / "SHA256SUMS"
    if not old.exists():
        return
    before, now = (set(path.read_text("utf-8").splitlines()) for path in (old, new))
    if changed := sorted({line.split("  ")[1] for line in before ^ now}):
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise ReleaseError(
            f"{folder} was released with other files ({changed[0]}{more});"
            " raise the version in pyproject.toml, or delete that folder if nobody has it"
        )


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _git(root: Path, *arguments: str) -> str:
    return _run(["git", *arguments], root)


def _run(command: list[str], folder: Path, epoch: str = "") -> str:
    """What a command prints. `epoch` is the time that stands in what it packs."""
    environment = os.environ | ({"SOURCE_DATE_EPOCH": epoch} if epoch else {})
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
    except FileNotFoundError as error:
        raise ReleaseError(f"{command[0]} is not installed; a release is made with it") from error
    except subprocess.CalledProcessError as error:
        why = (error.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise ReleaseError(f"`{' '.join(command[:4])}` fails: {why}") from error
    return done.stdout


if __name__ == "__main__":
    try:
        print(f"wrote {release(ROOT, ROOT / 'build')}")
    except (ReleaseError, CourseError) as error:
        raise SystemExit(f"Error: {error}") from error
