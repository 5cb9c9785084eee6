"""The first minute: from `/trust` to the preview of a first post, in modelled time.

A reader goes down a window to what they press or fill in; of a list they read what is chosen for
them, and they type nothing that may stay empty. What all words of all windows would take is
printed beside it.
"""

from collections.abc import Callable
from datetime import datetime

from tests.e2e.slack import JSON, Slack, controls, words
from tests.modelled_time import Stopwatch

MAYA = "U0MAYA"
WHY = "We stop the discount on Friday. It hides what our price is worth, and customers wait for it."
MOST_SECONDS = 60
MOST_CLICKS = 5
MOST_FIELDS = 1


def down_to(view: JSON, end: str | None) -> str:
    """What is read in a window, down to a control; None: all of it, down to its last button."""
    read = [view["title"]["text"]]
    for block in view["blocks"]:
        element = block.get("element") or {}
        match block["type"]:
            case "input":
                chosen = element.get("initial_option") or {}
                read += [block["label"]["text"], words({"blocks": [chosen]})]
            case "section":
                read.append(block["text"]["text"])
            case "context":
                read.append(words({"blocks": [block]}))
            case "actions" if end is not None:
                read.append(words({"blocks": [block]}))
        inside = [element, *block.get("elements", [])]
        if end is not None and any(one.get("action_id") == end for one in inside):
            break
    return "\n".join(read).replace("*", "")


async def to_the_preview(slack: Slack, situation: str | None) -> tuple[Stopwatch, Stopwatch, JSON]:
    """As a person does it, with every word read, and the preview."""
    watch, every_word = Stopwatch(), Stopwatch()

    async def sees(end: str | None = None) -> JSON:
        view = await slack.modal(MAYA)
        for each in (watch, every_word):
            each.views += 1
        watch.reads(down_to(view, end))
        every_word.reads(words(view))
        return view

    def clicks(*, choice: bool = False) -> None:
        for each in (watch, every_word):
            each.clicks_on(choice=choice)

    assert await slack.trust(MAYA) == {}
    hardest = await sees()
    chosen = {} if situation is None else {"situation": situation}
    if situation is not None:
        clicks(choice=True)
    clicks()
    await slack.submit(MAYA, hardest, **chosen)

    habit = await sees()
    clicks()
    await slack.submit(MAYA, habit)

    set_up = await sees("compose.open")
    clicks()
    await slack.click(MAYA, set_up, "compose.open")

    form = await sees(next(iter(controls(await slack.modal(MAYA)))))
    for each in (watch, every_word):
        each.types("long")
    clicks()
    said = await slack.submit(MAYA, form, why=WHY)
    assert said["response_action"] == "push", said
    for each in (watch, every_word):
        each.views += 1
    return watch, every_word, await slack.modal(MAYA)


async def test_the_first_useful_result_takes_a_minute_and_one_field(
    slack: Slack, monday: datetime, record_property: Callable[[str, object], None]
) -> None:
    watch, every_word, preview = await to_the_preview(slack, None)
    assert WHY in words(preview)
    assert "Everybody in the channel you pick will see this" in words(preview)
    record_property("figure", f"/trust to a first preview: {watch} (at most {MOST_SECONDS} s)")
    record_property("figure", f"... with every word of every window read: {every_word}")
    assert watch.fields <= MOST_FIELDS
    assert watch.seconds <= MOST_SECONDS, watch


async def test_with_a_choice_of_ones_own_it_takes_five_clicks(
    slack: Slack, monday: datetime, record_property: Callable[[str, object], None]
) -> None:
    watch, _, preview = await to_the_preview(slack, "2")
    assert WHY in words(preview)
    record_property("figure", f"/trust to a first preview, with a situation picked: {watch}")
    assert watch.clicks <= MOST_CLICKS
    assert watch.fields <= MOST_FIELDS
    assert watch.seconds <= MOST_SECONDS, watch
