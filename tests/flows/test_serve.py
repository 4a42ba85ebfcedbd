"""`kliping serve` with a real Prefect server of its own, and prefect.yaml against it."""

import contextlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import psutil
import pytest
import yaml
from command import KLIPING, Api, environment, html, left_of, story, wait_for

from cleaners.outlets import SEEDS, register
from flows.crawl.groups import groups
from flows.deployments import POOL, TIMEZONE, Deployment, deployments
from flows.health.flow import EVENT
from flows.prefect_settings import CLIENT, RUNS

SECRET = "rahasiadapur"
ROOT = Path(__file__).parent.parent.parent
AGENT = "kliping/test (+mailto:redaksi@kabar-rekaan.example)"
PLANNED = deployments(list(groups(register(SEEDS))))


@dataclass(frozen=True, slots=True)
class Served(Api):
    """A running `kliping serve`: the address of its server, its folder, and what it said."""

    folder: Path
    said: str

    def deployed(self) -> dict[str, Any]:
        return {deployment["name"]: deployment for deployment in self.ask("deployments/filter")}

    def run(self, *args: str) -> None:
        """Run Python as a process that uses the server."""
        settings = {"PREFECT_API_URL": f"{self.address}/api", "PREFECT_HOME": str(self.folder / "home"), **CLIENT}
        command = [sys.executable, *args]
        env = environment(**settings, KLIPING_USER_AGENT=AGENT, DATABASE_URL=f"sqlite:///{self.folder}/k.db")
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=90, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def serve(folder: Path, *more: str) -> tuple["subprocess.Popen[str]", str, str]:
    """A running `kliping serve`, the address of its server, and what it said."""
    serving = subprocess.Popen(
        [*KLIPING, "serve", "--db", "sqlite:///k.db", *more],
        cwd=folder,
        env=environment(PREFECT_HOME=str(folder / "home"), KLIPING_USER_AGENT=AGENT, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert serving.stdout
    said = ""
    for line in serving.stdout:
        said += line
        if "until Ctrl-C" in line:
            break
    [address] = re.findall(r"shows them at (\S+) until", said) or [said]
    return serving, address, said


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    serving, address, said = serve(folder)
    try:
        yield Served(address, folder, said)
    finally:
        serving.send_signal(signal.SIGTERM)
        rest, _ = serving.communicate(timeout=30)
    assert serving.returncode == 143, rest
    assert "the schedules are paused" in rest
    assert "Traceback" not in rest
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/api/health")


def test_a_served_schedule_makes_scheduled_runs(served: Served) -> None:
    """With an SQLAlchemy that Prefect does not know, the server looks healthy and schedules nothing."""
    for planned in PLANNED:
        criteria = {
            "deployments": {"name": {"any_": [planned.name]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        }
        runs = wait_for(lambda criteria=criteria: served.ask("flow_runs/filter", **criteria))
        minute, hour, *_ = planned.cron.split()
        for run in runs:
            start = datetime.fromisoformat(run["expected_start_time"]).astimezone(ZoneInfo(TIMEZONE))
            assert start.minute == int(minute)
            assert hour in ("*", str(start.hour))
            assert set(planned.tags) <= set(run["tags"])
        assert planned.name in served.said


def test_the_server_shows_what_each_parameter_means(served: Served) -> None:
    found = wait_for(lambda: len(all_of := served.deployed()) == len(PLANNED) and all_of)
    for planned in PLANNED:
        deployment = found[planned.name]
        assert deployment["parameters"] == dict(planned.parameters)
        assert deployment["description"] == planned.description
        for name, parameter in deployment["parameter_openapi_schema"]["properties"].items():
            assert parameter["description"], name


def test_runs_that_died_are_seen_to_by_automations_that_are_there_once(served: Served) -> None:
    served.run("-m", "flows.serve.automations")
    found = wait_for(lambda: served.ask("automations/filter"))
    assert sorted(automation["name"] for automation in found) == [
        "kliping: runs that never began",
        "kliping: runs whose process died",
    ]
    assert all(automation["enabled"] for automation in found)


def test_a_served_run_is_done_again_where_it_fails(served: Served) -> None:
    deployment = wait_for(lambda: served.deployed().get("learn"))
    run = served.ask(f"deployments/{deployment['id']}/create_flow_run")
    done = wait_for(lambda: (found := _run(served, run["id"]))["state_type"] == "COMPLETED" and found)
    assert done["name"].startswith("learn 20")
    assert done["empirical_policy"]["retries"] == int(RUNS["PREFECT_FLOWS_DEFAULT_RETRIES"])
    assert done["state"]["message"] == "nothing learned"


def test_prefect_is_told_no_password(served: Served) -> None:
    """Neither by a run that works nor by one that fails."""
    (served.folder / "satu.txt").write_text(story(1))
    for url in (
        f"sqlite:///{served.folder}/k.db?password={SECRET}",
        f"postgresql://redaksi:{SECRET}@127.0.0.1:1/kliping",
    ):
        env = environment(PREFECT_API_URL=f"{served.address}/api", PREFECT_HOME=str(served.folder), DATABASE_URL=url)
        command = [*KLIPING, "run", "satu.txt"]
        done = subprocess.run(
            command, cwd=served.folder, env=env, capture_output=True, text=True, timeout=90, check=False
        )
        assert SECRET not in done.stdout + done.stderr
    failed = {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}}
    [run] = wait_for(lambda: served.ask("flow_runs/filter", **failed))
    assert "cannot open postgresql://redaksi:***@127.0.0.1" in run["state"]["message"]
    logs = wait_for(lambda: served.ask("logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}}))
    assert SECRET not in str(logs)
    kept = [path for path in (served.folder / "home").rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.timeout(300)
def test_all_that_was_begun_ends_with_it_and_the_next_run_has_its_place(tmp_path: Path) -> None:
    """Also where it is killed and can see to nothing, in the midst of a run."""
    pages = [json.dumps({"url": f"https://kabar.example/{n}", "html": html(n)}) for n in range(600)]
    (tmp_path / "pages.jsonl").write_text("\n".join(pages))
    filled = [*KLIPING, "run", "pages.jsonl", "--db", "sqlite:///k.db", "--workers", "2"]
    subprocess.run(filled, cwd=tmp_path, env=environment(), check=True, capture_output=True, timeout=90)
    (tmp_path / "outlets").mkdir()
    shutil.copytree(SEEDS / "detik", tmp_path / "outlets" / "detik")
    for end, within in ((signal.SIGTERM, 5), (signal.SIGKILL, 15)):  # seconds; who sees to itself takes turns
        process, address, said = serve(tmp_path, "--outlets", "outlets")
        server = Served(address, tmp_path, said)
        wait_for(partial(begin_cleaning, server))
        begun = wait_for(partial(workers_below, process.pid))
        at = time.monotonic()
        process.send_signal(end)
        rest, _ = process.communicate(timeout=30)
        left = left_of(begun, at + within - time.monotonic())
        assert (process.returncode, left) == (143 if end == signal.SIGTERM else -signal.SIGKILL, []), rest


def begin_cleaning(server: Served) -> bool:
    """Have a run begin, if the server is ready for that."""
    try:
        deployment = server.deployed()["clean-stale"]
        server.ask(f"deployments/{deployment['id']}/create_flow_run")
    except (KeyError, httpx.HTTPStatusError):  # not there yet, or too busy
        return False
    return True


def workers_below(pid: int) -> list[psutil.Process]:
    """All processes below one, as soon as there are some among them that read pages."""
    below = psutil.Process(pid).children(recursive=True)
    with contextlib.suppress(psutil.Error):  # one that ended meanwhile
        if any("spawn_main" in " ".join(process.cmdline()) for process in below):
            return below
    return []


@pytest.mark.timeout(300)
def test_servers_that_are_started_at_once_have_ports_of_their_own(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from flows.server import local_server\n"
        "with local_server(Path(sys.argv[1])) as environment: print(environment['PREFECT_API_URL']); input()"
    )
    homes = [tmp_path / name for name in ("one", "other", "one")]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, home],
            cwd=ROOT,
            env=environment(PYTHONUNBUFFERED="1"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for home in homes
    ]
    ended = [process.communicate("\n", timeout=120) for process in processes]
    addresses = [address for address, _ in ended if address]
    assert len(set(addresses)) == len(addresses) == 2
    [refused] = [stderr for address, stderr in ended if not address]
    assert f"a Prefect server is at work in {homes[0]}" in refused


def test_somebody_can_be_told_of_an_alarm(served: Served, tmp_path: Path) -> None:
    """By the recipe of deploy/: here to a web server on loopback, in the place of a chat's."""
    told: Queue[bytes] = Queue()

    class Told(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Told) as chat:
        Thread(target=chat.serve_forever, daemon=True).start()
        message = "{'said': '{{subject}} {{body}}'}"
        program = (
            "from prefect.blocks.notifications import CustomWebhookNotificationBlock as Webhook\n"
            f"block = Webhook(name='chat', url='http://127.0.0.1:{chat.server_port}/', json_data={message})\n"
            f"open({str(tmp_path / 'block')!r}, 'w').write(str(block.save('chat')))\n"
        )
        served.run("-c", program)
        recipe = (ROOT / "deploy" / "alarm.yaml").read_text("utf-8")
        zeros = "00000000-0000-0000-0000-000000000000"
        assert zeros in recipe
        (tmp_path / "alarm.yaml").write_text(recipe.replace(zeros, (tmp_path / "block").read_text()))
        served.run("-m", "prefect", "automation", "create", "--from-file", str(tmp_path / "alarm.yaml"))
        time.sleep(3)  # until the server heeds it
        outlet = {"prefect.resource.id": "kliping.outlet.kabar", "prefect.resource.name": "kabar"}
        occurred = datetime.now(UTC).isoformat()
        event = {
            "event": EVENT,
            "resource": outlet,
            "payload": {"figure": "lost"},
            "occurred": occurred,
            "id": str(uuid4()),
        }
        httpx.post(f"{served.address}/api/events", json=[event], timeout=30).raise_for_status()
        said = told.get(timeout=60).decode()
        chat.shutdown()
    assert "kliping: kabar is not as it was" in said
    assert "figure: lost" in said


def test_prefect_yaml_says_what_is_served() -> None:
    said = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    assert [_planned(deployment) for deployment in said] == PLANNED
    for deployment in said:
        assert deployment["work_pool"]["name"] == POOL
        heartbeat = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": CLIENT["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]}
        assert deployment["work_pool"]["job_variables"]["env"] == RUNS | heartbeat
        assert [schedule["timezone"] for schedule in deployment["schedules"]] == [TIMEZONE]


def test_prefect_yaml_deploys_the_same_and_a_worker_runs_it(served: Served) -> None:
    before = wait_for(lambda: len(all_of := served.deployed()) == len(PLANNED) and all_of)
    served.run("-m", "prefect", "work-pool", "create", POOL, "--type", "process")
    served.run("-m", "prefect", "--no-prompt", "deploy", "--all")
    after = served.deployed()
    assert after.keys() == before.keys()
    for name, deployment in after.items():
        assert deployment["work_pool_name"] == POOL
        for key in ("entrypoint", "parameters", "tags", "description", "concurrency_options"):
            assert deployment[key] == before[name][key], key
        assert deployment["global_concurrency_limit"]["limit"] == 1
        [schedule] = deployment["schedules"]
        assert schedule["active"]
        assert schedule["schedule"] == before[name]["schedules"][0]["schedule"]
    run = served.ask(f"deployments/{after['clean-stale']['id']}/create_flow_run")
    served.run("-m", "prefect", "worker", "start", "--pool", POOL, "--run-once")
    done = wait_for(lambda: (found := _run(served, run["id"]))["state_type"] == "COMPLETED" and found)
    assert done["name"].startswith("clean --stale 20")
    assert done["empirical_policy"]["retries"] == int(RUNS["PREFECT_FLOWS_DEFAULT_RETRIES"])


def _run(served: Served, run_id: str) -> Any:
    return httpx.get(f"{served.address}/api/flow_runs/{run_id}", timeout=30).json()


def _planned(said: dict[str, Any]) -> Deployment:
    [schedule] = said["schedules"]
    parameters = said.get("parameters", {})
    return Deployment(
        said["name"], said["entrypoint"], schedule["cron"], said["description"], tuple(said["tags"]), parameters
    )
