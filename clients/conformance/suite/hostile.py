"""A WebSocket server by hand, so that it can do what a library would not let it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import struct
from typing import Any, Awaitable, Callable, Dict, List, Optional

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def welcome(epoch: str = "e1", **more: Any) -> Dict[str, Any]:
    return {
        "type": "connection_established",
        "connection_id": "5f0c6a2e-0000-4000-8000-000000000001",
        "timestamp": "2026-11-23T12:00:00.123Z",
        "server_time": 1795435200.000123,
        "epoch": epoch,
        "resume_token": "r-1",
        "heartbeat_interval": 30.0,
        "idle_timeout": 90.0,
        "max_message_bytes": 65536,
        "protocol": "gateway.v1.json",
        "version": "0.1.0",
        **more,
    }


def publication(channel: str, offset: int) -> Dict[str, Any]:
    return {
        "type": "quote",
        "n": offset,
        "timestamp": "2026-11-23T12:00:00.123Z",
        "channel": channel,
        "offset": offset,
        "server_time": 1795435200.000123,
    }


class Peer:
    """One client, from its request on."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        self._reader = reader
        self._writer = writer
        self.number = number
        self.headers: Dict[str, str] = {}

    async def read_request(self) -> None:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        for line in head[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()

    async def upgrade(self) -> None:
        key = self.headers["sec-websocket-key"] + _GUID
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        offered = [name.strip() for name in self.headers.get("sec-websocket-protocol", "").split(",")]
        protocol = "Sec-WebSocket-Protocol: gateway.v1.json\r\n" if "gateway.v1.json" in offered else ""
        self.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n{protocol}\r\n".encode()
        )

    async def refuse(self, status: int, headers: Optional[Dict[str, str]] = None) -> None:
        body = b'{"type":"about:blank","status":%d,"code":"refused"}' % status
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        self.write(
            f"HTTP/1.1 {status} No\r\nContent-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n"
            f"Connection: close\r\n{more}\r\n".encode()
            + body
        )
        await self.drain()
        self._writer.close()

    def write(self, data: bytes) -> None:
        self._writer.write(data)

    async def drain(self) -> None:
        await self._writer.drain()

    def frame(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        if length < 126:
            head = struct.pack("!BB", 0x80 | opcode, length)
        elif length < 1 << 16:
            head = struct.pack("!BBH", 0x80 | opcode, 126, length)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 127, length)
        self.write(head + payload)

    def send(self, message: Any) -> None:
        self.frame(TEXT, json.dumps(message).encode())

    def close(self, code: int, reason: str = "as told") -> None:
        self.frame(CLOSE, struct.pack("!H", code) + reason.encode())

    def abort(self) -> None:
        self._writer.transport.abort()

    async def receive(self) -> Optional[Dict[str, Any]]:
        """The next command; None at the end. Pings and pongs of the client are passed over, its close is not answered."""
        while True:
            try:
                first, second = await self._reader.readexactly(2)
                length = second & 0x7F
                if length == 126:
                    (length,) = struct.unpack("!H", await self._reader.readexactly(2))
                elif length == 127:
                    (length,) = struct.unpack("!Q", await self._reader.readexactly(8))
                mask = await self._reader.readexactly(4)
                payload = await self._reader.readexactly(length)
            except (asyncio.IncompleteReadError, OSError):
                return None
            if first & 0x0F == CLOSE:
                return None
            if first & 0x0F in (TEXT, BINARY):
                return dict(json.loads(bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))))

    async def answer_until_end(self, on_command: Callable[["Peer", Dict[str, Any]], Optional[Dict[str, Any]]]) -> None:
        """Answers pings, and everything else as told."""
        while (command := await self.receive()) is not None:
            answer = on_command(self, command)
            if answer is None and command["type"] == "ping":
                answer = {"type": "pong", "timestamp": "2026-11-23T12:00:00.123Z"}
            if answer is not None:
                if "id" in command:
                    answer = {**answer, "id": command["id"]}
                self.send(answer)


Script = Callable[[Peer], Awaitable[None]]


class HostileServer:
    """Runs a script for each connection; ``peer.number`` counts them from 1."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._server: Optional[asyncio.Server] = None
        self.accepted = 0
        self.moments: List[float] = []

    async def __aenter__(self) -> "HostileServer":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=1 << 20)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.moments.append(asyncio.get_running_loop().time())
        peer = Peer(reader, writer, self.accepted)
        try:
            await peer.read_request()
            await self._script(peer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()
