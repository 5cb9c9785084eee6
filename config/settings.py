"""What an operator sets: read once, typed, and refused with every fault in one message."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_core import ErrorDetails

from config import setting_checks as checks
from config.logging import redact
from habits.errors import HabitsError


class BadSettings(HabitsError):
    """One variable or more is not as it must be; the message names each of them."""


def _seconds(default: float) -> Any:
    return Field(
        default=default,
        gt=0,
        le=3600,
        description="a number of seconds, up to 3600",
        examples=[f"{default:g}"],
    )


class Settings(BaseModel):
    """Every variable the bot reads. A description says what is expected of the value, in the
    words of the error message; the example is a value that would be taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    slack_bot_token: Annotated[SecretStr, checks.token("xoxb")] = Field(
        default=SecretStr(""),
        description="a bot token, which begins with xoxb-",
        examples=["xoxb-..."],
    )
    slack_app_token: Annotated[SecretStr, checks.token("xapp")] = Field(
        default=SecretStr(""),
        description="an app-level token with connections:write, which begins with xapp-",
        examples=["xapp-..."],
    )
    slack_api_url: Annotated[str, AfterValidator(checks.slack_url)] = Field(
        default="https://slack.com/api/",
        description="the https address of Slack's Web API",
        examples=["https://slack.com/api/"],
    )
    database_url: Annotated[str, AfterValidator(checks.database_url)] = Field(
        default="sqlite:///data/trust.db",
        description="sqlite:///<path>, or postgresql://<user>:<password>@<host>/<database>",
        examples=["sqlite:///data/trust.db"],
        repr=False,  # may hold a password
    )
    keys: Annotated[
        tuple[SecretStr, ...], BeforeValidator(checks.listed), AfterValidator(checks.keys)
    ] = Field(
        default=(),
        description="Fernet keys (44 characters each), separated by commas, the newest first",
        examples=["<new key>,<old key>"],
    )
    habits_folder: Path | None = Field(
        default=None,
        description="a folder with your own habits and wordings",
        examples=["/etc/trust-habits/habits"],
    )
    country: Annotated[str | None, BeforeValidator(checks.none_or_upper)] = Field(
        default=None,
        pattern=r"^[A-Z]{2}$",
        description="the two letters of a country whose holidays newcomers get, or none",
        examples=["SE"],
    )
    admins: Annotated[
        tuple[str, ...], BeforeValidator(checks.listed), AfterValidator(checks.user_ids)
    ] = Field(
        default=(),
        description="ids of people in Slack, separated by commas",
        examples=["U024BE7LH,W012A3CDE"],
    )
    managers: Annotated[Literal["anyone", "invited"], BeforeValidator(checks.lower)] = Field(
        default="anyone",
        description="anyone or invited",
        examples=["invited"],
    )
    posts_per_minute: int = Field(
        default=180,
        ge=1,
        le=600,
        description="a whole number from 1 to 600",
        examples=["180"],
    )
    lease_seconds: float = _seconds(60.0)
    http_timeout_seconds: float = _seconds(10.0)
    settle_seconds: float = _seconds(15.0)
    margin_seconds: float = _seconds(10.0)
    health_port: int = Field(
        default=8787,
        ge=0,
        le=65535,
        description="a port from 1 to 65535, or 0 for none",
        examples=["8787"],
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(checks.upper)
    ] = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR", examples=["INFO"])
    log_format: Annotated[Literal["json", "text"], BeforeValidator(checks.lower)] = Field(
        default="json", description="json or text", examples=["json"]
    )
    clock_url: Annotated[str, AfterValidator(checks.clock_url)] | None = Field(
        default=None,
        description="the playground's address, on this machine",
        examples=["http://127.0.0.1:8899"],
    )
    client_msg_id: bool = Field(default=False, description="true or false", examples=["false"])
    failpoint: str = Field(
        default="",
        description="a point of the delivery path; for tests",
        examples=["delivery.fenced"],
    )


def variable(field: str) -> str:
    """The environment variable of a field; Slack's own keep the names that people expect."""
    return field.upper() if field.startswith("slack_") else f"TRUST_{field.upper()}"


_FIELDS = {variable(field): field for field in Settings.model_fields}
_NEVER_SHOWN = frozenset({"slack_bot_token", "slack_app_token", "database_url", "keys"})
# Bolt reads these by itself and then drops the bot token without a word.
_REFUSED = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


