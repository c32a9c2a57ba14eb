package io.tickgate.core.metrics;

import java.util.List;

/** The way by which a publication came to the broker. */
public enum Via {
    /** A request to publish. */
    HTTP,
    /** A command of a client. */
    WEBSOCKET,
    /** A call from inside the process. */
    JAVA,
    /**
     * A module of the gateway: points of charts, reports on back-tests, notifications and the system status become messages
     * there, by whatever way they were handed in, or none were.
     */
    MODULE;

    static final int COUNT = values().length;

    /** By ordinal. */
    public static final List<String> LABELS = Dimension.labels(values());
}
