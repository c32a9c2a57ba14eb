"""Who looks on: a client by hand, so that no SDK is measured by itself."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
from typing import Any, Dict, List, Optional, Set


class Observer:
    """Follows one channel through every run of the gateway, from the first publication of each."""

    def __init__(self, port: int, channel: str) -> None:
        self._port = port
        self._channel = channel
        self._task: Optional[asyncio.Task[None]] = None
        self._confirmed = asyncio.Event()
        self._since: Optional[Dict[str, Any]] = None
        self.numbers: List[int] = []
        self.ids: Dict[int, Set[str]] = {}
        self.last_of_first_run = 0
        self.first_of_next_run = 0
        self._first_epoch: Optional[str] = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())
        await asyncio.wait_for(self._confirmed.wait(), 10)

    async def stop(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def sees(self, number: int, timeout: float = 15) -> None:
        until = asyncio.get_running_loop().time() + timeout
        while number not in self.numbers:
            assert asyncio.get_running_loop().time() < until, f"{self._channel}: the observer does not see {number}"
            await asyncio.sleep(0.02)

    async def _run(self) -> None:
        while True:
            try:
                await self._follow()
            except (OSError, asyncio.IncompleteReadError):
                pass
            await asyncio.sleep(0.02)

    async def _follow(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            key = base64.b64encode(os.urandom(16)).decode()
            writer.write(
                "GET /api/v1/websocket/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise OSError("refused")
            epoch = (await self._receive(reader, writer))["epoch"]
            command: Dict[str, Any] = {"type": "subscribe", "channel": self._channel}
            if self._since is not None and self._since["epoch"] == epoch:
                command["since"] = self._since
            else:
                command["options"] = {"rewind": {"last": 1000}}
            _frame(writer, 1, json.dumps(command).encode())
            while True:
                message = await self._receive(reader, writer)
                if message["type"] == "subscription_confirmed":
                    self._first_epoch = self._first_epoch or epoch
                    self._confirmed.set()
                elif message.get("channel") == self._channel and "offset" in message and "n" in message:
                    self._since = {"epoch": epoch, "offset": message["offset"]}
                    number = message["n"]
                    self.numbers.append(number)
                    if "id" in message:
                        self.ids.setdefault(number, set()).add(message["id"])
                    if epoch == self._first_epoch:
                        self.last_of_first_run = max(self.last_of_first_run, number)
                    elif not self.first_of_next_run:
                        self.first_of_next_run = number
        finally:
            writer.transport.abort()

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Dict[str, Any]:
        while True:
            first, length = await reader.readexactly(2)
            if length == 126:
                (length,) = struct.unpack("!H", await reader.readexactly(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", await reader.readexactly(8))
            payload = await reader.readexactly(length)
            if first & 0x0F == 8:
                raise OSError("closed")
            if first & 0x0F == 9:
                _frame(writer, 10, payload)
            elif first & 0x0F == 1:
                return dict(json.loads(payload))


def _frame(writer: asyncio.StreamWriter, opcode: int, payload: bytes) -> None:
    mask = os.urandom(4)
    length = len(payload)
    head = struct.pack("!BB", 0x80 | opcode, 0x80 | length) if length < 126 else struct.pack("!BBH", 0x80 | opcode, 0xFE, length)
    writer.write(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))
