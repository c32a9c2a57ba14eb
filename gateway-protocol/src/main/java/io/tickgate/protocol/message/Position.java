package io.tickgate.protocol.message;

/**
 * A place in a channel's stream.
 *
 * @param epoch the life of the stream that {@code offset} counts in
 * @param offset number of a publication, from 1; 0 is before the first
 */
public record Position(String epoch, long offset) {
    /** Longest epoch, in characters. */
    public static final int EPOCH_CHARS_MAX = 64;

    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is at least 0, not " + offset);
        }
    }
}
