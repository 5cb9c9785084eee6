"""The award: its cards in the channel, and the window in which the manager gives it."""

from collections.abc import Sequence

from bot.services.award_views import (
    AwardPreview,
    AwardWindow,
    Lesson,
    Next,
    PutUp,
    ResultMessage,
    VoteMessage,
)
from bot.services.form_endings import CHANNEL
from bot.services.ports import Content
from bot.slack.award_forms import AwardCarried
from bot.slack.blocks.compose import channel_select
from bot.slack.blocks.parts import parts_block
from bot.slack.blocks.people import reply_to
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    confirmed,
    context,
    datepicker,
    divider,
    field,
    modal,
    notification,
    option,
    plain,
    section,
    select,
    text_input,
)
from bot.slack.ids import AWARD_VOTES, ActionId, CallbackId, Field
from bot.slack.text import Marked, Raw, channel_mention, lines, mention, said
from habits.awards import LONGEST_CITATION, LONGEST_TROPHY, Award, Nomination
from habits.composing import Part
from habits.phrases import day, month, together
from habits.texts import say, say_each

_TWO = 2


# --- in the channel -------------------------------------------------------------------------


def vote(message: VoteMessage) -> Content:
    """The card with one button for each lesson; none once the vote is over."""
    reply = reply_to(message.author, message.author_name, message.team)
    title = said("awards.card.heading", trophy=message.trophy, author=mention(message.author))
    if message.called_off:
        off = section(said("awards.card.called_off"))
        return Content(notification(say("awards.card.notification_over")), [off, actions(reply)])
    shown = [section(title), *_lessons(message.lessons, numbered=True)]
    if message.over:
        return Content(
            notification(say("awards.card.notification_over")),
            [*shown, section(said("awards.card.over")), actions(reply)],
        )
    votes = [
        button(action, say("awards.card.vote_for", number=number), lesson.nomination)
        for number, (action, lesson) in enumerate(
            zip(AWARD_VOTES, message.lessons, strict=False), start=1
        )
    ]
    until = context(said("awards.card.until", day=day(message.until)))
    told = say("awards.card.notification", trophy=message.trophy)
    return Content(notification(told), [*shown, until, actions(*votes, reply)])


def result(message: ResultMessage) -> Content:
    reply = reply_to(message.author, message.author_name, message.team)
    if not message.winners:
        gone = section(said("awards.result.gone"))
        return Content(notification(say("awards.result.notification_gone")), [gone, actions(reply)])
    title = said(
        "awards.result.heading",
        trophy=message.trophy,
        month=month(message.month.month),
        author=mention(message.author),
    )
    told = say(
        "awards.result.notification", trophy=message.trophy, month=month(message.month.month)
    )
    helped = button(ActionId.POST_HELPED, say("posts.that_helped"), message.post)
    return Content(
        notification(told),
        [
            section(title),
            *_lessons(message.winners, numbered=False, whose=len(message.winners) > 1),
            *_how(message),
            actions(helped, reply),
        ],
    )


def _how(message: ResultMessage) -> list[Block]:
    """By how many votes, and who keeps the trophy."""
    several = len(message.winners) > 1
    told: list[Block] = []
    if message.votes and several:
        told.append(
            context(said("awards.result.each", votes=message.votes, count=message.of_votes))
        )
    elif message.votes:
        told.append(
            context(said("awards.result.by_vote", votes=message.votes, count=message.of_votes))
        )
    keepers = [
        mention(one.owner) if one.owner else Raw(say("awards.one_of_us")) for one in message.winners
    ]
    keeps = lines(said("awards.result.keeps"), _together(keepers))
    told.append(section(keeps))
    if several:
        shared = (
            said("awards.result.half")
            if len(message.winners) == _TWO
            else said("awards.result.share")
        )
        told.append(context(shared))
    return told


def _together(keepers: Sequence[Raw]) -> Marked:
    return Marked(together(keepers))


def _lessons(lessons: Sequence[Lesson], *, numbered: bool, whose: bool = True) -> list[Block]:
    """What people said, as they said it, with their names where they agreed to that. Not `whose`:
    that is said below."""
    parts: list[Part] = []
    for number, one in enumerate(lessons, start=1):
        label = say("awards.card.lesson", number=number) if numbered else ""
        parts.append(Part(label, one.citation))
        if whose:
            owner = Part("", "", (one.owner,)) if one.owner else Part("", say("awards.one_of_us"))
            parts.append(owner)
    return [parts_block(parts, "lessons")]


