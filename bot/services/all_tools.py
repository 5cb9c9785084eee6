"""All tools there are, for `House`."""

from bot.services import (
    admissions,
    business_gaps,
    consents,
    experiments,
    held_drafts,
    nominating,
    own_words,
    running_order,
    stories,
    talks,
)
from bot.services.agreed_posts import POSTS
from bot.services.asked_of_forms import ASKED_AGAIN as MEMORY_ASKS_AGAIN
from bot.services.business_gaps import GAPS_ASKED, KNOW_BUSINESS
from bot.services.card_follow_ups import CARDS_ASK_AGAIN
from bot.services.held_drafts import HELD_HABIT, hold, said_after_all
from bot.services.lunch_cards import (
    COMES_UP_OF_LUNCHES,
    KNOWN_OF_LUNCHES,
    LUNCH,
    LUNCH_ASKS_AGAIN,
)
from bot.services.nominating import (
    AWARD_WAITS,
    AWARDS_WAIT,
    KNOWN_OF_AWARDS,
    NOMINATION_AGREEMENT,
)
from bot.services.obstacle_waiting import (
    KNOWS_BLOCKED_ITEM,
    OBSTACLE,
    OBSTACLES_OF_REPS,
    OBSTACLES_WAIT,
)
from bot.services.pair_agreeing import CHANGED_NOTE, CHANGED_NOTES
from bot.services.promises import KNOWS_OPEN_PROMISE, PROMISE, PROMISES_WAIT
from bot.services.rep_home import NOTE, NOTES
from bot.services.ride_waiting import OF_REPS, RIDE, WAITING, booked_call
from bot.services.running_order import LUNCH_AGREEMENT, ORDER_WAITS, ORDERS_WAIT
from bot.services.talks import PROTECT_TIME, TALKS_ASKED
from bot.services.tools import Tools
from bot.storage.consents import About
from habits.catalogue_lists import Need
from habits.failures import FAILURE, THANKS
from habits.small_tests import BET, DEBRIEF, FORMS

ALL_TOOLS = Tools(
    waiting={
        consents.CONSENT: consents.WAITING,
        stories.STORY: stories.WAITING,
        RIDE: WAITING,
        AWARD_WAITS: AWARDS_WAIT,
        ORDER_WAITS: ORDERS_WAIT,
        OBSTACLE: OBSTACLES_WAIT,
        PROMISE: PROMISES_WAIT,
        CHANGED_NOTE: CHANGED_NOTES,
    },
    asked_again={
        LUNCH: LUNCH_ASKS_AGAIN,
        FAILURE: stories.ASKED_AGAIN,
        **MEMORY_ASKS_AGAIN,
        **own_words.ASKED_AGAIN,
        KNOW_BUSINESS: GAPS_ASKED,
        PROTECT_TIME: TALKS_ASKED,
        **CARDS_ASK_AGAIN,
    },
    known={
        Need.SHARED_MISTAKE_48H: stories.shared_lately,
        **KNOWN_OF_AWARDS,
        **KNOWN_OF_LUNCHES,
        **admissions.KNOWN,
        **experiments.KNOWN,
        Need.PEOPLE_SLOTS_BOOKED: talks.are_booked,
        Need.OPEN_PROMISE: KNOWS_OPEN_PROMISE,
        Need.BLOCKED_ITEM: KNOWS_BLOCKED_ITEM,
        Need.BOOKED_CALL: booked_call,
    },
    begun={
        THANKS: stories.begin_thanks,
        admissions.REPORT: admissions.begun,
        BET: experiments.begun,
        DEBRIEF: experiments.begun,
        HELD_HABIT: held_drafts.begun,
        PROTECT_TIME: talks.begun,
    },
    after={
        admissions.ADMIT: admissions.admitted,
        admissions.REPORT: admissions.reported,
        **dict.fromkeys(FORMS, experiments.was_agreed),
        **own_words.AFTER,
        HELD_HABIT: said_after_all,
        KNOW_BUSINESS: business_gaps.noted,
        PROTECT_TIME: talks.booked,
    },
    agreements={
        About.POST: POSTS,
        About.STORY: stories.AGREED,
        About.NOMINATION: NOMINATION_AGREEMENT,
        About.LUNCH: LUNCH_AGREEMENT,
    },
    of_reps={
        OBSTACLE: OBSTACLES_OF_REPS,
        consents.CONSENT: consents.OF_REPS,
        stories.STORY: stories.OF_REPS,
        RIDE: OF_REPS,
        NOTE: NOTES,
    },
    refuses={PROTECT_TIME: talks.refused},
    before_said={HELD_HABIT: hold, own_words.TAKE_THE_HIT: own_words.read_before_said},
    next_words={
        KNOW_BUSINESS: business_gaps.question_to_take,
        PROTECT_TIME: talks.for_the_calendar,
    },
    meant_for={admissions.REPORT: admissions.meant_for},
    comes_up={**admissions.COMES_UP, **experiments.COMES_UP, **COMES_UP_OF_LUNCHES},
    story_gone=(nominating.story_gone, running_order.story_gone),
    rep_left=(nominating.rep_left, running_order.rep_left),
)
