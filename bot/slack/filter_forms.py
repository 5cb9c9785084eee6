"""What people send in the forms of the filter, and the messages they use it on, as values."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.services.filter_views import Ask, BundleFilled, Filled
from bot.services.who import Who
from bot.slack.ids import Field
from bot.slack.text import unescape
from habits.catalogue_lists import Audience
from habits.errors import NotHere, WrongField
from habits.filling import clean
from habits.filtering import Choice, draft_reason, draft_reply
from habits.texts import say

View = Mapping[str, Any]

_SLACKBOT = "USLACKBOT"
_ID = re.compile(r"[UW][A-Z0-9]{1,20}")


class Carried(BaseModel):
    """What the forms of the filter carry along: ids, and the choice that a form was made for.
    `ledger` is the view to bring up to date, `said` counts the texts that were shown, `edited`:
    somebody changed the note."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    request: str = ""
    prompt: str | None = None
    ledger: str | None = None
    draft: str = ""
    choice: str = ""
    said: int = 0
    edited: bool = False

    @classmethod
    def from_view(cls, view: View) -> "Carried":
        """Raises NotHere for what is not ours."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


# --- the message that the shortcut was used on --------------------------------------------


def ask_in(body: Mapping[str, Any], who: Who) -> Ask:
    """The message of a shortcut. Raises NotHere where Slack sends none."""
    message = _mapping(body.get("message"))
    channel = _string(_mapping(body.get("channel")).get("id"))
    ts = _string(message.get("ts")) or _string(body.get("message_ts"))
    if not channel or not ts:
        raise NotHere
    return Ask(_words(message), _requester(message, who), channel, ts)


def _requester(message: Mapping[str, Any], who: Who) -> str | None:
    """Who of this workspace wrote it; None for apps, for people of other workspaces, and for the
    manager's own messages."""
    user = _string(message.get("user"))
    if not _ID.fullmatch(user) or user in (_SLACKBOT, who.user):
        return None
    if any(message.get(name) for name in ("bot_id", "bot_profile")):
        return None
    homes = (message.get(name) for name in ("user_team", "source_team", "team"))
    elsewhere = any(_string(home) not in ("", who.workspace) for home in homes)
    return None if elsewhere else user


def _words(message: Mapping[str, Any]) -> str:
    """What the message says, readable; else what is attached to it; else ""."""
    if text := readable(_string(message.get("text"))):
        return text
    attached = [_mapping(one) for one in _list(message.get("attachments"))]
    files = [_mapping(one) for one in _list(message.get("files"))]
    told = [*(one.get("fallback") for one in attached), *(one.get("title") for one in files)]
    return "\n".join(readable(_string(one)) for one in told if _string(one))


_ENTITY = re.compile(r"<([^<>]*)>")


def readable(text: str) -> str:
    """Slack's markup as people read it: "<@U1|ben>" is "@ben", a link its words."""
    return clean(unescape(_ENTITY.sub(_entity, text)))


def _entity(found: re.Match[str]) -> str:
    inside, _, label = found.group(1).partition("|")
    match inside[:1]:
        case "@":
            return f"@{label or say('filter.somebody')}"
        case "#":
            return f"#{label or say('filter.some_channel')}"
        case "!":
            return f"@{label.lstrip('@') or inside[1:].partition('^')[0]}"
        case _:
            return f"{label} ({inside})" if label and label != inside else inside


# --- the form for an ask ------------------------------------------------------------------


def filled_in(view: View) -> Filled:
    """What stands in the form, for showing it once more: what nobody changed is None, so that
    another choice gets its own words."""
    before = _choice(Carried.from_view(view).choice)
    sent = sent_ask(view, checked=False)
    reason, deadline = sent.reason, sent.deadline
    return Filled(
        choice=sent.choice,
        sensitive=sent.sensitive,
        minutes=sent.minutes,
        ask=sent.ask,
        requester=sent.requester,
        reason=None if before and reason == draft_reason(before) else reason,
        deadline=None if deadline == _date(_begun(view, Field.DEADLINE)) else deadline,
        first_step=sent.first_step,
        reply=sent.reply,
        audience=sent.audience,
        person=sent.person,
    )


