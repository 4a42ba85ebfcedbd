"""The figures of a corpus as one HTML page with charts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lxml.html import HtmlElement
from lxml.html.builder import E

from db import OutletStats, Stats
from db.stats import Counts
from flows.html import document
from flows.stats.charts import spread
from flows.stats.totals import UNKNOWN, groups, headline
from flows.text import count, plain

_BARS = 160  # of the chart over time, at most
_SPARKS = 40
_Span = tuple[date, date]


def render(stats: Stats) -> str:
    """The whole page as HTML."""
    days = stats.days
    span = (min(days), max(days)) if days else None
    body = [E.header(E.p({"class": "brand"}, E.strong("kliping"), " stats"), E.h1(headline(stats)))]
    if span:
        body.append(_section("Articles by day of publication (UTC)", _over_time(days, span, _BARS), _ends(span)))
    counted = [_section(title, _counted(counts)) for title, counts in groups(stats).items() if counts]
    body.append(E.div({"class": "groups"}, *counted))
    if stats.outlets:
        body.append(_section("Outlets", _outlets(stats.outlets, span)))
    return document("Statistics", Path(__file__).with_suffix(".css"), *body)


def _section(title: str, *children: HtmlElement) -> HtmlElement:
    return E.section(E.h2(title), *children)


def _over_time(days: Mapping[date, int], span: _Span, most: int) -> HtmlElement:
    """Bars in a drawing, which scales with the page."""
    bars = spread(days, *span, most)
    top = max(bars, default=0) or 1
    chart = E.svg({"class": "days", "viewBox": f"0 0 {len(bars)} {top}", "preserveAspectRatio": "none", "role": "img"})
    chart.append(E.title(f"{count(sum(bars), 'article')}, at most {top:,} a bar"))
    for i, figure in enumerate(bars):
        if figure:
            bar = {"x": f"{i}.05", "y": str(top - figure), "width": "0.9", "height": str(figure)}
            chart.append(E.rect(bar, E.title(count(figure, "article"))))
    return chart


def _ends(span: _Span) -> HtmlElement:
    first, last = span
    return E.p({"class": "ends"}, E.span(f"{first}"), E.span(f"{last}"))


def _outlets(outlets: list[OutletStats], span: _Span | None) -> HtmlElement:
    names = ("outlet", "articles", "pages", "words", "copies", "days", "first", "last", "by day")
    table = E.table(E.tr(*(E.th({"scope": "col"}, name) for name in names)))
    for one in outlets:
        ends = (f"{min(one.days)}", f"{max(one.days)}") if one.days else ("", "")
        figures = (one.articles, one.pages, one.words, one.copies, len(one.days))
        sparks = [_over_time(one.days, span, _SPARKS)] if span and one.days else []
        row = E.tr(E.th({"scope": "row"}, plain(one.outlet or UNKNOWN)), *(E.td(f"{figure:,}") for figure in figures))
        row.extend([*(E.td(day) for day in ends), E.td(*sparks)])
        table.append(row)
    return E.div({"class": "wide"}, table)


def _counted(counts: Counts) -> HtmlElement:
    table = E.table()
    total, top = sum(counts.values()), max(counts.values())
    for name, number in counts.items():
        chart = E.svg({"class": "bar", "viewBox": f"0 0 {top} 1", "preserveAspectRatio": "none", "role": "img"})
        chart.append(E.title(f"{number / total:.1%}"))
        chart.append(E.rect({"width": str(number), "height": "1"}))
        label = E.th({"scope": "row"}, plain(name or UNKNOWN))
        table.append(E.tr(label, E.td(f"{number:,}"), E.td(f"{number / total:.1%}"), E.td(chart)))
    return table
