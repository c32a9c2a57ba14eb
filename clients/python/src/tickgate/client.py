"""The client: subscriptions and commands over a connection that comes back."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Callable, Dict, List, Mapping, Sequence, cast

from .clock import ClockOffset, now_micros
from .codec import Message, codec_of
from .commands import Commands, checked_channels
from .connection import Connection, endpoint
from .errors import (
    Closed,
    CommandError,
    CommandTimeout,
    DecodeError,
    HandlerFailed,
    NotConnected,
    OutcomeUnknown,
    TickgateError,
)
from .events import CLIENT_EVENTS, Events, log
from .link import Link, State
from .messages import Authenticated, Limits, Publication, UnsubscriptionConfirmed
from .options import ClientOptions, SubscribeOptions
from .positions import Gap
from .returning import Returning
from .subscription import Handler, Subscription
from .subscriptions import Subscriptions

_CLOCK_PINGS = 3


class Client(Commands):
    """A client of one gateway, for one event loop.

    ``url`` may be ``ws://host:port`` or ``http://host:port``, with or without the path. ``async with`` connects and
    closes; so do ``connect()`` and ``close()``. Connections that end are opened again as the gateway's verdict says, with
    all subscriptions; ``on("state", …)`` tells when. README.md has a table of every outcome.
    """

    def __init__(self, url: str = "ws://localhost:8001", options: ClientOptions | None = None) -> None:
        self._options = options or ClientOptions()
        self.url = endpoint(url, self._options)
        codec = codec_of(self._options.format, self._options.parse_float)
        self._events = Events(CLIENT_EVENTS)
        self._subscriptions = Subscriptions(self._options, self._events, self._send_acks)
        self._returning = Returning(self._subscriptions, self._options)
        self._link = Link(self.url, codec, self._options, self)
        self._clock = ClockOffset()
        self._limits: Dict[str, Any] | None = None
        self._watch_lists: Dict[str, Subscription] = {}

    @property
    def state(self) -> State:
        return self._link.state

    @property
    def clock_offset(self) -> float | None:
        """Seconds that the gateway's clock is ahead of this one; None before the first answered ping."""
        return self._clock.seconds

    @property
    def round_trip(self) -> float | None:
        """Seconds there and back, of the fastest of the last pings."""
        return self._clock.round_trip

    @property
    def connection_id(self) -> str | None:
        connection = self._link.connection
        return connection.welcome.get("connection_id") if connection else None

    @property
    def duplicates(self) -> int:
        """Publications that came again and were dropped."""
        return self._subscriptions.duplicates

    def age(self, publication: Publication) -> float | None:
        """Seconds since the gateway numbered it, by the gateway's clock; None where one of the two is not known."""
        sent, offset = publication.get("server_time"), self._clock.seconds
        if sent is None or offset is None:
            return None
        return now_micros() / 1e6 + offset - float(sent)

    def on(self, event: str, listener: Callable[[Any], None]) -> Callable[[], None]:
        """Adds a listener and returns what removes it. It is called in the event loop and must not block.

        ``state`` gets the new state; ``subscribed`` a dictionary with channel, epoch, offset, gapless, granted and, where
        a position was sent, recovered; ``gap`` a Gap; ``lag`` the gateway's message; ``unsubscribed`` a SubscriptionEnded;
        ``error`` an exception that no caller waits for; ``token_expiring`` the message, where there is no ``get_token``;
        ``closed`` the Closed that ended it.
        """
        return self._events.on(event, listener)

    async def connect(self, timeout: float | None = None) -> None:
        """Returns when connected. Raises Closed where the gateway refuses for good, NotConnected after ``timeout``
        seconds (never unless said); tries go on then."""
        self._link.open()
        await self._link.connected(timeout)

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Ends everything: what iterates stops, what waits for an answer gets Closed or OutcomeUnknown."""
        await self._link.close(code, reason)

    async def __aenter__(self) -> Client:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def command(
        self,
        command: Mapping[str, Any],
        timeout: float | None = None,
        *,
        on_answer: Callable[[Message], None] | None = None,
    ) -> Message:
        timeout = self._options.request_timeout if timeout is None else timeout
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        connection = await self._link.connected(timeout)
        answer = await connection.request(command, max(0.001, until - loop.time()), on_answer)
        if answer["type"] == "pong":
            self._clock.add(answer, now_micros())
        return answer

    # Subscribing

    async def subscribe(
        self,
        channel: str | Sequence[str],
        options: SubscribeOptions | None = None,
        handler: Handler | None = None,
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Subscribes to a channel, a list of at most 500, or a family, and returns when that is confirmed.

        Raises CommandError where the gateway refuses, CommandTimeout where nothing was confirmed in time; either way
        there is no subscription then. From its confirmation on a subscription comes back with every connection. A channel
        that is subscribed already is shared, and begins with its next publication; with other options that is
        OptionsConflict.
        """
        return await self._subscribe(checked_channels(channel), options, handler, timeout)

    async def subscribe_chart(
        self,
        symbol: str,
        options: SubscribeOptions | None = None,
        handler: Handler | None = None,
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Subscribes to a chart. With ``SubscribeOptions.history`` its newest points come first, in one ``chart_update``."""
        return await self._subscribe([f"chart_updates:{symbol}"], options, handler, timeout, symbol)

    async def unsubscribe(
        self, subscription: Subscription, *, timeout: float | None = None
    ) -> UnsubscriptionConfirmed | None:
        """Ends a subscription: nothing that comes from this call on is taken; what waits in its buffer is still handed
        out, and then its iterator ends. Without a connection there is nothing to confirm: None."""
        left = self._leave(subscription, subscription.channels)
        connection = self._link.connection
        if connection is None or not left:
            return None
        command = {"type": "unsubscribe", "channels": left}
        try:
            return cast(UnsubscriptionConfirmed, await self.command(command, timeout))
        except (NotConnected, OutcomeUnknown):
            return None  # A connection that is gone has no subscriptions.

    async def set_channels(
        self,
        family: str,
        channels: Sequence[str],
        options: SubscribeOptions | None = None,
        handler: Handler | None = None,
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Replaces what is subscribed among the members of a family, in one step, and returns their watch-list.

        What stays goes on without a gap, with the subscription and the terms that it had; what is added belongs to the
        watch-list, whose options and handler are those of the first call. Needs a connection.
        """
        watch_list = self._watch_lists.get(family)
        if watch_list is None or watch_list.is_ended:
            watch_list = Subscription(self, [], options or SubscribeOptions(), handler)
            watch_list.confirmed.set_result({})
        command: Message = {"type": "set_channels", "family": family, "channels": list(channels)}
        command["options"] = watch_list.options.wire()
        if watch_list.options.ack:
            command["ack"] = True
        await self.command(command, timeout, on_answer=lambda answer: self._take_set(watch_list, answer))
        self._watch_lists[family] = watch_list
        return watch_list

    def _take_set(self, watch_list: Subscription, answer: Message) -> None:
        for name in answer["removed"]:
            for subscription in self._subscriptions.of(name):
                self._leave(subscription, [name], ending=subscription is not watch_list)
        added = [line["channel"] for line in answer["added"]]
        watch_list.channels.extend(added)
        self._subscriptions.add(watch_list, added)
        self._subscriptions.confirm({"channels": answer["added"]}, {})

    async def set_limits(
        self, *, max_kbps: int | None = None, max_hz: float | None = None, timeout: float | None = None
    ) -> Limits:
        """Bounds what this connection is sent; each call says all of it. It is said again after coming back."""
        wish: Dict[str, Any] = {"max_kbps": max_kbps, "max_hz": max_hz}

        def taken(answer: Message) -> None:
            # In the turn of the answer: behind it the first publications come that are thinned out, or are not any more.
            self._limits = wish
            self._subscriptions.limit_rate("max_hz" in (answer.get("granted") or {}))

        command = {"type": "set_limits", **{name: most for name, most in wish.items() if most is not None}}
        return cast(Limits, await self.command(command, timeout, on_answer=taken))

    async def authenticate(self, token: str, *, timeout: float | None = None) -> Authenticated:
        """Shows a new token on the open connection. It is also shown when coming back."""
        answer = await self.command({"type": "authenticate", "token": token}, timeout, on_answer=self._returning.token_told)
        self._link.token = token
        return cast(Authenticated, answer)

    # What subscriptions need

    def position(self, channel: str) -> Dict[str, Any] | None:
        return self._subscriptions.since(channel)

    def acknowledge(self, channel: str, offset: int) -> None:
        self._subscriptions.acknowledge(channel, offset)

    def handled(self, subscription: Subscription, publication: Publication) -> None:
        self._subscriptions.handled(subscription, publication)

    def tell_gap(self, subscription: Subscription, gap: Gap) -> None:
        subscription.events.tell("gap", gap)
        self._events.tell("gap", gap)

    def tell_fault(self, channel: str, fault: Exception) -> None:
        log.error("%s: a handler raised", channel, exc_info=fault)
        failed = HandlerFailed(f"{channel}: {type(fault).__name__}: {fault}")
        failed.__cause__ = fault
        self._subscriptions.tell("error", channel, failed)

    def drop(self, subscription: Subscription, cause: TickgateError) -> None:
        """Ends a subscription from this side, and tells."""
        self._withdraw(subscription, cause)
        subscription.events.tell("error", cause)
        self._events.tell("error", cause)

    def _withdraw(self, subscription: Subscription, cause: TickgateError | None) -> None:
        """Ends a subscription without waiting for the gateway's word."""
        left = self._leave(subscription, subscription.channels, cause)
        if self._link.connection is not None and left:
            self._link.start(self._link.connection.send({"type": "unsubscribe", "channels": left}))

    # What the link needs

    def on_connection(self, connection: Connection) -> None:
        self._subscriptions.on_connection(str(connection.welcome.get("epoch", "")))

    async def begin(self, connection: Connection) -> None:
        try:
            if self._limits is not None:
                # First: what is recovered behind it is bounded already. Where they are refused they keep nothing away.
                try:
                    await self.set_limits(**self._limits)
                except (CommandError, CommandTimeout) as fault:
                    self.on_error(fault)
            await self._returning.resubscribe(connection)
            for _ in range(_CLOCK_PINGS):
                await self.ping()
        except (NotConnected, OutcomeUnknown, Closed):
            pass  # The next connection begins anew.
        except TickgateError as fault:
            self.on_error(fault)

    def on_message(self, connection: Connection, message: Message) -> None:
        kind = message["type"]
        if "server_time" in message and "channel" in message:
            self._subscriptions.on_publication(message)
        elif kind in ("chart_update", "backtest_progress_update", "system_status_update", "notification"):
            self._subscriptions.on_made(message)
        elif kind == "pong":
            self._clock.add(message, now_micros())
        elif kind == "snapshot":
            self._subscriptions.on_page(message)
        elif kind == "lag":
            self._subscriptions.on_lag(message)
        elif kind == "unsubscribed":
            self._returning.end_channel(message["channel"], "unsubscribed", str(message.get("reason", "")))
        elif kind == "server_shutdown":
            self._returning.token_told(message)
            self._link.on_shutdown(message)
        elif kind == "token_expiring":
            if self._options.get_token is None:
                self._events.tell("token_expiring", message)
            else:
                self._link.start(self._refresh(), of_connection=True)
        elif kind == "error":
            error = CommandError(message)
            if error.code == "forbidden" and error.channel is not None and error.command is None:
                self._returning.end_channel(error.channel, error.code, error.error)
            else:
                self.on_error(error)

    def on_bad_message(self, fault: DecodeError) -> None:
        self.on_error(fault)

    def on_error(self, fault: TickgateError) -> None:
        self._events.tell("error", fault)

    def on_state(self, state: State) -> None:
        self._events.tell("state", state)

    def on_closed(self, closed: Closed, asked: bool) -> None:
        for subscription in {*self._subscriptions.all(), *self._watch_lists.values()}:
            if not subscription.confirmed.done():
                subscription.confirmed.set_exception(closed)
            subscription.end(None if asked else closed)
        self._events.tell("closed", closed)

    # Inside

    async def _subscribe(
        self,
        channels: List[str],
        options: SubscribeOptions | None,
        handler: Handler | None,
        timeout: float | None,
        symbol: str | None = None,
    ) -> Subscription:
        options = options or SubscribeOptions()
        if options.since is not None and len(channels) > 1:
            raise ValueError("since goes with one channel")
        self._link.require_open()
        subscription = Subscription(self, channels, options, handler)
        subscription.symbol = symbol
        new = self._subscriptions.add(subscription, channels)
        if new and self._link.connection is not None:
            work = self._returning.subscribe(self._link.connection, subscription, new)
            self._link.start(work, of_connection=True)
        elif not new and all(map(self._subscriptions.is_on_wire, channels)):
            subscription.confirmed.set_result({})
        timeout = self._options.request_timeout if timeout is None else timeout
        try:
            await asyncio.wait_for(asyncio.shield(subscription.confirmed), timeout)
        except asyncio.TimeoutError:
            cause = CommandTimeout(f"subscribe {', '.join(channels)}: not confirmed within {timeout:g} s")
            self._withdraw(subscription, cause)
            raise cause from None
        except BaseException as fault:
            self._withdraw(subscription, fault if isinstance(fault, TickgateError) else None)
            raise
        return subscription

    def _leave(
        self,
        subscription: Subscription,
        channels: Sequence[str],
        cause: TickgateError | None = None,
        ending: bool = True,
    ) -> List[str]:
        """Returns the channels that nobody here is subscribed to any more."""
        channels = list(channels)
        left = self._subscriptions.remove(subscription, channels)
        subscription.leave(channels)
        if not subscription.channels and ending:
            subscription.end(cause)
        return left

    async def _refresh(self) -> None:
        try:
            await self.authenticate(await self._link.new_token())
        except (NotConnected, OutcomeUnknown):
            pass
        except TickgateError as fault:
            # The connection lives until its token ends; then another try is made, with a new connection.
            self.on_error(fault)

    def _send_acks(self, due: Dict[str, int]) -> None:
        connection = self._link.connection
        if connection is None:
            return

        async def send() -> None:
            for channel, offset in due.items():
                await connection.send({"type": "ack", "channel": channel, "offset": offset})

        self._link.start(send())
