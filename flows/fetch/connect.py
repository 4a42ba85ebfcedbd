"""Connections to public addresses only: the one place where kliping opens any."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpcore2

from flows.fetch.address import is_public, literal
from flows.fetch.agent import check_contact
from flows.fetch.model import FetchError

LOOKUPS = ThreadPoolExecutor(16, "lookup")  # apart from other threads, since a name server can be silent for a minute
MOST_TRIED = 4  # addresses of a host
WEB_PORTS = frozenset({80, 443, 8080, 8443})  # on others other things than web servers listen

Resolve = Callable[[str, int], Awaitable[list[str]]]  # host, port -> its addresses, best first


async def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host as this machine resolves it."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(LOOKUPS, look_up)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class Guard(httpcore2.AsyncNetworkBackend):
    """Resolves a host once, and connects to the very addresses that were checked.

    A name that resolves to another address the next time (DNS rebinding) gains nothing by it. One address that is not
    public refuses the host, even beside others that are.
    """

    def __init__(self, agent: str, allow_private: bool, resolve: Resolve = system_resolver) -> None:
        self._agent = agent
        self._allow_private = allow_private
        self._resolve = resolve
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to a host. Raises FetchError, or what httpcore2 raises for a connection that fails."""
        addresses = await self._addresses(host, port)
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            raise FetchError("private address", host if host in private else f"{host} is {private[0]}")
        if not private:
            check_contact(self._agent)
        if port not in WEB_PORTS and not self._allow_private:
            raise FetchError("port not allowed", f"{host}:{port}")
        failure: Exception | None = None
        for address in addresses[:MOST_TRIED]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or FetchError("host not found", host)

    async def _addresses(self, host: str, port: int) -> list[str]:
        if literal(host):
            return [host]
        try:
            return await self._resolve(host, port)
        except socket.gaierror as error:
            known = error.errno != socket.EAI_AGAIN  # else no name server answered
            raise FetchError("host not found" if known else "no connection", f"{host}: {error.strerror}") from error
