package io.tickgate.core.sim;

import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.NoticeMessage.Lag;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.ChartUpdate;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks through everything one client received, and checks every promise that the protocol makes to it. */
final class ClientHistory {
    private final SimulatedClient client;
    private final Ledger ledger;
    private final Set<String> confirmed = new HashSet<>();
    /** The offset after which the next publication of a channel must come; absent while the client cannot know. */
    private final Map<String, Long> last = new HashMap<>();

    /** The newest value that a state's subscriber may get once although nothing could be recovered. */
    private final Map<String, Long> newest = new HashMap<>();

    /** Up to where some of the past may come first. */
    private final Map<String, Long> rewound = new HashMap<>();

    /** Channels of which it cannot be told whether a page or a publication comes next. */
    private final Set<String> loose = new HashSet<>();

    /** Channels whose newest value must come, once more where it came before. */
    private final Set<String> promised = new HashSet<>();

    /** Families of which everything came since their snapshot. */
    private final Set<String> bySnapshot = new HashSet<>();

    /** The next page of a family's snapshot that is under way. */
    private final Map<String, Integer> pages = new HashMap<>();

    private final boolean everythingIsKept;
    private int answers;
    private int lags;

    /** @param everythingIsKept whether no channel is ever collected, and no newest value pushed out of memory */
    ClientHistory(SimulatedClient client, Ledger ledger, boolean everythingIsKept) {
        this.client = client;
        this.ledger = ledger;
        this.everythingIsKept = everythingIsKept;
    }

    void check() {
        List<Object> events = client.received().events();
        for (int i = 0; i < events.size(); i++) {
            Object event = events.get(i);
            if (i == 0) {
                require(event instanceof ServerMessage.Welcome || event instanceof Closed, "no welcome");
            } else if (event instanceof PublicationMessage publication) {
                onPublication(publication);
            } else if (event instanceof SnapshotPage page) {
                onPage(page);
            } else if (event instanceof ChartUpdate) {
                // A chart's snapshot has no offset; whether it fits is for ChartHistoryTest to say.
                require(answers > 0, "a chart before its confirmation");
            } else if (event instanceof Lag lag) {
                onLag(lag);
            } else if (event instanceof ServerMessage answer) {
                onAnswer(answer);
            } else if (event instanceof Closed close) {
                require(Set.of(1000, 1001, 4000, 4001).contains(close.status()), "closed with " + close);
            }
        }
    }

    /** Checks that a client who is still connected got everything, and an answer to all it sent. */
    void checkComplete() {
        require(
                answers == client.sent().size(),
                answers + " answers to " + client.sent().size() + " commands");
        require(client.received().isWhole(), "half a frame at the end");
        require(pages.isEmpty(), "snapshots without an end: " + pages);
        require(promised.isEmpty(), "newest values that never came: " + promised);
        last.forEach((channel, offset) -> {
            long missing = ledger.next(channel, offset, client);
            require(missing == 0, channel + " lost " + missing + " after " + offset);
        });
    }

    private void onPublication(PublicationMessage publication) {
        String channel = publication.channel();
        long offset = publication.offset();
        require(isCovered(channel), "got " + channel + "@" + offset + " without a confirmed subscription");
        Long state = newest.get(channel);
        boolean excluded = ledger.excludedFrom(publication.type()) == client;
        // What excluded it did not come when it was published, but is the newest value for whoever asks.
        if (state != null
                && (excluded ? offset >= state : state == offset && last.getOrDefault(channel, offset) >= offset)) {
            promised.remove(channel);
            rewound.remove(channel);
            if (last.put(channel, offset) != null) {
                newest.remove(channel);
            }
            return;
        }
        require(!excluded, "got what excluded it: " + publication);
        Long pastUpTo = rewound.remove(channel);
        Long before = last.put(channel, offset);
        if (pastUpTo != null) {
            long live = ledger.next(channel, pastUpTo, client);
            require(offset <= pastUpTo || offset == live, channel + ": " + offset + " came first, due was " + live);
        } else if (before == null && everythingIsKept && cameBySnapshot(channel)) {
            long first = ledger.next(channel, 0, client);
            require(offset == first, channel + " had a value, and no page told of it before " + offset);
        } else if (before != null) {
            long expected = ledger.next(channel, before, client);
            require(expected == offset, channel + ": " + offset + " came after " + before + ", due was " + expected);
        }
    }

