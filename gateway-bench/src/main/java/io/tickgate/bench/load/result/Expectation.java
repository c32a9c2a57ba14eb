package io.tickgate.bench.load.result;

/**
 * One promise of the scenario, and what came of it.
 *
 * @param text the promise as the scenario writes it, such as {@code p99 <= 50 ms}
 * @param measured what was measured, in the same unit, such as {@code 12.4 ms}
 */
public record Expectation(String text, String measured, boolean isMet) {}
