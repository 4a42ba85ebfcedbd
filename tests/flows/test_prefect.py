"""The flow on a real Prefect server, which `make ui`'s own code starts; it is stopped as Ctrl-C stops it."""

import json
import re
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from command import Rows, Run, Server, html, story, wait_for

from tests.learning.invented import SITE, jsonl, page, pieces
from tests.site.server import Answer, sites


def run_id(output: str) -> str:
    """The id of the flow run whose address the command printed."""
    (found,) = re.findall(r"shows this run at http://127\.0\.0\.1:\d+/runs/flow-run/(\S+)", output)
    return str(found)


def test_make_ui_runs_the_job_of_make_run_and_shows_it(server: Server, rows: Rows) -> None:
    assert "1 article went in" in server.said
    assert rows(f"sqlite:///{server.home.parent}/kliping.db", "SELECT count(*) FROM articles") == [(1,)]
    (run,) = server.ask("flow_runs/filter", flow_runs={"id": {"any_": [run_id(server.said)]}})
    assert run["state"]["type"] == "COMPLETED"
    assert re.fullmatch(r"run seeds \d{4}-\d\d-\d\d \d\d:\d\d", run["name"])
    page = httpx.get(f"{server.address}/runs/flow-run/{run['id']}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<title>Prefect" in page.text
    ui = httpx.get(f"{server.address}/ui-settings").json()
    assert (ui["api_url"], ui["default_ui"]) == (f"{server.address}/api", "v1")


def test_the_server_tells_no_one(server: Server) -> None:
    settings = httpx.get(f"{server.address}/api/admin/settings").json()
    assert settings["server"]["analytics_enabled"] is False
    assert settings["server"]["ui"]["show_promotional_content"] is False
    assert settings["home"] == str(server.home)


def test_batches_are_tasks_and_the_result_is_an_artifact(
    server: Server, process: Run, tmp_path: Path, rows: Rows
) -> None:
    (tmp_path / "arsip").mkdir()
    lines = [json.dumps({"url": f"https://kabar.example/{n}", "text": story(n)}) for n in range(320)]
    (tmp_path / "arsip" / "halaman.jsonl").write_text("\n".join([*lines, "{broken"]))
    result = process("run", "arsip", "--workers", "2", "--db", "sqlite:///k.db", **server.environment)
    assert result.returncode == 1  # of a page in quarantine; the flow did its work
    run = run_id(result.stdout)
    assert f"/runs/flow-run/{run}" in result.stderr.splitlines()[0]
    assert result.stderr.splitlines()[1].startswith(f"{tmp_path}/arsip/halaman.jsonl#321: bad json")
    assert len(result.stderr.splitlines()) == 2
    assert rows(f"sqlite:///{tmp_path}/k.db", "SELECT count(*) FROM articles") == [(320,)]

    (flow_run,) = server.ask("flow_runs/filter", flow_runs={"id": {"any_": [run]}})
    assert flow_run["state"]["type"] == "COMPLETED"
    said = {"paths": ["arsip"], "folder": None, "workers": 2, "on": None}
    assert flow_run["parameters"] == said  # and no database with its password
    tasks = wait_for(lambda: len(found := server.of_run("task_runs", run)) == 3 and found)
    assert sorted(task["name"] for task in tasks) == ["batch 1 of 3", "batch 2 of 3", "batch 3 of 3"]
    assert wait_for(lambda: {task["state"]["type"] for task in server.of_run("task_runs", run)} == {"COMPLETED"})
    messages = [task["state"]["message"] for task in server.of_run("task_runs", run)]
    assert "150 pages: 150 articles went in" in messages

    artifacts = {artifact["key"]: artifact for artifact in server.of_run("artifacts", run)}
    (row, unread) = sorted(json.loads(artifacts["outlets"]["data"]), key=lambda row: -row["pages"])
    assert (row["pages"], row["articles"], row["quarantined"]) == (320, 320, 0)
    assert (unread["outlet"], unread["pages"], unread["quarantined"]) == ("(unread)", 1, 1)
    assert row["seconds"] > 0
    assert "halaman.jsonl#321: bad json" in artifacts["summary"]["data"]
    assert "| yes | Warga " in artifacts["summary"]["data"]
    assert "| cut: " in artifacts["summary"]["data"]
    assert "](https://kabar.example/" in artifacts["summary"]["data"]
    assert artifacts["progress"]["data"] == 100

    logs = {"flow_run_id": {"any_": [run]}}
    lines_of_tasks = [line for line in server.ask("logs/filter", logs=logs) if line["task_run_id"]]
    assert len(lines_of_tasks) == 3


def test_a_second_run_completes_and_says_unchanged(server: Server, kliping: Run, process: Run, pages: Path) -> None:
    assert kliping("run", pages).returncode == 0  # without the server: the corpus knows, not Prefect
    result = process("run", pages, **server.environment)
    assert result.returncode == 0
    assert "nothing new: 3 pages unchanged" in result.stdout
    (run,) = server.ask("flow_runs/filter", flow_runs={"id": {"any_": [run_id(result.stdout)]}})
    assert (run["state"]["type"], run["state"]["message"]) == ("COMPLETED", "nothing new: 3 pages unchanged")


def test_a_crawl_is_a_flow_whose_tasks_are_tagged_with_their_outlets(
    server: Server, process: Run, tmp_path: Path, rows: Rows
) -> None:
    with sites() as start:
        site = start({"/berita/1/warga": Answer(html(1).encode())}, "127.0.0.2")
        links = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in ("/berita/1/warga", "/berita/2/hilang"))
        site.routes["/peta.xml"] = Answer(f"<urlset>{links}</urlset>".encode(), headers={"Content-Type": "text/xml"})
        (tmp_path / "outlets" / "kabar").mkdir(parents=True)
        (tmp_path / "outlets" / "kabar" / "outlet.toml").write_text(
            f"name = 'Kabar'\ndomain = '127.0.0.2'\ndelay = 0.01\nsitemaps = ['{site.url('/peta.xml')}']"
        )
        command = ("crawl", "kabar", "--outlets", "outlets", "--allow-private", "--db", "sqlite:///k.db")
        result = process(*command, **server.environment)
        assert result.returncode == 1, result.stderr  # of the address that gave nothing; the flow did its work
        again = process(*command, **server.environment)
    assert "1 article went in; 1 page in quarantine" in result.stdout
    assert "nothing new" in again.stdout
    run = run_id(result.stdout)
    (flow_run,) = server.ask("flow_runs/filter", flow_runs={"id": {"any_": [run]}})
    assert flow_run["state"]["type"] == "COMPLETED"
    assert re.fullmatch(r"crawl kabar \d{4}-\d\d-\d\d \d\d:\d\d", flow_run["name"])
    tasks = wait_for(lambda: len(found := server.of_run("task_runs", run)) == 2 and found)
    assert {task["name"]: task["tags"] for task in tasks} == {"discover kabar": ["kabar"], "127.0.0.2 1": ["kabar"]}
    artifacts = {artifact["key"]: artifact for artifact in server.of_run("artifacts", run)}
    [row] = json.loads(artifacts["outlets"]["data"])
    assert (row["outlet"], row["articles"], row["quarantined"]) == ("kabar", 1, 1)
    assert "/berita/2/hilang: http 404" in artifacts["summary"]["data"]
    assert rows(f"sqlite:///{tmp_path}/k.db", "SELECT reason FROM quarantine") == [("http 404",)]