    /** What was left out is exactly what was due, and something newer follows. */
    private void onLag(Lag lag) {
        String channel = lag.channel();
        require(isCovered(channel), "told of " + lag + " without a confirmed subscription");
        boolean isState = channel.startsWith("market_data:");
        require(isState || !lag.reason().equals("conflated"), "conflated a stream: " + lag);
        Long pastUpTo = rewound.remove(channel);
        Long before = last.put(channel, lag.to());
        before = pastUpTo != null ? pastUpTo : before;
        if (before != null) {
            long due = ledger.next(channel, before, client);
            require(due == lag.from(), lag + " came after " + before + ", due was " + due);
        }
        long known = ledger.count(channel, lag.from(), lag.to(), client);
        long unknown = lag.to() - lag.from() + 1 - ledger.count(channel, lag.from(), lag.to(), null);
        require(
                known <= lag.dropped() && lag.dropped() <= known + unknown,
                lag + " stands for " + known + ", and perhaps for " + unknown + " of which nobody lived to tell");
        lags++;
    }

    /** How many times it was told that something was left out. */
    int lags() {
        return lags;
    }

    /** Whether all of a member that there was came on pages, and the first publication that comes is its very first. */
    private boolean cameBySnapshot(String channel) {
        return !confirmed.contains(channel)
                && !loose.contains(channel)
                && bySnapshot.contains(ChannelNames.base(channel));
    }

    private void onPage(SnapshotPage page) {
        Integer due = pages.remove(page.channel());
        require(due != null && due == page.page(), "page " + page.page() + ", due was " + due);
        if (!page.last()) {
            pages.put(page.channel(), page.page() + 1);
        }
        for (SnapshotValues.Value value : SnapshotValues.of(page)) {
            String channel = value.channel();
            require(ChannelNames.base(channel).equals(page.channel()), "not of this family: " + value);
            require(ledger.isGiven(channel, value.offset(), value.type()), "was never published: " + value);
            Long before = last.put(channel, value.offset());
            // What there was of the past, as an earlier subscription had asked, is behind it now.
            rewound.remove(channel);
            if (before != null) {
                long missing = ledger.next(channel, before, client);
                require(before <= value.offset(), value + " came after " + before);
                require(
                        missing == 0 || missing > value.offset() || isLettingGo(channel),
                        value + " came, " + missing + " did not");
            }
        }
    }

    /** Whether the client has let go of {@code channel}, and the answer to that has not come yet. */
    private boolean isLettingGo(String channel) {
        return client.sent().subList(answers, client.sent().size()).stream()
                .anyMatch(command -> command instanceof ClientMessage.Unsubscribe leaving
                        && leaving.channels().contains(channel));
    }

    private void onGranted(
            String channel, long offset, boolean flowedBefore, SubscribeOptions granted, boolean lost, boolean inList) {
        if (granted.rewind() != null && !flowedBefore) {
            long before = granted.rewind().unit() == SubscribeOptions.Unit.LAST
                    ? ledger.back(channel, offset, granted.rewind().amount(), client)
                    : -1;
            if (before >= 0) {
                last.put(channel, before);
            } else {
                last.remove(channel);
                rewound.put(channel, offset);
            }
        }
        if (!granted.wantsSnapshot()) {
            return;
        }
        if (channel.equals("market_data")) {
            // One that is under way breaks off, and none of its pages comes behind the confirmation of the next.
            pages.put(channel, 1);
            if (!flowedBefore) {
                bySnapshot.add(channel);
            }
        } else if (!lost && channel.startsWith("market_data:")) {
            newest.put(channel, offset);
            if (!inList || !flowedBefore) {
                promised.add(channel);
            }
        }
    }

    private boolean isCovered(String channel) {
        return confirmed.contains(channel) || confirmed.contains(ChannelNames.base(channel));
    }

    private void onAnswer(ServerMessage answer) {
        require(answers < client.sent().size(), "an answer to nothing: " + answer);
        ClientMessage command = client.sent().get(answers++);
        require(command.id() != null && command.id().equals(idOf(answer)), answer + " does not answer " + command);
        if (answer instanceof ServerMessage.SubscriptionConfirmed one) {
            if (((ClientMessage.Subscribe) command).since() == null) {
                requireInTurn(one.channel(), one.position());
                onSubscribed(List.of(new ChannelPosition(one.channel(), one.position(), one.granted())), false);
            } else {
                onResumed((ClientMessage.Subscribe) command, one);
            }
        } else if (answer instanceof ServerMessage.SubscriptionsConfirmed many) {
            many.channels().forEach(line -> requireInTurn(line.channel(), line.position()));
            onSubscribed(many.channels(), true);
        } else if (answer instanceof ServerMessage.UnsubscriptionConfirmed one) {
            onUnsubscribed(List.of(one.channel()));
        } else if (answer instanceof ServerMessage.UnsubscriptionsConfirmed many) {
            onUnsubscribed(many.channels());
        } else if (answer instanceof ServerMessage.PublishConfirmed published) {
            ClientMessage.Publish publish = (ClientMessage.Publish) command;
            require(publish.channel().equals(published.channel()), "confirmed for another channel: " + published);
        }
    }

