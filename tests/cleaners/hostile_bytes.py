"""Hostile bodies: charsets that are not what they say they are, and files that are no pages."""

import gzip
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from tests.cleaners.hostile_page import MEGABYTES, Hostile, page


def utf(charset: str, **parts: str) -> Callable[[], bytes]:
    return lambda: page(**parts).encode(charset)


def random_markup() -> str:
    return "".join(random.Random(1).choices("<>/=\"' abcdefp&;#!-", k=1_000_000))


def _zip() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("berita.html", page())
    return packed.getvalue()


def _png() -> bytes:
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 300, 300, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(random.Random(1).randbytes(90_300))),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def _pdf() -> bytes:
    stream = zlib.compress(page().encode())
    return (
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n4 0 obj\n<< /Filter /FlateDecode >>\nstream\n"
        + stream
        + b"\nendstream\nendobj\n%%EOF\n"
    )


DECLARED = "<meta charset={}>"
ENCODED = {
    **{f"{charset}": Hostile(utf(charset)) for charset in (
        "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig",
    )},
    "UTF-16 that ends in half a unit": Hostile(lambda: page().encode("utf-16")[:-1]),
    "UTF-8 that says it is UTF-16": Hostile(utf("utf-8", head=DECLARED.format("utf-16"))),
    "UTF-8 that says it is Latin-1": Hostile(utf("utf-8", head=DECLARED.format("iso-8859-1"))),
    "windows-1252 that says it is UTF-8": Hostile(utf("windows-1252", head=DECLARED.format("utf-8"))),
    "windows-1252 that says it is Big5": Hostile(utf("windows-1252", head=DECLARED.format("big5"))),
    "a charset that is no charset": Hostile(utf("windows-1252", head=DECLARED.format("rot13"))),
    "a charset of 1 MB": Hostile(utf("windows-1252", head=DECLARED.format("a" * 1_000_000))),
    "UTF-8 cut off in a character": Hostile(lambda: page().encode() + b"\xe2\x80"),
    "4 MB of bytes that are no UTF-8": Hostile(lambda: page(head=DECLARED.format("utf-8")).encode() + b"\xff\xfe\xc0\x80" * 1_000_000, amid=True),
    "4 MB of windows-1252 in UTF-8": Hostile(lambda: page(head=DECLARED.format("utf-8")).encode() + b"<p>" + b"\x93a\x94 " * 1_000_000, amid=True),
    "half characters in UTF-8": Hostile(lambda: page().encode() + b"\xed\xa0\x80" * 500_000),
    "a PDF": Hostile(_pdf, "unreadable"),
    "a PNG": Hostile(_png, "unreadable"),
    "a gzip file": Hostile(lambda: gzip.compress(page().encode()), "unreadable"),
    "a zip file": Hostile(_zip, "unreadable"),
    "compressed data": Hostile(lambda: zlib.compress(random.Random(1).randbytes(300_000)), "unreadable"),
    "noise": Hostile(lambda: random.Random(1).randbytes(2_000_000), "unreadable"),
    "noise of markup": Hostile(lambda: page(random_markup()), amid=True),
    "nothing but NUL": Hostile(lambda: b"\0" * MEGABYTES, "empty"),
    "nothing but spaces": Hostile(lambda: b" " * MEGABYTES, "empty"),
}  # fmt: skip
