"""A publisher for scripts: HTTP over one connection that is kept, nothing but the standard library."""

from __future__ import annotations

import http.client
import json
import select
import ssl
import time
import uuid
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Sequence
from urllib.parse import quote, urlsplit

from .backoff import Backoff
from .errors import OutcomeUnknown, PublishRefused, Unreachable

_PREFIX = "/api/v1/websocket"
# What a proxy answers when the gateway behind it did not: whether that read the request is not known.
_OF_PROXIES = (502, 504)
_TRY_AGAIN = (408, 429, 503)


@dataclass(frozen=True)
class PublisherOptions:
    """Times in seconds. ``attempts`` are tries in all of one request; ``retry_after_max`` is the longest wait that the
    gateway may ask for, a longer one is the error that it came with. A connection that was idle for ``idle_max`` is not
    used again, as the gateway may be about to close it."""

    token: str | None = None
    api_key: str | None = None
    timeout: float = 5.0
    attempts: int = 6
    backoff_base: float = 0.5
    backoff_cap: float = 30.0
    retry_after_max: float = 60.0
    idle_max: float = 30.0
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError(f"attempts must be at least 1, was {self.attempts!r}")
        if not self.timeout > 0:
            raise ValueError(f"timeout must be above 0 seconds, was {self.timeout!r}")
        if self.token is not None and self.api_key is not None:
            raise ValueError("token and api_key exclude each other: say one of them")


@dataclass(frozen=True)
class Published:
    """What became of a publication. ``recipient_count`` is that of the try that was answered: 0 for a repetition that
    the gateway knew. ``conflated``: a report on a back-test that was merged with what follows. ``duplicate``: it was published
    before, under the same idempotency key; where that took one call, by an earlier one of its tries."""

    channel: str
    offset: int
    recipient_count: int
    attempts: int
    id: str | None = None
    conflated: bool = False
    duplicate: bool = False


@dataclass(frozen=True)
class Accepted:
    """What became of a stream: lines that were published, and those that were refused, the first 100 with their reason."""

    accepted: int
    errors: List[Dict[str, Any]]
    errors_total: int


