"""Drives the Python client as clients/conformance/README.md says: commands on standard input, events on standard output."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any, Dict

from tickgate import Client, ClientOptions, Closed, Gap, Subscription, SubscribeOptions, TickgateError

_SECONDS = {
    "ping_interval_ms": "ping_interval",
    "pong_timeout_ms": "pong_timeout",
    "connect_timeout_ms": "connect_timeout",
    "base_ms": "backoff_base",
    "slow_ms": "slow_retry",
}


def tell(event: str, **members: Any) -> None:
    print(json.dumps({"event": event, **{k: v for k, v in members.items() if v is not None}}), flush=True)


class Driver:
    def __init__(self) -> None:
        self.client: Client | None = None
        self.subscriptions: Dict[str, Subscription] = {}
        self.token: str | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def connect(self, url: str, options: Dict[str, Any]) -> None:
        chosen: Dict[str, Any] = {"format": options.get("format", "json")}
        for name, own in _SECONDS.items():
            if name in options:
                chosen[own] = options[name] / 1000
        if "max_bad_messages" in options:
            chosen["max_bad_messages"] = options["max_bad_messages"]
        self.token = options.get("token")
        if self.token is not None:
            chosen["get_token"] = lambda: self.token
        client = self.client = Client(url, ClientOptions(**chosen))
        self.subscriptions = {}
        client.on("state", lambda state: tell("state", state=state))
        client.on("subscribed", self.on_subscribed)
        client.on("gap", self.on_gap)
        client.on("lag", lambda lag: tell("lag", **{k: v for k, v in lag.items() if k != "type"}))
        client.on("error", lambda fault: tell("error", code=fault.code, message=str(fault)))
        client.on("unsubscribed", lambda ended: tell("unsubscribed", channel=ended.channel))
        client.on("closed", lambda closed: tell("closed", code=closed.close_code, reason=closed.reason))
        self.start(self.opening(client))

    async def opening(self, client: Client) -> None:
        try:
            await client.connect()
        except Closed:
            pass  # Told by its event.

    async def subscribe(self, channel: str, options: Dict[str, Any]) -> None:
        assert self.client is not None
        try:
            self.subscriptions[channel] = await self.client.subscribe(
                channel, SubscribeOptions(**options), on_publication, timeout=60
            )
        except TickgateError as fault:
            tell("error", code=fault.code, message=str(fault), channel=channel)

    async def unsubscribe(self, channel: str) -> None:
        subscription = self.subscriptions.pop(channel, None)
        if subscription is not None:
            await subscription.unsubscribe()
        tell("unsubscribed", channel=channel)

    async def publish(self, channel: str, data: Dict[str, Any], id: Any = None) -> None:
        assert self.client is not None
        try:
            answer = await self.client.publish(channel, data)
            tell("published", id=id, offset=answer["offset"])
        except TickgateError as fault:
            tell("error", code=fault.code, message=str(fault), id=id)

    def on_subscribed(self, told: Dict[str, Any]) -> None:
        tell("subscribed", channel=told["channel"], recovered=told.get("recovered"), gapless=told["gapless"])

    def on_gap(self, gap: Gap) -> None:
        tell("gap", channel=gap.channel, reason=gap.reason, **{"from": gap.from_, "to": gap.to})

    def start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def obey(self, command: Dict[str, Any]) -> None:
        kind = command.pop("cmd")
        if kind == "connect":
            self.connect(command["url"], command.get("options", {}))
        elif kind == "token":
            self.token = command["token"]
        elif kind == "subscribe":
            self.start(self.subscribe(command["channel"], command.get("options", {})))
        elif kind == "unsubscribe":
            self.start(self.unsubscribe(command["channel"]))
        elif kind == "publish":
            self.start(self.publish(**command))
        elif kind == "close" and self.client is not None:
            await self.client.close()
            self.client = None

    async def run(self) -> None:
        reader = asyncio.StreamReader(limit=1 << 24)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        tell("ready")
        while line := await reader.readline():
            await self.obey(json.loads(line))
        if self.client is not None:
            await self.client.close()


def on_publication(publication: Any) -> None:
    tell("publication", channel=publication["channel"], offset=publication.get("offset"), data=publication)


if __name__ == "__main__":
    asyncio.run(Driver().run())
