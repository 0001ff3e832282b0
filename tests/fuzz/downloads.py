"""Zips of submissions as the platforms give them, with names that nobody gives and bytes that are damaged."""

from __future__ import annotations

import io
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

from hypothesis import strategies as st

from tests.fuzz.damage import damage_bytes, damage_lines
from tests.fuzz.notebooks import noise, text

SHEET = "hw4_autoregressive"
METADATA = """---
submission_7:
  :submitters:
  - :name: A B
    :sid: '12'
    :email: a@example.org
  - :name: C D
    :sid:
    :email: c@example.org
  :created_at: 2023-01-24 23:54:47.000000000 Z
  :results: !ruby/object:Results
    :score: 3
submission_8:
  :submitters:
  - :name: E
    :sid: '34'
    :email:
"""
LAYOUTS = (
    ("export/submission_7/hw.ipynb", "export/submission_8/hw.ipynb", "export/submission_metadata.yml"),
    (f"ann/{SHEET}/{SHEET}.ipynb", f"bob/{SHEET}/{SHEET}.ipynb", "bob/other/x.ipynb"),
    ("Ann Lee_123_assignsubmission_file_/hw.ipynb", "Bob_45_assignsubmission_onlinetext_/onlinetext.html"),
    ("ann/hw4/hw4.ipynb", "ann/hw4/timestamp.txt", "bob/hw4/timestamp.txt", "bob/hw3/hw3.ipynb"),
    ("leeann_123_456_hw4-1.ipynb", "bob_LATE_77_88_a.ipynb", "bob_LATE_77_89_b.ipynb"),
    ("ann.ipynb", "group/bob.ipynb", ".ipynb_checkpoints/ann.ipynb", "notes.txt"),
)
STEPS = (
    "..",
    ".",
    "",
    "/",
    "\\",
    "a" * 300,
    "ann",
    "hw.ipynb",
    "export",
    "submission_metadata.yml",
    "timestamp.txt",
    "é",
    "._x",
)
YAML = (
    "&a [x]",
    "*a",
    "!!python/object/apply:os.getcwd []",
    "? ",
    "- ",
    "{",
    "|",
    "\t",
    ": ",
    "null",
    "1e999",
)
METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)

names = st.lists(st.sampled_from(STEPS) | text, min_size=1, max_size=5).map("/".join)
lines = st.sampled_from(YAML) | text


@st.composite
def downloads(draw: st.DrawFn) -> bytes:
    """The bytes of a zip."""
    members = list(draw(st.sampled_from(LAYOUTS)))
    for name in draw(st.lists(names, max_size=3)):
        members.insert(draw(st.integers(0, len(members))), name)
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for info in {info.filename: info for info in map(_info, members)}.values():
            # Now and then what is in the file is the target of a link, as the archive says.
            info.external_attr = draw(st.sampled_from([0o100644, 0o100644, 0o120777])) << 16
            archive.writestr(info, draw(_content(info.filename)), draw(st.sampled_from(METHODS)))
    data = file.getvalue()
    return draw(damage_bytes(data, noise)) if draw(st.booleans()) else data


@st.composite
def _content(draw: st.DrawFn, name: str) -> bytes:
    if not name.endswith("submission_metadata.yml"):
        return draw(st.sampled_from([b"{}", b"", b"\0" * 10_000]) | noise)
    written = draw(damage_lines(METADATA, lines)) if draw(st.booleans()) else METADATA
    return written.encode("utf-8", "surrogatepass")


def _info(name: str) -> ZipInfo:
    return ZipInfo(name.encode("utf-8", "replace").decode())
