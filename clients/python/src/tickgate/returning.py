"""Subscribing anew on another connection: everything in one message where the gateway takes it, else one by one."""

from __future__ import annotations

import asyncio
import random
from typing import Any, Dict, Iterator, List, Mapping, Sequence, Tuple

from .codec import Message
from .connection import Connection
from .errors import (
    CommandError,
    CommandTimeout,
    NotConnected,
    OutcomeUnknown,
    SubscriptionEnded,
    TickgateError,
    TooManyPending,
)
from .options import ClientOptions
from .positions import Gap
from .subscription import Subscription
from .subscriptions import Subscriptions, Wanted
from .verdict import SILENT

_LINES_MAX = 500
# A message has 64 KiB by default; a line of resume is estimated generously, and 48 KiB leave room for its token.
_CHARACTERS_MAX = 48 << 10
_LINE_CHARACTERS = 120
_RATE_LIMIT_TRIES = 20
_PASSING = frozenset({"unavailable", "internal_error"})
"""What a gateway may answer now and not a moment later: it ends no subscription that is coming back."""


class Returning:
    def __init__(self, subscriptions: Subscriptions, options: ClientOptions) -> None:
        self._subscriptions = subscriptions
        self._options = options
        self._resume_token: str | None = None
        self.watch_lists: Dict[str, Subscription] = {}

    def token_told(self, message: Mapping[str, Any]) -> None:
        if isinstance(message.get("resume_token"), str):
            self._resume_token = message["resume_token"]

    async def resubscribe(self, connection: Connection) -> None:
        """Brings everything back on a new connection. Raises NotConnected and OutcomeUnknown when that one ends, too."""
        token = self._resume_token
        self.token_told(connection.welcome)
        wanted = self._subscriptions.wanted()
        if token is None or not any(one.returning for one in wanted):
            await self._subscribe_each(connection, wanted)
            return
        refused: List[Wanted] = []
        for part in _parts(wanted):
            try:
                await self._ask(
                    connection,
                    {"type": "resume", "token": token, "subscriptions": [one.line() for one in part]},
                    part,
                )
            except (CommandError, TooManyPending):
                # A token that is too old, or a line at fault: one by one each gets its own answer.
                refused += part
            except CommandTimeout as fault:
                connection.abort(SILENT, str(fault))
                raise NotConnected(str(fault)) from None
        # Behind all parts: it may have to be asked for again and again.
        await self._subscribe_each(connection, refused)

    async def subscribe(self, connection: Connection, subscription: Subscription, channels: Sequence[str]) -> None:
        """The first time; its outcome is that of ``subscription.confirmed``."""
        since = subscription.options.since
        try:
            await self._subscribe_each(connection, [Wanted(name, subscription, since) for name in channels])
        except (NotConnected, OutcomeUnknown):
            pass  # It is asked for again on the next connection.

    async def _subscribe_each(self, connection: Connection, wanted: Sequence[Wanted]) -> None:
        """Asks again for what was refused for now, as long as somebody wants it. The connection's end ends this, too."""
        while wanted:
            again: List[Wanted] = []
            wait = 0.0
            for command, group in _commands(wanted):
                left, told = await self._subscribe_one(connection, command, group)
                again += left
                wait = max(wait, told)
            if wait > 0:
                await asyncio.sleep(wait)
            wanted = [self._subscriptions.renewed(one) for one in again if self._subscriptions.of(one.channel)]

    async def _subscribe_one(
        self, connection: Connection, command: Message, wanted: Sequence[Wanted]
    ) -> Tuple[Sequence[Wanted], float]:
        """Returns what has to be asked for again, and after how many seconds."""
        try:
            await self._ask(connection, command, wanted)
        except CommandTimeout:
            pass  # The caller's own time-out tells; a confirmation that comes late counts.
        except TooManyPending:
            return wanted, random.random()
        except CommandError as error:
            if error.code == "invalid_position" and "since" in command:
                # The gateway does not know that position: what came behind it here cannot be had.
                channel: str = command["channel"]
                self._subscriptions.forget_position(channel)
                self._subscriptions.tell("gap", channel, Gap(channel, "invalid_position"))
                fresh = [Wanted(channel, wanted[0].subscription, None)]
                return await self._subscribe_one(connection, _command(wanted[0].subscription, fresh), fresh)
            if error.code == "rate_limited" or (error.code in _PASSING and self._is_coming_back(wanted)):
                return wanted, (error.retry_after or 0.0) + random.random()
            for one in wanted:
                self.end_channel(one.channel, error.code, error.error, error)
        return (), 0.0

    def _is_coming_back(self, wanted: Sequence[Wanted]) -> bool:
        """Who subscribes for the first time is told what is refused, and decides."""
        return any(each.confirmed.done() for one in wanted for each in self._subscriptions.of(one.channel))

    def end_channel(self, channel: str, code: str, reason: str, error: TickgateError | None = None) -> None:
        """The gateway ended the subscription to a channel, or refused to begin it: for all who share it."""
        sharing = self._subscriptions.of(channel)
        cause = SubscriptionEnded(channel, code, reason)
        if any(one.confirmed.done() for one in sharing):
            self._subscriptions.tell("unsubscribed", channel, cause)
        for subscription in sharing:
            if not subscription.confirmed.done():
                # Who subscribes is told by the command, and has no subscription then.
                subscription.confirmed.set_exception(error or cause)
            else:
                subscription.leave([channel])
                if not subscription.channels:
                    subscription.end(cause)
            self._subscriptions.remove(subscription, [channel])

    async def _ask(self, connection: Connection, command: Message, wanted: Sequence[Wanted]) -> None:
        asked = {one.channel: one for one in wanted}
        for tries_left in reversed(range(_RATE_LIMIT_TRIES)):
            try:
                await connection.request(
                    command, self._options.request_timeout, lambda answer: self._subscriptions.confirm(answer, asked)
                )
                return
            except CommandError as error:
                if error.code != "rate_limited" or tries_left == 0:
                    raise
                await asyncio.sleep(error.retry_after or random.random())


def _commands(wanted: Sequence[Wanted]) -> Iterator[Tuple[Message, Sequence[Wanted]]]:
    """One for each subscription that begins anew, and one for each channel that has a position."""
    fresh: Dict[Subscription, List[Wanted]] = {}
    for one in wanted:
        if one.since is None:
            fresh.setdefault(one.subscription, []).append(one)
    for subscription, group in fresh.items():
        yield _command(subscription, group), group
    for one in wanted:
        if one.since is not None:
            yield {"type": "subscribe", **one.line()}, [one]


def _command(subscription: Subscription, wanted: Sequence[Wanted]) -> Message:
    """The command that subscribes to what has no position."""
    options = subscription.options
    if subscription.symbol is not None and options.history and not subscription.confirmed.done():
        return {"type": "subscribe_chart", "symbol": subscription.symbol, "history": options.history}
    if len(wanted) == 1:
        return {"type": "subscribe", **wanted[0].line()}
    command: Message = {"type": "subscribe", "channels": [one.channel for one in wanted], "options": options.wire()}
    if options.ack:
        command["ack"] = True
    return command


def _parts(wanted: Sequence[Wanted]) -> Iterator[List[Wanted]]:
    part: List[Wanted] = []
    characters = 0
    for one in wanted:
        length = _LINE_CHARACTERS + 6 * len(one.channel) + len(str(one.subscription.options.wire()))
        if part and (len(part) >= _LINES_MAX or characters + length > _CHARACTERS_MAX):
            yield part
            part, characters = [], 0
        part.append(one)
        characters += length
    if part:
        yield part
