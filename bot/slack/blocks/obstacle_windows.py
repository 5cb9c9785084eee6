"""Windows about obstacles: the rep's own, the manager's list, and the forms between them."""

from bot.services.obstacle_messages import ObstacleShown
from bot.services.obstacles import (
    AnswerForm,
    AnswerGiven,
    AnswerPreview,
    NoteForm,
    OwnObstacles,
    Queue,
)
from bot.slack.blocks.obstacles import words_of
from bot.slack.blocks.parts import said_block
from bot.slack.blocks.people import open_chat
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    datepicker,
    field,
    modal,
    option,
    own_words,
    plain,
    radio_buttons,
    section,
    select,
    text_input,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.obstacle_forms import ObstacleCarried
from bot.slack.text import Marked, lines, mention, said
from habits.obstacles import ENDINGS, LONGEST, LONGEST_ANSWER, ObstacleState
from habits.phrases import day
from habits.texts import say, say_each

# --- the rep ------------------------------------------------------------------------------


def own_view(own: OwnObstacles) -> View:
    """What the rep told, and how it stands."""
    blocks: list[Block] = []
    if own.told and own.away_until is not None:
        away = said("obstacles.own.away", name=own.told, day=day(own.away_until))
        blocks.append(section(away))
    elif own.told:
        blocks.append(section(said("obstacles.own.now", name=own.told)))
    for one in own.found:
        blocks += _own(one)
    if not blocks:
        blocks = [section(said("obstacles.own.none"))]
    if own.teams:
        blocks.append(actions(button(ActionId.OBSTACLE_TELL, say("obstacles.tell"))))
    return modal(CallbackId.OBSTACLES_OWN, say("obstacles.own.title"), blocks)


def _own(one: ObstacleShown) -> list[Block]:
    is_open = one.state in (ObstacleState.TOLD, ObstacleState.TAKEN)
    label = say("obstacles.take_back") if is_open else say("obstacles.delete")
    answer = [own_words(one.answer, f"answer.{one.id}")] if one.answer else []
    return [
        *words_of(one),
        context(_stands(one)),
        *answer,
        actions(button(ActionId.OBSTACLE_TAKE_BACK, label, one.id)),
    ]


def _stands(one: ObstacleShown) -> Marked:
    who = mention(one.other)
    match one.state:
        case ObstacleState.GONE:
            return said("obstacles.rep.gone", who=who)
        case ObstacleState.ANSWERED:
            return said("obstacles.rep.answered", who=who)
        case ObstacleState.STAYS:
            return said("obstacles.rep.stays", who=who)
        case _:
            pass
    if one.due_on is None:
        return said("obstacles.rep.waits", name=one.other_name)
    if one.is_past:
        return said("obstacles.rep.was", name=one.other_name, day=day(one.due_on))
    if one.noted:
        return said("obstacles.rep.noted", name=one.other_name, day=day(one.due_on))
    return said("obstacles.rep.by", name=one.other_name, day=day(one.due_on))


def tell_form(own: OwnObstacles, blocked: str = "") -> View:
    """What is in the way; the rep picks a manager where there are several."""
    several = len(own.teams) > 1
    blocks: list[Block] = []
    if several:
        offered = [option(one.entry, one.name) for one in own.teams]
        picked = select(ActionId.FIELD, say("obstacles.form.pick"), offered)
        blocks.append(field(Field.OBSTACLE_TEAM, say("obstacles.form.to"), picked))
    blocks += [
        field(
            Field.OBSTACLE,
            say("obstacles.form.blocked"),
            _line(blocked, say("obstacles.form.blocked_hint")),
        ),
        field(
            Field.OBSTACLE_HOLDS_UP,
            say("obstacles.form.holds_up"),
            _line("", say("obstacles.form.holds_up_hint")),
            optional=True,
        ),
        context(said("obstacles.form.who_sees")),
    ]
    only = "" if several or not own.teams else own.teams[0].entry
    return modal(
        CallbackId.OBSTACLE_TELL,
        say("obstacles.form.title"),
        blocks,
        submit=say("obstacles.form.submit"),
        private_metadata=_carrying(ObstacleCarried(team=only)),
    )


# --- the manager's list -------------------------------------------------------------------


def queue_view(queue: Queue, prompt: str = "") -> View:
    """The list. `prompt` is the one whose button opened it, "" for none."""
    blocks: list[Block] = [] if queue.open else [section(said("obstacles.queue.none"))]
    for one in queue.open:
        blocks += _waits(one)
    if queue.more:
        blocks.append(context(said("obstacles.queue.more", count=queue.more)))
    ways = [
        button(ActionId.OBSTACLE_NOTE, say("obstacles.queue.note")),
        button(ActionId.OBSTACLE_OUTLOOK, say("obstacles.queue.outlook")),
    ]
    if queue.in_a_team:
        ways.append(button(ActionId.OBSTACLE_TELL, say("obstacles.queue.own")))
    return modal(
        CallbackId.OBSTACLES,
        say("obstacles.queue.title"),
        [*blocks, actions(*ways), context(said("obstacles.queue.who_sees"))],
        private_metadata=_carrying(ObstacleCarried(prompt=prompt)),
    )


