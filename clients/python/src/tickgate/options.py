"""What a client and a subscription may be told, with defaults and their rules. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable, Dict, List, Literal, Mapping, Tuple, Union

from .codec import Format, Message

Overflow = Literal["drop_oldest", "error"]
TokenSource = Callable[[], Union[str, Awaitable[str]]]


@dataclass(frozen=True)
class ClientOptions:
    """Of one client. README.md tells what each is for."""

    format: Format = "json"
    token: str | None = None
    api_key: str | None = None
    get_token: TokenSource | None = None
    user_id: str | None = None
    client_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    compression: bool = True
    connect_timeout: float = 10.0
    request_timeout: float = 5.0
    ping_interval: float = 15.0
    pong_timeout: float = 5.0
    backoff_base: float = 0.5
    backoff_cap: float = 30.0
    burst: int = 5
    slow_retry: float = 30.0
    restart_wait: Tuple[float, float] = (1.0, 15.0)
    later_wait: Tuple[float, float] = (15.0, 30.0)
    stable_after: float = 5.0
    max_message_bytes: int = 4 << 20
    max_bad_messages: int = 100
    max_positions: int = 100_000
    max_pending_requests: int = 1000
    ack_interval: float = 0.1
    parse_float: Callable[[str], Any] | None = None

    def __post_init__(self) -> None:
        if self.format not in ("json", "msgpack"):
            raise ValueError(f'format must be "json" or "msgpack", was {self.format!r}')
        if sum(way is not None for way in (self.token, self.api_key, self.get_token)) > 1:
            raise ValueError("token, api_key and get_token exclude each other: say one of them")
        for name in (
            "connect_timeout",
            "request_timeout",
            "ping_interval",
            "pong_timeout",
            "backoff_base",
            "backoff_cap",
            "slow_retry",
            "ack_interval",
        ):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0 seconds, was {getattr(self, name)!r}")
        for name in ("max_message_bytes", "max_bad_messages", "max_positions", "max_pending_requests"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, was {getattr(self, name)!r}")
        if self.burst < 0:
            raise ValueError(f"burst must be at least 0, was {self.burst!r}")
        for name in ("restart_wait", "later_wait"):
            shortest, longest = getattr(self, name)
            if not 0 <= shortest <= longest:
                raise ValueError(f"{name} must be a shortest and a longest wait, was {getattr(self, name)!r}")


@dataclass(frozen=True)
class SubscribeOptions:
    """Of one subscription. Those of the wire are described in docs/PROTOCOL.md; what is None is not sent.

    ``ack``: publications are acknowledged once they were handled; ``"manual"``: by ``Subscription.ack``. ``since``:
    where an earlier client stopped reading, for one channel. ``history``: points of a chart. ``buffer_max``: publications that may wait for an
    asynchronous handler or an ``async for``; ``overflow`` says what becomes of one more: ``drop_oldest`` drops the one
    that waits longest and tells a gap with the reason ``buffer_overflow``, ``error`` ends the
    subscription with that error.
    """

    snapshot: bool | None = None
    rewind: Mapping[str, int] | None = None
    max_hz: float | None = None
    counts: bool | None = None
    filter: List[Any] | None = None
    view: str | None = None
    ack: Union[bool, Literal["manual"]] = False
    since: Mapping[str, Any] | None = None
    history: int | None = None
    buffer_max: int = 1000
    overflow: Overflow = "drop_oldest"

    def __post_init__(self) -> None:
        if self.buffer_max < 1:
            raise ValueError(f"buffer_max must be at least 1, was {self.buffer_max!r}")
        if self.rewind is not None and (self.snapshot or self.since is not None):
            raise ValueError("rewind goes neither with snapshot nor with since")
        if self.max_hz is not None and self.ack:
            raise ValueError("max_hz does not go with ack")
        if self.overflow not in ("drop_oldest", "error"):
            raise ValueError(f'overflow must be "drop_oldest" or "error", was {self.overflow!r}')

    def terms(self) -> Tuple[Any, ...]:
        """What subscriptions that share a channel on the wire have to agree on."""
        return (self.max_hz, bool(self.counts), self.filter, self.view, bool(self.ack))

    def wire(self, resuming: bool = False) -> Message:
        """The ``options`` of the wire. They are always sent, if empty: only then the confirmation says ``gapless``.

        With a position to resume from there is no rewind, and a chart with a history gets it anew where nothing could
        be recovered.
        """
        options: Dict[str, Any] = {}
        for name in ("snapshot", "rewind", "max_hz", "counts", "filter", "view"):
            value = getattr(self, name)
            if value is not None and not (resuming and name == "rewind"):
                options[name] = value
        if resuming and self.history:
            options["snapshot"] = True
        return options
