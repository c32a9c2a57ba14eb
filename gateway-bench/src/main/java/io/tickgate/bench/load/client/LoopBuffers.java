package io.tickgate.bench.load.client;

/**
 * What all connections of a loop read into, one after the other.
 *
 * <p><b>Owner:</b> the loop.
 */
final class LoopBuffers {
    /** The most that is taken from a socket in one read. */
    static final int READ_BYTES = 64 << 10;

    private final InflatedMessages inflated = new InflatedMessages();
    private byte[] read = new byte[2 * READ_BYTES];

    /** At least {@code bytes} long; what was in it is gone. */
    byte[] read(int bytes) {
        if (read.length < bytes) {
            read = new byte[Integer.highestOneBit(bytes) * 2];
        }
        return read;
    }

    InflatedMessages inflated() {
        return inflated;
    }
}
