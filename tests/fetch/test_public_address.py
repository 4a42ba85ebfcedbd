"""Only public addresses are asked, however they are written or resolved."""

import asyncio
import socket

import httpcore2
import pytest

from flows.fetch import Fetcher, FetchError, Limits, OwnHosts
from flows.fetch.address import is_public, literal
from flows.fetch.connect import Guard
from tests.fetch.conftest import Fetch, Refusal
from tests.site.answers import page
from tests.site.server import Start

AGENT = "kliping/test (+mailto:redaksi@kabar-rekaan.example)"
PRIVATE = (
    "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 "
    "172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 "
    "203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 "
    "::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 "
    "2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 4000::1 "
    "5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%lo fec0::1 ff02::1 ff0e::1"
).split()
PUBLIC = "8.8.8.8 100.128.0.1 172.32.0.1 192.0.1.1 198.20.0.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("10.1", "10.0.0.1"),
        ("8.8.8.8", "8.8.8.8"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("::ffff:127.0.0.1", "::ffff:7f00:1"),
        ("kabar-rekaan.example", None),
        ("4shared.example", None),
    ],
)
def test_an_address_is_read_as_resolvers_read_it(written: str, meant: str | None) -> None:
    assert literal(written) == meant


@pytest.mark.parametrize("written", ["1.2.3.4.5", "256.1.1.1", "127.0.0.08", "4294967296", "example.0x", "::g", "1:2"])
def test_what_can_only_be_an_address_and_is_none(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no address|1:2|::g"):
        literal(written)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.0.0.1.", "2130706433", "0x7f.1", "0177.1", "127.1", "0", "１２７.0.0.1", "127。0。0。1"),
        *("[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "localhost", "LOCALHOST.", "10.0.0.1"),
        *("169.254.169.254", "[fd00::1]", "[fe80::1]", "[2002:7f00:1::]"),
    ],
)
def test_a_private_host_is_refused_however_it_is_written(host: str, refusal: Refusal) -> None:
    assert refusal(f"http://{host}/", fetcher={"allow_private": False}).reason == "private address"


def test_a_server_on_this_machine_sees_nothing(start: Start, refusal: Refusal) -> None:
    site = start({"/": page()})
    assert refusal(site.url(), fetcher={"allow_private": False}).reason == "private address"
    assert (site.log, site.connections) == ([], [])


def test_what_is_refused_here_is_not_held_against_the_host(start: Start) -> None:
    site = start({"/": page()})
    limits = Limits(failures=2)
    hosts = OwnHosts(limits)

    async def reasons() -> list[str]:
        made = [Fetcher(hosts, limits) for _ in range(4)]  # none knows what the others were told
        errors = await asyncio.gather(*(one.fetch(site.url(), gap=0.0) for one in made), return_exceptions=True)
        return [str(error) for error in errors]

    assert asyncio.run(reasons()) == ["private address (127.0.0.1)"] * 4


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["2606:4700::1111", "::ffff:a00:1"]])
def test_a_name_is_refused_if_one_of_its_addresses_is_private(addresses: list[str], refusal: Refusal) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return addresses

    error = refusal("http://kabar-rekaan.example/", fetcher={"allow_private": False, "resolve": resolve})
    assert error.reason == "private address"
    assert error.detail == f"kabar-rekaan.example is {addresses[-1]}"


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that connections were tried to; none is opened."""
    tried: list[str] = []

    async def connect_tcp(self: object, host: str, *args: object) -> None:
        tried.append(host)
        raise httpcore2.ConnectError("not in a test")

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect_tcp)
    return tried


def test_the_address_that_was_checked_is_the_one_connected_to(connected: list[str]) -> None:
    """A name that gives another address when it is asked again gains nothing, as it is asked once."""
    answers = [["8.8.8.8"], ["127.0.0.1"]]

    async def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    guard = Guard(AGENT, allow_private=False, resolve=resolve)
    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(guard.connect_tcp("kabar-rekaan.example", 443))
    assert connected == ["8.8.8.8"]
    with pytest.raises(FetchError, match="private address"):
        asyncio.run(guard.connect_tcp("kabar-rekaan.example", 443))
    assert connected == ["8.8.8.8"]


def test_the_other_addresses_of_a_host_are_tried_too_but_not_all(connected: list[str]) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return [f"8.8.8.{n}" for n in range(1, 100)]

    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(Guard(AGENT, allow_private=False, resolve=resolve).connect_tcp("kabar-rekaan.example", 80))
    assert connected == ["8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4"]


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8081])
def test_ports_that_are_not_the_web_s_are_refused(port: int, connected: list[str]) -> None:
    with pytest.raises(FetchError, match="port not allowed"):
        asyncio.run(Guard(AGENT, allow_private=False).connect_tcp("8.8.8.8", port))
    assert connected == []


@pytest.mark.parametrize(("agent", "asked"), [("kliping/0.1", False), ("Bot", False), (AGENT, True)])
def test_public_hosts_are_asked_only_under_a_name_with_a_contact(agent: str, asked: bool, connected: list[str]) -> None:
    with pytest.raises(httpcore2.ConnectError if asked else FetchError, match=r"not in a test|set KLIPING_USER_AGENT"):
        asyncio.run(Guard(agent, allow_private=False).connect_tcp("8.8.8.8", 443))
    assert connected == (["8.8.8.8"] if asked else [])


def test_a_name_without_an_address_is_told_from_a_resolver_that_is_down(refusal: Refusal) -> None:
    for errno, reason in ((socket.EAI_NONAME, "host not found"), (socket.EAI_AGAIN, "no connection")):

        async def resolve(host: str, port: int, errno: int = errno) -> list[str]:
            raise socket.gaierror(errno, "says the resolver")

        assert refusal("http://kabar-rekaan.example/", fetcher={"resolve": resolve}).reason == reason


def test_a_name_can_be_resolved_to_a_site_in_tests(start: Start, fetch: Fetch) -> None:
    site = start({"/": page()})

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    fetched = fetch(f"http://kabar-rekaan.example:{site.port}/", fetcher={"resolve": resolve})
    assert fetched.url == f"http://kabar-rekaan.example:{site.port}/"
    assert site.log[0].headers["host"] == f"kabar-rekaan.example:{site.port}"
