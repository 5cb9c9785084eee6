"""The stories of a lunch: who would tell one, who is asked for the running order, and the page."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from bot.services import consenting
from bot.services.lunch_views import (
    OwnStory,
    RunningOrder,
    TellFilled,
    TellForm,
    Told,
)
from bot.services.lunches import own_lunch
from bot.services.posts import name_in
from bot.services.prompts import Click
from bot.services.taking_part import takes_part
from bot.services.team_messages import TodayItem, Way
from bot.services.today import remind
from bot.services.tools import Agreement, WaitingKind
from bot.services.wanted import WrongFields
from bot.services.who import House, Who
from bot.storage import Connection, consents, inbound, lunches, managers, stories
from bot.storage.consents import About, ConsentRecord
from bot.storage.consents import State as Consent
from bot.storage.lunches import LunchRecord, LunchStoryRecord
from bot.storage.managers import ManagerRecord
from bot.storage.stories import State as Story
from bot.storage.stories import StoryRecord
from habits.composing import Part
from habits.errors import NotHere
from habits.filling import clean
from habits.lunches import LONGEST_STORY, MOST_STORIES, Lunch, Place, to_ask
from habits.phrases import day
from habits.texts import say

ORDER_WAITS = "lunch-order"
"""The kind of what waits once a running order lost a story."""
OPENS, SEEN = "open", "seen"

TOLD = ("tried", "know_now")
"""The fields of a story that are told at the lunch."""
_CAN_BE_TOLD = (Story.WAITING, Story.POSTED, Story.TOLD)
_LOOK = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-bottom:0;break-after:avoid}dl{margin:.5rem 0 2rem}dt{color:#555}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}"
)


class NotOnTheTeam(WrongFields):
    """Stories are told in one's own team."""

    def __init__(self, manager_name: str) -> None:
        super().__init__({"know_now": say("lunches.faults.not_in_team", name=manager_name)})


