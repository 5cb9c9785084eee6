"""All that anybody saw, held against Slack's limits and the product's."""

from bot.services.ports import Content
from bot.slack.lint import lint_message, lint_reading, lint_view
from tests.e2e.slack import BOT_USER, JSON, Slack


async def complaints(slack: Slack) -> list[str]:
    """What is wrong with any form of any message, any answer, modal or Home that was shown."""
    log = await slack.messages()
    # A file stands alone, below the message that tells of it.
    ours = [one for one in log if one["user"] == BOT_USER and "files" not in one]
    shown = [form for one in ours for form in (*one["versions"], one)] + slack.shown_answers
    found = [f"{_start(one)}: {fault}" for one in shown for fault in _of_message(one)]
    for view in slack.shown_views:
        # Slack tells fields that the app left out as empty ones.
        sent = {name: value for name, value in view.items() if value not in ("", None)}
        faults = [*lint_view(sent), *lint_reading(view["blocks"])]
        found += [f"{view.get('callback_id') or view['type']}: {fault}" for fault in faults]
    return list(dict.fromkeys(found))


def _of_message(shown: JSON) -> list[str]:
    text = shown.get("text") or ""
    return lint_message(Content(text, shown.get("blocks") or []))


def _start(shown: JSON) -> str:
    return repr((shown.get("text") or "")[:60])
