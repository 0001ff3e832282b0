"""The image: a root file system of packages, and above it what `setup.sh` installs. Each is built once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.container import host, oci, runtime
from tests.container.host import HostError
from tests.container.layers import overlay, unmount

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "container"
PACKAGES = ("bash", "ca-certificates", "coreutils", "python3", "python3-pip", "python3-venv")
SETUP_SECONDS = 3600.0

# As the Dockerfile of Gradescope's own base image has it.
_SETUP = """
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get update
bash /autograder/source/setup.sh
apt-get clean
rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*
"""


def build(sheet: Path) -> list[Path]:
    """The layers of the image, the first on top: what `setup.sh` installs for this sheet, and the system."""
    base, installed = BUILD / "base", BUILD / "installed"
    system = host.release() + " ".join(PACKAGES)
    if _prepare(base, system):
        print("building the root file system", flush=True)
        installed.with_suffix(".key").unlink(missing_ok=True)
        _build_base(base)
        _finish(base, system)
    key = system + host.constraint() + (sheet / "autograder" / "source" / "setup.sh").read_text("utf-8")
    if _prepare(installed, key):
        print("running setup.sh; this takes some minutes", flush=True)
        _install(installed, [sheet, base])
        _finish(installed, key)
    return [installed, base]


def _prepare(folder: Path, key: str) -> bool:
    """Whether the folder must be built: what is there of another key, or of half a build, is removed."""
    stamp = folder.with_suffix(".key")
    if stamp.exists() and stamp.read_text() == _digest(key):
        return False
    stamp.unlink(missing_ok=True)
    unmount(folder.with_name(f"{folder.name}.merged"))
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return True


def _finish(folder: Path, key: str) -> None:
    folder.with_suffix(".key").write_text(_digest(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _build_base(folder: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as options:
        options.write(host.apt_options())
        options.flush()
        forget = 'cd "$1"/etc/apt && rm -f apt.conf.d/99mmdebstrap sources.list sources.list.d/*'
        command = ["mmdebstrap", "--mode=root", "--variant=minbase", f"--include={','.join(PACKAGES)}"]
        command += [f"--aptopt={options.name}", f"--customize-hook={forget}", host.release(), str(folder)]
        _run([*command, *map(str, host.sources())])


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise HostError(f"{command[0]} failed:\n{done.stdout[-3000:]}")


def _install(folder: Path, lower: Sequence[Path]) -> None:
    """Run `setup.sh` as a build of the image does: with a network, and with no limit but Docker's."""
    environment = host.environment()
    with tempfile.TemporaryDirectory() as settings:
        shown = {**host.named_paths(environment), **host.copy_settings(Path(settings))}
        container = oci.Container(["bash", "-c", _SETUP], environment, network=True, shown=shown)
        with overlay(lower, folder) as root:
            done = runtime.run(container, root, b"", SETUP_SECONDS)
    if done.status:
        raise HostError(f"setup.sh failed:\n{done.errors[-1500:]}\n{done.output[-3000:]}")
