"""A file that calendars open: one event, after RFC 5545."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LONGEST = 75
"""Octets of a line; what is longer goes on in the next one, behind a space."""


@dataclass(frozen=True)
class Event:
    """`id` names it for ever: a later file with the same id changes it. Instants are UTC; `made_at`
    is that of the file."""

    id: str
    title: str
    text: str
    starts_at: datetime
    minutes: int
    made_at: datetime


def calendar_file(event: Event) -> bytes:
    """The file, UTF-8. It names nobody beyond what stands in title and text."""
    ends = event.starts_at + timedelta(minutes=event.minutes)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//trust-habits//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.id}@trust-habits",
        f"DTSTAMP:{_stamp(event.made_at)}",
        f"SEQUENCE:{int(event.made_at.timestamp()) // 60 % 2**31}",
        f"DTSTART:{_stamp(event.starts_at)}",
        f"DTEND:{_stamp(ends)}",
        f"SUMMARY:{_escaped(event.title)}",
        f"DESCRIPTION:{_escaped(event.text)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    one_line_end = "\n".join(text.splitlines())
    for plain in ("\\", ";", ","):
        one_line_end = one_line_end.replace(plain, f"\\{plain}")
    shown = "".join(one for one in one_line_end if one == "\n" or one == "\t" or ord(one) >= 32)
    return shown.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line within its octets, never cut inside of a character."""
    parts: list[bytes] = [b""]
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(parts[-1]) + len(octets) > _LONGEST:
            parts.append(b" ")
        parts[-1] += octets
    return b"".join(part + b"\r\n" for part in parts)
