"""How a call stands, in words."""

from bot.services.ride_messages import RideShown
from bot.slack.text import Marked, Raw, mention, said
from habits.phrases import clock, day
from habits.riding import Role, Side, State
from habits.texts import say, say_each


def heading(ride: RideShown) -> Marked:
    """How it stands, in one line."""
    who = mention(ride.other)
    if ride.reader is Side.MANAGER:
        return _of_manager(ride, who)
    return _of_rep(ride, who)


def role_line(ride: RideShown) -> str:
    """Who leads, and what the manager does."""
    if ride.reader is Side.REP:
        return say_each("calls.roles_of.rep", ride.role, name=ride.other_name)
    return say_each("calls.roles_of.manager", ride.role, name=ride.other_name)


def when(ride: RideShown) -> str:
    """ "Tuesday 24 November, 14:00"."""
    return say("calls.pair", day=day(ride.at), at=clock(ride.at))


def role_label(role: Role) -> str:
    return say_each("calls.roles", role)


def _of_manager(ride: RideShown, who: Raw) -> Marked:
    match ride.state:
        case State.WITH_MANAGER if ride.asked_by is Side.MANAGER:
            return said("calls.manager.other_time", who=who)
        case State.WITH_MANAGER:
            return said("calls.manager.asks", who=who)
        case State.WITH_REP:
            return said("calls.manager.suggested", who=who, when=when(ride))
        case State.BOOKED:
            return said("calls.manager.booked", who=who)
        case State.HELD:
            return said("calls.manager.held", who=who)
        case State.NOT_HELD:
            return said("calls.manager.not_held")
        case State.DECLINED:
            return said("calls.manager.declined", who=who)
        case State.TAKEN_BACK:
            return said("calls.manager.taken_back", who=who)
        case State.CALLED_OFF:
            return said("calls.manager.called_off", who=who)
        case State.UNANSWERED:
            return said("calls.manager.unanswered", who=who)


def _of_rep(ride: RideShown, who: Raw) -> Marked:
    match ride.state:
        case State.WITH_REP if is_plain_offer(ride):
            return said("calls.rep.offers", who=who)
        case State.WITH_REP:
            return said("calls.rep.other_time", who=who, when=when(ride))
        case State.WITH_MANAGER if ride.asked_by is Side.MANAGER:
            return said("calls.rep.suggested", who=who, when=when(ride))
        case State.WITH_MANAGER:
            return said("calls.rep.asked", who=who)
        case State.BOOKED:
            return said("calls.rep.booked", who=who)
        case State.HELD:
            return said("calls.rep.held", who=who)
        case State.NOT_HELD:
            return said("calls.rep.not_held")
        case State.DECLINED:
            return said("calls.rep.declined", who=who)
        case State.TAKEN_BACK:
            return said("calls.rep.taken_back")
        case State.CALLED_OFF:
            return said("calls.rep.called_off", who=who)
        case State.UNANSWERED:
            return said("calls.rep.unanswered", who=who)


def is_plain_offer(ride: RideShown) -> bool:
    return (
        ride.reader is Side.REP and ride.asked_by is Side.MANAGER and ride.state is State.WITH_REP
    )


def notification_of(ride: RideShown) -> str:
    name = ride.other_name
    if ride.reader is Side.MANAGER:
        if ride.state is State.BOOKED:
            return say("calls.manager.booked_notification", name=name)
        if ride.state is State.WITH_MANAGER and ride.asked_by is Side.MANAGER:
            return say("calls.manager.other_time_notification", name=name)
        if ride.state is State.WITH_MANAGER:
            return say("calls.manager.notification", name=name)
        return say("calls.manager.gone")
    match ride.state:
        case State.WITH_REP if is_plain_offer(ride):
            return say("calls.rep.notification", name=name)
        case State.WITH_REP:
            return say("calls.rep.other_time_notification", name=name)
        case State.BOOKED:
            return say("calls.rep.booked_notification", name=name)
        case State.DECLINED:
            return say("calls.rep.declined_notification", name=name)
        case _:
            return say("calls.rep.called_off_notification")
