"""What comes of an ask: the decision that stands, what is said next, and what goes out."""

from datetime import date

from bot.services.deciding import FILTER
from bot.services.filter_views import Decided, OwnWords, Standing, TeamPreview
from bot.slack.blocks.compose import card_title, channel_select
from bot.slack.blocks.filter import ask_words
from bot.slack.blocks.own_voice import own_voice_view
from bot.slack.blocks.parts import parts_block, with_blocks
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    field,
    modal,
    section,
)
from bot.slack.filter_forms import Carried
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import Marked, channel_mention, lines, said
from habits.filtering import Choice
from habits.phrases import day as day_words
from habits.phrases import weekday
from habits.texts import say


def standing_view(standing: Standing) -> View:
    """The same message again: the decision that stands."""
    decided = said(
        "filter.standing.decided",
        when=_on(standing.decided, standing.today),
        choice=standing.choice.label,
    )
    until = None
    if standing.again_on is not None:
        until = said("filter.standing.until", day=day_words(standing.again_on))
    blocks = [section(lines(decided, until)), ask_words(standing.ask, standing.request)]
    if standing.final:
        blocks.append(context(said("filter.standing.final")))
    else:
        again = button(ActionId.FILTER_AGAIN, say("filter.standing.again"), standing.request)
        blocks.append(actions(again))
    return modal(
        CallbackId.FILTER_STANDING,
        say("filter.form.title"),
        blocks,
        close=say("buttons.close"),
    )


def _on(day: date, today: date) -> str:
    match (today - day).days:
        case days if days <= 0:
            return say("filter.standing.today")
        case days if days < 7:
            return say("filter.standing.on", day=weekday(day))
        case _:
            return say("filter.standing.on", day=day_words(day))


def decided_view(decided: Decided) -> View:
    """One line on what happens next, where there is nothing left to say to anybody."""
    again = "" if decided.again_on is None else day_words(decided.again_on)
    match decided.choice:
        case Choice.BATCH:
            return closing_view(said("filter.next.batch"))
        case Choice.DELAY:
            return closing_view(said("filter.next.delay", day=again))
        case Choice.PASS_ON if decided.aloud:
            return closing_view(said("filter.next.passed_on_aloud"))
        case Choice.PASS_ON:
            return closing_view(said("filter.next.pass_on"))
        case Choice.ABSORB | Choice.ANSWER_NOW | Choice.DECLINE:
            return closing_view(said("filter.next.absorb"))


def closing_view(words: Marked) -> View:
    view = modal(
        CallbackId.CONFIRMATION,
        say("filter.next.title"),
        [section(words)],
        close=say("buttons.close"),
    )
    return view | {"clear_on_close": True}


def words_view(words: OwnWords, carried: Carried, team: str) -> View:
    """A text for the manager to say: the bot sends it to nobody. `team` is the workspace."""
    view = own_voice_view(
        text=words.text,
        to=words.to,
        to_name=words.name,
        token=carried.request,
        habit=FILTER,
        team=team,
        hint=_whom(words),
    )
    return view | {
        "callback_id": CallbackId.FILTER_SAID,
        "private_metadata": carried.model_dump_json(exclude_defaults=True),
        "clear_on_close": True,
    }


def _whom(words: OwnWords) -> str | None:
    """Where it has to be said, if not in a chat that we can open."""
    if words.to is not None:
        return None
    return say("filter.to_whom.team" if words.for_team else "filter.to_whom.requester")


def team_preview_view(
    preview: TeamPreview, callback: CallbackId, carried: Carried, author: str
) -> View:
    """The exact text, and who will see it. `author` is the manager's user id."""
    blocks = [
        _who_sees(preview.channel),
        divider(),
        section(card_title(preview.habit, author)),
        parts_block(preview.parts, "preview"),
        divider(),
        field(
            Field.CHANNEL,
            say("compose.channel"),
            channel_select(ActionId.FILTER_CHANNEL, preview.channel or ""),
            dispatch=True,
        ),
    ]
    carrying = carried.model_copy(update={"draft": preview.draft})
    return modal(
        callback,
        say("compose.preview_title"),
        blocks,
        submit=say("compose.post_it"),
        close=say("compose.back"),
        private_metadata=carrying.model_dump_json(exclude_defaults=True),
    )


def for_another_channel(view: View, channel: str) -> View:
    """A preview as Slack shows it, for the channel that was picked in it."""
    return with_blocks(view, [_who_sees(channel), *view["blocks"][1:]])


def _who_sees(channel: str | None) -> Block:
    if channel:
        words = said("compose.sees.channel", channel=channel_mention(channel))
    else:
        words = said("compose.sees.some_channel")
    return section(words) | {"block_id": "who_sees"}
