"""What a check-in asks by itself: ratings, twelve weeks, and what would help."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.check_in_answers import CheckInAnswers, ShownCheckIn
from bot.services.more_habits import MoreHabits
from bot.services.preferences import Preferences
from bot.services.starting import Starting
from bot.slack.blocks.check_in import check_in
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.preferences import settings_form
from bot.slack.blocks.situations import do_now
from bot.slack.ids import ActionId, AfterTwelveWeeks, split_pair
from habits.dose import Help
from habits.errors import NotHere
from habits.texts import say, say_each


async def rated(ack: AsyncAck, gesture: Gesture, check_ins: CheckInAnswers) -> None:
    row, value, habit = _parts(gesture)
    if not value.isdecimal():
        raise NotHere
    shown = await check_ins.rate(gesture.who, row, habit, int(value), gesture.click)
    await ack()
    _show(gesture, shown)


async def after_twelve_weeks(
    ack: AsyncAck,
    gesture: Gesture,
    check_ins: CheckInAnswers,
    starting: Starting,
    more_habits: MoreHabits,
) -> None:
    row, chosen, habit = _parts(gesture)
    match chosen:
        case AfterTwelveWeeks.KEEP:
            shown = await check_ins.keep(gesture.who, row, habit, gesture.click)
            told = say("check_in.kept", habit=starting.choice(habit).label)
        case AfterTwelveWeeks.REST:
            shown = await check_ins.rest(gesture.who, row, habit, gesture.click)
            told = say("check_in.rests", habit=starting.choice(habit).label)
        case AfterTwelveWeeks.ANOTHER:
            # The question stays until another habit has taken the place of this one.
            instead = await more_habits.to_replace(gesture.who, habit)
            await ack()
            gesture.open(do_now(starting.situations(), instead))
            return
        case _:
            raise NotHere
    await ack()
    _show(gesture, shown)
    gesture.say(plain_answer(told))


async def would_help(
    ack: AsyncAck,
    gesture: Gesture,
    check_ins: CheckInAnswers,
    preferences: Preferences,
    starting: Starting,
    more_habits: MoreHabits,
) -> None:
    row, chosen = split_pair(gesture.value)
    if chosen not in set(Help):
        raise NotHere
    answer = Help(chosen)
    shown = await check_ins.helped_by(gesture.who, row, answer, gesture.click)
    await ack()
    _show(gesture, shown)
    if answer is Help.OTHER_TIMES:
        gesture.open(settings_form(await preferences.settings_form(gesture.who)))
    elif answer is Help.ANOTHER_HABIT:
        instead = await more_habits.to_replace(gesture.who)
        gesture.open(do_now(starting.situations(), instead))
    elif answer is Help.FEWER and not shown.eased:
        gesture.say(plain_answer(say("check_in.usual_again")))
    else:
        gesture.say(plain_answer(say_each("check_in.helped", answer)))


def _parts(gesture: Gesture) -> tuple[str, str, str]:
    """The check-in, the answer and the habit."""
    row, rest = split_pair(gesture.value)
    chosen, habit = split_pair(rest)
    return row, chosen, habit


def _show(gesture: Gesture, shown: ShownCheckIn) -> None:
    gesture.show(check_in(shown.message), shown.row, shown.version)


def register(app: AsyncApp) -> None:
    app.action(ActionId.CHECK_IN_RATING)(rated)
    app.action(ActionId.CHECK_IN_TWELVE_WEEKS)(after_twelve_weeks)
    app.action(ActionId.CHECK_IN_HELP)(would_help)
