"""Who, when, where filed and tagged: as the themes and systems of Indonesian outlets display it, on pages of no known
outlet. Each page has what misleads around its story: menus, cards of other stories with their own bylines and times, a
list of popular tags, a footer."""

from datetime import UTC, datetime

import pytest

from cleaners import Article, extract
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE = HEADLINES[0]
PARAGRAPHS = [" ".join(SENTENCES[i : i + 2]) for i in (0, 2, 4, 6)]
RATNA, DIMAS, SARI = "Ratna Kusumaningsih", "Dimas Wiguna", "Sari Pranadewi"
TEN_WIB = datetime(2025, 5, 5, 3, tzinfo=UTC)
STATED = '<meta property="article:published_time" content="2025-05-05T10:00:00+07:00">'

MENU = "<header><a href=/>Kabar Rekaan</a><nav><ul><li><a href=/>Beranda</a></li><li><a href=/desa>Desa</a></li><li><a href=/bola>Bola</a></li></ul></nav></header>"
CARDS = "<div class=related-posts><h3>Berita Terkait</h3>" + "".join(
    f"<div class=card><a href=/x{day}><h4>{headline}</h4></a><span class=author>Oleh Wira Sontani</span> <span class=date>{day} Mei 2024 08:0{day} WIB</span></div>"
    for day, headline in enumerate(HEADLINES[1:4], 1)
)
SIDE = (
    "</div><aside><h3>Terpopuler</h3><ol>"
    + "".join(
        f"<li><a href=/y{i}>{headline}</a><br><small>by Lastri Handayani - {i} April 2024</small></li>"
        for i, headline in enumerate(HEADLINES[4:7], 1)
    )
    + "</ol><h3>Tag Populer</h3><a href=/tag/pilkada>Pilkada</a> <a href=/tag/bola>Bola</a></aside>"
)
FOOT = (
    "<footer><a href=/redaksi>Redaksi</a> <a href=/pedoman>Pedoman Media Siber</a><p>© 2025 Kabar Rekaan</p></footer>"
)


def read(
    above: str = "",
    below: str = "",
    *,
    head: str = "",
    heading: str = f"<h1>{TITLE}</h1>",
    first: str = "",
    last: str = "",
) -> Article:
    body = first + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + last
    article = extract(
        f"<!doctype html><html><head><meta charset=utf-8><title>{TITLE} - Kabar Rekaan</title>{head}</head><body>{MENU}<main><article>"
        f'{heading}{above}<div class="entry-content isi">{body}</div>{below}</article>{CARDS}{SIDE}</main>{FOOT}</body></html>'.encode(),
        "https://www.kabarrekaan.example/desa/panen",
        rules=False,
    )
    assert article.text == "\n\n".join(PARAGRAPHS)
    return article


def test_a_page_that_states_nothing_has_nothing() -> None:
    article = read()
    assert (article.authors, article.editors, article.tags, article.captions) == ((), (), (), ())
    assert (article.published_at, article.modified_at, article.section, article.deck) == (None, None, None, None)


