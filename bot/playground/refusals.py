"""How the playground says no: as Slack does to the app, and in words to the page and to tests."""

from typing import Any


class Refused(Exception):
    """A Web API answer with ok: false, e.g. channel_not_found."""

    status = 200

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def answer(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error} | self.more


class RateLimited(Refused):
    """Too many calls; `seconds` is what Retry-After says."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class BrokenServer(Refused):
    """The server failed before it did anything."""

    status = 500

    def __init__(self) -> None:
        super().__init__("internal_error")


class BadCall(Exception):
    """A control call that cannot be done, with its HTTP status and words for a person."""

    def __init__(self, status: int, error: str, detail: str, **more: Any) -> None:
        super().__init__(f"{error}: {detail}")
        self.status = status
        self.body = {"ok": False, "error": error, "detail": detail} | more


def invalid_arguments(*messages: str) -> Refused:
    return Refused("invalid_arguments", response_metadata={"messages": list(messages)})


def bad_arguments(detail: str) -> BadCall:
    return BadCall(400, "invalid_arguments", detail)


def not_found(what: str, which: object) -> BadCall:
    return BadCall(404, f"{what}_not_found", f"There is no {what} {which!r} here.")
