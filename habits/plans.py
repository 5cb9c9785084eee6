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


_OURS = {
    "filter_request": "When an ask from outside reaches me, I will decide what my team needs of it "
    "and answer the sender myself.",
    "weekly_batch": "When the week ends, I will turn the asks that waited into one short note.",
    "clear_path": "When the team meets, I will ask what is in the way and clear one thing.",
    "take_the_hit": "When someone above asks what went wrong, I will say it was mine, and "
    "name people only for credit.",
    "protect_time": "When the week ends, I will block two 20-minute talks with my people for the "
    "next one.",
    "size_mistake": "When I want to correct something, I will first ask how big it is, and let "
    "small things go.",
    "share_why": "When a decision touches my team, I will tell them why, not only what.",
    "direction": "When the week starts, I will name one priority, one thing that can wait, and "
    "how we will know.",
    "purpose": "When a customer is happy, I will tell my team what changed for that customer.",
    "know_business": "When the week starts, I will learn one number and one customer fact, and "
    "ask about one thing I don't get.",
    "ask_not_order": "When I am about to give an order, I will ask instead, with a reason and "
    "room for a no.",
    "people_first": "When the team meets, I will give the first five minutes to people, then turn "
    "to numbers.",
    "coach_11": "When a 1:1 is near, I will pick one skill and one open question for it.",
    "ride_along": "When a customer call is coming up, I will ask the rep which role I should play.",
    "listen_first": "When someone brings me a problem, I will ask three questions before I give "
    "advice.",
    "land_feedback": "When I heard a customer call, I will ask if feedback is welcome, then name "
    "one thing and its effect.",
    "develop": "When a 1:1 is near, I will ask what the person wants to get good at, and offer one "
    "step.",
    "lead_buyers": "When a customer call is coming up, I will ask the rep where they guide the "
    "buyer next.",
    "celebrate_failure": "When a test has ended, I will share what we tried, what it cost and "
    "what we know now.",
    "fun_award": "When the month ends, I will give the award for the best lesson, with one line "
    "on why.",
    "hall_of_shame_lunch": "When the lunch is near, I will set the date and put "
    "my own story first.",
    "blame_free_debrief": "When a deal is lost, I will write what we expected, what happened, why, "
    "and what we test next.",
    "bless_risk": "When a quarter starts, I will agree on one small test, what it may cost and "
    "when it stops.",
    "act_fast": "When the team meets, I will name the smallest test that we can start today.",
    "admit_mistake": "When I made a mistake, I will say what I did, whom it hit and what I change, "
    "with no excuse.",
    "fix_repeat": "When three weeks have passed since I promised a change, I will say whether it "
    "holds.",
    "share_criticism": "When the team's answers are in, I will say what I heard, what I will do, "
    "and what I won't and why.",
    "human_flaw": "When someone new joins, I will tell them about a bad moment of mine as a "
    "manager.",
    "keep_word": "When I look at my open promises, I will keep one, or ask for another date.",
    "firm_and_fair": "When a commitment was missed, I will cool off first, then name the standard, "
    "the gap, my help and a date.",
    "belonging": "When someone was quiet for a while, I will ask how they are, or what they think.",
    "contribution": "When I see good work, I will say thanks for what exactly was done, and what "
    "it changed.",
    "stay_talk": "When a quarter starts, I will ask one person what keeps them here, and what "
    "they would change.",
    "ease_intensity": "When I correct someone, I will give the same person one specific credit "
    "that day.",
    "forgive_close": "When a review is near, I will say of an old mistake what we learned, and "
    "that it is closed.",
    "thank_creative_mistake": "When someone tells me about a try that failed, I will say thanks "
    "and what we learned from it.",
}
"""For the habits that come with the bot: what their makers would say aloud."""

LONGEST = 140
"""A sentence longer than this, in characters, is not one that people keep in mind."""


def default_plan(habit: Habit) -> str:
    """A whole sentence: "When ..., I will ...". Habits of an operator get theirs from the cue
    and the action."""
    if habit.key in _OURS:
        return _OURS[habit.key]
    action = habit.action.rstrip(".")
    plan = f"When {_WHEN[habit.cues[0]]}, I will {action[:1].lower()}{action[1:]}."
    return (
        plan
        if len(plan) <= LONGEST
        else f"When {_WHEN[habit.cues[0]]}, I will do this: {habit.name}."
    )


def in_short(habit: Habit) -> str:
    """What the habit comes down to, e.g. "Tell them why, not only what"."""
    _, _, deed = default_plan(habit).partition("I will ")
    return f"{deed[:1].upper()}{deed[1:]}".rstrip(".")
