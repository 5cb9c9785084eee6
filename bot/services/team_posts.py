"""What stands in a channel by a row of its own: a post of a form, or a card that is worded from
what is kept about an award or a lunch."""

from datetime import datetime

from bot.services.award_cards import card_voice
from bot.services.award_views import ResultMessage, VoteMessage
from bot.services.lunch_cards import invitation_voice
from bot.services.lunch_views import LunchMessage
from bot.services.posts import post_voice
from bot.services.team_messages import PostMessage
from bot.services.who import House
from bot.storage import Connection, awards
from bot.storage import lunches as lunch_records
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord

TeamPost = PostMessage | VoteMessage | ResultMessage | LunchMessage


def team_post_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> TeamPost | None:
    """What the channel reads, as it stands; None where there is nothing to post any more."""
    award = awards.of_post(connection, row.subject or "")
    if award is not None:
        return card_voice(connection, row, award, manager, now)
    lunch = lunch_records.of_post(connection, row.subject or "")
    if lunch is not None and lunch.post == row.subject:
        return invitation_voice(connection, row, lunch, manager)
    return post_voice(connection, house, row, manager, now)
