"""A Slack status that says away: the days are offered as a break."""

from bot.services.away import AwayOffer
from bot.slack.elements import Block, View, actions, button, divider, section
from bot.slack.ids import ActionId
from bot.slack.text import Marked, said
from habits.phrases import day
from habits.texts import say


def away_offer(offer: AwayOffer) -> list[Block]:
    """The question with its two buttons."""
    return [
        section(_asked(offer)),
        actions(
            button(ActionId.AWAY_LEAVE_OUT, say("away.leave_out"), offer.away),
            button(ActionId.AWAY_HERE, say("away.here"), offer.away),
        ),
    ]


def with_away_offer(view: View, offer: AwayOffer | None) -> View:
    """A window that begins with the question, where there is one."""
    if offer is None:
        return view
    return {**view, "blocks": [*away_offer(offer), divider(), *view["blocks"]]}


def _asked(offer: AwayOffer) -> Marked:
    if offer.until is None:
        return said("away.without_end")
    return said("away.until", day=day(offer.until))