    /** What comes behind the answer to a subscription is above its offset, also where publications came before. */
    private void requireInTurn(String channel, Position confirmedAt) {
        Long before = last.get(channel);
        if (before != null) {
            long due = ledger.next(channel, before, client);
            require(
                    due == 0 || due > confirmedAt.offset(),
                    channel + " was confirmed at " + confirmedAt.offset() + " after " + before + ", and " + due
                            + " was still to come");
        }
    }

    private void onResumed(ClientMessage.Subscribe command, ServerMessage.SubscriptionConfirmed answer) {
        String channel = answer.channel();
        Position since = command.since().position();
        boolean flowedBefore = isCovered(channel);
        requireInTurn(channel, answer.position());
        confirmed.add(channel);
        if (answer.granted() != null) {
            onGranted(channel, answer.position().offset(), flowedBefore, answer.granted(), !flowedBefore, false);
        }
        if (Boolean.TRUE.equals(answer.recovered())) {
            require(!flowedBefore && since.epoch().equals(Simulation.EPOCH), "recovered what cannot be: " + command);
            last.put(channel, since.offset());
            return;
        }
        require(Boolean.FALSE.equals(answer.recovered()), "no word about recovery: " + answer);
        require(flowedBefore == "already_subscribed".equals(answer.reason()), "a wrong reason: " + answer);
        require(
                since.epoch().equals(Simulation.EPOCH) || flowedBefore || "epoch_changed".equals(answer.reason()),
                answer.reason());
        if (!flowedBefore) {
            last.put(channel, answer.position().offset());
            if (channel.startsWith("market_data:")) {
                newest.put(channel, answer.position().offset());
            }
        }
    }

    private void onSubscribed(List<ChannelPosition> positions, boolean inList) {
        Set<String> before = Set.copyOf(confirmed);
        positions.forEach(line -> confirmed.add(line.channel()));
        for (ChannelPosition line : positions) {
            Position position = line.position();
            require(position.epoch().equals(Simulation.EPOCH), "another epoch: " + position);
            boolean flowedBefore = before.contains(line.channel());
            boolean comesByFamily = !ChannelNames.base(line.channel()).equals(line.channel())
                    && confirmed.contains(ChannelNames.base(line.channel()));
            // Where publications flow already, the client goes by what it got, not by the position.
            if (!flowedBefore && !comesByFamily) {
                last.put(line.channel(), position.offset());
            }
            if (line.granted() != null) {
                onGranted(
                        line.channel(),
                        position.offset(),
                        flowedBefore || comesByFamily,
                        line.granted(),
                        false,
                        inList);
            }
        }
    }

    private void onUnsubscribed(List<String> channels) {
        channels.forEach(confirmed::remove);
        last.keySet().removeIf(channel -> !isCovered(channel));
        rewound.keySet().removeIf(channel -> !isCovered(channel));
        newest.keySet().removeIf(channel -> !isCovered(channel));
        promised.removeIf(channel -> !isCovered(channel));
        // Who lets go of a member while its family's snapshot is under way gets what comes from then on by a page.
        channels.stream()
                .filter(channel -> pages.containsKey(ChannelNames.base(channel)))
                .forEach(channel -> {
                    last.remove(channel);
                    loose.add(channel);
                });
        channels.forEach(pages::remove);
        channels.forEach(bySnapshot::remove);
    }

    private static CommandId idOf(ServerMessage answer) {
        if (answer instanceof ServerMessage.Pong pong) {
            return pong.id();
        } else if (answer instanceof ServerMessage.SubscriptionConfirmed confirmed) {
            return confirmed.id();
        } else if (answer instanceof ServerMessage.SubscriptionsConfirmed confirmed) {
            return confirmed.id();
        } else if (answer instanceof ServerMessage.UnsubscriptionConfirmed confirmed) {
            return confirmed.id();
        } else if (answer instanceof ServerMessage.UnsubscriptionsConfirmed confirmed) {
            return confirmed.id();
        } else if (answer instanceof ServerMessage.PublishConfirmed confirmed) {
            return confirmed.id();
        } else if (answer instanceof ServerMessage.ErrorMessage error) {
            return error.id();
        }
        throw new AssertionError("no answer: " + answer);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(
                    client + ": " + message + "; received " + client.received().events());
        }
    }
}
