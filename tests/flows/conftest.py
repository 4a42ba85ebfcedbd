"""The command, folders of pages and questions to databases, for the tests of flows."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from command import KLIPING, Rows, Run, Server, environment, html, story
from sqlalchemy import Engine, text
from typer.testing import CliRunner

import db
from flows.cli import main


@pytest.fixture
def kliping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process, which is quicker, in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ.keys() - environment().keys():
        monkeypatch.delenv(name)

    def run(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
        command = list(map(str, args))
        result = CliRunner().invoke(main, command, env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(command, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Runs the command as a process, as people do, in the folder of the test."""

    def run(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
        command = [*KLIPING, *map(str, args)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment(**env), capture_output=True, text=True, timeout=90, check=False
        )

    return run


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`make ui`, with a small folder instead of the sample pages."""
    folder = tmp_path_factory.mktemp("ui")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "satu.txt").write_text(story(1))
    home = folder / "home"
    ui = subprocess.Popen(
        [sys.executable, "-m", "flows.ui", "--home", str(home)],
        cwd=folder,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert ui.stdout
        said = []
        for line in ui.stdout:
            said.append(line)
            if "until Ctrl-C" in line:
                break
        (process,) = [child for child in psutil.Process(ui.pid).children() if "flows.server" in child.cmdline()]
        (address,) = re.findall(r"The UI stays at (\S+)", said[-1])
        yield Server(address, home, "".join(said))
    finally:
        ui.send_signal(signal.SIGINT)
        ui.communicate(timeout=20)
    assert ui.returncode == 0
    assert not psutil.wait_procs([process], timeout=1)[1]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/api/health")


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A folder in which the workers of a cluster mark what they are at."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three good pages and of files that are none."""
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.html").write_text(html(1))
    (folder / "a.txt").write_text(story(2))
    (folder / "sub" / "C.HTM").write_text(html(3))
    for name in ("README.md", "outlet.toml", "a.json", "a.ledger", "b.json", "LICENSE"):
        (folder / name).write_text("not a page")
    return folder


@pytest.fixture
def rows() -> Iterator[Rows]:
    """Asks a database (by URL) a question in SQL."""
    engines: dict[str, Engine] = {}

    def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
        if url not in engines:
            engines[url] = db.open_engine(url)
        with engines[url].connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    yield ask
    for engine in engines.values():
        engine.dispose()