# --- the window -----------------------------------------------------------------------------


def award_window(window: AwardWindow) -> View:
    """Put up, see the card, or look who has it."""
    given = window.state is Award.GIVEN
    blocks = [*_about(window), *(() if given else _put_up_so_far(window))]
    submit = None
    match window.next:
        case Next.PUT_UP if window.stories:
            blocks += _fields(window)
            submit = say("awards.window.put_up")
        case Next.PUT_UP if window.up:
            blocks.append(section(said("awards.window.all_up")))
            if window.may_open:
                blocks.append(_until(window))
        case Next.PUT_UP:
            tell = button(ActionId.AWARD_TELL, say("awards.window.tell"), style="primary")
            blocks += [section(said("awards.window.none")), actions(tell)]
        case Next.CHOOSE if not any(one.state is Nomination.IN for one in window.up):
            pass
        case Next.CHOOSE:
            blocks += _choose(window)
            submit = say("awards.window.give")
        case Next.NOTHING:
            pass
    blocks += _log(window)
    callback = CallbackId.AWARD if submit else CallbackId.AWARD_SEEN
    return modal(
        callback,
        say("awards.window.title"),
        blocks,
        submit=submit,
        close=say("buttons.close"),
        private_metadata=AwardCarried(
            award=window.award, choose=window.next is Next.CHOOSE
        ).model_dump_json(),
    )


def _about(window: AwardWindow) -> list[Block]:
    name = month(window.month.month)
    match window.state:
        case Award.GATHERING | Award.OFF:
            return [section(said("awards.window.intro", month=name))]
        case Award.OPEN:
            return [section(said("awards.window.open", day=day(window.vote_until)))]
        case Award.COUNTED:
            return [section(said("awards.window.nobody_voted"))]
        case Award.GIVEN:
            return [section(said("awards.window.given", month=name))]


def _put_up_so_far(window: AwardWindow) -> list[Block]:
    blocks: list[Block] = []
    for number, one in enumerate(window.up, start=1):
        blocks += _line(number, one, out=window.state is Award.GATHERING)
    waits = any(one.state is Nomination.ASKED for one in window.up)
    buttons: list[Element] = []
    if window.may_open:
        label = say("awards.window.open_vote")
        buttons.append(button(ActionId.AWARD_GO, label, window.award, "primary"))
    elif window.may_give and window.state is Award.GATHERING:
        style = "" if waits else "primary"
        buttons.append(button(ActionId.AWARD_GO, say("awards.window.give"), window.award, style))
    if window.may_call_off:
        off = button(ActionId.AWARD_OFF, say("awards.window.call_off"), window.award)
        buttons.append(
            confirmed(
                off,
                title=say("awards.window.call_off"),
                text=said("awards.window.sure"),
                yes=say("awards.window.call_off"),
                no=say("buttons.back"),
            )
        )
    if waits and (window.may_open or window.may_give):
        blocks.append(context(said("awards.window.some_asked")))
    return [*blocks, actions(*buttons)] if buttons else blocks


def _line(number: int, one: PutUp, *, out: bool) -> list[Block]:
    who = mention(one.lesson.owner) if one.lesson.owner else Raw(say("awards.one_of_us"))
    state = say_each("awards.window.states", one.state)
    told = said("awards.window.up", number=number, who=who, state=state)
    take_out = button(ActionId.AWARD_TAKE_OUT, say("awards.window.take_out"), one.lesson.nomination)
    words = parts_block((Part("", one.lesson.citation),), f"up.{one.lesson.nomination}")
    return [section(told, take_out if out else None), words]


def _fields(window: AwardWindow) -> list[Block]:
    stories = [
        option(
            one.story,
            (
                say("awards.window.story_mine", lesson=one.known_now)
                if one.mine
                else say(
                    "awards.window.story_of",
                    name=one.owner_name or say("awards.one_of_us"),
                    lesson=one.known_now,
                )
            ),
        )
        for one in window.stories[:100]
    ]
    # What was typed stays under the same id, so the lesson of another story takes another.
    return [
        field(
            Field.STORY,
            say("awards.window.story"),
            select(ActionId.AWARD_STORY, say("compose.choose"), stories, chosen=window.story),
            dispatch=True,
        ),
        _text(
            f"{Field.CITATION}.{window.story}",
            say("awards.window.citation"),
            window.citation,
            LONGEST_CITATION,
        ),
        *_trophy(window),
        field(
            Field.VOTE_UNTIL,
            say("awards.window.until"),
            datepicker(ActionId.FIELD, window.vote_until.isoformat()),
        ),
    ]


