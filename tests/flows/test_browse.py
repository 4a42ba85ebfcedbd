"""`kliping browse` as it is used: the server as a process, asked by HTTP and by a real browser."""

import html
import json
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from command import KLIPING, Run, environment, story

from db.ids import article_id
from flows.browse.queries import queries

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WITNESS = "saksi.example"  # a host that only the hostile page names
URL = "https://kabar.example/9/<script>alert(1)</script>"
ACTS = "javascript:document.title='diambil'"
TITLE = "Pasar <script>document.title='diambil'</script> \"><img src=x onerror=document.title='diambil'>"


def hostile() -> str:
    """A page whose every value would run or load something if it were taken for markup."""
    loads = f'<img src="http://{WITNESS}/a.png"><script src="http://{WITNESS}/b.js"></script>'
    said = html.escape(loads + "<script>document.title='diambil'</script>")
    _, _, *paragraphs = story(9).split("\n\n")
    body = "".join(f"<p>{paragraph} {said}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{html.escape(TITLE)}</title><link rel=canonical href='{html.escape(URL, quote=True)}'>"
        f"<meta property='og:image' content='http://{WITNESS}/c.png'><meta name=author content='{said}'></head>"
        f"<body>{loads}<article><h1>{html.escape(TITLE)}</h1>{body}</article></body></html>"
    )


@dataclass(frozen=True, slots=True)
class Browsed:
    """A corpus that is being served, and where."""

    address: str
    database: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.address + path, headers=headers, timeout=30)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def browsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsed]:
    folder = tmp_path_factory.mktemp("browse")
    (folder / "hostile.html").write_text(hostile())
    (folder / "acts.jsonl").write_text(json.dumps({"url": ACTS, "text": story(8)}))
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(story(number))
    (folder / "my" / "kabar").mkdir(parents=True)
    (folder / "my" / "kabar" / "outlet.toml").write_text('name = "Kabar"\ndomain = "kabar.example"\n')
    env = environment(PYTHONUNBUFFERED="1")
    subprocess.run([*KLIPING, "run", "."], cwd=folder, env=env, check=True, capture_output=True, timeout=90)
    server = subprocess.Popen(
        [*KLIPING, "browse", "--port", "0", "--outlets", "my"], cwd=folder, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found
        yield Browsed(found[0], folder / "kliping.db")
    finally:
        server.terminate()
        server.wait(30)


def test_articles_are_searched_and_counted_by_facets(browsed: Browsed) -> None:
    page = browsed.get("/corpus/articles?_search=rimbajaya").text
    assert "1 row" in page
    assert 'id="facet-language"' in page
    assert "Warga Rimbajaya Perbaiki" in page
    assert "Warga Lembayung" not in page
    assert "Warga Rimbajaya" in browsed.get("/corpus/articles_id?_search=rimbajaya").text


def test_all_questions_of_the_docs_are_there_and_answered(browsed: Browsed) -> None:
    listed = browsed.get("/corpus").text
    found = list(queries())
    assert len(found) == 10
    for query in found:
        assert f'<a href="/corpus/{query.name}"' in listed
        answer = browsed.get(f"/corpus/{query.name}.json?_shape=objects")
        assert answer.status_code == 200
        assert query.about.split(".")[0] in browsed.get(f"/corpus/{query.name}").text
    days = browsed.get("/corpus/articles-by-day.json?_shape=array").json()
    assert [(row["day"], row["articles"]) for row in days] == [("2026-08-03", 3)]


def test_the_ledger_of_an_article_is_one_click_away_and_is_that_of_explain(
    browsed: Browsed, process: Run, tmp_path: Path
) -> None:
    (key,) = browsed.rows("SELECT id FROM articles WHERE title LIKE 'Warga Rimbajaya%'")[0]
    asked = urlencode({"sql": "SELECT title, url, locator FROM articles"})  # without an id, as the questions do
    for path in ("/corpus/articles", "/corpus/articles_id", f"/corpus/cuts?article_id={key}", f"/corpus?{asked}"):
        assert f'<a href="/-/ledger/{key}"' in browsed.get(path).text, path
    explained = ("explain", key, "--html", "page.html", "--db", f"sqlite:///{browsed.database}")
    assert process(*explained, "--outlets", browsed.database.parent / "my").returncode == 0
    assert browsed.get(f"/-/ledger/{key}").text == (tmp_path / "page.html").read_text()
    assert process(*explained).returncode == 0  # by seeds/, which is another version of the rules
    assert browsed.get(f"/-/ledger/{key}").text != (tmp_path / "page.html").read_text()


def test_a_question_may_have_any_columns(browsed: Browsed) -> None:
    sql = "SELECT 'x' AS title, 1.5 AS url, NULL AS article_id, x'00' AS cluster_id, 'y' AS id"
    page = browsed.get(f"/corpus?{urlencode({'sql': sql})}")
    assert page.status_code == 200
    assert "/-/ledger/" not in page.text


def test_what_has_no_ledger_is_not_found(browsed: Browsed) -> None:
    for path in ("/-/ledger/12", "/-/ledger/9223372036854775808", "/-/ledger/hostile.html"):
        assert browsed.get(path).status_code == 404, path


def test_nothing_can_be_written(browsed: Browsed) -> None:
    before = browsed.rows("SELECT count(*), max(cleaned_at) FROM articles")
    for sql in (
        "delete from articles",
        "pragma journal_mode = delete",
        "attach 'x.db' as x",
        "select load_extension('x')",
    ):
        assert browsed.get(f"/corpus.json?{urlencode({'sql': sql})}").status_code == 400, sql
    assert httpx.post(f"{browsed.address}/corpus/articles-by-day", timeout=30).status_code == 405
    assert browsed.rows("SELECT count(*), max(cleaned_at) FROM articles") == before
    assert not browsed.database.with_name("x.db").exists()


def test_it_answers_to_this_machine_only(browsed: Browsed) -> None:
    port = int(browsed.address.rpartition(":")[2])
    assert browsed.get("/", Host=f"{WITNESS}:{port}").status_code == 400
    mine = socket.gethostbyname(socket.gethostname())
    if not mine.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((mine, port), timeout=5)


def test_scripts_are_datasettes_own_or_none(browsed: Browsed) -> None:
    for path in ("/", "/corpus", "/corpus/articles", "/corpus/articles-by-day", f"/-/ledger/{article_id(URL)}"):
        page = browsed.get(path)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
        assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cross-origin-resource-policy"] == "same-origin"
        for script in re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL):
            assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
        loaded = re.findall(r"<(?:script|img|link|iframe)\b[^>]*?(?:src|href)=[\"']?([^\"'> ]+)", page.text)
        assert [at for at in loaded if not at.startswith(("/-/", browsed.address))] == [], path


