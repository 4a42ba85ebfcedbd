"""The page's own data island: the JSON that its scripts are given (`__NEXT_DATA__`, `window.__INITIAL_STATE__ = ...`).

It is parsed, never evaluated.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timezone
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from cleaners.dates import parse_machine
from cleaners.decode import tidy
from cleaners.lines import agree
from cleaners.model import Found
from cleaners.names import names, unique

_MIN_SCRIPT = 400  # characters: a shorter one holds no story
_TITLE_LENGTH = 12, 300  # characters
_MIN_STORY = 250  # characters of a field that may be the story
_MAX_ASSIGNED = 20  # assignments in a script
_MOST = 50  # objects with the longest texts that are looked at
_MAX_OBJECTS = 100_000
_DEPTH = 14
_KEY = 40  # characters of a key in a path
_TITLES = ("title", "judul", "headline", "post_title", "postTitle", "news_title", "newsTitle")
_STORIES = (
    "content", "body", "articlebody", "konten", "isi", "isiberita", "bodyhtml", "contenthtml", "fulltext",
    "postcontent", "newscontent", "detail", "text", "description",
)  # fmt: skip
_WITHIN = ("rendered", "html", "text", "content", "value", "data")  # where an object keeps its text
_WRAPPED = 3  # objects within one another that say one thing
_NAMES = ("name", "title", "fullname", "displayname", "nama", "label")
_PUBLISHED = (
    "publishedat", "publishedtime", "publishdate", "publisheddate", "datepublished", "publishtime", "publishat",
    "published", "publicationdate", "tanggalterbit", "tanggaltayang", "tanggal", "date",
)  # fmt: skip
_MODIFIED = ("modifiedat", "updatedat", "datemodified", "modified", "lastmodified", "updateddate")
_AUTHORS = ("authors", "author", "writers", "writer", "penulis", "reporters", "reporter", "jurnalis")
_EDITORS = ("editors", "editor", "redaktur", "penyunting")
_SECTIONS = ("category", "section", "kanal", "rubrik", "channel", "kategori", "categories")
_TAGS = ("tags", "tag", "topics", "topik")
_IMAGES = ("cover", "image", "featuredimage", "mainimage", "thumbnail", "photo", "foto", "images")
_ADDRESSES = ("url", "src", "original", "large", "source", "path")
# An assignment of plain JSON, whole or as the text of JSON.parse: window.__STATE__ = {...}, var article = {...}.
_ASSIGNED = re.compile(
    r"(?<![\w.$])(?:(?:window|self|globalThis)\s?(?:\.|\[\s?[\"']))?(?P<name>\w{2,40})(?:[\"']\s?\])?\s?=\s?"
    r"(?:JSON\.parse\(\s?)?(?=[{\[\"])"
)
_SIGN = re.compile(r"=\s?(?:JSON\.parse\(\s?)?[{\[\"]")  # what each has, and most scripts have not near their start
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Island:
    """The object of a page's data that is its article: where it stands ("__NEXT_DATA__: props.pageProps.article"), its
    fields by folded key ("publishedat", in any spelling), and its story as text or HTML."""

    path: str
    fields: Mapping[str, tuple[str, Any]]  # the key as it is spelt, and the value
    story: str

    def stated(self, zone: timezone, base: str | None) -> Iterator[tuple[str, Found[Any]]]:
        """What the object says of its article, by field of `Article`. A time without a zone counts in `zone`; `base` is
        what the address of a picture is resolved against."""
        for field, places in (("published_at", _PUBLISHED), ("modified_at", _MODIFIED)):
            for key, text in self._texts(places):
                if moment := parse_machine(text, zone):
                    yield field, Found(moment, self._at(key))
                    break
        for field, roles in (("authors", _AUTHORS), ("editors", _EDITORS)):
            named = [(key, name) for key, text in self._texts(roles) for name in names(text)]
            if named:
                yield field, Found(unique(name for key, name in named if key == named[0][0]), self._at(named[0][0]))
        tags = [(key, tag.strip(" #")) for key, text in self._texts(_TAGS) for tag in text.split(",")]
        if tags:
            yield "tags", Found(unique(tag for key, tag in tags if key == tags[0][0] and tag), self._at(tags[0][0]))
        for key, text in self._texts(_SECTIONS):
            yield "section", Found(text, self._at(key))
            break
        for key, text in self._texts(_IMAGES, _ADDRESSES):
            if text.startswith(("http://", "https://", "/")):
                yield "lead_image_url", Found(urljoin(base or "", text), self._at(key))
                break

    def _texts(self, keys: Iterable[str], inner: Sequence[str] = _NAMES) -> Iterator[tuple[str, str]]:
        """The texts under the keys in turn, each with its key as spelt."""
        for key in keys:
            spelt, value = self.fields.get(key, (key, None))
            for text in _strings(value, inner):
                if folded := " ".join(tidy(html.unescape(text)).split()):
                    yield spelt, folded

    def _at(self, key: str) -> str:
        return f"data island: {self.path}.{key}"


def find(scripts: Iterable[HtmlElement], titles: Sequence[str]) -> Island | None:
    """The object in a page's data that is its article: it holds a long text, and its title agrees with one of `titles`,
    by which the page calls its story. Of several the one with most text counts."""
    able: list[tuple[str, Island]] = []
    for name, data in _islands(scripts):
        for path, found in _objects(data):
            title = next((_text(found[key]) for key in _TITLES if key in found), "")
            if not _TITLE_LENGTH[0] <= len(title) <= _TITLE_LENGTH[1]:
                continue
            fields = {key.replace("_", "").replace("-", "").lower(): (key, value) for key, value in found.items()}
            stories = (_text(fields[key][1]) for key in _STORIES if key in fields)
            story = max((text for text in stories if not text.startswith(("[{", "{"))), key=len, default="")
            if len(story) >= _MIN_STORY:
                able.append((title, Island(": ".join(filter(None, (name, path))), fields, story)))
    longest = sorted(able, key=lambda one: -len(one[1].story))[:_MOST]
    own = (found for title, found in longest if any(agree(html.unescape(title), stated) for stated in titles))
    return next(own, None)


def _islands(scripts: Iterable[HtmlElement]) -> Iterator[tuple[str, Any]]:
    for script in scripts:
        text = script.text or ""
        if len(text) < _MIN_SCRIPT:
            continue
        if "json" in (script.get("type") or "").lower():
            yield script.get("id") or "script", _decoded(text, len(text) - len(text.lstrip()))[0]
            continue
        at = 0
        for _ in range(_MAX_ASSIGNED):  # one after another, from the script's start
            sign = _SIGN.search(text, at, at + 1_000)
            if not sign or not (found := _ASSIGNED.search(text, at, at + 1_000)):
                break
            data, at = _decoded(text, found.end())
            if isinstance(data, str) and len(data) >= _MIN_SCRIPT:
                data, _ = _decoded(data, 0)
            if at - found.end() >= _MIN_SCRIPT:
                yield found["name"], data


def _decoded(text: str, start: int) -> tuple[Any, int]:
    """The JSON value that starts at an index and the index after it; None where none does."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):  # an object of JavaScript that is not JSON
        return None, start + 1


