"""What follows when a post or a card surely never will stand in a channel."""

from datetime import datetime

from bot.services.award_cards import card_not_sent
from bot.services.lunch_cards import not_posted
from bot.services.passing_on import post_not_sent
from bot.services.who import House
from bot.storage import Connection, awards, managers
from bot.storage.outgoing import OutgoingRecord


def team_post_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """It never will stand there: its author hears so, and what it was for is as before."""
    post = row.subject or ""
    post_not_sent(connection, house, row, why, now)
    award = awards.of_post(connection, post)
    if award is not None:
        card_not_sent(connection, house, award, post, now)
        return
    manager = managers.get(connection, row.manager)
    if manager is not None:
        not_posted(connection, house, manager, post, now)
