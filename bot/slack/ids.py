"""Every id that Slack sends back, once.

Ids are promises: a button posted months ago still sends the id it was made with.
"""

from enum import StrEnum

from habits.prompts import Answer


class ActionId(StrEnum):
    """What was pressed, as conversation.thing.choice. Values carry random ids only."""

    ANSWER_DONE = "prompt.answer.done"
    ANSWER_SKIPPED = "prompt.answer.skipped"
    ANSWER_DID_NOT_COME_UP = "prompt.answer.did-not-come-up"
    PROMPT_LATER = "prompt.later"
    PROMPT_CHANGE = "prompt.change"
    PROMPT_MORE = "prompt.more"

    WEEK_TICKS = "week.ticks"
    WEEK_SAVE = "week.save"
    WEEK_NONE = "week.none"
    WEEK_CHANGE = "week.change"

    HAPPENED_PICK = "happened.pick"

    CHECK_IN_TICKS = "check_in.ticks"
    CHECK_IN_SAVE = "check_in.save"
    CHECK_IN_NONE = "check_in.none"
    CHECK_IN_CHANGE = "check_in.change"
    CHECK_IN_FOLLOW_UP = "check_in.follow-up"
    CHECK_IN_FOCUS = "check_in.focus"
    CHECK_IN_RATING = "check_in.rating"
    CHECK_IN_TWELVE_WEEKS = "check_in.twelve-weeks"
    CHECK_IN_HELP = "check_in.help"

    NOTE_UNDO = "note.undo"
    NOTE_OFF = "note.off"
    NOTE_ON = "note.on"

    START_OPEN = "start.open"
    START_HABIT = "start.habit"
    START_BACK = "start.back"
    START_TIMES = "start.times"
    START_TIMES_BACK = "start.times.back"

    PROMPT_DO = "prompt.do"
    COMPOSE_OPEN = "compose.open"
    COMPOSE_FIELD = "compose.field"
    COMPOSE_TICK = "compose.tick"
    COMPOSE_AUDIENCE = "compose.audience"
    COMPOSE_CHANNEL = "compose.channel"
    COMPOSE_EMPTY = "compose.empty"
    # A form that is emptied has other ids: Slack keeps what was typed under the same ones.
    COMPOSE_FIELD_ANEW = "compose.field.anew"
    COMPOSE_TICK_ANEW = "compose.tick.anew"
    OWN_VOICE_TEXT = "own_voice.text"

    POST_HELPED = "post.helped"
    POST_ASK = "post.ask"
    POST_MORE = "post.more"
    POST_EDIT = "post.edit"
    POST_WITHDRAW = "post.withdraw"

    DO_NOW = "do-now.open"
    DO_NOW_SITUATION = "do-now.situation"
    DO_NOW_DID_IT = "do-now.did-it"

    TODAY_DONE = "today.done"
    TODAY_NOT_NOW = "today.not-now"
    TODAY_ALL = "today.all"
    TODAY_TAKE = "today.take"
    TODAY_TAKE_SECOND = "today.take-second"
    TODAY_TAKE_THIRD = "today.take-third"
    TODAY_CHOOSE = "today.choose"
    TODAY_OPEN = "today.open"
    TODAY_OPEN_SECOND = "today.open-second"
    TODAY_ANSWER = "today.answer"

    FILTER_OPEN = "filter.open"
    FILTER_ADD = "filter.add"
    FILTER_AGAIN = "filter.again"
    FILTER_CHOICE = "filter.choice"
    FILTER_SENSITIVE = "filter.sensitive"
    FILTER_AUDIENCE = "filter.audience"
    # What stands in a field stays as long as its id: these begin with another audience.
    FILTER_AUDIENCE_SENSITIVE = "filter.audience.sensitive"
    FILTER_CHANNEL = "filter.channel"
    FILTER_ASK_MENU = "filter.ask.menu"
    BUNDLE_OPEN = "bundle.open"
    BUNDLE_ASKS = "bundle.asks"
    BUNDLE_EMPTY = "bundle.empty"

    REP_LEAVE = "reps.leave"
    REP_NOT_MINE = "reps.not-mine"
    REP_AGAIN = "reps.again"
    REP_LEAVE_CHOSEN = "reps.leave.chosen"
    REP_ERASE = "reps.erase"
    REP_MENU = "reps.menu"
    # Buttons that open Slack itself: they are only acknowledged.
    REPLY_TO = "reps.reply-to"
    OPEN_CHAT = "reps.open-chat"

    HELD_READ = "held.read"
    HELD_THROW = "held.throw"
    FAILURE_CV_EDIT = "failure_cv.edit"
    FAILURE_CV_OPEN = "failure_cv.open"

    REP_HOME_OPEN = "rep_home.open"
    REP_HOME_TAKE = "rep_home.take"
    REP_HOME_TAKE_SECOND = "rep_home.take-second"
    REP_HOME_TAKE_THIRD = "rep_home.take-third"
    REP_HOME_WINDOW = "rep_home.window"
    REP_HOME_WINDOW_SECOND = "rep_home.window-second"

    COACH_PREPARE = "coach.prepare"
    COACH_TIMES = "coach.times"
    COACH_TIME_ADD = "coach.time.add"
    COACH_TIME_MENU = "coach.time.menu"
    COACH_MENU = "coach.menu"
    COACH_NOTES = "coach.notes"
    COACH_WRITE = "coach.write"
    COACH_DECLINE = "coach.decline"
    COACH_DELETE = "coach.delete"

    CARD_TAP = "card.tap"
    CARD_TAP_SECOND = "card.tap-second"
    CARD_TAP_THIRD = "card.tap-third"
    CARD_TAKE_ALONG = "card.take-along"
    CARD_LIST = "card.list"
    CARD_INTRODUCE = "card.introduce"

    CALL_ASK = "call.ask"
    CALL_OFFER = "call.offer"
    CALL_OPEN = "call.open"
    CALL_ACCEPT = "call.accept"
    CALL_OTHER_TIME = "call.other-time"
    CALL_DECLINE = "call.decline"
    CALL_NO = "call.no"
    CALL_TAKE_BACK = "call.take-back"
    CALL_OFF = "call.off"
    CALL_FILE = "call.file"
    CALL_WRITE = "call.write"
    CALL_DID_NOT = "call.did-not"

    AWAY_LEAVE_OUT = "away.leave-out"
    AWAY_HERE = "away.here"

    SETTINGS_OPEN = "settings.open"
    FREE_TIME_OPEN = "free_time.open"
    COUNTRY = "free_time.country"
    OWN_DAY_ADD = "free_time.day.add"
    OWN_DAY_REMOVE = "free_time.day.remove"
    TIME_OFF_ADD = "free_time.span.add"
    TIME_OFF_REMOVE = "free_time.span.remove"
    PAUSE_OPEN = "pause.open"
    # Two buttons of one row may not share an id.
    PAUSE_ONE_WEEK = "pause.weeks.1"
    PAUSE_FOUR_WEEKS = "pause.weeks.4"
    RESUME_NOW = "resume.now"
    AS_BEFORE = "settings.as_before"
    LEAVE_OPEN = "leave.open"
    PRIVACY_OPEN = "privacy.open"
    PRIVACY_MORE = "privacy.more"
    EXPORT = "privacy.export"
    HABIT_ANOTHER = "habit.another"
    HABIT_STOP = "habit.stop"
    HABIT_STOP_CHOSEN = "habit.stop.chosen"
    HELP_MORE = "help.more"
    HELP_REST = "help.rest"
    DONE_UNDO = "done.undo"

    COMPANY_OPEN = "company.open"
    COMPANY_INVITE = "company.invite"
    COMPANY_INVITED = "company.invited"
    COMPANY_DAYS = "company.days"
    COMPANY_DAY_ADD = "company.day.add"
    COMPANY_DAY_REMOVE = "company.day.remove"
    COMPANY_LIMITS = "company.limits"
    COMPANY_COUNTRY = "company.country"
    COMPANY_PREVIEW = "company.preview"
    COMPANY_PREVIEW_HABIT = "company.preview.habit"

    TESTS_OPEN = "tests.open"
    TEST_TELL = "tests.tell"
    TEST_DROP = "tests.drop"
    ADMISSION_PICK = "admission.pick"
    SHARED_NOTE_AGREE = "shared_note.agree"
    SHARED_NOTE_CHANGE = "shared_note.change"

    PROMISE_ADD = "promise.add"
    PROMISE_DONE = "promise.done"
    PROMISE_MOVE = "promise.move"
    PROMISE_HAND_BACK = "promise.hand-back"
    PROMISE_AGAIN = "promise.again"
    PROMISE_REMOVE = "promise.remove"

    OBSTACLE_TELL = "obstacle.tell"
    OBSTACLE_TAKE_BACK = "obstacle.take-back"
    OBSTACLE_NOTE = "obstacle.note"
    OBSTACLE_OUTLOOK = "obstacle.outlook"
    OBSTACLE_TAKE = "obstacle.take"
    OBSTACLE_ANSWER = "obstacle.answer"

    AWARD_STORY = "award.story"
    AWARD_TAKE_OUT = "award.take-out"
    AWARD_OFF = "award.off"
    AWARD_GO = "award.go"
    AWARD_CHANNEL = "award.channel"
    AWARD_TELL = "award.tell"
    AWARD_UNTIL = "award.until"
    AWARD_VOTE_FIRST = "award.vote.first"
    AWARD_VOTE_SECOND = "award.vote.second"
    AWARD_VOTE_THIRD = "award.vote.third"
    AWARD_VOTE_FOURTH = "award.vote.fourth"

    LUNCH_PREVIEW_CHANNEL = "lunch.preview.channel"
    LUNCH_CHANGE = "lunch.change"
    LUNCH_OFF = "lunch.off"
    LUNCH_CHOOSE = "lunch.choose"
    LUNCH_ORDER = "lunch.order"
    LUNCH_PRINT = "lunch.print"
    LUNCH_LEARNINGS = "lunch.learnings"
    LUNCH_LEARNINGS_CHANNEL = "lunch.learnings.channel"
    LUNCH_NEXT_HALF = "lunch.next.half"
    LUNCH_NEXT_YEAR = "lunch.next.year"
    LUNCH_TELL = "lunch.tell"
    LUNCH_TAKE_BACK = "lunch.take-back"

    CONSENT_YES = "consent.yes"
    CONSENT_YES_NAMED = "consent.yes.named"
    CONSENT_YES_UNNAMED = "consent.yes.unnamed"
    CONSENT_CHANGE = "consent.change"
    CONSENT_NO = "consent.no"
    CONSENT_TAKE_BACK = "consent.take-back"
    CONSENT_CALL_OFF = "consent.call-off"
    STORY_TELL = "story.tell"
    STORY_TAKE_BACK = "story.take-back"

    FIELD = "field"


