"""Slack calls us: one file per conversation, each with `register(app)`.

A listener asks a service, acks, and hands over what is slow. It gets the services it names as
parameters; `offer` puts them there.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.listeners import (
    check_in,
    errors,
    home,
    lifecycle,
    notes,
    preferences,
    prompts,
    start,
    trust,
    typed,
    week_start,
)
from bot.services.who import Who

CONVERSATIONS = (
    trust,
    start,
    prompts,
    week_start,
    check_in,
    typed,
    notes,
    preferences,
    home,
    lifecycle,
    errors,
)


def register(app: AsyncApp, offered: Mapping[str, Any]) -> None:
    """Let every conversation listen, with `offered` (name -> service) at hand."""

    @app.middleware
    async def offer(context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        # The workspace that installed us, not the home of a person from elsewhere.
        known = context.authorize_result
        workspace = known.team_id if known else None
        context["who"] = Who(workspace or "", context.user_id or "")
        for name, service in offered.items():
            context[name] = service
        await next_()

    for conversation in CONVERSATIONS:
        conversation.register(app)
