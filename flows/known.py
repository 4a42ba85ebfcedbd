"""Pages read by all that is known: of the outlets, and learned of the sites."""

import os
from collections.abc import Mapping

from cleaners import Examined, RawPage, examine
from cleaners.outlets import Register
from cleaners.site import Site


def examine_page(page: RawPage, known: Register, sites: Mapping[str, Site]) -> Examined:
    """Read a page. One that does not say which site it is of belongs with those that came in the same file or folder:
    what unlike stories of several sites have in common is no story either."""
    return examine(
        page.body,
        page.url,
        page.content_type,
        fetched_at=page.fetched_at,
        known=known,
        sites=sites,
        place=_place(page.locator),
    )


def _place(locator: str) -> str:
    file, mark, _ = locator.rpartition("#")
    return file if mark else os.path.dirname(locator)
