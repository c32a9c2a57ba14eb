"""One WebSocket to the gateway: commands and their answers, signs of life, and how it ended."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Dict, Mapping, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)
from websockets.typing import Subprotocol

from .clock import now_micros
from .codec import Codec, Message, codec_of
from .errors import CommandError, CommandTimeout, DecodeError, NotConnected, OutcomeUnknown, TooManyPending
from .options import ClientOptions
from .verdict import ABNORMAL, GARBAGE, NO_WELCOME, SILENT, Ending, Verdict, of_close, of_refusal

PATH = "/api/v1/websocket/ws"
OnAnswer = Callable[[Message], None]


class Refused(Exception):
    """No connection came about."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.reason)
        self.ending = ending


class _Pending(NamedTuple):
    future: asyncio.Future[Message]
    on_answer: OnAnswer | None


def endpoint(url: str, options: ClientOptions) -> str:
    """The address of the WebSocket for ``url``, which may be http or ws, with or without the path."""
    parts = urlsplit(url)
    scheme = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}.get(parts.scheme)
    if scheme is None or not parts.hostname:
        raise ValueError(f"url must begin with ws://, wss://, http:// or https:// and name a host, was {url!r}")
    query = {key: value for key in ("user_id", "client_id") if (value := getattr(options, key)) is not None}
    path = parts.path if parts.path not in ("", "/") else PATH
    joined = "&".join(part for part in (parts.query, urlencode(query)) if part)
    return urlunsplit((scheme, parts.netloc, path, joined, ""))