AWARD_VOTES = (
    ActionId.AWARD_VOTE_FIRST,
    ActionId.AWARD_VOTE_SECOND,
    ActionId.AWARD_VOTE_THIRD,
    ActionId.AWARD_VOTE_FOURTH,
)
"""Two buttons of one row may not share an id."""

ANSWERS: dict[ActionId, Answer] = {
    ActionId.ANSWER_DONE: Answer.DONE,
    ActionId.ANSWER_SKIPPED: Answer.SKIPPED,
    ActionId.ANSWER_DID_NOT_COME_UP: Answer.DID_NOT_COME_UP,
}

PAUSE_WEEKS: dict[ActionId, int] = {
    ActionId.PAUSE_ONE_WEEK: 1,
    ActionId.PAUSE_FOUR_WEEKS: 4,
}


class CallbackId(StrEnum):
    """Which modal was submitted or closed."""

    START = "start"
    START_SITUATION = "start_situation"
    START_TIMES = "start_times"
    DO_NOW = "do_now"
    WAITING = "waiting"
    FILTER = "filter"
    FILTER_LEDGER = "filter_ledger"
    FILTER_STANDING = "filter_standing"
    FILTER_PREVIEW = "filter_preview"
    FILTER_SAID = "filter_said"
    BUNDLE = "bundle"
    BUNDLE_PREVIEW = "bundle_preview"
    TELL_FIRST = "tell_first"
    COACH = "coach"
    COACH_TIMES = "coach_times"
    COACH_TIME = "coach_time"
    COACH_NOTES = "coach_notes"
    REP_FORM = "rep_form"
    CALL = "call"
    CALLS = "calls"
    CALL_ASK = "call_ask"
    CALL_OFFER = "call_offer"
    CALL_TIME = "call_time"
    CALL_NO = "call_no"
    CALL_DEBRIEF = "call_debrief"
    CARD = "card"
    CARD_LIST = "card_list"
    CARD_WORDS = "card_words"
    CARD_INTRODUCE = "card_introduce"
    REP_HOME = "rep_home"
    FAILURE_CV = "failure_cv"
    FAILURE_CV_PAGE = "failure_cv_page"
    SHARED_NOTE = "shared_note"
    TESTS = "tests"
    TELL = "tell"
    TELL_PREVIEW = "tell_preview"
    ADMISSIONS = "admissions"
    SETTINGS = "settings"
    FREE_TIME = "free_time"
    OWN_DAY = "own_day"
    TIME_OFF = "time_off"
    PAUSE = "pause"
    LEAVE = "leave"
    ANOTHER_HABIT = "another_habit"
    STOP_HABIT = "stop_habit"
    COMPOSE = "compose"
    PREVIEW = "compose_preview"
    OWN_VOICE = "own_voice"
    POST_ASK = "post_ask"
    POST_WITHDRAW = "post_withdraw"
    CONSENT_CHANGE = "consent_change"
    STORY = "story"
    STORY_PREVIEW = "story_preview"
    CONFIRMATION = "confirmation"
    PRIVACY = "privacy"
    WHY = "why"
    COMPANY = "company"
    COMPANY_INVITE = "company_invite"
    COMPANY_INVITED = "company_invited"
    COMPANY_TOLD = "company_told"
    COMPANY_DAYS = "company_days"
    COMPANY_DAY = "company_day"
    COMPANY_LIMITS = "company_limits"
    COMPANY_PREVIEW = "company_preview"
    PROMISES = "promises"
    PROMISE = "promise"
    PROMISE_MOVE = "promise_move"
    PROMISE_HAND_BACK = "promise_hand_back"
    PROMISE_CHANGED = "promise_changed"
    OBSTACLES = "obstacles"
    OBSTACLES_OWN = "obstacles_own"
    OBSTACLE_TELL = "obstacle_tell"
    OBSTACLE_NOTE = "obstacle_note"
    OBSTACLE_TAKE = "obstacle_take"
    OBSTACLE_ANSWER = "obstacle_answer"
    OBSTACLE_PREVIEW = "obstacle_preview"
    AWARD = "award"
    AWARD_SEEN = "award_seen"
    AWARD_PREVIEW = "award_preview"
    LUNCH = "lunch"
    LUNCH_SEEN = "lunch_seen"
    LUNCH_PREVIEW = "lunch_preview"
    LUNCH_CHOOSE = "lunch_choose"
    LUNCH_ORDER = "lunch_order"
    LUNCH_LEARNINGS = "lunch_learnings"
    LUNCH_LEARNINGS_PREVIEW = "lunch_learnings_preview"
    LUNCH_TELL = "lunch_tell"


