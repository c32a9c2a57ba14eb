package io.tickgate.bench.load.result;

import java.time.Duration;

/**
 * How a run stands; the engine hands one out every second or oftener, from one thread.
 *
 * @param phase the name of the one under way
 * @param elapsed since the first phase began
 * @param total of all phases; a run that ends early ends before it
 * @param rate publications per second that are due, 0 when saturated
 * @param deliveriesPerSecond of the last second
 * @param p99Micros of the last second, 0 when nothing arrived
 * @param missing deliveries known to be lost so far
 */
public record Progress(
        String phase,
        Duration elapsed,
        Duration total,
        double rate,
        double deliveriesPerSecond,
        long p99Micros,
        long missing) {

    /** Takes what the engine hands out. */
    @FunctionalInterface
    public interface Listener {
        void onProgress(Progress progress);
    }
}
