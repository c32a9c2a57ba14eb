"""The messages of the wire, told apart by ``type``. They are plain dictionaries at run time."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union


class _Publication(TypedDict):
    type: str
    channel: str


class Publication(_Publication, total=False):
    """What was published, with the publisher's own members beside these.

    ``offset`` and ``server_time`` are absent in what the gateway made for this connection alone, such as the points
    of a chart's history.
    """

    offset: int
    server_time: float
    timestamp: str
    update_count: int


class ProgressData(TypedDict, total=False):
    task_id: str
    status: Literal["pending", "running", "completed", "failed", "cancelled", "paused"]
    progress: float
    current_step: str
    current_step_index: int
    total_steps: int
    message: str
    estimated_time_remaining: Optional[float]
    elapsed_time: float
    data: Dict[str, Any]
    error: str


class BacktestProgressUpdate(TypedDict, total=False):
    type: Literal["backtest_progress_update"]
    task_id: str
    data: ProgressData
    channel: str
    offset: int
    server_time: float
    timestamp: str


class ChartPoint(TypedDict, total=False):
    timestamp: float
    data_type: str
    value: float
    additional_data: Dict[str, Any]


class ChartUpdate(TypedDict, total=False):
    type: Literal["chart_update"]
    symbol: str
    update_type: Literal["add", "update", "batch"]
    data_points: List[ChartPoint]
    metadata: Dict[str, Any]
    channel: str
    offset: int
    server_time: float
    timestamp: str


class NotificationBody(TypedDict, total=False):
    id: str
    type: str
    title: str
    message: str
    priority: Literal["LOW", "NORMAL", "HIGH", "URGENT"]
    metadata: Dict[str, Any]
    action_url: Optional[str]
    action_text: Optional[str]
    timestamp: str
    read: bool
    read_at: Optional[str]
    user_id: str


class Notification(TypedDict, total=False):
    type: Literal["notification"]
    notification: NotificationBody
    channel: str
    offset: int
    server_time: float
    timestamp: str


class SystemStatus(TypedDict, total=False):
    active_connections: int
    cpu_usage: float
    memory_usage: float
    active_backtests: int


class SystemStatusUpdate(TypedDict, total=False):
    type: Literal["system_status_update"]
    status: SystemStatus
    channel: str
    offset: int
    server_time: float
    timestamp: str


class Welcome(TypedDict, total=False):
    type: Literal["connection_established"]
    connection_id: str
    timestamp: str
    server_time: float
    epoch: str
    resume_token: str
    heartbeat_interval: float
    idle_timeout: float
    max_message_bytes: int
    protocol: str
    version: str


class Granted(TypedDict, total=False):
    snapshot: bool
    rewind: Dict[str, int]
    max_hz: float
    counts: bool
    filter: List[Any]
    view: str
    gapless: bool


class Line(TypedDict, total=False):
    """What became of one channel, in a confirmation."""

    channel: str
    epoch: str
    offset: int
    recovered: bool
    reason: str
    granted: Granted


class SubscriptionConfirmed(TypedDict, total=False):
    type: Literal["subscription_confirmed"]
    channel: str
    channels: List[Line]
    symbol: str
    epoch: str
    offset: int
    recovered: bool
    reason: str
    granted: Granted
    user_channel: str
    user_offset: int
    user_recovered: bool
    user_reason: str
    user_granted: Granted
    timestamp: str
    id: Union[int, str]


class Resumed(TypedDict, total=False):
    type: Literal["resumed"]
    channels: List[Line]
    timestamp: str
    id: Union[int, str]


class ChannelsSet(TypedDict, total=False):
    type: Literal["channels_set"]
    family: str
    added: List[Line]
    removed: List[str]
    timestamp: str
    id: Union[int, str]


class UnsubscriptionConfirmed(TypedDict, total=False):
    type: Literal["unsubscription_confirmed"]
    channel: str
    channels: List[str]
    symbol: str
    timestamp: str
    id: Union[int, str]


class PublishConfirmed(TypedDict, total=False):
    type: Literal["publish_confirmed"]
    channel: str
    offset: int
    recipient_count: int
    conflated: bool
    duplicate: bool
    notification_id: str
    timestamp: str
    id: Union[int, str]


class AckConfirmed(TypedDict, total=False):
    type: Literal["ack_confirmed"]
    channel: str
    offset: int
    timestamp: str
    id: Union[int, str]


class Pong(TypedDict, total=False):
    type: Literal["pong"]
    t0: int
    t1: int
    t2: int
    timestamp: str
    id: Union[int, str]


class Limits(TypedDict, total=False):
    type: Literal["limits"]
    granted: Dict[str, float]
    caps: Dict[str, float]
    timestamp: str
    id: Union[int, str]


class NotificationsList(TypedDict, total=False):
    type: Literal["notifications_list"]
    notifications: List[NotificationBody]
    unread: int
    more: bool
    timestamp: str
    id: Union[int, str]


class NotificationRead(TypedDict, total=False):
    type: Literal["notification_read"]
    notification_id: str
    read_at: str
    timestamp: str
    id: Union[int, str]


class ChartRemoved(TypedDict, total=False):
    type: Literal["chart_removed"]
    symbol: str
    timestamp: str
    id: Union[int, str]


class Authenticated(TypedDict, total=False):
    type: Literal["authenticated"]
    user_id: str
    expires_at: str
    resume_token: str
    timestamp: str
    id: Union[int, str]


class TokenExpiring(TypedDict, total=False):
    type: Literal["token_expiring"]
    expires_at: str


Lag = TypedDict(
    "Lag",
    {
        "type": Literal["lag"],
        "channel": str,
        "dropped": int,
        "reason": str,
        "from": int,
        "to": int,
    },
    total=False,
)
"""Publications ``from`` to ``to`` of the channel do not come; ``dropped`` of them would have."""


class SnapshotItem(TypedDict, total=False):
    channel: str
    offset: int
    message: Publication


class Snapshot(TypedDict, total=False):
    type: Literal["snapshot"]
    channel: str
    page: int
    last: bool
    items: List[SnapshotItem]


class Unsubscribed(TypedDict, total=False):
    type: Literal["unsubscribed"]
    channel: str
    reason: str
    timestamp: str


class ServerShutdown(TypedDict, total=False):
    type: Literal["server_shutdown"]
    reconnect_after_ms: int
    resume_token: str


class ErrorMessage(TypedDict, total=False):
    type: Literal["error"]
    code: str
    error: str
    command: str
    field: str
    channel: str
    task_id: str
    symbol: str
    retry_after: float
    timestamp: str
    id: Union[int, str]


ServerMessage = Union[
    Welcome,
    SubscriptionConfirmed,
    UnsubscriptionConfirmed,
    Resumed,
    ChannelsSet,
    PublishConfirmed,
    AckConfirmed,
    Pong,
    Limits,
    NotificationsList,
    NotificationRead,
    ChartRemoved,
    Authenticated,
    TokenExpiring,
    Lag,
    Snapshot,
    Unsubscribed,
    ServerShutdown,
    ErrorMessage,
    BacktestProgressUpdate,
    ChartUpdate,
    Notification,
    SystemStatusUpdate,
]
"""Everything that the gateway sends by itself; what publishers send is a ``Publication``."""
