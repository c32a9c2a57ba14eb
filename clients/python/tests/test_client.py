"""The client against a server that does as it is told: what a living gateway does too rarely to wait for."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Awaitable, Callable, Dict, List, Optional

import pytest
from suite.hostile import HostileServer, Peer, publication, welcome

from tickgate import (
    Client,
    ClientOptions,
    Closed,
    CommandError,
    CommandTimeout,
    Gap,
    HandlerFailed,
    OptionsConflict,
    OutcomeUnknown,
    SubscribeOptions,
    SubscriptionEnded,
    TooManyPending,
)

CHANNEL = "market_data:T"
Answer = Callable[[Peer, Dict[str, Any]], Optional[Dict[str, Any]]]


def line(command: Dict[str, Any], offset: int = 0, **more: Any) -> Dict[str, Any]:
    return {"channel": command["channel"], "epoch": "e1", "offset": offset, "granted": {"gapless": True}, **more}


def confirm(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    if command["type"] == "subscribe":
        if "channels" in command:
            return {"type": "subscription_confirmed", "channels": [line({"channel": c}) for c in command["channels"]]}
        recovered = {"recovered": True} if "since" in command else {}
        return {"type": "subscription_confirmed", **line(command, **recovered)}
    if command["type"] == "resume":
        return {"type": "resumed", "channels": [line(one, recovered=True) for one in command["subscriptions"]]}
    if command["type"] == "unsubscribe":
        return {"type": "unsubscription_confirmed", "channels": command["channels"]}
    return None


class Told:
    """Everything that the server was sent, but pings."""

    def __init__(self, answer: Answer = confirm) -> None:
        self.answer = answer
        self.commands: List[Dict[str, Any]] = []
        self.peers: List[Peer] = []

    async def __call__(self, peer: Peer) -> None:
        await peer.upgrade()
        self.peers.append(peer)
        peer.send(welcome(resume_token=f"r-{peer.number}"))

        def on_command(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
            if command["type"] != "ping":
                self.commands.append(command)
            return self.answer(peer, command)

        await peer.answer_until_end(on_command)

    async def wait(self, holds: Callable[[Dict[str, Any]], bool]) -> Dict[str, Any]:
        for _ in range(500):
            for command in self.commands:
                if holds(command):
                    return command
            await asyncio.sleep(0.01)
        raise AssertionError(f"it was not sent: {self.commands}")


@asynccontextmanager
async def connected(told: Told, **options: Any) -> AsyncIterator[Client]:
    async with HostileServer(told) as server:
        chosen = {"backoff_base": 0.01, "request_timeout": 2.0, **options}
        client = Client(server.ws, ClientOptions(**chosen))
        try:
            await client.connect(5)
            yield client
        finally:
            await client.close()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


async def until(holds: Callable[[], Any]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def test_everything_comes_back_in_one_message_with_positions() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            seen: List[int] = []
            await client.subscribe(CHANNEL, SubscribeOptions(snapshot=True), lambda p: seen.append(p["offset"]))
            await client.subscribe(["market_data:A", "market_data:B"], SubscribeOptions(ack=True))
            told.peers[0].send(publication(CHANNEL, 1))
            await until(lambda: seen)
            told.peers[0].abort()

            resume = await told.wait(lambda command: command["type"] == "resume")

            assert resume["token"] == "r-1"
            assert resume["subscriptions"] == [
                {"channel": CHANNEL, "since": {"epoch": "e1", "offset": 1}, "options": {"snapshot": True}},
                {"channel": "market_data:A", "since": {"epoch": "e1", "offset": 0}, "ack": True, "options": {}},
                {"channel": "market_data:B", "since": {"epoch": "e1", "offset": 0}, "ack": True, "options": {}},
            ]

    run(test)


def test_a_snapshot_that_had_not_come_is_asked_for_again_and_what_lay_between_is_told() -> None:
    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        granted = {"granted": {"snapshot": True, "gapless": True}}
        offset = 4 if peer.number == 1 else 7
        if command["type"] == "subscribe":
            return {"type": "subscription_confirmed", **line(command, offset, **granted)}
        if command["type"] == "resume":
            return {"type": "resumed", "channels": [line(one, offset, **granted) for one in command["subscriptions"]]}
        return None

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            gaps: List[Gap] = []
            seen: List[int] = []
            client.on("gap", gaps.append)
            await client.subscribe(CHANNEL, SubscribeOptions(snapshot=True), lambda p: seen.append(p["offset"]))
            told.peers[0].abort()
            resume = await told.wait(lambda command: command["type"] == "resume")
            for offset in (7, 8):
                told.peers[1].send(publication(CHANNEL, offset))
            await until(lambda: len(seen) == 2)

            assert "since" not in resume["subscriptions"][0]
            assert gaps == [Gap(CHANNEL, "not_recovered", 5, 7)] and seen == [7, 8]

    run(test)


def test_a_server_that_knows_no_dialect_of_the_list_speaks_json() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told, format="msgpack") as client:
            await client.subscribe(CHANNEL)

            assert told.peers[0].headers["sec-websocket-protocol"] == "gateway.v1.msgpack"

    run(test)


def test_where_resume_is_refused_each_comes_back_by_itself() -> None:
    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] == "resume":
            return {"type": "error", "code": "resume_refused", "error": "too old", "field": "token"}
        if command["type"] == "subscribe" and "since" in command and command["channel"] == "market_data:A":
            return {"type": "error", "code": "invalid_position", "error": "not reached", "field": "since.offset"}
        if command["type"] == "subscribe" and "since" in command and command["channel"] == "market_data:B":
            return {"type": "error", "code": "forbidden", "error": "not yours", "field": "channel"}
        return confirm(peer, command)

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            gaps: List[Gap] = []
            client.on("gap", gaps.append)
            await client.subscribe(CHANNEL)
            await client.subscribe("market_data:A")
            refused = await client.subscribe("market_data:B")
            told.peers[0].abort()

            await told.wait(lambda c: c["type"] == "subscribe" and c.get("channel") == CHANNEL and "since" in c)
            await until(lambda: gaps and refused.is_ended)

            assert gaps == [Gap("market_data:A", "invalid_position")]
            with pytest.raises(SubscriptionEnded) as ended:
                async for _ in refused:
                    pass
            assert ended.value.code == "forbidden"

    run(test)


def test_a_rate_limit_is_waited_for() -> None:
    refused = []

    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] == "subscribe" and not refused:
            refused.append(command)
            return {"type": "error", "code": "rate_limited", "error": "slow down", "retry_after": 0.05}
        return confirm(peer, command)

    async def test() -> None:
        async with connected(Told(answer)) as client:
            subscription = await client.subscribe(CHANNEL)

            assert refused and not subscription.is_ended

    run(test)


@pytest.mark.parametrize("code", ["unavailable", "internal_error", "rate_limited"])
@pytest.mark.parametrize("more", [{}, {"retry_after": 0.05}])
def test_what_is_refused_for_now_ends_no_subscription_that_comes_back(
    code: str, more: Dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickgate.returning.random.random", lambda: 0.01)
    refused: List[Dict[str, Any]] = []

    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if peer.number > 1 and command["type"] in ("resume", "subscribe") and len(refused) < 4:
            refused.append(command)
            return {"type": "error", "code": code, "error": "not now", **more}
        return confirm(peer, command)

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            seen: List[int] = []
            ended: List[Any] = []
            client.on("unsubscribed", ended.append)
            subscription = await client.subscribe(CHANNEL, None, lambda p: seen.append(p["offset"]))
            told.peers[0].send(publication(CHANNEL, 1))
            await until(lambda: seen)
            told.peers[0].abort()
            back: List[Any] = []
            subscription.on("subscribed", back.append)
            await until(lambda: back)
            told.peers[1].send(publication(CHANNEL, 2))
            await until(lambda: len(seen) == 2)

            assert len(refused) == 4 and not ended and not subscription.is_ended
            assert back[0]["recovered"] is True

    run(test)


def test_who_was_left_while_it_was_refused_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickgate.returning.random.random", lambda: 0.01)

    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if peer.number > 1 and command["type"] in ("resume", "subscribe") and command.get("channel") != "market_data:A":
            return {"type": "error", "code": "unavailable", "error": "not now", "retry_after": 0.01}
        return confirm(peer, command)

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            left = await client.subscribe(CHANNEL)
            back: List[Any] = []
            client.on("subscribed", back.append)
            await client.subscribe("market_data:A")
            told.peers[0].abort()
            await until(lambda: len(back) == 2)
            await left.unsubscribe()
            asked = [c for c in told.commands if c.get("channel") == CHANNEL]
            # Without anybody who wants it, what is asked for on a new connection comes to its end.
            await until(lambda: not client._link._of_connection)

            assert len([c for c in told.commands if c.get("channel") == CHANNEL]) <= len(asked) + 1

    run(test)


def test_who_subscribes_for_the_first_time_is_told_that_it_cannot_be_now() -> None:
    async def test() -> None:
        told = Told(lambda peer, command: {"type": "error", "code": "unavailable", "error": "not now"})
        async with connected(told) as client:
            with pytest.raises(CommandError, match="unavailable"):
                await client.subscribe(CHANNEL)

    run(test)


def test_a_refused_subscription_is_none() -> None:
    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        return {"type": "error", "code": "unknown_channel", "error": "none", "field": "channel", "channel": "nope"}

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            with pytest.raises(CommandError) as refusal:
                await client.subscribe("nope")

            assert (refusal.value.code, refusal.value.field) == ("unknown_channel", "channel")
            told.answer = confirm
            await client.subscribe("nope")

    run(test)


def test_a_subscription_that_is_not_confirmed_in_time_is_none() -> None:
    async def test() -> None:
        told = Told(lambda peer, command: None)
        async with connected(told) as client:
            with pytest.raises(CommandTimeout):
                await client.subscribe(CHANNEL, timeout=0.1)

            await told.wait(lambda command: command["type"] == "unsubscribe")

    run(test)


def test_two_subscriptions_share_a_channel_and_the_last_one_leaves_it() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            first: List[int] = []
            second: List[int] = []
            one = await client.subscribe(CHANNEL, None, lambda p: first.append(p["offset"]))
            two = await client.subscribe(CHANNEL, None, lambda p: second.append(p["offset"]))
            with pytest.raises(OptionsConflict):
                await client.subscribe(CHANNEL, SubscribeOptions(max_hz=1))
            told.peers[0].send(publication(CHANNEL, 1))
            await until(lambda: first and second)

            await one.unsubscribe()
            told.peers[0].send(publication(CHANNEL, 2))
            await until(lambda: len(second) == 2)
            await two.unsubscribe()

            assert first == [1]
            assert [c["type"] for c in told.commands] == ["subscribe", "unsubscribe"]

    run(test)


def test_what_was_handled_is_acknowledged_and_once_more_when_it_comes_again() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told, ack_interval=0.01) as client:
            seen: List[int] = []
            await client.subscribe(CHANNEL, SubscribeOptions(ack=True), lambda p: seen.append(p["offset"]))
            for offset in (1, 2, 3):
                told.peers[0].send(publication(CHANNEL, offset))
            await told.wait(lambda c: c == {"type": "ack", "channel": CHANNEL, "offset": 3})
            before = len(told.commands)
            told.peers[0].send(publication(CHANNEL, 3))
            await until(lambda: len(told.commands) > before)

            assert told.commands[-1] == {"type": "ack", "channel": CHANNEL, "offset": 3}
            assert seen == [1, 2, 3]

    run(test)


def test_async_for_acknowledges_what_it_is_done_with() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told, ack_interval=0.01) as client:
            subscription = await client.subscribe(CHANNEL, SubscribeOptions(ack=True))
            for offset in (1, 2):
                told.peers[0].send(publication(CHANNEL, offset))
            async for one in subscription:
                if one["offset"] == 2:
                    acks = await told.wait(lambda c: c["type"] == "ack")
                    assert acks["offset"] == 1
                    break

    run(test)


def test_a_full_buffer_drops_the_oldest_and_tells() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            gaps: List[Gap] = []
            subscription = await client.subscribe(CHANNEL, SubscribeOptions(buffer_max=2))
            subscription.on("gap", gaps.append)
            for offset in (1, 2, 3, 4):
                told.peers[0].send(publication(CHANNEL, offset))
            await until(lambda: len(gaps) == 2)
            await subscription.unsubscribe()

            assert [one["offset"] async for one in subscription] == [3, 4]
            assert gaps == [Gap(CHANNEL, "buffer_overflow", n, n) for n in (1, 2)]

    run(test)


def test_a_full_buffer_may_end_it() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            subscription = await client.subscribe(CHANNEL, SubscribeOptions(buffer_max=2, overflow="error"))
            for offset in (1, 2, 3):
                told.peers[0].send(publication(CHANNEL, offset))
            await until(lambda: subscription.is_ended)

            seen = []
            with pytest.raises(SubscriptionEnded, match="buffer_overflow"):
                async for one in subscription:
                    seen.append(one["offset"])
            assert seen == [1, 2]
            await told.wait(lambda c: c["type"] == "unsubscribe")

    run(test)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_handler_that_raises_is_told_and_the_next_one_comes(asynchronous: bool) -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            errors: List[Exception] = []
            seen: List[int] = []
            client.on("error", errors.append)

            def handle(one: Any) -> None:
                seen.append(one["offset"])
                raise KeyError("mine")

            async def handle_later(one: Any) -> None:
                handle(one)

            await client.subscribe(CHANNEL, None, handle_later if asynchronous else handle)
            for offset in (1, 2):
                told.peers[0].send(publication(CHANNEL, offset))
            await until(lambda: len(errors) == 2)

            assert seen == [1, 2]
            assert all(isinstance(e, HandlerFailed) and isinstance(e.__cause__, KeyError) for e in errors)

    run(test)


def test_a_publisher_may_write_an_id_of_its_own() -> None:
    async def test() -> None:
        told = Told(lambda peer, command: confirm(peer, command))
        async with connected(told) as client:
            seen: List[Any] = []
            await client.subscribe(CHANNEL, None, seen.append)
            waiting = asyncio.create_task(client.command({"type": "get_notifications"}, 5))
            asked = await told.wait(lambda c: c["type"] == "get_notifications")

            told.peers[0].send({**publication(CHANNEL, 1), "id": asked["id"], "type": "error"})
            await until(lambda: seen)
            told.peers[0].send({"type": "notifications_list", "notifications": [], "unread": 0, "id": asked["id"]})

            assert (await waiting)["unread"] == 0

    run(test)


def test_what_was_under_way_when_the_connection_ended_has_an_unknown_outcome() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            waiting = asyncio.create_task(client.publish(CHANNEL, {"n": 1}))
            await told.wait(lambda c: c["type"] == "publish")
            told.peers[0].abort()

            with pytest.raises(OutcomeUnknown):
                await waiting
            assert [c["type"] for c in told.commands].count("publish") == 1

    run(test)


def test_commands_have_a_time_out_and_a_bound() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told, max_pending_requests=4) as client:
            waiting = [asyncio.create_task(client.publish(CHANNEL, {"n": n}, timeout=0.3)) for n in range(6)]
            outcomes = await asyncio.gather(*waiting, return_exceptions=True)

            assert {type(outcome) for outcome in outcomes} == {CommandTimeout, TooManyPending}

    run(test)


def test_a_stopping_gateway_is_left_when_the_next_one_stands() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            states: List[str] = []
            client.on("state", states.append)
            await client.subscribe(CHANNEL)
            told.peers[0].send({"type": "server_shutdown", "reconnect_after_ms": 50, "resume_token": "r-stop"})

            resume = await told.wait(lambda c: c["type"] == "resume")

            assert resume["token"] == "r-stop"
            await until(lambda: client.state == "connected")
            assert states == ["reconnecting", "connected"]

    run(test)


def test_a_token_is_renewed_in_band_and_asked_for_with_every_connection() -> None:
    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] == "authenticate":
            return {"type": "authenticated", "user_id": "u", "expires_at": "2026-11-23T12:00:00.123Z", "resume_token": "r-a"}
        return confirm(peer, command)

    async def test() -> None:
        told = Told(answer)
        tokens = iter(["t1", "t2", "t3"])

        async def get_token() -> str:
            return next(tokens)

        async with connected(told, get_token=get_token) as client:
            await client.subscribe(CHANNEL)
            told.peers[0].send({"type": "token_expiring", "expires_at": "2026-11-23T12:00:00.123Z"})
            shown = await told.wait(lambda c: c["type"] == "authenticate")
            await asyncio.sleep(0)
            told.peers[0].close(4003)
            resume = await told.wait(lambda c: c["type"] == "resume")

            assert shown["token"] == "t2"
            assert [peer.headers["authorization"] for peer in told.peers] == ["Bearer t1", "Bearer t3"]
            assert resume["token"] == "r-a"

    run(test)


def test_a_user_with_too_many_connections_waits_as_long_as_that_asks() -> None:
    async def test() -> None:
        told = Told(confirm)
        async with connected(told, later_wait=(0.0, 0.0), backoff_base=1e6, backoff_cap=1e6) as client:
            await client.subscribe(CHANNEL)
            told.peers[0].close(4004)
            await told.wait(lambda c: c["type"] == "resume")

            assert len(told.peers) == 2

    run(test)


def limiting(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    if command["type"] == "set_limits":
        return {"type": "limits", "granted": {k: command[k] for k in ("max_kbps", "max_hz") if k in command}, "caps": {}}
    return confirm(peer, command)


def test_what_is_thinned_out_right_behind_the_limits_is_no_loss() -> None:
    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] == "set_limits":
            peer.send({**(limiting(peer, command) or {}), "id": command["id"]})
            for offset in (4, 9):
                peer.send(publication(CHANNEL, offset))
            return None
        return confirm(peer, command)

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            gaps: List[Gap] = []
            seen: List[int] = []
            client.on("gap", gaps.append)
            await client.subscribe(CHANNEL, None, lambda p: seen.append(p["offset"]))
            told.peers[0].send(publication(CHANNEL, 1))
            await until(lambda: seen)
            await client.set_limits(max_hz=2)
            await until(lambda: len(seen) == 3)

            assert seen == [1, 4, 9] and not gaps

    run(test)


@pytest.mark.parametrize("refused", [False, True])
def test_limits_come_back_before_subscriptions_and_keep_none_away(refused: bool) -> None:
    def answer(peer: Peer, command: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        if command["type"] == "set_limits" and peer.number > 1 and refused:
            return {"type": "error", "code": "rate_limited", "error": "slow down"}
        return limiting(peer, command)

    async def test() -> None:
        told = Told(answer)
        async with connected(told) as client:
            errors: List[Any] = []
            client.on("error", errors.append)
            await client.subscribe(CHANNEL)
            await client.set_limits(max_hz=2)
            before = len(told.commands)
            told.peers[0].abort()
            await told.wait(lambda c: c["type"] == "resume")

            assert [c["type"] for c in told.commands[before:]] == ["set_limits", "resume"]
            assert told.commands[before]["max_hz"] == 2 and "max_kbps" not in told.commands[before]
            assert [error.code for error in errors] == (["rate_limited"] if refused else [])

    run(test)


def test_a_second_refused_token_closes() -> None:
    async def test() -> None:
        async def refuse(peer: Peer) -> None:
            await peer.refuse(401)

        asked = []
        async with HostileServer(refuse) as server:
            client = Client(
                server.ws, ClientOptions(get_token=lambda: asked.append(1) or "t", backoff_base=0.01)  # type: ignore[func-returns-value]
            )
            with pytest.raises(Closed) as closed:
                await client.connect()

            assert closed.value.close_code == 401 and len(asked) == 2
            with pytest.raises(Closed):
                await client.subscribe(CHANNEL)

    run(test)


def test_an_operator_ends_a_subscription_and_it_does_not_come_back() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            subscription = await client.subscribe(CHANNEL)
            told.peers[0].send({"type": "unsubscribed", "channel": CHANNEL, "reason": "operator"})

            with pytest.raises(SubscriptionEnded, match="operator"):
                async for _ in subscription:
                    pass
            told.peers[0].abort()
            await until(lambda: len(told.peers) == 2)
            assert [c["type"] for c in told.commands] == ["subscribe"]

    run(test)


def test_a_family_that_was_away_says_so() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            gaps: List[Gap] = []
            seen: List[int] = []
            client.on("gap", gaps.append)
            await client.subscribe("market_data", None, lambda p: seen.append(p["offset"]))
            for offset in (1, 2, 4):
                told.peers[0].send(publication(CHANNEL, offset))
            await until(lambda: len(seen) == 3)
            assert gaps == [Gap(CHANNEL, "hole", 3, 3)]
            told.peers[0].abort()
            await told.wait(lambda c: c["type"] == "resume")
            for offset in (4, 9, 11):
                told.peers[1].send(publication(CHANNEL, offset))
            await until(lambda: len(seen) == 5)

            assert seen == [1, 2, 4, 9, 11]
            assert gaps[1:] == [Gap("market_data", "family"), Gap(CHANNEL, "hole", 10, 10)]

    run(test)


def test_close_ends_what_iterates_and_what_waits() -> None:
    async def test() -> None:
        told = Told()
        async with connected(told) as client:
            subscription = await client.subscribe(CHANNEL)

            async def iterate() -> int:
                return len([one async for one in subscription])

            iterating = asyncio.create_task(iterate())
            waiting = asyncio.create_task(client.publish(CHANNEL, {}))
            await told.wait(lambda c: c["type"] == "publish")
            await client.close()

            assert await iterating == 0
            with pytest.raises((Closed, OutcomeUnknown)):
                await waiting
            assert client.state == "closed"

    run(test)
