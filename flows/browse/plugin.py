"""What kliping adds to Datasette: the ledger of an article, links to it, and pages that load nothing from elsewhere."""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import datasette as package  # type: ignore[import-untyped]
from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response, asgi_send  # type: ignore[import-untyped]
from markupsafe import Markup

from db.ids import article_id
from flows.browse.metadata import DATABASE, PLUGIN
from flows.explain import Unexplained, ledger

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

_STYLE = ".column-descriptions { display: none } dt { font-weight: bold } .metadata-description { max-width: 60em }"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The ledger of an article stands at its id."""
    return [(r"^/-/ledger/(?P<article>\d{1,19})$", _ledger), (r"^/-/kliping\.css$", _style)]


@hookimpl  # type: ignore[untyped-decorator]
def extra_css_urls() -> list[str]:
    """What differs from Datasette's own style."""
    return ["/-/kliping.css"]


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """Headlines, and ids of articles in other tables, lead to the ledger."""
    if value is None or (article := _article(dict(row), column, table)) is None:
        return None
    return Markup('<a href="/-/ledger/{}" title="What was kept and cut, and why">{}</a>').format(article, value)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """All pages may use what Datasette itself brings, and nothing else; and they can only be read."""
    own = {
        b"content-security-policy": _policy().encode(),
        b"cross-origin-resource-policy": b"same-origin",
        b"referrer-policy": b"no-referrer",
        b"x-content-type-options": b"nosniff",
    }

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
            async def guarded(message: Message) -> None:
                if message["type"] == "http.response.start":
                    others = [field for field in message.get("headers", ()) if field[0].lower() not in own]
                    message["headers"] = [*others, *own.items()]
                await send(message)

            if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
                await asgi_send(guarded, "This corpus can only be read.\n", 405, content_type="text/plain")
            else:
                await app(scope, receive, guarded)

        return wrapped

    return wrap


async def _style() -> Any:
    return Response(_STYLE, content_type="text/css; charset=utf-8")


async def _ledger(datasette: Any, request: Any) -> Any:
    database = f"sqlite:///{datasette.get_database(DATABASE).path}"
    try:
        outlets = Path(datasette.plugin_config(PLUGIN)["outlets"])
        page = await asyncio.to_thread(ledger, int(request.url_vars["article"]), database, outlets)
    except Unexplained as error:
        raise NotFound("There is no such article in the corpus") from error
    return Response.html(page)


def _article(row: dict[str, Any], column: str, table: str | None) -> int | None:
    """The id of the article that a cell is about. (A row can be of any question that someone typed.)"""
    if column in ("title", "first_title"):
        key = row.get("id") if table in ("articles", "articles_id") else None
        key = key or row.get("first_url") or row.get("url") or row.get("locator")
    else:
        key = row[column] if column in ("article_id", "cluster_id") else None
    if isinstance(key, str):
        return article_id(key)
    return key if isinstance(key, int) else None


def _policy() -> str:
    """A content security policy. The scripts that stand in Datasette's own templates are allowed by their hash, so a
    script that a page of the corpus would bring has no chance even where a template forgot to escape it."""
    templates = (Path(package.__file__).parent / "templates").glob("*.html")
    inline = [script for path in templates for script in _INLINE.findall(path.read_text("utf-8"))]
    scripts = {script.replace("{{ datasette_allow_facet }}", "true") for script in inline}
    hashes = sorted(base64.b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(["'self'", *(f"'sha256-{value}'" for value in hashes)])
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
