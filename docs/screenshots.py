"""`make screenshots`: the pictures under docs/img/, made anew by a headless Chromium of a server with a run on it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from flows.server import local_server

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "img"
HEIGHTS = {"before-and-after": 1600}
DEPLOY = """
import asyncio
from cleaners.outlets import SEEDS, register
from flows.crawl.groups import groups
from flows.deployments import deployments
from flows.serve import automations
from flows.serve.serving import built

async def deploy():
    await automations.install()
    for deployment in deployments(list(groups(register(SEEDS)))):
        await (await built(deployment)).aapply()

asyncio.run(deploy())
"""
WAIT = 15_000  # milliseconds of a page's own time


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("this needs Chromium (Debian: apt install chromium)")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kliping-") as folder, local_server(Path(folder)) as environment:
        api = environment["PREFECT_API_URL"]
        run = _run(environment | {"DATABASE_URL": f"sqlite:///{folder}/k.db"})
        _deploy(environment, api)
        artifacts = {artifact["key"]: artifact["id"] for artifact in _ask(f"{api}/artifacts/filter")}
        pages = {
            "run": f"runs/flow-run/{run}",
            "outlets": f"artifacts/artifact/{artifacts['outlets']}",
            "before-and-after": f"artifacts/artifact/{artifacts['summary']}",
            "deployments": "deployments",
            "automations": "automations",
        }
        for name, path in pages.items():
            _photograph(chromium, f"{api.removesuffix('/api')}/{path}", IMAGES / f"{name}.png", folder)


def _run(environment: dict[str, str]) -> str:
    """Run the sample pages as a flow; the id of its run."""
    command = [sys.executable, "-m", "flows.cli", "run", "seeds"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return re.findall(r"/runs/flow-run/(\S+)", said)[0]


def _deploy(environment: dict[str, str], api: str) -> None:
    """Put the deployments and automations on the server, and have nothing run them: that would crawl."""
    subprocess.run([sys.executable, "-c", DEPLOY], cwd=ROOT, env=environment, check=True)
    scheduled = {"state": {"type": {"any_": ["SCHEDULED"]}}}
    deployments = [deployment["id"] for deployment in _ask(f"{api}/deployments/filter")]
    now = datetime.now(UTC).isoformat()
    _ask(
        f"{api}/deployments/get_scheduled_flow_runs", deployment_ids=deployments, scheduled_before=now
    )  # as a runner does
    deadline = time.monotonic() + 60
    while len(_ask(f"{api}/flow_runs/filter", flow_runs=scheduled)) < 14 and time.monotonic() < deadline:
        time.sleep(1)


def _ask(url: str, **criteria: Any) -> Any:
    request = Request(url, json.dumps(criteria).encode(), {"Content-Type": "application/json"})
    with build_opener(ProxyHandler({})).open(request, timeout=30) as response:
        return json.load(response)


def _photograph(chromium: str, url: str, file: Path, folder: str) -> None:
    options = [
        "--headless=new",
        "--no-sandbox",
        "--hide-scrollbars",
        "--disable-gpu",
        f"--window-size=1440,{HEIGHTS.get(file.stem, 1000)}",
    ]
    options += [f"--user-data-dir={folder}/chromium", f"--virtual-time-budget={WAIT}", f"--screenshot={file}"]
    subprocess.run([chromium, *options, url], check=True, capture_output=True, timeout=120)
    print(f"{file.relative_to(ROOT)} of {url}")


if __name__ == "__main__":
    main()
