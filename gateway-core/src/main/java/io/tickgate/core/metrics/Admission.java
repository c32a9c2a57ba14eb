package io.tickgate.core.metrics;

/** What became of a request for a WebSocket. */
public enum Admission {
    OPENED,
    /** {@code limits.max-connections} was reached. */
    FULL,
    /** {@code limits.max-connections-per-ip} was reached. */
    ADDRESS_FULL,
    /** {@code limits.max-connections-per-user} was reached. */
    USER_FULL,
    /** The gateway was about to stop. */
    DRAINING,
    /** It was no request that can be upgraded. */
    MALFORMED,
    /** It named a user who is not its own. */
    FORBIDDEN
}
