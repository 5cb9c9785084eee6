"""Twelve weeks in which everybody clicks, types and answers by chance, through the protocol."""

from collections.abc import Callable

from tests.e2e.seeing import complaints
from tests.e2e.slack import Slack


async def test_twelve_weeks_of_chance_meet_no_error(
    slack: Slack, maya: str, record_property: Callable[[str, object], None]
) -> None:
    lived = await slack.post("live", weeks=12, seed=1)
    assert (lived["live"]["done"], lived["acts"].get("trouble", 0)) == (84, 0)
    unexpected = [one for one in await slack.messages() if "reference" in str(one["blocks"])]
    assert unexpected == []
    assert await complaints(slack) == []
    record_property("figure", f"12 weeks lived in {lived['seconds']:.1f} s (at most 30)")
