package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.ConfigFaults;
import io.tickgate.core.config.Setting;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys as text, each with the place where it was said, and what is wrong with them so far. Of two places that say the same key
 * the later wins. An item of a list stands as {@code phases[0].rate}.
 */
final class ScenarioValues {
    private record Said(String text, String origin) {}

    private final Map<String, Said> byKey = new LinkedHashMap<>();
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final ConfigFaults faults;

    ScenarioValues(ConfigFaults faults) {
        this.faults = faults;
    }

    void put(String key, String text, String origin) {
        byKey.put(key, new Said(text, origin));
    }

    /** The value of a setting; its default where nobody said one, or where what was said is a fault, which is noted. */
    <T> T get(Setting<T> setting) {
        Said said = byKey.get(setting.key());
        effective.put(setting.key(), said == null ? setting.defaultText() : said.text);
        if (said == null) {
            return setting.defaultValue();
        }
        try {
            return setting.parse(said.text);
        } catch (ConfigException e) {
            faults.collect(() -> {
                throw e.at(said.origin);
            });
            return setting.defaultValue();
        }
    }

    boolean isSaid(String key) {
        return byKey.containsKey(key);
    }

    /** Whether anything below a section was said. */
    boolean isSaidBelow(String section) {
        return byKey.keySet().stream().anyMatch(key -> key.startsWith(section));
    }

    /** Every key that was said. */
    Set<String> keys() {
        return new LinkedHashSet<>(byKey.keySet());
    }

    /** Where a key was said; null when nowhere. */
    @Nullable
    String origin(String key) {
        Said said = byKey.get(key);
        return said == null ? null : said.origin;
    }

    /** Notes that {@code key} breaks a rule, unless {@code isKept}. */
    void require(boolean isKept, String key, String problem) {
        if (!isKept) {
            faults.collect(() -> {
                throw new ConfigException(key, problem).at(origin(key));
            });
        }
    }

    /** How many items a list has: one more than the highest index that was said. */
    int itemsOf(String list) {
        int count = 0;
        for (String key : byKey.keySet()) {
            if (key.startsWith(list + "[")) {
                int index = Integer.parseInt(key.substring(list.length() + 1, key.indexOf(']')));
                count = Math.max(count, index + 1);
            }
        }
        return count;
    }

    /** What applies, in the order in which it was asked for. */
    Map<String, String> effective() {
        return effective;
    }
}
