package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;

/** Receives a body of any length. <b>Owner:</b> the connection's event loop. */
public interface BodyStream {
    /**
     * Takes the next piece.
     *
     * @param piece borrowed for the call only
     * @return false to pause: nothing more is read from the peer until {@link HttpExchange#resumeBody}
     */
    boolean onPiece(ByteBuf piece);

    /** The body is complete: answer as soon as everything in it is done. */
    void onEnd();

    /**
     * The gateway takes nothing more to publish: answer as soon as what was taken is done, and say what was. Pieces, and
     * the end, may still come.
     */
    void onStop();

    /** No more will come, and no answer is wanted: the peer broke off, or broke the rules. */
    void onBroken();
}
