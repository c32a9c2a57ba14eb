package io.tickgate.core.broadcast;

import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the backbone still has of a topic in front of what is kept of it here.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class OlderPublications {
    private final HistoryStore histories;
    private final FrameEncoder encoder;
    private final Clock clock;

    OlderPublications(HistoryStore histories, FrameEncoder encoder, Clock clock) {
        this.histories = histories;
        this.encoder = encoder;
        this.clock = clock;
    }

    /**
     * Keeps what was published before the oldest that is kept.
     *
     * @param older in the order of their offsets, without a hole; owned. What does not reach up to the oldest is left out
     * @param exclusions who does not get one of them
     */
    void keep(Topic topic, List<StoredPublication> older, Function<StoredPublication, @Nullable Exclusion> exclusions) {
        History history = topic.history();
        if (history == null) {
            return;
        }
        for (int i = older.size() - 1; i >= 0; i--) {
            StoredPublication next = older.get(i);
            HistoryEntry oldest = history.oldest();
            long due = oldest == null ? topic.offset() : oldest.offset() - 1;
            if (next.offset() > due) {
                continue;
            }
            if (next.offset() < due || !keepOlder(topic, history, next, exclusions.apply(next))) {
                return;
            }
        }
    }

    private boolean keepOlder(
            Topic topic, History history, StoredPublication publication, @Nullable Exclusion exclusion) {
        try {
            MessageBody body = publication.body();
            EncodedFrames frames = encoder.encode(
                    Encoding.of(FrameKind.of(body.format(), 0)).bit(),
                    topic,
                    body,
                    publication.offset(),
                    publication.epochMicros());
            try {
                long ageNanos = Math.max(0, clock.epochMicros() - publication.epochMicros()) * 1_000;
                return histories.keepOlder(
                        history,
                        publication.offset(),
                        publication.epochMicros(),
                        clock.nanoTime() - ageNanos,
                        frames,
                        exclusion);
            } finally {
                frames.release();
            }
        } catch (WireException | OutOfMemoryError e) {
            // What is kept ends here; who asks for more is told that it is gone.
            return false;
        }
    }
}
