"""The file that calendars open."""

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from habits.calendar_file import Event, calendar_file

AT = datetime(2026, 3, 29, 0, 30, tzinfo=timezone(timedelta(hours=1)))
MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def event(title: str = "Acme: call with Maya", text: str = "You lead. Maya listens.") -> Event:
    return Event("r1", title, text, AT, 45, MADE)


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_times_are_utc_so_that_no_clock_change_moves_them() -> None:
    told = unfolded(calendar_file(event()))
    assert "DTSTART:20260328T233000Z" in told
    assert "DTEND:20260329T001500Z" in told
    assert told[0] == "BEGIN:VCALENDAR"
    assert told[-2:] == ["END:VCALENDAR", ""]


def test_a_later_file_of_the_same_call_takes_the_place_of_the_first() -> None:
    first = unfolded(calendar_file(event()))
    later = Event("r1", "t", "", AT + timedelta(days=1), 45, MADE + timedelta(hours=1))
    second = unfolded(calendar_file(later))
    uid = next(line for line in first if line.startswith("UID:"))
    assert uid in second
    assert _sequence(second) > _sequence(first)


def test_what_people_typed_cannot_begin_a_line_of_its_own() -> None:
    told = unfolded(calendar_file(event("Acme; big, one\\\nEND:VEVENT\rATTENDEE:x", "a\x00b")))
    assert r"SUMMARY:Acme\; big\, one\\\nEND:VEVENT\nATTENDEE:x" in told
    assert "DESCRIPTION:ab" in told
    assert not any(line.startswith("ATTENDEE") for line in told)


@given(title=st.text(max_size=300), text=st.text(max_size=300))
def test_every_line_is_short_and_is_a_property(title: str, text: str) -> None:
    body = calendar_file(event(title, text))
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()
    told = unfolded(body)
    assert len(told) == 15
    assert all(re.match(r"[A-Z]+:", line) for line in told[:-1])
    assert "\n" not in "".join(told)


def _sequence(lines: list[str]) -> int:
    return int(next(line for line in lines if line.startswith("SEQUENCE:")).split(":")[1])
