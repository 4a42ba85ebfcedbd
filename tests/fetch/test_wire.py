"""What servers do to a client: each has an end and a reason."""

import asyncio
import gzip
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
import trustme

from cleaners import extract
from flows.fetch import FEED, Fetcher, Kind, Limits, OwnHosts
from tests.fetch.conftest import Fetch, Refusal
from tests.site import answers
from tests.site.answers import HEAD, STORY, page
from tests.site.server import Answer, Start

NO_RETRY = {"retries": 0}

# What can be read, though few servers send it.
ODD: dict[str, tuple[bytes, Answer]] = {
    "chunked": (b"pasar malam", answers.chunked(b"5\r\npasar\r\n", b"6\r\n malam\r\n")),
    "chunks with more": (b"pasar", answers.chunked(b"5;a=b\r\npasar\r\n", last=b"0\r\nX: y\r\n\r\n")),
    "no length": (b"pasar", Answer(raw=[HEAD + b"\r\npasar"])),
    "HTTP/1.0, and no type": (b"pasar", Answer(raw=[b"HTTP/1.0 200\r\n\r\npasar"])),
    "bare line feeds": (b"pasar", Answer(raw=[HEAD.replace(b"\r\n", b"\n") + b"\npasar"])),
    "length too short": (b"pas", Answer(raw=[HEAD + b"Content-Length: 3\r\n\r\npasar"])),
    "a header of 20 kB": (b"pasar", Answer(raw=[HEAD, b"X: caf\xe9" + b"a" * 20_000, b"\r\n\r\npasar"])),
    "early hints": (b"pasar", Answer(raw=[b"HTTP/1.1 103 Early Hints\r\n\r\n", HEAD + b"\r\npasar"])),
    "empty": (b"", Answer(raw=[HEAD + b"\r\n"])),
}

