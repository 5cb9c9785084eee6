"""The tables of the tools that do a habit over days or weeks: calls, promises, useful failures,
experiments. Columns with written words are Encrypted; `manager` is whose the row is."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.tables import metadata
from bot.storage.types import Encrypted, UtcDateTime

# Whether somebody agrees to a text that names them. `about` says what `subject` is the id of; of
# several rows for one subject and person the newest counts. `parts` is the exact text they were
# shown, `suggested` what they would rather have. No row says whether silence or a no ended it.
consents = Table(
    "consents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("person", String(32), nullable=False),
    Column("about", String(16), nullable=False),
    Column("subject", String(32), nullable=False, index=True),
    Column("parts", Encrypted),
    Column("suggested", Encrypted),
    Column("named", Boolean),
    Column("state", String(16), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Index("ix_consents_workspace_person", "workspace", "person"),
)

# A useful failure: `owner` is whose lesson it is, `told_by` who wrote it down. `named` None: the
# owner has not said yet whether their name stands in it.
stories = Table(
    "stories",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("told_by", String(32), nullable=False),
    Column("body", Encrypted, nullable=False),
    Column("named", Boolean),
    Column("state", String(16), nullable=False),
    Column("post", String(32), ForeignKey("posts.id"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
    Index("ix_stories_manager_state", "manager", "state"),
    Index("ix_stories_workspace_owner", "workspace", "owner"),
)

# The playful award of a month, named by its first day. `salt` makes the marks of `votes`; both go
# when the vote closes, and totals stay.
awards = Table(
    "awards",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("month", Date, nullable=False),
    Column("trophy", Encrypted, nullable=False),
    Column("vote_until", Date),
    Column("state", String(16), nullable=False),
    Column("post", String(32), ForeignKey("posts.id"), index=True),
    Column("result_post", String(32), ForeignKey("posts.id"), index=True),
    Column("salt", Encrypted),
    Column("at", UtcDateTime, nullable=False),
    Column("awarded_at", UtcDateTime),
    UniqueConstraint("manager", "month"),
)

nominations = Table(
    "nominations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("award", String(32), ForeignKey("awards.id"), nullable=False),
    Column("story", String(32), ForeignKey("stories.id"), nullable=False, index=True),
    Column("citation", Encrypted, nullable=False),
    Column("state", String(16), nullable=False),
    Column("votes", Integer, nullable=False),
    Column("won", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("award", "story"),
)

# One mark for each person who voted: it cannot be read back into a name.
votes = Table(
    "votes",
    metadata,
    Column("award", String(32), ForeignKey("awards.id"), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("nomination", String(32), ForeignKey("nominations.id"), nullable=False, index=True),
)

# The lunch for useful mistakes.
lunches = Table(
    "lunches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("name", Encrypted, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("place", Encrypted),
    Column("own_story", Encrypted, nullable=False),
    Column("learnings", Encrypted),
    Column("state", String(16), nullable=False),
    Column("post", String(32), ForeignKey("posts.id"), index=True),
    Column("learnings_post", String(32), ForeignKey("posts.id"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_lunches_manager_on_day", "manager", "on_day"),
)

# Stories whose owners would tell them at a lunch; `position` is the place in the running order.
lunch_stories = Table(
    "lunch_stories",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("lunch", String(32), ForeignKey("lunches.id"), nullable=False),
    Column("story", String(32), ForeignKey("stories.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("position", Integer),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("lunch", "story"),
)

# A call with a customer on which the manager helps. `asked_by`: rep or manager. `body` and
# `debrief` are the fields both see, `rep_body` those of the rep; `helped` is the rep's word.
rides = Table(
    "rides",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("rep", String(32), nullable=False),
    Column("asked_by", String(8), nullable=False),
    Column("body", Encrypted, nullable=False),
    Column("role", String(16), nullable=False),
    Column("starts_at", UtcDateTime),
    Column("minutes", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("because", Encrypted),
    Column("debrief", Encrypted),
    Column("rep_body", Encrypted),
    Column("helped", String(16)),
    Column("prompt", String(32), ForeignKey("prompts.id"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Index("ix_rides_manager_state", "manager", "state"),
    Index("ix_rides_workspace_rep", "workspace", "rep"),
)

# What is in a rep's way. `body` is the rep's fields, `answer` what the manager said to it.
obstacles = Table(
    "obstacles",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("rep", String(32), nullable=False),
    Column("body", Encrypted, nullable=False),
    Column("due_on", Date),
    Column("state", String(16), nullable=False),
    Column("answer", Encrypted),
    Column("at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Index("ix_obstacles_manager_state", "manager", "state"),
    Index("ix_obstacles_workspace_rep", "workspace", "rep"),
)

# What the manager promised, for the manager alone. `channel` and `ts` are the message it came
# from, if any; `told` what they said when they moved it or handed it back.
promises = Table(
    "promises",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("person", String(32)),
    Column("body", Encrypted, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("told", Encrypted),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index("ix_promises_manager_state", "manager", "state"),
)

# The line on what changes after a mistake the manager owned; it goes once the change holds.
# `source_id` names what was said, as its practice does.
admissions = Table(
    "admissions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("change", Encrypted, nullable=False),
    Column("audience", String(16), nullable=False),
    Column("recipient", String(32)),
    Column("source_id", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("manager", "source_id"),
)

# Small tests that were agreed on: `body` is the fields of the card, `stop_on` the manager's date.
experiments = Table(
    "experiments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("habit", String(64), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("body", Encrypted, nullable=False),
    Column("stop_on", Date),
    Column("source_id", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("manager", "source_id"),
    Index("ix_experiments_manager_state", "manager", "state"),
)

# Talks with people for which the manager blocked time.
talks = Table(
    "talks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("about", Encrypted),
    Column("source_id", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_talks_manager_starts_at", "manager", "starts_at"),
)

# What the manager did not understand about the business, and whom they ask.
gaps = Table(
    "gaps",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("body", Encrypted, nullable=False),
    Column("expert", String(32)),
    Column("source_id", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("manager", "source_id"),
)

# How many mistakes of which size a quarter had, named by its first day: no name, no event.
sizes = Table(
    "sizes",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("quarter", Date, primary_key=True),
    Column("size", String(16), primary_key=True),
    Column("times", Integer, nullable=False),
)

# Short lists of the manager's own, by kind: mistakes that truly cost, trophies, a failure CV.
own_lists = Table(
    "own_lists",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("lines", Encrypted, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# The last day on which a habit was done with a person, so that it goes round: for the manager
# alone, nothing about the person.
contacts = Table(
    "contacts",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("habit", String(64), primary_key=True),
    Column("last_on", Date, nullable=False),
)

TOOLS_OF_A_MANAGER = (
    votes,
    nominations,
    awards,
    lunch_stories,
    lunches,
    stories,
    consents,
    rides,
    obstacles,
    promises,
    admissions,
    experiments,
    talks,
    gaps,
    sizes,
    own_lists,
    contacts,
)
"""Tables of this file, in an order in which a manager's rows may be deleted; prompts and posts
come after them."""
