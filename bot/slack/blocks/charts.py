"""A few bars: Slack's data_visualization block. What it tells stands in words beside it."""

from bot.services.messages import Chart
from bot.slack.elements import Block
from bot.slack.text import clip

KIND = "data_visualization"
TITLE = 50
LABEL = 20
MOST_SERIES = 6
MOST_POINTS = 20


def bars(chart: Chart) -> Block:
    """Slack shows its words as they stand, refuses two series of one name, and wants each label
    once."""
    labels = _apart([_worded(label, LABEL) for label in chart.labels[:MOST_POINTS]])
    names = _apart([_worded(one.name, LABEL) for one in chart.series[:MOST_SERIES]])
    return {
        "type": KIND,
        "title": _worded(chart.title, TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": value}
                        for label, value in zip(labels, one.values, strict=False)
                    ],
                }
                for name, one in zip(names, chart.series, strict=False)
            ],
            "axis_config": {"categories": labels},
        },
    }


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
