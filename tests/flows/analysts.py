"""A small corpus whose answers can be told by hand: papers, people and places do not exist."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

import db
from cleaners.model import Article, Cut, RawPage

START = datetime(2026, 8, 1, 1, tzinfo=UTC)
BRIDGE = "Jembatan bambu di Sukarimba dibuka lagi setelah banjir. Warga menyeberang sejak pagi."
CUTS = (Cut("dateline", "SUKARIMBA, KABAR - ", 0, 19), Cut("crosslink", "Baca juga: Panen", 90, 106))


def put(engine: Engine) -> None:
    """Store eight dated articles of three papers, one without a date, and twenty-one of a fourth, and find copies.

    The first of Kabar is told by all three; of the fourth, the last is far longer than the others.
    """
    told = [
        _told("kabar/1", BRIDGE, 0, tags=("Banjir", "Sukarimba"), changed=0.5, cuts=CUTS, kind="story"),
        _told("kabar/2", "Pasar apung buka.", 24, tags=("banjir",), changed=3, section="Ekonomi", kind="video"),
        _told("kabar/3", "Sekolah perahu libur.", 96, changed=26.5, cuts=CUTS[1:]),
        _told("warta/1", BRIDGE, 2, tags=("Banjir",), wire_source="Kabar"),
        _told("warta/2", "Kerajaan negeri itu menutup sebuah jambatan kerana banjir.", 4, language="ms", sure=0.75),
        _told("warta/3", "Lumbung desa penuh.", 52, wire_source="Antara"),
        _told("warta/4", "Panen padi mulai.", 60),
        _told("pos/1", BRIDGE, 6, tags=("Lembayung",)),
        _told("pos/2", "Tidak ada tanggal di halaman ini."),
        *(_told(f"surat/{i}", f"Surat pembaca nomor {i} tentang jalan.") for i in range(20)),
        _told("surat/20", "Surat pembaca yang panjang sekali. " * 40, extractor="trafilatura"),
    ]
    db.store(engine, told, "run")
    db.store(engine, [_refused("surat/21", "no story"), _refused("surat/22", "no story")], "run")
    db.quarantine(engine, [db.Rejected("/arsip/kosong.html", "read", "empty", "")])
    db.find_copies(engine)


def _told(
    path: str, text: str, hour: float | None = None, *, changed: float | None = None, sure: float = 0.9, **fields: Any
) -> db.Result:
    outlet = path.partition("/")[0]
    published = None if hour is None else START + timedelta(hours=hour)
    modified = published + timedelta(hours=changed) if published and changed else None
    url = f"https://{outlet}.example/{path}"
    about = {"title": f"Judul {path}", "url": url, "outlet": outlet, "language": "id", "extractor": "rules", **fields}
    about |= {"language_confidence": sure, "published_at": published, "modified_at": modified, "ruleset": "1"}
    return db.Result(RawPage(url, f"<p>{text}</p>".encode(), url=url, content_type="text/html"), Article(text, **about))


def _refused(path: str, reason: str) -> db.Result:
    url = f"https://surat.example/{path}"
    return db.Result(RawPage(url, b"<p></p>", url=url), Article(outlet="surat", refused=reason, ruleset="1"))
