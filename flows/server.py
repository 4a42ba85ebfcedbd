"""A Prefect server of one's own on this machine: started, waited for, and stopped by its id."""

import fcntl
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

HOST, PORT = "127.0.0.1", 4200  # where people look for it
START_SECONDS = 90  # its first start makes its database, in 7 s on a quiet machine
STOP_SECONDS = 4


class ServerFailed(Exception):
    """The server did not start; the message says why."""


@contextmanager
def local_server(home: Path) -> Iterator[dict[str, str]]:
    """Run a server while the block lasts. Yields the environment for processes that are to use it.

    It listens on the loopback only, at port 4200 or at any free one, and keeps its database and its log in `home`,
    where no other server can be at work. Raises ServerFailed.
    """
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    process, port = _begin(home)
    environment = server_environment(home, port)
    try:
        _wait(process, environment["PREFECT_API_URL"], _log(home))
        mine = ("PREFECT_HOME", "PREFECT_API_URL")
        yield _without_prefect(os.environ) | {name: environment[name] for name in mine}
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _begin(home: Path) -> tuple["subprocess.Popen[bytes]", int]:
    """The process of a server, and its port. It inherits the socket, so that nobody can take the port meanwhile, and
    the lock of its home, which so lasts as long as it does."""
    with (home / "server.lock").open("w") as lock, _listener() as listener, _log(home).open("ab") as output:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"a Prefect server is at work in {home}: stop it, or use it by PREFECT_API_URL"
            raise ServerFailed(message) from None
        output.truncate(0)
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.server", str(listener.fileno()), str(os.getpid())],
            cwd=Path(__file__).parent.parent,
            env=_without_prefect(os.environ) | server_environment(home, port),
            pass_fds=(listener.fileno(), lock.fileno()),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is for this process, which then stops the server
        )
    return process, port


def _log(home: Path) -> Path:
    return home / "server.log"


def _without_prefect(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the settings and keys of any other Prefect server."""
    return {name: value for name, value in environment.items() if not name.startswith("PREFECT_")}


def _listener() -> socket.socket:
    try:
        return socket.create_server((HOST, PORT))
    except OSError:  # it is taken
        return socket.create_server((HOST, 0))


def _wait(process: "subprocess.Popen[bytes]", api: str, log: Path) -> None:
    """Wait until the server answers."""
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(f"{api}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)  # not up yet
    last = log.read_text(errors="replace").strip().splitlines()[-3:]
    raise ServerFailed(f"the Prefect server did not start: {' / '.join(last)} (all of it in {log})")


def _serve(listener: socket.socket) -> None:
    """As `prefect server start` does, which can only make a socket of its own."""
    import uvicorn
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    level = get_current_settings().server.logging_level.lower()
    uvicorn.Server(uvicorn.Config(create_app(final=True), log_level=level)).run(sockets=[listener])


if __name__ == "__main__":
    inherited, parent = map(int, sys.argv[1:])
    end_with_parent(parent)
    _serve(socket.socket(fileno=inherited))
