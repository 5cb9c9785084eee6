"""How each habit is done, from [Do it now] in its prompt to what comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.e2e.every_habit.company import Team
from tests.e2e.every_habit.member import Member
from tests.e2e.slack import BOT_USER, JSON, Slack, controls


@dataclass
class Scene:
    """A team whose manager just got the prompt."""

    slack: Slack
    team: Team
    manager: Member
    rep: Member
    other: Member
    opened: str = ""
    """The title of the window that [Do it now] opened."""

    @classmethod
    def of(cls, slack: Slack, team: Team) -> "Scene":
        members = [Member(slack, one) for one in (team.manager, team.rep, team.other)]
        return cls(slack, team, members[0], members[1], members[2])

    async def does(self) -> JSON:
        """[Do it now] in the newest prompt: the window that opens."""
        prompts = await self.slack.direct(self.team.manager)
        prompt = [one for one in prompts if "prompt.more" in str(one)][-1]
        self.manager.reads(prompt)
        window = await self.manager.opens(prompt, "Do it now")
        self.opened = window["title"]["text"]
        return window

    async def posts(self, view: JSON) -> None:
        """The last look, with the channel that is theirs."""
        asked = {one["block_id"] for one in view["blocks"] if one["type"] == "input"}
        values = {"compose.channel": self.team.channel, "compose.agreed": ["ticked"]}
        known = {name: value for name, value in values.items() if name in asked}
        await self.manager.fills(view, **known)
        await self.manager.closes()
        await self.slack.pass_time(seconds=5)

    async def says(self, view: JSON) -> None:
        """The text is taken along and said."""
        await self.manager.fills(view)
        await self.manager.closes()

    async def keeps(self, view: JSON) -> None:
        await self.manager.fills(view)
        await self.manager.closes()

    async def in_channel(self) -> list[JSON]:
        """What the bot shows in the team's channel."""
        found = (await self.slack.get("messages", channel=self.team.channel))["messages"]
        return [
            one
            for one in found
            if one["user"] == BOT_USER and "ephemeral_to" not in one and not one["deleted"]
        ]


Step = Callable[[Scene], Awaitable[None]]
Later = Callable[[Scene, JSON], Awaitable[None]]

STEPS: dict[str, Step] = {}
"""From the prompt to what is visible then."""

BEFORE: dict[str, Step] = {}
"""What the manager did on the day before, so that there is something to do it with."""

LATER: dict[str, Later] = {}
"""What is done with the message that asks again, where the habit counts only then."""


def step(do: Step) -> Step:
    STEPS[do.__name__] = do
    return do


# --- posted in the channel ------------------------------------------------------------------


@step
async def share_why(at: Scene) -> None:
    form = await at.does()
    why = "The small plan ends in May. It costs more than it brings."
    await at.posts(await at.manager.fills(form, why=why, open="What its customers get"))


@step
async def direction(at: Scene) -> None:
    form = await at.does()
    values = {"priority": "Renewals before new names", "wait": "The list of cold leads"}
    await at.posts(await at.manager.fills(form, **values))


@step
async def purpose(at: Scene) -> None:
    form = await at.does()
    values = {"customer": "Bakery Nord", "better": "They close the books two days sooner."}
    await at.posts(await at.manager.fills(form, **values))


@step
async def human_flaw(at: Scene) -> None:
    form = await at.does()
    story = "I once pitched a full hour to another company than I thought."
    await at.posts(await at.manager.fills(form, story=story))


@step
async def share_criticism(at: Scene) -> None:
    form = await at.does()
    values = {
        "source": "conversation",
        "heard": "I change plans too late in the week.",
        "will": "Plans stand from Tuesday on",
        "by": "2027-01-14",
    }
    await at.posts(await at.manager.fills(form, **values))


# --- said in one's own voice ----------------------------------------------------------------


@step
async def ask_not_order(at: Scene) -> None:
    form = await at.does()
    ask = "Could you take the Kiel visit, at a time that suits you?"
    await at.says(await at.manager.fills(form, rep=at.team.rep, ask=ask))


@step
async def ease_intensity(at: Scene) -> None:
    form = await at.does()
    values = {"did": "You called all five back", "effect": "Two of them stay with us"}
    await at.says(
        await at.manager.fills(form, rep=at.team.rep, **values, drop="The daily call list")
    )


