"""Stretches of days, in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement


def within(moment: ColumnElement[Any], since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """The conditions that a moment lies on the day `since` or later, and on the day `until` or before."""
    conditions = []
    if since:
        conditions.append(moment >= datetime.combine(since, time.min, UTC))
    if until:
        conditions.append(moment < datetime.combine(until, time.min, UTC) + timedelta(days=1))
    return conditions