def _text(block: str, label: str, initial: str, most: int) -> Block:
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label, 2000),
        "element": text_input(
            ActionId.FIELD,
            initial=initial,
            placeholder=say("compose.at_most", most=most),
            max_length=3000,
        ),
        "optional": False,
    }


def _until(window: AwardWindow) -> Block:
    """The day for votes in a window in which nothing is sent: a way to pick it, below no field."""
    pick = datepicker(ActionId.AWARD_UNTIL, window.vote_until.isoformat())
    return section(said("awards.window.until"), pick) | {"block_id": Field.VOTE_UNTIL}


def _trophy(window: AwardWindow) -> list[Block]:
    if window.trophy_stays:
        return [section(said("awards.window.prize", trophy=window.trophy))]
    ideas = [option(str(n), one) for n, one in enumerate(window.ideas[:20])]
    return [
        _text(Field.TROPHY, say("awards.window.trophy"), window.trophy, LONGEST_TROPHY),
        field(
            Field.IDEA,
            say("awards.window.idea"),
            select(ActionId.FIELD, say("compose.choose"), ideas),
            optional=True,
        ),
    ]


def _choose(window: AwardWindow) -> list[Block]:
    up = [one for one in window.up if one.state is Nomination.IN]
    choices = [option(one.lesson.nomination, one.lesson.citation) for one in up]
    return [
        field(
            Field.CHOSEN,
            say("awards.window.chosen"),
            select(ActionId.FIELD, say("compose.choose"), choices, chosen=choices[0]["value"]),
        )
    ]


def _log(window: AwardWindow) -> list[Block]:
    if not window.keepers:
        return []
    kept = [
        said(
            "awards.window.log_line",
            month=month(one.month.month),
            names=together(one.names),
            trophy=one.trophy,
        )
        for one in window.keepers
    ]
    return [divider(), context(lines(said("awards.window.log"), *kept))]


# --- the preview ----------------------------------------------------------------------------


def award_preview(preview: AwardPreview) -> View:
    """The exact card, under a line that names who will see it."""
    is_vote = isinstance(preview.card, VoteMessage)
    where = channel_mention(preview.channel) if preview.channel else None
    if where is None:
        sees = said("awards.preview.some_channel")
    elif is_vote:
        sees = said("awards.preview.vote", channel=where)
    else:
        sees = said("awards.preview.result", channel=where)
    shown = [one for one in _card(preview.card).blocks if one["type"] != "actions"]
    channel: Block = {
        "type": "input",
        "block_id": CHANNEL,
        "label": plain(say("compose.channel"), 2000),
        "element": channel_select(ActionId.AWARD_CHANNEL, preview.channel or ""),
        "optional": False,
        "dispatch_action": True,
    }
    return modal(
        CallbackId.AWARD_PREVIEW,
        say("awards.preview.title"),
        [section(sees), divider(), *shown, divider(), channel],
        submit=say("awards.preview.open" if is_vote else "awards.preview.give"),
        close=say("buttons.back"),
        private_metadata=AwardCarried(
            award=preview.award, shown=list(preview.shown)
        ).model_dump_json(),
    )


def award_posted(preview: AwardPreview) -> View:
    """Takes the place of the preview; closing it closes the window below as well."""
    where = channel_mention(preview.channel or "")
    if isinstance(preview.card, VoteMessage):
        told = said("awards.preview.opened", channel=where, day=day(preview.card.until))
    else:
        told = said("awards.preview.given", channel=where)
    view = modal(
        CallbackId.CONFIRMATION,
        say("awards.preview.ended_title"),
        [section(told)],
        close=say("buttons.close"),
    )
    return view | {"clear_on_close": True}


def _card(card: VoteMessage | ResultMessage) -> Content:
    return vote(card) if isinstance(card, VoteMessage) else result(card)