@step
async def contribution(at: Scene) -> None:
    form = await at.does()
    values = {"did": "You kept the notes of the fair", "effect": "We wrote to all forty in a day"}
    await at.says(await at.manager.fills(form, rep=at.team.rep, **values))


@step
async def thank_creative_mistake(at: Scene) -> None:
    form = await at.does()
    values = {"tried": "Selling by video", "learned": "Small firms like it, large ones do not"}
    await at.says(await at.manager.fills(form, rep=at.team.rep, **values))


@step
async def admit_mistake(at: Scene) -> None:
    form = await at.does()
    values = {
        "did_effect": "I moved the meeting twice, and you prepared it twice.",
        "change": "A date that I set stays",
    }
    await at.says(await at.manager.fills(form, **values))


@step
async def fix_repeat(at: Scene) -> None:
    form = await at.does()
    values = {
        "change": "I answer the same day",
        "state": "partly",
        "line": "Most days it works, Mondays not yet",
    }
    await at.says(await at.manager.fills(form, **values))


@step
async def take_the_hit(at: Scene) -> None:
    """It is not said yet, and asked about at the check-in."""
    form = await at.does()
    values = {
        "my_part": "I agreed to a date we could not keep",
        "facts": "The new date is the 20th. The customer knows.",
    }
    await at.manager.fills(form, **values)
    await at.manager.closes()


async def take_the_hit_later(at: Scene, check_in: JSON) -> None:
    """Beside the button that opens the form again there is a menu with [I said it]."""
    [said] = [
        one["value"]
        for one in controls(check_in)["check_in.follow-up"]["options"]
        if one["text"]["text"] == "I said it"
    ]
    await at.slack.click(at.team.manager, check_in, "check_in.follow-up", said)


@step
async def firm_and_fair(at: Scene) -> None:
    form = await at.does()
    values = {
        "gap": "The forecast came two days late",
        "help": "I take the Lund account for you",
        "date": "2027-01-14",
    }
    await at.says(await at.manager.fills(form, rep=at.team.rep, **values))


@step
async def forgive_close(at: Scene) -> None:
    form = await at.does()
    values = {"limits": ["ticked"], "closed": "That quote is behind us, and I look forward"}
    await at.says(await at.manager.fills(form, **values))


# --- kept for the manager alone -------------------------------------------------------------


@step
async def know_business(at: Scene) -> None:
    form = await at.does()
    values = {"gap": "How the discount ladder works", "expert": at.team.other}
    await at.keeps(await at.manager.fills(form, **values))


@step
async def protect_time(at: Scene) -> None:
    form = await at.does()
    values = {"day_1": "2027-01-06", "hour_1": "10:00", "day_2": "2027-01-07", "hour_2": "14:00"}
    await at.keeps(await at.manager.fills(form, **values))


@step
async def keep_word(at: Scene) -> None:
    form = await at.does()
    await at.manager.fills(form, promise="Send the price list", promise_due="2027-01-14")
    await at.manager.closes()


# --- notes of two ---------------------------------------------------------------------------


@step
async def blame_free_debrief(at: Scene) -> None:
    form = await at.does()
    values = {
        "deal": "Hansa Foods",
        "why": "Three people decide there, and we had met one.",
        "next_test": "Ask for all names in the first call",
        "owner": at.team.rep,
        "day": "2027-01-14",
    }
    await at.keeps(await at.manager.fills(form, **values))
    note = await at.rep.newest()
    await at.rep.press(note, "Agree")


@step
async def bless_risk(at: Scene) -> None:
    form = await at.does()
    values = {"test": "A price page for bakers", "owner": at.team.rep, "stop": "2027-01-14"}
    await at.keeps(await at.manager.fills(form, **values))
    note = await at.rep.newest()
    await at.rep.press(note, "Agree")


@step
async def act_fast(at: Scene) -> None:
    form = await at.does()
    values = {"topic": "The long contract", "test": "Offer one page to two customers"}
    await at.keeps(await at.manager.fills(form, **values, owner=at.team.rep))
    note = await at.rep.newest()
    await at.rep.press(note, "Agree")


