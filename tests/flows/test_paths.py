"""What calls itself a path, in an archive or a file of pages, is a name and never a place to write to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archive import http, record
from command import Rows, Run, html, story

NAMES = (
    "../../luar.html",
    "/luar.html",
    "file:///luar.html",
    "..\\luar.html",
    "https://kabar.example/../../luar.html",
    "~/luar",
)


def warc(name: str) -> bytes:
    return record(http(html(1).encode()), uri=name, WARC_Filename=name)


def mhtml(name: str) -> bytes:
    head = f"Snapshot-Content-Location: {name}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x"
    part = f'Content-Type: text/html\r\nContent-Location: {name}\r\nContent-Disposition: attachment; filename="{name}"'
    return f"{head}\r\n\r\n--x\r\n{part}\r\n\r\n{html(1)}\r\n--x--\r\n".encode()


def jsonl(name: str) -> bytes:
    return json.dumps({"url": name, "text": story(1), "path": name, "filename": name}).encode()


@pytest.mark.parametrize(("suffix", "made"), [(".warc", warc), (".mhtml", mhtml), (".jsonl", jsonl)])
def test_nothing_is_written_where_a_page_says(
    kliping: Run, tmp_path: Path, rows: Rows, suffix: str, made: Callable[[str], bytes]
) -> None:
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (inside / f"{number}{suffix}").write_bytes(made(name))
    database = tmp_path / "kliping.db"
    before = {path for path in tmp_path.rglob("*") if path != database}
    assert kliping("run", inside, "--db", f"sqlite:///{database}").returncode == 0
    assert rows(f"sqlite:///{database}", "SELECT count(*) FROM pages") == [(len(NAMES),)]
    assert kliping("export", tmp_path / "all.warc", "--db", f"sqlite:///{database}").returncode == 0
    after = {path for path in tmp_path.rglob("*") if not path.name.startswith("kliping.db")}
    assert after - before == {tmp_path / "all.warc"}
    assert not Path("/luar.html").exists()
