"""What the build takes from this machine: where packages come from. Nothing of it is kept in the image."""

from __future__ import annotations

import ast
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tests.container.seccomp import PACKAGE, PROFILE

APT = Path("/etc/apt")
_PROXIES = ("http_proxy", "https_proxy", "no_proxy")
_CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_NETWORK_FILES = ("/etc/resolv.conf", "/etc/hosts")
_OPTIONS = re.compile(r"Acquire::(?!IndexTargets|Changelogs|Languages|CompressionTypes|cdrom)\S+ \"..*")
_PIP_OPTION = re.compile(r"^(?:global|install|:env:)\.([\w-]+)=(.*)$", re.DOTALL)


class HostError(Exception):
    """This machine can't build or run the container; the message says what it lacks."""


def require() -> None:
    """Refuse a machine that cannot do it, before anything is done."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise HostError("the container is built and run by root on Linux; this is not: use a virtual machine")
    if missing := [name for name in ("mmdebstrap", "runc", "mount") if shutil.which(name) is None]:
        raise HostError(f"{', '.join(missing)} not found, expected on PATH: apt-get install mmdebstrap runc")
    if not PROFILE.exists():
        raise HostError(f"{PROFILE} is missing, expected Debian's profile: apt-get install {PACKAGE}")
    if "overlay" not in Path("/proc/filesystems").read_text():
        raise HostError(
            "overlay is not in /proc/filesystems, expected a kernel that has it: modprobe overlay"
        )


def release() -> str:
    """The code name of this machine's release, which the image has, too."""
    name = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    if not name or not APT.is_dir():
        raise HostError(
            "this machine has no apt, expected Debian or Ubuntu: the image is made of their packages"
        )
    return name


def sources() -> list[Path]:
    """The lists of package sources."""
    folder = APT / "sources.list.d"
    found = [*folder.glob("*.list"), *folder.glob("*.sources"), APT / "sources.list"]
    return sorted(path for path in found if path.is_file() and path.stat().st_size)


def apt_options() -> str:
    """How packages are fetched: proxies, what is checked."""
    dump = subprocess.run(
        ["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True
    ).stdout
    return "".join(f"{line}\n" for line in dump.splitlines() if _OPTIONS.match(line))


def copy_settings(folder: Path) -> dict[Path, str]:
    """Copies of this machine's settings of apt, and a constraint for pip; and where the build sees them."""
    apt, pip = folder / "apt", folder / "pip"
    shutil.copytree(APT, apt, ignore=lambda path, names: names if Path(path).name == "apt.conf.d" else [])
    (apt / "apt.conf.d" / "host").write_text(apt_options(), encoding="utf-8")
    pip.mkdir()
    (pip / "constraints.txt").write_text(f"{constraint()}\n", encoding="utf-8")
    keys = Path("/usr/share/keyrings")
    seen = {Path(os.path.realpath(name)): name for name in _NETWORK_FILES if os.path.exists(name)}
    return {apt: str(APT), pip: "/mnt", **({keys: str(keys)} if keys.is_dir() else {}), **seen}


def constraint() -> str:
    """The torch that is installed: the tests know it, and the newest may be gigabytes of a build for GPUs."""
    return f"torch=={metadata.version('torch').partition('+')[0]}"


def environment() -> dict[str, str]:
    """What this machine tells pip and others about indexes, proxies and certificates."""
    names = [*_PROXIES, *map(str.upper, _PROXIES), *_CERTIFICATES]
    return {
        **{name: os.environ[name] for name in names if name in os.environ},
        **_pip_options(),
        "PIP_CONSTRAINT": "/mnt/constraints.txt",
    }


def named_paths(environment: dict[str, str]) -> dict[Path, str]:
    """The files and folders of this machine that such an environment names, each at its own place."""
    words = " ".join(value for name, value in environment.items() if name != "PIP_CONSTRAINT").split()
    return {path: str(path) for path in map(_local_path, words) if path is not None and path.exists()}


def _pip_options() -> dict[str, str]:
    """The options of pip from its files and the environment; what `pip config` lists last counts."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(_read_options(done.stdout.splitlines()))


def _read_options(lines: list[str]) -> Iterator[tuple[str, str]]:
    # An option from a file overrides nothing that the environment says.
    for line in sorted(lines, key=lambda line: line.startswith(":env:")):
        if match := _PIP_OPTION.match(line):
            yield "PIP_" + match[1].upper().replace("-", "_"), str(ast.literal_eval(match[2]))


def _local_path(word: str) -> Path | None:
    if word.startswith("file:"):
        return _top_of_index(Path(url2pathname(urlsplit(word).path)))
    return Path(word) if word.startswith("/") else None


def _top_of_index(path: Path) -> Path:
    """The folder that an index lies in: its pages link to files beside it."""
    return path.parent if path.name == "simple" else path
