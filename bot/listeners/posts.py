"""Below a post: what the team does, and its author."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import follow, open_form
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.services.post_actions import QUESTION, Posts
from bot.slack.blocks.compose import ended_view
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.posts import ask_form, asked, withdraw_form
from bot.slack.compose_forms import entered
from bot.slack.ids import ActionId, CallbackId, OfPost, split_pair
from habits.errors import NotHere


async def helped(ack: AsyncAck, gesture: Gesture, posts: Posts) -> None:
    words = await posts.helped(gesture.who, gesture.value, gesture.click)
    await ack()
    gesture.say(plain_answer(words))


async def ask(ack: AsyncAck, gesture: Gesture, posts: Posts) -> None:
    await ack()
    gesture.go_on(_open_question(gesture, posts), "question")


async def _open_question(gesture: Gesture, posts: Posts) -> None:
    home = (gesture.body.get("user") or {}).get("team_id")
    visitor = home is not None and home != gesture.who.workspace
    author = await posts.author_of(gesture.who, gesture.value, gesture.click, visitor=visitor)
    await gesture.open_now(ask_form(gesture.value, author))


async def question_sent(ack: AsyncAck, gesture: Gesture, posts: Posts) -> None:
    post = str(gesture.view.get("private_metadata") or "")
    question = entered(gesture.view, QUESTION)
    answer = await posts.ask(gesture.who, post, question, gesture.submission_key)
    await ack(response_action="update", view=asked(answer))


async def more(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """The menu: edit or withdraw, for the author alone."""
    entry, post = split_pair(gesture.value)
    match entry:
        case OfPost.EDIT:
            await _edit(gesture, services, post)
        case OfPost.WITHDRAW:
            await _withdraw(gesture, services.posts, post)
        case _:
            raise NotHere
    await ack()


async def edit(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    await _edit(gesture, services, gesture.value)
    await ack()


async def withdraw(ack: AsyncAck, gesture: Gesture, posts: Posts) -> None:
    await _withdraw(gesture, posts, gesture.value)
    await ack()


async def withdrawn(ack: AsyncAck, gesture: Gesture, posts: Posts) -> None:
    post = str(gesture.view.get("private_metadata") or "")
    ended = await posts.withdraw(gesture.who, post)
    await ack(response_action="update", view=ended_view(ended))
    follow(gesture, ended)


async def _edit(gesture: Gesture, services: Services, post: str) -> None:
    await open_form(
        gesture, services, await services.posts.to_edit(gesture.who, post, gesture.click)
    )


async def _withdraw(gesture: Gesture, posts: Posts, post: str) -> None:
    gesture.open(withdraw_form(await posts.to_withdraw(gesture.who, post, gesture.click)))


def register(app: AsyncApp) -> None:
    app.action(ActionId.POST_HELPED)(helped)
    app.action(ActionId.POST_ASK)(ask)
    app.view(CallbackId.POST_ASK)(question_sent)
    app.action(ActionId.POST_MORE)(more)
    app.action(ActionId.POST_EDIT)(edit)
    app.action(ActionId.POST_WITHDRAW)(withdraw)
    app.view(CallbackId.POST_WITHDRAW)(withdrawn)