@pytest.mark.parametrize(
    ("above", "below", "authors", "editors"),
    [
        # WordPress themes
        (f'<div class="jeg_post_meta"><div class="jeg_meta_author"><img alt="{RATNA}" src=a.png><span class="meta_text">by</span> <a href="/author/ratna/">{RATNA}</a></div><div class="jeg_meta_date"><a href="#">5 Mei 2025</a></div></div>', "", [RATNA], []),
        (f'<div class="td-post-author-name"><div class="td-author-by">By</div> <a href="/author/ratna/">{RATNA}</a><div class="td-author-line"> - </div></div><span class="td-post-date"><time>5 Mei 2025</time></span>', "", [RATNA], []),
        (f'<div class="table-cell gmr-content-metasingle"><div class="meta-content"><span class="author vcard"><a class="url fn n" href="/author/ratna/">{RATNA}</a></span></div></div>', "", [RATNA], []),
        (f'<div class="gmr-metacontent"><span class="posted-on"><span class="byline">|</span><time>5 Mei 2025</time></span><span class="screen-reader-text">oleh</span> <span class="entry-author vcard" itemprop="author"><a class="url fn n"><span itemprop="name">{RATNA}</span></a></span></div>', "", [RATNA], []),
        (f'<div class="entry-meta"><span class="posted-on">Posted on <time>5 Mei 2025</time></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/ratna/">{RATNA}</a></span></span></div>', "", [RATNA], []),
        (f'<ul class="elementor-post-info"><li itemprop="author"><a href="/author/ratna/"><span class="elementor-post-info__item--type-author">{RATNA}</span></a></li><li><span>Tak ada komentar</span></li></ul>', "", [RATNA], []),
        # others' systems
        (f'<span class="post-author vcard">Posted by <span class="fn" itemprop="author"><a class="g-profile" rel="author"><span itemprop="name">{RATNA}</span></a></span></span>', "", [RATNA], []),
        (f'<div class="read__info__author"><a href="/author/512/Ratna">{RATNA}</a></div>', f'<div class="read__author"><p>Editor: <a href="/author/300/Sari">{SARI}</a></p></div>', [RATNA], [SARI]),
        ('<div class="read__info__author"><a href="/author/7">Tim PRMN 07</a></div>', "", ["Tim PRMN 07"], []),
        (f'<div id="penulis">Penulis: <a href="/penulis/ratna">{RATNA}</a></div><div id="editor">Editor: <a href="/editor/sari">{SARI}</a></div>', "", [RATNA], [SARI]),
        (f"<div class=credit>Penulis: <a>{RATNA}</a> | Editor: <a>{SARI}</a></div>", "", [RATNA], [SARI]),
        (f"<div>Rep: {RATNA}/ Red: <a href=/penulis/713/sari>{SARI}</a></div>", "", [RATNA], [SARI]),
        (f"<div>Rep: C31/ Red: {SARI}</div>", "", [], [SARI]),
        ("", f'<p class="text-muted mt-2 small">Pewarta: {RATNA}<br>Editor: {SARI}<br>COPYRIGHT © KABAR REKAAN 2025</p>', [RATNA], [SARI]),
        ("", f"<p>Pewarta : {RATNA}/{DIMAS}<br/>Editor : {SARI}</p>", [RATNA, DIMAS], [SARI]),
        (f"<p>Oleh: <a href=/penulis/ratna>{RATNA}</a> • Editor: <a href=/editor/sari>{SARI}</a></p>", "", [RATNA], [SARI]),
        (f"<p><small>Oleh : {RATNA} | 05 Mei 2025 | Dibaca 120 kali</small></p>", "", [RATNA], []),
        (f'<div><i class="fa fa-user"></i> {RATNA} <i class="fa fa-calendar"></i> Senin, 05 Mei 2025 10:00 WIB <i class="fa fa-eye"></i> 120</div>', "", [RATNA], []),
        (f"<p>{RATNA} • 5 Mei 2025 10:00</p>", "", [RATNA], []),
        (f'<div class="journalist"><span>{RATNA} , Jurnalis-Senin, 5 Mei 2025 |10:00 WIB</span></div>', "", [RATNA], []),
        (f'<div class="byline">{RATNA}, Kabar Rekaan</div><div>Senin, 05 Mei 2025 10:00 WIB</div>', "", [RATNA], []),
        ("<div><span>Kabar Rekaan</span></div><div>Senin, 05 Mei 2025 10:00 WIB</div>", "", ["Kabar Rekaan"], []),
        (f'<div class="detail-nama-redaksi"><a rel="author" href="/blog/1">{RATNA}</a></div>', "", [RATNA], []),
        (f'<div class="detail__author">{RATNA} - <span class="label">rekaanNews</span></div>', "", [RATNA], []),
        (f'<div class="credit-title-name"><div class="credit-title-nameEditor">{RATNA},</div><div class="credit-title-nameEditor">{SARI}</div></div><p>Tim Redaksi</p><div class="credit-author-name">{RATNA}</div><div class="credit-author-position">Penulis</div><div class="credit-author-name">{SARI}</div><div class="credit-author-position">Editor</div>', "", [RATNA], [SARI]),
        ("", f"<div>Redaktur : {SARI}<br>Reporter : {RATNA}</div>", [RATNA], [SARI]),
        (f"<p>Oleh <a href=/me/1><span>{RATNA}</span></a> pada <time>05 Mei 2025, 10:00 WIB</time></p>", f"<ul><li><a href=/me/1>{RATNA}<small>Author</small></a></li><li><a href=/me/2>{SARI}<small>Editor</small></a></li></ul>", [RATNA], [SARI]),
        ("", f"<ul><li>Author</li><li><a>{RATNA}</a></li><li><a>{DIMAS}</a></li><li>Editor</li><li><a>{SARI}</a></li></ul><p>Credits (3)</p>", [RATNA, DIMAS], [SARI]),
        ("", f"<h4>Kredit</h4><p>{RATNA}</p><p>Reporter</p><p>{SARI}</p><p>Editor</p>", [RATNA], [SARI]),
        ("", f'<div><a><span class="name-editor">{RATNA}</span> <span class="job-editor">Reporter</span></a> <a><span class="name-editor">{SARI}</span> <span class="job-editor">Editor</span></a></div>', [RATNA], [SARI]),
        ("", f"<table><tr><td>Penulis</td><td>: {RATNA}</td></tr><tr><td>Editor</td><td>: {SARI}</td></tr></table>", [RATNA], [SARI]),
        (f"<p>Oleh {RATNA} | Senin, 5 Mei 2025 | 10:00 WIB</p>", "", [RATNA], []),
        (f"<p>Ditulis oleh {RATNA}</p><p>5 Mei 2025</p>", "", [RATNA], []),
        (f"<div>{RATNA}</div><div>Senin, 5 Mei 2025 10:00 WIB</div>", "", [RATNA], []),
        (f"<div>Senin, 5 Mei 2025 10:00 WIB</div><div>{RATNA}</div>", "", [RATNA], []),
        ("", f'<div class="author-box"><img><div class="author-box-name"><a href="/author/ratna">{RATNA}</a></div><div class="author-box-bio">Wartawan yang gemar menulis tentang desa.</div></div>', [RATNA], []),
        (f'<span class="penulis">{RATNA}</span> <span class="redaktur">{SARI}</span>', "", [RATNA], [SARI]),
        (f'<div class="nama-wartawan">{RATNA}</div>', "", [RATNA], []),
        (f'<span itemprop="author" itemscope><span itemprop="name">{RATNA}</span></span>', "", [RATNA], []),
        (f"<p data-qa-id=author-name>{RATNA}</p>", "", [RATNA], []),
        (f"<div class=author>Oleh <a href=/author/r>{RATNA}</a> dan <a href=/author/d>{DIMAS}</a></div>", "", [RATNA, DIMAS], []),
        (f"<div class=author>Oleh : <ul><li><a>{RATNA}</a></li><li><a>{DIMAS}</a></li></ul></div>", "", [RATNA, DIMAS], []),
        ("<div class=meta><span class=author>Redaksi</span> <span>5 Mei 2025</span></div>", "", ["Redaksi"], []),
        ("", f"<p>Reporter: {RATNA}<br>Fotografer: {DIMAS}<br>Editor: {SARI}</p>", [RATNA], [SARI]),
        ("<p>Kabar Rekaan | Senin, 05/05/2025 10:00 WIB</p>", "", ["Kabar Rekaan"], []),
        # what is no byline
        ("<p><a href=/>Kabar Rekaan</a> - 05/05/2025, 10:00 WIB</p>", "", [], []),
        ("<div>Senin, 5 Mei 2025 10:00 WIB</div><div>Kabar Rekaan/Joko Susilo</div><img src=a.jpg>", "", [], []),
        ('<div class="photo"><img src=a.jpg><span class="author">KABAR REKAAN/JOKO SUSILO</span></div>', "", [], []),
        ("<div>Ekonomi Bisnis</div><div>Senin, 5 Mei 2025 10:00 WIB</div>", "", [], []),
        ("<div class=author-tools>Bagikan</div><div class=author-follow><a>Ikuti Kami</a></div>", "", [], []),
        ("", f'<div id="comments"><h3>1 Komentar</h3><ol><li class="comment"><span class="comment-author vcard"><b class="fn">{DIMAS}</b></span><p>Bagus sekali beritanya.</p></li></ol></div>', [], []),
    ],
)  # fmt: skip
def test_who_wrote_and_edited(above: str, below: str, authors: list[str], editors: list[str]) -> None:
    article = read(above, below)
    assert (list(article.authors), list(article.editors)) == (authors, editors)


