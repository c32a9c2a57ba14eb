package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many connections that leave at once and come back at once.
 *
 * @param at when they leave, from the beginning of the first phase
 * @param away how long they stay away
 * @param recover whether they go on where they stopped reading, so that nothing may be missing
 */
public record Storm(Duration at, int connections, Duration away, boolean recover) {
    static final int STORMS_MAX = 100;
    static final String LIST = "storms";

    record Settings(
            Setting<Duration> at, Setting<Integer> connections, Setting<Duration> away, Setting<Boolean> recover) {
        static Settings of(int index) {
            String section = LIST + "[" + index + "].";
            return new Settings(
                    Setting.duration(section + "at", "0s", "24h", "5s", "When they leave, from the beginning."),
                    Setting.integer(section + "connections", 1, 200_000, 100, "How many."),
                    Setting.duration(section + "away", "0s", "10m", "1s", "How long they stay away."),
                    Setting.flag(section + "recover", false, "Whether they go on where they stopped reading."));
        }

        List<Setting<?>> all() {
            return List.of(at, connections, away, recover);
        }
    }

    /** Those that were said, in order. */
    static List<Storm> listOf(ScenarioValues values) {
        List<Storm> storms = new ArrayList<>();
        int count = values.itemsOf(LIST);
        values.require(count <= STORMS_MAX, LIST, "must be at most " + STORMS_MAX + ", were " + count);
        for (int i = 0; i < Math.min(count, STORMS_MAX); i++) {
            Settings settings = Settings.of(i);
            storms.add(new Storm(
                    values.get(settings.at),
                    values.get(settings.connections),
                    values.get(settings.away),
                    values.get(settings.recover)));
        }
        return storms;
    }
}
