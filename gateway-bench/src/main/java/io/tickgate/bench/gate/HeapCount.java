package io.tickgate.bench.gate;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.tickgate.bench.memory.MemoryClient;
import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.bench.memory.SteppedClock;
import io.tickgate.core.frame.FrameKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;

/**
 * Counts what the loop allocates, by the JVM's own account of this thread. That is exact to the byte, where JMH's profiler
 * also counts what the harness and other threads allocate meanwhile. It holds for the flags of this process: the first
 * compiler removes no allocation, so that compiled and interpreted code allocate alike.
 */
final class HeapCount {
    /** Until every buffer that the history holds on to is a pooled one, of which Netty makes one in eight. */
    private static final int WARMUP = 4_000;

    private static final int PUBLICATIONS = 2_048;
    private static final int ROUNDS = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    void addTo(Map<Measure, Double> values) {
        // Looks at one buffer in 128 by chance, and allocates for each.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        // As the threads of event loops are: only they pool buffers without asking others.
        FastThreadLocalThread.runWithFastThreadLocal(() -> count(values));
    }

    private void count(Map<Measure, Double> values) {
        double few = bytesPerPublication(100, FrameKind.JSON);
        double many = bytesPerPublication(1_000, FrameKind.JSON);
        values.put(Measure.HEAP_BYTES_PER_DELIVERY, Math.max(0, (many - few) / 900));
        values.put(Measure.HEAP_BYTES_PER_PUBLICATION, few);
        values.put(Measure.HEAP_BYTES_PER_MSGPACK_PUBLICATION, bytesPerPublication(100, FrameKind.MSGPACK));
    }

    /** From the publisher's command as bytes to the last subscriber's socket, one publication a turn and millisecond. */
    private double bytesPerPublication(int subscribers, FrameKind kind) {
        SteppedClock clock = new SteppedClock();
        byte[] command = Quotes.command(Quotes.CHANNEL);
        try (MemoryGateway gateway = new MemoryGateway(clock, Map.of("channels.market_data.history.size", "20"))) {
            gateway.connectMany(subscribers, kind, Quotes.CHANNEL);
            MemoryClient publisher = gateway.connect(FrameKind.JSON);
            publish(gateway, publisher, clock, command, WARMUP);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                publish(gateway, publisher, clock, command, PUBLICATIONS);
                // A class that is loaded now and then is allocated on this thread, too; less than it takes is
                // impossible.
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            return (double) least / PUBLICATIONS;
        }
    }

    private static void publish(
            MemoryGateway gateway, MemoryClient publisher, SteppedClock clock, byte[] command, int count) {
        Duration step = Duration.ofMillis(1);
        for (int i = 0; i < count; i++) {
            clock.advance(step);
            publisher.say(command);
            gateway.turn();
        }
    }
}
