"""Times as pages write them, and as their data states them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.dates import ZONES, parse, parse_machine

FETCHED = datetime(2025, 5, 5, 10, 15, tzinfo=UTC)
NOON = "2024-02-14 17:30"


def shown(text: str, **given: object) -> str | None:
    """A moment as text: its local time (the day alone where no more is stated) and its zone."""
    moment = parse(text, **given)  # type: ignore[arg-type]
    if moment is None:
        return None
    assert moment.value.tzinfo is not None
    return moment.value.strftime("%Y-%m-%d %H:%M" if moment.exact else "%Y-%m-%d") + (
        f" {moment.zone}" if moment.zone else ""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rabu, 14 Februari 2024 17:30 WIB", f"{NOON} WIB"),
        ("Rabu, 14 Februari 2024, 17:30:15 WIB", f"{NOON} WIB"),
        ("Rabu 14 Feb 2024 17.30 WITA", f"{NOON} WITA"),
        ("Rabu,14 Feb 2024,17:30WIB", f"{NOON} WIB"),
        ("14/02/2024, 17:30 WIT", f"{NOON} WIT"),
        ("14-2-2024 17:30", NOON),
        ("2024-02-14 17:30", NOON),
        ("14 Februari 2024 pukul 17.30 WIB", f"{NOON} WIB"),
        ("14 Februari 2024 jam 17:30", NOON),
        ("14 Feb 2024 - 17:30", NOON),
        ("14 Feb 2024 | 17:30 WIB", f"{NOON} WIB"),
        ("17:30 WIB - Rabu, 14 Februari 2024", f"{NOON} WIB"),
        ("pukul 17.30 WIB, 14 Februari 2024", f"{NOON} WIB"),
        ("February 14, 2024 5:30 PM", NOON),
        ("14 February 2024 at 05:30 pm", NOON),
        ("14 Februari 2024 12:00 AM", "2024-02-14 00:00"),
        ("14 Februari 2024 12:00 pm", "2024-02-14 12:00"),
        ("Rabu, 14 Februari 2024 17:30 GMT+7", f"{NOON} GMT+7"),
        ("Kompas.com - 14/02/2024, 17:30 WIB", f"{NOON} WIB"),
        ("Jum'at, 3 Mei 2024 | 06:00 WIB", "2024-05-03 06:00 WIB"),
        ("07/08/2026", "2026-08-07"),
        ("Rabu (14/2/2024)", "2024-02-14"),
        ("Rabu (14/2/2024) pukul 17.30 WIB", f"{NOON} WIB"),
        ("Rabu, (14/2/2024) 17:30 WIB", f"{NOON} WIB"),
        ("14.02.2024 17:30", NOON),
        ("2024/02/14 17:30", NOON),
        ("14/02/24 17:30", NOON),
        ("14/02/24", None),
        ("14 Februari 2024 pkl. 17.30", NOON),
        ("14 Februari 2024, Pukul : 17.30 WIB", f"{NOON} WIB"),
        ("Tanggal : 14-02-2024 Jam : 17:30", NOON),
        ("14 Februari 2024 @ 17:30", NOON),
        ("14 Februari 2024 — 17.30 WITA", f"{NOON} WITA"),
        ("14 Februari 2024 (17:30 WIB)", f"{NOON} WIB"),
        ("14 Februari 2024 17 : 30 WIB", f"{NOON} WIB"),
        ("14 Februari 2024 17:30 +07:00", f"{NOON} +07:00"),
        ("2024-02-14T17:30:00+07:00", f"{NOON} +07:00"),
        ("2024-02-14T17:30", NOON),
        ("Wed, 14 Feb 2024 17:30:00 +0700", f"{NOON} +0700"),
        ("Rab, 14 Feb 2024 17:30 WIB", f"{NOON} WIB"),
        ("Rabu Wage, 14 Februari 2024 17:30", NOON),
        ("February 14th, 2024", "2024-02-14"),
        ("14th February 2024", "2024-02-14"),
        ("Februari 14, 2024 5:30 pm", NOON),
        ("Maret 12, 2026", "2026-03-12"),
        ("12 Mrt 2026", "2026-03-12"),
        ("12 Agust 2026", "2026-08-12"),
        ("14 Februari 2024 17:30 WIB | 15 Februari 2024 09:00 WIB", f"{NOON} WIB"),
        ("14 Februari 2024 24:00 WIB", "2024-02-14"),
        ("31 Februari 2024 10:00", None),
        ("45/13/2024", None),
        ("Kemarin", None),
        ("14 Februari", None),
        ("Februari 2024", None),
        ("20:24", None),
        ("1.234.567", None),
        ("(0264) 2024-123", None),
        ("", None),
    ],
)
def test_absolute(text: str, expected: str | None) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, "Januari January Jan"), (2, "Februari February Pebruari Feb"), (3, "Maret March Mar"), (4, "April Apr"), (5, "Mei May"),
        (6, "Juni June Jun"), (7, "Juli July Jul"), (8, "Agustus August Agt Ags Agu Aug"), (9, "September Sept Sep"),
        (10, "Oktober October Okt Oct"), (11, "November Nopember Nov Nop"), (12, "Desember December Des Dec"),
    ],
)  # fmt: skip
def test_months(month: int, names: str) -> None:
    for name in names.split():
        for form in (name, name.upper(), name.lower()):
            assert shown(f"9 {form} 2023") == f"2023-{month:02}-09"
        assert shown(f"9 {name[:1]}x{name[1:]} 2023") is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)), st.sampled_from(["WIB", "WITA", "WIT"]))
def test_every_minute_is_read_back(when: datetime, zone: str) -> None:
    local = when.replace(second=0, microsecond=0, tzinfo=ZONES[zone])
    for text in (
        f"{local:%d/%m/%Y %H:%M} {zone}",
        f"{local:%d/%m/%Y} - {local:%H.%M} {zone}",
        f"{local:%H:%M} {zone}, {local:%Y-%m-%d}",
    ):
        moment = parse(text)
        assert moment is not None
        assert (moment.value, moment.zone, moment.exact) == (local, zone, True)


def test_without_a_zone_the_default_counts() -> None:
    moment = parse("14 Februari 2024 17:30", ZONES["WITA"])
    assert moment is not None
    assert (moment.value, moment.zone) == (datetime(2024, 2, 14, 9, 30, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("text", "ago", "exact"),
    [
        ("37 menit lalu", timedelta(minutes=37), True),
        ("30 detik yang lalu", timedelta(seconds=30), True),
        ("3 jam lalu", timedelta(hours=3), False),
        ("sejam lalu", timedelta(hours=1), False),
        ("2 hari yang lalu", timedelta(days=2), False),
        ("1 minggu lalu", timedelta(weeks=1), False),
        ("sepekan lalu", timedelta(weeks=1), False),
    ],
)
def test_relative(text: str, ago: timedelta, exact: bool) -> None:
    assert parse(text) is None
    moment = parse(text, fetched_at=FETCHED)
    assert moment is not None
    assert (moment.value, moment.zone, moment.exact) == (FETCHED - ago, None, exact)


@pytest.mark.parametrize(
    ("text", "expected", "zone"),
    [
        ("2024-02-14T17:30:00+07:00", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "+07:00"),
        ("2024-02-14T17:30:00+0800", datetime(2024, 2, 14, 9, 30, tzinfo=UTC), "+0800"),
        ("2024-02-14T10:30:00Z", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "Z"),
        ("2024-02-14T10:30:00.123456Z", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "Z"),
        ("2024-02-14T05:30:00-05:00", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "-05:00"),
        (" 2024-02-14 17:30:00 ", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), None),
        ("1707906600", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "Z"),
        ("1707906600000", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "Z"),
        ("Rabu, 14 Februari 2024 17:30 WIB", datetime(2024, 2, 14, 10, 30, tzinfo=UTC), "WIB"),
    ],
)
def test_as_data(text: str, expected: datetime, zone: str | None) -> None:
    moment = parse_machine(text)
    assert moment is not None
    assert (moment.value, moment.zone, moment.exact) == (expected, zone, True)


@pytest.mark.parametrize(
    "text", ["", "x", "2024-13-45T99:99:99Z", "2024", "170790660", "0000-00-00T00:00:00Z", "2024-02-30"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_machine(text) is None


def test_a_day_as_data_is_not_exact() -> None:
    moment = parse_machine("2024-02-14")
    assert moment is not None
    assert (moment.exact, moment.value) == (False, datetime(2024, 2, 14, tzinfo=ZONES["WIB"]))


@pytest.mark.parametrize("text", ["2024-01-01T00:00:00+99:00", "1 Januari 2024 10:00 GMT+99"])
def test_an_impossible_offset_is_no_time(text: str) -> None:
    assert parse_machine(text) is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-07:00", "9999999999999"])
def test_a_year_that_no_page_can_mean_is_no_time(text: str) -> None:
    assert parse_machine(text) is None


def test_the_offset_of_mail_and_feeds() -> None:
    moment = parse_machine("Wed, 14 Feb 2024 10:30:00 +0000")
    assert moment is not None
    assert moment.value == datetime(2024, 2, 14, 10, 30, tzinfo=UTC)


@given(st.text(alphabet="0123456789/-:. TZ+,WIBGMTpukjanmeiagtlu", max_size=40))
def test_any_text_gives_a_time_or_none(text: str) -> None:
    for moment in (parse(text, fetched_at=FETCHED), parse_machine(text) if "+" not in text else None):
        assert moment is None or moment.value.tzinfo is not None


def test_zones_of_the_archipelago() -> None:
    assert [ZONES[zone].utcoffset(None) for zone in ("WIB", "WITA", "WIT")] == [timedelta(hours=h) for h in (7, 8, 9)]
    assert isinstance(ZONES["WIB"], timezone)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 jam lalu", "2025-05-05"),
        ("5 mnt lalu", "2025-05-05 17:10"),
        ("3 hours ago", "2025-05-05"),
        ("5 minutes ago", "2025-05-05 17:10"),
        ("an hour ago", "2025-05-05"),
        ("2 days ago", "2025-05-03"),
        ("Kemarin, 10:15 WIB", "2025-05-04 10:15 WIB"),
        ("Hari ini 08.05 WITA", "2025-05-05 08:05 WITA"),
        ("yesterday at 10:15", "2025-05-04 10:15"),
        ("1 bulan lalu", None),
        ("kemarin", None),
    ],
)
def test_times_that_count_from_the_fetch(text: str, expected: str | None) -> None:
    assert shown(text, fetched_at=FETCHED) == expected
    assert parse(text) is None
