"""The commands of the protocol, one method each."""

from __future__ import annotations

from typing import Any, List, Mapping, Sequence, cast

from .clock import now_micros
from .codec import Message
from .messages import (
    BacktestProgressUpdate,
    ChartPoint,
    ChartRemoved,
    NotificationRead,
    NotificationsList,
    Pong,
    PublishConfirmed,
)


def _without_none(**members: Any) -> Message:
    return {name: value for name, value in members.items() if value is not None}


class Commands:
    """Each waits for its answer, at most ``timeout`` seconds (``request_timeout`` unless said).

    They raise CommandError where the gateway refuses, NotConnected where there was no connection in time (nothing was
    sent), OutcomeUnknown where the connection ended before the answer, CommandTimeout where none came. Nothing is
    repeated by itself: only the caller knows whether twice is harmless.
    """

    async def command(self, command: Mapping[str, Any], timeout: float | None = None) -> Message:
        """Sends any command, with an ``id`` of the client's, and returns its answer."""
        raise NotImplementedError

    async def ping(self, timeout: float | None = None) -> Pong:
        """A ping with times: the answer goes into ``clock_offset``."""
        return cast(Pong, await self.command({"type": "ping", "t0": now_micros()}, timeout))

    async def publish(
        self,
        channel: str,
        message: Mapping[str, Any],
        *,
        priority: str | None = None,
        conflate: bool | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> PublishConfirmed:
        """With an ``idempotency_key`` it may be sent again where its answer did not come: it is published once, and a repetition
        is answered ``duplicate`` with the first one's offset."""
        command = _without_none(
            type="publish",
            channel=channel,
            message=dict(message),
            priority=priority,
            conflate=conflate,
            idempotency_key=idempotency_key,
        )
        return cast(PublishConfirmed, await self.command(command, timeout))

    async def publish_chart(
        self,
        symbol: str,
        data_points: Sequence[ChartPoint],
        *,
        update_type: str | None = None,
        timeout: float | None = None,
    ) -> PublishConfirmed:
        command = _without_none(
            type="publish_chart", symbol=symbol, update_type=update_type, data_points=list(data_points)
        )
        return cast(PublishConfirmed, await self.command(command, timeout))

    async def remove_chart(self, symbol: str, *, timeout: float | None = None) -> ChartRemoved:
        return cast(ChartRemoved, await self.command({"type": "remove_chart", "symbol": symbol}, timeout))

    async def publish_system_status(
        self, status: Mapping[str, Any], *, timeout: float | None = None
    ) -> PublishConfirmed:
        command = {"type": "publish_system_status", "status": dict(status)}
        return cast(PublishConfirmed, await self.command(command, timeout))

    async def publish_backtest_progress(
        self, task_id: str, data: Mapping[str, Any], *, timeout: float | None = None
    ) -> PublishConfirmed:
        command = {"type": "publish_backtest_progress", "task_id": task_id, "data": dict(data)}
        return cast(PublishConfirmed, await self.command(command, timeout))

    async def request_backtest_progress(
        self, task_id: str, *, timeout: float | None = None
    ) -> BacktestProgressUpdate:
        """The task's state as it is. Raises CommandError ``task_not_found``."""
        command = {"type": "request_backtest_progress", "task_id": task_id}
        return cast(BacktestProgressUpdate, await self.command(command, timeout))

    async def publish_notification(
        self, notification: Mapping[str, Any], *, timeout: float | None = None
    ) -> PublishConfirmed:
        """With an ``id`` in it, it may be repeated: the same one is published once, as long as the gateway keeps it."""
        command = {"type": "publish_notification", "notification": dict(notification)}
        return cast(PublishConfirmed, await self.command(command, timeout))

    async def get_notifications(
        self, limit: int | None = None, *, timeout: float | None = None
    ) -> NotificationsList:
        return cast(
            NotificationsList, await self.command(_without_none(type="get_notifications", limit=limit), timeout)
        )

    async def mark_notification_read(
        self, notification_id: str, *, timeout: float | None = None
    ) -> NotificationRead:
        command = {"type": "mark_notification_read", "notification_id": notification_id}
        return cast(NotificationRead, await self.command(command, timeout))


def checked_channels(channels: str | Sequence[str]) -> List[str]:
    """The names that a subscription asks for. Raises ValueError where the wire would refuse the whole command."""
    names = [channels] if isinstance(channels, str) else list(channels)
    if not 1 <= len(names) <= 500:
        raise ValueError(f"a subscription has 1 to 500 channels, was {len(names)}")
    if len(set(names)) != len(names):
        raise ValueError("a channel stands twice")
    return names
