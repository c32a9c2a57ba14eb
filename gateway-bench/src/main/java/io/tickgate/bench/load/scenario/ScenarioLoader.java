package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.ConfigFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Scenario} of a file and of what the command line says otherwise. */
public final class ScenarioLoader {
    private final ConfigFaults faults = new ConfigFaults();
    private final ScenarioValues values = new ScenarioValues(faults);

    private ScenarioLoader() {}

    /**
     * @param file null for the defaults
     * @param flags value by key; they win over the file
     * @param flagNames what the operator wrote for a key, where that is not {@code --set}
     * @throws ConfigException with everything that is wrong, each with its place
     */
    public static Scenario load(@Nullable Path file, Map<String, String> flags, Map<String, String> flagNames) {
        ScenarioLoader loader = new ScenarioLoader();
        if (file != null) {
            ScenarioFile.read(file, loader.values, loader.faults);
        }
        flags.forEach((key, text) -> loader.values.put(key, text, flagNames.getOrDefault(key, "--set")));
        return loader.scenario(file == null ? "command line" : nameOf(file));
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private Scenario scenario(String name) {
        for (String key : values.keys()) {
            faults.collect(() -> ScenarioKeys.requireKnown(key, values.origin(key)));
        }
        TargetSpec target = TargetSpec.of(values);
        ConnectionsSpec connections = ConnectionsSpec.of(values);
        SubscriptionsSpec subscriptions = SubscriptionsSpec.of(values);
        PublishersSpec publishers = PublishersSpec.of(values);
        LoadSpec load = LoadSpec.of(values);
        List<Phase> phases = Phase.listOf(values);
        RampSpec ramp = RampSpec.of(values);
        ChurnSpec churn = ChurnSpec.of(values);
        SlowReadersSpec slowReaders = SlowReadersSpec.of(values);
        List<Storm> storms = Storm.listOf(values);
        ExpectSpec expect = ExpectSpec.of(values);
        Scenario scenario = new Scenario(
                name,
                target,
                connections,
                subscriptions,
                publishers,
                load,
                all(load, phases, ramp),
                ramp,
                churn,
                slowReaders,
                storms,
                expect,
                values.effective());
        new ScenarioRules(scenario, values).check(phases);
        new DialectRules(scenario, values).check();
        faults.throwIfAny();
        return scenario;
    }

    private static List<Phase> all(LoadSpec load, List<Phase> said, RampSpec ramp) {
        List<Phase> measured = new ArrayList<>(said);
        if (ramp.isWanted()) {
            measured.addAll(ramp.phases());
        }
        int rate = load.saturateWindow() > 0 ? 0 : load.rate();
        if (measured.isEmpty()) {
            measured.add(new Phase("load", rate, load.duration(), false));
        }
        if (load.warmUp().compareTo(Duration.ZERO) > 0) {
            measured.add(0, new Phase("warm-up", measured.get(0).rate(), load.warmUp(), true));
        }
        return List.copyOf(measured);
    }
}
