package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a command is owed, given when its module is done with it. It goes out in its turn, behind the answers
 * of earlier commands.
 *
 * <p>Any thread; exactly one of the methods that answer, once. When the session has ended meanwhile nothing happens.
 */
public final class Answer {
    private final Session session;
    private final SessionServices services;
    private final ClientMessage command;
    private final Answers.Slot slot;
    private @Nullable Runnable afterwards;

    Answer(Session session, SessionServices services, ClientMessage command) {
        this.session = session;
        this.services = services;
        this.command = command;
        this.slot = session.answers().reserve();
    }

    /** Runs {@code task} on the session's loop when the answer was given, unless the session has ended. */
    Answer then(Runnable task) {
        afterwards = task;
        return this;
    }

    /** What the answer carries back; null when the command had none. */
    public @Nullable CommandId id() {
        return command.id();
    }

    /** Whose connection it is that asks; null when the client did not say. */
    public @Nullable String userId() {
        return session.userId();
    }

    /** The dialect that the answer will be written in. */
    public WireFormat format() {
        return session.kind().format();
    }

    /** Unix time in milliseconds, for the answer's {@code timestamp}. */
    public long nowMillis() {
        return services.clock().millis();
    }

    /** The session's loop: who answers from there saves a hand-over. */
    public EventExecutor executor() {
        return services.shard().loop();
    }

    /** @param message carries {@link #id} */
    public void send(ServerMessage message) {
        if (services.shard().isCurrent()) {
            // As nearly every answer: a task for it would only be garbage.
            complete(message);
        } else {
            services.shard().execute(() -> complete(message));
        }
    }

    /**
     * A publication was made.
     *
     * @param notificationId set for notifications only
     */
    public void published(String channel, long offset, int recipientCount, @Nullable String notificationId) {
        send(new ServerMessage.PublishConfirmed(id(), channel, offset, recipientCount, notificationId, nowMillis()));
    }

    /** It was published before under the same key, and has that {@code offset}. */
    void duplicate(String channel, long offset) {
        send(new ServerMessage.PublishConfirmed(id(), channel, offset, 0, null, false, true, nowMillis()));
    }

    /** The command was not carried out; {@code fault} says which field and which rule. */
    public void refuse(WireException fault) {
        refuse(fault.code(), fault.text(), fault.field());
    }

    /** @param field the field at fault, or null */
    public void refuse(ErrorCode code, String text, @Nullable String field) {
        refuse(code, text, field, 0);
    }

    /** @param retryAfterSeconds when it may help to try again; 0 when it does not */
    void refuse(ErrorCode code, String text, @Nullable String field, int retryAfterSeconds) {
        services.shard().execute(() -> {
            session.inbox().countError(code);
            ServerMessage.ErrorMessage error = ErrorContext.error(command, code, text, field, nowMillis());
            complete(retryAfterSeconds == 0 ? error : error.withRetryAfter(retryAfterSeconds));
        });
    }

    private void complete(ServerMessage message) {
        ByteBuf frame = session.isOpen() ? session.encode(message) : null;
        if (frame != null) {
            session.answers().complete(slot, frame);
            session.inbox().onAnswered();
            if (afterwards != null) {
                afterwards.run();
            }
            session.inbox().endIfDue();
        }
    }
}
