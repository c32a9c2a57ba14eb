"""A client of the Tickgate push gateway.

``Client`` subscribes and commands from asyncio; ``Publisher`` publishes from a script; ``python -m tickgate`` does either
from a shell.
"""

from .client import Client
from .errors import (
    Closed,
    CommandError,
    CommandTimeout,
    DecodeError,
    HandlerFailed,
    NotConnected,
    OptionsConflict,
    OutcomeUnknown,
    PublishRefused,
    SubscriptionEnded,
    TickgateError,
    TokenFailed,
    TooManyPending,
    Unreachable,
)
from .link import State
from .messages import (
    BacktestProgressUpdate,
    ChartPoint,
    ChartUpdate,
    Notification,
    Publication,
    ServerMessage,
    SystemStatusUpdate,
)
from .options import ClientOptions, SubscribeOptions
from .positions import Gap
from .publisher import Accepted, Published, Publisher, PublisherOptions
from .subscription import Subscription

__version__ = "0.1.0"

__all__ = [
    "Accepted",
    "BacktestProgressUpdate",
    "ChartPoint",
    "ChartUpdate",
    "Client",
    "ClientOptions",
    "Closed",
    "CommandError",
    "CommandTimeout",
    "DecodeError",
    "Gap",
    "HandlerFailed",
    "NotConnected",
    "Notification",
    "OptionsConflict",
    "OutcomeUnknown",
    "Publication",
    "PublishRefused",
    "Published",
    "Publisher",
    "PublisherOptions",
    "ServerMessage",
    "State",
    "SubscribeOptions",
    "Subscription",
    "SubscriptionEnded",
    "SystemStatusUpdate",
    "TickgateError",
    "TokenFailed",
    "TooManyPending",
    "Unreachable",
    "__version__",
]
