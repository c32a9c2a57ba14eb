package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.Nearest;
import io.tickgate.core.config.Setting;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which keys there are. */
final class ScenarioKeys {
    private static final Pattern INDEX = Pattern.compile("\\[\\d{1,3}\\]");

    /** Every setting, in the order in which people read them; those of lists for their first item. */
    static final List<Setting<?>> ALL = Stream.of(
                    TargetSpec.ALL,
                    ConnectionsSpec.ALL,
                    SubscriptionsSpec.ALL,
                    PublishersSpec.ALL,
                    LoadSpec.ALL,
                    Phase.Settings.of(0).all(),
                    RampSpec.ALL,
                    ChurnSpec.ALL,
                    SlowReadersSpec.ALL,
                    Storm.Settings.of(0).all(),
                    ExpectSpec.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private ScenarioKeys() {}

    /** @throws ConfigException that names the nearest known key when {@code key} is none */
    static void requireKnown(String key, @Nullable String origin) {
        String generic = INDEX.matcher(key).replaceAll("[0]");
        List<String> known = ALL.stream().map(Setting::key).toList();
        if (!known.contains(generic)) {
            String name = generic.substring(generic.lastIndexOf('.') + 1);
            // A key in the wrong section is found by its own name before its spelling is guessed.
            List<String> elsewhere =
                    known.stream().filter(other -> other.endsWith("." + name)).toList();
            String nearest = Nearest.of(generic, elsewhere.isEmpty() ? known : elsewhere);
            throw new ConfigException(key, "unknown key; the nearest known one is " + nearest.replace("[0]", "[]"))
                    .at(origin);
        }
    }

    /** Whether {@code key} is what other keys stand below, such as {@code load} or {@code phases}. */
    static boolean isSection(String key) {
        return ALL.stream()
                .anyMatch(setting ->
                        setting.key().startsWith(key + ".") || setting.key().startsWith(key + "["));
    }
}