class Proxy(threading.Thread):
    """Notes which hosts a browser asks for, and gives it nothing."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.asked: list[str] = []

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self.asked.append(connection.recv(1000).decode(errors="replace").partition("\r\n")[0])
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    def hosts(self) -> set[str]:
        """Of `GET http://host/ HTTP/1.1` and `CONNECT host:443 HTTP/1.1`."""
        targets = (line.split(" ")[1].partition("://")[2] or line.split(" ")[1] for line in self.asked if " " in line)
        return {re.split("[:/]", target)[0] for target in targets}


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    proxy.start()
    yield proxy
    proxy.listener.close()


@pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")
def test_in_a_browser_pages_show_what_they_are_to_and_ask_no_other_host(
    browsed: Browsed, proxy: Proxy, tmp_path: Path
) -> None:
    ledger = f"/-/ledger/{article_id(URL)}"
    columns = urlencode([("_col", "title"), ("_col", "url"), ("_col", "authors"), ("_col", "lead_image_url")])
    pages = []
    for path in ("/corpus/articles?" + columns, ledger, "/corpus/cuts", "/corpus/articles-by-day"):
        shown = dom(browsed.address + path, proxy, tmp_path)
        assert "diambil</title>" not in shown, path
        assert not re.search(rf"<(?:img|script)[^>]*{re.escape(WITNESS)}", shown), path
        pages.append(shown)
        assert (WITNESS in shown) is ("articles?" in path or "ledger" in path)  # as text
    shown = dom(browsed.address + "/corpus/pages?_col=url&_col=locator", proxy, tmp_path)
    assert ACTS in html.unescape(shown)
    assert not re.search(r"href=[\"']?\s*javascript:", shown)
    shown = dom(browsed.address + "/corpus/articles", proxy, tmp_path)
    assert "dropdown-menu-icon" in shown  # Datasette's own script has run: the menu of a column
    assert not [host for host in proxy.hosts() if host in "".join(pages)]  # a browser asks its maker on its own
    dom(f"http://{WITNESS}/", proxy, tmp_path)  # what is asked is noted
    assert WITNESS in proxy.hosts()


def dom(address: str, proxy: Proxy, folder: Path) -> str:
    """A page as the browser has it once its scripts have run."""
    quiet = "--no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-gpu"
    port = proxy.listener.getsockname()[1]
    command = [
        *(str(CHROMIUM), "--headless=new", "--no-sandbox", *quiet.split(), f"--user-data-dir={folder / 'profile'}"),
        *(f"--proxy-server=127.0.0.1:{port}", "--virtual-time-budget=3000", "--dump-dom", address),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_what_cannot_be_browsed_is_a_message(kliping: Run, postgres: str) -> None:
    done = kliping("browse")
    assert (done.returncode, done.stderr) == (2, "kliping: there is no such database: nothing has been run into it\n")
    done = kliping("browse", "--db", postgres)
    assert done.returncode == 2
    assert "Datasette reads SQLite files only" in done.stderr


def test_without_datasette_it_says_how_to_get_it(kliping: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.browse.verb.find_spec", lambda name: None)
    done = kliping("browse")
    assert done.returncode == 2
    assert "make browse" in done.stderr


def test_a_port_that_is_taken_is_a_message(kliping: Run, pages: Path) -> None:
    kliping("run", pages)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = kliping("browse", "--port", taken.getsockname()[1])
    assert done.returncode == 2
    assert "cannot be had" in done.stderr
