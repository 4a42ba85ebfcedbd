"""What README shows works as it stands: its commands, its Python and its SQL."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import db
from cleaners import extract
from flows.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
Run = Callable[..., subprocess.CompletedProcess[str]]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a program in a folder that has nothing but the sample pages."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "PREFECT_"))}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"
        return done

    return run


@pytest.fixture
def kliping(run: Run) -> Run:
    return lambda *args: run(str(Path(sys.executable).with_name("kliping")), *args)


def test_commands(kliping: Run, tmp_path: Path) -> None:
    """Commands of ```console blocks; what needs a server stands in ```sh."""
    commands = [
        shlex.split(line.removeprefix("$ "), comments=True)
        for block in blocks("console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert len(commands) >= 5
    for name, *args in commands:
        assert name == "kliping"
        kliping(*args)
        if args[0] == "explain" and "--html" in args:
            assert "kartu angkot" in (tmp_path / args[args.index("--html") + 1]).read_text("utf-8").lower()


def test_python(run: Run) -> None:
    [program] = blocks("python")
    assert "baca juga" in run(sys.executable, "-c", program).stdout.lower()


def test_sql(kliping: Run, empty_url: str, tmp_path: Path) -> None:
    """On SQLite and on Postgres; the samples and a copy of one."""
    copy = tmp_path / "copy.jsonl"
    story = extract((ROOT / "seeds/detik/kartu-angkot.html").read_bytes()).text
    copy.write_text(json.dumps({"url": "https://salinan.example/1", "text": story}))
    kliping("run", "seeds", str(copy), "--db", empty_url)
    kliping("learn", "--db", empty_url)
    queries = blocks("sql")
    assert len(queries) >= 3
    engine = db.open_engine(empty_url)
    with engine.connect() as connection:
        for query in queries:
            assert connection.exec_driver_sql(query).all(), query
    engine.dispose()


def test_every_verb_is_shown() -> None:
    verbs = {command.callback.__name__ for command in main.registered_commands if command.callback}
    assert {verb for verb in verbs if f"kliping {verb}" not in README} == set()


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/design-notes.md",
        "docs/quality.md",
        "docs/running.md",
        "seeds/README.md",
    ],
)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
