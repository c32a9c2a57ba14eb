package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a client stopped reading ({@code since}).
 *
 * @param position in the channel that it names
 * @param userOffset in its user's own channel, which comes with {@code notifications}: the last one it has of the same
 *     epoch, or null when it does not say
 */
public record Since(Position position, @Nullable Long userOffset) {
    /** A place in one channel alone. */
    public Since(Position position) {
        this(position, null);
    }
}
