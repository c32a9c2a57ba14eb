package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * Connections that leave and come back all the time.
 *
 * @param perSecond how many leave in a second; 0 for none
 * @param away how long each stays away
 * @param recover whether it goes on where it stopped reading, so that nothing may be missing
 */
public record ChurnSpec(int perSecond, Duration away, boolean recover) {
    static final Setting<Integer> PER_SECOND =
            Setting.integer("churn.per-second", 0, 10_000, 0, "Connections that leave in a second.");
    static final Setting<Duration> AWAY =
            Setting.duration("churn.away", "0s", "10m", "1s", "How long each stays away.");
    static final Setting<Boolean> RECOVER =
            Setting.flag("churn.recover", false, "Whether it goes on where it stopped reading.");

    static final List<Setting<?>> ALL = List.of(PER_SECOND, AWAY, RECOVER);

    static ChurnSpec of(ScenarioValues values) {
        return new ChurnSpec(values.get(PER_SECOND), values.get(AWAY), values.get(RECOVER));
    }
}
