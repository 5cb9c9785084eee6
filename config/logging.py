"""Log lines: an event and its facts, as JSON or as text, with every secret struck out."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

# Shapes of secrets, wherever they turn up: in a fact, a message or a stack trace.
_SECRETS = (
    re.compile(r"\bxox[a-z](?:\.xox[a-z])?-[\w-]{4,}"),  # Slack's bot, user and refresh tokens
    re.compile(r"\bxapp-[\w-]{4,}"),
    re.compile(r"\bgAAAA[\w-]{40,}={0,2}"),  # text that Fernet encrypted
    re.compile(r"(?<![\w-])[\w-]{43}=(?![\w=])"),  # a Fernet key
    re.compile(r"https?://hooks\.slack[\w-]*\.com[\w/-]*"),  # response_url: answers for anybody
    re.compile(r"(?<=[?&]ticket=)[^&\s\"'<>]+"),  # the address of the socket
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),  # user and password in a database's address
)
STRUCK_OUT = "[secret]"

# At DEBUG these write whole payloads, which hold what people typed. Alembic tells of its own
# set-up, in the middle of what a command says.
_TALKATIVE = (
    "slack_sdk",
    "slack_bolt",
    "aiohttp",
    "apscheduler",
    "sqlalchemy",
    "asyncio",
    "alembic",
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redact(text: str) -> str:
    """The text without tokens, keys, encrypted texts and response addresses."""
    for secret in _SECRETS:
        text = secret.sub(STRUCK_OUT, text)
    return text


def configure(level: str, form: Literal["json", "text"], stream: TextIO | None = None) -> None:
    """Send all log lines to `stream` (standard error if None), in place of what was set up."""
    lines = logging.StreamHandler(stream or sys.stderr)
    lines.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level)
    quiet = max(logging.WARNING, root.level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(quiet)


class _Redacting(logging.Formatter):
    def line(self, record: logging.LogRecord) -> str:
        raise NotImplementedError

    def format(self, record: logging.LogRecord) -> str:
        return redact(self.line(record))

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """What was given as `extra`."""
        return {name: value for name, value in vars(record).items() if name not in _STANDARD}

    def trace(self, record: logging.LogRecord) -> str | None:
        return self.formatException(record.exc_info) if record.exc_info else None


class JsonLines(_Redacting):
    """One JSON object a line: time (UTC), level, logger, event, then the facts."""

    def line(self, record: logging.LogRecord) -> str:
        entry = {
            "time": _utc(record),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **self.facts(record),
        }
        if trace := self.trace(record):
            entry["trace"] = trace
        return json.dumps(entry, ensure_ascii=False, default=str)


class TextLines(_Redacting):
    """For a person at a terminal: time, level, event, `name=value` for each fact."""

    def line(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in self.facts(record).items())
        line = f"{_utc(record)} {record.levelname:<7} {record.name}: {record.getMessage()}{facts}"
        trace = self.trace(record)
        return f"{line}\n{trace}" if trace else line


def _utc(record: logging.LogRecord) -> str:
    made = datetime.fromtimestamp(record.created, UTC)
    return made.isoformat(timespec="milliseconds").replace("+00:00", "Z")
