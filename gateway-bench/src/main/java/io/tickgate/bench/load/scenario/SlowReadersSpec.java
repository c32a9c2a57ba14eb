package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * Connections that stop reading for good. What they miss is owed to nobody: it is the others who must not feel it.
 *
 * @param after when they stop, from the beginning of the first phase
 */
public record SlowReadersSpec(int count, Duration after) {
    static final Setting<Integer> COUNT =
            Setting.integer("slow-readers.count", 0, 100_000, 0, "Connections that stop reading.");
    static final Setting<Duration> AFTER =
            Setting.duration("slow-readers.after", "0s", "24h", "1s", "When they do, from the beginning.");

    static final List<Setting<?>> ALL = List.of(COUNT, AFTER);

    static SlowReadersSpec of(ScenarioValues values) {
        return new SlowReadersSpec(values.get(COUNT), values.get(AFTER));
    }
}
