"""Keeping a connection: opening it, coming back as the verdict says, leaving before a gateway stops."""

from __future__ import annotations

import asyncio
import inspect
import random
from typing import Any, Coroutine, Literal, Protocol, Set

from .backoff import Backoff
from .codec import Codec, Message
from .connection import Connection, Refused
from .errors import Closed, DecodeError, NotConnected, TickgateError, TokenFailed
from .events import log
from .options import ClientOptions
from .verdict import ABNORMAL, Ending, Verdict

State = Literal["disconnected", "connecting", "connected", "reconnecting", "closed"]


class LinkListener(Protocol):
    """Who uses the connection."""

    def on_connection(self, connection: Connection) -> None:
        """A new one, of which nothing but the welcome was read."""

    async def begin(self, connection: Connection) -> None:
        """What is asked for on a new connection; ended with it."""

    def on_message(self, connection: Connection, message: Message) -> None: ...

    def on_bad_message(self, fault: DecodeError) -> None: ...

    def on_error(self, fault: TickgateError) -> None: ...

    def on_state(self, state: State) -> None: ...

    def on_closed(self, closed: Closed, asked: bool) -> None:
        """The last word. ``asked``: by ``close()``."""


class Link:
    def __init__(self, url: str, codec: Codec, options: ClientOptions, listener: LinkListener) -> None:
        self._url = url
        self._codec = codec
        self._options = options
        self._listener = listener
        self._backoff = Backoff(options.backoff_base, options.backoff_cap, options.burst, options.slow_retry)
        self._spare: Connection | None = None
        self._token_refusals = 0
        self._expected_back: float | None = None
        self._closing = False
        self._closed_with: Closed | None = None
        self._run_task: asyncio.Task[None] | None = None
        self._tasks: Set[asyncio.Task[Any]] = set()
        self._of_connection: Set[asyncio.Task[Any]] = set()
        self._changed = asyncio.Event()
        self.state: State = "disconnected"
        self.connection: Connection | None = None
        self.token = options.token

    def open(self) -> None:
        if self._run_task is None:
            self._set_state("connecting")
            self._run_task = asyncio.create_task(self._guarded_run())

    def require_open(self) -> None:
        """Raises Closed, or NotConnected before ``connect()``."""
        if self.state == "closed":
            raise self._closed_with or Closed(1000, "")
        if self.state == "disconnected":
            raise NotConnected("connect() was not called")

    async def connected(self, timeout: float | None) -> Connection:
        """The connection that lives, waited for. Raises Closed, and NotConnected after ``timeout`` seconds."""

        async def wait() -> Connection:
            while self.connection is None:
                self.require_open()
                self._changed.clear()
                await self._changed.wait()
            return self.connection

        if self.connection is not None:
            return self.connection
        self.require_open()
        try:
            return await asyncio.wait_for(wait(), timeout)
        except asyncio.TimeoutError:
            raise NotConnected(f"no connection within {timeout:g} s") from None

    async def close(self, code: int, reason: str) -> None:
        if self.state == "closed":
            return
        self._closing = True
        for connection in (self.connection, self._spare):
            if connection is not None:
                await connection.close(code, reason)
        self._finish(Closed(code, reason))
        if self._run_task is not None:
            self._run_task.cancel()
            await asyncio.gather(self._run_task, return_exceptions=True)

    def start(self, work: Coroutine[Any, Any, Any], of_connection: bool = False) -> None:
        """Runs a task that ends with the client, or with the connection."""
        tasks = self._of_connection if of_connection else self._tasks
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def on_shutdown(self, message: Message) -> None:
        """The gateway stops, and expects this client back at a moment of its own."""
        wait = float(message["reconnect_after_ms"]) / 1000
        self._expected_back = asyncio.get_running_loop().time() + wait
        if self.connection is not None:
            self.start(self._depart(self.connection, wait), of_connection=True)

    async def new_token(self) -> str:
        """Raises TokenFailed."""
        assert self._options.get_token is not None
        try:
            token = self._options.get_token()
            return await token if inspect.isawaitable(token) else token
        except Exception as fault:
            failed = TokenFailed(f"get_token: {type(fault).__name__}: {fault}")
            failed.__cause__ = fault
            raise failed

    async def _guarded_run(self) -> None:
        try:
            await self._run()
        except Exception as fault:
            log.exception("the client failed")
            self._finish(Closed(ABNORMAL, f"{type(fault).__name__}: {fault}"))

    async def _run(self) -> None:
        while not self._closing:
            connection, self._spare = self._spare, None
            try:
                ending = await self._serve(connection or await self._dial())
            except Refused as refused:
                ending = refused.ending
            if self._closing:
                return
            if self._spare is not None:
                self._set_state("reconnecting")
            elif not await self._may_come_back(ending):
                return

    async def _dial(self) -> Connection:
        if self._options.get_token is not None:
            try:
                self.token = await self.new_token()
            except TokenFailed as fault:
                self._listener.on_error(fault)
                raise Refused(Ending(ABNORMAL, str(fault), Verdict.RETRY)) from None
        return await Connection.open(self._url, self._codec, self._options, self.token)

    async def _serve(self, connection: Connection) -> Ending:
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._token_refusals = 0
        self._expected_back = None
        self.connection = connection
        self._listener.on_connection(connection)
        self.start(self._listener.begin(connection), of_connection=True)
        self._set_state("connected")
        try:
            return await connection.run(
                lambda message: self._listener.on_message(connection, message), self._listener.on_bad_message
            )
        finally:
            self.connection = None
            for task in list(self._of_connection):
                task.cancel()
            if loop.time() - began >= self._options.stable_after:
                self._backoff.reset()

    async def _may_come_back(self, ending: Ending) -> bool:
        """Waits as the verdict says. False where there is no coming back: the client is closed then."""
        hopeless = ending.verdict is Verdict.STOP
        if ending.verdict is Verdict.NEW_TOKEN:
            self._token_refusals += 1
            hopeless = self._options.get_token is None or self._token_refusals > 1
        if hopeless:
            self._finish(Closed(ending.code, ending.reason))
            return False
        if self.state == "connected":
            self._set_state("reconnecting")
        log.info("not connected: %s %s", ending.code, ending.reason)
        now = asyncio.get_running_loop().time()
        expected, self._expected_back = self._expected_back, None
        if expected is not None and expected > now:
            wait = expected - now
        elif ending.verdict is Verdict.RESTART and expected is None:
            wait = random.uniform(*self._options.restart_wait)
        elif ending.verdict is Verdict.LATER:
            wait = random.uniform(*self._options.later_wait)
        else:
            wait = self._backoff.next(ending.retry_after)
        await asyncio.sleep(wait)
        return True

    async def _depart(self, connection: Connection, wait: float) -> None:
        """Comes back at the moment that was told, and leaves the old connection when the new one stands: behind a
        balancer that is another gateway, and nothing is missed."""
        await asyncio.sleep(wait)
        while True:
            try:
                self._spare = await self._dial()
                break
            except Refused as refused:
                await asyncio.sleep(self._backoff.next(refused.ending.retry_after))
        await connection.close()

    def _set_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self._listener.on_state(state)
        self._changed.set()

    def _finish(self, closed: Closed) -> None:
        if self.state == "closed":
            return
        self._closed_with = closed
        self._set_state("closed")
        for task in list(self._tasks):
            task.cancel()
        self._listener.on_closed(closed, self._closing)
