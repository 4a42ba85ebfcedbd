"""Pages made to hold their reader up, or to make it lose a story: an honest page with a hostile passage set in it.

Each is made where it is read, since some are of five megabytes.
"""

from tests.cleaners.hostile_bytes import ENCODED
from tests.cleaners.hostile_page import (
    KNOWN,
    MEGABYTES,
    OTHERS,
    PARAGRAPHS,
    TITLE,
    Hostile,
    attributes,
    filled,
    known,
    ld,
    nested,
    page,
    stairs,
)
from tests.cleaners.invented import HEADLINES

DEEP, TAGS, ELEMENTS = "too deeply nested", "too many tags", "too many elements"
ATTRIBUTE, LINKS, BLOCKS, NAMES = "too many attributes", "too many links", "too many blocks", "too long names"
NESTED = {
    f"{levels:,} levels of {tag}": Hostile(lambda tag=tag, levels=levels: page(nested(tag, levels)), reason)
    for tag in ("div", "b", "font", "span", "blockquote", "ul li", "table tr td")
    for levels, reason in ((255, None), (300, None), (1_000, None), (5_000, DEEP), (60_000, ELEMENTS))
}  # fmt: skip
AROUND = {
    f"a story under {levels:,} levels of {tag}": Hostile(lambda tag=tag, levels=levels: page(story=nested(tag, levels, PARAGRAPHS)))
    for tag in ("div", "section", "blockquote", "span", "b")
    for levels in (255, 300, 1_000)
}  # fmt: skip
OPEN = {
    f"{tag} opened {count:,} times {place} the story": Hostile(
        lambda tag=tag, count=count, place=place: page(**{place: f"<{tag}>a" * count}), reason if count > 200 else None, amid=tag == "td"
    )
    for tag, reason in (
        ("h1", DEEP), ("b", DEEP), ("font", DEEP), ("table", DEEP), ("span", DEEP), ("div", DEEP), ("svg", DEEP), ("template", DEEP),
        ("a", LINKS), ("p", BLOCKS), ("li", BLOCKS), ("form", BLOCKS), ("td", None), ("option", None),
    )
    for place, count in (("after", 20_000), ("after", 200), ("before", 200))
}  # fmt: skip
ATTRIBUTES = {
    "200,000 attributes": Hostile(lambda: page(f"<div {attributes(200_000)}>x</div>"), ATTRIBUTE),
    "200,000 attributes without values": Hostile(lambda: page(f"<div {attributes(200_000, '')}>x</div>"), ATTRIBUTE),
    "200,000 attributes whose values hold tags": Hostile(lambda: page(f"""<div {attributes(200_000, '="<p>"')}>x</div>"""), TAGS),
    "200,000 attributes in single quotes": Hostile(lambda: page(f"""<div {attributes(200_000, "='<b>'")}>x</div>"""), TAGS),
    "200,000 attributes glued together": Hostile(lambda: page(f"""<div {attributes(200_000, '="1"', '')}>x</div>"""), ATTRIBUTE),
    "200,000 attributes parted by slashes": Hostile(lambda: page(f"<div {attributes(200_000, '', '/')}>x</div>"), ATTRIBUTE),
    "200,000 attributes of a tag that is never closed": Hostile(lambda: page(f"<div {attributes(200_000)}")[:-22]),
    "200,000 attributes of an end tag": Hostile(lambda: page(f"<div>x</div {attributes(200_000)}>")),
    "20,000 more bodies with attributes": Hostile(lambda: page("".join(f"<body a{i}=1>" for i in range(20_000)))),
    "200,000 attributes of 20 tags": Hostile(lambda: page(f"<div {attributes(10_000)}>x</div>" * 20), ATTRIBUTE),
    "one attribute of 4 MB": Hostile(lambda: page(f"<div data-x='{filled('a>b<', 4_000_000)}'>x</div>"), TAGS),
    "an attribute whose quote never closes": Hostile(lambda: page(f"<div data-x='{filled('a=b ', 4_000_000)}")),
    "an id of 1 MB": Hostile(lambda: page(f"<div id='{filled('a-b', 1_000_000)}'><p>isi</p></div>"), NAMES),
    "a class of 500,000 names": Hostile(lambda: page(f"<div class='{'a ' * 500_000}'>{'<p>isi</p>' * 1_000}</div>"), NAMES),
    "a class of 15,000 characters around the story": Hostile(lambda: page(story=f"<div class='{'isi-' * 3_750}'>{PARAGRAPHS}</div>")),
    "60 classes of 15,000 characters": Hostile(lambda: page(f"<div class='{'isi ' * 3_750}'><p>a</p></div>" * 60)),
}  # fmt: skip
MANY = {
    "300,000 links": Hostile(lambda: page("<a href=x>a</a>" * 300_000), TAGS),
    "9,000 links": Hostile(lambda: page("<p><a href=/x>Warga Desa Panen Padi</a></p>" * 9_000)),
    "9,000 numbered pages": Hostile(lambda: page("".join(f"<a href='?page={i}'>{i}</a> " for i in range(9_000)))),
    "5 MB of paragraphs": Hostile(lambda: page(filled(f"<p>{' '.join(OTHERS[:4])}</p>")), amid=True),
    "5 MB in one paragraph": Hostile(lambda: page(f"<p>{filled(' '.join(OTHERS) + ' ')}</p>"), amid=True),
    "5 MB of one word": Hostile(lambda: page(f"<p>{'a' * MEGABYTES}</p>")),
    "more than 5 MB": Hostile(lambda: page(filled("<p>isi</p>", 5_100_000)), "too large"),
    "500,000 breaks": Hostile(lambda: page("<br>" * 500_000), TAGS),
    "14,000 lines": Hostile(lambda: page("Warga desa<br>" * 14_000)),
    "14,000 short paragraphs": Hostile(lambda: page("<p>a b</p>" * 14_000)),
    "14,000 paragraphs of prose": Hostile(lambda: page(f"<p>{OTHERS[0]}</p>" * 14_000), amid=True),
    "10,000 headlines": Hostile(lambda: page(f"<h1>{HEADLINES[1]}</h1>" * 10_000)),
    "10,000 headlines before the story": Hostile(lambda: page(before=f"<h1>{HEADLINES[1]}</h1>" * 10_000)),
    "10,000 times": Hostile(lambda: page("<time datetime=2024-01-01>1 Mei 2024</time> " * 10_000), amid=True),
    "10,000 times and bylines before the story": Hostile(lambda: page(before="<div><time>Senin, 1 Mei 2024 12:00 WIB</time></div><p>Penulis: Ani Wijaya</p>" * 7_000)),
    "10,000 bylines": Hostile(lambda: page("<p class=author>Penulis: Ani Wijaya</p>" * 10_000)),
    "a byline of 100,000 names": Hostile(lambda: page("<p>Penulis: " + "Ani Wijaya, " * 100_000 + "</p>"), amid=True),
    "10,000 captions": Hostile(lambda: page("<figure><img src=x><figcaption>Warga (Foto: Rekaan)</figcaption></figure>" * 10_000)),
    "9,000 tags": Hostile(lambda: page("<p>Tags: " + "<a href=/tag/a rel=tag>padi</a>, " * 9_000 + "</p>")),
    "a table of 40,000 cells": Hostile(lambda: page("<table>" + ("<tr>" + "<td>1" * 10) * 4_000 + "</table>")),
    "6,000 tables": Hostile(lambda: page("<table><tr><td>a</table>" * 6_000)),
    "100 towers of 60 tables": Hostile(lambda: page(nested("table tr td", 180, OTHERS[0]) * 100)),
    "20,000 scripts": Hostile(lambda: page("<script>a</script>" * 20_000)),
    "20,000 pictures": Hostile(lambda: page("<img src=x alt='a b'>" * 20_000)),
    "20,000 fields of a form": Hostile(lambda: page("<form>" + "<input name=a>" * 20_000)),
    "40,000 elements of names of their own": Hostile(lambda: page("".join(f"<x-{i}>a</x-{i}>" for i in range(40_000)))),
    "900 stairs of headlines": Hostile(lambda: page("".join(f"<div><h1>{HEADLINES[i % 8]}" for i in range(900)))),
    "900 stairs of lists": Hostile(lambda: page(f"<ul><li>{OTHERS[0]}" * 900)),
    "240 stairs of 24 links": Hostile(lambda: page(stairs(240, "<div>", 24))),
    "60 stairs of 95 links in open paragraphs": Hostile(lambda: page(stairs(60, "<p><span>", 95))),
    "190,000 end tags under 1,900 levels": Hostile(lambda: page("<span>" * 1_900 + "</i>" * 190_000)),
    "7,000 paragraphs under 1,900 levels": Hostile(lambda: page("<div>" * 1_900 + f"<p>{OTHERS[0]}</p>" * 7_000), amid=True),
    "40,000 elements under 1,500 hidden ones": Hostile(lambda: page("<div hidden>" * 1_500 + "<p>a</p>" * 40_000)),
}  # fmt: skip
DATA = {
    "JSON-LD of 4 MB": Hostile(lambda: page(head=ld({"@type": "NewsArticle", "author": "Ani Wijaya, " * 330_000}))),
    "JSON-LD of 150,000 things": Hostile(lambda: page(head=ld([{"@type": "Thing", "a": i} for i in range(150_000)]))),
    "JSON-LD of 80,000 authors": Hostile(lambda: page(head=ld({"@type": "NewsArticle", "author": [{"name": f"Ani {i}"} for i in range(80_000)]}))),
    "a JSON-LD headline of 3 MB": Hostile(lambda: page(head=ld({"@type": "NewsArticle", "headline": "Warga Desa " * 300_000}))),
    "a JSON-LD date of 3 MB": Hostile(lambda: page(head=ld({"@type": "NewsArticle", "datePublished": "1 Mei 2024 " * 300_000}))),
    "JSON-LD lists 100,000 deep": Hostile(lambda: page(head=ld("[" * 100_000 + "]" * 100_000))),
    "JSON-LD objects 100,000 deep": Hostile(lambda: page(head=ld('{"@graph":' * 100_000 + "1" + "}" * 100_000))),
    "a JSON-LD author 900 deep": Hostile(lambda: page(head=ld('{"@type":"NewsArticle","author":' + '{"name":' * 900 + '"Ani"' + "}" * 900 + "}"))),
    "5,000 JSON-LD scripts": Hostile(lambda: page(head=ld({"@type": "NewsArticle", "headline": "Lain"}) * 5_000)),
    "5,000 broken JSON-LD scripts": Hostile(lambda: page(head=ld('{"@type":"NewsArticle", "a": "b"c",}') * 5_000)),
    "JSON-LD of quotes": Hostile(lambda: page(head=ld('"' * 4_000_000))),
    "JSON-LD of backslashes": Hostile(lambda: page(head=ld('{"a":"' + "\\" * 4_000_000))),
    "JSON-LD of commas": Hostile(lambda: page(head=ld('{"a":[' + ", " * 2_000_000))),
    "a JSON-LD number of 4 MB": Hostile(lambda: page(head=ld('{"@type":"NewsArticle","position":' + "9" * 4_000_000 + "}"))),
    "JSON-LD with half characters": Hostile(lambda: page(head=ld('{"@type":"NewsArticle","headline":"a\\ud800b\\u0000","author":{"name":"Ani\\udfff"}}'))),
    "an articleBody whose tag has 200,000 attributes": Hostile(lambda: page(head=ld({"@type": "NewsArticle", "articleBody": f"<div {attributes(200_000)}></div>"}))),
    "an island 100,000 deep": Hostile(lambda: page(head="<script type='application/json'>" + '{"a":' * 100_000 + "1" + "}" * 100_000 + "</script>")),
    "an island that opens 900,000 objects": Hostile(lambda: page(head="<script>" + "x = {" * 900_000 + "</script>")),
    "20,000 meta tags": Hostile(lambda: page(head="".join(f"<meta name=k{i} content=isi>" for i in range(20_000)))),
    "a meta tag of 4 MB": Hostile(lambda: page(head=f"<meta name=author content='{'Ani Wijaya, ' * 330_000}'>")),
    "a title of 1 MB": Hostile(lambda: page(before=f"<title>{'Warga Desa - ' * 80_000}</title>")),
    "a canonical address of 4 MB": Hostile(lambda: page(head=f"<link rel=canonical href='https://contoh.example/{'a/' * 2_000_000}'>")),
}  # fmt: skip
BOMB = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
CHARACTERS = {
    "entities declared in one another": Hostile(lambda: page().replace("<!doctype html>", f'<!DOCTYPE html [<!ENTITY a0 "haha">{BOMB}]>').replace("</article>", "<p>&a9;</p></article>"), amid=True),
    "an entity that is a file": Hostile(lambda: page(before="<p>&x;</p>").replace("<!doctype html>", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "500,000 ampersands": Hostile(lambda: page("<p>" + "&amp;" * 500_000)),
    "500,000 references": Hostile(lambda: page("<p>" + "&#65;" * 500_000)),
    "500,000 references to controls": Hostile(lambda: page("<p>" + "&#1;" * 500_000)),
    "500,000 references to NUL": Hostile(lambda: page("<p>" + "&#0;" * 500_000)),
    "500,000 references to half characters": Hostile(lambda: page("<p>" + "&#xD800;" * 500_000)),
    "references to no character": Hostile(lambda: page("<p>" + "&#x110000;&nosuch;&#;&#x;&" * 100_000), amid=True),
    "a reference of 4 MB": Hostile(lambda: page("<p>&#" + "9" * 4_000_000 + ";")),
    "a half character and NUL in each paragraph": Hostile(lambda: page(story=PARAGRAPHS.replace("<p>", "<p>&#xD800;&#0;\0&#1;"))),
    "4 MB of NUL": Hostile(lambda: page("\0" * 4_000_000)),
    "NUL in tags": Hostile(lambda: page(story=PARAGRAPHS.replace("<p>", "<p\0>"), after="<p\0>a</\0p>" * 5_000)),
    "controls between words": Hostile(lambda: page("a\x01b\x02 " * 900_000), amid=True),
    "2 MB of combining marks": Hostile(lambda: page("<p>a" + "\u0301" * 2_400_000)),
    "lines that end in three ways": Hostile(lambda: page("a\r\nb\rc\n" * 500_000), amid=True),
}  # fmt: skip
MARKUP = {
    "a comment of 4 MB": Hostile(lambda: page("<!-- " + filled("<p>isi</p> - ", 4_000_000) + " -->"), TAGS),
    "190,000 comments": Hostile(lambda: page("<!-- x -->" * 190_000)),
    "a comment that never ends": Hostile(lambda: page("<!-- " + "a -- <p> " * 400_000), TAGS),
    "4 MB of less-than signs": Hostile(lambda: page("<" * 4_000_000), TAGS),
    "a script that never ends": Hostile(lambda: page("<script>" + 'var a = "<p>"; ' * 150_000)),
    "scripts in comments in a script": Hostile(lambda: page("<script>" + "<!--<script>" * 50_000 + "</script>")),
    "a style that never ends": Hostile(lambda: page("<style>" + "p {} " * 800_000)),
    "CDATA that never ends": Hostile(lambda: page("<![CDATA[" + "<p>a " * 14_000)),
    "a title that never ends": Hostile(lambda: page("<title>" + "<p>a " * 150_000)),
    "a textarea that never ends": Hostile(lambda: page("<textarea>" + "<p>a " * 150_000)),
    "plaintext": Hostile(lambda: page("<plaintext>" + "<p>a " * 14_000)),
    "frames": Hostile(lambda: page("<frameset>" + "<frame src=x>" * 20_000 + "</frameset>")),
    "a page of frames only": Hostile(lambda: "<html><frameset><frame src=/menu><frame src=/isi></frameset></html>", "no story"),
    "a story for readers without frames": Hostile(lambda: f"<html><head><title>{TITLE}</title></head><frameset><frame src=x></frameset><noframes><body><h1>{TITLE}</h1>{PARAGRAPHS}</body></noframes></html>", "no story"),
    "20,000 parts of a drawing": Hostile(lambda: page("<svg>" + "<g><path d='M0 0'/></g>" * 10_000 + "</svg>")),
    "a drawing with a page in it": Hostile(lambda: page("<svg><foreignObject>" + f"<p>{OTHERS[0]}</p>" * 3_000), amid=True),
    "mathematics": Hostile(lambda: page("<math>" + "<mi>x</mi>" * 20_000 + "</math>")),
    "mathematics that breaks out": Hostile(lambda: page("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1&gt;'>" * 100)),
    "a second, a third, a thousandth page": Hostile(lambda: page("</body></html><html><body><p>isi" * 1_000)),
    "500,000 ends of the page": Hostile(lambda: page("</body>" * 500_000)),
    "an end of the page that never ends": Hostile(lambda: page(("</body" + " " * 1_000) * 4_000)),
}  # fmt: skip
OUTLET = {
    "14,000 bodies side by side": Hostile(lambda: known("<div class='detail__body-text'>a</div>" * 14_000), url=KNOWN, amid=True),
    "50,000 bodies side by side": Hostile(lambda: known("<div class='detail__body-text'>a</div>" * 50_000), ELEMENTS, url=KNOWN),
    "1,500 bodies within one another": Hostile(lambda: known(within="<div class='detail__body-text'>" * 1_500 + "<p>a</p>" * 14_000), url=KNOWN, amid=True),
    "20,000 bodies within one another": Hostile(lambda: known(within="<div class='detail__body-text'>a" * 20_000), DEEP, url=KNOWN),
    "9,900 links of tags": Hostile(lambda: known(within=f"<div class='detail__body-tag'>{'<a href=/tag/x>padi</a> ' * 9_900}</div>"), url=KNOWN),
    "20,000 links of tags": Hostile(lambda: known(within=f"<div class='detail__body-tag'>{'<a href=/tag/x>padi</a> ' * 20_000}</div>"), LINKS, url=KNOWN),
    "9,000 links under 900 boxes of tags": Hostile(lambda: known(within="<div class='detail__body-tag'>" * 900 + "<a href=/tag/x>padi</a> " * 9_000), url=KNOWN),
    "14,000 authors": Hostile(lambda: known(before="<div class='detail__author'>Ani Wijaya</div>" * 14_000), url=KNOWN),
    "1,500 authors around 14,000 paragraphs": Hostile(
        lambda: known("<div class='detail__author'>" * 1_500 + f"<p>{OTHERS[0]}</p>" * 14_000), url=KNOWN
    ),
    "900 authors within one another": Hostile(lambda: known("<div class='detail__author'>Ani Wijaya" * 900), url=KNOWN),
    "14,000 dates": Hostile(lambda: known(before="<div class='detail__date'>Senin, 05 Mei 2025 10:00 WIB</div>" * 14_000), url=KNOWN),
    "14,000 cuts": Hostile(lambda: known(within="<div class='noncontent'>a</div>" * 14_000), url=KNOWN),
    "1,500 cuts within one another": Hostile(lambda: known(within="<div class='noncontent linksisip'>" * 1_500 + "<p>a</p>" * 14_000), url=KNOWN),
    "900 breadcrumbs within one another": Hostile(lambda: known(before="<div class='page__breadcrumb'><a href=/x>Desa</a>" * 900 + "</div>" * 900), url=KNOWN),
}  # fmt: skip
PHRASES = {
    f"100 kB of {unit!r} {place}": Hostile(lambda unit=unit, place=place: page(**{place: f"<p>{filled(unit, 100_000)}</p>"}), amid=True)
    for unit in ("Baca juga ", "Baca juga: Warga Desa. ", "Oleh ", "Foto: ", "1 Mei 2024 12:00 WIB ", "(", "Aa ")
    for place in ("after", "within")
}  # fmt: skip
PAGES = NESTED | AROUND | OPEN | ATTRIBUTES | MANY | DATA | CHARACTERS | MARKUP | OUTLET | PHRASES | ENCODED
