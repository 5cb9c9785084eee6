"""Forms that do a habit, as values: what is asked, what will be seen, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from habits.catalogue import Field
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.filling import Values


@dataclass(frozen=True)
class FormOf:
    """What a form is about: a habit's key, the prompt it was opened from, the post it changes, the
    record it tells of, such as a story or a mistake owned before. All but the first are "" where
    there is none."""

    habit: str
    prompt: str = ""
    post: str = ""
    record: str = ""


@dataclass(frozen=True)
class Form:
    """A form as it stands. `fields` are those that show with these values; `decisive` names the
    ones that others wait for; `suggestions` are ready texts by field. `kept`: what stands in it
    was kept from last time."""

    of: FormOf
    name: str
    fields: tuple[Field, ...]
    values: Values
    audience: Audience
    audiences: tuple[Audience, ...]
    decisive: frozenset[str]
    suggestions: Mapping[str, tuple[str, ...]]
    kept: bool = False


@dataclass(frozen=True)
class Preview:
    """The exact text, and who will see it. `draft` names it; `channel` is where it goes unless
    another is picked, None where none was picked yet. `with_whom` is the rep of a note. `consent`
    says who must agree before it is posted, and is asked by the author; None where nobody needs to.
    `asks` are people whom the bot asks first, `asks_name` what Slack calls the only one of them."""

    of: FormOf
    draft: str
    name: str
    audience: Audience
    parts: tuple[Part, ...]
    author: str
    channel: str | None = None
    with_whom: str | None = None
    consent: str | None = None
    hint: str | None = None
    asks: tuple[str, ...] = ()
    asks_name: str = ""


@dataclass(frozen=True)
class OwnVoice:
    """The text that the person says: `to` is a user, None where it is for several or for somebody
    outside Slack; `to_name` is "" where we do not know it. `token` names it when they come back;
    `team` is the workspace."""

    habit: str
    text: str
    to: str | None
    to_name: str
    token: str
    team: str
    hint: str | None = None


@dataclass(frozen=True)
class HeldBack:
    """The text waits for its writer until `at`, local; nothing is shown before. `today`: that is
    on the same local date."""

    habit: str
    at: datetime
    today: bool = False


Checked = Preview | OwnVoice | HeldBack


@dataclass(frozen=True)
class Confirmed:
    """[Post it] under a preview. `agreed`: those who are named did."""

    draft: str
    channel: str | None = None
    agreed: bool = False


class Ending(StrEnum):
    """POSTED: on its way to a channel. ASKED: whom it names;
    NOT_ASKED any more. KEPT as a private note; COUNTED alone, since the manager
    keeps no notes. NOTED for a pair. SAID by the person."""

    POSTED = "posted"
    ASKED = "asked"
    KEPT = "kept"
    COUNTED = "counted"
    NOTED = "noted"
    SAID = "said"
    NOT_ASKED = "not_asked"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class NextWords:
    """A text to take along once the form ended, such as a question to somebody: `intro` says what
    it is for, `to` is the user it is for, with `to_name`; None and "" where it is for nobody.
    `team` is the workspace. The bot sends it to nobody."""

    intro: str
    text: str
    team: str
    to: str | None = None
    to_name: str = ""


@dataclass(frozen=True)
class Ended:
    """What became of a form. `prompt` is one whose messages must follow; `said` what there is to
    know beyond the ending itself; `next_words` what the person can take along; `post` is one that
    waits for somebody to agree."""

    how: Ending
    habit: str
    channel: str | None = None
    prompt: str | None = None
    said: str = ""
    post: str = ""
    next_words: NextWords | None = None
