"""Names of people in bylines and credits."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cleaners.dates import MOMENT, RELATIVE, TIME_FIRST

LONGEST = 400  # characters of a byline that are read

_STAFF = r"reporter|pewarta|wartawan|jurnalis|kontributor|koresponden"
_AUTHORS = (
    r"di(?:tulis|laporkan|terbitkan|publikasikan|posting|unggah) oleh|(?:written|reported|posted|published) by|oleh|by"
    r"|(?:nama )?penulis(?: berita| artikel| naskah)?|author|writer|teks|naskah|liputan|rep"
    rf"|laporan(?: (?:{_STAFF})(?:(?: [\w.]{{2,20}}){{1,4}},)?)?|(?:kontributor|koresponden) [\w ]{{3,30}},|{_STAFF}"
)
_EDITORS = r"di(?:sunting|edit) oleh|edited by|editor(?: bahasa| naskah)?|redaktur(?: pelaksana)?|penyunting|red"
_OTHERS = (
    r"foto(?:grafer)?|photo(?:grapher)?|video(?: editor)?|kamerame?n|videografer|sumber|source|uploader|produ[sc]er"
    r"|grafis|ilustra(?:si|tor)|penerjemah|translator|pemimpin redaksi|penanggung jawab|desain"
)
_MARK = re.compile(
    rf"(?<!\w)(?:(?P<others>{_OTHERS})|(?P<editors>{_EDITORS})|(?P<authors>{_AUTHORS}))(?:\s{{0,3}}(?P<colon>:)|(?=\s))",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"^\s*[(\[]?\s*(?:{_AUTHORS}|{_EDITORS})(?:\s+(?:detik\w+|[\w.]+\.com))?\s*[:\-]?\s+(?=\S)|^\s*[(\[]",
    re.IGNORECASE,
)
_GLUED = re.compile(r"^(?:Oleh|Penulis|Reporter|Editor|By)(?=[A-Z][a-z])")
_RUN_ON = re.compile(r"(?<=[a-z])(?=(?:Editor|Pewarta|Reporter|Penulis|Redaktur)\s?:)")
_RIGHTS = re.compile(r"copyright|©|\bhak cipta\b", re.IGNORECASE)
_ROLE_AFTER = re.compile(
    r"(?!(?i:oleh|by|pilihan|public|video|photo|foto|tim|senior|managing|chief|executive|content|copy|news)\b)"
    r"([A-Z][^,:|]{2,40}?)(?: ?[-–|,(] ?| ?)(Author|Editor|Redaktur|Reporter|Penulis|Jurnalis|Wartawan)\)?$"
)
_CODES = re.compile(r"\s*\((?:[a-z]{2,5}|[a-z]{0,3}-?\d{1,4})\)", re.IGNORECASE)
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]{1,80}\)?\s*$")  # "(Kontributor)", "(Dosen Universitas Rekaan)"
# Each part starts where a run of its first characters starts, so that a long run is looked at once.
_AFTER = re.compile(
    rf"(?<![,\s|–-])[,\s|–-]+(?:{_STAFF}|tim redaksi)\b.*$"
    r"|(?<!\s)\s*[)\]]\.?$"
    r"|(?<![\s,|–-])\s*[-–|,]\s*detik\w*.*$"
    r"|(?<![\s|–-])\s*[-–|]\s*(?:okezone|kompas|tempo)\w*.*$"
    r"|(?<!\s)\s+[-–|]\s+(?:[\w-]{1,40}\.){1,3}(?:com|co\.id|co|id|net|org|tv)\b.*$"
    r"|(?<=\w) [-–] [^,;/|]{2,40}$",
    re.IGNORECASE,
)
_JOBS = ("redaksi", "tim redaksi", "jurnalis", "reporter", "wartawan", "penulis", "editor", "oleh", "by")
_OFFICE = re.compile(
    r"(?:dosen|guru|ketua|wakil|direktur|peneliti|mahasiswa|pengamat|anggota|staf|kepala|sekretaris|alumn[iu]s?|pegiat"
    r"|aktivis|rektor|dekan|pengurus|pendiri|founder|ceo|praktisi|santri|bupati|wali kota|gubernur|menteri)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;/&|•·]|\bdan\b|\band\b)\s*")
_CODE = re.compile(r"(?:[A-Z]{0,3}-?\d{1,5}|[A-Z][a-z]{1,2}-?\d{1,4}|[a-z]{1,5}\d{0,2}|[A-Z]{1,3})$")
_TITLES = re.compile(r"^(?:[SM](?:\.\w|[A-Z])\w{0,3}|Ph\.?D|Dr|MSc|SH|MH|SE|MM|ST|MT|Jr)\.?$")
_DOMAIN = re.compile(r"(?<![\w-])[\w-]{1,40}\.(?:com|co\.id|co|id|net|org|tv)(?:\.id)?\s*[/-]\s*(?=\w)", re.IGNORECASE)
_MOST = 7  # words of a name, with its titles
_PARTICLES = ("bin", "binti", "van", "de", "al", "dan", "el", "der", "von", "of")
# Words with which no name begins, and with which none ends.
_CONTROLS = frozenset(
    "share bagikan sebarkan ikuti follow lihat semua artikel berita komentar comments baca home beranda video foto"
    " login profil masuk kredit salin tautan copy link facebook twitter whatsapp telegram instagram terbit diterbitkan"
    " tayang diperbarui ditulis dipublikasikan updated published posted written selengkapnya rekomendasi terkait poin"
    " ringkasan intisari daftar sumber about more view full disclosure tentang lainnya article news others last".split()
)
_SECTIONS = frozenset(
    "berita daerah nasional internasional ekonomi bisnis keuangan politik hukum kriminal peristiwa pendidikan kesehatan"
    " olahraga sport sports bola sepak sepakbola gaya hidup hiburan wisata budaya teknologi otomotif opini umum kota"
    " kabupaten provinsi desa pemerintahan headline breaking news update utama terkini regional nusantara dunia global"
    " jawa barat timur tengah sumatera kalimantan sulawesi bali jakarta rubrik kolom kanal lifestyle market".split()
)
_OPEN = ("the", "this", "that", "of", "by", "all", "di", "ini", "dan", "oleh", "yang")
_TIMED = re.compile(r"@|\d[:.]\d|\b\d{4}\b|\b[ap]\.?m\b", re.IGNORECASE)
_JOB = re.compile(
    r"(?:(?:contributing|senior|staff|chief|managing|technical|executive|assistant) ){0,3}"
    r"(?:writer|editor|contributor|columnist|publisher|reporter|correspondent|photographer|producer|author|fact-?checker"
    r"|guest|member|penulis|jurnalis|wartawan|redaktur|kontributor|koresponden|fotografer)s?"
    r"(?: (?:senior|muda|utama|pelaksana|foto|daerah|magang|lepas|tamu))?",
    re.IGNORECASE,
)
_EDGES = " ,.:;-–—|•·*"


def names(text: str) -> tuple[str, ...]:
    """The names in a byline or credit, in order, without roles, reporter codes ("C31") and initials ("abc")."""
    return _names(" ".join(text[:LONGEST].split()))


@lru_cache(maxsize=1_024)
def _names(text: str) -> tuple[str, ...]:
    text = _ASIDE.sub("", _CODES.sub("", _GLUED.sub("", text)))
    bare = _LEADING.sub("", text)
    if bare.rstrip(" :").lower() in _JOBS[2:]:
        return ()
    bare = _DOMAIN.sub("", _AFTER.sub("", bare)).strip(_EDGES)
    found: list[str] = []
    for part in _BETWEEN.split(bare):
        name = _AFTER.sub("", part).strip(_EDGES + "()[]")
        if not name or not any(c.isalpha() for c in name) or _CODE.match(name) or len(name) > 60:
            continue
        if found and _TITLES.match(name):  # "Ani Wijaya, S.Sos"
            found[-1] += f", {name}"
        elif not (found and _OFFICE.match(name)):  # "Ani Wijaya, Dosen Universitas Rekaan"
            found.append(name)
    return tuple(n for n in found if n.lower() not in _JOBS) if len(found) > 1 else tuple(found)


def credits(text: str) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """The credits in a line, each with its field ("authors", "editors", None where no role is stated) and its names.

    The role may stand before ("Rep: C31/ Red: Ani": no author, one editor) or after ("Ani Wijaya Editor"). Who took
    the picture, and when it was said, is left out.
    """
    return ((field, names(part)) for field, part in _parts(text[:LONGEST]))


def stated(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The credits in a line that state a role."""
    return ((field, names(part)) for field, part in _parts(text[:LONGEST]) if field)


