"""Carries messages to Slack, once each, and says what surely became of them."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.award_views import ResultMessage, VoteMessage
from bot.services.consent_messages import ConsentMessage
from bot.services.lunch_views import LunchMessage
from bot.services.messages import (
    CheckInMessage,
    HelpMessage,
    Message,
    NoteSavedMessage,
    NoticeMessage,
    PauseOfferMessage,
    PromptMessage,
    StopOfferMessage,
    WeekStartMessage,
    WordTakenMessage,
)
from bot.services.obstacle_messages import ObstacleMessage
from bot.services.ports import Content, NotSent, Refused, SendOutcome, Sent, Unknown
from bot.services.ride_messages import RideMessage
from bot.services.team_messages import (
    HeldMessage,
    IntroMessage,
    NotPostedMessage,
    OneOnOneMessage,
    PostMessage,
    RepFormMessage,
    SharedNoteMessage,
    TodayMessage,
)
from bot.slack.blocks.awards import result, vote
from bot.slack.blocks.check_in import check_in
from bot.slack.blocks.coach import one_on_one
from bot.slack.blocks.consents import consent
from bot.slack.blocks.lunches import invitation
from bot.slack.blocks.notices import note_saved, notice, pause_offer, stop_offer, word_taken
from bot.slack.blocks.obstacles import obstacle_message
from bot.slack.blocks.own_words import held
from bot.slack.blocks.pair_notes import rep_form
from bot.slack.blocks.posts import not_posted, post
from bot.slack.blocks.prompts import prompt
from bot.slack.blocks.reps import intro
from bot.slack.blocks.rides import ride_message
from bot.slack.blocks.shared_notes import shared_note
from bot.slack.blocks.today import today
from bot.slack.blocks.trust import help_or_invitation
from bot.slack.blocks.week_start import week_start
from bot.slack.charts import REFUSED, Charts, has_chart, without
from bot.slack.ids import BlockId
from bot.slack.outcomes import TROUBLE, Answer, outcome_of

logger = logging.getLogger(__name__)

METADATA_EVENT = "trust_habits"


def row_block_id(marker: str) -> str:
    """The block id by which a message of ours is known again in a channel's history."""
    return f"{BlockId.ROW}{marker}"


def row_of_blocks(blocks: Sequence[Mapping[str, Any]]) -> str | None:
    """The marker that a message of ours carries in a block id; None where it was worded anew."""
    ids = [str(block.get("block_id") or "") for block in blocks]
    marked = next((one for one in ids if one.startswith(BlockId.ROW)), None)
    return None if marked is None else marked.removeprefix(BlockId.ROW)


