"""Faults on purpose: drawn from a seed, so that a run with faults can be repeated."""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from bot.playground.refusals import bad_arguments

Fault = Literal["lost_answer", "http_500", "ratelimited"]
KINDS: tuple[Fault, ...] = ("lost_answer", "http_500", "ratelimited")


@dataclass
class Faults:
    """Probabilities per call of the Web API; `methods` empty means all of them.

    lost_answer: the call is done, then the connection drops without an answer. http_500 and
    ratelimited: the call is not done. slow_ms: real milliseconds before a call is looked at.
    refuse_blocks: types of blocks that are refused in messages, as if Slack did not know them.
    """

    seed: int = 0
    lost_answer: float = 0.0
    http_500: float = 0.0
    ratelimited: float = 0.0
    retry_after: int = 30
    slow_ms: int = 0
    methods: list[str] = field(default_factory=list)
    refuse_sockets: bool = False
    refuse_blocks: list[str] = field(default_factory=list)
    _calls: Counter[str] = field(default_factory=Counter, repr=False)

    @classmethod
    def from_call(cls, wishes: dict[str, Any]) -> "Faults":
        known = {f.name for f in fields(cls) if not f.name.startswith("_")}
        strange = wishes.keys() - known
        if strange:
            raise bad_arguments(f"Unknown: {', '.join(sorted(strange))}. Known: {sorted(known)}.")
        asked = cls(**wishes)
        for name, default in cls().to_state().items():
            kinds = (int, float) if isinstance(default, float) else type(default)
            if not isinstance(getattr(asked, name), kinds):
                raise bad_arguments(f"{name} looks like {default!r}.")
        return asked

    def concern(self, method: str) -> bool:
        return not self.methods or method in self.methods

    def draw(self, method: str) -> Fault | None:
        """The fault of this call: decided by seed, method and how many such calls came before."""
        if not self.concern(method):
            return None
        self._calls[method] += 1
        number = f"{self.seed}:{method}:{self._calls[method]}"
        point = int(hashlib.sha256(number.encode()).hexdigest()[:12], 16) / 16**12
        for kind in KINDS:
            point -= getattr(self, kind)
            if point < 0:
                return kind
        return None

    def to_state(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if not name.startswith("_")}