@pytest.mark.parametrize(
    ("first", "last", "authors", "editors"),
    [
        (f"<p>Reporter: <b>{RATNA}</b> | Editor: <b>{SARI}</b></p>", "", [RATNA], [SARI]),
        (f"<p>Laporan Wartawan Kabar Rekaan, {RATNA}</p>", "", [RATNA], []),
        ("", f"<p>Penulis: {RATNA}<br>Editor: {SARI}</p>", [RATNA], [SARI]),
        ("", f"<p><strong>Penulis : {RATNA}</strong></p><p><strong>Editor : {SARI}</strong></p>", [RATNA], [SARI]),
        ("", f"<p>({RATNA})</p>", [RATNA], []),
        ("", "<p>(rat/dim)</p>", [], []),
    ],
)
def test_credits_within_the_story_s_own_element(first: str, last: str, authors: list[str], editors: list[str]) -> None:
    article = read(first=first, last=last)
    assert (list(article.authors), list(article.editors)) == (authors, editors)


@pytest.mark.parametrize("key", ["penulis", "reporter", "reporters"])
def test_without_a_byline_the_data_layer_names_the_reporter(key: str) -> None:
    layer = f'<script>dataLayer.push({{"kanal": "desa", "{key}": "{RATNA}", "editor": "{SARI}", "author": "admin"}});</script>'
    article = read(head=layer)
    assert (article.authors, article.sources["authors"], article.editors) == ((RATNA,), f"data layer: {key}", ())
    assert read(f"<p>Oleh {DIMAS}</p>", head=layer).authors == (DIMAS,)
    assert read(head=layer.replace(RATNA, "Tim Redaksi")).authors == ()