class SlackMessenger:
    """The messenger of one workspace.

    `send_client` must not retry by itself. With `client_msg_id` each post carries an id made
    from its marker, by which Slack may drop a second copy; nothing here relies on that.
    """

    def __init__(self, send_client: AsyncWebClient, *, client_msg_id: bool = False) -> None:
        self._client = send_client
        self._client_msg_id = client_msg_id
        self._metadata = True
        self._charts = Charts()

    def render(self, message: Message) -> Content:
        match message:
            case PromptMessage():
                return prompt(message)
            case WeekStartMessage():
                return week_start(message)
            case CheckInMessage():
                return check_in(message)
            case NoticeMessage():
                return notice(message)
            case NoteSavedMessage():
                return note_saved(message)
            case WordTakenMessage():
                return word_taken(message)
            case PauseOfferMessage():
                return pause_offer(message)
            case StopOfferMessage():
                return stop_offer(message)
            case ConsentMessage():
                return consent(message)
            case HelpMessage():
                return help_or_invitation(message)
            case PostMessage():
                return post(message)
            case NotPostedMessage():
                return not_posted(message)
            case IntroMessage():
                return intro(message)
            case RepFormMessage():
                return rep_form(message)
            case SharedNoteMessage():
                return shared_note(message)
            case OneOnOneMessage():
                return one_on_one(message)
            case HeldMessage():
                return held(message)
            case TodayMessage():
                return today(message)
            case VoteMessage():
                return vote(message)
            case ResultMessage():
                return result(message)
            case LunchMessage():
                return invitation(message)
            case ObstacleMessage():
                return obstacle_message(message)
            case RideMessage():
                return ride_message(message)

    async def send(
        self, recipient: str, content: Content, marker: str, thread: str | None = None
    ) -> SendOutcome:
        content = self._charts.fitting(content)
        outcome = await self._post(recipient, content, marker, thread)
        if outcome == Refused(REFUSED) and has_chart(content):
            outcome = await self._post(recipient, without(content), marker, thread)
            self._learn(outcome)
        return outcome

    async def update(self, channel: str, ts: str, content: Content) -> SendOutcome:
        """Change what a message shows. Doing it twice is harmless."""
        content = self._charts.fitting(content)
        outcome = await self._change(channel, ts, content)
        if outcome == Refused(REFUSED) and has_chart(content):
            outcome = await self._change(channel, ts, without(content))
            self._learn(outcome)
        return outcome

    async def delete(self, channel: str, ts: str) -> SendOutcome:
        try:
            await self._client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if Answer.of(error).error == "message_not_found":
                return Sent(channel, ts)
            return outcome_of(error)
        except TROUBLE as error:
            return outcome_of(error)
        return Sent(channel, ts)

    async def _post(
        self, recipient: str, content: Content, marker: str, thread: str | None
    ) -> SendOutcome:
        optional: dict[str, Any] = {} if thread is None else {"thread_ts": thread}
        if self._metadata:
            # Anybody in the workspace can read metadata: the marker means nothing to them.
            optional["metadata"] = {
                "event_type": METADATA_EVENT,
                "event_payload": {"row": marker},
            }
        if self._client_msg_id:
            optional["client_msg_id"] = str(uuid5(NAMESPACE_URL, f"trust-habits:{marker}"))
        try:
            response = await self._client.chat_postMessage(
                channel=recipient,
                text=content.text,
                blocks=_marked(content.blocks, marker),
                unfurl_links=False,
                unfurl_media=False,
                **optional,
            )
        except SlackApiError as error:
            if self._metadata and Answer.of(error).metadata_not_taken:
                return self._without_metadata()
            return outcome_of(error)
        except TROUBLE as error:
            return outcome_of(error)
        return _sent(response.data)

    async def _change(self, channel: str, ts: str, content: Content) -> SendOutcome:
        try:
            response = await self._client.chat_update(
                channel=channel, ts=ts, text=content.text, blocks=content.blocks
            )
        except TROUBLE as error:
            return outcome_of(error)
        return _sent(response.data)

    def _learn(self, outcome: SendOutcome) -> None:
        """Without its chart the message was taken: the chart was what Slack refused."""
        if isinstance(outcome, Sent):
            self._charts.not_taken()

    def _without_metadata(self) -> NotSent:
        if self._metadata:
            self._metadata = False
            logger.warning(
                "slack.metadata_off: messages are told apart by their block id alone from now on",
                extra={"action": "slack.metadata_off"},
            )
        return NotSent("metadata is not taken here", retry_after=0.0, everybody=False)


def _marked(blocks: list[dict[str, Any]], marker: str) -> list[dict[str, Any]]:
    """The blocks, the first unnamed one carrying the marker."""
    unnamed = next((i for i, block in enumerate(blocks) if "block_id" not in block), None)
    return [
        {**block, "block_id": row_block_id(marker)} if i == unnamed else block
        for i, block in enumerate(blocks)
    ]


def _sent(told: object) -> SendOutcome:
    match told:
        case {"channel": str(channel), "ts": str(ts)}:
            return Sent(channel, ts)
        case _:
            return Unknown("Slack said yes but named no message")
