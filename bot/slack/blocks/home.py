"""The Home tab: today, the habit, the week."""

from datetime import datetime

from bot.services.messages import HomeView
from bot.slack.blocks.prompts import prompt
from bot.slack.blocks.trust import invitation
from bot.slack.blocks.week import week_blocks, with_date
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    header,
    home_tab,
    own_words,
    section,
)
from bot.slack.ids import ActionId
from bot.slack.text import day, lines, ours


def home(view: HomeView) -> View:
    if not view.started:
        return home_tab(invitation().blocks)
    return home_tab([*_today(view), *_focus(view), *_week(view), *_ways_on(view)])


def _today(view: HomeView) -> list[Block]:
    if view.paused_until is not None:
        return [header("Taking a break"), _paused(view.paused_until)]
    shown = [header("Today")]
    if view.prompt is not None:
        shown += [*prompt(view.prompt).blocks, divider()]
    elif view.focus is not None:
        shown.append(section(ours("Nothing new right now. `/trust today` gives you a start.")))
    else:
        shown.append(section(ours("Nothing new right now.")))
    if view.next is not None:
        shown.append(section(lines(ours("*Next*"), with_date(view.next))))
    return shown


def _paused(until: datetime) -> Block:
    back = ours("Messages come again on {day}.", day=day(until))
    return section(back, button(ActionId.RESUME_NOW, "End the break"))


def _focus(view: HomeView) -> list[Block]:
    if view.focus is None:
        chosen = ours("You have no habit at the moment. *Settings* lets you pick one.")
        return [divider(), section(chosen)]
    shown = [divider(), section(ours("*Your habit:* {focus}", focus=view.focus))]
    if view.plan:
        shown.append(own_words(view.plan, "plan"))
    return shown


def _week(view: HomeView) -> list[Block]:
    return [] if view.week is None else [divider(), *week_blocks(view.week)]


def _ways_on(view: HomeView) -> list[Block]:
    settings = button(ActionId.SETTINGS_OPEN, "Settings")
    pause = button(ActionId.PAUSE_OPEN, "Take a break")
    row = [settings] if view.paused_until is not None else [settings, pause]
    return [
        divider(),
        actions(*row),
        context(ours("Only you see this page. `/trust privacy` shows what is kept.")),
    ]
