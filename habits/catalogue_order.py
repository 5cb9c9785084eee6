"""The order in which habits are shown, and those a newcomer is offered first."""

from collections.abc import Mapping
from types import MappingProxyType

from habits.catalogue_lists import Theme

# Six habits a situation, the one to begin with first.
ORDER: Mapping[Theme, tuple[str, ...]] = MappingProxyType(
    {
        Theme.NOISE: (
            "filter_request",
            "weekly_batch",
            "clear_path",
            "take_the_hit",
            "protect_time",
            "size_mistake",
        ),
        Theme.REASONS: (
            "share_why",
            "direction",
            "purpose",
            "know_business",
            "ask_not_order",
            "people_first",
        ),
        Theme.COACHING: (
            "coach_11",
            "ride_along",
            "listen_first",
            "land_feedback",
            "develop",
            "lead_buyers",
        ),
        Theme.MISTAKES: (
            "celebrate_failure",
            "fun_award",
            "hall_of_shame_lunch",
            "blame_free_debrief",
            "bless_risk",
            "act_fast",
        ),
        Theme.GOING_FIRST: (
            "admit_mistake",
            "fix_repeat",
            "share_criticism",
            "human_flaw",
            "keep_word",
            "firm_and_fair",
        ),
        Theme.BEING_SEEN: (
            "belonging",
            "contribution",
            "stay_talk",
            "ease_intensity",
            "forgive_close",
            "thank_creative_mistake",
        ),
    }
)
STARTERS = ("share_why", "coach_11", "filter_request")
SECOND_ROW = ("listen_first", "contribution", "blame_free_debrief")
