"""HTML to blocks: what a browser would show, in reading order, a block a line."""

import contextlib

import pytest

from cleaners.page import PageError, read_page


def blocks(html: str) -> list[str]:
    page = read_page(f"<html><head><title>Judul</title></head><body>{html}</body></html>")
    return [page.text[block.start : block.end] for block in page.blocks]


def kinds(html: str) -> list[tuple[str, str]]:
    page = read_page(html)
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>satu</p><p>dua</p>", ["satu", "dua"]),
        ("satu<br>dua<br/><br>tiga", ["satu", "dua", "tiga"]),
        ("<p>pa<b>di</b> <i>naik</i>, <a href=x>kata</a>nya</p>", ["padi naik, katanya"]),
        ("<p>satu\n   dua\t&nbsp;tiga</p>", ["satu dua tiga"]),
        ("<div>awal<p>tengah</p>akhir</div>", ["awal", "tengah", "akhir"]),
        ("<div><div><div>dalam</div></div></div>", ["dalam"]),
        ("<p>satu<!-- komentar -->dua</p>", ["satudua"]),
        ("<!-- a -->satu<!-- b -->", ["satu"]),
        ("<p>satu<script>x</script> dua<style>y</style> tiga</p>", ["satu dua tiga"]),
        ("<p>satu<iframe src=x>lama</iframe> ekor</p>", ["satu ekor"]),
        ("<p>satu</p><noscript>tanpa</noscript><template><p>t</p></template><textarea>isi</textarea><button>Bagikan</button>", ["satu", "Bagikan"]),
        ("<p>satu <svg><title>ikon</title><text>x</text></svg>dua</p>", ["satu dua"]),
        ("<div hidden>tidak</div><p style='color:red; display : none'>tidak</p><p>ya</p>", ["ya"]),
        ("awal<div hidden>tidak</div>akhir", ["awal", "akhir"]),
        ("<ul><li>satu<li>dua<ul><li>tiga</ul></ul>", ["satu", "dua", "tiga"]),
        ("<table><tr><td>Sukarimba<td>42 ton<tr><td>Lembayung<td>17 ton</table>", ["Sukarimba 42 ton", "Lembayung 17 ton"]),
        ("<h1>judul</h1>isi", ["judul", "isi"]),
        ("<p>satu<p>dua", ["satu", "dua"]),
        ("<p>a &amp; b &lt;c&gt; &eacute; &#8220;d&#8221;</p>", ["a & b <c> é “d”"]),
        ("<pre>satu\n  dua</pre>", ["satu dua"]),
        ("<p> </p><p>&nbsp;</p><div></div>", []),
        ("<?xml version='1.0'?><p>satu</p>", ["satu"]),
        ("<p>satu</p></body><p>sesudah</p>", ["satu", "sesudah"]),
        ("<p>satu</p></body></html><p>sesudah</p>", ["satu", "sesudah"]),
        ("<details><summary>ringkas</summary>isi</details>", ["ringkas", "isi"]),
    ],
)  # fmt: skip
def test_blocks(html: str, expected: list[str]) -> None:
    assert blocks(html) == expected


def test_kinds() -> None:
    html = (
        "<h2>judul</h2><p>isi</p><ul><li>butir</li></ul><blockquote><p>ucapan</p></blockquote><table><caption>ket</caption><tr><td>sel</td></tr></table>"
        "<figure><img><figcaption>foto</figcaption></figure><div class='photo__caption'>foto dua</div><p class='caption'>foto tiga</p>"
        "<div class='photo'>galeri</div><div class='read__content'>isi dua</div><div id='img-credit'>foto empat</div>"
    )
    assert kinds(html) == [
        ("h", "judul"), ("p", "isi"), ("li", "butir"), ("quote", "ucapan"), ("caption", "ket"), ("row", "sel"), ("caption", "foto"),
        ("caption", "foto dua"), ("caption", "foto tiga"), ("p", "galeri"), ("p", "isi dua"), ("caption", "foto empat"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "share"),
    [
        ("<p>tanpa tautan</p>", 0),
        ("<p><a href=x>semua tautan</a></p>", 1),
        ("<p><a href=x><b>semua</b> tautan</a></p>", 1),
        ("<p>sama<a href=x>sama</a></p>", 0.5),
        ("<a href=x><p>di dalam</p></a>", 1),
        ("<p><a href=x><script>x</script></a>tanpa</p>", 0),
    ],
)  # fmt: skip
def test_the_share_of_a_block_that_stands_in_links(html: str, share: float) -> None:
    (block,) = read_page(html).blocks
    assert block.links == pytest.approx(share, abs=0.1)


def test_each_block_knows_the_element_that_holds_it() -> None:
    page = read_page("<div class=luar>awal<p class=dalam>tengah</p>akhir<br>lagi</div>")
    holders = [holder.get("class") for holder in page.holders]
    assert holders == ["luar", "dalam", "luar", "luar"]


def test_text_before_a_hidden_element_is_not_in_it() -> None:
    page = read_page("<div class=luar>awal<div hidden class=sembunyi>tidak</div>akhir</div>")
    assert [holder.get("class") for holder in page.holders] == ["luar", "luar"]


def test_deep_nesting_loses_nothing() -> None:
    deep = 400
    html = "<div>" * deep + "<p>dalam</p>" + "</div>" * deep + "<p>luar</p>"
    assert blocks(html) == ["dalam", "luar"]


@pytest.mark.parametrize("html", ["", "   ", "<!-- -->", "<p></p>"])
def test_a_page_with_nothing_in_it(html: str) -> None:
    with contextlib.suppress(PageError):  # "unreadable"
        assert read_page(html).blocks == ()
