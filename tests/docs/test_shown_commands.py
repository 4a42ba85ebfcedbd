"""The commands that README and docs show work as they stand, page by page and in order."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import click
import pytest
import typer
from sqlalchemy import make_url

import db
from flows.cli import main
from flows.server import local_server
from tests.docs.pages import PAGES, ROOT, Command, console, fenced, files, prose, shell
from tests.docs.shell import checkout, run
from tests.flows.command import MakeDatabase, figures

Ended = list[tuple[Command, str, int]]
CLI = typer.main.get_command(main)
# What cannot be run here, by how it begins, and why.
ELSEWHERE = {
    "kliping crawl": "it asks sites of the internet; tests/crawl has sites of its own",
    "dask ": "its processes stay; tests/flows/test_dask.py starts them",
    "kliping run /data/pages --on": "it wants that cluster; the same",
    "kliping clean --stale --on": "the same",
    "docker compose": "there is no Docker; tests/test_deploy.py holds the files together",
    "make bench": "it sets up environments of other libraries, and takes its time",
    "make flamegraph": "the same",
    ".venv-quality/bin/python": "the same",
}


def runnable(page: Path) -> list[Command]:
    return [command for command in shell(page) if not command.line.startswith(tuple(ELSEWHERE))]


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API of a Prefect server."""
    with local_server(tmp_path_factory.mktemp("prefect")) as environment:
        yield environment["PREFECT_API_URL"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the sample pages in it."""
    folder = checkout(tmp_path_factory.mktemp("corpus"))
    [(_, said, code)] = run([Command("kliping run seeds")], folder, {})
    assert code == 0, said
    return folder / "kliping.db"


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of outlets of which none can be crawled, should a schedule say so."""
    folder = tmp_path_factory.mktemp("outlets")
    (folder / "mati").mkdir()
    (folder / "mati" / "outlet.toml").write_text(
        'name = "Mati"\ndomain = "mati.example"\nfeeds = ["http://127.0.0.1:1/"]\n'
    )
    return folder


@pytest.fixture(scope="module")
def ended(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Ended]]]:
    """What became of the commands of pages, by the names of tests: two shells are at work at a time."""
    with ThreadPoolExecutor(2) as shells:
        begun = {}
        for item in request.session.items:
            if "ended" in getattr(item, "fixturenames", ()):
                page = item.callspec.params["page"]
                folder = checkout(tmp_path_factory.mktemp("page"))
                for name, text in files(page).items():
                    (folder / name).write_text(text, "utf-8")
                begin = _in_console if "console" in item.name else _in_shell
                begun[item.name] = begin(shells, page, folder, request)
        yield begun


def _in_console(shells: ThreadPoolExecutor, page: Path, folder: Path, _: pytest.FixtureRequest) -> Future[Ended]:
    return shells.submit(run, console(page), folder, {})


def _in_shell(shells: ThreadPoolExecutor, page: Path, folder: Path, request: pytest.FixtureRequest) -> Future[Ended]:
    """What needs a server or a corpus has one."""
    lines = "\n".join(command.line for command in runnable(page))
    given = {"KLIPING_OUTLETS": str(request.getfixturevalue("nowhere"))}
    if "DATABASE_URL" in lines:
        given |= _postgres(request, makes_its_own="createdb" in lines)
    if "PREFECT_API_URL" in lines:
        given["PREFECT_API_URL"] = request.getfixturevalue("prefect")
    if "kliping.db" in lines:
        shutil.copy(request.getfixturevalue("corpus"), folder)
    return shells.submit(run, runnable(page), folder, given)


def _postgres(request: pytest.FixtureRequest, *, makes_its_own: bool) -> Mapping[str, str]:
    make: MakeDatabase = request.getfixturevalue("new_postgres")
    url = (
        make_url(request.getfixturevalue("postgres")).set(database="corpus") if makes_its_own else make_url(make(None))
    )
    address = url.render_as_string(hide_password=False)
    if not makes_its_own:
        with db.opened(address) as engine:
            db.migrate(engine)
    return {"DATABASE_URL": address, "PGHOST": str(url.query["host"]), "PGUSER": str(url.username)}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", [page for page in PAGES if console(page)], ids=lambda path: path.stem)
def test_console(page: Path, ended: dict[str, Future[Ended]], request: pytest.FixtureRequest) -> None:
    """Each command succeeds, unless the page asks how it ended, and prints what the page says."""
    said = ended[request.node.name].result()
    assert [command for command, _, _ in said] == console(page)
    for command, output, code in said:
        assert code == 0, f"{command.line}\n{output}"
        if command.prints:
            assert command.printed.fullmatch(output), f"{command.line}\n{output}\nis not\n{command.printed.pattern}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", [page for page in PAGES if runnable(page)], ids=lambda path: path.stem)
def test_shell(page: Path, ended: dict[str, Future[Ended]], request: pytest.FixtureRequest) -> None:
    if "sqlite3 " in "".join(fenced(page, "sh")) and not shutil.which("sqlite3"):
        pytest.skip("sqlite3 is not installed")
    said = ended[request.node.name].result()
    assert [command for command, _, _ in said] == runnable(page)
    for command, output, code in said:
        assert code == 0, f"{command.line}\n{output}"


def test_what_is_not_run_is_shown_somewhere_and_could_be_read() -> None:
    shown = [command.line for page in PAGES for command in shell(page)]
    for begins in ELSEWHERE:
        assert any(line.startswith(begins) for line in shown), f"{begins} need not be excused any more"
    for line in shown:
        if line.startswith("kliping"):
            _, verb, *words = shlex.split(line, comments=True)
            CLI.commands[verb].make_context(verb, words)  # an error if it is not as the command line has it


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_commands_in_the_text_are_there(page: Path) -> None:
    """Their verbs and options, and what make makes."""
    for command in re.findall(r"`(kliping [a-z][^`]*)`", prose(page)):
        verb, *words = command.split()[1:]
        found = CLI.commands[verb]
        if isinstance(found, click.Group) and words:
            found = found.commands[words.pop(0).split("|")[0]]
        options = {name for parameter in found.params for name in parameter.opts} | {"--help"}
        assert {word for word in words if re.fullmatch("--[a-z-]+", word)} <= options, command
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)) <= made


def test_make_run_says_what_readme_says(tmp_path: Path) -> None:
    """But for the time that it took; what is set up already is not set up again."""
    shown, *_ = fenced(ROOT / "README.md", "text")
    shutil.copy(ROOT / "Makefile", checkout(tmp_path))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    [(_, said, code)] = run([Command("make --old-file=.venv/.run run")], tmp_path, {})
    assert code == 0, said
    counted = {name: figure for name, figure in figures(shown).items() if "second" not in name}
    assert counted
    assert counted.items() <= figures(said).items()


@pytest.mark.parametrize("page", [page for page in PAGES if fenced(page, "python")], ids=lambda path: path.stem)
def test_python(page: Path, tmp_path: Path) -> None:
    for program in fenced(page, "python"):
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, cwd=checkout(tmp_path), capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert "baca juga" in done.stdout.lower()


def test_every_verb_is_shown() -> None:
    readme = PAGES[0].read_text("utf-8")
    assert {verb for verb in CLI.commands if f"kliping {verb}" not in readme} == set()
