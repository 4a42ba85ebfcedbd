"""What kind of page it is: a story, a gallery, a video, a live report, or an index, which holds no story of its own.

A wrong kind costs little, and a story that is refused as an index is lost. So an index must be one by what it states or
by its address, and by its build as well. The build alone tells a gallery or a video only where the data is silent.
"""

import re
from urllib.parse import urlsplit

from cleaners.align import shingles
from cleaners.lines import Line
from cleaners.model import Block, Document, Found
from cleaners.page import Page
from cleaners.structured import Structured

STORY, GALLERY, VIDEO, LIVE, INDEX = "story", "gallery", "video", "live", "index"

_TYPES = {  # of schema.org, by the kind that they state where the page states no article
    "ImageGallery": GALLERY,
    "MediaGallery": GALLERY,
    "VideoObject": VIDEO,
    "CollectionPage": INDEX,
    "SearchResultsPage": INDEX,
}
_ARTICLE = ("Article", "Posting", "Report")  # what the names of its types of articles end in
# Folders, hosts, sections and first words of headlines that outlets keep for one kind.
_FOLDERS = {
    GALLERY: re.compile(
        r"(?:foto|photo|galeri|gallery)s?(?:-(?:foto|photo|news|story|galeri|gallery))?|photostory|slideshow"
    ),
    VIDEO: re.compile(r"videos?|video-(?:news|berita)"),
    LIVE: re.compile(r"live|live-?(?:reports?|updates?|blogs?)|laporan-langsung"),
}
_HOSTS = {GALLERY: ("foto", "photo", "galeri"), VIDEO: ("video", "videos", "20")}
_SECTIONS = {GALLERY: ("foto", "galeri", "galeri foto", "photo", "photos"), VIDEO: ("video", "videos")}
_TITLES = {GALLERY: re.compile(r"(?:FOTO|GALERI FOTO|PHOTO): "), VIDEO: re.compile(r"VIDEO: ")}
_LISTS = re.compile(
    r"index|indeks?|tags?|topi[ck]s?|tagar|search|cari|kategori|category|author|penulis|arsip|archives?"
)
_SECTION = re.compile(r"[a-z]{3,15}")
_PLAYER = re.compile(r"youtu\.?be|dailymotion|vidio\.com|vimeo|/embed/|player", re.IGNORECASE)

_RUN = 60  # words: a longer run of prose under one headline is a story, however short
_TEASERS = 10  # an index has more
_SHORT = 150  # words: what a page says beside its video or pictures
_CAPTIONS = 5  # a story with so many, and with less text than they have, is a gallery


def of_html(
    page: Page, data: Structured, url: str | None, document: Document, title: str | None, section: str | None
) -> Found[str]:
    """The kind of an HTML page, and what says so. `document` is what was taken of it, with its cuts marked."""
    address = url or data.canonical or data.meta.get("og:url")
    if found := _index(page, data, address, given=url is not None):
        return found
    if "LiveBlogPosting" in data.types:
        return Found(LIVE, "json-ld: @type")
    words = len(document.kept().split())
    if found := _addressed(address, words) or of_labels(title, section, words):
        return found
    article = _is_article(data)
    if words < _SHORT:
        if data.meta.get("og:type", "").lower().startswith("video"):
            return Found(VIDEO, "meta: og:type")
        if not article and (said := [kind for name, kind in _TYPES.items() if name in data.types and kind != INDEX]):
            return Found(said[0], "json-ld: @type")
        if not article and (built := _built(page, document, words)):
            return built
    return Found(STORY, "json-ld: @type" if article else "html: prose")


def of_labels(title: str | None, section: str | None, words: int) -> Found[str] | None:
    """The kind that a headline opens with ("FOTO: ..."), or that the section of a page with few words is named for."""
    for kind, opening in _TITLES.items():
        if title and opening.match(title):
            return Found(kind, "title")
    for kind, names in _SECTIONS.items():
        if words < _SHORT and section and section.casefold() in names:
            return Found(kind, "section")
    return None