@pytest.mark.parametrize(
    "above",
    [
        "<p>Senin, 5 Mei 2025 10:00 WIB</p>",
        "<p>Senin (5/5/2025) | 10:00 WIB</p>",
        "<span>05-05-2025, 10:00</span>",
        "<p>05/05/25 10:00 WIB</p>",
        "<p>Senin, 5 Mei 2025 11.00 Wita</p>",
        "<p>5 Mei 2025 | 12:00 WIT</p>",
        "<p>May 5, 2025 10:00 AM</p>",
        "<p>Monday, 05 May 2025 10:00</p>",
        "<time>2025-05-05 10:00:00</time>",
        "<span>Senin, 5 Mei 2025</span><br><span>10:00 WIB</span>",
        "<ul><li>5 Mei 2025</li><li>10:00</li></ul>",
        "<p>Senin, 5 Mei 2025 pukul 10.00 WIB</p>",
        "<p>Dipublikasikan pada: 5 Mei 2025, 10:00 WIB</p>",
        '<p><i class="fa fa-clock"></i> 5 Mei 2025 10:00 WIB &nbsp; <i class="fa fa-eye"></i> 1.203 views</p>',
        "<p>Sukarimba, Senin 5 Mei 2025 10:00 WIB</p>",
        "<p>Desa | Senin, 5 Mei 2025 10:00 WIB</p>",
        "<p>Oleh Redaksi Kabar Rekaan - Senin, 5 Mei 2025 10:00 WIB</p>",
        "<p>Senin, 5 Mei 2025 10:00 WIB · 3 menit baca</p>",
        "<div>5 Mei 2025, 10:00 WIB 0 Komentar</div>",
        "<div><span>05</span> <span>Mei</span> <span>2025</span> <span>10:00 WIB</span></div>",
        "<p>Tayang: Senin, 5 Mei 2025 10:00 WIB | Diperbarui: Selasa, 6 Mei 2025 09:00 WIB</p>",
        "<p>Diperbarui: Selasa, 6 Mei 2025 09:00 WIB</p><p>Diterbitkan: Senin, 5 Mei 2025 10:00 WIB</p>",
        '<time class="entry-date published" datetime="2025-05-05T10:00:00+07:00">5 Mei 2025</time><time class="updated" datetime="2025-05-06T11:00:00+07:00">6 Mei 2025</time>',
        '<time class="entry-date updated" datetime="2025-05-05T10:00:00+07:00">5 Mei 2025</time>',
        '<abbr class="published" itemprop="datePublished" title="2025-05-05T10:00:00+07:00">Senin, 05 Mei 2025</abbr>',
        '<span itemprop="datePublished" content="2025-05-05T10:00:00+07:00">5 Mei</span>',
    ],
)
def test_when_it_was_published(above: str) -> None:
    assert read(above).published_at == TEN_WIB


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        ("", f"<h1>{TITLE}</h1>"),
        ("<p>Senin, 5 Mei 2025</p>", f"<h1>{TITLE}</h1>"),
        ("<p>3 jam lalu</p>", f"<h1>{TITLE}</h1>"),
        ("", f"<div>Minggu, 10 Agustus 2025 08:15 WIB</div><h1>{TITLE}</h1>"),
        (
            "<figure><img><figcaption>Petani menjemur gabah, Minggu (4/5/2025).</figcaption></figure>",
            f"<h1>{TITLE}</h1>",
        ),
    ],
)
def test_what_the_page_does_not_show_to_the_minute_its_data_states(above: str, heading: str) -> None:
    assert read(above, heading=heading, head=STATED).published_at == TEN_WIB


