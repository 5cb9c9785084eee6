"""The closed lists of the catalogue: what a habit's file may name."""

from enum import IntEnum, StrEnum

from habits.texts import say_each


class Theme(IntEnum):
    """The six situations a manager starts from."""

    NOISE = 1
    REASONS = 2
    COACHING = 3
    MISTAKES = 4
    GOING_FIRST = 5
    BEING_SEEN = 6

    @property
    def question(self) -> str:
        """The answer to "What is hardest right now?", as people read it."""
        return say_each("situations", self.name.lower())


class Cue(StrEnum):
    """What can bring a habit up. The order is the one in which a list of cues is shown."""

    DECISION_AHEAD = "decision_ahead"
    ONE_ON_ONE = "one_on_one"
    LOST_DEAL = "lost_deal"
    CUSTOMER_CALL = "customer_call"
    TEAM_MEETING = "team_meeting"
    OUTSIDE_ASKS = "outside_asks"
    NEW_PERSON = "new_person"
    OWN_MISTAKE = "own_mistake"
    SHARED_MISTAKE = "shared_mistake"
    MISSED_COMMITMENT = "missed_commitment"
    PROBLEM_BROUGHT = "problem_brought"
    URGE_TO_CORRECT = "urge_to_correct"
    ESCALATION = "escalation"
    CUSTOMER_WIN = "customer_win"
    TEST_ENDED = "test_ended"
    ADMISSION_DUE = "admission_due"
    OWN_REVIEW = "own_review"
    PULSE_PUBLISHED = "pulse_published"
    REVIEW_AHEAD = "review_ahead"
    LUNCH_DATE = "lunch_date"
    WEEK_START = "week_start"
    WEEK_END = "week_end"
    MONTH_END = "month_end"
    QUARTER_START = "quarter_start"
    ANY_WEEK = "any_week"


# The week start asks for these; all others are named by the person or come from records.
TICKED_AT_WEEK_START = (
    Cue.DECISION_AHEAD,
    Cue.ONE_ON_ONE,
    Cue.LOST_DEAL,
    Cue.CUSTOMER_CALL,
    Cue.TEAM_MEETING,
    Cue.OUTSIDE_ASKS,
    Cue.NEW_PERSON,
)


class Need(StrEnum):
    """Facts a wording may depend on; it is drawn only while they are true."""

    OPEN_BATCH = "open_batch"
    BOOKED_CALL = "booked_call"
    ONE_ON_ONE_SOON = "one_on_one_soon"
    LAST_NEXT_STEP = "last_next_step"
    OPEN_PROMISE = "open_promise"
    PEOPLE_SLOTS_BOOKED = "people_slots_booked"
    DECISION_AHEAD = "decision_ahead"
    REVIEW_AHEAD = "review_ahead"
    CUSTOMER_CALL = "customer_call"
    NEW_PERSON = "new_person"
    LOST_DEAL_THIS_WEEK = "lost_deal_this_week"
    ESCALATION_THIS_WEEK = "escalation_this_week"
    CUSTOMER_WIN_THIS_WEEK = "customer_win_this_week"
    SHARED_MISTAKE_48H = "shared_mistake_48h"
    TEST_ENDED = "test_ended"
    OPEN_TOPIC = "open_topic"
    DIRECTION_POSTED = "direction_posted"
    BLOCKED_ITEM = "blocked_item"
    ADMISSION_21_DAYS = "admission_21_days"
    OPEN_ADMISSION = "open_admission"
    NOMINATIONS = "nominations"
    MONTH_END = "month_end"
    QUARTER_START = "quarter_start"
    LUNCH_IN_42_DAYS = "lunch_in_42_days"
    LUNCH_IN_14_DAYS = "lunch_in_14_days"
    LUNCH_YESTERDAY = "lunch_yesterday"
    NO_LUNCH_DATE = "no_lunch_date"
    PULSE_PUBLISHED = "pulse_published"


