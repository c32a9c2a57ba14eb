"""What can go wrong, by what it means for the caller."""

from __future__ import annotations

from typing import Any, Mapping


class TickgateError(Exception):
    """Everything that this package raises on purpose. ``code`` is stable: branch on it, or on the class."""

    code: str = "internal_error"


class DecodeError(TickgateError):
    """Bytes that are no message: not JSON or MessagePack, no object, or without a ``type``."""

    code = "bad_message"


class CommandError(TickgateError):
    """The gateway answered a command with an error, and nothing of the command took effect.

    ``code`` is stable and listed in docs/PROTOCOL.md; ``retry_after`` is in seconds.
    """

    def __init__(self, message: Mapping[str, Any]) -> None:
        self.code = str(message.get("code", "internal_error"))
        self.error: str = str(message.get("error", ""))
        self.command: str | None = message.get("command")
        self.field: str | None = message.get("field")
        self.channel: str | None = message.get("channel")
        self.task_id: str | None = message.get("task_id")
        self.symbol: str | None = message.get("symbol")
        self.retry_after: float | None = message.get("retry_after")
        super().__init__(f"{self.code}: {self.error}" if self.error else self.code)


class CommandTimeout(TickgateError):
    """No answer came in time. What the command became is not known."""

    code = "timeout"


class NotConnected(TickgateError):
    """There was no connection within the command's time. Nothing was sent."""

    code = "not_connected"


class OutcomeUnknown(TickgateError):
    """The connection ended between a command and its answer: it may have taken effect, or not."""

    code = "connection_lost"


class TooManyPending(TickgateError):
    """``max_pending_requests`` commands wait for their answers. Nothing was sent."""

    code = "too_many_pending"


class OptionsConflict(TickgateError):
    """The channel is subscribed with other options."""

    code = "options_conflict"


class HandlerFailed(TickgateError):
    """A handler raised; ``__cause__`` is what it raised. The subscription goes on."""

    code = "handler"


class TokenFailed(TickgateError):
    """``get_token`` raised; ``__cause__`` is what it raised. It is asked again."""

    code = "token"


class Closed(TickgateError):
    """The client is closed: by ``close()``, or because the gateway refused it or ended it for good.

    ``close_code`` is the close code, or the HTTP status of a refusal.
    """

    code = "closed"

    def __init__(self, close_code: int, reason: str) -> None:
        self.close_code = close_code
        self.reason = reason
        super().__init__(f"closed with {close_code}: {reason}" if reason else f"closed with {close_code}")


class SubscriptionEnded(TickgateError):
    """A subscription ended that nobody here ended: by an operator, by rights that changed, or by its own overflow."""

    def __init__(self, channel: str, code: str, reason: str) -> None:
        self.channel = channel
        self.code = code
        self.reason = reason
        super().__init__(f"{channel}: {code}: {reason}")


class PublishRefused(TickgateError):
    """The gateway answered a request with an error, and nothing of it was published.

    ``code`` is stable and listed in docs/PROTOCOL.md; ``pointer`` names the member of the body that is at fault.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        pointer: str | None = None,
        retry_after: float | None = None,
        attempts: int = 1,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.pointer = pointer
        self.retry_after = retry_after
        self.attempts = attempts
        at = f" at {pointer}" if pointer else ""
        super().__init__(f"{status} {code}{at}: {detail}")


class Unreachable(TickgateError):
    """No gateway answered, after every try. Nothing was published."""

    code = "unreachable"
