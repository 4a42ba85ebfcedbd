"""Fetches addresses as one process of several: `fetch_many.py DATABASE GAP URL ...`."""

import asyncio
import sys

import db
from flows.fetch import Fetcher, Limits, SharedHosts


async def main(database: str, gap: str, *urls: str) -> None:
    limits = Limits()
    fetcher = Fetcher(SharedHosts(db.open_engine(database), limits), limits, allow_private=True)
    sys.stdin.read()  # until all are there
    await asyncio.gather(*(fetcher.fetch(url, gap=float(gap)) for url in urls))


asyncio.run(main(*sys.argv[1:]))
