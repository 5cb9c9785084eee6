"""Who was picked in a form, and whether they may be."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.services.people import NotForGuests, People
from bot.services.who import Who
from habits.errors import HabitsError

# A sent form waits three seconds for its answer.
_SECONDS_TO_KNOW = 1.5


async def names_of(people: People, who: Who, users: Iterable[str]) -> Mapping[str, str | None]:
    """What they are called in the workspace of `who`: "" where Slack did not say in time, None
    for guests, apps and people who left."""
    asked = list(dict.fromkeys(users))
    called = await asyncio.gather(*(_name(people, Who(who.workspace, user)) for user in asked))
    return dict(zip(asked, called, strict=True))


async def _name(people: People, who: Who) -> str | None:
    try:
        async with asyncio.timeout(_SECONDS_TO_KNOW):
            person = await people.know(who)
    except NotForGuests:
        return None
    except (TimeoutError, HabitsError):
        return ""
    return None if person.deleted else person.name or ""
