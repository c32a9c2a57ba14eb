"""What tests share: the gateway, and a server that can be told what to do, both of clients/conformance."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Iterator

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "clients" / "conformance"))
sys.dont_write_bytecode = True

from suite.gateway import Gateway  # noqa: E402


class Running:
    """A gateway that runs beside the tests, started once. Its loop is its own: tests have theirs."""

    def __init__(self, log: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self.gateway = Gateway(log, ["channels.market_data.indexed=volume"])
        self._loop.run_until_complete(self.gateway.start())
        self.ws = self.gateway.ws
        self.url = self.gateway.url

    def stop(self) -> None:
        self._loop.run_until_complete(self.gateway.stop())
        self._loop.close()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("gateway") / "log")
    yield running
    running.stop()
