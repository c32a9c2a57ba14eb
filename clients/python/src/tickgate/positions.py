"""How far each channel was seen: what is a repetition, what is a hole, where to come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Container, Dict, Iterator, List, Mapping, NamedTuple, Tuple

Range = Tuple[int, int]

_LAGS_MAX = 64


@dataclass(frozen=True)
class Gap:
    """Publications that were lost for this client.

    ``reason`` is the gateway's word where it could not recover them (``epoch_changed``, ``expired``, ``too_far``,
    ``overloaded``, ``no_position``, ``already_subscribed``); ``not_recovered`` where it gives no reason, or where the connection ended
    before the snapshot or the rewind that was granted; ``hole`` for a hole in the offsets that no ``lag`` tells of, ``family``
    for a family that was away: nobody can say what its members have missed; ``buffer_overflow`` for what waited too
    long in a subscription's buffer, ``invalid_position`` for a position that the gateway does not know. ``from_`` and
    ``to`` are the first and the last that is missing, None where nobody can say.
    """

    channel: str
    reason: str
    from_: int | None = None
    to: int | None = None


class Accepted(NamedTuple):
    """What a publication is: ``fresh`` or a repetition, and the offsets that are missing before it."""

    fresh: bool
    holes: List[Range]


_REPEATED = Accepted(False, [])
_NEXT = Accepted(True, [])


@dataclass
class ChannelPosition:
    """Of one channel under one epoch.

    ``offset`` is the last one seen, None before the first. ``live_from`` is where live began, when that was confirmed:
    the first publication above it has the next offset. ``loose``: the next hole is no loss, or was told.
    ``awaits_past``: a snapshot or a rewind was granted, and nothing of it has come yet.
    """

    epoch: str
    offset: int | None = None
    live_from: int | None = None
    gapless: bool = False
    loose: bool = False
    awaits_past: bool = False
    lags: List[Range] = field(default_factory=list)

    def accept(self, offset: int) -> Accepted:
        last = self.offset
        if last is not None and offset <= last:
            return _REPEATED
        if last is None:
            last = self.live_from if self.live_from is not None and offset > self.live_from else offset - 1
        self.offset = offset
        loose, self.loose = self.loose, False
        if offset == last + 1 or loose or not self.gapless:
            if self.lags:
                self._forget_lags(offset)
            return _NEXT
        holes = self._untold(last + 1, offset - 1)
        self._forget_lags(offset)
        return Accepted(True, holes)

    def tell_lag(self, first: int, last: int) -> None:
        """The gateway says that these do not come. It may say so ahead of earlier ones, which still come."""
        self.lags.append((first, last))
        self.lags.sort()
        if len(self.lags) > _LAGS_MAX:
            # Joined, what lies between the two counts as told: it would be told again as a gap otherwise.
            (first, _), (_, last) = self.lags[0], self.lags[1]
            self.lags[:2] = [(first, last)]

    def _untold(self, first: int, last: int) -> List[Range]:
        holes: List[Range] = []
        for lag_first, lag_last in self.lags:
            if lag_first > last:
                break
            if lag_first > first:
                holes.append((first, lag_first - 1))
            first = max(first, lag_last + 1)
        if first <= last:
            holes.append((first, last))
        return holes

    def _forget_lags(self, offset: int) -> None:
        self.lags = [lag for lag in self.lags if lag[1] > offset]

    @property
    def known(self) -> int | None:
        """The offset to come back with: what was seen, else where live began; None where the beginning has to be asked
        for again."""
        if self.offset is not None:
            return self.offset
        return None if self.awaits_past else self.live_from


class Positions:
    """Of all channels of a client. Beyond ``limit`` channels the one that was entered first is forgotten: for that one
    repetitions and holes are not told any more, and there is nothing to come back with."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._channels: Dict[str, ChannelPosition] = {}

    def get(self, channel: str) -> ChannelPosition | None:
        return self._channels.get(channel)

    def enter(self, channel: str, position: ChannelPosition) -> ChannelPosition:
        if channel not in self._channels and len(self._channels) >= self._limit:
            del self._channels[next(iter(self._channels))]
        self._channels[channel] = position
        return position

    def forget(self, channel: str) -> None:
        self._channels.pop(channel, None)

    def members(self, family: str) -> Iterator[str]:
        prefix = family + ":"
        return iter([name for name in self._channels if name.startswith(prefix)])

    def since(self, channel: str, user_channel: str | None) -> Dict[str, Any] | None:
        """The ``since`` with which the channel comes back, None when nothing is known of it."""
        position = self._channels.get(channel)
        if position is None or position.known is None:
            return None
        since: Dict[str, Any] = {"epoch": position.epoch, "offset": position.known}
        own = self._channels.get(user_channel) if user_channel else None
        if own is not None and own.known is not None and own.epoch == position.epoch:
            since["user_offset"] = own.known
        return since

    def confirm(self, line: Mapping[str, Any], since: Mapping[str, Any] | None, since_offset: int | None) -> Gap | None:
        """Takes what a confirmation says of a channel, asked for with ``since``; tells what was lost.

        ``since_offset`` is the position of this very channel in it: ``offset``, or ``user_offset`` of a user's own one.
        """
        channel: str = line["channel"]
        epoch: str = line.get("epoch", "")
        live_from: int | None = line.get("offset")
        granted: Mapping[str, Any] = line.get("granted") or {}
        before = self._channels.get(channel)
        position = ChannelPosition(epoch, None, live_from, bool(granted.get("gapless", False)))
        rewind = granted.get("rewind")
        position.awaits_past = bool(granted.get("snapshot") or (rewind and rewind.get("last") != 0))
        if since is None:
            if before is not None and before.epoch == epoch:
                # Subscribed again: what was seen stays seen, and what was left out by wish until now was no loss.
                position.offset = before.offset
                position.lags = before.lags
                position.loose = before.loose or not before.gapless
            self.enter(channel, position)
            return None
        # A gateway that says "recovered" under another epoch is wrong: offsets of two runs do not continue each other.
        if line.get("recovered") is True and epoch == since.get("epoch"):
            position.offset = since_offset
            self.enter(channel, position)
            return None
        if line.get("reason") == "already_subscribed" and before is not None and before.epoch == epoch:
            position.offset = before.offset
            self.enter(channel, position)
            return None
        self.enter(channel, position)
        same_run = epoch == since.get("epoch")
        reason = line.get("reason") or "not_recovered"
        if not same_run:
            return Gap(channel, "epoch_changed")
        if since_offset is None or live_from is None or live_from <= since_offset:
            return Gap(channel, str(reason))
        return Gap(channel, str(reason), since_offset + 1, live_from)

    def lost_without_since(self, before: ChannelPosition, channel: str) -> Gap | None:
        """What was lost of a channel whose beginning had not come when the connection ended, and was asked for again."""
        now = self._channels[channel]
        if before.epoch != now.epoch:
            return Gap(channel, "epoch_changed")
        if before.live_from is None or now.live_from is None or now.live_from <= before.live_from:
            return None
        return Gap(channel, "not_recovered", before.live_from + 1, now.live_from)

    def loosen_all(self) -> None:
        """What was left out by wish until now leaves holes behind that are no losses."""
        for position in self._channels.values():
            position.loose = True

    def loosen(self, family: str, subscribed: Container[str]) -> None:
        """The next hole of its members is no news: that the family was away was told. Those that are subscribed by
        themselves were recovered by themselves."""
        for member in self.members(family):
            if member not in subscribed:
                self._channels[member].loose = True

    def keep(self, epoch: str, subscribed: Container[str]) -> None:
        """Another run began: of members of families, which no confirmation names, nothing that is known counts."""
        for name, position in list(self._channels.items()):
            if position.epoch != epoch and name not in subscribed:
                del self._channels[name]
