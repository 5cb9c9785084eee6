"""Ten thousand texts as people type, paste and try them: none of them calls, links or breaks."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.admissions import Choice
from bot.services.award_views import (
    AwardPreview,
    AwardWindow,
    Keeper,
    Lesson,
    Next,
    PutUp,
    ResultMessage,
    StoryChoice,
    VoteMessage,
)
from bot.services.came_of_it import OutcomeForm, OutcomePreview
from bot.services.card_views import Card
from bot.services.coach_views import RepForm
from bot.services.experiments import Running
from bot.services.failure_cv import CvPage, OwnCv
from bot.services.form_views import Ended, Ending, Form, FormOf, NextWords, Preview
from bot.services.lunch_views import (
    LearningsPreview,
    LunchForm,
    LunchMessage,
    LunchPage,
    LunchPreview,
    OwnStory,
    RunningOrder,
    Teller,
    TellForm,
    Told,
)
from bot.services.obstacle_messages import ObstacleMessage, ObstacleShown
from bot.services.obstacle_messages import Place as OfObstacles
from bot.services.obstacles import AnswerPreview, OwnObstacles, Queue
from bot.services.ports import Content
from bot.services.promises import PromiseChanged, PromiseList, PromiseShown
from bot.services.rep_things import RepHomeView, RepThing
from bot.services.reps import TeamOf
from bot.services.ride_asking import TeamChoice
from bot.services.ride_messages import Place, RideMessage, RideShown
from bot.services.rides import Calls
from bot.services.team_messages import (
    Agreed,
    OneOnOneMessage,
    PostMessage,
    RepFormMessage,
    SharedNoteMessage,
    TodayItem,
    TodayMessage,
    Way,
)
from bot.slack.blocks.awards import award_preview, award_window
from bot.slack.blocks.cards import card_view, list_view, take_along_view
from bot.slack.blocks.compose import ended_view, form_view, preview_view
from bot.slack.blocks.failure_cv import cv_form, cv_page
from bot.slack.blocks.lunches import (
    choose_form,
    learnings_preview,
    lunch_form,
    lunch_page,
    lunch_preview,
    order_page,
    tell_form,
)
from bot.slack.blocks.memory import admissions_view, outcome_preview, running_view, tell_view
from bot.slack.blocks.obstacle_windows import answer_preview, own_view, queue_view
from bot.slack.blocks.own_voice import own_voice_view, with_text_in_field
from bot.slack.blocks.promises import changed_view, promises_view
from bot.slack.blocks.rep_home import rep_window
from bot.slack.blocks.ride_forms import calls_view, debrief_view
from bot.slack.blocks.shared_notes import change_view
from bot.slack.lint import lint_message, lint_view
from bot.slack.messenger import SlackMessenger
from config.content import load
from habits.awards import Award, Nomination
from habits.cards import outcome_field
from habits.catalogue import Field
from habits.catalogue_lists import Audience, FieldKind
from habits.composing import Part, faults, hint, parts_from, spoken
from habits.filling import clean, fields_for
from habits.lunches import Place as OfLunch
from habits.lunches import Wish
from habits.obstacles import ObstacleState
from habits.promises import PromiseState
from habits.riding import Act, Role, Side, State
from habits.texts import say

MESSENGER = SlackMessenger(AsyncWebClient(token="xoxb-none"))
MANY = 10_000
SEED = 20260302
OUR_IDS = {"U0MAYA", "U0BEN", "C0TEAM"}
"""Whom our templates mention here; nobody else may be."""

Shown = Content | dict[str, Any]
SHARE_WHY = load(None).get("share_why")
FIELDS = fields_for(SHARE_WHY, Audience.TEAM_CHANNEL)
TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
LONG = Field(id="text", label="Text", kind=FieldKind.LONG, required=False, max=2800)


def post(text: str) -> Shown:
    parts = (Part("What was decided, and why", text), Part("", text, ("U0BEN",), "C0TEAM"))
    return MESSENGER.render(PostMessage("p1", "U0MAYA", "Maya", "T0PLAY", "Share why", parts))


def vote(text: str) -> Shown:
    lessons = (Lesson("n1", text, "U0BEN"), Lesson("n2", text, None))
    card = VoteMessage("U0MAYA", "Maya", "T0PLAY", text[:40], lessons, TODAY)
    return MESSENGER.render(card)


def result(text: str) -> Shown:
    won = (Lesson("n1", text, "U0BEN"), Lesson("n2", text, None))
    card = ResultMessage("p1", "U0MAYA", "Maya", "T0PLAY", text[:40], TODAY, won, 2, 4)
    return MESSENGER.render(card)


def award(text: str) -> Shown:
    up = (PutUp(Lesson("n1", text, "U0BEN"), Nomination.IN),)
    choice = (StoryChoice("s1", text, text, mine=False),)
    kept = (Keeper(TODAY, text, (text,)),)
    return award_window(
        AwardWindow(
            month=TODAY,
            state=Award.GATHERING,
            trophy=text,
            ideas=(text or "-",),
            up=up,
            stories=choice,
            next=Next.PUT_UP,
            vote_until=TODAY,
            keepers=kept,
            story="s1",
            citation=text,
        )
    )


def lunch(text: str) -> Shown:
    card = LunchMessage("l1", "U0MAYA", "Maya", "T0PLAY", text[:40], TODAY, text[:80])
    return MESSENGER.render(card)


def running_order(text: str) -> Shown:
    told = (Told(text, (Part("", text),)), Told(text, (Part("What we now know", text),)))
    return order_page(RunningOrder("l1", text, TODAY, text, told))


def lunch_list(text: str) -> Shown:
    tellers = tuple(
        Teller(f"t{n}", "U0BEN", text, state) for n, state in enumerate(list(OfLunch)[:3])
    )
    return lunch_page(LunchPage("l1", text, TODAY, text, tellers, True, True))


def lunch_choice(text: str) -> Shown:
    tellers = tuple(Teller(f"t{n}", "U0BEN", text, OfLunch.OFFERED) for n in range(12))
    return choose_form(LunchPage("l1", text, TODAY, text, tellers, True, False))


def lunch_again(text: str) -> Shown:
    return lunch_form(LunchForm(Wish(text, TODAY, text, text), "l1"))


def lunch_preview_of(text: str) -> Shown:
    card = LunchMessage("l1", "U0MAYA", "Maya", "T0PLAY", text[:40], TODAY, text[:80])
    return lunch_preview(LunchPreview("d1", card, "C0TEAM"))


def lessons_of_lunch(text: str) -> Shown:
    parts = (Part(f"What we now know after {text}", text),)
    shown = LearningsPreview("l1", "Hall of Shame lunch", "U0MAYA", parts, "C0TEAM")
    return learnings_preview(shown)


def award_to_choose(text: str) -> Shown:
    up = tuple(PutUp(Lesson(f"n{n}", text, None), Nomination.IN) for n in range(4))
    window = AwardWindow(
        month=TODAY,
        state=Award.COUNTED,
        trophy=text,
        ideas=(),
        up=up,
        stories=(),
        next=Next.CHOOSE,
        vote_until=TODAY,
        keepers=(),
    )
    return award_window(window)


def award_with_its_prize(text: str) -> Shown:
    """Two lessons are in: their owners were asked about this trophy, and the vote needs a day."""
    window = AwardWindow(
        month=TODAY,
        state=Award.GATHERING,
        trophy=text[:40],
        ideas=(),
        up=tuple(PutUp(Lesson(f"n{n}", text, "U0BEN"), Nomination.IN) for n in range(2)),
        stories=(),
        next=Next.PUT_UP,
        vote_until=TODAY,
        keepers=(),
        award="a1",
        may_open=True,
        may_call_off=True,
        trophy_stays=True,
    )
    more = (StoryChoice("s1", text, text, mine=True),)
    assert lint_view(award_window(window)) == []
    return award_window(replace(window, stories=more, story="s1", citation=text))


def last_lunch(text: str) -> Shown:
    tellers = (Teller("t1", "U0BEN", text, OfLunch.IN),)
    page = LunchPage("l1", text, TODAY, text, tellers, False, True, "l1", may_set_next=True)
    return lunch_page(page)


def award_seen(text: str) -> Shown:
    lessons = (Lesson("n1", text, "U0BEN"), Lesson("n2", text, None))
    card = VoteMessage("U0MAYA", "Maya", "T0PLAY", text[:40], lessons, TODAY)
    return award_preview(AwardPreview("a1", card, ("n1", "n2"), "C0TEAM"))


def teller(text: str) -> Shown:
    own, offered = (OwnStory("s1", text or "-"),), (("o1", text),)
    return tell_form(TellForm("l1", text, TODAY, text, own, offered))


def preview(text: str) -> Shown:
    shown = (Part("Why", text), Part("Owner", "", ("U0BEN",)))
    return preview_view(
        Preview(
            of=FormOf("share_why"),
            draft="d1",
            name="Share why",
            audience=Audience.TEAM_CHANNEL,
            parts=shown,
            author="U0MAYA",
            channel="C0TEAM",
            hint=hint((LONG,), {"text": text}),
        )
    )


def form(text: str) -> Shown:
    return form_view(
        Form(
            of=FormOf("share_why"),
            name="Share why",
            fields=FIELDS,
            values={"why": text, "open": text, "share_on": text},
            audience=Audience.TEAM_CHANNEL,
            audiences=(Audience.TEAM_CHANNEL, Audience.OWN_VOICE),
            decisive=frozenset({"withheld"}),
            suggestions={},
            kept=True,
        )
    )


def own_voice(text: str) -> dict[str, Any]:
    said = spoken((LONG,), {"text": text}, {}) or "-"
    return own_voice_view(
        text=said, to="U0BEN", to_name="Ben", token="t1", habit="contribution", team="T0PLAY"
    )


def own_text(text: str) -> Shown:
    return with_text_in_field(own_voice(text))


def question(text: str) -> Shown:
    item = TodayItem("question", "q1", text, "Share why", "U0BEN", "", "Ben", "T0PLAY")
    return MESSENGER.render(TodayMessage((item,)))


def note_of_two(text: str) -> Shown:
    return MESSENGER.render(
        RepFormMessage(
            note="n1",
            manager="U0MAYA",
            manager_name="Maya",
            team="T0PLAY",
            habit="Coach",
            parts=(Part("One skill", text),),
            answered=(Part("Next step", text),),
        )
    )


def handed_over(text: str) -> Shown:
    parts = (Part("The test", text),)
    return MESSENGER.render(
        SharedNoteMessage(
            "n1", "U0MAYA", "Maya", "T0PLAY", "Back a small bet", parts, Agreed.NOT_YET
        )
    )


def changed_note(text: str) -> Shown:
    ways = (Way("seen", "All right"),)
    item = TodayItem(
        "pair-note", "n1", "Ben changed your note.", "Back a small bet", own=text, ways=ways
    )
    return MESSENGER.render(TodayMessage((item,)))


def running_tests(text: str) -> Shown:
    return running_view(
        (Running("e1", text, "U0BEN", "Ben", TODAY, started=True, can_be_told=True),)
    )


def named_changes(text: str) -> Shown:
    return admissions_view((Choice("a1", text, TODAY), Choice("a2", text, TODAY)), "p1")


def came_of(text: str) -> Shown:
    return tell_view(OutcomeForm("f1", "bless_risk", "Back a small bet", text, rep_name="Ben"))


def came_of_in_the_channel(text: str) -> Shown:
    parts = (Part("The test", text), Part("What we know now", text))
    shown = OutcomePreview("f1", "d1", "Bet", "U0MAYA", "C0TEAM", parts, "U0BEN", "Ben")
    return outcome_preview(shown)


def a_handed_over_form(text: str) -> Shown:
    fields = (LONG.model_copy(update={"label": "The test"}),)
    return change_view(RepForm("n1", "Maya", "bless_risk", "Bet", (), fields, {"text": text}))


def before_a_one_on_one(text: str) -> Shown:
    prepared = (Part("One open question", text),)
    return MESSENGER.render(OneOnOneMessage("m1", "U0BEN", "Ben", AT, text, prepared))


def call_with(text: str) -> RideShown:
    return RideShown(
        id="r1",
        reader=Side.MANAGER,
        other="U0BEN",
        other_name="Ben",
        team="T0PLAY",
        state=State.WITH_MANAGER,
        asked_by=Side.REP,
        role=Role.LISTEN,
        deal=text,
        need=text,
        at=AT,
        minutes=30,
        ways=(Act.ACCEPT, Act.OTHER_TIME, Act.DECLINE),
        because=text,
        lines=(Part("What we do next", text),),
        own_lines={"did_well": text, "we_do": text},
    )


def help_on_a_call(text: str) -> Shown:
    told = (Side.MANAGER, "U0BEN", "Ben", "T0PLAY", call_with(text))
    return MESSENGER.render(RideMessage(Place.NEWS, *told))


def after_a_call(text: str) -> Shown:
    told = (Side.MANAGER, "U0BEN", "Ben", "T0PLAY", replace(call_with(text), state=State.HELD))
    return MESSENGER.render(RideMessage(Place.DEBRIEF, *told))


def lines_after_a_call(text: str) -> Shown:
    return debrief_view(call_with(text))


def open_calls(text: str) -> Shown:
    return calls_view(Calls((call_with(text),) * 3, may_ask=True, may_offer=True))


def own_list(text: str) -> Shown:
    habit = load(None).get("size_mistake")
    outcome = outcome_field(habit)
    return card_view(Card(FormOf(habit.key), habit.name, outcome, (), {}, True, (text,) * 5))


def own_list_again(text: str) -> Shown:
    return list_view((text,))


def to_take_along(text: str) -> Shown:
    return take_along_view(text)


def joint_plan(text: str) -> Shown:
    item = TodayItem("follow-up", "f1", "Did it happen?", "Listen first", own=text)
    return MESSENGER.render(TodayMessage((item,)))


def rep_home(text: str) -> Shown:
    thing = RepThing("note", "n1", "Something is open.", own=text)
    team = (TeamOf("e1", "U0MAYA", text[:80]),)
    return rep_window(RepHomeView("T0PLAY", team, (thing,)))


def failure_cv(text: str) -> Shown:
    return cv_page(CvPage("U0MAYA", "Maya", "T0PLAY", (text,) * 10))


def failure_cv_again(text: str) -> Shown:
    return cv_form(OwnCv((text,), shown=True))


def words_for_later(text: str) -> Shown:
    along = NextWords(say("own_words.talks.copy"), text, "T0PLAY", "U0BEN", "Ben")
    return ended_view(Ended(Ending.KEPT, "Know the business", next_words=along))


def promised(text: str) -> PromiseShown:
    day = AT.date()
    return PromiseShown(
        "p1", text[:150], "U0BEN", "Ben", day, False, text[:150], "C0TEAM", "1.2", PromiseState.OPEN
    )


def promise_list(text: str) -> Shown:
    closed = replace(promised(text), state=PromiseState.KEPT)
    return promises_view(
        PromiseList(
            "T0PLAY",
            tuple(replace(promised(text), id=f"p{n}") for n in range(12)),
            2,
            (closed,) * 5,
        )
    )


def promise_to_say(text: str) -> Shown:
    return changed_view(PromiseChanged(promised(text), "T0PLAY", None))


def in_the_way(text: str, state: ObstacleState = ObstacleState.TOLD) -> ObstacleShown:
    named = ("o1", "U0BEN", "Ben", "T0PLAY")
    short, answer = text[:150], text[:300]
    return ObstacleShown(*named, short, short, AT.date(), True, state, answer, False)


def many_in_the_way(text: str) -> tuple[ObstacleShown, ...]:
    states = [*ObstacleState, *ObstacleState]
    return tuple(replace(in_the_way(text, one), id=f"o{n}") for n, one in enumerate(states))


def blocked(text: str) -> Shown:
    told = ("U0BEN", "Ben", "T0PLAY")
    return MESSENGER.render(ObstacleMessage(OfObstacles.TOLD, *told, in_the_way(text)))


def unblocked(text: str) -> Shown:
    told, shown = ("U0MAYA", "Maya", "T0PLAY"), in_the_way(text, ObstacleState.GONE)
    return MESSENGER.render(ObstacleMessage(OfObstacles.ANSWERED, *told, shown))


def queue(text: str) -> Shown:
    return queue_view(Queue(many_in_the_way(text), 1, in_a_team=True))


def own_obstacles(text: str) -> Shown:
    return own_view(OwnObstacles((TeamChoice("e1", "Maya"),), many_in_the_way(text)))


def obstacle_answer(text: str) -> Shown:
    return answer_preview(AnswerPreview(in_the_way(text), "d1", ObstacleState.GONE, text), "")


TEMPLATES: dict[str, Callable[[str], Shown]] = {
    "post": post,
    "vote": vote,
    "result": result,
    "award": award,
    "award seen": award_seen,
    "award to choose": award_to_choose,
    "award with its prize": award_with_its_prize,
    "lunch": lunch,
    "lunch list": lunch_list,
    "last lunch": last_lunch,
    "lunch choice": lunch_choice,
    "lunch again": lunch_again,
    "lunch preview": lunch_preview_of,
    "lessons of a lunch": lessons_of_lunch,
    "running order": running_order,
    "teller": teller,
    "preview": preview,
    "form": form,
    "own voice": own_voice,
    "own text": own_text,
    "own list": own_list,
    "promise list": promise_list,
    "promise to say": promise_to_say,
    "blocked": blocked,
    "unblocked": unblocked,
    "queue": queue,
    "own obstacles": own_obstacles,
    "obstacle answer": obstacle_answer,
    "own list again": own_list_again,
    "to take along": to_take_along,
    "joint plan": joint_plan,
    "question": question,
    "rep home": rep_home,
    "failure cv": failure_cv,
    "failure cv again": failure_cv_again,
    "words for later": words_for_later,
    "note of two": note_of_two,
    "note handed over": handed_over,
    "note handed over, as a form": a_handed_over_form,
    "running tests": running_tests,
    "named changes": named_changes,
    "what came of it": came_of,
    "what came of it in the channel": came_of_in_the_channel,
    "note that the rep changed": changed_note,
    "before a 1:1": before_a_one_on_one,
    "help on a call": help_on_a_call,
    "after a call": after_a_call,
    "lines after a call": lines_after_a_call,
    "open calls": open_calls,
}
"""Everything that shows what somebody typed, given the text."""

PIECES = (
    *("<!channel>", "<!here>", "<!everyone>", "<@U0BOSS>", "<@W9>", "<#C0SECRET>", "<#C0SECRET|x>"),
    *("<https://evil.example|your bank>", "https://evil.example", "mailto:a@b.example", "@channel"),
    *("&lt;!here&gt;", "&amp;lt;", "&", "<", ">", "*bold*", "_soft_", "~gone~", "`code`", "```"),
    *(
        "> quote",
        "- item",
        "1. item",
        ":tada:",
        "\U0001f389",
        "\U0001f468\u200d\U0001f469",
        "e\u0301",
    ),
    *("\u202eevil\u202c", "\u0634\u0643\u0631\u0627", "\u05ea\u05d5\u05d3\u05d4", "\u4f60\u597d"),
    *("\x00", "\x07", "\x1b[31m", "\r\n", "\n\n\n", "\t", "\u2028", "\ufeff", "\u200b", " " * 40),
    *("{name}", "%s", "${x}", "<script>", "]]>", "\\", '"', "'", "null", "a" * 300, "word " * 60),
    *("We ", "decided ", "to stop. ", "It was ", "their fault, ", "why? "),
)


def a_text(dice: random.Random) -> str:
    pieces = [dice.choice(PIECES) for _ in range(dice.randint(0, 12))]
    if dice.random() < 0.3:
        pieces.append("".join(chr(dice.randint(1, 0xD7FF)) for _ in range(dice.randint(1, 60))))
    dice.shuffle(pieces)
    return "".join(pieces)[:3000]


def test_ten_thousand_texts_neither_call_nor_link_nor_break_anything() -> None:
    dice = random.Random(SEED)  # noqa: S311  (nothing here is secret)
    names = list(TEMPLATES)
    for n in range(MANY):
        name, typed = names[n % len(names)], a_text(dice)
        # Forms clean what is typed; a field that is shown again holds it as it was.
        shown = TEMPLATES[name](typed if name == "form" else clean(typed) or "-")
        assert complaints(shown) == [], (name, typed)
        assert set(live(shown)) <= OUR_IDS, (name, typed)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_longest_and_the_oddest_text_fits(name: str) -> None:
    for text in ("&" * 2700, "<" * 2700, "a" * 2700, "\U0001f389" * 1300, "<!channel>" * 270):
        shown = TEMPLATES[name](text)
        assert complaints(shown) == []
        assert set(live(shown)) <= OUR_IDS


def test_what_is_composed_from_any_text_shows_all_of_it() -> None:
    dice = random.Random(SEED)  # noqa: S311  (nothing here is secret)
    for _ in range(500):
        values = {"why": a_text(dice), "open": a_text(dice)}
        if faults(FIELDS, values, TODAY):
            continue
        shown = post_of(parts_from(FIELDS, values))
        for part in parts_from(FIELDS, values):
            assert part.text in shown


def post_of(parts: tuple[Part, ...]) -> str:
    content = MESSENGER.render(PostMessage("p1", "U0MAYA", "Maya", "T0PLAY", "Share why", parts))
    return "".join(
        one["text"] for one in all_objects(content.blocks) if isinstance(one.get("text"), str)
    )


def all_objects(told: Any) -> Iterator[dict[str, Any]]:
    match told:
        case dict():
            yield told
            for value in told.values():
                yield from all_objects(value)
        case list():
            for value in told:
                yield from all_objects(value)


def complaints(shown: Shown) -> list[str]:
    return lint_message(shown) if isinstance(shown, Content) else lint_view(shown)


_ENTITY = re.compile(r"<([@#!]?)([^>|]*)[^>]*>")


def live(shown: Shown) -> Iterator[str]:
    """What Slack would take for a mention, a channel, a call to everybody or a link."""
    marked = [shown.text] if isinstance(shown, Content) else []
    blocks = shown.blocks if isinstance(shown, Content) else shown["blocks"]
    for each in all_objects(blocks):
        match each:
            case {"type": "mrkdwn", "text": str(text)}:
                marked.append(text)
            case {"type": "user", "user_id": str(found)}:
                yield found
            case {"type": "channel", "channel_id": str(found)}:
                yield found
            case {"type": "link" | "broadcast" | "usergroup" | "date" | "emoji" as kind}:
                yield kind
    for text in marked:
        for sign, name in _ENTITY.findall(text):
            yield name if sign in ("@", "#") else f"{sign}{name}"
