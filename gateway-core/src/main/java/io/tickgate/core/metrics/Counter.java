package io.tickgate.core.metrics;

/** What each event loop counts. Gauges are marked; everything else only grows. */
public enum Counter {
    /** Gauge: open WebSocket sessions. */
    CONNECTIONS,
    /** Gauge: subscriptions of all sessions. */
    SUBSCRIPTIONS,
    /** Publications that were given an offset. */
    PUBLISHED,
    /** Frames handed to subscribers. */
    DELIVERED,
    /** Frames built, each at most once per publication and kind. */
    ENCODED,
    /** Commands received, malformed ones included. */
    COMMANDS,
    /** Error answers sent. */
    ERRORS,
    /** Sends of joined frames to one subscriber: DELIVERED divided by this is what joining saves. */
    SENDS,
    /** Gauge: bytes that wait in outboxes; bounded by {@code outbound.bytes-total}. */
    OUTBOX_BYTES,
    /** Gauge: bytes of the publications that are kept for recovery; bounded by {@code history.bytes-total}. */
    HISTORY_BYTES,
    /** Frames sent to subscribers who recover, beside those in DELIVERED. */
    REPLAYED,
    /** Gauge: sessions with a non-empty outbox. */
    SESSIONS_BEHIND,
    /** Sessions closed because they could not keep up. */
    SLOW_CLOSES,
    /** Sessions closed because nothing was heard from them. */
    IDLE_CLOSES,
    /** Longest turn of delivering so far, in microseconds. */
    LONGEST_TURN_MICROS,
    /** Gauge: what is kept until it is acknowledged; bounded, with OUTBOX_BYTES, by {@code outbound.bytes-total}. */
    UNACKED_BYTES,
    /** Frames sent again because they were not acknowledged in time. */
    REDELIVERED,
    /** Sessions closed because they did not acknowledge. */
    ACK_CLOSES;

    static final int COUNT = values().length;
}
