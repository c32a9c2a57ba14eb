package io.tickgate.core.session;

import io.tickgate.core.broadcast.RateClass;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.StartAt;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.OwnChannel;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes the commands that begin and end subscriptions. Every name is checked before the first one is attached, and the
 * answer comes when all of them are.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class SubscriptionCommands {
    private static final String CHARTS = "chart_updates";
    private static final String OFFSET = "since.offset";
    private static final String USER_OFFSET = "since.user_offset";

    private final Session session;
    private final SessionServices services;
    private final Refusals refusals;

    SubscriptionCommands(Session session, SessionServices services, Refusals refusals) {
        this.session = session;
        this.services = services;
        this.refusals = refusals;
    }

    /** What a command asks for, whichever it is. */
    private record Request(
            ClientMessage command,
            List<String> channels,
            boolean list,
            @Nullable String symbol,
            @Nullable SubscribeOptions options) {
        Terms terms() {
            return TermRules.of(options);
        }

        boolean wantsSnapshot() {
            return options != null && options.wantsSnapshot();
        }
    }

    Optional<ServerMessage> subscribe(ClientMessage.Subscribe command) {
        Since since = command.since();
        if (since != null && since.userOffset() != null && session.userId() == null) {
            return refusals.refuse(
                    command,
                    ErrorCode.INVALID_FIELD,
                    "this connection has no user, and no channel of its own",
                    USER_OFFSET);
        }
        Request request = new Request(command, command.channels(), command.list(), null, command.options());
        return attach(
                request,
                new Attaching.Wish(
                        command.ack(),
                        request.wantsSnapshot(),
                        request.terms(),
                        topic -> startOf(request, since, topic)));
    }

    Optional<ServerMessage> subscribeChart(ClientMessage.SubscribeChart command) {
        StartAt start = command.history() == 0 ? StartAt.LIVE : StartAt.points(command.history());
        Request request = new Request(command, List.of(chartOf(command.symbol())), false, command.symbol(), null);
        return attach(request, new Attaching.Wish(false, false, request.terms(), topic -> start));
    }

    private StartAt startOf(Request request, @Nullable Since since, Topic topic) {
        if (since != null) {
            return startAfter(since, topic, request.wantsSnapshot());
        }
        if (request.wantsSnapshot()) {
            return StartAt.NEWEST;
        }
        Rewind rewind = request.options() == null ? null : request.options().rewind();
        if (rewind == null || session.subscriptions().covers(topic)) {
            // Whoever gets the channel already would get some of its past twice.
            return StartAt.LIVE;
        }
        int share = services.limits().rewindMax() / (request.channels().size() + (bringsOwn(request) ? 1 : 0));
        return StartAt.back(rewind, Math.max(1, share));
    }

    private StartAt startAfter(Since since, Topic topic, boolean snapshot) {
        if (session.subscriptions().covers(topic)) {
            return StartAt.lost(Replay.Outcome.ALREADY_SUBSCRIBED, snapshot);
        }
        if (!since.position().epoch().equals(services.epoch())) {
            return StartAt.lost(Replay.Outcome.EPOCH_CHANGED, snapshot);
        }
        Long offset = isOwn(topic.name())
                ? since.userOffset()
                : (Long) since.position().offset();
        return offset == null ? StartAt.lost(Replay.Outcome.NO_POSITION, snapshot) : StartAt.after(offset, snapshot);
    }

    /** Whether the user's own notifications come with what is asked for. */
    private boolean bringsOwn(Request request) {
        return session.userId() != null && request.channels().contains(UserTopics.BROUGHT_BY);
    }

    private boolean isOwn(String channel) {
        return channel.equals(ownChannel());
    }

    private Optional<ServerMessage> attach(Request request, Attaching.Wish wish) {
        Set<Topic> topics = new LinkedHashSet<>();
        int added = 0;
        for (String channel : request.channels()) {
            Topic topic = services.directory().resolve(channel, session.clientAddress());
            if (topic == null) {
                return refuse(request, channel, services.directory().refusal(channel, session.clientAddress()));
            }
            Refusal refusal = tooLarge(topic, request.wantsSnapshot());
            if (refusal == null) {
                refusal = TermRules.refusal(topic, wish.terms(), wish.ack(), session.subscriptions());
            }
            if (refusal != null) {
                return refuse(request, channel, refusal);
            }
            if (topics.add(topic) && !session.subscriptions().contains(topic)) {
                added++;
            }
        }
        String ownChannel = ownChannel();
        if (ownChannel != null && bringsOwn(request)) {
            Topic own = services.directory().resolveAny(ownChannel);
            if (own == null) {
                return refuse(
                        request, UserTopics.BROUGHT_BY, services.directory().full());
            }
            topics.add(own);
        }
        int max = services.limits().subscriptionsMax();
        if (countNamed() + added > max) {
            return refusals.refuse(
                    request.command(),
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    "a connection may hold " + max + " subscriptions (limits.max-subscriptions)",
                    request.list() ? "channels" : null);
        }
        new Attaching(session, services, wish, outcomeOf(request)).start(topics);
        return Optional.empty();
    }

    /** Why a family's values cannot be sent; null when they can, or are not wanted. */
    private @Nullable Refusal tooLarge(Topic topic, boolean snapshot) {
        if (!snapshot || !topic.isStateFamily()) {
            return null;
        }
        SessionLimits limits = services.limits();
        int count = topic.stateCount();
        long bytes = topic.stateBytes();
        return count <= limits.snapshotChannelsMax() && bytes <= limits.snapshotBytesMax()
                ? null
                : new Refusal(
                        ErrorCode.SNAPSHOT_TOO_LARGE,
                        "\"" + topic.name() + "\" has " + count + " channels with " + bytes
                                + " bytes, a snapshot may have " + limits.snapshotChannelsMax() + " with "
                                + limits.snapshotBytesMax()
                                + " (limits.max-snapshot-channels, limits.max-snapshot-bytes)");
    }

    private Optional<ServerMessage> refuse(Request request, String channel, Refusal refusal) {
        int index = request.list() ? request.channels().indexOf(channel) : -1;
        return refusals.refuseChannel(request.command(), channel, index, request.symbol(), OFFSET, refusal);
    }

    /** What a client did not name is refused by the name that brought it. */
    private Optional<ServerMessage> refuseOwn(Request request, Refusal refusal) {
        String named = UserTopics.BROUGHT_BY;
        int index = request.list() ? request.channels().indexOf(named) : -1;
        return refusals.refuseChannel(request.command(), named, index, null, USER_OFFSET, refusal);
    }

    private Attaching.Outcome outcomeOf(Request request) {
        return new Attaching.Outcome() {
            @Override
            public void onAttached(Map<String, Attaching.Entry> entries) {
                session.send(confirmation(request, entries));
            }

            @Override
            public void onRefused(String channel, Refusal refusal) {
                (isOwn(channel) ? refuseOwn(request, refusal) : refuse(request, channel, refusal))
                        .ifPresent(session::send);
            }
        };
    }

    private ServerMessage confirmation(Request request, Map<String, Attaching.Entry> entries) {
        if (request.list()) {
            return new ServerMessage.SubscriptionsConfirmed(
                    request.command().id(), lines(request, entries), nowMillis());
        }
        String channel = request.channels().get(0);
        Attaching.Entry entry =
                entries.getOrDefault(channel, new Attaching.Entry(0, Replay.Outcome.NOT_ASKED, false, 0));
        String ownChannel = ownChannel();
        Attaching.Entry own = ownChannel == null ? null : entries.get(ownChannel);
        return new ServerMessage.SubscriptionConfirmed(
                request.command().id(),
                channel,
                request.symbol(),
                position(entry),
                entry.recovered(),
                entry.outcome().reason(),
                ownChannel == null || own == null
                        ? null
                        : new OwnChannel(
                                line(request, ownChannel, own),
                                own.recovered(),
                                own.outcome().reason()),
                granted(channel, request.options(), entry),
                nowMillis());
    }

    /**
     * The positions in the order in which the client named its channels, that of the user's own topic last; a name that
     * stands twice is told once.
     */
    private List<ChannelPosition> lines(Request request, Map<String, Attaching.Entry> entries) {
        List<ChannelPosition> lines = new ArrayList<>(entries.size());
        request.channels().stream().distinct().forEach(channel -> {
            Attaching.Entry entry = entries.get(channel);
            if (entry != null) {
                lines.add(line(request, channel, entry));
            }
        });
        String own = ownChannel();
        Attaching.Entry entry = own == null ? null : entries.get(own);
        if (own != null && entry != null) {
            lines.add(line(request, own, entry));
        }
        return lines;
    }

    private ChannelPosition line(Request request, String channel, Attaching.Entry entry) {
        return new ChannelPosition(channel, position(entry), granted(channel, request.options(), entry));
    }

    /** The name of the user's own topic; null where the connection has no user. */
    private @Nullable String ownChannel() {
        String userId = session.userId();
        return userId == null ? null : UserTopics.of(userId);
    }

    private Position position(Attaching.Entry entry) {
        return new Position(services.epoch(), entry.offset());
    }

    /** Whether its user may have some of {@code channel} left out. */
    private boolean mayBeMuted(String channel) {
        return session.userId() != null && (channel.equals(UserTopics.BROUGHT_BY) || isOwn(channel));
    }

    /** Of every option that was sent what really applies. */
    private @Nullable SubscribeOptions granted(
            String channel, @Nullable SubscribeOptions asked, Attaching.Entry entry) {
        if (asked == null) {
            return null;
        }
        Rewind rewind = asked.rewind();
        RateClass rate = TermRules.of(asked).rate();
        return asked.withSnapshot(asked.snapshot() == null ? null : asked.wantsSnapshot() && entry.snapshot())
                .withRewind(rewind == null ? null : new Rewind(rewind.unit(), entry.rewound()))
                .withMaxHz(rate == null ? null : (Double) rate.hz())
                .withGapless(rate == null && !mayBeMuted(channel));
    }

    Optional<ServerMessage> unsubscribe(ClientMessage.Unsubscribe command) {
        List<String> channels = command.channels();
        Request request = new Request(command, channels, command.list(), null, null);
        return detach(request)
                .or(() -> Optional.of(
                        command.list()
                                ? new ServerMessage.UnsubscriptionsConfirmed(command.id(), channels, nowMillis())
                                : new ServerMessage.UnsubscriptionConfirmed(
                                        command.id(), channels.get(0), null, nowMillis())));
    }

    Optional<ServerMessage> unsubscribeChart(ClientMessage.UnsubscribeChart command) {
        String symbol = command.symbol();
        String channel = chartOf(symbol);
        return detach(new Request(command, List.of(channel), false, symbol, null))
                .or(() -> Optional.of(
                        new ServerMessage.UnsubscriptionConfirmed(command.id(), channel, symbol, nowMillis())));
    }

    /** Removes all, or refuses all when one of the names could never have been subscribed. @return the refusal */
    private Optional<ServerMessage> detach(Request request) {
        for (String channel : request.channels()) {
            if (!services.directory().isPossible(channel)) {
                return refuse(request, channel, services.directory().refusal(channel, session.clientAddress()));
            }
        }
        for (String channel : request.channels()) {
            Topic topic = services.directory().find(channel);
            if (topic != null) {
                session.subscriptions().remove(topic);
            }
            Topic own = channel.equals(UserTopics.BROUGHT_BY) ? ownTopic() : null;
            if (own != null) {
                session.subscriptions().remove(own);
            }
        }
        return Optional.empty();
    }

    /** Subscriptions that the client asked for by name. */
    private int countNamed() {
        Topic own = ownTopic();
        boolean holdsOwn = own != null && session.subscriptions().contains(own);
        return session.subscriptions().count() - (holdsOwn ? 1 : 0);
    }

    /** The topic of the user's own notifications, if it exists now. */
    private @Nullable Topic ownTopic() {
        String own = ownChannel();
        return own == null ? null : services.directory().find(own);
    }

    private static String chartOf(String symbol) {
        return CHARTS + ":" + symbol;
    }

    private long nowMillis() {
        return services.clock().millis();
    }
}