def test_learning_and_cleaning_are_flows(server: Server, process: Run, tmp_path: Path, rows: Rows) -> None:
    (tmp_path / "kabar.jsonl").write_text(jsonl(list(pieces(60))))
    process("run", "kabar.jsonl", "--db", "sqlite:///k.db")
    learned = process("learn", "--db", "sqlite:///k.db", **server.environment)
    assert (learned.returncode, "6 pieces of furniture" in learned.stdout) == (0, True), learned.stderr
    run = run_id(learned.stdout)

    def completed() -> dict[str, str]:  # the server writes task runs down a little later
        tasks = server.of_run("task_runs", run)
        said = {task["name"]: task["state"]["message"] for task in tasks if task["state"]["type"] == "COMPLETED"}
        return said if len(said) == 3 else {}

    tasks = wait_for(completed)
    assert tasks.keys() == {"furniture", "page rules", "copies"}
    assert "6 pieces of furniture" in tasks["furniture"]
    (table,) = server.of_run("artifacts", run, artifacts={"key": {"any_": ["learned"]}})
    assert json.loads(table["data"]) == [{"site": SITE, "furniture": 6, "page rules": 0}]

    cleaned = process("clean", "--stale", "--db", "sqlite:///k.db", **server.environment)
    assert cleaned.returncode == 0, cleaned.stderr
    assert "60 articles went in" in cleaned.stdout
    (flow_run,) = server.ask("flow_runs/filter", flow_runs={"id": {"any_": [run_id(cleaned.stdout)]}})
    assert flow_run["parameters"] == {"stale": True, "folder": None, "workers": 1, "on": None}
    assert flow_run["name"].startswith("clean --stale ")


