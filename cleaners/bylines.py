"""Who wrote and edited a story, as the markup and the lines of credits near the story say."""

import re
from collections.abc import Callable, Iterator, Set
from functools import cache, lru_cache, partial
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from cleaners.around import TAIL, Reach, names_of, short_text, text_of
from cleaners.lines import line_of, squeezed
from cleaners.model import Found
from cleaners.names import credits, plausible, stated, unique
from cleaners.page import Page

_LONGEST = 160  # characters of a line of credits
_ELEMENTS = 40  # looked at within one block
_ROLE = 20  # characters before a name in which its role stands
_ROLE_LINE = 20  # characters of a line that is a role alone
_NAME, _NAME_WORDS = 50, 5  # characters and words of the longest name in a list of credits
_FAR = 120  # blocks after the story in which a list of credits stands
_PERSON = re.compile(
    r"/(?:authors?|penulis|reporter|jurnalis|wartawan|writers?|kontributor|contributor|profile|editor|redaktur|users?)"
    r"/[\w@%.-]",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"author|penulis|reporter|writer|byline|jurnalis|journalist|wartawan|pewarta|creator", re.IGNORECASE
)
_EDITOR = re.compile(r"editor(?!ial)|redaktur|penyunting", re.IGNORECASE)
_NEITHER = re.compile(
    r"comment|komentar|avatar|social|\bbio|desc|share|follow|relate|terkait|recommend|popul|text-?editor|content-?editor"
    r"|editor-?content|editors?-?(?:choice|pick)|pilihan|position|\bjob",
    re.IGNORECASE,
)
_CONTAINERS = ("html", "body", "main", "article", "section")
_WRITERS = ("author", "penulis", "reporter", "rep", "jurnalis", "pewarta", "wartawan", "kontributor")
_LISTED = dict.fromkeys(_WRITERS, "authors") | dict.fromkeys(("editor", "redaktur", "red", "penyunting"), "editors")
_ROLES = _LISTED | dict.fromkeys(("oleh", "by"), "authors")
# Who took the picture: "Kompas.com/Ani Wijaya", "Ani Wijaya | Getty Images".
_PICTURED = re.compile(r"/|@|\b(?:getty|shutterstock|istock|afp|epa|reuters|antara foto|dok)\b", re.IGNORECASE)
_GLUED_ROLES = ("Author", "Reporter", "Penulis", "Jurnalis", "Editor", "Redaktur")
_GLUED = re.compile(rf"([A-Z][\w.' -]{{2,40}}[a-z])({'|'.join(_GLUED_ROLES)})$")
_BEFORE = re.compile(r"(?<!\w)(\w{2,12}) ?:? ?$")
_BEHIND = re.compile(r"^ ?[-–|,(]? ?(\w{3,12})(?!\w)")
_ROLE_WORD = re.compile(rf"{_AUTHOR.pattern}|{_EDITOR.pattern}|kontributor|koresponden|\\bre[pd]\\b|:", re.IGNORECASE)
_LOOSE = re.compile(r"(?:oleh|by)\b(?!\s*:)", re.IGNORECASE)  # below the story, as well above a teaser of another
FieldOf = Callable[[HtmlElement], str | None]


class Credit(NamedTuple):
    """A name, its field ("authors" or "editors"), and whether a role beside it says so."""

    name: str
    field: str
    said: bool


def people(page: Page, where: Reach, own: Set[str]) -> dict[str, Found[tuple[str, ...]]]:
    """Authors and editors: what the head of the page says, credits below the story, and lists of credits further down.

    `own` are the outlet's names, squeezed: beside a person it is where they work.
    """
    field_of = cache(_field)  # what stands around one block stands around the next
    of_block = partial(_of_block, page, own=own, field_of=field_of)
    head = [credit for i in where.head if i != where.top for credit in of_block(i)]
    tail = ((i, text_of(page, i)) for i in range(where.end, min(where.end + TAIL, len(page.blocks))))
    roles = [i for i, t in tail if len(t) <= _LONGEST and _ROLE_WORD.search(t) and not _LOOSE.match(t)]
    found = [*head, *(c for i in roles for c in of_block(i) if c.said), *_listed(page, where)]
    if not any(credit.field == "authors" for credit in found):
        near = range(where.end + 1, where.close)
        signed = ([c for c in of_block(i) if c.field == "authors"] for i in near)
        found += next((named for named in signed if named), [])
    said = {(c.field, c.name.casefold()) for c in found if c.said}
    out: dict[str, Found[tuple[str, ...]]] = {}
    for field, other, source in (
        ("authors", "editors", "html: byline"),
        ("editors", "authors", "html: credit of the editor"),
    ):
        named = [c.name for c in found if c.field == field and (c.said or (other, c.name.casefold()) not in said)]
        if named:
            out[field] = Found(unique(named), source)
    return out


