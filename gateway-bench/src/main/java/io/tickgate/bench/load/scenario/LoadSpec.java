package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * How much is published, and for how long.
 *
 * @param rate publications per second in all, due at equal distances; not asked when {@code saturateWindow} is set
 * @param saturateWindow publications that may be under way at once, published as fast as they arrive; 0 for a rate
 * @param warmUp published at the first rate and left out of the figures
 * @param drain how long is waited at the end for what has not arrived
 */
public record LoadSpec(int rate, int saturateWindow, Duration warmUp, Duration duration, Duration drain) {
    static final Setting<Integer> RATE =
            Setting.integer("load.rate", 1, 5_000_000, 1000, "Publications per second in all.");
    static final Setting<Integer> SATURATE = Setting.integer(
            "load.saturate", 0, 65_536, 0, "Instead of a rate: as fast as they arrive, so many under way at once.");
    static final Setting<Duration> WARM_UP =
            Setting.duration("load.warm-up", "0s", "10m", "2s", "Published first and left out of the figures.");
    static final Setting<Duration> DURATION =
            Setting.duration("load.duration", "100ms", "24h", "10s", "How long is measured.");
    static final Setting<Duration> DRAIN =
            Setting.duration("load.drain", "0s", "10m", "5s", "How long is waited for what is still to come.");

    static final List<Setting<?>> ALL = List.of(RATE, SATURATE, WARM_UP, DURATION, DRAIN);

    static LoadSpec of(ScenarioValues values) {
        int saturate = values.get(SATURATE);
        values.require(
                saturate == 0 || !values.isSaid(RATE.key()),
                SATURATE.key(),
                "publishes as fast as it can, so there is no " + RATE.key());
        return new LoadSpec(values.get(RATE), saturate, values.get(WARM_UP), values.get(DURATION), values.get(DRAIN));
    }
}
