"""The database that somebody named."""

import db


def must_exist(url: str) -> None:
    """Raises db.DatabaseError where there is none yet, as it would be made, and be empty."""
    if db.is_missing(url):
        raise db.DatabaseError("there is no such database: nothing has been run into it")
