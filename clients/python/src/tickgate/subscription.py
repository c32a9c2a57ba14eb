"""One subscription: what it asked for, its buffer, and who handles what comes."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from typing import TYPE_CHECKING, Any, AsyncIterator, Awaitable, Callable, Deque, Dict, List, Sequence, Union, cast

from .errors import SubscriptionEnded, TickgateError
from .events import SUBSCRIPTION_EVENTS, Events
from .messages import Publication
from .options import SubscribeOptions
from .positions import Gap

if TYPE_CHECKING:
    from .client import Client

Handler = Callable[[Publication], Union[None, Awaitable[None]]]


def family_of(channel: str) -> str:
    return channel.partition(":")[0]


class Subscription:
    """A subscription to one channel, a list of them, or a family (a channel without a colon, which brings its members).

    A plain function as ``handler`` is called at once, in the order of arrival, and must not block. Publications for a
    coroutine function, or for ``async for`` where there is no handler, wait in a buffer; ``SubscribeOptions`` says how
    many may, and what becomes of one more. A handler that raises is told as an ``error`` of the client; the subscription
    goes on.
    """

    def __init__(
        self, client: Client, channels: Sequence[str], options: SubscribeOptions, handler: Handler | None
    ) -> None:
        self._client = client
        self.channels: List[str] = list(channels)
        self.options = options
        self.symbol: str | None = None
        self.ended: TickgateError | None = None
        self.is_ended = False
        self.confirmed: asyncio.Future[Dict[str, Any]] = asyncio.get_running_loop().create_future()
        # Nobody may be waiting when a client closes.
        self.confirmed.add_done_callback(lambda future: future.cancelled() or future.exception())
        self.events = Events(SUBSCRIPTION_EVENTS)
        self._handler = handler
        self._buffer: Deque[Publication] = deque()
        self._filled = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        if handler is not None and inspect.iscoroutinefunction(handler):
            self._worker = asyncio.create_task(self._work(cast("Callable[[Publication], Awaitable[None]]", handler)))

    @property
    def buffered(self) -> int:
        """Publications that wait in the buffer now."""
        return len(self._buffer)

    def on(self, event: str, listener: Callable[[Any], None]) -> Callable[[], None]:
        """Adds a listener and returns what removes it: ``subscribed``, ``gap``, ``lag``, ``unsubscribed``, ``error``, each
        as the client's event of that name, of this subscription's channels alone."""
        return self.events.on(event, listener)

    def position(self, channel: str) -> Dict[str, Any] | None:
        """How far a channel, or a member of a family, was read: to be kept for ``since`` of another client."""
        return self._client.position(channel)

    def ack(self, channel: str, offset: int) -> None:
        """With ``ack="manual"``: everything of the channel up to the offset is done with."""
        self._client.acknowledge(channel, offset)

    async def unsubscribe(self) -> None:
        """Ends it. What waits in the buffer is still handed out."""
        await self._client.unsubscribe(self)

    def leave(self, channels: Sequence[str]) -> None:
        """Called by the client alone."""
        self.channels = [name for name in self.channels if name not in channels]

    def deliver(self, publication: Publication) -> None:
        """Hands out what came. Called by the client alone."""
        if self._handler is not None and self._worker is None:
            try:
                outcome = self._handler(publication)
                if inspect.isawaitable(outcome):
                    # A callable that hides a coroutine, such as a partial: from now on it has a worker.
                    self._adopt(outcome, publication)
                    return
            except Exception as fault:
                self._client.tell_fault(publication["channel"], fault)
            self._client.handled(self, publication)
            return
        if len(self._buffer) >= self.options.buffer_max and not self._make_room():
            return
        self._buffer.append(publication)
        self._filled.set()

    def end(self, cause: TickgateError | None) -> None:
        """No more comes: who iterates gets what waits and then the end, or ``cause``. Called by the client alone."""
        if self.is_ended:
            return
        self.is_ended = True
        self.ended = cause
        if not self.confirmed.done():
            self.confirmed.set_exception(cause or SubscriptionEnded(", ".join(self.channels), "unsubscribed", ""))
        self._filled.set()

    async def __aiter__(self) -> AsyncIterator[Publication]:
        if self._handler is not None:
            raise TypeError("a subscription with a handler is not iterated")
        while True:
            publication = await self._take()
            if publication is None:
                break
            yield publication
            # The next one is asked for: this one was handled.
            self._client.handled(self, publication)
        if self.ended is not None:
            raise self.ended

    async def _take(self) -> Publication | None:
        while not self._buffer:
            if self.is_ended:
                return None
            self._filled.clear()
            await self._filled.wait()
        return self._buffer.popleft()

    async def _work(self, handler: Callable[[Publication], Awaitable[None]]) -> None:
        while (publication := await self._take()) is not None:
            try:
                await handler(publication)
            except Exception as fault:
                self._client.tell_fault(publication["channel"], fault)
            self._client.handled(self, publication)

    def _adopt(self, first: Awaitable[None], publication: Publication) -> None:
        handler = cast("Callable[[Publication], Awaitable[None]]", self._handler)

        async def work() -> None:
            try:
                await first
            except Exception as fault:
                self._client.tell_fault(publication["channel"], fault)
            self._client.handled(self, publication)
            await self._work(handler)

        self._worker = asyncio.create_task(work())

    def _make_room(self) -> bool:
        if self.options.overflow == "error":
            channel = self._buffer[-1]["channel"]
            reason = f"{self.options.buffer_max} publications waited for their handler"
            self._client.drop(self, SubscriptionEnded(channel, "buffer_overflow", reason))
            return False
        dropped = self._buffer.popleft()
        offset = dropped.get("offset")
        self._client.tell_gap(self, Gap(dropped["channel"], "buffer_overflow", offset, offset))
        return True
