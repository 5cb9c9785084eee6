"""Useful failures, what people agree to, the award with its votes, and the lunch."""

from datetime import timedelta

from bot.services.award_views import AwardFilled, VoteMessage
from bot.services.consent_messages import ConsentMessage, ConsentStands
from bot.services.lunch_views import LunchForm, LunchMessage, LunchPage, TellFilled
from bot.services.messages import Message
from bot.services.team_messages import TodayItem
from bot.services.telling import ToldStory
from bot.services.who import Who
from habits.awards import MOST_NOMINATIONS
from habits.lunches import MOST_STORIES, Place, Wish
from tests.simulator.diary import Vote, Words
from tests.simulator.part import DAY, Part

OWN = 0.2
"""So many failures of their own does a manager tell a week."""
OF_A_REP = 0.03
PUTS_FORWARD = 0.6
TO_A_LUNCH = timedelta(days=50)


class Telling(Part):
    _lunch: str = ""
    _weeks = 0

    def week(self) -> None:
        self._weeks += 1
        if self._weeks == 1 or self.often(OWN):
            self.life.plan(self.some_time(), self.tells)
        if self.often(PUTS_FORWARD):
            self.life.plan(self.some_time(), self.puts_forward)
        for rep in self.here:
            for _ in range(self.often(OF_A_REP)):
                self.life.plan_rep(rep, self.some_time(), lambda rep=rep: self.rep_tells(rep))
        for act in (self.looks_at_the_award, self.looks_at_the_lunch):
            for _ in range(self.often(1)):
                self.life.plan(self.some_time(), act)

    # --- stories ----------------------------------------------------------------------------

    async def tells(self) -> None:
        """One's own, as the manager; now and then it is taken down again."""
        words = self.write(channel=True)
        await self._tell(self.who, words, "")
        self.used("useful failures", "tells a failure")
        if self.chance.random() < 0.15:
            self.life.plan(self.soon(90), lambda: self.takes_own_back(self.who, words))

    async def rep_tells(self, rep: Who) -> None:
        named = self.chance.random() < 0.6
        words = self.write(rep, channel=True, nameless="" if named else rep.user)
        if not (await self.tools.awards.window(self.who)).keepers and not self._has_channel():
            return
        await self._tell(rep, words, "", named=named)
        self.used("useful failures", by=rep)
        if self.chance.random() < 0.2:
            self.life.plan_rep(rep, self.soon(200), lambda: self.takes_own_back(rep, words))

    def _has_channel(self) -> bool:
        """The team's channel is chosen with the manager's first post."""
        return bool(self.diary.used["useful failures"])

    async def puts_forward(self) -> None:
        """A rep's lesson, once the manager told one of their own; the rep is asked."""
        form = await self.tools.stories.open(self.who)
        rep = self.some_rep()
        if rep is not None and form.went_first:
            words = self.write(rep, channel=True, asked=(rep.user,))
            await self._tell(self.who, words, rep.user)
            self.used("useful failures", "puts a lesson forward")

    async def _tell(self, who: Who, words: Words, owner: str, *, named: bool = True) -> None:
        form = await self.tools.stories.open(who)
        values = {"tried": "Sold by chat for a week", "know_now": f"Calls bring more {words.mark}"}
        told = ToldStory(values, form.team, owner, named)
        seen = await self.tools.stories.check(who, told)
        self.life.stories[seen.story] = (words, owner or who.user)
        channel = self.channel if who == self.who else None
        await self.tools.stories.finish(who, seen.story, channel)

    async def takes_own_back(self, who: Who, words: Words) -> None:
        story = next(key for key, (one, _) in self.life.stories.items() if one is words)
        with self.if_it_still_can():
            await self.tools.stories.take_back(who, story, self.key())
            words.gone_at = self.now
            self.used("taking back", "takes a failure back", by=who)

    # --- consent ----------------------------------------------------------------------------

    def rep_reads(self, rep: Who, message: Message) -> None:
        if isinstance(message, ConsentMessage) and message.stands is ConsentStands.ASKED:
            words = self.words_in(message.parts)
            assert words is not None, message
            self.life.plan_rep(rep, self.soon(60), lambda: self.answers(rep, message, words))

    async def answers(self, rep: Who, asked: ConsentMessage, words: Words) -> None:
        roll, consents = self.chance.random(), self.tools.consents
        of_story = asked.about == "story"
        named = None if not of_story else self.chance.random() < 0.7
        with self.if_it_still_can():
            if roll < 0.5:
                await consents.yes(rep, asked.consent, self.key(), named=named)
                words.asked.setdefault(rep.user, []).append((self.now, True))
                words.nameless = rep.user if named is False else words.nameless
                self.used("consent: yes", by=rep)
                if self.chance.random() < 0.25:
                    back = self.soon(150)
                    self.life.plan_rep(
                        rep, back, lambda: self.takes_back(rep, asked.consent, words)
                    )
            elif roll < 0.6:
                await consents.no(rep, asked.consent, self.key())
                words.asked.setdefault(rep.user, []).append((self.now, False))
                self.used("consent: no", by=rep)
            elif roll < 0.85 and of_story:
                await self._changes(rep, asked, words, named=bool(named))
            else:
                self.used("consent: silence", by=rep)

    async def _changes(self, rep: Who, asked: ConsentMessage, words: Words, *, named: bool) -> None:
        """Other words: the manager takes them up or leaves it."""
        form = await self.tools.consents.form(rep, asked.consent)
        own = self.write(rep, channel=True, asked=(rep.user,), nameless="" if named else rep.user)
        texts = {n: one.text.replace(words.mark, own.mark) for n, one in enumerate(form.parts)}
        await self.tools.consents.change(rep, asked.consent, texts, named, self.key())
        words.asked[rep.user].append((self.now, False))
        own.asked[rep.user].append((self.now, True))
        for key, (told, owner) in list(self.life.stories.items()):
            if told is words:
                self.life.stories[key] = (own, owner)
        self.used("consent: change", by=rep)

    async def takes_back(self, rep: Who, consent: str, words: Words) -> None:
        with self.if_it_still_can():
            await self.tools.consents.take_back(rep, consent, self.key())
            words.asked.setdefault(rep.user, []).append((self.now, False))
            self.used("taking back", by=rep)

    # --- the award --------------------------------------------------------------------------

    async def looks_at_the_award(self) -> None:
        """From the middle of the month on: lessons are put up, later the vote is opened, or the
        award is given."""
        if self.today_of(self.who).day < 10:
            return
        window = await self.tools.awards.window(self.who)
        for one in window.stories[: MOST_NOMINATIONS - len(window.up)]:
            words, owner = self.life.stories[one.story]
            rep = Who(self.who.workspace, owner)
            asked = () if owner == self.who.user else (owner,)
            built = self.write(rep, channel=True, asked=asked, nameless=words.nameless)
            built.built_on = words
            trophy = window.trophy or "The bent golf club"
            citation = f"Calls bring more {built.mark}"
            filled = AwardFilled(one.story, citation, trophy, vote_until=window.vote_until)
            with self.if_it_still_can():
                window = await self.tools.awards.put_up(self.who, filled, self.key())
                self.used("award", "puts a lesson up")
        self.life.plan(self.now + 4 * DAY, self.opens_the_vote)

    async def opens_the_vote(self) -> None:
        window = await self.tools.awards.window(self.who)
        if not (window.may_open or window.may_give):
            return
        up = [one.lesson.nomination for one in window.up]
        filled = AwardFilled(
            trophy=window.trophy, vote_until=window.vote_until, chosen=self.chance.choice(up)
        )
        with self.if_it_still_can():
            seen = await self.tools.awards.preview(self.who, window.award, filled, self.channel)
            await self.tools.awards.post(
                self.who, window.award, seen.shown, self.channel, self.key()
            )
            self.used("award", "opens the vote, or gives the award")

    def team_reads(self, message: Message) -> None:
        match message:
            case VoteMessage() as card:
                for rep in self.here:
                    for _ in range(self.chance.choice((0, 1, 1, 1, 2))):
                        at = self.soon(24 * 4)
                        self.life.plan_rep(rep, at, lambda rep=rep: self.votes(rep, card))
            case LunchMessage() as told:
                for rep in self.here:
                    if self.chance.random() < 0.4:
                        self.life.plan_rep(
                            rep, self.soon(300), lambda rep=rep: self.would_tell(rep, told.lunch)
                        )
            case _:
                pass

    async def votes(self, rep: Who, card: VoteMessage) -> None:
        chosen = self.chance.choice(card.lessons).nomination
        with self.if_it_still_can():
            await self.tools.voting.vote(rep, chosen, visitor=False, click=self.desk.click())
            self.diary.votes.append(Vote(self.now, rep.user, chosen))
            self.used("votes", by=rep)

    # --- the lunch --------------------------------------------------------------------------

    async def looks_at_the_lunch(self) -> None:
        """A date is set seven weeks ahead; stories are chosen, and learnings told afterwards."""
        if self._weeks < 3 or not self._has_channel():
            return
        match await self.tools.lunches.window(self.who):
            case LunchForm():
                await self._plans_a_lunch()
            case LunchPage() as page:
                await self._prepares(page)

    async def _plans_a_lunch(self) -> None:
        on = self.work_day(self.who, TO_A_LUNCH.days)
        story = f"I shipped the old price list {self.write().mark}"
        seen = await self.tools.lunches.preview(
            self.who, Wish("Our lunch", on, "The big table", story)
        )
        await self.tools.lunches.invite(self.who, seen.draft, self.channel, self.key())
        self.used("lunch", "plans a lunch")

    async def _prepares(self, page: LunchPage) -> None:
        offered = [one.id for one in page.tellers if one.state is Place.OFFERED]
        under_way = sum(one.state in (Place.ASKED, Place.IN) for one in page.tellers)
        room = MOST_STORIES - under_way
        with self.if_it_still_can():
            if page.may_tell_learnings:
                words = self.write(channel=True)
                text = f"Ask for the date twice {words.mark}"
                await self.tools.lunches.learnings(self.who, page.lunch, text)
                await self.tools.lunches.tell_learnings(
                    self.who, page.lunch, self.channel, self.key()
                )
            elif offered and room and self.today_of(self.who) >= page.on - 20 * DAY:
                chosen = offered[:room]
                await self.tools.running_orders.choose(self.who, page.lunch, chosen, self.key())
            else:
                order = await self.tools.running_orders.order(self.who, page.lunch)
                told = {words.mark for words in self.diary.words if words.mark in str(order)}
                self.diary.told_at_lunch.append((self.now, told))
            self.used("lunch", "goes on with the lunch")

    async def would_tell(self, rep: Who, lunch: str) -> None:
        with self.if_it_still_can():
            form = await self.tools.running_orders.to_tell(rep, lunch)
            words = self.write(rep, channel=True, asked=(rep.user,))
            filled = TellFilled("", "A fair without a list", f"Take the list {words.mark}")
            form = await self.tools.running_orders.tell(rep, lunch, filled, self.key())
            self.used("lunch", by=rep)
            if self.chance.random() < 0.15:
                await self.tools.running_orders.take_back(
                    rep, form.offered[-1][0], self.desk.click()
                )
                words.gone_at = self.now

    # --- what waits -------------------------------------------------------------------------

    async def deals_with(self, item: TodayItem, way: str) -> bool:
        match item.kind, way:
            case "story", "thank":
                with self.if_it_still_can():
                    await self.tools.stories.thank(self.who, item.id)
                    self.used("useful failures", "goes on to thank")
            case "award", _:
                await self.opens_the_vote()
            case "lunch-order", _:
                await self.looks_at_the_lunch()
            case "consent", _:
                with self.if_it_still_can():
                    await self.tools.consents.draft_of(self.who, item.id)
                    self.used("consent: not posted", "opens it again")
            case _:
                return False
        return True
