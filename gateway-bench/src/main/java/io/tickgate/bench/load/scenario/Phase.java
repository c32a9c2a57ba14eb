package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A time with one rate from end to end.
 *
 * @param rate publications per second in all; 0 when they are published as windows open
 * @param isWarmUp whether it is left out of the figures
 */
public record Phase(String name, int rate, Duration duration, boolean isWarmUp) {
    /** A day has so many parts at most. */
    static final int PHASES_MAX = 100;

    static final String LIST = "phases";

    record Settings(Setting<String> name, Setting<Integer> rate, Setting<Duration> duration) {
        static Settings of(int index) {
            String section = LIST + "[" + index + "].";
            return new Settings(
                    Setting.text(
                            section + "name",
                            "\\S.{0,39}",
                            "1 to 40 characters",
                            "phase " + (index + 1),
                            "What it is called."),
                    Setting.integer(section + "rate", 1, 5_000_000, 1000, "Publications per second in all."),
                    Setting.duration(section + "duration", "100ms", "24h", "10s", "How long it takes."));
        }

        List<Setting<?>> all() {
            return List.of(name, rate, duration);
        }
    }

    /** Those that were said, in order; empty when none was. */
    static List<Phase> listOf(ScenarioValues values) {
        List<Phase> phases = new ArrayList<>();
        int count = values.itemsOf(LIST);
        values.require(count <= PHASES_MAX, LIST, "must be at most " + PHASES_MAX + ", were " + count);
        for (int i = 0; i < Math.min(count, PHASES_MAX); i++) {
            Settings settings = Settings.of(i);
            phases.add(new Phase(
                    values.get(settings.name), values.get(settings.rate), values.get(settings.duration), false));
        }
        return phases;
    }
}
