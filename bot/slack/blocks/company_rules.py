"""Company days, defaults and limits, and a habit's message before anybody gets it."""

from collections.abc import Sequence
from datetime import date

from bot.services.companies import LONGEST_NAME, CompanyDay, LimitsForm
from bot.services.messages import Choice
from bot.services.previewing import HabitPreview
from bot.slack.blocks.prompts import prompt
from bot.slack.company_forms import DAY_OFF, WHOLE_COUNTRY, WORK_DAY
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    datepicker,
    field,
    group,
    modal,
    option,
    plain,
    radio_buttons,
    section,
    select,
    text_input,
    timepicker,
)
from bot.slack.ids import INERT, NO_COUNTRY, ActionId, CallbackId, Field
from bot.slack.text import lines, said
from habits.company import MOST_A_WEEK
from habits.phrases import day
from habits.texts import listed, say

_MOST_DAYS = 40
_A_GROUP = 60


def days_view(days: Sequence[CompanyDay]) -> View:
    """The days to come, each with a way to remove it."""
    shown = [_day(one) for one in days[:_MOST_DAYS]]
    if not shown:
        shown = [section(said("company.days.none"))]
    left = len(days) - _MOST_DAYS
    if left > 0:
        shown.append(context(said("company.days.more", count=left)))
    return modal(
        CallbackId.COMPANY_DAYS,
        say("company.days.title"),
        [
            section(said("company.days.about")),
            *shown,
            actions(button(ActionId.COMPANY_DAY_ADD, say("company.days.add"))),
        ],
        close=say("buttons.back"),
    )


def _day(one: CompanyDay) -> Block:
    name = one.name or say("company.days.work_day")
    remove = button(ActionId.COMPANY_DAY_REMOVE, say("company.days.remove"), one.day.isoformat())
    return section(said("company.days.line", day=day(one.day), name=name), remove)


def day_view(today: date) -> View:
    kinds = [
        option(DAY_OFF, say("company.days.form.kinds.off")),
        option(WORK_DAY, say("company.days.form.kinds.work")),
    ]
    name = text_input(
        ActionId.FIELD,
        initial=None,
        placeholder=say("company.days.form.name"),
        max_length=LONGEST_NAME,
    )
    return modal(
        CallbackId.COMPANY_DAY,
        say("company.days.form.title"),
        [
            field(
                Field.DAY,
                say("company.days.form.day"),
                datepicker(ActionId.FIELD, today.isoformat()),
            ),
            field(
                Field.DAY_KIND,
                say("company.days.form.kind"),
                radio_buttons(ActionId.FIELD, kinds, DAY_OFF),
            ),
            field(
                Field.NAME,
                say("company.days.form.name"),
                name,
                hint=say("company.days.form.name_hint"),
                optional=True,
            ),
        ],
        submit=say("company.days.form.submit"),
        close=say("buttons.back"),
    )


# --- defaults and limits --------------------------------------------------------------------


def limits_view(form: LimitsForm) -> View:
    company = form.company
    within = company.within
    most = [option(str(count), str(count)) for count in range(1, MOST_A_WEEK + 1)]
    months = [option(str(number), name) for number, name in enumerate(listed("times.months"), 1)]
    pick = say("company.limits.pick")
    return modal(
        CallbackId.COMPANY_LIMITS,
        say("company.limits.title"),
        [
            context(said("company.limits.about")),
            _country(form),
            *_region(form),
            field(
                Field.EARLIEST,
                say("company.limits.earliest"),
                _time(f"{within.start:%H:%M}" if within else None),
                optional=True,
            ),
            field(
                Field.LATEST,
                say("company.limits.latest"),
                _time(f"{within.end:%H:%M}" if within else None),
                hint=say("company.limits.times_hint"),
                optional=True,
            ),
            field(
                Field.MOST_A_WEEK,
                say("company.limits.most"),
                select(ActionId.FIELD, pick, most, chosen=str(company.most_a_week)),
                hint=say("company.limits.besides"),
            ),
            field(
                Field.YEAR_BEGINS,
                say("company.limits.year_begins"),
                select(ActionId.FIELD, pick, months, chosen=str(company.year_begins)),
            ),
        ],
        submit=say("company.limits.submit"),
        close=say("buttons.back"),
    )


def _country(form: LimitsForm) -> Block:
    by_zone = Choice(NO_COUNTRY, say("company.limits.by_zone"))
    groups = [group(by_zone.label, [option(by_zone.value, by_zone.label)])]
    chosen = select(
        ActionId.COMPANY_COUNTRY,
        say("settings.pick_country"),
        groups=[*groups, *_grouped(form.countries)],
        chosen=form.company.country or NO_COUNTRY,
    )
    return field(Field.COUNTRY, say("company.limits.country_field"), chosen, dispatch=True)


def _region(form: LimitsForm) -> list[Block]:
    """Nothing where the country has no holidays of its regions."""
    if not form.regions:
        return []
    whole = say("company.limits.whole_country")
    chosen = select(
        ActionId.FIELD,
        say("company.limits.pick_region"),
        groups=[group(whole, [option(WHOLE_COUNTRY, whole)]), *_grouped(form.regions)],
        chosen=form.company.region or WHOLE_COUNTRY,
    )
    return [field(Field.REGION, say("company.limits.region"), chosen)]


def _grouped(choices: Sequence[Choice]) -> list[Element]:
    """Groups that Slack takes, named for the first letters of their first and last."""
    groups: list[Element] = []
    for start in range(0, len(choices), _A_GROUP):
        some = choices[start : start + _A_GROUP]
        first, last = some[0].label[:1], some[-1].label[:1]
        label = say("settings.country_group", first=first, last=last)
        groups.append(group(label, [option(one.value, one.label) for one in some]))
    return groups


def _time(at: str | None) -> Element:
    """Empty where there is no limit."""
    if at is not None:
        return timepicker(ActionId.FIELD, at)
    return {
        "type": "timepicker",
        "action_id": ActionId.FIELD,
        "placeholder": plain(say("company.limits.pick"), 150),
    }


# --- a habit's message ----------------------------------------------------------------------


def preview_view(shown: HabitPreview) -> View:
    """The habits to choose from, and the message of the one that is chosen."""
    groups = [
        group(question, [option(one.value, one.label) for one in choices])
        for question, choices in shown.habits
    ]
    picked = select(
        ActionId.COMPANY_PREVIEW_HABIT,
        say("company.preview.pick"),
        groups=groups,
        chosen=shown.habit,
    )
    blocks = [actions(picked)]
    if shown.message is not None:
        blocks += [context(said("company.preview.only_you")), *inert(prompt(shown.message).blocks)]
    if shown.others:
        texts = (said("company.preview.other", text=text) for text in shown.others)
        blocks.append(section(lines(said("company.preview.others"), *texts)))
    return modal(
        CallbackId.COMPANY_PREVIEW,
        say("company.preview.title"),
        blocks,
        close=say("buttons.back"),
    )


def inert(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, whose buttons and menus do nothing when they are pressed."""
    shown: list[Block] = []
    number = 0
    for block in blocks:
        if block["type"] != "actions":
            shown.append(block)
            continue
        elements: list[Element] = []
        for element in block["elements"]:
            elements.append({**element, "action_id": f"{INERT}{number}"})
            number += 1
        shown.append({**block, "elements": elements})
    return shown
