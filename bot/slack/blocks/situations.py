"""What can be done right now: the situations, and the habits of each."""

from bot.services.practices import Logged
from bot.services.situations import Doable, Situation, Situations
from bot.slack.blocks.notices import logged_today
from bot.slack.elements import Block, View, actions, button, modal, section
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import lines, said
from habits.texts import say

_MOST = 40
"""Slack takes a hundred blocks; an own catalogue may have many habits for one situation."""


def do_now(shown: Situations) -> View:
    """What is hardest right now?"""
    rows = [
        section(
            said("do_now.situation", situation=each.label),
            button(ActionId.DO_NOW_SITUATION, say("do_now.pick"), each.value),
        )
        for each in shown.choices
    ]
    return _modal([section(said("do_now.hardest")), *rows])


def habits_now(shown: Situation) -> View:
    """The habits of one situation, each with its way to do it."""
    rows = [_habit(each) for each in shown.habits[:_MOST]]
    back = actions(button(ActionId.DO_NOW, say("do_now.back")))
    return _modal([section(said("do_now.habits", situation=shown.question)), *rows, back])


def noted(logged: Logged) -> View:
    """After [I did it]."""
    return modal(
        CallbackId.CONFIRMATION,
        say("do_now.noted"),
        logged_today(logged).blocks,
        close=say("do_now.close"),
    )


def _habit(habit: Doable) -> Block:
    way = (
        button(ActionId.COMPOSE_OPEN, say("do_now.do_it"), habit.key)
        if habit.here
        else button(ActionId.DO_NOW_DID_IT, say("do_now.did_it"), habit.key)
    )
    about = said("do_now.about", about=habit.about)
    return section(lines(said("do_now.habit", habit=habit.name), about), way)


def _modal(blocks: list[Block]) -> View:
    return modal(CallbackId.DO_NOW, say("do_now.title"), blocks, close=say("do_now.close"))