class RunningOrders:
    """Methods raise NotHere for what is not there or somebody else's."""

    def __init__(self, house: House) -> None:
        self._house = house

    # --- the team ---------------------------------------------------------------------------

    async def to_tell(self, who: Who, lunch: str) -> TellForm:
        """What somebody sees who would tell a story."""
        return await self._house.database.read(self._to_tell, who, lunch)

    async def tell(self, who: Who, lunch: str, filled: TellFilled, key: str) -> TellForm:
        """Offer a story, an own one or a new one that stays at the lunch. Raises WrongFields."""
        return await self._house.database.write(self._tell, who, lunch, filled, key)

    async def take_back(self, who: Who, lunch_story: str, click: Click) -> TellForm:
        """Its owner would rather not tell it after all."""
        return await self._house.database.write(self._take_back, who, lunch_story, click)

    # --- the manager ------------------------------------------------------------------------

    async def choose(self, who: Who, lunch: str, chosen: Sequence[str], key: str) -> None:
        """Ask the owners of these stories for the running order. Raises WrongFields."""
        await self._house.database.write(self._choose, who, lunch, chosen, key)

    async def order(self, who: Who, lunch: str) -> RunningOrder:
        return await self._house.database.read(self._order, who, lunch)

    def _to_tell(self, connection: Connection, who: Who, lunch: str) -> TellForm:
        found, manager = _open_lunch(connection, who, lunch)
        mine = [
            one
            for one in lunches.told_at(connection, found.id)
            if one.owner == who.user and one.state is not Place.OUT
        ]
        own = stories.of_owner(connection, who.workspace, who.user)
        return TellForm(
            lunch=found.id,
            name=found.name,
            on=found.on_day,
            manager_name=name_in(connection, manager.workspace, manager.user),
            stories=tuple(
                OwnStory(one.id, one.body.get("know_now", ""))
                for one in own
                if one.manager == manager.id and one.id not in {each.story for each in mine}
            ),
            offered=tuple((one.id, one.body.get("know_now", "")) for one in mine),
        )

    def _tell(
        self, connection: Connection, who: Who, lunch: str, filled: TellFilled, key: str
    ) -> TellForm:
        now = self._house.clock.now()
        found, manager = _open_lunch(connection, who, lunch)
        if not inbound.first_time(connection, who.workspace, key, now):
            return self._to_tell(connection, who, lunch)
        if who.user != manager.user and not takes_part(connection, manager.id, who.user):
            raise NotOnTheTeam(name_in(connection, manager.workspace, manager.user))
        story = filled.story
        if story:
            own = stories.get(connection, who.workspace, story)
            if own is None or own.owner != who.user or own.manager != manager.id:
                raise NotHere
            if own.state not in _CAN_BE_TOLD:
                raise WrongFields({"story": say("lunches.faults.taken_back")})
        else:
            body = {"tried": clean(filled.tried), "know_now": clean(filled.know_now)}
            wrong = {
                name: say("lunches.faults.missing")
                if not text
                else say("lunches.faults.too_long", most=LONGEST_STORY)
                for name, text in body.items()
                if not text or len(text) > LONGEST_STORY
            }
            if wrong:
                raise WrongFields(wrong)
            story = stories.add(
                connection,
                workspace=who.workspace,
                manager=manager.id,
                owner=who.user,
                told_by=who.user,
                body=body,
                named=True,
                state=Story.TOLD,
                at=now,
            )
        lunches.offer(connection, found, story, now)
        return self._to_tell(connection, who, lunch)

    def _take_back(
        self, connection: Connection, who: Who, lunch_story: str, click: Click
    ) -> TellForm:
        now = self._house.clock.now()
        one = lunches.story(connection, lunch_story)
        if one is None or one.owner != who.user:
            raise NotHere
        found, manager = _open_lunch(connection, who, one.lunch)
        if inbound.first_time(connection, who.workspace, click.key, now):
            take_out(connection, self._house, manager, one, now)
        return self._to_tell(connection, who, found.id)

    def _choose(
        self, connection: Connection, who: Who, lunch: str, chosen: Sequence[str], key: str
    ) -> None:
        now = self._house.clock.now()
        manager, found = own_lunch(connection, self._house, who, lunch)
        if found.state is not Lunch.PLANNED:
            raise NotHere
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        told = {one.id: one for one in lunches.told_at(connection, found.id)}
        under_way = sum(one.state in (Place.ASKED, Place.IN) for one in told.values())
        offered = {name: one.state for name, one in told.items() if one.state is Place.OFFERED}
        asked = to_ask(chosen, offered)
        if not asked:
            raise WrongFields({"stories": say("lunches.faults.missing")})
        if under_way + len(set(chosen) & set(offered)) > MOST_STORIES:
            raise WrongFields({"stories": say("lunches.faults.too_many", most=MOST_STORIES)})
        last = max((one.position or 0 for one in told.values()), default=0)
        for position, name in enumerate(asked, start=last + 1):
            mine = told[name].owner == manager.user
            state = Place.IN if mine else Place.ASKED
            lunches.change_story(connection, name, state=state, position=position)
            if not mine:
                consenting.ask(
                    connection,
                    self._house,
                    manager,
                    about=About.LUNCH,
                    subject=name,
                    person=told[name].owner,
                    parts=_parts(told[name]),
                    now=now,
                )

    def _order(self, connection: Connection, who: Who, lunch: str) -> RunningOrder:
        manager, found = own_lunch(connection, self._house, who, lunch)
        own = Told(
            name_in(connection, manager.workspace, manager.user),
            (Part("", found.own_story),),
        )
        others = tuple(
            Told(
                name_in(connection, manager.workspace, one.owner),
                _agreed(connection, one),
            )
            for one in lunches.told_at(connection, found.id)
            if one.state is Place.IN
        )
        return RunningOrder(found.id, found.name, found.on_day, found.place or "", (own, *others))


def page_of(order: RunningOrder) -> str:
    """The running order as HTML that a browser shows and prints, with nothing from elsewhere;
    every value is escaped."""
    title = escape(order.name)
    where = escape(" · ".join(one for one in (day(order.on), order.place) if one))
    told: list[str] = []
    for number, one in enumerate(order.stories, start=1):
        who = escape(one.who)
        told.append(f"<h2>{number}. {who}</h2><dl>")
        for part in one.parts:
            label = f"<dt>{escape(part.label)}</dt>" if part.label else ""
            told.append(f"{label}<dd>{escape(part.text)}</dd>")
        told.append("</dl>")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_LOOK}</style></head><body>",
            f"<h1>{title}</h1><p>{where}</p>",
            *told,
            "</body></html>",
            "",
        ]
    )


def take_out(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    one: LunchStoryRecord,
    now: datetime,
) -> None:
    """It is not told at the lunch: whoever was asked reads that it is over."""
    consenting.called_off(connection, house, About.LUNCH, one.id, now)
    lunches.change_story(connection, one.id, state=Place.OUT, position=None)
    del manager


