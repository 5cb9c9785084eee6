"""Who words a message of which kind, when it goes out and when it is shown anew."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.services.award_cards import award_voice
from bot.services.coach_voices import one_on_one_voice, rep_form_voice
from bot.services.consenting import consent_voice
from bot.services.held_drafts import held_voice
from bot.services.helping import help_voice
from bot.services.messages import Message
from bot.services.ride_voices import ride_voice
from bot.services.taking_part import intro_voice
from bot.services.team_posts import team_post_voice
from bot.services.today import today_voice
from bot.services.who import House
from bot.services.zones import zone_voice
from bot.storage import Connection
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord

Voice = Callable[[Connection, House, OutgoingRecord, ManagerRecord, datetime], Message | None]
"""The row's present form at the UTC instant; None where there is nothing to say any more."""

VOICES: Mapping[Kind, Voice] = {
    Kind.POST: team_post_voice,
    Kind.AWARD: award_voice,
    Kind.TODAY: today_voice,
    Kind.HELD: held_voice,
    Kind.NOTICE: zone_voice,
    Kind.INTRO: intro_voice,
    Kind.CONSENT: consent_voice,
    Kind.REP_FORM: rep_form_voice,
    Kind.ONE_ON_ONE: one_on_one_voice,
    Kind.HELP: help_voice,
    Kind.HELP_REP: help_voice,
    Kind.CALL: ride_voice,
    Kind.CALL_REP: ride_voice,
}
