"""Cards of the award and of the lunch, for property tests."""

from datetime import date

from hypothesis import strategies as st

from bot.services.award_views import Lesson, ResultMessage, VoteMessage
from bot.services.lunch_views import LunchMessage
from tests.bot.slack.values import FLAG, IDS, Text

AUTHOR = {"author": st.just("U0MAYA"), "author_name": st.just("Maya"), "team": st.just("T0PLAY")}
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def lessons(line: Text, least: int) -> st.SearchStrategy[tuple[Lesson, ...]]:
    one = st.builds(Lesson, IDS, line, st.sampled_from([None, "U0BEN", "U0AISHA"]))
    unique = st.lists(one, min_size=least, max_size=4, unique_by=lambda each: each.nomination)
    return unique.map(tuple)


def cards(name: Text, line: Text) -> st.SearchStrategy[VoteMessage | ResultMessage | LunchMessage]:
    return st.one_of(
        st.builds(
            VoteMessage,
            **AUTHOR,
            trophy=name,
            lessons=lessons(line, 1),
            until=DAYS,
            over=FLAG,
            called_off=FLAG,
        ),
        st.builds(
            ResultMessage,
            **AUTHOR,
            post=IDS,
            trophy=name,
            month=DAYS,
            winners=lessons(line, 0),
            votes=st.integers(0, 9),
            of_votes=st.integers(0, 20),
        ),
        st.builds(
            LunchMessage,
            **AUTHOR,
            lunch=IDS,
            name=name,
            on=DAYS,
            place=st.just("") | line,
            over=FLAG,
            off=FLAG,
        ),
    )
