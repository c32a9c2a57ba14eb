"""Scenarios against a real gateway."""

from __future__ import annotations

import asyncio
import signal
import time

from .gateway import HS_SECRET, Feed, post
from .proxy import FaultProxy
from .scene import Client, Scene
from .tokens import token

STATE = "market_data:conformance"
STREAM = "chart_updates:conformance"
# Half minutes become fractions of a second; what is being tried is the same.
QUICK = {"base_ms": 100, "slow_ms": 500}


async def both_formats(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        await scene.follow(gateway.ws, [STATE])
        for number, client in enumerate(scene.clients, 1):
            data = {"n": number, "price": 45.5, "text": '回测"\\\n😀', "big": 9007199254740993, "none": None}
            client.driver.tell("publish", channel=STATE, data=data, id=number)
            told = await client.driver.expect(
                "answer to a publish", lambda e: e["event"] in ("published", "error"), 10, client.since
            )
            assert told == {"event": "published", "id": number, "offset": number}, f"{client.name}: {told}"
            await scene.all(lambda one, number=number: one.sees(STATE, number))
        for client in scene.clients:
            seen = client.of("publication")
            assert [e["offset"] for e in seen] == list(range(1, len(scene.clients) + 1)), f"{client.name}: {seen}"
            for e in seen:
                assert e["data"]["price"] == 45.5 and e["data"]["text"] == '回测"\\\n😀', f"{client.name}: {e}"
                assert e["data"]["none"] is None, f"{client.name}: {e}"
        # The family brings the member as well; without both nothing comes.
        for client in scene.clients:
            client.subscribe("market_data")
        await scene.all(lambda one: one.subscribed("market_data"))
        for channel, number in ((STATE, 98), ("market_data", 99)):
            post(gateway.url, "/broadcast", {"channel": STATE, "message": {"n": number}})
            await scene.all(lambda one, number=number: one.sees(STATE, number))
            for client in scene.clients:
                client.driver.tell("unsubscribe", channel=channel)
            await scene.all(
                lambda one, channel=channel: one.driver.expect(
                    "answer to unsubscribe",
                    lambda e: e["event"] == "unsubscribed" and e["channel"] == channel,
                    10,
                    one.since,
                )
            )
        for client in scene.clients:
            times = [e["data"]["n"] for e in client.of("publication")].count(99)
            assert times == 1, f"{client.name}: of two subscriptions one had ended, and 99 came {times} times"
        before = [len(client.of("publication")) for client in scene.clients]
        post(gateway.url, "/broadcast", {"channel": STATE, "message": {"n": 100}})
        for client in scene.clients:
            client.subscribe("notifications")
        await scene.all(lambda one: one.subscribed("notifications"))
        assert before == [len(client.of("publication")) for client in scene.clients], "came after unsubscribe"
        await scene.close()


async def kill(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        await scene.follow(gateway.ws, [STATE, STREAM], **QUICK)
        feed = Feed(gateway, [STATE, STREAM], 300)
        feed.start()
        await feed.reached(100)
        await gateway.kill()
        await scene.all(lambda client: client.state("reconnecting"))
        away = [len(client.driver.events) for client in scene.clients]
        await gateway.start()
        for client, since in zip(scene.clients, away):
            await client.state("connected", 20, since)
            await client.subscribed(STREAM, 20, since)
        await feed.reached(50)
        await scene.check(feed)
        for client in scene.clients:
            for channel in (STATE, STREAM):
                reasons = [gap.get("reason") for gap in client.history(channel).gaps()]
                assert reasons == ["epoch_changed"], f"{client.name}: {channel}: gaps {reasons}"
        await scene.close()


async def drain(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        await scene.follow(gateway.ws, [STATE, STREAM], **QUICK)
        feed = Feed(gateway, [STATE, STREAM], 300)
        feed.start()
        await feed.reached(50)
        status = await gateway.drain()
        assert status == 0, f"the gateway ended with {status}"
        await scene.all(lambda client: client.state("reconnecting"))
        away = [len(client.driver.events) for client in scene.clients]
        await gateway.start()
        for client, since in zip(scene.clients, away):
            await client.state("connected", 20, since)
            await client.subscribed(STREAM, 20, since)
        await feed.reached(50)
        await scene.check(feed)
        for client in scene.clients:
            for channel in (STATE, STREAM):
                reasons = [gap.get("reason") for gap in client.history(channel).gaps()]
                assert reasons == ["epoch_changed"], f"{client.name}: {channel}: gaps {reasons}"
        await scene.close()


async def stall(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        # Some notice the silence and come back, others wait: either way nothing is lost.
        for number, client in enumerate(scene.clients):
            quick = {"ping_interval_ms": 1000, "pong_timeout_ms": 1000, "connect_timeout_ms": 3000}
            client.connect(gateway.ws, **QUICK, **(quick if number % 2 else {}))
            client.subscribe(STATE)
            client.subscribe(STREAM)
        for channel in (STATE, STREAM):
            await scene.all(lambda client, channel=channel: client.subscribed(channel))
        feed = Feed(gateway, [STATE, STREAM], 300)
        feed.start()
        await feed.reached(50)
        gateway.signal(signal.SIGSTOP)
        await asyncio.sleep(5.5)
        gateway.signal(signal.SIGCONT)
        await feed.reached(100)
        await scene.all(lambda client: _is_connected(client))
        await scene.check(feed)
        _nothing_lost(scene)
        await scene.close()


async def cut(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        proxy = FaultProxy(gateway.port)
        await proxy.start()
        await scene.follow(proxy.ws, [STATE, STREAM], **QUICK)
        feed = Feed(gateway, [STATE, STREAM], 300)
        feed.start()
        for _ in range(3):
            await feed.reached(60)
            away = [len(client.driver.events) for client in scene.clients]
            proxy.cut()
            for client, since in zip(scene.clients, away):
                for channel in (STATE, STREAM):
                    told = await client.subscribed(channel, 15, since)
                    assert told.get("recovered") is True, f"{client.name}: {told}"
        await feed.reached(50)
        await scene.check(feed)
        _nothing_lost(scene)
        await scene.close()
        await proxy.stop()


async def half_open(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        proxy = FaultProxy(gateway.port)
        await proxy.start()
        await scene.follow(proxy.ws, [STATE, STREAM], ping_interval_ms=300, pong_timeout_ms=300, **QUICK)
        feed = Feed(gateway, [STATE, STREAM], 300)
        feed.start()
        await feed.reached(50)
        away = [len(client.driver.events) for client in scene.clients]
        proxy.freeze()
        for client, since in zip(scene.clients, away):
            await client.state("reconnecting", 10, since)
            await client.subscribed(STREAM, 15, since)
        await feed.reached(50)
        await scene.check(feed)
        _nothing_lost(scene)
        await scene.close()
        await proxy.stop()


async def slow(scene: Scene) -> None:
    async with scene.gateway() as gateway:
        proxy = FaultProxy(gateway.port)
        await proxy.start()
        await scene.follow(proxy.ws, [STATE], **QUICK)
        proxy.bytes_per_second = 150_000
        feed = Feed(gateway, [STATE], 150, padding=20_000)
        feed.start()
        await feed.reached(400)
        proxy.bytes_per_second = None
        await scene.check(feed)
        for client in scene.clients:
            history = client.history(STATE)
            assert history.lags(), f"{client.name}: nothing was left out, so nothing was tried"
            assert not history.gaps(), f"{client.name}: what lag told is no gap: {history.gaps()[:3]}"
        await scene.close()
        await proxy.stop()


async def token_ends(scene: Scene) -> None:
    settings = ("auth.mode=required", f"auth.hs-secret={HS_SECRET}", "auth.expiry-warning=2s", "auth.leeway=0s")
    rights = {"subscribe": ["market_data"], "history": ["market_data"]}
    feeder = {"Authorization": "Bearer " + token("feed", 600, publish=["*"])}
    async with scene.gateway(*settings) as gateway:
        # Whether a token is shown in band: its end is 3 s away, the warning comes 2 s before.
        end = int(time.time() + 3)
        for client in scene.clients:
            client.connect(gateway.ws, token=token("alice", 3, **rights), **QUICK)
            client.driver.tell("token", token=token("alice", 600, **rights))
            client.subscribe(STATE)
        await scene.all(lambda client: client.subscribed(STATE))
        await asyncio.sleep(max(0.0, end + 0.7 - time.time()))
        post(gateway.url, "/broadcast", {"channel": STATE, "message": {"n": 1}}, feeder)
        await scene.all(lambda client: client.sees(STATE, 1))
        for client in scene.clients:
            assert not client.of("state", state="reconnecting"), f"{client.name}: it was not shown in band"
        await scene.close()

        # At the warning the source has nothing that counts; at the end it has.
        end = int(time.time() + 4)
        for client in scene.clients:
            client.connect(gateway.ws, token=token("alice", 4, **rights), **QUICK)
            client.subscribe(STATE)
        await scene.all(lambda client: client.subscribed(STATE))
        for client in scene.clients:
            client.driver.tell("token", token="a.b.c")
        await asyncio.sleep(max(0.0, end - 0.7 - time.time()))
        for client in scene.clients:
            client.driver.tell("token", token=token("alice", 600, **rights))
        await scene.all(lambda client: client.state("reconnecting"))
        for client in scene.clients:
            since = next(i for i, e in enumerate(client.driver.events) if i >= client.since and e.get("state") == "reconnecting")
            await client.subscribed(STATE, 15, since)
        post(gateway.url, "/broadcast", {"channel": STATE, "message": {"n": 2}}, feeder)
        await scene.all(lambda client: client.sees(STATE, 2))
        await scene.close()


async def _is_connected(client: Client) -> None:
    for _ in range(200):
        states = client.of("state")
        if states and states[-1]["state"] == "connected":
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{client.name}: did not come back: {client.of('state')[-3:]}")


def _nothing_lost(scene: Scene) -> None:
    for client in scene.clients:
        for channel in (STATE, STREAM):
            gaps = client.history(channel).gaps()
            assert not gaps, f"{client.name}: {channel}: a gap was told where nothing was lost: {gaps}"
