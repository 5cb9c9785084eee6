"""The one question that a check-in asks by itself: words and a select beside them."""

from bot.services.messages import CheckInQuestion, HelpAsked, RatingAsked, TwelveWeeksAsked
from bot.slack.elements import Block, Element, option, section, select
from bot.slack.ids import ActionId, AfterTwelveWeeks, pair
from bot.slack.text import Marked, said
from habits.dose import Help
from habits.texts import say, say_each

_SCALE = range(1, 8)


def question(asked: CheckInQuestion, row: str) -> Block:
    """`row` is the id of the check-in."""
    return section(question_words(asked), _select(asked, row))


def question_words(asked: CheckInQuestion) -> Marked:
    match asked:
        case RatingAsked(_, name):
            return said("check_in.rating", habit=name)
        case TwelveWeeksAsked(_, name):
            return said("check_in.twelve_weeks", habit=name)
        case HelpAsked():
            return said("check_in.help")


def _select(asked: CheckInQuestion, row: str) -> Element:
    match asked:
        case RatingAsked(habit, _, chosen):
            values = [pair(row, pair(str(number), habit)) for number in _SCALE]
            options = [
                option(value, _label(number)) for value, number in zip(values, _SCALE, strict=True)
            ]
            stands = None if chosen is None else pair(row, pair(str(chosen), habit))
            pick = say("check_in.rating_pick")
            return select(ActionId.CHECK_IN_RATING, pick, options, chosen=stands)
        case TwelveWeeksAsked(habit):
            options = [
                option(
                    pair(row, pair(each, habit)), say_each("check_in.twelve_weeks_choices", each)
                )
                for each in AfterTwelveWeeks
            ]
            pick = say("check_in.twelve_weeks_pick")
            return select(ActionId.CHECK_IN_TWELVE_WEEKS, pick, options)
        case HelpAsked():
            options = [
                option(pair(row, each), say_each("check_in.help_choices", each)) for each in Help
            ]
            return select(ActionId.CHECK_IN_HELP, say("check_in.help_pick"), options)


def _label(number: int) -> str:
    match number:
        case 1:
            return say("check_in.rating_lowest")
        case 7:
            return say("check_in.rating_highest")
        case _:
            return str(number)
