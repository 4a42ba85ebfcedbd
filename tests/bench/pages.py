"""Pages to measure speed on: the sample pages in ever other words, with as much around the story as real pages have.

The samples have the markup of real pages and invented stories, but short ones, and few of their menus and scripts are
left. What is added is in proportion to 54 real pages of nine outlets: a fifth of it scripts, and for each kilobyte ten
elements with 1.3 attributes each and 80 characters that can be seen.
"""

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cleaners import extract
from cleaners.outlets import outlets
from flows.golden import samples

A_SITE = 25  # pages at least, so that there is something to learn
SIZES = (60_000, 200_000)  # characters, more or less
WORD = re.compile(r"\b[a-z]{5,}\b")

_TAG_OR_WORD = re.compile(r"<[^>]*>|\b[a-z]{5,}\b")
_PARAGRAPH = re.compile(r"<p[^<>]*>[^<>]{150,}</p>")
_SCRIPT = "window.dataLayer.push({event: 'view', slot: %d, label: '%s'});\n"
_ENTRY = '<li class="menu__item"><a class="menu__link" href="https://{host}/{word}?ref=menu">{title}</a></li>\n'
_TEASER = """<div class="list-content__item"><a href="https://{host}/{word}/{number}/{slug}?source=terkini">
<span class="media__image ratiobox"><img class="lazyload" width="250" height="140" alt="{title}"
 data-src="https://img.{host}/foto/{number}/{slug}_169.jpeg?w=250&amp;q=80"></span>
<h3 class="media__title">{title}</h3></a>
<div class="media__date"><span class="d-time"></span> {hours} jam</div></div>
"""


class Original(NamedTuple):
    """A sample page of a whole story that is read by its outlet's rules, the end of its address, which tells it from
    others, and the hosts of the outlet."""

    name: str
    html: str
    slug: str
    domains: tuple[str, ...]


@cache
def originals() -> tuple[Original, ...]:
    """The sample pages that others are made of."""
    found = []
    for path in samples():
        html = path.read_text("utf-8")
        article = extract(html.encode(), None, "text/html") if path.suffix == ".html" else None
        if article and article.url and article.outlet and article.extractor == "rules" and article.part is None:
            slug = urlsplit(article.url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
            found.append(Original(path.stem, html, slug, outlets()[article.outlet].domains))
    return tuple(found)


def vocabulary(texts: Iterator[str]) -> list[str]:
    """The words of some texts that can be exchanged for each other."""
    return sorted({word for text in texts for word in WORD.findall(text)})


def pages(count: int, dice: random.Random) -> Iterator[tuple[str, Original, str]]:
    """So many pages of outlets with rules, all with other stories: name, original and HTML."""
    words = vocabulary(re.sub("<[^>]*>", " ", original.html) for original in originals())
    sites = min(len(originals()), -(-count // A_SITE))
    for number in range(count):
        original = originals()[number % sites]
        html = original.html.replace(original.slug, f"{original.slug}-edisi{number}")
        html = _PARAGRAPH.sub(lambda found: found[0] + vary(2 * found[0], words, dice), html)
        html = grow(vary(html, words, dice), dice.randint(*SIZES), words, dice, original.domains[0])
        yield f"{number:05}-{original.name}.html", original, html


def write(folder: Path, count: int, seed: int = 1) -> int:
    """Write so many pages of outlets with rules into `folder/known`, every fifth of them into `folder/some` too, and
    all as pages of sites of which nothing is known into `folder/taught` and `folder/unknown`, a half each. Returns how
    many bytes the first are."""
    for name in ("known", "some", "taught", "unknown"):
        (folder / name).mkdir(parents=True)
    size = 0
    for number, (name, original, html) in enumerate(pages(count, random.Random(seed))):
        size += (folder / "known" / name).write_bytes(html.encode())
        if number % 5 == 0:
            (folder / "some" / name).hardlink_to(folder / "known" / name)
        for domain in original.domains:
            html = html.replace(domain, f"warta-{domain.replace('.', '-')}.example")
        (folder / ("taught" if number < count // 2 else "unknown") / name).write_text(html, "utf-8")
    return size


def vary(page: str, words: Sequence[str], dice: random.Random) -> str:
    """A page with a third of its words exchanged for others, in its text and its data alike, but not in its tags."""
    count = len(words) // 3
    other = dict(zip(dice.sample(words, count), dice.sample(words, count), strict=True))
    return _TAG_OR_WORD.sub(lambda found: other.get(found[0], found[0]), page)


def grow(page: str, size: int, words: Sequence[str], dice: random.Random, host: str = "contoh.example") -> str:
    """A page of about so many characters, with what makes real ones long: scripts, a menu, and lists of teasers."""

    def filled(template: str) -> str:
        said = dice.choices(words, k=7)
        number = dice.randrange(10**6, 10**7)
        title = " ".join(said).capitalize()
        slug, hours = "-".join(said), number % 24
        return template.format(host=host, word=said[0], number=number, slug=slug, title=title, hours=hours)

    missing = size - len(page)
    scripts = "".join(_SCRIPT % (n, dice.choice(words)) for n in range(missing // 5 // len(_SCRIPT)))
    menu = "".join(filled(_ENTRY) for _ in range(40))
    teasers = []
    missing -= len(scripts) + len(menu)
    while missing > 0:
        teasers.append(filled(_TEASER))
        missing -= len(teasers[-1])
    page = page.replace("</head>", f"<script>{scripts}</script></head>", 1)
    page = re.sub("<body[^>]*>", lambda found: f'{found[0]}<nav><ul class="menu">{menu}</ul></nav>', page, count=1)
    return page.replace("</body>", f'<div class="list-content">{"".join(teasers)}</div></body>')
