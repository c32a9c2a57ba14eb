"""All subscriptions of a client: who gets what, and what to ask for when coming back."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Set, cast

from .acknowledgements import Acknowledgements
from .codec import Message
from .errors import DecodeError, OptionsConflict
from .events import Events
from .messages import Publication
from .options import ClientOptions
from .positions import ChannelPosition, Gap, Positions
from .subscription import Subscription, family_of

NOTIFICATIONS = "notifications"
_USER = "user:"
_WITHOUT_MEMBERS = frozenset({NOTIFICATIONS, "system_status"})

Since = Mapping[str, Any]


class Wanted(NamedTuple):
    """A channel to subscribe to, with the position to come back with where there is one. ``returning``: it was subscribed
    on an earlier connection."""

    channel: str
    subscription: Subscription
    since: Since | None
    returning: bool = False

    def line(self) -> Message:
        """As ``subscribe`` of this one channel and a line of ``resume`` say it."""
        line: Message = {"channel": self.channel}
        if self.since is not None:
            line["since"] = dict(self.since)
        if self.subscription.options.ack:
            line["ack"] = True
        line["options"] = self.subscription.options.wire(resuming=self.since is not None)
        return line


def brings_members(channel: str) -> bool:
    """Whether a subscription to it brings channels of which ``since`` says nothing."""
    return ":" not in channel and channel not in _WITHOUT_MEMBERS


def lines_of(message: Mapping[str, Any]) -> List[Mapping[str, Any]]:
    """What a confirmation says of each channel, whatever its form: of one channel, of a list, of a resume."""
    if "channels" in message:
        return list(message["channels"])
    lines: List[Mapping[str, Any]] = [message]
    if "user_channel" in message:
        own: Message = {"channel": message["user_channel"], "epoch": message.get("epoch")}
        for name in ("offset", "recovered", "reason", "granted"):
            if "user_" + name in message:
                own[name] = message["user_" + name]
        lines.append(own)
    return lines


class Subscriptions:
    """Those of one channel share it on the wire; the first one's options are asked for. Positions are the client's."""

    def __init__(self, options: ClientOptions, events: Events, send_acks: Callable[[Dict[str, int]], None]) -> None:
        self._events = events
        self._by_channel: Dict[str, List[Subscription]] = {}
        self._on_wire: Set[str] = set()
        self._positions = Positions(options.max_positions)
        self._acks = Acknowledgements(options.ack_interval, send_acks)
        self._user_channel: str | None = None
        self._rate_limited = False
        self.epoch = ""
        self.duplicates = 0

    # Who is subscribed

    def of(self, channel: str) -> List[Subscription]:
        return list(self._by_channel.get(channel, ()))

    def all(self) -> List[Subscription]:
        return list(dict.fromkeys(one for sharing in self._by_channel.values() for one in sharing))

    def add(self, subscription: Subscription, channels: Iterable[str]) -> List[str]:
        """Enters a subscription and returns the channels that have to be asked for. Raises OptionsConflict."""
        names = list(channels)
        for name in names:
            for other in self._by_channel.get(name, ()):
                if other.options.terms() != subscription.options.terms():
                    raise OptionsConflict(f"{name} is subscribed with other options")
        for name in names:
            self._by_channel.setdefault(name, []).append(subscription)
        return [name for name in names if len(self._by_channel[name]) == 1]

    def remove(self, subscription: Subscription, channels: Iterable[str]) -> List[str]:
        """Returns the channels that nobody is subscribed to any more."""
        left = []
        for channel in channels:
            sharing = self._by_channel.get(channel, [])
            if subscription in sharing:
                sharing.remove(subscription)
                if not sharing:
                    del self._by_channel[channel]
                    left.append(channel)
                    self._forget(channel)
        return left

    def _forget(self, channel: str) -> None:
        self._on_wire.discard(channel)
        self._acks.forget(channel)
        if family_of(channel) not in self._by_channel:
            self._positions.forget(channel)
        if ":" not in channel:
            for member in self._positions.members(channel):
                if member not in self._by_channel:
                    self._positions.forget(member)
                    self._acks.forget(member)
        if channel == NOTIFICATIONS and self._user_channel is not None:
            self._positions.forget(self._user_channel)

    # Coming back

    def on_connection(self, epoch: str) -> None:
        self._acks.clear()
        self._on_wire.clear()
        self.limit_rate(False)
        self.epoch = epoch

    def limit_rate(self, limited: bool) -> None:
        """Whether states come thinned out: they are not gapless then, whatever a confirmation said, and which families are
        states is not told."""
        if self._rate_limited and not limited:
            self._positions.loosen_all()
        self._rate_limited = limited

    def is_on_wire(self, channel: str) -> bool:
        return channel in self._on_wire

    def since(self, channel: str) -> Dict[str, Any] | None:
        return self._positions.since(channel, self._user_channel if channel == NOTIFICATIONS else None)

    def wanted(self) -> List[Wanted]:
        """Everything, with positions. Members stand before families: a family takes over what its members have."""
        wanted = []
        for channel, sharing in self._by_channel.items():
            first = sharing[0]
            known = self._positions.get(channel) is not None
            since: Since | None = self.since(channel)
            if known and first.options.snapshot and brings_members(channel):
                # Where its own channel is recovered there is no snapshot, and the newest values of members say more.
                since = None
            elif not known and not first.confirmed.done():
                since = first.options.since
            wanted.append(Wanted(channel, first, since, known))
        self._positions.keep(self.epoch, {*self._by_channel, self._user_channel or ""})
        return sorted(wanted, key=lambda one: ":" not in one.channel)

    def renewed(self, wanted: Wanted) -> Wanted:
        """What is asked for again, as it is now: others may share it, and a member's family may have brought more."""
        since = wanted.since and (self.since(wanted.channel) or wanted.since)
        return wanted._replace(subscription=self._by_channel[wanted.channel][0], since=since)

    def confirm(self, message: Message, asked: Mapping[str, Wanted]) -> None:
        """Takes a confirmation, in the turn in which it was read; ``asked`` says of each channel what was asked for."""
        lines = lines_of(message)
        for line in lines:
            self._confirm_line(line, asked)
        for line in lines:
            for subscription in self._by_channel.get(line["channel"], ()):
                if not subscription.confirmed.done():
                    subscription.confirmed.set_result(message)

    def _confirm_line(self, line: Mapping[str, Any], asked: Mapping[str, Wanted]) -> None:
        channel: str = line["channel"]
        wanted = asked.get(NOTIFICATIONS if channel.startswith(_USER) else channel)
        since = wanted.since if wanted is not None else None
        before = self._positions.get(channel)
        if channel.startswith(_USER):
            self._user_channel = channel
            gap = self._positions.confirm(line, since, since.get("user_offset") if since else None)
        elif channel in self._by_channel:
            gap = self._positions.confirm(line, since, since["offset"] if since else None)
            self._on_wire.add(channel)
        else:
            return  # Unsubscribed meanwhile.
        position = self._positions.get(channel)
        assert position is not None
        if ":" not in channel:
            # While a family is subscribed its options hold for its members.
            for member in self._positions.members(channel):
                held = self._positions.get(member)
                if held is not None:
                    held.loose = held.loose or not held.gapless
                    held.gapless = position.gapless
            if wanted is not None and wanted.returning and brings_members(channel):
                position.loose = position.loose or since is None
                self._positions.loosen(channel, self._by_channel)
                changed = before is not None and before.epoch != position.epoch
                gap = gap or Gap(channel, "epoch_changed" if changed else "family")
        if since is None and before is not None and wanted is not None and wanted.returning:
            gap = gap or self._positions.lost_without_since(before, channel)
        if gap is not None:
            self.tell("gap", channel, gap)
        told: Message = {"channel": channel, "epoch": position.epoch, "offset": line.get("offset")}
        told["gapless"] = position.gapless
        told["granted"] = line.get("granted") or {}
        if since is not None:
            told["recovered"] = line.get("recovered") is True and (gap is None or gap.reason == "family")
        self.tell("subscribed", channel, told)

    def forget_position(self, channel: str) -> None:
        self._positions.forget(channel)

    # What comes

    def tell(self, event: str, channel: str, what: Any) -> None:
        """Tells the subscriptions of the channel, and the client's listeners."""
        for subscription in self._targets(channel):
            subscription.events.tell(event, what)
        self._events.tell(event, what)

    def on_publication(self, publication: Message) -> None:
        channel, offset = publication["channel"], publication.get("offset")
        if not isinstance(channel, str):
            raise DecodeError("a channel that is no string")
        targets = self._targets(channel)
        if not targets:
            return
        if offset is not None:
            if not isinstance(offset, int) or isinstance(offset, bool):
                raise DecodeError(f"an offset that is no whole number: {offset!r}")
            position = self._positions.get(channel) or self._enter_member(channel)
            accepted = position.accept(offset)
            if not accepted.fresh:
                self.duplicates += 1
                self._acks.repeated(channel)
                return
            if not self._rate_limited:
                for first, last in accepted.holes:
                    self.tell("gap", channel, Gap(channel, "hole", first, last))
        else:
            made_for = self._positions.get(channel)
            if made_for is not None:
                made_for.awaits_past = False
        # A handler may subscribe and unsubscribe.
        for subscription in tuple(targets):
            subscription.deliver(cast(Publication, publication))

    def on_made(self, message: Message) -> None:
        """What the gateway made for this connection alone; it has no offset, and some have no channel either."""
        if message.get("channel") is None:
            kind = message["type"]
            if kind == "chart_update":
                message["channel"] = f"chart_updates:{message['symbol']}"
            elif kind == "backtest_progress_update":
                message["channel"] = f"backtest_progress:{message['task_id']}"
            elif kind == "system_status_update":
                message["channel"] = "system_status"
            else:
                message["channel"] = NOTIFICATIONS
        self.on_publication(message)

    def on_page(self, page: Message) -> None:
        for item in page["items"]:
            message = item["message"]
            message.setdefault("channel", item["channel"])
            if item.get("offset") is not None:
                message.setdefault("offset", item["offset"])
                position = self._positions.get(item["channel"])
                if position is not None:
                    # A newest value stands for all before it.
                    position.loose = True
            self.on_publication(message)
        family = self._positions.get(page["channel"])
        if family is not None and page.get("last"):
            family.awaits_past = False

    def on_lag(self, lag: Message) -> None:
        first, last = lag.get("from"), lag.get("to")
        position = self._positions.get(lag["channel"])
        if position is not None:
            if isinstance(first, int) and isinstance(last, int) and first <= last:
                position.tell_lag(first, last)
            else:
                position.loose = True
        self.tell("lag", lag["channel"], lag)

    def handled(self, subscription: Subscription, publication: Publication) -> None:
        offset = publication.get("offset")
        if subscription.options.ack is True and offset is not None:
            self.acknowledge(publication["channel"], offset)

    def acknowledge(self, channel: str, offset: int) -> None:
        self._acks.handled(channel, offset)

    def _targets(self, channel: str) -> List[Subscription]:
        by_channel = self._by_channel
        if channel.startswith(_USER):
            return by_channel.get(NOTIFICATIONS, [])
        exact = by_channel.get(channel)
        family = by_channel.get(family_of(channel)) if ":" in channel else None
        if family is None or exact is None:
            return exact or family or []
        return list(dict.fromkeys(exact + family))

    def _enter_member(self, channel: str) -> ChannelPosition:
        family = self._positions.get(family_of(channel))
        gapless = family.gapless if family is not None and not channel.startswith(_USER) else False
        return self._positions.enter(channel, ChannelPosition(self.epoch, None, None, gapless))
