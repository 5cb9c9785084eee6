"""The Home tab: today, the habits, and what else there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.services.messages import HabitProgress
from bot.services.views import HomeView, PostLine, WeekLine
from bot.slack.blocks.away import away_offer
from bot.slack.blocks.company import company_entry
from bot.slack.blocks.prompts import prompt
from bot.slack.blocks.rep_home import as_member, rep_blocks
from bot.slack.blocks.situations import offer_block
from bot.slack.blocks.strip import strip
from bot.slack.blocks.today import item_blocks
from bot.slack.blocks.trust import invitation
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    header,
    home_tab,
    option,
    overflow,
    own_words,
    section,
)
from bot.slack.ids import ActionId, OfPost, pair
from bot.slack.lint import MAX_HOME_BLOCKS, MAX_HOME_BUTTONS, count_buttons
from bot.slack.text import Marked, Raw, channel_mention, clip, escape, lines, mention, said
from habits.people import Hours
from habits.phrases import clock, day, day_and_time
from habits.texts import say

_BEGINNING = 60

_LESS: tuple[Callable[[HomeView], HomeView], ...] = (
    lambda view: replace(view, is_admin=False),
    lambda view: replace(view, away=None),
    lambda view: replace(view, rep=None),
    lambda view: replace(view, posts=tuple(_without_button(one) for one in view.posts)),
)
"""What is left out, one after the other, where there is too much: it also stands elsewhere."""


def _without_button(one: PostLine) -> PostLine:
    """What waits for a yes can be stopped from Home as soon as there is room again."""
    return replace(one, post="") if one.asks else one


def home(view: HomeView) -> View:
    """Where there is no room for everything, what also stands elsewhere is left out."""
    if not view.started and view.rep is not None:
        shown = [*rep_blocks(view.rep), *_company(view)]
        return home_tab(rep_blocks(view.rep) if _is_too_much(shown) else shown)
    if not view.started:
        return home_tab([*invitation(may_start=view.may_start).blocks, *_company(view)])
    shown = _started(view)
    for less in _LESS:
        if not _is_too_much(shown):
            break
        view = less(view)
        shown = _started(view)
    return home_tab(shown)


def _is_too_much(shown: list[Block]) -> bool:
    return count_buttons(shown) > MAX_HOME_BUTTONS or len(shown) > MAX_HOME_BLOCKS


def _started(view: HomeView) -> list[Block]:
    above = [*_today(view), *(away_offer(view.away) if view.away else [])]
    below = [
        divider(),
        *_habits(view),
        *([offer_block(view.offer)] if view.offer else []),
        *_posts(view),
        *_else(view),
        *_ways_on(view),
        *_company(view),
    ]
    waits = _waits(view, [*above, *below])
    if not waits and len(above) == 1:
        waits = [section(said("home.nothing"))]
    return [*above, *waits, *below]


def _today(view: HomeView) -> list[Block]:
    if view.paused_until is not None:
        return [header(say("home.break")), _paused(view.paused_until)]
    shown = [header(say("home.today"))]
    return shown if view.prompt is None else [*shown, *prompt(view.prompt).blocks]


def _waits(view: HomeView, beside: list[Block]) -> list[Block]:
    """What waits, as much of it as there is room for `beside` the rest of Home; all of it is one
    press away."""
    for shown in range(len(view.items), 0, -1):
        left = len(view.items) - shown + view.more
        rest = [_rest(left, more=True)] if left else []
        most = MAX_HOME_BUTTONS - count_buttons([*beside, *rest])
        if most >= shown:
            blocks = [*item_blocks(view.items[:shown], most), *rest]
            if len(beside) + len(blocks) <= MAX_HOME_BLOCKS:
                return blocks
    return [_rest(len(view.items) + view.more)] if view.items else []


def _rest(count: int, *, more: bool = False) -> Block:
    words = said("home.more_waits", count=count) if more else said("home.waits", count=count)
    return section(words, button(ActionId.TODAY_ALL, say("home.show_all")))


def _paused(until: datetime) -> Block:
    back = said("coming.back_on", day=day(until))
    return section(back, button(ActionId.RESUME_NOW, say("home.end_break")))


def _habits(view: HomeView) -> list[Block]:
    if not view.habits:
        return [section(said("home.no_habit"))]
    habits = [block for n, one in enumerate(view.habits) for block in _habit(one, n)]
    return [*habits, context(said("home.signs"))]


def _habit(habit: HabitProgress, number: int) -> list[Block]:
    named = said("home.habit", habit=habit.name)
    return [section(lines(named, strip(habit.strip))), own_words(habit.plan, f"plan.{number}")]


def _posts(view: HomeView) -> list[Block]:
    if not view.posts:
        return []
    return [section(said("home.posts")), *(_post(one) for one in view.posts)]


def _post(one: PostLine) -> Block:
    where = _where(one.where)
    begins = said("home.post_begins", words=clip(one.begins, _BEGINNING)) if one.begins else None
    if one.asks:
        waits = lines(said("home.post_waits", habit=one.habit, where=where), begins)
        stop = button(ActionId.POST_WITHDRAW, say("posts.stop_asking.button"), one.post)
        return section(waits, stop if one.post else None)
    menu = overflow(
        ActionId.POST_MORE,
        [
            option(pair(OfPost.EDIT, one.post), say("posts.edit")),
            option(pair(OfPost.WITHDRAW, one.post), say("posts.withdraw.button")),
        ],
    )
    told = said("home.post", habit=one.habit, when=day_and_time(one.at), where=where)
    return section(lines(told, begins), menu)


def _where(recipient: str) -> Raw:
    """A person or a channel."""
    person = recipient.startswith(("U", "W"))
    return mention(recipient) if person else channel_mention(recipient)


def _else(view: HomeView) -> list[Block]:
    told = lines(
        said("home.filter", summary=view.filter) if view.filter else None,
        escape(view.meeting) if view.meeting else None,
        escape(view.time_off) if view.time_off else None,
        _next(view.next) if view.next else None,
        _hours_apart(view.allowed) if view.allowed else None,
    )
    return [divider(), section(told)] if told else []


def _hours_apart(allowed: Hours) -> Marked:
    return said("home.hours_apart", start=clock(allowed.start), end=clock(allowed.end))


def _next(line: WeekLine) -> Marked:
    return said("home.next", when=day_and_time(line.at), what=line.what)


def _ways_on(view: HomeView) -> list[Block]:
    row = [
        button(ActionId.DO_NOW, say("home.do_now"), style="primary"),
        button(ActionId.SETTINGS_OPEN, say("home.settings")),
    ]
    if view.paused_until is None:
        row.append(button(ActionId.PAUSE_OPEN, say("home.pause")))
    if view.rep is not None:
        row.append(as_member(view.rep))
    return [divider(), actions(*row), context(said("home.private"))]


def _company(view: HomeView) -> list[Block]:
    return [divider(), *company_entry()] if view.is_admin else []
