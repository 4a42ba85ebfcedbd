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
            "januari january jan", "februari february pebruari feb peb", "maret march mar mrt", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agust agt agu ags aug", "september sept sep",
            "oktober october okt oct", "november nopember nov nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_UNITS = {
    "detik": "seconds", "menit": "minutes", "mnt": "minutes", "jam": "hours", "hari": "days", "minggu": "weeks",
    "pekan": "weeks", "second": "seconds", "minute": "minutes", "min": "minutes", "hour": "hours", "day": "days",
    "week": "weeks",
}  # fmt: skip
_DAYS_AGO = {"hari ini": 0, "today": 0, "kemarin": 1, "yesterday": 1}
_WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:sen|sel|rab|kam|jum|sab|min|mon|tue|wed|thu|fri|sat|sun)(?=[.,]))"
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = (
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.]| : )(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?P<half> ?[ap]m\b)?"
    r"(?: ?\(?(?P<zone>wib|wita|wit|gmt|utc)\b(?P<offset> ?[+]\d{1,2}(?::?\d\d)?)?\)?"
    r"| ?(?P<numeric>[+]\d\d:?\d\d|-\d{4})\b)?"
)
# What stands between a date and its time: "12 Maret 2026 | 10.15", "(12/3/2026) pukul: 10.15", "2026-03-12T10:15".
_BETWEEN = r"(?:T|[\s,|/•·@()–—-]{0,6}(?:(?:pukul|jam|pkl|at)\b[\s:.]{0,3})?)\(?"
_DATE = (
    rf"(?:{_WEEKDAY}[\s,/|(]{{0,4}})?(?:tanggal )?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]{{1,2}}(?P<month>{_MONTH})[\s.,/-]{{1,3}}(?P<year>[12]\d{{3}})"
    rf"|(?P<month_en>{_MONTH})\.? (?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year_en>[12]\d{{3}})"
    r"|(?P<day_n>\d{1,2})(?P<mark>[/.-])(?P<month_n>\d{1,2})(?P=mark)(?P<year_n>20\d\d|19\d\d)"
    r"|(?P<year_i>20\d\d|19\d\d)(?P<mark_i>[/-])(?P<month_i>\d\d)(?P=mark_i)(?P<day_i>\d\d)"
    r"|(?P<day_s>\d{1,2})/(?P<month_s>\d{1,2})/(?P<year_s>\d\d)(?=[\s,|-]{1,3}\d{1,2}[:.]\d\d))"
)
MOMENT = re.compile(rf"\b{_DATE}(?:{_BETWEEN}{_TIME})?", re.IGNORECASE)
TIME_FIRST = re.compile(rf"\b{_TIME}[\s,|/-]{{1,4}}{_DATE}", re.IGNORECASE)
RELATIVE = re.compile(
    r"(?P<n>\d{1,3}|\bse)\s?(?P<unit>detik|menit|mnt|jam|hari|minggu|pekan)(?: yang)? lalu\b"
    r"|\b(?P<n_en>\d{1,3}|an?)\s(?P<unit_en>second|minute|min|hour|day|week)s? ago\b",
    re.IGNORECASE,
)
NEAR = re.compile(rf"\b(?P<word>hari ini|today|kemarin|yesterday){_BETWEEN}{_TIME}", re.IGNORECASE)
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
    found, ahead = MOMENT.search(text), TIME_FIRST.search(text)
    if ahead and (found is None or not found["hour"] or ahead.start() < found.start()):
        found = ahead
    if found:
        return _moment({k: v for k, v in found.groupdict().items() if v is not None}, default)
    if fetched_at and (ago := RELATIVE.search(text)):
        n, unit = ago["n"] or ago["n_en"], _UNITS[(ago["unit"] or ago["unit_en"]).lower()]
        value = fetched_at - timedelta(**{unit: int(n) if n.isdigit() else 1})
        return Moment(value.astimezone(default), None, unit in ("seconds", "minutes"))
    if fetched_at and (near := NEAR.search(text)):
        groups = {k: v for k, v in near.groupdict().items() if v is not None}
        tz, _ = _zone(groups, default) or (default, None)
        day = fetched_at.astimezone(tz).date() - timedelta(days=_DAYS_AGO[near["word"].lower()])
        return _moment({**groups, "day": str(day.day), "month": str(day.month), "year": str(day.year)}, default)
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


def _moment(groups: dict[str, str], default: timezone) -> Moment | None:
    day, month, year = (_either(groups, part) for part in ("day", "month", "year"))
    if (read := _zone(groups, default)) is None:
        return None
    tz, zone = read
    hour = int(groups.get("hour", 0))
    if half := groups.get("half", "").strip().lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        value = datetime(
            int(year) + (2000 if len(year) == 2 else 0),
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
    names = (part, *(f"{part}_{form}" for form in ("en", "n", "i", "s")))
    return next(groups[name] for name in names if name in groups)


def _zone(groups: dict[str, str], default: timezone) -> tuple[timezone, str | None] | None:
    """The zone of a time and how it is stated; None where no place on earth is so far ahead."""
    zone = groups["zone"].upper() if "zone" in groups else None
    if "numeric" in groups:  # "10:30:00 +0000", as mail and feeds write it
        stated = zone = groups["numeric"]
        ahead = timedelta(hours=int(stated[1:3]), minutes=int(stated[-2:]))
    elif zone and "offset" in groups:  # "GMT+7"
        hours, _, minutes = groups["offset"].strip(" +").partition(":")
        ahead = timedelta(hours=int(hours[:2]), minutes=int(minutes or hours[2:] or 0))
        zone = f"{zone}{groups['offset'].strip()}"
    else:
        return (ZONES[zone] if zone else default), zone
    if ahead > timedelta(hours=14):
        return None
    return timezone(-ahead if zone[0] == "-" else ahead), zone