class Connection:
    """An open connection, from its welcome to its end."""

    def __init__(self, socket: ClientConnection, codec: Codec, options: ClientOptions, welcome: Message) -> None:
        self._socket = socket
        self._codec = codec
        self._options = options
        self._pending: Dict[int, _Pending] = {}
        self._next_id = 1
        self._ended = False
        self._own_end: Ending | None = None
        self._bad = 0
        self.welcome = welcome
        self._heard = asyncio.get_running_loop().time()

    @classmethod
    async def open(cls, url: str, codec: Codec, options: ClientOptions, token: str | None) -> Connection:
        """Connects and waits for the welcome, both within ``connect_timeout``. Raises Refused."""
        headers = dict(options.headers)
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        elif options.api_key is not None:
            headers["X-API-Key"] = options.api_key
        loop = asyncio.get_running_loop()
        until = loop.time() + options.connect_timeout
        try:
            socket = await connect(
                url,
                subprotocols=[Subprotocol(codec.subprotocol)],
                additional_headers=headers,
                compression="deflate" if options.compression else None,
                max_size=options.max_message_bytes,
                open_timeout=options.connect_timeout,
                close_timeout=min(5.0, options.connect_timeout),
                ping_interval=None,
            )
        except InvalidStatus as refusal:
            raise Refused(_of_response(refusal)) from None
        except InvalidURI as fault:
            raise Refused(Ending(ABNORMAL, str(fault), Verdict.STOP)) from None
        except (OSError, asyncio.TimeoutError, InvalidHandshake, InvalidMessage, WebSocketException, EOFError) as fault:
            raise Refused(Ending(ABNORMAL, _text(fault), Verdict.RETRY)) from None
        if socket.subprotocol is None:
            # A server that knows no dialect of the list speaks JSON.
            codec = codec_of("json", options.parse_float)
        try:
            frame = await asyncio.wait_for(socket.recv(), max(0.001, until - loop.time()))
            welcome = codec.decode(frame)
        except asyncio.TimeoutError:
            socket.transport.abort()
            raise Refused(Ending(NO_WELCOME, "no welcome came in time", Verdict.RETRY)) from None
        except ConnectionClosed as closed:
            raise Refused(_of_closed(closed)) from None
        except DecodeError as fault:
            socket.transport.abort()
            raise Refused(Ending(NO_WELCOME, f"the first message is no welcome: {fault}", Verdict.RETRY)) from None
        except asyncio.CancelledError:
            socket.transport.abort()
            raise
        if welcome["type"] != "connection_established":
            socket.transport.abort()
            reason = f'the first message is no welcome but a "{welcome["type"]}"'
            raise Refused(Ending(NO_WELCOME, reason, Verdict.RETRY))
        return cls(socket, codec, options, welcome)

    async def run(self, on_message: Callable[[Message], None], on_bad: Callable[[DecodeError], None]) -> Ending:
        """Reads until the end. ``on_message`` gets what answers no command of this connection."""
        heartbeat = asyncio.create_task(self._beat())
        try:
            while True:
                frame = await self._socket.recv()
                self._heard = asyncio.get_running_loop().time()
                try:
                    message = self._codec.decode(frame)
                    if not self._answers(message):
                        on_message(message)
                except Exception as fault:
                    # Well-formed messages with members of the wrong kind come here, too: a server may send anything.
                    self._bad += 1
                    on_bad(fault if isinstance(fault, DecodeError) else DecodeError(f"{type(fault).__name__}: {fault}"))
                    if self._bad >= self._options.max_bad_messages:
                        self.abort(GARBAGE, f"{self._bad} messages could not be read")
        except ConnectionClosed as closed:
            return self._own_end or _of_closed(closed)
        finally:
            self._ended = True
            heartbeat.cancel()
            for pending in self._pending.values():
                if not pending.future.done():
                    pending.future.set_exception(OutcomeUnknown("the connection ended before the answer"))
                    pending.future.exception()  # Who asked may have been cancelled: nobody is left to look at it.
            self._pending.clear()

    def _answers(self, message: Message) -> bool:
        # A publisher may write an "id" of its own: what has a server_time and a channel is a publication.
        id = message.get("id")
        if not isinstance(id, int) or ("server_time" in message and "channel" in message):
            return False
        pending = self._pending.pop(id, None)
        if pending is None:
            return False
        if message["type"] == "error":
            if not pending.future.done():
                pending.future.set_exception(CommandError(message))
            return True
        # In the turn in which it was read: what follows the answer on the wire finds it taken.
        if pending.on_answer is not None:
            try:
                pending.on_answer(message)
            except Exception as fault:
                if not pending.future.done():
                    pending.future.set_exception(DecodeError(f"an answer that is none: {type(fault).__name__}: {fault}"))
                raise
        if not pending.future.done():
            pending.future.set_result(message)
        return True

    async def request(
        self, command: Mapping[str, Any], timeout: float, on_answer: OnAnswer | None = None
    ) -> Message:
        """Sends a command under an id and waits for its answer.

        Raises CommandError where the gateway refuses it, CommandTimeout, OutcomeUnknown where the connection ends first.
        """
        if self._ended:
            raise NotConnected("the connection has ended")
        if len(self._pending) >= self._options.max_pending_requests:
            raise TooManyPending(f"{len(self._pending)} commands wait for their answers (max_pending_requests)")
        id = self._next_id
        self._next_id += 1
        frame = self._codec.encode({"type": command["type"], "id": id, **command})
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._pending[id] = _Pending(future, on_answer)
        try:
            return await asyncio.wait_for(self._sent(frame, future), timeout)
        except asyncio.TimeoutError:
            # on_answer stays: a confirmation that comes late still says where the channel is.
            if on_answer is None:
                self._pending.pop(id, None)
            raise CommandTimeout(f"{command['type']}: no answer within {timeout:g} s") from None

    async def _sent(self, frame: str | bytes, future: asyncio.Future[Message]) -> Message:
        try:
            await self._socket.send(frame)
        except ConnectionClosed:
            if not future.done():
                raise OutcomeUnknown("the connection ended while the command was sent") from None
        return await future

    async def send(self, command: Mapping[str, Any]) -> None:
        """Sends what needs no answer; on a connection that has ended, nothing."""
        try:
            await self._socket.send(self._codec.encode(command))
        except ConnectionClosed:
            pass

    async def _beat(self) -> None:
        """A connection that brings nothing within ``pong_timeout`` after a ping is half-open, or the gateway is stuck."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._options.ping_interval)
            asked = loop.time()
            ping = asyncio.create_task(self.send({"type": "ping", "t0": now_micros()}))
            await asyncio.sleep(self._options.pong_timeout)
            ping.cancel()
            if self._heard < asked:
                self.abort(SILENT, f"nothing came within {self._options.pong_timeout:g} s after a ping")
                return

    async def close(self, code: int = 1000, reason: str = "") -> None:
        await self._socket.close(code, reason)

    def abort(self, code: int, reason: str) -> None:
        """Lets go of it without a word: nobody would hear it."""
        self._own_end = Ending(code, reason, Verdict.RETRY)
        self._socket.transport.abort()


def _of_closed(closed: ConnectionClosed) -> Ending:
    received, sent = closed.rcvd, closed.sent
    if received is not None and (sent is None or closed.rcvd_then_sent):
        return Ending(received.code, received.reason, of_close(received.code))
    if sent is not None and sent.code == 1009:
        # To come back would bring the same message again.
        return Ending(1009, "a message is over max_message_bytes", Verdict.STOP)
    if sent is not None and sent.code == 1000:
        return Ending(1000, sent.reason, Verdict.STOP)
    if sent is not None:
        return Ending(ABNORMAL, f"the server broke the protocol: {sent.reason}", Verdict.RETRY)
    return Ending(ABNORMAL, "the connection was lost", Verdict.RETRY)


def _of_response(refusal: InvalidStatus) -> Ending:
    response = refusal.response
    verdict = of_refusal(response.status_code)
    retry_after: float | None = None
    try:
        retry_after = max(0.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        pass
    body = bytes(response.body or b"")[:300].decode("utf-8", "replace")
    return Ending(response.status_code, f"HTTP {response.status_code} {body}".strip(), verdict, retry_after)


def _text(fault: BaseException) -> str:
    return str(fault) or type(fault).__name__
