"""The manager's if-then sentence for a habit, and the one offered until they write their own."""

from habits.catalogue import Habit
from habits.catalogue_lists import Cue

_WHEN = {
    Cue.DECISION_AHEAD: "a decision touches the team",
    Cue.ONE_ON_ONE: "a 1:1 is near",
    Cue.LOST_DEAL: "a deal is lost",
    Cue.CUSTOMER_CALL: "a customer call is coming up",
    Cue.TEAM_MEETING: "the team meets",
    Cue.OUTSIDE_ASKS: "an ask from outside reaches me",
    Cue.NEW_PERSON: "someone new joins",
    Cue.OWN_MISTAKE: "I made a mistake",
    Cue.SHARED_MISTAKE: "someone tells me about a mistake",
    Cue.MISSED_COMMITMENT: "a commitment was missed",
    Cue.PROBLEM_BROUGHT: "someone brings me a problem",
    Cue.URGE_TO_CORRECT: "I want to correct something",
    Cue.ESCALATION: "a question comes from above",
    Cue.CUSTOMER_WIN: "a customer is happy",
    Cue.TEST_ENDED: "a test has ended",
    Cue.ADMISSION_DUE: "three weeks have passed since I promised a change",
    Cue.OWN_REVIEW: "I had my own review",
    Cue.PULSE_PUBLISHED: "the team's answers are in",
    Cue.REVIEW_AHEAD: "a review is near",
    Cue.LUNCH_DATE: "the lunch is near",
    Cue.WEEK_START: "the week starts",
    Cue.WEEK_END: "the week ends",
    Cue.MONTH_END: "the month ends",
    Cue.QUARTER_START: "a quarter starts",
    Cue.ANY_WEEK: "I see this message",
}

EVENTS = {
    Cue.DECISION_AHEAD: "A decision to announce",
    Cue.ONE_ON_ONE: "A 1:1",
    Cue.LOST_DEAL: "A lost deal",
    Cue.CUSTOMER_CALL: "A customer call",
    Cue.TEAM_MEETING: "A team meeting",
    Cue.OUTSIDE_ASKS: "Asks from head office",
    Cue.NEW_PERSON: "Someone new",
}
"""What the week start asks about, in the words people read."""


def default_plan(habit: Habit) -> str:
    """A whole sentence: "When ..., I will ..."."""
    action = habit.action.rstrip(".")
    return f"When {_WHEN[habit.cues[0]]}, I will {action[:1].lower()}{action[1:]}."
