"""An honest page, and what is set in it to make it hostile."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE = HEADLINES[0]
STORY = tuple(" ".join(SENTENCES[i : i + 2]) for i in (0, 2, 4))
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
OTHERS = SENTENCES[6:]  # sentences that the story does not hold
KNOWN = "https://news.detik.com/berita/d-1/warga-panen"  # an address of an outlet with page rules
MEGABYTES = 4_900_000  # characters, nearly as many as a page may have


@dataclass(frozen=True)
class Hostile:
    """How a page is made and what comes of it: the story and nothing else, the story among passages that may as well
    be told (`amid`), or a refusal for a reason. `url` is the address that it is read under."""

    make: Callable[[], str | bytes]
    refused: str | None = None
    amid: bool = False
    url: str | None = None


def page(after: str = "", *, before: str = "", within: str = "", head: str = "", story: str = PARAGRAPHS) -> str:
    """An honest page with something set in its head, before the article, in it, or after it."""
    return (
        f"<!doctype html><html><head><title>{TITLE}</title>{head}</head><body>{before}<article><h1>{TITLE}</h1>"
        f"<p>Senin, 5 Mei 2025 10:00 WIB</p>{story}{within}</article>{after}</body></html>"
    )


def known(after: str = "", *, within: str = "", before: str = "") -> str:
    """The same as pages of the outlet at `KNOWN` are built."""
    return (
        f"<!doctype html><html><head><title>{TITLE}</title></head><body>{before}<article class='detail'>"
        f"<h1 class='detail__title'>{TITLE}</h1><div class='detail__author'>Ani Wijaya - detikNews</div>"
        f"<div class='detail__date'>Senin, 05 Mei 2025 10:00 WIB</div>"
        f"<div class='detail__body-text itp_bodycontent'>{PARAGRAPHS}{within}</div></article>{after}</body></html>"
    )


def nested(tag: str, levels: int, core: str = "lapis") -> str:
    """A core within so many levels of an element; "ul li" names two that take turns."""
    tags = tag.split()
    times = levels // len(tags)
    return "".join(f"<{t}>" for t in tags) * times + core + "".join(f"</{t}>" for t in reversed(tags)) * times


def filled(unit: str, characters: int = MEGABYTES) -> str:
    return unit * (characters // len(unit))


def attributes(count: int, value: str = "=1", between: str = " ") -> str:
    return between.join(f"a{i}{value}" for i in range(count))


def ld(data: object) -> str:
    return f"<script type='application/ld+json'>{data if isinstance(data, str) else json.dumps(data)}</script>"


def stairs(levels: int, step: str, width: int) -> str:
    """Each level of a page holds a step of some width, and the next level."""
    return (step + "<a href=/x>kata</a> " * width) * levels
