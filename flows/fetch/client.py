"""One request and its response, within limits: no redirects, no second try."""

import asyncio
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO

import httpcore2

from flows.fetch import encoding
from flows.fetch.connect import Guard, Resolve, system_resolver
from flows.fetch.model import FetchError, Kind, Limits
from flows.fetch.retry import seconds_asked
from flows.fetch.target import Target

Headers = Mapping[str, str]  # by lower-case name; several of one name are joined by commas

REDIRECTS = {301, 302, 303, 307, 308}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: a body (status 200), "not modified" (304), or where to ask instead (`location`)."""

    status: int
    headers: Headers
    body: bytes
    received_at: datetime

    @property
    def location(self) -> str | None:
        if self.status not in REDIRECTS:
            return None
        raw = self.headers["location"].encode("latin-1")
        try:
            return raw.decode("utf-8")  # as many servers send addresses, though only ASCII may stand there
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    @property
    def charset(self) -> str | None:
        named = _CHARSET.search(self.headers.get("content-type", ""))
        return named[1].lower() if named else None


class Client:
    """Asks servers, each time on a connection of its own that is closed when the answer is there.

    So a host has no more connections than it is asked at a time, whoever asks; at a request in two seconds, opening
    one costs nothing that matters. No cookie is kept and no proxy is used, as behind one no address can be checked.
    """

    def __init__(self, agent: str, allow_private: bool, limits: Limits, resolve: Resolve = system_resolver) -> None:
        self._agent = agent
        self._limits = limits
        self._guard = Guard(agent, allow_private, resolve)

    async def get(self, target: Target, kind: Kind, validators: Headers, seconds: float) -> Response:
        """Ask for a target, and take no more than so many seconds. Raises FetchError."""
        url = httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        timeouts = {"connect": self._limits.connect, "read": self._limits.idle, "write": self._limits.idle}
        request = httpcore2.Request(
            "GET", url, headers=self._headers(target, kind, validators), extensions={"timeout": timeouts}
        )
        tls = self._tls if target.scheme == "https" else None
        connection = httpcore2.AsyncHTTPConnection(url.origin, tls, network_backend=self._guard)
        try:
            async with asyncio.timeout(seconds), connection:
                with _named("connection closed"):
                    answer = await connection.handle_async_request(request)
                response = Response(answer.status, _headers(answer.headers), b"", datetime.now(UTC))
                _check(response, kind, bool(validators))
                if response.status != 200:
                    return response
                with _named("truncated"):
                    body = await _body(answer, kind)
        except TimeoutError:
            raise FetchError("too slow", f"not done after {self._limits.total:g} s") from None
        encodings = response.headers.get("content-encoding", "")
        body = encoding.decoded(body, encodings, kind.max_bytes, kind.whole)
        return Response(response.status, response.headers, body, response.received_at)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The certificates that this machine trusts; reading them takes a tenth of a second."""
        return httpcore2.default_ssl_context()

    def _headers(self, target: Target, kind: Kind, validators: Headers) -> list[tuple[bytes, bytes]]:
        fields = {
            "Host": target.authority,
            "User-Agent": self._agent,
            "Accept": ", ".join([*kind.types, "*/*;q=0.1"]),
            "Accept-Language": "id, en;q=0.5",
            "Accept-Encoding": encoding.ACCEPTED,
            "Connection": "close",
            **validators,
        }
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields.items()]


def _headers(raw: list[tuple[bytes, bytes]]) -> Headers:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _check(response: Response, kind: Kind, conditional: bool) -> None:
    """Raises FetchError for an answer that holds nothing of use, before its body is read."""
    status, headers = response.status, response.headers
    if status in REDIRECTS and headers.get("location"):
        return
    if status != 200 and not (status == 304 and conditional):
        reason = "rate limited" if status == 429 else f"http {status}"
        raise FetchError(
            reason, status=status, retry_after=seconds_asked(headers.get("retry-after"), response.received_at)
        )
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if status == 200 and media_type and kind.types and media_type not in kind.types:
        raise FetchError(f"not {kind.name}", media_type[:80], status=status)
    if kind.whole and int(headers.get("content-length", 0)) > kind.max_bytes:
        raise _too_large(kind)


def _too_large(kind: Kind) -> FetchError:
    return FetchError("too large", f"more than {kind.max_bytes:,} bytes", status=200)


async def _body(answer: httpcore2.Response, kind: Kind) -> bytes:
    """The body as it was sent, or its beginning."""
    body = BytesIO()  # which gives what it holds without a copy
    async with aclosing(answer.aiter_stream()) as stream:
        async for piece in stream:
            body.write(piece)
            if body.tell() > kind.max_bytes:
                if kind.whole:
                    raise _too_large(kind)
                break
    return body.getvalue()


@contextmanager
def _named(ended: str) -> Iterator[None]:
    """Say what went wrong on a connection; `ended` is the reason if it ended early."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise FetchError("timeout", type(error).__name__) from error
    except httpcore2.ConnectError as error:
        match error.__cause__:
            case ssl.SSLCertVerificationError() as tls:
                raise FetchError("bad certificate", tls.verify_message) from error
            case ssl.SSLError() as tls:
                raise FetchError("tls failed", tls.reason or "") from error
            case _:
                raise FetchError("no connection", str(error)) from error
    except httpcore2.RemoteProtocolError as error:
        cause = error.__cause__  # h11's complaint; None where the server left without a word
        if getattr(cause, "error_status_hint", None) == 431:
            raise FetchError("headers too large") from error
        raise FetchError(ended if cause is None or ended == "truncated" else "bad response", str(error)) from error
    except (httpcore2.ReadError, httpcore2.WriteError) as error:
        raise FetchError(ended, str(error)) from error