def test_the_clock_of_the_site_is_not_when_the_story_was_published() -> None:
    clock = f"<div>Minggu, 10 Agustus 2025 08:15 WIB</div><h1>{TITLE}</h1>"
    assert read("<p>Senin, 5 Mei 2025 10:00 WIB</p>", heading=clock).published_at == TEN_WIB


@pytest.mark.parametrize(
    "above",
    [
        "<p>3 jam lalu</p>",
        "<figure><img><figcaption>Petani menjemur gabah, Minggu (4/5/2025).</figcaption></figure>",
        '<img src=a><p class="wp-caption-text">Petani menjemur gabah di Sukarimba, Minggu (4/5/2025).</p>',
    ],
)
def test_what_is_no_time_of_publication(above: str) -> None:
    assert read(above).published_at is None


@pytest.mark.parametrize(
    ("zone", "offset", "hours"), [("+08:00", 8, 8), ("+09:00", 9, 9), ("+00:00", 0, 7), ("+05:30", 5, 7)]
)
def test_a_clock_without_a_zone_is_the_country_s_as_the_data_states_it(zone: str, offset: int, hours: int) -> None:
    head = f'<meta property="article:published_time" content="2025-05-05T10:00:00{zone}">'
    published = read("<p>Senin, 5 Mei 2025 10:00</p>", head=head).published_at
    assert published == datetime(2025, 5, 5, 10 - hours, tzinfo=UTC)


@pytest.mark.parametrize(
    ("below", "tags"),
    [
        ("<div class=jeg_post_tags><span>Tags:</span> <a href=/tag/padi/ rel=tag>padi</a><a href=/tag/bendung/ rel=tag>bendung</a></div>", ["padi", "bendung"]),
        ("<ul class=td-tags><li><span>TAGS</span></li><li><a href=/tag/padi/>padi</a></li><li><a href=/tag/bendung/>bendung</a></li></ul>", ["padi", "bendung"]),
        ('<footer class=entry-footer><span class=cat-links>Kategori: <a href=/category/desa/ rel="category tag">Desa</a></span> <span class=tags-links>Tag: <a href=/tag/padi/ rel=tag>padi</a>, <a href=/tag/bendung/ rel=tag>bendung</a></span></footer>', ["padi", "bendung"]),
        ("<h3 class=tag__title>Tags</h3><ul class=tag__list><li><h4><a href=/tag/padi>padi</a></h4></li><li><h4><a href=/tag/bendung>bendung</a></h4></li></ul>", ["padi", "bendung"]),
        ("<div><a href=/tag/padi><h3>padi</h3></a><a href=/tag/bendung><h3>bendung</h3></a></div>", ["padi", "bendung"]),
        ("<p><a href='/search?q=padi'>#padi</a> <a href='/search?q=bendung'>#bendung</a></p>", ["padi", "bendung"]),
        ("<p>#padi #bendung</p>", ["padi", "bendung"]),
        ("<div>TOPIK TERKAIT</div><a href=/topik/padi>padi</a> <a href=/topik/bendung>bendung</a>", ["padi", "bendung"]),
        ("<p>Tags: padi, bendung</p>", ["padi", "bendung"]),
        ("<p>Kata Kunci : <a href=/k/padi>padi</a>, <a href=/k/bendung>bendung</a></p>", ["padi", "bendung"]),
        ("<div itemprop=keywords><a href=/s/padi>padi</a><a href=/s/bendung>bendung</a></div>", ["padi", "bendung"]),
        ("<div>Labels: <a href=/search/label/padi rel=tag>padi</a>, <a href=/search/label/bendung rel=tag>bendung</a></div>", ["padi", "bendung"]),
        ("<div>Bagikan</div><ul><li>Facebook</li><li>Twitter</li></ul><div>Tag: <a href=/tag/padi>padi</a> <a href=/tag/bendung>bendung</a> <a href=/tags>More Tag</a></div>", ["padi", "bendung"]),
        (f"<p>Editor: {SARI}</p><ul><li><a href=/tag/padi>padi</a></li><li><a href=/tag/bendung>bendung</a></li></ul>", ["padi", "bendung"]),
        ("<div class=tags>Tag: <a href=/tag/padi>padi</a></div>", ["padi"]),
        ("<ul class=tags><li>Tag</li><li><a href=/tag/padi>padi</a></li></ul>", ["padi"]),
        ("<a href=/tag/padi>Padi</a>", []),
        ("<h3>Topik Populer</h3><a href=/tag/pilkada>pilkada</a> <a href=/tag/pemilu>pemilu</a>", []),
        (f"<div class=card><span class=tag><a href=/desa>Desa</a></span><a href=/z>{HEADLINES[7]}</a></div>", []),
    ],
)  # fmt: skip
def test_tags(below: str, tags: list[str]) -> None:
    assert list(read(below=below).tags) == tags


