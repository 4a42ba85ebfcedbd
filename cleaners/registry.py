"""The cleaners by name. A cleaner's name is the reason stored with a cut; its docstring is what `explain` prints.

A new cleaner is one function `Document -> Iterable[Span]` and one name here. A cleaner never reads `Document.cuts`, so
their order does not matter.
"""

from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

from cleaners import furniture, whole, within
from cleaners.model import Cleaner, Document
from cleaners.outlets import SEEDS


@cache
def ruleset(outlets: Path = SEEDS) -> str:
    """The version of all that a page's reading depends on, the code and what is known of the outlets in a folder: with
    any change stored articles are stale."""
    own = (path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".toml", ".json"))
    digest = blake2b(digest_size=6)
    for path in sorted((*own, *outlets.glob("*/outlet.toml"))):
        digest.update(path.parent.name.encode() + path.name.encode() + path.read_bytes())
    return digest.hexdigest()


RULESET = ruleset()

CLEANERS: dict[str, Cleaner] = {
    "outside": whole.outside,
    "title": whole.title,
    "deck": whole.deck,
    "section": whole.section,
    "timestamp": whole.timestamp,
    "byline": within.byline,
    "editor": within.editor,
    "caption": within.caption,
    "dateline": within.dateline,
    "advert": within.advert,
    "placeholder": within.placeholder,
    "crosslink": within.crosslink,
    "related": whole.related,
    "initials": within.initials,
    "signature": within.signature,
    "source": within.source,
    "tags": whole.tags,
    "navigation": within.navigation,
    "share": whole.share,
    "follow": within.follow,
    "copyright": whole.copyright_notice,
    "furniture": furniture.furniture,
    "ornament": within.ornament,
    "repetition": whole.repetition,
}


def mark(document: Document, cleaners: dict[str, Cleaner] = CLEANERS) -> Document:
    """The same document with the cuts of all cleaners marked on it, beside those that it has."""
    spans = {span for cleaner in cleaners.values() for span in cleaner(document) if span.start < span.end}
    return replace(document, cuts=tuple(sorted(spans.union(document.cuts))))