class Field(StrEnum):
    """The inputs of forms: block ids, and the field names that refusals carry."""

    SITUATION = "situation"
    HABIT = "habit"
    PLAN = "plan"
    WORK_DAYS = "work_days"
    HOURS_START = "hours_start"
    HOURS_END = "hours_end"
    COUNTRY = "country"
    QUARTERS = "quarters"
    DATE = "date"
    KIND = "kind"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    START_DAY = "start_day"
    START_AT = "start_at"
    PROMPT_DAY = "prompt_day"
    PROMPT_AT = "prompt_at"
    CHECK_IN_DAY = "check_in_day"
    CHECK_IN_AT = "check_in_at"
    UNTIL = "until"
    ERASE = "erase"
    CHOICE = "choice"
    ASK = "ask"
    REQUESTER = "requester"
    REASON = "reason"
    DEADLINE = "deadline"
    FIRST_STEP = "first_step"
    REPLY = "reply"
    AUDIENCE = "audience"
    PERSON = "person"
    SENSITIVE = "sensitive"
    MINUTES = "minutes"
    ITEMS = "items"
    NOTE = "note"
    EMPTY = "empty"
    CHANNEL = "channel"
    ANNOUNCEMENT = "announcement"
    REP = "rep"
    FIRST = "first"
    AT = "at"
    EVERY = "every"
    INVITED = "invited"
    GROUP = "group"
    REMOVED = "removed"
    DAY = "day"
    DAY_KIND = "day_kind"
    NAME = "name"
    REGION = "region"
    EARLIEST = "earliest"
    LATEST = "latest"
    MOST_A_WEEK = "most_a_week"
    YEAR_BEGINS = "year_begins"
    SHOWED = "showed"
    TEAM = "team"
    DEAL = "deal"
    NEED = "need"
    ROLE = "role"
    BECAUSE = "because"
    DID_WELL = "did_well"
    WE_DO = "we_do"
    CUSTOMER_NEEDS = "customer_needs"
    HELPED = "helped"
    PROMISE = "promise"
    PROMISE_TO = "promise_to"
    PROMISE_DUE = "promise_due"
    PROMISE_TOLD = "promise_told"
    OBSTACLE = "obstacle"
    OBSTACLE_TEAM = "obstacle_team"
    OBSTACLE_REP = "obstacle_rep"
    OBSTACLE_HOLDS_UP = "obstacle_holds_up"
    OBSTACLE_DUE = "obstacle_due"
    OBSTACLE_ENDING = "obstacle_ending"
    OBSTACLE_ANSWER = "obstacle_answer"
    STORY = "story"
    CITATION = "citation"
    TROPHY = "trophy"
    IDEA = "idea"
    VOTE_UNTIL = "vote_until"
    CHOSEN = "chosen"
    PLACE = "place"
    OWN_STORY = "own_story"
    STORIES = "stories"
    LEARNINGS = "learnings"
    TRIED = "tried"
    KNOW_NOW = "know_now"


