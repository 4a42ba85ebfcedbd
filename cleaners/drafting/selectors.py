"""CSS selectors that may name an element on other pages of its outlet too, the stable ones first."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

_NAME = re.compile(r"-?[A-Za-z_][\w-]{0,39}$", re.ASCII)
_PARTS = re.compile(r"[A-Za-z0-9]+")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# The end that a build gives a name: "ArticleBody_content__3xK9f".
_BUILT = re.compile(r"__(?=[a-z_-]{0,8}[A-Z\d])[\w-]{5,8}$", re.ASCII)
_BUILDERS = ("css-", "sc-", "jsx-", "svelte-", "emotion-", "ember", "yui_", "elementor-element-")
_OF_ONE_POST = ("category-", "tag-", "status-", "format-", "type-", "has-", "post-")
_GRID = re.compile(
    r"(?:span|grid|cols?|columns?|row|large|medium|small|offset|order|gap|size|width|[mp][trblxy]?|[wh](?=-))"
    r"(?:-(?:xs|sm|md|lg|xl))?[-_]?\d+$",
    re.ASCII,
)
_LAYOUT = frozenset(
    "active clearfix clear col column container current first flex hide hidden inner last left main open"
    " page right row section show wrap wrapper".split()
)
_ATTRIBUTES = ("itemprop", "property", "rel", "role", "data-testid", "data-component")
TELLING = frozenset(
    "address article aside cite figcaption figure footer form h1 header main nav time".split()
)  # tags that say what they hold, and may stand alone
_AROUND = 7  # elements around one by which it may be named
_NAMES = 3  # names of one of them that are tried
_FOLDER = re.compile(r"[a-z][a-z-]{2,19}$", re.ASCII)


@lru_cache(maxsize=50_000)
def stable(name: str) -> bool:
    """Whether a class or id looks written by hand: no hash, no number of an article, no size of a grid."""
    if not _NAME.match(name) or name.startswith(_BUILDERS) or _BUILT.search(name) or _GRID.match(name):
        return False
    for part in _PARTS.findall(name):
        bare = part.rstrip("0123456789")
        digits = len(part) - len(bare)
        if any(c.isdigit() for c in bare) or digits > (4 if len(bare) >= 3 else 2):
            return False
        humps = _HUMPS.findall(bare)
        if len(humps) > 1 and sum(map(len, humps)) < 3 * len(humps):
            return False
    return True


def cost(css: str) -> int:
    """How long and how brittle a selector is: of two that do the same the cheaper is the better."""
    names = re.findall(r"[.#]([\w-]+)", css)
    return (
        len(css)
        + 4 * len(css.split())
        + 8 * css.count(":")
        + 8 * sum(name in _LAYOUT for name in names)
        + 8 * sum(len(name) < 4 for name in names)
        + 15 * sum(any(c.isdigit() for c in name) for name in names)
        + (20 if not re.search(r"[.#\[]", css) else 0)  # a tag alone may be another's on a page of another template
        + (8 if "*=" in css else 0)
        - (12 if 'itemprop="articleBody"' in css else 0)
    )


def names(element: HtmlElement) -> list[str]:
    """The selectors of an element that need no other element: its id, what it says it is, its classes."""
    tag = element.tag
    found = []
    identity = (element.get("id") or "").strip()
    if stable(identity):
        found.append(f"#{identity}")
    for attribute in _ATTRIBUTES:
        value = element.get(attribute) or ""
        if stable(value):
            found.append(f'[{attribute}="{value}"]')
    classes = (element.get("class") or "").split()
    if "hentry" in classes or "type-post" in classes:
        classes = [name for name in classes if not name.startswith(_OF_ONE_POST)]
    for name in dict.fromkeys(classes):
        if stable(name):
            found += [f".{name}", f"{tag}.{name}"]
        elif (built := _BUILT.search(name)) and stable(name[: built.start()]):
            found.append(f'[class*="{name[: built.start()]}__"]')
    own = [css for css in found if css.startswith(".")]
    found += [f"{a}{b}" for i, a in enumerate(own[:4]) for b in own[i + 1 : 4]]
    if tag == "a" and (folder := _folder(element.get("href"))):
        found.append(f'a[href*="/{folder}/"]')
    if tag in TELLING:
        found.append(tag)
    return sorted(found, key=cost)


def candidates(element: HtmlElement, *, places: bool = False) -> Iterator[str]:
    """Selectors that match an element, among others perhaps: by its own names, and by those of what it stands in.

    `places` adds its place among its siblings (`li:last-child`).
    """
    own = names(element)
    yield from own
    tag = str(element.tag)
    inner = [*own[:2], tag] if tag not in own else own[:3]
    if places and element.getprevious() is not None and element.getnext() is None:
        inner.append(f"{tag}:last-child")
    if places and element.getprevious() is None and element.getnext() is not None:
        inner.append(f"{tag}:first-child")
    inner += [f"{tag}:has(> {name})" for child in element[:1] for name in _child(child)]
    for distance, outer in enumerate(_within(element)):
        for css in names(outer)[:_NAMES]:
            yield from (f"{css} {name}" for name in inner)
            if distance == 0:
                yield from (f"{css} > {name}" for name in inner)


def _within(element: HtmlElement) -> Iterator[HtmlElement]:
    above = element.getparent()
    for _ in range(_AROUND):
        if above is None or above.tag in ("body", "html"):
            return
        yield above
        above = above.getparent()


def _child(child: HtmlElement) -> Iterable[str]:
    if not isinstance(child.tag, str):  # a comment
        return ()
    return [name for name in names(child) if name.startswith(f"{child.tag}.")][:1]


def _folder(href: str | None) -> str | None:
    """The first folder of a link's path, where it names a kind of page ("/tag/padi")."""
    try:
        parts = urlsplit(href or "").path.strip("/").split("/")
    except ValueError:  # "http://[broken"
        return None
    return parts[0] if len(parts) > 1 and _FOLDER.match(parts[0]) else None
