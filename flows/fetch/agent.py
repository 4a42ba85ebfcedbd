"""The name under which kliping asks."""

import re
from importlib.metadata import version

from flows.fetch.model import FetchError
from flows.settings import settings

VARIABLE = "KLIPING_USER_AGENT"
EXAMPLE = "kliping/0.1 (+mailto:name@example.org)"

_CONTACT = re.compile(r"\S@\S|https?://\S")


def user_agent() -> str:
    """What `KLIPING_USER_AGENT` says, else the plain name. Raises FetchError where no header can hold it."""
    named = settings().user_agent or ""
    if not (named.isascii() and named.isprintable()):
        raise FetchError("no contact", f"{VARIABLE} holds characters that no header can")
    return named or f"kliping/{version('kliping')}"


def check_contact(agent: str) -> None:
    """Raises FetchError "no contact" for a name without an address to write to.

    The owner of a site must be able to write to whoever asks it, and who that is only they know: there is no default
    that would be honest.
    """
    if not _CONTACT.search(agent):
        raise FetchError("no contact", f"set {VARIABLE} to a name with an address to write to, such as {EXAMPLE!r}")
