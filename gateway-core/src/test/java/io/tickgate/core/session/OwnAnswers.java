package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;

/** The way out of a session for what is no message of the protocol. */
public final class OwnAnswers {
    private OwnAnswers() {}

    /** Sends what the connection was given before it was the session's. */
    public static void begin(Session session) {
        session.queue().flushAtEndOfTurn();
    }

    /** Sends {@code frame} as an answer of the session's would be sent; not behind a close frame. Takes over the reference. */
    public static void send(Session session, ByteBuf frame) {
        if (session.isOpen()) {
            session.queue().addAnswer(frame);
        } else {
            frame.release();
        }
    }
}
