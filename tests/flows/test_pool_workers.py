"""Two Prefect workers of one pool, whose runs have the same input and one Postgres."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from command import MakeDatabase, Rows, Server, environment, html, wait_for
from prefect.workers.process import ProcessWorker

ROOT = Path(__file__).parents[2]
PAGES = 1_200
POOL = "pemilahan"
TEMPLATE = ProcessWorker.get_default_base_job_template()

pytestmark = pytest.mark.timeout(600)


def post(server: Server, where: str, **body: object) -> str:
    return str(httpx.post(f"{server.address}/api/{where}", json=body, timeout=30).raise_for_status().json()["id"])


@pytest.fixture
def url(server: Server, new_postgres: MakeDatabase, tmp_path: Path) -> Iterator[str]:
    """A database that two workers have."""
    url = new_postgres(None)
    settings = {"DATABASE_URL": url, "PREFECT_WORKER_QUERY_SECONDS": "1", "PYTHONPATH": str(ROOT)}
    env = environment(**server.environment, **settings)
    post(server, "work_pools/", name=POOL, type="process", base_job_template=TEMPLATE)
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process", "--limit", "1"]
    started = []
    for n in range(2):
        with (tmp_path / f"worker{n}.log").open("wb") as log:
            started.append(
                subprocess.Popen([*command, "--name", f"worker{n}"], cwd=tmp_path, env=env, stdout=log, stderr=log)
            )
    yield url
    for process in started:
        process.terminate()
    for process in started:
        process.wait(30)


def test_a_run_that_is_killed_leaves_its_work_to_the_other(
    server: Server, url: str, tmp_path: Path, rows: Rows
) -> None:
    lines = [json.dumps({"url": f"https://kabar.example/{n}", "html": html(n)}) for n in range(PAGES)]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines))
    marks = tmp_path / "marks"
    marks.mkdir()
    deployment = post(
        server,
        "deployments/",
        name="marked",
        flow_id=post(server, "flows/", name="marked"),
        entrypoint="tests.flows.marked.run",
        path=str(ROOT),
        work_pool_name=POOL,
        parameters={"pages": str(tmp_path / "pages.jsonl"), "marks": str(marks)},
    )
    runs = [post(server, f"deployments/{deployment}/create_flow_run") for _ in range(2)]

    def in_mid_batch() -> list[Path]:
        both = list(marks.iterdir())
        return [file for file in both if 10 < file.stat().st_size % 150 < 75] if len(both) == 2 else []

    psutil.Process(int(wait_for(in_mid_batch, 120)[0].name.split("-")[-1])).kill()

    def states() -> list[str]:
        found = server.ask("flow_runs/filter", flow_runs={"id": {"any_": runs}})
        return sorted(run["state"]["type"] for run in found)

    wait_for(lambda: states() == ["COMPLETED", "CRASHED"], 120)
    assert rows(url, "SELECT count(*), count(DISTINCT url), min(length(text)) > 0 FROM articles") == [
        (PAGES, PAGES, True)
    ]
    assert rows(url, "SELECT count(*), sum(attempts), count(owner), count(done_at) FROM batches") == [(8, 9, 0, 8)]
    assert PAGES < sum(file.stat().st_size for file in marks.iterdir()) < PAGES + 150
