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
    private final Session session;
    private final Connection connection;
    private final SendQueue queue;
    private final SessionServices services;

    private @Nullable CloseCode onceAnswered;
    private long deadlineNanos;
    private Ending ending = Ending.LOST;

    Closing(Session session, Connection connection, SendQueue queue, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.queue = queue;
        this.services = services;
    }

    private void begin(Ending how) {
        ending = how;
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
            beginIfOpen(Ending.CLIENT);
            queue.say(WebSocketFrames.close(status, ""));
        }
        connection.closeAfterWrites();
    }

    private void beginIfOpen(Ending how) {
        if (session.isOpen()) {
            begin(how);
        }
    }

    /** What waits is dropped, then the code is said. */
    void close(CloseCode code) {
        if (session.isOpen()) {
            begin(Ending.by(code));
            queue.say(WebSocketFrames.close(code));
        }
    }

    /** The code is said behind every answer and everything that waits. */
    void closeAfterQueued(CloseCode code) {
        if (!session.isOpen()) {
            return;
        }
        if (queue.isHolding()
                || session.answers().pending() > 0
                || !session.inbox().isEmpty()) {
            // What is held may not go out before the confirmation that it waits for, and may not be dropped either.
            onceAnswered = code;
            return;
        }
        begin(Ending.by(code));
        // The last word stands behind all that waits, which has no time to spare.
        queue.limit(null);
        queue.addLast(WebSocketFrames.close(code));
        queue.flush();
    }

    /** Nothing the client sends can be understood any more. */
    void fail(CloseCode code, String reason) {
        if (session.isOpen()) {
            begin(Ending.by(code));
            queue.say(WebSocketFrames.close(code.code(), reason));
        } else {
            queue.drop();
        }
        connection.finish();
    }

    /** Ends a session that is behind, even one that is closing after what is queued: then the queue is given up. */
    void closeSlow(String why) {
        if (session.isOpen() || !queue.isEmpty()) {
            services.shard().counters().increment(Counter.SLOW_CLOSES);
            beginIfOpen(Ending.by(CloseCode.SLOW_CONSUMER));
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
