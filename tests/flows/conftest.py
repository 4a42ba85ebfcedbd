"""The command, folders of pages and questions to databases, for the tests of flows."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import KLIPING, Rows, Run, environment, html, story
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
    engines: list[Engine] = []

    def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
        engines.append(db.open_engine(url))
        with engines[-1].connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    yield ask
    for engine in engines:
        engine.dispose()