def story_gone(
    connection: Connection, house: House, manager: ManagerRecord, story: StoryRecord, now: datetime
) -> None:
    """A story was withdrawn: nobody tells it at a lunch."""
    for one in lunches.of_story(connection, story.id):
        take_out(connection, house, manager, one, now)


def rep_left(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> None:
    """Whoever takes no part any more tells nothing at a lunch to come: their yes holds no longer.
    What they were asked and did not answer ends with its time, as silence does."""
    lunch = lunches.planned(connection, manager.id)
    for one in lunches.told_at(connection, lunch.id) if lunch else ():
        if one.owner != rep:
            continue
        if one.state is Place.IN:
            consenting.take_back_all(connection, house, manager, About.LUNCH, one.id, now)
        if one.state in (Place.OFFERED, Place.IN):
            lunches.change_story(connection, one.id, state=Place.OUT, position=None)


def _yes(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    now: datetime,
) -> None:
    del house, manager, now
    one = lunches.story(connection, asked.subject)
    if one is not None and one.state is Place.ASKED:
        lunches.change_story(connection, one.id, state=Place.IN)


def _no(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    now: datetime,
) -> None:
    del house, manager, now
    one = lunches.story(connection, asked.subject)
    if one is not None:
        lunches.change_story(connection, one.id, state=Place.OUT, position=None)


def _change(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    _asked: ConsentRecord,
    now: datetime,
) -> None:
    """The manager is asked about the owner's own words: until then it stays out."""
    remind(connection, house, manager, now)


def _withdrawn(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    """A page that was printed or sent names somebody who does not want that any more."""
    _no(connection, house, manager, given, now)
    remind(connection, house, manager, now)


LUNCH_AGREEMENT = Agreement(yes=_yes, no=_no, change=_change, withdrawn=_withdrawn)


def _items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """Once for a running order that lost a story to which its owner had said yes."""
    del house, day
    lunch = lunches.planned(connection, manager.id)
    lost = [] if lunch is None else _taken_back(connection, manager, lunch.id)
    if lunch is None or not any((one.answered_at or one.asked_at) <= before for one in lost):
        return []
    ways = (
        Way(OPENS, say("lunches.waits.open"), opens=True),
        Way(SEEN, say("lunches.waits.seen")),
    )
    text = say("lunches.waits.changed", name=lunch.name)
    return [TodayItem(ORDER_WAITS, lunch.id, text, title=say("lunches.order.title"), ways=ways)]


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    lunch: str,
    value: str,
    now: datetime,
) -> None:
    del house
    if lunches.get(connection, manager.id, lunch) is None or value != SEEN:
        raise NotHere
    for one in _taken_back(connection, manager, lunch):
        was = (Consent.WITHDRAWN,)
        consents.answer(connection, one.id, Consent.OVER, one.answered_at or now, was=was)


ORDERS_WAIT = WaitingKind(_items, _take)


def _taken_back(connection: Connection, manager: ManagerRecord, lunch: str) -> list[ConsentRecord]:
    told = {one.id for one in lunches.told_at(connection, lunch)}
    found = consents.of_manager(connection, manager.id, Consent.WITHDRAWN)
    return [one for one in found if one.about is About.LUNCH and one.subject in told]


def _parts(one: LunchStoryRecord) -> tuple[Part, ...]:
    labels = {"tried": say("lunches.tried"), "know_now": say("lunches.know_now")}
    return tuple(Part(labels[name], words) for name in TOLD if (words := one.body.get(name, "")))


def _agreed(connection: Connection, one: LunchStoryRecord) -> tuple[Part, ...]:
    """The very text that its owner said yes to."""
    for asked in consents.newest_about(connection, About.LUNCH, one.id):
        if asked.person == one.owner and asked.state is Consent.YES:
            return asked.suggested or asked.parts or _parts(one)
    return _parts(one)


def _open_lunch(connection: Connection, who: Who, lunch: str) -> tuple[LunchRecord, ManagerRecord]:
    """A planned lunch of this workspace whose manager is still here. Raises NotHere."""
    found = lunches.any_of(connection, lunch)
    manager = None if found is None else managers.get(connection, found.manager)
    if found is None or manager is None or manager.workspace != who.workspace:
        raise NotHere
    if found.state is not Lunch.PLANNED or not manager.is_active:
        raise NotHere
    return found, manager
