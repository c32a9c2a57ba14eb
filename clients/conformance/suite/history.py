"""Was anything doubled, was anything lost without a word?"""

from __future__ import annotations

from typing import AbstractSet, Iterable, List

from .drivers import Event


class History:
    """Of one channel, as one client told it."""

    def __init__(self, name: str, channel: str, events: Iterable[Event]) -> None:
        self._name = f"{name}: {channel}"
        self._events = [event for event in events if _speaks_of(event, channel)]

    @property
    def numbers(self) -> List[int]:
        return [event["data"]["n"] for event in self._events if event["event"] == "publication"]

    def check(self, unknown: AbstractSet[int] = frozenset(), last: int | None = None) -> None:
        """Raises AssertionError. ``unknown``: numbers that were perhaps never published."""
        before: int | None = None
        excused = False
        for event in self._events:
            if event["event"] != "publication":
                excused = True
                continue
            number = event["data"]["n"]
            assert isinstance(event.get("offset"), int), f"{self._name}: no offset in {event}"
            if before is not None:
                assert number > before, f"{self._name}: {number} came behind {before}: doubled or out of order"
                lost = [n for n in range(before + 1, number) if n not in unknown]
                assert not lost or excused, f"{self._name}: {lost[:10]} lost without a word before {number}"
            before, excused = number, False
        assert before is not None, f"{self._name}: nothing came"
        if last is not None:
            assert before == last, f"{self._name}: the last that came is {before}, the last published {last}"

    def gaps(self) -> List[Event]:
        return [event for event in self._events if event["event"] == "gap"]

    def lags(self) -> List[Event]:
        return [event for event in self._events if event["event"] == "lag"]


def _speaks_of(event: Event, channel: str) -> bool:
    return event.get("channel") == channel and event["event"] in ("publication", "gap", "lag")
