"""The settings form, and what comes next after a change."""

from collections.abc import Sequence
from itertools import groupby

from bot.services.messages import Choice
from bot.services.ports import Content
from bot.services.views import PlanShown, PreferencesForm, TimesChosen
from bot.slack.blocks.week import with_date
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    checkboxes,
    context,
    field,
    group,
    modal,
    notification,
    option,
    section,
    select,
    text_input,
    timepicker,
)
from bot.slack.forms import NEVER, OWN_DAY, PART_FIELDS, PLAN_LENGTH
from bot.slack.ids import NO_COUNTRY, ActionId, CallbackId, Field
from bot.slack.text import Marked, clip, escape, lines, said
from habits.people import Hours, Place, Weekday
from habits.phrases import clock, day, together
from habits.rhythm import title_of
from habits.texts import say, say_each


def settings_form(form: PreferencesForm) -> View:
    intro = lines(
        said("start.times_form.zone", zone=form.zone),
        said("settings.too_many"),
        _hours_apart(form.allowed) if form.allowed else None,
    )
    parts = [block for place, chosen in form.parts for block in part_fields(place, chosen)]
    days_off = button(ActionId.FREE_TIME_OPEN, say("settings.days_off"))
    blocks = [
        section(intro),
        *_fewer(form),
        actions(days_off),
        _habit(form),
        *_beside(form),
        _plan(form),
    ]
    return modal(
        CallbackId.SETTINGS,
        say("settings.title"),
        [*blocks, *parts, *time_fields(form)],
        submit=say("settings.save"),
        close=say("settings.cancel"),
    )


def _hours_apart(allowed: Hours) -> Marked:
    return said("settings.hours_apart", start=clock(allowed.start), end=clock(allowed.end))


def _fewer(form: PreferencesForm) -> list[Block]:
    if not form.fewer:
        return []
    return [section(said("settings.fewer"), button(ActionId.AS_BEFORE, say("settings.as_before")))]


def _habit(form: PreferencesForm) -> Block:
    groups = [
        group(label, [option(each.value, each.label, clip(each.about, 75)) for each in choices])
        for label, choices in form.habits
        if choices
    ]
    chosen = select(ActionId.FIELD, say("settings.pick_habit"), groups=groups, chosen=form.habit)
    return field(Field.HABIT, say("settings.habit"), chosen)


def _beside(form: PreferencesForm) -> list[Block]:
    if not form.beside:
        return []
    return [context(said("settings.beside", habits=together(form.beside)))]


def _plan(form: PreferencesForm) -> Block:
    sentence = text_input(
        ActionId.FIELD,
        initial=form.plan,
        placeholder=say("settings.plan_shape"),
        max_length=PLAN_LENGTH,
        multiline=True,
    )
    hint = say("settings.plan_hint")
    return field(Field.PLAN, say("settings.plan"), sentence, hint=hint, optional=True)


def time_fields(form: PreferencesForm) -> list[Block]:
    """Work days and hours."""
    days = [option(str(int(each)), each.label) for each in Weekday]
    return [
        field(
            Field.WORK_DAYS,
            say("settings.work_days"),
            checkboxes(ActionId.FIELD, days, form.work_days),
            hint=say("settings.work_days_hint"),
        ),
        field(
            Field.HOURS_START,
            say("settings.hours_start"),
            timepicker(ActionId.FIELD, form.hours_start),
            hint=say("settings.hours_hint"),
        ),
        field(
            Field.HOURS_END,
            say("settings.hours_end"),
            timepicker(ActionId.FIELD, form.hours_end),
        ),
    ]


def part_fields(place: Place, chosen: TimesChosen) -> list[Block]:
    """Day and time of one part of the week."""
    name = title_of(place)
    day_field, at_field = PART_FIELDS[place]
    days = [
        option(OWN_DAY, say_each("settings.own_day", place)),
        *(option(str(int(each)), each.label) for each in Weekday),
        option(NEVER, say("settings.never")),
    ]
    choice = select(ActionId.FIELD, say("settings.pick_day"), days, chosen=chosen.day)
    at = timepicker(ActionId.FIELD, chosen.at)
    return [
        field(day_field, say("settings.part_day", name=name), choice),
        field(at_field, say("settings.part_time", name=name), at),
    ]


_COUNTRIES_A_GROUP = 60


def country_field(countries: Sequence[Choice], country: str, *, dispatch: bool = False) -> Block:
    """`country` is the code of the chosen one or "". With `dispatch` each choice is told."""
    chosen = select(
        ActionId.COUNTRY if dispatch else ActionId.FIELD,
        say("settings.pick_country"),
        groups=grouped(countries, say("settings.no_country"), NO_COUNTRY),
        chosen=country or NO_COUNTRY,
    )
    label, hint = say("settings.country"), say("settings.country_hint")
    return field(Field.COUNTRY, label, chosen, hint=hint, dispatch=dispatch)


def grouped(places: Sequence[Choice], none: str, none_value: str) -> list[Element]:
    """Countries or regions as they come, in groups that Slack takes, named for their first
    letters; before them `none`."""
    numbered = groupby(enumerate(places), lambda each: each[0] // _COUNTRIES_A_GROUP)
    groups = [group(say("settings.no_country_group"), [option(none_value, none)])]
    for _, part in numbered:
        chunk = [place for _, place in part]
        first, last = chunk[0].label[:1], chunk[-1].label[:1]
        label = say("settings.country_group", first=first, last=last)
        groups.append(group(label, [option(each.value, each.label) for each in chunk]))
    return groups


_MOST_IN_A_FORM = 12
MOST_AT_FIRST = 3
"""One of each kind; a message, too, has sixty words."""


def confirmation(plan: PlanShown) -> View:
    """What comes next; takes the place of a form that was sent."""
    away = plan.paused_until is not None
    return modal(
        CallbackId.CONFIRMATION,
        say("coming.enjoy") if away else say("start.set.title"),
        [*_away(plan), *what_comes(plan)],
        close=say("start.set.close"),
    )


def what_comes(plan: PlanShown, most: int = _MOST_IN_A_FORM) -> list[Block]:
    """The messages to come, what moved, and how to change it."""
    blocks = [section(_coming(plan, most))]
    if plan.moved:
        moved = (escape(line) for line in plan.moved)
        blocks.append(section(lines(said("coming.moved"), *moved)))
    return [*blocks, context(_ways_on(plan))]


def on_a_break(plan: PlanShown) -> Content:
    """The beginning of a break, where no form was open."""
    text = notification(say("coming.away"))
    return Content(text=text, blocks=[*_away(plan), context(_ways_on(plan))])


def back_again(plan: PlanShown) -> Content:
    """The end of a break."""
    text = said("coming.welcome_back")
    blocks = [section(text), section(_coming(plan, MOST_AT_FIRST))]
    return Content(text=text, blocks=blocks)


def _away(plan: PlanShown) -> list[Block]:
    if plan.paused_until is None:
        return []
    back = said("coming.back_on", day=day(plan.paused_until))
    return [section(lines(said("coming.away"), back))]


def _coming(plan: PlanShown, most: int) -> Marked:
    if not plan.coming:
        return said("coming.nothing")
    coming = (with_date(line) for line in plan.coming[:most])
    return lines(said("coming.heading"), *coming)


def _ways_on(plan: PlanShown) -> Marked:
    if plan.paused_until is not None:
        return said("coming.resume")
    return lines(
        said("coming.soon_after") if plan.coming else None,
        said("coming.ways_on"),
    )
