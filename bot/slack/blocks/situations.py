"""What can be done right now, and one more habit: the situations, and the habits of each."""

from bot.services.messages import Choice
from bot.services.practices import Logged
from bot.services.situations import Doable, Situation, Situations
from bot.services.views import AnotherHabit, HabitOffer, HabitTakenUp
from bot.slack.blocks.notices import logged_today
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from bot.slack.forms import PLAN_LENGTH, AnotherHabitCarried, InsteadCarried
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import lines, said
from habits.texts import say

_MOST = 40
"""Slack takes a hundred blocks; an own catalogue may have many habits for one situation."""


def do_now(shown: Situations, instead: Choice | None = None) -> View:
    """What is hardest right now? `instead`: what is chosen takes the place of that habit."""
    rows = [
        section(
            said("do_now.situation", situation=each.label),
            button(ActionId.DO_NOW_SITUATION, say("do_now.pick"), each.value),
        )
        for each in shown.choices
    ]
    return _modal([section(said("do_now.hardest")), *_gives_way(instead), *rows], instead)


def habits_now(shown: Situation) -> View:
    """The habits of one situation, each with its way to do it."""
    rows = [block for each in shown.habits[:_MOST] for block in _habit(each)]
    back = actions(button(ActionId.DO_NOW, say("do_now.back")))
    head = section(said("do_now.habits", situation=shown.question))
    return _modal([head, *_gives_way(shown.instead), *rows, back], shown.instead)


def noted(logged: Logged) -> View:
    """After [I did it]."""
    return modal(
        CallbackId.CONFIRMATION,
        say("do_now.noted"),
        logged_today(logged).blocks,
        close=say("do_now.close"),
    )


def offer_block(offer: HabitOffer) -> Block:
    """Room for one more habit: one select, that opens the habit with its plan."""
    asks = said("more_habits.second") if offer.second else said("more_habits.third")
    options = [option(each.value, each.label) for each in offer.choices]
    return section(asks, select(ActionId.HABIT_ANOTHER, say("more_habits.pick"), options))


def another_habit(shown: AnotherHabit) -> View:
    """A habit with its plan, to be made one's own."""
    plan = text_input(
        ActionId.FIELD,
        initial=shown.plan,
        placeholder=say("settings.plan_shape"),
        max_length=PLAN_LENGTH,
        multiline=True,
    )
    about = said("do_now.about", about=shown.habit.about)
    title, gives_way = say("more_habits.title"), None
    if shown.instead is not None:
        title = say("more_habits.title_instead")
        gives_way = said("more_habits.instead", habit=shown.instead.label)
    carried = AnotherHabitCarried(
        habit=shown.habit.value, instead=shown.instead.value if shown.instead else None
    )
    return modal(
        CallbackId.ANOTHER_HABIT,
        title,
        [
            section(lines(said("do_now.habit", habit=shown.habit.label), about, gives_way)),
            field(Field.PLAN, say("settings.plan"), plan, hint=say("more_habits.plan_hint")),
        ],
        submit=say("more_habits.start"),
        close=say("do_now.close"),
        private_metadata=carried.model_dump_json(),
    )


def taken_up(shown: HabitTakenUp) -> View:
    """It is one of theirs: what follows from it."""
    turns = said("more_habits.turns") if shown.beside else None
    focus = said("more_habits.focus", focus=shown.focus) if shown.focus else None
    rests = said("more_habits.rests", habit=shown.rests) if shown.rests else None
    yours = said("more_habits.yours", habit=shown.habit.label)
    blocks = [section(lines(yours, rests, turns, focus))]
    if shown.doable:
        do_it = button(ActionId.COMPOSE_OPEN, say("do_now.do_it"), shown.habit.value, "primary")
        blocks.append(actions(do_it))
    title = say("more_habits.title_instead") if shown.rests else say("more_habits.title")
    return modal(CallbackId.CONFIRMATION, title, blocks, close=say("do_now.close"))


def _habit(habit: Doable) -> list[Block]:
    way = (
        button(ActionId.COMPOSE_OPEN, say("do_now.do_it"), habit.key)
        if habit.here
        else button(ActionId.DO_NOW_DID_IT, say("do_now.did_it"), habit.key)
    )
    about = said("do_now.about", about=habit.about)
    if habit.can_be_mine:
        mine = button(ActionId.HABIT_ANOTHER, say("do_now.make_mine"), habit.key)
        return [section(lines(said("do_now.habit", habit=habit.name), about)), actions(way, mine)]
    name = (
        said("do_now.your_habit", habit=habit.name)
        if habit.mine
        else said("do_now.habit", habit=habit.name)
    )
    return [section(lines(name, about), way)]


def _gives_way(habit: Choice | None) -> list[Block]:
    return [] if habit is None else [context(said("do_now.instead", habit=habit.label))]


def _modal(blocks: list[Block], instead: Choice | None) -> View:
    carried = InsteadCarried(instead=instead.value if instead else None)
    return modal(
        CallbackId.DO_NOW,
        say("do_now.title"),
        blocks,
        close=say("do_now.close"),
        private_metadata=carried.model_dump_json(),
    )
