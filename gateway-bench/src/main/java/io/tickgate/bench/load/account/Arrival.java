package io.tickgate.bench.load.account;

/** What the number of a message says about it. */
public enum Arrival {
    /** The next one, or one behind a gap. */
    IN_ORDER,
    /** It came for the first time, behind a later one of its stream. */
    LATE,
    /** It was here before. */
    AGAIN,
    /** It is of a channel that this connection did not ask for. */
    MISROUTED
}
