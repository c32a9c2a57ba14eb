package io.tickgate.core.session;

import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.metrics.Via;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.PingTimes;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SetLimits;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes one session's commands. Every command is answered exactly once, in its turn: at once by what its method returns,
 * or, when that is empty, later, when another loop has had its say.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Commands implements ClientMessage.Handler<Optional<ServerMessage>> {
    private static final PublishOptions BY_COMMAND = new PublishOptions(null, null, null, null, Via.WEBSOCKET);

    private final Session session;
    private final SessionServices services;
    private final Refusals refusals;
    private final @Nullable AuthenticateCommand authenticate;

    Commands(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.refusals = new Refusals(session, services);
        this.authenticate = AuthenticateCommand.of(session, services);
    }

    /** One for each command: it remembers nothing, and most sessions subscribe once and then listen. */
    private SubscriptionCommands subscriptions() {
        return new SubscriptionCommands(session, services, refusals);
    }

    @Override
    public Optional<ServerMessage> onPing(ClientMessage.Ping ping) {
        Long t0 = ping.t0();
        if (t0 == null) {
            return Optional.of(new ServerMessage.Pong(ping.id(), nowMillis()));
        }
        long t1 = session.inbox().receivedMicros();
        if (session.answers().pending() == 0) {
            return Optional.of(pong(ping, t0, t1));
        }
        // A time that is taken before the answer's turn would be none of its leaving.
        session.inbox().pause();
        session.answers().whenOut(() -> {
            session.send(pong(ping, t0, t1));
            session.inbox().resume();
        });
        return Optional.empty();
    }

    private ServerMessage pong(ClientMessage.Ping ping, long t0, long t1) {
        long t2 = services.clock().epochMicros();
        return new ServerMessage.Pong(ping.id(), t2 / 1_000, new PingTimes(t0, t1, t2));
    }

    @Override
    public Optional<ServerMessage> onSubscribe(ClientMessage.Subscribe subscribe) {
        return subscriptions().subscribe(subscribe);
    }

    @Override
    public Optional<ServerMessage> onSetChannels(SetChannels setChannels) {
        return subscriptions().setChannels(setChannels);
    }

    @Override
    public Optional<ServerMessage> onSetLimits(SetLimits setLimits) {
        return Optional.of(new LimitsGranted(
                setLimits.id(),
                session.bandwidth().set(setLimits.wish()),
                session.bandwidth().caps(),
                nowMillis()));
    }

    @Override
    public Optional<ServerMessage> onResume(Resume resume) {
        return subscriptions().resume(resume);
    }

    @Override
    public Optional<ServerMessage> onSubscribeChart(ClientMessage.SubscribeChart subscribe) {
        return subscriptions().subscribeChart(subscribe);
    }

    @Override
    public Optional<ServerMessage> onUnsubscribe(ClientMessage.Unsubscribe unsubscribe) {
        return subscriptions().unsubscribe(unsubscribe);
    }

    @Override
    public Optional<ServerMessage> onUnsubscribeChart(ClientMessage.UnsubscribeChart unsubscribe) {
        return subscriptions().unsubscribeChart(unsubscribe);
    }

    @Override
    public Optional<ServerMessage> onPublish(ClientMessage.Publish publish) {
        return ifAllowed(publish, Right.PUBLISH, publish.channel(), "channel", answer -> publish(publish, answer));
    }

    private void publish(ClientMessage.Publish publish, Answer answer) {
        PublishReply reply = new PublishReply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                answer.published(publish.channel(), offset, recipientCount, null);
            }

            @Override
            public void onDuplicate(long offset) {
                answer.duplicate(publish.channel(), offset);
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
        return publish.priority() == null && publish.conflate() == null && publish.idempotencyKey() == null
                ? BY_COMMAND
                : new PublishOptions(
                        publish.priority(), publish.conflate(), null, publish.idempotencyKey(), Via.WEBSOCKET);
    }

    /** The answer's place is taken now; what fills it may take its time. */
    private Optional<ServerMessage> later(ClientMessage command, Consumer<Answer> execution) {
        execution.accept(new Answer(session, services, command));
        return Optional.empty();
    }

    /** @param field where the command names {@code channel} */
    private Optional<ServerMessage> ifAllowed(
            ClientMessage command, Right right, String channel, @Nullable String field, Consumer<Answer> execution) {
        return session.principal().rights().allows(right, channel)
                ? later(command, execution)
                : refusals.deny(command, right, channel, field);
    }

    @Override
    public Optional<ServerMessage> onRemoveChart(ClientMessage.RemoveChart command) {
        return ifAllowed(
                command,
                Right.PUBLISH,
                GuideTopics.ofChart(command.symbol()),
                "symbol",
                answer -> services.modules().onRemoveChart(command, answer));
    }

    @Override
    public Optional<ServerMessage> onRequestBacktestProgress(ClientMessage.RequestBacktestProgress command) {
        return ifAllowed(
                command,
                Right.SUBSCRIBE,
                GuideTopics.ofTask(command.taskId()),
                "task_id",
                answer -> services.modules().onRequestBacktestProgress(command, answer));
    }

    @Override
    public Optional<ServerMessage> onGetNotifications(ClientMessage.GetNotifications command) {
        if (!session.principal().mayReadHistory(GuideTopics.NOTIFICATIONS)) {
            return refusals.deny(command, Right.HISTORY, GuideTopics.NOTIFICATIONS, null);
        }
        // A list may be long: the next command waits until this one is answered, so that no client has many in memory.
        session.inbox().pause();
        return later(
                command,
                answer -> services.modules().onGetNotifications(command, answer.then(session.inbox()::resume)));
    }

    @Override
    public Optional<ServerMessage> onMarkNotificationRead(ClientMessage.MarkNotificationRead command) {
        return ifAllowed(
                command,
                Right.HISTORY,
                GuideTopics.NOTIFICATIONS,
                null,
                answer -> services.modules().onMarkNotificationRead(command, answer));
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
                        : refusals.refuseChannel(
                                ack,
                                channel,
                                "channel",
                                null,
                                services.directory().refusal(channel));
        };
    }

    @Override
    public Optional<ServerMessage> onPublishBacktestProgress(ClientMessage.PublishBacktestProgress command) {
        return ifAllowed(
                command,
                Right.PUBLISH,
                GuideTopics.ofTask(command.taskId()),
                "task_id",
                answer -> services.modules().onPublishBacktestProgress(command, answer));
    }

    @Override
    public Optional<ServerMessage> onPublishChart(ClientMessage.PublishChart command) {
        return ifAllowed(
                command,
                Right.PUBLISH,
                GuideTopics.ofChart(command.symbol()),
                "symbol",
                answer -> services.modules().onPublishChart(command, answer));
    }

    @Override
    public Optional<ServerMessage> onPublishNotification(ClientMessage.PublishNotification command) {
        return ifAllowed(
                command,
                Right.PUBLISH,
                GuideTopics.NOTIFICATIONS,
                null,
                answer -> services.modules().onPublishNotification(command, answer));
    }

    @Override
    public Optional<ServerMessage> onPublishSystemStatus(ClientMessage.PublishSystemStatus command) {
        return ifAllowed(
                command,
                Right.PUBLISH,
                GuideTopics.SYSTEM_STATUS,
                null,
                answer -> services.modules().onPublishSystemStatus(command, answer));
    }

    @Override
    public Optional<ServerMessage> onAuthenticate(ClientMessage.Authenticate command) {
        return authenticate == null
                ? refuse(command, ErrorCode.UNAVAILABLE, "this gateway asks for no token (auth.mode)", null)
                : authenticate.execute(command);
    }

    private Optional<ServerMessage> refuse(ClientMessage command, ErrorCode code, String text, @Nullable String field) {
        return refusals.refuse(command, code, text, field);
    }

    private long nowMillis() {
        return services.clock().millis();
    }
}
