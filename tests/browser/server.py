"""A Jupyter server of its own, with settings of its own, for as long as a test needs it."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false"},  # else a question covers the page
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are drawn as well
}


@contextmanager
def serve(folder: Path, home: Path) -> Iterator[str]:
    """The address of JupyterLab for `folder`, with its token; `home` gets its settings and its log."""
    write_settings(home / "settings")
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    with start([*command, f"--ServerApp.root_dir={folder}"], folder, home, token) as process:
        assert process.stderr is not None
        try:
            address = read_address(process.stderr)
            with open(home / "server.log", "w", encoding="utf-8") as log:
                reader = threading.Thread(target=shutil.copyfileobj, args=(process.stderr, log))
                reader.start()
                try:
                    yield f"{address}?token={token}"
                finally:
                    process.terminate()
                    reader.join()
        finally:
            process.kill()


def start(command: list[str], folder: Path, home: Path, token: str) -> subprocess.Popen[str]:
    # A kernel is started as `python`, whose folder need not be on the path of who runs the tests.
    own = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_TOKEN": token,
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        **{f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")},
    }
    env = {**os.environ, **own}
    return subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, text=True)


def write_settings(folder: Path) -> None:
    for name, settings in SETTINGS.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")


def read_address(log: IO[str]) -> str:
    """The address that the server says that it listens on: it has chosen the port."""
    said = []
    for line in log:
        said.append(line)
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/", line):
            return found[1]
    raise AssertionError("the server has ended:\n" + "".join(said))


def address_of(server: str, path: str) -> str:
    """The address of a page of the server, such as `lab/tree/a.ipynb`."""
    address, _, query = server.partition("?")
    return f"{address}/{path}?{query}"