def description(kind: str, page: Page, data: Structured, taken: Document, least: int) -> tuple[Block, ...]:
    """The blocks of a gallery or a video with all but the one outside that the page's data gives as its description.

    Empty where no block is so, and where that one was taken already and at least so many words are kept.
    """
    if kind not in (GALLERY, VIDEO):
        return ()
    for place in ("json-ld: description", "meta: og:description", "meta: description"):
        said = set(shingles(Line((data.at(place) or "").casefold().rstrip(".…")).words))
        for block in page.blocks if len(said) >= 3 else ():
            own = shingles(Line(page.text[block.start : block.end].casefold()).words)
            if block.links < 0.5 and len(said.intersection(own)) >= 0.8 * len(said):
                if block.marked(outside=False) in taken.blocks and len(taken.kept().split()) >= least:
                    return ()
                return tuple(b._replace(kind="p", outside=False) if b == block else b for b in page.blocks)
    return ()


def _is_article(data: Structured) -> bool:
    return any(name.endswith(_ARTICLE) for name in data.types)


def is_listed(address: str | None) -> bool:
    """Whether an address is plainly that of a list: "/tag/banjir", "/nasional/indeks"."""
    _, folders, last = _folders(address)
    return any(_LISTS.fullmatch(name) for name in (*folders[:1], last.partition(".")[0]))


def _folders(address: str | None) -> tuple[str, list[str], str]:
    """The host's first label, the folders and the last name of an address, in lower case."""
    try:
        parts = urlsplit((address or "").lower())
    except ValueError:  # "http://[broken"
        return "", [], ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    *folders, last = parts.path.strip("/").split("/")
    return host.partition(".")[0], folders, last


def _addressed(address: str | None, words: int) -> Found[str] | None:
    """The kind that an outlet keeps a host or a folder for; "/tv/" may be the desk that writes about television."""
    host, folders, _ = _folders(address)
    for kind, names in _HOSTS.items():
        if host in names:
            return Found(kind, f"url: {host}.")
    for folder in folders[:3]:
        for kind, pattern in _FOLDERS.items():
            if pattern.fullmatch(folder) or (kind == VIDEO and folder == "tv" and words < _SHORT):
                return Found(kind, f"url: /{folder}/")
    return None


def _index(page: Page, data: Structured, address: str | None, given: bool) -> Found[str] | None:
    """Whether a page is an index: so stated or addressed, and built as one."""
    _, folders, last = _folders(address)
    root = address is not None and not folders and last in ("", "index.html", "index.php") and "?" not in address
    listed = root or is_listed(address)
    claimed = next((name for name in data.types if _TYPES.get(name) == INDEX), None)
    # All pages of a site may call themselves "website"; one that lies as a section does is its front.
    section = not folders and _SECTION.fullmatch(last) and data.meta.get("og:type", "").lower() == "website"
    if not (listed or claimed or section) or (_is_piece(data, address) and not (root and given)) or not _is_list(page):
        return None
    return Found(INDEX, f"json-ld: {claimed}" if claimed else "url" if listed else "meta: og:type")


def _is_piece(data: Structured, address: str | None) -> bool:
    """Whether a page states, by its data or its folder, that it is an article, a gallery or a video."""
    kind = data.meta.get("og:type", "").lower()
    return bool(
        _is_article(data)
        or kind.startswith(("article", "video"))
        or any(_TYPES.get(name) in (GALLERY, VIDEO) for name in data.types)
        or data.at("meta: article:published_time")
        or data.at("json-ld: datePublished")
        or _addressed(address, 0)
    )


def _is_list(page: Page) -> bool:
    """Whether a page is built as a list: many linked headlines, and nowhere a run of prose that none interrupts."""
    teasers: set[str] = set()
    run = longest = 0
    for block in page.blocks:
        text = page.text[block.start : block.end]
        words = text.count(" ") + 1
        if block.links >= 0.8 and words >= 4:
            teasers.add(text)
            run = 0
        elif block.links < 0.3 and words >= 12:
            run += words
            longest = max(longest, run)
    return len(teasers) >= _TEASERS and longest < _RUN


def _built(page: Page, document: Document, words: int) -> Found[str] | None:
    """What the build of a page with little text says where its data is silent."""
    if document.text != page.text:
        return None
    inside = [i for i, block in enumerate(document.blocks) if not block.outside]
    if not inside:
        return None
    captions = [document.of(b) for b in document.blocks[inside[0] : inside[-1] + 1] if b.kind == "caption"]
    if len(captions) >= _CAPTIONS and sum(len(caption.split()) for caption in captions) > words:
        return Found(GALLERY, "html: captions")
    if words < _RUN and any(_PLAYER.search(e.get("src") or e.get("data-src") or "") for e in page.tree.iter("iframe")):
        return Found(VIDEO, "html: player")
    return None