@lru_cache(maxsize=1_024)  # several readers ask about each line near the story
def _parts(text: str) -> tuple[tuple[str | None, str], ...]:
    return tuple(_split(" ".join(text.split()).lstrip(": ")))


def _split(text: str) -> Iterator[tuple[str | None, str]]:
    text = _without_time(_RUN_ON.sub(" ", _RIGHTS.split(text)[0]))
    if (after := _ROLE_AFTER.match(text)) and not any(_marks(after[1])):
        yield "editors" if after[2] in ("Editor", "Redaktur") else "authors", after[1]
        return
    marks = list(_marks(text))
    start = text[: marks[0].start()] if marks else text
    if not marks or start.rstrip().endswith(("|", "/", ";", "•", "·")):
        yield None, start
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        part = text[mark.end() : following.start() if following else len(text)].strip(" /|,;-–—")
        if not mark["others"]:
            yield "editors" if mark["editors"] else "authors", part


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Where roles are stated: with a colon anywhere; without one before a name, at the start, after a separator, or
    with a capital where the role before had none either."""
    opened = False
    for mark in _MARK.finditer(text):
        before, after = text[: mark.start()].rstrip(), text[mark.end() :].lstrip()
        apart = not before or before[-1] in "|/;•·" or (opened and mark[0][0].isupper())
        if mark["colon"] or (apart and after[:1].isupper() and not mark["others"]):
            opened = opened or not mark["colon"]
            yield mark


def _without_time(text: str) -> str:
    """A credit without the time that stands before or after it."""
    for _ in range(3):
        spans = [found.span() for pattern in (TIME_FIRST, MOMENT, RELATIVE) if (found := pattern.search(text))]
        if not spans:
            break
        start, end = min(spans)
        before, after = text[:start].rstrip(_EDGES + "("), text[end:].lstrip(_EDGES + ")")
        text = after if not before or (any(_marks(after)) and not any(_marks(before))) else before
    return text.removesuffix(" pada").removesuffix(" on")


def plausible(name: str) -> bool:
    """Whether a text may be a name: a few words with capitals, no control of the page, no section, job or time."""
    words = name.replace(",", " ").split()
    if not 1 <= len(words) <= _MOST or words[0].lower() in _CONTROLS or words[-1].lower() in _OPEN:
        return False
    if not any(map(str.isalpha, name)) or name[-1] in "?!:" or _TIMED.search(name) or _JOB.fullmatch(name):
        return False
    if _SECTIONS.issuperset(name.lower().split()):
        return False
    return len(words) == 1 or all(not w[0].islower() or w.lower() in _PARTICLES for w in words)


def unique(found: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once, whatever their case."""
    seen: dict[str, str] = {}
    for name in found:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())
