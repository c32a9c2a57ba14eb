package io.tickgate.bench.load.client;

/** Hears what happens to one WebSocket, on the loop's thread. */
public interface SocketListener {
    /** The upgrade is done. */
    void onOpen();

    /**
     * A whole message, inflated where it came deflated.
     *
     * @param in valid only until this returns
     * @param readAtNanos {@link System#nanoTime} right behind the read that brought its end
     */
    void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos);

    /** A read brought something: the answer to the upgrade, or messages, of which {@link #onMessage} hears next. */
    default void onRead() {}

    /** Everything that was there to read was handed out. */
    default void onReadComplete() {}

    /**
     * It ended, and nobody here asked for that. Nothing follows.
     *
     * @param reason such as {@code closed with 4001 slow} or what went wrong
     */
    void onEnd(String reason);
}
