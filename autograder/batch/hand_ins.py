"""Who handed in what: the downloads of Gradescope, Canvas, Moodle and nbgrader, and plain folders.

Nothing is opened as a notebook here, and no name that a student chose leads out of the folder that is read.
"""

from __future__ import annotations

import lzma
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

import yaml

from autograder.batch.people import Person, label
from autograder.intake import LIMIT, Unreadable, read_bytes
from autograder.intake.folder import SKIPPED, walk

METADATA = "submission_metadata.yml"
TIMESTAMP = "timestamp.txt"  # nbgrader writes one beside what it collects
MEMBERS = 100_000  # of a zip are unpacked
UNPACKED_BYTES = 20 * 2**30  # of a zip in all
PIECE = 2**20
NAME = 200  # letters of a student's name are kept

_CANVAS = re.compile(r"(?P<student>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_\d+_.+")
_MOODLE = re.compile(r"(?P<student>.+_\d+)_assignsubmission_(?P<kind>file|onlinetext)_?")


DAMAGED = (
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)  # what reading a member of a broken zip may raise


class SourceError(Exception):
    """What is to be graded cannot be read: the message says what was expected."""


@dataclass(frozen=True)
class HandIn:
    """What one student handed in: a notebook, or several files or a folder in which there should be one."""

    student: str
    paths: tuple[Path, ...]
    people: tuple[Person, ...] = ()  # a group may hand in together
    owner: str = ""  # whose it is, where the name is another so that two hand-ins are kept apart
    late: bool | None = None  # as Canvas says; None where nothing says it

    @property
    def label(self) -> str:
        """The student as people read it."""
        return label(self)


def find_hand_ins(sources: Iterable[Path], assignment: str, unpacked: Path) -> list[HandIn]:
    """All that was handed in for an assignment, a student each. Zips are unpacked below `unpacked`.

    Two sources of the same student name are kept apart. Raises SourceError.
    """
    found: list[HandIn] = []
    for number, source in enumerate(sources):
        if source.suffix == ".zip":
            _unpack(source, _place(unpacked, number))
            found += _find_in(_place(unpacked, number), assignment)
        elif source.is_dir():
            found += _find_in(source, assignment)
        else:
            found += _read_canvas([source]) or [HandIn(source.stem, (source,))]
    return list(_with_names_of_their_own(found))


def find_left_out(sources: Iterable[Path], assignment: str, unpacked: Path) -> list[str]:
    """The files of plain folders that do not count: who handed in nothing else is not graded.

    The zips among the sources lie below `unpacked` already.
    """
    left: list[str] = []
    for number, source in enumerate(sources):
        folder = _place(unpacked, number) if source.suffix == ".zip" else source
        if folder.is_dir() and not _read_download(folder, assignment):
            files = (path for path in walk(folder) if path.name != TIMESTAMP)
            left += [path.relative_to(folder).as_posix() for path in files if not _counts(path, assignment)]
    return left


def _counts(path: Path, assignment: str) -> bool:
    """Whether a file of a plain folder is somebody's notebook, or a script that was saved from it."""
    if path.suffix != ".py" or path.with_suffix(".ipynb").exists():
        return path.suffix == ".ipynb"
    try:
        return assignment.encode() in read_bytes(path)
    except Unreadable:
        return False


def _place(unpacked: Path, number: int) -> Path:
    return unpacked / str(number)


def _with_names_of_their_own(found: Sequence[HandIn]) -> Iterator[HandIn]:
    seen: set[str] = set()
    for hand_in in found:
        names = (f"{hand_in.student}-{number}" if number > 1 else hand_in.student for number in count(1))
        name = next(name for name in names if name not in seen)
        seen.add(name)
        yield hand_in if name == hand_in.student else replace(hand_in, student=name, owner=hand_in.student)


def _find_in(folder: Path, assignment: str) -> list[HandIn]:
    """What the folder holds: a download of a platform, or else a file a student."""
    files = (path for path in walk(folder) if _counts(path, assignment))
    return _read_download(folder, assignment) or [
        HandIn(path.relative_to(folder).with_suffix("").as_posix(), (path,)) for path in files
    ]


def _read_download(folder: Path, assignment: str) -> list[HandIn]:
    """What the folder holds in the first of the known layouts that it has; nothing where it has none."""
    entries = sorted(path for path in folder.iterdir() if path.name not in SKIPPED)
    if len(entries) == 1 and entries[0].is_dir() and (entries[0] / METADATA).is_file():
        # A file of that name deeper down was written by a student, not by the platform.
        return _read_gradescope(entries[0] / METADATA)
    if (folder / METADATA).is_file():
        return _read_gradescope(folder / METADATA)
    inside = [path for path in entries if path.is_dir() and not path.is_symlink()]
    files = list(walk(folder))
    notebooks = [path.relative_to(folder).parts[:-1] for path in files if path.suffix == ".ipynb"]
    if found := _read_moodle(inside):
        return found
    if name := _find_assignment(inside, notebooks, assignment):
        return [HandIn(path.name, (path / name,)) for path in inside if (path / name).is_dir()]
    if all(_CANVAS.fullmatch(path.name) for path in files if path.suffix == ".ipynb"):
        return _read_canvas(files)
    return []


