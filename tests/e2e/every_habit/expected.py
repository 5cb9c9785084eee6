"""What every habit has to come to, written down by hand: who sees it, what stands there, what is
kept, when it counts, and when it is asked about again. Nothing here is read from the habits."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Where(StrEnum):
    CHANNEL = "the team's channel"
    REP = "the rep's messages"
    MANAGER = "the manager's windows"


class Place(StrEnum):
    TODAY = "the Today message"
    CHECK_IN = "the check-in"
    ALONE = "a message of its own"


@dataclass(frozen=True)
class Asked:
    """`by` is the message that asks, at the manager's local time, and `says` what stands in it.
    Where that comes days later than it could, it stands on Home from the day `home` on."""

    on: date
    at: str
    by: Place
    says: tuple[str, ...]
    home: date | None = None


@dataclass(frozen=True)
class Expected:
    """`who` is what a window says about who will see it, or sees it. `shown` is where something
    is visible then, and what. `kept` are the rows of the manager when all is done; tables that
    are not named hold none. `counts` is the day for which the habit counts: that of the prompt
    it answers, also where it is done only later."""

    opens: str
    who: str
    shown: tuple[tuple[Where, str], ...]
    kept: dict[str, int]
    counts: date
    asked: tuple[Asked, ...] = field(default=())


CHANNEL, REP, MANAGER = Where.CHANNEL, Where.REP, Where.MANAGER
TODAY, CHECK_IN, ALONE = Place.TODAY, Place.CHECK_IN, Place.ALONE

TUESDAY, WEDNESDAY, THURSDAY = date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 7)
FRIDAY = date(2027, 1, 8)
NEXT_MONDAY, NEXT_TUESDAY = date(2027, 1, 11), date(2027, 1, 12)
NEXT_FRIDAY = date(2027, 1, 15)
CHOSEN = date(2027, 1, 14)
"""The date that is filled in wherever a form asks for one."""
IN_MARCH, MONTH_END = date(2027, 3, 16), date(2027, 3, 29)
TWO_WEEKS, APRIL_CHECK_IN = date(2027, 3, 30), date(2027, 4, 2)

TO_THE_CHANNEL = "Everybody in the channel you pick will see this, posted in your name."
OWN_VOICE = "You say this one yourself. Copy it and change what you like. I don't send it."
YOU_ALONE = "Only you see this."
NOTHING_KEPT = "that counts. I kept nothing of the text."

WEEK_ONE = {
    "share_why": Expected(
        opens="Share why",
        who=TO_THE_CHANNEL,
        shown=(
            (CHANNEL, "The small plan ends in May. It costs more than it brings."),
            (CHANNEL, "What its customers get"),
        ),
        kept={"posts": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                WEDNESDAY,
                "09:00",
                TODAY,
                ("Can you answer what stayed open, or give the reason now?",),
            ),
        ),
    ),
    "direction": Expected(
        opens="One clear priority",
        who=TO_THE_CHANNEL,
        shown=((CHANNEL, "Renewals before new names"), (CHANNEL, "The list of cold leads")),
        kept={"posts": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(FRIDAY, "11:30", CHECK_IN, ("Is it still the one priority?",), home=WEDNESDAY),
        ),
    ),
    "act_fast": Expected(
        opens="Try it by tomorrow",
        who="Only you and <@rep> will see this.",
        shown=(
            (REP, "Offer one page to two customers"),
            (REP, "Only you and <@manager> see this note."),
        ),
        kept={"pair_notes": 1, "follow_ups": 1, "experiments": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                WEDNESDAY,
                "09:00",
                TODAY,
                ("Did you start the small test?", "Offer one page to two customers"),
            ),
        ),
    ),
    "ride_along": Expected(
        opens="Offer help on a call",
        who="reads your offer and decides.",
        shown=(
            (REP, "<@manager> offers to join this call of yours. You decide."),
            (REP, "If you say no, <@manager> is not told."),
            (REP, "Thursday 7 January, 14:00"),
        ),
        kept={"rides": 1},
        counts=TUESDAY,
        asked=(Asked(THURSDAY, "14:30", ALONE, ("How was the call with <@rep>?", "Pizza Ost")),),
    ),
    "ask_not_order": Expected(
        opens="Ask, do not order",
        who=OWN_VOICE,
        shown=(
            (MANAGER, "Could you take the Kiel visit, at a time that suits you?"),
            (MANAGER, NOTHING_KEPT),
        ),
        kept={"follow_ups": 1},
        counts=TUESDAY,
        asked=(Asked(FRIDAY, "11:30", CHECK_IN, ("Did the rep shape how or when it is done?",)),),
    ),
    "ease_intensity": Expected(
        opens="Balance with credit",
        who=OWN_VOICE,
        shown=(
            (MANAGER, "Two of them stay with us."),
            (MANAGER, NOTHING_KEPT),
        ),
        kept={"follow_ups": 1, "contacts": 1},
        counts=TUESDAY,
        asked=(Asked(FRIDAY, "11:30", CHECK_IN, ("Did anyone miss the check that you dropped?",)),),
    ),
    "listen_first": Expected(
        opens="Listen first",
        who="How it went stays with you. A plan goes to the person you pick",
        shown=(
            (MANAGER, "Their idea is in the plan."),
            (REP, "Two visits in one trip"),
            (REP, "Only you and <@manager> see this note."),
        ),
        kept={"pair_notes": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(Asked(FRIDAY, "11:30", CHECK_IN, ("Did your plan with",)),),
    ),
    "people_first": Expected(
        opens="People, then numbers",
        who="Only you see this. The agenda is yours to copy.",
        shown=((MANAGER, "Noted. People came first."),),
        kept={"follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(FRIDAY, "11:30", CHECK_IN, ("What came first this week, people or numbers?",)),
        ),
    ),
    "protect_time": Expected(
        opens="Make time for people",
        who=YOU_ALONE,
        shown=((MANAGER, "Wednesday 6 January, 10:00 to 10:20: Time for people"),),
        kept={"talks": 2, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                FRIDAY,
                "11:30",
                CHECK_IN,
                ("Your talk on Wednesday 6 January, 10:00: what became of it?",),
            ),
        ),
    ),
}

WEEK_TWO = {
    "take_the_hit": Expected(
        opens="Own it upward",
        who=OWN_VOICE,
        shown=((MANAGER, "I agreed to a date we could not keep."),),
        kept={"drafts": 1, "follow_ups": 1},
        counts=FRIDAY,
        asked=(Asked(FRIDAY, "11:30", CHECK_IN, ("Did you say it, or is it still to say?",)),),
    ),
    "filter_request": Expected(
        opens="Your filter",
        who="You say this one yourself.",
        shown=((MANAGER, "14 January"),),
        kept={"requests": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                CHOSEN,
                "09:00",
                TODAY,
                ("You put this ask off to today", "All customer numbers once more"),
            ),
        ),
    ),
    "coach_11": Expected(
        opens="Coach",
        who="Only you and <@rep> will see this.",
        shown=(
            (REP, "What does the customer not see yet?"),
            (REP, "Only you and <@manager> see this note."),
            (REP, "Call Ystad on Friday"),
        ),
        kept={"pair_notes": 1, "one_on_ones": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                date(2027, 1, 12),
                "13:30",
                ALONE,
                ("chose:", "Call Ystad on Friday"),
            ),
        ),
    ),
    "know_business": Expected(
        opens="Know the business",
        who=YOU_ALONE,
        shown=((MANAGER, "Only you see it."),),
        kept={"gaps": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                NEXT_FRIDAY,
                "11:30",
                CHECK_IN,
                ("is it answered or still open?", "How the discount ladder works"),
                home=NEXT_MONDAY,
            ),
        ),
    ),
    "weekly_batch": Expected(
        opens="The weekly bundle",
        who=TO_THE_CHANNEL,
        shown=((CHANNEL, "A list of all trade fairs of last year"),),
        kept={"posts": 1, "requests": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                NEXT_FRIDAY,
                "11:30",
                CHECK_IN,
                ("Did anyone miss what you left out of the note?",),
                home=NEXT_MONDAY,
            ),
        ),
    ),
    "belonging": Expected(
        opens="Bring someone in",
        who="Only you see this list and its days.",
        shown=((MANAGER, "The list moves on."),),
        kept={"contacts": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(Asked(NEXT_FRIDAY, "11:30", CHECK_IN, ("Next on your list:",), home=NEXT_MONDAY),),
    ),
    "lead_buyers": Expected(
        opens="Guide the buyer",
        who="Only you and <@rep> will see this.",
        shown=(
            (REP, "Only you and <@manager> see this note."),
            (REP, "Show what the wait costs them"),
        ),
        kept={"pair_notes": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                NEXT_FRIDAY,
                "11:30",
                CHECK_IN,
                ("Did you lead the buyer, or react?",),
                home=date(2027, 1, 12),
            ),
        ),
    ),
    "blame_free_debrief": Expected(
        opens="Debrief without blame",
        who="Only you and <@rep> will see this.",
        shown=(
            (REP, "Ask for all names in the first call"),
            (REP, "Only you and <@manager> see this note."),
        ),
        kept={"pair_notes": 1, "follow_ups": 1, "experiments": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                CHOSEN,
                "09:00",
                TODAY,
                ("What did the test show?", "Ask for all names in the first call"),
            ),
        ),
    ),
    "bless_risk": Expected(
        opens="Back a small bet",
        who="Only you and <@rep> will see this.",
        shown=(
            (REP, "A price page for bakers"),
            (REP, "Only you and <@manager> see this note."),
        ),
        kept={"pair_notes": 1, "follow_ups": 1, "experiments": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                CHOSEN,
                "09:00",
                TODAY,
                ("The test was to stop. What do you know now?", "A price page for bakers"),
            ),
        ),
    ),
}

WEEK_THREE = {
    "stay_talk": Expected(
        opens="Ask what keeps them",
        who="Only the action is written down. It goes to the person you pick",
        shown=(
            (MANAGER, "Noted. The talk led to one action."),
            (REP, "One day a week from home"),
            (REP, "Only you and <@manager> see this note."),
        ),
        kept={"pair_notes": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                CHOSEN,
                "09:00",
                TODAY,
                ("Is it done, as you agreed with", "One day a week from home"),
            ),
        ),
    ),
    "share_criticism": Expected(
        opens="Tell what you heard",
        who=TO_THE_CHANNEL,
        shown=(
            (CHANNEL, "I change plans too late in the week."),
            (CHANNEL, "Plans stand from Tuesday on"),
        ),
        kept={"posts": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(Asked(CHOSEN, "09:00", TODAY, ("Is it done, or where does it stand?",)),),
    ),
    "keep_word": Expected(
        opens="I promised",
        who="Only you see this list.",
        shown=((MANAGER, "Send the price list"), (MANAGER, "By Thursday 14 January")),
        kept={"promises": 1},
        counts=NEXT_TUESDAY,
        asked=(
            Asked(CHOSEN, "09:00", TODAY, ("Done, moved or handed back?", "Send the price list")),
        ),
    ),
    "clear_path": Expected(
        opens="In my team's way",
        who="You see this list. Each rep sees what is theirs. It is never posted.",
        shown=((REP, "The demo account is locked"),),
        kept={"obstacles": 1},
        counts=NEXT_TUESDAY,
        asked=(
            Asked(
                CHOSEN,
                "09:00",
                TODAY,
                ("You come back to this today.", "The demo account is locked"),
            ),
        ),
    ),
    "firm_and_fair": Expected(
        opens="Firm and fair",
        who=OWN_VOICE,
        shown=((MANAGER, "Next date: Thursday 14 January."), (MANAGER, NOTHING_KEPT)),
        kept={"follow_ups": 1},
        counts=TUESDAY,
        asked=(Asked(CHOSEN, "09:00", TODAY, ("Was it met, or is there more to talk over?",)),),
    ),
    "admit_mistake": Expected(
        opens="Own a mistake",
        who=OWN_VOICE,
        shown=((MANAGER, "A date that I set stays."), (MANAGER, NOTHING_KEPT)),
        kept={"admissions": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                date(2027, 1, 29),
                "11:30",
                CHECK_IN,
                ("You named a change. How is it going?", "A date that I set stays"),
                home=date(2027, 1, 26),
            ),
        ),
    ),
    "fix_repeat": Expected(
        opens="Report on the change",
        who=OWN_VOICE,
        shown=(
            (MANAGER, "How is it going? Partly."),
            (MANAGER, "Most days it works, Mondays not yet."),
            (MANAGER, NOTHING_KEPT),
        ),
        kept={"follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                date(2027, 1, 29),
                "11:30",
                CHECK_IN,
                ("Does the change hold by now?",),
                home=date(2027, 1, 26),
            ),
        ),
    ),
    "develop": Expected(
        opens="Grow one person",
        who="Only you and <@rep> will see this.",
        shown=(
            (REP, "Lead the Malmo tender"),
            (REP, "Only you and <@manager> see this note."),
            (REP, "Tenders for cities"),
        ),
        kept={"pair_notes": 1, "follow_ups": 1},
        counts=TUESDAY,
        asked=(
            Asked(
                date(2027, 2, 5),
                "11:30",
                CHECK_IN,
                ("How did the stretch go?", "Lead the Malmo tender"),
                home=date(2027, 2, 2),
            ),
        ),
    ),
    "hall_of_shame_lunch": Expected(
        opens="Lunch for mistakes",
        who=TO_THE_CHANNEL,
        shown=(
            (CHANNEL, "Hall of Shame lunch"),
            (CHANNEL, "Tuesday 23 February"),
            (CHANNEL, "The first one is mine. Would you tell one, too?"),
        ),
        kept={"posts": 1, "lunches": 1, "follow_ups": 3},
        counts=date(2027, 2, 24),
        asked=(
            Asked(date(2027, 1, 12), "09:00", TODAY, ("Which of your own mistakes opens it?",)),
            Asked(
                date(2027, 2, 9),
                "09:00",
                TODAY,
                ("Two weeks to Hall of Shame lunch. Stories on your list: 0.",),
            ),
            Asked(
                date(2027, 2, 24),
                "09:00",
                TODAY,
                (
                    "One thing waited for you",
                    "Hall of Shame lunch is behind you. What does the team know now?",
                ),
            ),
        ),
    ),
}

QUARTER_END = {
    "contribution": Expected(
        opens="Name a contribution",
        who=OWN_VOICE,
        shown=((MANAGER, "We wrote to all forty in a day."), (MANAGER, NOTHING_KEPT)),
        kept={"follow_ups": 1, "contacts": 1},
        counts=IN_MARCH,
        asked=(
            Asked(
                APRIL_CHECK_IN,
                "11:30",
                CHECK_IN,
                ("Who could hear a thank-you from you? Perhaps next", "<@other>"),
                home=MONTH_END,
            ),
        ),
    ),
    "thank_creative_mistake": Expected(
        opens="Thank a brave try",
        who=OWN_VOICE,
        shown=((MANAGER, "Small firms like it, large ones do not."), (MANAGER, NOTHING_KEPT)),
        kept={"follow_ups": 1, "contacts": 1},
        counts=IN_MARCH,
        asked=(
            Asked(
                APRIL_CHECK_IN, "11:30", CHECK_IN, ("What changed because of it?",), home=MONTH_END
            ),
        ),
    ),
    "purpose": Expected(
        opens="Show who it helps",
        who=TO_THE_CHANNEL,
        shown=((CHANNEL, "Bakery Nord"), (CHANNEL, "They close the books two days sooner.")),
        kept={"posts": 1, "follow_ups": 1},
        counts=IN_MARCH,
        asked=(
            Asked(
                APRIL_CHECK_IN,
                "11:30",
                CHECK_IN,
                ("Which customer has no story yet?",),
                home=MONTH_END,
            ),
        ),
    ),
    "size_mistake": Expected(
        opens="Size it before fixing",
        who="Only the size is counted, for you alone. No name, no story.",
        shown=((MANAGER, "Noted: small. A short word is enough."),),
        kept={"sizes": 1, "follow_ups": 1},
        counts=IN_MARCH,
        asked=(
            Asked(
                APRIL_CHECK_IN,
                "11:30",
                CHECK_IN,
                ("Your count for the quarter: 0 trivial, 1 small, 0 costly.",),
                home=MONTH_END,
            ),
        ),
    ),
    "human_flaw": Expected(
        opens="Show a human side",
        who=TO_THE_CHANNEL,
        shown=((CHANNEL, "I once pitched a full hour to another company than I thought."),),
        kept={"posts": 1, "follow_ups": 1},
        counts=IN_MARCH,
        asked=(
            Asked(
                APRIL_CHECK_IN,
                "11:30",
                CHECK_IN,
                ("Did anyone tell a story of their own?",),
                home=TWO_WEEKS,
            ),
        ),
    ),
    "land_feedback": Expected(
        opens="Feedback that lands",
        who="I keep only that it took place.",
        shown=((MANAGER, "Noted. They said it in their own words."),),
        kept={"follow_ups": 1},
        counts=IN_MARCH,
        asked=(Asked(APRIL_CHECK_IN, "11:30", CHECK_IN, ("Could they use it?",), home=TWO_WEEKS),),
    ),
    "forgive_close": Expected(
        opens="Let it be over",
        who=OWN_VOICE,
        shown=((MANAGER, "That quote is behind us, and I look forward."), (MANAGER, NOTHING_KEPT)),
        kept={"follow_ups": 1},
        counts=IN_MARCH,
        asked=(Asked(APRIL_CHECK_IN, "11:30", CHECK_IN, ("Did it stay closed?",), home=TWO_WEEKS),),
    ),
    "celebrate_failure": Expected(
        opens="Useful failure",
        who=TO_THE_CHANNEL,
        shown=(
            (CHANNEL, "Sold by chat for a week"),
            (CHANNEL, "Chat brings questions, calls bring orders."),
        ),
        kept={"posts": 1, "stories": 1, "follow_ups": 1},
        counts=IN_MARCH,
        asked=(
            Asked(
                APRIL_CHECK_IN,
                "11:30",
                CHECK_IN,
                ("Could this story win the award for the best lesson?",),
                home=MONTH_END,
            ),
        ),
    ),
    "fun_award": Expected(
        opens="Award the best lesson",
        who="This goes to <#channel>.",
        shown=(
            (CHANNEL, "The bent golf club"),
            (CHANNEL, "Chat brings questions, calls bring orders."),
            (CHANNEL, "Until the next one the trophy is kept by:"),
        ),
        kept={"posts": 2, "stories": 1, "follow_ups": 1, "awards": 1, "nominations": 1},
        counts=IN_MARCH,
    ),
}

PARTS = (WEEK_ONE, WEEK_TWO, WEEK_THREE, QUARTER_END)
EXPECTED = {key: one for part in PARTS for key, one in part.items()}

MANY_FIELDS = {"ride_along", "blame_free_debrief"}
"""Who has to type more than two fields in these."""

LONG = {"ride_along", "blame_free_debrief", "hall_of_shame_lunch"}
"""These may take longer than two minutes."""