def _objects(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in a value with their paths ("props.pageProps.article"), outer ones first."""
    level: list[tuple[str, Any]] = [("", data)] if isinstance(data, (dict, list)) else []
    seen = 0
    for _ in range(_DEPTH):
        below: list[tuple[str, Any]] = []
        for path, value in level:
            seen += 1
            if isinstance(value, dict):
                yield path, value
            items = value.items() if isinstance(value, dict) else enumerate(value)
            below += [
                (f"{path}.{str(key)[:_KEY]}" if path else str(key)[:_KEY], v)
                for key, v in items
                if isinstance(v, (dict, list))
            ]
        if seen + len(below) > _MAX_OBJECTS:
            return
        level = below


def _text(value: Any, depth: int = 0) -> str:
    """The text of a field: a string, a list of paragraphs, or what a CMS wraps them in ({"rendered": ...}). A tree of
    nodes is none: what of it is a paragraph and what a word in one, each CMS says in its own way."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    if isinstance(value, dict) and depth < _WRAPPED:
        return next((text for key in _WITHIN if (text := _text(value.get(key), depth + 1))), "")
    return ""


def _strings(value: Any, inner: Sequence[str], depth: int = 0) -> Iterator[str]:
    """The texts in a field: itself, the items of a list, an object's name (or address)."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list) and depth < _WRAPPED:
        for item in value:
            yield from _strings(item, inner, depth + 1)
    elif isinstance(value, dict) and depth < _WRAPPED:
        folded = {key.replace("_", "").lower(): item for key, item in value.items()}
        if key := next((key for key in inner if key in folded), None):
            yield from _strings(folded[key], inner, depth + 1)
