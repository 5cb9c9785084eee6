"""`/trust <word>`: a table of words, each answered in the ack itself."""

from collections.abc import Awaitable, Callable
from datetime import date
from difflib import get_close_matches

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.awards import open_award
from bot.listeners.coach import coach_word
from bot.listeners.company import company_word
from bot.listeners.compose import do_word, why_word
from bot.listeners.edge import Gesture
from bot.listeners.filter import filter_word
from bot.listeners.happened import happened_word
from bot.listeners.home import alone_word
from bot.listeners.lunches import open_lunch
from bot.listeners.obstacles import blocked_word
from bot.listeners.own_words import thanks_word
from bot.listeners.promises import promise_word
from bot.listeners.rides import call_word
from bot.listeners.said import Said, Services
from bot.listeners.start import open_start
from bot.listeners.stories import mistake_word
from bot.services.admins import Admins
from bot.services.ports import Content
from bot.services.practices import Practices
from bot.slack.blocks.leaving import leave_form, pause_form
from bot.slack.blocks.notices import logged_today, plain_answer, stop_offer
from bot.slack.blocks.preferences import back_again, on_a_break, settings_form
from bot.slack.blocks.privacy import privacy
from bot.slack.blocks.prompts import prompt
from bot.slack.blocks.reps import rep_help
from bot.slack.blocks.trust import (
    help_first,
    help_more,
    help_rest,
    invitation,
    not_set_up,
    unknown_word,
)
from bot.slack.blocks.week import week
from bot.slack.elements import modal
from bot.slack.ids import ActionId, CallbackId, split_pair
from bot.slack.text import unescape
from habits.errors import NotStarted, UnknownPrompt
from habits.texts import say


async def _today(said: Said) -> Content:
    return prompt(await said.ask.prompts.today(said.who, said.gesture.body["trigger_id"]))


async def _start(said: Said) -> None:
    ask = said.ask
    opening = open_start(said.gesture, ask.people, ask.preferences, ask.starting)
    said.gesture.go_on(opening, "start form")


async def _done(said: Said) -> Content:
    logged = await said.ask.practices.log(said.who, said.rest)
    if logged.prompt is not None:
        said.gesture.mend(logged.prompt)
    return logged_today(logged)


async def _week(said: Said) -> Content:
    return week(await said.ask.weeks.week(said.who))


async def _pause(said: Said) -> Content | None:
    if said.rest:
        return on_a_break(await said.ask.preferences.pause_in_words(said.who, said.rest))
    said.gesture.open(pause_form(await said.ask.preferences.suggested_return(said.who)))
    return None


async def _resume(said: Said) -> Content:
    shown = await said.ask.preferences.resume(said.who)
    return back_again(shown)


async def _settings(said: Said) -> None:
    said.gesture.open(settings_form(await said.ask.preferences.settings_form(said.who)))


async def _privacy(said: Said) -> Content:
    return privacy(await said.ask.privacy.view(said.who))


async def _stop(said: Said) -> Content:
    return stop_offer(await said.ask.typed_words.ways_to_stop(said.who))


async def _leave(said: Said) -> None:
    if not await said.ask.preferences.is_known(said.who):
        raise NotStarted
    said.gesture.open(leave_form())


async def _help(said: Said) -> Content:
    if said.rest.casefold() == "more":
        return help_more(admin=await said.ask.admins.seems_admin(said.who))
    if not await said.ask.preferences.has_started(said.who):
        raise NotStarted
    return help_first()


async def _do(said: Said) -> None:
    """With a habit its form; alone, what can be done now."""
    if said.rest or not await said.ask.preferences.has_started(said.who):
        await do_word(said)
    else:
        await alone_word(said)


async def _award(said: Said) -> None:
    await open_award(said.gesture, said.ask)


async def _lunch(said: Said) -> None:
    await open_lunch(said.gesture, said.ask)


WORDS: dict[str, Callable[[Said], Awaitable[Content | None]]] = {
    "": alone_word,
    "today": _today,
    "start": _start,
    "done": _done,
    "do": _do,
    "why": why_word,
    "week": _week,
    "filter": filter_word,
    "coach": coach_word,
    "call": call_word,
    "thanks": thanks_word,
    "promise": promise_word,
    "blocked": blocked_word,
    "happened": happened_word,
    "mistake": mistake_word,
    "pause": _pause,
    "resume": _resume,
    "settings": _settings,
    "privacy": _privacy,
    "leave": _leave,
    "help": _help,
}


FOR_ADMINS: dict[str, Callable[[Said], Awaitable[Content | None]]] = {"company": company_word}
"""For everybody else there are no such words."""

UNLISTED: dict[str, Callable[[Said], Awaitable[Content | None]]] = {
    "stop": _stop,
    "failure": mistake_word,
    "award": _award,
    "lunch": _lunch,
}
"""What people try because of the chat or a habit's name; help does not list it twice."""

OF_REPS = ("call", "blocked", "mistake", "failure")
"""What somebody in a team begins; their manager sets it up."""

_OF_ALL = ("start", *OF_REPS, "privacy", "help")
"""What leads somewhere for who leads no team."""


async def trust(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    word, _, rest = unescape(gesture.body.get("text") or "").strip().partition(" ")
    said = Said(gesture, rest.strip(), services)
    content = await _answer(said, word.casefold())
    if content is None:
        await ack()
    else:
        await ack(text=content.text, blocks=content.blocks)


async def _answer(said: Said, word: str) -> Content | None:
    answer = (WORDS | UNLISTED | FOR_ADMINS).get(word)
    hidden = word in FOR_ADMINS and not await said.ask.admins.is_admin(said.who)
    if answer is None or hidden:
        leads = await said.ask.preferences.has_started(said.who)
        near = get_close_matches(word, list(WORDS) if leads else _OF_ALL, n=1)
        return unknown_word(word, near[0] if near else None)
    try:
        return await answer(said)
    except NotStarted:
        as_rep = await said.ask.reps.view(said.who)
        if as_rep.managers:
            return rep_help(as_rep)
        may_start = await said.ask.inviting.may_start(said.who)
        if word in OF_REPS:
            return not_set_up(may_start=may_start)
        admin = word == "help" and await said.ask.admins.seems_admin(said.who)
        return invitation(may_start=may_start, admin=admin)


async def show_more_help(ack: AsyncAck, gesture: Gesture, admins: Admins) -> None:
    await ack()
    gesture.show(help_more(admin=await admins.seems_admin(gesture.who)))


async def show_rest_of_help(ack: AsyncAck, gesture: Gesture) -> None:
    await ack()
    gesture.show(help_rest())


async def take_back(ack: AsyncAck, gesture: Gesture, practices: Practices) -> None:
    habit, day = split_pair(gesture.value)
    try:
        logged_on = date.fromisoformat(day)
    except ValueError:
        raise UnknownPrompt from None
    content = plain_answer(await practices.undo(gesture.who, habit, logged_on))
    await ack()
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_redraw(gesture, content), "take back")
    else:
        gesture.show(content)


async def _redraw(gesture: Gesture, content: Content) -> None:
    view = modal(
        CallbackId.CONFIRMATION, say("do_now.title"), content.blocks, close=say("do_now.close")
    )
    await gesture.client.views_update(view_id=gesture.view["id"], view=view)


def register(app: AsyncApp) -> None:
    app.command("/trust")(trust)
    app.action(ActionId.HELP_MORE)(show_more_help)
    app.action(ActionId.HELP_REST)(show_rest_of_help)
    app.action(ActionId.DONE_UNDO)(take_back)
