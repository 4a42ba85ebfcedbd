"""Addresses as they go over the wire."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from flows.fetch.address import literal
from flows.fetch.model import FetchError

PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 4096

_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_LOGIN = re.compile(r"//[^/]*@")
_AS_IT_IS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>`{}')


@dataclass(frozen=True, slots=True)
class Target:
    """An http(s) URL taken apart. `host` is a name in ASCII or an address, both in lower case and without brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with its query

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What a robots.txt holds for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def target(url: str, base: str = "") -> Target:
    """Take a URL apart; a relative one, as in a redirect, is one from `base`.

    Raises FetchError: "not http" for other schemes, "bad url" for what no server can be asked.
    """
    shown = _LOGIN.sub("//", url[:200])
    if len(url) > MAX_LENGTH:
        raise FetchError("bad url", f"{shown} ... of {len(url):,} characters")
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        if parts.scheme not in PORTS:
            raise FetchError("not http", shown)
        port = PORTS[parts.scheme] if parts.port is None else parts.port
        host = _host(parts.hostname or "")
    except ValueError as error:
        raise FetchError("bad url", f"{shown}: {error}") from error
    if "@" in parts.netloc:
        raise FetchError("bad url", f"{shown}: with a user's name or password")
    if port == 0:
        raise FetchError("bad url", f"{shown}: port 0")
    query = f"?{quote(parts.query, safe=_AS_IT_IS)}" if parts.query else ""
    return Target(parts.scheme, host, port, (quote(parts.path, safe=_AS_IT_IS) or "/") + query)


def _host(host: str) -> str:
    """The host as it is resolved. Raises ValueError for one that cannot be."""
    host = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    host = host.lower().removesuffix(".")
    if address := literal(host):
        return address
    if not _NAME.fullmatch(host):
        raise ValueError("not the name of a host")
    return host
