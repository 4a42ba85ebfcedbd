"""How far the stored articles have been learned from."""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Connection, Engine, Table, select

from db.memory import Learned
from db.upsert import everything, upsert

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_learned = cast(Table, Learned.__table__)


def learned_until(engine: Engine, what: str) -> datetime:
    """Until which `cleaned_at` the articles have been learned from."""
    with engine.connect() as connection:
        return connection.scalar(select(Learned.until).where(Learned.what == what)) or EPOCH


def keep_up(connection: Connection, what: str, until: datetime) -> None:
    """Note that they have been."""
    upsert(connection, _learned, [{"what": what, "until": until}], everything)
