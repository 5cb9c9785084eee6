"""`/trust <word>`: a table of words, each answered in the ack itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.edge import JSON, open_form
from bot.listeners.errors import telling
from bot.listeners.preferences import open_settings
from bot.listeners.start import open_start
from bot.services.home import Home
from bot.services.people import People
from bot.services.ports import Content
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.prompts import Prompts
from bot.services.showing import Showing
from bot.services.weeks import Weeks
from bot.services.who import Who
from bot.slack.blocks.leaving import leave_form, pause_form
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.preferences import confirmation_blocks
from bot.slack.blocks.privacy import privacy
from bot.slack.blocks.prompts import prompt
from bot.slack.blocks.trust import help_first, help_more, invitation, unknown_word
from bot.slack.blocks.week import week
from bot.slack.ids import ActionId
from bot.slack.replies import Replies
from bot.tasks import Tasks
from habits.errors import NotStarted


@dataclass(frozen=True)
class Said:
    """A command as typed, and all it may need. `rest` is what follows the word."""

    who: Who
    rest: str
    body: JSON
    client: AsyncWebClient
    people: People
    preferences: Preferences
    prompts: Prompts
    practices: Practices
    weeks: Weeks
    home: Home
    showing: Showing
    replies: Replies
    tasks: Tasks

    def after(self, work: Any, name: str) -> None:
        """Go on after the ack; a failure is told through the response_url."""
        self.tasks.start(telling(self.replies, self.body, work), name)


Answered = Awaitable[Content | None]


async def _today(said: Said) -> Content:
    return prompt(await said.prompts.today(said.who, said.body["trigger_id"]))


async def _start(said: Said) -> Content | None:
    if await said.preferences.has_started(said.who):
        said.after(open_settings(said.client, said.preferences, said.who, said.body), "settings")
    else:
        work = open_start(said.client, said.people, said.preferences, said.who, said.body)
        said.after(work, "start form")
    return None


async def _done(said: Said) -> Content:
    words, answered = await said.practices.log(said.who, said.rest)
    if answered is not None:
        said.after(said.showing.mend_prompt(answered), "prompt answered by command")
    return plain_answer(words)


async def _week(said: Said) -> Content:
    return week(await said.weeks.week(said.who))


async def _pause(said: Said) -> Content | None:
    suggested = await said.preferences.suggested_return(said.who)
    said.after(open_form(said.client, said.body, pause_form(suggested)), "pause form")
    return None


async def _resume(said: Said) -> Content:
    shown = await said.preferences.resume(said.who)
    return Content("You are back.", confirmation_blocks(shown))


async def _settings(said: Said) -> Content | None:
    if not await said.preferences.has_started(said.who):
        raise NotStarted
    said.after(open_settings(said.client, said.preferences, said.who, said.body), "settings")
    return None


async def _privacy(said: Said) -> Content:
    return privacy(await said.preferences.privacy(said.who))


async def _leave(said: Said) -> Content | None:
    if not await said.preferences.has_started(said.who):
        raise NotStarted
    said.after(open_form(said.client, said.body, leave_form()), "leave form")
    return None


async def _help(said: Said) -> Content:
    if said.rest.casefold() == "more":
        return help_more()
    return help_first() if await said.preferences.has_started(said.who) else invitation()


WORDS: dict[str, Callable[[Said], Answered]] = {
    "today": _today,
    "start": _start,
    "done": _done,
    "week": _week,
    "pause": _pause,
    "resume": _resume,
    "settings": _settings,
    "privacy": _privacy,
    "leave": _leave,
    "help": _help,
}


async def trust(
    ack: AsyncAck,
    command: JSON,
    body: JSON,
    client: AsyncWebClient,
    who: Who,
    people: People,
    preferences: Preferences,
    prompts: Prompts,
    practices: Practices,
    weeks: Weeks,
    home: Home,
    showing: Showing,
    replies: Replies,
    tasks: Tasks,
) -> None:
    word, _, rest = (command.get("text") or "").strip().partition(" ")
    word = word.casefold() or "today"
    said = Said(
        who,
        rest.strip(),
        body,
        client,
        people,
        preferences,
        prompts,
        practices,
        weeks,
        home,
        showing,
        replies,
        tasks,
    )
    content = await _answer(said, word)
    if content is None:
        await ack()
    else:
        await ack(text=content.text, blocks=content.blocks)


async def _answer(said: Said, word: str) -> Content | None:
    if word not in WORDS:
        near = get_close_matches(word, list(WORDS), n=1)
        return unknown_word(word, near[0] if near else None)
    try:
        return await WORDS[word](said)
    except NotStarted:
        return invitation()


async def show_more_help(ack: AsyncAck, body: JSON, replies: Replies, tasks: Tasks) -> None:
    await ack()
    tasks.start(replies.update(body["response_url"], help_more()), "more help")


def register(app: AsyncApp) -> None:
    app.command("/trust")(trust)
    app.action(ActionId.HELP_MORE)(show_more_help)
