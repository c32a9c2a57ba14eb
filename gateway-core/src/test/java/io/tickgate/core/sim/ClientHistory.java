package io.tickgate.core.sim;

import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
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

    private int answers;

    ClientHistory(SimulatedClient client, Ledger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    void check() {
        List<Object> events = client.received().events();
        for (int i = 0; i < events.size(); i++) {
            Object event = events.get(i);
            if (i == 0) {
                require(event instanceof ServerMessage.Welcome || event instanceof Closed, "no welcome");
            } else if (event instanceof PublicationMessage publication) {
                onPublication(publication);
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
        last.forEach((channel, offset) -> {
            long missing = ledger.next(channel, offset, client);
            require(missing == 0, channel + " lost " + missing + " after " + offset);
        });
    }

    private void onPublication(PublicationMessage publication) {
        String channel = publication.channel();
        long offset = publication.offset();
        require(isCovered(channel), "got " + channel + "@" + offset + " without a confirmed subscription");
        require(ledger.excludedFrom(publication.type()) != client, "got what excluded it: " + publication);
        Long state = newest.remove(channel);
        if (state != null && state == offset) {
            return;
        }
        Long before = last.put(channel, offset);
        if (before != null) {
            long expected = ledger.next(channel, before, client);
            require(expected == offset, channel + ": " + offset + " came after " + before + ", due was " + expected);
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
                onSubscribed(List.of(new ServerMessage.ChannelPosition(one.channel(), one.position())));
            } else {
                onResumed((ClientMessage.Subscribe) command, one);
            }
        } else if (answer instanceof ServerMessage.SubscriptionsConfirmed many) {
            onSubscribed(many.channels());
        } else if (answer instanceof ServerMessage.UnsubscriptionConfirmed one) {
            onUnsubscribed(List.of(one.channel()));
        } else if (answer instanceof ServerMessage.UnsubscriptionsConfirmed many) {
            onUnsubscribed(many.channels());
        } else if (answer instanceof ServerMessage.PublishConfirmed published) {
            ClientMessage.Publish publish = (ClientMessage.Publish) command;
            require(publish.channel().equals(published.channel()), "confirmed for another channel: " + published);
        }
    }

    private void onResumed(ClientMessage.Subscribe command, ServerMessage.SubscriptionConfirmed answer) {
        String channel = answer.channel();
        Position since = command.since();
        boolean flowedBefore = isCovered(channel);
        confirmed.add(channel);
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

    private void onSubscribed(List<ServerMessage.ChannelPosition> positions) {
        Set<String> before = Set.copyOf(confirmed);
        positions.forEach(line -> confirmed.add(line.channel()));
        for (ServerMessage.ChannelPosition line : positions) {
            Position position = line.position();
            require(position.epoch().equals(Simulation.EPOCH), "another epoch: " + position);
            boolean flowedBefore = before.contains(line.channel());
            boolean comesByFamily = !ChannelNames.base(line.channel()).equals(line.channel())
                    && confirmed.contains(ChannelNames.base(line.channel()));
            // Where publications flow already, the client goes by what it got, not by the position.
            if (!flowedBefore && !comesByFamily) {
                last.put(line.channel(), position.offset());
            }
        }
    }

    private void onUnsubscribed(List<String> channels) {
        channels.forEach(confirmed::remove);
        last.keySet().removeIf(channel -> !isCovered(channel));
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
