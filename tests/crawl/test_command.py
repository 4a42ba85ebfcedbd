"""The command as people run it: what it says, and how it exits."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import main
from tests.crawl.conftest import Write
from tests.crawl.papers import now, path, rss, stories
from tests.site.server import Start

Kliping = Callable[..., Result]


@pytest.fixture
def kliping(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Kliping:
    """Runs `kliping crawl` on the outlets of the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("PREFECT_API_URL", "DATABASE_URL", "KLIPING_USER_AGENT"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str) -> Result:
        return CliRunner().invoke(main, ["crawl", "--outlets", str(folder), *args])

    return run


def test_a_crawl_that_brings_all_exits_with_0_and_one_that_does_not_with_1(
    start: Start, outlet: Write, kliping: Kliping, tmp_path: Path
) -> None:
    site = start(stories(range(2)), "127.0.0.2")
    site.routes |= {
        "/rss": rss(site, path(0), path(1)),
        "/mati": rss(site, path(3), date=now().replace(year=2016, day=1)),
    }
    outlet("kabar", site, feeds=["/rss", "/mati"])
    first = kliping("--allow-private")
    assert first.exit_code == 0, first.output
    assert "2 articles went in" in first.stdout
    assert f"{site.url('/mati')}: dead feed (newest item 2016-" in first.stderr
    assert (tmp_path / "kliping.db").exists()
    assert kliping("kabar", "--allow-private").exit_code == 0
    site.routes["/rss"] = rss(site, path(2))
    last = kliping("--allow-private")
    assert last.exit_code == 1
    assert f"{site.url(path(2))}: http 404" in last.stderr
    assert "nothing new; 1 page in quarantine" in last.stdout


def test_what_cannot_begin_says_why_and_exits_with_2(
    start: Start, outlet: Write, kliping: Kliping, tmp_path: Path
) -> None:
    site = start({}, "127.0.0.2")
    outlet("kabar", site, feeds=["/rss"])
    for args, said in (
        (["kabr", "--allow-private"], "is it kabar?"),
        (["kabar"], "set KLIPING_USER_AGENT to a name with an address to write to"),
        (["kabar", "--allow-private", "--db", "mysql://x/y"], "mysql is not supported"),
    ):
        result = kliping(*args)
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "kliping.db").exists()
    assert site.asked() == []


def test_a_folder_without_outlets_is_told(kliping: Kliping) -> None:
    result = kliping("--allow-private")
    assert (result.exit_code, "no outlets in" in result.stderr) == (2, True)


def test_a_broken_outlet_file_is_named(outlet: Write, kliping: Kliping, folder: Path) -> None:
    (folder / "kabar").mkdir(parents=True)
    (folder / "kabar" / "outlet.toml").write_text("nama = 'Kabar'")
    result = kliping("--allow-private")
    assert result.exit_code == 2
    assert "outlet.toml: unknown key nama" in result.stderr
