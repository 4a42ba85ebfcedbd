"""The command as people run it, and pages to run it on. People, places and papers are invented."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

import db

Run = Callable[..., subprocess.CompletedProcess[str]]
KLIPING = [str(Path(sys.executable).parent / "kliping")]
_PLACES = ("Sukarimba", "Lembayung", "Rimbajaya", "Tirtasari", "Karangmelur")


def story(number: int, paragraphs: int = 4) -> str:
    """The text capture of an invented article, unlike those of other numbers."""
    place = _PLACES[number % len(_PLACES)]
    head = f"Warga {place} Perbaiki {number} Saluran Air Sebelum Musim Tanam\n\nSenin, 3 Agustus 2026 10:15 WIB\n\n"
    return head + "\n\n".join(
        f"Warga {place} memperbaiki saluran air nomor {number * 7 + i} yang rusak sejak banjir tahun lalu. Kepala desa "
        f"mengatakan bahwa pekerjaan bagian {i} itu dibiayai dari iuran {number + 20} keluarga dan akan selesai "
        "sebelum petani mulai menanam padi di sawah sebelah timur."
        for i in range(paragraphs)
    )


def html(number: int) -> str:
    """A page with an invented article."""
    title, _, *paragraphs = story(number).split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def environment(**more: str) -> dict[str, str]:
    """The environment of a user who has set up nothing."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATABASE_URL", "COLUMNS"))}
    return {**kept, **more}


@pytest.fixture
def kliping(tmp_path: Path) -> Run:
    """Runs the command in an empty folder."""

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
def rows() -> Iterator[Callable[[str, str], list[tuple[Any, ...]]]]:
    """Asks a database (by URL) a question in SQL."""
    engines: list[Engine] = []

    def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
        engines.append(db.open_engine(url))
        with engines[-1].connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    yield ask
    for engine in engines:
        engine.dispose()
