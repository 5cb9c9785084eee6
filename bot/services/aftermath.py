"""What follows when a message of some kind went out, surely never will, or nobody knows."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.services.award_cards import award_not_sent, award_sent, award_unsure
from bot.services.coach import was_asked, was_not_asked
from bot.services.consenting import introduced
from bot.services.helping import help_not_sent, help_sent
from bot.services.not_posted import team_post_not_sent
from bot.services.posts import sent, unsure
from bot.services.ride_voices import ride_sent
from bot.services.stories import was_not_sent, was_sent
from bot.services.taking_part import not_introduced
from bot.services.today import today_not_sent
from bot.services.who import House
from bot.services.zones import zone_not_sent
from bot.storage import Connection
from bot.storage.outgoing import Kind, OutgoingRecord

WentOut = Callable[[Connection, House, OutgoingRecord, str, str, datetime], None]
"""Given the row, the channel and the ts under which Slack knows the message, and now."""

NeverWill = Callable[[Connection, House, OutgoingRecord, str, datetime], None]
"""Given the row, Slack's own code or "expired", and now."""


def post_sent(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    """It stands in the channel, and the story in it with it."""
    sent(connection, house, row, channel, ts, now)
    was_sent(connection, house, row, now)


def post_never_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """It never will, and nobody's yes to it holds any longer."""
    team_post_not_sent(connection, house, row, why, now)
    was_not_sent(connection, house, row, now)


AFTER_SENT: Mapping[Kind, WentOut] = {
    Kind.POST: post_sent,
    Kind.AWARD: award_sent,
    Kind.INTRO: introduced,
    Kind.REP_FORM: was_asked,
    Kind.HELP: help_sent,
    Kind.HELP_REP: help_sent,
    Kind.CALL: ride_sent,
    Kind.CALL_REP: ride_sent,
}
AFTER_NOT_SENT: Mapping[Kind, NeverWill] = {
    Kind.POST: post_never_sent,
    Kind.AWARD: award_not_sent,
    Kind.TODAY: today_not_sent,
    Kind.NOTICE: zone_not_sent,
    Kind.INTRO: not_introduced,
    Kind.REP_FORM: was_not_asked,
    Kind.HELP: help_not_sent,
    Kind.HELP_REP: help_not_sent,
}


Unsure = Callable[[Connection, House, OutgoingRecord, datetime], None]

AFTER_UNKNOWN: Mapping[Kind, Unsure] = {Kind.POST: unsure, Kind.AWARD: award_unsure}


def went_out(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    if row.kind in AFTER_SENT:
        AFTER_SENT[row.kind](connection, house, row, channel, ts, now)


def never_will(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    if row.kind in AFTER_NOT_SENT:
        AFTER_NOT_SENT[row.kind](connection, house, row, why, now)


def nobody_knows(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> None:
    """Whether it arrived; it is never sent again on a guess."""
    if row.kind in AFTER_UNKNOWN:
        AFTER_UNKNOWN[row.kind](connection, house, row, now)
