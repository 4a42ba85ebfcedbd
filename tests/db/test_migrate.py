"""Empty, older and newer databases; both engines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

import db
from db.engine import writing
from db.migrate import MIGRATIONS, revisions
from db.models import Base

ROOT = Path(__file__).parents[2]
VIEWS = {"articles_id", "cuts", "daily", "syndicated", "tags", "timing"}


def config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def stored_revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def test_an_empty_database_gets_all_tables_and_views(empty_url: str) -> None:
    engine = db.open_engine(empty_url)
    db.migrate(engine)
    tables = {name for name in inspect(engine).get_table_names() if not name.startswith("articles_fts")}
    assert tables == {*Base.metadata.tables, "alembic_version"}
    assert set(inspect(engine).get_view_names()) == VIEWS
    assert stored_revision(engine) == revisions()[-1]
    engine.dispose()


def test_models_and_migrations_agree(engine: Engine) -> None:
    with writing(engine) as connection:
        command.check(config(connection))


def test_a_missing_column_is_noticed(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE pages DROP COLUMN etag"))
        with pytest.raises(Exception, match="New upgrade operations detected"):
            command.check(config(connection))


def test_downgrade_leaves_nothing_and_an_older_database_is_upgraded(engine: Engine) -> None:
    with writing(engine) as connection:
        command.downgrade(config(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert not inspect(engine).get_view_names()
    with writing(engine) as connection:
        command.upgrade(config(connection), "0001")
    assert not inspect(engine).get_view_names()
    db.migrate(engine)
    assert set(inspect(engine).get_view_names()) == VIEWS


def test_a_future_database_is_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    with pytest.raises(db.FutureDatabase, match="9001"):
        db.migrate(engine)
    assert stored_revision(engine) == "9001"


def test_a_foreign_database_is_refused_and_left_as_it_is(empty_url: str) -> None:
    engine = db.open_engine(empty_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE articles (id integer)"))
    with pytest.raises(db.DatabaseError, match="already exists"):
        db.migrate(engine)
    assert inspect(engine).get_table_names() == ["articles"]
    engine.dispose()


def test_the_names_of_the_files_are_the_revisions() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert revisions() == [step.revision for step in script.walk_revisions()][::-1]
    assert script.get_heads() == revisions()[-1:]


def test_a_database_that_is_up_to_date_needs_no_alembic(url: str) -> None:
    code = "import sys, db; db.migrate(db.open_engine(sys.argv[1])); sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, check=True, timeout=60)


def test_processes_that_migrate_at_the_same_time_wait_for_each_other(empty_url: str) -> None:
    code = "import sys, db; sys.stdin.read(); db.migrate(db.open_engine(sys.argv[1]))"
    command = [sys.executable, "-c", code, empty_url]
    processes = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) for _ in range(3)]
    for process in processes:
        assert process.stdin
        process.stdin.close()  # lets them go together
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    engine = db.open_engine(empty_url)
    assert stored_revision(engine) == revisions()[-1]
    engine.dispose()


def test_alembic_on_the_command_line(empty_url: str) -> None:
    def alembic(*arguments: str, **environment: str) -> str:
        run = [sys.executable, "-m", "alembic", *arguments]
        done = subprocess.run(
            run, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True, text=True, timeout=60
        )
        return done.stdout

    alembic("-x", f"db={empty_url}", "upgrade", "head")
    assert "No new upgrade operations" in alembic("check", DATABASE_URL=empty_url)
