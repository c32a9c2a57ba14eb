package io.tickgate.core.broadcast;

/** What becomes of a family's publications when more of them wait for one reader than may. */
public enum SlowPolicy {
    /** The oldest that wait are dropped, and the reader is told. */
    DROP_OLDEST,
    /** Of each member only the newest waits, so there is nothing more to drop; only for states. */
    CONFLATE,
    /** The connection ends, and may recover what it missed. */
    CLOSE
}