@pytest.mark.parametrize(
    ("heading", "above", "head", "section"),
    [
        (f"<div class=breadcrumb><a href=/>Beranda</a> &gt; <a href=/desa>Desa</a> &gt; <span>{TITLE}</span></div><h1>{TITLE}</h1>", "", "", "Desa"),
        (f"<nav aria-label=breadcrumb><ol><li><a href=/>Home</a></li><li><a href=/desa>Desa</a></li><li><a href=/desa/panen>Panen</a></li><li>{TITLE[:25]}...</li></ol></nav><h1>{TITLE}</h1>", "", "", "Panen"),
        (f"<p id=breadcrumbs><span><a href=/>Home</a> » <a href=/desa>Desa</a> » <strong>{TITLE}</strong></span></p><h1>{TITLE}</h1>", "", "", "Desa"),
        (f"<ul class=breadcrumb><li><a href=/>Home</a></li><li><a href=/news>News</a></li><li>Regional</li></ul><h1>{TITLE}</h1>", "", STATED, "Regional"),
        (f"<div class=crumb><a href=/>Home</a> / <a href=/desa>Desa</a> / Detail Berita</div><h1>{TITLE}</h1>", "", "", "Desa"),
        (f"<span class=category><a href=/category/desa>Desa</a></span><h1>{TITLE}</h1>", "", "", "Desa"),
        (f"<h1>{TITLE}</h1>", '<span class=cat-links><a href=/category/desa rel="category tag">Desa</a></span>', "", "Desa"),
        (f"<h1>{TITLE}</h1>", "", '<meta property="article:section" content="Desa">', "Desa"),
        (f"<div class=breadcrumb><a href=/>Beranda</a> / <a href=/desa>Desa</a></div><h1>{TITLE}</h1>", "", '<meta property="article:section" content="News">', "Desa"),
        (f"<div class=breadcrumb><a href=/>Beranda</a></div><h1>{TITLE}</h1>", "", "", None),
    ],
)  # fmt: skip
def test_section(heading: str, above: str, head: str, section: str | None) -> None:
    assert read(above, heading=heading, head=head).section == section


DECK = "Bendung baru mengairi lereng timur sejak awal tahun."


@pytest.mark.parametrize(
    ("above", "deck"),
    [
        (f"<div class=detailsLead>{DECK}</div><p>Oleh {RATNA}</p>", DECK),
        (f"<h2 class=subtitle>{DECK}</h2><p>Senin, 5 Mei 2025 10:00 WIB</p>", DECK),
        (f"<p class=sinopsis>{DECK}</p>", DECK),
        (f"<h4>Ringkasan</h4><ul><li>{DECK}</li></ul>", None),
    ],
)
def test_standfirst(above: str, deck: str | None) -> None:
    assert read(above, head=f'<meta property="og:description" content="{DECK} Ini ringkasan.">').deck == deck


def test_a_description_in_the_data_is_no_standfirst() -> None:
    assert read(head=f'<meta property="og:description" content="{DECK}">').deck is None


def test_captions_are_those_of_the_story_s_pictures() -> None:
    picture = "<figure><img><figcaption>Petani menjemur gabah. (Foto: Rekaan/Dok. Warga)</figcaption></figure>"
    gallery = "<div class=caption><a href=/foto/1>Foto: Panen Raya di Lembayung</a></div>"
    controls = "<figcaption>Perbesar</figcaption><figcaption>1 / 3</figcaption>"
    article = read(picture + controls, gallery)
    assert article.captions == ("Petani menjemur gabah. (Foto: Rekaan/Dok. Warga)",)
