package io.tickgate.core.metrics;

import java.util.Locale;

/** The way of a publication through the gateway, in parts. */
public enum Stage {
    /** From the broker to its number: the wait for the home loop. */
    SEQUENCED,
    /** From its number to its frames, each kind that somebody needs made once. */
    ENCODED,
    /** From its frames to the end of the turn in which a loop sent them to its subscribers' sockets. */
    WRITTEN,
    /** From the broker to the sockets. */
    TOTAL;

    /** The status's word for it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
