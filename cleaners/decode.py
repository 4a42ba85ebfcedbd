"""Bytes of a page to clean Unicode: the right charset, and nothing that breaks a parser or a database."""

import re
from dataclasses import dataclass

from bs4.dammit import EncodingDetector, UnicodeDammit

MAX_BYTES = 5_000_000  # an article page is 60-300 kB; a larger one is a dump or an attack

_C0 = bytes(b for b in range(32) if b not in (9, 10, 13)) + b"\x7f"
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
# What a page may be in besides UTF-8; other names that Python knows are codecs of another kind, or need their mark.
_CHARSETS = re.compile(
    r"(?:iso[-_]?8859[-_]?\d{1,2}|latin-?\d|windows[-_]?\d{3,4}|cp\d{3,4}|us-ascii|ascii|macintosh|mac-?roman|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5(?:-hkscs)?|euc-(?:jp|kr|tw)|shift[-_]jis|iso-2022-(?:jp|kr)|tis-620)"
)
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));?", re.IGNORECASE)
# C1 controls (what windows-1252 punctuation becomes when it is read as Latin-1), lone surrogates, non-characters,
# and the invisible characters that split words: zero-width space, word joiner, byte order mark, soft hyphen.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the charset it was read by, and whether anything had to be repaired."""

    text: str
    charset: str
    repaired: bool


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page. Never fails: what cannot be read becomes U+FFFD.

    A body that is valid UTF-8 is UTF-8 whatever it declares. Otherwise a declared charset counts (byte order mark,
    HTTP header, meta element) where the body obeys it. Text that is UTF-8 for the most part is repaired byte by byte,
    and the rest is windows-1252, as browsers do.
    """
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _tidy(body.decode("utf-16", "replace"), "utf-16", len(body) % 2 == 1)
    ascii_clean = body.translate(None, _C0)
    repaired = len(ascii_clean) != len(body)
    try:
        return _tidy(ascii_clean.decode("utf-8-sig"), "utf-8", repaired)
    except UnicodeDecodeError:
        pass
    declared = _declared(ascii_clean, content_type)
    if declared and _CHARSETS.fullmatch(declared):
        try:
            return _tidy(ascii_clean.decode(declared), declared, repaired)
        except (UnicodeDecodeError, LookupError):
            pass
    lossy = ascii_clean.decode("utf-8", "replace")
    wrong = lossy.count("\ufffd")
    beyond_ascii = sum(1 for c in lossy if c > "\x7f")
    if declared in ("utf-8", "utf8") or wrong * 2 < beyond_ascii:
        # Stray windows-1252 bytes in UTF-8 (pasted quotes) are read as what they are.
        return _tidy(UnicodeDammit.detwingle(ascii_clean).decode("utf-8", "replace"), "utf-8", True)
    return _tidy(ascii_clean.decode("windows-1252", "replace"), "windows-1252", repaired)


def _declared(body: bytes, content_type: str | None) -> str | None:
    if content_type and (named := _CHARSET.search(content_type)):
        return named[1].lower()
    found = EncodingDetector.find_declared_encoding(body[:4096], is_html=True, search_entire_document=True)
    return found.lower() if found else None


def _tidy(text: str, charset: str, repaired: bool) -> Decoded:
    tidy = text
    if "\r" in tidy:
        tidy = tidy.replace("\r\n", "\n").replace("\r", "\n")
    folded = tidy
    if _UNWANTED.search(tidy):
        tidy = _UNWANTED.sub(_windows_1252, tidy)
    if "&#" in tidy:
        tidy = _REFERENCE.sub(_reference, tidy)
    return Decoded(tidy, charset, repaired or tidy != folded)


def _windows_1252(found: re.Match[str]) -> str:
    code = ord(found[0])
    return bytes([code]).decode("windows-1252", "ignore") if 0x80 <= code < 0xA0 else ""


def _reference(found: re.Match[str]) -> str:
    """A character reference stays as it is unless it names a character that may not stand in a text."""
    code = int(found[1], 16) if found[1] else int(found[2])
    if code > 0x10FFFF:
        return ""
    return found[0] if not _UNWANTED.match(chr(code)) else _UNWANTED.sub(_windows_1252, chr(code))
