"""Random message values: with any text at all, and with texts as the catalogue has them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.services.messages import (
    Bars,
    Chart,
    CheckInMessage,
    CheckInQuestion,
    Choice,
    FocusChoice,
    HabitProgress,
    HelpAsked,
    HelpMessage,
    Message,
    NoteSavedMessage,
    NoticeMessage,
    PauseOfferMessage,
    PromptAnswered,
    PromptClosed,
    PromptMessage,
    PromptOpen,
    PromptPast,
    PromptReopened,
    PromptSnoozed,
    PromptState,
    RatingAsked,
    StopOfferMessage,
    TwelveWeeksAsked,
    WeekStartMessage,
    WordTakenMessage,
)
from bot.services.privacy import PrivacyPage, PrivacyView
from bot.services.reps import RepView, TeamOf
from bot.services.team_messages import TodayItem
from bot.services.views import (
    PlanShown,
    PreferencesForm,
    TimesChosen,
    WeekLine,
    WeekView,
    WhyView,
)
from bot.slack.lint import FORBIDDEN
from bot.storage.kept import TABLES
from bot.storage.naming import Entries
from habits.catalogue_lists import Period
from habits.people import Hours, Place
from habits.prompts import Answer
from habits.snoozing import Snooze
from habits.strip import Mark, Strip
from habits.texts import say_each

Text = st.SearchStrategy[str]

LIVE = [
    "<!channel>",
    "<!here>",
    "<@U0BOSS>",
    "<#C0TEAM>",
    "<https://x.example|hi>",
    "&lt;!here&gt;",
]
ANY_TEXT = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(st.sampled_from(LIVE), st.text(max_size=8)), max_size=5).map("".join),
    st.text(alphabet="<>&!@#*_`~ab \n", max_size=60),
    st.sampled_from(["a<& " * 900, "<" * 3100, "word " * 700, "&" * 76]),
).filter(lambda text: not FORBIDDEN.search(text))
"""Anything a person may write, but our inner words: those are told apart elsewhere."""
SHORT = st.sampled_from(["Share why", "Coach", "Be a filter", "Go on the call", "Listen first"])
LINE = st.sampled_from(
    [
        "Tell the team why you chose it.",
        "Ask one person what they would try next. Then wait.",
        "Before you pass this on, ask if the team needs it at all this week.",
        "When I tell the team what we chose, I will say in two lines why we did.",
    ]
)
IDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=12, max_size=24)
TIMES = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
CLOCKS = st.times().map(lambda at: at.strftime("%H:%M"))
WEEKDAYS = tuple("0123456")
FLAG = st.booleans()
NAMED = st.sampled_from(["", "2/5"])


def optional(text: Text) -> st.SearchStrategy[str | None]:
    return st.none() | text


def choices(text: Text, most: int) -> st.SearchStrategy[tuple[Choice, ...]]:
    return st.lists(st.builds(Choice, IDS, text), max_size=most, unique_by=lambda c: c.value).map(
        tuple
    )


def ticked(offered: tuple[Choice, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    values = [each.value for each in offered] + ["no-longer-here"]
    return st.none() | st.lists(st.sampled_from(values), unique=True).map(tuple)


def states(text: Text) -> st.SearchStrategy[PromptState]:
    snoozes = st.lists(st.sampled_from(Snooze), unique=True).map(tuple)
    return st.one_of(
        st.builds(PromptOpen, snoozes),
        st.builds(PromptSnoozed, TIMES, FLAG),
        st.just(PromptClosed()),
        st.builds(PromptReopened, st.sampled_from(Answer)),
        st.builds(PromptAnswered, st.sampled_from(Answer), FLAG, optional(text)),
        st.builds(PromptPast, st.sampled_from(["share_why", "coach_11"])),
    )


def prompts(name: Text, line: Text) -> st.SearchStrategy[PromptMessage]:
    return st.builds(PromptMessage, IDS, name, line, line, optional(line), states(line))


def week_starts(name: Text, line: Text) -> st.SearchStrategy[WeekStartMessage]:
    return choices(name, 8).flatmap(
        lambda events: st.builds(
            WeekStartMessage,
            IDS,
            optional(name),
            optional(line),
            optional(line),
            st.just(events),
            ticked(events),
            FLAG,
            prompt_on=st.none() | TIMES.map(datetime.date),
            prompt_for=optional(name),
            no_prompt=optional(name),
        )
    )


STRIPS = st.builds(
    Strip,
    st.lists(st.sampled_from(Mark), min_size=12, max_size=12).map(tuple),
    st.sampled_from(Period),
)


def progress(name: Text, line: Text) -> st.SearchStrategy[HabitProgress]:
    return st.builds(HabitProgress, name, line, STRIPS)


def waiting(name: Text, line: Text, most: int) -> st.SearchStrategy[tuple[TodayItem, ...]]:
    """What waits: questions from the team, what forms ask again, asks from outside."""
    team, person = st.just("T0PLAY"), st.sampled_from(["Ben", "Aisha Rahman", ""])
    users = st.sampled_from(["U0BEN", "U0AISHA"])
    return st.lists(
        st.one_of(
            st.builds(
                TodayItem, st.just("question"), IDS, line, name, users, name=person, team=team
            ),
            st.builds(
                TodayItem,
                st.just("follow-up"),
                IDS,
                line,
                name,
                when=NAMED,
            ),
            st.builds(TodayItem, st.just("ask"), IDS, line, when=name),
        ),
        max_size=most,
        unique_by=lambda item: item.id,
    ).map(tuple)


def focuses(name: Text) -> st.SearchStrategy[FocusChoice]:
    return st.builds(
        lambda each, mine, more, begun: FocusChoice(
            each[0].value, each[:mine], each[mine:], more, begun
        ),
        choices(name, 9).filter(len),
        st.integers(1, 3),
        FLAG,
        FLAG,
    )


def charts(name: Text) -> st.SearchStrategy[Chart]:
    values = st.lists(st.integers(0, 9), min_size=4, max_size=4).map(tuple)
    return st.builds(
        Chart,
        name,
        st.just(("23 February", "2 March", "9 March", "16 March")),
        st.lists(st.builds(Bars, name, values), min_size=1, max_size=3).map(tuple),
    )


def questions(name: Text) -> st.SearchStrategy[CheckInQuestion]:
    keys = st.sampled_from(["share_why", "coach_11"])
    return st.one_of(
        st.builds(RatingAsked, keys, name, st.none() | st.integers(1, 7)),
        st.builds(TwelveWeeksAsked, keys, name),
        st.just(HelpAsked()),
    )


def check_ins(name: Text, line: Text) -> st.SearchStrategy[CheckInMessage]:
    return choices(name, 3).flatmap(
        lambda habits: st.builds(
            CheckInMessage,
            IDS,
            optional(line),
            st.just(habits),
            ticked(habits),
            optional(line),
            FLAG,
            follow_ups=waiting(name, line, 2).map(
                lambda items: tuple(one for one in items if one.kind != "question")
            ),
            focus=st.none() | focuses(name),
            progress=st.none() | progress(name, line),
            question=st.none() | questions(name),
            weeks=st.sampled_from([1, 4]),
            week_by_week=optional(line),
            chart=st.none() | charts(name),
        )
    )


def messages(name: Text, line: Text) -> st.SearchStrategy[Message]:
    return st.one_of(
        prompts(name, line),
        week_starts(name, line),
        check_ins(name, line),
        st.builds(NoticeMessage, name, st.lists(line, max_size=3).map(tuple)),
        st.builds(NoteSavedMessage, IDS, st.none() | IDS),
        st.builds(WordTakenMessage, line),
        st.just(PauseOfferMessage()),
        st.builds(StopOfferMessage, choices(name, 3)),
        st.builds(HelpMessage, FLAG),
    )


ANY_MESSAGE = messages(ANY_TEXT, ANY_TEXT)
PLAIN_MESSAGE = messages(SHORT, LINE)

WEEK_LINES = st.builds(WeekLine, TIMES, ANY_TEXT, st.just("") | ANY_TEXT)
WEEKS = st.builds(
    WeekView,
    st.lists(WEEK_LINES, max_size=6).map(tuple),
    st.lists(ANY_TEXT, max_size=3).map(tuple),
    st.lists(ANY_TEXT, max_size=3).map(tuple),
)
PLANS = st.builds(
    PlanShown,
    st.lists(WEEK_LINES, max_size=20).map(tuple),
    st.lists(ANY_TEXT, max_size=5).map(tuple),
    st.none() | TIMES,
)
PRIVACY_PAGES = st.builds(
    PrivacyPage,
    FLAG,
    st.dictionaries(st.sampled_from(TABLES), st.integers(1, 999)).map(
        lambda counts: tuple(
            say_each("privacy.tables", table, count=n) for table, n in counts.items()
        )
    ),
)
_MANY = st.integers(0, 999)
_TEAMS = st.lists(SHORT, min_size=1, max_size=6).map(
    lambda names: [TeamOf(f"entry-{n}", "U0MAYA", name) for n, name in enumerate(names)]
)
_REPS = st.builds(RepView, st.just("T0PLAY"), _TEAMS.map(tuple), st.builds(Entries, *[_MANY] * 5))
PRIVACY = st.builds(PrivacyView, FLAG, _MANY, _MANY, _MANY, FLAG, FLAG, st.none() | _REPS)
WHYS = st.builds(WhyView, ANY_TEXT, st.lists(ANY_TEXT, max_size=6).map(tuple))

_DAYS = st.sampled_from(["own", "off", *WEEKDAYS])
_PARTS = st.tuples(
    *(st.tuples(st.just(place), st.builds(TimesChosen, _DAYS, CLOCKS)) for place in Place)
)
_COUNTRIES = st.integers(0, 260).map(
    lambda n: tuple(Choice(f"C{i}", f"Country {i}") for i in range(n))
)
_HABITS = st.lists(choices(ANY_TEXT, 6), min_size=1, max_size=6).map(
    lambda groups: (
        ("Start here", (Choice("share_why", "Share why"),)),
        *(
            (f"Situation {i}", tuple(Choice(f"{c.value}-{i}", c.label) for c in group))
            for i, group in enumerate(groups)
        ),
    )
)
FORMS = st.builds(
    PreferencesForm,
    started=FLAG,
    zone=st.sampled_from(["Europe/Stockholm", "America/New_York"]),
    habits=_HABITS,
    habit=st.sampled_from(["share_why", "gone"]),
    plan=optional(ANY_TEXT),
    default_plan=ANY_TEXT,
    work_days=st.lists(st.sampled_from(WEEKDAYS), unique=True).map(tuple),
    hours_start=CLOCKS,
    hours_end=CLOCKS,
    countries=_COUNTRIES,
    country=st.sampled_from(["", "C0", "C200", "XX"]),
    parts=_PARTS,
    allowed=st.none() | st.just(Hours()),
    fewer=FLAG,
)
