package io.tickgate.core.session;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.StartAt;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes one session's commands. Every command is answered exactly once, in its turn: at once by what its method returns,
 * or, when that is empty, later, when another loop has had its say.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Commands implements ClientMessage.Handler<Optional<ServerMessage>> {
    private static final String CHARTS = "chart_updates";
    private static final String NOTIFICATIONS = "notifications";

    private final Session session;
    private final SessionServices services;
    private final boolean mayPublish;

    Commands(Session session, SessionServices services, boolean mayPublish) {
        this.session = session;
        this.services = services;
        this.mayPublish = mayPublish;
    }

    @Override
    public Optional<ServerMessage> onPing(ClientMessage.Ping ping) {
        return Optional.of(new ServerMessage.Pong(ping.id(), nowMillis()));
    }

    @Override
    public Optional<ServerMessage> onSubscribe(ClientMessage.Subscribe subscribe) {
        Position since = subscribe.since();
        return attach(
                subscribe,
                subscribe.channels(),
                subscribe.list(),
                null,
                topic -> since == null ? StartAt.LIVE : startAfter(since, topic),
                subscribe.ack());
    }

    @Override
    public Optional<ServerMessage> onSubscribeChart(ClientMessage.SubscribeChart subscribe) {
        StartAt start = subscribe.history() == 0 ? StartAt.LIVE : StartAt.snapshot(subscribe.history());
        return attach(
                subscribe, List.of(chartOf(subscribe.symbol())), false, subscribe.symbol(), topic -> start, false);
    }

    /** Every name is checked before the first one is attached. */
    private Optional<ServerMessage> attach(
            ClientMessage command,
            List<String> channels,
            boolean list,
            @Nullable String symbol,
            Function<Topic, StartAt> start,
            boolean ack) {
        Set<Topic> topics = new LinkedHashSet<>();
        int added = 0;
        for (int i = 0; i < channels.size(); i++) {
            Topic topic = services.directory().resolve(channels.get(i), session.clientAddress());
            if (topic == null) {
                Refusal refusal = services.directory().refusal(channels.get(i), session.clientAddress());
                return refuseChannel(command, channels.get(i), list ? i : -1, symbol, refusal);
            }
            if (topics.add(topic) && !session.subscriptions().contains(topic)) {
                added++;
            }
        }
        Topic own = null;
        if (channels.contains(NOTIFICATIONS) && session.userId() != null) {
            own = services.directory().resolveAny(UserTopics.of(session.userId()));
            if (own == null) {
                int index = list ? channels.indexOf(NOTIFICATIONS) : -1;
                return refuseChannel(
                        command,
                        NOTIFICATIONS,
                        index,
                        null,
                        services.directory().full());
            }
        }
        int max = services.limits().subscriptionsMax();
        if (countNamed() + added > max) {
            return refuse(
                    command,
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    "a connection may hold " + max + " subscriptions (limits.max-subscriptions)",
                    list ? "channels" : null);
        }
        new Attaching(session, services, ack, new Attaching.Outcome() {
                    @Override
                    public void onAttached(Map<String, Position> positions, Replay.Outcome replayed) {
                        session.send(confirmation(command, channels, list, symbol, positions, replayed));
                    }

                    @Override
                    public void onRefused(String channel, Refusal refusal) {
                        // What a client did not name is refused by the name that brought it.
                        String named = channels.contains(channel) ? channel : NOTIFICATIONS;
                        int index = list ? channels.indexOf(named) : -1;
                        refuseChannel(command, named, index, symbol, refusal).ifPresent(session::send);
                    }
                })
                .start(topics, start.apply(topics.iterator().next()), own);
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
        String userId = session.userId();
        return userId == null ? null : services.directory().find(UserTopics.of(userId));
    }

    private StartAt startAfter(Position since, Topic topic) {
        if (session.subscriptions().covers(topic)) {
            return StartAt.lost(Replay.Outcome.ALREADY_SUBSCRIBED);
        }
        return since.epoch().equals(services.epoch())
                ? StartAt.after(since.offset())
                : StartAt.lost(Replay.Outcome.EPOCH_CHANGED);
    }

    private ServerMessage confirmation(
            ClientMessage command,
            List<String> channels,
            boolean list,
            @Nullable String symbol,
            Map<String, Position> positions,
            Replay.Outcome replayed) {
        if (list) {
            return new ServerMessage.SubscriptionsConfirmed(
                    command.id(), Attaching.inOrder(withOwn(channels), positions), nowMillis());
        }
        String channel = channels.get(0);
        String ownChannel = session.userId() == null ? null : UserTopics.of(session.userId());
        Position own = ownChannel == null ? null : positions.get(ownChannel);
        Position position = positions.getOrDefault(channel, new Position(services.epoch(), 0));
        return new ServerMessage.SubscriptionConfirmed(
                command.id(),
                channel,
                symbol,
                position,
                replayed == Replay.Outcome.NOT_ASKED ? null : replayed == Replay.Outcome.RECOVERED,
                replayed.reason(),
                ownChannel == null || own == null ? null : new ServerMessage.ChannelPosition(ownChannel, own),
                nowMillis());
    }

    /** The names of a list, and behind them that of the user's own topic where the list brings it. */
    private List<String> withOwn(List<String> channels) {
        String userId = session.userId();
        if (userId == null || !channels.contains(NOTIFICATIONS)) {
            return channels;
        }
        List<String> all = new ArrayList<>(channels);
        all.add(UserTopics.of(userId));
        return all;
    }

    @Override
    public Optional<ServerMessage> onUnsubscribe(ClientMessage.Unsubscribe unsubscribe) {
        List<String> channels = unsubscribe.channels();
        return detach(unsubscribe, channels, unsubscribe.list(), null)
                .or(() -> Optional.of(
                        unsubscribe.list()
                                ? new ServerMessage.UnsubscriptionsConfirmed(unsubscribe.id(), channels, nowMillis())
                                : new ServerMessage.UnsubscriptionConfirmed(
                                        unsubscribe.id(), channels.get(0), null, nowMillis())));
    }

    @Override
    public Optional<ServerMessage> onUnsubscribeChart(ClientMessage.UnsubscribeChart unsubscribe) {
        String symbol = unsubscribe.symbol();
        String channel = chartOf(symbol);
        return detach(unsubscribe, List.of(channel), false, symbol)
                .or(() -> Optional.of(
                        new ServerMessage.UnsubscriptionConfirmed(unsubscribe.id(), channel, symbol, nowMillis())));
    }

    /** Removes all, or refuses all when one of the names could never have been subscribed. @return the refusal */
    private Optional<ServerMessage> detach(
            ClientMessage command, List<String> channels, boolean list, @Nullable String symbol) {
        for (int i = 0; i < channels.size(); i++) {
            if (!services.directory().isPossible(channels.get(i))) {
                Refusal refusal = services.directory().refusal(channels.get(i));
                return refuseChannel(command, channels.get(i), list ? i : -1, symbol, refusal);
            }
        }
        for (String channel : channels) {
            Topic topic = services.directory().find(channel);
            if (topic != null) {
                session.subscriptions().remove(topic);
            }
            Topic own = channel.equals(NOTIFICATIONS) ? ownTopic() : null;
            if (own != null) {
                session.subscriptions().remove(own);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<ServerMessage> onPublish(ClientMessage.Publish publish) {
        return mayPublish ? later(publish, answer -> publish(publish, answer)) : forbidden(publish);
    }

    private void publish(ClientMessage.Publish publish, Answer answer) {
        PublishReply reply = new PublishReply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                answer.published(publish.channel(), offset, recipientCount, null);
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                String field = code == ErrorCode.INVALID_FIELD || code == ErrorCode.UNKNOWN_CHANNEL ? "channel" : null;
                answer.refuse(code, detail, field);
            }
        };
        services.broker()
                .publish(
                        publish.channel(),
                        publish.message(),
                        optionsOf(publish),
                        services.shard().loop(),
                        reply);
    }

    private static PublishOptions optionsOf(ClientMessage.Publish publish) {
        return publish.priority() == null && publish.conflate() == null
                ? PublishOptions.NONE
                : new PublishOptions(publish.priority(), publish.conflate(), null);
    }

    /** The answer's place is taken now; what fills it may take its time. */
    private Optional<ServerMessage> later(ClientMessage command, Consumer<Answer> execution) {
        execution.accept(new Answer(session, services, command));
        return Optional.empty();
    }

    private Optional<ServerMessage> forbidden(ClientMessage command) {
        return refuse(command, ErrorCode.FORBIDDEN, "this address may not publish (ingest.allowed-addresses)", null);
    }

    @Override
    public Optional<ServerMessage> onRemoveChart(ClientMessage.RemoveChart command) {
        return mayPublish
                ? later(command, answer -> services.modules().onRemoveChart(command, answer))
                : forbidden(command);
    }

    @Override
    public Optional<ServerMessage> onRequestBacktestProgress(ClientMessage.RequestBacktestProgress command) {
        return later(command, answer -> services.modules().onRequestBacktestProgress(command, answer));
    }

    @Override
    public Optional<ServerMessage> onGetNotifications(ClientMessage.GetNotifications command) {
        // A list may be long: the next command waits until this one is answered, so that no client has many in memory.
        session.inbox().pause();
        return later(
                command,
                answer -> services.modules().onGetNotifications(command, answer.then(session.inbox()::resume)));
    }

    @Override
    public Optional<ServerMessage> onMarkNotificationRead(ClientMessage.MarkNotificationRead command) {
        return later(command, answer -> services.modules().onMarkNotificationRead(command, answer));
    }

    @Override
    public Optional<ServerMessage> onAck(ClientMessage.Ack ack) {
        String channel = ack.channel();
        return switch (session.subscriptions().acknowledge(channel, ack.offset())) {
            case TAKEN -> Optional.of(new ServerMessage.AckConfirmed(ack.id(), channel, ack.offset(), nowMillis()));
            case NOT_SENT ->
                refuse(
                        ack,
                        ErrorCode.INVALID_POSITION,
                        "this connection was not sent offset " + ack.offset() + " of \"" + channel + "\"",
                        "offset");
            case UNKNOWN ->
                services.directory().isPossible(channel)
                        ? refuse(
                                ack, ErrorCode.INVALID_FIELD, "not subscribed with ack: \"" + channel + "\"", "channel")
                        : refuseChannel(
                                ack, channel, -1, null, services.directory().refusal(channel));
        };
    }

    @Override
    public Optional<ServerMessage> onPublishBacktestProgress(ClientMessage.PublishBacktestProgress command) {
        return mayPublish
                ? later(command, answer -> services.modules().onPublishBacktestProgress(command, answer))
                : forbidden(command);
    }

    @Override
    public Optional<ServerMessage> onPublishChart(ClientMessage.PublishChart command) {
        return mayPublish
                ? later(command, answer -> services.modules().onPublishChart(command, answer))
                : forbidden(command);
    }

    @Override
    public Optional<ServerMessage> onPublishNotification(ClientMessage.PublishNotification command) {
        return mayPublish
                ? later(command, answer -> services.modules().onPublishNotification(command, answer))
                : forbidden(command);
    }

    @Override
    public Optional<ServerMessage> onPublishSystemStatus(ClientMessage.PublishSystemStatus command) {
        return mayPublish
                ? later(command, answer -> services.modules().onPublishSystemStatus(command, answer))
                : forbidden(command);
    }

    @Override
    public Optional<ServerMessage> onAuthenticate(ClientMessage.Authenticate command) {
        return notHere(command);
    }

    /** A command of the protocol whose module this gateway does not have: said at once, rather than met with silence. */
    private Optional<ServerMessage> notHere(ClientMessage command) {
        return refuse(command, ErrorCode.UNAVAILABLE, "this gateway does not offer \"" + command.type() + "\"", null);
    }

    private Optional<ServerMessage> refuseChannel(
            ClientMessage command, String channel, int listIndex, @Nullable String symbol, Refusal refusal) {
        String channelField = refusal.code() == ErrorCode.INVALID_POSITION ? "since.offset" : "channel";
        String field = symbol != null ? "symbol" : listIndex >= 0 ? "channels[" + listIndex + "]" : channelField;
        return error(new ServerMessage.ErrorMessage(
                refusal.code(),
                refusal.detail(),
                command.id(),
                command.type(),
                field,
                channel,
                null,
                symbol,
                null,
                nowMillis()));
    }

    private Optional<ServerMessage> refuse(ClientMessage command, ErrorCode code, String text, @Nullable String field) {
        return error(ErrorContext.error(command, code, text, field, nowMillis()));
    }

    private Optional<ServerMessage> error(ServerMessage.ErrorMessage error) {
        session.inbox().countError(error.code());
        return Optional.of(error);
    }

    private static String chartOf(String symbol) {
        return CHARTS + ":" + symbol;
    }

    private long nowMillis() {
        return services.clock().millis();
    }
}
