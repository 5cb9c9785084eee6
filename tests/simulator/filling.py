"""Forms, cards, and the notes that two share: what a manager fills in, and what a rep adds."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.form_views import Confirmed, FormOf, HeldBack, OwnVoice, Preview
from bot.services.forms import Filled
from bot.services.messages import Message
from bot.services.team_messages import HeldMessage, RepFormMessage, SharedNoteMessage, TodayItem
from bot.services.who import Who
from habits.catalogue_lists import Audience
from habits.filling import Values
from tests.simulator.part import DAY, Part
from tests.simulator.screen import Seen

PAIR, CHANNEL, SAID = Audience.PAIR_NOTE, Audience.TEAM_CHANNEL, Audience.OWN_VOICE
PRIVATE = Audience.PRIVATE


@dataclass(frozen=True)
class Blank:
    """What somebody brings to a form: a mark for what they type, a rep, days as ISO dates."""

    mark: str
    rep: str
    day: str
    later: str


@dataclass(frozen=True)
class Sheet:
    """A form that is filled in: the tool it stands for, whom it may be for, and its values.
    `named` are fields whose people are asked before the channel reads it."""

    tool: str
    audiences: tuple[Audience, ...]
    values: Callable[[Blank], Values]
    named: tuple[str, ...] = ()


def _admits(at: Blank) -> Values:
    return {"did_effect": f"I moved our date twice {at.mark}", "change": "A date of mine stays"}


def _reports(at: Blank) -> Values:
    return {"change": "A date of mine stays", "state": "partly", "line": f"Often {at.mark}"}


SHEETS: dict[str, Sheet] = {
    "direction": Sheet("direction", (CHANNEL,), lambda at: {
        "priority": f"Renewals first {at.mark}", "wait": "The list of cold leads"}),
    "purpose": Sheet("customer stories", (CHANNEL,), lambda at: {
        "customer": "Bakery Nord", "better": f"They close the books sooner {at.mark}",
        "who": (at.rep,)}, named=("who",)),
    "human_flaw": Sheet("failure CV", (CHANNEL,), lambda at: {
        "story": f"I once pitched to another company than I thought {at.mark}"}),
    "share_criticism": Sheet("share criticism", (CHANNEL,), lambda at: {
        "source": "conversation", "heard": f"I change plans too late {at.mark}",
        "will": "Plans stand from Tuesday on", "by": at.later}),
    "ask_not_order": Sheet("own words", (SAID,), lambda at: {
        "rep": at.rep, "ask": f"Could you take the Kiel visit? {at.mark}"}),
    "ease_intensity": Sheet("thanks", (SAID,), lambda at: {
        "rep": at.rep, "did": f"You called all five back {at.mark}",
        "effect": "Two of them stay", "drop": "The daily call list"}),
    "contribution": Sheet("thanks", (SAID, CHANNEL), lambda at: {
        "rep": at.rep, "did": f"You kept the notes {at.mark}",
        "effect": "We wrote to all forty in a day"}, named=("rep",)),
    "thank_creative_mistake": Sheet("thanks", (SAID, CHANNEL), lambda at: {
        "rep": at.rep, "tried": f"Selling by video {at.mark}",
        "learned": "Small firms like it"}, named=("rep",)),
    "admit_mistake": Sheet("own mistakes", (SAID, CHANNEL), _admits),
    "fix_repeat": Sheet("reports on the change", (SAID, CHANNEL), _reports),
    "take_the_hit": Sheet("own words", (SAID,), lambda at: {
        "my_part": f"I agreed to that date {at.mark}", "facts": "The new date is the 20th."}),
    "firm_and_fair": Sheet("held drafts", (SAID,), lambda at: {
        "rep": at.rep, "gap": f"The forecast came two days late {at.mark}",
        "help": "I take the Lund account", "date": at.later, "hold": True}),
    "forgive_close": Sheet("own words", (SAID,), lambda at: {
        "limits": True, "closed": f"That quote is behind us {at.mark}"}),
    "know_business": Sheet("gaps", (PRIVATE,), lambda at: {
        "gap": f"How the discount ladder works {at.mark}", "expert": at.rep}),
    "protect_time": Sheet("talks", (PRIVATE,), lambda at: {
        "day_1": at.day, "hour_1": "10:00", "day_2": at.later, "hour_2": "14:00"}),
    "blame_free_debrief": Sheet("debriefs", (PAIR, CHANNEL), lambda at: {
        "deal": "Hansa Foods", "why": f"Three people decide there {at.mark}",
        "next_test": "Ask for all names first", "owner": at.rep, "day": at.later},
        named=("owner",)),
    "bless_risk": Sheet("experiments", (PAIR, CHANNEL), lambda at: {
        "test": f"A price page for bakers {at.mark}", "owner": at.rep, "stop": at.later},
        named=("owner",)),
    "act_fast": Sheet("experiments", (PAIR, CHANNEL), lambda at: {
        "topic": "The long contract", "test": f"Offer one page {at.mark}", "owner": at.rep},
        named=("owner",)),
    "develop": Sheet("rep texts", (PAIR,), lambda at: {
        "rep": at.rep, "stretch": f"Lead the tender {at.mark}", "support": "I read the draft"}),
    "lead_buyers": Sheet("rep texts", (PAIR,), lambda at: {
        "rep": at.rep, "deal": f"Hansa {at.mark}"}),
}  # fmt: skip

CARDS: dict[str, tuple[str, Callable[[Blank], Values]]] = {
    "listen_first": ("their_idea_is_in", lambda at: {
        "rep": at.rep, "plan": f"Two visits in one trip {at.mark}"}),
    "size_mistake": ("small", lambda _: {}),
    "belonging": ("talked", lambda at: {"rep": at.rep}),
    "land_feedback": ("heard", lambda _: {}),
    "people_first": ("people", lambda _: {}),
    "stay_talk": ("held_with_action", lambda at: {
        "rep": at.rep, "action": f"One day a week from home {at.mark}", "by": at.later}),
}  # fmt: skip
A_WEEK = 2


class Filling(Part):
    _next: tuple[str, ...] = ()

    def week(self) -> None:
        """Two of them each week, each of them in its turn."""
        for _ in range(self.often(A_WEEK)):
            if not self._next:
                every = [*SHEETS, *CARDS]
                self._next = tuple(self.chance.sample(every, len(every)))
            habit, self._next = self._next[0], self._next[1:]
            act = self.fills if habit in SHEETS else self.takes_a_card
            self.life.plan(self.some_time(), lambda act=act, habit=habit: act(habit))

    # --- forms ------------------------------------------------------------------------------

    async def fills(self, habit: str, of: FormOf | None = None) -> None:
        rep, sheet = self.some_rep(), SHEETS[habit]
        if rep is None:
            return
        audience = self.chance.choice(sheet.audiences)
        if audience is CHANNEL:
            asked = (rep.user,) if sheet.named else ()
            words = self.write(rep, channel=True, asked=asked)
        else:
            words = self.write(rep) if audience is PAIR else self.write()
        day = self.work_day(self.who, 3)
        blank = Blank(words.mark, rep.user, f"{day}", f"{day + 7 * DAY}")
        values = sheet.values(blank)
        of = of or await self._of(habit)
        with self.if_it_still_can():
            await self._ends(of, values, audience)
            self.used(sheet.tool, f"fills in {habit}")
        if habit == "human_flaw":
            shown = self.chance.random() < 0.5
            await self.tools.failure_cv.keep(self.who, "A wrong hire", shown, self.key())

    async def _of(self, habit: str) -> FormOf:
        """A report tells of a mistake that was owned before, where there is one."""
        if habit == "fix_repeat":
            owned = await self.tools.admissions.open(self.who)
            if owned:
                return FormOf(habit, record=owned[-1].id)
        return FormOf(habit)

    async def _ends(self, of: FormOf, values: Values, audience: Audience | None) -> None:
        match await self.town.forms.check(self.who, of, Filled(values, audience)):
            case Preview() as seen:
                channel = self.channel if seen.audience is CHANNEL else None
                confirmed = Confirmed(seen.draft, channel, agreed=True)
                await self.town.forms.finish(self.who, of, confirmed)
            case OwnVoice() as seen:
                if self.chance.random() < 0.8:
                    key = self.key()
                    await self.town.forms.said(self.who, of.habit, seen.token, key)
            case HeldBack():
                pass

    async def takes_a_card(self, habit: str) -> None:
        rep = self.some_rep()
        if rep is None:
            return
        outcome, values = CARDS[habit]
        words = self.write(rep)
        blank = Blank(words.mark, rep.user, "", f"{self.work_day(self.who, 10)}")
        await self.tools.cards.open(self.who, FormOf(habit))
        with self.if_it_still_can():
            await self.tools.cards.save(self.who, FormOf(habit), outcome, values(blank), self.key())
            self.used("cards", f"takes the card {habit}")

    def reads(self, seen: Seen) -> None:
        if isinstance(seen.message, HeldMessage):
            row = seen.message.row
            self.life.plan(self.soon(), lambda: self.reads_again(row))

    async def reads_again(self, row: str) -> None:
        """A draft is back: it is said now, or thrown away."""
        of = await self.tools.held.form_of(self.who, row)
        if of is None:
            return
        if self.chance.random() < 0.4:
            await self.tools.held.throw_away(self.who, row, self.key())
        else:
            form = await self.town.forms.open(self.who, of)
            assert "hold" not in form.values, "the box is for once"
            await self._ends(of, form.values, form.audience)
        self.used("held drafts", "deals with a draft that is back")

    # --- what two share ---------------------------------------------------------------------

    def rep_reads(self, rep: Who, message: Message) -> None:
        match message:
            case RepFormMessage(note=note, habit=habit):
                self.life.plan_rep(rep, self.soon(40), lambda: self.writes(rep, note, habit))
            case SharedNoteMessage(note=note):
                self.life.plan_rep(rep, self.soon(40), lambda: self.answers_note(rep, note))
            case _:
                pass

    async def writes(self, rep: Who, note: str, habit: str) -> None:
        roll, coach = self.chance.random(), self.town.coach
        with self.if_it_still_can():
            form = await coach.rep_form(rep, note)
            if roll < 0.75:
                values = {field.id: "Call the buyer on Friday" for field in form.fields}
                await coach.write(rep, note, values, self.key())
            elif roll < 0.85:
                await coach.decline(rep, note)
            elif roll < 0.9:
                await coach.delete(rep, note)
            self.used("rep texts", by=rep)

    async def answers_note(self, rep: Who, note: str) -> None:
        roll, notes = self.chance.random(), self.tools.notes
        with self.if_it_still_can():
            if roll < 0.5:
                await notes.agree(rep, note)
                self.used("notes: agree", by=rep)
            elif roll < 0.75:
                form = await notes.form(rep, note)
                changed = {
                    name: f"{value} on Friday" if name in ("test", "action", "plan") else value
                    for name, value in form.values.items()
                    if any(field.id == name for field in form.fields)
                }
                await notes.change(rep, note, changed, self.key())
                self.used("notes: change", by=rep)
            elif roll < 0.88:
                await self.town.coach.delete(rep, note)
                self.used("notes: delete", by=rep)

    # --- what waits -------------------------------------------------------------------------

    async def deals_with(self, item: TodayItem, way: str) -> bool:
        if item.kind != "follow-up":
            return False
        with self.if_it_still_can():
            of = await self.town.waits.opened_by(self.who, item.id)
            if of.habit in SHEETS:
                await self.fills(of.habit, of)
        return True
