"""A text that the person says: the bot prepares it and neither sends nor keeps it."""

from bot.slack.blocks.parts import said_block, text_of, with_blocks
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
"""The block that holds the text, until it stands in a field."""

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


def with_text_in_field(view: View) -> View:
    """The same window, as Slack tells of it, with the text in a field: to mark, change and copy."""
    blocks: list[Block] = []
    for block in view["blocks"]:
        if block.get("block_id") == TEXT_BLOCK:
            blocks.append(_in_field(text_of(block)))
        elif block["type"] == "actions":
            ways = [one for one in block["elements"] if one["action_id"] != ActionId.OWN_VOICE_TEXT]
            blocks += [block | {"elements": ways}] if ways else []
        else:
            blocks.append(block)
    return with_blocks(view, blocks)


def _in_field(text: str) -> Block:
    return {
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
