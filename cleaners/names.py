"""Names of people in bylines and credits."""

import re
from collections.abc import Iterable, Iterator

LONGEST = 400  # characters of a byline that are read

_ROLE = re.compile(
    r"^\s*[(\[]?\s*(?:oleh|by|penulis|reporter|pewarta|wartawan|jurnalis|kontributor|editor|redaktur|penyunting|red|rep"
    r"|author|teks|liputan|laporan(?: (?:wartawan|reporter|kontributor|jurnalis)(?: [A-Z][\w.]+,)?)?)"
    r"(?:\s+(?:detik\w+|[\w.]+\.com))?\s*[:\-]?\s+(?=\S)|^\s*[(\[]",
    re.IGNORECASE,
)
_GLUED = re.compile(r"^(?:Oleh|Penulis|Reporter|Editor|By)(?=[A-Z][a-z])")
_PLACE = re.compile(r"^(?:Kontributor|Koresponden) [\w ]{3,30}, (?=[A-Z])")
_BRACKETS = re.compile(r"\s*\((?:[a-z]{2,5}|kontributor|jurnalis|reporter|wartawan|editor|penulis)\)", re.IGNORECASE)
# Each part starts where a run of its first characters starts, so that a long run is looked at once.
_AFTER = re.compile(
    r"(?<![,\s|–-])[,\s|–-]+(?:jurnalis|reporter|wartawan|kontributor|pewarta|tim redaksi|detik\w+)\b.*$"
    r"|(?<!\s)\s*[)\]]\.?$"
    r"|(?<![\s|–-])\s*[-–|]\s*(?:detik|okezone|kompas|tempo)\w*.*$"
    r"|(?<!\s)\s+[-–|]\s+(?:[\w-]{1,40}\.){1,3}(?:com|co\.id|co|id|net|org|tv)\b.*$",
    re.IGNORECASE,
)
_JOBS = ("redaksi", "tim redaksi", "jurnalis", "reporter", "wartawan", "penulis", "editor")
_EDITORS = ("editor", "red", "redaktur", "penyunting")
_ROLES = re.compile(r"\b(rep|reporter|penulis|pewarta|oleh|red|redaktur|penyunting|editor)\s*:", re.IGNORECASE)
_RUN_ON = re.compile(r"(?<=[a-z])(?=(?:Editor|Pewarta|Reporter|Penulis|Redaktur)\s?:|Copyright)")
_ROLE_AFTER = re.compile(r"(?!(?:oleh|by)\b)([A-Z][^,:]{2,40}?) ?(Author|Editor|Reporter|Penulis)$")
_WHEN = re.compile(
    r"(?:\bpada\b|(?<![-|,•·\s])\s*[-|,•·])?\s{0,3}(?:\b[A-Za-z]{3,12},\s{0,3})?"
    r"\b\d{1,2}[\s/-](?:[A-Za-z]{3,12}|\d{1,2})[\s/-]\d{4}.*$"
)
_BETWEEN = re.compile(r"\s*(?:[,;/&|]|\bdan\b|\band\b)\s*")
_CODE = re.compile(r"(?:[A-Z]{0,3}-?\d{1,5}|[a-z]{1,5}\d{0,2}|[A-Z]{1,3})$")
_TITLES = re.compile(r"^(?:S\.?\w{1,4}|M\.?\w{1,4}|Ph\.?D|Dr|MSc|SH|MH|SE|MM|ST|MT|Jr)\.?$")
_DOMAIN = re.compile(r"(?<![\w-])[\w-]{1,40}\.(?:com|co\.id|co|id|net|org|tv)(?:\.id)?\s*[/-]\s*(?=\w)", re.IGNORECASE)


def names(text: str) -> list[str]:
    """The names in a byline or credit, in order, without roles, reporter codes ("C31") and initials ("abc")."""
    text = " ".join(text[:LONGEST].split())
    text = _BRACKETS.sub("", _PLACE.sub("", _GLUED.sub("", text)))
    if not (bare := _ROLE.sub("", text)) or bare.rstrip(":").lower() in (
        "reporter",
        "penulis",
        "editor",
        "oleh",
        "jurnalis",
    ):
        return []
    bare = _DOMAIN.sub("", _AFTER.sub("", bare)).strip(" ,.:;-–|")
    found: list[str] = []
    for part in _BETWEEN.split(bare):
        name = _AFTER.sub("", part).strip(" .:;-–|()[]")
        if not name or not any(c.isalpha() for c in name) or _CODE.match(name) or len(name) > 60:
            continue
        if _TITLES.match(name) and found:  # "Ani Wijaya, S.Sos"
            found[-1] += f", {name}"
        else:
            found.append(name)
    return [n for n in found if n.lower() not in _JOBS] if len(found) > 1 else found


def credits(text: str) -> Iterator[tuple[str | None, list[str]]]:
    """The credits in a line, each with its field ("authors", "editors", None where no role is stated) and its names.

    The role may stand before ("Rep: C31/ Red: Ani": no author, one editor) or after ("Ani Wijaya Editor").
    """
    text = _RUN_ON.sub(" ", _WHEN.sub("", " ".join(text[:LONGEST].split()).lstrip(": "))).partition("Copyright")[0]
    if after := _ROLE_AFTER.match(text):
        yield "editors" if after[2].lower() == "editor" else "authors", names(after[1])
        return
    roles = list(_ROLES.finditer(text))
    if not roles:
        yield None, names(text)
    for role, following in zip(roles, [*roles[1:], None], strict=False):
        part = text[role.end() : following.start() if following else len(text)]
        yield "editors" if role[1].lower() in _EDITORS else "authors", names(part.strip(" /|,-"))


def unique(found: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once, whatever their case."""
    seen: dict[str, str] = {}
    for name in found:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())
