"""Breaks: they begin at once, last until a day or for some weeks, and can end early."""

from dataclasses import replace
from datetime import date

from bot.services.leaving_out import is_here
from bot.services.replanning import paused_until, replanned
from bot.services.time_off import LONGEST, begin_break, end_running
from bot.services.views import PlanShown
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, excuses, managers
from bot.storage.excuses import Why
from habits.calendar import ONE_DAY, local_date
from habits.errors import HabitsError
from habits.spoken import day_meant
from habits.texts import say

_LONGEST_SAID = 60


class NotOnABreak(HabitsError):
    """There is no break to end."""

    def __init__(self) -> None:
        super().__init__(say("errors.not_on_a_break"))


class UnknownDay(HabitsError):
    """Words name no day."""

    def __init__(self, words: str) -> None:
        super().__init__(say("errors.unknown_day", words=words[:_LONGEST_SAID]))


def pause(connection: Connection, house: House, who: Who, until: date) -> PlanShown:
    now = house.clock.now()
    manager = active_manager(connection, who, house)
    today = local_date(now, manager.zone)
    if until <= today:
        raise WrongFields({"until": say("settings.faults.after_today")})
    if until - today > LONGEST:
        raise WrongFields({"until": say("settings.faults.within_a_year")})
    managers.pause(connection, manager.id, None)
    begin_break(connection, replace(manager, paused_until=None), until - ONE_DAY, now)
    return replanned(connection, house, who, now, before=None)


def resume(connection: Connection, house: House, who: Who) -> PlanShown:
    now = house.clock.now()
    manager = active_manager(connection, who, house)
    today = local_date(now, manager.zone)
    away = is_here(connection, manager, now)
    if paused_until(manager, now) is None and not away:
        raise NotOnABreak
    managers.pause(connection, manager.id, None)
    excuses.take_back(connection, manager.id, today, date.max, [Why.BREAK])
    end_running(connection, manager, today)
    return replanned(connection, house, who, now, before=None)


def pause_in_words(connection: Connection, house: House, who: Who, words: str) -> PlanShown:
    """Away until the day that the words name. Raises UnknownDay, WrongFields."""
    manager = active_manager(connection, who, house)
    today = local_date(house.clock.now(), manager.zone)
    until = day_meant(words, today, manager.work_days)
    if until is None:
        raise UnknownDay(words)
    return pause(connection, house, who, until)
