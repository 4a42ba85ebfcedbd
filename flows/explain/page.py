"""An account as one HTML page."""

from collections.abc import Iterator
from pathlib import Path

from lxml.html import HtmlElement
from lxml.html.builder import E

from flows.explain.account import Account, Pieces, reason
from flows.html import document
from flows.text import count, plain

HUES = 12  # as many as page.css has; further cleaners share a hue, and are still told apart by their label


def render(account: Account) -> str:
    """The whole page as HTML."""
    hues = {cleaner: f"hue{i % HUES}" for i, cleaner in enumerate(_in_order(account))} | {"outside": "outside"}
    return document(
        plain(account.article.title or account.page.locator),
        Path(__file__).with_suffix(".css"),
        _header(account, hues),
        E.main(_article(account), _page(account, hues), _notes(account)),
        E.footer(f"kliping, ruleset {plain(account.article.ruleset)}"),
    )


def _of(kind: str, tag: str, *children: HtmlElement | str) -> HtmlElement:
    return E(tag, {"class": kind}, *children)


def _in_order(account: Account) -> dict[str, None]:
    """The cleaners by first appearance, so that neighbours on the page are far apart in hue."""
    pieces = (piece for _, pieces in account.document.pieces() for piece in pieces)
    return {cleaner: None for _, cleaner in pieces if cleaner in account.cuts}


# --- what was kept and cut, in numbers ---------------------------------------------------------------------------


def _header(account: Account, hues: dict[str, str]) -> HtmlElement:
    cut = sum(tally.words for tally in account.cuts.values())
    total = account.kept_words + cut
    finding = account.notice or f"{count(account.kept_words, 'word')} kept, {count(cut, 'word')} cut"
    header = E.header(
        _of("brand", "p", E.strong("kliping"), " explains ", E.span(plain(account.page.locator))),
        _of("notice" if account.notice else "finding", "h1", finding),
    )
    if total:
        header.append(_bar(account, hues, total))
        header.append(_legend(account, hues))
    return header


def _bar(account: Account, hues: dict[str, str], total: int) -> HtmlElement:
    """Kept and cut words to scale. A drawing, since the policy allows no width in a style attribute."""
    bar = E.svg({"class": "bar", "viewBox": f"0 0 {total} 1", "preserveAspectRatio": "none", "role": "img"})
    bar.append(E.title(f"{account.kept_words} of {total} words kept"))
    x = 0
    parts = [("kept", "kept", account.kept_words)]
    parts += [(cleaner, hues[cleaner], tally.words) for cleaner, tally in account.cuts.items()]
    for name, kind, words in parts:
        rect = E.rect({"class": kind, "x": str(x), "width": str(words), "height": "1"})
        rect.append(E.title(f"{plain(name)}: {count(words, 'word')}"))
        bar.append(rect)
        x += words
    return bar


def _legend(account: Account, hues: dict[str, str]) -> HtmlElement:
    def entry(kind: str, name: str, numbers: str, meaning: str) -> HtmlElement:
        return _of(kind, "li", E.b(plain(name)), " ", _of("number", "span", numbers), E.span(meaning))

    legend = _of("legend", "ul", entry("kept", "kept", count(account.kept_words, "word"), "What no cleaner cuts."))
    for cleaner, tally in account.cuts.items():
        numbers = f"{count(tally.words, 'word')} in {count(tally.passages, 'passage')}"
        legend.append(entry(hues[cleaner], cleaner, numbers, reason(cleaner)))
    return legend


# --- the article --------------------------------------------------------------------------------------------------


def _article(account: Account) -> HtmlElement:
    article = account.article
    clipping = _of("clipping", "article")
    if article.language != "und":
        clipping.set("lang", article.language)
    if article.section:
        clipping.append(_of("section", "p", plain(article.section)))
    if article.title:
        clipping.append(E.h2(plain(article.title)))
    if article.deck:
        clipping.append(_of("deck", "p", plain(article.deck)))
    at = article.published_at
    stamp = f"{at.day} {at:%B %Y, %H:%M} {article.published_zone or ''}" if at else ""
    byline = [plain(part).strip() for part in (", ".join(article.authors), article.outlet, stamp) if part]
    if byline:
        clipping.append(_of("byline", "p", " · ".join(byline)))
    for paragraph in filter(None, article.text.split("\n\n")):
        language = account.foreign.get(paragraph)
        clipping.append(E.p({"lang": language, "title": f"in {language}"} if language else {}, plain(paragraph)))
    if not article.text:
        clipping.append(_of("nothing", "p", "No article is made of this page."))
    return E.section(_of("heading", "p", "The article"), clipping)


# --- the page in reading order, with its cuts shown --------------------------------------------------------------


def _page(account: Account, hues: dict[str, str]) -> HtmlElement:
    page = _of("page", "div")
    for folded, blocks in account.regions():
        place = page
        if folded:
            words = sum(len(text.split()) for _, pieces in blocks for text, _ in pieces)
            place = E.details(E.summary(f"{count(len(blocks), 'block')} outside the story, {count(words, 'word')}"))
            page.append(place)
        for block, pieces in blocks:
            goes_on = block.continues and len(place) and place[-1].tag == "p"
            paragraph = place[-1] if goes_on else _of(block.kind, "p")
            paragraph.extend([E.span(" ")] if goes_on else [])
            paragraph.extend(_pieces(pieces, hues))
            place.append(paragraph)
    return E.section(_of("heading", "p", "The page, in reading order"), page)


def _pieces(pieces: Pieces, hues: dict[str, str]) -> Iterator[HtmlElement]:
    for text, cleaner in pieces:
        if cleaner is None or not text.strip():
            yield E.span(plain(text))
        else:
            # The reason is for the mouse; readers without one have it in the legend, under the same label.
            cut = {"class": hues[cleaner], "title": reason(cleaner)}
            yield E("del", cut, E.b(plain(cleaner)), E.span(plain(text)))


# --- where the values come from ----------------------------------------------------------------------------------


def _notes(account: Account) -> HtmlElement:
    notes = E.aside(_of("heading", "p", "Metadata and its sources"))
    table = E.table()
    for fact in account.facts:
        value = [_link(fact.value)]
        if fact.source:
            value.append(_of("source", "span", fact.source))
        table.append(E.tr(E.th({"scope": "row"}, fact.label), E.td(*value)))
    if account.unstated:
        unstated = _of("source", "span", ", ".join(account.unstated))
        table.append(E.tr(E.th({"scope": "row"}, "Not stated"), E.td(unstated)))
    notes.append(table)
    notes.append(_of("heading", "p", "How the text was found"))
    trail = _of("trail", "ol")
    for link, verdict in account.trail:
        kind = "won" if link == account.article.extractor else "passed"
        trail.append(_of(kind, "li", E.b(plain(link)), " ", E.span(plain(verdict))))
    notes.append(trail)
    return notes


def _link(value: str) -> HtmlElement:
    if value.startswith(("https://", "http://")) and " " not in value:
        return E.a({"href": value, "rel": "noopener noreferrer"}, value)
    return E.span(value)
