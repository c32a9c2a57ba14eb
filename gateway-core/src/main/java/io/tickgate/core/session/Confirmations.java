package io.tickgate.core.session;

import io.tickgate.core.broadcast.RateClass;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelsSet;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Resumed;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a request: for each channel where it was entered and what really applies.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Confirmations {
    private final Session session;
    private final SessionServices services;

    Confirmations(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    /**
     * The answer to a command whose channels are attached.
     *
     * @param entries by the name of the topic
     * @param left what the connection is not subscribed to any more
     */
    ServerMessage of(Request request, Map<String, Attaching.Entry> entries, Collection<Topic> left) {
        if (request.command() instanceof SetChannels command) {
            return channelsSet(command, lines(request, entries), left);
        }
        CommandId id = request.command().id();
        return switch (request.form()) {
            case ONE -> one(request, request.wanted().get(0), entries);
            case LIST -> new ServerMessage.SubscriptionsConfirmed(id, lines(request, entries), nowMillis());
            case RESUME -> new Resumed(id, lines(request, entries), nowMillis());
        };
    }

    ServerMessage channelsSet(SetChannels command, List<ChannelPosition> added, Collection<Topic> left) {
        List<String> removed = left.stream().map(Topic::name).sorted().toList();
        return new ChannelsSet(command.id(), command.family(), added, removed, nowMillis());
    }

    private ServerMessage one(Request request, Wanted wanted, Map<String, Attaching.Entry> entries) {
        Attaching.Entry entry = entries.getOrDefault(
                wanted.channel(),
                new Attaching.Entry(services.epochs().of(wanted.channel()), 0, Replay.Outcome.NOT_ASKED, false, 0));
        String ownChannel = session.ownChannel();
        Attaching.Entry own = ownChannel == null ? null : entries.get(ownChannel);
        return new ServerMessage.SubscriptionConfirmed(
                request.command().id(),
                wanted.channel(),
                request.symbol(),
                position(entry),
                entry.recovered(),
                entry.outcome().reason(),
                ownChannel == null || own == null ? null : line(wanted, ownChannel, own),
                granted(wanted.channel(), wanted.options(), entry),
                nowMillis());
    }

    /** A subscription goes on under another epoch, which nobody asked for. */
    ServerMessage unasked(String channel, Attaching.Entry entry, Map<String, Attaching.Entry> entries) {
        String ownChannel = channel.equals(UserTopics.BROUGHT_BY) ? session.ownChannel() : null;
        Attaching.Entry own = ownChannel == null ? null : entries.get(ownChannel);
        return new ServerMessage.SubscriptionConfirmed(
                null,
                channel,
                null,
                position(entry),
                entry.recovered(),
                entry.outcome().reason(),
                ownChannel == null || own == null
                        ? null
                        : new ChannelPosition(
                                ownChannel,
                                position(own),
                                null,
                                own.recovered(),
                                own.outcome().reason()),
                nowMillis());
    }

    /**
     * The positions in the order in which the client named its channels, that of the user's own topic last; a name that
     * stands twice is told once.
     */
    private List<ChannelPosition> lines(Request request, Map<String, Attaching.Entry> entries) {
        List<ChannelPosition> lines = new ArrayList<>(entries.size());
        Set<String> told = new HashSet<>();
        for (Wanted wanted : request.wanted()) {
            Attaching.Entry entry = entries.get(wanted.channel());
            if (entry != null && told.add(wanted.channel())) {
                lines.add(line(wanted, wanted.channel(), entry));
            }
        }
        Wanted bringer = request.bringer();
        String ownChannel = session.ownChannel();
        Attaching.Entry own = ownChannel == null ? null : entries.get(ownChannel);
        if (bringer != null && ownChannel != null && own != null) {
            lines.add(line(bringer, ownChannel, own));
        }
        return lines;
    }

    private ChannelPosition line(Wanted wanted, String channel, Attaching.Entry entry) {
        return new ChannelPosition(
                channel,
                position(entry),
                granted(channel, wanted.options(), entry),
                entry.recovered(),
                entry.outcome().reason());
    }

    private static Position position(Attaching.Entry entry) {
        return new Position(entry.epoch(), entry.offset());
    }

    /** Whether its user may have some of {@code channel} left out. */
    private boolean mayBeMuted(String channel) {
        return session.userId() != null
                && (channel.equals(UserTopics.BROUGHT_BY) || channel.equals(session.ownChannel()));
    }

    /** Of every option that was sent what really applies. */
    private @Nullable SubscribeOptions granted(
            String channel, @Nullable SubscribeOptions asked, Attaching.Entry entry) {
        if (asked == null) {
            return null;
        }
        Rewind rewind = asked.rewind();
        Terms terms = termsOf(channel);
        RateClass rate = terms.rate();
        return asked.withSnapshot(asked.snapshot() == null ? null : asked.wantsSnapshot() && entry.snapshot())
                .withRewind(rewind == null ? null : new Rewind(rewind.unit(), entry.rewound()))
                .withMaxHz(rate == null ? null : (Double) rate.hz())
                .withGapless(!terms.leavesOut() && !mayBeMuted(channel));
    }

    private Terms termsOf(String channel) {
        Topic topic = services.directory().find(channel);
        return topic == null ? Terms.NONE : session.subscriptions().termsThatHold(topic);
    }

    private long nowMillis() {
        return services.clock().millis();
    }
}
