"""What managers post, and posts that could not go out."""

from dataclasses import replace

from bot.services.ports import Content
from bot.services.post_actions import LONGEST_QUESTION, QUESTION, Asked, ToWithdraw
from bot.services.team_messages import NotPostedMessage, PostMessage
from bot.slack.blocks.compose import card_title
from bot.slack.blocks.parts import parts_block
from bot.slack.blocks.people import reply_to, way_back
from bot.slack.blocks.stories import story_title
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    modal,
    notification,
    option,
    overflow,
    plain,
    section,
)
from bot.slack.ids import ActionId, CallbackId, OfPost, pair
from bot.slack.text import Marked, channel_mention, clip, escape, lines, mention, said
from habits.composing import begins_with
from habits.phrases import day
from habits.texts import say

_LONGEST_NOTIFICATION = 120
_LONGEST_NAME = 40


def post(message: PostMessage) -> Content:
    if message.teller is not None:
        return _told(message, message.teller)
    blocks = [
        section(_title(message)),
        parts_block(message.parts, "post"),
    ]
    blocks.append(
        actions(
            button(ActionId.POST_HELPED, say("posts.that_helped"), message.post),
            button(ActionId.POST_ASK, say("posts.ask_about"), message.post),
            *_cv(message),
            reply_to(message.author, message.author_name, message.team),
            overflow(
                ActionId.POST_MORE,
                [
                    option(pair(OfPost.EDIT, message.post), say("posts.edit")),
                    option(pair(OfPost.WITHDRAW, message.post), say("posts.withdraw.button")),
                ],
            ),
        )
    )
    shown = message
    if message.told_of is not None:
        name = message.told_of_name or say("stories.no_name")
        shown = replace(message, author_name=name)
    return Content(text=notification(_in_short(shown)), blocks=blocks)


def _cv(message: PostMessage) -> list[Element]:
    if not message.has_cv:
        return []
    label = say("failure_cv.open", name=message.author_name[:_LONGEST_NAME])
    return [button(ActionId.FAILURE_CV_OPEN, label, message.post)]


def _told(message: PostMessage, teller: str) -> Content:
    """A rep's own story: they alone can take it back."""
    blocks = [
        section(story_title(message.habit, teller)),
        parts_block(message.parts, "post"),
        actions(
            button(ActionId.POST_HELPED, say("posts.that_helped"), message.post),
            button(ActionId.STORY_TAKE_BACK, say("stories.take_back_mine"), message.post),
            *([reply_to(teller, message.teller_name, message.team)] if teller else []),
        ),
    ]
    name = message.teller_name or say("stories.no_name")
    return Content(notification(_in_short(replace(message, author_name=name))), blocks)


def _title(message: PostMessage) -> Marked:
    """Whose it is; of a story that somebody else posts, that they agreed to it."""
    author = mention(message.author)
    if message.told_of is None:
        return card_title(message.habit, message.author)
    if not message.told_of:
        return said("stories.told_of_one", habit=message.habit, author=author)
    whose = mention(message.told_of)
    return said("stories.told_of", habit=message.habit, whose=whose, author=author)


def _in_short(message: PostMessage) -> str:
    """Who, what, and how it begins."""
    begins = begins_with(message.parts)
    if not begins:
        return say("posts.notification_bare", author=message.author_name, habit=message.habit)
    whole = say("posts.notification", author=message.author_name, habit=message.habit, words=begins)
    return clip(whole, _LONGEST_NOTIFICATION)


def not_posted(message: NotPostedMessage) -> Content:
    kept = said("posts.not_posted.kept") if message.kept else None
    told = said("posts.not_posted.said", habit=message.habit)
    blocks = [section(lines(told, escape(message.why), kept))]
    ways: list[Element] = []
    if message.kept:
        label = say("posts.not_posted.again")
        ways.append(button(ActionId.COMPOSE_OPEN, label, message.habit_key, "primary"))
    if message.back is not None:
        ways.append(way_back(message.back))
    if ways:
        blocks.append(actions(*ways))
    return Content(text=notification(say("posts.not_posted.in_short")), blocks=blocks)


def ask_form(post_id: str, author: str) -> View:
    """A question to the author alone."""
    asked: Block = {
        "type": "input",
        "block_id": QUESTION,
        "label": plain(say("posts.ask.label"), 2000),
        "element": {
            "type": "plain_text_input",
            "action_id": ActionId.FIELD,
            "multiline": True,
            "placeholder": plain(say("compose.at_most", most=LONGEST_QUESTION), 150),
        },
    }
    return modal(
        CallbackId.POST_ASK,
        say("posts.ask.title"),
        [section(said("posts.ask.intro", author=author)), asked],
        submit=say("posts.ask.send"),
        close=say("compose.cancel"),
        private_metadata=post_id,
    )


def asked(about: Asked) -> View:
    away = None
    if about.back_on is not None:
        away = said("posts.ask.away", author=about.author, day=day(about.back_on))
    return modal(
        CallbackId.CONFIRMATION,
        say("posts.ask.sent_title"),
        [section(lines(said("posts.ask.sent", author=about.author), away))],
        close=say("compose.close"),
    )


def withdraw_form(about: ToWithdraw) -> View:
    """Asks once."""
    where = channel_mention(about.channel)
    if about.asks:
        return modal(
            CallbackId.POST_WITHDRAW,
            say("posts.stop_asking.title"),
            [section(said("posts.stop_asking.sure", habit=about.habit, channel=where))],
            submit=say("posts.stop_asking.button"),
            close=say("posts.stop_asking.keep"),
            private_metadata=about.post,
        )
    return modal(
        CallbackId.POST_WITHDRAW,
        say("posts.withdraw.title"),
        [section(said("posts.withdraw.sure", habit=about.habit, channel=where))],
        submit=say("posts.withdraw.button"),
        close=say("posts.withdraw.keep"),
        private_metadata=about.post,
    )
