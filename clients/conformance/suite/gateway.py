"""A real gateway, started from the tree, that can be killed, drained, stalled and started again on the same port."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional

ROOT = Path(__file__).resolve().parents[3]
RESUME_KEY = "conformance-resume-key-of-32-chars"
HS_SECRET = "conformance-secret-of-at-least-32-characters"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Gateway:
    def __init__(self, log: Path, settings: Iterable[str] = ()) -> None:
        self.port = free_port()
        self._log = log
        self._settings = [
            "server.host=127.0.0.1",
            "server.warm-up=0s",
            "drain.window=1s",
            f"auth.resume-key={RESUME_KEY}",
            *settings,
        ]
        self._process: Optional[asyncio.subprocess.Process] = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def start(self) -> None:
        command = [str(ROOT / "bin" / "gateway"), "serve", "--port", str(self.port)]
        for setting in self._settings:
            command += ["--set", setting]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GATEWAY_") or k == "GATEWAY_JAVA_OPTS"}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, env=environment
            )
        until = time.monotonic() + 60
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            except OSError:
                if self._process.returncode is not None or time.monotonic() > until:
                    raise RuntimeError(f"the gateway did not start, see {self._log}") from None
                await asyncio.sleep(0.03)

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def ended(self, timeout: float = 30) -> int:
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), timeout)

    async def kill(self) -> None:
        self.signal(signal.SIGKILL)
        await self.ended()

    async def drain(self) -> int:
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGKILL)
            await self.ended()


class Feed:
    """Publishes numbered messages by HTTP from a thread of its own, through kills and restarts."""

    def __init__(self, gateway: Gateway, channels: List[str], per_second: float, padding: int = 0) -> None:
        self._gateway = gateway
        self._channels = channels
        self._pause = 1 / per_second
        self._padding = padding
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.numbers: Dict[str, int] = {channel: 0 for channel in channels}
        self.unknown: Dict[str, set[int]] = {channel: set() for channel in channels}

    def start(self) -> None:
        self._thread.start()

    async def stop(self) -> None:
        """Ends it behind a last publication to each channel that was surely taken."""
        self._stop.set()
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    async def reached(self, more: int, timeout: float = 30) -> None:
        """Waits until so many more were published to each channel."""
        goal = {channel: number + more for channel, number in self.numbers.items()}
        until = time.monotonic() + timeout
        while any(self.numbers[channel] < number for channel, number in goal.items()):
            if time.monotonic() > until:
                raise AssertionError("the feed could not publish")
            await asyncio.sleep(0.02)

    def _run(self) -> None:
        connection: Optional[http.client.HTTPConnection] = None
        last = False
        while True:
            last = self._stop.is_set()
            for channel in self._channels:
                number = self.numbers[channel] + 1
                self.numbers[channel] = number
                connection = self._publish(connection, channel, number)
                while last and connection is None:
                    # The last one has to be seen: it gets a number of its own with each try.
                    number = self.numbers[channel] + 1
                    self.numbers[channel] = number
                    connection = self._publish(connection, channel, number)
            if last:
                return
            time.sleep(self._pause)

    def _publish(
        self, connection: Optional[http.client.HTTPConnection], channel: str, number: int
    ) -> Optional[http.client.HTTPConnection]:
        message: Dict[str, Any] = {"n": number}
        if self._padding:
            # What does not shrink: clients may ask for compression.
            message["pad"] = os.urandom(self._padding // 2).hex()
        body = json.dumps({"channel": channel, "message": message})
        try:
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self._gateway.port, timeout=20)
            connection.request(
                "POST", "/api/v1/websocket/broadcast", body, {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                return connection
        except (OSError, http.client.HTTPException):
            pass
        # Whether it was published is not known, or it was not: it may be missing everywhere.
        self.unknown[channel].add(number)
        if connection is not None:
            connection.close()
        time.sleep(0.02)
        return None


def post(url: str, path: str, body: Dict[str, Any], headers: Optional[Dict[str, str]] = None) -> Dict[str, Any]:
    """One request; raises for any answer but success."""
    host, _, port = url.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    try:
        connection.request(
            "POST",
            "/api/v1/websocket" + path,
            json.dumps(body),
            {"Content-Type": "application/json", **(headers or {})},
        )
        response = connection.getresponse()
        answer = json.loads(response.read() or b"{}")
        if response.status >= 300:
            raise AssertionError(f"{path}: {response.status} {answer}")
        return dict(answer)
    finally:
        connection.close()
