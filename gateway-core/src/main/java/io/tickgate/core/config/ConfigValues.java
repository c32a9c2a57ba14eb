package io.tickgate.core.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings as text, each with the place where it was said; the last place that says one wins. */
final class ConfigValues {
    static final ConfigValues NONE = new ConfigValues();

    private record Said(String text, String origin) {}

    private final Map<String, Said> byKey = new HashMap<>();

    /** The same values, on their own from here on. */
    ConfigValues copy() {
        ConfigValues copy = new ConfigValues();
        copy.byKey.putAll(byKey);
        return copy;
    }

    /** From now on {@code setting} is what {@code other} says of it, nothing included. */
    void takeOver(Setting<?> setting, ConfigValues other) {
        Said said = other.byKey.get(setting.key());
        if (said == null) {
            byKey.remove(setting.key());
        } else {
            byKey.put(setting.key(), said);
        }
    }

    void put(String key, String text, String origin) {
        byKey.put(key, new Said(text, origin));
    }

    /** The value of a setting, or its default where nobody said one. */
    <T> T get(Setting<T> setting) {
        Said said = byKey.get(setting.key());
        if (said == null) {
            return setting.defaultValue();
        }
        return setting.parse(said.text);
    }

    /** @throws ConfigException with its place when what was said is no value of {@code setting} */
    void check(Setting<?> setting) {
        try {
            get(setting);
        } catch (ConfigException e) {
            throw e.at(origin(setting.key()));
        }
    }

    /** Where a key was said; null when nowhere. */
    @Nullable
    String origin(String key) {
        Said said = byKey.get(key);
        return said == null ? null : said.origin;
    }
}
