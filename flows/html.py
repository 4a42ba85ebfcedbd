"""HTML pages that need nothing else.

They are built as trees, so that what stands on a page of the corpus can only ever be text in them. Their policy allows
their own style sheet, by hash, and nothing else: no script, image, font, frame or inline style.
"""

import base64
import hashlib
from pathlib import Path

from lxml.html import HtmlElement, tostring
from lxml.html.builder import E


def document(title: str, style: Path, *body: HtmlElement) -> str:
    """A whole page with a style sheet."""
    sheet = style.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = E.html(
        {"lang": "en"},
        E.head(
            E.meta({"charset": "utf-8"}),
            E.meta({"http-equiv": "Content-Security-Policy", "content": policy}),
            E.meta({"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            E.meta({"name": "referrer", "content": "no-referrer"}),
            E.title(f"{title} · kliping"),
            E.style(sheet),
        ),
        E.body(*body),
    )
    return str(tostring(page, encoding="unicode", doctype="<!doctype html>"))
