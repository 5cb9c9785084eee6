"""With whom a habit was done last, so that it goes round: for the manager alone."""

from datetime import date

from sqlalchemy import Connection, select, update

from bot.storage.database import add_missing
from bot.storage.tool_tables import contacts


def met(connection: Connection, manager: str, person: str, habit: str, day: date) -> None:
    """The habit was done with the person (a user id) on the manager's local date; an earlier date
    than the one known changes nothing."""
    row = {"manager": manager, "person": person, "habit": habit, "last_on": day}
    add_missing(connection, contacts, [row])
    connection.execute(
        update(contacts)
        .where(
            contacts.c.manager == manager,
            contacts.c.person == person,
            contacts.c.habit == habit,
            contacts.c.last_on < day,
        )
        .values(last_on=day)
    )


def last_days(connection: Connection, manager: str, habit: str) -> dict[str, date]:
    """The last local date of each person with whom the habit was done, by user."""
    ask = select(contacts.c.person, contacts.c.last_on).where(
        contacts.c.manager == manager, contacts.c.habit == habit
    )
    return {row.person: row.last_on for row in connection.execute(ask)}
