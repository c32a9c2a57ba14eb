"""How long to wait before the next try."""

from __future__ import annotations

import random
from typing import Callable


class Backoff:
    """A burst of tries with full jitter, then a slow retry.

    Wait number n of the burst is uniform over 0 to ``base`` times 2 to the n, at most ``cap``: full jitter, so that the
    clients of a gateway that restarts do not come back all at once. After ``burst`` tries it is uniform over half of
    ``slow`` to one and a half of it. All in seconds.
    """

    def __init__(
        self, base: float, cap: float, burst: int, slow: float, uniform: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._base = base
        self._cap = cap
        self._burst = burst
        self._slow = slow
        self._uniform = uniform
        self.failures = 0

    def next(self, at_least: float | None = None) -> float:
        """The wait after one more failure.

        A server that said when (``Retry-After``) is not asked before that, and up to twice as late, so that whoever was
        refused together comes back spread out. The wait grows all the same: a server may say 0 each time.
        """
        if self.failures < self._burst:
            wait = self._uniform(0.0, min(self._cap, self._base * 2.0**self.failures))
        else:
            wait = self._uniform(self._slow / 2, self._slow * 1.5)
        self.failures += 1
        if at_least is not None:
            wait = max(wait, at_least + self._uniform(0.0, at_least or self._base))
        return wait

    def reset(self) -> None:
        """After a connection that held."""
        self.failures = 0
