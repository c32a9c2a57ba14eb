package io.tickgate.core.config;

import java.util.List;
import java.util.stream.Stream;

/** Which keys and sections there are. */
final class ConfigKeys {
    private static final List<String> ALL =
            GatewayConfig.SETTINGS.stream().map(Setting::key).toList();

    private static final List<String> ALL_AND_SECTIONS = Stream.concat(
                    ALL.stream(),
                    ALL.stream().filter(key -> key.contains(".")).map(key -> key.substring(0, key.indexOf('.'))))
            .distinct()
            .toList();

    private ConfigKeys() {}

    /** @throws ConfigException that names the nearest known key when {@code key} is none */
    static void requireKnown(String key, String origin) {
        if (!ALL.contains(key)) {
            throw new ConfigException(key, "unknown key; the nearest known one is " + nearest(key)).at(origin);
        }
    }

    /** A key that was put into the wrong section, or into none, is found by its own name before its spelling is guessed. */
    private static String nearest(String key) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        List<String> elsewhere =
                ALL.stream().filter(known -> known.endsWith("." + name)).toList();
        return Nearest.of(key, elsewhere.isEmpty() ? ALL_AND_SECTIONS : elsewhere);
    }

    /** Whether {@code key} is what other keys stand below, such as {@code limits}. */
    static boolean isSection(String key) {
        return ALL.stream().anyMatch(known -> known.startsWith(key + "."));
    }

    static boolean isList(String key) {
        return GatewayConfig.SETTINGS.stream().anyMatch(setting -> setting.key().equals(key) && setting.isList());
    }
}
