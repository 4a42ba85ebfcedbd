"""Bytes of a page to clean Unicode: the right charset, and nothing that breaks a parser or a database."""

import codecs
import re
from dataclasses import dataclass

# How other files begin that are saved or served as pages: PDF, gzip, Zstandard, ZIP, pictures, films.
_FILE = re.compile(rb"%PDF-|\x1f\x8b|\x28\xb5\x2f\xfd|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8|RIFF|OggS|ID3|\0\0\0.ftyp")
_SAMPLE = 10_000  # bytes
_BINARY = 0.05  # share of control characters; compressed data has .1, and a damaged page less
_CONTROLS = bytes(b for b in range(1, 32) if b not in b"\t\n\f\r\x1b")

# Charsets of which an ASCII character takes two or four bytes, by their mark or by how a page in one begins.
_WIDE = (
    ("utf-32", re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff")),
    ("utf-16", re.compile(rb"\xff\xfe|\xfe\xff")),
    ("utf-32-le", re.compile(rb"(?:[\t-~]\0\0\0){8}")),
    ("utf-32-be", re.compile(rb"(?:\0\0\0[\t-~]){8}")),
    ("utf-16-le", re.compile(rb"(?:[\t-~]\0){8}")),
    ("utf-16-be", re.compile(rb"(?:\0[\t-~]){8}")),
)
_C0 = bytes(b for b in range(32) if b not in (9, 10, 13)) + b"\x7f"
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
# What a page may be in besides UTF-8; other names that Python knows are codecs of another kind, or need their mark.
_CHARSETS = re.compile(
    r"(?:iso[-_]?8859[-_]?\d{1,2}|latin-?\d|windows[-_]?\d{3,4}|cp\d{3,4}|us-ascii|ascii|macintosh|mac-?roman|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5(?:-hkscs)?|euc-(?:jp|kr|tw)|shift[-_]jis|iso-2022-(?:jp|kr)|tis-620)"
)
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));?")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # half of a character, as no UTF-8 may have it
_C1 = {chr(byte): bytes([byte]).decode("windows-1252", "ignore") for byte in range(0x80, 0xA0)}
_STRAY = {0xDC00 + byte: bytes([byte]).decode("windows-1252", "replace") for byte in range(0x80, 0x100)}
# C1 controls (what windows-1252 punctuation becomes when it is read as Latin-1), lone surrogates, non-characters,
# and the invisible characters that split words: zero-width space, word joiner, byte order mark, soft hyphen.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_FEW = 20  # characters that are replaced faster one after another than by a pattern
_PLAIN = bytes(code for code in range(0x80) if not _UNWANTED.match(chr(code)))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the charset it was read by, and whether anything had to be repaired."""

    text: str
    charset: str
    repaired: bool


def is_text(body: bytes) -> bool:
    """Whether a body can be a page at all: not a picture, an archive or the like, whatever it is said to be."""
    if _FILE.match(body):
        return False
    sample = body[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls <= _BINARY * len(sample) or _wide(body):
        return True
    try:
        codecs.utf_8_decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page. Never fails: what cannot be read becomes U+FFFD.

    A body that is valid UTF-8 is UTF-8 whatever it declares. Otherwise a declared charset counts (byte order mark,
    HTTP header, meta element) where the body obeys it. Text that is UTF-8 for the most part is repaired byte by byte,
    and the rest is windows-1252, as browsers do.
    """
    if wide := _wide(body):
        text = body.decode(wide, "replace")
        return _tidy(text, wide, repaired="\ufffd" in text)
    rare = body.translate(None, _PLAIN)  # nearly all characters are plain, and to search only the others is faster
    repaired = len(rare) != len(rare.translate(None, _C0))
    ascii_clean = body.translate(None, _C0) if repaired else body
    try:
        return _tidy(ascii_clean.decode("utf-8-sig"), "utf-8", repaired, None if repaired else rare.decode())
    except UnicodeDecodeError:
        pass
    declared = _declared(ascii_clean, content_type)
    if declared and _CHARSETS.fullmatch(declared):
        try:
            return _tidy(ascii_clean.decode(declared), declared, repaired)
        except (UnicodeDecodeError, LookupError):
            pass
    whole = _SURROGATE.sub(b"", ascii_clean)
    lossy = whole.decode("utf-8", "replace")
    wrong = lossy.count("\ufffd")
    beyond_ascii = len(lossy) - len(lossy.encode("ascii", "ignore"))
    if declared in ("utf-8", "utf8") or wrong * 2 < beyond_ascii:
        # Stray windows-1252 bytes in UTF-8 (pasted quotes) are read as what they are.
        escaped, read = codecs.utf_8_decode(whole, "surrogateescape")  # stops before a character that is cut off
        return _tidy(escaped.translate(_STRAY) + "\ufffd" * (read < len(whole)), "utf-8", True)
    return _tidy(ascii_clean.decode("windows-1252", "replace"), "windows-1252", repaired)


def _wide(body: bytes) -> str | None:
    return next((charset for charset, beginning in _WIDE if beginning.match(body)), None)


def _declared(body: bytes, content_type: str | None) -> str | None:
    if content_type and (named := _CHARSET.search(content_type)):
        return named[1].lower()
    from bs4.dammit import EncodingDetector  # here, since it takes long to import, and UTF-8 needs no declaration

    found = EncodingDetector.find_declared_encoding(body[:4096], is_html=True, search_entire_document=True)
    return found.lower() if found else None


def tidy(text: str) -> str:
    """A text without what may not stand in one (controls, lone surrogates): JSON on a page can still spell them out."""
    return _tidy(text, "", False).text


def _tidy(text: str, charset: str, repaired: bool, rare: str | None = None) -> Decoded:
    rare = _rare(text) if rare is None else rare
    tidy = text
    if "\r" in tidy:
        tidy = tidy.replace("\r\n", "\n").replace("\r", "\n")
    folded = tidy
    unwanted = set(_UNWANTED.findall(rare))
    if len(unwanted) > _FEW:
        tidy = _UNWANTED.sub(_windows_1252, tidy)
    else:
        for character in unwanted:
            tidy = tidy.replace(character, _C1.get(character, ""))
    if "&#" in tidy:
        tidy = _REFERENCE.sub(_reference, tidy)
    return Decoded(tidy, charset, repaired or tidy != folded)


def _rare(text: str) -> str:
    """The characters of a text that may be unwanted."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def _windows_1252(found: re.Match[str]) -> str:
    return _C1.get(found[0], "")


def _reference(found: re.Match[str]) -> str:
    """A character reference stays as it is unless it names a character that may not stand in a text."""
    code = int(found[1], 16) if found[1] else int(found[2])
    if code > 0x10FFFF:
        return ""
    return found[0] if not _UNWANTED.match(chr(code)) else _UNWANTED.sub(_windows_1252, chr(code))