@step
async def coach_11(at: Scene) -> None:
    form = await at.does()
    values = {"compose.pick.skill": "1", "compose.pick.question": "2"}
    await at.keeps(await at.manager.fills(form, rep=at.team.rep, **values))
    asked = await at.rep.newest()
    await at.rep.fills(await at.rep.opens(asked, "coach.write"), next_step="Call Ystad on Friday")
    await _meets(at, "2027-01-12", "14:00")


async def _meets(at: Scene, first: str, hour: str) -> None:
    """The manager has a 1:1 with the rep every week."""
    manager = at.team.manager
    await at.slack.trust(manager, "coach")
    await at.slack.click(manager, await at.slack.modal(manager), "coach.times")
    await at.slack.click(manager, await at.slack.modal(manager), "coach.time.add")
    form = await at.slack.modal(manager)
    values = {"rep": at.team.rep, "first": first, "at": hour, "every": "1"}
    assert await at.slack.submit(manager, form, **values) == {}
    await at.manager.closes()


@step
async def develop(at: Scene) -> None:
    form = await at.does()
    values = {"stretch": "Lead the Malmo tender", "support": "I read the draft with you"}
    await at.keeps(await at.manager.fills(form, rep=at.team.rep, **values))
    asked = await at.rep.newest()
    window = await at.rep.opens(asked, "coach.write")
    await at.rep.fills(window, good_at="Tenders for cities")


@step
async def lead_buyers(at: Scene) -> None:
    form = await at.does()
    await at.keeps(await at.manager.fills(form, rep=at.team.rep))
    asked = await at.rep.newest()
    window = await at.rep.opens(asked, "coach.write")
    await at.rep.fills(window, guide_to="Show what the wait costs them")


# --- cards ----------------------------------------------------------------------------------


@step
async def listen_first(at: Scene) -> None:
    card = await at.does()
    values = {"outcome": "their_idea_is_in", "rep": at.team.rep, "plan": "Two visits in one trip"}
    await at.manager.fills(card, **values)
    await at.manager.closes()
    note = await at.rep.newest()
    await at.rep.press(note, "Agree")


@step
async def size_mistake(at: Scene) -> None:
    card = await at.does()
    await at.manager.opens(card, "Small")
    await at.manager.closes()


@step
async def belonging(at: Scene) -> None:
    card = await at.does()
    await at.manager.fills(card, outcome="talked")
    await at.manager.closes()


@step
async def land_feedback(at: Scene) -> None:
    card = await at.does()
    await at.manager.opens(card, "In their own words")
    await at.manager.closes()


@step
async def people_first(at: Scene) -> None:
    card = await at.does()
    await at.manager.opens(card, "People")
    await at.manager.closes()


@step
async def stay_talk(at: Scene) -> None:
    card = await at.does()
    values = {
        "outcome": "held_with_action",
        "rep": at.team.rep,
        "action": "One day a week from home",
        "by": "2027-01-14",
    }
    await at.manager.fills(card, **values)
    await at.manager.closes()
    note = await at.rep.newest()
    await at.rep.press(note, "Agree")


# --- conversations of their own -------------------------------------------------------------


@step
async def filter_request(at: Scene) -> None:
    form = await at.manager.opens(await at.does(), "filter.add")
    await at.manager.press(form, "filter.choice", "delay")
    form = await at.manager.window()
    values = {"ask": "All customer numbers once more", "requester": at.team.other}
    reply = await at.manager.fills(form, **values, deadline="2027-01-14")
    await at.manager.fills(reply)
    await at.manager.closes()


async def weekly_batch_before(at: Scene) -> None:
    """An ask waits for the bundle."""
    manager = at.team.manager
    await at.slack.trust(manager, "filter")
    await at.slack.click(manager, await at.slack.modal(manager), "filter.add")
    await at.slack.click(manager, await at.slack.modal(manager), "filter.choice", "batch")
    values = {"ask": "A list of all trade fairs of last year", "requester": at.team.other}
    await at.slack.submit(manager, await at.slack.modal(manager), **values)
    await Member(at.slack, manager).closes()


