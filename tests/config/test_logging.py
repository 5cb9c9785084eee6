import base64
import io
import json
import logging
from collections.abc import Iterator

import pytest

from config.logging import configure, redact

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
SECRETS = [
    "xoxb-123456789012-1234567890123-AbCdEf",
    "xoxp-1-2-3-abc",
    "xoxe.xoxb-1-MS0yLUFR",
    "xoxe-1-My0xLUVR",
    "xapp-1-A012ABCD0A0-3485157640515-748cab",
    KEY,
    # What Fernet makes; fixed, since every worker must find tests of the same names.
    "gAAAAABpIM1k" + "Zm9v" * 22 + "YmFyYmF6cXV4",
    "https://hooks.slack.com/actions/T012/345/abcDEF",
    "https://hooks.slack-gov.com/commands/T012/345/abcDEF",
]


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging as it was before the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("slack_sdk", "slack_bolt")}
    levels |= dict.fromkeys(("aiohttp", "apscheduler", "sqlalchemy", "asyncio"), logging.NOTSET)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, own in levels.items():
        logging.getLogger(name).setLevel(own)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "token={}, more", '"{}"', "({})", "Bearer {}\nnext"])
def test_a_secret_is_struck_out_wherever_it_stands(secret: str, around: str) -> None:
    assert redact(around.format(secret)) == around.format("[secret]")


def test_only_the_secret_part_of_an_address_is_struck_out() -> None:
    assert (
        redact("postgresql://trust:geheim@db:5432/trust") == "postgresql://[secret]@db:5432/trust"
    )
    assert redact("wss://wss-primary.slack.com/link/?ticket=1a2b&app_id=3") == (
        "wss://wss-primary.slack.com/link/?ticket=[secret]&app_id=3"
    )


@pytest.mark.parametrize(
    "text",
    [
        "prompt.sent prompt=018f habit=share_why",
        "https://slack.com/api/chat.postMessage",
        "check-in:01h455vb4pex5vsknk084sn02q:2026-03-10:prompt-1",
        "a" * 64,
    ],
)
def test_ordinary_facts_stay_readable(text: str) -> None:
    assert redact(text) == text


@pytest.mark.usefixtures("restored")
def test_a_line_of_json_has_the_event_and_its_facts() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    logging.getLogger("bot.delivery").info(
        "prompt.sent", extra={"prompt": "p1", "habit": "share_why"}
    )
    entry = json.loads(stream.getvalue())
    assert entry.pop("time").endswith("Z")
    assert entry == {
        "level": "INFO",
        "logger": "bot.delivery",
        "event": "prompt.sent",
        "prompt": "p1",
        "habit": "share_why",
    }


@pytest.mark.usefixtures("restored")
def test_a_line_of_text_has_the_same_for_a_person() -> None:
    stream = io.StringIO()
    configure("INFO", "text", stream)
    logging.getLogger("bot.delivery").warning("prompt.late", extra={"prompt": "p1"})
    assert stream.getvalue().endswith("Z WARNING bot.delivery: prompt.late prompt=p1\n")


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_leaves_through_a_message_a_fact_or_a_trace(form: str, secret: str) -> None:
    stream = io.StringIO()
    configure("DEBUG", "json" if form == "json" else "text", stream)
    logger = logging.getLogger("bot")
    logger.info(
        "refused %s", secret, extra={"fact": secret, "list": [secret], "more": {"a": secret}}
    )
    logger.error("failed", exc_info=RuntimeError(f"no answer for {secret}"))
    assert secret not in stream.getvalue()
    assert stream.getvalue().count("[secret]") >= 5
    assert "RuntimeError" in stream.getvalue()


@pytest.mark.usefixtures("restored")
def test_a_trace_stays_within_its_line_of_json() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    logging.getLogger("bot").error("failed", exc_info=RuntimeError("no answer\nat all"))
    assert len(stream.getvalue().splitlines()) == 1
    assert json.loads(stream.getvalue())["trace"].endswith("RuntimeError: no answer\nat all")


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "ERROR"])
def test_libraries_that_write_whole_payloads_stay_quiet(level: str) -> None:
    stream = io.StringIO()
    configure(level, "json", stream)
    for name in ("slack_sdk.web.async_client", "slack_bolt.AsyncApp", "aiohttp.access"):
        logging.getLogger(name).debug("what a person typed")
        logging.getLogger(name).info("what a person typed")
    assert stream.getvalue() == ""
    logging.getLogger("slack_sdk.socket_mode").error("closed")
    assert "closed" in stream.getvalue()


@pytest.mark.usefixtures("restored")
def test_setting_up_twice_writes_each_line_once() -> None:
    stream = io.StringIO()
    configure("INFO", "text", io.StringIO())
    configure("INFO", "text", stream)
    logging.getLogger("bot").info("once")
    assert stream.getvalue().count("once") == 1
