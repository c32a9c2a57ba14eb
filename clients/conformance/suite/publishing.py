"""Scenarios of publishers: what happens to a publication when the gateway is taken away under it."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from typing import Awaitable, Callable, Dict, List

from .drivers import Driver
from .gateway import Gateway
from .observer import Observer
from .scene import Scene, together

COUNT = 300
_PAUSE = 0.005


async def publish_kill(scene: Scene) -> None:
    async def fault(gateway: Gateway) -> None:
        await gateway.kill()
        await gateway.start()

    await _publish_through(scene, fault, restarted=True)


async def publish_drain(scene: Scene) -> None:
    async def fault(gateway: Gateway) -> None:
        await gateway.drain()
        await gateway.start()

    await _publish_through(scene, fault, restarted=True)


async def publish_stall(scene: Scene) -> None:
    async def fault(gateway: Gateway) -> None:
        gateway.signal(signal.SIGSTOP)
        await asyncio.sleep(5.5)
        gateway.signal(signal.SIGCONT)

    await _publish_through(scene, fault, restarted=False)


async def _publish_through(scene: Scene, fault: Callable[[Gateway], Awaitable[None]], restarted: bool) -> None:
    async with scene.gateway() as gateway:
        observers: Dict[str, Observer] = {}
        for driver in scene.publishers:
            observers[driver.name] = Observer(gateway.port, f"chart_updates:{driver.name}")
        await together(observer.start() for observer in observers.values())
        begun = {driver.name: len(driver.events) for driver in scene.publishers}
        for driver in scene.publishers:
            driver.tell("connect", url=gateway.url, options={"base_ms": 50})
        work = [asyncio.create_task(_publish(driver, begun[driver.name])) for driver in scene.publishers]
        await asyncio.sleep(COUNT / 4 * _PAUSE)
        await fault(gateway)
        for task in work:
            await task
        # One more, and who follows has seen everything before it.
        for driver in scene.publishers:
            since = len(driver.events)
            driver.tell("publish", channel=f"chart_updates:{driver.name}", data={"n": COUNT + 1}, id="last")
            await driver.expect("last publication", lambda e: e["event"] == "published", 20, since)
            await observers[driver.name].sees(COUNT + 1)
        for driver in scene.publishers:
            _check(driver, begun[driver.name], observers[driver.name], restarted)
            driver.tell("close")
        for observer in observers.values():
            await observer.stop()


async def _publish(driver: Driver, since: int) -> None:
    """Some publishers give each an id of its own, with which it may be tried again, and some none."""
    for n in range(1, COUNT + 1):
        id: object = f"{driver.name}-{n}" if _has_ids(driver) else n
        driver.tell("publish", channel=f"chart_updates:{driver.name}", data={"n": n}, id=id)
        await asyncio.sleep(_PAUSE)
    await driver.expect(
        "answer to every publication",
        lambda _: len(driver.of("published", since)) + len(_errors(driver, since)) >= COUNT,
        60,
        since,
    )


def _errors(driver: Driver, since: int) -> List[dict]:
    return [event for event in driver.of("error", since) if "id" in event]


def _check(driver: Driver, since: int, observer: Observer, restarted: bool) -> None:
    name = driver.name
    published = {_number(e["id"]) for e in driver.of("published", since) if e["id"] != "last"}
    errors = {_number(e["id"]): e["code"] for e in _errors(driver, since)}
    everything = set(range(1, COUNT + 1))
    assert published | set(errors) == everything, f"{name}: untold: {sorted(everything - published - set(errors))[:10]}"
    assert not published & set(errors), f"{name}: told twice: {sorted(published & set(errors))[:10]}"
    seen = Counter(observer.numbers)
    doubled = [n for n, times in seen.items() if times > 1]
    assert _has_ids(driver) or not doubled, f"{name}: doubled without an id: {doubled}"
    # Under an id it may come twice, and it says so: the id is the same.
    for n in doubled:
        assert observer.ids[n] == {f"{name}-{n}"}, f"{name}: {n} came with the ids {observer.ids[n]}"
    lost = published - set(seen)
    if restarted:
        # What a gateway took when it had sent its observer away, or had no time left to send it: the end of its run, and
        # nothing else.
        lost -= set(range(observer.last_of_first_run + 1, observer.first_of_next_run))
    assert not lost, f"{name}: published and not seen: {sorted(lost)[:10]}"
    told = json.dumps(errors)[:200]
    assert not errors or not _has_ids(driver), f"{name}: what has an id is tried again, but: {told}"
    assert len(errors) <= 3, f"{name}: one or two were under way when the gateway went, but: {told}"
    assert set(errors.values()) <= {"connection_lost", "timeout"}, f"{name}: {set(errors.values())}"


def _has_ids(driver: Driver) -> bool:
    return driver.name.endswith("ids")


def _number(id: object) -> int:
    return int(str(id).rpartition("-")[2])