@step
async def weekly_batch(at: Scene) -> None:
    view = await at.manager.fills(await at.does())
    await at.manager.fills(view, channel=at.team.channel)
    await at.manager.closes()
    await at.slack.pass_time(seconds=5)


@step
async def ride_along(at: Scene) -> None:
    offer = await at.does()
    values = {"deal": "Pizza Ost", "day": "2027-01-07", "at": "14:00"}
    await at.manager.fills(offer, rep=at.team.rep, **values)
    await at.manager.closes()
    await at.rep.press(await at.rep.newest(), "Yes, please")


async def ride_along_later(at: Scene, asks: JSON) -> None:
    at.manager.reads(asks)
    form = await at.manager.opens(asks, "Add your lines")
    await at.manager.fills(form, did_well="You asked first", we_do="Send the two dates")


async def keep_word_later(at: Scene, today: JSON) -> None:
    at.manager.reads(today)
    await at.manager.press(today, "Done")


async def clear_path_before(at: Scene) -> None:
    """The rep says what is in the way."""
    await at.slack.trust(at.team.rep, "blocked")
    form = await at.rep.window()
    await at.rep.fills(form, obstacle="The demo account is locked")
    await at.rep.closes()
    await at.slack.pass_time(minutes=1)


@step
async def clear_path(at: Scene) -> None:
    window = await at.does()
    if "obstacle.take" not in str(window):
        # The prompt asked where the team will be in a year; another one leads to the list.
        await at.manager.closes()
        await at.slack.trust(at.team.manager, "do clear path")
        window = await at.manager.window()
        at.opened = window["title"]["text"]
    form = await at.manager.opens(window, "I take it on")
    await at.manager.fills(form, obstacle_due="2027-01-14")
    await at.manager.closes()
    await at.rep.newest()


async def clear_path_later(at: Scene, today: JSON) -> None:
    at.manager.reads(today)
    form = await at.manager.opens(today, "Answer")
    answer = "It is open again"
    seen = await at.manager.fills(form, obstacle_ending="gone", obstacle_answer=answer)
    await at.manager.fills(seen)
    await at.manager.closes()
    await at.rep.newest()
    assert at.rep.saw("<@" + at.team.manager + "> says this is out of your way:")
    assert at.rep.saw(answer)


async def _tells(at: Scene, form: JSON) -> None:
    """A useful failure of the manager's own, from the form to the channel."""
    known = "Chat brings questions, calls bring orders."
    preview = await at.manager.fills(form, tried="Sold by chat for a week", know_now=known)
    await at.manager.fills(preview, **{"story.channel": at.team.channel})
    await at.manager.closes()
    await at.slack.pass_time(seconds=5)


@step
async def celebrate_failure(at: Scene) -> None:
    await _tells(at, await at.does())


async def fun_award_before(at: Scene) -> None:
    await at.slack.trust(at.team.manager, "mistake")
    await _tells(at, await at.manager.window())
    at.manager = Member(at.slack, at.team.manager)


@step
async def fun_award(at: Scene) -> None:
    window = await at.does()
    window = await at.manager.fills(window, trophy="The bent golf club")
    preview = await at.manager.opens(window, "award.go")
    await at.posts(preview)


@step
async def hall_of_shame_lunch(at: Scene) -> None:
    form = await at.does()
    story = "I shipped the old price list to a whole fair."
    await at.posts(await at.manager.fills(form, date="2027-02-23", own_story=story))


async def hall_of_shame_lunch_later(at: Scene, today: JSON) -> None:
    at.manager.reads(today)
    if "is behind you" not in str(today["blocks"]):
        return  # It is over one day, and asked about no more.
    window = await at.manager.opens(today, "Open the lunch")
    form = await at.manager.opens(window, "lunch.learnings")
    preview = await at.manager.fills(form, learnings="Ask for the date twice")
    await at.posts(preview)


BEFORE |= {
    "weekly_batch": weekly_batch_before,
    "clear_path": clear_path_before,
    "fun_award": fun_award_before,
}
LATER |= {
    "take_the_hit": take_the_hit_later,
    "ride_along": ride_along_later,
    "keep_word": keep_word_later,
    "clear_path": clear_path_later,
    "hall_of_shame_lunch": hall_of_shame_lunch_later,
}
