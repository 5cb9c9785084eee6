"""The lunch for useful mistakes: its invitation, and the windows of those who tell and invite."""

from bot.services.form_endings import CHANNEL
from bot.services.lunch_views import (
    LearningsEnded,
    LearningsPreview,
    LunchForm,
    LunchMessage,
    LunchPage,
    LunchPreview,
    RunningOrder,
    Teller,
    TellForm,
)
from bot.services.ports import Content
from bot.slack.blocks.compose import card_title, channel_select
from bot.slack.blocks.parts import parts_block
from bot.slack.blocks.people import reply_to
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    checkboxes,
    confirmed,
    context,
    divider,
    field,
    modal,
    notification,
    option,
    own_words,
    plain,
    section,
    select,
    text_input,
)
from bot.slack.files import Handed
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.lunch_forms import LunchCarried
from bot.slack.text import Marked, channel_mention, lines, mention, said
from habits.composing import Part
from habits.lunches import (
    LONGEST_LEARNINGS,
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_STORY,
    MOST_STORIES,
    Place,
)
from habits.phrases import day
from habits.texts import say, say_each

_LONGEST_INPUT = 3000


def invitation(message: LunchMessage) -> Content:
    """Posted in the manager's name, with a way to tell a story."""
    reply = reply_to(message.author, message.author_name, message.team)
    title = section(said("lunches.card.heading", author=mention(message.author)))
    parts = (Part(message.name, day(message.on)), *_place(message.place))
    what = parts_block(parts, "lunch")
    if message.off or message.over:
        told = said("lunches.card.off") if message.off else said("lunches.card.over")
        return Content(
            notification(say("lunches.card.notification_over")),
            [title, what, section(told), actions(reply)],
        )
    tell = button(ActionId.LUNCH_TELL, say("lunches.card.tell"), message.lunch, "primary")
    return Content(
        notification(say("lunches.card.notification", name=message.name, day=day(message.on))),
        [title, what, section(said("lunches.card.about")), actions(tell, reply)],
    )


def _place(place: str) -> tuple[Part, ...]:
    return (Part("", place),) if place else ()


# --- set, moved, called off -----------------------------------------------------------------


def lunch_form(form: LunchForm) -> View:
    wish = form.wish
    on: Element = {"type": "datepicker", "action_id": ActionId.FIELD}
    if wish.on is not None:
        on["initial_date"] = wish.on.isoformat()
    return modal(
        CallbackId.LUNCH,
        say("lunches.window.title"),
        [
            section(said("lunches.window.intro")),
            field(Field.NAME, say("lunches.window.name"), _short(wish.name, LONGEST_NAME)),
            field(Field.DATE, say("lunches.window.date"), on),
            field(
                Field.PLACE,
                say("lunches.window.place"),
                _short(wish.place, LONGEST_PLACE),
                optional=True,
            ),
            field(
                Field.OWN_STORY,
                say("lunches.window.own_story"),
                _long(wish.own_story, LONGEST_STORY),
                hint=say("lunches.window.own_story_hint"),
            ),
        ],
        submit=say("lunches.window.save" if form.lunch else "compose.preview"),
        close=say("buttons.back" if form.lunch else "compose.cancel"),
        private_metadata=LunchCarried(lunch=form.lunch).model_dump_json(),
    )


def _short(text: str, most: int) -> Element:
    return _text(text, most, multiline=False)


def _long(text: str, most: int) -> Element:
    return _text(text, most, multiline=True)


def _text(text: str, most: int, *, multiline: bool) -> Element:
    return text_input(
        ActionId.FIELD,
        initial=text,
        placeholder=say("compose.at_most", most=most),
        max_length=_LONGEST_INPUT,
        multiline=multiline,
    )


def lunch_preview(preview: LunchPreview) -> View:
    shown = [one for one in invitation(preview.card).blocks if one["type"] != "actions"]
    return modal(
        CallbackId.LUNCH_PREVIEW,
        say("lunches.preview.title"),
        [
            _who_sees(preview.channel),
            divider(),
            *shown,
            divider(),
            _channel(ActionId.LUNCH_PREVIEW_CHANNEL, preview.channel),
        ],
        submit=say("lunches.preview.post"),
        close=say("buttons.back"),
        private_metadata=LunchCarried(draft=preview.draft).model_dump_json(),
    )


