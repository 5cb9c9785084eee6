"""Useful failures: the form, what the team would read, and how it ended."""

import json

from bot.services.form_views import Form, FormOf
from bot.services.telling import CHANNEL, NAMED, TEAM, StoryEnded, StoryForm, StoryPreview
from bot.slack.blocks.compose import card_title, channel_select, form_view
from bot.slack.blocks.consents import ask_label, call_off_button, name_choice
from bot.slack.blocks.parts import parts_block
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    context,
    divider,
    modal,
    option,
    plain,
    section,
    select,
)
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import Marked, channel_mention, escape, lines, mention, said
from habits.catalogue_lists import Audience
from habits.failures import FAILURE, OWNER
from habits.texts import say


def story_view(form: StoryForm) -> View:
    """Two lines are enough; in their own team a manager may put somebody else's forward."""
    inputs = form_view(
        Form(
            of=FormOf(FAILURE),
            name="",
            fields=form.fields,
            values=form.values,
            audience=Audience.TEAM_CHANNEL,
            audiences=(Audience.TEAM_CHANNEL,),
            decisive=frozenset(),
            suggestions={},
        )
    )
    intro = said("stories.intro") if form.went_first or not form.leads else _first()
    blocks: list[Block] = [section(intro)]
    if form.kept:
        blocks.append(context(said("stories.kept")))
    if len(form.teams) > 1:
        choices = [option(one.id, one.name) for one in form.teams[:100]]
        team = select(ActionId.FIELD, say("compose.choose"), choices, chosen=form.team)
        blocks.append(_input(TEAM, say("stories.team"), team))
    if form.went_first:
        owner: Element = {"type": "users_select", "action_id": ActionId.FIELD}
        blocks.append(_input(OWNER, say("stories.owner"), owner | {"initial_user": form.owner}))
    blocks += inputs["blocks"]
    if not all(one.mine for one in form.teams):
        blocks.append(name_choice(NAMED, say("stories.named"), named=form.named))
    blocks.append(context(said("stories.not_here")))
    return modal(
        CallbackId.STORY,
        say("stories.title"),
        blocks,
        submit=say("stories.preview"),
        close=say("compose.cancel"),
        private_metadata=json.dumps({"team": form.team, "prompt": form.prompt}),
    )


def _first() -> Marked:
    return said("stories.going_first")


def _input(name: str, label: str, element: Element) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": False,
    }


def story_preview(preview: StoryPreview) -> View:
    """The exact text, under a line that names who will see it."""
    blocks: list[Block] = [
        section(_sees(preview)),
        divider(),
        section(_preview_title(preview)),
        parts_block(preview.parts, "preview"),
        divider(),
    ]
    if preview.asks:
        blocks.append(section(said("stories.asks", who=mention(preview.asks))))
    if preview.hint:
        blocks.append(context(escape(preview.hint)))
    if preview.picks:
        picked = channel_select(ActionId.FIELD, preview.channel or "")
        blocks.append(_input(CHANNEL, say("compose.channel"), picked))
    return modal(
        CallbackId.STORY_PREVIEW,
        say("compose.preview_title"),
        blocks,
        submit=ask_label(preview.asks_name) if preview.asks else say("stories.post_it"),
        close=say("buttons.back"),
        private_metadata=json.dumps({"story": preview.story, "prompt": preview.prompt}),
    )


def _preview_title(preview: StoryPreview) -> Marked:
    if preview.asks is None or preview.teller is None:
        return story_title(preview.title, preview.teller)
    whose, author = mention(preview.asks), mention(preview.teller)
    return said("stories.told_of", habit=preview.title, whose=whose, author=author)


def story_title(habit: str, teller: str | None) -> Marked:
    """How the card begins: whose it is, or that it is from one of the team."""
    if teller:
        return card_title(habit, teller)
    return said("stories.no_name_card", habit=habit)


def _sees(preview: StoryPreview) -> Marked:
    if not preview.channel:
        return said("compose.sees.some_channel")
    where = channel_mention(preview.channel)
    if preview.teller is None:
        return said("stories.sees_unnamed", channel=where)
    return said("stories.sees", channel=where)


def story_ended(ended: StoryEnded) -> View:
    where = channel_mention(ended.channel)
    if not ended.until:
        told = [section(said("stories.ended.said", channel=where))]
        title = say("stories.ended.title")
    else:
        asked = said("consent.ended.said", who=mention(ended.owner), channel=where)
        until = said("consent.ended.until", day=ended.until)
        told = [section(lines(asked, until)), actions(call_off_button(ended.post))]
        title = say("consent.ended.title")
    view = modal(CallbackId.CONFIRMATION, title, told, close=say("buttons.close"))
    return view | {"clear_on_close": True}


def taken_back_view() -> View:
    view = modal(
        CallbackId.CONFIRMATION,
        say("stories.taken_back_title"),
        [section(said("stories.taken_back"))],
        close=say("buttons.close"),
    )
    return view | {"clear_on_close": True}
