package io.tickgate.core.config;

import java.util.List;

/** Which keys and sections there are. */
final class ConfigKeys {
    private static final List<String> ALL =
            GatewayConfig.SETTINGS.stream().map(Setting::key).toList();

    private ConfigKeys() {}

    /** @throws ConfigException that names the nearest known key when {@code key} is none */
    static void requireKnown(String key, String origin) {
        if (!ALL.contains(key)) {
            throw new ConfigException(key, "unknown key; the nearest known one is " + Nearest.of(key, ALL)).at(origin);
        }
    }

    /** Whether {@code key} is what other keys stand below, such as {@code limits}. */
    static boolean isSection(String key) {
        return ALL.stream().anyMatch(known -> known.startsWith(key + "."));
    }

    static boolean isList(String key) {
        return GatewayConfig.SETTINGS.stream().anyMatch(setting -> setting.key().equals(key) && setting.isList());
    }
}
