"""Scenarios against a server that does what none should."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Dict, List, Optional

from .hostile import BINARY, TEXT, HostileServer, Peer, Script, publication, welcome
from .scene import Client, Scene

STATE = "market_data:conformance"
QUICK = {"base_ms": 50, "slow_ms": 200, "connect_timeout_ms": 8000}

STOPS = (1002, 1003, 1007, 1008, 1009, 1010, 4500, 4501, 4502, 4999)
RETURNS = (1001, 1011, 1012, 1013, 4000, 4001, 4002, 4004, 4499)


def confirmed(peer: Peer, command: Dict[str, Any], gapless: bool = True, offset: int = 0) -> Optional[Dict[str, Any]]:
    if command["type"] == "subscribe":
        channel = command.get("channel") or command["channels"][0]
        return {
            "type": "subscription_confirmed",
            "channel": channel,
            "epoch": "e1",
            "offset": offset,
            "granted": {"gapless": gapless},
            "timestamp": "2026-11-23T12:00:00.123Z",
        }
    return None


async def greeted(peer: Peer) -> None:
    """A server that behaves."""
    await peer.upgrade()
    peer.send(welcome())
    await peer.answer_until_end(confirmed)


async def settled(client: Client) -> str:
    """What the client does next: ``reconnecting`` or ``closed``."""
    await client.driver.expect(
        "verdict", lambda e: e["event"] == "state" and e["state"] in ("reconnecting", "closed"), 10, client.since
    )
    if not client.of("state", state="closed"):
        # Some tell that a connection is gone before they tell what becomes of it.
        await asyncio.sleep(0.05)
    return "closed" if client.of("state", state="closed") else "reconnecting"


async def close_codes(scene: Scene) -> None:
    await scene.in_json(_close_codes)


async def _close_codes(client: Client) -> None:
    wrong = []
    for code, expected in [
        *((code, "closed") for code in STOPS),
        *((code, "reconnecting") for code in RETURNS),
        (1006, "reconnecting"),
        (4003, "closed"),
    ]:

        async def script(peer: Peer, code: int = code) -> None:
            await peer.upgrade()
            peer.send(welcome())
            if code == 1006:
                await peer.drain()
                peer.abort()
                return
            peer.close(code)
            await peer.receive()

        async with HostileServer(script) as server:
            client.connect(server.ws, **QUICK)
            verdict = await settled(client)
            if verdict != expected:
                wrong.append(f"{code}: {verdict}, expected {expected}")
            if verdict == "closed":
                told = await client.driver.expect("closed", lambda e: e["event"] == "closed", 5, client.since)
                if told["code"] != code:
                    wrong.append(f"{code}: closed was told with {told['code']}")
            else:
                await client.close()
    assert not wrong, f"{client.name}: {wrong}"

    # With a source of tokens 4003 is no end.
    async def expired(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())
        if peer.number == 1:
            peer.close(4003)
            await peer.receive()
        else:
            await peer.answer_until_end(confirmed)

    async with HostileServer(expired) as server:
        client.connect(server.ws, token="a.b.c", **QUICK)
        await client.state("reconnecting")
        away = next(i for i, e in enumerate(client.driver.events) if i >= client.since and e.get("state") == "reconnecting")
        await client.state("connected", 10, away)
        await client.close()


async def refusals(scene: Scene) -> None:
    await scene.in_json(_refusals)


async def _refusals(client: Client) -> None:
    wrong = []
    for status, retry_after in [(400, None), (403, None), (404, None), (421, None), (426, None), (429, 1), (500, None), (503, 1)]:

        async def script(peer: Peer, status: int = status, retry_after: Optional[int] = retry_after) -> None:
            if peer.number == 1:
                await peer.refuse(status, {"Retry-After": str(retry_after)} if retry_after else {})
            else:
                await greeted(peer)

        async with HostileServer(script) as server:
            client.connect(server.ws, **QUICK)
            event = await client.driver.expect(
                "verdict",
                lambda e: e["event"] == "closed" or (e["event"] == "state" and e["state"] == "connected"),
                10,
                client.since,
            )
            verdict = "closed" if event["event"] == "closed" else "back"
            if verdict != ("closed" if status in (400, 403, 404, 421, 426) else "back"):
                wrong.append(f"{status}: {verdict}")
            if verdict == "back":
                if retry_after and server.moments[1] - server.moments[0] < retry_after * 0.98:
                    wrong.append(f"{status}: came back after {server.moments[1] - server.moments[0]:.2f} s")
                await client.close()
    assert not wrong, f"{client.name}: {wrong}"


async def bad_messages(scene: Scene) -> None:
    await scene.in_json(_bad_messages)


async def _bad_messages(client: Client) -> None:
    bad: List[Any] = [b"{oops", b"[1,2]", b'"text"', b"{}", b'{"type":5}', b'{"type":"quote","x":NaN}', b""]

    async def script(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())

        def on_command(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
            answer = confirmed(peer, command)
            if answer is not None:
                peer.send({**answer, "id": command["id"]})
                for payload in bad:
                    peer.frame(TEXT, payload)
                peer.frame(BINARY, b"\x81\xa4type\xa1x")
                peer.send(publication(STATE, 1))
            return None

        await peer.answer_until_end(on_command)

    async with HostileServer(script) as server:
        client.connect(server.ws, **QUICK)
        client.subscribe(STATE)
        await client.sees(STATE, 1)
        told = client.of("error", code="bad_message")
        assert len(told) == len(bad) + 1, f"{client.name}: {len(told)} of {len(bad) + 1} bad messages were told: {told}"
        assert not client.of("state", state="reconnecting"), f"{client.name}: the connection did not live on"
        await client.close()

    async def flood(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())
        if peer.number == 1:
            for _ in range(20):
                peer.frame(TEXT, b"{oops")
        await peer.answer_until_end(confirmed)

    async with HostileServer(flood) as server:
        client.connect(server.ws, max_bad_messages=10, **QUICK)
        await _comes_back(client)


async def garbage_bytes(scene: Scene) -> None:
    await scene.in_json(_garbage_bytes)


async def _garbage_bytes(client: Client) -> None:
    async def no_http(peer: Peer) -> None:
        if peer.number == 1:
            peer.write(b"\x00\xffgarbage\r\n\r\n" * 20)
            await peer.drain()
            return
        await greeted(peer)

    async def no_frames(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())
        if peer.number == 1:
            peer.write(b"\xff\xff\xff\xff garbage that is no frame")
            await peer.drain()
            await peer.receive()
            return
        await peer.answer_until_end(confirmed)

    async with HostileServer(no_http) as server:
        client.connect(server.ws, **QUICK)
        await client.state("connected")
        await client.close()
    async with HostileServer(no_frames) as server:
        client.connect(server.ws, **QUICK)
        await _comes_back(client)


async def silent(scene: Scene) -> None:
    await scene.in_json(_silent)


async def _silent(client: Client) -> None:
    async def no_upgrade(peer: Peer) -> None:
        if peer.number == 1:
            await asyncio.sleep(30)
        await greeted(peer)

    async def no_welcome(peer: Peer) -> None:
        if peer.number == 1:
            await peer.upgrade()
            await asyncio.sleep(30)
        await greeted(peer)

    async def no_pong(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())
        if peer.number == 1:
            await asyncio.sleep(30)
        await peer.answer_until_end(confirmed)

    quick = {**QUICK, "connect_timeout_ms": 400}
    for script in (no_upgrade, no_welcome):
        async with HostileServer(script) as server:
            client.connect(server.ws, **quick)
            await client.state("connected")
            assert server.accepted > 1, f"{client.name}: connected without a welcome"
            await client.close()
    # The first connection has to stand: on a busy machine a short time-out might end it before.
    async with HostileServer(no_pong) as server:
        client.connect(server.ws, **QUICK, ping_interval_ms=200, pong_timeout_ms=200)
        await _comes_back(client)


async def offset_twice(scene: Scene) -> None:
    async with HostileServer(_sends(True, [publication(STATE, n) for n in (1, 2, 2, 1, 3)])) as server:
        await scene.in_json(lambda client: _sees(client, server, [1, 2, 3], []))


async def offset_skipped(scene: Scene) -> None:
    lag = {"type": "lag", "channel": STATE, "dropped": 2, "reason": "conflated", "from": 2, "to": 3}
    async with HostileServer(_sends(True, [publication(STATE, n) for n in (1, 4, 5)])) as server:
        await scene.in_json(lambda client: _sees(client, server, [1, 4, 5], [("hole", 2, 3)]))
    async with HostileServer(_sends(False, [publication(STATE, n) for n in (1, 4, 5)])) as server:
        await scene.in_json(lambda client: _sees(client, server, [1, 4, 5], []))
    told = [publication(STATE, 1), lag, publication(STATE, 4), publication(STATE, 5)]
    async with HostileServer(_sends(True, told)) as server:
        await scene.in_json(lambda client: _sees(client, server, [1, 4, 5], []))
    early = [lag, publication(STATE, 1), publication(STATE, 6)]
    async with HostileServer(_sends(True, early)) as server:
        await scene.in_json(lambda client: _sees(client, server, [1, 6], [("hole", 4, 5)]))


def _sends(gapless: bool, messages: List[Dict[str, Any]]) -> Script:
    """Confirms a subscription, then sends these."""

    def on_command(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        answer = confirmed(peer, command, gapless)
        if answer is not None:
            peer.send({**answer, "id": command["id"]})
            for message in messages:
                peer.send(message)
        return None

    async def script(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())
        await peer.answer_until_end(on_command)

    return script


async def _sees(client: Client, server: HostileServer, numbers: List[int], gaps: List[Any]) -> None:
    client.connect(server.ws, **QUICK)
    client.subscribe(STATE)
    await client.sees(STATE, numbers[-1])
    seen = [e["offset"] for e in client.of("publication")]
    assert seen == numbers, f"{client.name}: saw {seen}, expected {numbers}"
    told = [(e["reason"], e.get("from"), e.get("to")) for e in client.of("gap")]
    assert told == gaps, f"{client.name}: gaps {told}, expected {gaps}"
    await client.close()


async def wrong_epoch(scene: Scene) -> None:
    await scene.in_json(_wrong_epoch)


async def _wrong_epoch(client: Client) -> None:
    def on_command(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] not in ("subscribe", "resume"):
            return None
        if peer.number == 1:
            peer.send({**(confirmed(peer, command) or {}), "id": command["id"]})
            peer.send(publication(STATE, 1))
            peer.send(publication(STATE, 2))
            peer.close(1001)
            return None
        line = {"channel": STATE, "epoch": "e2", "offset": 2, "recovered": True, "granted": {"gapless": True}}
        answer: Dict[str, Any] = {"type": "resumed", "channels": [line], "timestamp": "2026-11-23T12:00:00.123Z"}
        if command["type"] == "subscribe":
            answer = {"type": "subscription_confirmed", **line, "timestamp": answer["timestamp"]}
        peer.send({**answer, "id": command["id"]})
        peer.send(publication(STATE, 3))
        return None

    async def script(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome("e1" if peer.number == 1 else "e2"))
        await peer.answer_until_end(on_command)

    async with HostileServer(script) as server:
        client.connect(server.ws, **QUICK)
        client.subscribe(STATE)
        await client.sees(STATE, 3)
        reasons = [e["reason"] for e in client.of("gap")]
        assert reasons == ["epoch_changed"], f"{client.name}: gaps {reasons}"
        await client.close()


async def refused_for_now(scene: Scene) -> None:
    await scene.in_json(_refused_for_now)


async def _refused_for_now(client: Client) -> None:
    codes = ["unavailable", "internal_error", "rate_limited"]

    def on_command(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] not in ("subscribe", "resume"):
            return None
        if peer.number == 1:
            peer.send({**(confirmed(peer, command) or {}), "id": command["id"]})
            peer.send(publication(STATE, 1))
            peer.close(1001)
            return None
        if command["type"] == "resume":
            return {"type": "error", "code": "unavailable", "error": "not now"}
        if codes:
            return {"type": "error", "code": codes.pop(0), "error": "not now", "channel": STATE, "retry_after": 0.05}
        peer.send({**(confirmed(peer, command, offset=1) or {}), "recovered": True, "id": command["id"]})
        peer.send(publication(STATE, 2))
        return None

    async def script(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())
        await peer.answer_until_end(on_command)

    async with HostileServer(script) as server:
        client.connect(server.ws, **QUICK)
        client.subscribe(STATE)
        await client.sees(STATE, 2)
        assert not codes, f"{client.name}: it was not refused with {codes}"
        assert not client.of("unsubscribed"), f"{client.name}: the subscription was ended"
        assert not client.of("gap"), f"{client.name}: {client.of('gap')}"
        await client.close()


async def huge_frame(scene: Scene) -> None:
    await scene.in_json(_huge_frame)


async def _huge_frame(client: Client) -> None:
    async def script(peer: Peer) -> None:
        await peer.upgrade()
        peer.send(welcome())

        def on_command(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
            answer = confirmed(peer, command)
            if answer is not None:
                peer.send({**answer, "id": command["id"]})
                peer.frame(TEXT, json.dumps({**publication(STATE, 1), "pad": "x" * (8 << 20)}).encode())
                peer.send(publication(STATE, 2))
            return None

        await peer.answer_until_end(on_command)

    async with HostileServer(script) as server:
        client.connect(server.ws, **QUICK)
        client.subscribe(STATE)
        event = await client.driver.expect(
            "outcome",
            lambda e: e["event"] == "closed" or (e["event"] == "publication" and e["offset"] == 2),
            15,
            client.since,
        )
        if event["event"] == "closed":
            assert event["code"] == 1009, f"{client.name}: {event}"
        else:
            await client.close()


async def _comes_back(client: Client) -> None:
    await client.state("reconnecting")
    away = next(
        i
        for i, e in enumerate(client.driver.events)
        if i >= client.since and e["event"] == "state" and e["state"] == "reconnecting"
    )
    await client.state("connected", 10, away)
    await client.close()
