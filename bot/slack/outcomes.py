"""What Slack's answer, or its absence, says about a message: surely not sent, or nobody knows.

Whatever is not a definite answer is unknown: a second message is worse than a late one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.services.ports import NotSent, Refused, Unknown

# What a call of the client can raise. An answer that is no JSON object surfaces as an
# AttributeError, TypeError or ValueError from inside the client.
TROUBLE = (
    SlackClientError,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    AttributeError,
    TypeError,
    ValueError,
)

_TOKEN_REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)

_BROKE_INSIDE = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)

_RATE_LIMITED = frozenset({"rate_limited", "ratelimited"})

_METADATA_NOT_TAKEN = frozenset(
    {
        "invalid_arguments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_must_be_sent_from_app",
        "unknown_argument",
        "unknown_arguments",
    }
)

_TOKEN_RETRY_SECONDS = 300.0
_DEFAULT_RETRY_SECONDS = 30.0
_LONGEST_RETRY_SECONDS = 3600.0


@dataclass(frozen=True)
class Answer:
    """A failed call as Slack answered it; `error` is "" where there was no definite code."""

    status: int
    error: str
    retry_after: str
    complaints: str

    @classmethod
    def of(cls, trouble: SlackApiError) -> "Answer":
        # The response is the client's own, aiohttp's (where the body was no JSON), or a dict.
        response: Any = trouble.response
        body = response if isinstance(response, dict) else getattr(response, "data", None)
        told = body if isinstance(body, dict) else {}
        status = getattr(response, "status_code", None) or getattr(response, "status", None)
        headers = getattr(response, "headers", None)
        error = told.get("error")
        return cls(
            status=status if isinstance(status, int) else 0,
            error=error if isinstance(error, str) else "",
            retry_after=_header(headers, "Retry-After"),
            complaints=str(told.get("response_metadata") or ""),
        )

    @property
    def metadata_not_taken(self) -> bool:
        """A server that looks like Slack may not know metadata; what it names, it means."""
        if self.error not in _METADATA_NOT_TAKEN:
            return False
        return not self.complaints or "metadata" in self.complaints


def _header(headers: object, name: str) -> str:
    if not isinstance(headers, Mapping):
        return ""
    return next((str(value) for key, value in headers.items() if key.lower() == name.lower()), "")


def outcome_of(trouble: Exception) -> NotSent | Refused | Unknown:
    match trouble:
        case SlackApiError():
            return _answered(Answer.of(trouble))
        case (
            aiohttp.ClientConnectorError()
            | aiohttp.ConnectionTimeoutError()
            | aiohttp.ClientHttpProxyError()
            | aiohttp.InvalidURL()
        ):
            # All of these happen before the first byte of the request leaves.
            return NotSent(f"Slack is out of reach ({type(trouble).__name__})")
        case _:
            return Unknown(f"no answer to rely on ({type(trouble).__name__})")


def _answered(answer: Answer) -> NotSent | Refused | Unknown:
    if answer.status == 429 or answer.error in _RATE_LIMITED:
        return NotSent("rate limited", retry_after=retry_seconds(answer.retry_after))
    if answer.status >= 500 or not answer.error:
        return Unknown(f"Slack answered {answer.status} without a definite code")
    if answer.error in _BROKE_INSIDE or _names_a_duplicate(answer.error):
        return Unknown(answer.error)
    if answer.error in _TOKEN_REFUSED:
        return NotSent(answer.error, retry_after=_TOKEN_RETRY_SECONDS)
    return Refused(answer.error)


def _names_a_duplicate(error: str) -> bool:
    return error.startswith("duplicate_") and error.endswith("_not_found")


def retry_seconds(header: str) -> float:
    """Seconds to wait after a 429, one hour at most; 30 where the header says nothing usable."""
    try:
        seconds = float(header)
    except ValueError:
        return _DEFAULT_RETRY_SECONDS
    if not math.isfinite(seconds) or seconds < 0:
        return _DEFAULT_RETRY_SECONDS
    return min(seconds, _LONGEST_RETRY_SECONDS)
