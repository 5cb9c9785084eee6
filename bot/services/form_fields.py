"""Which fields a form has: those of its habit, or of a post that is changed."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.services.form_views import Form, FormOf
from bot.services.own_posts import own_post
from bot.services.posts import habit_name
from bot.services.who import House, Who, active_manager
from bot.storage import Connection
from bot.storage.posts import PostRecord
from habits.catalogue import Field
from habits.catalogue_lists import Audience, FieldKind
from habits.composing import Part, parts_from
from habits.content_rules import LONGEST_POST
from habits.filling import Values, as_value, clean, decisive, fields_for, text_in, visible
from habits.texts import has, say, say_each

_PART = "part_"


@dataclass(frozen=True)
class Begun:
    """What stands in a form at first, and for whom it is."""

    values: Values
    audience: Audience


class FormFields:
    """The fields of forms, with what stands in them at first."""

    def __init__(self, house: House) -> None:
        self._house = house

    def of_habit(self, of: FormOf, audience: Audience) -> tuple[Field, ...]:
        """Raises UnknownHabit."""
        return fields_for(self._house.catalogue.get(of.habit), audience)

    def asked(
        self, connection: Connection, who: Who, of: FormOf, audience: Audience, now: datetime
    ) -> tuple[Field, ...]:
        """All fields, whether they show or not. Raises UnknownHabit, and for a post what
        `own_post` raises."""
        if not of.post:
            return self.of_habit(of, audience)
        post, _ = own_post(connection, who, of.post, now)
        return self._of_post(post)

    def parts(
        self,
        connection: Connection,
        who: Who,
        of: FormOf,
        audience: Audience,
        values: Values,
        now: datetime,
    ) -> tuple[Part, ...]:
        """The text that these values make."""
        if of.post:
            post, _ = own_post(connection, who, of.post, now)
            if post.filled is None:
                return tuple(_changed(part, values, n) for n, part in enumerate(post.parts or ()))
        return parts_from(self.asked(connection, who, of, audience, now), values)

    def begun(self, connection: Connection, who: Who, of: FormOf, now: datetime) -> Begun:
        if not of.post:
            begins = self._house.tools.begun.get(of.habit)
            manager = active_manager(connection, who, self._house)
            begun: Values = begins(connection, self._house, manager, of, now) if begins else {}
            meant = self._house.tools.meant_for.get(of.habit)
            audience = meant(connection, manager, of, now) if meant else None
            offered = self._house.catalogue.get(of.habit).tool.audience
            if audience is None or audience not in offered:
                audience = offered[0]
            return Begun(begun, audience)
        post, _ = own_post(connection, who, of.post, now)
        if post.filled is None:
            parts = _editable(post)
            values = {f"{_PART}{n}": part.text for n, part in parts}
        else:
            values = {name: as_value(one) for name, one in post.filled.items()}
        return Begun(values, Audience(post.audience))

    def form(
        self,
        connection: Connection,
        who: Who,
        of: FormOf,
        values: Values,
        audience: Audience,
        now: datetime,
        *,
        kept: bool = False,
    ) -> Form:
        habit = self._house.catalogue.habits.get(of.habit)
        audiences = habit.tool.audience if habit and not of.post else (audience,)
        fields = self.asked(connection, who, of, audience, now)
        return Form(
            of=of,
            name=habit_name(self._house, of.habit),
            fields=visible(fields, values),
            values=values,
            audience=audience,
            audiences=audiences,
            decisive=decisive(fields),
            suggestions={
                field.id: found for field in fields if (found := _suggested(of.habit, field.id))
            },
            kept=kept,
        )

    def _of_post(self, post: PostRecord) -> tuple[Field, ...]:
        if post.filled is not None:
            return self.of_habit(FormOf(post.habit), Audience(post.audience))
        return tuple(
            Field(
                id=f"{_PART}{n}",
                label=part.label or say("compose.text"),
                kind=FieldKind.LONG,
                required=True,
                max=LONGEST_POST,
            )
            for n, part in _editable(post)
        )


def _editable(post: PostRecord) -> list[tuple[int, Part]]:
    """The parts of a post that no form made: their texts can be changed one by one."""
    return [(n, part) for n, part in enumerate(post.parts or ()) if part.text]


def _changed(part: Part, values: Values, number: int) -> Part:
    text = text_in(values.get(f"{_PART}{number}"))
    return replace(part, text=clean(text)) if part.text and text else part


def _suggested(habit: str, field: str) -> tuple[str, ...]:
    """Ready texts for a field, where there are any."""
    found: list[str] = []
    while has("suggest", name := f"{habit}.{field}.{len(found)}"):
        found.append(say_each("suggest", name))
    return tuple(found)
