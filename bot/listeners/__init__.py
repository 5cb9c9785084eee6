"""Slack calls us: one file per conversation, each with `register(app)`.

A listener asks a service, acks, and hands over what is slow. It gets the services it names as
parameters; `register` puts them there.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import (
    awards,
    away,
    bundle,
    cards,
    check_ins,
    coach,
    company,
    compose,
    consents,
    errors,
    failure_cv,
    free_time,
    happened,
    home,
    lifecycle,
    lunches,
    memory,
    more_habits,
    notes,
    obstacles,
    own_words,
    posts,
    preferences,
    privacy,
    promises,
    prompts,
    rep_home,
    reps,
    rides,
    shared_notes,
    start,
    stories,
    today,
    trust,
    typed,
    weeks,
)
from bot.listeners import filter as filtering
from bot.listeners.edge import Gesture, Ways
from bot.services.who import Who

CONVERSATIONS = (
    trust,
    promises,
    obstacles,
    start,
    prompts,
    compose,
    own_words,
    failure_cv,
    posts,
    coach,
    consents,
    stories,
    cards,
    shared_notes,
    memory,
    rep_home,
    reps,
    rides,
    weeks,
    check_ins,
    happened,
    more_habits,
    today,
    filtering,
    bundle,
    typed,
    notes,
    preferences,
    free_time,
    awards,
    lunches,
    away,
    privacy,
    company,
    home,
    lifecycle,
    errors,
)


def register(app: AsyncApp, ways: Ways, offered: Mapping[str, Any]) -> None:
    """Let every conversation listen, with a gesture and `offered` (name -> service) at hand."""

    @app.middleware
    async def offer(
        context: AsyncBoltContext,
        body: dict[str, Any],
        client: AsyncWebClient,
        next_: Callable[[], Awaitable[None]],
    ) -> None:
        # The workspace that installed us, not the home of a person from elsewhere.
        known = context.authorize_result
        workspace = known.team_id if known else None
        who = Who(workspace or "", context.user_id or "")
        context["gesture"] = Gesture(who, body, client, ways)
        for name, service in offered.items():
            context[name] = service
        await next_()

    for conversation in CONVERSATIONS:
        conversation.register(app)