def _of_block(page: Page, i: int, own: Set[str], field_of: FieldOf) -> list[Credit]:
    """The names in a block: those that an element of its own marks, else those beside which a role stands."""
    text = text_of(page, i)
    if len(text) > _LONGEST or page.blocks[i].kind == "caption":  # there a name is who took the picture
        return []
    found: list[Credit] = []
    pieces = _pieces(page.holders[i], text, field_of)
    leading = bool(pieces) and _role(_BEFORE.search(text.partition(pieces[0][0])[0][-_ROLE:])) is not None
    for piece, marked in pieces:
        before, _, behind = text.partition(piece)
        beside = _role(_BEFORE.search(before[-_ROLE:])) if leading else _role(_BEHIND.match(behind))
        for said, named in credits(piece):
            field = said or beside
            if field or not _PICTURED.search(piece):
                found += [Credit(name, field or marked, bool(field)) for name in named if plausible(name)]
    known = [credit.name.casefold() for credit in found]
    for field, named in stated(text):
        fresh = [name for name in named if not any(n in name.casefold() or name.casefold() in n for n in known)]
        found += [Credit(name, field, said=True) for name in fresh if plausible(name)]
    return [c for c in found if squeezed(c.name) not in own] or found


def _role(found: re.Match[str] | None) -> str | None:
    return _ROLES.get(found[1].lower()) if found else None


def _pieces(holder: HtmlElement, text: str, field_of: FieldOf) -> list[tuple[str, str]]:
    """The texts in a block that the markup says are names, each with the field that it names: of the innermost elements
    in the block, else the block's own where it stands in such an element."""
    inner = [(e, field) for e in islice(holder.iter(), _ELEMENTS) if (field := field_of(e))]
    named = [(e, piece, field) for e, field in inner if (piece := short_text(e, _LONGEST))]
    outer = {above for e, _, _ in named for above in e.iterancestors()}
    if pieces := [(piece, field) for e, piece, field in named if e not in outer and piece in text]:
        return pieces
    for above in islice(holder.iterancestors(), 3):
        if above.tag in _CONTAINERS:
            break
        if (field := field_of(above)) and short_text(above, _LONGEST):
            return [(text, field)]
    return []


def _field(element: HtmlElement) -> str | None:
    """The field of the name in an element, as its attributes or its address say."""
    if not isinstance(element.tag, str) or element.tag in _CONTAINERS:
        return None
    neither, author, editor = _meant(names_of(element))
    if neither:
        return None
    if author or (element.tag == "a" and _PERSON.search(element.get("href") or "")):
        return "authors"
    return "editors" if editor else None


@lru_cache(maxsize=5_000)
def _meant(named: str) -> tuple[bool, bool, bool]:
    """Whether what an element is called speaks of neither, of an author, of an editor."""
    return bool(_NEITHER.search(named)), bool(_AUTHOR.search(named)), bool(_EDITOR.search(named))


def _listed(page: Page, where: Reach) -> Iterator[Credit]:
    """A list of credits: each role on a line of its own, below its names or above them, or glued to its name."""
    rows = range(where.top, min(where.end + _FAR, len(page.blocks)))
    texts = [text_of(page, i) for i in rows if i < where.story or i >= where.end]
    roles = [_LISTED.get(text.rstrip(" :").lower()) if len(text) <= _ROLE_LINE else None for text in texts]
    above: bool | None = None  # whether the names stand above their role, which the first role tells
    for k, (text, role) in enumerate(zip(texts, roles, strict=True)):
        if text.endswith(_GLUED_ROLES) and (glued := _GLUED.match(text)):
            yield Credit(glued[1], _ROLES[glued[2].lower()], said=True)
        if role is None:
            continue
        if above is None:
            above = k > 0 and len(texts[k - 1].split()) > 1 and _is_name(texts[k - 1])
        if above:
            if k and _is_name(texts[k - 1]):
                yield Credit(texts[k - 1], role, said=True)
            continue
        for name in texts[k + 1 : k + 6]:
            if not _is_name(name):
                break
            yield Credit(name, role, said=True)


def _is_name(text: str) -> bool:
    short = len(text) <= _NAME and len(text.split()) <= _NAME_WORDS and not any(c.isdigit() for c in text)
    return short and text.rstrip(" :").lower() not in _ROLES and line_of(text).label is None and plausible(text)
