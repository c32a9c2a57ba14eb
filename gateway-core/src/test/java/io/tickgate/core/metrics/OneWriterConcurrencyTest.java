package io.tickgate.core.metrics;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** What one loop counts without a lock, and any thread reads. */
class OneWriterConcurrencyTest {
    /** Values and their age are one word, so that no maximum is ever told of the wrong minute. */
    @Param(name = "value", gen = IntGen.class, conf = "1:5")
    public static class Maximum {
        private static final long MINUTE_NANOS = 60_000_000_000L;

        private final RecentMaximum maximum = new RecentMaximum();

        @Operation(nonParallelGroup = "loop")
        public void offer(@Param(name = "value") int value) {
            maximum.offer(value, 0);
        }

        @Operation(nonParallelGroup = "loop")
        public void offerAMinuteLater(@Param(name = "value") int value) {
            maximum.offer(value, MINUTE_NANOS);
        }

        @Operation
        public long get() {
            return maximum.get(0);
        }

        @Operation
        public long getAMinuteLater() {
            return maximum.get(MINUTE_NANOS);
        }
    }

    /** Nothing is lost although nothing is read, changed and written in one step. */
    public static class Counters {
        private final ShardCounters counters = new ShardCounters(1);
        private final DurationBuckets buckets = new DurationBuckets(1);

        @Operation(nonParallelGroup = "loop")
        public void count() {
            counters.increment(Counter.CONNECTIONS);
        }

        @Operation(nonParallelGroup = "loop")
        public void record() {
            buckets.record(0, 1);
        }

        @Operation
        public long counted() {
            return counters.get(Counter.CONNECTIONS);
        }

        @Operation
        public long recorded() {
            return buckets.count(0, 0);
        }
    }

    @Test
    void aMaximumIsNeverTornFromItsTime() {
        ConcurrencyCheck.explore(Maximum.class);
    }

    @Test
    void whatOneWritesOthersReadWhole() {
        ConcurrencyCheck.explore(Counters.class);
    }
}