def sent_ask(view: View, *, checked: bool = True) -> Filled:
    """What was sent. A reply that nobody changed is None: it follows the other fields. Where it is
    `checked`, raises WrongField for what is no number."""
    before = _choice(Carried.from_view(view).choice)
    reply = _typed(view, Field.REPLY)
    return Filled(
        choice=_choice(_option(view, Field.CHOICE)),
        sensitive=bool(_options(view, Field.SENSITIVE)),
        minutes=_minutes(view, checked=checked),
        ask=_typed(view, Field.ASK),
        requester=_string(_element(view, Field.REQUESTER).get("selected_user")) or None,
        reason=_typed(view, Field.REASON),
        deadline=_date(_string(_element(view, Field.DEADLINE).get("selected_date"))),
        first_step=_typed(view, Field.FIRST_STEP),
        reply=None if before and _same(reply, _reply_before(view, before)) else reply,
        audience=_audience(_option(view, Field.AUDIENCE)),
        person=_string(_element(view, Field.PERSON).get("selected_user")) or None,
    )


def fits_its_choice(view: View) -> bool:
    """Whether the form shows the fields of the choice that stands in it. It does not, where it
    was sent before Slack showed the fields of another choice."""
    return Carried.from_view(view).choice == _option(view, Field.CHOICE)


def _reply_before(view: View, choice: Choice) -> str:
    """The reply as we drafted it."""
    return draft_reply(choice, _begun(view, Field.REASON), _date(_begun(view, Field.DEADLINE)))


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.split() == other.split()


def _minutes(view: View, *, checked: bool) -> int | None:
    written = _string(_element(view, Field.MINUTES).get("value")).strip()
    if not written:
        return None
    try:
        return int(written)
    except ValueError:
        if checked:
            raise WrongField(Field.MINUTES, say("filter.faults.number")) from None
        return None


# --- the form for the bundle, and previews ------------------------------------------------


def bundle_in(view: View) -> BundleFilled:
    """What stands in the form of the bundle. A note that nobody changed is None."""
    note = _typed(view, Field.NOTE)
    same = _same(note, _begun(view, Field.NOTE)) and not Carried.from_view(view).edited
    return BundleFilled(
        ticked=_options(view, Field.ITEMS),
        note=None if same else note,
        empty=bool(_options(view, Field.EMPTY)),
    )


def channel_in(view: View) -> str:
    """The channel that was picked. Raises WrongField."""
    channel = _string(_element(view, Field.CHANNEL).get("selected_conversation"))
    if not channel:
        raise WrongField(Field.CHANNEL, say("filter.faults.channel"))
    return channel


# --- one field, whatever arrives ----------------------------------------------------------


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _element(view: View, name: Field) -> Mapping[str, Any]:
    """A block's state holds one element, under its action id."""
    block = _mapping(_mapping(_mapping(view.get("state")).get("values")).get(name))
    return next((_mapping(one) for one in block.values()), {})


def _begun(view: View, name: Field) -> str:
    """What stood in the field when it was shown."""
    for block in _list(view.get("blocks")):
        if _mapping(block).get("block_id") == name:
            element = _mapping(_mapping(block).get("element"))
            return _string(element.get("initial_value") or element.get("initial_date"))
    return ""


def _typed(view: View, name: Field) -> str | None:
    """None where the form does not have the field."""
    element = _element(view, name)
    return clean(_string(element.get("value"))) if element else None


def _option(view: View, name: Field) -> str:
    return _string(_mapping(_element(view, name).get("selected_option")).get("value"))


def _options(view: View, name: Field) -> tuple[str, ...]:
    chosen = _list(_element(view, name).get("selected_options"))
    values = (_string(_mapping(one).get("value")) for one in chosen)
    return tuple(value for value in values if value)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _choice(value: str) -> Choice | None:
    return Choice(value) if value in set(Choice) else None


def _audience(value: str) -> Audience | None:
    offered = {Audience.OWN_VOICE, Audience.TEAM_CHANNEL}
    return Audience(value) if value in offered else None
