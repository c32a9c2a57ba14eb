package io.tickgate.bench.performance;

import java.io.IOException;

/** How one figure is got: done once in every round. */
@FunctionalInterface
interface Measurement {
    /**
     * @return the raw result as JSON text
     * @throws IOException when a program cannot be started or says nothing
     */
    String take(Laboratory laboratory, Contestant who) throws IOException, InterruptedException;
}
