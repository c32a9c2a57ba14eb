package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request's body to who reads it, and knows whether that one takes more now.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
final class BodyFeed {
    /** Null when nobody reads (any more). */
    private @Nullable BodyStream reader;

    private boolean isPaused;
    private boolean isResumed;

    /** From now on {@code next} reads. */
    void begin(BodyStream next) {
        reader = next;
    }

    boolean hasReader() {
        return reader != null;
    }

    boolean isPaused() {
        return isPaused;
    }

    void offer(ByteBuf piece) {
        BodyStream current = reader;
        if (current != null && piece.isReadable()) {
            isResumed = false;
            isPaused = !current.onPiece(piece) && !isResumed;
        }
    }

    /** @return whether reading had stopped for who reads, and may go on */
    boolean resume() {
        isResumed = true;
        boolean wasPaused = isPaused;
        isPaused = false;
        return wasPaused;
    }

    /** The gateway stops. */
    void stop() {
        if (reader != null) {
            reader.onStop();
        }
    }

    /** From now on nobody reads. @return who did */
    @Nullable
    BodyStream end() {
        BodyStream last = reader;
        reader = null;
        isPaused = false;
        return last;
    }

    /** The rest of it will not be read. */
    void drop() {
        BodyStream last = end();
        if (last != null) {
            last.onBroken();
        }
    }
}
