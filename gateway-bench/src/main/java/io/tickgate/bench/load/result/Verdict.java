package io.tickgate.bench.load.result;

/**
 * What a run comes to.
 *
 * @param text one line that says why
 */
public record Verdict(Outcome outcome, String text) {

    /** Worst last. */
    public enum Outcome {
        /** Everything arrived as it should, and every expectation was met. */
        PASSED,
        /** Nothing went wrong, but the client was at its limit, so the figures say little about the server. */
        CLIENT_LIMITED,
        /** Deliveries went wrong, or an expectation was not met. */
        FAILED
    }
}
