"""What a selector names, compared with lxml, which asks each element of the page."""

from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector

from cleaners.css import find
from cleaners.outlets import outlets
from cleaners.page import Page, read_page
from flows.golden import samples

NAMES = st.sampled_from(["isi", "isi-berita", "iklan", "baca"])
TAGS = st.sampled_from(["div", "p", "span", "a"])
VALUES = st.sampled_from(["isi", "is", "iklan", "ik", "a b", "isi iklan", "-", "berita"])


@st.composite
def bodies(draw: st.DrawFn, depth: int = 4) -> str:
    tag = draw(TAGS)
    classes = draw(st.lists(NAMES, max_size=3))
    attributes = f' class="{" ".join(classes)}"' if classes else ""
    attributes += f' id="{draw(NAMES)}"' if draw(st.booleans()) else ""
    attributes += f' rel="{draw(VALUES)}"' if draw(st.booleans()) else ""
    within = "".join(draw(st.lists(bodies(depth - 1), max_size=3))) if depth else "kata"
    return f"<{tag}{attributes}>{within}</{tag}>"


@st.composite
def compounds(draw: st.DrawFn) -> str:
    parts = [draw(st.sampled_from(["", "*"]) | TAGS)]
    for _ in range(draw(st.integers(0 if parts[0] else 1, 2))):
        attribute = draw(st.sampled_from(["class", "id", "rel"]))
        operator = draw(st.sampled_from(["=", "^=", "$=", "*=", "~=", "|=", "!="]))
        parts.append(
            draw(
                st.builds(".{}".format, NAMES)
                | st.builds("#{}".format, NAMES)
                | st.just(f"[{attribute}]")
                | st.builds(f"[{attribute}{operator}'{{}}']".format, VALUES | st.just(""))
                | st.sampled_from([":last-child", ":has(> p)", ":not(.isi)"])
            )
        )
    return "".join(parts)


@st.composite
def selectors(draw: st.DrawFn) -> str:
    steps = [draw(compounds())]
    for _ in range(draw(st.integers(0, 2))):
        steps += [draw(st.sampled_from([" ", " > ", " + ", " ~ "])), draw(compounds())]
    return "".join(steps)


def same(css: str, page: Page) -> None:
    assert find(css, page) == CSSSelector(css)(page.tree), css


@given(st.lists(bodies(), min_size=1, max_size=3), st.lists(selectors(), min_size=1, max_size=2))
def test_any_selector_names_what_lxml_says(parts: list[str], chosen: list[str]) -> None:
    same(", ".join(chosen), read_page(f"<html><body>{''.join(parts)}</body></html>"))


def test_the_selectors_of_outlets_name_what_lxml_says_on_their_own_pages() -> None:
    seen = 0
    for path in samples():
        if path.suffix != ".html":
            continue
        page = read_page(path.read_text("utf-8"))
        for rule in outlets()[path.parent.name].pages:
            said = (getattr(rule, name) for name in rule.__slots__ if name != "until")
            for css in {css for value in said for css in (value if isinstance(value, tuple) else (value,)) if css}:
                same(css, page)
                seen += 1
    assert seen > 1_000
