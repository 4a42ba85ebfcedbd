"""What a line is when only itself is known: its phrases, whether it says when, whether it is a picture's caption."""

import re
from functools import lru_cache

from cleaners.dates import MOMENT, NEAR, RELATIVE, TIME_FIRST
from cleaners.lines import Line, line_of
from cleaners.phrases import LONGEST

_AGENCY = (
    r"REUTERS|Reuters|AFP|AP Photo|ANTARA|Antara|EPA|Getty|Sputnik|Xinhua|Anadolu|Pool|Handout|Shutterstock|Pexels"
    r"|Unsplash|[Ff]reepik|iStock|Instagram|Youtube|YouTube|Twitter|Kompas\.com|KOMPAS\.com|Screenshot|Tangkapan|[Dd]ok\b|DOK\b"
    r"|[Ii]stimewa|[Ff]oto|FOTO|[Pp]hoto|[Ii]lustrasi"
)
_WIRE = "REUTERS|Reuters|AFP|AP|EPA|Xinhua|ANTARA|Antara|Getty Images|Anadolu|Sputnik|Bloomberg"
# The credit that ends a caption: "[REUTERS / Name]", "(Foto: Name)", "Foto: Name", "(c) Name", ".../Handout via AFP".
CREDIT = re.compile(
    rf"(?:\[[^\]]{{0,80}}(?:{_AGENCY})[^\]]{{0,80}}\]"
    rf"|\((?:{_AGENCY})[^()]{{0,6}}[:/][^()]{{1,80}}\)"
    rf"|\([^()]{{2,60}}/(?:{_AGENCY})[^()]{{0,40}}\)"
    r"|\(via [^()]{2,40}\)"
    r"|(?:[Ff]oto|FOTO|Photo|Dok|Kredit|Sumber [Ff]oto)\s{0,4}:\s{0,4}(?:[Dd]ok\.)?[^.:]{2,60}"
    r"|\(c\) ?[\w.]+(?: [\w.]+){0,4}"
    rf"|(?:[Vv]ia|/) ?(?:{_WIRE})"
    r"|(?:ANTARA FOTO|AP Photo|AFP PHOTO|EPA)/[^.]{2,60})\.?$"
)
_CREDIT_SIGN = re.compile(r"[\[(:/]|[Vv]ia")  # what each of them has, and few lines have
_CAPTION_START = re.compile(
    r"(?:Lihat Foto|Foto|FOTO|Ilustrasi|Keterangan foto|Infografis|Caption)\b ?[:.]?", re.IGNORECASE
)
_PHOTOGRAPHER = re.compile(
    r"(?:[A-Z][\w.]+\.(?:com|co\.id|id)|ANTARA FOTO|AFP|AP|EPA|REUTERS|Dok\.?) ?/ ?[\w .'-]{2,60}$", re.IGNORECASE
)
CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?wi(?:b|ta|t)\b)?", re.IGNORECASE)
_TIME_WORDS = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|sen|sel|rab|kam|jum|sab|min|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun|legi|pahing|paing|pon|wage|kliwon|diperbarui|diterbitkan|dipublikasikan|ditayangkan|diunggah"
    r"|diposting|rilis|tayang|terbit|publikasi|dipublikasi|update[d]?|published?|post(?:ed)?|last|on|at|terakhir|pada|pukul|pkl|jam"
    r"|wib|wita|wit|yang|lalu|baru saja|tanggal|tgl|waktu|baca|hari|date|ago)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"\([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){0,4} ?\)\.?$")


def is_time(text: str, spare: int = 0) -> bool:
    """Whether a line says nothing but when: a date, a time, "3 jam lalu", with or without a label.

    `spare` other words may stand beside it ("Kompas.com - 18/06/2025, 21:35 WIB").
    """
    return len(text) <= 120 and any(map(str.isdigit, text)) and _is_time(text, spare)


@lru_cache(maxsize=4_096)  # several readers ask about each line
def _is_time(text: str, spare: int) -> bool:
    bare = text
    for pattern in (TIME_FIRST, MOMENT, NEAR, RELATIVE, CLOCK):
        bare = pattern.sub(" ", bare)
    if bare == text:
        return False
    return len(re.findall(r"[^\W_]+", _TIME_WORDS.sub(" ", bare))) <= spare


def alone(text: str, kind: str) -> str | None:
    """What a line is when only itself is known; `kind` is that of its block."""
    return by_itself(line_of(text)) or ("caption" if kind == "caption" else None)


def by_itself(line: Line) -> str | None:
    """The label of a line, told from its text alone; None where it may be story."""
    return _by_itself(line.text) if len(line.text) <= LONGEST else _told(line)


@lru_cache(maxsize=4_096)  # several readers ask about each line
def _by_itself(text: str) -> str | None:
    return _told(line_of(text))


def _told(line: Line) -> str | None:
    if line.label:
        return line.label
    text = line.text
    if is_time(text):
        return "timestamp"
    n = len(line.words)
    if not n:
        return "ornament"
    if (n <= 90 and _CREDIT_SIGN.search(text) and CREDIT.search(text)) or (n <= 8 and _PHOTOGRAPHER.match(text)):
        return "caption"
    if (
        n <= 60
        and (start := _CAPTION_START.match(text))
        and (start[0].endswith(":") or start[0].lower().startswith("lihat"))
    ):
        return "caption"
    if n <= 6 and _SIGNATURE.match(text):
        return "signature"
    return None
