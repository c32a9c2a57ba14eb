package io.tickgate.protocol.codec;

/** Times as the wire writes them: {@code yyyy-MM-ddTHH:mm:ss.SSSZ}, UTC. */
@SuppressWarnings("DoNotCallSuggester")
public final class Timestamps {
    /** Bytes of a written time. */
    public static final int LENGTH = 24;

    private Timestamps() {}

    /** Writes {@value #LENGTH} ASCII bytes from {@code offset} on. Years 0 to 9999. */
    public static void write(long epochMillis, byte[] target, int offset) {
        throw new IllegalStateException();
    }

    /** Reads a time whose fraction is optional; below the millisecond it is cut.
     * @return Unix time in milliseconds, or {@link Long#MIN_VALUE} when the text is no such time */
    public static long parse(String text) {
        throw new IllegalStateException();
    }
}