class SlotSource(StrEnum):
    """The records that may fill a gap in a wording; nothing else ever does."""

    RIDE_REP = "ride.rep"
    ONE_ON_ONE_REP = "one_on_one.rep"
    COACH_NOTE_NEXT_STEP = "coach_note.next_step"
    AWARD_TROPHY = "award.trophy"
    LUNCH_NAME = "lunch.name"
    EXPERIMENT_TOPIC = "experiment.topic"
    ADMISSION_CHANGE = "admission.change"

    @property
    def longest(self) -> int:
        """Characters of the longest filling."""
        return _LONGEST.get(self, 60)

    @property
    def guaranteed_by(self) -> frozenset[Need]:
        """A wording with this gap carries one of these, so that the record is there."""
        return _GUARANTEES[self]


_LONGEST = {
    SlotSource.RIDE_REP: 40,
    SlotSource.ONE_ON_ONE_REP: 40,
    SlotSource.AWARD_TROPHY: 40,
    SlotSource.LUNCH_NAME: 40,
}
_GUARANTEES = {
    SlotSource.RIDE_REP: frozenset({Need.BOOKED_CALL}),
    SlotSource.ONE_ON_ONE_REP: frozenset({Need.ONE_ON_ONE_SOON}),
    SlotSource.COACH_NOTE_NEXT_STEP: frozenset({Need.LAST_NEXT_STEP}),
    SlotSource.AWARD_TROPHY: frozenset({Need.NOMINATIONS}),
    SlotSource.LUNCH_NAME: frozenset(
        {Need.LUNCH_IN_42_DAYS, Need.LUNCH_IN_14_DAYS, Need.LUNCH_YESTERDAY}
    ),
    SlotSource.EXPERIMENT_TOPIC: frozenset({Need.OPEN_TOPIC}),
    SlotSource.ADMISSION_CHANGE: frozenset({Need.ADMISSION_21_DAYS, Need.OPEN_ADMISSION}),
}


class Seed(StrEnum):
    """Where a habit comes from; OWN is for habits that a company adds."""

    FORGIVE = "S0"
    FAST_FAILURES = "S1"
    OWN_MISTAKES = "S2"
    TRUST_LIST = "S3"
    LEAD_PEOPLE_FIRST = "S4"
    OWN = "own"


class ToolKind(StrEnum):
    COMPOSE = "compose"
    FILTER = "filter"
    HELP = "help"
    FAILURE = "failure"
    PROMISE = "promise"
    CARD = "card"
    PULSE_RESPONSE = "pulse-response"


class FieldKind(StrEnum):
    SHORT = "short"
    LONG = "long"
    PERSON = "person"
    PEOPLE = "people"
    CHANNEL = "channel"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    CHECK = "check"

    @property
    def longest(self) -> int | None:
        """Characters a person may type into it; None where nothing is typed."""
        return {FieldKind.SHORT: 150, FieldKind.LONG: 600}.get(self)


class OptionsFrom(StrEnum):
    HELD_ASKS = "held_asks"
    NOMINEES = "nominees"
    OPTED_IN = "opted_in"


class Author(StrEnum):
    """Who fills a field in; a rep's fields make a second form."""

    MANAGER = "manager"
    REP = "rep"


class Audience(StrEnum):
    OWN_VOICE = "own_voice"
    TEAM_CHANNEL = "team_channel"
    REP_DM = "rep_dm"
    PEOPLE_DM = "people_dm"
    PAIR_NOTE = "pair_note"
    PRIVATE = "private"


class FollowedUpBy(StrEnum):
    """RHYTHM adds no message, TIMER waits for the Today message, MOMENT is an exact time."""

    RHYTHM = "rhythm"
    TIMER = "timer"
    MOMENT = "moment"


class StrengthKind(StrEnum):
    """SCORE grows with each repetition; DUE_DONE is for rituals too rare for that."""

    SCORE = "score"
    DUE_DONE = "due_done"


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OPPORTUNITY = "opportunity"


class Per(StrEnum):
    """What is counted: calendar days, or the times at which the habit could have happened."""

    OPPORTUNITY = "opportunity"
    DAY = "day"


class Each(StrEnum):
    MANAGER = "manager"
    REP = "rep"
