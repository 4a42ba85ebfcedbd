"""Dates as Indonesian pages write them: "Rabu, 14 Februari 2024 17:30 WIB", "18/06/2025, 21:35 WIB", "3 jam lalu"."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

ZONES = {
    "WIB": timezone(timedelta(hours=7), "WIB"),
    "WITA": timezone(timedelta(hours=8), "WITA"),
    "WIT": timezone(timedelta(hours=9), "WIT"),
    "GMT": UTC,
    "UTC": UTC,
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february pebruari feb peb", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agt agu ags aug", "september sept sep",
            "oktober october okt oct", "november nopember nov nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_UNITS = {"detik": "seconds", "menit": "minutes", "jam": "hours", "hari": "days", "minggu": "weeks", "pekan": "weeks"}
_WEEKDAY = r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = (
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?P<half> ?[ap]m\b)?"
    r"(?: ?\(?(?P<zone>wib|wita|wit|gmt|utc)\b(?P<offset> ?[+]\d{1,2}(?::?\d\d)?)?\)?| (?P<numeric>[+-]\d{4})\b)?"
)
_BETWEEN = r"[\s,|/•·-]{0,6}(?:(?:pukul|jam|pkl\.?|at|-|–)\s*)?"
_DATE = (
    rf"(?:{_WEEKDAY}[\s,/]{{0,4}})?(?:tanggal )?"
    rf"(?:(?P<day>\d{{1,2}})[\s./-]{{1,2}}(?P<month>{_MONTH})[\s.,/-]{{1,3}}(?P<year>[12]\d{{3}})"
    rf"|(?P<month_en>{_MONTH})\.? (?P<day_en>\d{{1,2}}), (?P<year_en>[12]\d{{3}})"
    r"|(?P<day_n>\d{1,2})[/-](?P<month_n>\d{1,2})[/-](?P<year_n>20\d\d|19\d\d)"
    r"|(?P<year_i>20\d\d|19\d\d)-(?P<month_i>\d\d)-(?P<day_i>\d\d))"
)
MOMENT = re.compile(rf"\b{_DATE}(?:{_BETWEEN}{_TIME})?", re.IGNORECASE)
TIME_FIRST = re.compile(rf"\b{_TIME}[\s,|/-]{{1,4}}{_DATE}", re.IGNORECASE)
RELATIVE = re.compile(
    r"(?P<n>\d{1,3}|se)\s?(?P<unit>detik|menit|jam|hari|minggu|pekan)(?: yang)? lalu\b", re.IGNORECASE
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:(?:[T ]|WI(?:B|TA|T))(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as written: `value` is aware, `zone` the zone that was stated (None where it was not).

    `exact` is False where only the day is stated; `value` is then midnight in the zone.
    """

    value: datetime
    zone: str | None
    exact: bool


def parse(text: str, default: timezone = ZONES["WIB"], fetched_at: datetime | None = None) -> Moment | None:
    """The first date in a text, or None. A time without a zone counts in `default` (the outlet's own zone).

    Relative times ("3 jam lalu") need `fetched_at`, the time at which the page was fetched.
    """
    found = TIME_FIRST.search(text) or MOMENT.search(text)
    if found:
        return _moment(found, default)
    if fetched_at and (ago := RELATIVE.search(text)):
        n = 1 if ago["n"].lower() == "se" else int(ago["n"])
        value = fetched_at - timedelta(**{_UNITS[ago["unit"].lower()]: n})
        return Moment(value.astimezone(default), None, ago["unit"].lower() in ("detik", "menit"))
    return None


def parse_machine(text: str, default: timezone = ZONES["WIB"]) -> Moment | None:
    """A date as data: ISO 8601 (with or without a zone), or epoch seconds or milliseconds."""
    text = text.strip()
    if re.fullmatch(r"\d{10}|\d{13}", text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return _sane(Moment(datetime.fromtimestamp(seconds, UTC), "Z", True))
    found = _ISO.match(text)
    if not found:
        return parse(text, default)
    year, month, day, hour, minute, second = (int(g) if g else 0 for g in found.groups()[:6])
    zone = found[7]
    tz = default
    if zone:
        sign = -1 if zone[0] == "-" else 1
        try:
            tz = UTC if zone in "Zz" else timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])))
        except ValueError:  # "+99:00"
            return None
    try:
        return _sane(Moment(datetime(year, month, day, hour, minute, second, tzinfo=tz), zone, found[4] is not None))
    except ValueError:
        return None


def _sane(moment: Moment) -> Moment | None:
    """The moment, or None where no page can mean it: "0001-01-01" stands in data for a date that is not known."""
    return moment if 1990 <= moment.value.year <= 2100 else None


def _moment(found: re.Match[str], default: timezone) -> Moment | None:
    groups = {k: v for k, v in found.groupdict().items() if v is not None}
    day, month, year = (_either(groups, part) for part in ("day", "month", "year"))
    zone = groups["zone"].upper() if "zone" in groups else None
    tz = ZONES[zone] if zone else default
    if "numeric" in groups:  # "10:30:00 +0000", as mail and feeds write it
        zone = groups["numeric"]
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
        if ahead > timedelta(hours=14):
            return None
        tz = timezone(-ahead if zone[0] == "-" else ahead)
    if "offset" in groups:  # "GMT+7"
        hours, _, minutes = groups["offset"].strip(" +").partition(":")
        ahead = timedelta(hours=int(hours[:2]), minutes=int(minutes or hours[2:] or 0))
        if ahead > timedelta(hours=14):
            return None
        tz = timezone(ahead)
        zone = f"{zone}{groups['offset'].strip()}"
    hour = int(groups.get("hour", 0))
    if half := groups.get("half", "").strip().lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        value = datetime(
            int(year),
            _MONTHS[month.lower()] if not month.isdigit() else int(month),
            int(day),
            hour,
            int(groups.get("minute", 0)),
            int(groups.get("second", 0)),
            tzinfo=tz,
        )
    except ValueError:  # 31 Februari
        return None
    return _sane(Moment(value, zone, "hour" in groups))


def _either(groups: dict[str, str], part: str) -> str:
    return next(groups[name] for name in (part, f"{part}_en", f"{part}_n", f"{part}_i") if name in groups)