def _read_moodle(folders: Sequence[Path]) -> list[HandIn]:
    """The folders of files; of who typed a text and handed in no file, that of the text."""
    found: dict[str, Path] = {}
    for path in folders:
        if match := _MOODLE.fullmatch(path.name):
            kept = found.setdefault(match["student"], path)
            found[match["student"]] = path if match["kind"] == "file" else kept
    return [HandIn(student, (path,)) for student, path in found.items()]


def _find_assignment(students: Sequence[Path], notebooks: Sequence[tuple[str, ...]], assignment: str) -> str:
    """What the folder of the assignment is called in nbgrader's tree; nothing where this is no such tree.

    It may have another name than the sheet. Then no notebook may lie elsewhere, so that nobody is left out.
    """
    if any((path / assignment).is_dir() for path in students):
        return assignment
    if not all(len(place) > 1 for place in notebooks):
        return ""
    names = {place[1] for place in notebooks}
    collected = {path.parent.name for student in students for path in student.glob(f"*/{TIMESTAMP}")}
    if collected and names <= collected:
        fitting = [name for name in collected if len(collected) == 1 or assignment.startswith(name)]
        return fitting[0] if len(fitting) == 1 else ""
    one_each = len({place[0] for place in notebooks}) == len(notebooks) > 1
    return names.pop() if one_each and len(names) == 1 else ""


def _read_gradescope(metadata: Path) -> list[HandIn]:
    try:
        about = yaml.load(metadata.read_text("utf-8"), _Loader)
        return [_read_entry(about[name], _below(metadata.parent, name)) for name in sorted(about)]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        expected = "expected the file of that name in an export of Gradescope's"
        raise SourceError(f"{metadata} cannot be read ({type(error).__name__}), {expected}") from error


def _below(folder: Path, name: str) -> Path:
    if Path(name).name != name:
        raise ValueError(f"{name} is not the name of a folder")
    return folder / name


class _Loader(yaml.CSafeLoader):
    """Takes Ruby's symbols and times for what they say."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _read_entry(entry: dict[str, list[dict[str, object]]], folder: Path) -> HandIn:
    submitters = []
    for submitter in entry[":submitters"]:
        found = (submitter.get(key) for key in (":name", ":sid", ":email"))
        submitters.append(Person(*(str(words)[:NAME] if words else "" for words in found)))
    names = [person.known_by for person in submitters]
    return HandIn("+".join(filter(None, names)) or "unknown", (folder,), tuple(submitters))


def _read_canvas(files: Sequence[Path]) -> list[HandIn]:
    found: dict[str, list[Path]] = {}
    late: set[str] = set()
    for path in files:
        if match := _CANVAS.fullmatch(path.name):
            student = f"{match['student']}_{match['number']}"
            found.setdefault(student, []).append(path)
            late |= {student} if match["late"] else set()
    return [HandIn(student, tuple(paths), late=student in late) for student, paths in found.items()]


def _unpack(archive: Path, folder: Path) -> None:
    """Write the files of a zip below a folder, none of them larger than what would be read of it."""
    written = 0
    try:
        with ZipFile(archive) as file:
            for member, _ in zip(file.infolist(), range(MEMBERS), strict=False):
                target = folder.joinpath(*_steps(member.filename))
                is_folder = target == folder or member.is_dir()
                (target if is_folder else target.parent).mkdir(parents=True, exist_ok=True)
                if is_folder:
                    continue
                with file.open(member) as packed, open(target, "wb") as plain:
                    while plain.tell() <= LIMIT and (piece := packed.read(PIECE)):
                        plain.write(piece)
                    written += plain.tell()
                if written > UNPACKED_BYTES:
                    raise BadZipFile(f"it holds more than {UNPACKED_BYTES // 2**30} GB")
    except (OSError, BadZipFile, RuntimeError, NotImplementedError, *DAMAGED) as error:
        raise SourceError(f"{archive} cannot be unpacked ({error}), expected a zip of submissions") from error


def _steps(name: str) -> list[str]:
    """The parts of a member's path, without those that lead up or are too long for a file system."""
    return [step[:200] for step in PurePosixPath(name.replace("\0", "")).parts if step not in ("/", "..")]
