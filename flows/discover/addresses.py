"""Which of the addresses that a site names may be those of articles."""

import re
from urllib.parse import urlsplit

from cleaners.kind import is_listed

_CHANNEL = re.compile(r"/?[a-z]*/?")  # "/ekonomi": the address of a story has more to say
_FILES = tuple(f".{suffix}" for suffix in "jpg jpeg png gif webp svg pdf mp3 mp4 xml zip".split())


def is_article(url: str) -> bool:
    """Whether an address may be that of an article: not plainly that of a list, of a channel or of another file. The
    page itself says what it is, so in doubt it may."""
    parts = urlsplit(url.lower())
    if is_listed(url) or parts.path.endswith(_FILES):
        return False
    return bool(parts.query) or not _CHANNEL.fullmatch(parts.path)
