"""A Dask cluster on this machine, and runs on it that leave marks (`tests.flows.marked`)."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from command import wait_for

ROOT = Path(__file__).parents[2]
DASK = str(Path(sys.executable).parent / "dask")
WHOLE = "SELECT count(*), count(DISTINCT url), min(length(text)) > 0 FROM articles"
TAKEN = "SELECT count(*), sum(pages), sum(attempts * pages), count(owner), count(done_at) FROM batches"


@dataclass(slots=True)
class Cluster:
    """A scheduler with workers of one thread each, and what they log."""

    address: str
    folder: Path
    env: dict[str, str]
    nannies: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def begin(self, *args: str, within: Sequence[str] = ()) -> None:
        """Have one more worker join, by a command that runs it where it is to be."""
        name = f"worker{len(self.nannies)}"
        command = [*within, DASK, "worker", self.address, "--name", name, "--nworkers", "1", "--nthreads", "1"]
        command += ["--no-dashboard", "--local-directory", str(self.folder / name), *args]
        self.nannies.append(started(command, self.folder / f"{name}.log", self.env))
        log = self.folder / "scheduler.log"
        wait_for(lambda: log.read_text().count("Register worker") >= len(self.nannies))

    @property
    def on(self) -> str:
        return self.address.replace("tcp", "dask")

    def workers(self) -> list[psutil.Process]:
        """The processes that nannies look after."""
        children = [child for nanny in self.nannies for child in psutil.Process(nanny.pid).children()]
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def started(command: list[str], log: Path, env: dict[str, str]) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(command, cwd=log.parent, env=env, stdout=output, stderr=subprocess.STDOUT)


@contextmanager
def cluster_of(folder: Path, env: dict[str, str], host: str = "127.0.0.1") -> Iterator[Cluster]:
    """A cluster without workers."""
    env = {**env, "PYTHONPATH": str(ROOT)}  # where `tests` is
    log = folder / "scheduler.log"
    command = [DASK, "scheduler", "--host", host, "--port", "0", "--no-dashboard"]
    scheduler = started(command, log, env)
    [address] = wait_for(lambda: re.findall(r"Scheduler at: +(tcp://\S+)", log.read_text()))
    cluster = Cluster(address, folder, env)
    try:
        yield cluster
    finally:
        for process in (*cluster.nannies, scheduler):
            process.terminate()
        for process in (*cluster.nannies, scheduler):
            process.wait(20)


def written(path: Path, pages: list[str]) -> Path:
    path.write_text(
        "\n".join(json.dumps({"url": f"https://kabar.example/{n}", "html": page}) for n, page in enumerate(pages))
    )
    return path


def begin(
    url: str, env: dict[str, str], pages: Path, marks: Path, *on: str, within: Sequence[str] = ()
) -> "subprocess.Popen[str]":
    """Begin a run that leaves marks, on a cluster or else in a process of its own."""
    command = [*within, sys.executable, "-m", "tests.flows.marked", str(pages), str(marks), *on]
    env = {**env, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)


def in_mid_batch(marks: Path, owner: str | int) -> bool:
    """Whether the process of that id, or one on the host of that name, is somewhere in a batch of 150 pages."""
    files = [file for file in marks.iterdir() if str(owner) in file.name.split("-")]
    return any(10 < file.stat().st_size % 150 < 75 for file in files)


def read(marks: Path) -> int:
    """How many pages were read."""
    return sum(file.stat().st_size for file in marks.iterdir())
