"""What was entered about promises, as values. Whatever arrives, it is a value or refused."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.services.promises import Noting
from bot.services.who import Who
from bot.slack.compose_forms import entered
from bot.slack.filter_forms import ask_in, readable
from bot.slack.ids import Field
from habits.errors import NotHere

View = Mapping[str, Any]

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,20})(?:\|[^<>]*)?>")
_PLACE = re.compile(r"[CDG][A-Z0-9]{1,20}")
_TS = re.compile(r"\d{1,12}\.\d{1,9}")


class PromiseCarried(BaseModel):
    """What the windows about promises carry along: ids; "" where there is none. `channel` and `ts`
    name the message a promise comes from."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    promise: str = ""
    prompt: str = ""
    channel: str = ""
    ts: str = ""

    @classmethod
    def from_view(cls, view: View) -> "PromiseCarried":
        """Raises NotHere for what no window of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


def noting_in(view: View) -> Noting:
    """What stands in the form."""
    carried = PromiseCarried.from_view(view)
    known = _PLACE.fullmatch(carried.channel) and _TS.fullmatch(carried.ts)
    return Noting(
        words=entered(view, Field.PROMISE),
        to=entered(view, Field.PROMISE_TO) or None,
        due_on=date_in(view),
        channel=carried.channel if known else None,
        ts=carried.ts if known else None,
    )


def told_in(view: View) -> str:
    return entered(view, Field.PROMISE_TOLD)


def date_in(view: View) -> date | None:
    try:
        return date.fromisoformat(entered(view, Field.PROMISE_DUE))
    except ValueError:
        return None


def noting_of_words(text: str) -> Noting:
    """What followed `/trust promise`; whoever is mentioned first is whom it was said to."""
    named = _MENTION.search(text)
    return Noting(readable(text), named.group(1) if named else None)


def mentioned_in(body: Mapping[str, Any], who: Who) -> tuple[str, ...]:
    """Whom the message of a shortcut mentions beside whoever used it."""
    found = dict.fromkeys(_MENTION.findall(_text(body)))
    return tuple(one for one in found if one != who.user)


def said_to(noting: Noting, body: Mapping[str, Any], user: str) -> Noting:
    """A promise of a message to the one person whom it mentions; that mention goes from its
    front."""
    first = re.compile(rf"\s*<@{re.escape(user)}(?:\|[^<>]*)?>[\s,:;.!\u2013-]*")
    text = _text(body)
    front = first.match(text)
    words = readable(text[front.end() :]) if front else ""
    return replace(noting, to=user, words=words or noting.words)


def _text(body: Mapping[str, Any]) -> str:
    message = body.get("message")
    return str(message.get("text") or "") if isinstance(message, dict) else ""


def noting_of_message(body: Mapping[str, Any], who: Who) -> Noting:
    """The message of a shortcut. Raises NotHere where Slack sends none."""
    found = ask_in(body, who)
    return Noting(found.text, found.requester, channel=found.channel, ts=found.ts)