def _who_sees(channel: str | None) -> Block:
    if channel is None:
        return section(said("compose.sees.some_channel"))
    return section(said("compose.sees.channel", channel=channel_mention(channel)))


def _channel(action: ActionId, channel: str | None) -> Block:
    return {
        "type": "input",
        "block_id": CHANNEL,
        "label": plain(say("compose.channel"), 2000),
        "element": channel_select(action, channel or ""),
        "optional": False,
        "dispatch_action": True,
    }


def invited(preview: LunchPreview) -> View:
    where = channel_mention(preview.channel or "")
    told = said("lunches.preview.posted", channel=where, day=day(preview.card.on))
    return _over([section(told)])


def lunch_page(page: LunchPage) -> View:
    """A planned lunch: who would tell a story, and what can be done now."""
    blocks: list[Block] = [
        parts_block((Part(page.name, day(page.on)), *_place(page.place)), "lunch")
    ]
    for one in page.tellers:
        state = say_each("lunches.window.states", one.state)
        blocks += [
            section(said("lunches.window.teller", who=mention(one.who), state=state)),
            own_words(one.known_now, f"teller.{one.id}"),
        ]
    if not page.tellers:
        blocks.append(section(said("lunches.window.nobody")))
    blocks += [
        context(said("lunches.window.who_sees")),
        actions(*_ways(page)),
    ]
    return modal(
        CallbackId.LUNCH_SEEN,
        say("lunches.window.title"),
        blocks,
        close=say("buttons.close"),
        private_metadata=LunchCarried(lunch=page.lunch).model_dump_json(),
    )


def _ways(page: LunchPage) -> list[Element]:
    ways: list[Element] = []
    if page.learnings_of:
        own = page.learnings_of == page.lunch
        learnings = say("lunches.window.learnings" if own else "lunches.window.learnings_of_last")
        ways.append(button(ActionId.LUNCH_LEARNINGS, learnings, page.learnings_of, "primary"))
    if page.may_set_next:
        following = say("lunches.window.next")
        ways.append(button(ActionId.LUNCH_NEXT_HALF, following, page.lunch))
    if page.may_choose:
        ways.append(button(ActionId.LUNCH_CHOOSE, say("lunches.window.choose"), page.lunch))
    ways.append(button(ActionId.LUNCH_ORDER, say("lunches.window.order"), page.lunch))
    ways.append(button(ActionId.LUNCH_CHANGE, say("lunches.window.change"), page.lunch))
    off = button(ActionId.LUNCH_OFF, say("lunches.window.off"), page.lunch)
    return [
        *ways,
        confirmed(
            off,
            title=say("lunches.window.off"),
            text=said("lunches.window.off_sure"),
            yes=say("lunches.window.off"),
            no=say("buttons.back"),
        ),
    ]


# --- the stories ----------------------------------------------------------------------------


def choose_form(page: LunchPage) -> View:
    """Up to three stories; their owners are asked."""
    offered = [one for one in page.tellers if one.state is Place.OFFERED][:10]
    choices = [option(one.id, one.known_now or say("lunches.window.a_story")) for one in offered]
    listed = [block for one in offered for block in _offered(one)]
    return modal(
        CallbackId.LUNCH_CHOOSE,
        say("lunches.choose.title"),
        [
            section(said("lunches.choose.intro", most=MOST_STORIES)),
            *listed,
            field(
                Field.STORIES,
                say("lunches.choose.label"),
                checkboxes(ActionId.FIELD, choices),
            ),
        ],
        submit=say("lunches.choose.ask"),
        close=say("buttons.back"),
        private_metadata=LunchCarried(lunch=page.lunch).model_dump_json(),
    )


def _offered(one: Teller) -> list[Block]:
    who = said("lunches.choose.from", who=mention(one.who))
    return [section(who), own_words(one.known_now, f"offered.{one.id}")]


def order_page(order: RunningOrder, handed: Handed | None = None) -> View:
    """Who tells what, the manager first. `handed`: what became of the page to print."""
    blocks: list[Block] = [
        parts_block((Part(order.name, day(order.on)), *_place(order.place)), "lunch")
    ]
    for number, one in enumerate(order.stories, start=1):
        blocks += [
            section(said("lunches.order.line", number=number, who=one.who)),
            parts_block(one.parts, f"order.{number}"),
        ]
    if handed is not None:
        blocks.append(section(_handed(handed)))
    blocks += [
        context(said("lunches.order.who_sees")),
        actions(button(ActionId.LUNCH_PRINT, say("lunches.order.print"), order.lunch)),
    ]
    return modal(
        CallbackId.LUNCH_ORDER,
        say("lunches.order.title"),
        blocks,
        close=say("buttons.back"),
    )


