"""Pages read by all that is known: of the outlets, and learned of the sites."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaners import RawPage
from cleaners.outlets import Register
from cleaners.site import Site

if TYPE_CHECKING:
    from cleaners import Examined


def examine_page(page: RawPage, known: Register, sites: Mapping[str, Site]) -> "Examined":
    """Read a page. One that does not say which site it is of belongs with those that came in the same file or folder:
    what unlike stories of several sites have in common is no story either."""
    from cleaners import examine  # it takes a third of a second, which a process that has pages read need not spend

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
