"""The drivers that there are, and one of them as a process."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

ROOT = Path(__file__).resolve().parents[3]
CLIENTS = ROOT / "clients"

Event = Dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """``command`` is None where the driver cannot run, ``missing`` says why. ``subscribes``: it is a whole client."""

    name: str
    command: Optional[List[str]]
    missing: str
    subscribes: bool


def kinds() -> List[Kind]:
    python = CLIENTS / "python" / ".venv" / "bin" / "python"
    python_drivers = CLIENTS / "python" / "conformance"
    typescript = CLIENTS / "typescript" / "conformance" / "driver.mjs"
    built = (CLIENTS / "typescript" / "dist").is_dir() and (CLIENTS / "typescript" / "node_modules").is_dir()
    java = ROOT / "examples" / "publisher" / "Publisher.java"
    has_python = python.exists()
    return [
        Kind(
            "python",
            [str(python), str(python_drivers / "driver.py")] if has_python else None,
            "clients/python/.venv is missing: clients/python/test makes it",
            True,
        ),
        Kind(
            "typescript",
            ["node", str(typescript)] if shutil.which("node") and typescript.exists() and built else None,
            "node, or the dist or node_modules of clients/typescript are missing: clients/typescript/test makes them",
            True,
        ),
        Kind(
            "python-publisher",
            [str(python), str(python_drivers / "publisher_driver.py")] if has_python else None,
            "clients/python/.venv is missing: clients/python/test makes it",
            False,
        ),
        Kind(
            "java-publisher",
            ["java", "-XX:TieredStopAtLevel=1", str(java), "--driver"] if shutil.which("java") and java.exists() else None,
            "java or examples/publisher/Publisher.java is missing",
            False,
        ),
    ]


class Driver:
    """A running driver. ``events`` are all that it said, in order; errors of its own end up on standard error."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self._process = process
        self.events: List[Event] = []
        self._said = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, kind: Kind, name: str) -> "Driver":
        assert kind.command is not None
        process = await asyncio.create_subprocess_exec(
            *kind.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24
        )
        return cls(name, process)

    def tell(self, cmd: str, **members: Any) -> None:
        assert self._process.stdin is not None
        line = json.dumps({"cmd": cmd, **{k: v for k, v in members.items() if v is not None}})
        self._process.stdin.write(line.encode() + b"\n")

    async def expect(
        self, what: str, holds: Callable[[Event], bool], timeout: float = 10, since: int = 0
    ) -> Event:
        """Waits for an event, also among those that came already, from number ``since`` on."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        at = since
        while True:
            while at < len(self.events):
                if holds(self.events[at]):
                    return self.events[at]
                at += 1
            left = until - loop.time()
            if left <= 0 or self._reader.done():
                raise AssertionError(f"{self.name}: no {what} within {timeout:g} s; it said last: {self.events[-5:]}")
            self._said.clear()
            try:
                await asyncio.wait_for(self._said.wait(), left)
            except asyncio.TimeoutError:
                pass

    async def state(self, state: str, timeout: float = 10, since: int = 0) -> Event:
        return await self.expect(
            f"state {state}", lambda e: e["event"] == "state" and e["state"] == state, timeout, since
        )

    async def subscribed(self, channel: str, timeout: float = 10, since: int = 0) -> Event:
        return await self.expect(
            f"confirmation of {channel}",
            lambda e: e["event"] == "subscribed" and e["channel"] == channel,
            timeout,
            since,
        )

    def of(self, event: str, since: int = 0, **members: Any) -> List[Event]:
        return [
            e for e in self.events[since:] if e["event"] == event and all(e.get(k) == v for k, v in members.items())
        ]

    async def end(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            await asyncio.wait_for(self._process.wait(), 3)
        except (asyncio.TimeoutError, OSError):
            self._process.kill()
            await self._process.wait()
        await self._reader

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            try:
                self.events.append(json.loads(line))
            except ValueError:
                self.events.append({"event": "error", "code": "driver", "message": f"no JSON: {line!r}"})
            self._said.set()
        self._said.set()