class BlockId(StrEnum):
    """Blocks that are looked for by name; the last two are beginnings of longer ids."""

    TICKS = "ticks"
    OWN_TEXT = "own."
    ROW = "row."


class More(StrEnum):
    """The entries of a prompt's menu; the option's value is `<entry>:<prompt>`."""

    WHY = "why"
    TIMES = "times"
    STOP = "stop"


class AfterTwelveWeeks(StrEnum):
    """What becomes of a habit; the option's value is `<check-in>:<entry>:<habit>`."""

    KEEP = "keep"
    REST = "rest"
    ANOTHER = "another"


class AskMenu(StrEnum):
    """What can be done with an ask on the list; the option's value is `<entry>:<request>`."""

    AGAIN = "again"
    DROP = "drop"


class TimeMenu(StrEnum):
    """What can be done with the usual time of a 1:1; the option's value is `<entry>:<1:1>`."""

    CHANGE = "change"
    REMOVE = "remove"


class RepMenu(StrEnum):
    """What a manager can do where other managers name them; the option's value is
    `<entry>:<place in a team>`."""

    ERASE = "erase"
    LEAVE = "leave"


class CoachMenu(StrEnum):
    """The entries of a reminder's menu; the option's value is `<entry>:<1:1>`."""

    TIMES = "times"
    ALL = "all"


class Shortcut(StrEnum):
    """The shortcuts of the manifest."""

    FILTER = "filter"
    PROMISE = "promise"
    STORY = "story"
    STORY_OF_MESSAGE = "story_of_message"


class OfPost(StrEnum):
    """The entries of a post's menu; the option's value is `<entry>:<post>`."""

    EDIT = "edit"
    WITHDRAW = "withdraw"


INERT = "company.preview.inert."
"""Begins the ids of what can be pressed in a preview, where it does nothing."""

NO_COUNTRY = "none"
"""Stands for "no country" in the select, since Slack takes no empty value."""


def pair(first: str, second: str) -> str:
    """Two ids as one value; `split_pair` takes them apart."""
    return f"{first}:{second}"


def split_pair(value: str) -> tuple[str, str]:
    """The two ids of a `pair`; the second is "" where the value never was one."""
    first, _, second = value.partition(":")
    return first, second
