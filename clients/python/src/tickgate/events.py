"""Who wants to be told of what."""

from __future__ import annotations

import logging
from typing import Any, Callable, Dict, List, Sequence

log = logging.getLogger("tickgate")

SUBSCRIPTION_EVENTS = ("subscribed", "gap", "lag", "unsubscribed", "error")
CLIENT_EVENTS = SUBSCRIPTION_EVENTS + ("state", "token_expiring", "closed")


class Events:
    """Calls listeners in the order in which they came. One that raises is logged and stops no other."""

    def __init__(self, events: Sequence[str]) -> None:
        self._listeners: Dict[str, List[Callable[[Any], None]]] = {event: [] for event in events}

    def on(self, event: str, listener: Callable[[Any], None]) -> Callable[[], None]:
        """Adds a listener; the function that is returned removes it."""
        if event not in self._listeners:
            raise ValueError(f"event must be one of {', '.join(self._listeners)}, was {event!r}")
        self._listeners[event].append(listener)

        def remove() -> None:
            if listener in self._listeners[event]:
                self._listeners[event].remove(listener)

        return remove

    def tell(self, event: str, what: Any) -> None:
        for listener in list(self._listeners[event]):
            try:
                listener(what)
            except Exception:
                log.exception("a listener of %s raised", event)
