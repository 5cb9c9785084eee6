"""A text that the person says: the bot prepares it and neither sends nor keeps it."""

from bot.slack.blocks.parts import said_block
from bot.slack.blocks.people import open_chat
from bot.slack.compose_forms import SaidCarried
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    context,
    modal,
    plain,
    section,
)
from bot.slack.ids import ActionId, BlockId, CallbackId
from bot.slack.text import escape, said
from habits.texts import say

TEXT_BLOCK = f"{BlockId.OWN_TEXT}said"
"""The block that holds the text."""

_LONGEST_TEXT = 3000


def own_voice_view(
    *,
    text: str,
    to: str | None,
    to_name: str,
    token: str,
    habit: str,
    team: str = "",
    hint: str | None = None,
) -> View:
    """The final text alone, to copy. `to` is a user; None where it is for several or for somebody
    outside Slack. `team` is the workspace, `habit` a key; `token` comes back with [I said it]."""
    ways = [button(ActionId.OWN_VOICE_TEXT, say("own_voice.show_text"))]
    if to is not None:
        ways.append(open_chat(to, to_name, team))
    blocks: list[Block] = [
        section(said("own_voice.intro")),
        said_block(text, "said"),
        actions(*ways),
    ]
    if hint:
        blocks.append(context(escape(hint)))
    return modal(
        CallbackId.OWN_VOICE,
        say("own_voice.title"),
        blocks,
        submit=say("own_voice.i_said_it"),
        close=say("compose.back"),
        private_metadata=SaidCarried(habit=habit, token=token).model_dump_json(),
    )


def text_view(text: str) -> View:
    """The text in a field, to mark, change and copy."""
    field: Block = {
        "type": "input",
        "block_id": "text",
        "label": plain(say("own_voice.your_text"), 2000),
        "element": {
            "type": "plain_text_input",
            "action_id": ActionId.FIELD,
            "multiline": True,
            "initial_value": text[:_LONGEST_TEXT],
        },
        "optional": True,
    }
    return modal(
        CallbackId.OWN_VOICE_TEXT,
        say("own_voice.title"),
        [field],
        submit=say("own_voice.done"),
        close=say("compose.back"),
    )
