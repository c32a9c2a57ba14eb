package io.tickgate.core;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Tries a structure that any thread may call with Lincheck: a class of operations, whose results in all threads must be those
 * of some order, one after the other. Short by default; {@code -Dgateway.concurrency=long}, as {@code bin/soak} says it, tries more.
 */
public final class ConcurrencyCheck {
    private static final boolean IS_LONG = "long".equals(System.getProperty("gateway.concurrency"));

    private ConcurrencyCheck() {}

    /** Every switch of threads that is worth it; in a long run also real threads, as they come. */
    public static void check(Class<?> model) {
        explore(model);
        if (IS_LONG) {
            new StressOptions()
                    .iterations(30)
                    .invocationsPerIteration(5_000)
                    .threads(3)
                    .actorsBefore(0)
                    .actorsPerThread(3)
                    .actorsAfter(1)
                    .check(model);
        }
    }

    /** The same without real threads: for what one thread writes, and others may see a moment later. */
    public static void explore(Class<?> model) {
        new ModelCheckingOptions()
                .iterations(IS_LONG ? 50 : 3)
                .invocationsPerIteration(IS_LONG ? 3_000 : 80)
                .threads(IS_LONG ? 3 : 2)
                .actorsBefore(0)
                .actorsPerThread(3)
                .actorsAfter(1)
                .check(model);
    }
}