FAULTS: dict[str, tuple[str, Answer]] = {
    "closed at once": ("connection closed", Answer(raw=[])),
    "reset at once": ("connection closed", Answer(raw=[], end="reset")),
    "closed in the head": ("connection closed", Answer(raw=[HEAD])),
    "reset in the body": ("truncated", Answer(raw=[HEAD + b"\r\n", b"pas"], end="reset", pause=0.05)),
    "length too long": ("truncated", answers.cut_short()),
    "no last chunk": ("truncated", answers.chunked(b"5\r\npasar\r\n", last=b"")),
    "chunk too short": ("truncated", answers.chunked(b"ff\r\npasar\r\n")),
    "chunk too long": ("truncated", answers.chunked(b"2\r\npasar\r\n")),
    "no chunk": ("truncated", answers.chunked(b"zz\r\npasar\r\n")),
    "no end of gzip": ("truncated", page(gzip.compress(STORY)[:-20], Content_Encoding="gzip")),
    "not gzip": ("bad content encoding", page(Content_Encoding="gzip")),
    "unknown encoding": ("bad content encoding", page(Content_Encoding="aes128gcm")),
    "gzip bomb": ("too large", answers.bomb("gzip")),
    "zstd bomb": ("too large", answers.bomb("zstd")),
    "50 MB": ("too large", answers.huge()),
    "says 99 MB": ("too large", Answer(raw=[HEAD + b"Content-Length: 99999999\r\n\r\n"], end="hang")),
    "endless headers": ("headers too large", answers.endless_headers()),
    "endless header": ("headers too large", answers.endless_header()),
    "not HTTP": ("bad response", Answer(raw=[b"SSH-2.0-OpenSSH_9.6\r\n\r\n"])),
    "bytes": ("bad response", Answer(raw=[b"\x16\x03\x01\x02\x00" * 99])),
    "length below 0": ("bad response", Answer(raw=[HEAD + b"Content-Length: -1\r\n\r\n"])),
    "two lengths": ("bad response", Answer(raw=[HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"])),
    "silence": ("timeout", answers.silence()),
    "silence in the body": ("timeout", Answer(raw=[HEAD + b"\r\npas"], end="hang")),
    "a body that drips": ("too slow", answers.drip()),
    "headers that drip": ("too slow", answers.drip_of_headers()),
    "hints and no more": ("too slow", Answer(raw=[b"HTTP/1.1 103 Early Hints\r\n\r\n"], times=999, pause=0.05)),
    "a PDF": ("not html", page(Content_Type="application/pdf")),
    "a picture": ("not html", page(Content_Type="image/jpeg; charset=utf-8")),
    "404": ("http 404", answers.error(404)),
    "403": ("http 403", answers.error(403)),
    "410": ("http 410", answers.error(410)),
    "451": ("http 451", answers.error(451)),
    "500": ("http 500", answers.error(500)),
    "202": ("http 202", answers.error(202)),
    "206": ("http 206", answers.error(206)),
    "304 that nobody asked for": ("http 304", answers.error(304)),
    "a redirect to nowhere": ("http 302", answers.error(302)),
    "429": ("rate limited", answers.error(429)),
}


def test_a_page_comes_with_all_that_is_known_of_it(start: Start, fetch: Fetch) -> None:
    headers = {"ETag": 'W/"a1"', "Last-Modified": "Fri, 07 Aug 2026 02:15:00 GMT", "X-Other": "1"}
    site = start({"/kabar?id=7": Answer(STORY, headers=headers)})
    before = datetime.now(UTC)
    fetched = fetch(site.url("/kabar?id=7#komentar"))
    assert fetched.url == fetched.requested == site.url("/kabar?id=7")
    assert (fetched.status, fetched.redirects, fetched.body) == (200, (), STORY)
    assert (fetched.content_type, fetched.charset) == ("text/html; charset=utf-8", "utf-8")
    assert (fetched.etag, fetched.last_modified) == ('W/"a1"', "Fri, 07 Aug 2026 02:15:00 GMT")
    assert before < fetched.fetched_at < datetime.now(UTC)
    assert fetched.fetched_at.utcoffset() == timedelta(0)
    assert site.asked() == ["/robots.txt", "/kabar?id=7"]


def test_the_request_says_who_asks_and_what_it_can_read(
    start: Start, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = start({"/": page()})
    monkeypatch.setenv("KLIPING_USER_AGENT", "korpus/2 (+mailto:redaksi@kabar-rekaan.example)")
    fetch(site.url())
    for request in site.log:
        assert request.headers["user-agent"] == "korpus/2 (+mailto:redaksi@kabar-rekaan.example)"
        assert request.headers["accept-encoding"] == "gzip, deflate, br, zstd"
        assert request.headers["host"] == site.origin.removeprefix("http://")
        assert not {"cookie", "referer", "authorization"} & request.headers.keys()
    assert site.log[1].headers["accept"].startswith("text/html")


def test_without_a_name_of_its_own_it_is_kliping(start: Start, fetch: Fetch) -> None:
    site = start({"/": page()})
    fetch(site.url())
    assert site.log[0].headers["user-agent"].startswith("kliping/")


@pytest.mark.parametrize("name", ["kliping\r\nX-Other: 1", "klipíng (+mailto:a@b.example)"])
def test_a_name_that_no_header_can_hold_is_refused(
    name: str, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLIPING_USER_AGENT", name)
    assert refusal("http://127.0.0.1:1/").reason == "no contact"


@pytest.mark.parametrize("encoding", answers.ENCODERS)
def test_encoded_pages(encoding: str, start: Start, fetch: Fetch) -> None:
    assert fetch(start({"/": answers.encoded(encoding)}).url()).body == STORY


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("windows-1252", "windows-1252"), ("windows-1252", "utf-8")],
)
def test_a_charset_is_passed_on_and_a_wrong_one_does_no_harm(
    charset: str, declared: str, start: Start, fetch: Fetch
) -> None:
    site = start({"/": page(STORY.decode().encode(charset), Content_Type=f'Text/HTML; Charset="{declared.upper()}"')})
    raw = fetch(site.url()).page
    assert raw.content_type == f'Text/HTML; Charset="{declared.upper()}"'
    assert "“tidak naik”" in extract(raw.body, raw.url, raw.content_type).text


@pytest.mark.parametrize("name", ODD)
def test_odd_responses_that_can_be_read(name: str, start: Start, fetch: Fetch) -> None:
    body, answer = ODD[name]
    assert fetch(start({"/": answer}).url()).body == body


@pytest.mark.parametrize("name", FAULTS)
def test_what_gives_nothing_has_a_reason_and_an_end(name: str, start: Start, refusal: Refusal) -> None:
    reason, answer = FAULTS[name]
    memory = psutil.Process().memory_info().rss
    began = time.monotonic()
    assert refusal(start({"/": answer}).url(), limits={**NO_RETRY, "idle": 0.3, "total": 0.6}).reason == reason
    assert time.monotonic() - began < 10
    assert psutil.Process().memory_info().rss - memory < 60_000_000


def test_a_host_where_nobody_listens(refusal: Refusal) -> None:
    assert refusal("http://127.0.0.1:1/", limits=NO_RETRY).reason == "no connection"


def test_a_name_server_that_says_nothing_is_too_slow(refusal: Refusal) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    error = refusal("http://kabar-rekaan.example/", limits={"total": 0.2}, fetcher={"resolve": resolve})
    assert error.reason == "too slow"


def test_a_connection_that_is_never_taken_is_a_timeout(refusal: Refusal) -> None:
    """A full backlog: the handshake of TCP is not answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, socket.create_connection(server.getsockname()):
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert refusal(url, limits={**NO_RETRY, "connect": 0.3, "idle": 0.3}).reason == "timeout"


def test_what_a_page_may_be_is_said_by_who_asks(start: Start, fetch: Fetch, refusal: Refusal) -> None:
    site = start({"/rss": page(b"<rss/>", Content_Type="application/rss+xml; charset=UTF-8")})
    assert fetch(site.url("/rss"), FEED).body == b"<rss/>"
    assert refusal(site.url("/rss")).reason == "not html"
    assert refusal(start({"/": page(Content_Type="video/mp4")}).url(), FEED).reason == "not feed"
    assert refusal(site.url("/rss"), Kind("feed", FEED.types, max_bytes=5)).reason == "too large"


def test_connections_are_closed_after_each_request(start: Start, refusal: Refusal, fetch: Fetch) -> None:
    site = start({"/": page(), "/huge": answers.huge(), "/slow": answers.drip()})
    fetch(site.url())
    refusal(site.url("/huge"))
    refusal(site.url("/slow"), limits={"total": 0.2})
    deadline = time.monotonic() + 5
    while any(connection.closed == float("inf") for connection in site.connections):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert len(site.connections) == len(site.log) == 6  # each has its robots.txt before it


def test_a_fetch_that_is_cancelled_leaves_no_connection_and_no_turn(start: Start) -> None:
    site = start({"/": page(), "/slow": answers.drip()})

    async def go() -> bytes:
        limits = Limits()
        fetcher = Fetcher(OwnHosts(limits), limits, allow_private=True)
        slow = asyncio.create_task(fetcher.fetch(site.url("/slow"), gap=0.0))
        while "/slow" not in site.asked():
            await asyncio.sleep(0.01)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        return (await fetcher.fetch(site.url(), gap=0.0)).body

    assert asyncio.run(asyncio.wait_for(go(), 10)) == STORY


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_tls_with_a_certificate_that_is_trusted(start: Start, fetch: Fetch, authority: trustme.CA) -> None:
    site = start({"/": page()}, tls=serving(authority.issue_cert("127.0.0.1")))
    assert fetch(site.url()).url == site.url() == f"https://127.0.0.1:{site.port}/"


def test_tls_is_verified_and_a_redirect_does_not_change_that(
    start: Start, refusal: Refusal, authority: trustme.CA
) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    for certificate in (
        trustme.CA().issue_cert("127.0.0.1"),  # of an authority that nobody trusts
        authority.issue_cert("kabar-rekaan.example"),  # of another host
        authority.issue_cert("127.0.0.1", not_before=past, not_after=past + timedelta(days=90)),
    ):
        site = start({"/": page()}, tls=serving(certificate))
        assert refusal(site.url(), limits=NO_RETRY).reason == "bad certificate"
        assert refusal(start({"/": answers.redirect(site.url())}).url(), limits=NO_RETRY).reason == "bad certificate"
        assert site.log == []


def test_a_server_that_speaks_no_tls(refusal: Refusal) -> None:
    def answer() -> None:
        connection, _ = server.accept()
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer).start()
        assert refusal(f"https://127.0.0.1:{server.getsockname()[1]}/", limits=NO_RETRY).reason == "tls failed"
