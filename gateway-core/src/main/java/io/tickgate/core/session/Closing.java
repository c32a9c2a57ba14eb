package io.tickgate.core.session;

import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.Ending;
import io.tickgate.protocol.message.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which one session ends, each with its last word and with what still goes out before it.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Closing {
    /** What RFC 6455 section 7.1.5 calls an end without a close frame, and one without a code. */
    private static final int ABNORMAL = 1006;

    private static final int NO_STATUS = 1005;

    private final Session session;
    private final Connection connection;
    private final SendQueue queue;
    private final SessionServices services;

    private @Nullable CloseCode onceAnswered;
    private int code = ABNORMAL;
    private long deadlineNanos;
    private Ending ending = Ending.LOST;

    Closing(Session session, Connection connection, SendQueue queue, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.queue = queue;
        this.services = services;
    }

    /** The code of the end, ours or the client's, whichever came first. */
    int code() {
        return code;
    }

    private void begin(CloseCode with) {
        begin(Ending.by(with), with.code());
    }

    private void begin(Ending how, int with) {
        ending = how;
        code = with;
        deadlineNanos = services.clock().nanoTime() + services.limits().closeHandshakeNanos();
        session.onClosing();
    }

    /** How the session ended, or will have as things are. */
    Ending ending() {
        return ending;
    }

    /** Cuts the connection of a client that does not close its side in time. */
    void tick(long nowNanos) {
        if (nowNanos - deadlineNanos >= 0) {
            connection.closeNow();
        }
    }

    /** The last word to a client who waits for answers first; null for everybody else. */
    @Nullable
    CloseCode onceAnswered() {
        return onceAnswered;
    }

    /**
     * The client closes, or answers our close.
     *
     * @param status what it said, to be echoed (RFC 6455 section 5.5.1); 0 when it said nothing
     */
    void onPeerClose(int status) {
        // Our own close frame may wait at the end of the queue, and is not needed any more.
        if (session.isOpen() || !queue.isEmpty()) {
            beginIfOpen(Ending.CLIENT, status == 0 ? NO_STATUS : status);
            queue.say(WebSocketFrames.close(status, ""));
        }
        connection.closeAfterWrites();
    }

    private void beginIfOpen(Ending how, int with) {
        if (session.isOpen()) {
            begin(how, with);
        }
    }

    /** What waits is dropped, then the code is said. */
    void close(CloseCode with) {
        close(with, with.reason());
    }

    /** @param reason at most {@link CloseCode#REASON_BYTES_MAX} bytes */
    void close(CloseCode with, String reason) {
        if (session.isOpen()) {
            begin(with);
            queue.say(WebSocketFrames.close(with.code(), reason));
        }
    }

    /** The code is said behind every answer and everything that waits. */
    void closeAfterQueued(CloseCode with) {
        if (!session.isOpen()) {
            return;
        }
        if (queue.isHolding()
                || session.answers().pending() > 0
                || !session.inbox().isEmpty()) {
            // What is held may not go out before the confirmation that it waits for, and may not be dropped either.
            onceAnswered = with;
            return;
        }
        services.shard().sendNow();
        if (!session.isOpen()) {
            return;
        }
        begin(with);
        // The last word stands behind all that waits, which has no time to spare.
        queue.limit(null);
        queue.addLast(WebSocketFrames.close(with));
        queue.flush();
    }

    /** Nothing the client sends can be understood any more. */
    void fail(CloseCode with, String reason) {
        if (session.isOpen()) {
            begin(with);
            queue.say(WebSocketFrames.close(with.code(), reason));
        } else {
            queue.drop();
        }
        connection.finish();
    }

    /** Ends a session that is behind, even one that is closing after what is queued: then the queue is given up. */
    void closeSlow(String why) {
        if (session.isOpen() || !queue.isEmpty()) {
            services.shard().counters().increment(Counter.SLOW_CLOSES);
            beginIfOpen(Ending.by(CloseCode.SLOW_CONSUMER), CloseCode.SLOW_CONSUMER.code());
            queue.say(WebSocketFrames.close(
                    CloseCode.SLOW_CONSUMER.code(), CloseCode.SLOW_CONSUMER.reason() + ": " + why));
        }
    }

    /**
     * Ends the session that is furthest behind: it does not read, or it does not acknowledge. One that was ended before, and
     * still has the socket's buffer full, is cut.
     */
    void closeWorst(String why) {
        if (session.acknowledgements().bytes() > queue.lag()) {
            services.shard().counters().increment(Counter.ACK_CLOSES);
            close(CloseCode.ACK_TIMEOUT);
        } else if (session.isOpen() || !queue.isEmpty()) {
            closeSlow(why);
        } else {
            queue.abandon();
            connection.closeNow();
        }
    }

    /** Ends a session that does not acknowledge, or not fast enough; what it was sent before reaches it. */
    void closeUnacked() {
        if (session.isOpen() && onceAnswered == null) {
            services.shard().counters().increment(Counter.ACK_CLOSES);
            closeAfterQueued(CloseCode.ACK_TIMEOUT);
        }
    }
}
