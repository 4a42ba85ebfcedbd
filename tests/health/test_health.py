"""`kliping health` on an invented site that is redesigned in the middle of things: pages in, alarms out."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

import db
from db.health import histories, last_day
from db.web import Frontier
from flows import work
from flows.cli import main
from flows.health.checkup import check
from flows.report import Live
from tests.learning.invented import SITE, Piece, page, pieces

MakeDatabase = Callable[[str | None], str]
FIRST = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
A_DAY = 6  # pages
BEFORE = list(pieces(30 * A_DAY + 20))
# The site as it was, then without what its rules and its readers hold on to.
BARE = "<html><body><div id=app>{text}</div></body></html>"


def line(piece: Piece, when: datetime, html: str) -> str:
    return json.dumps({"url": piece.url, "html": html, "fetched_at": when.isoformat()}) + "\n"


def quiet() -> Iterable[str]:
    """Thirty days."""
    for i, piece in enumerate(BEFORE[: 30 * A_DAY]):
        when = FIRST + timedelta(days=i // A_DAY, hours=i % A_DAY)
        yield line(piece, when, page(piece))


def redesigned(day: int = 30) -> Iterable[str]:
    """Twenty pages whose stories come by a script: what stands on them is a line and a menu."""
    for i, piece in enumerate(BEFORE[30 * A_DAY :]):
        yield line(piece, FIRST + timedelta(days=day, minutes=i), BARE.format(text="Memuat kabar untuk Anda"))


def run(url: str, folder: Path, lines: Iterable[str], name: str) -> None:
    file = folder / f"{name}.jsonl"
    file.write_text("".join(lines))
    with Live(0) as live:
        work.run(work.prepare([str(file)], url), 1, live)


@pytest.fixture
def corpus(
    new_database: MakeDatabase, templates: dict[str, str], request: pytest.FixtureRequest, tmp_path: Path
) -> str:
    """A database of the quiet days, as a copy: they are read once for each engine."""
    name = f"{request.node.callspec.params['new_database']} of quiet days"
    if name not in templates:
        templates[name] = new_database(None)
        run(templates[name], tmp_path, quiet(), "quiet")
    return new_database(templates[name])


def test_thirty_quiet_days_raise_none_and_the_redesign_raises_with_its_first_twenty_pages(
    corpus: str, tmp_path: Path
) -> None:
    for n in range(30):
        checkup = check(corpus, day=(FIRST + timedelta(days=n)).date())
        assert checkup.alarms == [], n
    run(corpus, tmp_path, redesigned(), "redesigned")
    [alarm] = check(corpus).alarms
    assert (alarm.outlet, alarm.day) == (SITE, (FIRST + timedelta(days=30)).date())
    assert {"lost", "refused"} <= {sign.figure for sign in alarm.signs}
    assert alarm.pages == tuple(f"{tmp_path}/redesigned.jsonl#{n}" for n in range(20, 15, -1))


def test_a_new_layout_that_is_read_otherwise_raises(corpus: str, tmp_path: Path) -> None:
    """The stories are all there, without their dates and at half their length."""
    when = FIRST + timedelta(days=30)
    html = (page(piece).replace('class="jam"', 'hidden class="jam"') for piece in BEFORE[30 * A_DAY :])
    halves = (text.replace("10:15 WIB", "").replace(" 2026", "") for text in html)
    lines = (line(piece, when, text) for piece, text in zip(BEFORE[30 * A_DAY :], halves, strict=True))
    run(corpus, tmp_path, lines, "undated")
    [alarm] = check(corpus).alarms
    assert "undated" in {sign.figure for sign in alarm.signs}
    assert all("undated.jsonl" in page for page in alarm.pages)


def test_the_command_names_pages_and_exits_with_one(corpus: str, tmp_path: Path) -> None:
    healthy = CliRunner().invoke(main, ["health", "--db", corpus])
    assert healthy.exit_code == 0, healthy.output
    assert "1 outlet on 2026-02-03: nothing unusual" in healthy.stdout
    run(corpus, tmp_path, redesigned(), "redesigned")
    told = CliRunner().invoke(main, ["health", "--db", corpus])
    assert told.exit_code == 1
    assert "100% of the pages hold no article" in told.stdout
    assert f"look at: kliping explain '{tmp_path}/redesigned.jsonl#20'" in told.stdout
    explained = CliRunner().invoke(main, ["explain", f"{tmp_path}/redesigned.jsonl#20", "--db", corpus])
    assert explained.exit_code == 0
    [record] = map(json.loads, CliRunner().invoke(main, ["health", "--db", corpus, "--json"]).stdout.splitlines())
    assert (record["outlet"], record["healthy"], record["refused_share"], len(record["pages"])) == (SITE, False, 1.0, 5)
    before = CliRunner().invoke(main, ["health", "--db", corpus, "--day", "2026-02-03", "--outlet", SITE])
    assert before.exit_code == 0
    unknown = CliRunner().invoke(main, ["health", "--db", corpus, "--outlet", "lain"])
    assert (unknown.exit_code, "nothing came of lain" in unknown.stderr) == (2, True)


def test_an_empty_database_is_told(url: str, tmp_path: Path) -> None:
    empty = CliRunner().invoke(main, ["health", "--db", url])
    assert (empty.exit_code, "nothing has been run into it" in empty.stderr) == (2, True)
    none = CliRunner().invoke(main, ["health", "--db", f"sqlite:///{tmp_path}/none.db"])
    assert (none.exit_code, "no such database" in none.stderr) == (2, True)


def test_figures_of_a_day(corpus: str) -> None:
    with db.opened(corpus) as engine:
        day = last_day(engine)
        assert day
        history = histories(engine, day, 28)[SITE]
    assert day == (FIRST + timedelta(days=29)).date()
    assert len(history.days) == 29
    figures = history.days[day]
    assert (figures.documents, figures.pages, figures.lost, figures.refused) == (A_DAY, A_DAY, 0, 0)
    assert (figures.articles, figures.undated, figures.extractors.total()) == (A_DAY, 0, A_DAY)
    assert figures.lengths.total() == A_DAY
    assert figures.last_at == FIRST + timedelta(days=29, hours=A_DAY - 1)
    assert (history.newest.documents, history.newest.articles) == (20, 20)
    cuts = CliRunner().invoke(main, ["health", "--db", corpus, "--json"]).stdout
    assert json.loads(cuts)["articles"] == A_DAY


def test_a_page_from_the_future_is_not_the_last_day(corpus: str, tmp_path: Path) -> None:
    run(corpus, tmp_path, [line(BEFORE[-1], datetime.now(UTC) + timedelta(days=9000), page(BEFORE[-1]))], "future")
    with db.opened(corpus) as engine:
        assert last_day(engine) == (FIRST + timedelta(days=29)).date()


def test_addresses_that_give_no_page_count_as_lost(engine: Engine) -> None:
    url = "https://kabar.example/berita/1"
    row = {"url_hash": 1, "url": url, "host": "kabar.example", "outlet": "kabar", "discovered_at": FIRST}
    with engine.begin() as connection:
        connection.execute(Frontier.__table__.insert(), [{**row, "state": "refused", "attempts": 1}])
    db.quarantine(engine, [db.Rejected(url, "fetch", "http 404"), db.Rejected("/a/file.html", "read", "not readable")])
    today = datetime.now(UTC).date()
    found = histories(engine, today, 28)
    assert found.keys() == {"kabar"}
    figures = found["kabar"].days[today]
    assert (figures.documents, figures.lost, figures.pages) == (1, 1, 0)
