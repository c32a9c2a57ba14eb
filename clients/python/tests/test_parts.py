"""The parts by themselves, with the time and the chance passed in."""

from __future__ import annotations

import pytest

from tickgate import ClientOptions, SubscribeOptions
from tickgate.backoff import Backoff
from tickgate.clock import ClockOffset
from tickgate.connection import endpoint
from tickgate.positions import ChannelPosition, Gap, Positions
from tickgate.verdict import Verdict, of_close, of_refusal


def test_a_burst_doubles_up_to_its_cap_and_then_is_slow() -> None:
    highest = Backoff(0.5, 3.0, 5, 30.0, uniform=lambda low, high: high)
    lowest = Backoff(0.5, 3.0, 5, 30.0, uniform=lambda low, high: low)

    assert [highest.next() for _ in range(7)] == [0.5, 1.0, 2.0, 3.0, 3.0, 45.0, 45.0]
    assert [lowest.next() for _ in range(6)] == [0.0, 0.0, 0.0, 0.0, 0.0, 15.0]


def test_a_wait_that_was_told_is_kept_and_a_connection_that_held_begins_anew() -> None:
    backoff = Backoff(0.5, 30.0, 5, 30.0, uniform=lambda low, high: high)

    assert backoff.next(at_least=7.0) == 14.0
    assert backoff.next() == 1.0
    backoff.reset()
    assert backoff.next() == 0.5


@pytest.mark.parametrize("told", [0.0, 0.1])
def test_a_wait_that_was_told_does_not_keep_the_own_one_from_growing(told: float) -> None:
    highest = Backoff(0.5, 30.0, 5, 30.0, uniform=lambda low, high: high)
    lowest = Backoff(0.5, 30.0, 5, 30.0, uniform=lambda low, high: low)

    assert [highest.next(told) for _ in range(4)] == [0.5, 1.0, 2.0, 4.0]
    assert lowest.next(told) == told


@pytest.mark.parametrize("code", [1002, 1003, 1007, 1008, 1009, 1010, 4500, 4501, 4502, 4777, 4999])
def test_these_codes_end_it(code: int) -> None:
    assert of_close(code) is Verdict.STOP


@pytest.mark.parametrize("code", [1000, 1001, 1005, 1006, 1011, 1013, 1014, 3000, 4000, 4001, 4002, 4499])
def test_after_these_codes_it_comes_back(code: int) -> None:
    assert of_close(code) is Verdict.RETRY


def test_refusals_have_verdicts() -> None:
    assert {of_refusal(status) for status in (400, 403, 404, 421, 425, 426)} == {Verdict.STOP}
    assert {of_refusal(status) for status in (408, 429, 500, 503, 504)} == {Verdict.RETRY}
    assert of_refusal(401) is Verdict.NEW_TOKEN
    assert (of_close(1012), of_close(4003)) == (Verdict.RESTART, Verdict.NEW_TOKEN)
    assert of_close(4004) is Verdict.LATER


def test_the_clock_of_the_shortest_way_counts() -> None:
    clock = ClockOffset()
    clock.add({"t0": 1_000, "t1": 6_000, "t2": 6_100}, 9_100)  # 8 ms there and back
    clock.add({"t0": 10_000, "t1": 15_500, "t2": 15_600}, 11_100)  # 1 ms
    clock.add({"t0": 20_000, "t1": 20_000, "t2": 20_500}, 20_100)  # impossible

    assert clock.round_trip == pytest.approx(0.001)
    assert clock.seconds == pytest.approx(0.005)


def test_a_publication_that_comes_again_is_a_repetition() -> None:
    position = ChannelPosition("e", None, 0, gapless=True)

    assert [position.accept(offset).fresh for offset in (1, 2, 2, 1, 3)] == [True, True, False, False, True]


def test_a_hole_is_told_only_where_it_is_a_loss() -> None:
    gapless = ChannelPosition("e", None, 4, gapless=True)
    wished = ChannelPosition("e", None, 4, gapless=False)

    assert gapless.accept(7).holes == [(5, 6)]
    assert gapless.accept(9).holes == [(8, 8)]
    assert wished.accept(7).holes == []


def test_what_a_lag_told_is_no_hole_even_ahead_of_what_still_comes() -> None:
    position = ChannelPosition("e", 10, 0, gapless=True)
    position.tell_lag(13, 15)
    position.tell_lag(17, 17)

    assert [position.accept(offset).holes for offset in (11, 12)] == [[], []]
    assert position.accept(19).holes == [(16, 16), (18, 18)]
    assert position.lags == []


