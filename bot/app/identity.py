"""Who we are in Slack: asked once, so that no request has to."""

import logging
from dataclasses import dataclass

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Machine
from bot.services.places import BOT_NAME
from bot.slack.outcomes import TROUBLE
from habits.errors import HabitsError

logger = logging.getLogger(__name__)

_ASK_AGAIN_AFTER_SECONDS = (1, 2, 5, 10, 30)


class TokenRefused(HabitsError):
    """Slack does not take the bot token."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Slack refused SLACK_BOT_TOKEN ({code}). Copy the Bot User OAuth Token from your "
            "app's page, OAuth & Permissions."
        )


@dataclass(frozen=True)
class Installed:
    """Ids: the workspace that installed us, and our own there; `bot_name` is what people type
    behind the @."""

    workspace: str
    bot_user: str
    bot_id: str
    bot_name: str


async def introduce(read: AsyncWebClient, machine: Machine) -> Installed:
    """Ask Slack who we are, again and again while it is away. Raises TokenRefused."""
    tries = 0
    while True:
        try:
            told = await read.auth_test()
            return Installed(
                workspace=str(told["team_id"]),
                bot_user=str(told["user_id"]),
                bot_id=str(told.get("bot_id") or ""),
                bot_name=str(told.get("user") or BOT_NAME),
            )
        except SlackApiError as error:
            if error.response.status_code == 200:
                raise TokenRefused(str(error.response.get("error"))) from error
            logger.warning("slack.not_reached", extra={"why": error.response.status_code})
        except TROUBLE as error:
            logger.warning("slack.not_reached", extra={"why": type(error).__name__})
        await machine.sleep(_ASK_AGAIN_AFTER_SECONDS[min(tries, 4)])
        tries += 1


def bolt(client: AsyncWebClient, installed: Installed) -> AsyncApp:
    """A Bolt app that knows who it is."""
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=installed.workspace,
        bot_user_id=installed.bot_user,
        bot_id=installed.bot_id,
        bot_token=client.token,
    )

    async def authorize() -> AuthorizeResult:
        return known

    # Bolt reads SLACK_BOT_TOKEN by itself and warns that it goes unused: that is as we want it.
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_not_about_the_unused_token)
    return AsyncApp(
        name=BOT_NAME,  # else Bolt reads the source of every caller, for a tenth of a second
        client=client,
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )


def _not_about_the_unused_token(record: logging.LogRecord) -> bool:
    return "`token`" not in record.getMessage()
