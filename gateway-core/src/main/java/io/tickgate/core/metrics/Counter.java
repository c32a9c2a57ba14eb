package io.tickgate.core.metrics;

/** What each event loop counts. Gauges are marked; everything else only grows. */
public enum Counter {
    /** Gauge: open WebSocket sessions. */
    CONNECTIONS,
    /** Gauge: subscriptions of all sessions. */
    SUBSCRIPTIONS(Dimension.FAMILY),
    /** Publications that were given an offset. */
    PUBLISHED(Dimension.FAMILY_AND_VIA),
    /** Publications that were not made because the key of their publisher was known. */
    DUPLICATES,
    /** Gauge: keys of publishers that are remembered here; bounded by {@code limits.max-idempotency-keys}. */
    IDEMPOTENCY_KEYS,
    /** Those of them that were forgotten before their time to make room. */
    IDEMPOTENCY_KEYS_EVICTED,
    /** Publications that came from what gateways share, wherever they were published. */
    APPLIED,
    /** Publications that what gateways share has numbered and lost, which subscribers were told. */
    STORE_LOST,
    /** Subscriptions that were begun anew under another epoch, which their clients were told. */
    EPOCH_CHANGES,
    /** Frames handed to subscribers. */
    DELIVERED(Dimension.FAMILY),
    /** Frames built, each at most once per publication and kind. */
    ENCODED(Dimension.FRAME),
    /** Commands received, malformed ones included. */
    COMMANDS(Dimension.COMMAND),
    /** Error answers sent to WebSocket clients. */
    ERRORS(Dimension.ERROR_CODE),
    /** Problems that HTTP requests were answered with. */
    HTTP_ERRORS(Dimension.ERROR_CODE),
    /** Requests for a WebSocket, by what became of them. */
    UPGRADES(Dimension.ADMISSION),
    /** Sessions that ended, by how. */
    CLOSED(Dimension.ENDING),
    /** Sends of joined frames to one subscriber: DELIVERED divided by this is what joining saves. */
    SENDS,
    /** Ends of turns that were put off so that more leaves together ({@code outbound.join-wait}). */
    TURNS_PUT_OFF,
    /** Bytes of frames handed to sockets, those of connections that broke meanwhile included. */
    SENT_BYTES,
    /** Gauge: bytes that wait in outboxes; bounded by {@code outbound.bytes-total}. */
    OUTBOX_BYTES,
    /** Gauge: bytes of the publications that are kept for recovery; bounded by {@code history.bytes-total}. */
    HISTORY_BYTES,
    /** Frames sent to subscribers who recover, beside those in DELIVERED. */
    REPLAYED,
    /** Pages of families' newest values made, each at most once for those who ask together. */
    SNAPSHOT_PAGES,
    /** Gauge: sessions with a non-empty outbox. */
    SESSIONS_BEHIND,
    /** Gauge: those of them for which of states only the newest waits. */
    CONFLATING_NOW,
    /** Gauge: those of them for which the policies of families decide. */
    OVERFULL_NOW,
    /** Times that a session came above the low water, so that of states only the newest waited for it. */
    CONFLATING_SESSIONS,
    /** Times that as much waited for a session that the policies of families were asked. */
    OVERFULL_SESSIONS,
    /** Publications that were dropped to make room, counted for each session by itself. */
    DROPPED(Dimension.FAMILY),
    /** Frames that told of these. */
    LAGS,
    /** Bytes of urgent publications that had to wait. */
    URGENT_LATE_BYTES,
    /** Bytes of other publications that had to wait. */
    BULK_LATE_BYTES,
    /** Gauge: newest publications that wait for a tick; bounded by {@code outbound.conflation-bytes-total}. */
    CONFLATION_BYTES,
    /** Publications that a newer one replaced as subscribers had asked, counted for each who did not get them. */
    CONFLATED_AS_ASKED,
    /** Publications that a newer one replaced because a connection was slow, which it was told, counted for each. */
    CONFLATED(Dimension.FAMILY),
    /** Gauge: filters in use, equal ones counted once; bounded by the subscriptions. */
    FILTERS,
    /** Filters asked about a publication: each in use once, whatever number of subscribers has it. */
    FILTER_EVALUATIONS,
    /** Publications that a filter left out, counted for each subscriber who did not get them. */
    FILTERED,
    /** Sessions closed because they could not keep up. */
    SLOW_CLOSES,
    /** Sessions closed because their clients went on causing errors. */
    ERROR_CLOSES,
    /** Sessions closed because nothing was heard from them. */
    IDLE_CLOSES,
    /** Sessions closed because an operator wanted it. */
    OPERATOR_CLOSES,
    /** Sessions closed because nothing was shown in time, or a token ended, or was another user's. */
    AUTH_CLOSES,
    /** Sessions closed because their users had too many, over all gateways or by what they showed later. */
    USER_CLOSES,
    /** Commands refused because there were too many of them. */
    RATE_LIMITED,
    /** Gauge: symbols whose points are kept; bounded by {@code charts.max-symbols}. */
    CHART_SYMBOLS,
    /** Gauge: points of charts; bounded by {@code charts.max-points} and {@code charts.max-series} of each symbol. */
    CHART_POINTS,
    /** Gauge: bytes of charts; bounded by {@code charts.bytes-total}. */
    CHART_BYTES,
    /** Gauge: notifications kept; bounded by {@code notifications.max-kept}. */
    NOTIFICATIONS_KEPT,
    /** Gauge: bytes of the notifications kept; bounded by {@code notifications.max-bytes}. */
    NOTIFICATION_BYTES,
    /** Gauge: marks of users who read a public notification; bounded by {@code notifications.max-read-marks}. */
    NOTIFICATION_READ_MARKS,
    /** Gauge: users with preferences; bounded by {@code notifications.max-users}. */
    NOTIFICATION_USERS,
    /** Gauge: back-tests whose state is kept; bounded by {@code progress.max-tasks}. */
    BACKTESTS,
    /** Gauge: those of them that are running. */
    BACKTESTS_RUNNING,
    /** Gauge: bytes of their states; bounded by {@code progress.bytes-total}. */
    BACKTEST_BYTES,
    /** Progress reports that were merged with the next one instead of being published. */
    PROGRESS_CONFLATED,
    /** Gauge: what is kept until it is acknowledged; bounded, with OUTBOX_BYTES, by {@code outbound.bytes-total}. */
    UNACKED_BYTES,
    /** Frames sent again because they were not acknowledged in time. */
    REDELIVERED,
    /** Sessions closed because they did not acknowledge. */
    ACK_CLOSES,
    /** Connections that brought back what their clients had on an earlier one. */
    RESUMED,
    /** Tokens that were refused when somebody wanted to. */
    RESUME_REFUSALS,
    /** Clients that came back and were told that they would wait too long for what they missed. */
    REPLAYS_OVERLOADED,
    /** Publications that took longer than {@code metrics.slow-publication}, once for each loop where they did. */
    SLOW_PUBLICATIONS,
    /** TLS handshakes that were completed. */
    TLS_HANDSHAKES;

    private final Dimension dimension;

    Counter() {
        this(Dimension.NONE);
    }

    Counter(Dimension dimension) {
        this.dimension = dimension;
    }

    /** What it is kept apart by. */
    Dimension dimension() {
        return dimension;
    }
}