def read_settings(environ: Mapping[str, str], *, tokens: bool = True) -> Settings:
    """The settings of an environment; an empty variable counts as not set, and `<NAME>_FILE`
    names a file that holds the value. `tokens` False is for commands that never call Slack.

    Raises BadSettings, which lists every fault of every variable.
    """
    faults: list[str] = []
    token_missing = False
    values: dict[str, str] = {}
    for name, field in _FIELDS.items():
        try:
            value = _value(environ, name)
        except ValueError as error:
            faults.append(str(error))
            continue
        if value:
            values[field] = value
        elif tokens and field in ("slack_bot_token", "slack_app_token"):
            token_missing = True
            faults.append(f"{name}: missing; {_expected(field)}")
    faults += _strangers(environ)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one for one in error.errors(include_url=False)}
        faults += [_fault(field, values[field], one) for field, one in wrong.items()]
        sound = {field: value for field, value in values.items() if field not in wrong}
        settings = Settings.model_validate(sound)
    faults += _together(settings)
    if faults:
        heading = "One setting is not" if len(faults) == 1 else f"{len(faults)} settings are not"
        lines = [f"{heading} as needed:", *(f"  {fault}" for fault in sorted(faults))]
        if token_missing:
            lines.append("Copy config/env.example to .env, fill it in, then `make run`.")
        # A token may have been put into the wrong variable.
        raise BadSettings(redact("\n".join(lines)))
    return settings


def _value(environ: Mapping[str, str], name: str) -> str:
    file_name = f"{name}_FILE"
    value, file = environ.get(name, "").strip(), environ.get(file_name, "").strip()
    if not file:
        return value
    if value:
        raise ValueError(f"{file_name}: {name} is set as well; keep one of the two.")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not a text file"
        message = f"{file_name}: found “{file}” ({why}); expected a file that holds {name}."
        raise ValueError(message) from None


def _strangers(environ: Mapping[str, str]) -> Iterator[str]:
    for name in _REFUSED:
        if environ.get(name):
            yield (
                f"{name}: found a value; expected none, because Slack's library would then "
                "ignore SLACK_BOT_TOKEN. Remove it from the environment."
            )
    known = [*_FIELDS, *(f"{name}_FILE" for name in _FIELDS)]
    for name in environ:
        if name.startswith("TRUST_") and name not in known:
            # Compared without the beginning, which would make any two of them alike.
            short = [other.removeprefix("TRUST_") for other in known]
            near = get_close_matches(name.removeprefix("TRUST_"), short, n=1)
            hint = (
                f"did you mean {known[short.index(near[0])]}?"
                if near
                else "config/env.example lists all."
            )
            yield f"{name}: there is no such setting; {hint}"


def _fault(field: str, value: str, error: ErrorDetails) -> str:
    own_words = str(error.get("ctx", {}).get("error", ""))
    if field in _NEVER_SHOWN:
        found = f"something else ({own_words})" if own_words else "something else"
    else:
        found = f"“{value}”" + (f" ({own_words})" if own_words else "")
    return f"{variable(field)}: found {found}; {_expected(field)}"


def _expected(field: str) -> str:
    about = Settings.model_fields[field]
    example = (about.examples or [""])[0]
    return f"expected {about.description}. Example: {variable(field)}={example}"


def _together(settings: Settings) -> Iterator[str]:
    """What holds between two variables or more."""
    needed = settings.http_timeout_seconds + settings.settle_seconds + settings.margin_seconds
    if settings.lease_seconds <= needed:
        yield (
            f"TRUST_LEASE_SECONDS: found {settings.lease_seconds:g}; expected more than "
            f"TRUST_HTTP_TIMEOUT_SECONDS + TRUST_SETTLE_SECONDS + TRUST_MARGIN_SECONDS, "
            f"which is {needed:g}. Example: TRUST_LEASE_SECONDS={needed + 25:g}"
        )
    if settings.database_url.startswith("postgresql") and not settings.keys:
        yield (
            "TRUST_KEYS: missing; with PostgreSQL the key has to come from you. Make one with: "
            'python3 -c "import base64, os; '
            'print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    if settings.clock_url and not checks.is_loopback(settings.slack_api_url):
        yield (
            "TRUST_CLOCK_URL: found a value, while SLACK_API_URL is not on this machine; "
            "expected none. Only the playground moves the clock."
        )
