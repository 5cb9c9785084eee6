"""Every message, over random values: in marked letters nothing plain is left."""

from hypothesis import given
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.messages import Message
from bot.slack.messenger import SlackMessenger
from config.wordings import load_texts, marked, pseudo
from habits.texts import using
from tests.bot.slack import values
from tests.bot.slack.team_values import PEOPLE, team_messages
from tests.marks import plain_texts

MESSENGER = SlackMessenger(AsyncWebClient(token="xoxb-none"))
PSEUDO = pseudo(load_texts())
SHORT, LINE = values.SHORT.map(marked), values.LINE.map(marked)
KNOWN = [part for name in PEOPLE for part in name.split()]


@given(values.messages(SHORT, LINE) | team_messages(SHORT, LINE))
def test_no_word_of_a_message_stands_in_the_code(message: Message) -> None:
    with using(PSEUDO):
        content = MESSENGER.render(message)
    assert plain_texts([content.text, *content.blocks], KNOWN) == []
