"""What the end of a connection, or a refused one, asks of a client. The tables are those of docs/PROTOCOL.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    STOP = "stop"
    """Not to come back: the client closes."""
    RETRY = "retry"
    """To come back after a random wait that grows."""
    RESTART = "restart"
    """To come back after 1 to 15 s at random, unless a moment was told."""
    LATER = "later"
    """To come back after 15 to 30 s at random: at once would end the same way."""
    NEW_TOKEN = "new_token"
    """To come back with another token; without a way to get one, the client closes."""


# Codes of this package's own, for ends that no peer told.
SILENT = 3000
GARBAGE = 3001
NO_WELCOME = 3002
ABNORMAL = 1006
"""A connection that ended without a close frame."""

_STOP = frozenset({1002, 1003, 1007, 1008, 1009, 1010})
_STOP_FROM = 4500
_STOP_BELOW = 5000


def of_close(code: int) -> Verdict:
    """The verdict of a close code that the server sent; 1006 is a connection that ended without one."""
    if code == 1012:
        return Verdict.RESTART
    if code == 4004:
        return Verdict.LATER
    if code == 4003:
        return Verdict.NEW_TOKEN
    if code in _STOP or _STOP_FROM <= code < _STOP_BELOW:
        return Verdict.STOP
    return Verdict.RETRY


def of_refusal(status: int) -> Verdict:
    """The verdict of an HTTP status in place of the upgrade."""
    if status == 401:
        return Verdict.NEW_TOKEN
    if status in (408, 429) or status >= 500:
        return Verdict.RETRY
    return Verdict.STOP


@dataclass(frozen=True)
class Ending:
    """How a connection ended, or was refused.

    ``code`` is the close code, or the HTTP status of a refusal; ``retry_after`` is in seconds, where the server said it.
    """

    code: int
    reason: str
    verdict: Verdict
    retry_after: float | None = None
