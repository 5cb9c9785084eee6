"""Random values of what goes to a team, or to a manager about the team."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.services.consent_messages import ConsentMessage, ConsentStands
from bot.services.obstacle_messages import ObstacleMessage, ObstacleShown
from bot.services.obstacle_messages import Place as OfObstacles
from bot.services.ride_messages import Place, RideMessage, RideShown
from bot.services.team_messages import (
    Agreed,
    HeldMessage,
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
from bot.storage.consents import About
from habits.composing import Part
from habits.obstacles import ObstacleState
from habits.riding import LENGTHS, Act, Role, Side, State
from tests.bot.slack.values import FLAG, IDS, TIMES, Text, optional

USERS = st.sampled_from(["U0MAYA", "U0BEN", "U0AISHA"])
PEOPLE = ("Maya Lindqvist", "Ben Okafor", "Aisha Rahman")
NAMES = st.sampled_from(PEOPLE)
TEAM = st.just("T0PLAY")
WAYS_OF_CALLS = (
    (),
    (Act.ACCEPT, Act.OTHER_TIME, Act.DECLINE),
    (Act.OTHER_TIME, Act.CALL_OFF),
    (Act.TAKE_BACK,),
    (Act.TOOK_PLACE, Act.DID_NOT),
)
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


def held(name: Text, line: Text) -> st.SearchStrategy[HeldMessage]:
    return st.builds(HeldMessage, row=IDS, habit=name, lead=optional(line), waits=FLAG)


def calls(line: Text) -> st.SearchStrategy[RideMessage]:
    """Help on a call, for either of the two, at any of its stages."""
    shown = st.builds(
        RideShown,
        id=IDS,
        reader=st.sampled_from(Side),
        other=USERS,
        other_name=NAMES,
        team=TEAM,
        state=st.sampled_from(State),
        asked_by=st.sampled_from(Side),
        role=st.sampled_from(Role),
        deal=line,
        need=line,
        at=TIMES,
        minutes=st.sampled_from(LENGTHS),
        ways=st.sampled_from(WAYS_OF_CALLS),
        because=line,
        lines=parts(line, line),
        wrote=FLAG,
        unheard=FLAG,
        helped=st.sampled_from(("", "it_helped", "partly", "not_this_time")),
    )
    return st.builds(
        RideMessage,
        place=st.sampled_from(Place),
        reader=st.sampled_from(Side),
        other=USERS,
        other_name=NAMES,
        team=TEAM,
        ride=optional(shown),
        older=FLAG,
        manager_left=FLAG,
    )


def obstacles(line: Text) -> st.SearchStrategy[ObstacleMessage]:
    """What is in a rep's way, for either of the two, at any of its stages."""
    shown = st.builds(
        ObstacleShown,
        id=IDS,
        other=USERS,
        other_name=NAMES,
        team=TEAM,
        blocked=line,
        holds_up=st.just("") | line,
        due_on=optional(TIMES.map(lambda at: at.date())),
        is_past=FLAG,
        state=st.sampled_from(ObstacleState),
        answer=line,
        noted=FLAG,
    )
    return st.builds(
        ObstacleMessage,
        place=st.sampled_from(OfObstacles),
        other=USERS,
        other_name=NAMES,
        team=TEAM,
        obstacle=optional(shown),
        older=FLAG,
        manager_left=FLAG,
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


def consent_questions(name: Text, line: Text) -> st.SearchStrategy[ConsentMessage]:
    return st.builds(
        ConsentMessage,
        consent=st.just("c1"),
        about=st.sampled_from(About),
        manager=st.just("U0MAYA"),
        manager_name=name,
        team=st.just("T0PLAY"),
        channel=st.sampled_from(["C0TEAM", ""]),
        parts=st.tuples(st.builds(Part, name, line)),
        stands=st.sampled_from(ConsentStands),
        named=st.sampled_from([None, True, False]),
        until=st.just(datetime(2026, 3, 5, 18, tzinfo=UTC)),
    )


def team_messages(name: Text, line: Text) -> st.SearchStrategy[TeamMessage]:
    return st.one_of(
        posts(name, line),
        st.builds(NotPostedMessage, st.just("share_why"), name, line),
        intros(),
        rep_forms(name, line),
        shared_notes(name, line),
        one_on_ones(name, line),
        calls(line),
        obstacles(line),
        todays(name, line),
        held(name, line),
        consent_questions(name, line),
    )
