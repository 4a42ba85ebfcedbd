"""Which of the addresses that a site names may be those of articles."""

import re
from urllib.parse import urlsplit

from cleaners.kind import is_listed

_CHANNEL = re.compile(r"/?[a-z]*/?")  # "/ekonomi": the address of a story has more to say
# What the press council and the law have each site say of itself.
_HOUSE = re.compile(
    r"(?:tentang|about|hubungi|contact)-?(?:kami|us)|kontak|redaksi|disclaimer|sanggahan|kode-etik|(?:info|pasang)-iklan"
    r"|pedoman-(?:\w+-)?(?:media-)?siber|kebijakan-(?:privasi|data-pribadi|cookie)|(?:privacy|cookie)-policy"
    r"|(?:syarat|ketentuan|terms)-(?:dan-|and-|of-)?(?:ketentuan|conditions|service|use|layanan|penggunaan)(?:-\w+)?"
)
_TELLING = re.compile(r"\d{5}|\b20\d\d/\d|(?:[-_+][a-z0-9]+){3}")  # a number of its own, its day, four words
_FILES = tuple(f".{suffix}" for suffix in "jpg jpeg png gif webp svg pdf mp3 mp4 xml zip".split())


def is_article(url: str) -> bool:
    """Whether an address may be that of an article: not plainly that of a list, of a channel, of what a site says of
    itself or of another file. The page itself says what it is, so in doubt it may."""
    parts = urlsplit(url.lower())
    if is_listed(url) or parts.path.endswith(_FILES) or _HOUSE.fullmatch(parts.path.strip("/").rpartition("/")[2]):
        return False
    return bool(parts.query) or not _CHANNEL.fullmatch(parts.path)


def tells_article(url: str) -> bool:
    """Whether an address has what only those of articles have: a number of its own, a day, the words of a headline."""
    return bool(_TELLING.search(url.lower().partition("://")[2].partition("/")[2]))
