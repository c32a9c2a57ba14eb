"""What was handled is acknowledged, a channel at a time and not each publication by itself."""

from __future__ import annotations

import asyncio
from typing import Callable, Dict

_DUE_MAX = 100


class Acknowledgements:
    """Gathers what was handled for ``interval`` seconds, or 100 publications, and sends one ack for each channel."""

    def __init__(self, interval: float, send: Callable[[Dict[str, int]], None]) -> None:
        self._interval = interval
        self._send = send
        self._handled: Dict[str, int] = {}
        self._due: Dict[str, int] = {}
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None

    def handled(self, channel: str, offset: int) -> None:
        self._handled[channel] = offset
        self._owe(channel)

    def repeated(self, channel: str) -> None:
        """A publication came again: the gateway has not heard of it being handled, if it was."""
        if channel in self._handled:
            self._owe(channel)

    def forget(self, channel: str) -> None:
        self._handled.pop(channel, None)
        self._due.pop(channel, None)

    def clear(self) -> None:
        """The connection is gone, and with it what was owed."""
        self._handled.clear()
        self._due.clear()
        self._stop()

    def _owe(self, channel: str) -> None:
        self._due[channel] = self._handled[channel]
        self._count += 1
        if self._count >= _DUE_MAX:
            self._flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._interval, self._flush)

    def _flush(self) -> None:
        self._stop()
        due, self._due = self._due, {}
        if due:
            self._send(due)

    def _stop(self) -> None:
        self._count = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
