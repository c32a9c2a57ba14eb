"""Against a real gateway: every command, the publisher, the command line, and every example of README.md."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Awaitable, Callable, List

import pytest

from tickgate import (
    Client,
    ClientOptions,
    CommandError,
    Publisher,
    PublisherOptions,
    PublishRefused,
    SubscribeOptions,
    Unreachable,
)

README = Path(__file__).resolve().parents[1] / "README.md"


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


@pytest.mark.parametrize("format", ["json", "msgpack"])
def test_every_command_has_its_answer(gateway: Any, format: Any) -> None:
    async def test() -> None:
        async with Client(gateway.ws, ClientOptions(format=format, user_id=f"u-{format}")) as client:
            symbol, task = f"C-{format}", f"bt-{format}"
            quotes = await client.subscribe(f"market_data:{symbol}", SubscribeOptions(ack=True))
            published = await client.publish(f"market_data:{symbol}", {"type": "quote", "last": 321.5}, priority="HIGH")
            first = await anext(aiter(quotes))
            assert published["offset"] == first["offset"] == 1 and first["last"] == 321.5  # type: ignore[typeddict-item]
            assert quotes.position(f"market_data:{symbol}")["offset"] == 1  # type: ignore[index]

            pong = await client.ping()
            assert pong["t1"] <= pong["t2"]
            assert client.clock_offset is not None and abs(client.clock_offset) < 1
            age = client.age(first)
            assert age is not None and -0.1 < age < 5

            point = {"timestamp": 1731144000.0, "data_type": "volume", "value": 1200}
            assert (await client.publish_chart(symbol, [point]))["offset"] == 1  # type: ignore[list-item]
            chart = await client.subscribe_chart(symbol, SubscribeOptions(history=10))
            batch = await anext(aiter(chart))
            assert batch["data_points"][0]["value"] == 1200  # type: ignore[typeddict-item]
            await chart.unsubscribe()
            assert (await client.remove_chart(symbol))["symbol"] == symbol

            assert (await client.publish_backtest_progress(task, {"progress": 45.5}))["offset"] == 1
            assert (await client.request_backtest_progress(task))["data"]["progress"] == 45.5
            with pytest.raises(CommandError) as unknown:
                await client.request_backtest_progress("none")
            assert (unknown.value.code, unknown.value.task_id) == ("task_not_found", "none")

            notification = {"id": f"n-{format}", "type": "info", "title": "t", "message": "m", "user_id": f"u-{format}"}
            for _ in range(2):
                answer = await client.publish_notification(notification)
                assert answer["notification_id"] == f"n-{format}"
            listed = await client.get_notifications(10)
            assert [one["id"] for one in listed["notifications"] if one["id"] == f"n-{format}"] == [f"n-{format}"]
            assert (await client.mark_notification_read(f"n-{format}"))["notification_id"] == f"n-{format}"

            assert (await client.publish_system_status({"queue_depth": 7}))["channel"] == "system_status"
            assert (await client.set_limits(max_kbps=1000, max_hz=5))["granted"] == {"max_kbps": 1000, "max_hz": 5.0}
            assert (await client.set_limits())["granted"] == {}
            with pytest.raises(CommandError) as unavailable:
                await client.authenticate("a.b.c")
            assert unavailable.value.code == "unavailable"

            watched = await client.set_channels("market_data", [f"market_data:{symbol}", "market_data:W"])
            assert watched.channels == ["market_data:W"] and not quotes.is_ended
            await client.set_channels("market_data", ["market_data:V"])
            assert watched.channels == ["market_data:V"] and quotes.is_ended

    run(test)


def test_a_users_notifications_and_the_status_come_without_being_named(gateway: Any) -> None:
    async def test() -> None:
        async with Client(gateway.ws, ClientOptions(user_id="own")) as client:
            notes = await client.subscribe(["notifications", "system_status"])
            await client.publish_notification({"type": "info", "title": "t", "message": "mine", "user_id": "own"})
            kinds: List[str] = []
            async for one in notes:
                kinds.append(one["type"])
                if {"notification", "system_status_update"} <= set(kinds):
                    break
            position = notes.position("notifications")
            assert position is not None and position["user_offset"] == 1

    run(test)


def test_a_filter_and_a_snapshot_of_a_family(gateway: Any) -> None:
    async def test() -> None:
        async with Client(gateway.ws) as client:
            for n in range(3):
                await client.publish(f"market_data:S{n}", {"volume": n})
            wished = await client.subscribe("market_data", SubscribeOptions(snapshot=True, filter=["ge", "volume", 1]))
            seen = set()
            async for one in wished:
                seen.add(one["channel"])
                if {"market_data:S1", "market_data:S2"} <= seen:
                    break
            assert "market_data:S0" not in seen

    run(test)


def test_the_publisher_publishes_one_of_each(gateway: Any) -> None:
    with Publisher(gateway.url) as publisher:
        assert publisher.publish("market_data:P", {"last": 1}).offset == 1
        assert publisher.publish("market_data:P", {"last": 2}, id="x", priority="HIGH", conflate=False).offset == 2
        once = [publisher.publish("market_data:P", {"last": n}, idempotency_key="k") for n in (3, 4)]
        assert [(each.offset, each.duplicate) for each in once] == [(3, False), (3, True)]
        assert publisher.progress("bt-p", progress=10).channel == "backtest_progress:bt-p"
        assert publisher.chart("P/Q", [{"timestamp": 1.0, "data_type": "volume", "value": 1}]).offset == 1
        first = publisher.notify("info", "t", "m")
        assert publisher.notify("info", "t", "m", id=first.id).offset == first.offset
        assert publisher.status(cpu_usage=45.5).channel == "system_status"
        many = publisher.publish_many([{"channel": "market_data:P", "message": {}}, {"channel": "nope", "message": {}}])
        assert (many.accepted, many.errors_total, many.errors[0]["line"]) == (1, 1, 2)
        assert publisher.gateway_status()["status"] == "online"
        with pytest.raises(PublishRefused) as refused:
            publisher.publish("nope", {})
        assert (refused.value.status, refused.value.code, refused.value.pointer) == (422, "unknown_channel", "/channel")


def test_a_gateway_that_is_not_there_is_unreachable_after_every_try() -> None:
    waits: List[float] = []
    publisher = Publisher("http://127.0.0.1:1", PublisherOptions(attempts=3), sleep=waits.append)

    with pytest.raises(Unreachable):
        publisher.publish("market_data", {})
    assert len(waits) == 2


def tickgate(*arguments: str, url: str, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GATEWAY_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "tickgate", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
        **more,
    )


def test_the_command_line_prints_json_lines_and_tells_by_its_exit_code(gateway: Any) -> None:
    published = tickgate("publish", "market_data:CLI", '{"last":1.5}', url=gateway.url)
    assert published.returncode == 0 and json.loads(published.stdout)["offset"] == 1, published
    lines = tickgate("publish", "market_data:CLI", "-", url=gateway.url, input='{"n":2}\n\n{"n":3}\n')
    assert lines.returncode == 0 and json.loads(lines.stdout)["accepted"] == 2, lines
    shown = tickgate("subscribe", "market_data:CLI", "--last", "3", "--count", "3", url=gateway.url)
    assert shown.returncode == 0, shown
    assert [json.loads(line)["offset"] for line in shown.stdout.splitlines()] == [1, 2, 3]
    status = tickgate("status", url=gateway.url)
    assert status.returncode == 0 and json.loads(status.stdout)["status"] == "online"


@pytest.mark.parametrize(
    "arguments, code, text",
    [
        (("publish", "nope", "{}"), 1, "unknown_channel"),
        (("subscribe", "nope"), 1, "unknown_channel"),
        (("subscribe", "market_data:QUIET", "--count", "1", "--timeout", "0.5"), 1, "only 0 of 1"),
        (("publish", "market_data", "[1]"), 2, "no JSON object"),
        (("publish",), 2, "usage"),
        (("status", "--url", "http://127.0.0.1:1"), 3, "127.0.0.1"),
        (("--help",), 0, ""),
    ],
)
def test_what_fails_says_why(gateway: Any, arguments: Any, code: int, text: str) -> None:
    outcome = tickgate(*arguments, url=gateway.url)

    assert outcome.returncode == code, outcome
    assert text in outcome.stderr and "Traceback" not in outcome.stderr


EXAMPLES = re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.S | re.M)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_of_the_readme_run(gateway: Any, number: int) -> None:
    example = EXAMPLES[number].replace("localhost:8001", gateway.url.removeprefix("http://"))
    stop = threading.Event()

    def feed() -> None:
        with Publisher(gateway.url) as publisher:
            point = {"timestamp": 1731144000.0, "data_type": "volume", "value": 1200}
            publisher.chart("0700.HK", [point])
            while not stop.wait(0.05):
                for symbol in ("0700.HK", "0005.HK", "9988.HK"):
                    publisher.publish(f"market_data:{symbol}", {"type": "quote", "last": 321.5})

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        outcome = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, timeout=20)
    finally:
        stop.set()
        feeder.join()

    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout or "print" not in example


def test_the_tables_of_the_readme_have_every_option_with_its_default() -> None:
    from dataclasses import fields

    text = README.read_text(encoding="utf-8")
    for kind in (ClientOptions, SubscribeOptions, PublisherOptions):
        for one in fields(kind):
            assert f"`{one.name}`" in text, f"{kind.__name__}.{one.name} is not described"
