package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.message.ErrorCode;

/** What a publisher is told whose message was not taken. */
final class Refusals {
    /** What keeps the gateway from taking a message passes within moments, or not at all. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private Refusals() {}

    /** The problem, with the time to come back where coming back may help. */
    static ProblemDetails retryable(ProblemDetails problem) {
        return problem.code() == ErrorCode.UNAVAILABLE ? problem.withRetryAfter(RETRY_AFTER_SECONDS) : problem;
    }
}
