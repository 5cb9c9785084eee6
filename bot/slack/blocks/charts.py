"""A few bars: Slack's data_visualization block. What it tells stands in words beside it."""

from collections.abc import Sequence
from itertools import compress

from bot.services.messages import Bars, Chart
from bot.slack.elements import Block
from bot.slack.text import clip

KIND = "data_visualization"
TITLE = 50
LABEL = 20
MOST_SERIES = 6
MOST_POINTS = 20


def bars(chart: Chart) -> Block:
    """Slack shows its words as they stand, refuses two series of one name, and wants each label
    once, in every series. A label that counts in none is left out; one that does not count in
    some has no bar there."""
    shown = chart.series[:MOST_SERIES]
    counts = [any(value is not None for value in at) for at in zip(*_values(shown), strict=True)]
    counted = list(compress(chart.labels, counts))[:MOST_POINTS]
    labels = _apart([_worded(label, LABEL) for label in counted])
    names = _apart([_worded(one.name, LABEL) for one in shown])
    return {
        "type": KIND,
        "title": _worded(chart.title, TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": value or 0}
                        for label, value in zip(labels, compress(values, counts), strict=False)
                    ],
                }
                for name, values in zip(names, _values(shown), strict=True)
            ],
            "axis_config": {"categories": labels},
        },
    }


def _values(series: Sequence[Bars]) -> list[tuple[int | None, ...]]:
    return [one.values for one in series]


def _worded(text: str, limit: int) -> str:
    """Slack refuses empty text."""
    return clip(text.strip() or "-", limit)


def _apart(names: list[str]) -> list[str]:
    """Names that are the same get a number each."""
    found: list[str] = []
    for name in names:
        worded, number = name, 1
        while worded in found:
            number += 1
            worded = f"{clip(name, LABEL - 3)} {number}"
        found.append(worded)
    return found
