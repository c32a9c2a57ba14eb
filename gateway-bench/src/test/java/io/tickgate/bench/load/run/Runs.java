package io.tickgate.bench.load.run;

import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.bench.load.scenario.ScenarioLoader;
import java.util.HashMap;
import java.util.Map;

/** Short runs of small scenarios. */
final class Runs {
    private Runs() {}

    /** @param settings key, value, key, value, … */
    static RunResult of(int port, String... settings) throws LoadFailure, InterruptedException {
        return new LoadRun(scenario(port, settings), progress -> {}).run();
    }

    /** What a run shares, for its parts. */
    static RunContext context(ClientLoop loop, int port, String... settings) {
        Scenario scenario = scenario(port, settings);
        return RunContext.of(scenario, loop, new Timeline(scenario.phases()));
    }

    private static Scenario scenario(int port, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "target.url",
                "ws://127.0.0.1:" + port,
                "connections.count",
                "4",
                "load.warm-up",
                "0s",
                "load.duration",
                "500ms",
                "load.rate",
                "200"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        all.values().removeIf(String::isEmpty);
        return ScenarioLoader.load(null, all, Map.of());
    }
}
