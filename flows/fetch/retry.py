"""When a host is asked again after it failed."""

import random
from datetime import datetime
from email.utils import parsedate_to_datetime

from flows.fetch.model import FetchError, Limits

PASSING = {"rate limited", "no connection", "connection closed", "timeout", "truncated"}

REFUSED = {"private address", "port not allowed", "no contact"}  # before anything was asked


def passes(error: FetchError) -> bool:
    """Whether a failure is of a kind that may be over when the same is asked again."""
    return error.reason in PASSING or (error.status or 0) >= 500


def blames_host(error: FetchError) -> bool:
    """Whether a failure is the host's: it did not answer as a server should, and was not refused here."""
    answered = error.status is not None and error.status < 500 and error.status != 429
    return not answered and error.reason not in REFUSED


def rest(error: FetchError, failures: int, limits: Limits) -> float:
    """Seconds to leave a host alone after so many failures (from 1): what it asks for, else a random share of a span.

    The span doubles with each failure. A share of it from nothing to all ("full jitter") keeps those who failed
    together from coming back together.
    """
    if error.retry_after is not None:
        return min(error.retry_after, limits.longest_rest)
    return random.uniform(0, min(limits.back_off * 2 ** (failures - 1), limits.longest_rest))


def seconds_asked(header: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for: seconds, or a date. None where it says neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):  # no date; one without a zone
        return None
