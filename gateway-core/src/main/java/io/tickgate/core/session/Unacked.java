package io.tickgate.core.session;

import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One publication that one session was sent and has not acknowledged. A link of two chains: all of the session's in the
 * order in which they were first sent, and those of its channel.
 */
final class Unacked {
    /** One channel of one session, from the first publication that wants to be acknowledged on it. */
    static final class Line {
        final String channel;
        Topic topic;
        /** The largest offset that was ever sent; what is above it cannot be acknowledged. */
        long sentOffset;

        @Nullable
        Unacked first;

        @Nullable
        Unacked last;

        Line(Topic topic, long sentOffset) {
            this.channel = topic.name();
            this.topic = topic;
            this.sentOffset = sentOffset;
        }
    }

    final Line line;
    final long offset;
    final SharedBytes frame;
    long sentAtNanos;
    int resends;

    @Nullable
    Unacked older;

    @Nullable
    Unacked newer;

    @Nullable
    Unacked nextOfLine;

    Unacked(Line line, long offset, SharedBytes frame, long sentAtNanos) {
        this.line = line;
        this.offset = offset;
        this.frame = frame;
        this.sentAtNanos = sentAtNanos;
    }
}