def _handed(handed: Handed) -> Marked:
    match handed:
        case Handed.OVER:
            return said("lunches.order.sent")
        case Handed.NOT_GRANTED:
            return said("lunches.order.not_granted")
        case Handed.FAILED:
            return said("lunches.order.failed")


def with_the_page() -> Content:
    """Stands above the file."""
    return Content(notification(say("lunches.order.file")), [section(said("lunches.order.file"))])


def tell_form(form: TellForm) -> View:
    """For whoever would tell a story: an own one, or two lines."""
    blocks: list[Block] = [
        section(
            said("lunches.tell.intro", name=form.name, day=day(form.on), manager=form.manager_name)
        )
    ]
    for name, lesson in form.offered:
        take_back = button(ActionId.LUNCH_TAKE_BACK, say("lunches.tell.take_back"), name)
        blocks += [
            section(said("lunches.tell.offered"), take_back),
            own_words(lesson, f"mine.{name}"),
        ]
    if form.stories:
        choices = [option(one.story, one.known_now) for one in form.stories[:100]]
        blocks.append(
            field(
                Field.STORY,
                say("lunches.tell.own"),
                select(ActionId.FIELD, say("compose.choose"), choices),
                optional=True,
            )
        )
    new = bool(form.stories)
    blocks += [
        field(Field.TRIED, say("lunches.tried"), _long("", LONGEST_STORY), optional=new),
        field(Field.KNOW_NOW, say("lunches.know_now"), _long("", LONGEST_STORY), optional=new),
        context(said("lunches.tell.not_for")),
    ]
    return modal(
        CallbackId.LUNCH_TELL,
        say("lunches.tell.title"),
        blocks,
        submit=say("lunches.tell.send"),
        close=say("compose.cancel"),
        private_metadata=LunchCarried(lunch=form.lunch).model_dump_json(),
    )


def offered(form: TellForm) -> View:
    told = said("lunches.tell.sent", manager=form.manager_name)
    return _over([section(told)])


# --- afterwards -----------------------------------------------------------------------------


def learnings_form(lunch: str) -> View:
    return modal(
        CallbackId.LUNCH_LEARNINGS,
        say("lunches.learnings.title"),
        [
            section(said("lunches.learnings.intro")),
            field(
                Field.LEARNINGS,
                say("lunches.learnings.label"),
                _long("", LONGEST_LEARNINGS),
            ),
        ],
        submit=say("compose.preview"),
        close=say("buttons.back"),
        private_metadata=LunchCarried(lunch=lunch).model_dump_json(),
    )


def learnings_preview(preview: LearningsPreview) -> View:
    return modal(
        CallbackId.LUNCH_LEARNINGS_PREVIEW,
        say("lunches.preview.title"),
        [
            _who_sees(preview.channel),
            divider(),
            section(card_title(preview.headline, preview.author)),
            parts_block(preview.parts, "preview"),
            divider(),
            _channel(ActionId.LUNCH_LEARNINGS_CHANNEL, preview.channel),
        ],
        submit=say("compose.post_it"),
        close=say("buttons.back"),
        private_metadata=LunchCarried(lunch=preview.lunch).model_dump_json(),
    )


def learnings_told(ended: LearningsEnded) -> View:
    """The next lunch can be planned right away."""
    posted = said("lunches.learnings.posted", channel=channel_mention(ended.channel))
    if not ended.may_set_next:
        return _over([section(posted)])
    return _over(
        [
            section(lines(posted, said("lunches.learnings.next"))),
            actions(
                button(ActionId.LUNCH_NEXT_HALF, say("lunches.learnings.in_half"), ended.lunch),
                button(ActionId.LUNCH_NEXT_YEAR, say("lunches.learnings.in_year"), ended.lunch),
            ),
        ]
    )


def called_off() -> View:
    return _over([section(said("lunches.window.is_off"))])


def _over(blocks: list[Block]) -> View:
    """Takes the place of the last window; closing it closes those below as well."""
    view = modal(CallbackId.CONFIRMATION, say("lunches.done"), blocks, close=say("buttons.close"))
    return view | {"clear_on_close": True}
