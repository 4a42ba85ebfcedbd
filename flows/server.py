"""A Prefect server of one's own on this machine: started, waited for, and stopped by its id."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from flows.parent import end_with_parent
from flows.prefect_settings import server_environment

PORT = 4200  # where people look for it
START_SECONDS = 90  # its first start makes its database, in 7 s on a quiet machine
STOP_SECONDS = 10


class ServerFailed(Exception):
    """The server did not start; the message says why."""


@contextmanager
def local_server(home: Path) -> Iterator[dict[str, str]]:
    """Run a server while the block lasts. Yields the environment for processes that are to use it.

    It listens on the loopback only, at port 4200 or at any free one, and keeps its database and its log in `home`.
    """
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    environment = server_environment(home, port)
    log = home / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.server", "server", "start", str(os.getpid())],
            cwd=Path(__file__).parent.parent,
            env=_without_prefect(os.environ) | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is for this process, which then stops the server
        )
    try:
        _wait(process, environment, log)
        mine = ("PREFECT_HOME", "PREFECT_API_URL")
        yield _without_prefect(os.environ) | {name: environment[name] for name in mine}
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _without_prefect(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the settings and keys of any other Prefect server."""
    return {name: value for name, value in environment.items() if not name.startswith("PREFECT_")}


def _free_port() -> int:
    for port in (PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerFailed("no free port on 127.0.0.1")


def _wait(process: "subprocess.Popen[bytes]", settings: Mapping[str, str], log: Path) -> None:
    """Wait until the server answers, and that it is this one: another may have taken the port meanwhile."""
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(f"{settings['PREFECT_API_URL']}/admin/settings", timeout=5) as response:
                if json.load(response)["home"] == settings["PREFECT_HOME"]:
                    return
        except OSError:
            pass  # not up yet
        time.sleep(0.2)
    last = log.read_text(errors="replace").strip().splitlines()[-3:]
    raise ServerFailed(f"the Prefect server did not start: {' / '.join(last)} (all of it in {log})")


if __name__ == "__main__":
    end_with_parent(int(sys.argv.pop()))
    from prefect.cli import app

    app()  # `prefect server start`
