"""The older templates of outlets: a page of each era is read by its rule, byline and time with it."""

from datetime import datetime

import pytest

from cleaners import extract
from cleaners.dates import ZONES
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE = HEADLINES[0]
STORY = SENTENCES[:4]
PS = "".join(f"<p>{text}</p>" for text in STORY)
BRS = "<br><br>".join(STORY)
BOX = "<ul><li><a href=/a>{}</a></li><li><a href=/b>{}</a></li></ul>".format(*HEADLINES[1:3])

# address, page, author, editor, time of publication
ERAS = [
    ("http://www.antaranews.com/berita/5/x", f"<div class=bjbrt><h1 class=title>{TITLE}</h1><div class='date mt10'>Kamis, 5 November 2015 10:08 WIB</div><div id=content_news>Sukarimba (ANTARA News) - {BRS}</div></div>", None, None, "2015-11-05 10:08"),
    ("https://jatim.antaranews.com/berita/4/x", f"<h1 class=post-title>{TITLE}</h1><span class=article-date>Rabu, 3 Juni 2020 9:15 WIB</span><div class='post-content clearfix'>{PS}<span class=baca-juga><a href=/c>Baca juga: {HEADLINES[3]}</a></span><p class='text-muted small mt10'>Pewarta: Tarmo Wiguna<br>COPYRIGHT © ANTARA 2020</p></div>", "Tarmo Wiguna", None, "2020-06-03 09:15"),
    ("http://m.beritasatu.com/x.html", f"<div class=content-detail><h4>{TITLE}</h4><div class=date>Selasa, 11 Oktober 2016 | 10:48</div><div class=content-body>{PS}</div></div>", None, None, "2016-10-11 10:48"),
    ("http://www.beritasatu.com/x.html", f"<h1 class='mtb10 fwnormal f30'>{TITLE}</h1><div class='c6 left mt5'>Senin, 23 Maret 2015 | 17:05</div><div class='f14 c6 bodyp'>{BRS}</div>", None, None, "2015-03-23 17:05"),
    ("https://ekonomi.bisnis.com/read/20200915/12/1/x", f"<h1>{TITLE}</h1><a class=auth>Sari Pranadewi</a><div itemprop=articleBody class=col-sm-10>{PS}</div><div class=editor>Editor : Ratna Kusumaningsih</div>", "Sari Pranadewi", "Ratna Kusumaningsih", None),
    ("http://bandung.bisnis.com/read/20150324/1/1/x", f"<div class='leftcol post-detail'><h1>{TITLE}</h1><div class=entry-right>{PS}</div><div class=entry-editor>Editor : Ratna Kusumaningsih</div></div>", None, "Ratna Kusumaningsih", None),
    ("https://www.cnbcindonesia.com/news/20200706070200-4-1/x", f"<div class=jdl><div class=container><h1>{TITLE}</h1><div class=author>Sari Pranadewi, CNBC Indonesia</div><div class=date>06 July 2020 07:02</div></div></div><div class=detail_text>{PS}<table class=linksisip><tr><td>{BOX}</td></tr></table></div>", "Sari Pranadewi", None, "2020-07-06 07:02"),
    ("https://www.cnnindonesia.com/ekonomi/20200624185815-78-1/x", f"<div class=content_detail><h1 class=title>{TITLE}</h1><div class=date>CNN Indonesia | Rabu, 24/06/2020 19:58 WIB</div><div class=detail_wrap><div class=detail_text id=detikdetailtext><b>Sukarimba, CNN Indonesia</b> -- {PS}<div class=topiksisip>{BOX}</div></div></div></div>", "CNN Indonesia", None, "2020-06-24 19:58"),
    ("http://www.cnnindonesia.com/nasional/20150324010624-20-1/x", f"<div class=content_detail><h1>{TITLE}</h1><strong itemprop=author>Sari Pranadewi</strong><div itemprop=datePublished>Selasa, 24/03/2015 01:06 WIB</div><div class=text_detail>{BRS}<div class=linksisip>{BOX}</div></div></div>", "Sari Pranadewi", None, "2015-03-24 01:06"),
    ("https://m.detik.com/news/berita/d-3/x", f"<article><div class=detail_area><h1 class=jdl>{TITLE}</h1><div class=date>Kamis 15 Sep 2016, 18:33 WIB</div><div class=author><strong>Tarmo Wiguna</strong> - detikNews</div></div><div class='text_detail detail_area'>{BRS}</div></article>", "Tarmo Wiguna", None, "2016-09-15 18:33"),
    ("https://travel.detik.com/x/d-4/x", f"<div class=jdl><h1>{TITLE}</h1><div class=author>Tarmo Wiguna - detikTravel</div><div class=date>Rabu, 05 Des 2018 08:20 WIB</div></div><div id=detikdetailtext class='read__content itp_bodycontent'>{BRS}<table class=linksisip><tr><td>{BOX}</td></tr></table></div>", "Tarmo Wiguna", None, "2018-12-05 08:20"),
    ("https://www.idntimes.com/news/x", f"<h1>{TITLE}</h1><section class=content-post><article><div id=article-content>{PS}<div class=read-also>{BOX}</div></div></article></section>", None, None, None),
    ("https://www.jawapos.com/read/2017/09/12/1/x", f"<h1>{TITLE}</h1><div class=date><span>Selasa, 12 Sep 2017 20:08</span></div><div class=contentdetail>{PS}</div>", None, None, "2017-09-12 20:08"),
    ("http://www.jawapos.com/read/2016/10/15/1/x", f"<div class=page-header><h1 class=detailtitle>{TITLE}</h1><div>Sabtu, 15 Oktober 2016 16:51</div></div><div class=newsContent>{PS}</div>", None, None, "2016-10-15 16:51"),
    ("https://radarbromo.jawapos.com/x/", f"<h1 class=entry-title>{TITLE}</h1><div class=entry-content>{PS}<div class=code-block>{BOX}</div></div>", None, None, None),
    ("http://www.jawapos.com/baca/artikel/1/x", f"<h1 class=judul-headline>{TITLE}</h1><div class=tanggal>24/03/2015, 10:15 WIB</div><div class=body-berita>{PS}</div>", None, None, "2015-03-24 10:15"),
    ("https://vik.kompas.com/x", f"<h1 class=read__title>{TITLE}</h1><div class=read__date>Selasa, 12 September 2017 | 20:21 WIB</div><div class='contentArticle box-shadow-new'>{PS}</div>", None, None, "2017-09-12 20:21"),
    ("http://nasional.kontan.co.id/news/x", f"<h1 class=cleanprint-title>{TITLE}</h1><span class=cleanprint-byline>Oleh Sari Pranadewi</span><span class=cleanprint-dateline>Selasa, 24 Maret 2015 | 10:15 WIB</span><div class=content_news>{PS}</div>", "Sari Pranadewi", None, "2015-03-24 10:15"),
    ("https://kumparan.com/kumparannews/x-1", f"<h1 data-qa-id=story-title>{TITLE}</h1>" + "".join(f"<div><span data-qa-id=story-paragraph>{p}</span></div>" for p in STORY), None, None, None),
    ("http://m.liputan6.com/news/read/2/x", f"<h1 class=article-header__title>{TITLE}</h1><a class=article-header__author-link>Sari Pranadewi</a> <span class=article-header__datetime>pada 18 Okt 2016, 08:33 WIB</span><div class=article-raw-content>{PS}<div class=baca-juga>{BOX}</div></div>", "Sari Pranadewi", None, "2016-10-18 08:33"),
    ("http://bola.liputan6.com/read/1/x", f"<h1 class=entry-title>{TITLE}</h1><div class=text-detail>{PS}</div>", None, None, None),
    ("http://www.mediaindonesia.com/mipagi/read/1/x", f"<h1>{TITLE}</h1><span class=author><b>Sari Pranadewi</b></span> <span class=date>Selasa, 24 Maret 2015</span><div class=detail-artikel>{PS}</div>", "Sari Pranadewi", None, "2015-03-24 00:00"),
    ("https://www.merdeka.com/peristiwa/x.html", f"<div id=mdk-news-title>{TITLE}</div><div class=mdk-date-reporter><span class=date-post>Jumat, 8 September 2017 21:02</span></div><div class=mdk-body-paragraph>{PS}<p class=read-too><a href=/c>{HEADLINES[3]}</a></p></div>", None, None, "2017-09-08 21:02"),
    ("https://www.merdeka.com/uang/x.html", f"<h1>{TITLE}</h1><span class=date-post>Senin, 3 Agustus 2015 07:11</span><div class=mdk-body-paragpraph>{PS}<div id=section_terkait>{BOX}</div></div>", None, None, "2015-08-03 07:11"),
    ("http://www.merdeka.com/dunia/x.html", f"<h1>{TITLE}</h1><div id=mdk-body-news-reporter>Reporter : <a href=/r>Sari Pranadewi</a> | Selasa, 24 Maret 2015 10:15</div><div id=mdk-body-newsarea>{BRS}</div>", "Sari Pranadewi", None, "2015-03-24 10:15"),
    ("http://news.metrotvnews.com/read/2016/10/10/1/x", f"<div class='part lead pr'><h1>{TITLE}</h1><span>Tarmo Wiguna - 10 Oktober 2016 21:10 wib</span></div><div class='part article'>{BRS}<div>{BOX}</div></div>", "Tarmo Wiguna", None, "2016-10-10 21:10"),
    ("http://news.metrotvnews.com/read/2015/03/24/1/x", f"<h1>{TITLE}</h1><div class=nate>Sari Pranadewi <span>24 Maret 2015 10:15 WIB</span></div><div class='info demo'>{BRS}</div>", "Sari Pranadewi", None, "2015-03-24 10:15"),
    ("https://news.okezone.com/read/2020/09/15/337/1/x", f"<div class=title><h1>{TITLE}</h1></div><div class=namerep><a href=/r>Sari Pranadewi</a>, Jurnalis &middot; <b>Selasa 15 September 2020 10:15 WIB</b></div><div id=contentx class=read>{PS}<div class=detail-tag>{BOX}</div></div>", "Sari Pranadewi", None, "2020-09-15 10:15"),
    ("http://www.pikiran-rakyat.com/node/1", f"<section class=main-content><h1>{TITLE}</h1><div class=submitted><span>5 September, 2017 - 18:54</span></div><div class=items-penulis><span><a href=/r>Sari Pranadewi</a></span></div><div class=field-name-body><div class=field-items><div class='field-item even'>{PS}</div></div></div></section>", "Sari Pranadewi", None, "2017-09-05 18:54"),
    ("http://poskotanews.com/2016/05/02/x/", f"<h1 class=entry-title>{TITLE}</h1><div class=entry-content>{PS}</div>", None, None, None),
    ("https://nasional.republika.co.id/berita/q1/x", f"<div class=wrap_detail><div class=wrap_detail_set><h1>{TITLE}</h1><div class=date_detail><p>Senin 13 Aug 2018 19:43 WIB</p></div><div class=by><span><p>Rep: Sari Pranadewi/ Red: Ratna Kusumaningsih</p></span></div></div></div><div class=artikel>{PS}<div class=picked-article>{BOX}</div></div>", "Sari Pranadewi", "Ratna Kusumaningsih", "2018-08-13 19:43"),
    ("https://metro.sindonews.com/read/1146316/171/x", f"<article><h1 itemprop=headline>{TITLE}</h1><a rel=author href=/r><span>Sari Pranadewi</span></a><div class=time>Selasa, 6 Oktober 2015 - 05:23 WIB</div><div class=content>{BRS}</div></article>", "Sari Pranadewi", None, "2015-10-06 05:23"),
    ("https://tekno.sindonews.com/berita/1/1/x", f"<h1>{TITLE}</h1><article><div class='desc-artikel-detail vidy-embed'>{BRS}<div class=box-outlink>{BOX}</div></div></article>", None, None, None),
    ("https://nasional.sindonews.com/berita/2/1/x", f"<h1>{TITLE}</h1><div id=content class=article>{BRS}<div class=box-outlink>{BOX}</div></div>", None, None, None),
    ("https://www.suara.com/news/2020/01/10/101500/x", f"<h1>{TITLE}</h1><article itemprop=articleBody>{PS}<p class=baca-juga-new><a href=/c>{HEADLINES[3]}</a></p><ul class=pagination><li><a href=/2>2</a></li></ul></article>", None, None, None),
    ("http://www.suara.com/news/2015/01/05/165809/x", f"<h1>{TITLE}</h1><time><strong>05 Januari 2015 | 16:58 WIB</strong></time><div itemprop=description>{PS}</div>", None, None, "2015-01-05 16:58"),
    ("https://nasional.tempo.co/read/1/x", f"<article><h1 itemprop=headline>{TITLE}</h1><span itemprop=datePublished>Jumat, 1 Mei 2020 10:15 WIB</span><span itemprop=author>Sari Pranadewi</span><div id=isi>{PS}<div class=paging>{BOX}</div></div><span itemprop=editor>Ratna Kusumaningsih</span></article>", "Sari Pranadewi", "Ratna Kusumaningsih", "2020-05-01 10:15"),
    ("https://nasional.tempo.co/read/2/x", f"<h1 class=title>{TITLE}</h1><div class=detail-konten>{PS}<div class=bacajuga>{BOX}</div></div>", None, None, None),
    ("https://nasional.tempo.co/read/3/x", f"<div class=artikel><h1 class=artikel>{TITLE}</h1><div class=tanggal>Selasa, 12 September 2017 | 20:21 WIB</div><div>{PS}</div></div>", None, None, "2017-09-12 20:21"),
    ("https://pilkada.tempo.co/read/4/x", f"<div class=block-judul-artikel><div class=judul-artikel>{TITLE}</div><div class=tanggal>Selasa, 11 Oktober 2016 | 10:48 WIB</div></div><div class=block-artikel><div class=p-artikel>{PS}</div></div>", None, None, "2016-10-11 10:48"),
    ("https://tirto.id/x-b1", f"<article><header><h1>{TITLE}</h1><div class=date>15 November, 2016</div></header><div class=content-text-editor>{PS}</div><div class=reporter>Reporter: Sari Pranadewi</div></article>", "Sari Pranadewi", None, "2016-11-15 00:00"),
    ("http://www.tribunnews.com/nasional/2016/05/02/x", f"<div id=article><h1>{TITLE}</h1><time>Senin, 2 Mei 2016 10:15 WIB</time><div class='txt-article mb20'>{PS}<p class=baca>Baca: <a href=/c>{HEADLINES[3]}</a></p></div></div>", None, None, "2016-05-02 10:15"),
    ("https://www.bangkapos.com/2016/05/02/x", f"<h1 id=arttitle>{TITLE}</h1><div class='side-article txt-article'>{PS}</div>", None, None, None),
    ("https://www.viva.co.id/berita/nasional/1-x", f"<div class=leading-title><h1>{TITLE}</h1></div><div class=article-detail><div id=article-detail-content>{PS}<div class=recommended-article>{BOX}</div></div></div>", None, None, None),
    ("http://www.viva.co.id/berita/2-x", f"<h1 class=title-big-detail>{TITLE}</h1><span class=meta-author><span>Oleh : <b>Sari Pranadewi</b></span> <span>|</span> <span>Sabtu, 1 Oktober 2016, 15:47 WIB</span></span><div class=detail-content>{PS}</div>", "Sari Pranadewi", None, "2016-10-01 15:47"),
    ("http://politik.news.viva.co.id/news/read/3-x", f"<h1>{TITLE}</h1><div class=date>Selasa, 24 Maret 2015 | 10:15 WIB</div><div class=author>Oleh : <b>Sari Pranadewi</b></div><div id=article-content>{PS}</div>", "Sari Pranadewi", None, "2015-03-24 10:15"),
    ("http://www.kapanlagi.com/showbiz/x.html", f"<div id=newsdetail-right-new><h1>{TITLE}</h1><span class=newsdetail-schedule-new>Kamis, 05 November 2015 10:08</span><div class=entertainment-detail-news>{BRS}<ul class=link-pagging-warper>{BOX}</ul></div></div>", None, None, "2015-11-05 10:08"),
    ("https://fajar.co.id/2020/01/02/x/amp/", f"<article class=amp-wp-article><h1 class=amp-wp-title>{TITLE}</h1><div class=amp-wp-article-content>{PS}</div></article>", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("url", "main", "author", "editor", "time"), ERAS, ids=[era[0] for era in ERAS])
def test_a_page_of_the_era(url: str, main: str, author: str | None, editor: str | None, time: str | None) -> None:
    aside = f"<aside><h3>Terpopuler</h3>{BOX}</aside><footer>Hak cipta</footer>"
    page = f"<html><head><title>{TITLE}</title></head><body><div>{main}</div>{aside}</body></html>"
    article = extract(page.encode(), url, "text/html")
    assert article.extractor == "rules"
    assert article.text.split() == " ".join(STORY).split()
    assert article.title == TITLE
    assert article.authors == ((author,) if author else ())
    assert article.editors == ((editor,) if editor else ())
    assert article.published_at == (datetime.fromisoformat(time).replace(tzinfo=ZONES["WIB"]) if time else None)
