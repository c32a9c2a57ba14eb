"""Whose clock is right does not matter; by how much they differ does."""

from __future__ import annotations

import time
from collections import deque
from typing import Any, Deque, Mapping, Tuple

_SAMPLES_MAX = 8


def now_micros() -> int:
    return time.time_ns() // 1000


class ClockOffset:
    """How far the gateway's clock is ahead of this one, from pings with ``t0``: that of the shortest way counts."""

    def __init__(self) -> None:
        self._samples: Deque[Tuple[int, float]] = deque(maxlen=_SAMPLES_MAX)

    def add(self, pong: Mapping[str, Any], t3: int) -> None:
        """Takes a pong that came at ``t3``, in microseconds. One without times, or with impossible ones, is passed over."""
        t0, t1, t2 = pong.get("t0"), pong.get("t1"), pong.get("t2")
        if not (isinstance(t0, int) and isinstance(t1, int) and isinstance(t2, int)):
            return
        way = (t3 - t0) - (t2 - t1)
        if way >= 0:
            self._samples.append((way, ((t1 - t0) + (t2 - t3)) / 2))

    @property
    def seconds(self) -> float | None:
        """Positive when the gateway's clock is ahead; None before the first pong."""
        return min(self._samples)[1] / 1e6 if self._samples else None

    @property
    def round_trip(self) -> float | None:
        """The shortest way there and back of the last pings, in seconds."""
        return min(self._samples)[0] / 1e6 if self._samples else None
