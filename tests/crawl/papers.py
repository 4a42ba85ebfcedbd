"""Invented stories as pages, feeds and sitemaps."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.site.server import Answer, Site

_PLACES = ("Sukarimba", "Lembayung", "Rimbajaya", "Tirtasari", "Karangmelur", "Wanasegara", "Batulayar")
_THINGS = ("jembatan bambu", "saluran air", "balai desa", "pasar ikan", "kebun kopi")


def now() -> datetime:
    return datetime.now(UTC)


def story(number: int, part: int = 1, more: str = "") -> Answer:
    """A page with an invented story, unlike those of other numbers; `more` stands below it."""
    place, thing = _PLACES[number % len(_PLACES)], _THINGS[number % len(_THINGS)]
    title = f"Warga {place} Perbaiki {thing.title()} Nomor {number}"
    paragraphs = "".join(
        f"<p>Warga {place} memperbaiki {thing} nomor {number} yang rusak sejak banjir, bagian {part} dari {n} bagian. "
        f"Kepala desa mengatakan bahwa pekerjaan tahap {part * 10 + n} itu dibiayai dari iuran {number + 20} keluarga "
        "dan akan selesai sebelum petani mulai menanam padi di sawah sebelah timur.</p>"
        for n in range(2, 5)
    )
    return Answer(
        f"<!doctype html><html lang='id'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{paragraphs}</article>{more}</body></html>".encode()
    )


def rss(site: Site, *paths: str, date: datetime | None = None) -> Answer:
    """A feed of paths, all of the same date: now, where none is given."""
    said = format_datetime(date or now())
    items = "".join(f"<item><link>{site.url(path)}</link><pubDate>{said}</pubDate></item>" for path in paths)
    return xml(f"<rss version='2.0'><channel><title>Kabar</title>{items}</channel></rss>")


def sitemap(site: Site, lastmods: dict[str, datetime | None], kind: str = "url") -> Answer:
    """A sitemap of paths, or with kind "sitemap" an index, with their dates."""
    root = {"url": "urlset", "sitemap": "sitemapindex"}[kind]
    rows = "".join(_row(site.url(path), lastmod, kind) for path, lastmod in lastmods.items())
    return xml(f"<{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</{root}>")


def xml(text: str) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "application/xml"})


def _row(url: str, lastmod: datetime | None, kind: str) -> str:
    dated = f"<lastmod>{lastmod.isoformat()}</lastmod>" if lastmod else ""
    return f"<{kind}><loc>{url}</loc>{dated}</{kind}>"


def stories(numbers: Iterable[int]) -> dict[str, Answer]:
    """Stories by their paths."""
    return {path(number): story(number) for number in numbers}


def path(number: int) -> str:
    return f"/berita/{number}/warga-perbaiki"
