"""Runs on a real Dask cluster of two workers, with a real Prefect server and a real Postgres."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from cluster import TAKEN, WHOLE, Cluster, begin, cluster_of, in_mid_batch, read, written
from command import MakeDatabase, Rows, Run, Server, environment, html, wait_for
from prefect.settings import PREFECT_API_URL, temporary_settings
from sqlalchemy import make_url

from cleaners.outlets import SEEDS
from cleaners.registry import ruleset
from flows.cluster import ClusterError, hands, worker
from tests import poison

LONG = bool(os.environ.get("LONG_TESTS"))
PAGES, KILLS = (6_000, 6) if LONG else (600, 1)
SECRET = "rahasiadapur"

pytestmark = pytest.mark.timeout(1_800 if LONG else 600)  # the first test starts a server and a cluster


@pytest.fixture(scope="module")
def cluster(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster_of(tmp_path_factory.mktemp("dask"), environment(**server.environment)) as cluster:
        for _ in range(2):
            cluster.begin()
        yield cluster


@pytest.fixture
def url(new_postgres: MakeDatabase) -> str:
    """A database whose password nobody should see; it is not asked for."""
    return make_url(new_postgres(None)).set(password=SECRET).render_as_string(hide_password=False)


def test_workers_that_are_killed_and_pages_that_kill_their_readers_cost_nothing_else(
    cluster: Cluster, url: str, tmp_path: Path, marks: Path, rows: Rows
) -> None:
    poisons = {2: poison.DEADLY, 6: poison.ENDLESS}
    pages = [html(n) + poisons.get(n - PAGES, b"").decode() for n in range(PAGES + 20)]
    path = written(tmp_path / "pages.jsonl", pages)
    process = begin(url, cluster.env, path, marks, cluster.on)

    def busy() -> psutil.Process | None:
        return next((worker for worker in cluster.workers() if in_mid_batch(marks, worker.pid)), None)

    for _ in range(KILLS):
        victim = wait_for(lambda: process.poll() is not None or busy(), 120)
        assert isinstance(victim, psutil.Process), process.communicate()
        victim.kill()
        psutil.wait_procs([victim])
        wait_for(lambda: len(cluster.workers()) == 2)  # its nanny sees to that
    workers = cluster.workers()
    _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert cluster.workers() == workers
    assert rows(url, WHOLE) == [(PAGES + 18, PAGES + 18, True)]
    assert rows(url, "SELECT count(*) FROM pages") == [(PAGES + 18,)]
    assert rows(url, "SELECT locator, stage, reason, attempts FROM quarantine ORDER BY locator") == [
        (f"{path}#{PAGES + 3}", "work", "worker died", 1),
        (f"{path}#{PAGES + 7}", "work", "too slow", 1),
    ]
    batches, pages_of_all, attempts, held, done = rows(url, TAKEN)[0]
    assert (pages_of_all, held, done) == (PAGES + 20, 0, batches)
    assert attempts > PAGES + 20
    assert len(list(marks.iterdir())) >= 2 + KILLS
    assert PAGES + 20 < read(marks) <= PAGES + KILLS * 150 + 5 * 20  # the last batch is begun anew after each death


def test_nobody_is_told_the_password(cluster: Cluster, server: Server) -> None:
    """Which the workers are sent. The runs above told nobody, though one lost a worker and pages."""
    kept = [*cluster.folder.glob("*.log"), *server.home.glob("*.db*"), *server.home.glob("*.log")]
    assert len(kept) >= 5
    assert [path for path in kept if SECRET.encode() in path.read_bytes()] == []


def test_two_runs_of_the_same_input_share_the_work(
    cluster: Cluster, url: str, tmp_path: Path, marks: Path, process: Run, rows: Rows
) -> None:
    path = written(tmp_path / "pages.jsonl", [html(n) for n in range(450)])
    runs = [begin(url, cluster.env, path, marks, cluster.on) for _ in range(2)]
    for run in runs:
        _, stderr = run.communicate()
        assert run.returncode == 0, stderr
    assert rows(url, WHOLE) == [(450, 450, True)]
    assert read(marks) == 450  # each page by one of them
    result = process("clean", "--on", cluster.on, "--db", url, **cluster.env)
    assert (result.returncode, "nothing new: 450 pages unchanged" in result.stdout) == (0, True), result.stderr


def test_a_cluster_whose_workers_cannot_do_the_job_is_refused(
    cluster: Cluster, url: str, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusal(on: str = cluster.on, db_url: str = url, outlets: Path = SEEDS, paths: tuple[str, ...] = ()) -> str:
        with temporary_settings(updates={PREFECT_API_URL: api}), pytest.raises(ClusterError) as refused:
            hands.reach(on, db_url, outlets, paths)
        return str(refused.value)

    api = f"{server.address}/api"
    monkeypatch.setattr(hands, "_SECONDS", 2)
    assert "Postgres" in refusal(db_url="sqlite:///kliping.db")
    assert "dask://HOST:PORT expected" in refusal(on="127.0.0.1:8786")
    with socket.socket() as taken:  # bound and not listening: no one else can answer there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert "no Dask scheduler answers" in refusal(on=f"dask://127.0.0.1:{port}")
        assert "cannot open" in refusal(db_url=f"postgresql://postgres:rahasia@127.0.0.1:{port}/kliping")
        assert "rahasia" not in refusal(db_url=f"postgresql://postgres:rahasia@127.0.0.1:{port}/kliping")
        api = f"http://127.0.0.1:{port}/api"
        assert f"no Prefect server answers it at {api}" in refusal()
        api = f"{server.address}/api"
    with monkeypatch.context() as patch:
        patch.setattr(worker, "code", lambda: "of another checkout")
        assert refusal().count("it runs another version of kliping") == 2
    shutil.copytree(SEEDS / "alinea", tmp_path / "outlets" / "alinea")
    with temporary_settings(updates={PREFECT_API_URL: api}):
        hands.reach(cluster.on, url, tmp_path / "outlets", [])
    (tmp_path / "outlets" / "alinea").rename(tmp_path / "outlets" / "lain")
    ruleset.cache_clear()  # as in a new process, which those of the workers are not
    assert refusal(outlets=tmp_path / "outlets").count("knows other outlets") == 2
    cluster.begin("--preload", "import sys; sys.modules['flows'] = None")
    said = wait_for(lambda: "kliping does not run there" in (said := refusal(paths=("/proc/self/nowhere",))) and said)
    assert said.count("/proc/self/nowhere is not there") == 2
