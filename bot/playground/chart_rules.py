"""Charts as Slack takes them: their kinds, how many bars and slices, how long their words."""

from collections.abc import Iterator
from typing import Any

TITLE = 50
LABEL = 20
AXIS_LABEL = 50
MOST_SERIES = 6
MOST_SEGMENTS = 6
MOST_POINTS = 20
MOST_CHARTS = 2  # in one message
SERIES_KINDS = ("area", "bar", "line")

Faults = Iterator[tuple[str, str]]


def chart_faults(block: dict[str, Any]) -> Faults:
    """What is wrong with a data_visualization block: words, and the pointer within the block."""
    yield from _words(block.get("title"), "/title", TITLE)
    chart = block.get("chart")
    kind = chart.get("type") if isinstance(chart, dict) else None
    if not isinstance(chart, dict) or kind not in ("pie", *SERIES_KINDS):
        yield f"unsupported chart: {kind}", "/chart/type"
    elif kind == "pie":
        yield from _points(chart.get("segments"), "/chart/segments", MOST_SEGMENTS, least=0)
    else:
        yield from _series_chart(chart)


def _series_chart(chart: dict[str, Any]) -> Faults:
    axis = chart.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(axis, dict) or not isinstance(categories, list):
        yield "missing required field: categories", "/chart/axis_config"
        return
    for number, category in enumerate(categories):
        yield from _words(category, f"/chart/axis_config/categories/{number}", LABEL)
    for name in ("x_label", "y_label"):
        if name in axis:
            yield from _words(axis[name], f"/chart/axis_config/{name}", AXIS_LABEL)
    series = chart.get("series")
    if not isinstance(series, list) or not 1 <= len(series) <= MOST_SERIES:
        yield f"must have 1 to {MOST_SERIES} items", "/chart/series"
        return
    names = [one.get("name") if isinstance(one, dict) else None for one in series]
    for number, (one, name) in enumerate(zip(series, names, strict=True)):
        at = f"/chart/series/{number}"
        yield from _words(name, f"{at}/name", LABEL)
        if names.count(name) > 1:
            yield f"duplicate name: {name}", f"{at}/name"
        held = one.get("data") if isinstance(one, dict) else None
        yield from _points(held, f"{at}/data", MOST_POINTS)
        if [_label(point) for point in _list(held)] != categories:
            yield "labels must match the categories", f"{at}/data"


def _points(points: Any, at: str, most: int, least: float | None = None) -> Faults:
    """Labels with numbers; with `least` each number must be above it."""
    if not isinstance(points, list) or not 1 <= len(points) <= most:
        yield f"must have 1 to {most} items", at
        return
    for number, point in enumerate(points):
        yield from _words(_label(point), f"{at}/{number}/label", LABEL)
        value = point.get("value") if isinstance(point, dict) else None
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield "must provide a number", f"{at}/{number}/value"
        elif least is not None and value <= least:
            yield f"must be more than {least}", f"{at}/{number}/value"


def _words(text: Any, at: str, most: int) -> Faults:
    if not isinstance(text, str) or not text:
        yield "must be more than 0 characters", at
    elif len(text) > most:
        yield f"must be less than {most + 1} characters", at


def _label(point: Any) -> Any:
    return point.get("label") if isinstance(point, dict) else None


def _list(thing: Any) -> list[Any]:
    return thing if isinstance(thing, list) else []