class Publisher:
    """Publishes by HTTP. For one thread at a time.

    What surely was not published is tried again: the gateway could not be reached, or answered 408, 429 or 503, whose
    Retry-After is kept. Where the answer did not come it depends: what may harmlessly come twice (``progress``, ``chart``,
    ``status``, a ``notify``, a ``publish`` with an ``idempotency_key`` or an ``id``) is tried again; a plain ``publish`` is not,
    and raises OutcomeUnknown. Other answers raise PublishRefused, and tries that are used up raise Unreachable.
    """

    def __init__(
        self,
        url: str = "http://localhost:8001",
        options: PublisherOptions | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._options = options or PublisherOptions()
        parts = urlsplit(url)
        scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
        if scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url must begin with http:// or https:// and name a host, was {url!r}")
        self._secure = scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._sleep = sleep
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the connection; the next request opens another one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def publish(
        self,
        channel: str,
        message: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        id: str | None = None,
        priority: str | None = None,
        conflate: bool | None = None,
        exclude: str | None = None,
    ) -> Published:
        """Publishes a message. With an ``idempotency_key`` it is tried again when no answer came, and published once, as long
        as the gateway remembers the key; ``str(uuid.uuid4())`` is one. With ``id``, which becomes a member of the message, it is
        tried again as well: it may then come twice, and subscribers tell by the ``id``."""
        body: Dict[str, Any] = {"channel": channel, "message": dict(message)}
        if id is not None:
            body["message"] = {**message, "id": id}
        for name, value in (
            ("priority", priority),
            ("conflate", conflate),
            ("exclude", exclude),
            ("idempotency_key", idempotency_key),
        ):
            if value is not None:
                body[name] = value
        repeatable = id is not None or idempotency_key is not None
        return self._published("/broadcast", body, repeatable=repeatable, id=id)

    def progress(self, task_id: str, **report: Any) -> Published:
        """Reports on a back-test: ``progress("bt-1", status="running", progress=45.5)``. A report that is repeated says
        the same again."""
        path = f"/backtests/{quote(task_id, safe='')}/progress"
        try:
            return self._published(path, report, repeatable=True)
        except PublishRefused as refused:
            # The one before may have been read although its answer was lost.
            if refused.code == "task_finished" and refused.attempts > 1:
                state = self._get(f"/backtests/{quote(task_id, safe='')}")
                if state.get("status") == report.get("status"):
                    return Published(f"backtest_progress:{task_id}", 0, 0, refused.attempts)
            raise

    def chart(
        self, symbol: str, data_points: Sequence[Mapping[str, Any]], *, update_type: str | None = None
    ) -> Published:
        """Publishes 1 to 1000 points of a chart. Points have keys: repeated ones replace themselves."""
        body: Dict[str, Any] = {"data_points": [dict(point) for point in data_points]}
        if update_type is not None:
            body["update_type"] = update_type
        return self._published(f"/charts/{quote(symbol, safe='')}/points", body, repeatable=True)

    def notify(self, type: str, title: str, message: str, *, id: str | None = None, **more: Any) -> Published:
        """Publishes a notification; ``more`` are ``user_id``, ``priority``, ``metadata``, ``action_url``, ``action_text``.
        Without an ``id`` it gets one: the gateway publishes an id once, as long as it keeps the notification."""
        id = id or uuid.uuid4().hex
        body = {"id": id, "type": type, "title": title, "message": message, **more}
        return self._published("/notifications", body, repeatable=True, id=id)

    def status(self, **figures: Any) -> Published:
        """Hands in figures of the system: ``status(cpu_usage=45.5)``. They stand until others come, at most 60 s."""
        return self._published("/system-status", {"status": figures}, repeatable=True)

    def publish_many(self, publications: Iterable[Mapping[str, Any]]) -> Accepted:
        """Streams bodies as ``publish`` sends them, ``{"channel": …, "message": …}``, one a line, as they come. With
        an ``idempotency_key`` in each, the whole stream may be sent again.

        Tried again only where no line was sent. Raises OutcomeUnknown where the answer does not come, PublishRefused 503,
        whose text tells how many lines were accepted, where the gateway stops in the middle of it.
        """
        headers = {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
        lines = _lines(publications)
        for attempt in range(1, self._options.attempts + 1):
            try:
                connection = self._connected()
                break
            except OSError as fault:
                self._wait(attempt, None, fault)
        try:
            try:
                connection.request(
                    "POST", _PREFIX + "/publications", lines, {**self._headers(), **headers}, encode_chunked=True
                )
            except OSError:
                pass  # A gateway that stops may have answered before it closed.
            status, retry_after, body = self._answer(connection)
        except BaseException as fault:
            # Cut off in the middle, be it by what gives the publications: nothing else may follow on this connection.
            self.close()
            if not isinstance(fault, (OSError, http.client.HTTPException)):
                raise
            raise OutcomeUnknown(f"no answer to a stream: {fault or type(fault).__name__}") from fault
        if status != 200:
            raise _refusal(status, retry_after, body, 1)
        return Accepted(int(body["accepted"]), list(body["errors"]), int(body["errors_total"]))

    def gateway_status(self) -> Dict[str, Any]:
        """What ``GET …/status`` tells of the gateway."""
        return self._get("/status")

    def _get(self, path: str) -> Dict[str, Any]:
        return self._exchange("GET", path, None, repeatable=True)[0]

    def _published(
        self, path: str, body: Mapping[str, Any], *, repeatable: bool, id: str | None = None
    ) -> Published:
        answer, attempts = self._exchange("POST", path, body, repeatable=repeatable)
        channel = answer.get("channel") or ("notifications" if path == "/notifications" else "")
        return Published(
            channel,
            answer["offset"],
            answer["recipient_count"],
            attempts,
            id,
            bool(answer.get("conflated", False)),
            bool(answer.get("duplicate", False)),
        )

    def _exchange(
        self, method: str, path: str, body: Mapping[str, Any] | None, *, repeatable: bool
    ) -> tuple[Dict[str, Any], int]:
        content = None
        headers = self._headers()
        if body is not None:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
            headers["Content-Type"] = "application/json"
        attempt = 0
        backoff = self._backoff()
        while True:
            attempt += 1
            sent = False
            retry_after: float | None = None
            try:
                connection = self._connected()
                connection.request(method, _PREFIX + path, content, headers)
                # From here on all of it is on its way; what failed before was cut off, and no gateway reads half a request.
                sent = True
                status, retry_after, answer = self._answer(connection)
            except (OSError, http.client.HTTPException) as fault:
                self.close()
                text = str(fault) or type(fault).__name__
                if sent and not repeatable:
                    raise OutcomeUnknown(f"no answer to {method} {path}: {text}") from fault
                failure: Exception = Unreachable(f"{self._host}: {text}")
                failure.__cause__ = fault
            else:
                if status < 300:
                    return answer, attempt
                refusal = _refusal(status, retry_after, answer, attempt)
                if status in _OF_PROXIES and not repeatable:
                    raise OutcomeUnknown(f"{method} {path}: a proxy answered {status}") from refusal
                if status not in _TRY_AGAIN and status not in _OF_PROXIES:
                    raise refusal
                if retry_after is not None and retry_after > self._options.retry_after_max:
                    raise refusal
                failure = refusal
            if attempt >= self._options.attempts:
                raise failure
            self._sleep(backoff.next(retry_after))

    def _wait(self, attempt: int, retry_after: float | None, fault: OSError) -> None:
        if attempt >= self._options.attempts:
            raise Unreachable(f"{self._host}: {fault}") from fault
        backoff = self._backoff()
        backoff.failures = attempt - 1
        self._sleep(backoff.next(retry_after))

    def _backoff(self) -> Backoff:
        options = self._options
        return Backoff(options.backoff_base, options.backoff_cap, options.attempts, options.backoff_cap)

    def _headers(self) -> Dict[str, str]:
        if self._options.token is not None:
            return {"Authorization": f"Bearer {self._options.token}"}
        if self._options.api_key is not None:
            return {"X-API-Key": self._options.api_key}
        return {}

    def _connected(self) -> http.client.HTTPConnection:
        connection = self._connection
        if connection is not None and (
            time.monotonic() - self._used > self._options.idle_max or _is_over(connection)
        ):
            self.close()
            connection = None
        if connection is None:
            if self._secure:
                connection = http.client.HTTPSConnection(
                    self._host, self._port, timeout=self._options.timeout, context=self._options.tls
                )
            else:
                connection = http.client.HTTPConnection(self._host, self._port, timeout=self._options.timeout)
            connection.connect()
            self._connection = connection
        return connection

    def _answer(self, connection: http.client.HTTPConnection) -> tuple[int, float | None, Dict[str, Any]]:
        response = connection.getresponse()
        content = response.read()
        self._used = time.monotonic()
        retry_after: float | None = None
        try:
            retry_after = max(0.0, float(response.headers.get("Retry-After", "")))
        except ValueError:
            pass
        try:
            body = json.loads(content) if content else {}
        except ValueError:
            body = {}
        return response.status, retry_after, body if isinstance(body, dict) else {}


def _is_over(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side has closed it: an idle connection has nothing to read but its end."""
    if connection.sock is None:
        return True
    readable, _, _ = select.select([connection.sock], [], [], 0)
    return bool(readable)


def _lines(publications: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Each line leaves at once: waiting for more would hold back what is live."""
    for publication in publications:
        yield json.dumps(publication, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _refusal(status: int, retry_after: float | None, body: Mapping[str, Any], attempts: int) -> PublishRefused:
    errors = body.get("errors")
    pointer = errors[0].get("pointer") if isinstance(errors, list) and errors and isinstance(errors[0], dict) else None
    code = str(body.get("code", "http_" + str(status)))
    return PublishRefused(status, code, str(body.get("detail", "")), pointer, retry_after, attempts)
