/**
 * Measures the gateway beside the floor and its rivals, in turn, and writes {@code docs/PERFORMANCE.md} from what the load
 * generator left behind. {@code Plan} says what is measured and what it must reach.
 */
@NullMarked
package io.tickgate.bench.performance;

import org.jspecify.annotations.NullMarked;
