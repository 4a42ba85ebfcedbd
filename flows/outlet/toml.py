"""A draft as the text of an outlet.toml, with comments that say what to check."""

from collections.abc import Iterator, Sequence

from cleaners.drafting import Draft, Era
from flows.text import count

KEYS = ("title", "deck", "authors", "editors", "published", "section", "tags", "caption")
_WIDE = 105  # characters of a list that stands on one line


def render(draft: Draft, pages: int, stated_zone: bool) -> str:
    """The file's text. `pages` is how many it was drafted from; `stated_zone` says that one of them states a zone."""
    return "\n".join([*_outlet(draft, pages, stated_zone), *(line for era in draft.eras for line in _era(era))]) + "\n"


def _outlet(draft: Draft, pages: int, stated_zone: bool) -> Iterator[str]:
    outlet = draft.outlet
    yield f"# Drafted from {count(pages, 'page')} by `kliping outlet new`. Check each line, then take the comments out."
    yield f"name = {_text(outlet.name)}"
    yield f"domain = {_list(outlet.domains) if len(outlet.domains) > 1 else _text(outlet.domains[0])}"
    yield "# how its pages name it, in datelines and notices: no word that a sentence may open with"
    yield f"aka = {_list(outlet.aka)}"
    yield f'zone = "{outlet.zone}"' + ("" if stated_zone else " # no page states a zone")
    yield f"feeds = {_list(outlet.feeds)}" if outlet.feeds else "# feeds: the pages name none"
    if outlet.sitemaps:
        yield f"sitemaps = {_list(outlet.sitemaps)}"
    else:
        yield "# sitemaps: the pages name none; the site's robots.txt may"
    if outlet.single:
        yield f"single = {_text(outlet.single)}"
    if not draft.eras:
        yield "# no place was found that holds the story, and so there is no [[page]]"
    if outlet.expect:
        yield from ("", "[expect]", f"min_words = {outlet.expect['min_words']} # half of the shortest story's")


def _era(era: Era) -> Iterator[str]:
    of = len(era.pages)
    yield from ("", f"# reads {count(of, 'page')}", "[[page]]", f"body = {_text(era.rule.body or '')}")
    if era.rule.cut:
        yield f"cut = {_list(era.rule.cut)}"
    for key in KEYS:
        if placed := era.fields.get(key):
            found = sum(said is not None for said in placed.said)
            yield f"{key} = {_text(placed.css)}" + (f" # on {found} of {of}" if found < of else "")
    if missing := [key for key in KEYS if key not in era.fields]:
        yield f"# no place found: {', '.join(missing)}"


def _text(text: str) -> str:
    """A TOML string, with all that is not seen written out."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def _list(texts: Sequence[str]) -> str:
    """A TOML list, on one line where that is short."""
    line = f"[{', '.join(map(_text, texts))}]"
    return (
        line if len(line) <= _WIDE - len("sitemaps = ") else "\n".join(["[", *(f"    {_text(t)}," for t in texts), "]"])
    )
