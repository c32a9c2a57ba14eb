"""The publisher against a server that fails on demand."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from typing import Any, Callable, Iterator, List

import pytest

from tickgate import OutcomeUnknown, Publisher, PublisherOptions, PublishRefused

OK = {"success": True, "channel": "market_data", "recipient_count": 3, "offset": 18}
Reply = Callable[[int, bytes], "bytes | None"]


def http(status: int, body: Any, *headers: str) -> bytes:
    content = json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(content)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


class Server:
    """Gives the request's number and body to ``reply``; None closes the connection without an answer."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.bodies: List[Any] = []
        self.connections = 0
        threading.Thread(target=self._run, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rb") as reader:
                self._serve(connection, reader)

    def _serve(self, connection: socket.socket, reader: Any) -> None:
        while True:
            length = 0
            head = reader.readline()
            if not head:
                return
            while (line := reader.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            body = reader.read(length)
            self.bodies.append(json.loads(body) if body else None)
            answer = self._reply(len(self.bodies), body)
            if answer is None:
                return
            connection.sendall(answer)


@contextmanager
def publishing(reply: Reply, **options: Any) -> Iterator[tuple[Publisher, Server, List[float]]]:
    server = Server(reply)
    waits: List[float] = []
    with Publisher(server.url, PublisherOptions(**{"timeout": 2.0, **options}), sleep=waits.append) as publisher:
        yield publisher, server, waits
    server.close()


def test_one_connection_serves_all_requests() -> None:
    with publishing(lambda number, body: http(200, OK)) as (publisher, server, waits):
        for _ in range(3):
            assert publisher.publish("market_data", {"n": 1}).recipient_count == 3

        assert server.connections == 1 and not waits


def test_retry_after_is_kept() -> None:
    busy = http(503, {"code": "unavailable", "detail": "stops"}, "Retry-After: 7")
    with publishing(lambda number, body: busy if number == 1 else http(200, OK)) as (publisher, server, waits):
        published = publisher.publish("market_data", {"n": 1})

        assert published.attempts == 2 and 7 <= waits[0] <= 14
        assert server.bodies[0] == server.bodies[1]


def test_a_retry_after_that_is_too_long_is_the_error() -> None:
    busy = http(429, {"code": "rate_limited", "detail": "later"}, "Retry-After: 3600")
    with publishing(lambda number, body: busy) as (publisher, server, waits):
        with pytest.raises(PublishRefused) as refused:
            publisher.publish("market_data", {"n": 1})

        assert refused.value.retry_after == 3600 and not waits


def test_without_an_answer_a_plain_message_is_not_repeated() -> None:
    with publishing(lambda number, body: None) as (publisher, server, waits):
        with pytest.raises(OutcomeUnknown):
            publisher.publish("market_data", {"n": 1})

        assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "publish",
    [
        lambda publisher: publisher.publish("market_data", {"n": 1}, id="x"),
        lambda publisher: publisher.publish("market_data", {"n": 1}, idempotency_key="k"),
        lambda publisher: publisher.notify("info", "t", "m"),
        lambda publisher: publisher.progress("bt", progress=1),
        lambda publisher: publisher.chart("S", [{"timestamp": 1, "data_type": "volume", "value": 1}]),
        lambda publisher: publisher.status(cpu_usage=1),
    ],
)
def test_without_an_answer_what_may_come_twice_is_repeated_word_by_word(publish: Any) -> None:
    with publishing(lambda number, body: http(200, OK) if number == 3 else None) as (publisher, server, waits):
        assert publish(publisher).attempts == 3

        assert len(server.bodies) == 3 and server.bodies[0] == server.bodies[1] == server.bodies[2]
        assert len(waits) == 2


def test_the_id_is_a_member_of_the_message() -> None:
    with publishing(lambda number, body: http(200, OK)) as (publisher, server, _):
        publisher.publish("market_data", {"n": 1}, id="x")

        assert server.bodies == [{"channel": "market_data", "message": {"n": 1, "id": "x"}}]


def test_the_key_stands_beside_the_message() -> None:
    with publishing(lambda number, body: http(200, {**OK, "duplicate": True})) as (publisher, server, _):
        assert publisher.publish("market_data", {"n": 1}, idempotency_key="k").duplicate

        assert server.bodies == [{"channel": "market_data", "message": {"n": 1}, "idempotency_key": "k"}]


def test_what_a_proxy_answers_for_a_gateway_leaves_it_open() -> None:
    with publishing(lambda number, body: http(502, {}) if number == 1 else http(200, OK)) as (publisher, server, _):
        with pytest.raises(OutcomeUnknown):
            publisher.publish("market_data", {"n": 1})
        assert publisher.publish("market_data", {"n": 2}, id="x").attempts == 1


def test_a_refusal_is_not_repeated() -> None:
    problem = {"code": "invalid_field", "detail": "no", "errors": [{"pointer": "/message/type", "detail": "no"}]}
    with publishing(lambda number, body: http(422, problem)) as (publisher, server, waits):
        with pytest.raises(PublishRefused) as refused:
            publisher.publish("market_data", {"type": 5}, id="x")

        assert refused.value.pointer == "/message/type" and len(server.bodies) == 1


def test_a_connection_that_was_closed_meanwhile_is_not_used() -> None:
    server = Server(lambda number, body: http(200, OK, "X: 1") if number != 1 else http(200, OK))
    with Publisher(server.url, PublisherOptions(timeout=2.0)) as publisher:
        publisher.publish("market_data", {"n": 1})
        assert publisher._connection is not None and publisher._connection.sock is not None
        publisher._connection.sock.shutdown(socket.SHUT_WR)  # The server ends it at that, and the client has its end to read.
        publisher._connection.sock.settimeout(2)
        assert publisher._connection.sock.recv(1, socket.MSG_PEEK) == b""

        assert publisher.publish("market_data", {"n": 2}).attempts == 1
        assert server.connections == 2
    server.close()


def test_a_report_that_was_read_although_its_answer_was_lost_counts() -> None:
    def reply(number: int, body: bytes) -> "bytes | None":
        if number == 1:
            return None
        return http(409, {"code": "task_finished", "detail": "over"}) if body else http(200, {"status": "completed"})

    with publishing(reply) as (publisher, server, _):
        assert publisher.progress("bt", status="completed").attempts == 2