def test_what_comes_first_may_lie_below_where_live_begins() -> None:
    snapshot = ChannelPosition("e", None, 41, gapless=True)

    assert snapshot.accept(41) == (True, [])
    assert snapshot.accept(42) == (True, [])
    assert snapshot.accept(44) == (True, [(43, 43)])


def confirmed(**more: object) -> dict[str, object]:
    return {"channel": "c:1", "epoch": "e", "offset": 9, "granted": {"gapless": True}, **more}


def test_what_was_recovered_goes_on_behind_the_position() -> None:
    positions = Positions(10)

    assert positions.confirm(confirmed(recovered=True), {"epoch": "e", "offset": 5}, 5) is None
    position = positions.get("c:1")
    assert position is not None and position.accept(6).holes == [] and not position.accept(5).fresh


@pytest.mark.parametrize(
    "line, gap",
    [
        (confirmed(recovered=False, reason="expired"), Gap("c:1", "expired", 6, 9)),
        (confirmed(recovered=False, reason="epoch_changed", epoch="f"), Gap("c:1", "epoch_changed")),
        (confirmed(recovered=True, epoch="f"), Gap("c:1", "epoch_changed")),
        (confirmed(), Gap("c:1", "not_recovered", 6, 9)),
    ],
)
def test_what_was_not_recovered_is_a_gap(line: dict[str, object], gap: Gap) -> None:
    assert Positions(10).confirm(line, {"epoch": "e", "offset": 5}, 5) == gap


def test_subscribing_again_forgets_nothing_of_what_was_seen() -> None:
    positions = Positions(10)
    positions.confirm(confirmed(), None, None)
    first = positions.get("c:1")
    assert first is not None
    first.accept(10)

    positions.confirm(confirmed(offset=10), None, None)

    again = positions.get("c:1")
    assert again is not None and not again.accept(10).fresh and again.accept(11).fresh


def test_positions_are_bounded_and_the_first_is_forgotten() -> None:
    positions = Positions(2)
    for name in ("a", "b", "c"):
        positions.enter(name, ChannelPosition("e", 1))

    assert positions.get("a") is None and positions.get("b") is not None and positions.get("c") is not None


def test_the_users_own_position_goes_with_that_of_notifications() -> None:
    positions = Positions(10)
    positions.enter("notifications", ChannelPosition("e", None, 17))
    positions.enter("user:u1", ChannelPosition("e", 4))

    assert positions.since("notifications", "user:u1") == {"epoch": "e", "offset": 17, "user_offset": 4}
    assert positions.since("notifications", None) == {"epoch": "e", "offset": 17}
    assert positions.since("market_data", None) is None


@pytest.mark.parametrize(
    "url, expected",
    [
        ("http://localhost:8001", "ws://localhost:8001/api/v1/websocket/ws"),
        ("https://push.example.com/", "wss://push.example.com/api/v1/websocket/ws"),
        ("ws://h:1/own/path?x=1", "ws://h:1/own/path?x=1"),
    ],
)
def test_the_address_may_be_short(url: str, expected: str) -> None:
    assert endpoint(url, ClientOptions()) == expected
    user = endpoint(url, ClientOptions(user_id="a b", client_id="c"))
    assert user.endswith("user_id=a+b&client_id=c")


@pytest.mark.parametrize("url", ["localhost:8001", "ftp://h", "ws://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url must begin"):
        endpoint(url, ClientOptions())


@pytest.mark.parametrize(
    "wrong, name",
    [
        ({"format": "xml"}, "format"),
        ({"ping_interval": 0}, "ping_interval"),
        ({"burst": -1}, "burst"),
        ({"max_bad_messages": 0}, "max_bad_messages"),
        ({"restart_wait": (5, 1)}, "restart_wait"),
        ({"later_wait": (5, 1)}, "later_wait"),
        ({"token": "a", "api_key": "b"}, "token"),
    ],
)
def test_an_option_out_of_its_range_is_named(wrong: dict[str, object], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        ClientOptions(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong, name",
    [
        ({"buffer_max": 0}, "buffer_max"),
        ({"overflow": "x"}, "overflow"),
        ({"rewind": {"last": 1}, "snapshot": True}, "rewind"),
        ({"max_hz": 1, "ack": True}, "max_hz"),
    ],
)
def test_options_of_a_subscription_are_checked(wrong: dict[str, object], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        SubscribeOptions(**wrong)  # type: ignore[arg-type]
