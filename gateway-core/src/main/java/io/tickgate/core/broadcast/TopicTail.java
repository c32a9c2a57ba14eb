package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.protocol.message.WireFormat;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest publications of one topic, as far as they are kept. Nobody is subscribed for that: who wants to follow
 * comes back with the offset that he has. Any thread.
 *
 * <p><b>Cost:</b> one task on the topic's home, which copies at most {@link #BYTES_MAX} bytes.
 */
public final class TopicTail {
    /** Of all publications of an answer; older ones are left out. */
    static final int BYTES_MAX = 64 << 10;

    /** A larger one is told of without what it says. */
    static final int PUBLICATION_BYTES_MAX = 16 << 10;

    private final TopicDirectory directory;

    TopicTail(TopicDirectory directory) {
        this.directory = directory;
    }

    /**
     * A publication.
     *
     * @param epochMicros when it got its offset, Unix time
     * @param bytes what it takes in its publisher's format
     * @param payload as subscribers got it, a copy; null where it is too large to be shown
     */
    public record Kept(
            long offset,
            long epochMicros,
            int bytes,
            WireFormat format,
            @Nullable ByteBuffer payload) {}

    /**
     * What there is.
     *
     * @param offset the last one given
     * @param skipped publications behind the offset that was asked for which are not among {@code kept}
     * @param kept oldest first
     */
    public record Report(long offset, long skipped, List<Kept> kept) {}

    /**
     * Asks for what came behind an offset.
     *
     * @param after 0 for what there is; above the topic's offset, which is of another epoch then, the same
     * @param limit at least 1; the newest count
     * @param reply gets it on {@code replyOn}; null when there is no topic of that name
     */
    public void read(String name, long after, int limit, EventExecutor replyOn, Consumer<@Nullable Report> reply) {
        Topic topic = directory.find(name);
        if (topic == null) {
            replyOn.execute(() -> reply.accept(null));
            return;
        }
        topic.home().execute(() -> {
            Report report = topic.isCollected() ? null : report(topic, after, limit);
            replyOn.execute(() -> reply.accept(report));
        });
    }

    private static Report report(Topic topic, long after, int limit) {
        long offset = topic.offset();
        long from = after > offset ? 0 : after;
        ArrayDeque<Kept> kept = new ArrayDeque<>();
        History history = topic.history();
        if (history != null) {
            int bytes = 0;
            for (HistoryEntry entry : history.backwards()) {
                if (entry.offset() <= from || kept.size() == limit) {
                    break;
                }
                Kept next = kept(entry);
                bytes += next.payload() == null ? 0 : next.bytes();
                if (bytes > BYTES_MAX) {
                    break;
                }
                kept.addFirst(next);
            }
        }
        return new Report(offset, offset - from - kept.size(), List.copyOf(kept));
    }

    private static Kept kept(HistoryEntry entry) {
        EncodedFrames frames = entry.frames();
        int bytes = frames.plain().readableBytes();
        ByteBuffer payload =
                bytes > PUBLICATION_BYTES_MAX ? null : ByteBuffer.wrap(WebSocketFrames.payload(frames.plain()));
        return new Kept(entry.offset(), entry.epochMicros(), bytes, frames.plainFormat(), payload);
    }
}
