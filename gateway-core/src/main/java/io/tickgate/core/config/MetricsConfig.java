package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/**
 * What the gateway measures of itself.
 *
 * @param slowPublication from the broker to the sockets
 */
public record MetricsConfig(Duration slowPublication) {
    static final Setting<Duration> SLOW_PUBLICATION = Setting.duration(
            "metrics.slow-publication",
            "1ms",
            "1m",
            "50ms",
            "A publication that takes longer to its subscribers' sockets is counted as slow, and told of in the log at most once a minute.");

    static final List<Setting<?>> ALL = List.of(SLOW_PUBLICATION);

    public static final MetricsConfig DEFAULT = of(ConfigValues.NONE);

    public MetricsConfig {
        SLOW_PUBLICATION.check(slowPublication);
    }

    static MetricsConfig of(ConfigValues values) {
        return new MetricsConfig(values.get(SLOW_PUBLICATION));
    }
}
