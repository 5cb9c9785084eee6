"""Random values of what goes to a team, or to a manager about the team."""

from hypothesis import strategies as st

from bot.services.team_messages import (
    Agreed,
    IntroMessage,
    NotPostedMessage,
    OneOnOneMessage,
    PostMessage,
    RepFormMessage,
    SharedNoteMessage,
    TeamMessage,
    TodayItem,
    TodayMessage,
)
from habits.composing import Part
from tests.bot.slack.values import FLAG, IDS, TIMES, Text, optional

USERS = st.sampled_from(["U0MAYA", "U0BEN", "U0AISHA"])
PEOPLE = ("Maya Lindqvist", "Ben Okafor", "Aisha Rahman")
NAMES = st.sampled_from(PEOPLE)
TEAM = st.just("T0PLAY")
KINDS_OF_ITEM = ("question", "follow-up", "ask", "away")


def parts(
    label: Text, text: Text, least: int = 0, most: int = 4
) -> st.SearchStrategy[tuple[Part, ...]]:
    part = st.builds(Part, st.just("") | label, text)
    return st.lists(part, min_size=least, max_size=most).map(tuple)


def posts(name: Text, line: Text) -> st.SearchStrategy[PostMessage]:
    return st.builds(
        PostMessage,
        post=IDS,
        author=USERS,
        author_name=NAMES,
        habit=name,
        parts=parts(name, line, least=1),
    )


def intros() -> st.SearchStrategy[IntroMessage]:
    return st.builds(
        IntroMessage,
        entry=IDS,
        manager=USERS,
        manager_name=NAMES,
        team=TEAM,
        over=FLAG,
        not_mine=FLAG,
    )


def rep_forms(name: Text, line: Text) -> st.SearchStrategy[RepFormMessage]:
    return st.builds(
        RepFormMessage,
        note=IDS,
        manager=USERS,
        manager_name=NAMES,
        team=TEAM,
        habit=name,
        parts=parts(name, line, least=1),
        answered=parts(name, line, most=2),
        declined=FLAG,
        over=FLAG,
    )


def shared_notes(name: Text, line: Text) -> st.SearchStrategy[SharedNoteMessage]:
    return st.builds(
        SharedNoteMessage,
        note=IDS,
        manager=USERS,
        manager_name=NAMES,
        team=TEAM,
        habit=name,
        parts=parts(name, line, least=1),
        agreed=st.sampled_from(Agreed),
    )


def one_on_ones(name: Text, line: Text) -> st.SearchStrategy[OneOnOneMessage]:
    return st.builds(
        OneOnOneMessage,
        meeting=IDS,
        rep=USERS,
        rep_name=NAMES,
        at=TIMES,
        last=optional(line),
        prepared=parts(name, line),
    )


def todays(name: Text, line: Text) -> st.SearchStrategy[TodayMessage]:
    items = st.builds(
        TodayItem,
        kind=st.sampled_from(KINDS_OF_ITEM),
        id=IDS,
        text=line,
        title=name,
        about=st.none() | USERS,
        when=st.just("") | name,
    )
    return st.builds(
        TodayMessage,
        st.lists(items, min_size=1, max_size=3, unique_by=lambda item: item.id).map(tuple),
        more=st.integers(0, 9),
    )


def team_messages(name: Text, line: Text) -> st.SearchStrategy[TeamMessage]:
    return st.one_of(
        posts(name, line),
        st.builds(NotPostedMessage, st.just("share_why"), name, line),
        intros(),
        rep_forms(name, line),
        shared_notes(name, line),
        one_on_ones(name, line),
        todays(name, line),
    )
