"""Starting: what is hardest, a habit with its plan and its times, and what comes next."""

from bot.services.messages import Choice
from bot.services.situations import Situations
from bot.services.starting import Offer
from bot.services.views import PlanShown, PreferencesForm
from bot.slack.blocks.preferences import (
    MOST_AT_FIRST,
    country_field,
    part_fields,
    time_fields,
    what_comes,
)
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    radio_buttons,
    section,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.start_forms import StartCarried
from bot.slack.text import clip, lines, said
from habits.phrases import together
from habits.texts import say


def situations_view(shown: Situations) -> View:
    choices = [option(each.value, each.label) for each in shown.choices]
    hardest = radio_buttons(ActionId.FIELD, choices, shown.chosen)
    return modal(
        CallbackId.START_SITUATION,
        say("start.title"),
        [field(Field.SITUATION, say("start.hardest"), hardest), context(said("start.private"))],
        submit=say("start.next"),
        close=say("start.close"),
    )


def habit_view(offer: Offer) -> View:
    """The habits of a situation: what each comes down to, and the whole plan of the chosen one."""
    choices = [
        option(
            each.value,
            each.label,
            None if each.value == offer.habit else clip(each.about, 75),
        )
        for each in offer.habits
    ]
    habit = radio_buttons(ActionId.START_HABIT, choices, offer.habit)
    times = (
        said("start.times", times=together(offer.hears)) if offer.hears else said("start.no_times")
    )
    blocks: list[Block] = [
        field(Field.HABIT, say("start.habit"), habit, dispatch=True),
        section(said("start.plan", plan=offer.plan)),
        section(times, button(ActionId.START_TIMES, say("start.change"))),
        actions(button(ActionId.START_BACK, say("start.back"))),
    ]
    return modal(
        CallbackId.START,
        say("start.title"),
        blocks,
        submit=say("start.start"),
        close=say("start.close"),
        private_metadata=StartCarried.of(offer.situation, offer.habit, offer.times).to_json(),
    )


def times_view(form: PreferencesForm, carried: StartCarried) -> View:
    parts = [block for place, chosen in form.parts for block in part_fields(place, chosen)]
    zone = said("start.times_form.zone", zone=form.zone)
    intro = section(lines(zone, said("settings.too_many")))
    back = actions(button(ActionId.START_TIMES_BACK, say("start.times_form.back")))
    return modal(
        CallbackId.START_TIMES,
        say("start.times_form.title"),
        [intro, *time_fields(form), *parts, country_field(form.countries, form.country), back],
        submit=say("start.times_form.submit"),
        close=say("start.close"),
        private_metadata=carried.to_json(),
    )


def you_are_set(plan: PlanShown, habit: Choice, *, form_here: bool) -> View:
    """What comes next, and the habit itself: now."""
    do_it: list[Element] = []
    if form_here:
        do_it = [button(ActionId.COMPOSE_OPEN, say("start.set.do_it_now"), habit.value, "primary")]
    return modal(
        CallbackId.CONFIRMATION,
        say("start.set.title"),
        [
            section(said("start.set.habit", habit=habit.label)),
            *([actions(*do_it)] if do_it else []),
            *what_comes(plan, MOST_AT_FIRST),
        ],
        close=say("start.set.close"),
    )
