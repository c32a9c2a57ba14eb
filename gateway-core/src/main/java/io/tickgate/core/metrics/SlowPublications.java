package io.tickgate.core.metrics;

import io.tickgate.core.limit.OnceAMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of publications that took too long, in words at most once a minute for the whole gateway.
 *
 * <p>Any thread.
 */
public final class SlowPublications {
    private static final Logger LOG = LoggerFactory.getLogger(SlowPublications.class);

    private final long thresholdNanos;
    private final OnceAMinute words;

    /** @param thresholdNanos {@code metrics.slow-publication} */
    public SlowPublications(long thresholdNanos, long nowNanos) {
        this.thresholdNanos = thresholdNanos;
        this.words = new OnceAMinute(nowNanos);
    }

    boolean isSlow(long nanos) {
        return nanos > thresholdNanos;
    }

    /** @return whether it was said, or swallowed because something was said in the last minute */
    boolean tell(String family, long sequencedNanos, long encodedNanos, long writtenNanos, long nowNanos) {
        if (!words.tryBegin(nowNanos)) {
            return false;
        }
        LOG.warn(
                "a publication of {} took {} ms to the sockets, most of it until it was {}: sequenced {} µs, encoded {} µs, "
                        + "written {} µs; the status counts slow_publications",
                family,
                (sequencedNanos + encodedNanos + writtenNanos) / 1_000_000,
                slowest(sequencedNanos, encodedNanos, writtenNanos).wireName(),
                sequencedNanos / 1_000,
                encodedNanos / 1_000,
                writtenNanos / 1_000);
        return true;
    }

    static Stage slowest(long sequencedNanos, long encodedNanos, long writtenNanos) {
        if (writtenNanos >= sequencedNanos && writtenNanos >= encodedNanos) {
            return Stage.WRITTEN;
        }
        return sequencedNanos >= encodedNanos ? Stage.SEQUENCED : Stage.ENCODED;
    }
}
