"""A replica of the program that runs `run_autograder` in Gradescope's container and posts the results.

It runs on the system's own Python and gets on its standard input what the real one downloads. It prints what
the real one would post, and what it finds in the container before and after.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Timer
from typing import Any

ROOT = Path("/autograder")
RESULTS = ROOT / "results" / "results.json"
STDOUT = ROOT / "results" / "stdout"
OUTPUT_CHARACTERS = 100_000
CUT = "[...(truncated)...]"
FAILED = "The autograder failed to execute correctly."
MEMORY_FOLDERS = ("/dev/shm", "/dev/mqueue")  # what is written elsewhere is seen from outside


def main() -> None:
    handed_in = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    seconds = int(os.environ.get("TIMEOUT_SECONDS", "1200"))
    # The kernel still shows both to root, in /proc/1/environ.
    for name in ("START_SSHD", "AUTHENTICATION_TOKEN"):
        os.environ.pop(name, None)
    prepare(handed_in)
    before = look()
    ran = run(seconds)
    post = submit(ran)
    print(json.dumps({"post": post, "before": before, "after": look(), "container": describe_container()}))


def prepare(handed_in: dict[str, Any]) -> None:
    """New folders for every submission: what `setup.sh` did to them is gone."""
    for folder in (ROOT / "submission", ROOT / "results"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    (ROOT / "submission_metadata.json").write_text(json.dumps(handed_in["metadata"]))
    for name, content in handed_in["files"].items():
        path = ROOT / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def run(seconds: int) -> dict[str, Any]:
    """Run it, and kill that one process, not what it started, when its time is over."""
    late = Event()

    def kill() -> None:
        late.set()
        process.kill()

    with open(STDOUT, "w") as output:
        start = time.time()
        process = subprocess.Popen("./run_autograder", cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        timer = Timer(seconds, kill)
        timer.start()
        process.wait()
        timer.cancel()
    elapsed = time.time() - start
    if late.is_set():
        text = f"Your submission timed out. It took longer than {seconds} seconds to run."
        RESULTS.write_text(json.dumps({"score": 0, "output": text, "execution_time": elapsed}))
    return {"elapsed_time": elapsed, "exit_status": process.returncode, "timed_out": late.is_set()}


def submit(ran: dict[str, Any]) -> dict[str, Any]:
    """What is posted; where the real harness raises on the way, what it posts then."""
    stdout = read(STDOUT) or ""
    text, error = read(RESULTS), None
    results = parse(text)
    if isinstance(results, str):
        stdout += f"\nYour results.json file could not be parsed as JSON.\n\n{text}"
        results, error = {"score": 0, "output": FAILED}, "invalid_json"
    try:
        cut_outputs(results)
        posted = {"results": results, "stdout": cut(stdout), "raw_results": cut(text), "error_code": error}
        json.dumps(posted, allow_nan=False)
    except Exception as reason:
        failed = {"score": 0, "output": FAILED}
        posted = {"results": failed, "stdout": "", "raw_results": "", "error_code": f"http: {reason!r}"}
    return {**posted, **ran}


def parse(text: str | None) -> Any:
    """What the text says; the text itself where it says nothing; None where there is none."""
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text


def read(path: Path) -> str | None:
    """The text of a file, whatever bytes it holds; None where there is none."""
    if not path.exists():
        return None
    return path.read_bytes().decode("utf-8", errors="replace").replace("\0", "\ufffd")


def cut_outputs(results: Any) -> None:
    """Shorten the outputs in place; raises where the results are not of the form that is documented."""
    if results is None:
        return
    tests = results.get("tests") or []
    for holder in [results, *tests]:
        if "output" in holder:
            holder["output"] = cut(holder["output"])


def cut(text: str | None) -> str | None:
    """The text without its middle if it is too long."""
    if text is None or len(text) <= OUTPUT_CHARACTERS:
        return text
    half = (OUTPUT_CHARACTERS - len(CUT)) // 2
    return text[:half] + CUT + text[-half:]


def look() -> dict[str, Any]:
    """Living processes but this one, files in memory, shared objects, and who may read what lies here."""
    paths = [
        ROOT / name for name in ("source", "results", "submission_metadata.json", "results/results.json")
    ]
    return {
        "processes": [line for path in Path("/proc").glob("[0-9]*") if (line := describe(path))],
        "files": [str(path) for folder in MEMORY_FOLDERS for path in Path(folder).rglob("*")],
        "objects": [f"{kind} {line}" for kind in ("msg", "sem", "shm") for line in shared(kind)],
        "modes": {path.name: oct(path.stat().st_mode & 0o777) for path in paths if path.exists()},
    }


def describe(process: Path) -> str:
    """A living process in a line; nothing for this one and for the dead that nobody has waited for."""
    try:
        status = (process / "status").read_text()
        command = (process / "cmdline").read_text(errors="replace").replace("\0", " ").strip()
    except OSError:
        return ""
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    if process.name == str(os.getpid()) or fields["State"][0] in "ZX":
        return ""
    return f"{fields['Name']} (user {fields['Uid'].split()[0]}): {command[:60]}"


def describe_container() -> dict[str, Any]:
    """What root may do here, and what it sees of the network."""
    status = Path("/proc/self/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    unshare = subprocess.run(["unshare", "--user", "true"], stderr=subprocess.DEVNULL)
    return {
        **{name: fields[name] for name in ("CapEff", "NoNewPrivs", "Seccomp")},
        "new user namespaces": unshare.returncode == 0,
        "network": sorted(os.listdir("/sys/class/net")),
    }


def shared(kind: str) -> list[str]:
    """The shared objects of System V of one kind."""
    try:
        return Path("/proc/sysvipc", kind).read_text().splitlines()[1:]
    except OSError:
        return []


if __name__ == "__main__":
    main()