def test_an_alarm_is_an_event_and_an_artifact(server: Server, process: Run, tmp_path: Path) -> None:
    first = datetime(2026, 1, 5, 3, tzinfo=UTC)
    lines = []
    for n, piece in enumerate(pieces(14 * 12 + 20)):
        body = page(piece) if n < 14 * 12 else "<html><body><p>Memuat kabar untuk Anda</p></body></html>"
        when = first + timedelta(days=min(n // 12, 14), minutes=n)
        lines.append(json.dumps({"url": piece.url, "html": body, "fetched_at": when.isoformat()}))
    (tmp_path / "kabar.jsonl").write_text("\n".join(lines))
    process("run", "kabar.jsonl", "--db", "sqlite:///k.db")
    quiet = process("health", "--day", "2026-01-18", "--db", "sqlite:///k.db", **server.environment)
    assert quiet.returncode == 0, quiet.stderr
    result = process("health", "--db", "sqlite:///k.db", **server.environment)
    assert result.returncode == 1, result.stderr
    run = run_id(result.stdout)
    (flow_run,) = server.ask("flow_runs/filter", flow_runs={"id": {"any_": [run]}})
    assert flow_run["state"]["type"] == "COMPLETED"
    assert flow_run["state"]["message"] == f"1 outlet on 2026-01-19: 1 alarm ({SITE})"
    assert flow_run["parameters"] == {"outlet": None, "day": None}
    artifacts = {artifact["key"]: artifact["data"] for artifact in server.of_run("artifacts", run)}
    [row] = json.loads(artifacts["health"])
    assert (row["outlet"], row["empty"]) == (SITE, "100%")
    assert "100% of the pages hold no article" in artifacts["alarms"]
    assert f"kliping explain '{tmp_path}/kabar.jsonl#188'" in artifacts["alarms"]
    named = {"event": {"name": ["kliping.health.alarm"]}}
    events = wait_for(lambda: server.ask("events/filter", filter=named)["events"])
    [event] = events  # the quiet day has none
    assert event["resource"]["prefect.resource.id"] == f"kliping.outlet.{SITE}"
    assert event["related"][0]["prefect.resource.id"] == f"prefect.flow-run.{run}"
    assert event["payload"]["pages"][0] == f"{tmp_path}/kabar.jsonl#188"
    assert "refused" in {sign["figure"] for sign in event["payload"]["signs"]}


def test_a_database_that_fails_fails_the_run(server: Server, process: Run, pages: Path) -> None:
    result = process("run", pages, "--db", "sqlite:////nowhere/at/all.db", **server.environment)
    assert result.returncode == 2
    assert "cannot open" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_an_answer_nothing_is_begun(process: Run, pages: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound and not listening: no one else can answer there
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api"
        start = time.monotonic()
        result = process("run", pages, PREFECT_API_URL=url, PREFECT_HOME=str(tmp_path / "prefect"))
    assert time.monotonic() - start < 30
    assert result.returncode == 2
    assert f"no Prefect server answers at {url}" in result.stderr
    assert "make ui" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "kliping.db").exists()
