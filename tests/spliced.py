"""Pages with a box more: what the judge must learn to leave out, and real pages of so few sites show too little of.

A box of text from other pages is set into a page somewhere around its story: a list of other stories with teasers, a
second story below the first, readers' comments, a list of terms. The gold stays what it was.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from lxml.html import HtmlElement, fragment_fromstring, tostring

from cleaners.align import align
from cleaners.page import Page

_NO_HOME = frozenset("p table tr tbody ul ol li html span b a".split())  # a box does not stand in these


@dataclass(frozen=True)
class Local:
    """What boxes say in one language."""

    heads: Sequence[str]
    comment_heads: Sequence[str]
    term_heads: Sequence[str]
    names: Sequence[str]
    desks: Sequence[str]
    dates: Sequence[str]
    reply: str


ID = Local(
    heads=("Berita Lainnya", "Terkini", "News Feed", "Artikel Terkait", "Terpopuler", "Rekomendasi"),
    comment_heads=("Komentar", "Komentar Pembaca"),
    term_heads=("Istilah", "Profil", "Tentang Kami", "Fakta"),
    names=("Budi", "Siti Aminah", "rahmat88", "Andi W.", "dewi_lestari", "Joko"),
    desks=("NEWS", "Nasional", "Ekonomi", "Sport", "Politik", "Dunia", "Hot", "Tekno"),
    dates=(
        "Senin, {d} Mei {y} {h}:{m} WIB",
        "{d} Agu {y} | {h}:{m} WIB",
        "Selasa {d} Feb {y}, {h}:{m} WIB",
        "{d}/0{d}/{y} {h}:{m}",
        "{d} jam lalu",
    ),
    reply="Balas",
)
EN = Local(
    heads=("More Stories", "Latest", "Related", "Recommended", "Trending"),
    comment_heads=("Comments", "Join the discussion"),
    term_heads=("Glossary", "About", "Facts"),
    names=("John", "mary_s", "Bob Smith", "Guest", "anon123", "Kate"),
    desks=("NEWS", "Politics", "World", "Sport", "Business", "Tech"),
    dates=("May {d}, {y}", "{d} August {y}", "{d} hours ago", "{d}/0{d}/{y}"),
    reply="Reply",
)
_CLASSES = ("list", "news-list", "feed", "more", "item-list", "latest", "grid", "row", "media", "post", "")


class Boxes:
    """Makes boxes of one language from the texts of other pages, each text a list of its lines."""

    def __init__(self, local: Local, texts: Sequence[Sequence[str]], dice: random.Random) -> None:
        self.local, self.dice = local, dice
        self.texts = [[escape(line) for line in text] for text in texts]

    def any(self) -> str:
        kinds: list[Callable[[], str]] = [self.teasers, self.teasers, self.comments, self.second, self.terms]
        return self.dice.choice(kinds)()

    def teasers(self) -> str:
        """A list of other stories: a linked headline each, with a teaser and often a desk and a date."""
        dice = self.dice
        tag, heading, place = (
            dice.choice(("article", "div", "li")),
            dice.choice(("h2", "h3", "h4", "div")),
            dice.randrange(3),
        )
        dated, name, paragraph = dice.random() < 0.6, dice.choice(_CLASSES), dice.choice(("p", "div"))
        items = []
        for _ in range(dice.choice((4, 6, 10, 15, 25, 40))):
            teaser = self._words(12, 40) + dice.choice(("", "...", "."))
            when = f"{dice.choice(self.local.desks)}{dice.choice((' | ', ' - ', ', '))}{self._date()}" if dated else ""
            text = (f"{when} {teaser}", f"<span>{when}</span><br>{teaser}", f"{teaser}<div class='date'>{when}</div>")[
                place
            ]
            headline = f"<{heading}><a href='/x/{dice.randrange(10_000)}'>{self._words(5, 12)}</a></{heading}>"
            items.append(f"<{tag} class='{name}item'>{headline}<{paragraph}>{text}</{paragraph}></{tag}>")
        outer = "ul" if tag == "li" else "div"
        return self._box(self.local.heads, name, f"<{outer}>{''.join(items)}</{outer}>")

    def comments(self) -> str:
        """Readers' comments: a name, a date, some words."""
        dice = self.dice
        tag, name = dice.choice("ab"), dice.choice(("comment", "reply", "c-item", "msg", "post", ""))
        items = [
            f"<div class='{name}'><{tag}>{dice.choice(self.local.names)}</{tag}> <span>{self._date()}</span>"
            f"<p>{self._words(3, 60)}</p><a href='#'>{self.local.reply}</a></div>"
            for _ in range(dice.choice((3, 6, 12, 25)))
        ]
        return self._box(self.local.comment_heads, dice.choice(("comments", "disqus", "")), "".join(items))

    def second(self) -> str:
        """The story that follows on pages without end."""
        dice = self.dice
        tag, heading = dice.choice(("article", "div", "section")), dice.choice(("h1", "h2", "h3"))
        paragraphs = "".join(f"<p>{line}</p>" for line in dice.choice(self.texts)[: dice.randint(3, 30)])
        title = self._words(5, 12)
        title = dice.choice((title, f"<a href='/n'>{title}</a>"))
        name = dice.choice(("article", "post", "content", "next", ""))
        return f"<{tag} class='{name}'><{heading}>{title}</{heading}><p>{self._date()}</p>{paragraphs}</{tag}>"

    def terms(self) -> str:
        """Terms with their explanation, or facts of a profile."""
        dice = self.dice
        tag = dice.choice(("b", "h4", "div"))
        items = [
            f"<li><{tag}>{self._words(1, 4)}</{tag}><p>{self._words(8, 40)}</p></li>"
            for _ in range(dice.choice((4, 8, 20)))
        ]
        return self._box(
            self.local.term_heads, dice.choice(("glossary", "facts", "bio", "faq", "")), f"<ul>{''.join(items)}</ul>"
        )

    def _box(self, heads: Sequence[str], name: str, inner: str) -> str:
        return f"<div class='{name}'><h3>{self.dice.choice(heads)}</h3>{inner}</div>"

    def _words(self, least: int, most: int) -> str:
        words = " ".join(self.dice.choice(self.texts)[:3]).split()
        return " ".join(words[: self.dice.randint(least, most)])

    def _date(self) -> str:
        dice = self.dice
        h, m = f"{dice.randrange(24):02}", f"{dice.randrange(60):02}"
        return dice.choice(self.local.dates).format(d=dice.randint(1, 9), y=dice.randint(2010, 2026), h=h, m=m)


def splice(page: Page, gold: str, boxes: Boxes) -> str | None:
    """The page with a box set into an element around its story, mostly behind it; its tree is changed. None where the
    story is not on the page."""
    inside, _ = align(page, gold)
    holders = [holder for holder, story in zip(page.holders, inside, strict=True) if story]
    homes: list[HtmlElement] = [e for e in holders[-1].iterancestors() if e.tag not in _NO_HOME] if holders else []
    if not homes:
        return None
    box = fragment_fromstring(boxes.any())
    home = homes[min(boxes.dice.choice((1, 1, 2, 2, 3, 4, 5)), len(homes) - 1)]
    if boxes.dice.random() < 0.75:
        home.append(box)
    else:
        home.insert(0, box)
    return str(tostring(page.tree, encoding="unicode"))
