"""What a scenario works with."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, AsyncIterator, Callable, Coroutine, Dict, Iterable, List

from .drivers import Driver
from .gateway import Feed, Gateway
from .history import History


@dataclass
class Client:
    """A driver in one format."""

    driver: Driver
    format: str
    since: int = 0

    @property
    def name(self) -> str:
        return self.driver.name

    def connect(self, url: str, **options: Any) -> None:
        """A new client; its events are those from here on."""
        self.since = len(self.driver.events)
        self.driver.tell("connect", url=url, options={"format": self.format, **options})

    def subscribe(self, channel: str, **options: Any) -> None:
        self.driver.tell("subscribe", channel=channel, options=options)

    async def state(self, state: str, timeout: float = 10, since: int | None = None) -> None:
        await self.driver.state(state, timeout, self.since if since is None else since)

    async def subscribed(self, channel: str, timeout: float = 10, since: int | None = None) -> Dict[str, Any]:
        return await self.driver.subscribed(channel, timeout, self.since if since is None else since)

    async def sees(self, channel: str, number: int, timeout: float = 15) -> None:
        await self.driver.expect(
            f"number {number} of {channel}",
            lambda e: e["event"] == "publication" and e["channel"] == channel and e["data"].get("n") == number,
            timeout,
            self.since,
        )

    def of(self, event: str, **members: Any) -> List[Dict[str, Any]]:
        return self.driver.of(event, self.since, **members)

    def history(self, channel: str) -> History:
        return History(self.name, channel, self.driver.events[self.since :])

    async def close(self) -> None:
        self.driver.tell("close")
        await self.driver.expect("end", lambda e: e["event"] == "closed", 10, self.since)


@dataclass
class Scene:
    """All clients, each driver in each format, and the publishers: each driver once with ids and once without."""

    clients: List[Client]
    publishers: List[Driver]
    logs: Path
    _count: List[int] = field(default_factory=lambda: [0])

    @asynccontextmanager
    async def gateway(self, *settings: str) -> AsyncIterator[Gateway]:
        self._count[0] += 1
        gateway = Gateway(self.logs / f"gateway-{self._count[0]}.log", settings)
        try:
            await gateway.start()
            yield gateway
        finally:
            await gateway.stop()

    async def all(self, work: Callable[[Client], Coroutine[Any, Any, Any]]) -> None:
        await together(work(client) for client in self.clients)

    async def in_json(self, work: Callable[[Client], Coroutine[Any, Any, Any]]) -> None:
        """Those that speak JSON: the hostile server speaks nothing else."""
        await together(work(client) for client in self.clients if client.format == "json")

    async def follow(self, url: str, channels: Iterable[str], **options: Any) -> None:
        """Connects all and subscribes to the channels, and waits until that stands."""
        channels = list(channels)
        for client in self.clients:
            client.connect(url, **options)
            for channel in channels:
                client.subscribe(channel)
        for channel in channels:
            await self.all(lambda client, channel=channel: client.subscribed(channel))

    async def check(self, feed: Feed) -> None:
        """Ends the feed; everybody has to see its end, and nothing doubled or lost without a word before it."""
        await feed.stop()
        for channel, last in feed.numbers.items():
            await self.all(lambda client, channel=channel, last=last: client.sees(channel, last))
            for client in self.clients:
                client.history(channel).check(feed.unknown[channel], last)

    async def close(self) -> None:
        await self.all(lambda client: client.close())


async def together(works: Iterable[Coroutine[Any, Any, Any]]) -> None:
    """All of them, and of several failures the first one's error."""
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
