"""The golden ledgers and articles beside the sample pages: `make golden` renews them, tests compare with them.

`python -m flows.golden DIR` renews those of outlets in another folder than `seeds/`.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cleaners import Article, Examined, examine
from cleaners.ledger import ledger
from cleaners.outlets import SEEDS, Register, register

CONTENT_TYPES = {".html": "text/html", ".txt": "text/plain"}
FIELDS = (
    "url",
    "title",
    "deck",
    "authors",
    "editors",
    "published_at",
    "published_zone",
    "modified_at",
    "outlet",
    "kind",
    "section",
    "tags",
    "dateline",
    "wire_source",
    "language",
    "lead_image_url",
    "captions",
)


def samples(folder: Path = SEEDS) -> Iterator[Path]:
    """The sample pages in order."""
    return (page for page in sorted(folder.glob("*/*")) if page.suffix in CONTENT_TYPES)


def read(page: Path, known: Register | None = None) -> Examined:
    """A sample page, examined as `kliping run` would. `known` are the outlets that there are, `seeds/` where None."""
    return examine(page.read_bytes(), None, CONTENT_TYPES[page.suffix], known=known)


def as_json(article: Article) -> dict[str, Any]:
    """The article as it stands beside its page: metadata, and the text as a list of paragraphs."""
    row: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(article, name)
        row[name] = (
            value.isoformat() if isinstance(value, datetime) else list(value) if isinstance(value, tuple) else value
        )
    return row | {"text": article.text.split("\n\n") if article.text else []}


def write(page: Path, known: Register | None = None) -> bool:
    """Write the ledger and the article of a page, as `read` has them; says whether either changed."""
    examined = read(page, known)
    article = json.dumps(as_json(examined.article), ensure_ascii=False, indent=2) + "\n"
    changed = False
    for path, text in ((page.with_suffix(".ledger"), ledger(examined.document)), (page.with_suffix(".json"), article)):
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed = True
    return changed


def main() -> None:
    """Renew every golden, and name the pages whose golden changed."""
    folder = Path(sys.argv[1]).resolve() if sys.argv[1:] else SEEDS
    pages, known = list(samples(folder)), register(folder)
    changed = [page for page in pages if write(page, known)]
    for page in changed:
        print(f"changed: {page.relative_to(folder.parent)}")
    print(f"{len(pages)} sample pages, {len(changed)} goldens changed" + (": read the diff" if changed else ""))


if __name__ == "__main__":
    main()