def _waits(one: ObstacleShown) -> list[Block]:
    who = mention(one.other)
    of = said("obstacles.queue.of_noted" if one.noted else "obstacles.queue.of", who=who)
    holds = said("obstacles.queue.holds_up", text=one.holds_up) if one.holds_up else None
    later = say("obstacles.take" if one.due_on is None else "obstacles.new_date")
    return [
        own_words(one.blocked, f"blocked.{one.id}"),
        context(lines(of, holds, _due(one))),
        actions(
            button(ActionId.OBSTACLE_ANSWER, say("obstacles.answer"), one.id),
            button(ActionId.OBSTACLE_TAKE, later, one.id),
        ),
    ]


def _due(one: ObstacleShown) -> Marked | None:
    if one.due_on is None:
        return None
    until = day(one.due_on)
    return said("obstacles.queue.was" if one.is_past else "obstacles.queue.by", day=until)


def note_form(form: NoteForm, prompt: str = "") -> View:
    """What a rep told the manager elsewhere."""
    rep: Element = {
        "type": "users_select",
        "action_id": ActionId.FIELD,
        "placeholder": plain(say("obstacles.noting.pick"), 150),
    }
    blocked = _line(form.blocked, say("obstacles.form.blocked_hint"))
    return modal(
        CallbackId.OBSTACLE_NOTE,
        say("obstacles.noting.title"),
        [
            field(Field.OBSTACLE_REP, say("obstacles.noting.rep"), rep),
            field(Field.OBSTACLE, say("obstacles.noting.blocked"), blocked),
            field(
                Field.OBSTACLE_DUE,
                say("obstacles.noting.due"),
                datepicker(ActionId.FIELD, form.due_on.isoformat()),
            ),
            context(said("obstacles.noting.who_sees")),
        ],
        submit=say("obstacles.noting.submit"),
        private_metadata=_carrying(ObstacleCarried(prompt=prompt)),
    )


# --- one obstacle -------------------------------------------------------------------------


def take_form(form: AnswerForm, carried: ObstacleCarried) -> View:
    """Until when the manager comes back to it."""
    one = form.obstacle
    told = said("obstacles.taking.told", who=mention(one.other))
    on = datepicker(ActionId.FIELD, form.due_on.isoformat())
    return modal(
        CallbackId.OBSTACLE_TAKE,
        say("obstacles.taking.title"),
        [
            *words_of(one),
            field(Field.OBSTACLE_DUE, say("obstacles.taking.due"), on),
            context(said("obstacles.taking.not_told") if one.noted else told),
        ],
        submit=say("obstacles.taking.submit"),
        private_metadata=_carrying(carried),
    )


def answer_form(form: AnswerForm, carried: ObstacleCarried) -> View:
    """How it stands, with words for the rep."""
    offered = [option(one, say_each("obstacles.answering.endings", one)) for one in ENDINGS]
    words = text_input(
        ActionId.FIELD,
        initial=form.answer,
        placeholder=say("obstacles.answering.answer_hint"),
        max_length=LONGEST_ANSWER,
        multiline=True,
    )
    chosen = form.ending or ObstacleState.ANSWERED
    return modal(
        CallbackId.OBSTACLE_ANSWER,
        say("obstacles.answering.title"),
        [
            *words_of(form.obstacle),
            field(
                Field.OBSTACLE_ENDING,
                say("obstacles.answering.ending"),
                radio_buttons(ActionId.FIELD, offered, chosen),
            ),
            field(Field.OBSTACLE_ANSWER, say("obstacles.answering.answer"), words),
        ],
        submit=say("obstacles.answering.submit"),
        private_metadata=_carrying(carried),
    )


def answer_preview(preview: AnswerPreview, prompt: str) -> View:
    """The exact text; for what the rep said in person, the words to say."""
    one = preview.obstacle
    who = mention(one.other)
    carried = ObstacleCarried(obstacle=one.id, draft=preview.draft, prompt=prompt)
    if one.noted:
        blocks = [
            section(said("obstacles.preview.own_voice", who=who)),
            said_block(preview.answer, "said"),
            actions(
                button(ActionId.OWN_VOICE_TEXT, say("own_voice.show_text")),
                open_chat(one.other, one.other_name, one.team),
            ),
        ]
    else:
        blocks = [
            section(said("obstacles.preview.heading", who=who)),
            context(_as_read(preview.state)),
            own_words(preview.answer, "answer"),
        ]
    submit = say("obstacles.preview.said" if one.noted else "obstacles.preview.send")
    return modal(
        CallbackId.OBSTACLE_PREVIEW,
        say("obstacles.preview.title"),
        blocks,
        submit=submit,
        close=say("buttons.back"),
        private_metadata=_carrying(carried),
    )


def _as_read(state: ObstacleState) -> Marked:
    return Marked(say_each("obstacles.answering.endings", state))


def given_view(given: AnswerGiven) -> View:
    """Closing it closes the form below as well."""
    one = given.obstacle
    told = said("obstacles.sent.sent", who=mention(one.other))
    words = said("obstacles.sent.said") if one.noted else told
    view = modal(CallbackId.CONFIRMATION, say("obstacles.sent.title"), [section(words)])
    return view | {"clear_on_close": True}


def _line(initial: str, example: str) -> Element:
    return text_input(ActionId.FIELD, initial=initial, placeholder=example, max_length=LONGEST)


def _carrying(carried: ObstacleCarried) -> str:
    return carried.model_dump_json(exclude_defaults=True)
