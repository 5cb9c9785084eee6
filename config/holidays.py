"""Public holidays as days off, and the country of a time zone.

A suggestion, not a law: days that follow the moon or are announced late can move.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, cast

logger = logging.getLogger(__name__)

_NONE: Mapping[date, str] = MappingProxyType({})


def days_off(country: str | None, region: str | None, years: Collection[int]) -> Mapping[date, str]:
    """Local date -> name of the public holiday, in English where the package has it.

    `country` is an ISO 3166 code (SE), `region` its subdivision (BY for Bavaria). Ordinary
    weekends are not in it, whichever days those are. An unknown country gives nothing, an
    unknown region the country's own days, and both are logged.
    """
    return _days_off(country, region, tuple(sorted(set(years)))) if country else _NONE


@lru_cache(maxsize=512)
def _days_off(country: str, region: str | None, years: tuple[int, ...]) -> Mapping[date, str]:
    # The package takes a while to import, and most commands do without it.
    from holidays import country_holidays, list_supported_countries

    known = list_supported_countries(include_aliases=False)
    if country not in known:
        logger.warning("holidays.unknown_country", extra={"country": country})
        return _NONE
    if region is not None and region not in known[country]:
        logger.warning("holidays.unknown_region", extra={"country": country, "region": region})
        region = None
    languages = country_holidays(country, subdiv=region).supported_languages
    english = next((own for own in ("en_US", "en_GB") if own in languages), None)
    found = country_holidays(country, subdiv=region, years=years, language=english)
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, str], ...]:
    """(code, name) of every country with known holidays, by name."""
    from holidays import list_supported_countries

    names = _country_names()
    known = list_supported_countries(include_aliases=False)
    return tuple(
        sorted(((code, names[code]) for code in known if code in names), key=lambda one: one[1])
    )


@lru_cache(maxsize=64)
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the country's subdivisions that have holidays of their own, by name."""
    from holidays import country_holidays, list_supported_countries

    known = list_supported_countries(include_aliases=False).get(country, [])
    if not known:
        return ()
    # The package leaves the type of these lists open.
    aliases = cast(
        "dict[str, list[str]]", cast("Any", country_holidays(country)).get_subdivision_aliases()
    )
    named = ((code, (aliases.get(code) or [code])[0]) for code in known)
    return tuple(sorted(named, key=lambda one: one[1]))


@lru_cache(maxsize=1024)
def guess_country(zone: str) -> str | None:
    """The country of an IANA zone, old names included; None for UTC and the like."""
    if "/" not in zone:  # EST and CET are names of clocks, whatever place they point to
        return None
    by_zone, renamed = _zones()
    seen: set[str] = set()
    while zone not in by_zone and zone in renamed and zone not in seen:
        seen.add(zone)
        zone = renamed[zone]
    return by_zone.get(zone)


@lru_cache(maxsize=1)
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """Zone -> country, and old name -> present name, from the time zone package."""
    rows = [line.split("\t") for line in _lines("zone.tab")]
    links = [line.split() for line in _lines("tzdata.zi") if line.startswith("L ")]
    return {row[2]: row[0] for row in rows}, {old: present for _, present, old in links}


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    rows = (line.split("\t") for line in _lines("iso3166.tab"))
    return {row[0]: row[1] for row in rows}


def _lines(name: str) -> list[str]:
    text = (resources.files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
