"""Runs on two machines, one of which is lost in mid-run.

Each is a space of its own for the network, for process ids and for its name; files are shared.
"""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from cluster import TAKEN, WHOLE, begin, cluster_of, in_mid_batch, read, written
from command import MakeDatabase, Rows, Server, environment, html, wait_for
from sqlalchemy import make_url

PAGES = 1_500
HERE = "10.213.77.1"  # where the machines find Postgres, Prefect and the scheduler

pytestmark = [
    pytest.mark.skipif(not os.environ.get("LONG_TESTS"), reason="takes minutes: LONG_TESTS=1"),
    pytest.mark.timeout(1_200),
]


@dataclass(frozen=True, slots=True)
class Machine:
    name: str

    @property
    def within(self) -> list[str]:
        """What has a command run on this machine; when that is killed, so is all that runs there."""
        spaces = ["unshare", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"]
        return ["ip", "netns", "exec", self.name, *spaces, "sh", "-c", f'hostname {self.name}; exec "$@"', "sh"]


@pytest.fixture(scope="module")
def machines() -> Iterator[list[Machine]]:
    """Two machines, each on a network with this one."""
    with ExitStack() as stack:
        made = []
        for n in range(2):
            name, ours, theirs = f"klip{os.getpid()}n{n}", f"10.213.77.{4 * n + 1}", f"10.213.77.{4 * n + 2}"
            if subprocess.run(["ip", "netns", "add", name], capture_output=True).returncode:
                pytest.skip("only root can make networks")
            stack.callback(ip, "netns", "delete", name)
            ip("link", "add", f"kl{n}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("address", "add", f"{ours}/30", "dev", f"kl{n}")
            ip("link", "set", f"kl{n}", "up")
            for command in (
                ["address", "add", f"{theirs}/30", "dev", "eth0"],
                ["link", "set", "eth0", "up"],
                ["link", "set", "lo", "up"],
                ["route", "add", "default", "via", ours],
            ):
                ip("-netns", name, *command)
            made.append(Machine(name))
        yield made


def ip(*args: str) -> None:
    subprocess.run(["ip", *args], check=True)


def reachable(family: socket.AddressFamily, address: str | tuple[str, int]) -> int:
    """A port by which the machines reach what only this one does."""
    listener = socket.create_server((HERE, 0))

    def copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # one of the two is gone

    def serve() -> None:
        while True:
            theirs, _ = listener.accept()
            ours = socket.socket(family)
            ours.connect(address)
            for pair in ((theirs, ours), (ours, theirs)):
                Thread(target=copy, args=pair, daemon=True).start()

    Thread(target=serve, daemon=True).start()
    return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def env(server: Server, machines: list[Machine]) -> dict[str, str]:
    port = make_url(server.address).port
    assert port
    there = {
        **server.environment,
        "PREFECT_API_URL": f"http://{HERE}:{reachable(socket.AF_INET, ('127.0.0.1', port))}/api",
    }
    return environment(**there)


@pytest.fixture
def url(new_postgres: MakeDatabase, machines: list[Machine]) -> str:
    target = make_url(new_postgres(None))
    port = reachable(socket.AF_UNIX, f"{target.query['host']}/.s.PGSQL.5432")
    return target.set(host=HERE, port=port, query={}).render_as_string(hide_password=False)


def test_a_cluster_goes_on_without_a_machine_that_it_lost(
    machines: list[Machine], env: dict[str, str], url: str, tmp_path: Path, marks: Path, rows: Rows
) -> None:
    path = written(tmp_path / "pages.jsonl", [html(n) for n in range(PAGES)])
    with cluster_of(tmp_path, env, HERE) as cluster:
        for machine in machines:
            cluster.begin(within=machine.within)
        process = begin(url, env, path, marks, cluster.on)
        wait_for(lambda: in_mid_batch(marks, machines[1].name), 120)
        cluster.nannies[1].kill()
        _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    check(url, marks, machines, rows)


def test_a_run_takes_over_what_one_on_a_lost_machine_had(
    machines: list[Machine], env: dict[str, str], url: str, tmp_path: Path, marks: Path, rows: Rows
) -> None:
    path = written(tmp_path / "pages.jsonl", [html(n) for n in range(PAGES)])
    runs = [begin(url, env, path, marks, within=machine.within) for machine in machines]
    wait_for(lambda: len(list(marks.iterdir())) == 2 and in_mid_batch(marks, machines[1].name), 120)
    runs[1].kill()
    _, stderr = runs[0].communicate()
    runs[1].communicate()
    assert runs[0].returncode == 0, stderr
    check(url, marks, machines, rows)


def check(url: str, marks: Path, machines: list[Machine], rows: Rows) -> None:
    """Nothing is lost, nothing is twice, and both machines had a share in it."""
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)]
    assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)]
    batches, pages, attempts, held, done = rows(url, TAKEN)[0]
    assert (pages, held, done) == (PAGES, 0, batches)
    assert attempts > PAGES
    assert PAGES < read(marks) <= PAGES + 150
    assert {file.name.rpartition("-")[0] for file in marks.iterdir()} >= {machine.name for machine in machines}
