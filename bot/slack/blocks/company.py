"""The window in which admins invite people and see what is set; never who uses it."""

from collections.abc import Sequence

from bot.services.companies import CompanyPage
from bot.services.inviting import MOST_AT_ONCE, Invited, InviteForm
from bot.slack.blocks.parts import said_block
from bot.slack.blocks.people import open_chat
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
    plain,
    section,
    select,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import Marked, lines, mention, said
from habits.phrases import clock, day
from habits.texts import listed, say

_MOST_GROUPS = 100
_MENTIONS_A_BLOCK = 60
_MOST_MENTIONS = 1200


def company_entry() -> list[Block]:
    """The way in, on an admin's Home."""
    return [section(said("company.entry"), button(ActionId.COMPANY_OPEN, say("company.open")))]


def company_view(page: CompanyPage) -> View:
    """All that admins set, with what can be changed."""
    return modal(
        CallbackId.COMPANY,
        say("company.title"),
        [
            section(_using(page)),
            section(_invitations(page)),
            actions(
                button(ActionId.COMPANY_INVITE, say("company.invitations.invite")),
                button(ActionId.COMPANY_INVITED, say("company.invitations.list")),
            ),
            section(_days(page)),
            actions(button(ActionId.COMPANY_DAYS, say("company.days.open"))),
            section(_limits(page)),
            actions(button(ActionId.COMPANY_LIMITS, say("company.limits.open"))),
            section(lines(said("company.preview.heading"), said("company.preview.about"))),
            actions(button(ActionId.COMPANY_PREVIEW, say("company.preview.open"))),
        ],
    )


def _using(page: CompanyPage) -> Marked:
    if page.using is None:
        return said("company.short_list") if page.is_short else said("company.few_use_it")
    return said("company.using", count=page.using)


def _invitations(page: CompanyPage) -> Marked:
    counted = said("company.invitations.count", count=page.invited)
    only, anyone = said("company.invitations.only"), said("company.invitations.anyone")
    return lines(
        said("company.invitations.heading"),
        counted if page.invited else said("company.invited.nobody"),
        only if page.by_invitation else anyone,
    )


def _days(page: CompanyPage) -> Marked:
    coming = page.next_day
    if coming is None:
        return lines(said("company.days.heading"), said("company.days.none"))
    name = coming.name or say("company.days.work_day")
    return lines(
        said("company.days.heading"),
        said("company.days.next", day=day(coming.day), name=name),
    )


def _limits(page: CompanyPage) -> Marked:
    company = page.company
    within = company.within
    country, no_country = page.country, said("company.limits.no_country")
    if country is not None and page.region is not None:
        country = say("company.limits.region_place", region=page.region, country=country)
    return lines(
        said("company.limits.heading"),
        said("company.limits.country", country=country) if country else no_country,
        said("company.limits.within", start=clock(within.start), end=clock(within.end))
        if within
        else said("company.limits.any_time"),
        said("company.limits.week", count=company.most_a_week),
        said("company.limits.besides"),
        said("company.limits.year", month=listed("times.months")[company.year_begins - 1]),
    )


# --- invitations ----------------------------------------------------------------------------


def invite_view(form: InviteForm) -> View:
    people = field(
        Field.INVITED,
        say("company.invite.people"),
        {**_people(say("company.invite.pick_people")), "max_selected_items": MOST_AT_ONCE},
        optional=True,
    )
    return modal(
        CallbackId.COMPANY_INVITE,
        say("company.invite.title"),
        [section(said("company.invite.about")), people, *_group(form)],
        submit=say("company.invite.submit"),
        close=say("buttons.back"),
    )


def _group(form: InviteForm) -> list[Block]:
    if form.groups is None:
        return [context(said("company.invite.no_groups"))]
    if not form.groups:
        return []
    options = [option(one.id, one.name) for one in form.groups[:_MOST_GROUPS]]
    chosen = select(ActionId.FIELD, say("company.invite.pick_group"), options)
    return [field(Field.GROUP, say("company.invite.group"), chosen, optional=True)]


def working_view() -> View:
    """While Slack is asked about everybody of a group."""
    return modal(
        CallbackId.COMPANY_TOLD,
        say("company.invite.title"),
        [section(said("company.invite.working"))],
        close=say("buttons.back"),
    )


def told_view(invited: Invited, team: str) -> View:
    """Invited: now the admin tells them in their own words. `team` is the workspace."""
    ways = [button(ActionId.OWN_VOICE_TEXT, say("own_voice.show_text"))]
    if len(invited.users) == 1:
        ways.append(open_chat(invited.users[0], "", team))
    left_out = said("company.told.passed_over", count=invited.passed_over)
    done = said("company.told.done", count=len(invited.users))
    if not invited.users:
        nobody = left_out if invited.passed_over else said("company.told.nobody")
        title, close = say("company.invite.title"), say("buttons.back")
        return modal(CallbackId.COMPANY_TOLD, title, [section(nobody)], close=close)
    return modal(
        CallbackId.COMPANY_TOLD,
        say("company.told.title"),
        [
            section(lines(done, left_out if invited.passed_over else None)),
            section(said("company.told.how")),
            said_block(say("company.told.text"), "said"),
            actions(*ways),
        ],
        # Slack wants one where the text stands in a field.
        submit=say("company.told.submit"),
        close=say("buttons.back"),
    )


def invited_view(users: Sequence[str]) -> View:
    """Everybody on the list, with a way to take people off it."""
    title, about = say("company.invited.title"), said("company.invited.about")
    close = say("buttons.back")
    if not users:
        nobody = [section(about), section(said("company.invited.nobody"))]
        return modal(CallbackId.COMPANY_INVITED, title, nobody, close=close)
    removed = field(
        Field.REMOVED,
        say("company.invited.remove"),
        _people(say("company.invited.pick")),
        hint=say("company.invited.remove_hint"),
        optional=True,
    )
    return modal(
        CallbackId.COMPANY_INVITED,
        title,
        [section(about), *_mentions(users), removed],
        submit=say("company.invited.submit"),
        close=close,
    )


def _mentions(users: Sequence[str]) -> list[Block]:
    shown = [
        section(Marked(", ".join(mention(user) for user in some)))
        for some in _batches(users[:_MOST_MENTIONS])
    ]
    left = len(users) - _MOST_MENTIONS
    return [*shown, section(said("company.invited.more", count=left))] if left > 0 else shown


def _batches(users: Sequence[str]) -> list[Sequence[str]]:
    starts = range(0, len(users), _MENTIONS_A_BLOCK)
    return [users[start : start + _MENTIONS_A_BLOCK] for start in starts]


def _people(placeholder: str) -> Element:
    return {
        "type": "multi_users_select",
        "action_id": ActionId.FIELD,
        "placeholder": plain(placeholder, 150),
    }
