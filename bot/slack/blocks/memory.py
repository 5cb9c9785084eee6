"""Windows of forms with a memory: running tests, which change it is about, what came of it."""

import json
from collections.abc import Sequence

from bot.services.admissions import Choice
from bot.services.came_of_it import OutcomeForm, OutcomePreview, OutcomeTold
from bot.services.experiments import Running
from bot.services.form_endings import AGREED
from bot.slack.blocks.compose import card_title
from bot.slack.blocks.consents import ask_label
from bot.slack.blocks.parts import parts_block
from bot.slack.compose_forms import TICKED
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    checkboxes,
    context,
    divider,
    field,
    modal,
    option,
    plain,
    section,
)
from bot.slack.ids import ActionId, CallbackId, Field, pair
from bot.slack.text import Marked, channel_mention, escape, lines, mention, said
from habits.phrases import day
from habits.texts import say, say_each

MOST = 20
"""Slack takes a hundred blocks."""


def tests_button() -> Block:
    """The way from a form to the tests that run."""
    return actions(button(ActionId.TESTS_OPEN, say("experiments.list.open")))


def running_view(running: Sequence[Running]) -> View:
    """The tests without an end."""
    blocks: list[Block] = []
    for one in running[:MOST]:
        blocks += [section(_test(one)), actions(*_ways(one))]
    if len(running) > MOST:
        blocks.append(context(said("experiments.list.more", count=len(running) - MOST)))
    if not running:
        blocks = [section(said("experiments.list.none"))]
    return modal(
        CallbackId.TESTS, say("experiments.list.title"), blocks, close=say("buttons.close")
    )


def _test(one: Running) -> Marked:
    until = said("experiments.list.until", day=day(one.stop_on)) if one.stop_on else None
    started = said("experiments.list.started") if one.started else None
    return lines(escape(one.test), Marked(mention(one.owner)), until, started)


def _ways(one: Running) -> list[Element]:
    dropped = button(ActionId.TEST_DROP, say("experiments.dropped"), one.id)
    if not one.can_be_told:
        return [dropped]
    return [button(ActionId.TEST_TELL, say("experiments.tell"), one.id), dropped]


def admissions_view(choices: Sequence[Choice], prompt: str) -> View:
    """Which of several changes the report is about."""
    blocks: list[Block] = [section(said("admissions.which"))]
    for one in choices[:MOST]:
        picked = button(ActionId.ADMISSION_PICK, say("admissions.tell"), pair(one.id, prompt))
        told = said("admissions.named_on", day=day(one.on))
        blocks.append(section(lines(escape(one.change), told), picked))
    return modal(CallbackId.ADMISSIONS, say("admissions.title"), blocks, close=say("buttons.close"))


def tell_view(form: OutcomeForm) -> View:
    """One text, and who will read it."""
    text: Element = {
        "type": "plain_text_input",
        "action_id": ActionId.FIELD,
        "multiline": True,
        "max_length": 3000,
        "placeholder": plain(say_each("came_of_it.labels", form.habit_key), 150),
    }
    if form.text:
        text["initial_value"] = form.text
    about = [section(escape(form.about))] if form.about else []
    where = (
        said("came_of_it.in_channel", channel=channel_mention(form.channel))
        if form.channel
        else said("came_of_it.in_note", name=form.rep_name)
    )
    return modal(
        CallbackId.TELL,
        form.habit,
        [
            *about,
            field(Field.SHOWED, say_each("came_of_it.labels", form.habit_key), text),
            context(where),
        ],
        submit=say("came_of_it.preview") if form.channel else say("came_of_it.save"),
        close=say("compose.cancel"),
        private_metadata=json.dumps({"record": form.record}),
    )


def outcome_preview(preview: OutcomePreview) -> View:
    """The exact text under a line that says where it goes, and who reads it first."""
    blocks = [
        section(said("compose.sees.channel", channel=channel_mention(preview.channel))),
        divider(),
        section(card_title(preview.name, preview.author)),
        parts_block(preview.parts, "preview"),
        divider(),
    ]
    if preview.asks:
        blocks.append(section(said("consent.preview.one", who=mention(preview.asks))))
    if preview.must_agree:
        yes = checkboxes(ActionId.COMPOSE_TICK, [option(TICKED, say("compose.they_agreed"))])
        label = say("came_of_it.ask_first")
        blocks.append(field(AGREED, label, yes))
    ids = {"record": preview.record, "draft": preview.draft}
    return modal(
        CallbackId.TELL_PREVIEW,
        say("compose.preview_title"),
        blocks,
        submit=ask_label(preview.asks_name) if preview.asks else say("came_of_it.post"),
        close=say("compose.back"),
        private_metadata=json.dumps(ids),
    )


def told_view(told: OutcomeTold) -> View:
    """Where it went; a test may be worth more."""
    went = (
        said("came_of_it.posted", channel=channel_mention(told.channel))
        if told.channel
        else said("came_of_it.kept", who=mention(told.rep))
    )
    blocks = [section(went)]
    if told.is_test:
        failure = button(ActionId.COMPOSE_OPEN, say("came_of_it.failure"), "celebrate_failure")
        blocks += [context(said("came_of_it.offer")), actions(failure)]
    return modal(CallbackId.CONFIRMATION, told.habit, blocks, close=say("buttons.close"))
