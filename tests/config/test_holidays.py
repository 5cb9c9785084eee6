import logging
from collections import Counter
from datetime import date
from zoneinfo import available_timezones

import pytest

from config.holidays import countries, days_off, guess_country, regions

CODES = [code for code, _ in countries()]


def test_public_holidays_have_english_names() -> None:
    sweden = days_off("SE", None, [2026])
    assert sweden[date(2026, 6, 6)] == "National Day"
    assert sweden[date(2026, 4, 3)] == "Good Friday"
    assert days_off("DE", None, [2026])[date(2026, 10, 3)] == "German Unity Day"


def test_a_day_observed_in_place_of_another_is_off_too() -> None:
    america = days_off("US", None, [2026])
    assert america[date(2026, 7, 3)] == "Independence Day (observed)"
    assert america[date(2026, 11, 26)] == "Thanksgiving Day"


def test_a_new_year_observed_in_the_old_year_belongs_to_the_old_year() -> None:
    assert "New Year" in days_off("US", None, [2021])[date(2021, 12, 31)]


def test_a_region_adds_its_own_days() -> None:
    assert date(2026, 1, 6) in days_off("DE", "BY", [2026])
    assert date(2026, 1, 6) not in days_off("DE", None, [2026])


def test_days_stand_in_order_and_in_the_years_asked_for() -> None:
    found = list(days_off("SE", None, [2027, 2026, 2027]))
    assert found == sorted(found)
    assert {day.year for day in found} == {2026, 2027}


@pytest.mark.parametrize("country", CODES)
def test_ordinary_weekends_are_no_holidays_anywhere(country: str) -> None:
    on = Counter(day.weekday() for day in days_off(country, None, [2026]))
    assert max(on.values(), default=0) < 13


@pytest.mark.parametrize("country", ["IL", "SA", "AE", "EG", "JO"])
def test_countries_that_work_from_sunday_get_the_same_days_each_time(country: str) -> None:
    first = days_off(country, None, [2026, 2027])
    assert first
    assert days_off(country, None, (2027, 2026)) == first
    ordinary = [day for day in first if day.weekday() in (4, 5) and "observed" in first[day]]
    assert ordinary == []


def test_no_country_has_no_days_off_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert days_off(None, None, [2026]) == {}
    assert caplog.records == []


def test_an_unknown_country_is_a_warning_and_never_a_crash(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert days_off("QQ", None, [2026]) == {}
    assert [record.getMessage() for record in caplog.records] == ["holidays.unknown_country"]


def test_an_unknown_region_leaves_the_countrys_own_days(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert days_off("SE", "QQ", [2026]) == days_off("SE", None, [2026])
    assert [record.getMessage() for record in caplog.records] == ["holidays.unknown_region"]


def test_days_off_cannot_be_changed_by_those_who_read_them() -> None:
    with pytest.raises(TypeError):
        days_off("SE", None, [2026])[date(2026, 5, 4)] = "Mine"  # pyright: ignore[reportIndexIssue]


def test_countries_are_named_and_in_order() -> None:
    names = [name for _, name in countries()]
    assert names == sorted(names)
    assert ("SE", "Sweden") in countries()
    assert len(CODES) == len(set(CODES)) > 150


def test_regions_are_named_where_there_are_any() -> None:
    assert ("BY", "Bayern") in regions("DE")
    assert ("CA", "California") in regions("US")
    assert regions("SE") == regions("QQ") == ()


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Stockholm", "SE"),
        ("America/New_York", "US"),
        ("US/Eastern", "US"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),
        ("Europe/Kyiv", "UA"),
        ("Europe/Kiev", "UA"),
        ("America/Buenos_Aires", "AR"),
        ("UTC", None),
        ("Etc/GMT+5", None),
        ("CET", None),
        ("Nowhere/Land", None),
    ],
)
def test_the_country_of_a_zone_is_guessed_from_the_zone_tables(
    zone: str, country: str | None
) -> None:
    assert guess_country(zone) == country


def test_every_zone_of_a_place_has_a_country() -> None:
    places = {zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/"}
    assert {zone for zone in places if guess_country(zone) is None} == set()
