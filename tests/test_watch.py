"""What a worker may write and start in all, which no limit of the kernel bounds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.faults import Died
from autograder.sandbox import Limits, Sandbox
from autograder.worker import watch

# A flood must be ended by the watch, not by the end of its time.
LONG = Limits(call_seconds=60.0, wall_factor=10.0)

FLOODS = {
    "files": "for n in range(1_100): open(f'{n}', 'w').close()",
    "folders": "for n in range(1_100): os.mkdir(f'{n}')",
    "nested folders": "for n in range(1_100): os.mkdir('n' * 200); os.chdir('n' * 200)",
    "bytes": "for n in range(9): open(f'{n}', 'wb').write(os.urandom(8 * 2**20))",
    "threads": "threading.stack_size(2**15)\n"
    "    for n in range(100): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
}


def test_an_ordinary_folder_is_not_overfull(tmp_path: Path) -> None:
    (tmp_path / "model.pt").write_bytes(os.urandom(8 * 2**20))
    (tmp_path / "cache" / "fonts").mkdir(parents=True)
    assert not watch.is_overfull(str(tmp_path))
    assert not watch.is_overfull(str(tmp_path / "removed"))


def test_holes_are_not_counted(tmp_path: Path) -> None:
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(2**40)
    assert not watch.is_overfull(str(tmp_path))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for number in range(watch.ENTRIES + 1):
        (tmp_path / "many" / str(number)).touch()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "link").symlink_to(tmp_path / "many")
    assert not watch.is_overfull(str(tmp_path / "work"))
    assert watch.is_overfull(str(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_is_stopped(flood: str) -> None:
    source = f"import os, threading, time\ndef f():\n    {flood}\n    time.sleep(600)\ndef g(): return 1"
    with Sandbox(LONG) as sandbox, sandbox.open([source]) as session:
        with pytest.raises(Died):
            session.call("f", {})
        assert session.call("g", {}) == 1
