package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/**
 * When {@code system_status} is told.
 *
 * @param interval between two of them while anybody is subscribed
 * @param ingestTtl how long fields that a publisher handed in stand for the gateway's own
 */
public record StatusFeedConfig(Duration interval, Duration ingestTtl) {
    static final Setting<Duration> INTERVAL = Setting.duration(
            "status-feed.interval",
            "100ms",
            "1h",
            "5s",
            "Between two messages of the channel system_status, while anybody is subscribed to it.");
    static final Setting<Duration> INGEST_TTL = Setting.duration(
            "status-feed.ingest-ttl",
            "1s",
            "24h",
            "60s",
            "How long fields that a publisher hands in stand for the gateway's own, unless others follow.");

    static final List<Setting<?>> ALL = List.of(INTERVAL, INGEST_TTL);

    public static final StatusFeedConfig DEFAULT = of(ConfigValues.NONE);

    public StatusFeedConfig {
        INTERVAL.check(interval);
        INGEST_TTL.check(ingestTtl);
    }

    static StatusFeedConfig of(ConfigValues values) {
        return new StatusFeedConfig(values.get(INTERVAL), values.get(INGEST_TTL));
    }
}
