"""A TCP proxy that misbehaves on demand."""

from __future__ import annotations

import asyncio
import socket
from typing import Optional, Set


class FaultProxy:
    """Forwards to a port until told otherwise.

    ``cut`` ends every connection with a reset. ``freeze`` stops forwarding on the connections that there are, and closes
    nothing: what a router does that forgot them. ``refuse`` accepts no new ones. ``bytes_per_second`` slows down what
    goes to clients.
    """

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.bytes_per_second: Optional[int] = None
        self.accepted = 0
        self._refusing = False
        self._pairs: Set[_Pair] = set()
        self._server: Optional[asyncio.Server] = None

    async def start(self) -> None:
        listener = socket.socket()
        # Small buffers, so that a slow way is felt at its other end.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 10)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 << 10)
        listener.bind(("127.0.0.1", 0))
        self._server = await asyncio.start_server(self._accept, sock=listener)
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def cut(self) -> None:
        for pair in list(self._pairs):
            pair.cut()

    def freeze(self) -> None:
        for pair in self._pairs:
            pair.frozen = True

    def refuse(self, refusing: bool) -> None:
        self._refusing = refusing

    async def stop(self) -> None:
        self.cut()
        if self._server is not None:
            self._server.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self._refusing:
            writer.transport.abort()
            return
        upstream = socket.socket()
        upstream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 10)
        upstream.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(upstream, ("127.0.0.1", self.target_port))
        except OSError:
            upstream.close()
            writer.transport.abort()
            return
        up_reader, up_writer = await asyncio.open_connection(sock=upstream, limit=16 << 10)
        pair = _Pair(writer, up_writer)
        self._pairs.add(pair)
        try:
            await asyncio.gather(
                self._forward(pair, reader, up_writer, False), self._forward(pair, up_reader, writer, True)
            )
        finally:
            pair.cut()
            self._pairs.discard(pair)

    async def _forward(
        self, pair: "_Pair", reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to_client: bool
    ) -> None:
        writer.transport.set_write_buffer_limits(high=16 << 10)
        try:
            while data := await reader.read(16 << 10):
                while pair.frozen:
                    await asyncio.sleep(0.05)
                writer.write(data)
                await writer.drain()
                if to_client and self.bytes_per_second is not None:
                    await asyncio.sleep(len(data) / self.bytes_per_second)
            if not pair.frozen:
                writer.close()
        except OSError:
            pair.cut()


class _Pair:
    def __init__(self, client: asyncio.StreamWriter, upstream: asyncio.StreamWriter) -> None:
        self._writers = (client, upstream)
        self.frozen = False

    def cut(self) -> None:
        self.frozen = False
        for writer in self._writers:
            writer.transport.abort()
