"""Datelines: "JAKARTA, KOMPAS.com - ", "Jakarta (ANTARA) - ", "Beritagosip.com Presiden ...", "Jakarta / - / ..."."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_DOMAIN = r"[A-Za-z][\w-]{1,24}\.(?i:com|co\.id|co|id|net|org|tv|news|web\.id)(?![a-z/])"
_DESK = r"(?:(?:CNN|CNBC|BBC|BBC News|DW|VOA) Indonesia|ANTARA|Antara|AFP|AP|Reuters|REUTERS|Xinhua|Bernama)"
_UPPER = r"[A-Z][A-Z'’]{2,}(?:[ -][A-Z'’]{2,}){0,3}"
_NAME = r"[A-Z][\w'’]+(?: [A-Z][\w'’]+){0,3}"
_DASH = r"\s*(?:--|[-–—]){1,2}\s*"
_STARTS = r"(?=[A-Z0-9\"'“‘(À-Þ]|$)"


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a text: its length in characters, the place as written (None without one).

    `strong` says that it names an outlet, so that it is one wherever it stands; without, it counts at the lead only.
    """

    length: int
    place: str | None
    strong: bool


@cache
def _places() -> str:
    data = tomllib.loads(files("cleaners").joinpath("places.toml").read_text("utf-8"))
    return "|".join(re.escape(p) for p in sorted(data["places"], key=len, reverse=True))


@lru_cache(maxsize=256)
def _patterns(aka: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], bool], ...]:
    own = "|".join(re.escape(name) for name in sorted(aka, key=len, reverse=True))
    site = rf"(?:{own + '|' if own else ''}{_DOMAIN}|{_DESK})"
    dotted = rf"|(?:{own})\." if own else ""  # "EtIndonesia. Utusan ..."
    named = rf"(?:{own + '|' if own else ''}{_DOMAIN})"
    spaced = r"(?:\s+(?:--|[-–—]){1,2}\s*|\s*[–—]\s*|\s*(?:--|-)\s+)"  # not the hyphen of "KPK-Polri"
    place = rf"(?P<place>(?:{_UPPER}|{_NAME})(?:[,/] ?(?:{_UPPER}|{_NAME}|D\.C\.))?)"
    return (
        (re.compile(rf"{place}[,\s]\s*(?:\d{{1,2}}/\d{{1,2}} )?\(?{site}\)?\.?{_DASH}{_STARTS}"), True),
        (re.compile(rf"{place}[,\s]\s*\([A-Z][\w. ]{{1,15}}\)\.?{_DASH}{_STARTS}"), True),
        (re.compile(rf"{named}{_DASH}(?P<place>{_UPPER})\.\s+{_STARTS}"), True),
        (re.compile(rf"\(?{site}\)?(?:[,|]?\s*{place})?{_DASH}{_STARTS}"), True),
        (re.compile(rf"(?P<place>{_places()}):\s+{_STARTS}"), False),
        (re.compile(rf"{named}, ?(?P<place>{_places()})(?:\s*\.)?\s*{_STARTS}"), True),
        (re.compile(rf"(?:{_DOMAIN}(?: ?\.)?{dotted}) +{_STARTS}"), True),
        (re.compile(rf"(?P<place>{_UPPER}(?:[,/] ?(?:{_NAME}|{_UPPER}|D\.C\.))?){spaced}{_STARTS}"), False),
        (re.compile(rf"(?P<place>{_NAME}(?:, ?{_NAME})?)(?:\s+(?:--|[-–—])\s+|\s*(?:–|—|--)\s*){_STARTS}"), False),
    )


@lru_cache(maxsize=512)  # several readers ask about the same opening
def match_dateline(text: str, aka: tuple[str, ...] = ()) -> Dateline | None:
    """The dateline at the start of `text`, or None. `aka` are the names by which the outlet calls itself."""
    head = text[:120]
    for pattern, strong in _patterns(aka):
        if (found := pattern.match(head)) and found.end() < len(text):
            place = found.groupdict().get("place")
            # "INFO NASIONAL - " and the like label an advertisement, they name no place.
            if place and place.split()[0].upper() in ("INFO", "ADV", "ADVERTORIAL", "OPINI", "KOLOM"):
                place = None
            return Dateline(found.end(), place, strong)
    return None
