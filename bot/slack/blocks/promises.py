"""The manager's own list of promises, and the windows in which one is noted or changed."""

from urllib.parse import urlencode

from bot.services.promises import Noting, PromiseChanged, PromiseList, PromiseShown
from bot.slack.blocks.parts import said_block
from bot.slack.blocks.people import open_chat
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    confirmed,
    context,
    datepicker,
    field,
    modal,
    own_words,
    plain,
    section,
    text_input,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.promise_forms import PromiseCarried
from bot.slack.text import Marked, lines, mention, said
from habits.phrases import day
from habits.promises import LONGEST, PromiseState
from habits.texts import say

_REDIRECT = "https://slack.com/app_redirect"


def promises_view(found: PromiseList, prompt: str = "") -> View:
    """The list. `prompt` is the one whose button opened it, "" for none."""
    blocks: list[Block] = [] if found.open else [section(said("promises.list.none"))]
    for one in found.open:
        blocks += _open(one, found.team)
    if found.more:
        blocks.append(context(said("promises.list.more", count=found.more)))
    blocks.append(actions(button(ActionId.PROMISE_ADD, say("promises.add"))))
    if found.closed:
        blocks.append(section(said("promises.list.closed")))
        blocks += [_closed(one) for one in found.closed]
    blocks.append(context(said("promises.list.only_you")))
    return modal(
        CallbackId.PROMISES,
        say("promises.list.title"),
        blocks,
        close=say("buttons.close"),
        private_metadata=_carrying(prompt=prompt),
    )


def _open(one: PromiseShown, team: str) -> list[Block]:
    remove = confirmed(
        button(ActionId.PROMISE_REMOVE, say("promises.remove"), one.id),
        title=say("promises.removing.title"),
        text=said("promises.removing.text"),
        yes=say("promises.removing.yes"),
        no=say("promises.removing.no"),
    )
    pressed = [
        button(ActionId.PROMISE_DONE, say("promises.done"), one.id),
        button(ActionId.PROMISE_MOVE, say("promises.move"), one.id),
        button(ActionId.PROMISE_HAND_BACK, say("promises.hand_back"), one.id),
    ]
    if one.channel and one.ts:
        pressed.append(_message(one.channel, one.ts, team))
    told = said("promises.list.told", told=one.told) if one.told else None
    return [
        own_words(one.words, f"promise.{one.id}") | {"accessory": remove},
        context(lines(_about(one), told)),
        actions(*pressed),
    ]


def _about(one: PromiseShown) -> Marked:
    due = day(one.due_on)
    if one.to is None:
        return said("promises.list.was" if one.is_past else "promises.list.by", day=due)
    who = mention(one.to)
    if one.is_past:
        return said("promises.list.to_was", who=who, day=due)
    return said("promises.list.to_by", who=who, day=due)


def _closed(one: PromiseShown) -> Block:
    again = button(ActionId.PROMISE_AGAIN, say("promises.again"), one.id)
    if one.state is PromiseState.KEPT:
        return section(said("promises.list.kept", words=one.words), again)
    return section(said("promises.list.handed_back", words=one.words), again)


def _message(channel: str, ts: str, team: str) -> Element:
    """Opens the message a promise comes from, in Slack itself."""
    where = urlencode({"team": team, "channel": channel, "message_ts": ts})
    return {
        **button(ActionId.OPEN_CHAT, say("promises.see_message")),
        "url": f"{_REDIRECT}?{where}",
    }


# --- windows about one promise ------------------------------------------------------------


def promise_form(noting: Noting, prompt: str = "") -> View:
    """A new one."""
    words = text_input(
        ActionId.FIELD,
        initial=noting.words,
        placeholder=say("promises.form.words_hint"),
        max_length=LONGEST,
    )
    return modal(
        CallbackId.PROMISE,
        say("promises.form.title"),
        [
            field(Field.PROMISE, say("promises.form.words"), words),
            field(
                Field.PROMISE_TO,
                say("promises.form.to"),
                _person(noting.to),
                hint=say("promises.form.to_hint"),
                optional=True,
            ),
            field(Field.PROMISE_DUE, say("promises.form.due"), _date(noting)),
            context(said("promises.list.only_you")),
        ],
        submit=say("promises.form.submit"),
        private_metadata=_carrying(prompt=prompt, channel=noting.channel or "", ts=noting.ts or ""),
    )


def move_form(one: PromiseShown, usual: Noting, prompt: str = "") -> View:
    """Another date for a promise, and what is said about it; `usual` has a date that would do."""
    return modal(
        CallbackId.PROMISE_MOVE,
        say("promises.moving.title"),
        [
            own_words(one.words, f"promise.{one.id}"),
            context(lines(_about(one), said("promises.moving.about"))),
            field(Field.PROMISE_DUE, say("promises.moving.due"), _date(usual)),
            _told(say("promises.moving.told"), say("promises.moving.told_hint")),
        ],
        submit=say("promises.moving.submit"),
        private_metadata=_carrying(promise=one.id, prompt=prompt),
    )


def hand_back_form(one: PromiseShown, prompt: str = "") -> View:
    return modal(
        CallbackId.PROMISE_HAND_BACK,
        say("promises.handing_back.title"),
        [
            own_words(one.words, f"promise.{one.id}"),
            context(lines(_about(one), said("promises.handing_back.about"))),
            _told(say("promises.handing_back.told"), say("promises.handing_back.told_hint")),
        ],
        submit=say("promises.handing_back.submit"),
        private_metadata=_carrying(promise=one.id, prompt=prompt),
    )


def changed_view(changed: PromiseChanged) -> View:
    """What the manager tells the person now, to copy: the bot tells nobody."""
    one = changed.promise
    if one.state is PromiseState.OPEN:
        intro = said("promises.changed.moved", day=day(one.due_on))
    else:
        intro = said("promises.changed.handed_back")
    ways = [button(ActionId.OWN_VOICE_TEXT, say("own_voice.show_text"))]
    if one.to is not None:
        ways.append(open_chat(one.to, one.to_name, changed.team))
    return modal(
        CallbackId.PROMISE_CHANGED,
        say("promises.changed.title"),
        [section(intro), said_block(one.told or "", "said"), actions(*ways)],
        submit=say("promises.changed.to_list"),
        private_metadata=_carrying(),
    )


def _told(label: str, example: str) -> Block:
    words = text_input(ActionId.FIELD, initial=None, placeholder=example, max_length=LONGEST)
    return field(Field.PROMISE_TOLD, label, words)


def _date(noting: Noting) -> Element:
    return (
        {"type": "datepicker", "action_id": ActionId.FIELD}
        if noting.due_on is None
        else datepicker(ActionId.FIELD, noting.due_on.isoformat())
    )


def _person(chosen: str | None) -> Element:
    made: Element = {
        "type": "users_select",
        "action_id": ActionId.FIELD,
        "placeholder": plain(say("promises.form.pick"), 150),
    }
    return made | {"initial_user": chosen} if chosen else made


def _carrying(**carried: str) -> str:
    return PromiseCarried(**carried).model_dump_json(exclude_defaults=True)
