package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.DirectWay;

/**
 * A session's ways to its socket; the direct one only while not {@link #hasPending}. Every method on the loop that owns the
 * session.
 */
public interface Connection extends DirectWay {
    Peer peer();

    /** Bytes that the socket was given, those that wait in it included. */
    long sentBytes();

    /** Whether bytes were written that the socket has not taken yet: then nothing may overtake them. */
    boolean hasPending();

    /** False once a little more than a socket's worth is pending: keep the rest where it can still be dropped. */
    boolean isWritable();

    /**
     * A number that changes whenever the socket takes bytes while some are pending. Who sees it unchanged for long sees
     * a stalled reader.
     */
    long progress();

    /** Whether {@link #trySend} leads to the socket; else everything goes by {@link #write}. */
    boolean isDirect();

    /** Names a task that runs once for each {@link #write}, when its bytes were passed on or given up. */
    void whenWritten(Runnable task);

    /** Writes behind what is pending; {@link #flush} passes it on. Takes over the reference. */
    void write(ByteBuf frame);

    void flush();

    /** Stops or resumes reading from the client: the back-pressure that TCP passes on. */
    void setReading(boolean reading);

    /** Sends what was written, then ends this side of the connection and waits for the client to end its own. */
    void finish();

    /** Sends what was written, then closes. */
    void closeAfterWrites();

    /** Closes without waiting for anything. */
    void closeNow();
}
